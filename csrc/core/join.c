/* join.c: see join.h. The values of each pair of key columns are numbered through a hash table,
** those of the right first: a value of the left that has no number matches nothing. Several
** keys become one, since pairs of numbers are numbered again. Texts with a dictionary are
** looked up once. */
#include "join.h"

#include <string.h>

#include "equal.h"
#include "hash.h"

typedef struct joining {
  os_mem mem;
  const os_view *left, *right;
  uint32_t *of_left, *of_right; /* the number of each row's key so far; OS_NO_ROW: none */
  size_t count;                 /* numbers */
} joining;

/* What has been numbered: texts or numbers, in the order of their numbers. */
typedef struct numbering {
  os_mem mem;
  os_table table;
  os_buf values;
  size_t count;
  bool adding; /* else what is not there has no number */
} numbering;

static os_status enter(numbering *job, uint64_t hash, size_t at, const void *value, size_t size,
                       uint32_t *out) {
  *out = OS_NO_ROW;
  if (!job->adding) return OS_OK;
  os_status status = os_buf_append(&job->mem, &job->values, value, size);
  if (status) return status;
  *out = (uint32_t)job->count++;
  return os_table_put(&job->mem, &job->table, hash, at, *out);
}

static os_status number_text(numbering *job, os_text text, uint32_t *out) {
  uint64_t hash = os_hash_bytes(text.ptr, text.len);
  size_t at = os_table_start(&job->table, hash);
  for (;; at++) {
    uint32_t known = os_table_next(&job->table, hash, &at);
    if (known == OS_TABLE_NONE) return enter(job, hash, at, &text, sizeof text, out);
    if (!os_text_same(((const os_text *)(const void *)job->values.data)[known], text)) continue;
    *out = known;
    return OS_OK;
  }
}

static os_status number_number(numbering *job, os_number n, uint32_t *out) {
  uint64_t low = (uint64_t)n.value, high = (uint64_t)((os_uwide)n.value >> 64);
  uint64_t hash = os_hash_pair(low, high + n.beyond);
  size_t at = os_table_start(&job->table, hash);
  for (;; at++) {
    uint32_t known = os_table_next(&job->table, hash, &at);
    if (known == OS_TABLE_NONE) return enter(job, hash, at, &n, sizeof n, out);
    os_number value;
    memcpy(&value, job->values.data + known * sizeof value, sizeof value);
    if (!os_number_same(value, n)) continue;
    *out = known;
    return OS_OK;
  }
}

static os_status number_texts(numbering *job, const os_view *view, const os_column *col,
                              uint32_t *of) {
  const uint32_t unseen = OS_NO_ROW - 1; /* more numbers than rows there are not */
  uint32_t *memo = NULL;
  os_status status = OS_OK;
  if (col->dict && col->texts) {
    memo = os_alloc(&job->mem, col->texts, sizeof *memo);
    if (!memo) return OS_NOMEM;
    for (size_t code = 0; code < col->texts; code++) memo[code] = unseen;
  }
  for (size_t i = 0; !status && i < view->rows; i++) {
    size_t row = os_row(view, i);
    of[i] = OS_NO_ROW;
    if (!os_present(col, row)) continue;
    uint32_t *known = memo ? &memo[os_code_at(col, row)] : NULL;
    if (!known || *known == unseen) {
      status = number_text(job, os_text_at(col, row), &of[i]);
      if (known) *known = of[i];
    } else {
      of[i] = *known;
    }
  }
  os_free(&job->mem, memo, col->texts * sizeof *memo);
  return status;
}

static os_status number_column(numbering *job, const os_view *view, const os_column *col,
                               unsigned scale, uint32_t *of) {
  os_status status = OS_OK;
  if (col->type == OS_TEXT) return number_texts(job, view, col, of);
  for (size_t i = 0; !status && i < view->rows; i++) {
    size_t row = os_row(view, i);
    of[i] = OS_NO_ROW;
    if (os_present(col, row)) status = number_number(job, os_number_at(col, row, scale), &of[i]);
  }
  return status;
}

