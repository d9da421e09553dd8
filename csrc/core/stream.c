/* stream.c: see stream.h. Each worker gathers the rows of some blocks, groups them, and keeps only
** the sums; sums of sums make the result. All that is added up in parts is exact, so that the parts
** may be any. */
#include "stream.h"

#include <string.h>

#include "aggregate.h"
#include "builder.h"
#include "value.h"

/* Rows that a worker gathers before it groups them: few enough to stay in its cache, and so many that
** the groups are fewer. */
#define OS_BATCH_ROWS ((size_t)1 << 14)
/* Partial rows that a worker lets gather before it groups them again. */
#define OS_PARTIAL_ROWS ((size_t)1 << 15)

bool os_stream_can(os_agg what, os_type type) {
  switch (what) {
    case OS_AGG_ROWS:
    case OS_AGG_COUNT:
    case OS_AGG_MISSING:
    case OS_AGG_MIN:
    case OS_AGG_MAX: return true;
    case OS_AGG_SUM:
    case OS_AGG_MEAN: return type == OS_BOOLEAN || type == OS_INTEGER || type == OS_DECIMAL;
    default: return false;
  }
}

/* A part of a measure: an aggregate of rows, and the aggregate of such parts. */
typedef struct os_part {
  os_agg of_rows, of_parts;
  size_t field;
} os_part;

typedef struct os_streaming {
  const os_mem *mem;
  const os_query *query;
  const unsigned *types;
  const bool *used;
  size_t fields;
  size_t *place;      /* of a used field in the view of a block */
  size_t nplaces;
  os_part *parts;
  size_t nparts;
  size_t width;       /* keys and parts: columns of a partial view */
  os_in *conditions;  /* as the query's, but for the places */
  os_view *partials;  /* one a worker; under the lock */
  size_t npartials;
  unsigned *proven;   /* types that the values have left, as far as they were looked at */
  bool right, able;
} os_streaming;

typedef struct os_stream_hand {
  os_mem mem;       /* of the hand */
  os_builder *builders; /* of the rows that are to be grouped next; one a place */
  size_t batch;     /* how many there are */
  os_view *views;   /* partial ones */
  size_t nviews, cap;
  size_t rows;      /* in them */
  unsigned *proven;
  bool able;
} os_stream_hand;

static const os_name nameless = {"", 0};

/* A view of columns that nobody asks for by name; takes the columns over. */
static os_status make_view(const os_mem *mem, os_column **cols, size_t count, os_view *out) {
  size_t rows = count ? cols[0]->rows : 0;
  os_name *names = os_alloc(mem, count ? count : 1, sizeof *names);
  os_status status = names ? OS_OK : OS_NOMEM;
  for (size_t i = 0; names && i < count; i++) names[i] = nameless;
  memset(out, 0, sizeof *out);
  if (!status) status = os_view_init(mem, out, count, cols, names, rows, NULL);
  for (size_t i = 0; i < count; i++) os_column_drop(cols[i]);
  os_free(mem, names, (count ? count : 1) * sizeof *names);
  return status;
}

/* Key columns of the groups, then an aggregate a part; `rows`: of rows, else of parts. */
static os_status group_view(const os_mem *mem, const os_streaming *job, const os_view *view,
                            const size_t *keys, bool rows, bool *able, os_view *out) {
  size_t nkeys = job->query->nkeys, made = 0;
  os_groups groups;
  os_error error;
  os_status status = os_group(mem, view, keys, nkeys, &groups);
  if (status) return status;
  os_column **cols = os_alloc_zero(mem, job->width ? job->width : 1, sizeof *cols);
  uint32_t *first = os_alloc(mem, groups.count ? groups.count : 1, sizeof *first);
  if (!cols || !first) status = OS_NOMEM;
  for (size_t g = 0; !status && nkeys && g < groups.count; g++) {
    first[g] = (uint32_t)os_row(view, groups.first[g]);
  }
  for (; !status && made < nkeys; made++) {
    status = os_column_gather(mem, view->cols[keys[made]], first, groups.count, &cols[made]);
  }
  for (; !status && made < job->width; made++) {
    const os_part *part = &job->parts[made - nkeys];
    size_t col = rows ? job->place[part->field] : made;
    os_agg what = rows ? part->of_rows : part->of_parts;
    status = os_aggregate(mem, view, &groups, what, col, 0, &cols[made], &error);
    /* A sum beyond 128 bits is a double, which cannot be added up exactly. */
    if (!status && what == OS_AGG_SUM && cols[made]->type == OS_NUMBER) *able = false;
  }
  os_free(mem, first, (groups.count ? groups.count : 1) * sizeof *first);
  os_groups_clear(&groups);
  if (!status) {
    status = make_view(mem, cols, job->width, out);
  } else if (cols) {
    for (size_t i = 0; i < job->width; i++) os_column_drop(cols[i]);
  }
  os_free(mem, cols, (job->width ? job->width : 1) * sizeof *cols);
  return status;
}

