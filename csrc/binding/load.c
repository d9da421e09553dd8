/* load.c: registers from files, from memory and from pieces that are pushed. */
#include "load.h"

#include <string.h>

#include "binding.h"
#include "recode.h"

#define LOADING "orgstat.loading"
#define READER "orgstat.reader"

/* What one load holds, in a userdata, so that an error may jump over it. */
typedef struct l_loading {
  lua_State *L;
  os_mem keep;      /* the allocator of the state */
  os_mem mem;       /* the same, with a full collection and one more try on failure */
  os_source source;
  os_buf recoded;
  os_dialect dialect;
  os_loaded loaded;
  os_load_options options;
  int progress;     /* index on the stack of a function, or 0 */
} l_loading;

/* Pieces, kept until they are whole. */
typedef struct l_reader {
  os_mem mem;
  os_buf bytes;
  bool finished;
} l_reader;

static void *collect_and_retry(void *ud, void *ptr, size_t old_bytes, size_t new_bytes) {
  l_loading *loading = ud;
  void *got = loading->keep.fn(loading->keep.ud, ptr, old_bytes, new_bytes);
  if (got || new_bytes == 0 || lua_gc(loading->L, LUA_GCISRUNNING, 0) < 0) return got;
  lua_gc(loading->L, LUA_GCCOLLECT, 0);
  return loading->keep.fn(loading->keep.ud, ptr, old_bytes, new_bytes);
}

static void release(l_loading *loading) {
  if (!loading->keep.fn) return;
  os_loaded_clear(&loading->keep, &loading->loaded);
  os_dialect_clear(&loading->dialect);
  os_buf_free(&loading->keep, &loading->recoded);
  os_source_close(&loading->source);
}

static int loading_gc(lua_State *L) {
  release(luaL_checkudata(L, 1, LOADING));
  return 0;
}

static l_loading *new_loading(lua_State *L) {
  l_loading *loading = l_newuserdata(L, sizeof *loading);
  memset(loading, 0, sizeof *loading);
  loading->source.fd = -1;
  if (luaL_newmetatable(L, LOADING)) {
    lua_pushcfunction(L, loading_gc);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  loading->L = L;
  loading->keep = l_mem(L);
  loading->mem = (os_mem){collect_and_retry, loading};
  return loading;
}

/* A call that does nothing but let a hook of the host run. */
static int nothing(lua_State *L) {
  (void)L;
  return 0;
}

/* On an error its value stays on the stack: l_load raises it when all is cleaned up. */
static os_status on_tick(void *ud, uint64_t done, uint64_t total) {
  l_loading *loading = ud;
  lua_State *L = loading->L;
  int result;
  if (loading->progress) {
    lua_pushvalue(L, loading->progress);
    lua_pushinteger(L, (lua_Integer)done);
    lua_pushinteger(L, (lua_Integer)total);
    result = lua_pcall(L, 2, 0, 0);
  } else {
    lua_pushcfunction(L, nothing);
    result = lua_pcall(L, 0, 0, 0);
  }
  return result == LUA_OK ? OS_OK : OS_CANCELLED;
}

/* ---- options ---- */

static bool flag(lua_State *L, int opts, const char *name, bool otherwise) {
  lua_getfield(L, opts, name);
  bool value = lua_isnil(L, -1) ? otherwise : lua_toboolean(L, -1);
  lua_pop(L, 1);
  return value;
}

static bool is_word(lua_State *L, int opts, const char *name, const char *word) {
  lua_getfield(L, opts, name);
  const char *value = lua_tostring(L, -1);
  bool same = value && strcmp(value, word) == 0;
  lua_pop(L, 1);
  return same;
}

static lua_Integer count_of(lua_State *L, int opts, const char *name) {
  lua_getfield(L, opts, name);
  lua_Integer value = luaL_optinteger(L, -1, 0);
  lua_pop(L, 1);
  return value < 0 ? 0 : value;
}

static os_type type_at(lua_State *L, int index) {
  const char *name = lua_tostring(L, index);
  for (int i = 0; name && i < OS_TYPES; i++) {
    if (strcmp(name, l_types[i]) == 0) return (os_type)i;
  }
  return (os_type)luaL_error(L, "no type '%s'", name ? name : luaL_typename(L, index));
}

/* Leaves what keeps the words alive on the stack. */
static void read_words(lua_State *L, int opts, os_load_options *options) {
  if (lua_getfield(L, opts, "missing") != LUA_TTABLE) return;
  int list = lua_gettop(L);
  size_t count = (size_t)lua_rawlen(L, list);
  os_text *words = l_scratch(L, count ? count : 1, sizeof *words);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, list, (lua_Integer)i + 1);
    words[i].ptr = luaL_checklstring(L, -1, &words[i].len);
    lua_pop(L, 1); /* the list keeps it */
  }
  options->missing = (os_words){words, count};
}

