/* spread.c: the aggregates that see a group's values side by side: sums and means of numbers, and
** variances. None depends on the order of the rows. */
#include <math.h>
#include <string.h>

#include "aggregate.h"
#include "exact.h"
#include "float.h"

/* ---- values by group ---- */

#define FILL(T, AS)                                                             \
  do {                                                                          \
    const T *data = col->data;                                                  \
    AS *values = buckets->values;                                               \
    if (col->valid) {                                                           \
      OS_AGG_EACH(job, if (os_present(col, row)) values[end[g]++] = data[row]); \
    } else {                                                                    \
      OS_AGG_EACH(job, values[end[g]++] = data[row]);                           \
    }                                                                           \
  } while (0)

static void fill(const os_agg_job *job, os_buckets *buckets) {
  const os_column *col = job->col;
  size_t *end = buckets->end;
  if (col->type == OS_NUMBER) {
    FILL(double, double);
    return;
  }
  switch (col->width) {
    case 1:
      if (buckets->width == 2) {
        FILL(int8_t, int16_t);
      } else {
        FILL(int8_t, int32_t);
      }
      break;
    case 2:
      if (buckets->width == 2) {
        FILL(int16_t, int16_t);
      } else {
        FILL(int16_t, int32_t);
      }
      break;
    case 4: FILL(int32_t, int32_t); break;
    case 8: FILL(int64_t, int64_t); break;
    default: FILL(os_wide, os_wide); break;
  }
}

/* A counting sort: end[g] starts at the place of the group's first value, ends behind its last. */
os_status os_buckets_init(const os_agg_job *job, os_buckets *buckets) {
  size_t groups = job->groups->count;
  *buckets = (os_buckets){.groups = groups};
  unsigned least = job->what == OS_AGG_QUANTILE ? 2 : 4;
  buckets->width = job->col->width < least ? least : job->col->width;
  uint64_t *n = os_alloc(&job->mem, groups, sizeof *n);
  buckets->end = os_alloc(&job->mem, groups, sizeof *buckets->end);
  os_status status = n && buckets->end ? OS_OK : OS_NOMEM;
  if (!status) {
    os_agg_count(job, n);
    for (size_t g = 0; g < groups; g++) {
      buckets->end[g] = buckets->total;
      buckets->total += (size_t)n[g];
    }
    if (buckets->total > 0) {
      buckets->values = os_alloc(&job->mem, buckets->total, buckets->width);
      if (!buckets->values) status = OS_NOMEM;
    }
  }
  os_free(&job->mem, n, groups * sizeof *n);
  if (status) {
    os_buckets_clear(&job->mem, buckets);
  } else if (buckets->total > 0) {
    fill(job, buckets);
  }
  return status;
}

void os_buckets_clear(const os_mem *mem, os_buckets *buckets) {
  os_free(mem, buckets->values, buckets->total * buckets->width);
  os_free(mem, buckets->end, buckets->groups * sizeof *buckets->end);
  *buckets = (os_buckets){0};
}

/* ---- sums and means of numbers ---- */

static double float_sum(const double *x, size_t n) {
  if (n <= 2) return n == 2 ? x[0] + x[1] : x[0]; /* one rounding, too */
  os_exact sum;
  memset(&sum, 0, sizeof sum);
  for (size_t i = 0; i < n; i++) os_exact_add(&sum, x[i]);
  return os_exact_value(&sum);
}

/* The mean may be finite though the sum is not: then the terms are scaled down, which rounds none
** that count. */
static double float_mean(const double *x, size_t n) {
  double sum = float_sum(x, n);
  if (!isinf(sum)) return sum / (double)n;
  os_exact scaled;
  memset(&scaled, 0, sizeof scaled);
  for (size_t i = 0; i < n; i++) os_exact_add(&scaled, x[i] * 0x1p-64);
  return os_exact_value(&scaled) / (double)n * 0x1p64;
}

os_status os_agg_float_sums(const os_agg_job *job, double *number, uint8_t *present) {
  os_buckets buckets;
  os_status status = os_buckets_init(job, &buckets);
  if (status) return status;
  bool mean = job->what == OS_AGG_MEAN;
  for (size_t g = 0, lo = 0; g < buckets.groups; lo = buckets.end[g++]) {
    size_t n = buckets.end[g] - lo;
    present[g] = n > 0 || !mean;
    if (n == 0) continue;
    const double *x = (const double *)buckets.values + lo;
    number[g] = mean ? float_mean(x, n) : float_sum(x, n);
  }
  os_buckets_clear(&job->mem, &buckets);
  return OS_OK;
}

/* ---- variances ---- */

/* The result from sums about a pivot near the mean, in a unit of which `per` make 1 (the power of
** ten of decimals, a power of two for extreme numbers). */
static double finish_spread(const os_agg_job *job, double squares, double sum, size_t n,
                            double per) {
  double var = (squares - sum * sum / (double)n) / (double)(n - 1);
  if (var < 0) var = 0;
  if (job->what == OS_AGG_SD) return sqrt(var) / per;
  double per2 = per * per;
  return per2 > 0 && isfinite(per2) ? var / per2 : var / per / per;
}

/* The greatest deviation from the mean, both in a unit. */
static double farthest(const double *x, size_t n, double mean, double unit) {
  double most = 0;
  for (size_t i = 0; i < n; i++) {
    double deviation = fabs(x[i] * unit - mean * unit);
    if (deviation > most) most = deviation;
  }
  return most;
}

