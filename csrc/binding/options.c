/* options.c: a table of reading options, as the core takes them. */
#include <string.h>

#include "loading.h"
#include "recode.h"

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

os_type l_checktype(lua_State *L, int index) {
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
    options->all_type = l_checktype(L, -1);
  }
  if (type != LUA_TTABLE) return;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) count++;
  os_given *given = l_scratch(L, count ? count : 1, sizeof *given);
  count = 0;
  for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
    if (lua_type(L, -2) != LUA_TSTRING) luaL_error(L, "a field name must be a string");
    given[count].name.ptr = lua_tolstring(L, -2, &given[count].name.len);
    given[count++].type = l_checktype(L, -1);
  }
  options->given = given;
  options->ngiven = count;
}

const char *l_readoptions(lua_State *L, int opts, os_load_options *options) {
  *options = (os_load_options){.header = true, .variant = -1};
  if (!lua_istable(L, opts)) return NULL;
  options->header = flag(L, opts, "header", true);
  options->lenient = is_word(L, opts, "quotes", "lenient");
  options->collect = is_word(L, opts, "bad_rows", "collect");
  options->threads = (unsigned)count_of(L, opts, "threads");
  options->block = (uint64_t)count_of(L, opts, "block");
  static const char *const variants[] = {"plain", "sse2", "avx2", "avx512", "neon"};
  for (int i = 0; i < OS_VARIANTS; i++) {
    if (is_word(L, opts, "variant", variants[i])) {
      if (!os_scan_supports((os_variant)i)) luaL_error(L, "no %s on this machine", variants[i]);
      options->variant = i;
    }
  }
  lua_getfield(L, opts, "separator");
  if (!lua_isnil(L, -1)) options->separator = (uint8_t)*luaL_checkstring(L, -1);
  lua_pop(L, 1);
  l_stack(L, 16);
  read_words(L, opts, options);
  read_types(L, opts, options);
  lua_getfield(L, opts, "encoding");
  const char *encoding = lua_tostring(L, -1); /* stays on the stack */
  return encoding && os_is_utf8(encoding) ? NULL : encoding;
}
