/* chunk.c: see chunk.h. The ladder: parse by the type that is expected; at the first misfit, look
** which types fit all values of the chunk, and parse by the first of those. */
#include "chunk.h"

#include <string.h>

#include "float.h"
#include "value.h"

os_type os_first_type(unsigned types) {
  if (types == OS_ANY_TYPE || types == 0) return OS_TEXT;
  return (os_type)__builtin_ctz(types);
}

/* A cell is missing, or empty in quotes, or has a value. */
typedef enum os_cell { CELL_MISSING, CELL_EMPTY, CELL_VALUE, CELL_NOMEM } os_cell;

typedef struct os_cells {
  const os_mem *mem;
  const uint8_t *bytes, *end;
  const uint32_t *ends, *first;
  uint32_t field;
  bool trim_cr; /* the last field of a row may end in the CR of a CRLF */
  const os_words *words;
  os_buf *scratch;
} os_cells;

static os_cells cells_of(const os_mem *mem, os_buf *scratch, const os_block *block,
                         const os_shape *shape, size_t field, const os_words *words) {
  return (os_cells){mem, block->bytes, block->bytes + block->length, block->scan.ends, block->first, (uint32_t)field,
                    field + 1 == shape->fields && !shape->marks.cr, words, scratch};
}

/* Quotes around the text and doubled within. A field with quotes elsewhere, which only a lenient
** scan lets through, stays as it is written. */
static os_cell unquote(const os_cells *cells, os_text *text) {
  const char *s = text->ptr + 1;
  if (text->len < 2 || text->ptr[text->len - 1] != '"') return CELL_VALUE;
  size_t len = text->len - 2, doubled = 0;
  for (size_t i = 0; i < len; i++) {
    const char *quote = memchr(s + i, '"', len - i);
    if (!quote) break;
    i = (size_t)(quote - s) + 1;
    if (i >= len || s[i] != '"') return CELL_VALUE;
    doubled++;
  }
  if (doubled) {
    cells->scratch->len = 0;
    if (os_buf_room(cells->mem, cells->scratch, len)) return CELL_NOMEM;
    char *out = (char *)cells->scratch->data;
    for (size_t i = 0; i < len; i++) {
      *out++ = s[i];
      if (s[i] == '"') i++;
    }
    s = (char *)cells->scratch->data;
    len -= doubled;
  }
  *text = (os_text){s, len};
  return len ? CELL_VALUE : CELL_EMPTY;
}

static os_cell special_cell(const os_cells *cells, os_text *text) {
  os_cell cell = *text->ptr == '"' ? unquote(cells, text) : CELL_VALUE;
  if (cell == CELL_VALUE) {
    for (size_t i = 0; i < cells->words->count; i++) {
      const os_text *word = &cells->words->words[i];
      if (os_text_same(*word, *text)) return CELL_MISSING;
    }
  }
  return cell;
}

static inline os_cell get_cell(const os_cells *cells, size_t row, os_text *text) {
  uint32_t at = cells->first[row] + cells->field;
  uint32_t from = cells->ends[at] + 1, to = cells->ends[at + 1];
  const char *s = (const char *)cells->bytes + from;
  size_t len = to - from;
  if (cells->trim_cr && len && s[len - 1] == '\r') len--;
  *text = (os_text){s, len};
  if (!len) return CELL_MISSING;
  if (*s != '"' && !cells->words->count) return CELL_VALUE;
  return special_cell(cells, text);
}

os_status os_cell_text(const os_mem *mem, os_buf *scratch, const os_block *block,
                       const os_shape *shape, size_t row, size_t field, os_text *out) {
  os_words none = {NULL, 0};
  os_cells cells = cells_of(mem, scratch, block, shape, field, &none);
  return get_cell(&cells, row, out) == CELL_NOMEM ? OS_NOMEM : OS_OK;
}

