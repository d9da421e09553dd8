/* group.c: see group.h. The keys of a row are numbers in the order of their values (keys.h), so the
** row's cell in the product of all keys is a number too, and ascending cells are ascending groups:
** no two rows are ever compared. A product of moderate size is addressed directly; else the cells
** that occur are hashed, or sorted as numbers. */
#include "group.h"

#include <string.h>

#include "keys.h"

typedef struct grouping {
  os_mem mem;
  const os_view *view;
  os_keys *keys;   /* all parts of all key columns, the most significant first */
  size_t nkeys;
  uint32_t *of;    /* the groups by the keys so far, in their order */
  uint64_t count;  /* of them; at first 1, and `of` is not filled in */
  size_t done;     /* keys dealt with */
} grouping;

void os_groups_clear(os_groups *groups) {
  os_free(&groups->mem, groups->of, groups->rows * groups->width);
  os_free(&groups->mem, groups->first, groups->count * sizeof *groups->first);
  os_free(&groups->mem, groups->size, groups->count * sizeof *groups->size);
  memset(groups, 0, sizeof *groups);
}

/* Cells worth addressing directly: what a hash table of the rows would take, or a cheap minimum; a
** cell's number has 32 bits. */
static uint64_t direct_limit(size_t rows) {
  uint64_t limit = 4096 + 2 * (uint64_t)rows;
  return limit < UINT32_MAX ? limit : UINT32_MAX;
}

/* Cells that 16 bits number. */
#define OS_FEW_CELLS ((uint64_t)1 << 16)

static size_t block_at(const grouping *job, size_t from) {
  return job->view->rows - from < OS_KEYS_BLOCK ? job->view->rows - from : OS_KEYS_BLOCK;
}

/* Extends the cells of a block, from `of` on, by the keys done .. last. */
static void narrow_cells(const grouping *job, size_t last, size_t from, size_t count,
                         uint32_t *cells) {
  uint32_t keys[OS_KEYS_BLOCK];
  for (size_t k = job->done; k < last; k++) {
    if (k == 0) {
      os_keys_read_narrow(&job->keys[k], from, count, cells);
      continue;
    }
    uint32_t span = (uint32_t)job->keys[k].span;
    os_keys_read_narrow(&job->keys[k], from, count, keys);
    for (size_t i = 0; i < count; i++) cells[i] = cells[i] * span + keys[i];
  }
}

static void wide_cells(const grouping *job, size_t last, size_t from, size_t count,
                       uint64_t *cells) {
  uint64_t keys[OS_KEYS_BLOCK];
  for (size_t i = 0; i < count; i++) cells[i] = job->done ? job->of[from + i] : 0;
  for (size_t k = job->done; k < last; k++) {
    uint64_t span = job->keys[k].span;
    os_keys_read(&job->keys[k], from, count, keys);
    for (size_t i = 0; i < count; i++) cells[i] = cells[i] * span + keys[i];
  }
}

/* Numbers the cells that occur, in their order: cells[c] becomes the number, or stays 0. */
static uint64_t number_cells(uint32_t *cells, uint64_t ncells) {
  uint32_t next = 0;
  for (uint64_t c = 0; c < ncells; c++) {
    if (cells[c]) cells[c] = next++;
  }
  return next;
}

/* The keys done .. last have few enough cells together: mark, number, replace. */
static os_status group_direct(grouping *job, size_t last, uint64_t ncells) {
  size_t rows = job->view->rows;
  uint32_t *cells = os_alloc_zero(&job->mem, (size_t)ncells, sizeof *cells);
  if (!cells) return OS_NOMEM;
  for (size_t from = 0; from < rows; from += OS_KEYS_BLOCK) {
    size_t count = block_at(job, from);
    narrow_cells(job, last, from, count, job->of + from);
    for (size_t i = 0; i < count; i++) cells[job->of[from + i]] = 1;
  }
  job->count = number_cells(cells, ncells);
  if (job->count < ncells) { /* else each cell is its own number */
    for (size_t i = 0; i < rows; i++) job->of[i] = cells[job->of[i]];
  }
  os_free(&job->mem, cells, (size_t)ncells * sizeof *cells);
  return OS_OK;
}

/* The cells that occur are numbered as keys. */
static os_status group_sparse(grouping *job, size_t last) {
  size_t rows = job->view->rows, distinct;
  uint64_t *cells = os_alloc(&job->mem, rows, sizeof *cells);
  if (!cells) return OS_NOMEM;
  for (size_t from = 0; from < rows; from += OS_KEYS_BLOCK) {
    wide_cells(job, last, from, block_at(job, from), cells + from);
  }
  os_status status = os_number_keys(&job->mem, cells, rows, true, job->of, &distinct);
  job->count = distinct;
  os_free(&job->mem, cells, rows * sizeof *cells);
  return status;
}

/* How many keys from `done` on make at most `limit` cells with the groups so far, and how many. */
static size_t keys_within(const grouping *job, uint64_t limit, uint64_t *ncells) {
  size_t k = job->done;
  *ncells = job->count;
  for (; k < job->nkeys; k++) {
    uint64_t product;
    if (job->keys[k].span == 0) break;
    if (__builtin_mul_overflow(*ncells, job->keys[k].span, &product) || product > limit) break;
    *ncells = product;
  }
  return k;
}

