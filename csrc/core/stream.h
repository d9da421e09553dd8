/* stream.h: what a query needs of a source is parsed, added up and forgotten: memory for the groups
** and not for the rows. */
#ifndef OS_STREAM_H
#define OS_STREAM_H

#include "expr.h"
#include "group.h"
#include "load.h"
#include "order.h"

/* One aggregate; the column is a field of the source. */
typedef struct os_measure {
  os_agg what;
  size_t field;
} os_measure;

typedef struct os_query {
  const size_t *keys; /* fields */
  size_t nkeys;
  const os_measure *measures;
  size_t nmeasures;
  const os_in *conditions; /* their col is a field */
  size_t nconditions;
  os_program *programs; /* further conditions, checked; their columns are fields, their place is set */
  size_t nprograms;
} os_query;

/* Whether a measure of a field of that type can be had without keeping its values. */
bool os_stream_can(os_agg what, os_type type);

/* A first guess of all fields' types, from blocks at the head, at the tail and between: a set of
** types a field, OS_ANY_TYPE where no value was seen. *sure: all values were, it is no guess. */
os_status os_stream_guess(const os_mem *mem, const os_source *source, const os_dialect *dialect,
                          const os_load_options *options, unsigned *types, bool *sure);
/* The exact types of the wanted fields, from all their values. */
os_status os_stream_types(const os_mem *mem, const os_source *source, const os_dialect *dialect,
                          const os_load_options *options, const bool *wanted, os_tick tick,
                          unsigned *types, os_tally *tally, os_error *error);

/* Groups and aggregates in one pass, as columns named by the caller: keys, then measures. types are
** what the fields are expected to be; *right becomes false, and there is no result, if one of those
** that are used is something else. *able becomes false if a sum outgrew what can be added up in
** parts, or a condition failed, which the same query on loaded fields will tell about. tally must be zeroed. */
os_status os_stream_query(const os_mem *mem, const os_mem *keep, const os_source *source,
                          const os_dialect *dialect, const os_load_options *options,
                          const os_query *query, const os_name *names, const unsigned *types,
                          os_tick tick, os_view *out, os_tally *tally, bool *right, bool *able,
                          os_error *error);

#endif
