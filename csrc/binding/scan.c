/* scan.c: registers that stay in their file: each query reads it once. */
#include <string.h>

#include "loading.h"
#include "locale.h"
#include "stream.h"
#include "value.h"

#define SCAN "orgstat.scan"

/* The scan at index 1, with its options read anew; they are at index `opts` afterwards. */
static l_loading *check_scan(lua_State *L, int progress) {
  l_loading *loading = luaL_checkudata(L, 1, SCAN);
  if (!loading->dialect.names) luaL_error(L, "the register is closed");
  loading->L = L;
  loading->progress = progress > 0 && lua_isfunction(L, progress) ? progress : 0;
  l_getuservalue(L, 1);
  l_readoptions(L, lua_gettop(L), loading);
  os_dialect_note(&loading->dialect, &loading->options.form);
  l_room(L);
  return loading;
}

/* A failure of one query leaves the scan open. */
static int fail(lua_State *L, l_loading *loading, os_status status, os_error *error) {
  os_loaded_clear(&loading->keep, &loading->loaded);
  if (status == OS_CANCELLED) return lua_error(L);
  if (status == OS_NOMEM) return l_nomem(L);
  if (error->fault == OS_FAULT_UTF8 && loading->automatic && !loading->utf8.bytes) {
    os_error unused;
    os_detected *detected = &loading->detected;
    status = os_detect(&loading->mem, &loading->source, error->byte, detected, &unused);
    if (status == OS_NOMEM) return l_nomem(L);
  }
  if (loading->utf8.bytes) {
    os_recoded_from(&loading->source, &loading->recoding, &error->byte, 1);
  }
  l_pushfailure(L, error, loading);
  return 2;
}

#define HEAD ((size_t)1 << 20) /* what is looked at for signs of a decimal comma */

static os_status load_head(l_loading *loading, const os_source *head, const bool *wanted,
                           os_error *error) {
  os_load_options options = loading->options;
  os_tick silent = {NULL, NULL};
  options.collect = options.form.lenient = true; /* what is wrong, the real pass will say */
  return os_load(&loading->mem, &loading->keep, head, &loading->dialect, &options, wanted, NULL,
                 NULL, silent, &loading->loaded, error);
}

/* Loads the head of the source to see which decimals may be thousands, if the fields that are
** numbers by their guessed types give reason to look at the others; gives, on top, a table of
** column -> such a value. */
static os_status push_doubts(lua_State *L, l_loading *loading, const unsigned *types) {
  const os_source *source = l_source(loading);
  size_t fields = loading->dialect.fields;
  bool *wanted = l_scratch(L, fields, sizeof *wanted), doubt = false;
  os_source head;
  os_error error = {0};
  size_t size = source->size < HEAD ? (size_t)source->size : HEAD;
  char *bytes = l_scratch(L, size ? size : 1, 1);
  lua_newtable(L);
  os_status status = os_source_read(source, 0, (uint8_t *)bytes, size, &error);
  while (size && size < source->size && bytes[size - 1] != '\n' && bytes[size - 1] != '\r') size--;
  os_source_memory(&head, bytes, size);
  if (!status && size > loading->dialect.start) {
    for (size_t c = 0; c < fields; c++) {
      wanted[c] = types[c] != OS_ANY_TYPE && (types[c] & OS_BIT(OS_DECIMAL));
    }
    status = load_head(loading, &head, wanted, &error);
    for (size_t c = 0; !status && c < loading->loaded.view.ncols; c++) {
      doubt = doubt || os_locale_thousands(loading->loaded.view.cols[c]);
    }
    os_loaded_clear(&loading->keep, &loading->loaded);
  }
  if (!status && doubt) {
    status = load_head(loading, &head, NULL, &error);
    for (size_t c = 0; !status && c < fields; c++) {
      const os_turn *turn = &loading->loaded.turns[c];
      if (!turn->comma) continue;
      lua_pushlstring(L, turn->text, turn->length);
      lua_rawseti(L, -2, (lua_Integer)c + 1);
    }
    os_loaded_clear(&loading->keep, &loading->loaded);
  }
  return status == OS_NOMEM ? status : OS_OK;
}

/* Names and types are told before the records are read: the encoding must be known by then, if the
** head of the source can tell. */
static os_status look_ahead(l_loading *loading, os_error *error) {
  bool is = true;
  os_error odd = {.fault = OS_FAULT_UTF8}, again = {0};
  if (loading->recoding.encoding || !loading->automatic) return OS_OK;
  os_status status = os_head_is_utf8(&loading->mem, &loading->source, &is, &odd.byte, error);
  if (status || is) return status;
  os_status doubt = OS_FAILED;
  if (!l_detect(loading, &doubt, &odd)) return doubt == OS_NOMEM ? doubt : OS_OK;
  status = l_rehead(loading, &again);
  *error = again;
  return status;
}

