/* keys.c: see keys.h. */
#include "keys.h"

#include "sort.h"

/* ---- reading ---- */

/* Runs `put` for each row of the block: `row` is its row in the column, `i` its place in `out`. */
#define EACH_ROW(put)                                                \
  do {                                                               \
    if (index) {                                                     \
      for (size_t i = 0; i < count; i++) {                           \
        size_t row = index[i];                                       \
        put;                                                         \
      }                                                              \
    } else {                                                         \
      for (size_t i = 0; i < count; i++) {                           \
        size_t row = from + i;                                       \
        put;                                                         \
      }                                                              \
    }                                                                \
  } while (0)

#define PUT_OFFSET(T, KEY) EACH_ROW(out[i] = (KEY)((uint64_t)((const T *)data)[row] - min))
#define PUT_CODE(T, KEY)                                             \
  do {                                                               \
    if (rank) {                                                      \
      EACH_ROW(out[i] = rank[((const T *)data)[row]]);               \
    } else {                                                         \
      EACH_ROW(out[i] = (KEY)((const T *)data)[row]);                \
    }                                                                \
  } while (0)

/* The reader for one width of key. All choices are made before the loops. */
#define DEFINE_READ(name, KEY)                                                                   \
  void name(const os_keys *keys, size_t from, size_t count, KEY *out) {                          \
    const os_column *col = keys->col;                                                            \
    const void *data = col->data;                                                                \
    const uint32_t *index = keys->view->chosen ? keys->view->chosen->index + from : NULL;        \
    const uint32_t *rank = keys->rank;                                                           \
    uint64_t min = keys->min;                                                                    \
    switch (keys->kind) {                                                                        \
      case OS_KEYS_OFFSET:                                                                       \
        switch (col->width) {                                                                    \
          case 1: PUT_OFFSET(int8_t, KEY); break;                                                \
          case 2: PUT_OFFSET(int16_t, KEY); break;                                               \
          case 4: PUT_OFFSET(int32_t, KEY); break;                                               \
          default: PUT_OFFSET(int64_t, KEY); break;                                              \
        }                                                                                        \
        break;                                                                                   \
      case OS_KEYS_CODE:                                                                         \
        switch (col->width) {                                                                    \
          case 1: PUT_CODE(uint8_t, KEY); break;                                                 \
          case 2: PUT_CODE(uint16_t, KEY); break;                                                \
          default: PUT_CODE(uint32_t, KEY); break;                                               \
        }                                                                                        \
        break;                                                                                   \
      case OS_KEYS_DOUBLE:                                                                       \
        EACH_ROW(out[i] = (KEY)os_double_key(((const double *)data)[row]));                      \
        break;                                                                                   \
      case OS_KEYS_HIGH: /* the sign bit turned, for unsigned order */                           \
        EACH_ROW(out[i] = (KEY)((uint64_t)((os_uwide)((const os_wide *)data)[row] >> 64) ^       \
                                UINT64_C(1) << 63));                                             \
        break;                                                                                   \
      case OS_KEYS_LOW:                                                                          \
        EACH_ROW(out[i] = (KEY)(uint64_t)((const os_wide *)data)[row]);                          \
        break;                                                                                   \
      case OS_KEYS_ROW:                                                                          \
        for (size_t i = 0; i < count; i++) out[i] = keys->of[from + i];                          \
        return;                                                                                  \
    }                                                                                            \
    if (keys->nullable) {                                                                        \
      KEY missing = (KEY)(keys->span - 1);                                                       \
      EACH_ROW(if (!os_present(col, row)) out[i] = missing);                                     \
    }                                                                                            \
  }

DEFINE_READ(os_keys_read, uint64_t)
DEFINE_READ(os_keys_read_narrow, uint32_t)

/* ---- numbering ---- */

/* Beyond this many different keys a hash table leaves the cache, and sorting is faster. */
#define MANY_KEYS 32768