/* Deals with as many keys as go together. */
static os_status group_step(grouping *job) {
  uint64_t ncells;
  os_keys *key = &job->keys[job->done];
  size_t last = keys_within(job, direct_limit(job->view->rows), &ncells);
  os_status status = OS_OK;
  if (last > job->done) {
    status = group_direct(job, last, ncells);
    job->done = last;
    return status;
  }
  if (key->span == 0 || (key->span > UINT64_C(1) << 32 && job->done > 0)) {
    return os_keys_densify(key, true); /* and try again */
  }
  /* Numbers of groups and dense keys have 32 bits: at least one key fits. */
  last = keys_within(job, UINT64_MAX, &ncells);
  status = group_sparse(job, last);
  job->done = last;
  return status;
}

/* All keys at once, in half the memory, where they have so few cells that 16 bits number them. */
static os_status group_narrow(grouping *job, uint64_t ncells, uint16_t *of) {
  size_t rows = job->view->rows;
  uint32_t block[OS_KEYS_BLOCK], *cells = os_alloc_zero(&job->mem, (size_t)ncells, sizeof *cells);
  if (!cells) return OS_NOMEM;
  for (size_t from = 0; from < rows; from += OS_KEYS_BLOCK) {
    size_t count = block_at(job, from);
    narrow_cells(job, job->nkeys, from, count, block);
    for (size_t i = 0; i < count; i++) {
      cells[block[i]] = 1;
      of[from + i] = (uint16_t)block[i];
    }
  }
  job->count = number_cells(cells, ncells);
  if (job->count < ncells) {
    for (size_t i = 0; i < rows; i++) of[i] = (uint16_t)cells[of[i]];
  }
  job->done = job->nkeys;
  os_free(&job->mem, cells, (size_t)ncells * sizeof *cells);
  return OS_OK;
}

#define COUNT_ROWS(TYPE)                                        \
  for (size_t i = 0; i < rows; i++) {                           \
    size_t g = ((const TYPE *)out->of)[i];                      \
    if (out->size[g]++ == 0) out->first[g] = (uint32_t)i;       \
  }

/* Sizes and first rows of the groups, and the result. */
static os_status finish(grouping *job, os_groups *out) {
  size_t rows = job->view->rows;
  out->count = (size_t)job->count;
  out->rows = rows;
  if (out->count > 0) {
    out->first = os_alloc(&job->mem, out->count, sizeof *out->first);
    out->size = os_alloc_zero(&job->mem, out->count, sizeof *out->size);
    if (!out->first || !out->size) return OS_NOMEM;
  }
  if (job->nkeys == 0) {
    out->first[0] = 0;
    out->size[0] = rows;
    return OS_OK;
  }
  if (out->width == 2) {
    COUNT_ROWS(uint16_t)
  } else {
    COUNT_ROWS(uint32_t)
  }
  return OS_OK;
}

static os_status make_keys(grouping *job, const size_t *keys, size_t nkeys, size_t room) {
  job->keys = os_alloc(&job->mem, room, sizeof *job->keys);
  if (!job->keys) return OS_NOMEM;
  for (size_t k = 0; k < nkeys; k++) {
    unsigned parts = os_keys_parts(job->view->cols[keys[k]]);
    for (unsigned part = 0; part < parts; part++) {
      os_keys *key = &job->keys[job->nkeys];
      os_status status = os_keys_init(&job->mem, job->view, keys[k], part, true, key);
      if (status) return status;
      job->nkeys++;
    }
  }
  return OS_OK;
}

os_status os_group(const os_mem *mem, const os_view *view, const size_t *keys, size_t nkeys,
                   os_groups *out) {
  grouping job = {.mem = *mem, .view = view, .count = 1};
  os_status status = OS_OK;
  size_t room = 0, rows = view->rows;
  uint64_t ncells = 0;
  memset(out, 0, sizeof *out);
  out->mem = *mem;
  for (size_t k = 0; k < nkeys; k++) room += os_keys_parts(view->cols[keys[k]]);
  if (nkeys > 0 && rows == 0) return OS_OK;
  if (nkeys > 0) status = make_keys(&job, keys, nkeys, room);
  if (!status && nkeys > 0) {
    uint64_t limit = direct_limit(rows) < OS_FEW_CELLS ? direct_limit(rows) : OS_FEW_CELLS;
    bool few = keys_within(&job, limit, &ncells) == job.nkeys;
    out->width = few ? 2 : 4;
    out->rows = rows;
    out->of = os_alloc(mem, rows, out->width);
    job.of = few ? NULL : out->of;
    status = !out->of ? OS_NOMEM : few ? group_narrow(&job, ncells, out->of) : OS_OK;
  }
  while (!status && job.done < job.nkeys) status = group_step(&job);
  if (!status) status = finish(&job, out);
  if (status) os_groups_clear(out);
  for (size_t k = 0; k < job.nkeys; k++) os_keys_clear(&job.keys[k]);
  os_free(mem, job.keys, room * sizeof *job.keys);
  return status;
}
