/* load.h: from a source to typed columns. */
#ifndef OS_LOAD_H
#define OS_LOAD_H

#include "column.h"
#include "dialect.h"
#include "pass.h"

/* A type that the caller gave for a field. */
typedef struct os_given {
  os_name name;
  os_type type;
} os_given;

typedef struct os_load_options {
  os_form form;
  os_name totals_field; /* rows that have one of totals_words there are totals; ptr NULL: none */
  os_words totals_words;
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
  os_deeds deeds;
  uint8_t low;  /* of decimals: the least places that one is written with */
  bool comma;   /* the text is a decimal, but a point may group thousands in this file */
  bool string;  /* the text would fit, but is a string in JSON */
  os_type was;
  uint32_t length;
  char text[OS_ERROR_TEXT];
} os_turn;

/* A stretch of a source, for those who read it window by window. */
typedef struct os_window {
  uint64_t first, count; /* blocks */
  bool inside;           /* the quote state at the start of the first, and afterwards of the next */
  uint64_t from;         /* where its first row begins, and afterwards the next window's */
} os_window;

typedef struct os_loaded {
  os_view view;
  os_turn *turns; /* one a field; of no use for a window */
  size_t fields;
  os_tally tally;
} os_loaded;

/* What all passes over a source with these options have in common; shape.by_row is not known yet. */
void os_pass_prepare(os_pass *pass, const os_mem *mem, const os_source *source,
                     const os_dialect *dialect, const os_load_options *options, os_tick tick);
/* The reading of a field before anything is known but what the caller gave. */
os_reading os_first_reading(const os_load_options *options, const os_name *name);
/* Allocates those of all fields. */
os_status os_first_readings(os_pass *pass, const os_dialect *dialect,
                            const os_load_options *options);
/* Runs a pass; if quotes turn out to be misplaced where that is allowed, `reset` is called and the
** pass starts again, row by row. */
os_status os_pass_rows(os_pass *pass, const os_load_options *options,
                       os_status (*reset)(os_pass *pass));
/* What made the pass fail: that the source has changed under it, or else what it says itself. */
void os_pass_fault(const os_pass *pass, os_error *error);
/* Fills in line and column of an error. */
void os_pass_locate(const os_pass *pass, os_error *error);

/* Rejects are told with their line: one more look at the source, up to the last of them. */
os_status os_tally_lines(const os_source *source, bool cr, os_tally *tally, os_error *error);

/* *out must be zeroed; the caller clears it, also after a failure. Memory of the columns is freed
** through `keep`, which must be the same allocator as `mem` without whatever mem does besides.
** wanted: the fields that the view is to have (NULL: all). by_row: known from an earlier pass, and
** told to the next. window: NULL for all of the source. */
os_status os_load(const os_mem *mem, const os_mem *keep, const os_source *source,
                  const os_dialect *dialect, const os_load_options *options, const bool *wanted,
                  os_window *window, bool *by_row, os_tick tick, os_loaded *out, os_error *error);
void os_loaded_clear(const os_mem *mem, os_loaded *loaded);

#endif
