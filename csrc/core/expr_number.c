/* expr_number.c: arithmetic of expressions, exact or an overflow. */
#include <math.h>

#include "expr_run.h"
#include "float.h"
#include "value.h"

/* ---- integers ---- */

static bool floor_div(int64_t a, int64_t b, int64_t *out) {
  if (b == -1) return __builtin_sub_overflow(0, a, out);
  *out = a / b - (a % b != 0 && (a ^ b) < 0);
  return false;
}

static int64_t floor_mod(int64_t a, int64_t b) {
  if (b == -1) return 0;
  int64_t m = a % b;
  return m != 0 && (m ^ b) < 0 ? m + b : m;
}

#define CHECKED(builtin)                                     \
  OS_EACH(run, {                                             \
    uint8_t both = a->present[i] & b->present[i];            \
    if (builtin(x[i], y[i], &x[i]) && both) {                \
      os_expr_fail(run, i);                                  \
    }                                                        \
    a->present[i] = both;                                    \
  })

static void on_integers(os_run *run, const os_step *step, os_lane *a, const os_lane *b) {
  int64_t *x = a->data;
  const int64_t *y = b ? b->data : NULL;
  switch (step->op) {
    case OS_OP_ADD: CHECKED(__builtin_add_overflow); break;
    case OS_OP_SUB: CHECKED(__builtin_sub_overflow); break;
    case OS_OP_MUL: CHECKED(__builtin_mul_overflow); break;
    case OS_OP_IDIV:
      OS_EACH(run, {
        a->present[i] = a->present[i] && b->present[i] && y[i] != 0;
        if (a->present[i] && floor_div(x[i], y[i], &x[i])) os_expr_fail(run, i);
      });
      break;
    case OS_OP_MOD:
      OS_EACH(run, {
        a->present[i] = a->present[i] && b->present[i] && y[i] != 0;
        if (a->present[i]) x[i] = floor_mod(x[i], y[i]);
      });
      break;
    case OS_OP_NEGATE:
    case OS_OP_ABS:
      OS_EACH(run, {
        if (!a->present[i] || (step->op == OS_OP_ABS && x[i] >= 0)) continue;
        if (__builtin_sub_overflow(0, x[i], &x[i])) os_expr_fail(run, i);
      });
      break;
    case OS_OP_MIN:
    case OS_OP_MAX:
      OS_EACH(run, {
        a->present[i] &= b->present[i];
        if ((y[i] < x[i]) == (step->op == OS_OP_MIN)) x[i] = y[i];
      });
      break;
    default: break; /* floor, ceil and round of an integer are the integer */
  }
}

/* ---- decimals ---- */

/* Brings a value to more digits after the point; true when it does not fit. */
static bool rescale(os_wide value, unsigned more, os_wide *out) {
  return __builtin_mul_overflow(value, os_power_of_ten(more), out);
}

