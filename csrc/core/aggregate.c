/* aggregate.c: counts, exact sums and means, extremes, first and last, and the door to the others:
** spread.c, quantile.c and concentration.c see a group's values side by side, distinct.c tells the
** different ones, weighted.c pairs them with weights. */
#include "aggregate.h"

#include <string.h>

#include "float.h"
#include "keys.h"

/* ---- counts ---- */

void os_agg_count(const os_agg_job *job, uint64_t *n) {
  const os_column *col = job->col;
  if (!col->valid) {
    memcpy(n, job->groups->size, job->groups->count * sizeof *n);
    return;
  }
  memset(n, 0, job->groups->count * sizeof *n);
  OS_AGG_EACH(job, n[g] += os_present(col, row));
}

/* A column of counts. */
static os_status deliver_counts(const os_agg_job *job, const uint64_t *n, os_column **out) {
  /* Counts are at most OS_MAX_ROWS: the same numbers signed. */
  return os_column_from_ints(&job->mem, OS_INTEGER, 0, (const int64_t *)(const void *)n, NULL,
                             job->groups->count, out);
}

static os_status count_rows(const os_agg_job *job, os_column **out) {
  const os_groups *groups = job->groups;
  if (job->what == OS_AGG_ROWS) return deliver_counts(job, groups->size, out);
  uint64_t *n = os_alloc(&job->mem, groups->count, sizeof *n);
  if (!n) return OS_NOMEM;
  os_agg_count(job, n);
  for (size_t g = 0; job->what == OS_AGG_MISSING && g < groups->count; g++) {
    n[g] = groups->size[g] - n[g];
  }
  os_status status = deliver_counts(job, n, out);
  os_free(&job->mem, n, groups->count * sizeof *n);
  return status;
}

/* ---- distinct values ---- */

static os_status count_distinct(const os_agg_job *job, os_column **out) {
  size_t groups = job->groups->count;
  uint64_t *n = os_alloc_zero(&job->mem, groups, sizeof *n);
  os_status status = n ? os_agg_distinct(job, n) : OS_NOMEM;
  if (!status) status = deliver_counts(job, n, out);
  os_free(&job->mem, n, groups * sizeof *n);
  return status;
}

/* ---- exact sums of integer-like columns ---- */

typedef struct sums {
  os_wide *exact;
  double *rough; /* used instead of exact (values, not scaled) when a sum outgrows 128 bits */
} sums;

static void sums_free(const os_agg_job *job, sums *s) {
  os_free(&job->mem, s->exact, job->groups->count * sizeof *s->exact);
  os_free(&job->mem, s->rough, job->groups->count * sizeof *s->rough);
}

/* Missing rows hold 0 and need no test. */
#define ADD_UP(T, total) OS_AGG_EACH(job, total[g] += ((const T *)job->col->data)[row])

/* 2^32 values of 32 bits fit 64 bits. */
static os_status sum_narrow(const os_agg_job *job, os_wide *exact) {
  size_t count = job->groups->count;
  int64_t *total = os_alloc_zero(&job->mem, count, sizeof *total);
  if (!total) return OS_NOMEM;
  switch (job->col->width) {
    case 1: ADD_UP(int8_t, total); break;
    case 2: ADD_UP(int16_t, total); break;
    default: ADD_UP(int32_t, total); break;
  }
  for (size_t g = 0; g < count; g++) exact[g] = total[g];
  os_free(&job->mem, total, count * sizeof *total);
  return OS_OK;
}

/* Halves are added apart: that cannot overflow on the way, whatever the order of the rows. */
static os_status sum_wide(const os_agg_job *job, sums *s) {
  size_t count = job->groups->count;
  const os_wide *data = job->col->data;
  os_wide *high = s->exact;
  os_uwide *low = os_alloc_zero(&job->mem, count, sizeof *low);
  if (!low) return OS_NOMEM;
  OS_AGG_EACH(job, high[g] += (int64_t)(data[row] >> 64); low[g] += (uint64_t)data[row]);
  bool fits = true;
  for (size_t g = 0; g < count; g++) {
    high[g] += (os_wide)(low[g] >> 64);
    low[g] = (uint64_t)low[g];
    fits &= high[g] >= INT64_MIN && high[g] <= INT64_MAX;
  }
  os_status status = OS_OK;
  if (!fits) {
    s->rough = os_alloc(&job->mem, count, sizeof *s->rough);
    if (!s->rough) status = OS_NOMEM;
  }
  for (size_t g = 0; !status && g < count; g++) {
    if (fits) {
      s->exact[g] = (os_wide)((os_uwide)high[g] << 64 | low[g]);
    } else {
      s->rough[g] = os_float_from_decimal(high[g], job->col->scale) * 0x1p64 +
                    os_float_from_decimal((os_wide)low[g], job->col->scale);
    }
  }
  os_free(&job->mem, low, count * sizeof *low);
  return status;
}