/* core.scan({ path = }, { text = } or { reader = }, opts) -> scan, names, types, whether those are more
** than a guess from a sample */
static int s_scan(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 2);
  l_loading *loading = l_newloading(L, SCAN);
  int scan = lua_gettop(L);
  lua_pushvalue(L, 2); /* the options, for every query */
  l_setuservalue(L, scan);
  os_error error = {0};
  const char *path = l_takesource(L, 1, loading, true);
  os_status status = l_opensource(L, loading, path, 2, &error);
  if (!status) status = look_ahead(loading, &error);
  if (status) return l_fail(L, loading, status, &error);
  const os_dialect *dialect = &loading->dialect;
  unsigned *types = l_scratch(L, dialect->fields, sizeof *types);
  bool sure = false;
  status = os_stream_guess(&loading->mem, l_source(loading), dialect, &loading->options, types,
                           &sure);
  if (status) return l_fail(L, loading, status, &error);
  lua_pushvalue(L, scan);
  lua_createtable(L, (int)dialect->fields, 0);
  lua_createtable(L, (int)dialect->fields, 0);
  for (size_t c = 0; c < dialect->fields; c++) {
    lua_pushlstring(L, dialect->names[c].ptr, dialect->names[c].len);
    lua_rawseti(L, -3, (lua_Integer)c + 1);
    lua_pushstring(L, l_types[os_first_type(types[c])]);
    lua_rawseti(L, -2, (lua_Integer)c + 1);
  }
  lua_pushboolean(L, sure);
  status = push_doubts(L, loading, types);
  if (status) return l_fail(L, loading, status, &error);
  lua_replace(L, -3); /* the scratch */
  lua_pop(L, 1);
  return 5;
}

/* Element i (from 1) of the list at index t, as a field of the scan. */
static size_t field_at(lua_State *L, int t, lua_Integer i, const l_loading *loading) {
  lua_rawgeti(L, t, i);
  lua_Integer c = lua_tointeger(L, -1);
  lua_pop(L, 1);
  if (c < 1 || (lua_Unsigned)c > loading->dialect.fields) luaL_error(L, "no such column");
  return (size_t)c - 1;
}

static bool *wanted_fields(lua_State *L, int t, const l_loading *loading) {
  bool *wanted = l_scratch(L, loading->dialect.fields, sizeof *wanted);
  lua_Integer count = (lua_Integer)lua_rawlen(L, t);
  for (lua_Integer i = 1; i <= count; i++) wanted[field_at(L, t, i, loading)] = true;
  return wanted;
}

/* Types as a list of names -> as sets of one. */
static unsigned *types_at(lua_State *L, int t, const l_loading *loading) {
  unsigned *types = l_scratch(L, loading->dialect.fields, sizeof *types);
  for (size_t c = 0; c < loading->dialect.fields; c++) {
    lua_rawgeti(L, t, (lua_Integer)c + 1);
    types[c] = 1u << l_checktype(L, -1);
    lua_pop(L, 1);
  }
  return types;
}

/* The table of what the last pass counted, on top. */
static os_status push_outcome(lua_State *L, l_loading *loading, os_error *error) {
  lua_newtable(L);
  loading->loaded.tally.empty += loading->dialect.empty;
  loading->loaded.tally.comments += loading->dialect.comments;
  os_status status = l_setoutcome(L, loading, error);
  os_loaded_clear(&loading->keep, &loading->loaded);
  return status;
}

/* core.scan_types(scan, { columns }, progress) -> { types of all; right for those columns }, outcome */
static int s_types(lua_State *L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 3);
  l_loading *loading = check_scan(L, 3);
  os_error error = {0};
  bool *wanted = wanted_fields(L, 2, loading);
  unsigned *types = l_scratch(L, loading->dialect.fields, sizeof *types);
  os_status status = os_stream_types(&loading->mem, l_source(loading), &loading->dialect,
                                     &loading->options, wanted, l_tick(loading), types,
                                     &loading->loaded.tally, &error);
  if (status) return fail(L, loading, status, &error);
  lua_createtable(L, (int)loading->dialect.fields, 0);
  for (size_t c = 0; c < loading->dialect.fields; c++) {
    lua_pushstring(L, l_types[os_first_type(types[c])]);
    lua_rawseti(L, -2, (lua_Integer)c + 1);
  }
  status = push_outcome(L, loading, &error);
  if (status) return fail(L, loading, status, &error);
  return 2;
}

