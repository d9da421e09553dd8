/* lines.c: rows of a register as lines of CSV or as JSON objects, many at once. */
#include <string.h>

#include "binding.h"
#include "float.h"
#include "value.h"

/* What a field is written with. */
typedef struct l_style {
  char separator;
  bool safe; /* no text may be taken for a formula */
} l_style;

static bool starts_formula(const char *text, size_t len) {
  return len > 0 && memchr("=+-@\t\r", *text, 6) != NULL;
}

static char *put_text(char *out, const char *text, size_t len, l_style style) {
  bool quoted = len == 0;
  for (size_t i = 0; !quoted && i < len; i++) {
    quoted = text[i] == style.separator || text[i] == '"' || text[i] == '\n' || text[i] == '\r';
  }
  if (quoted) *out++ = '"';
  if (style.safe && starts_formula(text, len)) *out++ = '\'';
  if (!quoted) {
    memcpy(out, text, len);
    return out + len;
  }
  for (size_t i = 0; i < len; i++) {
    if (text[i] == '"') *out++ = '"';
    *out++ = text[i];
  }
  *out++ = '"';
  return out;
}

static char *put_value(char *out, const os_column *col, size_t row, l_style style) {
  char text[OS_VALUE_TEXT];
  size_t len = 0;
  switch (col->type) {
    case OS_BOOLEAN:
      len = os_int_at(col, row) ? 4 : 5;
      memcpy(text, len == 4 ? "true" : "false", len);
      break;
    case OS_INTEGER: len = os_write_integer(os_int_at(col, row), text); break;
    case OS_DECIMAL: len = os_write_decimal(os_wide_at(col, row), col->scale, text); break;
    case OS_NUMBER: {
      double value;
      memcpy(&value, (const uint8_t *)col->data + row * sizeof value, sizeof value);
      len = os_float_write(value, text);
      if (memchr(text, 'n', len)) return out; /* inf and nan are no values of a file */
      break;
    }
    case OS_DATE: len = os_write_date((int32_t)os_int_at(col, row), text); break;
    case OS_TEXT: {
      os_text value = os_text_at(col, row);
      return put_text(out, value.ptr, value.len, style);
    }
  }
  /* quotes where the separator is a point, a dash or a digit */
  return put_text(out, text, len, (l_style){style.separator, false});
}

/* What a cell takes at most. */
static size_t most_of(const os_column *col, size_t row) {
  if (!os_present(col, row) || col->type != OS_TEXT) return OS_VALUE_TEXT + 3;
  return 2 * os_text_at(col, row).len + 4;
}

/* core.csv(reg, first, count, columns, separator, safe, tail) -> lines. Rows from 1; columns by number,
** of which 0 is one that has no values; tail: what stands behind each row. */
static int l_csv(lua_State *L) {
  const l_register *reg = l_checkregister(L, 1);
  l_view(L, 1);
  lua_Integer first = luaL_checkinteger(L, 2), count = luaL_checkinteger(L, 3);
  luaL_checktype(L, 4, LUA_TTABLE);
  l_style style = {*luaL_checkstring(L, 5), lua_toboolean(L, 6)};
  size_t tail_length, width = (size_t)lua_rawlen(L, 4);
  const char *tail = luaL_optlstring(L, 7, "", &tail_length);
  lua_settop(L, 7);
  size_t *columns = l_scratch(L, width ? width : 1, sizeof *columns);
  for (size_t c = 0; c < width; c++) {
    lua_rawgeti(L, 4, (lua_Integer)c + 1);
    if (lua_tointeger(L, -1) > 0) columns[c] = l_columnat(L, 4, c + 1, l_open(L, reg)) + 1;
    lua_pop(L, 1);
  }
  luaL_Buffer out;
  luaL_buffinit(L, &out);
  for (lua_Integer i = first; i < first + count; i++) {
    const os_view *view = l_open(L, reg);
    if (i < 1 || (lua_Unsigned)i > view->rows) luaL_error(L, "no such row");
    size_t row = os_row(view, (size_t)i - 1), most = tail_length + 1;
    for (size_t c = 0; c < width; c++) {
      most += columns[c] ? 1 + most_of(view->cols[columns[c] - 1], row) : 1;
    }
    char *begin = luaL_prepbuffsize(&out, most), *at = begin;
    view = l_open(L, reg); /* that may have run a finaliser; nothing allocates from here on */
    for (size_t c = 0; c < width; c++) {
      if (c > 0) *at++ = style.separator;
      if (columns[c] == 0) continue;
      const os_column *col = view->cols[columns[c] - 1];
      if (os_present(col, row)) at = put_value(at, col, row, style);
    }
    memcpy(at, tail, tail_length);
    at += tail_length;
    *at++ = '\n';
    luaL_addsize(&out, (size_t)(at - begin));
  }
  luaL_pushresult(&out);
  return 1;
}