static double float_spread(const os_agg_job *job, const double *x, size_t n) {
  double mean = float_mean(x, n), unit = 1;
  if (!isfinite(mean)) return (double)NAN;
  double most = farthest(x, n, mean, unit);
  if (most == 0) return 0;
  if (isinf(most)) { /* too far apart to subtract */
    unit = 0.25;
    most = farthest(x, n, mean, unit);
  }
  /* Extreme deviations are scaled, so that their squares neither overflow nor vanish. */
  int exponent;
  frexp(most, &exponent);
  if (exponent > -300 && exponent < 300) exponent = 0;
  if (exponent < -1000) exponent = -1000;
  os_exact squares, sum;
  memset(&squares, 0, sizeof squares);
  memset(&sum, 0, sizeof sum);
  for (size_t i = 0; i < n; i++) {
    double deviation = ldexp(x[i] * unit - mean * unit, -exponent);
    os_exact_add_product(&squares, deviation, deviation);
    os_exact_add(&sum, deviation);
  }
  return finish_spread(job, os_exact_value(&squares), os_exact_value(&sum), n,
                       ldexp(unit, -exponent));
}

/* Sums about a pivot, a whole number within 1 of the mean, so that the correction term is never
** much of the sum of squares. Squares of deviations below 2^47 make 126 bits at most, 2^32 of them;
** if one is greater, all of the group's go into exact sums of doubles. */
typedef struct int_spread {
  os_wide pivot, sum;
  os_uwide squares;
  bool big;
} int_spread;

static inline void add_deviation(int_spread *s, os_wide x) {
  os_wide deviation;
  const os_wide small = (os_wide)1 << 47;
  s->big |= __builtin_sub_overflow(x, s->pivot, &deviation);
  s->big |= deviation >= small || deviation <= -small;
  s->sum += s->big ? 0 : deviation;
  s->squares += s->big ? 0 : (os_uwide)((int64_t)deviation) * (os_uwide)((int64_t)deviation);
}

static inline void add_big_deviation(os_exact *squares, os_exact *sum, os_wide x, os_wide pivot) {
  os_wide deviation;
  double d = __builtin_sub_overflow(x, pivot, &deviation)
                 ? os_float_ratio(x, 1) - os_float_ratio(pivot, 1)
                 : os_float_ratio(deviation, 1);
  os_exact_add_product(squares, d, d);
  os_exact_add(sum, d);
}

/* Quotients and remainders are added apart: the sum itself may outgrow a wide. */
#define PIVOT(s, x, n)                     \
  do {                                     \
    os_wide rest = 0;                      \
    for (size_t i = 0; i < (n); i++) {     \
      (s)->pivot += (x)[i] / (os_wide)(n); \
      rest += (x)[i] % (os_wide)(n);       \
    }                                      \
    (s)->pivot += rest / (os_wide)(n);     \
  } while (0)

/* 2^32 values of 64 bits add up. */
#define NARROW_PIVOT(s, x, n)                              \
  do {                                                     \
    for (size_t i = 0; i < (n); i++) (s)->pivot += (x)[i]; \
    (s)->pivot /= (os_wide)(n);                            \
  } while (0)

#define DEFINE_INT_SPREAD(name, T, FIND_PIVOT)                                         \
  static double name(const os_agg_job *job, const T *x, size_t n) {                    \
    double per = 1;                                                                    \
    int_spread s = {0, 0, 0, false};                                                   \
    for (unsigned i = 0; i < job->col->scale; i++) per *= 10;                          \
    FIND_PIVOT(&s, x, n);                                                              \
    for (size_t i = 0; i < n; i++) add_deviation(&s, x[i]);                            \
    if (!s.big) {                                                                      \
      double squares = os_float_ratio((os_wide)s.squares, 1);                          \
      return finish_spread(job, squares, os_float_ratio(s.sum, 1), n, per);            \
    }                                                                                  \
    os_exact squares, sum;                                                             \
    memset(&squares, 0, sizeof squares);                                               \
    memset(&sum, 0, sizeof sum);                                                       \
    for (size_t i = 0; i < n; i++) add_big_deviation(&squares, &sum, x[i], s.pivot);   \
    return finish_spread(job, os_exact_value(&squares), os_exact_value(&sum), n, per); \
  }

DEFINE_INT_SPREAD(spread_32, int32_t, NARROW_PIVOT)
DEFINE_INT_SPREAD(spread_64, int64_t, NARROW_PIVOT)
DEFINE_INT_SPREAD(spread_wide, os_wide, PIVOT)

os_status os_agg_spread(const os_agg_job *job, double *number, uint8_t *present) {
  os_buckets buckets;
  os_status status = os_buckets_init(job, &buckets);
  if (status) return status;
  for (size_t g = 0, lo = 0; g < buckets.groups; lo = buckets.end[g++]) {
    size_t n = buckets.end[g] - lo;
    present[g] = n > 1;
    if (n < 2) continue;
    if (job->col->type == OS_NUMBER) {
      number[g] = float_spread(job, (const double *)buckets.values + lo, n);
    } else if (buckets.width == 4) {
      number[g] = spread_32(job, (const int32_t *)buckets.values + lo, n);
    } else if (buckets.width == 8) {
      number[g] = spread_64(job, (const int64_t *)buckets.values + lo, n);
    } else {
      number[g] = spread_wide(job, (const os_wide *)buckets.values + lo, n);
    }
  }
  os_buckets_clear(&job->mem, &buckets);
  return OS_OK;
}