/* core.scan_load(scan, { columns }, progress) -> reg with those columns, outcome */
static int s_load(lua_State *L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  lua_settop(L, 3);
  l_loading *loading = check_scan(L, 3);
  os_error error = {0};
  bool *wanted = wanted_fields(L, 2, loading);
  os_view *view = l_newregister(L);
  int reg = lua_gettop(L);
  os_status status = os_load(&loading->mem, &loading->keep, l_source(loading), &loading->dialect,
                             &loading->options, wanted, NULL, NULL, l_tick(loading),
                             &loading->loaded, &error);
  if (status) return fail(L, loading, status, &error);
  *view = loading->loaded.view;
  memset(&loading->loaded.view, 0, sizeof loading->loaded.view);
  loading->loaded.tally.empty -= loading->dialect.empty; /* push_outcome adds them */
  loading->loaded.tally.comments -= loading->dialect.comments;
  lua_pushvalue(L, reg);
  status = push_outcome(L, loading, &error);
  if (status) return fail(L, loading, status, &error);
  l_weigh(L, l_viewsize(view));
  return 2;
}

/* core.scan_window(scan, { columns }, { types }, position, blocks) -> reg, or nil at the end, or nil
** and details. position is a table that the caller keeps, empty at first. */
static int s_window(lua_State *L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  luaL_checktype(L, 3, LUA_TTABLE);
  luaL_checktype(L, 4, LUA_TTABLE);
  lua_Integer blocks = luaL_checkinteger(L, 5);
  lua_settop(L, 5);
  l_loading *loading = check_scan(L, 0);
  os_error error = {0};
  bool *wanted = wanted_fields(L, 2, loading);
  unsigned *types = types_at(L, 3, loading);
  size_t fields = loading->dialect.fields;
  os_given *given = l_scratch(L, fields, sizeof *given);
  size_t ngiven = 0;
  for (size_t c = 0; c < fields; c++) { /* the caller's own too: rows that misfit are bad rows */
    os_reading reading = os_first_reading(&loading->options, &loading->dialect.names[c]);
    if (!wanted[c] && !reading.given) continue;
    unsigned type = wanted[c] ? types[c] : reading.types;
    given[ngiven++] = (os_given){loading->dialect.names[c], os_first_type(type)};
  }
  os_window window = {0};
  bool by_row = false;
  lua_getfield(L, 4, "first");
  window.first = (uint64_t)lua_tointeger(L, -1);
  lua_getfield(L, 4, "inside");
  window.inside = lua_toboolean(L, -1);
  lua_getfield(L, 4, "from");
  window.from = (uint64_t)lua_tointeger(L, -1);
  lua_getfield(L, 4, "by_row");
  by_row = lua_toboolean(L, -1);
  lua_getfield(L, 4, "rows");
  uint64_t rows = (uint64_t)lua_tointeger(L, -1);
  window.count = blocks > 0 ? (uint64_t)blocks : 1;
  os_pass probe;
  os_pass_prepare(&probe, &loading->mem, l_source(loading), &loading->dialect, &loading->options,
                  l_tick(loading));
  if (window.first >= probe.last) {
    lua_pushnil(L);
    return 1;
  }
  os_view *view = l_newregister(L);
  int reg = lua_gettop(L);
  os_load_options options = loading->options;
  options.given = given;
  options.ngiven = ngiven;
  options.all_given = false;
  os_status status = os_load(&loading->mem, &loading->keep, l_source(loading), &loading->dialect,
                             &options, wanted, &window, &by_row, l_tick(loading),
                             &loading->loaded, &error);
  if (error.row) error.row += rows;
  if (status) return fail(L, loading, status, &error);
  *view = loading->loaded.view;
  memset(&loading->loaded.view, 0, sizeof loading->loaded.view);
  rows += loading->loaded.tally.read;
  os_loaded_clear(&loading->keep, &loading->loaded);
  lua_pushinteger(L, (lua_Integer)(window.first + window.count));
  lua_setfield(L, 4, "first");
  lua_pushboolean(L, window.inside);
  lua_setfield(L, 4, "inside");
  lua_pushinteger(L, (lua_Integer)window.from);
  lua_setfield(L, 4, "from");
  lua_pushinteger(L, (lua_Integer)rows);
  lua_setfield(L, 4, "rows");
  lua_pushboolean(L, by_row);
  lua_setfield(L, 4, "by_row");
  lua_settop(L, reg);
  return 1;
}