static os_status sum_up(const os_agg_job *job, sums *s) {
  *s = (sums){0};
  s->exact = os_alloc_zero(&job->mem, job->groups->count, sizeof *s->exact);
  if (!s->exact) return OS_NOMEM;
  os_status status = OS_OK;
  if (job->view->rows > 0) {
    if (job->col->width == 16) {
      status = sum_wide(job, s);
    } else if (job->col->width == 8) {
      ADD_UP(int64_t, s->exact);
    } else {
      status = sum_narrow(job, s->exact);
    }
  }
  if (status) sums_free(job, s);
  return status;
}

/* Integers while all groups fit 64 bits, decimals without places otherwise. */
static os_status deliver_integer_sums(const os_agg_job *job, const os_wide *exact,
                                      os_column **out) {
  size_t count = job->groups->count;
  bool fits = true;
  for (size_t g = 0; g < count; g++) fits &= exact[g] >= INT64_MIN && exact[g] <= INT64_MAX;
  if (!fits) return os_column_from_wides(&job->mem, 0, exact, NULL, count, out);
  int64_t *narrow = os_alloc(&job->mem, count, sizeof *narrow);
  if (!narrow) return OS_NOMEM;
  for (size_t g = 0; g < count; g++) narrow[g] = (int64_t)exact[g];
  os_status status = os_column_from_ints(&job->mem, OS_INTEGER, 0, narrow, NULL, count, out);
  os_free(&job->mem, narrow, count * sizeof *narrow);
  return status;
}

static os_status sum_integers(const os_agg_job *job, os_column **out) {
  sums s;
  os_status status = sum_up(job, &s);
  if (status) return status;
  size_t count = job->groups->count;
  if (s.rough) {
    status = os_column_from_doubles(&job->mem, s.rough, NULL, count, out);
  } else if (job->col->type == OS_DECIMAL) {
    status = os_column_from_wides(&job->mem, job->col->scale, s.exact, NULL, count, out);
  } else {
    status = deliver_integer_sums(job, s.exact, out);
  }
  sums_free(job, &s);
  return status;
}

double os_agg_mean(os_wide sum, unsigned scale, uint64_t n) {
  uint64_t den;
  if (scale <= 19 && !__builtin_mul_overflow(os_agg_pow10(scale), n, &den)) {
    return os_float_ratio(sum, den);
  }
  return os_float_from_decimal(sum, scale) / (double)n;
}

static os_status mean_integers(const os_agg_job *job, double *number, uint8_t *present) {
  size_t count = job->groups->count;
  sums s;
  uint64_t *n = os_alloc(&job->mem, count, sizeof *n);
  if (!n) return OS_NOMEM;
  os_status status = sum_up(job, &s);
  if (!status) {
    os_agg_count(job, n);
    for (size_t g = 0; g < count; g++) {
      present[g] = n[g] > 0;
      if (!present[g]) continue;
      number[g] = s.rough ? s.rough[g] / (double)n[g] : os_agg_mean(s.exact[g], job->col->scale, n[g]);
    }
    sums_free(job, &s);
  }
  os_free(&job->mem, n, count * sizeof *n);
  return status;
}

/* ---- one row of each group: extremes, first, last ---- */

#define NO_ROW UINT32_MAX

/* Texts that are no dictionary's are compared as they are: ranking them all would take far longer. */
static void extreme_text_rows(const os_agg_job *job, uint32_t *at) {
  bool greatest = job->what == OS_AGG_MAX;
  for (size_t i = 0; i < job->view->rows; i++) {
    size_t row = os_row(job->view, i);
    uint32_t g = os_agg_group_at(job, i);
    if (!os_present(job->col, row)) continue;
    int order = at[g] == NO_ROW
                    ? 1
                    : os_text_compare(os_text_at(job->col, row), os_text_at(job->col, at[g]));
    if (at[g] == NO_ROW || (greatest ? order > 0 : order < 0)) at[g] = (uint32_t)row;
  }
}

