/* exact.h: sums that do not depend on the order of their terms. */
#ifndef OS_EXACT_H
#define OS_EXACT_H

#include "base.h"

/* A superaccumulator: the exact sum of finite doubles, in 32-bit limbs with room to carry, rounded
** once (nearest, ties to even) when it is read. Zeroed memory is an accumulator of 0. */
#define OS_EXACT_LIMBS 68
typedef struct os_exact {
  int64_t limb[OS_EXACT_LIMBS]; /* limb i has weight 2^(32 * i - 1074) */
  uint32_t pending;             /* additions since the last carry */
  uint8_t special;              /* 1: +inf, 2: -inf, 4: NaN was added */
} os_exact;

void os_exact_add(os_exact *sum, double value);
/* Adds the product a * b, not rounded. Only the ends of the range are not exact: what lies below
** 2^-1074 is rounded to a multiple of that, and from 2^1024 on it counts as infinite. */
void os_exact_add_product(os_exact *sum, double a, double b);
double os_exact_value(os_exact *sum);

#endif
