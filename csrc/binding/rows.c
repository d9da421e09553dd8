/* rows.c: values crossing into Lua, one at a time, by the row, or by the column. */
#include "binding.h"

#include <limits.h>

#include "float.h"
#include "value.h"

/*
** A dictionary's strings are kept in a table while an iterator runs, so that a value met again
** costs a table access and no interning: where it has at most MAX_CACHED texts, and half as many
** as there are rows. A closure has 255 upvalues; we use MAX_CACHES of them.
*/
#define MAX_CACHED 65536
#define MAX_CACHES 64

/* Upvalues of an iterator: the register, its cursor, the names of the fields; then the caches. */
enum { UP_REGISTER = 1, UP_CURSOR, UP_NAMES };

typedef struct l_cell {
  size_t col;
  int cache; /* pseudo-index of the upvalue, or 0 */
} l_cell;

typedef struct l_cursor {
  const l_register *reg;
  size_t next; /* visible row, from 0 */
  int count;   /* of cells */
  l_cell cells[];
} l_cursor;

static bool worth_caching(const os_column *col, size_t rows) {
  return col->type == OS_TEXT && col->dict && col->texts <= MAX_CACHED && col->texts <= rows / 2;
}

static void push_string(lua_State *L, const os_column *col, size_t row, int cache) {
  os_text text;
  if (!cache) {
    text = os_text_at(col, row);
    lua_pushlstring(L, text.ptr, text.len);
    return;
  }
  lua_Integer code = os_code_at(col, row);
  if (lua_rawgeti(L, cache, code + 1) != LUA_TNIL) return;
  lua_pop(L, 1);
  text = os_text_entry(col, (size_t)code);
  lua_pushlstring(L, text.ptr, text.len);
  lua_pushvalue(L, -1);
  lua_rawseti(L, cache, code + 1);
}

static double number_at(const os_column *col, size_t row) {
  return ((const double *)col->data)[row];
}

void l_pushvalue(lua_State *L, const os_column *col, size_t row, int cache) {
  char text[OS_VALUE_TEXT];
  if (!os_present(col, row)) {
    lua_pushnil(L);
    return;
  }
  switch (col->type) {
    case OS_BOOLEAN: lua_pushboolean(L, os_int_at(col, row) != 0); break;
    case OS_INTEGER: lua_pushinteger(L, os_int_at(col, row)); break;
    case OS_DECIMAL:
      lua_pushnumber(L, os_float_from_decimal(os_wide_at(col, row), col->scale));
      break;
    case OS_NUMBER: lua_pushnumber(L, number_at(col, row)); break;
    case OS_DATE:
      lua_pushlstring(L, text, os_write_date((int32_t)os_int_at(col, row), text));
      break;
    case OS_TEXT: push_string(L, col, row, cache); break;
  }
}

void l_pushtext(lua_State *L, const os_column *col, size_t row, int cache) {
  char text[OS_VALUE_TEXT];
  size_t len = 0;
  if (!os_present(col, row)) {
    lua_pushnil(L);
    return;
  }
  switch (col->type) {
    case OS_BOOLEAN: lua_pushstring(L, os_int_at(col, row) ? "true" : "false"); return;
    case OS_INTEGER: len = os_write_integer(os_int_at(col, row), text); break;
    case OS_DECIMAL: len = os_write_decimal(os_wide_at(col, row), col->scale, text); break;
    case OS_NUMBER: len = os_float_write(number_at(col, row), text); break;
    case OS_DATE: len = os_write_date((int32_t)os_int_at(col, row), text); break;
    case OS_TEXT: push_string(L, col, row, cache); return;
  }
  lua_pushlstring(L, text, len);
}

static int table_size(size_t n) {
  return n < INT_MAX ? (int)n : INT_MAX;
}

void l_pushrecord(lua_State *L, const l_register *reg, size_t i) {
  const os_view *view = l_open(L, reg);
  size_t row = os_row(view, i);
  lua_createtable(L, 0, table_size(view->ncols));
  for (size_t c = 0; c < l_open(L, reg)->ncols; c++) {
    if (!os_present(reg->view.cols[c], row)) continue;
    lua_pushlstring(L, reg->view.names[c].ptr, reg->view.names[c].len);
    l_pushvalue(L, l_open(L, reg)->cols[c], row, 0);
    lua_rawset(L, -3);
  }
}

/* Pushes a cursor for the register at 1, which is ready. */
static l_cursor *new_cursor(lua_State *L, size_t count) {
  l_cursor *at = l_newblock(L, l_size(L, sizeof *at, count, sizeof(l_cell)));
  at->reg = lua_touserdata(L, 1);
  at->next = 0;
  at->count = (int)count;
  return at;
}

/* Makes an iterator of the two values on top: a cursor, its cells filled, and names or nil. */
static int iterator(lua_State *L, lua_CFunction next, l_cursor *at) {
  int upvalues = UP_NAMES;
  l_stack(L, MAX_CACHES + 1);
  lua_pushvalue(L, 1);
  lua_insert(L, -UP_NAMES);
  for (int k = 0; k < at->count; k++) {
    const os_view *view = l_open(L, at->reg);
    const os_column *col = view->cols[at->cells[k].col];
    at->cells[k].cache = 0;
    if (upvalues == UP_NAMES + MAX_CACHES || !worth_caching(col, view->rows)) continue;
    lua_createtable(L, (int)col->texts, 0);
    at->cells[k].cache = lua_upvalueindex(++upvalues);
  }
  lua_pushcclosure(L, next, upvalues);
  return 1;
}

