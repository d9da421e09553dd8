/* json_load.c: see json_load.h. */
#include "json_load.h"

#include <string.h>

#include "json_parts.h"
#include "value.h"

#define OS_JSON_BLOCK ((uint64_t)1 << 20)

/* ---- a pass ---- */

/* The first reading of a field that the job does not know yet. */
static os_status first_reading(os_json_hand *hand, os_json_field *field) {
  os_buf path = {NULL, 0, 0};
  os_status status = os_json_path(&hand->mem, &hand->rows.tree, field->node, &path);
  os_name name = {path.data ? (const char *)path.data : "", path.len};
  if (!status) field->reading = os_first_reading(hand->job->options, &name);
  os_buf_free(&hand->mem, &path);
  return status;
}

static os_status first_readings(os_json_hand *hand) {
  os_status status = OS_OK;
  for (size_t f = 0; !status && hand->job->given && f < hand->rows.nfields; f++) {
    os_json_field *field = &hand->rows.fields[f];
    if (field->target == OS_JSON_NONE && !field->reading.given) status = first_reading(hand, field);
  }
  return status;
}

/* How fields are to be read now; with the lock held. */
static void take_readings(os_json_hand *hand) {
  const os_json_job *job = hand->job;
  for (size_t f = 0; !job->again && f < hand->rows.nfields; f++) {
    os_json_field *field = &hand->rows.fields[f];
    if (field->target < job->nreadings) field->reading = job->readings[field->target];
  }
}

/* What the columns have become is what the next blocks are parsed by. In turn. */
static os_status tell(os_json_hand *hand) {
  os_json_job *job = hand->job;
  pthread_mutex_t *lock = &hand->worker->crew->lock;
  os_reading *old = NULL, *bigger = NULL;
  size_t old_cap = job->readings_cap, cap = old_cap;
  if (job->ntargets > cap) {
    cap = job->ntargets * 2;
    bigger = os_alloc(&hand->worker->mem, cap, sizeof *bigger);
    if (!bigger) return OS_NOMEM;
  }
  pthread_mutex_lock(lock);
  if (bigger) {
    old = job->readings;
    job->readings = bigger;
    job->readings_cap = cap;
  }
  for (size_t i = 0; i < job->ntargets; i++) {
    const os_json_target *target = &job->targets[i];
    job->readings[i] = target->reading;
    if (!target->reading.given) job->readings[i].types = target->builder.types;
    job->readings[i].plain = target->builder.plain || os_builder_repeats_seldom(&target->builder);
  }
  job->nreadings = job->ntargets;
  pthread_mutex_unlock(lock);
  os_free(&hand->worker->mem, old, old_cap * sizeof *old);
  return OS_OK;
}

/* In turn, a failure is the first in file order. */
static void fail(os_json_hand *hand, os_status status) {
  os_json_job *job = hand->job;
  os_error *error = &hand->error;
  if (status == OS_FAILED && os_json_name_error(hand)) status = OS_NOMEM;
  pthread_mutex_lock(&hand->worker->crew->lock);
  job->status = status;
  job->error = *error;
  if (error->byte) job->error.byte += hand->offset;
  if (error->row) job->error.row += job->read;
  pthread_mutex_unlock(&hand->worker->crew->lock);
  os_crew_stop(hand->worker->crew);
}

static void begin_block(os_json_hand *hand) {
  hand->error = (os_error){0};
  hand->nrejects = 0;
  hand->read = hand->empty = 0;
  os_json_rows_clear(&hand->rows);
}

/* Blocks of lines, beside other workers; false when there is nothing more to do. Called and left
** with the lock held. */
static bool one_block(os_json_hand *hand, os_status *status) {
  os_json_job *job = hand->job;
  os_crew *crew = hand->worker->crew;
  uint64_t index = job->next;
  if (crew->stop || index >= job->blocks) return false;
  job->next++;
  take_readings(hand);
  pthread_mutex_unlock(&crew->lock);
  begin_block(hand);
  if (!*status) {
    *status = os_json_read_lines(hand, index);
    if (first_readings(hand)) *status = OS_NOMEM;
    *status = os_json_parse_block(hand, *status);
  }
  pthread_mutex_lock(&crew->lock);
  while (job->turn != index && !crew->stop) pthread_cond_wait(&crew->moved, &crew->lock);
  bool stop = crew->stop;
  pthread_mutex_unlock(&crew->lock);
  if (!stop && !*status) *status = os_json_hand_over(hand);
  if (!stop && !*status) *status = tell(hand);
  if (!stop && *status) fail(hand, *status);
  bool go_on = os_crew_progress(hand->worker, hand->done);
  pthread_mutex_lock(&crew->lock);
  if (stop || *status || !go_on) return false;
  job->turn++;
  pthread_cond_broadcast(&crew->moved);
  return true;
}

