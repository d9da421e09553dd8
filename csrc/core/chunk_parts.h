/* chunk_parts.h: what chunk.c and chunk_text.c share: the cells of one field of a block. */
#ifndef OS_CHUNK_PARTS_H
#define OS_CHUNK_PARTS_H

#include "chunk.h"
#include "value.h"

/* A cell is missing, or empty in quotes, or has a value. */
typedef enum os_cell { CELL_MISSING, CELL_EMPTY, CELL_VALUE, CELL_NOMEM } os_cell;

typedef struct os_cells {
  const os_mem *mem;
  const uint8_t *bytes, *end;
  const uint32_t *ends, *first;
  uint32_t field;
  uint8_t quote;
  bool careful; /* cells must be looked at more closely: there are words for missing ones, or nfc */
  bool nfc;
  bool trim_cr; /* the last field of a row may end in the CR of a CRLF */
  const os_words *words;
  os_buf *scratch;
  const os_notation *notation; /* NULL: that of machines */
  os_deeds *deeds;
} os_cells;

/* A cell that begins with a quote, or that is to be looked at more closely. */
os_cell os_special_cell(const os_cells *cells, os_text *text);

static inline os_cell os_get_cell(const os_cells *cells, size_t row, os_text *text) {
  uint32_t at = cells->first[row] + cells->field;
  uint32_t from = cells->ends[at] + 1, to = cells->ends[at + 1];
  const char *s = (const char *)cells->bytes + from;
  size_t len = to - from;
  if (cells->trim_cr && len && s[len - 1] == '\r') len--;
  *text = (os_text){s, len};
  if (!len) return CELL_MISSING;
  if ((uint8_t)*s != cells->quote && !cells->careful) return CELL_VALUE;
  return os_special_cell(cells, text);
}

/* The same, in machine notation; `out` may be used for that. */
static inline os_cell os_plain_cell(const os_cells *cells, size_t row, os_text *text,
                                    char out[OS_NOTATION_TEXT]) {
  os_cell cell = os_get_cell(cells, row, text);
  if (cell != CELL_VALUE || !cells->notation) return cell;
  os_noted noted = os_notation_read(cells->notation, text, out);
  if (noted == OS_NOTED_GROUPED) cells->deeds->grouped = true;
  if (noted != OS_NOTED_MISSING) return CELL_VALUE;
  cells->deeds->words++;
  return CELL_MISSING;
}

/* The types that fit a value which os_plain_cell gave; `deeds` are of this value alone. */
static inline unsigned os_cell_types(os_text text, os_deeds *deeds) {
  unsigned types = os_value_types(text.ptr, text.len);
  if (deeds->grouped) types &= ~OS_BIT(OS_DATE);
  deeds->grouped = false;
  return types;
}

static inline void os_set_missing(os_chunk *chunk, size_t row) {
  chunk->valid[row >> 3] = (uint8_t)(chunk->valid[row >> 3] & ~(1u << (row & 7)));
  chunk->missing++;
}

/* Parses the cells as texts: one a row when `plain`, else by a dictionary. */
os_status os_chunk_texts(const os_mem *mem, os_chunk *chunk, const os_cells *cells, bool plain);
void os_chunk_free_texts(const os_mem *mem, os_chunk *chunk);

#endif
