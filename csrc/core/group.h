/* group.h: which rows belong together, and what a group adds up to. */
#ifndef OS_GROUP_H
#define OS_GROUP_H

#include "column.h"

/* The groups of a view's rows by key columns, in ascending order of the keys (booleans false
** first, texts by bytes, a reduced date before the fuller ones it covers, missing last). Without
** keys there is one group, even of no rows. */
typedef struct os_groups {
  os_mem mem;
  size_t count; /* groups */
  size_t rows;  /* rows of the view */
  /* Element i is the group of the view's i-th row: uint16_t (width 2) while there are few groups, else
  ** uint32_t (width 4). NULL when there are no keys. */
  void *of;
  unsigned width;
  uint32_t *first; /* first[g] is the first row (position in the view) of group g */
  uint64_t *size;  /* size[g] rows are in group g */
} os_groups;

os_status os_group(const os_mem *mem, const os_view *view, const size_t *keys, size_t nkeys,
                   os_groups *out);
void os_groups_clear(os_groups *groups); /* idempotent */

typedef enum os_agg {
  OS_AGG_ROWS,     /* number of rows, missing or not; no column */
  OS_AGG_COUNT,    /* present values */
  OS_AGG_MISSING,
  OS_AGG_DISTINCT, /* distinct present values */
  OS_AGG_SUM,
  OS_AGG_MEAN,
  OS_AGG_VAR,      /* n - 1 */
  OS_AGG_SD,
  OS_AGG_MIN,
  OS_AGG_MAX,
  OS_AGG_FIRST,    /* of the present values, in row order */
  OS_AGG_LAST,
  OS_AGG_MODE,     /* the value that occurs most; of several, the smallest */
  OS_AGG_QUANTILE, /* p, type */
  OS_AGG_IQR,
  OS_AGG_MAD,      /* about the median, not scaled */
  OS_AGG_GINI,
  OS_AGG_HHI,
  OS_AGG_TOP,      /* k */
  OS_AGG_WEIGHTED_MEAN,
  OS_AGG_WEIGHTED_QUANTILE /* p */
} os_agg;

/* What is asked of a column. doc/statistics.md defines each. */
typedef struct os_agg_spec {
  os_agg what;
  size_t col;
  size_t weight; /* a column: of the weighted ones */
  double p;      /* in [0, 1]: of quantiles */
  unsigned type; /* 1 to 9, after R: of quantiles; 0 is 7 */
  uint64_t k;    /* at least 1: of OS_AGG_TOP */
} os_agg_spec;

/* One value a group, as a column of groups->count rows (missing where there is no such value). */
os_status os_aggregate_by(const os_mem *mem, const os_view *view, const os_groups *groups,
                          const os_agg_spec *spec, os_column **out, os_error *error);

/* The same for an aggregate without further arguments. */
static inline os_status os_aggregate(const os_mem *mem, const os_view *view,
                                     const os_groups *groups, os_agg what, size_t col, double p,
                                     os_column **out, os_error *error) {
  os_agg_spec spec = {.what = what, .col = col, .p = p};
  return os_aggregate_by(mem, view, groups, &spec, out, error);
}

#endif
