/* write.c: workbooks out, through libxlsxwriter: row by row, so that memory does not grow. */
#define _POSIX_C_SOURCE 200809L
#include <locale.h>
#include <string.h>

#include <xlsxwriter.h>

#include "../core/float.h"
#include "module.h"

#define WRITER "orgstat.xlsx.writer"
#define EXACT_DIGITS 15 /* of a number, that a spreadsheet keeps */
#define TEXT_MAX 32767  /* characters of a cell */
#define FIRST_DAY 61    /* 1 March 1900: what is before it, spreadsheets count wrongly */
#define CREATED 946684800 /* 1 January 2000: the same register gives the same file */

typedef enum l_type { L_BOOLEAN, L_INTEGER, L_DECIMAL, L_NUMBER, L_DATE, L_TEXT } l_type;

typedef struct l_writer {
  lxw_workbook *book;
  lxw_worksheet *sheet;
  lxw_format *bold, *date;
  locale_t plain; /* libxlsxwriter prints numbers by the locale of the thread */
  lxw_row_t rows;
  lua_Integer cells; /* with values */
  lxw_col_t cols;
  unsigned char types[]; /* l_type */
} l_writer;

static int writer_close(lua_State *L) {
  l_writer *writer = luaL_checkudata(L, 1, WRITER);
  if (writer->book) lxw_workbook_free(writer->book);
  if (writer->plain) freelocale(writer->plain);
  writer->book = NULL;
  writer->plain = (locale_t)0;
  return 0;
}

static l_writer *check_writer(lua_State *L) {
  l_writer *writer = luaL_checkudata(L, 1, WRITER);
  if (!writer->book) luaL_error(L, "the workbook is closed");
  return writer;
}

static int out_of_memory(lua_State *L) {
  lua_pushliteral(L, "not enough memory");
  return lua_error(L);
}

