/* weighted.c: means and quantiles of values that carry weights. Rows without a value or without a
** weight do not count; a group with a negative weight, or with weights that make 0, has no result. */
#include <math.h>
#include <string.h>

#include "aggregate.h"
#include "exact.h"
#include "float.h"
#include "sort.h"

/* The rows of each group that count, side by side, as pairs of a value's key and the row. */
typedef struct weighing {
  os_pair *pairs;  /* twice as many: the second half is spare */
  size_t total;
  size_t *end;     /* as in os_buckets */
} weighing;

static void weighing_clear(const os_agg_job *job, weighing *w) {
  os_free(&job->mem, w->pairs, w->total * 2 * sizeof *w->pairs);
  os_free(&job->mem, w->end, job->groups->count * sizeof *w->end);
}

static bool counts(const os_agg_job *job, size_t row) {
  return os_present(job->col, row) && os_present(job->weight, row);
}

static os_status weighing_init(const os_agg_job *job, const os_keys *keys, weighing *w) {
  size_t groups = job->groups->count, rows = job->view->rows, total = 0;
  uint64_t block[OS_KEYS_BLOCK] = {0};
  *w = (weighing){.end = os_alloc_zero(&job->mem, groups, sizeof *w->end)};
  if (!w->end) return OS_NOMEM;
  OS_AGG_EACH(job, w->end[g] += counts(job, row));
  for (size_t g = 0; g < groups; g++) {
    size_t n = w->end[g];
    w->end[g] = total;
    total += n;
  }
  if (total == 0) return OS_OK;
  w->pairs = os_alloc(&job->mem, total, 2 * sizeof *w->pairs);
  if (!w->pairs) {
    weighing_clear(job, w);
    return OS_NOMEM;
  }
  w->total = total;
  for (size_t from = 0; from < rows; from += OS_KEYS_BLOCK) {
    size_t n = rows - from < OS_KEYS_BLOCK ? rows - from : OS_KEYS_BLOCK;
    if (keys) os_keys_read(keys, from, n, block);
    for (size_t i = 0; i < n; i++) {
      size_t row = os_row(job->view, from + i);
      if (!counts(job, row)) continue;
      os_pair pair = {block[i], (uint32_t)row};
      w->pairs[w->end[os_agg_group_at(job, from + i)]++] = pair;
    }
  }
  return OS_OK;
}

/* ---- values as doubles ---- */

static double double_at(const os_column *col, size_t row) {
  return col->type == OS_NUMBER ? ((const double *)col->data)[row] : (double)os_wide_at(col, row);
}

/* A value, of decimals without the point, as a sum of at most three doubles, which is exact. */
#define PARTS 3
static unsigned parts_at(const os_column *col, size_t row, double unit, double *parts) {
  if (col->type == OS_NUMBER) {
    parts[0] = ((const double *)col->data)[row] * unit;
    return 1;
  }
  os_wide x = os_wide_at(col, row);
  if (x >= -((os_wide)1 << 53) && x <= (os_wide)1 << 53) {
    parts[0] = (double)(int64_t)x;
    return 1;
  }
  const os_wide low = ((os_wide)1 << 43) - 1;
  parts[0] = (double)(int64_t)(x & low);
  parts[1] = (double)(int64_t)(x >> 43 & low) * 0x1p43;
  parts[2] = (double)(int64_t)(x >> 86) * 0x1p86;
  return PARTS;
}

/* A power of two that brings the greatest of extreme numbers near 1; 1 for others. */
static double unit_of(const os_column *col, const os_pair *pairs, size_t n) {
  double most = 0;
  int exponent;
  if (col->type != OS_NUMBER) return 1;
  for (size_t i = 0; i < n; i++) {
    double x = fabs(double_at(col, pairs[i].id));
    if (x > most) most = x;
  }
  if (!isfinite(most)) return 1;
  frexp(most, &exponent);
  if (exponent > -300 && exponent < 300) return 1;
  return ldexp(1, exponent > 1000 ? -1000 : exponent < -1000 ? 1000 : -exponent);
}