/* Partial views below one another, as one without equal keys. */
static os_status merge_views(const os_mem *mem, const os_streaming *job, const os_view *views,
                             size_t count, bool *able, os_view *out) {
  size_t *keys = os_alloc(mem, job->width + 1, sizeof *keys);
  os_column **cols = os_alloc_zero(mem, job->width + 1, sizeof *cols);
  os_column **below = os_alloc(mem, count, sizeof *below);
  os_status status = keys && cols && below ? OS_OK : OS_NOMEM;
  os_view all = {0};
  size_t c = 0;
  for (; !status && c < job->width; c++) {
    keys[c] = c;
    for (size_t i = 0; i < count; i++) below[i] = views[i].cols[c];
    status = os_column_concat(mem, below, count, &cols[c]);
  }
  if (!status) {
    status = make_view(mem, cols, job->width, &all);
  } else if (cols) {
    for (size_t i = 0; i < job->width; i++) os_column_drop(cols[i]);
  }
  if (!status) status = group_view(mem, job, &all, keys, false, able, out);
  os_view_clear(&all);
  os_free(mem, keys, (job->width + 1) * sizeof *keys);
  os_free(mem, cols, (job->width + 1) * sizeof *cols);
  os_free(mem, below, count * sizeof *below);
  return status;
}

static void clear_views(os_stream_hand *own) {
  for (size_t i = 0; i < own->nviews; i++) os_view_clear(&own->views[i]);
  own->nviews = 0;
  own->rows = 0;
}

static os_status add_view(os_stream_hand *own, os_view *view) {
  if (own->nviews == own->cap) {
    size_t cap = own->cap ? own->cap * 2 : 16;
    os_view *bigger = os_resize(&own->mem, own->views, own->cap * sizeof *bigger,
                                cap * sizeof *bigger);
    if (!bigger) {
      os_view_clear(view);
      return OS_NOMEM;
    }
    own->views = bigger;
    own->cap = cap;
  }
  own->rows += view->rows;
  own->views[own->nviews++] = *view;
  return OS_OK;
}

static os_status compact(os_stream_hand *own, const os_streaming *job) {
  os_view merged = {0};
  if (own->nviews < 2) return OS_OK;
  os_status status = merge_views(&own->mem, job, own->views, own->nviews, &own->able, &merged);
  if (status) return status;
  clear_views(own);
  return add_view(own, &merged);
}

/* The rows that were gathered, as a view of columns that the builders lend. */
static os_status batch_view(os_stream_hand *own, const os_streaming *job, os_column *lent,
                            os_view *out) {
  os_column **cols = os_alloc(&own->mem, job->nplaces + 1, sizeof *cols);
  if (!cols) return OS_NOMEM;
  for (size_t i = 0; i < job->nplaces; i++) {
    os_builder_peek(&own->builders[i], &lent[i]);
    lent[i].refs = 2; /* the view gives one back, and so nobody frees what is not its own */
    cols[i] = &lent[i];
  }
  os_status status = make_view(&own->mem, cols, job->nplaces, out);
  if (job->nplaces == 0) out->rows = own->batch; /* rows to count, without any column */
  os_free(&own->mem, cols, (job->nplaces + 1) * sizeof *cols);
  return status;
}

static os_status add_up(os_stream_hand *own, const os_streaming *job, os_view *view) {
  os_view partial = {0};
  os_rows *chosen = NULL;
  os_status status = OS_OK;
  if (job->query->nconditions) {
    status = os_filter(&own->mem, view, job->conditions, job->query->nconditions, &chosen);
    if (!status) {
      view->chosen = chosen; /* cleared with the view */
      view->rows = chosen->count;
    }
  }
  for (size_t i = 0; !status && i < job->query->nprograms; i++) {
    os_expr_fault fault;
    status = os_expr_filter(&own->mem, view, &job->query->programs[i], &chosen, &fault);
    if (status == OS_FAILED) { /* there will be no result */
      own->able = false;
      status = OS_OK;
    } else if (!status) {
      os_rows_drop(view->chosen);
      view->chosen = chosen;
      view->rows = chosen->count;
    }
  }
  size_t keys[64], *list = keys, nkeys = job->query->nkeys;
  if (nkeys > 64) list = os_alloc(&own->mem, nkeys, sizeof *list);
  if (!list) status = OS_NOMEM;
  for (size_t k = 0; !status && k < nkeys; k++) list[k] = job->place[job->query->keys[k]];
  if (!status) status = group_view(&own->mem, job, view, list, true, &own->able, &partial);
  if (list != keys) os_free(&own->mem, list, nkeys * sizeof *list);
  if (!status) status = add_view(own, &partial);
  if (!status && own->rows > OS_PARTIAL_ROWS) status = compact(own, job);
  return status;
}