/* Numbers pairs of numbers in place of the first ones. */
static os_status number_pairs(numbering *job, uint32_t *of, const uint32_t *more, size_t rows) {
  os_status status = OS_OK;
  for (size_t i = 0; !status && i < rows; i++) {
    if (of[i] == OS_NO_ROW || more[i] == OS_NO_ROW) {
      of[i] = OS_NO_ROW;
    } else {
      os_number both = {(os_wide)of[i] << 32 | more[i], false};
      status = number_number(job, both, &of[i]);
    }
  }
  return status;
}

static os_status begin(numbering *job, const os_mem *mem, size_t expected) {
  memset(job, 0, sizeof *job);
  job->mem = *mem;
  job->adding = true;
  return os_table_init(mem, &job->table, expected);
}

static void end(numbering *job) {
  os_table_free(&job->mem, &job->table);
  os_buf_free(&job->mem, &job->values);
}

/* Both columns of key k. */
static os_status number_key(joining *job, const os_column *left, const os_column *right,
                            uint32_t *of_left, uint32_t *of_right, size_t *count) {
  numbering numbers;
  unsigned scale = os_common_scale(left, right);
  if (!os_comparable(left->type, right->type)) { /* one has no value */
    for (size_t i = 0; i < job->left->rows; i++) of_left[i] = OS_NO_ROW;
    for (size_t i = 0; i < job->right->rows; i++) of_right[i] = OS_NO_ROW;
    *count = 0;
    return OS_OK;
  }
  os_status status = begin(&numbers, &job->mem, job->right->rows / 4);
  if (!status) status = number_column(&numbers, job->right, right, scale, of_right);
  numbers.adding = false;
  if (!status) status = number_column(&numbers, job->left, left, scale, of_left);
  *count = numbers.count;
  end(&numbers);
  return status;
}

/* One more key for the numbers so far. */
static os_status add_key(joining *job, const os_column *left, const os_column *right) {
  const os_mem *mem = &job->mem;
  size_t lrows = job->left->rows, rrows = job->right->rows, count;
  size_t lroom = lrows ? lrows : 1, rroom = rrows ? rrows : 1;
  uint32_t *of_left = os_alloc(mem, lroom, sizeof *of_left);
  uint32_t *of_right = os_alloc(mem, rroom, sizeof *of_right);
  os_status status = of_left && of_right ? OS_OK : OS_NOMEM;
  if (!status) status = number_key(job, left, right, of_left, of_right, &count);
  numbering numbers = {0};
  if (!status) status = begin(&numbers, mem, rrows / 4);
  if (!status) status = number_pairs(&numbers, job->of_right, of_right, rrows);
  numbers.adding = false;
  if (!status) status = number_pairs(&numbers, job->of_left, of_left, lrows);
  job->count = numbers.count;
  if (numbers.table.slots) end(&numbers);
  os_free(mem, of_left, lroom * sizeof *of_left);
  os_free(mem, of_right, rroom * sizeof *of_right);
  return status;
}

/* ---- pairs ---- */

/* The rows of the right by the number of their key: one after the other from first[number] on. */
typedef struct chains {
  uint32_t *first, *next, *size;
} chains;

static os_status make_chains(const joining *job, chains *of, os_pairs *out) {
  size_t rows = job->right->rows, count = job->count ? job->count : 1, room = rows ? rows : 1;
  of->first = os_alloc(&job->mem, count, sizeof *of->first);
  of->size = os_alloc_zero(&job->mem, count, sizeof *of->size);
  of->next = os_alloc(&job->mem, room, sizeof *of->next);
  if (!of->first || !of->size || !of->next) return OS_NOMEM;
  for (size_t k = 0; k < count; k++) of->first[k] = OS_NO_ROW;
  for (size_t i = rows; i-- > 0;) { /* from the end, so that each chain is in order */
    uint32_t number = job->of_right[i];
    if (number == OS_NO_ROW) continue;
    out->repeated += of->size[number]++ > 0;
    of->next[i] = of->first[number];
    of->first[number] = (uint32_t)i;
  }
  return OS_OK;
}

