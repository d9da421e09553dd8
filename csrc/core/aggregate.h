/* aggregate.h: what the files that compute aggregates share. */
#ifndef OS_AGGREGATE_H
#define OS_AGGREGATE_H

#include "group.h"
#include "keys.h"

/* One call of os_aggregate_by. */
typedef struct os_agg_job {
  os_mem mem;
  const os_view *view;
  const os_groups *groups;
  const os_column *col;
  size_t index; /* of the column in the view */
  os_agg what;
  double p;
  unsigned type;           /* of a quantile */
  uint64_t k;              /* of OS_AGG_TOP */
  const os_column *weight; /* of the weighted ones */
} os_agg_job;

/* Runs `put` for each row of the job's view, in order: `row` is its row in the column, `g` its
** group. The choices are made once, outside the loops. */
#define OS_AGG_EACH(job, put)                                                             \
  do {                                                                                    \
    const os_groups *each_groups = (job)->groups;                                         \
    const uint16_t *each_16 = each_groups->width == 2 ? each_groups->of : NULL;           \
    const uint32_t *each_32 = each_groups->width == 4 ? each_groups->of : NULL;           \
    const uint32_t *each_index = (job)->view->chosen ? (job)->view->chosen->index : NULL; \
    size_t each_rows = (job)->view->rows;                                                 \
    if (each_16 && !each_index) {                                                         \
      for (size_t each = 0; each < each_rows; each++) {                                   \
        size_t row = each, g = each_16[each];                                             \
        put;                                                                              \
      }                                                                                   \
    } else if (each_32 && !each_index) {                                                  \
      for (size_t each = 0; each < each_rows; each++) {                                   \
        size_t row = each, g = each_32[each];                                             \
        put;                                                                              \
      }                                                                                   \
    } else if (each_16 || each_32) {                                                      \
      for (size_t each = 0; each < each_rows; each++) {                                   \
        size_t row = each_index[each], g = each_16 ? each_16[each] : each_32[each];       \
        put;                                                                              \
      }                                                                                   \
    } else {                                                                              \
      for (size_t each = 0; each < each_rows; each++) {                                   \
        size_t row = each_index ? each_index[each] : each, g = 0;                         \
        put;                                                                              \
      }                                                                                   \
    }                                                                                     \
  } while (0)

static inline uint32_t os_agg_group_at(const os_agg_job *job, size_t i) {
  const void *of = job->groups->of;
  return !of ? 0 : job->groups->width == 2 ? ((const uint16_t *)of)[i] : ((const uint32_t *)of)[i];
}

/* n[g] = present values of each group; groups->count elements. */
void os_agg_count(const os_agg_job *job, uint64_t *n);

/* Dense keys for a wide decimal, which has no single key of 64 bits: its groups. */
os_status os_agg_wide_keys(const os_agg_job *job, os_keys *keys);
/* n[g] = different values of each group; n is zeroed. */
os_status os_agg_distinct(const os_agg_job *job, uint64_t *n);
/* at[g] = a row with the group's mode; others are left as they are. */
os_status os_agg_mode_rows(const os_agg_job *job, uint32_t *at);

/* The present values of each group, side by side: int32_t for integer-like columns of up to 4
** bytes (int16_t of up to 2, for OS_AGG_QUANTILE), int64_t, os_wide, or double. */
typedef struct os_buckets {
  void *values;
  unsigned width;
  size_t total;
  size_t *end; /* group g has the values from end[g - 1] (0 for the first) up to end[g] */
  size_t groups;
} os_buckets;

os_status os_buckets_init(const os_agg_job *job, os_buckets *buckets);
void os_buckets_clear(const os_mem *mem, os_buckets *buckets);

/* The aggregates that need each group's values at hand: number[g] and present[g] for all groups.
** Sum and mean here are those of `number` columns. */
os_status os_agg_float_sums(const os_agg_job *job, double *number, uint8_t *present);
os_status os_agg_spread(const os_agg_job *job, double *number, uint8_t *present);
os_status os_agg_quantile(const os_agg_job *job, double *number, uint8_t *present);
os_status os_agg_mad(const os_agg_job *job, double *number, uint8_t *present);
os_status os_agg_gini(const os_agg_job *job, double *number, uint8_t *present);
os_status os_agg_hhi(const os_agg_job *job, double *number, uint8_t *present);
os_status os_agg_top(const os_agg_job *job, double *number, uint8_t *present);
os_status os_agg_weighted_mean(const os_agg_job *job, double *number, uint8_t *present);
os_status os_agg_weighted_quantile(const os_agg_job *job, double *number, uint8_t *present);

/* The mean of n values whose sum is sum / 10^scale: rounded once where n * 10^scale has 64 bits,
** else twice. */
double os_agg_mean(os_wide sum, unsigned scale, uint64_t n);

/* Value i of a bucket as a double. */
static inline double os_bucket_double(const os_agg_job *job, const os_buckets *buckets, size_t i) {
  if (job->col->type == OS_NUMBER) return ((const double *)buckets->values)[i];
  if (buckets->width == 4) return ((const int32_t *)buckets->values)[i];
  if (buckets->width == 8) return (double)((const int64_t *)buckets->values)[i];
  return (double)((const os_wide *)buckets->values)[i];
}

/* 10^scale for scale <= 19. */
static inline uint64_t os_agg_pow10(unsigned scale) {
  uint64_t power = 1;
  while (scale-- > 0) power *= 10;
  return power;
}

#endif