/* From end to end. */
static void read_alone(os_json_hand *hand, os_status status) {
  bool more = true;
  while (more && !status) {
    begin_block(hand);
    take_readings(hand);
    status = os_json_read_on(hand, &more);
    if (first_readings(hand)) status = OS_NOMEM;
    status = os_json_parse_block(hand, status);
    if (!status) status = os_json_hand_over(hand);
    if (!status) status = tell(hand);
    if (!status && !os_crew_progress(hand->worker, hand->done)) return;
  }
  if (status) fail(hand, status);
}

static void work(os_worker *worker) {
  os_json_job *job = worker->job;
  os_crew *crew = worker->crew;
  os_json_hand hand = {.worker = worker, .job = job};
  hand.mem = os_cache_init(&hand.cache, &worker->mem);
  os_status status = os_json_rows_init(&hand.rows, &hand.mem, job->options->missing,
                                       job->json->explode, job->json->key_field);
  if (job->head.form == OS_JSON_LINES) {
    pthread_mutex_lock(&crew->lock);
    while (one_block(&hand, &status)) continue;
    pthread_mutex_unlock(&crew->lock);
  } else {
    read_alone(&hand, status);
  }
  os_json_hand_free(&hand);
  os_cache_clear(&hand.cache);
}

static os_status run(os_json_job *job, os_tick tick) {
  os_crew crew;
  const os_load_options *options = job->options;
  uint64_t size = job->source->size - job->head.start;
  unsigned threads = options->threads ? options->threads : os_processors();
  job->blocks = (size + job->block - 1) / job->block;
  if (threads > job->blocks) threads = (unsigned)job->blocks;
  if (threads == 0 || job->head.form != OS_JSON_LINES) threads = 1;
  job->next = job->turn = job->rows = job->read = job->done = 0;
  job->status = OS_OK;
  job->error = (os_error){0};
  os_status status = os_crew_run(&crew, job->mem, tick, size, threads, work, job);
  return status ? status : job->status;
}

/* ---- from the columns to a register ---- */

/* A string of four digits may be a year beside fuller dates; alone it is a text. */
static bool only_years(const os_builder *builder) {
  os_column col;
  os_builder_peek(builder, &col);
  for (size_t row = 0; row < col.rows; row++) {
    if (os_present(&col, row) && (((const int32_t *)col.data)[row] & 3) != OS_YEAR) return false;
  }
  return true;
}

/* Fields that turned out to be text after other types had been parsed are read once more. */
static os_status read_again(os_json_job *job, os_tick tick) {
  bool any = false;
  uint64_t rows = job->rows, read = job->read;
  for (size_t i = 0; i < job->ntargets; i++) {
    os_json_target *target = &job->targets[i];
    os_builder *builder = &target->builder;
    if (target->strings && !target->reading.given && !builder->reread &&
        builder->type == OS_DATE && only_years(builder)) {
      builder->reread = true;
      builder->types = OS_BIT(OS_TEXT);
    }
    target->wanted = builder->reread;
    if (!builder->reread) continue;
    any = true;
    os_builder_free(job->mem, builder);
  }
  if (!any) return OS_OK;
  job->again = true;
  job->nreadings = 0;
  os_status status = run(job, tick);
  if (status) return status;
  if (job->rows != rows) {
    job->error = (os_error){.fault = OS_FAULT_CHANGED};
    return OS_FAILED;
  }
  job->read = read;
  return OS_OK;
}

/* Marks nodes below which there are fields. */
static bool *parents_of_fields(const os_json_job *job) {
  bool *parents = os_alloc_zero(job->mem, job->tree.count, sizeof *parents);
  for (size_t i = 0; parents && i < job->ntargets; i++) {
    uint32_t node = job->tree.nodes[job->targets[i].node].parent;
    for (; node != OS_JSON_ROOT && !parents[node]; node = job->tree.nodes[node].parent) {
      parents[node] = true;
    }
  }
  return parents;
}

