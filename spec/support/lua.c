/* lua.c: an interpreter of Lua for `make tsan`: a sanitizer's run-time library that is linked, not
** preloaded, leaves the shells alone that specs start. Understands -e CHUNK and SCRIPT [ARGUMENT...];
** Ctrl-C interrupts, as with the real one. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static lua_State *interrupted;

static void stop(lua_State *L, lua_Debug *at) {
  (void)at;
  lua_sethook(L, NULL, 0, 0);
  luaL_error(L, "interrupted!");
}

static void on_interrupt(int number) {
  (void)number;
  lua_sethook(interrupted, stop, LUA_MASKCALL | LUA_MASKRET | LUA_MASKLINE | LUA_MASKCOUNT, 1);
}

static int traceback(lua_State *L) {
  luaL_traceback(L, L, luaL_tolstring(L, 1, NULL), 1);
  return 1;
}

int main(int argc, char **argv) {
  lua_State *L = luaL_newstate();
  if (!L) return 1;
  luaL_openlibs(L);
  int script = argc > 2 && strcmp(argv[1], "-e") == 0 ? 3 : 1, status = 1;
  lua_pushcfunction(L, traceback);
  lua_createtable(L, argc, 1);
  for (int i = 0; i < argc; i++) {
    lua_pushstring(L, argv[i]);
    lua_rawseti(L, -2, i - script);
  }
  lua_setglobal(L, "arg");
  if (script == 3) {
    status = luaL_loadstring(L, argv[2]);
  } else {
    status = luaL_loadfile(L, argc > 1 && strcmp(argv[1], "-") != 0 ? argv[1] : NULL);
  }
  int given = 0;
  for (int i = script + 1; !status && script == 1 && i < argc; i++, given++) {
    luaL_checkstack(L, 1, "too many arguments");
    lua_pushstring(L, argv[i]);
  }
  interrupted = L;
  signal(SIGINT, on_interrupt);
  if (!status) status = lua_pcall(L, given, 0, 1);
  if (status) fprintf(stderr, "lua: %s\n", lua_tostring(L, -1));
  lua_close(L);
  return status != 0;
}