static void read_types(lua_State *L, int opts, os_load_options *options) {
  int type = lua_getfield(L, opts, "types"), table = lua_gettop(L);
  size_t count = 0;
  if (type == LUA_TSTRING) {
    options->all_given = true;
    options->all_type = type_at(L, -1);
  }
  if (type != LUA_TTABLE) return;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) count++;
  os_given *given = l_scratch(L, count ? count : 1, sizeof *given);
  count = 0;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, "a field name must be a string");
    given[count].name.ptr = lua_tolstring(L, -2, &given[count].name.len);
    given[count++].type = type_at(L, -1);
  }
  options->given = given;
  options->ngiven = count;
}

static const char *read_options(lua_State *L, int opts, os_load_options *options) {
  *options = (os_load_options){.header = true, .variant = -1};
  if (!lua_istable(L, opts)) return NULL;
  options->header = flag(L, opts, "header", true);
  options->lenient = is_word(L, opts, "quotes", "lenient");
  options->collect = is_word(L, opts, "bad_rows", "collect");
  options->threads = (unsigned)count_of(L, opts, "threads");
  options->block = (uint64_t)count_of(L, opts, "block");
  static const char *const variants[] = {"plain", "sse2", "avx2", "neon"};
  for (int i = 0; i < OS_VARIANTS; i++) {
    if (is_word(L, opts, "variant", variants[i])) {
      if (!os_scan_supports((os_variant)i)) luaL_error(L, "no %s on this machine", variants[i]);
      options->variant = i;
    }
  }
  lua_getfield(L, opts, "separator");
  if (!lua_isnil(L, -1)) options->separator = (uint8_t)*luaL_checkstring(L, -1);
  lua_pop(L, 1);
  luaL_checkstack(L, 16, NULL);
  read_words(L, opts, options);
  read_types(L, opts, options);
  lua_getfield(L, opts, "encoding");
  return lua_tostring(L, -1); /* stays on the stack */
}

/* ---- results ---- */

static const char *const codes[] = {
    [OS_FAULT_NONE] = "unknown",           [OS_FAULT_OPEN] = "open_failed",
    [OS_FAULT_READ] = "read_failed",       [OS_FAULT_DIRECTORY] = "is_directory",
    [OS_FAULT_CHANGED] = "file_changed",   [OS_FAULT_EMPTY] = "empty_file",
    [OS_FAULT_RAGGED] = "ragged_row",      [OS_FAULT_UNCLOSED] = "unclosed_quote",
    [OS_FAULT_STRAY_QUOTE] = "stray_quote", [OS_FAULT_NUL] = "nul_byte",
    [OS_FAULT_UTF8] = "invalid_utf8",      [OS_FAULT_ENCODING] = "unknown_encoding",
    [OS_FAULT_TYPE] = "wrong_type",        [OS_FAULT_OVERFLOW] = "overflow",
    [OS_FAULT_LIMIT] = "limit",
};