static os_status reserve(const os_mem *mem, os_chunk *chunk, size_t rows) {
  if (rows <= chunk->cap && chunk->cap) return OS_OK;
  size_t cap = rows + rows / 4 + 64;
  os_chunk_free(mem, chunk);
  chunk->valid = os_alloc(mem, cap / 8 + 1, 1);
  chunk->ints = os_alloc(mem, cap, sizeof *chunk->ints);
  chunk->scales = os_alloc(mem, cap, 1);
  chunk->codes = os_alloc(mem, cap, sizeof *chunk->codes);
  chunk->cap = cap;
  return chunk->valid && chunk->ints && chunk->scales && chunk->codes ? OS_OK : OS_NOMEM;
}

static inline void set_missing(os_chunk *chunk, size_t row) {
  chunk->valid[row >> 3] = (uint8_t)(chunk->valid[row >> 3] & ~(1u << (row & 7)));
  chunk->missing++;
}

/* The value of each row into ints (or what PARSE does with it), or a jump to `misfit`. */
#define FOR_CELLS(PARSE)                         \
  for (size_t row = 0; row < chunk->rows; row++) { \
    os_text text;                                \
    os_cell cell = get_cell(cells, row, &text);  \
    if (cell == CELL_VALUE) {                    \
      if (!(PARSE)) return OS_FAILED;            \
    } else if (cell == CELL_NOMEM) {             \
      return OS_NOMEM;                           \
    } else {                                     \
      chunk->ints[row] = 0;                      \
      set_missing(chunk, row);                   \
    }                                            \
  }

static os_status parse_booleans(os_chunk *chunk, const os_cells *cells) {
  bool value = false;
  FOR_CELLS(os_parse_boolean(text.ptr, text.len, &value) && (chunk->ints[row] = value, true))
  chunk->min = 0;
  chunk->max = 1;
  return OS_OK;
}

static os_status parse_integers(os_chunk *chunk, const os_cells *cells) {
  int64_t min = INT64_MAX, max = INT64_MIN, value = 0;
  FOR_CELLS(os_parse_integer(text.ptr, text.len, &value) &&
            (chunk->ints[row] = value, min = value < min ? value : min,
             max = value > max ? value : max, true))
  chunk->min = min;
  chunk->max = max;
  return OS_OK;
}

static os_status parse_dates(os_chunk *chunk, const os_cells *cells) {
  int32_t value = 0;
  FOR_CELLS(os_parse_date(text.ptr, text.len, &value) && (chunk->ints[row] = value, true))
  chunk->min = INT32_MIN;
  chunk->max = INT32_MAX;
  return OS_OK;
}

static os_status parse_numbers(os_chunk *chunk, const os_cells *cells) {
  double *doubles = (double *)(void *)chunk->ints;
  FOR_CELLS(os_parse_number(text.ptr, text.len, &doubles[row]))
  return OS_OK;
}

/* Brings the decimals of the chunk to its largest scale, in os_wide where 64 bits do not do. */
static os_status one_scale(const os_mem *mem, os_chunk *chunk, unsigned low, unsigned top) {
  static const int64_t tens[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
                                 1000000000, 10000000000, 100000000000, 1000000000000,
                                 10000000000000, 100000000000000, 1000000000000000,
                                 10000000000000000, 100000000000000000, 1000000000000000000};
  bool fits = true;
  chunk->scale = (uint8_t)top;
  chunk->min = INT64_MAX;
  chunk->max = INT64_MIN;
  for (size_t row = 0; row < chunk->rows; row++) {
    int64_t value = chunk->ints[row], factor = low == top ? 1 : tens[top - chunk->scales[row]];
    if (!(chunk->valid[row >> 3] >> (row & 7) & 1)) continue;
    if (factor != 1 && __builtin_mul_overflow(value, factor, &value)) {
      fits = false;
      break;
    }
    if (value < chunk->min) chunk->min = value;
    if (value > chunk->max) chunk->max = value;
  }
  if (fits) {
    if (low == top) return OS_OK;
    for (size_t row = 0; row < chunk->rows; row++) {
      chunk->ints[row] *= tens[top - chunk->scales[row]];
    }
    return OS_OK;
  }
  chunk->wides = os_alloc(mem, chunk->cap, sizeof *chunk->wides);
  if (!chunk->wides) return OS_NOMEM;
  chunk->wides_cap = chunk->cap;
  for (size_t row = 0; row < chunk->rows; row++) {
    chunk->wides[row] = (os_wide)chunk->ints[row] * tens[top - chunk->scales[row]];
  }
  return OS_OK;
}

