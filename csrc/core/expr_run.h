/* expr_run.h: what the files of expressions share while a program runs.
**
** A program runs on batches of rows. A lane holds the values of one place of the stack, for all rows
** of the batch: booleans as uint8_t of three values, integers and dates as int64_t, decimals as
** os_wide, numbers as double, texts as os_text. Lanes are dense; the rows that matter are those
** of the selection, and the others hold anything. */
#ifndef OS_EXPR_RUN_H
#define OS_EXPR_RUN_H

#include "expr.h"

#define OS_BATCH 1024

/* A boolean is missing (0), or a bit says what it is. */
#define OS_TRUE 1u
#define OS_FALSE 2u

typedef struct os_lane {
  void *data;       /* OS_BATCH values of up to 16 bytes */
  uint8_t *present; /* 1 or 0; booleans do without */
} os_lane;

/* What becomes known of an instruction once its columns are. */
typedef struct os_step {
  os_op op;
  os_cmp cmp;
  os_type type;          /* of its result */
  os_type a, b;          /* of what it takes from the stack; b is the upper one */
  size_t depth;          /* of the stack before it */
  size_t takes;          /* values of the stack */
  size_t at, count;
  uint8_t scale_a, scale_b, scale; /* of decimals: operands, result */
  const os_column *col;
  os_wide lo, hi;        /* OS_OP_RANGE: accepted values */
  bool negated;          /* OS_OP_RANGE: not accepted */
  os_wide *set;          /* OS_OP_IN: keys in ascending order */
  const os_text **texts; /* the same of texts */
  size_t set_count;
  void *memo;            /* OS_OP_MEMO: values by code, and last of the missing value */
  uint8_t *memo_present;
} os_step;

typedef struct os_slab os_slab;

/* Some rows of a batch. */
typedef struct os_nest {
  const uint16_t *sel;
  size_t n;
} os_nest;

typedef struct os_run {
  os_mem mem;
  const os_view *view;
  const os_program *program;
  os_step *steps;
  os_lane *lanes;
  size_t depth;          /* lanes */
  uint8_t *block;        /* their memory */
  uint16_t *sels;        /* OS_BATCH for each nesting of selections, twice */
  os_nest *nests;
  size_t nesting;
  const uint16_t *sel;   /* NULL: rows 0 to n */
  size_t n;              /* rows that matter */
  size_t from, rows;     /* of the batch: first position in the view, and how many */
  const os_column *entries; /* the texts of this dictionary stand in for the rows */
  size_t failed;         /* row of the batch where something overflowed; OS_BATCH: none */
  os_status status;      /* OS_NOMEM from within a step */
  os_slab *slabs;        /* texts that were made */
  os_buf letters;        /* of a text that is being made */
  uint16_t *folds;       /* of a character, what fold makes of it; see expr_text.c */
} os_run;

/* The rows of the selection, one after the other, as i. */
#define OS_EACH(run, ...)                                                \
  do {                                                                   \
    const uint16_t *sel_ = (run)->sel;                                   \
    size_t n_ = (run)->n;                                                \
    if (!sel_) {                                                         \
      for (size_t i = 0; i < n_; i++) __VA_ARGS__                              \
    } else {                                                             \
      for (size_t k_ = 0; k_ < n_; k_++) {                               \
        size_t i = sel_[k_];                                             \
        __VA_ARGS__                                                      \
      }                                                                  \
    }                                                                    \
  } while (0)

static inline void os_expr_fail(os_run *run, size_t i) {
  if (i < run->failed) run->failed = i;
}

static inline size_t os_run_row(const os_run *run, size_t i) {
  return os_row(run->view, run->from + i);
}

/* Bytes of a value in a lane. */
static inline size_t os_lane_width(os_type type) {
  return type == OS_BOOLEAN ? 1 : type == OS_DECIMAL || type == OS_TEXT ? 16 : 8;
}

/* Room for a text that lives as long as the run, or NULL (and run->status). */
char *os_expr_text(os_run *run, size_t len);
/* Frees what is known of characters. */
void os_expr_clear_folds(os_run *run);
/* Frees those that were made since `keep` was the newest of run->slabs. */
void os_expr_clear_texts(os_run *run, const os_slab *keep);

/* -1, 0 or 1; 2 of a NaN. */
int os_compare_wides(os_wide a, unsigned scale_a, os_wide b, unsigned scale_b);
int os_compare_double(double a, os_wide b, unsigned scale_b);

/* One instruction each; a is the lane of the result and of the lower operand. */
void os_expr_number(os_run *run, const os_step *step, os_lane *a, const os_lane *b);
void os_expr_convert(os_run *run, const os_step *step, os_lane *a);
void os_expr_compare(os_run *run, const os_step *step, os_lane *a, const os_lane *b);
void os_expr_range(os_run *run, const os_step *step, os_lane *a);
void os_expr_string(os_run *run, const os_step *step, os_lane *a, const os_lane *b);
void os_expr_field(os_run *run, const os_step *step, os_lane *a);
void os_expr_constant(os_run *run, const os_constant *constant, os_lane *a);
void os_expr_in(os_run *run, const os_step *step, os_lane *a);

/* Prepares the steps for the view's columns; they are cleared with the run, also after a failure.
** *too_fine: some result would have more than OS_EXPR_SCALE digits after the point. */
os_status os_expr_bind(os_run *run, bool *too_fine);

#endif
