/* float.c: see float.h.
**
** Both directions rest on one idea: a power of ten to 128 bits with a known error gives an interval
** that nearly always decides; where it does not, the same question is put to exact integers. */
#include "float.h"

#include <string.h>

#define HIDDEN (UINT64_C(1) << 52) /* the leading bit that a normal double leaves out */
#define INFINITE (UINT64_C(0x7FF) << 52)
#define SIGN (UINT64_C(1) << 63)
#define EXACT_INTEGERS (UINT64_C(1) << 53) /* up to here every integer is a double */

static const double ten[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                             1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                             1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
#define EXACT_TEN 22 /* the last power of ten that is a double */

static const uint64_t five[] = {
  UINT64_C(1), UINT64_C(5), UINT64_C(25), UINT64_C(125), UINT64_C(625), UINT64_C(3125),
  UINT64_C(15625), UINT64_C(78125), UINT64_C(390625), UINT64_C(1953125), UINT64_C(9765625),
  UINT64_C(48828125), UINT64_C(244140625), UINT64_C(1220703125), UINT64_C(6103515625),
  UINT64_C(30517578125), UINT64_C(152587890625), UINT64_C(762939453125),
  UINT64_C(3814697265625), UINT64_C(19073486328125), UINT64_C(95367431640625),
  UINT64_C(476837158203125), UINT64_C(2384185791015625), UINT64_C(11920928955078125),
  UINT64_C(59604644775390625), UINT64_C(298023223876953125), UINT64_C(1490116119384765625),
  UINT64_C(7450580596923828125)};
#define STEP 27 /* the last power of five below 2^64 */

/* 10^(27 * j) for j = -13 .. 12: the leading 128 bits, rounded down. */
#define FIRST_STEP (-13 * STEP)
static const uint64_t step[][2] = {
  {0x8049A4AC0C5811AE, 0x205B896D777D6278}, {0xCF42894A5DCE35EA, 0x52064CAC828675B9},
  {0xA76C582338ED2621, 0xAF2AF2B80AF6F24E}, {0x873E4F75E2224E68, 0x5A7744A6E804A291},
  {0xDA7F5BF590966848, 0xAF39A475506A899E}, {0xB080392CC4349DEC, 0xBD8D794D96AACFB3},
  {0x8E938662882AF53E, 0x547EB47B7282EE9C}, {0xE65829B3046B0AFA, 0x0CB4A5A3112A5112},
  {0xBA121A4650E4DDEB, 0x92F34D62616CE413}, {0x964E858C91BA2655, 0x3A6A07F8D510F86F},
  {0xF2D56790AB41C2A2, 0xFAE27299423FB9C3}, {0xC428D05AA4751E4C, 0xAA97E14C3C26B886},
  {0x9E74D1B791E07E48, 0x775EA264CF55347D}, {0x8000000000000000, 0x0000000000000000},
  {0xCECB8F27F4200F3A, 0x0000000000000000}, {0xA70C3C40A64E6C51, 0x999090B65F67D924},
  {0x86F0AC99B4E8DAFD, 0x69A028BB3DED71A3}, {0xDA01EE641A708DE9, 0xE80E6F4820CC9495},
  {0xB01AE745B101E9E4, 0x5EC05DCFF72E7F8F}, {0x8E41ADE9FBEBC27D, 0x14588F13BE847307},
  {0xE5D3EF282A242E81, 0x8F1668C8A86DA5FA}, {0xB9A74A0637CE2EE1, 0x6D953E2BD7173692},
  {0x95F83D0A1FB69CD9, 0x4ABDAF101564F98E}, {0xF24A01A73CF2DCCF, 0xBC633B39673C8CEC},
  {0xC3B8358109E84F07, 0x0A862F80EC4700C8}, {0x9E19DB92B4E31BA9, 0x6C07A2C26A8346D1}};

static double from_bits(uint64_t bits) {
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static uint64_t to_bits(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits;
}

/* A finite double without its sign: m * 2^e. */
static uint64_t split(uint64_t bits, int *e) {
  int biased = (int)(bits >> 52);
  *e = (biased ? biased : 1) - 1075;
  return biased ? (bits & (HIDDEN - 1)) | HIDDEN : bits;
}

/* t * 2^e, rounded once to the nearest double, ties to even; infinity where it overflows.
** t has more than 53 bits. */
static uint64_t round_bits(os_uwide t, int e) {
  uint64_t high = (uint64_t)(t >> 64);
  int width = high ? 128 - __builtin_clzll(high) : 64 - __builtin_clzll((uint64_t)t);
  int drop = width - 53;
  if (e + drop < -1074) drop = -1074 - e; /* the last place of a denormal */
  if (drop > 128) return 0;
  if (e + drop > 971) return INFINITE;
  os_uwide half = (os_uwide)1 << (drop - 1), rest = t & (half | (half - 1));
  uint64_t m = (uint64_t)(t >> (drop - 1) >> 1);
  m += rest > half || (rest == half && (m & 1));
  /* Added, not or-ed: the leading bit of m, and a carry out of it, move the exponent. */
  return ((uint64_t)(e + drop + 1074) << 52) + m;
}

/* --- 128 bits -------------------------------------------------------------------------------- */

/* A power of ten lies in [m, m + slack] * 2^e, and m has 128 bits. */
typedef struct power {
  os_uwide m;
  int e;
  unsigned slack;
} power;

/* The high 128 bits of a * b; off by less than one. */
static inline os_uwide mul_high(os_uwide a, uint64_t b) {
  return (os_uwide)(uint64_t)(a >> 64) * b + ((os_uwide)(uint64_t)a * b >> 64);
}

static power power_of_ten(int k) { /* -351 <= k <= 350 */
  unsigned j = (unsigned)(k - FIRST_STEP) / STEP, r = (unsigned)(k - FIRST_STEP) % STEP;
  uint64_t small = five[r] << __builtin_clzll(five[r]);
  power p;
  p.m = mul_high((os_uwide)step[j][0] << 64 | step[j][1], small);
  /* The entry and the product may each be low by one, and the shift doubles both. */
  p.slack = k >= 0 && k < STEP ? 0 : 4;
  if (!(p.m >> 127)) p.m <<= 1;
  p.e = (k * 1741647 >> 19) - 127; /* floor(log2(10^k)) */
  return p;
}

/* --- Exact integers -------------------------------------------------------------------------- */

/* A halfway point between doubles has at most 768 significant digits. What follows those that are
** kept only matters by being zero or not. */
#define KEEP 800
#define LIMBS 44 /* 10^(KEEP + 1), and 5^(KEEP + 325) times 54 bits, are below 2^2700 */

typedef struct big {
  unsigned n; /* limbs in use, the last of them not 0 */
  uint64_t limb[LIMBS];
} big;

static void big_mul_add(big *a, uint64_t factor, uint64_t add) {
  for (unsigned i = 0; i < a->n; i++) {
    os_uwide t = (os_uwide)a->limb[i] * factor + add;
    a->limb[i] = (uint64_t)t;
    add = (uint64_t)(t >> 64);
  }
  if (add) a->limb[a->n++] = add;
}

static void big_set(big *a, uint64_t value) {
  a->n = value != 0;
  a->limb[0] = value;
}

static void big_mul_five(big *a, unsigned k) {
  for (; k > STEP; k -= STEP) big_mul_add(a, five[STEP], 0);
  big_mul_add(a, five[k], 0);
}

static void big_shift(big *a, unsigned bits) {
  unsigned whole = bits / 64;
  if (a->n == 0) return;
  big_mul_add(a, UINT64_C(1) << bits % 64, 0);
  memmove(a->limb + whole, a->limb, a->n * sizeof a->limb[0]);
  memset(a->limb, 0, whole * sizeof a->limb[0]);
  a->n += whole;
}

/* The sign of a * 10^k - c * 2^e, for two sides of about the same size; a is used up. */
static int big_order(big *a, int k, uint64_t c, int e) {
  big b;
  big_set(&b, c);
  if (k >= 0) {
    big_mul_five(a, (unsigned)k);
  } else {
    big_mul_five(&b, (unsigned)-k);
  }
  if (k >= e) {
    big_shift(a, (unsigned)(k - e));
  } else {
    big_shift(&b, (unsigned)(e - k));
  }
  if (a->n != b.n) return a->n < b.n ? -1 : 1;
  for (unsigned i = a->n; i-- > 0;) {
    if (a->limb[i] != b.limb[i]) return a->limb[i] < b.limb[i] ? -1 : 1;
  }
  return 0;
}

/* --- Reading --------------------------------------------------------------------------------- */

static uint64_t read_digits(const char *s, size_t n) {
  uint64_t value = 0;
  for (size_t i = 0; i < n; i++) value = value * 10 + (uint64_t)(s[i] - '0');
  return value;
}

/* The number is no less than the double `below`, and at most a hair above the point halfway to the
** next double: which of the two? */
static uint64_t settle(const char *digits, size_t n, int64_t exponent, uint64_t below) {
  big a;
  size_t kept = n < KEEP ? n : KEEP;
  big_set(&a, 0);
  for (size_t i = 0, count; i < kept; i += count) {
    count = kept - i < 18 ? kept - i : 18;
    big_mul_add(&a, five[count] << count, read_digits(digits + i, count));
  }
  exponent += (int64_t)(n - kept);
  for (size_t i = kept; i < n; i++) {
    if (digits[i] == '0') continue;
    big_mul_add(&a, 10, 1);
    exponent--;
    break;
  }
  int e;
  uint64_t m = split(below, &e);
  int order = big_order(&a, (int)exponent, 2 * m + 1, e - 1);
  return below + (order > 0 || (order == 0 && (m & 1)));
}

/* digits has no leading zero and n > 0. Without a sign; infinity and 0 stand for themselves. */
static uint64_t parse_bits(const char *digits, size_t n, int64_t exponent) {
  if (exponent > 309 || exponent + (int64_t)n > 309) return INFINITE;
  if (exponent < -323 - (int64_t)n) return 0;
  size_t taken = n < 19 ? n : 19;
  uint64_t m = read_digits(digits, taken);
  int k = (int)(exponent + (int64_t)(n - taken));
  if (n == taken && m <= EXACT_INTEGERS && k >= -EXACT_TEN && k <= EXACT_TEN) {
    /* Both are exact, so the one operation rounds correctly. */
    return to_bits(k < 0 ? (double)m / ten[-k] : (double)m * ten[k]);
  }
  power p = power_of_ten(k);
  int shift = __builtin_clzll(m);
  os_uwide low = mul_high(p.m, m << shift), high = low;
  if (p.slack) high += p.slack + 1;
  if (n > taken) high += ((p.m >> 64) + 1) << shift; /* digits not taken: m is low by up to one */
  uint64_t bits = round_bits(low, p.e + 64 - shift);
  /* If high wraps round, the exact comparison still answers for low. */
  if (high < low || bits != round_bits(high, p.e + 64 - shift)) {
    if (bits != INFINITE) bits = settle(digits, n, exponent, bits);
  }
  return bits;
}

bool os_float_parse(const char *digits, size_t ndigits, int64_t exponent, bool negative,
                    double *out) {
  while (ndigits > 0 && *digits == '0') {
    digits++;
    ndigits--;
  }
  uint64_t bits = 0;
  if (ndigits > 0) {
    bits = parse_bits(digits, ndigits, exponent);
    if (bits == 0 || bits == INFINITE) return false;
  }
  *out = from_bits(negative ? bits | SIGN : bits);
  return true;
}

/* num / den * 2^e, rounded once. */
static double divide(os_wide num, uint64_t den, int e) {
  os_uwide n = num < 0 ? -(os_uwide)num : (os_uwide)num;
  if (n == 0) return 0;
  uint64_t high = (uint64_t)(n >> 64);
  int shift = high ? __builtin_clzll(high) : 64 + __builtin_clzll((uint64_t)n);
  n <<= shift;
  os_uwide q = n / den; /* at least 63 bits, so its last one is free to say "and a bit more" */
  if (q * den != n) q |= 1;
  uint64_t bits = round_bits(q, e - shift);
  return from_bits(num < 0 ? bits | SIGN : bits);
}

static bool is_exact(os_wide num) {
  return num <= (os_wide)EXACT_INTEGERS && num >= -(os_wide)EXACT_INTEGERS;
}

double os_float_from_decimal(os_wide num, unsigned scale) {
  if (is_exact(num) && scale <= EXACT_TEN) return (double)(int64_t)num / ten[scale];
  if (scale <= STEP) return divide(num, five[scale], -(int)scale);
  char digits[40];
  size_t at = sizeof digits;
  double value = 0;
  for (os_uwide n = num < 0 ? -(os_uwide)num : (os_uwide)num; n > 0; n /= 10) {
    digits[--at] = (char)('0' + (int)(n % 10));
  }
  /* It cannot overflow; what underflows is 0. */
  (void)os_float_parse(digits + at, sizeof digits - at, -(int64_t)scale, num < 0, &value);
  return value;
}

double os_float_ratio(os_wide num, uint64_t den) {
  if (is_exact(num) && den <= EXACT_INTEGERS) return (double)(int64_t)num / (double)den;
  return divide(num, den, 0);
}

/* --- Writing --------------------------------------------------------------------------------- */

/* A value of at most 15 digits, none of them past the 19th decimal: *m * 10^*k. No other number of
** 15 digits reads as the same double, so one try decides. */
static bool few_digits(double value, uint64_t *m, int *k) {
  if (!(value >= 1e-5 && value < 1e15)) return false;
  int e = (int)(to_bits(value) >> 52) - 1023;
  int places = 14 - (e * 1262611 >> 22); /* 14 - floor(log10(2^e)) */
  if (value * ten[places] >= 1e15) places--;
  *m = (uint64_t)(value * ten[places] + 0.5);
  *k = -places;
  return (double)*m / ten[places] == value;
}

/* x * 2^e in units of 10^k lies in [low, low + slack] / 2^point; point is the same for all x. */
typedef struct scaled {
  uint64_t x;
  os_uwide low;
} scaled;

typedef struct unit {
  int k, e, point;
  power p; /* 10^-k */
} unit;

static scaled scale(const unit *u, uint64_t x) {
  scaled s = {x, mul_high(u->p.m, x << 8)};
  return s;
}

/* The sign of n * 10^k - x * 2^e. */
static int order(const unit *u, uint64_t n, const scaled *s) {
  os_uwide t = (os_uwide)n << u->point;
  if (t < s->low) return -1;
  if (u->p.slack == 0) return t > s->low; /* 10^-k has 64 bits then, and the product is exact */
  if (t > s->low + u->p.slack + 1) return 1;
  big a;
  big_set(&a, n);
  return big_order(&a, u->k, s->x, u->e);
}

/* The shortest decimal in the interval that reads as m * 2^e, after Giulietti's Schubfach: in units
** of the largest 10^k that is no longer than the interval, look at the two multiples of ten next
** to the value, of which one at most fits; if none does, at the two integers next to it. */
static uint64_t shortest(uint64_t m, int e, bool uneven, int *k) {
  unit u;
  /* floor(log10(2^e)); below a power of two the interval is half as wide, 3/4 of 2^e in all */
  u.k = (e * 1262611 - (uneven ? 524031 : 0)) >> 22;
  u.e = e - 2;
  u.p = power_of_ten(-u.k);
  u.point = -(u.p.e + u.e + 56);
  scaled value = scale(&u, 4 * m);
  scaled from = scale(&u, 4 * m - (uneven ? 1 : 2)), to = scale(&u, 4 * m + 2);
  int open = m & 1; /* the ends of the interval go to the even neighbour */
  uint64_t n = (uint64_t)(value.low >> u.point);
  if (order(&u, n + 1, &value) <= 0) n++;
  *k = u.k;
  uint64_t tens = n / 10 * 10;
  if (order(&u, tens, &from) >= open) return tens;
  if (order(&u, tens + 10, &to) <= -open) return tens + 10;
  bool down = order(&u, n, &from) >= open, up = order(&u, n + 1, &to) <= -open;
  if (down != up) return down ? n : n + 1;
  scaled twice = scale(&u, 8 * m);
  int nearer = order(&u, 2 * n + 1, &twice); /* above 0: the value is below the middle */
  return nearer > 0 || (nearer == 0 && n % 2 == 0) ? n : n + 1;
}

static size_t write_integer(unsigned value, char *out) { /* below 1000 */
  size_t n = 0;
  if (value >= 100) out[n++] = (char)('0' + value / 100);
  if (value >= 10) out[n++] = (char)('0' + value / 10 % 10);
  out[n++] = (char)('0' + value % 10);
  return n;
}

/* Writes n digits with the point after the first `whole` of them, which may lie past either end. */
static size_t lay_out(const char *digits, size_t n, int whole, char *out) {
  if (whole > -4 && whole <= 0) {
    size_t zeros = 2 + (size_t)-whole;
    memcpy(out, "0.000", 5);
    memcpy(out + zeros, digits, n);
    return zeros + n;
  }
  if (whole > 0 && whole <= 16) {
    size_t before = (size_t)whole;
    if (before >= n) {
      memset(out, '0', before + 2);
      memcpy(out, digits, n);
      out[before] = '.';
      return before + 2;
    }
    memcpy(out, digits, before);
    out[before] = '.';
    memcpy(out + before + 1, digits + before, n - before);
    return n + 1;
  }
  size_t at = 0;
  out[at++] = digits[0];
  if (n > 1) {
    out[at++] = '.';
    memcpy(out + at, digits + 1, n - 1);
    at += n - 1;
  }
  out[at++] = 'e';
  if (whole < 1) out[at++] = '-';
  return at + write_integer((unsigned)(whole < 1 ? 1 - whole : whole - 1), out + at);
}

size_t os_float_write(double value, char *out) {
  char *start = out;
  uint64_t bits = to_bits(value), m;
  int k, e;
  if ((bits & ~SIGN) > INFINITE) {
    memcpy(out, "nan", 3);
    return 3;
  }
  if (bits & SIGN) *out++ = '-';
  bits &= ~SIGN;
  if (bits == INFINITE || bits == 0) {
    memcpy(out, bits ? "inf" : "0.0", 3);
    return (size_t)(out + 3 - start);
  }
  if (!few_digits(from_bits(bits), &m, &k)) {
    uint64_t mantissa = split(bits, &e);
    m = shortest(mantissa, e, mantissa == HIDDEN && bits != HIDDEN, &k);
  }
  if (m % 100000000 == 0) {
    m /= 100000000;
    k += 8;
  }
  for (; m % 10 == 0; m /= 10) k++;
  char text[20];
  size_t at = sizeof text;
  for (; m > 0; m /= 10) text[--at] = (char)('0' + m % 10);
  size_t n = sizeof text - at;
  return (size_t)(out - start) + lay_out(text + at, n, (int)n + k, out);
}