static os_status parse_decimals(const os_mem *mem, os_chunk *chunk, const os_cells *cells) {
  unsigned low = 18, top = 0, scale = 0;
  int64_t value = 0;
  FOR_CELLS(os_parse_decimal(text.ptr, text.len, &value, &scale) &&
            (chunk->ints[row] = value, chunk->scales[row] = (uint8_t)scale,
             low = scale < low ? scale : low, top = scale > top ? scale : top, true))
  if (chunk->missing) { /* zeros have any scale */
    for (size_t row = 0; row < chunk->rows; row++) {
      if (!(chunk->valid[row >> 3] >> (row & 7) & 1)) chunk->scales[row] = (uint8_t)top;
    }
  }
  chunk->low = (uint8_t)low;
  return one_scale(mem, chunk, low, top);
}

static os_status grow(const os_mem *mem, void **array, size_t size, size_t *cap, size_t need) {
  if (need <= *cap) return OS_OK;
  size_t wanted = *cap ? *cap * 2 : 256;
  if (wanted < need) wanted = need;
  void *bigger = os_resize(mem, *array, *cap * size, wanted * size);
  if (!bigger) return OS_NOMEM;
  *array = bigger;
  *cap = wanted;
  return OS_OK;
}

#define GROW(mem, array, cap, need) grow(mem, (void **)&(array), sizeof *(array), &(cap), need)

static os_status add_text(const os_mem *mem, os_chunk *chunk, os_text text) {
  os_status status = GROW(mem, chunk->ends, chunk->ends_cap, chunk->texts + 1);
  if (!status) status = os_buf_append(mem, &chunk->bytes, text.ptr, text.len);
  if (!status) chunk->ends[chunk->texts++] = chunk->bytes.len;
  return status;
}

static void free_entries(const os_mem *mem, os_chunk *chunk) {
  os_free(mem, chunk->shorts, chunk->texts_cap * sizeof *chunk->shorts);
  os_free(mem, chunk->hashes, chunk->texts_cap * sizeof *chunk->hashes);
  os_free(mem, chunk->known, chunk->texts_cap * sizeof *chunk->known);
  chunk->shorts = NULL;
  chunk->hashes = NULL;
  chunk->known = NULL;
  chunk->texts_cap = 0;
}

static inline os_text entry(const os_chunk *chunk, uint32_t code) {
  uint64_t from = code ? chunk->ends[code - 1] : 0;
  return (os_text){(const char *)chunk->bytes.data + from, (size_t)(chunk->ends[code] - from)};
}

static os_status more_entries(const os_mem *mem, os_chunk *chunk) {
  size_t old = chunk->texts_cap, cap = old ? old * 2 : 256;
  uint64_t *hashes = os_alloc(mem, cap, sizeof *hashes);
  os_words4 *shorts = os_alloc(mem, cap, sizeof *shorts);
  uint32_t *known = os_alloc(mem, cap, sizeof *known);
  if (!hashes || !shorts || !known) {
    os_free(mem, hashes, cap * sizeof *hashes);
    os_free(mem, shorts, cap * sizeof *shorts);
    os_free(mem, known, cap * sizeof *known);
    return OS_NOMEM;
  }
  if (old) {
    memcpy(hashes, chunk->hashes, old * sizeof *hashes);
    memcpy(shorts, chunk->shorts, old * sizeof *shorts);
    memcpy(known, chunk->known, old * sizeof *known);
  }
  free_entries(mem, chunk);
  chunk->hashes = hashes;
  chunk->shorts = shorts;
  chunk->known = known;
  chunk->texts_cap = cap;
  return OS_OK;
}