/* A field that is null wherever it is no object is not a field beside those of the object, unless
** the caller knows it. */
static os_status choose_targets(os_json_job *job, uint32_t *number, size_t *count) {
  bool *parents = parents_of_fields(job);
  if (!parents) return OS_NOMEM;
  for (size_t i = 0; i < job->ntargets; i++) {
    const os_builder *builder = &job->targets[i].builder;
    bool nothing = builder->types == OS_ANY_TYPE && builder->missing == builder->rows;
    bool given = job->targets[i].reading.given;
    number[i] = nothing && !given && parents[job->targets[i].node] ? 0 : (uint32_t)++*count;
  }
  os_free(job->mem, parents, job->tree.count * sizeof *parents);
  return OS_OK;
}

/* Names of the fields that have a number. */
static os_status name_fields(os_json_job *job, const uint32_t *number, size_t count,
                             os_dialect *dialect) {
  const os_mem *mem = job->mem;
  os_buf bytes = {NULL, 0, 0};
  os_status status = OS_OK;
  os_name *given = os_alloc_zero(mem, count, sizeof *given);
  dialect->mem = *mem;
  dialect->names = os_alloc_zero(mem, count, sizeof *dialect->names);
  dialect->fields = dialect->names ? count : 0;
  if (!given || !dialect->names) status = OS_NOMEM;
  for (size_t i = 0; !status && i < job->ntargets; i++) {
    size_t before = bytes.len;
    if (!number[i]) continue;
    status = os_json_path(mem, &job->tree, job->targets[i].node, &bytes);
    if (!status) given[number[i] - 1].len = bytes.len - before;
  }
  const char *at = bytes.data ? (const char *)bytes.data : "";
  for (size_t i = 0; !status && i < count; i++) {
    given[i].ptr = at;
    at += given[i].len;
  }
  if (!status) status = os_dialect_name(dialect, given);
  os_free(mem, given, count * sizeof *given);
  os_buf_free(mem, &bytes);
  return status;
}

static os_status make_columns(os_json_job *job, const os_mem *keep, const uint32_t *number,
                              size_t count, const os_dialect *dialect, os_loaded *out) {
  const os_mem *mem = job->mem;
  os_column **cols = os_alloc_zero(mem, count, sizeof *cols);
  out->turns = os_alloc_zero(mem, count, sizeof *out->turns);
  out->fields = out->turns ? count : 0;
  os_status status = cols && out->turns ? OS_OK : OS_NOMEM;
  for (size_t i = 0; !status && i < job->ntargets; i++) {
    os_json_target *target = &job->targets[i];
    if (!number[i]) continue;
    os_type type = os_first_type(target->reading.given ? target->reading.types
                                                       : target->builder.types);
    os_column **col = &cols[number[i] - 1];
    status = os_builder_finish(mem, &target->builder, type, col);
    if (status) break;
    (*col)->mem = *keep;
    out->turns[number[i] - 1] = target->turn;
  }
  if (!status) {
    status = os_view_init(keep, &out->view, count, cols, dialect->names, (size_t)job->rows, NULL);
  }
  for (size_t i = 0; cols && i < count; i++) os_column_drop(cols[i]);
  os_free(mem, cols, count * sizeof *cols);
  return status;
}

static os_status finish(os_json_job *job, const os_mem *keep, os_dialect *dialect, os_loaded *out) {
  const os_mem *mem = job->mem;
  size_t count = 0;
  if (job->ntargets == 0) {
    return os_view_init(keep, &out->view, 0, NULL, NULL, (size_t)job->rows, NULL);
  }
  uint32_t *number = os_alloc_zero(mem, job->ntargets, sizeof *number);
  if (!number) return OS_NOMEM;
  os_status status = choose_targets(job, number, &count);
  for (size_t i = 0; !status && i < job->ntargets; i++) {
    status = os_json_add_blanks(job, mem, &job->targets[i].builder, (size_t)job->rows);
  }
  if (!status) status = name_fields(job, number, count, dialect);
  if (!status) status = make_columns(job, keep, number, count, dialect, out);
  for (size_t i = 0; i < job->tally->nrejects; i++) {
    os_reject *reject = &job->tally->rejects[i];
    if (reject->field) reject->field = number[reject->field - 1];
  }
  os_free(mem, number, job->ntargets * sizeof *number);
  return status;
}

/* ---- errors ---- */

