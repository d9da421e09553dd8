/* text.c: what reports need of texts: Unicode forms and tokens. */
#include "binding.h"

#include <utf8proc.h>

#include "token.h"

/* core.nfc(s, fold): NFC, with the case folded too if asked; nil where s is no UTF-8. */
static int m_nfc(lua_State *L) {
  size_t len;
  const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)luaL_checklstring(L, 1, &len);
  int how = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
  if (lua_toboolean(L, 2)) how |= UTF8PROC_CASEFOLD;
  utf8proc_option_t options = (utf8proc_option_t)how;
  utf8proc_ssize_t size = -1;
  if (len <= PTRDIFF_MAX / 64) {
    size = utf8proc_decompose(s, (utf8proc_ssize_t)len, NULL, 0, options);
  }
  if (size < 0) return lua_pushnil(L), 1;
  utf8proc_int32_t *points = l_scratch(L, (size_t)size + 1, sizeof *points);
  size = utf8proc_decompose(s, (utf8proc_ssize_t)len, points, size, options);
  if (size >= 0) size = utf8proc_reencode(points, size, options);
  if (size < 0) return lua_pushnil(L), 1;
  lua_pushlstring(L, (const char *)points, (size_t)size);
  return 1;
}

/* core.tokens(s, known, first, found): first[i] is where token i begins, found[i] is known[token], or the
 * token itself where known has none. Returns the number of tokens. */
static int m_tokens(lua_State *L) {
  size_t len;
  const char *s = luaL_checklstring(L, 1, &len);
  luaL_checktype(L, 2, LUA_TTABLE);
  luaL_checktype(L, 3, LUA_TTABLE);
  luaL_checktype(L, 4, LUA_TTABLE);
  lua_settop(L, 4);
  lua_Integer count = 0;
  size_t at = os_token_spaces(s, len);
  while (at < len) {
    size_t size = os_token(s + at, len - at);
    count++;
    lua_pushinteger(L, (lua_Integer)at + 1);
    lua_rawseti(L, 3, count);
    lua_pushlstring(L, s + at, size);
    lua_pushvalue(L, -1);
    lua_rawget(L, 2);
    if (lua_isnil(L, -1)) lua_pop(L, 1);
    lua_rawseti(L, 4, count);
    lua_settop(L, 4);
    at += size;
    at += os_token_spaces(s + at, len - at);
  }
  lua_pushinteger(L, count);
  return 1;
}

const luaL_Reg l_text_functions[] = {
    {"nfc", m_nfc},
    {"tokens", m_tokens},
    {NULL, NULL},
};
