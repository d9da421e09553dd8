/* locale.c: see locale.h. */
#include "locale.h"

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