/* What stands at the place of an error, up to the end of its line. */
static void quote(const os_source *source, os_error *error) {
  uint8_t text[OS_ERROR_TEXT];
  os_error unused = {0};
  if (error->byte == 0 || error->length || error->byte > source->size) return;
  uint64_t left = source->size - (error->byte - 1);
  size_t length = left < sizeof text ? (size_t)left : sizeof text;
  if (os_source_read(source, error->byte - 1, text, length, &unused)) return;
  for (size_t i = 0; i < length; i++) {
    if (text[i] == '\n' && i > 0) length = i;
  }
  error->length = (uint32_t)length;
  memcpy(error->text, text, length);
}

/* The field of an error is told by its name. */
static os_status tell_error(os_json_job *job, os_dialect *dialect, os_error *error) {
  os_error changed = {0};
  *error = job->error;
  if (os_source_check(job->source, &changed)) *error = changed;
  if (error->byte == 0 || error->fault == OS_FAULT_CHANGED) error->byte = 0;
  if (error->byte) quote(job->source, error);
  if (error->byte) os_source_locate(job->source, false, error);
  if (error->field == 0) return OS_FAILED;
  uint32_t *number = os_alloc(job->mem, job->ntargets, sizeof *number);
  if (!number) return OS_NOMEM;
  for (size_t i = 0; i < job->ntargets; i++) number[i] = (uint32_t)i + 1;
  os_status status = name_fields(job, number, job->ntargets, dialect);
  os_free(job->mem, number, job->ntargets * sizeof *number);
  return status ? status : OS_FAILED;
}

/* ---- all of it ---- */

static void clear_job(os_json_job *job) {
  const os_mem *mem = job->mem;
  for (size_t i = 0; i < job->ntargets; i++) os_builder_free(mem, &job->targets[i].builder);
  os_free(mem, job->targets, job->cap * sizeof *job->targets);
  os_free(mem, job->readings, job->readings_cap * sizeof *job->readings);
  os_json_free_blanks(job, mem);
  os_json_tree_free(mem, &job->tree);
}

static os_status start_job(os_json_job *job, const os_json_job *model, os_json_form form) {
  *job = *model;
  job->head.form = form;
  os_tally_clear(job->mem, job->tally);
  return os_json_tree_init(job->mem, &job->tree, job->json->key_field);
}

/* What was taken for an object of objects may be a record, or the first of several. */
static bool no_members(const os_json_job *job) {
  const os_error *error = &job->error;
  return job->head.form == OS_JSON_MEMBERS &&
         (error->fault == OS_FAULT_SHAPE ||
          (error->fault == OS_FAULT_JSON && error->wanted == OS_WANT_END));
}

static bool has_exploded(const os_json_tree *tree, os_text explode, const os_mem *mem) {
  bool found = false;
  for (size_t i = OS_JSON_KEY + 1; !found && i < tree->count; i++) {
    os_buf path = {NULL, 0, 0};
    if (os_json_path(mem, tree, (uint32_t)i, &path)) return true;
    found = path.len == explode.len && (!path.len || !memcmp(path.data, explode.ptr, path.len));
    os_buf_free(mem, &path);
  }
  return found;
}

os_status os_json_load(const os_mem *mem, const os_mem *keep, const os_source *source,
                       const os_load_options *options, const os_json_options *json, os_tick tick,
                       os_dialect *dialect, os_loaded *out, bool *exploded, os_error *error) {
  os_json_job job, model = {.mem = mem, .source = source, .options = options, .json = json,
                            .tally = &out->tally};
  model.block = options->block ? options->block : OS_JSON_BLOCK;
  if (model.block < OS_MIN_BLOCK) model.block = OS_MIN_BLOCK;
  model.given = options->ngiven > 0 || options->all_given;
  os_status status = os_json_look(mem, source, json->lines, &model.head, error);
  if (status == OS_FAILED) os_source_locate(source, false, error);
  if (status) return status;
  dialect->bom = model.head.bom;
  status = start_job(&job, &model, model.head.form);
  if (!status) status = run(&job, tick);
  if (status == OS_FAILED && no_members(&job)) {
    clear_job(&job);
    status = start_job(&job, &model, OS_JSON_SEQUENCE);
    if (!status) status = run(&job, tick);
  }
  if (!status) status = read_again(&job, tick);
  if (!status && os_source_check(source, &job.error)) status = OS_FAILED;
  if (!status && os_tally_lines(source, false, job.tally, &job.error)) status = OS_FAILED;
  if (!status) status = finish(&job, keep, dialect, out);
  if (!status && exploded) *exploded = has_exploded(&job.tree, json->explode, mem);
  if (status == OS_FAILED) status = tell_error(&job, dialect, error);
  clear_job(&job);
  return status;
}