/* Enters a text that is not in the dictionary, at the free slot `at`. */
static os_status add_entry(const os_mem *mem, os_chunk *chunk, os_text text,
                           const os_words4 *words, uint64_t hash, size_t at, uint32_t *code) {
  os_status status = OS_OK;
  if (chunk->texts == chunk->texts_cap) status = more_entries(mem, chunk);
  if (status) return status;
  *code = (uint32_t)chunk->texts;
  status = add_text(mem, chunk, text);
  if (status) return status;
  chunk->hashes[*code] = hash;
  chunk->shorts[*code] = *words;
  chunk->known[*code] = OS_TABLE_NONE;
  return os_table_put(mem, &chunk->table, hash, at, *code);
}

static os_status look_up(const os_mem *mem, os_chunk *chunk, const os_cells *cells, os_text text,
                         uint32_t *code) {
  os_words4 words = {{0, 0, 0, 0}};
  bool is_short = text.len <= OS_SHORT_TEXT;
  uint64_t hash;
  if (is_short) {
    /* Most texts are followed by enough bytes of the block to be loaded as they are. */
    size_t left = (size_t)(cells->end - (const uint8_t *)text.ptr);
    bool inside = (const uint8_t *)text.ptr >= cells->bytes && left >= OS_SHORT_TEXT &&
                  (const uint8_t *)text.ptr < cells->end;
    words = inside ? os_short_load(text.ptr, text.len) : os_short_copy(text.ptr, text.len);
    hash = os_short_hash(&words, text.len);
  } else {
    hash = os_hash_bytes(text.ptr, text.len);
  }
  size_t at = os_table_start(&chunk->table, hash);
  while ((*code = os_table_next(&chunk->table, hash, &at)) != OS_TABLE_NONE) {
    if (is_short ? os_short_same(&chunk->shorts[*code], &words) &&
                       entry(chunk, *code).len == text.len
                 : os_text_same(entry(chunk, *code), text)) {
      return OS_OK;
    }
    at++;
  }
  return add_entry(mem, chunk, text, &words, hash, at, code);
}

/* Copies of up to so many bytes are made whole, whatever is behind the text. */
#define OS_COPY 64

/* One text behind the other. A block's texts are no longer than the block: room is made once. */
static os_status parse_plain(const os_mem *mem, os_chunk *chunk, const os_cells *cells) {
  os_status status = GROW(mem, chunk->ends, chunk->ends_cap, chunk->rows);
  size_t most = (size_t)(cells->end - cells->bytes) + OS_COPY;
  if (!status) status = os_buf_room(mem, &chunk->bytes, most);
  if (status) return status;
  uint8_t *out = chunk->bytes.data;
  for (size_t row = 0; row < chunk->rows; row++) {
    os_text text;
    os_cell cell = get_cell(cells, row, &text);
    if (cell == CELL_NOMEM) return OS_NOMEM;
    if (cell == CELL_MISSING) {
      set_missing(chunk, row);
    } else {
      const uint8_t *from = (const uint8_t *)text.ptr;
      bool inside = from >= cells->bytes && from < cells->end &&
                    (size_t)(cells->end - from) >= OS_COPY;
      if (inside && text.len <= OS_COPY) {
        memcpy(out, from, OS_COPY);
      } else {
        memcpy(out, from, text.len);
      }
      out += text.len;
    }
    chunk->ends[row] = (uint64_t)(out - chunk->bytes.data);
  }
  chunk->texts = chunk->rows;
  chunk->bytes.len = (size_t)(out - chunk->bytes.data);
  return OS_OK;
}

/* A dictionary that has grown beyond this starts anew with the next block. */
#define OS_DICTIONARY_TEXTS ((size_t)1 << 16)
#define OS_DICTIONARY_BYTES ((size_t)4 << 20)

