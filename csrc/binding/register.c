/* register.c: the life of a register userdata: closed, lazy, ready, and closed again. */
#include "binding.h"

#include <string.h>

#define ON_FORCE "orgstat.on_force" /* in the registry of Lua */

const char *const l_types[OS_TYPES + 1] = {"boolean", "integer", "decimal", "number",
                                           "date",    "text",    NULL};

l_register *l_checkregister(lua_State *L, int arg) {
  return luaL_checkudata(L, arg, L_REGISTER);
}

int l_closed(lua_State *L) {
  return luaL_error(L, "the register is closed");
}

/* Pushes a register that the collector may see at any time. */
static l_register *new_closed(lua_State *L) {
  l_register *reg = l_newuserdata(L, sizeof *reg);
  reg->status = L_CLOSED;
  memset(&reg->view, 0, sizeof reg->view);
  luaL_setmetatable(L, L_REGISTER);
  return reg;
}

os_view *l_newregister(lua_State *L) {
  l_register *reg = new_closed(L);
  lua_newtable(L);
  l_setuservalue(L, -2);
  l_room(L);
  reg->status = L_READY;
  return &reg->view;
}

static void force(lua_State *L, int arg, const l_register *reg) {
  l_stack(L, 2);
  if (lua_getfield(L, LUA_REGISTRYINDEX, ON_FORCE) == LUA_TNIL)
    luaL_error(L, "nothing is set to run a lazy register");
  lua_pushvalue(L, arg);
  lua_call(L, 1, 0);
  if (reg->status == L_LAZY) luaL_error(L, "the lazy register was run and not filled");
}

const os_view *l_view(lua_State *L, int arg) {
  const l_register *reg = l_checkregister(L, arg);
  if (reg->status == L_LAZY) force(L, arg, reg);
  return l_open(L, reg);
}

size_t l_checkcolumn(lua_State *L, int arg, const os_view *view) {
  lua_Integer c = luaL_checkinteger(L, arg);
  luaL_argcheck(L, c >= 1 && (lua_Unsigned)c <= view->ncols, arg, "no such column");
  return (size_t)c - 1;
}

size_t l_columnat(lua_State *L, int t, size_t i, const os_view *view) {
  int isnum;
  lua_rawgeti(L, t, (lua_Integer)i);
  lua_Integer c = lua_tointegerx(L, -1, &isnum);
  lua_pop(L, 1);
  if (!isnum || c < 1 || (lua_Unsigned)c > view->ncols)
    luaL_error(L, "element %I of the columns is no column", (LUAI_UACINT)i);
  return (size_t)c - 1;
}