/* Groups what was gathered, and begins anew. */
static os_status group_batch(os_stream_hand *own, const os_streaming *job) {
  os_view view = {0};
  os_column *lent = os_alloc(&own->mem, job->nplaces + 1, sizeof *lent);
  if (!lent) return OS_NOMEM;
  os_status status = batch_view(own, job, lent, &view);
  if (!status) status = add_up(own, job, &view);
  os_view_clear(&view);
  os_free(&own->mem, lent, (job->nplaces + 1) * sizeof *lent);
  for (size_t i = 0; i < job->nplaces; i++) os_builder_rewind(&own->mem, &own->builders[i]);
  own->batch = 0;
  return status;
}

/* Whether the chunks are of the types that were expected. */
static os_status prove(os_hand *hand, bool *right) {
  os_streaming *job = hand->pass->job;
  os_stream_hand *own = hand->own;
  os_status status = OS_OK;
  for (size_t c = 0; !status && c < job->fields; c++) {
    os_chunk *chunk = &hand->chunks[c];
    os_type type = os_first_type(job->types[c]);
    if (!job->used[c] || hand->readings[c].given) continue;
    if (chunk->types != OS_ANY_TYPE && chunk->type != type) {
      *right = false;
    } else if (os_first_type(own->proven[c]) != type || own->proven[c] == OS_ANY_TYPE) {
      status = os_chunk_narrow(&hand->mem, &chunk->scratch, &hand->block,
                               &hand->pass->shape, c, &hand->pass->words, job->types[c],
                               &own->proven[c]);
    }
  }
  return status;
}

static os_status stream_block(os_hand *hand) {
  os_streaming *job = hand->pass->job;
  os_stream_hand *own = hand->own;
  bool right = true;
  os_status status = prove(hand, &right);
  if (status) return status;
  if (!right) {
    hand->error = (os_error){0}; /* no fault: the pass has been for nothing */
    return OS_FAILED;
  }
  for (size_t c = 0; !status && c < job->fields; c++) {
    if (!job->used[c]) continue;
    status = os_builder_add(&own->mem, &own->builders[job->place[c]], &hand->chunks[c], 0);
  }
  own->batch += hand->block.rows;
  return status || own->batch < OS_BATCH_ROWS ? status : group_batch(own, job);
}

static os_status begin_stream(os_hand *hand) {
  const os_streaming *job = hand->pass->job;
  os_stream_hand *own = os_alloc_zero(&hand->mem, 1, sizeof *own);
  size_t fields = hand->pass->shape.fields;
  if (!own) return OS_NOMEM;
  hand->own = own;
  own->mem = hand->mem;
  own->able = true;
  own->builders = os_alloc_zero(&own->mem, job->nplaces + 1, sizeof *own->builders);
  if (!own->builders) return OS_NOMEM;
  for (size_t c = 0; c < fields; c++) {
    if (!job->used[c]) continue;
    os_builder_init(&own->builders[job->place[c]]);
    os_builder_start(&own->builders[job->place[c]], os_first_type(job->types[c]));
  }
  own->proven = os_alloc(&own->mem, fields, sizeof *own->proven);
  if (!own->proven) return OS_NOMEM;
  for (size_t c = 0; c < fields; c++) own->proven[c] = OS_ANY_TYPE;
  return OS_OK;
}

/* What is left goes to the job, in memory that outlives the worker. */
static os_status end_stream(os_hand *hand) {
  os_streaming *job = hand->pass->job;
  os_stream_hand *own = hand->own;
  pthread_mutex_t *lock = &hand->worker->crew->lock;
  os_view result = {0};
  os_status status = OS_OK;
  /* Of no rows at all there is one empty view, so that the types are right. */
  if (own->batch || own->nviews == 0) status = group_batch(own, job);
  if (!status) {
    status = merge_views(&hand->worker->mem, job, own->views, own->nviews, &own->able, &result);
  }
  if (status) return status;
  result.mem = *job->mem; /* what a worker was given is the owner's */
  for (size_t c = 0; c < result.ncols; c++) result.cols[c]->mem = *job->mem;
  pthread_mutex_lock(lock);
  job->partials[job->npartials++] = result;
  for (size_t c = 0; c < job->fields; c++) job->proven[c] &= own->proven[c];
  job->able = job->able && own->able;
  pthread_mutex_unlock(lock);
  return OS_OK;
}

