/* column.c: see column.h. What a column owns has exactly the size that its fields imply (no spare
** room), so that its parts can be freed under the allocator's contract. */
#include "column.h"

#include <string.h>

#include "hash.h"

int os_text_compare(os_text a, os_text b) {
  size_t len = a.len < b.len ? a.len : b.len;
  int order = len ? memcmp(a.ptr, b.ptr, len) : 0;
  return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* ---- life ---- */

os_column *os_column_new(const os_mem *mem, os_type type, size_t rows) {
  os_column *col = os_alloc_zero(mem, 1, sizeof *col);
  if (!col) return NULL;
  col->mem = os_unwatched(mem);
  col->refs = 1;
  col->type = type;
  col->rows = rows;
  return col;
}

os_column *os_column_keep(os_column *col) {
  if (col) col->refs++;
  return col;
}

static size_t valid_size(const os_column *col) {
  return col->valid ? (col->rows + 7) / 8 : 0;
}

static size_t data_size(const os_column *col) {
  return col->data ? col->rows * col->width : 0;
}

static size_t offsets_size(const os_column *col) {
  return col->offsets ? (col->texts + 1) * col->offset_width : 0;
}

void os_column_drop(os_column *col) {
  if (!col || --col->refs > 0) return;
  os_mem mem = col->mem;
  os_free(&mem, col->valid, valid_size(col));
  os_free(&mem, col->data, data_size(col));
  os_free(&mem, col->bytes, col->nbytes);
  os_free(&mem, col->offsets, offsets_size(col));
  os_free(&mem, col, sizeof *col);
}

size_t os_column_size(const os_column *col) {
  return sizeof *col + valid_size(col) + data_size(col) + (col->bytes ? col->nbytes : 0) +
         offsets_size(col);
}

/* ---- building ---- */

/* Hands a finished column to *out, or drops an unfinished one. */
static os_status deliver(os_column *col, os_status status, os_column **out) {
  if (status) {
    os_column_drop(col);
    col = NULL;
  }
  *out = col;
  return status;
}

static os_status make_data(os_column *col, unsigned width) {
  col->width = (uint8_t)width;
  if (col->rows == 0) return OS_OK;
  col->data = os_alloc(&col->mem, col->rows, width);
  return col->data ? OS_OK : OS_NOMEM;
}

static size_t count_absent(const uint8_t *present, size_t rows) {
  size_t absent = 0;
  if (present) {
    for (size_t i = 0; i < rows; i++) absent += present[i] == 0;
  }
  return absent;
}

/* The validity bitmap, when a row is missing at all. */
static os_status make_valid(os_column *col, const uint8_t *present) {
  col->missing = count_absent(present, col->rows);
  if (col->missing == 0) return OS_OK;
  col->valid = os_alloc_zero(&col->mem, (col->rows + 7) / 8, 1);
  if (!col->valid) return OS_NOMEM;
  for (size_t i = 0; i < col->rows; i++) {
    col->valid[i >> 3] |= (uint8_t)((present[i] != 0) << (i & 7));
  }
  return OS_OK;
}

/* Copies values to a narrower (or equal) element; missing rows become 0. */
#define PACK(T)                                                                  \
  do {                                                                           \
    T *to = col->data;                                                           \
    if (present) {                                                               \
      for (size_t i = 0; i < rows; i++) to[i] = (T)(present[i] ? values[i] : 0); \
    } else {                                                                     \
      for (size_t i = 0; i < rows; i++) to[i] = (T)values[i];                    \
    }                                                                            \
  } while (0)

static unsigned int_width(int64_t min, int64_t max) {
  if (min >= INT8_MIN && max <= INT8_MAX) return 1;
  if (min >= INT16_MIN && max <= INT16_MAX) return 2;
  if (min >= INT32_MIN && max <= INT32_MAX) return 4;
  return 8;
}

os_status os_column_from_ints(const os_mem *mem, os_type type, unsigned scale,
                              const int64_t *values, const uint8_t *present, size_t rows,
                              os_column **out) {
  os_column *col = os_column_new(mem, type, rows);
  if (!col) return deliver(NULL, OS_NOMEM, out);
  col->scale = (uint8_t)scale;
  int64_t min = 0, max = 0; /* 0 fits any width: it may stand in for missing values */
  for (size_t i = 0; i < rows; i++) {
    int64_t v = present && !present[i] ? 0 : values[i];
    if (v < min) min = v;
    if (v > max) max = v;
  }
  unsigned width = int_width(min, max);
  if (type == OS_BOOLEAN) width = 1;
  if (type == OS_DATE) width = 4;
  os_status status = make_valid(col, present);
  if (!status) status = make_data(col, width);
  if (!status) {
    switch (width) {
      case 1: PACK(int8_t); break;
      case 2: PACK(int16_t); break;
      case 4: PACK(int32_t); break;
      default: PACK(int64_t); break;
    }
  }
  return deliver(col, status, out);
}

os_status os_column_from_wides(const os_mem *mem, unsigned scale, const os_wide *values,
                               const uint8_t *present, size_t rows, os_column **out) {
  os_column *col = os_column_new(mem, OS_DECIMAL, rows);
  if (!col) return deliver(NULL, OS_NOMEM, out);
  col->scale = (uint8_t)scale;
  os_wide min = 0, max = 0;
  for (size_t i = 0; i < rows; i++) {
    os_wide v = present && !present[i] ? 0 : values[i];
    if (v < min) min = v;
    if (v > max) max = v;
  }
  bool fits = min >= INT64_MIN && max <= INT64_MAX;
  unsigned width = fits ? int_width((int64_t)min, (int64_t)max) : 16;
  os_status status = make_valid(col, present);
  if (!status) status = make_data(col, width);
  if (!status) {
    switch (width) {
      case 1: PACK(int8_t); break;
      case 2: PACK(int16_t); break;
      case 4: PACK(int32_t); break;
      case 8: PACK(int64_t); break;
      default: PACK(os_wide); break;
    }
  }
  return deliver(col, status, out);
}

os_status os_column_from_doubles(const os_mem *mem, const double *values, const uint8_t *present,
                                 size_t rows, os_column **out) {
  os_column *col = os_column_new(mem, OS_NUMBER, rows);
  if (!col) return deliver(NULL, OS_NOMEM, out);
  os_status status = make_valid(col, present);
  if (!status) status = make_data(col, sizeof(double));
  if (!status) PACK(double);
  return deliver(col, status, out);
}

/* ---- texts ---- */

/* Up to this many rows a dictionary is always kept; from there on it has to pay. */
#define DICT_SMALL 1024

/* A dictionary pays when a text occurs twice on average. */
static bool dict_pays(size_t distinct, size_t rows) {
  return rows <= DICT_SMALL || distinct <= rows / 2;
}

/* Among the first `seen` of `rows` texts there are seen^2 / 2K repetitions when K texts are drawn
** evenly, and more otherwise: so few tell that K is beyond half of the rows. */
static bool dict_hopeless(size_t distinct, size_t seen, size_t rows) {
  return (double)seen * (double)seen > (double)(seen - distinct) * (double)rows;
}

typedef struct dict_build {
  os_table table;
  uint32_t *codes; /* a code a row */
  os_buf firsts;   /* uint32_t: the row where each text of the dictionary first stands */
} dict_build;

static size_t dict_count(const dict_build *build) {
  return build->firsts.len / sizeof(uint32_t);
}

static const uint32_t *dict_firsts(const dict_build *build) {
  return (const uint32_t *)(const void *)build->firsts.data;
}

static void dict_free(const os_mem *mem, dict_build *build, size_t rows) {
  os_table_free(mem, &build->table);
  os_free(mem, build->codes, rows * sizeof *build->codes);
  os_buf_free(mem, &build->firsts);
}

/* The code of the text in a row, a new one if need be. */
static os_status dict_code(const os_mem *mem, dict_build *build, const os_text *values, size_t row,
                           uint32_t *out) {
  os_text text = values[row];
  uint64_t hash = os_hash_bytes(text.ptr, text.len);
  size_t at = os_table_start(&build->table, hash);
  for (;; at++) {
    uint32_t code = os_table_next(&build->table, hash, &at);
    if (code == OS_TABLE_NONE) break;
    os_text known = values[dict_firsts(build)[code]];
    if (known.len == text.len && (text.len == 0 || memcmp(known.ptr, text.ptr, text.len) == 0)) {
      *out = code;
      return OS_OK;
    }
  }
  uint32_t first = (uint32_t)row;
  *out = (uint32_t)dict_count(build);
  os_status status = os_buf_append(mem, &build->firsts, &first, sizeof first);
  return status ? status : os_table_put(mem, &build->table, hash, at, *out);
}

/* Codes for all rows. When they are not worth it, *pays is false and the rest is left undone. */
static os_status dict_encode(const os_mem *mem, dict_build *build, const os_text *values,
                             const uint8_t *present, size_t rows, bool *pays) {
  *pays = true;
  if (rows == 0) return OS_OK;
  build->codes = os_alloc(mem, rows, sizeof *build->codes);
  if (!build->codes || os_table_init(mem, &build->table, 0)) return OS_NOMEM;
  size_t seen = 0, check = DICT_SMALL;
  /* An even draw from rows / 2 texts has repeated some hundred by 16 * sqrt(rows). */
  while (check / 256 < rows / check) check *= 2;
  for (size_t i = 0; i < rows; i++) {
    build->codes[i] = 0;
    if (present && !present[i]) continue;
    os_status status = dict_code(mem, build, values, i, &build->codes[i]);
    if (status) return status;
    if (++seen < check || rows <= DICT_SMALL) continue;
    if (dict_hopeless(dict_count(build), seen, rows)) break;
    check *= 2;
  }
  *pays = seen < check && dict_pays(dict_count(build), rows);
  return OS_OK;
}

#define SET_OFFSET(col, i, v)                                                         \
  ((col)->offset_width == 4 ? (void)(((uint32_t *)(col)->offsets)[i] = (uint32_t)(v)) \
                            : (void)(((uint64_t *)(col)->offsets)[i] = (uint64_t)(v)))

/* The bytes and offsets of `count` texts: values[pick[i]], or values[i] without pick; rows that are
** not present count as empty. */
static os_status store_texts(os_column *col, const os_text *values, const uint32_t *pick,
                             const uint8_t *present, size_t count) {
  size_t total = 0, slots;
  for (size_t i = 0; i < count; i++) {
    size_t row = pick ? pick[i] : i;
    if (present && !present[row]) continue;
    if (!os_add(total, values[row].len, &total)) return OS_NOMEM;
  }
  if (!os_add(count, 1, &slots)) return OS_NOMEM;
  col->texts = count;
  col->offset_width = total <= UINT32_MAX ? 4 : 8;
  col->offsets = os_alloc(&col->mem, slots, col->offset_width);
  if (!col->offsets) return OS_NOMEM;
  col->nbytes = total ? total : 1; /* empty texts, too, point at something */
  col->bytes = os_alloc(&col->mem, col->nbytes, 1);
  if (!col->bytes) return OS_NOMEM;
  size_t at = 0;
  for (size_t i = 0; i < count; i++) {
    size_t row = pick ? pick[i] : i;
    SET_OFFSET(col, i, at);
    size_t len = present && !present[row] ? 0 : values[row].len;
    if (len) memcpy(col->bytes + at, values[row].ptr, len);
    at += len;
  }
  SET_OFFSET(col, count, at);
  return OS_OK;
}

static unsigned code_width(size_t distinct) {
  if (distinct <= (size_t)UINT8_MAX + 1) return 1;
  return distinct <= (size_t)UINT16_MAX + 1 ? 2 : 4;
}

static os_status store_codes(os_column *col, const uint32_t *values) {
  const uint8_t *present = NULL; /* the code of a missing row is 0 already */
  size_t rows = col->rows;
  os_status status = make_data(col, code_width(col->texts));
  if (status) return status;
  switch (col->width) {
    case 1: PACK(uint8_t); break;
    case 2: PACK(uint16_t); break;
    default: PACK(uint32_t); break;
  }
  return OS_OK;
}

os_status os_column_from_texts(const os_mem *mem, const os_text *values, const uint8_t *present,
                               size_t rows, os_column **out) {
  os_column *col = os_column_new(mem, OS_TEXT, rows);
  if (!col) return deliver(NULL, OS_NOMEM, out);
  dict_build build = {0};
  os_status status = make_valid(col, present);
  if (!status) status = dict_encode(mem, &build, values, present, rows, &col->dict);
  if (!status && col->dict) {
    status = store_texts(col, values, dict_firsts(&build), NULL, dict_count(&build));
    if (!status) status = store_codes(col, build.codes);
  }
  dict_free(mem, &build, rows);
  if (!status && !col->dict) status = store_texts(col, values, NULL, present, rows);
  return deliver(col, status, out);
}

/* ---- gathering ---- */

static bool has_holes(const uint32_t *index, size_t rows) {
  uint32_t most = 0;
  for (size_t i = 0; i < rows; i++) most = index[i] > most ? index[i] : most;
  return most == OS_NO_ROW;
}

static os_status gather_valid(os_column *to, const os_column *from, const uint32_t *index,
                              bool holes) {
  if (!(from->valid || holes) || to->rows == 0) return OS_OK;
  size_t size = (to->rows + 7) / 8;
  to->valid = os_alloc_zero(&to->mem, size, 1);
  if (!to->valid) return OS_NOMEM;
  size_t present = 0;
  for (size_t i = 0; i < to->rows; i++) {
    unsigned bit = index[i] != OS_NO_ROW && os_present(from, index[i]);
    to->valid[i >> 3] |= (uint8_t)(bit << (i & 7));
    present += bit;
  }
  to->missing = to->rows - present;
  if (to->missing == 0) {
    os_free(&to->mem, to->valid, size);
    to->valid = NULL;
  }
  return OS_OK;
}

#define GATHER(T)                                                                              \
  do {                                                                                         \
    T *dst = to->data;                                                                         \
    const T *src = from->data;                                                                 \
    if (holes) {                                                                               \
      for (size_t i = 0; i < to->rows; i++) dst[i] = index[i] == OS_NO_ROW ? 0 : src[index[i]]; \
    } else {                                                                                   \
      for (size_t i = 0; i < to->rows; i++) dst[i] = src[index[i]];                            \
    }                                                                                          \
  } while (0)

static os_status gather_data(os_column *to, const os_column *from, const uint32_t *index,
                             bool holes) {
  os_status status = make_data(to, from->width);
  if (status || to->rows == 0) return status;
  switch (from->width) {
    case 1: GATHER(uint8_t); break;
    case 2: GATHER(uint16_t); break;
    case 4: GATHER(uint32_t); break;
    case 8: GATHER(uint64_t); break;
    default: GATHER(os_wide); break;
  }
  return OS_OK;
}

static os_status copy_dictionary(os_column *to, const os_column *from) {
  to->dict = true;
  to->texts = from->texts;
  to->offset_width = from->offset_width;
  if (from->offsets) {
    to->offsets = os_alloc(&to->mem, from->texts + 1, from->offset_width);
    if (!to->offsets) return OS_NOMEM;
    memcpy(to->offsets, from->offsets, offsets_size(from));
  }
  if (from->nbytes) {
    to->bytes = os_alloc(&to->mem, from->nbytes, 1);
    if (!to->bytes) return OS_NOMEM;
    memcpy(to->bytes, from->bytes, from->nbytes);
    to->nbytes = from->nbytes;
  }
  return OS_OK;
}

/* Texts one by one into a column that decides anew whether a dictionary pays. */
static os_status gather_texts(const os_mem *mem, const os_column *from, const uint32_t *index,
                              size_t rows, os_column **out) {
  *out = NULL;
  os_text *texts = NULL;
  uint8_t *present = NULL;
  os_status status = OS_OK;
  if (rows) {
    texts = os_alloc_zero(mem, rows, sizeof *texts);
    present = os_alloc_zero(mem, rows, 1);
    if (!texts || !present) status = OS_NOMEM;
  }
  for (size_t i = 0; !status && i < rows; i++) {
    if (index[i] == OS_NO_ROW || !os_present(from, index[i])) continue;
    present[i] = 1;
    texts[i] = os_text_at(from, index[i]);
  }
  if (!status) status = os_column_from_texts(mem, texts, present, rows, out);
  os_free(mem, texts, rows * sizeof *texts);
  os_free(mem, present, rows);
  return status;
}

os_status os_column_gather(const os_mem *mem, const os_column *col, const uint32_t *index,
                           size_t rows, os_column **out) {
  /* A dictionary with far more texts than rows is not worth carrying along. */
  if (col->type == OS_TEXT && (!col->dict || col->texts / 4 > rows)) {
    return gather_texts(mem, col, index, rows, out);
  }
  os_column *to = os_column_new(mem, col->type, rows);
  if (!to) return deliver(NULL, OS_NOMEM, out);
  to->scale = col->scale;
  bool holes = has_holes(index, rows);
  os_status status = gather_valid(to, col, index, holes);
  if (!status) status = gather_data(to, col, index, holes);
  if (!status && col->dict) status = copy_dictionary(to, col);
  return deliver(to, status, out);
}
