/* order.h: rows chosen and put in order. */
#ifndef OS_ORDER_H
#define OS_ORDER_H

#include "column.h"

typedef struct os_key {
  size_t col;
  bool descending;
} os_key;

/* The view's rows (as rows of its columns) sorted by the keys: stable, missing values last both
** ways, texts by bytes, false before true. */
os_status os_sort(const os_mem *mem, const os_view *view, const os_key *keys, size_t nkeys,
                  os_rows **out);

/* One condition of a table `where`: the column's value is one of a set. */
typedef struct os_in {
  size_t col;
  bool missing;         /* the missing value is in the set */
  size_t count;
  const os_text *texts; /* the written form of each value, for columns of type text and date; of a
                        ** decimal it counts where ptr is not NULL */
  const double *numbers; /* for boolean (0, 1), integer, decimal and number columns; NULL for texts */
  const int64_t *integers; /* parallel to numbers; used where is_integer[i] is not 0 */
  const uint8_t *is_integer;
} os_in;

/* The rows of the view that meet all conditions, in the view's order. An integer in the set equals
** a decimal or number of exactly that value; a float in the set equals a decimal that reads as it. */
os_status os_filter(const os_mem *mem, const os_view *view, const os_in *conditions, size_t count,
                    os_rows **out);

#endif