typedef struct numbering {
  os_mem mem;
  os_table table;
  os_buf keys; /* uint64_t: the key of each number */
} numbering;

static size_t numbered(const numbering *job) {
  return job->keys.len / sizeof(uint64_t);
}

static os_status number_key(numbering *job, uint64_t key, uint64_t hash, uint32_t *out) {
  size_t at = os_table_start(&job->table, hash);
  for (;; at++) {
    uint32_t number = os_table_next(&job->table, hash, &at);
    if (number == OS_TABLE_NONE) break;
    if (((const uint64_t *)(const void *)job->keys.data)[number] == key) {
      *out = number;
      return OS_OK;
    }
  }
  *out = (uint32_t)numbered(job);
  os_status status = os_buf_append(&job->mem, &job->keys, &key, sizeof key);
  return status ? status : os_table_put(&job->mem, &job->table, hash, at, *out);
}

/* Numbers keys as they come, or gives up: *many different ones turn up. */
static os_status number_by_hash(numbering *job, const uint64_t *keys, size_t count, uint32_t *of,
                                bool *many) {
  uint64_t hashes[OS_KEYS_BLOCK];
  os_status status = os_table_init(&job->mem, &job->table, 0);
  for (size_t from = 0; !status && from < count && !*many; from += OS_KEYS_BLOCK) {
    size_t to = count - from < OS_KEYS_BLOCK ? count : from + OS_KEYS_BLOCK;
    if (from / OS_KEYS_BLOCK % 64 == 63) status = os_watched(&job->mem);
    for (size_t i = from; i < to; i++) { /* asks for all slots first, so that the waits overlap */
      hashes[i - from] = os_hash_int(keys[i]);
      __builtin_prefetch(job->table.slots + os_table_start(&job->table, hashes[i - from]));
    }
    for (size_t i = from; !status && i < to; i++) {
      status = number_key(job, keys[i], hashes[i - from], &of[i]);
    }
    *many = numbered(job) > MANY_KEYS && numbered(job) > to / 4;
  }
  return status;
}

static os_status pairs_new(const os_mem *mem, const uint64_t *keys, size_t count, os_pair **pairs,
                           size_t *bytes) {
  *pairs = NULL;
  if (!os_mul(count, 2 * sizeof(os_pair), bytes)) return OS_NOMEM;
  *pairs = os_alloc(mem, *bytes, 1);
  if (!*pairs) return OS_NOMEM;
  for (size_t i = 0; i < count; i++) (*pairs)[i] = (os_pair){keys[i], (uint32_t)i};
  os_status status = os_sort_pairs(mem, *pairs, *pairs + count, count);
  if (status) os_free(mem, *pairs, *bytes);
  return status;
}

static os_status number_by_sort(const os_mem *mem, const uint64_t *keys, size_t count, uint32_t *of,
                                size_t *distinct) {
  os_pair *pairs;
  size_t bytes;
  os_status status = pairs_new(mem, keys, count, &pairs, &bytes);
  if (status) return status;
  uint32_t number = 0;
  for (size_t i = 0; i < count; i++) {
    number += i > 0 && pairs[i].key != pairs[i - 1].key;
    of[pairs[i].id] = number;
  }
  *distinct = (size_t)number + 1;
  os_free(mem, pairs, bytes);
  return OS_OK;
}

/* From numbers as they came to numbers in the order of the keys. */
static os_status order_numbers(numbering *job, size_t count, uint32_t *of) {
  size_t distinct = numbered(job), bytes;
  os_pair *pairs;
  uint32_t *rank = os_alloc(&job->mem, distinct, sizeof *rank);
  if (!rank) return OS_NOMEM;
  const uint64_t *keys = (const uint64_t *)(const void *)job->keys.data;
  os_status status = pairs_new(&job->mem, keys, distinct, &pairs, &bytes);
  if (!status) {
    for (size_t i = 0; i < distinct; i++) rank[pairs[i].id] = (uint32_t)i;
    for (size_t i = 0; i < count; i++) of[i] = rank[of[i]];
    os_free(&job->mem, pairs, bytes);
  }
  os_free(&job->mem, rank, distinct * sizeof *rank);
  return status;
}

