/* options.c: a table of reading options, as the core takes them. */
#include <string.h>

#include "loading.h"

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

static char letter(lua_State *L, int opts, const char *name, char otherwise) {
  lua_getfield(L, opts, name);
  const char *value = lua_tostring(L, -1);
  char result = value ? *value : otherwise;
  lua_pop(L, 1);
  return result;
}

/* The list of words at the top of the stack, which is left there. */
static os_words words_at_top(lua_State *L) {
  int list = lua_gettop(L);
  if (!lua_istable(L, list)) return (os_words){NULL, 0};
  size_t count = (size_t)lua_rawlen(L, list);
  os_text *words = l_scratch(L, count ? count : 1, sizeof *words);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, list, (lua_Integer)i + 1);
    words[i].ptr = luaL_checklstring(L, -1, &words[i].len);
    lua_pop(L, 1); /* the list keeps it */
  }
  return (os_words){words, count};
}

/* Of the table at index t; what keeps it alive stays on the stack. */
static os_notation read_notation(lua_State *L, int t) {
  static const char *const orders[] = {"iso", "dmy", "mdy", "ymd"};
  os_notation notation = {letter(L, t, "decimal", '.'), letter(L, t, "group", 0), OS_DATES_ISO,
                          {NULL, 0}, false};
  for (int i = 0; i < 4; i++) {
    if (is_word(L, t, "dates", orders[i])) notation.dates = (os_dates)i;
  }
  l_stack(L, 8);
  lua_getfield(L, t, "missing");
  notation.missing = words_at_top(L);
  for (size_t i = 0; i < notation.missing.count; i++) {
    const os_text *word = &notation.missing.words[i];
    if (word->len && *word->ptr >= '0' && *word->ptr <= '9') notation.numerals = true;
  }
  return notation;
}

static void read_notations(lua_State *L, int opts, os_form *form) {
  if (lua_getfield(L, opts, "notation") == LUA_TTABLE) {
    os_notation *notation = l_scratch(L, 1, sizeof *notation);
    *notation = read_notation(L, lua_gettop(L) - 1);
    form->notation = notation;
  }
  if (lua_getfield(L, opts, "notations") != LUA_TTABLE) return;
  int table = lua_gettop(L); /* a list of { field, notation } */
  size_t count = (size_t)lua_rawlen(L, table);
  os_noted_field *noted = l_scratch(L, count ? count : 1, sizeof *noted);
  for (size_t i = 0; i < count; i++) {
    l_stack(L, 16);
    lua_rawgeti(L, table, (lua_Integer)i + 1);
    int one = lua_gettop(L);
    lua_rawgeti(L, one, 1);
    noted[i].name.ptr = luaL_checklstring(L, -1, &noted[i].name.len);
    lua_rawgeti(L, one, 2);
    noted[i].notation = read_notation(L, lua_gettop(L));
  }
  form->noted = noted;
  form->nnoted = count;
}

static void read_totals(lua_State *L, int opts, os_load_options *options) {
  if (lua_getfield(L, opts, "totals") != LUA_TTABLE) return;
  int totals = lua_gettop(L);
  lua_getfield(L, totals, "field");
  options->totals_field.ptr = luaL_checklstring(L, -1, &options->totals_field.len);
  lua_getfield(L, totals, "value");
  options->totals_words = words_at_top(L);
}

static void read_form(lua_State *L, int opts, os_form *form) {
  size_t length;
  form->lenient = is_word(L, opts, "quotes", "lenient");
  form->guess = is_word(L, opts, "locale", "auto");
  form->trailing = flag(L, opts, "trailing", true);
  form->nfc = flag(L, opts, "nfc", false);
  if (!flag(L, opts, "header", true)) form->header_rows = 0;
  lua_getfield(L, opts, "header_rows");
  if (form->header_rows) form->header_rows = (size_t)luaL_optinteger(L, -1, 1);
  form->skip = (uint64_t)count_of(L, opts, "skip");
  lua_getfield(L, opts, "skip");
  form->titles = lua_isnil(L, -1) && form->header_rows == 1;
  lua_getfield(L, opts, "separator");
  if (!lua_isnil(L, -1)) form->separator = (uint8_t)*luaL_checkstring(L, -1);
  lua_getfield(L, opts, "quote");
  const char *quote = lua_tolstring(L, -1, &length);
  if (quote) form->quote = length ? (uint8_t)*quote : OS_NO_QUOTE;
  lua_getfield(L, opts, "comment");
  const char *comment = lua_tolstring(L, -1, &length);
  if (comment && length <= OS_COMMENT) {
    form->comment_length = (uint8_t)length;
    memcpy(form->comment, comment, length);
  }
  lua_pop(L, 5);
  read_notations(L, opts, form);
}

static void read_encoding(lua_State *L, int opts, l_loading *loading) {
  lua_getfield(L, opts, "encoding");
  const char *encoding = lua_tostring(L, -1); /* stays on the stack */
  loading->replace = is_word(L, opts, "invalid", "replace");
  loading->automatic = !encoding || strcmp(encoding, "auto") == 0;
  if (loading->automatic || (os_is_utf8(encoding) && !loading->replace)) encoding = NULL;
  if (!loading->recoding.encoding) {
    loading->recoding = (os_recoding){.encoding = encoding, .replace = loading->replace};
  }
}

void l_readoptions(lua_State *L, int opts, l_loading *loading) {
  os_load_options *options = &loading->options;
  *options = (os_load_options){.variant = -1};
  options->form = (os_form){.quote = '"', .trailing = true, .header_rows = 1, .titles = true};
  loading->automatic = true;
  if (!lua_istable(L, opts)) return;
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
  l_stack(L, 32);
  read_form(L, opts, &options->form);
  l_stack(L, 32);
  lua_getfield(L, opts, "missing");
  options->missing = words_at_top(L);
  read_types(L, opts, options);
  read_totals(L, opts, options);
  read_encoding(L, opts, loading);
}
