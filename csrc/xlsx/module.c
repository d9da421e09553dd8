/* module.c: orgstat.xlsx as Lua opens it: workbooks in, as CSV, and out (write.c). */
#include <limits.h>
#include <string.h>

#include "module.h"
#include "xlsx.h"

#define BOOK "orgstat.xlsx.book"
#define ENOUGH ((size_t)256 << 10) /* bytes of CSV that are handed over at once */

typedef struct l_book {
  x_book book;
  os_mem keep;
  lua_State *L;
} l_book;

static void *collect_and_retry(void *ud, void *ptr, size_t old_bytes, size_t new_bytes) {
  l_book *self = ud;
  void *got = self->keep.fn(self->keep.ud, ptr, old_bytes, new_bytes);
  if (got || new_bytes == 0 || lua_gc(self->L, LUA_GCISRUNNING, 0) <= 0) return got;
  lua_gc(self->L, LUA_GCCOLLECT, 0);
  return self->keep.fn(self->keep.ud, ptr, old_bytes, new_bytes);
}

static int book_close(lua_State *L) { /* frees, and asks for nothing */
  l_book *self = luaL_checkudata(L, 1, BOOK);
  self->L = L;
  x_close(&self->book);
  return 0;
}

static int nothing(lua_State *L) {
  (void)L;
  return 0;
}

/* As l_room of csrc/binding: a finaliser that finds no memory even to be called would be lost. */
static void make_room(lua_State *L) {
  luaL_checkstack(L, 2 * LUA_MINSTACK, NULL);
  lua_pushcfunction(L, nothing);
  lua_call(L, 0, 0);
}

static l_book *check_book(lua_State *L) {
  make_room(L);
  l_book *self = luaL_checkudata(L, 1, BOOK);
  if (!self->book.zip) luaL_error(L, "the workbook is closed");
  self->L = L;
  return self;
}

/* Pushes `nothing` and details, or raises for want of memory; closes. */
static int fail(lua_State *L, l_book *self, os_status status) {
  x_book *book = &self->book;
  if (status == OS_NOMEM) {
    x_close(book);
    lua_pushliteral(L, "not enough memory");
    return lua_error(L);
  }
  lua_createtable(L, 0, 4);
  lua_pushstring(L, book->code);
  lua_setfield(L, -2, "code");
  lua_pushstring(L, book->why);
  lua_setfield(L, -2, "system");
  lua_pushliteral(L, "xlsx");
  lua_setfield(L, -2, "kind");
  lua_pushinteger(L, (lua_Integer)book->limit);
  lua_setfield(L, -2, "wanted");
  x_close(book);
  return 2;
}

/* xlsx.open(path or nil, bytes or nil, limit or nil) -> book; or nil and details */
static int book_open(lua_State *L) {
  size_t size = 0;
  lua_settop(L, 3);
  const char *path = luaL_optstring(L, 1, NULL), *bytes = luaL_optlstring(L, 2, NULL, &size);
  lua_Integer limit = luaL_optinteger(L, 3, 0);
  luaL_argcheck(L, path || bytes, 1, "a path or bytes are needed");
  make_room(L);
  l_book *self = l_newuserdata(L, sizeof *self);
  memset(self, 0, sizeof *self);
  self->keep.fn = lua_getallocf(L, &self->keep.ud);
  self->book.mem = (os_mem){collect_and_retry, self, NULL};
  self->book.limit = limit > 0 ? (uint64_t)limit : 0;
  self->L = L;
  luaL_setmetatable(L, BOOK);
  lua_pushvalue(L, 2); /* the archive is read from these bytes */
  l_setuservalue(L, 4);
  os_status status = x_open(&self->book, path, bytes, size);
  if (!status) return 1;
  lua_pushnil(L);
  return fail(L, self, status);
}

