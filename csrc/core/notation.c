/* notation.c: see notation.h. */
#include "notation.h"

#include "value.h"

static inline bool is_digit(char c) {
  return (unsigned char)(c - '0') < 10;
}

static size_t digits_at(const char *s, const char *end) {
  const char *from = s;
  while (s < end && is_digit(*s)) s++;
  return (size_t)(s - from);
}

/* Bytes of the group mark at s, or 0. */
static size_t group_at(char mark, const char *s, const char *end) {
  static const char *const spaces[] = {"\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89"};
  if (!mark || s == end) return 0;
  if (*s == mark) return 1;
  size_t left = (size_t)(end - s);
  if (mark == '\'') return left >= 3 && !memcmp(s, "\xE2\x80\x99", 3) ? 3 : 0;
  for (size_t i = 0; mark == ' ' && i < 3; i++) {
    size_t length = i ? 3 : 2;
    if (left >= length && !memcmp(s, spaces[i], length)) return length;
  }
  return 0;
}

/* Sign, digits in threes or not grouped, places, exponent: the length of what it is as machines
** write it, or 0. */
static size_t read_number(const os_notation *notation, os_text text, char *out, bool *grouped) {
  const char *s = text.ptr, *end = s + text.len;
  char *to = out;
  if (*s == '-') *to++ = *s++;
  size_t count = digits_at(s, end), mark;
  memcpy(to, s, count);
  to += count;
  s += count;
  while ((mark = group_at(notation->group, s, end)) != 0) {
    if (count == 0 || count > 3 || digits_at(s + mark, end) != 3) return 0;
    memcpy(to, s + mark, 3);
    to += 3;
    s += mark + 3;
    count = 3;
    *grouped = true;
  }
  if (s < end && *s == notation->decimal) {
    *to++ = '.';
    s++;
    count = digits_at(s, end);
    if (count == 0) return 0;
    memcpy(to, s, count);
    to += count;
    s += count;
  }
  if (s < end && *s != 'e' && *s != 'E') return 0;
  memcpy(to, s, (size_t)(end - s)); /* an exponent, or whatever it is */
  return (size_t)(to - out) + (size_t)(end - s);
}

static bool is_date_mark(char c) {
  return c == '/' || c == '.' || c == '-';
}

/* Two digits from one or two. */
static char *put_two(char *to, const char *s, size_t count) {
  *to++ = count == 2 ? *s++ : '0';
  *to++ = *s;
  return to;
}

/* Day, month and year, or month and year; whether there is such a day is seen later. */
static size_t read_date(os_dates order, os_text text, char *out) {
  const char *part[3], *s = text.ptr, *end = s + text.len;
  size_t count[3], n = 0;
  char mark = 0;
  for (;;) {
    part[n] = s;
    count[n] = digits_at(s, end);
    s += count[n];
    if (count[n++] == 0) return 0;
    if (s == end) break;
    if (n == 3 || !is_date_mark(*s) || (mark && *s != mark)) return 0;
    mark = *s++;
  }
  if (n == 1 || (n == 2 && mark == '.')) return 0; /* that is a number */
  size_t year = order == OS_DATES_YMD ? 0 : n - 1;
  size_t month = order == OS_DATES_MDY ? 0 : order == OS_DATES_YMD ? 1 : n - 2;
  size_t day = order == OS_DATES_DMY ? 0 : order == OS_DATES_MDY ? 1 : 2;
  if (count[year] != 4 || count[month] > 2 || (n == 3 && count[day] > 2)) return 0;
  memcpy(out, part[year], 4);
  out[4] = '-';
  char *to = put_two(out + 5, part[month], count[month]);
  if (n == 3) {
    *to++ = '-';
    to = put_two(to, part[day], count[day]);
  }
  return (size_t)(to - out);
}

/* Whether a text may be a date: its first mark comes soon, or in YMD after the year. */
static bool may_be_date(os_dates order, os_text text) {
  if (order == OS_DATES_ISO || text.len > 10 || text.len < 6) return false;
  const char *s = text.ptr;
  return order == OS_DATES_YMD ? is_date_mark(s[4]) : is_date_mark(s[1]) || is_date_mark(s[2]);
}

os_noted os_notation_read(const os_notation *notation, os_text *text, char out[OS_NOTATION_TEXT]) {
  int32_t date;
  size_t length = 0;
  bool grouped = false;
  char c = *text->ptr;
  if (!is_digit(c) || notation->numerals) {
    for (size_t i = 0; i < notation->missing.count; i++) {
      if (os_text_same(notation->missing.words[i], *text)) return OS_NOTED_MISSING;
    }
  }
  if (is_digit(c)) {
    size_t digits = 1;
    while (digits < text->len && is_digit(text->ptr[digits])) digits++;
    if (digits == text->len) return OS_NOTED_SAME;
  }
  if (!is_digit(c) && c != '-' && c != '.' && c != ',') return OS_NOTED_SAME;
  if (text->len <= OS_NOTATION_TEXT) {
    if (may_be_date(notation->dates, *text)) length = read_date(notation->dates, *text, out);
    if (!length) length = read_number(notation, *text, out, &grouped);
    if (!length && os_parse_date(text->ptr, text->len, &date)) return OS_NOTED_SAME;
  }
  if (!length) out[length++] = '?';
  *text = (os_text){out, length};
  return grouped ? OS_NOTED_GROUPED : OS_NOTED_OTHER;
}