static os_wide wide_floor(os_wide a, os_wide b) {
  return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

/* The last digits cut off; halves go away from zero. */
static os_wide cut(os_op op, os_wide value, unsigned digits) {
  os_wide power = os_power_of_ten(digits);
  if (digits == 0) return value;
  if (op == OS_OP_FLOOR) return wide_floor(value, power);
  if (op == OS_OP_CEIL) return value / power + (value % power > 0);
  os_wide rest = value % power, whole = value / power;
  if (rest < 0) return whole - (-rest >= power - power / 2);
  return whole + (rest >= power - power / 2);
}

static bool pair(const os_step *step, os_wide x, os_wide y, os_wide *out) {
  unsigned top = step->scale_a > step->scale_b ? step->scale_a : step->scale_b;
  if (step->op == OS_OP_MUL) return __builtin_mul_overflow(x, y, out);
  if (rescale(x, top - step->scale_a, &x) || rescale(y, top - step->scale_b, &y)) return true;
  switch (step->op) {
    case OS_OP_ADD: return __builtin_add_overflow(x, y, out);
    case OS_OP_SUB: return __builtin_sub_overflow(x, y, out);
    case OS_OP_IDIV:
      if (y == -1) return __builtin_sub_overflow((os_wide)0, x, out);
      *out = wide_floor(x, y);
      return false;
    default: /* mod */
      if (y == -1) return *out = 0, false;
      *out = x % y;
      if (*out != 0 && (*out < 0) != (y < 0)) *out += y;
      return false;
  }
}

static void on_decimals(os_run *run, const os_step *step, os_lane *a, const os_lane *b) {
  os_wide *x = a->data;
  const os_wide *y = b ? b->data : NULL;
  bool divides = step->op == OS_OP_IDIV || step->op == OS_OP_MOD;
  switch (step->op) {
    case OS_OP_NEGATE:
    case OS_OP_ABS:
      OS_EACH(run, {
        if (!a->present[i] || (step->op == OS_OP_ABS && x[i] >= 0)) continue;
        if (__builtin_sub_overflow((os_wide)0, x[i], &x[i])) os_expr_fail(run, i);
      });
      break;
    case OS_OP_FLOOR:
    case OS_OP_CEIL:
    case OS_OP_ROUND:
      OS_EACH(run, {
        if (a->present[i]) x[i] = cut(step->op, x[i], (unsigned)(step->scale_a - step->scale));
      });
      break;
    case OS_OP_MIN:
    case OS_OP_MAX: /* the result has the larger scale of the two */
      OS_EACH(run, {
        a->present[i] &= b->present[i];
        if (!a->present[i]) continue;
        bool less = os_compare_wides(y[i], step->scale_b, x[i], step->scale_a) < 0;
        bool second = less == (step->op == OS_OP_MIN);
        os_wide value = second ? y[i] : x[i];
        unsigned scale = second ? step->scale_b : step->scale_a;
        if (rescale(value, step->scale - scale, &x[i])) os_expr_fail(run, i);
      });
      break;
    default:
      OS_EACH(run, {
        a->present[i] = a->present[i] && b->present[i] && !(divides && y[i] == 0);
        if (a->present[i] && pair(step, x[i], y[i], &x[i])) os_expr_fail(run, i);
      });
      break;
  }
}

/* ---- numbers ---- */

static double float_mod(double a, double b) {
  double m = fmod(a, b);
  return m != 0 && (m < 0) != (b < 0) ? m + b : m;
}

static double round_to(double x, size_t places) {
  double power = 1;
  for (size_t i = 0; i < places; i++) power *= 10;
  double scaled = x * power;
  return isfinite(scaled) ? round(scaled) / power : x;
}

static double of_two(os_op op, double x, double y) {
  switch (op) {
    case OS_OP_ADD: return x + y;
    case OS_OP_SUB: return x - y;
    case OS_OP_MUL: return x * y;
    case OS_OP_DIV: return x / y;
    case OS_OP_IDIV: return floor(x / y);
    case OS_OP_MOD: return float_mod(x, y);
    case OS_OP_MIN: return y < x ? y : x;
    default: return y > x ? y : x;
  }
}

static double of_one(const os_step *step, double x) {
  switch (step->op) {
    case OS_OP_NEGATE: return -x;
    case OS_OP_ABS: return fabs(x);
    case OS_OP_FLOOR: return floor(x);
    case OS_OP_CEIL: return ceil(x);
    default: return round_to(x, step->at);
  }
}

static void on_numbers(os_run *run, const os_step *step, os_lane *a, const os_lane *b) {
  double *x = a->data;
  const double *y = b ? b->data : NULL;
  bool divides = step->op == OS_OP_DIV || step->op == OS_OP_IDIV || step->op == OS_OP_MOD;
  OS_EACH(run, {
    if (y) a->present[i] = a->present[i] && b->present[i] && !(divides && y[i] == 0);
    if (!a->present[i]) continue;
    x[i] = y ? of_two(step->op, x[i], y[i]) : of_one(step, x[i]);
    if (!isfinite(x[i])) os_expr_fail(run, i);
  });
}

void os_expr_number(os_run *run, const os_step *step, os_lane *a, const os_lane *b) {
  if (step->a == OS_NUMBER) {
    on_numbers(run, step, a, b);
  } else if (step->a == OS_DECIMAL) {
    on_decimals(run, step, a, b);
  } else {
    on_integers(run, step, a, b); /* and dates, of min and max */
  }
}

/* ---- conversions ---- */

void os_expr_convert(os_run *run, const os_step *step, os_lane *a) {
  const int64_t *ints = a->data;
  os_wide *wides = a->data;
  double *numbers = a->data;
  if (step->op == OS_OP_TO_DECIMAL) { /* in place, into wider values: from the end */
    if (step->a == OS_DECIMAL) return;
    for (size_t k = run->n; k-- > 0;) {
      size_t i = run->sel ? run->sel[k] : k;
      wides[i] = ints[i];
    }
  } else if (step->a == OS_INTEGER) {
    OS_EACH(run, { numbers[i] = (double)ints[i]; });
  } else if (step->a == OS_DECIMAL) {
    OS_EACH(run, {
      if (a->present[i]) numbers[i] = os_float_from_decimal(wides[i], step->scale_a);
    });
  }
}