/* book:sheets() -> { { name =, hidden = }, ... }, of those that hold cells */
static int book_sheets(lua_State *L) {
  const x_book *book = &check_book(L)->book;
  const x_entry *entries = (const x_entry *)(const void *)book->sheets.data;
  lua_Integer count = 0;
  lua_newtable(L);
  for (size_t i = 0; i < book->sheets.len / sizeof *entries; i++) {
    if (entries[i].part == SIZE_MAX) continue; /* a sheet of charts */
    lua_createtable(L, 0, 3);
    lua_pushstring(L, (const char *)book->names.data + entries[i].name);
    lua_setfield(L, -2, "name");
    lua_pushboolean(L, entries[i].hidden);
    lua_setfield(L, -2, "hidden");
    lua_pushstring(L, (const char *)book->names.data + entries[i].part);
    lua_setfield(L, -2, "part");
    lua_rawseti(L, -2, ++count);
  }
  return 1;
}

static uint32_t row_at(lua_State *L, int arg) {
  lua_Integer row = luaL_optinteger(L, arg, 0);
  return row > 0 && row <= (lua_Integer)X_ROWS ? (uint32_t)row : 0;
}

static int push_used(lua_State *L, const x_sheet *sheet) {
  const x_column *columns = (const x_column *)(const void *)sheet->columns.data;
  lua_newtable(L);
  for (size_t c = 0; c < sheet->columns.len / sizeof *columns; c++) {
    lua_pushboolean(L, columns[c].used);
    lua_rawseti(L, -2, (lua_Integer)c + 1);
  }
  return 1;
}

