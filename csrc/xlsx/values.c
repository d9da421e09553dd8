/* values.c: numbers, days and texts of cells as a CSV file has them. */
#include <string.h>

#include "../core/float.h"
#include "xlsx.h"

#define KEPT_DIGITS 15 /* what a double holds for certain */
#define PLAIN_DIGITS 18 /* what a decimal holds */
#define DAYS_1904 1462
#define LAST_DAY 2958465 /* 31 December 9999 */
#define DAY_MS ((int64_t)86400000)

/* A number as text, taken apart. */
typedef struct x_number {
  bool negative, whole; /* whole: no point and no exponent */
  bool plain;           /* written as the type ladder wants it */
  char digits[40];      /* without zeros in front and behind; the first of them, if there are more */
  size_t count, all;
  int64_t exponent;     /* value = digits * 10^exponent */
} x_number;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool take_apart(const char *text, size_t length, x_number *out) {
  size_t at = 0, digits = 0, zeros = 0, lead = 0;
  bool point = false;
  int64_t shift = 0, power = 0;
  memset(out, 0, sizeof *out);
  if (at < length && (text[at] == '-' || text[at] == '+')) out->negative = text[at++] == '-';
  out->plain = !(length && text[0] == '+');
  lead = at;
  for (; at < length && (is_digit(text[at]) || (text[at] == '.' && !point)); at++) {
    if (text[at] == '.') {
      point = true;
      out->plain = out->plain && at > lead && at + 1 < length;
      continue;
    }
    digits++;
    if (point) shift--;
    if (text[at] == '0') {
      zeros += out->all > 0;
      continue;
    }
    for (; zeros > 0; zeros--) {
      if (out->count < sizeof out->digits) out->digits[out->count++] = '0';
      out->all++;
    }
    if (out->count < sizeof out->digits) out->digits[out->count++] = text[at];
    out->all++;
  }
  if (digits == 0) return false;
  if (digits > 1 && text[lead] == '0' && text[lead + 1] != '.') out->plain = false;
  out->whole = !point;
  if (at < length && (text[at] == 'e' || text[at] == 'E')) {
    bool below;
    size_t from;
    at++;
    out->whole = out->plain = false;
    below = at < length && text[at] == '-';
    if (at < length && (text[at] == '-' || text[at] == '+')) at++;
    for (from = at; at < length && is_digit(text[at]); at++) {
      if (power < 100000) power = power * 10 + (text[at] - '0');
    }
    if (at == from) return false;
    if (below) power = -power;
  }
  out->exponent = shift + (int64_t)zeros + (int64_t)(out->all - out->count) + power;
  return at == length;
}

/* Digits of a double without an exponent, where those are not too many. One that needs more than 15 is
** what a computation left, not what somebody wrote: its exponent makes it a `number`. */
static os_status put_double(const os_mem *mem, os_buf *out, double value) {
  char text[OS_FLOAT_TEXT + 4];
  x_number number;
  size_t length = os_float_write(value, text);
  if (length > 2 && memcmp(text + length - 2, ".0", 2) == 0) length -= 2;
  if (!take_apart(text, length, &number)) return os_buf_append(mem, out, text, length);
  if (!memchr(text, 'e', length)) {
    if (number.count > KEPT_DIGITS) {
      memcpy(text + length, "e0", 2);
      length += 2;
    }
    return os_buf_append(mem, out, text, length);
  }
  int64_t before = (int64_t)number.count + number.exponent; /* digits before the point */
  int64_t most = before > (int64_t)number.count ? before : (int64_t)number.count;
  if (before <= 0) most = -number.exponent;
  if (most > PLAIN_DIGITS) return os_buf_append(mem, out, text, length);
  char plain[2 * PLAIN_DIGITS + 4];
  size_t at = 0;
  if (number.negative) plain[at++] = '-';
  if (before <= 0) plain[at++] = '0';
  for (int64_t i = before <= 0 ? before : 0; i < (int64_t)number.count || i < before; i++) {
    if (i == (before <= 0 ? before : 0) && before <= 0) plain[at++] = '.';
    if (i == before && before > 0) plain[at++] = '.';
    plain[at++] = i >= 0 && i < (int64_t)number.count ? number.digits[i] : '0';
  }
  return os_buf_append(mem, out, plain, at);
}

