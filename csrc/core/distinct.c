/* distinct.c: which values a group has: how many different ones, and which of them most often. A pair
** of group and value is a cell; cells are addressed directly while they are few, else numbered. */
#include "aggregate.h"

/* The cells (group, key) of a block's present rows, and their groups; the number of them. */
static size_t present_cells(const os_agg_job *job, const os_keys *keys, size_t from,
                            uint64_t *cells, uint32_t *of) {
  size_t rows = job->view->rows, present = 0;
  size_t count = rows - from < OS_KEYS_BLOCK ? rows - from : OS_KEYS_BLOCK;
  uint64_t block[OS_KEYS_BLOCK];
  os_keys_read(keys, from, count, block);
  for (size_t i = 0; i < count; i++) {
    of[present] = os_agg_group_at(job, from + i);
    cells[present] = of[present] * keys->span + block[i];
    present += os_present(job->col, os_row(job->view, from + i));
  }
  return present;
}

/* Dense keys for a wide decimal: its groups. */
os_status os_agg_wide_keys(const os_agg_job *job, os_keys *keys) {
  os_groups values;
  size_t rows = job->view->rows;
  os_status status = os_group(&job->mem, job->view, &job->index, 1, &values);
  if (status) return status;
  *keys = (os_keys){.mem = job->mem, .view = job->view, .col = job->col, .kind = OS_KEYS_ROW,
                    .of = values.of, .span = values.count ? values.count : 1};
  if (values.width == 2) { /* numbers of keys have 32 bits */
    keys->of = os_alloc(&job->mem, rows, sizeof *keys->of);
    for (size_t i = 0; keys->of && i < rows; i++) keys->of[i] = ((const uint16_t *)values.of)[i];
    if (!keys->of) status = OS_NOMEM;
  } else {
    values.of = NULL;
  }
  os_groups_clear(&values);
  return status;
}

/* Keys in any order, and how many cells there may be. */
static os_status make_keys(const os_agg_job *job, os_keys *keys, uint64_t *ncells) {
  uint64_t groups = job->groups->count;
  os_status status = os_keys_parts(job->col) > 1
                         ? os_agg_wide_keys(job, keys)
                         : os_keys_init(&job->mem, job->view, job->index, 0, false, keys);
  if (status) return status;
  if (keys->span && !__builtin_mul_overflow(groups, keys->span, ncells)) return OS_OK;
  status = os_keys_densify(keys, false);
  *ncells = groups * keys->span; /* of 32 bits each */
  if (status) os_keys_clear(keys);
  return status;
}

/* ---- numbered cells ---- */

typedef struct numbering {
  size_t rows, present, distinct;
  uint64_t *cells; /* of the present rows */
  uint32_t *of;    /* their groups */
  uint32_t *numbers;
} numbering;

static void numbering_clear(const os_agg_job *job, numbering *it) {
  os_free(&job->mem, it->cells, it->rows * sizeof *it->cells);
  os_free(&job->mem, it->of, it->rows * sizeof *it->of);
  os_free(&job->mem, it->numbers, it->rows * sizeof *it->numbers);
}

static os_status number_cells(const os_agg_job *job, const os_keys *keys, numbering *it) {
  size_t rows = job->view->rows;
  *it = (numbering){.rows = rows};
  it->cells = os_alloc(&job->mem, rows, sizeof *it->cells);
  it->of = os_alloc(&job->mem, rows, sizeof *it->of);
  it->numbers = os_alloc(&job->mem, rows, sizeof *it->numbers);
  os_status status = it->cells && it->of && it->numbers ? OS_OK : OS_NOMEM;
  for (size_t from = 0; !status && from < rows; from += OS_KEYS_BLOCK) {
    it->present += present_cells(job, keys, from, it->cells + it->present, it->of + it->present);
  }
  if (!status) {
    status = os_number_keys(&job->mem, it->cells, it->present, false, it->numbers, &it->distinct);
  }
  if (status) numbering_clear(job, it);
  return status;
}

/* ---- how many ---- */

/* Few enough cells for a bit each. */
static os_status distinct_direct(const os_agg_job *job, const os_keys *keys, uint64_t ncells,
                                 uint64_t *n) {
  uint64_t cells[OS_KEYS_BLOCK];
  uint32_t of[OS_KEYS_BLOCK];
  size_t words = (size_t)(ncells / 64 + 1);
  uint64_t *seen = os_alloc_zero(&job->mem, words, sizeof *seen);
  if (!seen) return OS_NOMEM;
  for (size_t from = 0; from < job->view->rows; from += OS_KEYS_BLOCK) {
    size_t present = present_cells(job, keys, from, cells, of);
    for (size_t i = 0; i < present; i++) {
      uint64_t *word = &seen[cells[i] / 64], bit = UINT64_C(1) << (cells[i] % 64);
      n[of[i]] += (*word & bit) == 0;
      *word |= bit;
    }
  }
  os_free(&job->mem, seen, words * sizeof *seen);
  return OS_OK;
}

