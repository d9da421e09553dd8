/* window.c: see window.h. */
#include "window.h"

#include <math.h>
#include <string.h>

#include "exact.h"
#include "float.h"
#include "keys.h"
#include "order.h"

typedef struct windowing {
  os_mem mem;
  const os_view *view;
  const os_column *col;
  size_t index, rows;
  uint8_t *present;
} windowing;

static double double_at(const windowing *job, size_t i) {
  size_t row = os_row(job->view, i);
  if (job->col->type == OS_NUMBER) return ((const double *)job->col->data)[row];
  return os_float_from_decimal(os_wide_at(job->col, row), job->col->scale);
}

static os_wide wide_at(const windowing *job, size_t i) {
  return os_wide_at(job->col, os_row(job->view, i));
}

/* Running sums of whole numbers; false when one outgrows 128 bits. */
static bool run_wide(const windowing *job, os_wide *sums) {
  os_wide sum = 0;
  for (size_t i = 0; i < job->rows; i++) {
    if (job->present[i] && __builtin_add_overflow(sum, wide_at(job, i), &sum)) return false;
    sums[i] = sum;
  }
  return true;
}

static void run_double(const windowing *job, double *sums) {
  os_exact sum;
  memset(&sum, 0, sizeof sum);
  for (size_t i = 0; i < job->rows; i++) {
    if (job->present[i]) os_exact_add(&sum, double_at(job, i));
    sums[i] = os_exact_value(&sum);
  }
}

static os_status deliver_doubles(const windowing *job, double *values, os_column **out) {
  return os_column_from_doubles(&job->mem, values, job->present, job->rows, out);
}

static os_status cumulate_wide(const windowing *job, os_wide *sums, os_column **out) {
  bool narrow = job->col->type != OS_DECIMAL;
  for (size_t i = 0; i < job->rows; i++) {
    narrow &= sums[i] >= INT64_MIN && sums[i] <= INT64_MAX;
  }
  if (!narrow) {
    unsigned scale = job->col->type == OS_DECIMAL ? job->col->scale : 0;
    return os_column_from_wides(&job->mem, scale, sums, job->present, job->rows, out);
  }
  int64_t *small = (int64_t *)(void *)sums; /* never ahead of the reading */
  for (size_t i = 0; i < job->rows; i++) {
    int64_t sum = (int64_t)sums[i];
    memcpy(small + i, &sum, sizeof sum);
  }
  return os_column_from_ints(&job->mem, OS_INTEGER, 0, small, job->present, job->rows, out);
}

static os_status cumulate(const windowing *job, os_column **out) {
  os_wide *sums = os_alloc(&job->mem, job->rows, sizeof *sums);
  if (!sums) return OS_NOMEM;
  os_status status;
  if (job->col->type != OS_NUMBER && run_wide(job, sums)) {
    status = cumulate_wide(job, sums, out);
  } else {
    run_double(job, (double *)(void *)sums);
    status = deliver_doubles(job, (double *)(void *)sums, out);
  }
  os_free(&job->mem, sums, job->rows * sizeof *sums);
  return status;
}

/* The sum of the column, times a unit. */
static double total_in(const windowing *job, double unit) {
  os_exact sum;
  os_wide whole = 0;
  memset(&sum, 0, sizeof sum);
  bool exact = job->col->type != OS_NUMBER;
  for (size_t i = 0; i < job->rows; i++) {
    if (!job->present[i]) continue;
    os_exact_add(&sum, double_at(job, i) * unit);
    if (exact) exact = !__builtin_add_overflow(whole, wide_at(job, i), &whole);
  }
  return exact ? os_float_from_decimal(whole, job->col->scale) * unit : os_exact_value(&sum);
}

static os_status share(const windowing *job, os_column **out) {
  double unit = 1, total = total_in(job, unit);
  double *shares = os_alloc(&job->mem, job->rows, sizeof *shares);
  if (!shares) return OS_NOMEM;
  if (isinf(total)) { /* that of finite numbers is finite in small units */
    unit = 0x1p-64;
    total = total_in(job, unit);
  }
  bool shared = total != 0 && isfinite(total);
  for (size_t i = 0; i < job->rows; i++) {
    job->present[i] &= shared;
    shares[i] = job->present[i] ? double_at(job, i) * unit / total * 100 : 0;
  }
  os_status status = deliver_doubles(job, shares, out);
  os_free(&job->mem, shares, job->rows * sizeof *shares);
  return status;
}

/* Whether two rows of the column hold the same number. */
static bool same(const os_column *col, size_t a, size_t b) {
  if (col->type != OS_NUMBER) return os_wide_at(col, a) == os_wide_at(col, b);
  const double *x = col->data;
  return os_double_key(x[a]) == os_double_key(x[b]);
}

/* Ranks by row of the column, of which the view may show some. */
static os_status rank(const windowing *job, os_column **out) {
  os_key key = {job->index, true};
  os_rows *order = NULL;
  size_t all = job->col->rows;
  int64_t *of_row = os_alloc(&job->mem, all, sizeof *of_row);
  int64_t *ranks = os_alloc(&job->mem, job->rows, sizeof *ranks);
  os_status status = of_row && ranks ? os_sort(&job->mem, job->view, &key, 1, &order) : OS_NOMEM;
  for (size_t i = 0; !status && i < job->rows; i++) {
    size_t row = order->index[i];
    bool tied = i > 0 && same(job->col, row, order->index[i - 1]);
    of_row[row] = tied ? of_row[order->index[i - 1]] : (int64_t)i + 1;
  }
  for (size_t i = 0; !status && i < job->rows; i++) ranks[i] = of_row[os_row(job->view, i)];
  if (!status) {
    status = os_column_from_ints(&job->mem, OS_INTEGER, 0, ranks, job->present, job->rows, out);
  }
  if (order) os_rows_drop(order);
  os_free(&job->mem, of_row, all * sizeof *of_row);
  os_free(&job->mem, ranks, job->rows * sizeof *ranks);
  return status;
}

os_status os_window_of(const os_mem *mem, const os_view *view, size_t col, os_window what,
                       os_column **out) {
  windowing job = {*mem, view, view->cols[col], col, view->rows, NULL};
  *out = NULL;
  if (job.rows == 0) {
    bool counts = what == OS_WINDOW_RANK;
    return counts ? os_column_from_ints(mem, OS_INTEGER, 0, NULL, NULL, 0, out)
                  : os_column_from_doubles(mem, NULL, NULL, 0, out);
  }
  job.present = os_alloc(mem, job.rows, 1);
  if (!job.present) return OS_NOMEM;
  for (size_t i = 0; i < job.rows; i++) job.present[i] = os_present(job.col, os_row(view, i));
  os_status status = what == OS_WINDOW_SHARE  ? share(&job, out)
                     : what == OS_WINDOW_RANK ? rank(&job, out)
                                              : cumulate(&job, out);
  os_free(mem, job.present, job.rows);
  return status;
}