/* book:look(part, rows) -> { row, values, row, values, ... } of the first rows, and which columns
** (booleans) have values there; or false and details */
static int book_look(lua_State *L) {
  l_book *self = check_book(L);
  x_sheet *sheet = &self->book.sheet;
  bool more = true;
  const char *part = luaL_checkstring(L, 2);
  sheet->counting = true;
  sheet->from = sheet->data = 1;
  sheet->last = row_at(L, 3);
  os_status status = x_sheet_begin(&self->book, part);
  while (!status && more) status = x_sheet_step(&self->book, &more);
  x_part_close(&self->book);
  if (status) {
    lua_pushboolean(L, 0);
    return fail(L, self, status);
  }
  lua_newtable(L);
  const uint32_t *widths = (const uint32_t *)(const void *)sheet->widths.data;
  for (size_t i = 0; i < sheet->widths.len / sizeof *widths; i++) {
    lua_pushinteger(L, widths[i]);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return 1 + push_used(L, sheet);
}

/* book:count(part) -> how many cells have values; or false and details */
static int book_count(lua_State *L) {
  l_book *self = check_book(L);
  bool more = true;
  const char *part = luaL_checkstring(L, 2);
  self->book.sheet.counting = true;
  self->book.sheet.last = 0;
  os_status status = x_sheet_begin(&self->book, part);
  while (!status && more) status = x_sheet_step(&self->book, &more);
  x_part_close(&self->book);
  if (!status) {
    lua_pushinteger(L, (lua_Integer)self->book.sheet.seen);
    return 1;
  }
  lua_pushboolean(L, 0);
  return fail(L, self, status);
}

/* book:begin(part, from, data, columns): from here on read gives the sheet as CSV, with the columns
** that are true; or false and details */
static int book_begin(lua_State *L) {
  l_book *self = check_book(L);
  x_sheet *sheet = &self->book.sheet;
  const char *part = luaL_checkstring(L, 2);
  luaL_checktype(L, 5, LUA_TTABLE);
  size_t count = (size_t)lua_rawlen(L, 5);
  x_part_close(&self->book);
  sheet->counting = false;
  sheet->from = row_at(L, 3);
  sheet->data = row_at(L, 4);
  sheet->last = 0;
  sheet->wanted.len = 0;
  os_status status = os_buf_room(&self->book.mem, &sheet->wanted, count + 1);
  for (size_t c = 0; !status && c < count; c++) {
    lua_rawgeti(L, 5, (lua_Integer)c + 1);
    ((bool *)(void *)sheet->wanted.data)[c] = lua_toboolean(L, -1);
    lua_pop(L, 1);
  }
  if (!status) sheet->wanted.len = count;
  if (!status) status = x_sheet_begin(&self->book, part);
  lua_pushboolean(L, !status);
  return status ? fail(L, self, status) : 1;
}

/* book:read() -> CSV; nil at the end; false and details */
static int book_read(lua_State *L) {
  l_book *self = check_book(L);
  x_sheet *sheet = &self->book.sheet;
  bool more = self->book.parser != NULL;
  os_status status = OS_OK;
  while (!status && more && sheet->out.len < ENOUGH) {
    status = x_sheet_step(&self->book, &more);
  }
  if (status || !more) x_part_close(&self->book);
  if (status) {
    lua_pushboolean(L, 0);
    return fail(L, self, status);
  }
  if (sheet->out.len == 0 && !more) {
    lua_pushnil(L);
    return 1;
  }
  lua_pushlstring(L, sheet->out.len ? (const char *)sheet->out.data : "", sheet->out.len);
  sheet->out.len = 0;
  return 1;
}

static void set_number(lua_State *L, const char *name, uint64_t value) {
  if (!value) return;
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

static void set_text(lua_State *L, const char *name, const char *text) {
  if (!*text) return;
  lua_pushstring(L, text);
  lua_setfield(L, -2, name);
}

/* book:facts() -> what was seen while the sheet was read; `misfit`: begin again with all of `used` */
static int book_facts(lua_State *L) {
  const x_book *book = &check_book(L)->book;
  const x_sheet *sheet = &book->sheet;
  const x_column *columns = (const x_column *)(const void *)sheet->columns.data;
  lua_createtable(L, 0, 9);
  set_number(L, "titles", sheet->titles);
  set_number(L, "empty", sheet->empty);
  set_number(L, "merged", sheet->merged);
  set_number(L, "errors", sheet->errors);
  set_number(L, "uncached", sheet->uncached);
  lua_pushlstring(L, sheet->above.len ? (const char *)sheet->above.data : "", sheet->above.len);
  lua_setfield(L, -2, "above");
  lua_pushboolean(L, sheet->misfit);
  lua_setfield(L, -2, "misfit");
  push_used(L, sheet);
  lua_setfield(L, -2, "used");
  lua_newtable(L);
  for (size_t c = 0; c < sheet->columns.len / sizeof *columns; c++) {
    lua_createtable(L, 0, 8);
    /* among numbers, texts of too many digits are such that no cell can hold */
    set_number(L, "digits", columns[c].digits || columns[c].numbers ? columns[c].digits : columns[c].longs);
    set_number(L, "years", columns[c].years);
    set_number(L, "dates", columns[c].dates);
    set_number(L, "error", columns[c].error);
    set_number(L, "uncached", columns[c].uncached);
    set_text(L, "error_text", columns[c].error_text);
    set_text(L, "digits_text", columns[c].digits_text);
    lua_rawseti(L, -2, (lua_Integer)c + 1);
  }
  lua_setfield(L, -2, "columns");
  return 1;
}

/* book:row(k) -> where in the sheet the row k (from 1) of the CSV stands */
static int book_row(lua_State *L) {
  const x_sheet *sheet = &check_book(L)->book.sheet;
  lua_Integer k = luaL_checkinteger(L, 2);
  const uint32_t *rows = (const uint32_t *)(const void *)sheet->rows.data;
  if (k < 1 || (lua_Unsigned)k > sheet->rows.len / sizeof *rows) return 0;
  lua_pushinteger(L, rows[k - 1]);
  return 1;
}

static const luaL_Reg book_methods[] = {
    {"sheets", book_sheets}, {"look", book_look}, {"begin", book_begin}, {"read", book_read},
    {"facts", book_facts},   {"row", book_row}, {"count", book_count},   {"close", book_close}, {"__gc", book_close},
    {NULL, NULL},
};

__attribute__((visibility("default"))) int luaopen_orgstat_xlsx(lua_State *L);

int luaopen_orgstat_xlsx(lua_State *L) {
  static const luaL_Reg functions[] = {{"open", book_open}, {NULL, NULL}};
  luaL_checkversion(L);
  luaL_newmetatable(L, BOOK);
  luaL_setfuncs(L, book_methods, 0);
  lua_pushvalue(L, -1);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  luaL_newlib(L, functions);
  l_openwriter(L);
  return 1;
}