static os_status extreme_rows(const os_agg_job *job, uint32_t *at) {
  size_t count = job->groups->count, rows = job->view->rows;
  uint64_t turn = job->what == OS_AGG_MAX ? UINT64_MAX : 0; /* inverted, the greatest is least */
  uint64_t block[OS_KEYS_BLOCK];
  os_keys keys;
  if (job->col->type == OS_TEXT && !job->col->dict) {
    extreme_text_rows(job, at);
    return OS_OK;
  }
  os_status status = os_keys_init(&job->mem, job->view, job->index, 0, true, &keys);
  if (status) return status;
  uint64_t *best = os_alloc_zero(&job->mem, count, sizeof *best);
  if (!best) status = OS_NOMEM;
  for (size_t from = 0; !status && from < rows; from += OS_KEYS_BLOCK) {
    size_t n = rows - from < OS_KEYS_BLOCK ? rows - from : OS_KEYS_BLOCK;
    os_keys_read(&keys, from, n, block);
    for (size_t i = 0; i < n; i++) {
      uint32_t g = os_agg_group_at(job, from + i);
      uint64_t key = block[i] ^ turn;
      size_t row = os_row(job->view, from + i);
      if ((at[g] != NO_ROW && key >= best[g]) || !os_present(job->col, row)) continue;
      best[g] = key;
      at[g] = (uint32_t)row;
    }
  }
  os_free(&job->mem, best, count * sizeof *best);
  os_keys_clear(&keys);
  return status;
}

static void extreme_wide_rows(const os_agg_job *job, uint32_t *at) {
  const os_wide *data = job->col->data;
  bool max = job->what == OS_AGG_MAX;
  OS_AGG_EACH(job, {
    if (!os_present(job->col, row)) continue;
    if (at[g] == NO_ROW || (max ? data[row] > data[at[g]] : data[row] < data[at[g]])) {
      at[g] = (uint32_t)row;
    }
  });
}

static void edge_rows(const os_agg_job *job, uint32_t *at) {
  bool last = job->what == OS_AGG_LAST;
  OS_AGG_EACH(job, {
    if ((last || at[g] == NO_ROW) && os_present(job->col, row)) at[g] = (uint32_t)row;
  });
}

/* A column of one missing value, for the one group of no rows. */
static os_status deliver_missing(const os_agg_job *job, os_column **out) {
  const os_column *col = job->col;
  uint8_t present = 0;
  int64_t zero = 0;
  double number = 0;
  os_text text = {NULL, 0};
  if (col->type == OS_TEXT) return os_column_from_texts(&job->mem, &text, &present, 1, out);
  if (col->type == OS_NUMBER) return os_column_from_doubles(&job->mem, &number, &present, 1, out);
  return os_column_from_ints(&job->mem, col->type, col->scale, &zero, &present, 1, out);
}

static os_status pick_rows(const os_agg_job *job, os_column **out) {
  size_t count = job->groups->count;
  if (job->view->rows == 0) return deliver_missing(job, out);
  uint32_t *at = os_alloc(&job->mem, count, sizeof *at);
  if (!at) return OS_NOMEM;
  memset(at, 0xFF, count * sizeof *at);
  os_status status = OS_OK;
  if (job->what == OS_AGG_FIRST || job->what == OS_AGG_LAST) {
    edge_rows(job, at);
  } else if (job->what == OS_AGG_MODE) {
    status = os_agg_mode_rows(job, at);
  } else if (os_keys_parts(job->col) > 1) {
    extreme_wide_rows(job, at);
  } else {
    status = extreme_rows(job, at);
  }
  /* A group without a value has rows that are missing: any of them serves. */
  for (size_t g = 0; g < count; g++) {
    if (at[g] == NO_ROW) at[g] = (uint32_t)os_row(job->view, job->groups->first[g]);
  }
  if (!status) status = os_column_gather(&job->mem, job->col, at, count, out);
  os_free(&job->mem, at, count * sizeof *at);
  return status;
}

/* ---- the door ---- */

typedef os_status (*number_fn)(const os_agg_job *job, double *number, uint8_t *present);

/* A number a group, by one of the functions that make them. */
static os_status deliver_numbers(const os_agg_job *job, number_fn compute, os_column **out) {
  size_t count = job->groups->count;
  double *number = os_alloc_zero(&job->mem, count, sizeof *number);
  uint8_t *present = os_alloc_zero(&job->mem, count, 1);
  os_status status = number && present ? compute(job, number, present) : OS_NOMEM;
  if (!status) status = os_column_from_doubles(&job->mem, number, present, count, out);
  os_free(&job->mem, number, count * sizeof *number);
  os_free(&job->mem, present, count);
  return status;
}

static bool adds(os_agg what) {
  return what == OS_AGG_SUM || what == OS_AGG_MEAN || what == OS_AGG_VAR || what == OS_AGG_SD ||
         what >= OS_AGG_QUANTILE;
}

static bool is_arithmetic(const os_column *col) {
  return col->type != OS_DATE && col->type != OS_TEXT;
}

