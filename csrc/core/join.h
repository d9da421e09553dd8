/* join.h: rows of two views that belong together by keys, and rows that are like another. */
#ifndef OS_JOIN_H
#define OS_JOIN_H

#include "column.h"

typedef enum os_join_how {
  OS_JOIN_LEFT,  /* all rows of the left, each with those of the right that have its key */
  OS_JOIN_INNER, /* only where there is one on the right */
  OS_JOIN_SEMI,  /* rows of the left that have one on the right */
  OS_JOIN_ANTI   /* rows of the left that have none */
} os_join_how;

/* Pairs of rows of the two views' columns, in the order of the left view, then of the right.
** Without a row on the right (semi and anti: always) it is OS_NO_ROW. */
typedef struct os_pairs {
  os_mem mem;
  size_t count;
  uint32_t *left, *right;
  bool once;       /* no row of the left comes twice */
  size_t repeated; /* rows of the right whose key another row before them has */
} os_pairs;

/* Columns lkeys[k] and rkeys[k] are compared; their types are comparable, or one has no value.
** A row with a missing key matches nothing. When strict, there are no pairs if a key of the right
** is repeated. OS_FAILED: more rows than a register can have. */
os_status os_join(const os_mem *mem, const os_view *left, const size_t *lkeys, const os_view *right,
                  const size_t *rkeys, size_t nkeys, os_join_how how, bool strict, os_pairs *out);
void os_pairs_clear(os_pairs *pairs); /* idempotent */

/* The first row of each combination of values, missing ones included, in the view's order. */
os_status os_distinct(const os_mem *mem, const os_view *view, const size_t *cols, size_t ncols,
                      os_rows **out);

/* Places in the view where two of its columns differ: another value, or a value in one of them
** only. There are *count of them, for the caller to free. */
os_status os_differ(const os_mem *mem, const os_view *view, size_t a, size_t b, uint32_t **places,
                    size_t *count);

#endif
