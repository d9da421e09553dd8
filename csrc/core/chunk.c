/* chunk.c: see chunk.h. The ladder: parse by the type that is expected; at the first misfit, look
** which types fit all values of the chunk, and parse by the first of those. */
#include "chunk.h"

#include <string.h>

#include "chunk_parts.h"
#include "compose.h"
#include "float.h"
#include "value.h"

os_type os_first_type(unsigned types) {
  if (types == OS_ANY_TYPE || types == 0) return OS_TEXT;
  return (os_type)__builtin_ctz(types);
}

static os_cells cells_of(const os_mem *mem, os_buf *scratch, const os_block *block,
                         const os_shape *shape, size_t field, const os_words *words,
                         os_deeds *deeds) {
  return (os_cells){.mem = mem,
                    .bytes = block->bytes,
                    .end = block->bytes + block->length,
                    .ends = block->scan.ends,
                    .first = block->first,
                    .field = (uint32_t)field,
                    .quote = shape->marks.quote,
                    .careful = words->count || shape->nfc,
                    .nfc = shape->nfc,
                    .trim_cr = field + 1 == shape->fields && !shape->marks.cr,
                    .words = words,
                    .scratch = scratch,
                    .notation = shape->notations ? shape->notations[field] : NULL,
                    .deeds = deeds};
}

/* Quotes around the text and doubled within. A field with quotes elsewhere, which only a lenient
** scan lets through, stays as it is written. */
static os_cell unquote(const os_cells *cells, os_text *text) {
  const char *s = text->ptr + 1;
  const char mark = (char)cells->quote;
  if (text->len < 2 || text->ptr[text->len - 1] != mark) return CELL_VALUE;
  size_t len = text->len - 2, doubled = 0;
  for (size_t i = 0; i < len; i++) {
    const char *quote = memchr(s + i, mark, len - i);
    if (!quote) break;
    i = (size_t)(quote - s) + 1;
    if (i >= len || s[i] != mark) return CELL_VALUE;
    doubled++;
  }
  if (doubled) {
    cells->scratch->len = 0;
    if (os_buf_room(cells->mem, cells->scratch, len)) return CELL_NOMEM;
    char *out = (char *)cells->scratch->data;
    for (size_t i = 0; i < len; i++) {
      *out++ = s[i];
      if (s[i] == mark) i++;
    }
    s = (char *)cells->scratch->data;
    len -= doubled;
  }
  *text = (os_text){s, len};
  return len ? CELL_VALUE : CELL_EMPTY;
}

os_cell os_special_cell(const os_cells *cells, os_text *text) {
  os_cell cell = (uint8_t)*text->ptr == cells->quote ? unquote(cells, text) : CELL_VALUE;
  if (cell == CELL_VALUE && cells->nfc) {
    bool composed = false;
    if (os_compose(cells->mem, cells->scratch, text, &composed)) return CELL_NOMEM;
    cells->deeds->composed += composed;
  }
  if (cell == CELL_VALUE) {
    for (size_t i = 0; i < cells->words->count; i++) {
      const os_text *word = &cells->words->words[i];
      if (os_text_same(*word, *text)) return CELL_MISSING;
    }
  }
  return cell;
}