os_status os_number_keys(const os_mem *mem, const uint64_t *keys, size_t count, bool ordered,
                         uint32_t *of, size_t *distinct) {
  *distinct = 0;
  if (count == 0) return OS_OK;
  numbering job = {.mem = *mem};
  bool many = false;
  os_status status = number_by_hash(&job, keys, count, of, &many);
  os_table_free(mem, &job.table);
  if (!status && !many) {
    *distinct = numbered(&job);
    if (ordered) status = order_numbers(&job, count, of);
  }
  os_buf_free(mem, &job.keys);
  return status || !many ? status : number_by_sort(mem, keys, count, of, distinct);
}

/* ---- texts ---- */

/* Marks the dictionary entries that the view uses and lists them; *count is their number. */
static os_status used_entries(const os_keys *keys, uint32_t *entries, size_t *count) {
  const os_column *col = keys->col;
  size_t size = col->texts / 8 + 1;
  uint8_t *used = os_alloc_zero(&keys->mem, size, 1);
  if (!used) return OS_NOMEM;
  for (size_t i = 0; i < keys->view->rows; i++) {
    size_t row = os_row(keys->view, i);
    if (!os_present(col, row)) continue;
    uint32_t code = os_code_at(col, row);
    used[code >> 3] |= (uint8_t)(1u << (code & 7));
  }
  *count = 0;
  for (size_t code = 0; code < col->texts; code++) {
    if (used[code >> 3] >> (code & 7) & 1) entries[(*count)++] = (uint32_t)code;
  }
  os_free(&keys->mem, used, size);
  return OS_OK;
}

/* Ranks by text for the codes of a dictionary: for all of them, or for those that occur when there
** are more texts than rows in the view. */
static os_status rank_dictionary(os_keys *keys) {
  const os_column *col = keys->col;
  const os_mem *mem = &keys->mem;
  uint32_t distinct = 0;
  if (col->texts == 0) return OS_OK;
  keys->ranks = col->texts;
  keys->rank = os_alloc_zero(mem, keys->ranks, sizeof *keys->rank);
  if (!keys->rank) return OS_NOMEM;
  os_status status;
  if (col->texts <= keys->view->rows) {
    status = os_rank_texts(mem, col, NULL, col->texts, keys->rank, &distinct);
  } else {
    size_t count = 0, bytes;
    if (!os_mul(col->texts, 2 * sizeof(uint32_t), &bytes)) return OS_NOMEM;
    uint32_t *entries = os_alloc(mem, bytes, 1);
    if (!entries) return OS_NOMEM;
    uint32_t *ranks = entries + col->texts;
    status = used_entries(keys, entries, &count);
    if (!status) status = os_rank_texts(mem, col, entries, count, ranks, &distinct);
    for (size_t i = 0; !status && i < count; i++) keys->rank[entries[i]] = ranks[i];
    os_free(mem, entries, bytes);
  }
  keys->span = distinct;
  return status;
}

/* The ranks came one after the other for the present rows: moves them to their rows, in place from
** the end, and gives the others the key behind. */
static void spread_out(os_keys *keys, size_t present, uint32_t distinct) {
  for (size_t i = keys->view->rows; i-- > 0;) {
    bool has = os_present(keys->col, os_row(keys->view, i));
    keys->of[i] = has ? keys->of[--present] : distinct;
  }
}

