/* places.c: where records stand in their file. */
#include "places.h"

#include "loading.h"

#define PLACES "orgstat.places"

/* core.row_lines(source, opts, { rows }): for data rows, ascending from 1, the lines where they
** begin (0 where there is none); or nil and details. The rejected count as rows. */
static int p_row_lines(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_checktype(L, 3, LUA_TTABLE);
  lua_settop(L, 3);
  size_t count = (size_t)luaL_len(L, 3);
  uint64_t *rows = l_scratch(L, 2 * count + 1, sizeof *rows), *lines = rows + count;
  for (size_t k = 0; k < count; k++) {
    lua_rawgeti(L, 3, (lua_Integer)k + 1);
    rows[k] = (uint64_t)luaL_checkinteger(L, -1);
    lua_pop(L, 1);
    luaL_argcheck(L, rows[k] > 0 && (k == 0 || rows[k] >= rows[k - 1]), 3, "rows must ascend");
  }
  l_loading *loading = l_newloading(L, PLACES);
  const char *path = l_takesource(L, 1, loading, false);
  os_error error = {0};
  os_status status = l_opensource(L, loading, path, 2, &error);
  if (!status) {
    status = os_row_lines(&loading->mem, l_source(loading), &loading->dialect, &loading->options,
                          rows, count, lines, l_tick(loading), &error);
  }
  if (status) return l_fail(L, loading, status, &error);
  l_release(loading);
  lua_createtable(L, (int)count, 0);
  for (size_t k = 0; k < count; k++) {
    lua_pushinteger(L, (lua_Integer)lines[k]);
    lua_rawseti(L, -2, (lua_Integer)k + 1);
  }
  return 1;
}

const luaL_Reg l_places_functions[] = {{"row_lines", p_row_lines}, {NULL, NULL}};
