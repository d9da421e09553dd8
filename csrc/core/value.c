/* value.c: see value.h. Digits are read eight at a time, as the bytes of one word. */
#include "value.h"

#include "float.h"

#include <string.h>

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte))

static const uint64_t ten[] = {
  UINT64_C(1), UINT64_C(10), UINT64_C(100), UINT64_C(1000), UINT64_C(10000), UINT64_C(100000),
  UINT64_C(1000000), UINT64_C(10000000), UINT64_C(100000000), UINT64_C(1000000000),
  UINT64_C(10000000000), UINT64_C(100000000000), UINT64_C(1000000000000),
  UINT64_C(10000000000000), UINT64_C(100000000000000), UINT64_C(1000000000000000),
  UINT64_C(10000000000000000), UINT64_C(100000000000000000), UINT64_C(1000000000000000000)};
#define DECIMAL_DIGITS 18

/* --- Words of text: the first character is the lowest byte ----------------------------------- */

static inline uint64_t load_8(const char *s) {
  uint64_t v;
  memcpy(&v, s, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  v = __builtin_bswap64(v);
#endif
  return v;
}

static inline uint64_t load_4(const char *s) {
  uint32_t v;
  memcpy(&v, s, 4);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  v = __builtin_bswap32(v);
#endif
  return v;
}

/* n characters, 1 to 8, without reading past them: two loads that overlap, or three bytes. */
static inline uint64_t load(const char *s, size_t n) {
  if (n >= 4) return load_4(s) | load_4(s + n - 4) << 8 * (n - 4);
  const unsigned char *u = (const unsigned char *)s;
  return u[0] | (uint64_t)u[n >> 1] << 8 * (n >> 1) | (uint64_t)u[n - 1] << 8 * (n - 1);
}

/* From here on the bytes are the characters xor '0', so that a digit is its value and what is
** shifted in reads as zeros. All bits of the result are 0 when every byte is a digit. */
static inline uint64_t not_digits(uint64_t v) {
  return (v | (v + EACH(0x7F - 9))) & EACH(0x80);
}

/* Eight digits: pairs, fours, all, each step in one multiplication. */
static inline uint64_t number_of(uint64_t v) {
  v = v * 10 + (v >> 8);
  return ((v & UINT64_C(0x000000FF000000FF)) * (UINT64_C(100) + (UINT64_C(1000000) << 32)) +
          ((v >> 16) & UINT64_C(0x000000FF000000FF)) * (UINT64_C(1) + (UINT64_C(10000) << 32))) >>
         32;
}

/* 1 to 19 digits. */
static inline bool read_digits(const char *s, size_t n, uint64_t *out) {
  size_t head = ((n - 1) & 7) + 1;
  uint64_t v = ((n >= 8 ? load_8(s) : load(s, n)) ^ EACH('0')) << (64 - 8 * head);
  uint64_t bad = not_digits(v), value = number_of(v);
  for (s += head, n -= head; n > 0; s += 8, n -= 8) {
    v = load_8(s) ^ EACH('0');
    bad |= not_digits(v);
    value = value * 100000000 + number_of(v);
  }
  *out = value;
  return bad == 0;
}

static inline bool is_digit(char c) {
  return (unsigned char)(c - '0') < 10;
}

/* False beyond 64 bits. */
static inline bool with_sign(uint64_t magnitude, bool negative, int64_t *out) {
  *out = (int64_t)(negative ? 0 - magnitude : magnitude);
  return magnitude <= (uint64_t)INT64_MAX + negative;
}

/* --- Parsers --------------------------------------------------------------------------------- */

bool os_parse_boolean(const char *s, size_t len, bool *out) {
  if (len != 4 && len != 5) return false;
  uint64_t v = load(s, len) | EACH(0x20); /* only letters become letters by this bit */
  *out = len == 4;
  return v == (len == 4 ? EACH(0x20) | load_4("true") : EACH(0x20) | load("false", 5));
}

bool os_parse_integer(const char *s, size_t len, int64_t *out) {
  uint64_t magnitude;
  bool negative = len > 0 && *s == '-';
  s += negative;
  len -= negative;
  if (len - 1 >= 19 || (*s == '0' && len > 1)) return false; /* also when len is 0 */
  return read_digits(s, len, &magnitude) && with_sign(magnitude, negative, out);
}

/* The high bit of the lowest byte that holds a point; 0 without one. */
static inline uint64_t find_point(uint64_t v) {
  v ^= EACH('.' ^ '0');
  v = (v - EACH(1)) & ~v & EACH(0x80);
  return v & (0 - v);
}

/* Takes the byte of that bit out; what is below it moves up. */
static inline uint64_t drop_point(uint64_t v, uint64_t bit) {
  uint64_t one = bit >> 7;
  return (v & (0 - (one << 8))) | (v & (one - 1)) << 8;
}

/* 17 to 20 characters, without sign: the two sides of the point. */
static bool read_long_decimal(const char *s, size_t len, uint64_t *magnitude, unsigned *scale) {
  const char *point = memchr(s, '.', len);
  uint64_t before = 0, after;
  *scale = 0;
  if (!point) return len <= 19 && read_digits(s, len, magnitude);
  size_t whole = (size_t)(point - s), places = len - whole - 1;
  size_t counted = whole == 1 && *s == '0' ? places : whole + places;
  if (places == 0 || counted > DECIMAL_DIGITS) return false;
  if (whole > 0 && !read_digits(s, whole, &before)) return false;
  if (!read_digits(point + 1, places, &after)) return false;
  *magnitude = before * ten[places] + after;
  *scale = (unsigned)places;
  return true;
}

bool os_parse_decimal(const char *s, size_t len, int64_t *out, unsigned *scale) {
  uint64_t magnitude;
  bool negative = len > 0 && *s == '-';
  s += negative;
  len -= negative;
  if (len - 1 >= DECIMAL_DIGITS + 2) return false;
  if (*s == '0' && len > 1 && s[1] != '.') return false;
  if (len > 16) {
    return read_long_decimal(s, len, &magnitude, scale) && with_sign(magnitude, negative, out);
  }
  /* The text is set flush right in sixteen bytes, and the point taken out. */
  uint64_t left = 0, right;
  if (len <= 8) {
    right = (load(s, len) ^ EACH('0')) << (64 - 8 * len);
  } else {
    left = (load_8(s) ^ EACH('0')) << (8 * (16 - len));
    right = load_8(s + len - 8) ^ EACH('0');
  }
  uint64_t point = find_point(right);
  *scale = 0;
  if (point) {
    *scale = 7 - ((unsigned)__builtin_ctzll(point) >> 3);
    if (*scale == 0) return false;
    right = drop_point(right, point) | left >> 56;
    left <<= 8;
  } else if ((point = find_point(left)) != 0) {
    *scale = 15 - ((unsigned)__builtin_ctzll(point) >> 3);
    left = drop_point(left, point);
  }
  uint64_t bad = not_digits(right);
  magnitude = number_of(right);
  if (left) { /* worth a branch: most texts are short */
    bad |= not_digits(left);
    magnitude += number_of(left) * 100000000;
  }
  if (bad) return false;
  *out = (int64_t)(negative ? 0 - magnitude : magnitude);
  return true;
}

/* --- Numbers --------------------------------------------------------------------------------- */

/* More digits than decide how a double is rounded (768). Of the rest only matters if it is 0. */
#define KEEP 800
/* An exponent is read up to here; no text is long enough to bring more back into range. */
#define HUGE_EXPONENT INT64_C(1000000000000000000)

static const char *skip_digits(const char *s, const char *end) {
  while (s < end && is_digit(*s)) s++;
  return s;
}

static bool all_zero(const char *s, size_t n) {
  while (n > 0 && *s == '0') {
    s++;
    n--;
  }
  return n == 0;
}

/* The rest of the text from its e on. */
static bool read_exponent(const char *s, const char *end, int64_t *out) {
  if (*s != 'e' && *s != 'E') return false;
  s++;
  bool negative = s < end && *s == '-';
  if (s < end && (*s == '-' || *s == '+')) s++;
  if (s == end || skip_digits(s, end) != end) return false;
  int64_t value = 0;
  for (; s < end; s++) {
    if (value < HUGE_EXPONENT / 10) value = value * 10 + (*s - '0');
  }
  *out = negative ? -value : value;
  return true;
}

/* The digits on both sides of the point as one run; whole does not begin with 0. */
static bool parse_joined(const char *whole, size_t nwhole, const char *places, size_t nplaces,
                         int64_t exponent, bool negative, double *out) {
  char run[KEEP + 1];
  size_t n = nwhole < KEEP ? nwhole : KEEP;
  size_t more = nplaces < KEEP - n ? nplaces : KEEP - n;
  memcpy(run, whole, n);
  memcpy(run + n, places, more);
  exponent += (int64_t)(nwhole - n) - (int64_t)more;
  if (!all_zero(whole + n, nwhole - n) || !all_zero(places + more, nplaces - more)) {
    run[n + more++] = '1';
    exponent--;
  }
  return os_float_parse(run, n + more, exponent, negative, out);
}

/* What is no decimal: an exponent, or too many digits. */
static bool parse_long_number(const char *s, size_t len, double *out) {
  const char *end = s + len;
  bool negative = len > 0 && *s == '-';
  const char *whole = s + negative;
  s = skip_digits(whole, end);
  size_t nwhole = (size_t)(s - whole), nplaces = 0;
  if (nwhole > 1 && *whole == '0') return false;
  const char *places = s;
  if (s < end && *s == '.') {
    places = s + 1;
    s = skip_digits(places, end);
    nplaces = (size_t)(s - places);
    if (nplaces == 0) return false;
  }
  if (nwhole + nplaces == 0) return false;
  int64_t exponent = 0;
  if (s == end) {
    if (nplaces == 0) return false; /* an integer beyond 64 bits is text */
  } else if (!read_exponent(s, end, &exponent)) {
    return false;
  }
  if (nplaces == 0) return os_float_parse(whole, nwhole, exponent, negative, out);
  if (nwhole == 0 || *whole == '0') {
    return os_float_parse(places, nplaces, exponent - (int64_t)nplaces, negative, out);
  }
  return parse_joined(whole, nwhole, places, nplaces, exponent, negative, out);
}

bool os_is_double(int64_t value) {
  uint64_t magnitude = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
  return magnitude >> 53 == 0 || magnitude >> __builtin_ctzll(magnitude) >> 53 == 0;
}

bool os_parse_number(const char *s, size_t len, double *out) {
  int64_t value;
  unsigned scale;
  if (!os_parse_decimal(s, len, &value, &scale)) return parse_long_number(s, len, out);
  if (scale == 0 && !os_is_double(value)) return false;
  *out = os_float_from_decimal(value, scale); /* -0 is 0, as in a column of integers or decimals */
  return true;
}

/* --- Dates ----------------------------------------------------------------------------------- */

#define EPOCH 719468 /* days from 0000-03-01 to 1970-01-01 */

/* Years begin in March, so that the leap day ends one (H. Hinnant, chrono-compatible low-level date
** algorithms). */
static inline int32_t pack(unsigned year, unsigned month, unsigned day, os_precision precision) {
  unsigned early = month <= 2, y = year - early, m = month + 12 * early - 3, century = y / 100;
  unsigned days = 1461 * y / 4 - century + century / 4 + (153 * m + 2) / 5 + day - 1;
  return ((int32_t)days - EPOCH) * 4 + (int32_t)precision;
}

static inline unsigned month_days(unsigned year, unsigned month) {
  if (month == 2) return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
  return 30 + ((month ^ month >> 3) & 1);
}

/* Every form is brought to the bytes of "YYYY-MM-" and a day. */
bool os_parse_date(const char *s, size_t len, int32_t *out) {
  uint64_t v, days = UINT64_C(1) << 8;
  os_precision precision = OS_DAY;
  if (len == 10) {
    v = load_8(s) ^ EACH('0');
    days = load(s + 8, 2) ^ (EACH('0') & 0xFFFF);
  } else if (len == 7) {
    v = (load(s, 7) | (uint64_t)'-' << 56) ^ EACH('0');
    precision = OS_MONTH;
  } else if (len == 4) {
    static const char january[] = {'0', '0', '0', '0', '-', '0', '1', '-'};
    v = (load_4(s) ^ (EACH('0') & 0xFFFFFFFF)) | (load_8(january) ^ EACH('0'));
    precision = OS_YEAR;
  } else {
    return false;
  }
  v ^= (uint64_t)('-' ^ '0') << 32 | (uint64_t)('-' ^ '0') << 56; /* the dashes become zeros */
  if (not_digits(v) | not_digits(days) | (v & UINT64_C(0xFF0000FF00000000))) return false;
  v = v * 10 + (v >> 8); /* now a byte is the number of two digits */
  unsigned year = (unsigned)(v & 0xFF) * 100 + (unsigned)(v >> 16 & 0xFF);
  unsigned month = (unsigned)(v >> 40 & 0xFF);
  unsigned day = (unsigned)(days & 0xFF) * 10 + (unsigned)(days >> 8);
  if (year < (precision == OS_YEAR ? 1000u : 1u) || month - 1 > 11 || day < 1) return false;
  if (day > 28 && day > month_days(year, month)) return false;
  *out = pack(year, month, day, precision);
  return true;
}

int32_t os_date_pack(int year, int month, int day, os_precision precision) {
  if (precision != OS_DAY) day = 1;
  if (precision == OS_YEAR) month = 1;
  return pack((unsigned)year, (unsigned)month, (unsigned)day, precision);
}

void os_date_unpack(int32_t packed, int *year, int *month, int *day, os_precision *precision) {
  unsigned days = (unsigned)((packed >> 2) + EPOCH);
  unsigned era = days / 146097, of_era = days % 146097;
  unsigned y = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  unsigned of_year = of_era - (365 * y + y / 4 - y / 100);
  unsigned m = (5 * of_year + 2) / 153; /* 0 is March */
  *day = (int)(of_year - (153 * m + 2) / 5 + 1);
  *month = (int)(m < 10 ? m + 3 : m - 9);
  *year = (int)(era * 400 + y + (m >= 10));
  *precision = (os_precision)(packed & 3);
}

/* --- Types ----------------------------------------------------------------------------------- */

unsigned os_value_types(const char *s, size_t len) {
  unsigned types = OS_BIT(OS_TEXT), scale;
  int64_t decimal;
  int32_t date;
  double number;
  bool boolean;
  if (len == 0) return types;
  if (*s != '-' && *s != '.' && !is_digit(*s)) {
    return os_parse_boolean(s, len, &boolean) ? types | OS_BIT(OS_BOOLEAN) : types;
  }
  if (os_parse_date(s, len, &date)) types |= OS_BIT(OS_DATE);
  if (os_parse_decimal(s, len, &decimal, &scale)) {
    types |= OS_BIT(OS_DECIMAL);
    if (scale == 0) types |= OS_BIT(OS_INTEGER);
    if (scale > 0 || os_is_double(decimal)) types |= OS_BIT(OS_NUMBER);
  } else if (parse_long_number(s, len, &number)) {
    types |= OS_BIT(OS_NUMBER);
  }
  return types;
}

/* --- Writers --------------------------------------------------------------------------------- */

static const char pairs[] = "00010203040506070809101112131415161718192021222324"
                            "25262728293031323334353637383940414243444546474849"
                            "50515253545556575859606162636465666768697071727374"
                            "75767778798081828384858687888990919293949596979899";

/* Writes the digits so that they end at `end`, and returns where they begin; none for 0. */
static char *write_back(uint64_t value, char *end) {
  for (; value >= 100; value /= 100) memcpy(end -= 2, pairs + 2 * (value % 100), 2);
  if (value >= 10) return memcpy(end - 2, pairs + 2 * value, 2);
  if (value > 0) *--end = (char)('0' + value);
  return end;
}

/* Puts sign and digits at out. */
static size_t finish(bool negative, const char *digits, size_t n, char *out) {
  *out = '-';
  memcpy(out + negative, digits, n);
  return n + negative;
}

size_t os_write_integer(int64_t value, char *out) {
  char text[20], *end = text + sizeof text, *digits;
  digits = write_back(value < 0 ? 0 - (uint64_t)value : (uint64_t)value, end);
  if (digits == end) *--digits = '0';
  return finish(value < 0, digits, (size_t)(end - digits), out);
}

size_t os_write_decimal(os_wide value, unsigned scale, char *out) { /* scale <= 60 */
  char text[OS_VALUE_TEXT], *end = text + sizeof text, *digits = end;
  os_uwide rest = value < 0 ? -(os_uwide)value : (os_uwide)value;
  while (rest >> 64) {
    char *below = digits - DECIMAL_DIGITS;
    uint64_t part = (uint64_t)(rest % ten[DECIMAL_DIGITS]);
    rest /= ten[DECIMAL_DIGITS];
    char *from = write_back(part, digits);
    memset(below, '0', (size_t)(from - below));
    digits = below;
  }
  digits = write_back((uint64_t)rest, digits);
  while ((size_t)(end - digits) <= scale) *--digits = '0'; /* one digit before the point */
  size_t whole = (size_t)(end - digits) - scale;
  size_t n = finish(value < 0, digits, whole, out);
  if (scale == 0) return n;
  out[n] = '.';
  memcpy(out + n + 1, digits + whole, scale);
  return n + 1 + scale;
}

size_t os_write_date(int32_t packed, char *out) {
  int year, month, day;
  os_precision precision;
  os_date_unpack(packed, &year, &month, &day, &precision);
  memcpy(out, pairs + 2 * (year / 100), 2);
  memcpy(out + 2, pairs + 2 * (year % 100), 2);
  if (precision == OS_YEAR) return 4;
  out[4] = '-';
  memcpy(out + 5, pairs + 2 * month, 2);
  if (precision == OS_MONTH) return 7;
  out[7] = '-';
  memcpy(out + 8, pairs + 2 * day, 2);
  return 10;
}