/* Dates and texts do not add up. */
static os_status check_type(const os_agg_job *job, os_error *error) {
  if (!adds(job->what) || is_arithmetic(job->col)) return OS_OK;
  if (error) {
    memset(error, 0, sizeof *error);
    error->fault = OS_FAULT_TYPE;
    error->field = (uint32_t)job->index + 1;
    error->type = OS_NUMBER;
  }
  return OS_FAILED;
}

/* What is text for want of any value adds up to 0 and has no mean. */
static os_status deliver_of_nothing(const os_agg_job *job, os_column **out) {
  size_t count = job->groups->count;
  int64_t *zeros = os_alloc_zero(&job->mem, count, sizeof *zeros);
  if (!zeros && count) return OS_NOMEM;
  os_status status =
      job->what == OS_AGG_SUM
          ? os_column_from_ints(&job->mem, OS_INTEGER, 0, zeros, NULL, count, out)
          : os_column_from_doubles(&job->mem, (const double *)(const void *)zeros,
                                   (const uint8_t *)(const void *)zeros, count, out);
  os_free(&job->mem, zeros, count * sizeof *zeros);
  return status;
}

/* Without groups (keys, but no rows) there is nothing to compute, only the type to be right. */
static os_status deliver_empty(const os_agg_job *job, os_column **out) {
  os_type type = OS_NUMBER;
  if (job->what <= OS_AGG_DISTINCT) type = OS_INTEGER;
  if (job->what == OS_AGG_SUM) type = job->col->type == OS_BOOLEAN ? OS_INTEGER : job->col->type;
  if (job->what >= OS_AGG_MIN && job->what <= OS_AGG_MODE) type = job->col->type;
  if (type == OS_TEXT) return os_column_from_texts(&job->mem, NULL, NULL, 0, out);
  if (type == OS_NUMBER) return os_column_from_doubles(&job->mem, NULL, NULL, 0, out);
  unsigned scale = type == OS_DECIMAL ? job->col->scale : 0;
  return os_column_from_ints(&job->mem, type, scale, NULL, NULL, 0, out);
}

os_status os_aggregate_by(const os_mem *mem, const os_view *view, const os_groups *groups,
                          const os_agg_spec *spec, os_column **out, os_error *error) {
  os_agg_job job = {.mem = *mem, .view = view, .groups = groups, .index = spec->col,
                    .what = spec->what, .p = spec->p, .type = spec->type ? spec->type : 7,
                    .k = spec->k};
  if (spec->what != OS_AGG_ROWS) job.col = view->cols[spec->col];
  if (spec->what >= OS_AGG_WEIGHTED_MEAN) job.weight = view->cols[spec->weight];
  *out = NULL;
  if (job.col && job.col->type == OS_TEXT && adds(job.what) && !os_view_has_value(view, job.index)) {
    return deliver_of_nothing(&job, out);
  }
  os_status status = job.col ? check_type(&job, error) : OS_OK;
  if (status) return status;
  if (groups->count == 0) return deliver_empty(&job, out);
  if (job.weight && !is_arithmetic(job.weight)) return deliver_of_nothing(&job, out);
  bool floats = job.col && job.col->type == OS_NUMBER;
  switch (job.what) {
    case OS_AGG_ROWS:
    case OS_AGG_COUNT:
    case OS_AGG_MISSING: return count_rows(&job, out);
    case OS_AGG_DISTINCT: return count_distinct(&job, out);
    case OS_AGG_SUM:
      return floats ? deliver_numbers(&job, os_agg_float_sums, out) : sum_integers(&job, out);
    case OS_AGG_MEAN:
      return deliver_numbers(&job, floats ? os_agg_float_sums : mean_integers, out);
    case OS_AGG_VAR:
    case OS_AGG_SD: return deliver_numbers(&job, os_agg_spread, out);
    case OS_AGG_MIN:
    case OS_AGG_MAX:
    case OS_AGG_FIRST:
    case OS_AGG_LAST:
    case OS_AGG_MODE: return pick_rows(&job, out);
    case OS_AGG_QUANTILE:
    case OS_AGG_IQR: return deliver_numbers(&job, os_agg_quantile, out);
    case OS_AGG_MAD: return deliver_numbers(&job, os_agg_mad, out);
    case OS_AGG_GINI: return deliver_numbers(&job, os_agg_gini, out);
    case OS_AGG_HHI: return deliver_numbers(&job, os_agg_hhi, out);
    case OS_AGG_TOP: return deliver_numbers(&job, os_agg_top, out);
    case OS_AGG_WEIGHTED_MEAN: return deliver_numbers(&job, os_agg_weighted_mean, out);
    case OS_AGG_WEIGHTED_QUANTILE: return deliver_numbers(&job, os_agg_weighted_quantile, out);
  }
  return OS_FAILED;
}