static char *put_string(char *out, const char *text, size_t len) {
  static const char hex[] = "0123456789abcdef", named[] = "btn_fr";
  *out++ = '"';
  for (size_t i = 0; i < len; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c >= 0x20) {
      if (c == '"' || c == '\\') *out++ = '\\';
      *out++ = (char)c;
    } else if (c >= 8 && c <= 13 && c != 11) {
      *out++ = '\\';
      *out++ = named[c - 8];
    } else {
      memcpy(out, "\\u00", 4);
      out[4] = hex[c >> 4];
      out[5] = hex[c & 15];
      out += 6;
    }
  }
  *out++ = '"';
  return out;
}

/* Nothing for a number that is not finite. */
static char *put_json(char *out, const os_column *col, size_t row) {
  if (col->type == OS_TEXT) {
    os_text value = os_text_at(col, row);
    return put_string(out, value.ptr, value.len);
  }
  if (col->type == OS_DATE) *out++ = '"';
  char *end = put_value(out, col, row, (l_style){0});
  if (col->type == OS_DATE) *end++ = '"';
  if (col->type == OS_NUMBER && end - out > 2 && memcmp(end - 2, ".0", 2) == 0) end -= 2;
  return end;
}

/* core.json(reg, first, count, keys, before, after) -> objects, each between these. Keys as JSON has them,
** with what stands before the value. */
static int l_json(lua_State *L) {
  const l_register *reg = l_checkregister(L, 1);
  size_t width = l_view(L, 1)->ncols, before_length, after_length, all = 0;
  lua_Integer first = luaL_checkinteger(L, 2), count = luaL_checkinteger(L, 3);
  luaL_checktype(L, 4, LUA_TTABLE);
  const char *before = luaL_checklstring(L, 5, &before_length);
  const char *after = luaL_checklstring(L, 6, &after_length);
  lua_settop(L, 6);
  os_text *keys = l_scratch(L, width ? width : 1, sizeof *keys);
  for (size_t c = 0; c < width; c++) {
    lua_rawgeti(L, 4, (lua_Integer)c + 1);
    keys[c].ptr = luaL_checklstring(L, -1, &keys[c].len);
    all += keys[c].len + 2;
    lua_pop(L, 1); /* the list keeps it */
  }
  luaL_Buffer out;
  luaL_buffinit(L, &out);
  for (lua_Integer i = first; i < first + count; i++) {
    const os_view *view = l_open(L, reg);
    if (i < 1 || (lua_Unsigned)i > view->rows) luaL_error(L, "no such row");
    size_t row = os_row(view, (size_t)i - 1), most = before_length + after_length + all + 2;
    for (size_t c = 0; c < width; c++) most += 3 * most_of(view->cols[c], row);
    char *begin = luaL_prepbuffsize(&out, most), *at = begin;
    view = l_open(L, reg); /* nothing allocates from here on */
    memcpy(at, before, before_length);
    at += before_length;
    *at++ = '{';
    char *members = at;
    for (size_t c = 0; c < width; c++) {
      if (!os_present(view->cols[c], row)) continue;
      char *member = at;
      if (at > members) {
        *at++ = ',';
        *at++ = ' ';
      }
      memcpy(at, keys[c].ptr, keys[c].len);
      char *value = at + keys[c].len;
      at = put_json(value, view->cols[c], row);
      if (at == value) at = member;
    }
    *at++ = '}';
    memcpy(at, after, after_length);
    at += after_length;
    luaL_addsize(&out, (size_t)(at - begin));
  }
  luaL_pushresult(&out);
  return 1;
}

const luaL_Reg l_lines_functions[] = {{"csv", l_csv}, {"json", l_json}, {NULL, NULL}};