os_status x_put_number(const os_mem *mem, os_buf *out, const char *text, size_t length, bool *ok) {
  x_number number;
  double value;
  *ok = take_apart(text, length, &number);
  if (!*ok) return OS_OK;
  if (number.plain && (number.whole || number.all <= KEPT_DIGITS)) {
    return os_buf_append(mem, out, text, length);
  }
  if (number.count == 0) return os_buf_append(mem, out, "0", 1);
  *ok = os_float_parse(number.digits, number.count, number.exponent, number.negative, &value);
  return *ok ? put_double(mem, out, value) : OS_OK;
}

static void put_two(char *out, int64_t value) {
  out[0] = (char)('0' + value / 10 % 10);
  out[1] = (char)('0' + value % 10);
}

/* The civil day so many days after 1 March of year 0 (proleptic Gregorian). */
static void put_day(char *out, int64_t days) {
  int64_t era = days / 146097, of_era = days % 146097;
  int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  int64_t month = (5 * of_year + 2) / 153, day = of_year - (153 * month + 2) / 5 + 1;
  month = month < 10 ? month + 3 : month - 9;
  year += era * 400 + (month <= 2);
  put_two(out, year / 100);
  put_two(out + 2, year % 100);
  out[4] = '-';
  put_two(out + 5, month);
  out[7] = '-';
  put_two(out + 8, day);
}

static os_status put_clock(const os_mem *mem, os_buf *out, int64_t ms, char before) {
  char text[32];
  size_t at = 0;
  int64_t hours = ms / 3600000;
  if (before) text[at++] = before;
  if (hours > 99) { /* a duration */
    char digits[20];
    size_t count = 0;
    for (; hours > 0; hours /= 10) digits[count++] = (char)('0' + hours % 10);
    while (count > 0) text[at++] = digits[--count];
  } else {
    put_two(text + at, hours);
    at += 2;
  }
  text[at++] = ':';
  put_two(text + at, ms / 60000 % 60);
  text[at + 2] = ':';
  put_two(text + at + 3, ms / 1000 % 60);
  at += 5;
  if (ms % 1000) {
    text[at++] = '.';
    text[at++] = (char)('0' + ms / 100 % 10);
    put_two(text + at, ms % 100);
    at += 2;
  }
  return os_buf_append(mem, out, text, at);
}

os_status x_put_moment(const os_mem *mem, os_buf *out, const char *text, size_t length,
                       x_shown shown, bool from_1904, bool *ok, bool *date) {
  x_number number;
  double value = 0;
  *date = false;
  *ok = take_apart(text, length, &number);
  if (*ok && number.count > 0) {
    *ok = os_float_parse(number.digits, number.count, number.exponent, number.negative, &value);
  }
  if (!*ok || value < 0 || value >= LAST_DAY + 1) {
    *ok = false;
    return OS_OK;
  }
  int64_t day = (int64_t)value;
  int64_t ms = (int64_t)((value - (double)day) * (double)DAY_MS + 0.5);
  if (ms >= DAY_MS) {
    ms = 0;
    day++;
  }
  if (shown == X_DURATION) return put_clock(mem, out, day * DAY_MS + ms, 0);
  if (day == 0 && !from_1904) { /* a time of no day */
    if (shown != X_DATE) return put_clock(mem, out, ms, 0);
    *ok = false;
    return OS_OK;
  }
  char written[10];
  if (from_1904) day += DAYS_1904;
  if (day > LAST_DAY) {
    *ok = false;
    return OS_OK;
  }
  /* Spreadsheets believe in 29 February 1900, which is their day 60. */
  if (day == 60 && !from_1904) {
    memcpy(written, "1900-02-29", 10);
  } else {
    put_day(written, day + 693899 + (day < 60 && !from_1904));
  }
  os_status status = os_buf_append(mem, out, written, 10);
  *date = ms == 0;
  if (!status && ms) status = put_clock(mem, out, ms, 'T');
  return status;
}

