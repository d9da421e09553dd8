/* compat.h: the few calls that Lua 5.3 and 5.4 spell differently. */
#ifndef L_COMPAT_H
#define L_COMPAT_H

#include <lauxlib.h>
#include <lua.h>

#if LUA_VERSION_NUM >= 504

#define l_newuserdata(L, size) lua_newuserdatauv(L, size, 1)
#define l_newblock(L, size) lua_newuserdatauv(L, size, 0)
#define l_getuservalue(L, index) lua_getiuservalue(L, index, 1)
#define l_setuservalue(L, index) lua_setiuservalue(L, index, 1)

#elif LUA_VERSION_NUM == 503

#define l_newuserdata(L, size) lua_newuserdata(L, size)
#define l_newblock(L, size) lua_newuserdata(L, size)
#define l_getuservalue(L, index) lua_getuservalue(L, index)
#define l_setuservalue(L, index) lua_setuservalue(L, index)

#else
#error "orgstat needs Lua 5.3 or 5.4"
#endif

#endif
