/* expr_value.c: values of fields and constants on their way into lanes, and their comparison. */
#include <math.h>
#include <string.h>

#include "expr_run.h"
#include "float.h"
#include "keys.h"

/* ---- fields ---- */

/* The bits of eight rows as eight bytes. */
static inline void spread(uint8_t bits, uint8_t *out) {
  uint64_t bytes = (bits * UINT64_C(0x0101010101010101)) & UINT64_C(0x8040201008040201);
  bytes = (bytes + UINT64_C(0x7F7F7F7F7F7F7F7F)) >> 7 & UINT64_C(0x0101010101010101);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  bytes = __builtin_bswap64(bytes);
#endif
  memcpy(out, &bytes, 8);
}

static void load_present(const os_run *run, const os_column *col, uint8_t *present) {
  if (!col->valid) {
    memset(present, 1, OS_BATCH);
  } else if (!run->sel && !run->view->chosen) { /* batches begin with a byte */
    const uint8_t *bits = col->valid + run->from / 8;
    for (size_t i = 0; i < run->n; i += 8) spread(bits[i / 8], present + i);
  } else {
    OS_EACH(run, { present[i] = os_present(col, os_run_row(run, i)); });
  }
}

#define LOAD(T, U)                                                           \
  do {                                                                       \
    const T *from_ = col->data;                                              \
    U *to_ = a->data;                                                        \
    if (!run->sel && !run->view->chosen) {                                   \
      from_ += run->from;                                                    \
      for (size_t i = 0; i < run->n; i++) to_[i] = from_[i];                 \
    } else {                                                                 \
      OS_EACH(run, { to_[i] = from_[os_run_row(run, i)]; });                 \
    }                                                                        \
  } while (0)

/* A column of no type that says so: its rows are all missing, and there may be no data. */
static void load_booleans(os_run *run, const os_column *col, os_lane *a) {
  uint8_t *truth = a->data;
  LOAD(uint8_t, uint8_t);
  OS_EACH(run, { truth[i] = (uint8_t)((2u - truth[i]) * a->present[i]); });
}

static void load_texts(os_run *run, const os_column *col, os_lane *a) {
  os_text *texts = a->data;
  if (run->entries) {
    OS_EACH(run, {
      a->present[i] = run->from + i < col->texts;
      texts[i] = a->present[i] ? os_text_entry(col, run->from + i) : (os_text){"", 0};
    });
    return;
  }
  load_present(run, col, a->present);
  OS_EACH(run, {
    if (a->present[i]) {
      texts[i] = os_text_at(col, os_run_row(run, i));
    } else {
      texts[i] = (os_text){"", 0};
    }
  });
}

void os_expr_field(os_run *run, const os_step *step, os_lane *a) {
  const os_column *col = step->col;
  if (col->type == OS_TEXT) {
    load_texts(run, col, a);
    return;
  }
  load_present(run, col, a->present);
  if (col->type == OS_BOOLEAN) {
    load_booleans(run, col, a);
  } else if (col->type == OS_NUMBER) {
    LOAD(double, double);
  } else if (col->type == OS_DECIMAL) {
    switch (col->width) {
      case 1: LOAD(int8_t, os_wide); break;
      case 2: LOAD(int16_t, os_wide); break;
      case 4: LOAD(int32_t, os_wide); break;
      case 8: LOAD(int64_t, os_wide); break;
      default: LOAD(os_wide, os_wide); break;
    }
  } else {
    switch (col->width) {
      case 1: LOAD(int8_t, int64_t); break;
      case 2: LOAD(int16_t, int64_t); break;
      case 4: LOAD(int32_t, int64_t); break;
      default: LOAD(int64_t, int64_t); break;
    }
  }
}

#define FILL(T, value)              \
  do {                              \
    T *to_ = a->data;               \
    T value_ = (value);             \
    OS_EACH(run, { to_[i] = value_; }); \
  } while (0)

void os_expr_constant(os_run *run, const os_constant *constant, os_lane *a) {
  memset(a->present, !constant->missing, OS_BATCH);
  switch (constant->type) {
    case OS_BOOLEAN: FILL(uint8_t, constant->missing ? 0 : constant->wide ? OS_TRUE : OS_FALSE); break;
    case OS_DECIMAL: FILL(os_wide, constant->wide); break;
    case OS_NUMBER: FILL(double, constant->number); break;
    case OS_TEXT: FILL(os_text, constant->text); break;
    default: FILL(int64_t, (int64_t)constant->wide); break;
  }
}

bool os_expr_decimal(const char *s, size_t len, os_wide *out, uint8_t *scale) {
  size_t digits = 0;
  bool point = false;
  *out = 0;
  *scale = 0;
  for (size_t i = 0; i < len; i++) {
    if (s[i] == '.' && !point) {
      point = true;
      continue;
    }
    if (s[i] < '0' || s[i] > '9') return false;
    digits += *out != 0 || s[i] != '0';
    *scale = (uint8_t)(*scale + point);
    if (digits > OS_EXPR_SCALE || *scale > OS_EXPR_SCALE) return false;
    *out = *out * 10 + (s[i] - '0');
  }
  return len > point;
}

