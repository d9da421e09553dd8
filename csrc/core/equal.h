/* equal.h: what it takes for values of two columns to be equal. */
#ifndef OS_EQUAL_H
#define OS_EQUAL_H

#include <limits.h>

#include "column.h"
#include "float.h"
#include "keys.h"
#include "value.h"

/* Whether values of these types can be equal: integers, decimals and numbers mix, other types do
** not. */
static inline bool os_comparable(os_type a, os_type b) {
  const unsigned numbers = OS_BIT(OS_INTEGER) | OS_BIT(OS_DECIMAL) | OS_BIT(OS_NUMBER);
  return a == b || ((OS_BIT(a) & numbers) && (OS_BIT(b) & numbers));
}

/* The scale at which two columns are compared; OS_AS_DOUBLES: only one has doubles, and a decimal
** equals the double that it reads as, an integer only the double that it is. */
#define OS_AS_DOUBLES UINT_MAX

static inline unsigned os_common_scale(const os_column *a, const os_column *b) {
  if ((a->type == OS_NUMBER) != (b->type == OS_NUMBER)) return OS_AS_DOUBLES;
  return a->scale > b->scale ? a->scale : b->scale;
}

/* A value that is no text. Equal values of comparable columns are equal in both members at their
** common scale. */
typedef struct os_number {
  os_wide value;
  bool beyond; /* the value does not fit that scale, or is no double, and is in its own */
} os_number;

static inline os_number os_number_at(const os_column *col, size_t row, unsigned scale) {
  os_number n = {0, false};
  if (col->type == OS_NUMBER) {
    n.value = (os_wide)os_double_key(((const double *)col->data)[row]);
  } else if (scale == OS_AS_DOUBLES) {
    n.value = os_wide_at(col, row);
    n.beyond = col->type == OS_INTEGER && !os_is_double(os_int_at(col, row));
    if (!n.beyond) n.value = (os_wide)os_double_key(os_float_from_decimal(n.value, col->scale));
  } else {
    n.value = os_wide_at(col, row);
    os_wide scaled = 0;
    if (col->scale < scale) {
      n.beyond = __builtin_mul_overflow(n.value, os_power_of_ten(scale - col->scale), &scaled);
      if (!n.beyond) n.value = scaled;
    }
  }
  return n;
}

static inline bool os_number_same(os_number a, os_number b) {
  return a.value == b.value && a.beyond == b.beyond;
}

#endif
