/* locale.c: see locale.h. */
#include "locale.h"

#include "value.h"

static size_t digits_from(os_text text, size_t at) {
  size_t count = 0;
  while (at + count < text.len && (unsigned char)(text.ptr[at + count] - '0') < 10) count++;
  return count;
}

/* Digits, perhaps grouped by points, then a comma and digits. *sure: the comma groups nothing. */
static bool has_comma(os_text text, bool *sure) {
  size_t at = text.len > 0 && text.ptr[0] == '-', count = digits_from(text, at);
  bool groups = count <= 3, grouped = false;
  if (count == 0) return false;
  for (at += count; groups && at < text.len && text.ptr[at] == '.'; at += 4) {
    if (digits_from(text, at + 1) != 3) return false;
    grouped = true;
  }
  if (at >= text.len || text.ptr[at] != ',') return false;
  size_t places = digits_from(text, at + 1);
  if (grouped || !groups || places != 3) *sure = true;
  return places > 0 && at + 1 + places == text.len;
}

bool os_locale_comma(const os_column *col) {
  bool sure = false;
  if (col->type != OS_TEXT) return false;
  for (size_t i = 0; i < col->texts; i++) {
    os_text text = os_text_entry(col, i);
    if (text.len > 0 && !has_comma(text, &sure)) return false;
  }
  return sure;
}

bool os_locale_thousands(const os_column *col) {
  if (col->type != OS_DECIMAL || col->scale != 3 || col->width > 4) return false;
  for (size_t row = 0; row < col->rows; row++) {
    int64_t value = os_int_at(col, row);
    if (!os_present(col, row)) continue;
    if (value < 0) value = -value;
    if (value < 1000 || value > 999999) return false;
  }
  return col->missing < col->rows;
}

enum { POINT, COMMA, SPACE, DMY, MDY, YMD, NOTATIONS };

static const os_notation notations[NOTATIONS] = {
    [POINT] = {.decimal = '.', .group = ','},    [COMMA] = {.decimal = ',', .group = '.'},
    [SPACE] = {.decimal = ',', .group = ' '},    [DMY] = {.decimal = '.', .dates = OS_DATES_DMY},
    [MDY] = {.decimal = '.', .dates = OS_DATES_MDY}, [YMD] = {.decimal = '.', .dates = OS_DATES_YMD},
};
static const char *const notation_names[NOTATIONS] = {
    [POINT] = "en", [COMMA] = "vi", [SPACE] = "fr", [DMY] = "dmy", [MDY] = "mdy", [YMD] = "ymd"};

const char *os_locale_name(const os_notation *notation) {
  for (size_t i = 0; i < NOTATIONS; i++) {
    if (notation == &notations[i]) return notation_names[i];
  }
  return NULL;
}

/* Bits of the notations in which a text is a number or, for the later ones, a date. */
static unsigned notations_of(os_text text) {
  const unsigned numbers = OS_BIT(OS_INTEGER) | OS_BIT(OS_DECIMAL) | OS_BIT(OS_NUMBER);
  unsigned fit = 0;
  for (unsigned i = 0; i < NOTATIONS; i++) {
    char machine[OS_NOTATION_TEXT];
    os_text read = text;
    os_notation_read(&notations[i], &read, machine);
    unsigned types = os_value_types(read.ptr, read.len);
    if (types & (i < DMY ? numbers : OS_BIT(OS_DATE))) fit |= 1u << i;
  }
  return fit;
}

/* A value that both read, but not as the same. */
static bool find_doubt(const os_column *col, unsigned a, unsigned b, os_found *out) {
  for (size_t row = 0; row < col->rows; row++) {
    if (!os_present(col, row)) continue;
    char one[OS_NOTATION_TEXT], two[OS_NOTATION_TEXT];
    os_text text = os_text_at(col, row), x = text, y = text;
    if (!text.len) continue;
    os_notation_read(&notations[a], &x, one);
    os_notation_read(&notations[b], &y, two);
    if (os_text_same(x, y)) continue;
    *out = (os_found){&notations[a], text, &notations[b], row};
    return true;
  }
  return false;
}

static os_found find_in_texts(const os_column *col) {
  unsigned fit = (1u << NOTATIONS) - 1;
  bool any = false;
  os_found found = {NULL, {NULL, 0}, NULL, 0};
  for (size_t i = 0; fit && i < col->texts; i++) {
    os_text text = os_text_entry(col, i);
    if (!text.len) continue;
    any = true;
    fit &= notations_of(text);
  }
  if (!any || !fit) return found;
  unsigned numbers = fit & 7u;
  if ((numbers & 1u << POINT) && (numbers & 1u << COMMA) && find_doubt(col, POINT, COMMA, &found)) {
    return found;
  }
  if (!numbers && (fit & 1u << DMY) && (fit & 1u << MDY) && find_doubt(col, DMY, MDY, &found)) {
    return found;
  }
  found.notation = &notations[__builtin_ctz(fit)];
  return found;
}

os_found os_locale_find(const os_column *col, char own[OS_NOTATION_TEXT]) {
  os_found none = {NULL, {NULL, 0}, NULL, 0};
  if (col->type == OS_TEXT) return find_in_texts(col);
  if (!os_locale_thousands(col)) return none;
  size_t row = 0;
  while (!os_present(col, row)) row++;
  size_t length = os_write_decimal(os_wide_at(col, row), col->scale, own);
  return (os_found){&notations[POINT], {own, length}, &notations[COMMA], row};
}