static os_status parse_texts(const os_mem *mem, os_chunk *chunk, const os_cells *cells,
                             bool plain) {
  os_status status = OS_OK;
  bool full = chunk->texts > OS_DICTIONARY_TEXTS || chunk->bytes.len > OS_DICTIONARY_BYTES;
  if (plain || chunk->plain || full) {
    chunk->texts = chunk->nknown = chunk->bytes.len = 0;
    os_table_free(mem, &chunk->table);
  }
  chunk->plain = plain;
  if (plain) return parse_plain(mem, chunk, cells);
  if (!chunk->table.slots) status = os_table_init(mem, &chunk->table, 512);
  for (size_t row = 0; !status && row < chunk->rows; row++) {
    os_text text;
    os_cell cell = get_cell(cells, row, &text);
    if (cell == CELL_NOMEM) return OS_NOMEM;
    if (cell == CELL_MISSING) {
      set_missing(chunk, row);
      chunk->codes[row] = OS_TABLE_NONE;
    } else {
      status = look_up(mem, chunk, cells, text, &chunk->codes[row]);
    }
  }
  return status;
}

os_status os_chunk_misfits(const os_mem *mem, os_chunk *chunk, const os_block *block,
                           const os_shape *shape, size_t field, os_type type,
                           const os_words *words, uint32_t *fields, size_t *count) {
  os_cells cells = cells_of(mem, &chunk->scratch, block, shape, field, words);
  for (size_t row = 0; row < block->rows; row++) {
    os_text text;
    os_cell cell = get_cell(&cells, row, &text);
    if (cell == CELL_NOMEM) return OS_NOMEM;
    if (cell != CELL_VALUE || fields[row]) continue;
    if (os_value_types(text.ptr, text.len) & OS_BIT(type)) continue;
    fields[row] = (uint32_t)field + 1;
    ++*count;
  }
  return OS_OK;
}

os_status os_chunk_narrow(const os_mem *mem, os_buf *scratch, const os_block *block,
                          const os_shape *shape, size_t field, const os_words *words,
                          unsigned enough, unsigned *types) {
  os_cells cells = cells_of(mem, scratch, block, shape, field, words);
  for (size_t row = 0; row < block->rows && *types != OS_BIT(OS_TEXT); row++) {
    os_text text;
    os_cell cell = get_cell(&cells, row, &text);
    if (cell == CELL_NOMEM) return OS_NOMEM;
    if (cell != CELL_VALUE) continue;
    *types &= os_value_types(text.ptr, text.len);
    if (enough && os_first_type(*types) == os_first_type(enough)) break;
  }
  return OS_OK;
}

os_status os_chunk_turn(const os_mem *mem, os_chunk *chunk, const os_block *block,
                        const os_shape *shape, size_t field, unsigned types, const os_words *words,
                        size_t *turn, os_type *was) {
  os_cells cells = cells_of(mem, &chunk->scratch, block, shape, field, words);
  *turn = SIZE_MAX;
  for (size_t row = 0; row < block->rows && types != OS_BIT(OS_TEXT); row++) {
    os_text text;
    os_cell cell = get_cell(&cells, row, &text);
    if (cell == CELL_NOMEM) return OS_NOMEM;
    if (cell != CELL_VALUE) continue;
    unsigned after = types & os_value_types(text.ptr, text.len);
    if (types != OS_ANY_TYPE && os_first_type(after) != os_first_type(types)) {
      *turn = row;
      *was = os_first_type(types);
    }
    types = after;
  }
  return OS_OK;
}

static os_status parse_as(const os_mem *mem, os_chunk *chunk, const os_cells *cells, os_type type,
                          bool plain) {
  chunk->type = type;
  chunk->missing = 0;
  chunk->scale = 0;
  memset(chunk->valid, 0xFF, chunk->rows / 8 + 1);
  if (chunk->wides) {
    os_free(mem, chunk->wides, chunk->wides_cap * sizeof *chunk->wides);
    chunk->wides = NULL;
  }
  switch (type) {
    case OS_BOOLEAN: return parse_booleans(chunk, cells);
    case OS_INTEGER: return parse_integers(chunk, cells);
    case OS_DECIMAL: return parse_decimals(mem, chunk, cells);
    case OS_NUMBER: return parse_numbers(chunk, cells);
    case OS_DATE: return parse_dates(chunk, cells);
    case OS_TEXT: break;
  }
  return parse_texts(mem, chunk, cells, plain);
}

