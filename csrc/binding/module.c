/* module.c: orgstat.core as Lua opens it, and what the binding knows of memory and errors. */
#include "binding.h"

#include <limits.h>
#include <string.h>

#include <utf8proc.h>

#include "float.h"

#define ALIGNMENT 16

os_mem l_mem(lua_State *L) {
  os_mem mem = {NULL, NULL, NULL};
  mem.fn = lua_getallocf(L, &mem.ud);
  return mem;
}

/* A hook of the host may raise, or close the registers at work; what it raised stays on the stack. */
static os_status on_watch(void *ud) {
  lua_State *L = ud;
  lua_pushcfunction(L, l_nothing);
  return lua_pcall(L, 0, 0, 0) == LUA_OK ? OS_OK : OS_CANCELLED;
}

os_mem l_watched(lua_State *L, os_watch *watch) {
  os_mem mem = l_mem(L);
  *watch = (os_watch){on_watch, L, OS_OK};
  mem.watch = watch;
  return mem;
}

os_status l_hold(lua_State *L, const os_mem *mem, int index, os_view *held) {
  const os_view *view = l_view(L, index);
  memset(held, 0, sizeof *held);
  return os_view_init(mem, held, view->ncols, view->cols, view->names, view->rows, view->chosen);
}

/* Lua keeps this very string for its own memory errors: pushing it allocates nothing. */
int l_nomem(lua_State *L) {
  lua_pushliteral(L, "not enough memory");
  return lua_error(L);
}

void l_stack(lua_State *L, int count) {
  if (lua_checkstack(L, count)) return;
  if (count < LUAI_MAXSTACK - lua_gettop(L)) l_nomem(L);
  luaL_error(L, "too many columns");
}

int l_nothing(lua_State *L) {
  (void)L;
  return 0;
}

void l_room(lua_State *L) {
  l_stack(L, 2 * LUA_MINSTACK);
  lua_pushcfunction(L, l_nothing);
  lua_call(L, 0, 0);
}

size_t l_size(lua_State *L, size_t head, size_t count, size_t size) {
  size_t bytes = 0;
  if (!os_mul(count, size, &bytes) || !os_add(bytes, head, &bytes)) l_nomem(L);
  return bytes;
}

/* Lua aligns a userdata to 8 bytes only; os_wide wants 16. */
void *l_scratch(lua_State *L, size_t count, size_t size) {
  char *block = l_newblock(L, l_size(L, ALIGNMENT, count, size));
  block += -(uintptr_t)block % ALIGNMENT;
  return memset(block, 0, count * size);
}

/* 1, 0, or (inside a finaliser) -1 */
static bool collects(lua_State *L) {
  return lua_gc(L, LUA_GCISRUNNING, 0) > 0;
}

bool l_again(lua_State *L, os_status status, bool *again) {
  if (status == OS_OK) return false;
  if (status == OS_CANCELLED) lua_error(L); /* on top is what stopped it */
  if (status != OS_NOMEM) luaL_error(L, "the result goes beyond a limit");
  if (!*again || !collects(L)) l_nomem(L);
  *again = false;
  lua_gc(L, LUA_GCCOLLECT, 0);
  return true;
}

void l_weigh(lua_State *L, size_t bytes) {
  size_t kib = bytes / 1024;
  if (kib > 0 && collects(L)) lua_gc(L, LUA_GCSTEP, kib < INT_MAX ? (int)kib : INT_MAX);
}

/* core.width(s): columns on a terminal; a byte that is no UTF-8 takes one. */
static int m_width(lua_State *L) {
  size_t len;
  const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)luaL_checklstring(L, 1, &len);
  lua_Integer width = 0;
  for (size_t i = 0; i < len;) {
    utf8proc_int32_t point;
    size_t left = len - i < 4 ? len - i : 4;
    utf8proc_ssize_t used = utf8proc_iterate(s + i, (utf8proc_ssize_t)left, &point);
    width += used > 0 ? utf8proc_charwidth(point) : 1;
    i += used > 0 ? (size_t)used : 1;
  }
  lua_pushinteger(L, width);
  return 1;
}

/* core.write_float(x): the shortest text that reads back as x. */
static int m_write_float(lua_State *L) {
  char text[OS_FLOAT_TEXT];
  size_t len = os_float_write(luaL_checknumber(L, 1), text);
  lua_pushlstring(L, text, len);
  return 1;
}

static const luaL_Reg module_functions[] = {
    {"width", m_width},
    {"write_float", m_write_float},
    {NULL, NULL},
};

__attribute__((visibility("default"))) int luaopen_orgstat_core(lua_State *L);

int luaopen_orgstat_core(lua_State *L) {
  const luaL_Reg *const parts[] = {
      module_functions,    l_register_functions, l_rows_functions,    l_query_functions,
      l_expr_functions,    l_combine_functions,  l_key_functions,     l_summary_functions,
      l_build_functions,   l_load_functions,     l_scan_functions,    l_json_functions,
      l_lines_functions,   l_file_functions,     l_text_functions,    l_places_functions,
  };
  luaL_checkversion(L);
  l_openregister(L);
  lua_newtable(L);
  for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) luaL_setfuncs(L, parts[i], 0);
  return 1;
}
