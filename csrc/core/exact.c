/* exact.c: see exact.h. */
#include "exact.h"

#include <string.h>

#define TOP (OS_EXACT_LIMBS - 1)
#define LOW32 INT64_C(0xFFFFFFFF)
/* An addition changes a limb by less than 2^32, so a limb holds 2^31 of them; half that is safe. */
#define CARRY_AFTER (UINT32_C(1) << 30)

enum { PLUS_INFINITY = 1, MINUS_INFINITY = 2, NOT_A_NUMBER = 4 };

/* |value| = m * 2^(at - 1074). False for infinities and NaN. */
static inline bool split(double value, uint64_t *m, unsigned *at, bool *negative) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  unsigned biased = (unsigned)(bits >> 52) & 0x7FF;
  bool normal = biased != 0;
  *m = (bits & ((UINT64_C(1) << 52) - 1)) | (uint64_t)normal << 52;
  *at = biased - normal;
  *negative = bits >> 63;
  return biased != 0x7FF;
}

static void add_special(os_exact *sum, double value) {
  sum->special |= value > 0 ? PLUS_INFINITY : value < 0 ? MINUS_INFINITY : NOT_A_NUMBER;
}

/* Leaves every limb but the top one in [0, 2^32); the sign of the top one is that of the sum. */
static void carry(os_exact *sum) {
  int64_t up = 0;
  for (int i = 0; i < TOP; i++) {
    int64_t limb = sum->limb[i] + up;
    up = limb >> 32; /* rounds down */
    sum->limb[i] = limb & LOW32;
  }
  sum->limb[TOP] += up;
  sum->pending = 0;
}

/* Adds m * 2^(at - 1074), negated where sign is -1 (and not 0). */
static inline void add_at(os_exact *sum, uint64_t m, unsigned at, int64_t sign) {
  os_uwide t = (os_uwide)m << (at & 31);
  int64_t *limb = sum->limb + (at >> 5);
  limb[0] += ((int64_t)(uint32_t)t ^ sign) - sign;
  limb[1] += ((int64_t)(uint32_t)(t >> 32) ^ sign) - sign;
  limb[2] += ((int64_t)(uint32_t)(t >> 64) ^ sign) - sign;
  if (++sum->pending >= CARRY_AFTER) carry(sum);
}

void os_exact_add(os_exact *sum, double value) {
  uint64_t m;
  unsigned at;
  bool negative;
  if (split(value, &m, &at, &negative)) {
    add_at(sum, m, at, -(int64_t)negative);
  } else {
    add_special(sum, value);
  }
}

/* The product of the mantissas has 106 bits and is exact. Two bounds remain: below 2^-1074 it is
** rounded to a multiple of that, and from 2^1024 it counts as infinite, as any double would. */
void os_exact_add_product(os_exact *sum, double a, double b) {
  uint64_t ma, mb;
  unsigned at_a, at_b;
  bool negative_a, negative_b;
  bool finite_a = split(a, &ma, &at_a, &negative_a);
  bool finite_b = split(b, &mb, &at_b, &negative_b);
  if (!finite_a || !finite_b) {
    add_special(sum, a * b);
    return;
  }
  os_uwide product = (os_uwide)ma * mb;
  bool negative = negative_a != negative_b;
  int at = (int)(at_a + at_b) - 1074;
  if (at < 0) {
    product = at < -107 ? 0 : (product + ((os_uwide)1 << (-at - 1))) >> -at;
    at = 0;
  }
  uint64_t low = (uint64_t)product, high = (uint64_t)(product >> 64);
  /* Only two normal factors come near the limit, and their product has more than 64 bits. */
  if (high && at + 128 - __builtin_clzll(high) > 1024 + 1074) {
    sum->special |= negative ? MINUS_INFINITY : PLUS_INFINITY;
    return;
  }
  add_at(sum, low, (unsigned)at, -(int64_t)negative);
  if (high) add_at(sum, high, (unsigned)at + 64, -(int64_t)negative);
}

double os_exact_value(os_exact *sum) {
  if (sum->special) {
    double infinity = __builtin_inf();
    if (sum->special == PLUS_INFINITY) return infinity;
    if (sum->special == MINUS_INFINITY) return -infinity;
    return __builtin_nan("");
  }
  carry(sum);
  os_exact magnitude = *sum;
  bool negative = sum->limb[TOP] < 0;
  if (negative) {
    for (int i = 0; i <= TOP; i++) magnitude.limb[i] = -magnitude.limb[i];
    carry(&magnitude);
  }
  const int64_t *limb = magnitude.limb;
  int i = TOP;
  while (i > 2 && limb[i] == 0) i--;
  os_uwide t = (os_uwide)limb[i] << 64 | (os_uwide)limb[i - 1] << 32 | (os_uwide)limb[i - 2];
  /* 64 bits of the sum, the last one set also for whatever follows: the conversion to double then
  ** rounds once and correctly. Scaling is exact, for there is nothing below 2^-1074. */
  uint64_t high = (uint64_t)(t >> 64), m = (uint64_t)t, bits;
  unsigned exponent = 32 * (unsigned)(i - 2);
  if (high) {
    unsigned shift = 64 - (unsigned)__builtin_clzll(high);
    bool more = (t & (((os_uwide)1 << shift) - 1)) != 0;
    for (int k = 0; k < i - 2 && !more; k++) more = limb[k] != 0;
    m = (uint64_t)(t >> shift) | more;
    exponent += shift;
  }
  if (m >> 53 || exponent) {
    double value = (double)m;
    memcpy(&bits, &value, sizeof bits);
    /* m * 2^(exponent - 1074); from 2^1024 on it is infinite. */
    bits += ((uint64_t)exponent << 52) - (UINT64_C(1074) << 52);
    if (bits >> 52 >= 0x7FF) bits = UINT64_C(0x7FF) << 52;
  } else {
    bits = m; /* below 2^53 the bits of a double count multiples of 2^-1074 */
  }
  bits |= (uint64_t)negative << 63;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}
