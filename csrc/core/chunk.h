/* chunk.h: one column of one block, parsed. */
#ifndef OS_CHUNK_H
#define OS_CHUNK_H

#include "block.h"
#include "column.h"
#include "hash.h"

/* How a column is to be read. */
typedef struct os_reading {
  unsigned types;   /* OS_BIT()s that its values may still have; one bit: it is given */
  bool given;       /* the caller gave the type: other values are faults */
  bool plain;       /* texts repeat too seldom for a dictionary */
} os_reading;

/* What the reading of a column has done to its values beside parsing them. */
typedef struct os_deeds {
  uint64_t words;    /* read as missing by the field's notation */
  uint64_t composed; /* brought to NFC */
  bool grouped;      /* some number has its digits grouped */
} os_deeds;

typedef struct os_chunk {
  os_type type;
  unsigned types;   /* that fit all values of the chunk */
  size_t rows, missing;
  uint8_t *valid;   /* a bit a row, as in os_column */
  int64_t *ints;    /* integer, decimal at `scale`, date, boolean; doubles lie in the same place */
  uint8_t *scales;  /* of each decimal as it is written, before they are made one */
  uint8_t scale;
  uint8_t low;      /* the least scale that one of them is written in */
  os_wide *wides;   /* decimals that do not fit 64 bits at one scale; else NULL */
  int64_t min, max; /* of ints */
  os_deeds deeds;
  size_t cap;       /* rows that the arrays have room for */
  size_t wides_cap;
  /* plain: text i is row i; else codes[row] is its entry, OS_TABLE_NONE when missing, in a dictionary
  ** that goes on from block to block. */
  bool plain;
  uint32_t *codes;
  uint64_t *ends;   /* text i is bytes[ends[i - 1] .. ends[i]) */
  uint64_t *hashes; /* of the entries: os_text_hash */
  os_words4 *shorts; /* the entries of up to OS_SHORT_TEXT bytes, as they are compared */
  uint32_t *known;  /* what the builder calls the entries, OS_TABLE_NONE as long as it has none */
  size_t nknown;
  const struct os_builder *known_to;
  uint64_t known_since; /* the builder's dictionary of that number */
  size_t texts, ends_cap, texts_cap;
  os_buf bytes;
  os_table table;
  struct os_recent *recent;
  os_buf scratch;
} os_chunk;

/* The hash by which chunks and builders know a text. */
static inline uint64_t os_text_hash(os_text text) {
  if (text.len > OS_SHORT_TEXT) return os_hash_bytes(text.ptr, text.len);
  os_words4 words = os_short_copy(text.ptr, text.len);
  return os_short_hash(&words, text.len);
}

/* Parses field `field` of the block's rows by the first type of reading->types that fits them
** all. OS_FAILED: the type is given and some value does not fit it (see os_chunk_misfits). */
os_status os_chunk_parse(const os_mem *mem, os_chunk *chunk, const os_block *block,
                         const os_shape *shape, size_t field, const os_reading *reading,
                         const os_words *words);
/* Narrows *types to those that fit all values of the field, too. With `enough` not 0 it stops as
** soon as the first type of the set is the first of `enough`: no more is to be learned then. */
os_status os_chunk_narrow(const os_mem *mem, os_buf *scratch, const os_block *block,
                          const os_shape *shape, size_t field, const os_words *words,
                          unsigned enough, unsigned *types);
/* Walks the values in order, from what was known before (`types`), and gives the last row at which
** the first type of the ladder that fits changed, and that type before; SIZE_MAX if none did. */
os_status os_chunk_turn(const os_mem *mem, os_chunk *chunk, const os_block *block,
                        const os_shape *shape, size_t field, unsigned types, const os_words *words,
                        size_t *turn, os_type *was);
/* Marks each row whose value does not fit the type with the field's number (from 1), unless the row
** is marked already; adds how many to *count. */
os_status os_chunk_misfits(const os_mem *mem, os_chunk *chunk, const os_block *block,
                           const os_shape *shape, size_t field, os_type type,
                           const os_words *words, uint32_t *fields, size_t *count);
void os_chunk_free(const os_mem *mem, os_chunk *chunk);

/* The text of a cell without its quotes: what a person would say is written there. Uses scratch
** when doubled quotes must become single ones. */
os_status os_cell_text(const os_mem *mem, os_buf *scratch, const os_block *block,
                       const os_shape *shape, size_t row, size_t field, os_text *out);

/* The first type of the ladder in the set; text when it is empty or nothing narrowed it. */
os_type os_first_type(unsigned types);

#endif
