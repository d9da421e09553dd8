/* load.h: from a source to typed columns. */
#ifndef OS_LOAD_H
#define OS_LOAD_H

#include "block.h"
#include "chunk.h"
#include "column.h"
#include "crew.h"
#include "dialect.h"

/* A type that the caller gave for a field. */
typedef struct os_given {
  os_name name;
  os_type type;
} os_given;

typedef struct os_load_options {
  uint8_t separator; /* 0: detect */
  bool header;
  bool lenient;      /* misplaced quotes are text */
  bool collect;      /* bad rows are listed, not errors */
  bool all_given;    /* every field has the type all_type */
  os_type all_type;
  const os_given *given;
  size_t ngiven;
  os_words missing;
  unsigned threads;  /* 0: as many as there are processors */
  uint64_t block;    /* bytes; 0: a good size */
  int variant;       /* os_variant; below 0: the best */
} os_load_options;

#define OS_MIN_BLOCK 64

/* The value that gave a field its type, after others had let it have a lower one. */
typedef struct os_turn {
  uint64_t row; /* 0: there is none */
  os_type was;
  uint32_t length;
  char text[OS_ERROR_TEXT];
} os_turn;

typedef struct os_loaded {
  os_dialect dialect;
  os_view view;
  os_turn *turns; /* one a field */
  uint64_t read;  /* rows, the rejected among them */
  uint64_t empty; /* empty lines */
  os_reject *rejects;
  size_t nrejects, rejects_cap;
} os_loaded;

/* *out must be zeroed; the caller clears it, also after a failure, whose error may name a field of
** out->dialect. Memory of the columns is freed through `keep`, which must be the same allocator as
** `mem` without whatever mem does besides. */
os_status os_load(const os_mem *mem, const os_mem *keep, const os_source *source,
                  const os_load_options *options, os_tick tick, os_loaded *out, os_error *error);
void os_loaded_clear(const os_mem *mem, os_loaded *loaded);

#endif