/* A cell counts once, for the group that all its rows are in. */
static os_status distinct_sparse(const os_agg_job *job, const os_keys *keys, uint64_t *n) {
  numbering it;
  os_status status = number_cells(job, keys, &it);
  if (status) return status;
  uint32_t *owner = (uint32_t *)(void *)it.cells; /* which are not needed now */
  for (size_t i = 0; i < it.present; i++) owner[it.numbers[i]] = it.of[i];
  for (size_t i = 0; i < it.distinct; i++) n[owner[i]]++;
  numbering_clear(job, &it);
  return OS_OK;
}

os_status os_agg_distinct(const os_agg_job *job, uint64_t *n) {
  os_keys keys;
  uint64_t ncells = 0;
  os_status status = make_keys(job, &keys, &ncells);
  if (status) return status;
  /* A bit for each cell, while that takes no more room than a hash table of the rows. */
  bool direct = ncells / 64 <= 1024 + (uint64_t)job->view->rows;
  status = direct ? distinct_direct(job, &keys, ncells, n) : distinct_sparse(job, &keys, n);
  os_keys_clear(&keys);
  return status;
}

/* ---- which most often ---- */

/* Whether the value of row a comes before that of row b. */
static bool before(const os_column *col, size_t a, size_t b) {
  if (col->type == OS_TEXT) return os_text_compare(os_text_at(col, a), os_text_at(col, b)) < 0;
  if (col->type != OS_NUMBER) return os_wide_at(col, a) < os_wide_at(col, b);
  const double *x = col->data;
  return os_double_key(x[a]) < os_double_key(x[b]);
}

/* A cell and its group's best so far: n times the value of that row. */
typedef struct tally {
  uint32_t n, row;
} tally;

static void challenge(const os_agg_job *job, tally cell, tally *best) {
  if (cell.n < best->n || cell.n == 0) return;
  if (cell.n == best->n && !before(job->col, cell.row, best->row)) return;
  *best = cell;
}

static os_status mode_direct(const os_agg_job *job, const os_keys *keys, uint64_t ncells,
                             tally *best) {
  uint64_t block[OS_KEYS_BLOCK];
  size_t rows = job->view->rows;
  tally *tallies = os_alloc_zero(&job->mem, (size_t)ncells, sizeof *tallies);
  if (!tallies) return OS_NOMEM;
  for (size_t from = 0; from < rows; from += OS_KEYS_BLOCK) {
    size_t count = rows - from < OS_KEYS_BLOCK ? rows - from : OS_KEYS_BLOCK;
    os_keys_read(keys, from, count, block);
    for (size_t i = 0; i < count; i++) {
      size_t row = os_row(job->view, from + i);
      if (!os_present(job->col, row)) continue;
      tally *cell = &tallies[os_agg_group_at(job, from + i) * keys->span + block[i]];
      cell->n++;
      cell->row = (uint32_t)row;
    }
  }
  for (uint64_t c = 0; c < ncells; c++) challenge(job, tallies[c], &best[c / keys->span]);
  os_free(&job->mem, tallies, (size_t)ncells * sizeof *tallies);
  return OS_OK;
}

static os_status mode_sparse(const os_agg_job *job, const os_keys *keys, tally *best) {
  numbering it;
  size_t present = 0;
  os_status status = number_cells(job, keys, &it);
  if (status) return status;
  tally *tallies = os_alloc_zero(&job->mem, it.distinct + 1, sizeof *tallies);
  uint32_t *owner = (uint32_t *)(void *)it.cells; /* which are not needed now */
  for (size_t i = 0; tallies && i < it.rows; i++) {
    size_t row = os_row(job->view, i);
    if (!os_present(job->col, row)) continue;
    uint32_t cell = it.numbers[present];
    tallies[cell].n++;
    tallies[cell].row = (uint32_t)row;
    owner[cell] = it.of[present++];
  }
  for (size_t c = 0; tallies && c < it.distinct; c++) challenge(job, tallies[c], &best[owner[c]]);
  os_free(&job->mem, tallies, (it.distinct + 1) * sizeof *tallies);
  numbering_clear(job, &it);
  return tallies ? OS_OK : OS_NOMEM;
}

os_status os_agg_mode_rows(const os_agg_job *job, uint32_t *at) {
  size_t groups = job->groups->count;
  uint64_t ncells = 0;
  os_keys keys;
  os_status status = make_keys(job, &keys, &ncells);
  if (status) return status;
  tally *best = os_alloc_zero(&job->mem, groups, sizeof *best);
  if (!best) {
    status = OS_NOMEM;
  } else if (ncells <= 4096 + (uint64_t)job->view->rows) {
    status = mode_direct(job, &keys, ncells, best);
  } else {
    status = mode_sparse(job, &keys, best);
  }
  for (size_t g = 0; !status && g < groups; g++) {
    if (best[g].n > 0) at[g] = best[g].row;
  }
  os_free(&job->mem, best, groups * sizeof *best);
  os_keys_clear(&keys);
  return status;
}