/* Whether each integer of the chunk is a double; what is written with places need not be. */
static bool integers_are_doubles(const os_chunk *chunk) {
  const int64_t most = INT64_C(1) << 53;
  bool decimals = chunk->type == OS_DECIMAL;
  if (decimals && chunk->low > 0) return true;
  if (!chunk->wides && chunk->min >= -most && chunk->max <= most) return true;
  os_wide factor = 1;
  for (unsigned i = 0; decimals && i < chunk->scale; i++) factor *= 10;
  for (size_t row = 0; row < chunk->rows; row++) {
    if (!(chunk->valid[row >> 3] >> (row & 7) & 1)) continue;
    if (decimals && chunk->scales[row] > 0) continue;
    os_wide value = chunk->wides ? chunk->wides[row] : chunk->ints[row];
    if (!os_is_double((int64_t)(value / factor))) return false;
  }
  return true;
}

/* The types that fit all values, known from the one that they were parsed by. What a value
** elsewhere in the input has ruled out already need not be told again. */
static unsigned types_after(const os_chunk *chunk) {
  if (chunk->missing == chunk->rows) return OS_ANY_TYPE;
  bool numeric = chunk->type == OS_INTEGER || chunk->type == OS_DECIMAL;
  unsigned number = numeric && integers_are_doubles(chunk) ? OS_BIT(OS_NUMBER) : 0;
  switch (chunk->type) {
    case OS_BOOLEAN: return OS_BIT(OS_BOOLEAN) | OS_BIT(OS_TEXT);
    case OS_INTEGER: {
      bool years = chunk->min >= 1000 && chunk->max <= 9999;
      return OS_BIT(OS_INTEGER) | OS_BIT(OS_DECIMAL) | number | OS_BIT(OS_TEXT) |
             (years ? OS_BIT(OS_DATE) : 0);
    }
    case OS_DECIMAL: return OS_BIT(OS_DECIMAL) | number | OS_BIT(OS_TEXT);
    case OS_NUMBER: return OS_BIT(OS_NUMBER) | OS_BIT(OS_TEXT);
    case OS_DATE: return OS_BIT(OS_DATE) | OS_BIT(OS_TEXT);
    case OS_TEXT: break;
  }
  return OS_BIT(OS_TEXT);
}

os_status os_chunk_parse(const os_mem *mem, os_chunk *chunk, const os_block *block,
                         const os_shape *shape, size_t field, const os_reading *reading,
                         const os_words *words) {
  os_cells cells = cells_of(mem, &chunk->scratch, block, shape, field, words);
  os_status status = reserve(mem, chunk, block->rows);
  if (status) return status;
  chunk->rows = block->rows;
  if (reading->types != OS_ANY_TYPE) {
    os_type type = os_first_type(reading->types);
    status = parse_as(mem, chunk, &cells, type, reading->plain);
    if (status != OS_FAILED || reading->given) {
      chunk->types = reading->given ? OS_BIT(type) : types_after(chunk);
      return status;
    }
  }
  chunk->types = OS_ANY_TYPE;
  status = os_chunk_narrow(mem, &chunk->scratch, block, shape, field, words, 0, &chunk->types);
  if (status) return status;
  /* A type that the input has ruled out elsewhere is not worth parsing by. */
  os_type type = os_first_type(chunk->types & reading->types);
  return parse_as(mem, chunk, &cells, type, reading->plain);
}

void os_chunk_free(const os_mem *mem, os_chunk *chunk) {
  os_free(mem, chunk->valid, chunk->cap / 8 + 1);
  os_free(mem, chunk->ints, chunk->cap * sizeof *chunk->ints);
  os_free(mem, chunk->scales, chunk->cap);
  os_free(mem, chunk->codes, chunk->cap * sizeof *chunk->codes);
  os_free(mem, chunk->wides, chunk->wides_cap * sizeof *chunk->wides);
  os_free(mem, chunk->ends, chunk->ends_cap * sizeof *chunk->ends);
  free_entries(mem, chunk);
  os_buf_free(mem, &chunk->bytes);
  os_buf_free(mem, &chunk->scratch);
  os_table_free(mem, &chunk->table);
  memset(chunk, 0, sizeof *chunk);
}