static void free_chains(const joining *job, chains *of) {
  size_t rows = job->right->rows, count = job->count ? job->count : 1, room = rows ? rows : 1;
  os_free(&job->mem, of->first, count * sizeof *of->first);
  os_free(&job->mem, of->size, count * sizeof *of->size);
  os_free(&job->mem, of->next, room * sizeof *of->next);
}

/* How many rows of the result a row of the left makes. */
static size_t rows_for(const joining *job, const chains *of, os_join_how how, size_t i) {
  uint32_t number = job->of_left[i];
  size_t found = number == OS_NO_ROW ? 0 : of->size[number];
  switch (how) {
    case OS_JOIN_LEFT: return found ? found : 1;
    case OS_JOIN_INNER: return found;
    case OS_JOIN_SEMI: return found > 0;
    default: return found == 0;
  }
}

static os_status make_pairs(const joining *job, const chains *of, os_join_how how, os_pairs *out) {
  size_t rows = job->left->rows, count = 0;
  out->once = true;
  for (size_t i = 0; i < rows; i++) {
    size_t made = rows_for(job, of, how, i);
    out->once &= made <= 1;
    if (made > OS_MAX_ROWS - count) return OS_FAILED;
    count += made;
  }
  out->count = count;
  out->left = os_alloc(&job->mem, count ? count : 1, sizeof *out->left);
  out->right = os_alloc(&job->mem, count ? count : 1, sizeof *out->right);
  if (!out->left || !out->right) return OS_NOMEM;
  bool wanted = how == OS_JOIN_LEFT || how == OS_JOIN_INNER;
  for (size_t i = 0, at = 0; i < rows; i++) {
    size_t made = rows_for(job, of, how, i);
    uint32_t number = job->of_left[i];
    uint32_t place = wanted && number != OS_NO_ROW ? of->first[number] : OS_NO_ROW;
    for (; made > 0; made--, at++) {
      out->left[at] = (uint32_t)os_row(job->left, i);
      out->right[at] = place == OS_NO_ROW ? OS_NO_ROW : (uint32_t)os_row(job->right, place);
      if (place != OS_NO_ROW) place = of->next[place];
    }
  }
  return OS_OK;
}

void os_pairs_clear(os_pairs *pairs) {
  size_t room = pairs->count ? pairs->count : 1;
  os_free(&pairs->mem, pairs->left, room * sizeof *pairs->left);
  os_free(&pairs->mem, pairs->right, room * sizeof *pairs->right);
  memset(pairs, 0, sizeof *pairs);
}

os_status os_join(const os_mem *mem, const os_view *left, const size_t *lkeys, const os_view *right,
                  const size_t *rkeys, size_t nkeys, os_join_how how, bool strict, os_pairs *out) {
  joining job = {.mem = *mem, .left = left, .right = right};
  chains of = {0};
  size_t lroom = left->rows ? left->rows : 1, rroom = right->rows ? right->rows : 1;
  memset(out, 0, sizeof *out);
  out->mem = *mem;
  job.of_left = os_alloc(mem, lroom, sizeof *job.of_left);
  job.of_right = os_alloc(mem, rroom, sizeof *job.of_right);
  os_status status = job.of_left && job.of_right ? OS_OK : OS_NOMEM;
  for (size_t k = 0; !status && k < nkeys; k++) {
    const os_column *l = left->cols[lkeys[k]], *r = right->cols[rkeys[k]];
    status = k == 0 ? number_key(&job, l, r, job.of_left, job.of_right, &job.count)
                    : add_key(&job, l, r);
  }
  if (!status) {
    status = make_chains(&job, &of, out);
    if (!status && !(strict && out->repeated)) status = make_pairs(&job, &of, how, out);
    free_chains(&job, &of);
  }
  os_free(mem, job.of_left, lroom * sizeof *job.of_left);
  os_free(mem, job.of_right, rroom * sizeof *job.of_right);
  if (status) os_pairs_clear(out);
  return status;
}
