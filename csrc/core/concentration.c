/* concentration.c: how unequally a group's values share their sum: Gini coefficient, Herfindahl index,
** share of the largest. Without a value, with a negative one, or with a sum of 0 there is none. */
#include <math.h>
#include <string.h>

#include "aggregate.h"
#include "exact.h"
#include "select.h"

/* A group's values, and room for two copies of their keys. */
typedef struct shares {
  const os_buckets *buckets;
  size_t lo, n;
  double unit; /* a power of two that brings the greatest near 1, where it is extreme */
  double sum;  /* in units; of decimals as whole numbers */
  uint64_t *keys;
} shares;

/* False where nothing is shared. A NaN or an infinity makes the sum NaN. */
static bool measure(const os_agg_job *job, shares *s) {
  double most = 0;
  os_exact sum;
  int exponent;
  bool finite = true;
  for (size_t i = s->lo; i < s->lo + s->n; i++) {
    double x = os_bucket_double(job, s->buckets, i);
    if (x < 0) return false;
    finite &= isfinite(x) != 0;
    most = x > most ? x : most;
  }
  s->unit = 1;
  s->sum = (double)NAN;
  if (!finite) return true;
  if (most == 0) return false;
  frexp(most, &exponent);
  if (exponent > 300 || exponent < -300) {
    s->unit = ldexp(1, exponent > 1000 ? -1000 : exponent < -1000 ? 1000 : -exponent);
  }
  memset(&sum, 0, sizeof sum);
  for (size_t i = s->lo; i < s->lo + s->n; i++) {
    os_exact_add(&sum, os_bucket_double(job, s->buckets, i) * s->unit);
  }
  s->sum = os_exact_value(&sum);
  return true;
}

/* ---- Herfindahl ---- */

static double hhi(const os_agg_job *job, const shares *s) {
  os_exact squares;
  if (isnan(s->sum)) return s->sum;
  memset(&squares, 0, sizeof squares);
  for (size_t i = s->lo; i < s->lo + s->n; i++) {
    double x = os_bucket_double(job, s->buckets, i) * s->unit;
    os_exact_add_product(&squares, x, x);
  }
  return os_exact_value(&squares) / (s->sum * s->sum);
}

/* ---- Gini ---- */

/* The values in order as whole numbers above the least of them, where they are whole; of those
** that are further apart than 64 bits, so many bits that 64 are enough. */
static unsigned sort_integers(const shares *s) {
  const os_buckets *b = s->buckets;
  os_wide least = 0, most = 0;
  unsigned shift = 0;
  for (size_t i = 0; i < s->n; i++) {
    os_wide x = b->width == 16 ? ((const os_wide *)b->values)[s->lo + i]
                : b->width == 8 ? ((const int64_t *)b->values)[s->lo + i]
                                : ((const int32_t *)b->values)[s->lo + i];
    least = i == 0 || x < least ? x : least;
    most = x > most ? x : most;
  }
  while (((os_uwide)(most - least) >> shift) > UINT64_MAX) shift++;
  for (size_t i = 0; i < s->n; i++) {
    os_wide x = b->width == 16 ? ((const os_wide *)b->values)[s->lo + i]
                : b->width == 8 ? ((const int64_t *)b->values)[s->lo + i]
                                : ((const int32_t *)b->values)[s->lo + i];
    s->keys[i] = (uint64_t)((os_uwide)(x - least) >> shift);
  }
  os_sort_64(s->keys, s->keys + s->n, s->n);
  return shift;
}

static void sort_numbers(const shares *s) {
  const double *x = (const double *)s->buckets->values + s->lo;
  /* None is negative: their bits are in their order. */
  for (size_t i = 0; i < s->n; i++) {
    double value = x[i] + 0.0;
    memcpy(&s->keys[i], &value, sizeof value);
  }
  os_sort_64(s->keys, s->keys + s->n, s->n);
}

/* The sum of i (n - i) (x[i + 1] - x[i]) over n times the sum: of the known forms the one whose terms
** are all positive, so that nothing cancels. */
static double gini(const os_agg_job *job, const shares *s) {
  bool whole = job->col->type != OS_NUMBER;
  double unit = s->unit;
  os_exact total;
  if (isnan(s->sum)) return s->sum;
  memset(&total, 0, sizeof total);
  if (whole) {
    unit = ldexp(unit, (int)sort_integers(s));
  } else {
    sort_numbers(s);
  }
  for (size_t i = 1; i < s->n; i++) {
    if (s->keys[i] == s->keys[i - 1]) continue;
    double gap = (double)(s->keys[i] - s->keys[i - 1]), low, high;
    if (!whole) {
      memcpy(&low, &s->keys[i - 1], sizeof low);
      memcpy(&high, &s->keys[i], sizeof high);
      gap = high - low;
    }
    os_exact_add_product(&total, (double)((uint64_t)i * (uint64_t)(s->n - i)), gap * unit);
  }
  return os_exact_value(&total) / s->sum / (double)s->n;
}

/* ---- the largest ---- */

/* Their share in percent: what is above the value of rank n - k, and that value for the rest of k. */
static double top(const os_agg_job *job, const shares *s) {
  size_t above = 0;
  uint64_t next, edge;
  double limit;
  os_exact sum;
  if (isnan(s->sum)) return s->sum;
  if (job->k >= s->n) return 100;
  for (size_t i = 0; i < s->n; i++) {
    s->keys[i] = os_double_key(os_bucket_double(job, s->buckets, s->lo + i));
  }
  edge = os_select_64(s->keys, s->n, s->n - (size_t)job->k, &next) ^ UINT64_C(1) << 63;
  memcpy(&limit, &edge, sizeof limit);
  memset(&sum, 0, sizeof sum);
  for (size_t i = s->lo; i < s->lo + s->n; i++) {
    double x = os_bucket_double(job, s->buckets, i);
    if (!(x > limit)) continue;
    os_exact_add(&sum, x * s->unit);
    above++;
  }
  os_exact_add_product(&sum, (double)((size_t)job->k - above), limit * s->unit);
  return os_exact_value(&sum) / s->sum * 100;
}

typedef double (*share_fn)(const os_agg_job *job, const shares *s);

static os_status each_group(const os_agg_job *job, share_fn compute, double *number,
                            uint8_t *present) {
  os_buckets buckets;
  size_t most = 0;
  os_status status = os_buckets_init(job, &buckets);
  if (status) return status;
  for (size_t g = 0, lo = 0; g < buckets.groups; lo = buckets.end[g++]) {
    if (buckets.end[g] - lo > most) most = buckets.end[g] - lo;
  }
  if (compute == hhi) most = 0;
  uint64_t *keys = os_alloc(&job->mem, most + 1, 2 * sizeof *keys);
  if (!keys) status = OS_NOMEM;
  for (size_t g = 0, lo = 0; !status && g < buckets.groups; lo = buckets.end[g++]) {
    shares s = {.buckets = &buckets, .lo = lo, .n = buckets.end[g] - lo, .keys = keys};
    present[g] = measure(job, &s);
    if (present[g]) number[g] = compute(job, &s);
  }
  os_free(&job->mem, keys, (most + 1) * 2 * sizeof *keys);
  os_buckets_clear(&job->mem, &buckets);
  return status;
}

os_status os_agg_gini(const os_agg_job *job, double *number, uint8_t *present) {
  return each_group(job, gini, number, present);
}

os_status os_agg_hhi(const os_agg_job *job, double *number, uint8_t *present) {
  return each_group(job, hhi, number, present);
}

os_status os_agg_top(const os_agg_job *job, double *number, uint8_t *present) {
  return each_group(job, top, number, present);
}