/* A plain text column has few repetitions, or it would have a dictionary: its rows are sorted. */
static os_status key_plain_texts(os_keys *keys) {
  const os_mem *mem = &keys->mem;
  size_t rows = keys->view->rows, present = 0;
  uint32_t distinct = 0;
  keys->kind = OS_KEYS_ROW;
  keys->of = os_alloc(mem, rows, sizeof *keys->of);
  uint32_t *entries = os_alloc(mem, rows, sizeof *entries);
  os_status status = keys->of && entries ? OS_OK : OS_NOMEM;
  for (size_t i = 0; !status && i < rows; i++) {
    size_t row = os_row(keys->view, i);
    if (os_present(keys->col, row)) entries[present++] = (uint32_t)row;
  }
  if (!status) status = os_rank_texts(mem, keys->col, entries, present, keys->of, &distinct);
  if (!status) spread_out(keys, present, distinct);
  keys->span = distinct;
  os_free(mem, entries, rows * sizeof *entries);
  return status;
}

/* ---- making keys ---- */

#define RANGE(T, MIN, MAX)                             \
  do {                                                 \
    T lo = MAX, hi = MIN;                              \
    const T *data = col->data;                         \
    if (!index && !col->valid) {                       \
      for (size_t i = 0; i < rows; i++) {              \
        lo = data[i] < lo ? data[i] : lo;              \
        hi = data[i] > hi ? data[i] : hi;              \
      }                                                \
    } else {                                           \
      for (size_t i = 0; i < rows; i++) {              \
        size_t row = index ? index[i] : i;             \
        if (!os_present(col, row)) continue;           \
        lo = data[row] < lo ? data[row] : lo;          \
        hi = data[row] > hi ? data[row] : hi;          \
      }                                                \
    }                                                  \
    min = lo;                                          \
    max = hi;                                          \
  } while (0)

/* Lowest and highest value that the view shows (0 and 0 without any). */
/* Without an order, a hash table tells equal texts as well, and in less time. */
static os_status number_plain_texts(os_keys *keys) {
  const os_mem *mem = &keys->mem;
  size_t rows = keys->view->rows, distinct = 0;
  os_table table = {0};
  keys->kind = OS_KEYS_ROW;
  keys->of = os_alloc(mem, rows, sizeof *keys->of);
  uint32_t *first = os_alloc(mem, rows, sizeof *first); /* the row where each text first stands */
  os_status status = keys->of && first ? os_table_init(mem, &table, rows / 4) : OS_NOMEM;
  for (size_t i = 0; !status && i < rows; i++) {
    size_t row = os_row(keys->view, i);
    if (i % OS_WATCHED_ITEMS == OS_WATCHED_ITEMS - 1 && (status = os_watched(mem))) break;
    if (!os_present(keys->col, row)) {
      keys->of[i] = UINT32_MAX; /* until the number of texts is known */
      continue;
    }
    os_text text = os_text_at(keys->col, row);
    uint64_t hash = os_hash_bytes(text.ptr, text.len);
    size_t at = os_table_start(&table, hash);
    uint32_t code;
    while ((code = os_table_next(&table, hash, &at)) != OS_TABLE_NONE &&
           !os_text_same(os_text_at(keys->col, first[code]), text)) {
      at++;
    }
    if (code == OS_TABLE_NONE) {
      code = (uint32_t)distinct++;
      first[code] = (uint32_t)row;
      status = os_table_put(mem, &table, hash, at, code);
    }
    keys->of[i] = code;
  }
  for (size_t i = 0; !status && i < rows; i++) {
    if (keys->of[i] == UINT32_MAX) keys->of[i] = (uint32_t)distinct;
  }
  keys->span = distinct;
  os_table_free(mem, &table);
  os_free(mem, first, rows * sizeof *first);
  return status;
}