/* The strings are kept in a table of our own: the caller's might change under a finaliser. */
os_name *l_names(lua_State *L, int t, size_t count) {
  l_stack(L, 4);
  lua_newtable(L);
  os_name *names = l_scratch(L, count, sizeof *names);
  lua_rawseti(L, -2, 0);
  for (size_t i = 0; i < count; i++) {
    if (lua_rawgeti(L, t, (lua_Integer)i + 1) != LUA_TSTRING)
      luaL_error(L, "element %I of the names is no string", (LUAI_UACINT)i + 1);
    names[i].ptr = lua_tolstring(L, -1, &names[i].len);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  return names;
}

/* core.lazy(state) */
static int r_lazy(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  l_register *reg = new_closed(L);
  lua_pushvalue(L, 1);
  l_setuservalue(L, -2);
  reg->status = L_LAZY;
  return 1;
}

/* core.fill(reg, other): the lazy reg shows what other shows. */
static int r_fill(lua_State *L) {
  l_register *reg = l_checkregister(L, 1);
  l_register *other = l_checkregister(L, 2);
  luaL_argcheck(L, reg != other, 2, "a register cannot fill itself");
  l_room(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    const os_view *from = l_view(L, 2);
    if (reg->status == L_CLOSED) l_closed(L);
    luaL_argcheck(L, reg->status == L_LAZY, 1, "the register is filled already");
    status = os_view_init(&mem, &reg->view, from->ncols, from->cols, from->names, from->rows,
                          from->chosen);
    if (!status) reg->status = L_READY;
  } while (l_again(L, status, &again));
  return 0;
}

/* core.close(reg), __gc, __close: gives back at once what nobody else shares. */
static int r_close(lua_State *L) {
  l_register *reg = l_checkregister(L, 1);
  if (reg->status == L_CLOSED) return 0;
  if (reg->status == L_READY) os_view_clear(&reg->view);
  reg->status = L_CLOSED;
  lua_pushnil(L);
  l_setuservalue(L, 1);
  return 0;
}

/* core.state(reg) */
static int r_state(lua_State *L) {
  if (l_checkregister(L, 1)->status == L_CLOSED) l_closed(L);
  l_getuservalue(L, 1);
  return 1;
}

/* core.status(reg) */
static int r_status(lua_State *L) {
  static const char *const names[] = {"closed", "lazy", "ready"};
  lua_pushstring(L, names[l_checkregister(L, 1)->status]);
  return 1;
}

/* core.check(v) */
static int r_check(lua_State *L) {
  lua_pushboolean(L, luaL_testudata(L, 1, L_REGISTER) != NULL);
  return 1;
}

/* core.on_force(f) */
static int r_on_force(lua_State *L) {
  luaL_checkany(L, 1);
  lua_settop(L, 1);
  lua_setfield(L, LUA_REGISTRYINDEX, ON_FORCE);
  return 0;
}

/* __index, with the methods as upvalue: reg[i] is a record, any other key a method. */
static int r_index(lua_State *L) {
  l_register *reg = l_checkregister(L, 1);
  if (lua_type(L, 2) != LUA_TNUMBER) {
    lua_settop(L, 2);
    lua_gettable(L, lua_upvalueindex(1));
    return 1;
  }
  int isnum;
  lua_Integer i = lua_tointegerx(L, 2, &isnum);
  const os_view *view = l_view(L, 1);
  if (isnum && i >= 1 && (lua_Unsigned)i <= view->rows)
    l_pushrecord(L, reg, (size_t)i - 1);
  else
    lua_pushnil(L);
  return 1;
}

/* __len and core.rows(reg) */
static int r_rows(lua_State *L) {
  lua_pushinteger(L, (lua_Integer)l_view(L, 1)->rows);
  return 1;
}

/* core.metatable() */
static int r_metatable(lua_State *L) {
  luaL_getmetatable(L, L_REGISTER);
  return 1;
}

/* core.methods(t) */
static int r_methods(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  luaL_getmetatable(L, L_REGISTER);
  lua_pushvalue(L, 1);
  lua_pushcclosure(L, r_index, 1);
  lua_setfield(L, -2, "__index");
  return 0;
}

static const luaL_Reg metamethods[] = {
    {"__len", r_rows},
    {"__gc", r_close},
    {"__close", r_close},
    {NULL, NULL},
};

/* The first opening makes the metatable; a later one finds it, and finishes what an earlier one
** that ran out of memory left undone. */
void l_openregister(lua_State *L) {
  luaL_newmetatable(L, L_REGISTER);
  luaL_setfuncs(L, metamethods, 0);
  if (lua_getfield(L, -1, "__index") == LUA_TNIL) {
    lua_newtable(L);
    lua_pushcclosure(L, r_index, 1);
    lua_setfield(L, -3, "__index");
  }
  lua_pop(L, 2);
}

const luaL_Reg l_register_functions[] = {
    {"lazy", r_lazy},
    {"fill", r_fill},
    {"close", r_close},
    {"state", r_state},
    {"status", r_status},
    {"check", r_check},
    {"on_force", r_on_force},
    {"metatable", r_metatable},
    {"methods", r_methods},
    {"rows", r_rows},
    {NULL, NULL},
};
