/* window.h: what a row of a result is among all its rows. */
#ifndef OS_WINDOW_H
#define OS_WINDOW_H

#include "column.h"

typedef enum os_window {
  OS_WINDOW_SHARE,     /* percent of the column's sum; missing where that is 0, or none */
  OS_WINDOW_RANK,      /* 1 is the largest; equal values have the least rank of theirs */
  OS_WINDOW_CUMULATIVE /* the sum up to this row, exact as sums are */
} os_window;

/* Of a numeric column of the view, as a column of the view's rows; missing where its value is. */
os_status os_window_of(const os_mem *mem, const os_view *view, size_t col, os_window what,
                       os_column **out);

#endif
