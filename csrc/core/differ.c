/* differ.c: rows that are like no other before, and columns that differ; see join.h. */
#include <string.h>

#include "equal.h"
#include "join.h"

/* Numbers the rows by the columns so far: of[i], *count different ones. */
typedef struct telling {
  os_mem mem;
  const os_view *view;
  uint32_t *of;
  uint64_t *cells;
  size_t count;
} telling;

/* Tells rows apart by one more part of a column. */
static os_status tell(telling *job, size_t col, unsigned part) {
  os_keys keys;
  uint64_t block[OS_KEYS_BLOCK];
  size_t rows = job->view->rows;
  os_status status = os_keys_init(&job->mem, job->view, col, part, false, &keys);
  if (status) return status;
  if (keys.span == 0 || keys.span > UINT64_C(1) << 32) status = os_keys_densify(&keys, false);
  for (size_t from = 0; !status && from < rows; from += OS_KEYS_BLOCK) {
    size_t count = rows - from < OS_KEYS_BLOCK ? rows - from : OS_KEYS_BLOCK;
    os_keys_read(&keys, from, count, block);
    for (size_t i = 0; i < count; i++) {
      job->cells[from + i] = job->of[from + i] * keys.span + block[i]; /* both have 32 bits */
    }
  }
  os_keys_clear(&keys);
  if (!status) status = os_number_keys(&job->mem, job->cells, rows, false, job->of, &job->count);
  return status;
}

/* The rows where a number comes for the first time. */
static os_status first_rows(const telling *job, os_rows **out) {
  size_t rows = job->view->rows, size = job->count / 8 + 1, at = 0;
  uint8_t *seen = os_alloc_zero(&job->mem, size, 1);
  *out = os_rows_new(&job->mem, job->count);
  for (size_t i = 0; seen && *out && i < rows; i++) {
    uint32_t number = job->of[i];
    if (seen[number >> 3] >> (number & 7) & 1) continue;
    seen[number >> 3] |= (uint8_t)(1u << (number & 7));
    (*out)->index[at++] = (uint32_t)os_row(job->view, i);
  }
  os_status status = seen && *out ? OS_OK : OS_NOMEM;
  os_free(&job->mem, seen, size);
  if (status) {
    os_rows_drop(*out);
    *out = NULL;
  }
  return status;
}

os_status os_distinct(const os_mem *mem, const os_view *view, const size_t *cols, size_t ncols,
                      os_rows **out) {
  size_t rows = view->rows;
  telling job = {.mem = *mem, .view = view, .count = rows ? 1 : 0};
  *out = NULL;
  if (rows == 0) {
    *out = os_rows_new(mem, 0);
    return *out ? OS_OK : OS_NOMEM;
  }
  job.of = os_alloc_zero(mem, rows, sizeof *job.of);
  job.cells = os_alloc(mem, rows, sizeof *job.cells);
  os_status status = job.of && job.cells ? OS_OK : OS_NOMEM;
  for (size_t k = 0; !status && k < ncols; k++) {
    unsigned parts = os_keys_parts(view->cols[cols[k]]);
    for (unsigned part = 0; !status && part < parts && job.count < rows; part++) {
      status = tell(&job, cols[k], part);
    }
  }
  if (!status) status = first_rows(&job, out);
  os_free(mem, job.of, rows * sizeof *job.of);
  os_free(mem, job.cells, rows * sizeof *job.cells);
  return status;
}

static bool same(const os_column *a, const os_column *b, unsigned scale, size_t row) {
  bool present = os_present(a, row);
  if (present != os_present(b, row)) return false;
  if (!present) return true;
  if (!os_comparable(a->type, b->type)) return false;
  if (a->type == OS_TEXT) return os_text_same(os_text_at(a, row), os_text_at(b, row));
  return os_number_same(os_number_at(a, row, scale), os_number_at(b, row, scale));
}

os_status os_differ(const os_mem *mem, const os_view *view, size_t a, size_t b, uint32_t **places,
                    size_t *count) {
  const os_column *left = view->cols[a], *right = view->cols[b];
  unsigned scale = os_common_scale(left, right);
  size_t found = 0;
  for (size_t i = 0; i < view->rows; i++) found += !same(left, right, scale, os_row(view, i));
  *count = found;
  *places = NULL;
  if (found == 0) return OS_OK;
  *places = os_alloc(mem, found, sizeof **places);
  if (!*places) return OS_NOMEM;
  for (size_t i = 0, at = 0; i < view->rows; i++) {
    if (!same(left, right, scale, os_row(view, i))) (*places)[at++] = (uint32_t)i;
  }
  return OS_OK;
}