/* xlsx.create(path, types) -> writer; types as registers name them */
static int create(lua_State *L) {
  static const char *const types[] = {"boolean", "integer", "decimal", "number", "date", "text", NULL};
  const char *path = luaL_checkstring(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  size_t cols = (size_t)lua_rawlen(L, 2);
  luaL_argcheck(L, cols > 0 && cols <= LXW_COL_MAX, 2, "too many columns");
  lua_settop(L, 2);
  l_writer *writer = l_newblock(L, sizeof *writer + cols);
  memset(writer, 0, sizeof *writer);
  luaL_setmetatable(L, WRITER);
  writer->cols = (lxw_col_t)cols;
  for (size_t c = 0; c < cols; c++) {
    lua_rawgeti(L, 2, (lua_Integer)c + 1);
    writer->types[c] = (unsigned char)luaL_checkoption(L, -1, NULL, types);
    lua_pop(L, 1);
  }
  lxw_workbook_options options = {.constant_memory = LXW_TRUE, .use_zip64 = LXW_FALSE};
  lxw_doc_properties properties = {.created = CREATED};
  writer->plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
  writer->book = workbook_new_opt(path, &options);
  if (!writer->book || !writer->plain) return out_of_memory(L);
  workbook_set_properties(writer->book, &properties);
  writer->sheet = workbook_add_worksheet(writer->book, "register");
  writer->bold = workbook_add_format(writer->book);
  writer->date = workbook_add_format(writer->book);
  if (!writer->sheet || !writer->bold || !writer->date) return out_of_memory(L);
  format_set_bold(writer->bold);
  format_set_num_format(writer->date, "yyyy-mm-dd");
  for (size_t c = 0; c < cols; c++) {
    worksheet_set_column(writer->sheet, (lxw_col_t)c, (lxw_col_t)c,
                         writer->types[c] == L_TEXT ? 24 : 12, NULL);
  }
  worksheet_freeze_panes(writer->sheet, 1, 0);
  return 1;
}

/* The number that a text of digits is; false when a spreadsheet would change it. */
static int exact_number(const char *text, size_t length, int any, double *value) {
  char digits[64];
  size_t count = 0, significant = 0, at = length && *text == '-';
  int point = 0;
  int64_t exponent = 0, power = 0;
  for (; at < length && text[at] != 'e'; at++) {
    if (text[at] == '.') {
      point = 1;
      continue;
    }
    if (text[at] < '0' || text[at] > '9' || count == sizeof digits) return 0;
    if (point) exponent--;
    digits[count++] = text[at];
    if (significant || text[at] != '0') significant++;
  }
  if (at < length) {
    int below = text[++at] == '-';
    for (at += (size_t)below; at < length; at++) power = power * 10 + (text[at] - '0');
    exponent += below ? -power : power;
  }
  for (size_t i = count; i > 0 && exponent < 0 && digits[i - 1] == '0' && significant > 0; i--) {
    significant--; /* zeros at the end say nothing */
    exponent++;
    count--;
  }
  if (!any && significant > EXACT_DIGITS) return 0;
  return os_float_parse(digits, count, exponent, *text == '-', value);
}

/* The number of a day; 0 when it is none that a spreadsheet knows. */
static double day_number(const char *text, size_t length) {
  int year, month, day;
  if (length != 10) return 0;
  year = (text[0] - '0') * 1000 + (text[1] - '0') * 100 + (text[2] - '0') * 10 + text[3] - '0';
  month = (text[5] - '0') * 10 + text[6] - '0';
  day = (text[8] - '0') * 10 + text[9] - '0';
  year -= month <= 2;
  int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  long days = year * 365L + year / 4 - year / 100 + year / 400 + of_year - 693899L;
  return days >= FIRST_DAY ? (double)days : 0;
}

/* How many bytes at `text` cannot stand in a cell as they are, and what stands for them. XML has no control
** characters, nor U+FFFE and U+FFFF; "_x" could begin what a reader takes for an escaped character. */
static size_t to_escape(const char *text, size_t left, unsigned *point) {
  unsigned char c = (unsigned char)*text;
  *point = c;
  if (c < 0x20) return c != '\n' && c != '\t';
  if (c == '_') return left > 1 && text[1] == 'x';
  if (c != 0xEF || left < 3 || (unsigned char)text[1] != 0xBF || (unsigned char)text[2] < 0xBE) return 0;
  *point = 0xFFC0u + ((unsigned char)text[2] & 0x3Fu);
  return 3;
}

static const char *escaped(lua_State *L, const char *text, size_t length) {
  static const char hex[] = "0123456789ABCDEF";
  size_t from = 0, i = 0, count = 0;
  unsigned point;
  while (i < length && !to_escape(text + i, length - i, &point)) i++;
  if (i == length) return text;
  luaL_Buffer buffer;
  luaL_buffinit(L, &buffer);
  for (; i < length; i += count ? count : 1) {
    count = to_escape(text + i, length - i, &point);
    if (!count) continue;
    luaL_addlstring(&buffer, text + from, i - from);
    from = i + count;
    luaL_addstring(&buffer, "_x");
    for (int shift = 12; shift >= 0; shift -= 4) luaL_addchar(&buffer, hex[point >> shift & 15]);
    luaL_addchar(&buffer, '_');
  }
  luaL_addlstring(&buffer, text + from, length - from);
  luaL_pushresult(&buffer);
  return lua_tostring(L, -1);
}

/* A cell on its way out. */
typedef struct l_cell {
  enum { NOTHING, BOOLEAN, NUMBER, STRING } kind;
  double value;
  const char *text;
  lxw_format *format;
} l_cell;

/* Nothing here raises: the locale of the thread is ours meanwhile. */
static lxw_error put(l_writer *writer, lxw_col_t c, const l_cell *cell) {
  lxw_error error = LXW_NO_ERROR;
  locale_t before = uselocale(writer->plain);
  switch (cell->kind) {
    case NOTHING: break;
    case BOOLEAN:
      error = worksheet_write_boolean(writer->sheet, writer->rows, c, *cell->text == 't', NULL);
      break;
    case NUMBER:
      error = worksheet_write_number(writer->sheet, writer->rows, c, cell->value, cell->format);
      break;
    case STRING:
      error = worksheet_write_string(writer->sheet, writer->rows, c, cell->text, cell->format);
  }
  uselocale(before);
  writer->cells += cell->kind != NOTHING && !(cell->kind == STRING && !*cell->text);
  return error;
}

static l_cell make_cell(lua_State *L, const l_writer *writer, lxw_col_t c) {
  size_t length;
  const char *text = lua_tolstring(L, -1, &length);
  l_cell cell = {NOTHING, 0, text, NULL};
  if (!text) return cell;
  switch (writer->types[c]) {
    case L_BOOLEAN: cell.kind = BOOLEAN; break;
    case L_INTEGER: case L_DECIMAL:
      if (exact_number(text, length, 0, &cell.value)) cell.kind = NUMBER;
      break;
    case L_NUMBER: /* one that is not finite is no value */
      if (exact_number(text, length, 1, &cell.value)) cell.kind = NUMBER;
      return cell;
    case L_DATE:
      cell.value = day_number(text, length);
      cell.format = cell.value > 0 ? writer->date : NULL;
      if (cell.format) cell.kind = NUMBER;
      break;
    default: break;
  }
  if (cell.kind == NOTHING) {
    cell.kind = STRING;
    cell.text = escaped(L, text, length);
  }
  return cell;
}

/* writer:row(cells, bold) -> true; or false, what is too large, and its limit. Cells are texts, as the
** core writes them; false or nil is no value. */
static int write_row(lua_State *L) {
  l_writer *writer = check_writer(L);
  luaL_checktype(L, 2, LUA_TTABLE);
  int bold = lua_toboolean(L, 3);
  lxw_error error = LXW_NO_ERROR;
  if (writer->rows >= LXW_ROW_MAX) {
    lua_pushboolean(L, 0);
    lua_pushliteral(L, "rows of a sheet");
    lua_pushinteger(L, LXW_ROW_MAX);
    return 3;
  }
  for (lxw_col_t c = 0; !error && c < writer->cols; c++) {
    lua_settop(L, 3);
    lua_rawgeti(L, 2, (lua_Integer)c + 1);
    l_cell cell = {NOTHING, 0, NULL, NULL};
    if (bold && lua_isstring(L, -1)) {
      size_t length;
      const char *text = lua_tolstring(L, -1, &length);
      cell = (l_cell){STRING, 0, escaped(L, text, length), writer->bold};
    } else if (lua_isstring(L, -1)) {
      cell = make_cell(L, writer, c);
    }
    error = put(writer, c, &cell);
  }
  if (error) {
    lua_pushboolean(L, 0);
    lua_pushliteral(L, "characters of a cell");
    lua_pushinteger(L, TEXT_MAX);
    return 3;
  }
  writer->rows++;
  lua_pushboolean(L, 1);
  return 1;
}

/* writer:finish() -> how many cells have values; or false and why */
static int finish(lua_State *L) {
  l_writer *writer = check_writer(L);
  if (writer->rows > 0) {
    worksheet_autofilter(writer->sheet, 0, 0, writer->rows - 1, (lxw_col_t)(writer->cols - 1));
  }
  locale_t before = uselocale(writer->plain);
  lxw_error error = workbook_close(writer->book); /* frees it in any case */
  uselocale(before);
  writer->book = NULL;
  if (!error) {
    lua_pushinteger(L, writer->cells);
    return 1;
  }
  lua_pushboolean(L, 0);
  lua_pushstring(L, lxw_strerror(error));
  return 2;
}

void l_openwriter(lua_State *L) {
  static const luaL_Reg methods[] = {
      {"row", write_row}, {"finish", finish}, {"close", writer_close}, {"__gc", writer_close}, {NULL, NULL}};
  luaL_newmetatable(L, WRITER);
  luaL_setfuncs(L, methods, 0);
  lua_pushvalue(L, -1);
  lua_setfield(L, -2, "__index");
  lua_pop(L, 1);
  lua_pushcfunction(L, create);
  lua_setfield(L, -2, "create");
}
