/* order.c: sorting. Columns give numbers in the order of their values (keys.h), and stable passes
** from the last key to the first put the rows in order: rows are never compared. */
#include "order.h"

#include <string.h>

#include "keys.h"
#include "sort.h"

/* One counting pass is best while the counters stay in the cache and are not most of the work. */
static bool is_counted(const os_keys *keys) {
  return keys->span > 0 && keys->span <= ((uint64_t)1 << 18) && keys->span / 4 <= keys->view->rows;
}

typedef struct sorting {
  os_mem mem;
  const os_view *view;
  uint32_t *order; /* places in the view, in the order by the keys so far */
  uint32_t *spare;
} sorting;

static size_t block_at(size_t rows, size_t from) {
  return rows - from < OS_KEYS_BLOCK ? rows - from : OS_KEYS_BLOCK;
}

static os_status sort_counted(sorting *job, const os_keys *keys, bool descending) {
  const os_mem *mem = &job->mem;
  size_t rows = job->view->rows, span = (size_t)keys->span, values = span - keys->nullable;
  uint32_t *key = os_alloc(mem, rows, sizeof *key);
  uint32_t *start = os_alloc_zero(mem, span + 1, sizeof *start);
  os_status status = key && start ? OS_OK : OS_NOMEM;
  for (size_t from = 0; !status && from < rows; from += OS_KEYS_BLOCK) {
    size_t count = block_at(rows, from);
    os_keys_read_narrow(keys, from, count, key + from);
    for (size_t i = from; i < from + count; i++) {
      if (descending && key[i] < values) key[i] = (uint32_t)values - 1 - key[i];
      start[key[i] + 1]++;
    }
  }
  if (!status) {
    for (size_t k = 0; k < span; k++) start[k + 1] += start[k];
    for (size_t i = 0; i < rows; i++) job->spare[start[key[job->order[i]]]++] = job->order[i];
    uint32_t *swap = job->order;
    job->order = job->spare;
    job->spare = swap;
  }
  os_free(mem, key, rows * sizeof *key);
  os_free(mem, start, (span + 1) * sizeof *start);
  return status;
}

static os_status sort_radix(sorting *job, const os_keys *keys, bool descending) {
  const os_mem *mem = &job->mem;
  size_t rows = job->view->rows, pair_bytes;
  if (!os_mul(rows, 2 * sizeof(os_pair), &pair_bytes)) return OS_NOMEM;
  uint64_t *key = os_alloc(mem, rows, sizeof *key);
  os_pair *pairs = os_alloc(mem, pair_bytes, 1);
  os_status status = key && pairs ? OS_OK : OS_NOMEM;
  if (!status) {
    uint64_t turn = descending ? UINT64_MAX : 0;
    size_t present = 0, missing = 0;
    for (size_t from = 0; from < rows; from += OS_KEYS_BLOCK) {
      os_keys_read(keys, from, block_at(rows, from), key + from);
    }
    for (size_t i = 0; i < rows; i++) {
      uint32_t place = job->order[i];
      if (os_present(keys->col, os_row(job->view, place))) {
        pairs[present++] = (os_pair){key[place] ^ turn, place};
      } else {
        job->spare[missing++] = place;
      }
    }
    status = os_sort_pairs(mem, pairs, pairs + present, present);
    for (size_t i = 0; !status && i < present; i++) job->order[i] = pairs[i].id;
    memcpy(job->order + present, job->spare, missing * sizeof *job->order);
  }
  os_free(mem, key, rows * sizeof *key);
  os_free(mem, pairs, pair_bytes);
  return status;
}

static os_status sort_by(sorting *job, os_key by) {
  os_status status = OS_OK;
  for (unsigned part = os_keys_parts(job->view->cols[by.col]); !status && part-- > 0;) {
    os_keys keys;
    status = os_keys_init(&job->mem, job->view, by.col, part, true, &keys);
    if (status) return status;
    if (!status) status = os_watched(&job->mem);
    if (!status) status = is_counted(&keys) ? sort_counted(job, &keys, by.descending)
                               : sort_radix(job, &keys, by.descending);
    os_keys_clear(&keys);
  }
  return status;
}

os_status os_sort(const os_mem *mem, const os_view *view, const os_key *keys, size_t nkeys,
                  os_rows **out) {
  size_t rows = view->rows;
  *out = os_rows_new(mem, rows);
  if (!*out || rows == 0) return *out ? OS_OK : OS_NOMEM;
  sorting job = {.mem = *mem, .view = view};
  job.order = os_alloc(mem, rows, sizeof *job.order);
  job.spare = os_alloc(mem, rows, sizeof *job.spare);
  os_status status = job.order && job.spare ? OS_OK : OS_NOMEM;
  for (size_t i = 0; !status && i < rows; i++) job.order[i] = (uint32_t)i;
  for (size_t k = nkeys; !status && k-- > 0;) status = sort_by(&job, keys[k]);
  for (size_t i = 0; !status && i < rows; i++) {
    (*out)->index[i] = (uint32_t)os_row(view, job.order[i]);
  }
  os_free(mem, job.order, rows * sizeof *job.order);
  os_free(mem, job.spare, rows * sizeof *job.spare);
  if (status) {
    os_rows_drop(*out);
    *out = NULL;
  }
  return status;
}