static void clear_stream(os_hand *hand) {
  const os_streaming *job = hand->pass->job;
  os_stream_hand *own = hand->own;
  if (!own) return;
  clear_views(own);
  os_free(&own->mem, own->views, own->cap * sizeof *own->views);
  for (size_t i = 0; own->builders && i < job->nplaces; i++) {
    os_builder_free(&own->mem, &own->builders[i]);
  }
  os_free(&own->mem, own->builders, (job->nplaces + 1) * sizeof *own->builders);
  os_free(&own->mem, own->proven, hand->pass->shape.fields * sizeof *own->proven);
  os_free(&hand->mem, own, sizeof *own);
}

static os_status reset_stream(os_pass *pass) {
  os_streaming *job = pass->job;
  while (job->npartials) os_view_clear(&job->partials[--job->npartials]);
  for (size_t c = 0; c < job->fields; c++) job->proven[c] = OS_ANY_TYPE;
  job->able = true;
  os_tally_clear(pass->mem, pass->tally);
  return OS_OK;
}

/* mean = sum / count, for each group */
static os_status mean_column(const os_mem *mem, const os_column *sum, const os_column *count,
                             os_column **out) {
  size_t rows = sum->rows, room = rows ? rows : 1;
  double *values = os_alloc(mem, room, sizeof *values);
  uint8_t *present = os_alloc(mem, room, 1);
  os_status status = values && present ? OS_OK : OS_NOMEM;
  for (size_t i = 0; !status && i < rows; i++) {
    uint64_t n = (uint64_t)os_int_at(count, i);
    present[i] = n > 0;
    values[i] = n > 0 ? os_agg_mean(os_wide_at(sum, i), sum->scale, n) : 0;
  }
  if (!status) status = os_column_from_doubles(mem, values, present, rows, out);
  os_free(mem, values, room * sizeof *values);
  os_free(mem, present, room);
  return status;
}

/* A sum of integers that was beyond 64 bits in some part, and is not in all. */
static void settle_sum(const os_streaming *job, const os_measure *measure, os_column *sum) {
  if (measure->what != OS_AGG_SUM || sum->type != OS_DECIMAL || sum->width == 16) return;
  if (os_first_type(job->types[measure->field]) != OS_DECIMAL) sum->type = OS_INTEGER;
}

static os_status finish(const os_streaming *job, const os_mem *keep, const os_name *names,
                        bool *able, os_view *out) {
  const os_query *query = job->query;
  size_t count = query->nkeys + query->nmeasures, part = query->nkeys;
  os_view merged = {0};
  os_column **cols = os_alloc_zero(keep, count ? count : 1, sizeof *cols);
  if (!cols) return OS_NOMEM;
  os_status status = merge_views(keep, job, job->partials, job->npartials, able, &merged);
  size_t rows = merged.rows;
  for (size_t i = 0; !status && i < count; i++) {
    if (i < query->nkeys) {
      cols[i] = os_column_keep(merged.cols[i]);
    } else if (query->measures[i - query->nkeys].what == OS_AGG_MEAN) {
      status = mean_column(keep, merged.cols[part], merged.cols[part + 1], &cols[i]);
      part += 2;
    } else {
      settle_sum(job, &query->measures[i - query->nkeys], merged.cols[part]);
      cols[i] = os_column_keep(merged.cols[part++]);
    }
  }
  if (!status && *able) status = os_view_init(keep, out, count, cols, names, rows, NULL);
  for (size_t i = 0; i < count; i++) os_column_drop(cols[i]);
  os_free(keep, cols, (count ? count : 1) * sizeof *cols);
  os_view_clear(&merged);
  return status;
}

static void split_measures(os_streaming *job) {
  const os_query *query = job->query;
  for (size_t i = 0; i < query->nmeasures; i++) {
    const os_measure *measure = &query->measures[i];
    os_part *part = &job->parts[job->nparts++];
    *part = (os_part){measure->what, OS_AGG_SUM, measure->field};
    if (measure->what == OS_AGG_MIN || measure->what == OS_AGG_MAX) part->of_parts = measure->what;
    if (measure->what == OS_AGG_MEAN) {
      part->of_rows = OS_AGG_SUM;
      job->parts[job->nparts++] = (os_part){OS_AGG_COUNT, OS_AGG_SUM, measure->field};
    }
  }
  job->width = query->nkeys + job->nparts;
}

