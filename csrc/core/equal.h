/* equal.h: what it takes for values of two columns to be equal. */
#ifndef OS_EQUAL_H
#define OS_EQUAL_H

#include "column.h"
#include "keys.h"

/* Whether values of these types can be equal: integers and decimals mix, other types do not. */
static inline bool os_comparable(os_type a, os_type b) {
  bool exact = (a == OS_INTEGER || a == OS_DECIMAL) && (b == OS_INTEGER || b == OS_DECIMAL);
  return a == b || exact;
}

/* A value that is no text. Equal values of comparable columns are equal in both members, once the
** scale is the larger of the two. */
typedef struct os_number {
  os_wide value;
  bool beyond; /* the value does not fit that scale, and is in its own */
} os_number;

static inline os_number os_number_at(const os_column *col, size_t row, unsigned scale) {
  os_number n = {0, false};
  if (col->type == OS_NUMBER) {
    n.value = (os_wide)os_double_key(((const double *)col->data)[row]);
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
