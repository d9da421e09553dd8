/* block.h: a stretch of the input and the rows that begin in it. */
#ifndef OS_BLOCK_H
#define OS_BLOCK_H

#include "notation.h"
#include "scan.h"
#include "source.h"

/* Rows whose field is one of the words are totals, not data. */
typedef struct os_totals {
  const os_text *words; /* count 0: there are none */
  size_t count;
  size_t field;
} os_totals;

/* What all blocks of one input have in common. */
typedef struct os_shape {
  os_marks marks;
  os_variant variant;
  size_t fields;  /* in every row */
  uint64_t start; /* of the first data row in the source */
  uint64_t block; /* nominal bytes of a block */
  bool trailing;  /* rows may end in one more separator */
  bool nfc;       /* texts are brought to NFC */
  const os_notation *const *notations; /* of the fields, each may be NULL; NULL: machine notation */
  os_totals totals;
  bool lenient;   /* misplaced quotes are text */
  bool collect;   /* bad rows are listed, not errors */
  bool in_turn;   /* blocks are read one after the other: each starts where the last one ended */
  bool by_row;    /* and row by row, since quotes are misplaced somewhere */
} os_shape;

typedef struct os_reject {
  uint64_t byte;   /* offset of the row in the source */
  uint64_t length; /* without its line end */
  uint64_t row;    /* data row, from 1 */
  uint64_t line;
  uint32_t found;  /* fields, when ragged */
  uint32_t field;  /* of the value that does not fit its type, from 1 */
  os_fault fault;
} os_reject;

typedef struct os_faulty {
  size_t row; /* of the scan */
  os_fault fault;
} os_faulty;

typedef struct os_block {
  uint64_t offset; /* of bytes[0] in the source */
  size_t nominal;  /* rows that begin in (0, nominal] belong to this block */
  const uint8_t *bytes;
  size_t length;
  bool final;      /* bytes reach the end of the input */
  uint8_t *own;
  size_t own_size;
  os_scan scan;
  uint32_t *first; /* field c of good row r lies between scan.ends[first[r] + c] and the next */
  size_t rows, first_cap;
  uint64_t read;   /* rows seen, good or bad */
  uint64_t empty;  /* empty lines */
  uint64_t comments;
  os_faulty *faulty; /* rows of the scan that must not be used */
  size_t nfaulty, faulty_cap;
  os_reject *rejects;
  size_t nrejects, rejects_cap;
  uint64_t next;   /* offset behind the last row */
} os_block;

uint64_t os_block_count(const os_shape *shape, const os_source *source);
/* Reads the bytes of block `index`. */
os_status os_block_read(const os_mem *mem, os_block *block, const os_shape *shape,
                        const os_source *source, uint64_t index, os_error *error);
/* Finds the block's rows. `inside`: the block starts inside quotes. When in_turn, `from` is where
** the block before ended, and counts instead. OS_FAULT_STRAY_QUOTE or OS_FAULT_UNCLOSED of a shape that is lenient or
** collects means: start again with by_row. Rows and bytes of the error count from the block. */
os_status os_block_rows(const os_mem *mem, os_block *block, const os_shape *shape,
                        const os_source *source, bool inside, uint64_t from, os_error *error);
/* Whether a block that has been read seems to start inside quotes, by what its first row would be. */
os_status os_block_seems_inside(const os_mem *mem, os_block *block, const os_shape *shape,
                                bool *inside);
/* Whether the number of quotes in the nominal bytes is odd. `whole`: os_block_rows has found all rows
** from that `inside` on, which spares counting again. */
bool os_block_odd(const os_block *block, const os_shape *shape, bool inside, bool whole);
/* Strikes the rows whose bit is set from the good ones and lists them as rejects of a type. */
os_status os_block_strike(const os_mem *mem, os_block *block, const os_shape *shape,
                          const uint32_t *fields);
/* The number of good row r among all rows of the block, from 1. */
uint64_t os_block_row_number(const os_block *block, size_t r);
void os_block_free(const os_mem *mem, os_block *block);

#endif