static void mark_used(const os_query *query, bool *used) {
  for (size_t i = 0; i < query->nkeys; i++) used[query->keys[i]] = true;
  for (size_t i = 0; i < query->nmeasures; i++) {
    if (query->measures[i].what != OS_AGG_ROWS) used[query->measures[i].field] = true;
  }
  for (size_t i = 0; i < query->nconditions; i++) used[query->conditions[i].col] = true;
  for (size_t i = 0; i < query->nprograms; i++) os_expr_mark(&query->programs[i], used);
}

static os_status run(os_pass *pass, os_streaming *job, const os_load_options *options,
                     const os_mem *keep, const os_name *names, os_view *out, bool *right,
                     bool *able, os_error *error) {
  *right = *able = true;
  for (size_t c = 0; c < job->fields; c++) {
    if (!pass->readings[c].given) pass->readings[c].types = job->types[c];
  }
  pass->job = job;
  pass->wanted = job->used;
  pass->begin = begin_stream;
  pass->work = stream_block;
  pass->end = end_stream;
  pass->clear = clear_stream;
  reset_stream(pass);
  os_status status = os_pass_rows(pass, options, reset_stream);
  if (status == OS_FAILED && pass->error.fault == OS_FAULT_NONE) {
    *right = false;
    return OS_OK;
  }
  if (status == OS_FAILED) os_pass_fault(pass, error);
  if (!status) status = os_source_check(pass->source, error);
  if (status == OS_FAILED) os_pass_locate(pass, error);
  for (size_t c = 0; !status && c < job->fields; c++) {
    if (!job->used[c] || pass->readings[c].given) continue;
    if (os_first_type(job->proven[c]) != os_first_type(job->types[c])) *right = false;
  }
  *able = job->able;
  if (!status && *right && *able) status = finish(job, keep, names, able, out);
  return status;
}

os_status os_stream_query(const os_mem *mem, const os_mem *keep, const os_source *source,
                          const os_dialect *dialect, const os_load_options *options,
                          const os_query *query, const os_name *names, const unsigned *types,
                          os_tick tick, os_view *out, os_tally *tally, bool *right, bool *able,
                          os_error *error) {
  os_pass pass;
  size_t fields = dialect->fields, nparts = 2 * query->nmeasures + 1;
  size_t nconditions = query->nconditions + 1;
  unsigned threads = options->threads ? options->threads : os_processors();
  os_streaming job = {.mem = mem, .query = query, .types = types, .fields = fields, .able = true};
  os_pass_prepare(&pass, mem, source, dialect, options, tick);
  pass.any_order = true;
  pass.tally = tally;
  bool *used = os_alloc_zero(mem, fields, sizeof *used);
  job.used = used;
  job.place = os_alloc_zero(mem, fields, sizeof *job.place);
  job.proven = os_alloc(mem, fields, sizeof *job.proven);
  job.parts = os_alloc(mem, nparts, sizeof *job.parts);
  job.conditions = os_alloc(mem, nconditions, sizeof *job.conditions);
  job.partials = os_alloc_zero(mem, threads, sizeof *job.partials);
  os_status status = os_first_readings(&pass, dialect, options);
  if (used && job.place && job.proven && job.parts && job.conditions && job.partials && !status) {
    mark_used(query, used);
    for (size_t c = 0; c < fields; c++) {
      if (used[c]) job.place[c] = job.nplaces++;
    }
    for (size_t i = 0; i < query->nconditions; i++) {
      job.conditions[i] = query->conditions[i];
      job.conditions[i].col = job.place[query->conditions[i].col];
    }
    for (size_t i = 0; i < query->nprograms; i++) query->programs[i].place = job.place;
    split_measures(&job);
    status = run(&pass, &job, options, keep, names, out, right, able, error);
    while (job.npartials) os_view_clear(&job.partials[--job.npartials]);
  } else {
    status = OS_NOMEM;
  }
  os_free(mem, used, fields * sizeof *used);
  os_free(mem, job.place, fields * sizeof *job.place);
  os_free(mem, job.proven, fields * sizeof *job.proven);
  os_free(mem, job.parts, nparts * sizeof *job.parts);
  os_free(mem, job.conditions, nconditions * sizeof *job.conditions);
  os_free(mem, job.partials, threads * sizeof *job.partials);
  os_free(mem, pass.readings, fields * sizeof *pass.readings);
  return status;
}