os_status os_cell_text(const os_mem *mem, os_buf *scratch, const os_block *block,
                       const os_shape *shape, size_t row, size_t field, os_text *out) {
  os_words none = {NULL, 0};
  os_deeds deeds = {0};
  os_cells cells = cells_of(mem, scratch, block, shape, field, &none, &deeds);
  return os_get_cell(&cells, row, out) == CELL_NOMEM ? OS_NOMEM : OS_OK;
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

/* The value of each row into ints (or what PARSE does with it), or a jump to `misfit`. */
#define FOR_CELLS(PARSE)                         \
  for (size_t row = 0; row < chunk->rows; row++) { \
    char machine[OS_NOTATION_TEXT];              \
    os_text text;                                \
    os_cell cell = os_plain_cell(cells, row, &text, machine); \
    if (cell == CELL_VALUE) {                    \
      if (!(PARSE)) return OS_FAILED;            \
    } else if (cell == CELL_NOMEM) {             \
      return OS_NOMEM;                           \
    } else {                                     \
      chunk->ints[row] = 0;                      \
      os_set_missing(chunk, row);                   \
    }                                            \
  }

static os_status parse_booleans(os_chunk *chunk, const os_cells *cells) {
  bool value = false;
  FOR_CELLS(os_parse_boolean(text.ptr, text.len, &value) && (chunk->ints[row] = value, true))
  chunk->min = 0;
  chunk->max = 1;
  return OS_OK;
}

#define EACH_BYTE(byte) ((uint64_t)0x0101010101010101 * (byte))

/* Up to eight digits at once; false for whatever is not as simple as that, with or without a value. */
static inline bool parse_digits(const os_cells *cells, os_text text, int64_t *value) {
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
  const uint8_t *from = (const uint8_t *)text.ptr;
  if (text.len - 1 > 7 || from < cells->bytes || from >= cells->end || cells->end - from < 8) {
    return false;
  }
  uint64_t v = os_hash_load8(from) << (64 - 8 * text.len);
  v |= text.len < 8 ? EACH_BYTE('0') >> 8 * text.len : 0; /* zeros in front */
  uint64_t others = (v & EACH_BYTE(0xF0)) ^ EACH_BYTE('0');
  others |= ((v & EACH_BYTE(0x0F)) + EACH_BYTE(6)) & EACH_BYTE(0xF0);
  if (others || (*from == '0' && text.len > 1)) return false;
  v &= EACH_BYTE(0x0F);
  v = (v * 10 + (v >> 8)) & UINT64_C(0x00FF00FF00FF00FF);
  v = (v * 100 + (v >> 16)) & UINT64_C(0x0000FFFF0000FFFF);
  *value = (int64_t)((v * 10000 + (v >> 32)) & UINT64_C(0xFFFFFFFF));
  return true;
#else
  return false;
#endif
}

static os_status parse_integers(os_chunk *chunk, const os_cells *cells) {
  int64_t min = INT64_MAX, max = INT64_MIN, value = 0;
  FOR_CELLS((parse_digits(cells, text, &value) ||
             os_parse_integer(text.ptr, text.len, &value)) &&
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

os_status os_chunk_misfits(const os_mem *mem, os_chunk *chunk, const os_block *block,
                           const os_shape *shape, size_t field, os_type type,
                           const os_words *words, uint32_t *fields, size_t *count) {
  os_deeds deeds = {0};
  char machine[OS_NOTATION_TEXT];
  os_cells cells = cells_of(mem, &chunk->scratch, block, shape, field, words, &deeds);
  for (size_t row = 0; row < block->rows; row++) {
    os_text text;
    os_cell cell = os_plain_cell(&cells, row, &text, machine);
    if (cell == CELL_NOMEM) return OS_NOMEM;
    if (cell != CELL_VALUE || fields[row]) continue;
    if (os_cell_types(text, &deeds) & OS_BIT(type)) continue;
    fields[row] = (uint32_t)field + 1;
    ++*count;
  }
  return OS_OK;
}

os_status os_chunk_narrow(const os_mem *mem, os_buf *scratch, const os_block *block,
                          const os_shape *shape, size_t field, const os_words *words,
                          unsigned enough, unsigned *types) {
  os_deeds deeds = {0};
  char machine[OS_NOTATION_TEXT];
  os_cells cells = cells_of(mem, scratch, block, shape, field, words, &deeds);
  for (size_t row = 0; row < block->rows && *types != OS_BIT(OS_TEXT); row++) {
    os_text text;
    os_cell cell = os_plain_cell(&cells, row, &text, machine);
    if (cell == CELL_NOMEM) return OS_NOMEM;
    if (cell != CELL_VALUE) continue;
    *types &= os_cell_types(text, &deeds);
    if (enough && os_first_type(*types) == os_first_type(enough)) break;
  }
  return OS_OK;
}

os_status os_chunk_turn(const os_mem *mem, os_chunk *chunk, const os_block *block,
                        const os_shape *shape, size_t field, unsigned types, const os_words *words,
                        size_t *turn, os_type *was) {
  os_deeds deeds = {0};
  char machine[OS_NOTATION_TEXT];
  os_cells cells = cells_of(mem, &chunk->scratch, block, shape, field, words, &deeds);
  *turn = SIZE_MAX;
  for (size_t row = 0; row < block->rows && types != OS_BIT(OS_TEXT); row++) {
    os_text text;
    os_cell cell = os_plain_cell(&cells, row, &text, machine);
    if (cell == CELL_NOMEM) return OS_NOMEM;
    if (cell != CELL_VALUE) continue;
    unsigned after = types & os_cell_types(text, &deeds);
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
  chunk->deeds = (os_deeds){0};
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
  return os_chunk_texts(mem, chunk, cells, plain);
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
      bool years = chunk->min >= 1000 && chunk->max <= 9999 && !chunk->deeds.grouped;
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
  os_cells cells = cells_of(mem, &chunk->scratch, block, shape, field, words, &chunk->deeds);
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
  os_buf_free(mem, &chunk->scratch);
  os_chunk_free_texts(mem, chunk);
  memset(chunk, 0, sizeof *chunk);
}