static void key_range(os_keys *keys) {
  const os_column *col = keys->col;
  const uint32_t *index = keys->view->chosen ? keys->view->chosen->index : NULL;
  size_t rows = keys->view->rows;
  int64_t min = 0, max = 0;
  switch (col->width) {
    case 1: /* a span of 256 at most: not worth a look */
      min = col->type == OS_BOOLEAN ? 0 : INT8_MIN;
      max = col->type == OS_BOOLEAN ? 1 : INT8_MAX;
      break;
    case 2: RANGE(int16_t, INT16_MIN, INT16_MAX); break;
    case 4: RANGE(int32_t, INT32_MIN, INT32_MAX); break;
    default: RANGE(int64_t, INT64_MIN, INT64_MAX); break;
  }
  if (min > max) min = max = 0; /* no value at all */
  keys->min = (uint64_t)min;
  /* Room is left for the key of the missing; a range that has none counts as unbounded. */
  uint64_t range = (uint64_t)max - (uint64_t)min;
  keys->span = range < UINT64_MAX - 1 ? range + 1 : 0;
}

os_status os_keys_init(const os_mem *mem, const os_view *view, size_t col, unsigned part,
                       bool ordered, os_keys *keys) {
  memset(keys, 0, sizeof *keys);
  keys->mem = *mem;
  keys->view = view;
  keys->col = view->cols[col];
  keys->nullable = keys->col->valid != NULL;
  os_status status = OS_OK;
  if (view->rows == 0) {
    keys->span = 1; /* nothing to read */
  } else if (keys->col->type == OS_NUMBER) {
    keys->kind = OS_KEYS_DOUBLE;
  } else if (keys->col->type != OS_TEXT) {
    keys->kind = keys->col->width < 16 ? OS_KEYS_OFFSET : part == 0 ? OS_KEYS_HIGH : OS_KEYS_LOW;
    if (keys->kind == OS_KEYS_OFFSET) key_range(keys);
  } else if (!keys->col->dict) {
    status = ordered ? key_plain_texts(keys) : number_plain_texts(keys);
  } else {
    keys->kind = OS_KEYS_CODE;
    keys->span = keys->col->texts;
    if (ordered) status = rank_dictionary(keys);
  }
  bool bounded = keys->span > 0 || keys->col->type == OS_TEXT; /* of no texts: only missing ones */
  if (bounded && keys->nullable) keys->span++;
  if (status) os_keys_clear(keys);
  return status;
}

void os_keys_clear(os_keys *keys) {
  os_free(&keys->mem, keys->rank, keys->ranks * sizeof *keys->rank);
  if (keys->of) os_free(&keys->mem, keys->of, keys->view->rows * sizeof *keys->of);
  keys->rank = NULL;
  keys->of = NULL;
}

/* The keys of the present rows, one after the other; their number. */
static size_t present_keys(const os_keys *keys, uint64_t *out) {
  uint64_t block[OS_KEYS_BLOCK];
  size_t rows = keys->view->rows, present = 0;
  for (size_t from = 0; from < rows; from += OS_KEYS_BLOCK) {
    size_t count = rows - from < OS_KEYS_BLOCK ? rows - from : OS_KEYS_BLOCK;
    os_keys_read(keys, from, count, block);
    for (size_t i = 0; i < count; i++) {
      out[present] = block[i];
      present += os_present(keys->col, os_row(keys->view, from + i));
    }
  }
  return present;
}

os_status os_keys_densify(os_keys *keys, bool ordered) {
  const os_mem *mem = &keys->mem;
  size_t rows = keys->view->rows, present = 0, distinct = 0;
  if (rows == 0 || keys->kind == OS_KEYS_ROW) return OS_OK;
  uint32_t *of = os_alloc(mem, rows, sizeof *of);
  uint64_t *plain = os_alloc(mem, rows, sizeof *plain);
  os_status status = of && plain ? OS_OK : OS_NOMEM;
  if (!status) {
    present = present_keys(keys, plain);
    status = os_number_keys(mem, plain, present, ordered, of, &distinct);
  }
  os_free(mem, plain, rows * sizeof *plain);
  if (status) {
    os_free(mem, of, rows * sizeof *of);
    return status;
  }
  os_keys_clear(keys);
  keys->kind = OS_KEYS_ROW;
  keys->of = of;
  spread_out(keys, present, (uint32_t)distinct);
  keys->span = (uint64_t)distinct + keys->nullable;
  return OS_OK;
}