/* The sum of a group's weights; negative when one of them is. */
static double weigh(const os_agg_job *job, const os_pair *pairs, size_t n, double unit) {
  os_exact sum;
  double parts[PARTS];
  memset(&sum, 0, sizeof sum);
  for (size_t i = 0; i < n; i++) {
    if (double_at(job->weight, pairs[i].id) < 0) return -1;
    unsigned m = parts_at(job->weight, pairs[i].id, unit, parts);
    for (unsigned k = 0; k < m; k++) os_exact_add(&sum, parts[k]);
  }
  return os_exact_value(&sum);
}

/* ---- mean ---- */

static double weighted_mean(const os_agg_job *job, const os_pair *pairs, size_t n, double weight,
                            double unit) {
  os_exact sum;
  double x[PARTS], w[PARTS], x_unit = unit_of(job->col, pairs, n);
  memset(&sum, 0, sizeof sum);
  for (size_t i = 0; i < n; i++) {
    unsigned xs = parts_at(job->col, pairs[i].id, x_unit, x);
    unsigned ws = parts_at(job->weight, pairs[i].id, unit, w);
    for (unsigned a = 0; a < xs; a++) {
      for (unsigned b = 0; b < ws; b++) os_exact_add_product(&sum, x[a], w[b]);
    }
  }
  double mean = os_exact_value(&sum) / weight / x_unit;
  double power = 1;
  for (unsigned i = 0; i < job->col->scale; i++) power *= 10;
  return mean / power;
}

/* ---- quantile ---- */

/* The first value, in ascending order, up to which the weights make p of their sum; values of no
** weight do not count. The running sum has 106 bits. */
static double weighted_quantile(const os_agg_job *job, const os_pair *pairs, size_t n,
                                double weight, double unit) {
  double high = 0, low = 0, wanted = job->p * weight;
  size_t row = pairs[0].id;
  if (isnan(weight)) return weight;
  for (size_t i = 0; i < n; i++) {
    double w = double_at(job->weight, pairs[i].id) * unit;
    if (w == 0) continue;
    double sum = high + w, back = sum - high;
    low += (high - (sum - back)) + (w - back);
    high = sum;
    row = pairs[i].id;
    if (high + low >= wanted) break;
  }
  if (job->col->type == OS_NUMBER) return double_at(job->col, row);
  return os_float_from_decimal(os_wide_at(job->col, row), job->col->scale);
}

static os_status each_group(const os_agg_job *job, weighing *it, double *number,
                            uint8_t *present) {
  bool mean = job->what == OS_AGG_WEIGHTED_MEAN;
  for (size_t g = 0, lo = 0; g < job->groups->count; lo = it->end[g++]) {
    size_t n = it->end[g] - lo;
    if (n == 0) continue;
    os_pair *pairs = it->pairs + lo;
    double unit = unit_of(job->weight, pairs, n), weight = weigh(job, pairs, n, unit);
    present[g] = !(weight <= 0);
    if (!present[g]) continue;
    if (mean) {
      number[g] = weighted_mean(job, pairs, n, weight, unit);
    } else {
      os_status status = os_sort_pairs(&job->mem, pairs, it->pairs + it->total, n);
      if (status) return status;
      number[g] = weighted_quantile(job, pairs, n, weight, unit);
    }
  }
  return OS_OK;
}

os_status os_agg_weighted_mean(const os_agg_job *job, double *number, uint8_t *present) {
  weighing it;
  os_status status = weighing_init(job, NULL, &it);
  if (status) return status;
  status = each_group(job, &it, number, present);
  weighing_clear(job, &it);
  return status;
}

os_status os_agg_weighted_quantile(const os_agg_job *job, double *number, uint8_t *present) {
  os_keys keys;
  weighing it;
  os_status status = os_keys_parts(job->col) > 1
                         ? os_agg_wide_keys(job, &keys)
                         : os_keys_init(&job->mem, job->view, job->index, 0, true, &keys);
  if (status) return status;
  status = weighing_init(job, &keys, &it);
  if (!status) {
    status = each_group(job, &it, number, present);
    weighing_clear(job, &it);
  }
  os_keys_clear(&keys);
  return status;
}