/* ---- comparisons ---- */

int os_compare_wides(os_wide a, unsigned scale_a, os_wide b, unsigned scale_b) {
  os_wide *low = scale_a < scale_b ? &a : &b, scaled;
  unsigned more = scale_a < scale_b ? scale_b - scale_a : scale_a - scale_b;
  if (__builtin_mul_overflow(*low, os_power_of_ten(more), &scaled)) { /* beyond the other one */
    return (*low < 0) == (low == &a) ? -1 : 1;
  }
  *low = scaled;
  return (a > b) - (a < b);
}

/* With r the double nearest to b, a < r means a < b, for rounding keeps the order. Where a is r,
** the difference in units of the last place of either is small: 128 bits hold it, whatever their
** products have lost in front. */
int os_compare_double(double a, os_wide b, unsigned scale_b) {
  double nearest = os_float_from_decimal(b, scale_b);
  if (isnan(a)) return 2;
  if (a != nearest) return a < nearest ? -1 : 1;
  int exponent;
  os_wide digits = (os_wide)(frexp(a, &exponent) * 0x1p53);
  os_uwide x = (os_uwide)digits * (os_uwide)os_power_of_ten(scale_b), y = (os_uwide)b;
  exponent -= 53;
  if (exponent >= 0) {
    x = exponent < 128 ? x << exponent : 0;
  } else {
    y = -exponent < 128 ? y << -exponent : 0;
  }
  os_wide difference = (os_wide)(x - y);
  return (difference > 0) - (difference < 0);
}

static bool holds(os_cmp cmp, int order) {
  switch (cmp) {
    case OS_EQ: return order == 0;
    case OS_NE: return order != 0;
    case OS_LT: return order == -1;
    case OS_LE: return order == -1 || order == 0;
    case OS_GT: return order == 1;
    default: return order == 1 || order == 0;
  }
}

#define TRUTH(condition) \
  OS_EACH(run, { truth[i] = (uint8_t)((2u - (condition)) * (a->present[i] & b->present[i])); })

/* The results are narrower than the operands: nothing is overwritten that is still to be read. */
#define COMPARE(x, y)                      \
  switch (step->cmp) {                     \
    case OS_EQ: TRUTH((x)[i] == (y)[i]); break; \
    case OS_NE: TRUTH((x)[i] != (y)[i]); break; \
    case OS_LT: TRUTH((x)[i] < (y)[i]); break;  \
    case OS_LE: TRUTH((x)[i] <= (y)[i]); break; \
    case OS_GT: TRUTH((x)[i] > (y)[i]); break;  \
    default: TRUTH((x)[i] >= (y)[i]); break;    \
  }

static void compare_booleans(os_run *run, const os_step *step, os_lane *a, const os_lane *b) {
  uint8_t *x = a->data;
  const uint8_t *y = b->data;
  uint8_t differ = step->cmp == OS_NE;
  OS_EACH(run, {
    uint8_t known = x[i] && y[i];
    x[i] = (uint8_t)((2u - ((x[i] == y[i]) != differ)) * known);
  });
}

static void compare_texts(os_run *run, const os_step *step, os_lane *a, const os_lane *b) {
  const os_text *x = a->data, *y = b->data;
  uint8_t *truth = a->data;
  if (step->cmp == OS_EQ || step->cmp == OS_NE) {
    bool differ = step->cmp == OS_NE;
    TRUTH(os_text_same(x[i], y[i]) != differ);
  } else {
    OS_EACH(run, {
      int order = os_text_compare(x[i], y[i]);
      bool result = holds(step->cmp, (order > 0) - (order < 0));
      truth[i] = (uint8_t)((2u - result) * (a->present[i] & b->present[i]));
    });
  }
}

static void compare_decimals(os_run *run, const os_step *step, os_lane *a, const os_lane *b) {
  const os_wide *x = a->data, *y = b->data;
  uint8_t *truth = a->data;
  if (step->scale_a == step->scale_b) {
    COMPARE(x, y);
  } else {
    OS_EACH(run, {
      bool both = a->present[i] & b->present[i];
      int order = both ? os_compare_wides(x[i], step->scale_a, y[i], step->scale_b) : 0;
      truth[i] = (uint8_t)((2u - holds(step->cmp, order)) * both);
    });
  }
}

static void compare_mixed(os_run *run, const os_step *step, os_lane *a, const os_lane *b) {
  bool first = step->a == OS_NUMBER;
  const double *numbers = first ? a->data : b->data;
  const os_wide *wides = first ? b->data : a->data;
  unsigned scale = first ? step->scale_b : step->scale_a;
  uint8_t *truth = a->data;
  OS_EACH(run, {
    bool both = a->present[i] & b->present[i];
    int order = both ? os_compare_double(numbers[i], wides[i], scale) : 0;
    if (!first && order != 2) order = -order;
    truth[i] = (uint8_t)((2u - holds(step->cmp, order)) * both);
  });
}