static os_type type_in_scan(lua_State *L, const void *ud, size_t c) {
  (void)L;
  return os_first_type(((const unsigned *)ud)[c]);
}

/* core.scan_query(scan, { keys }, { { name, what, c } ... }, { conditions }, { types }, { programs },
** progress)
** -> reg, outcome; or nil and "types" (they are not what was said), nil and "load" (not to be had in
** parts), nil and details */
static int s_query(lua_State *L) {
  for (int i = 2; i <= 6; i++) luaL_checktype(L, i, LUA_TTABLE);
  lua_settop(L, 7);
  l_loading *loading = check_scan(L, 7);
  const os_dialect *dialect = &loading->dialect;
  size_t nkeys = (size_t)lua_rawlen(L, 2), nmeasures = (size_t)lua_rawlen(L, 3);
  size_t nconditions = (size_t)lua_rawlen(L, 4), nprograms = (size_t)lua_rawlen(L, 6);
  unsigned *types = types_at(L, 5, loading);
  size_t *keys = l_scratch(L, nkeys + 1, sizeof *keys);
  os_measure *measures = l_scratch(L, nmeasures + 1, sizeof *measures);
  os_name *names = l_scratch(L, nkeys + nmeasures + 1, sizeof *names);
  os_in *conditions = l_scratch(L, nconditions + 1, sizeof *conditions);
  os_program *programs = l_scratch(L, nprograms + 1, sizeof *programs);
  lua_newtable(L);
  int kept = lua_gettop(L);
  for (size_t i = 0; i < nkeys; i++) {
    keys[i] = field_at(L, 2, (lua_Integer)i + 1, loading);
    names[i] = dialect->names[keys[i]];
  }
  for (size_t i = 0; i < nmeasures; i++) {
    os_name *name = &names[nkeys + i];
    lua_rawgeti(L, 3, (lua_Integer)i + 1);
    if (!lua_istable(L, -1)) luaL_error(L, "an aggregate is no table");
    lua_getfield(L, -1, "name");
    name->ptr = luaL_checklstring(L, -1, &name->len); /* the table keeps it */
    lua_getfield(L, -2, "what");
    measures[i].what = l_agg(L, luaL_checkstring(L, -1));
    lua_getfield(L, -3, "c");
    lua_Integer c = lua_tointeger(L, -1);
    lua_pop(L, 4);
    if (measures[i].what == OS_AGG_ROWS) continue;
    if (c < 1 || (lua_Unsigned)c > dialect->fields) luaL_error(L, "no such column");
    measures[i].field = (size_t)c - 1;
    if (!os_stream_can(measures[i].what, os_first_type(types[c - 1]))) {
      lua_pushnil(L);
      lua_pushliteral(L, "load");
      return 2;
    }
  }
  for (size_t i = 0; i < nconditions; i++) {
    lua_rawgeti(L, 4, (lua_Integer)i + 1);
    l_readcondition(L, kept, dialect->fields, type_in_scan, types, &conditions[i]);
  }
  for (size_t i = 0; i < nprograms; i++) {
    os_type result;
    lua_rawgeti(L, 6, (lua_Integer)i + 1);
    l_readprogram(L, kept, dialect->fields, type_in_scan, types, &programs[i], &result);
    if (result != OS_BOOLEAN) luaL_error(L, "a condition is not true or false");
  }
  os_query query = {keys, nkeys, measures, nmeasures, conditions, nconditions, programs, nprograms};
  os_view *view = l_newregister(L);
  int reg = lua_gettop(L);
  os_error error = {0};
  bool right = true, able = true;
  os_status status = os_stream_query(&loading->mem, &loading->keep, l_source(loading), dialect,
                                     &loading->options, &query, names, types, l_tick(loading),
                                     view, &loading->loaded.tally, &right, &able, &error);
  if (status) return fail(L, loading, status, &error);
  if (!right || !able) {
    os_loaded_clear(&loading->keep, &loading->loaded);
    lua_pushnil(L);
    lua_pushstring(L, right ? "load" : "types");
    return 2;
  }
  lua_pushvalue(L, reg);
  status = push_outcome(L, loading, &error);
  if (status) return fail(L, loading, status, &error);
  return 2;
}

/* core.scan_close(scan) */
static int s_close(lua_State *L) {
  l_release(luaL_checkudata(L, 1, SCAN));
  return 0;
}

const luaL_Reg l_scan_functions[] = {
    {"scan", s_scan},           {"scan_types", s_types}, {"scan_load", s_load},
    {"scan_window", s_window},  {"scan_query", s_query}, {"scan_close", s_close},
    {NULL, NULL},
};