static void set_integer(lua_State *L, const char *name, uint64_t value) {
  if (value == 0) return;
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

static void set_text(lua_State *L, const char *name, const char *text, size_t len) {
  lua_pushlstring(L, text, len);
  lua_setfield(L, -2, name);
}

/* nil, details */
static void push_failure(lua_State *L, const os_error *error, const os_dialect *dialect) {
  lua_pushnil(L);
  lua_newtable(L);
  lua_pushstring(L, codes[error->fault]);
  lua_setfield(L, -2, "code");
  set_integer(L, "byte", error->byte);
  set_integer(L, "line", error->line);
  set_integer(L, "column", error->column);
  set_integer(L, "row", error->row);
  if (error->fault == OS_FAULT_OPEN || error->fault == OS_FAULT_READ ||
      error->fault == OS_FAULT_DIRECTORY) {
    lua_pushstring(L, strerror((int)error->number));
    lua_setfield(L, -2, "system");
  } else if (error->fault == OS_FAULT_RAGGED || error->fault == OS_FAULT_LIMIT) {
    set_integer(L, "found", error->number);
    set_integer(L, "wanted", error->fault == OS_FAULT_LIMIT ? error->number : error->wanted);
  } else if (error->fault == OS_FAULT_TYPE) {
    lua_pushstring(L, l_types[error->type]);
    lua_setfield(L, -2, "type");
  }
  if (error->field) {
    const os_name *name = &dialect->names[error->field - 1];
    set_text(L, "field", name->ptr, name->len);
  }
  if (error->length) set_text(L, "text", error->text, error->length);
}

/* Starts a note: { why = why, text = text }, left on the stack. */
static void begin_note(lua_State *L, const char *why, const char *text, size_t len) {
  lua_createtable(L, 0, 4);
  lua_pushstring(L, why);
  lua_setfield(L, -2, "why");
  if (text) set_text(L, "text", text, len);
}

static void end_note(lua_State *L) {
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

static void push_notes(lua_State *L, const l_loading *loading, const char *encoding) {
  static const char *const not_type[] = {"not_boolean", "not_integer", "not_decimal",
                                         "not_number",  "not_date",    "not_text"};
  const os_loaded *loaded = &loading->loaded;
  const os_dialect *dialect = &loading->dialect;
  lua_newtable(L);
  if (encoding) {
    begin_note(L, "encoding", encoding, strlen(encoding));
    end_note(L);
  }
  if (dialect->bom) {
    begin_note(L, "bom", NULL, 0);
    end_note(L);
  }
  if (dialect->detected) {
    begin_note(L, "separator", (const char *)&dialect->marks.separator, 1);
    end_note(L);
  }
  if (dialect->line_end == OS_LINE_CR) {
    begin_note(L, "newline", "cr", 2);
    end_note(L);
  }
  if (loaded->tally.empty) {
    lua_pushinteger(L, (lua_Integer)loaded->tally.empty);
    size_t len;
    const char *text = lua_tolstring(L, -1, &len);
    lua_insert(L, -2);
    begin_note(L, "empty_lines", text, len);
    end_note(L);
    lua_remove(L, -2);
  }
  for (size_t i = 0; loading->options.header && i < dialect->nrenamed; i++) {
    const os_renamed *renamed = &dialect->renamed[i];
    const os_name *name = &dialect->names[renamed->field];
    if (renamed->was.len) {
      begin_note(L, "repeated_name", renamed->was.ptr, renamed->was.len);
    } else {
      begin_note(L, "empty_name", NULL, 0);
    }
    set_text(L, "field", name->ptr, name->len);
    end_note(L);
  }
  for (size_t c = 0; c < dialect->fields; c++) {
    const os_turn *turn = &loaded->turns[c];
    if (!turn->row) continue;
    begin_note(L, not_type[turn->was], turn->text, turn->length);
    set_text(L, "field", dialect->names[c].ptr, dialect->names[c].len);
    set_integer(L, "row", turn->row);
    end_note(L);
  }
}

/* The type that the caller gave for a field. */
static os_type given_type(const os_load_options *options, const os_name *name) {
  for (size_t i = 0; i < options->ngiven; i++) {
    const os_name *given = &options->given[i].name;
    if (given->len == name->len && !memcmp(given->ptr, name->ptr, name->len)) {
      return options->given[i].type;
    }
  }
  return options->all_type;
}

static os_status push_rejects(lua_State *L, const l_loading *loading, const os_source *source,
                              os_error *error) {
  const os_loaded *loaded = &loading->loaded;
  lua_newtable(L);
  for (size_t i = 0; i < loaded->tally.nrejects; i++) {
    const os_reject *reject = &loaded->tally.rejects[i];
    luaL_Buffer text;
    lua_createtable(L, 0, 8);
    set_integer(L, "row", reject->row);
    set_integer(L, "line", reject->line);
    set_integer(L, "byte", reject->byte + 1);
    lua_pushstring(L, codes[reject->fault]);
    lua_setfield(L, -2, "reason");
    if (reject->fault == OS_FAULT_RAGGED) {
      set_integer(L, "found", reject->found);
      set_integer(L, "wanted", loading->dialect.fields);
    }
    if (reject->field) {
      const os_name *name = &loading->dialect.names[reject->field - 1];
      set_text(L, "field", name->ptr, name->len);
      lua_pushstring(L, l_types[given_type(&loading->options, name)]);
      lua_setfield(L, -2, "type");
    }
    char *room = luaL_buffinitsize(L, &text, (size_t)reject->length);
    os_status status = os_source_read(source, reject->byte, (uint8_t *)room,
                                      (size_t)reject->length, error);
    if (status) return status;
    luaL_pushresultsize(&text, (size_t)reject->length);
    lua_setfield(L, -2, "text");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return OS_OK;
}

/* The state of a register that was read. */
static os_status set_state(lua_State *L, int reg, const l_loading *loading,
                           const os_source *source, const char *encoding, os_error *error) {
  static const char *const ends[] = {NULL, "lf", "crlf", "cr"};
  const os_loaded *loaded = &loading->loaded;
  l_getuservalue(L, reg);
  lua_pushinteger(L, (lua_Integer)loaded->tally.read);
  lua_setfield(L, -2, "read");
  lua_pushinteger(L, (lua_Integer)loaded->tally.empty);
  lua_setfield(L, -2, "empty_lines");
  set_text(L, "separator", (const char *)&loading->dialect.marks.separator, 1);
  lua_pushstring(L, ends[loading->dialect.line_end]);
  lua_setfield(L, -2, "newline");
  lua_pushboolean(L, loading->dialect.bom);
  lua_setfield(L, -2, "bom");
  push_notes(L, loading, encoding);
  lua_setfield(L, -2, "notes");
  os_status status = push_rejects(L, loading, source, error);
  if (status) return status;
  lua_setfield(L, -2, "rejects");
  lua_pop(L, 1);
  return OS_OK;
}

static size_t view_size(const os_view *view) {
  size_t bytes = 0;
  for (size_t c = 0; c < view->ncols; c++) bytes += os_column_size(view->cols[c]);
  return bytes;
}

/* Loads loading->source, or a path; gives reg, or nil and details. */
static int load(lua_State *L, l_loading *loading, const char *path, int opts, int progress) {
  os_error error = {0};
  os_source utf8, *source = &loading->source;
  const char *encoding = read_options(L, opts, &loading->options);
  os_tick tick = {on_tick, loading};
  os_status status = OS_OK;
  if (encoding && os_is_utf8(encoding)) encoding = NULL;
  os_view *view = l_newregister(L);
  int reg = lua_gettop(L);
  luaL_checkstack(L, 12, NULL);
  loading->progress = progress;
  if (path) {
    status = os_source_open(&loading->mem, &loading->source, path, on_tick, loading, &error);
  }
  if (!status && encoding) {
    status = os_recode(&loading->mem, &loading->source, encoding, tick, &loading->recoded, &error);
    if (status == OS_FAILED && error.byte) {
      os_source_locate(&loading->source, false, &error);
    }
    os_source_memory(&utf8, loading->recoded.data, loading->recoded.len);
    source = &utf8;
  }
  bool converted = encoding && !status;
  if (!status) {
    const os_load_options *options = &loading->options;
    status = os_dialect_read(&loading->mem, &loading->dialect, source, options->separator,
                             options->header, options->lenient, &error);
  }
  if (!status) {
    status = os_load(&loading->mem, &loading->keep, source, &loading->dialect, &loading->options,
                     NULL, NULL, NULL, tick, &loading->loaded, &error);
  }
  if (!status) status = set_state(L, reg, loading, source, encoding, &error);
  if (status == OS_OK) {
    *view = loading->loaded.view;
    memset(&loading->loaded.view, 0, sizeof loading->loaded.view);
    release(loading);
    memset(&loading->loaded, 0, sizeof loading->loaded);
    lua_settop(L, reg);
    l_weigh(L, view_size(view));
    return 1;
  }
  if (status == OS_FAILED && converted) {
    error.byte = os_recoded_from(encoding, loading->recoded.data, error.byte);
  }
  if (status == OS_CANCELLED) { /* what the tick raised is on top */
    release(loading);
    return lua_error(L);
  }
  if (status == OS_NOMEM) {
    release(loading);
    return l_nomem(L);
  }
  push_failure(L, &error, &loading->dialect);
  release(loading);
  return 2;
}

/* core.load({ path = } or { text = }, opts, progress) */
static int l_load(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 3);
  int progress = lua_isfunction(L, 3) ? 3 : 0;
  lua_getfield(L, 1, "path");
  lua_getfield(L, 1, "text");
  l_loading *loading = new_loading(L);
  size_t len;
  const char *path = lua_tostring(L, 4), *text = lua_tolstring(L, 5, &len);
  luaL_argcheck(L, path || text, 1, "a path or a text is needed");
  if (!path) os_source_memory(&loading->source, text, len);
  return load(L, loading, path, 2, progress);
}

/* ---- pieces ---- */

static int reader_gc(lua_State *L) {
  l_reader *reader = luaL_checkudata(L, 1, READER);
  if (reader->mem.fn) os_buf_free(&reader->mem, &reader->bytes);
  reader->finished = true;
  return 0;
}

static int l_newreader(lua_State *L) {
  lua_settop(L, 1);
  l_reader *reader = l_newuserdata(L, sizeof *reader);
  memset(reader, 0, sizeof *reader);
  if (luaL_newmetatable(L, READER)) {
    lua_pushcfunction(L, reader_gc);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  reader->mem = l_mem(L);
  lua_pushvalue(L, 1);
  l_setuservalue(L, -2);
  return 1;
}

static l_reader *open_reader(lua_State *L) {
  l_reader *reader = luaL_checkudata(L, 1, READER);
  if (reader->finished) luaL_error(L, "the reader is finished");
  return reader;
}

static int l_push(lua_State *L) {
  size_t len;
  l_reader *reader = open_reader(L);
  const char *bytes = luaL_checklstring(L, 2, &len);
  bool again = true;
  os_status status;
  do {
    status = os_buf_append(&reader->mem, &reader->bytes, bytes, len);
  } while (l_again(L, status, &again));
  lua_settop(L, 1);
  return 1;
}

static int l_finish(lua_State *L) {
  l_reader *reader = open_reader(L);
  lua_settop(L, 1);
  l_getuservalue(L, 1); /* the options, at 2 */
  int progress = 0;
  if (lua_istable(L, 2) && lua_getfield(L, 2, "progress") == LUA_TFUNCTION) progress = 3;
  l_loading *loading = new_loading(L);
  reader->finished = true;
  loading->source.mem = reader->mem; /* the bytes are the loading's now */
  loading->source.kept = reader->bytes;
  loading->source.bytes = reader->bytes.data ? reader->bytes.data : (const uint8_t *)"";
  loading->source.size = reader->bytes.len;
  reader->bytes = (os_buf){NULL, 0, 0};
  return load(L, loading, NULL, 2, progress);
}

const luaL_Reg l_load_functions[] = {
    {"load", l_load}, {"reader", l_newreader}, {"push", l_push}, {"finish", l_finish},
    {NULL, NULL},
};