void os_expr_compare(os_run *run, const os_step *step, os_lane *a, const os_lane *b) {
  uint8_t *truth = a->data;
  if (step->a != step->b) {
    compare_mixed(run, step, a, b);
  } else if (step->a == OS_BOOLEAN) {
    compare_booleans(run, step, a, b);
  } else if (step->a == OS_TEXT) {
    compare_texts(run, step, a, b);
  } else if (step->a == OS_DECIMAL) {
    compare_decimals(run, step, a, b);
  } else if (step->a == OS_NUMBER) {
    const double *x = a->data, *y = b->data;
    COMPARE(x, y);
  } else {
    const int64_t *x = a->data, *y = b->data;
    COMPARE(x, y);
  }
}

/* A column against a constant: one subtraction and one comparison a row, in the column's own width.
** A length that is known and pointers that do not meet let the compiler use vectors. */
#define STRETCH 64
#define ONE_RANGE(U, x, p) (uint8_t)((2u - (((U)((U)(x)-lo) <= span) ^ no)) & (0u - (p)))

#define DEFINE_RANGE(name, T, U)                                                                \
  static __attribute__((noinline)) void name##_stretch(                                         \
      const T *restrict x, const uint8_t *restrict p, uint8_t *restrict t, U lo, U span,        \
      uint8_t no) {                                                                             \
    for (size_t i = 0; i < STRETCH; i++) t[i] = ONE_RANGE(U, x[i], p[i]);                       \
  }                                                                                             \
  static void name(os_run *run, const os_step *step, os_lane *a) {                              \
    const T *x = step->col->data;                                                               \
    const uint8_t *p = a->present;                                                              \
    uint8_t *t = a->data, no = step->negated;                                                   \
    U lo = (U)(T)step->lo, span = (U)((U)(T)step->hi - lo);                                     \
    if (run->sel || run->view->chosen) {                                                        \
      OS_EACH(run, { t[i] = ONE_RANGE(U, x[os_run_row(run, i)], p[i]); });                      \
      return;                                                                                   \
    }                                                                                           \
    size_t i = 0;                                                                               \
    for (x += run->from; i + STRETCH <= run->n; i += STRETCH) {                                 \
      name##_stretch(x + i, p + i, t + i, lo, span, no);                                        \
    }                                                                                           \
    for (; i < run->n; i++) t[i] = ONE_RANGE(U, x[i], p[i]);                                    \
  }

DEFINE_RANGE(range_1, int8_t, uint8_t)
DEFINE_RANGE(range_2, int16_t, uint16_t)
DEFINE_RANGE(range_4, int32_t, uint32_t)
DEFINE_RANGE(range_8, int64_t, uint64_t)
DEFINE_RANGE(range_16, os_wide, os_uwide)

void os_expr_range(os_run *run, const os_step *step, os_lane *a) {
  uint8_t *truth = a->data, no = step->negated ? OS_TRUE : OS_FALSE;
  load_present(run, step->col, a->present);
  if (step->lo > step->hi) { /* no value of the column's width is within */
    OS_EACH(run, { truth[i] = a->present[i] ? no : 0; });
    return;
  }
  switch (step->col->width) {
    case 1: range_1(run, step, a); break;
    case 2: range_2(run, step, a); break;
    case 4: range_4(run, step, a); break;
    case 8: range_8(run, step, a); break;
    default: range_16(run, step, a); break;
  }
}

/* ---- sets ---- */

static bool in_wides(const os_step *step, os_wide value) {
  const os_wide *set = step->set;
  size_t lo = 0, count = step->set_count;
  while (count > 1) { /* the last that is not beyond the value */
    size_t half = count / 2;
    if (set[lo + half] <= value) lo += half;
    count -= half;
  }
  return count > 0 && set[lo] == value;
}

static bool in_texts(const os_step *step, os_text value) {
  const os_text **set = step->texts;
  size_t lo = 0, count = step->set_count;
  while (count > 1) {
    size_t half = count / 2;
    if (os_text_compare(*set[lo + half], value) <= 0) lo += half;
    count -= half;
  }
  return count > 0 && os_text_same(*set[lo], value);
}

void os_expr_in(os_run *run, const os_step *step, os_lane *a) {
  uint8_t *truth = a->data;
  const os_text *texts = a->data;
  const os_wide *wides = a->data;
  const double *numbers = a->data;
  const int64_t *ints = a->data;
  OS_EACH(run, {
    bool found = false;
    uint8_t present = step->a == OS_BOOLEAN ? truth[i] != 0 : a->present[i];
    if (present) {
      switch (step->a) {
        case OS_BOOLEAN: found = in_wides(step, truth[i] == OS_TRUE); break;
        case OS_TEXT: found = in_texts(step, texts[i]); break;
        case OS_DECIMAL: found = in_wides(step, wides[i]); break;
        case OS_NUMBER: found = !isnan(numbers[i]) && in_wides(step, (os_wide)os_double_key(numbers[i])); break;
        default: found = in_wides(step, ints[i]); break;
      }
    }
    truth[i] = (uint8_t)((2u - found) * present);
  });
}