/* Moves the cursor on: true with the row (of the columns), false behind the last one. */
static bool advance(lua_State *L, l_cursor *at, size_t *row) {
  const os_view *view = l_open(L, at->reg);
  if (at->next >= view->rows) return false;
  *row = os_row(view, at->next++);
  return true;
}

static int values_next(lua_State *L) {
  l_cursor *at = lua_touserdata(L, lua_upvalueindex(UP_CURSOR));
  size_t row;
  if (!advance(L, at, &row)) return lua_pushnil(L), 1;
  l_stack(L, at->count + 4);
  lua_pushinteger(L, (lua_Integer)at->next);
  for (int k = 0; k < at->count; k++) {
    const l_cell *cell = &at->cells[k];
    l_pushvalue(L, l_open(L, at->reg)->cols[cell->col], row, cell->cache);
  }
  return at->count + 1;
}

static int texts_next(lua_State *L) {
  l_cursor *at = lua_touserdata(L, lua_upvalueindex(UP_CURSOR));
  const l_cell *cell = at->cells;
  size_t row;
  if (!advance(L, at, &row)) return lua_pushnil(L), 1;
  lua_pushinteger(L, (lua_Integer)at->next);
  l_pushtext(L, at->reg->view.cols[cell->col], row, cell->cache);
  return 2;
}

static int records_next(lua_State *L) {
  l_cursor *at = lua_touserdata(L, lua_upvalueindex(UP_CURSOR));
  size_t row;
  if (!advance(L, at, &row)) return lua_pushnil(L), 1;
  lua_createtable(L, 0, at->count);
  for (int k = 0; k < at->count; k++) {
    const os_column *col = l_open(L, at->reg)->cols[k];
    if (!os_present(col, row)) continue;
    lua_rawgeti(L, lua_upvalueindex(UP_NAMES), k + 1);
    l_pushvalue(L, col, row, at->cells[k].cache);
    lua_rawset(L, -3);
  }
  return 1;
}

/* core.names(reg) */
static int v_names(lua_State *L) {
  const l_register *reg = l_checkregister(L, 1);
  lua_createtable(L, table_size(l_view(L, 1)->ncols), 0);
  for (size_t c = 0; c < l_open(L, reg)->ncols; c++) {
    const os_name *name = &reg->view.names[c];
    lua_pushlstring(L, name->ptr, name->len);
    lua_rawseti(L, -2, (lua_Integer)c + 1);
  }
  return 1;
}

/* core.types(reg) */
static int v_types(lua_State *L) {
  const l_register *reg = l_checkregister(L, 1);
  lua_createtable(L, table_size(l_view(L, 1)->ncols), 0);
  for (size_t c = 0; c < l_open(L, reg)->ncols; c++) {
    lua_pushstring(L, l_types[reg->view.cols[c]->type]);
    lua_rawseti(L, -2, (lua_Integer)c + 1);
  }
  return 1;
}

/* core.blank(reg, c): whether the column has no value at all, also in records that reg does not see. */
static int v_blank(lua_State *L) {
  const os_view *view = l_view(L, 1);
  const os_column *col = view->cols[l_checkcolumn(L, 2, view)];
  lua_pushboolean(L, col->missing == col->rows);
  return 1;
}

/* core.values(reg, c1, ...) */
static int v_values(lua_State *L) {
  int count = lua_gettop(L) - 1;
  const os_view *view = l_view(L, 1);
  for (int k = 0; k < count; k++) l_checkcolumn(L, k + 2, view);
  l_cursor *at = new_cursor(L, (size_t)count);
  for (int k = 0; k < count; k++) at->cells[k].col = (size_t)lua_tointeger(L, k + 2) - 1;
  lua_pushnil(L);
  return iterator(L, values_next, at);
}

/* core.texts(reg, c) */
static int v_texts(lua_State *L) {
  size_t col = l_checkcolumn(L, 2, l_view(L, 1));
  l_cursor *at = new_cursor(L, 1);
  at->cells[0].col = col;
  lua_pushnil(L);
  return iterator(L, texts_next, at);
}

/* core.records(reg) */
static int v_records(lua_State *L) {
  l_cursor *at = new_cursor(L, l_view(L, 1)->ncols);
  for (int k = 0; k < at->count; k++) at->cells[k].col = (size_t)k;
  v_names(L);
  return iterator(L, records_next, at);
}

/* core.column(reg, c) */
static int v_column(lua_State *L) {
  enum { RESULT = 3, CACHE };
  const l_register *reg = l_checkregister(L, 1);
  const os_view *view = l_view(L, 1);
  size_t c = l_checkcolumn(L, 2, view), rows = view->rows;
  size_t texts = worth_caching(view->cols[c], rows) ? view->cols[c]->texts : 0;
  lua_settop(L, 2);
  lua_createtable(L, table_size(rows), 1);
  lua_createtable(L, (int)texts, 0);
  for (size_t i = 0; i < rows; i++) {
    view = l_open(L, reg);
    l_pushvalue(L, view->cols[c], os_row(view, i), texts ? CACHE : 0);
    lua_rawseti(L, RESULT, (lua_Integer)i + 1);
  }
  lua_settop(L, RESULT);
  lua_pushinteger(L, (lua_Integer)rows);
  lua_setfield(L, RESULT, "n");
  return 1;
}

const luaL_Reg l_rows_functions[] = {
    {"names", v_names},     {"types", v_types},   {"blank", v_blank},   {"values", v_values}, {"texts", v_texts},
    {"records", v_records}, {"column", v_column}, {NULL, NULL},
};