x_shown x_builtin_format(unsigned id) {
  if ((id >= 14 && id <= 17) || (id >= 27 && id <= 31) || id == 36 || (id >= 50 && id <= 54) ||
      id == 57 || id == 58) {
    return X_DATE;
  }
  if (id >= 18 && id <= 21) return X_TIME;
  if (id == 22) return X_DATE_TIME;
  if (id >= 32 && id <= 35) return X_TIME;
  if (id == 45 || id == 47) return X_TIME;
  return id == 46 ? X_DURATION : X_NUMBER;
}

static bool begins_general(const char *code) {
  static const char word[] = "general";
  for (size_t i = 0; i < sizeof word - 1; i++) {
    if ((code[i] | 0x20) != word[i]) return false;
  }
  return true;
}

x_shown x_format(const char *code) {
  bool days = false, hours = false, months = false;
  for (const char *c = code; *c && *c != ';'; c++) {
    if (*c == '"') {
      do c++;
      while (*c && *c != '"');
    } else if (*c == '\\' || *c == '_' || *c == '*') {
      c++;
    } else if (*c == '[') {
      if (strchr("hHmMsS", c[1]) && c[1] && (c[2] == ']' || c[2] == c[1])) return X_DURATION;
      while (*c && *c != ']') c++;
    } else if (strchr("yYdDgG", *c)) {
      if (begins_general(c)) {
        c += 6;
      } else {
        days = true;
      }
    } else if (strchr("hHsS", *c)) {
      hours = true;
    } else if (*c == 'm' || *c == 'M') {
      months = true;
    } else if (*c == 'E' && (c[1] == '+' || c[1] == '-')) {
      c++;
    }
    if (!*c) break;
  }
  if (months && !hours) days = true;
  if (days) return hours ? X_DATE_TIME : X_DATE;
  return hours ? X_TIME : X_NUMBER;
}

static int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The character that _x000D_ and its like stand for; 0 for none, and for those that no text has. */
static unsigned escaped(const char *text, size_t left) {
  unsigned point = 0;
  if (left < 7 || text[0] != '_' || text[1] != 'x' || text[6] != '_') return 0;
  for (int i = 2; i < 6; i++) {
    int digit = hex(text[i]);
    if (digit < 0) return 0;
    point = point * 16 + (unsigned)digit;
  }
  return point >= 0xD800 && point < 0xE000 ? 0 : point;
}

os_status x_put_escaped(const os_mem *mem, os_buf *out, const char *text, size_t length) {
  os_status status = OS_OK;
  size_t from = 0;
  for (size_t i = 0; !status && i + 7 <= length; i++) {
    if (text[i] != '_') continue;
    unsigned point = escaped(text + i, length - i);
    if (!point) continue;
    char bytes[3];
    size_t count = 0;
    if (point < 0x80) {
      bytes[count++] = (char)point;
    } else if (point < 0x800) {
      bytes[count++] = (char)(0xC0 | point >> 6);
      bytes[count++] = (char)(0x80 | (point & 0x3F));
    } else {
      bytes[count++] = (char)(0xE0 | point >> 12);
      bytes[count++] = (char)(0x80 | (point >> 6 & 0x3F));
      bytes[count++] = (char)(0x80 | (point & 0x3F));
    }
    status = os_buf_append(mem, out, text + from, i - from);
    if (!status) status = os_buf_append(mem, out, bytes, count);
    from = i + 7;
    i += 6;
  }
  if (!status && length > from) status = os_buf_append(mem, out, text + from, length - from);
  return status;
}
