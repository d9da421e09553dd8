/* load.c: see load.h. Workers take blocks in file order, parse them side by side, and append them
** to the columns one after the other, so that nothing depends on who was first. */
#include "load.h"

#include <string.h>

#include "builder.h"
#include "value.h"

#define OS_BLOCK ((uint64_t)1 << 20)

typedef struct os_job {
  const os_mem *mem;
  const os_source *source;
  os_shape shape;
  os_words words;
  size_t fields;
  os_reading *readings; /* under the crew's lock */
  os_builder *builders; /* of whoever has the turn */
  const bool *wanted;   /* second pass: only these fields */
  uint64_t blocks;
  uint64_t next;        /* block to take; under the lock, as are all below */
  uint64_t chained;     /* blocks whose quotes are counted */
  bool inside;          /* the quote state at the start of block `chained` */
  uint64_t turn;        /* block to append */
  uint64_t from;        /* by row: where block `turn` starts */
  os_loaded *out;
  uint64_t bytes_done;
  os_status status;
  os_error error;
} os_job;

typedef struct os_hand { /* what one worker holds */
  os_worker *worker;
  os_job *job;
  os_block block;
  os_chunk *chunks;
  os_reading *readings;
  uint32_t *struck;
  size_t struck_cap;
} os_hand;

/* Waits until *at is `index`; false if the work has stopped meanwhile. */
static bool wait_for(os_crew *crew, const uint64_t *at, uint64_t index) {
  while (*at != index && !crew->stop) pthread_cond_wait(&crew->moved, &crew->lock);
  return !crew->stop;
}

/* Marks the rows that do not fit the given types in hand->struck; *count becomes how many. */
static os_status mark_misfits(os_hand *hand, size_t *count) {
  os_job *job = hand->job;
  const os_mem *mem = &hand->worker->mem;
  size_t rows = hand->block.rows;
  *count = 0;
  if (rows == 0) return OS_OK;
  if (rows > hand->struck_cap) {
    uint32_t *bigger = os_resize(mem, hand->struck, hand->struck_cap * sizeof *bigger,
                                 rows * sizeof *bigger);
    if (!bigger) return OS_NOMEM;
    hand->struck = bigger;
    hand->struck_cap = rows;
  }
  memset(hand->struck, 0, rows * sizeof *hand->struck);
  for (size_t c = 0; c < job->fields; c++) {
    if (!hand->readings[c].given || hand->readings[c].types == OS_BIT(OS_TEXT)) continue;
    *count += os_chunk_misfits(mem, &hand->chunks[c], &hand->block, &job->shape, c,
                               os_first_type(hand->readings[c].types), &job->words, hand->struck);
  }
  return OS_OK;
}

/* The error of the first row that is marked. */
static os_status first_misfit(os_hand *hand, os_error *error) {
  const os_block *block = &hand->block;
  size_t row = 0;
  os_text text;
  while (!hand->struck[row]) row++;
  size_t field = hand->struck[row] - 1;
  os_status status = os_cell_text(&hand->worker->mem, &hand->chunks[field].scratch, block,
                                  &hand->job->shape, row, field, &text);
  if (status) return status;
  *error = (os_error){.fault = OS_FAULT_TYPE, .field = (uint32_t)field + 1,
                      .byte = (uint64_t)(uint32_t)(block->scan.ends[block->first[row] + field] + 1) + 1,
                      .row = os_block_row_number(block, row),
                      .type = os_first_type(hand->readings[field].types)};
  error->length = (uint32_t)(text.len < OS_ERROR_TEXT ? text.len : OS_ERROR_TEXT);
  memcpy(error->text, text.ptr, error->length);
  return OS_FAILED;
}

static os_status parse_block(os_hand *hand, bool inside, uint64_t from, os_error *error) {
  os_job *job = hand->job;
  const os_mem *mem = &hand->worker->mem;
  size_t misfits = 0;
  os_status status = os_block_rows(mem, &hand->block, &job->shape, job->source, inside, from,
                                   error);
  if (status == OS_NOMEM) return status;
  /* A fault in the rows ends the block; a misfit before it comes first. */
  os_status marked = mark_misfits(hand, &misfits);
  if (marked) return marked;
  if (misfits && !job->shape.collect) return first_misfit(hand, error);
  if (status) return status;
  if (misfits) status = os_block_strike(mem, &hand->block, &job->shape, hand->struck);
  for (size_t c = 0; !status && c < job->fields; c++) {
    if (job->wanted && !job->wanted[c]) continue;
    status = os_chunk_parse(mem, &hand->chunks[c], &hand->block, &job->shape, c,
                            &hand->readings[c], &job->words);
  }
  return status;
}

static os_status add_rejects(os_hand *hand) {
  os_loaded *out = hand->job->out;
  const os_block *block = &hand->block;
  size_t need = out->nrejects + block->nrejects;
  if (!block->nrejects) return OS_OK;
  if (need > out->rejects_cap) {
    size_t cap = need + need / 2;
    os_reject *bigger = os_resize(&hand->worker->mem, out->rejects,
                                  out->rejects_cap * sizeof *bigger, cap * sizeof *bigger);
    if (!bigger) return OS_NOMEM;
    out->rejects = bigger;
    out->rejects_cap = cap;
  }
  for (size_t i = 0; i < block->nrejects; i++) {
    os_reject *reject = &out->rejects[out->nrejects++];
    *reject = block->rejects[i];
    reject->row += out->read;
  }
  return OS_OK;
}

/* Rows that the whole input will have, going by what has been seen; a little more than less. */
static size_t expected_rows(const os_job *job, uint64_t index) {
  size_t rows = 0;
  if (index == 0 || index + 1 >= job->blocks) return 0;
  for (size_t c = 0; c < job->fields; c++) { /* one that is read again has stopped growing */
    if (job->builders[c].rows > rows) rows = job->builders[c].rows;
  }
  return (size_t)((double)rows / (double)index * (double)job->blocks * 1.01);
}

/* Remembers which value made the column climb the ladder. */
static os_status note_turn(os_hand *hand, size_t field) {
  os_job *job = hand->job;
  os_chunk *chunk = &hand->chunks[field];
  unsigned before = job->builders[field].types;
  os_turn *turn = &job->out->turns[field];
  os_text text;
  if (hand->readings[field].given || before == OS_BIT(OS_TEXT)) return OS_OK;
  if (before != OS_ANY_TYPE &&
      os_first_type(before & chunk->types) == os_first_type(before)) {
    return OS_OK;
  }
  size_t row = os_chunk_turn(&hand->worker->mem, chunk, &hand->block, &job->shape, field, before,
                             &job->words, &turn->was);
  if (row == SIZE_MAX) return OS_OK;
  os_status status = os_cell_text(&hand->worker->mem, &chunk->scratch, &hand->block, &job->shape,
                                  row, field, &text);
  if (status) return status;
  turn->row = job->out->read + os_block_row_number(&hand->block, row);
  turn->length = (uint32_t)(text.len < OS_ERROR_TEXT ? text.len : OS_ERROR_TEXT);
  memcpy(turn->text, text.ptr, turn->length);
  return OS_OK;
}

static os_status append_block(os_hand *hand, uint64_t index) {
  os_job *job = hand->job;
  os_status status = OS_OK;
  size_t expected = expected_rows(job, index);
  for (size_t c = 0; !status && c < job->fields; c++) {
    if (job->wanted && !job->wanted[c]) continue;
    if (!job->wanted) status = note_turn(hand, c);
    if (!status) {
      status = os_builder_add(&hand->worker->mem, &job->builders[c], &hand->chunks[c], expected);
    }
  }
  if (!status && !job->wanted) {
    status = add_rejects(hand);
    job->out->read += hand->block.read;
    job->out->empty += hand->block.empty;
  }
  return status;
}

/* What the columns have become is what the next blocks are parsed by. */
static void pass_on(os_job *job) {
  for (size_t c = 0; c < job->fields; c++) {
    os_reading *reading = &job->readings[c];
    const os_builder *builder = &job->builders[c];
    if (!reading->given) reading->types = builder->types;
    reading->plain = builder->plain ||
                     (builder->type == OS_TEXT && builder->rows >= 65536 &&
                      builder->texts > builder->rows / 2);
  }
}

static void work(os_worker *worker) {
  os_job *job = worker->job;
  os_crew *crew = worker->crew;
  os_hand hand = {.worker = worker, .job = job};
  os_status status = OS_OK;
  hand.chunks = os_alloc_zero(&worker->mem, job->fields, sizeof *hand.chunks);
  hand.readings = os_alloc(&worker->mem, job->fields, sizeof *hand.readings);
  if (!hand.chunks || !hand.readings) status = OS_NOMEM;

  pthread_mutex_lock(&crew->lock);
  while (!crew->stop) {
    os_error error = {0};
    uint64_t index = job->next;
    if (index >= job->blocks) break;
    job->next++;
    pthread_mutex_unlock(&crew->lock);

    bool odd = false;
    if (!status) {
      status = os_block_read(&worker->mem, &hand.block, &job->shape, job->source, index, &error);
    }
    if (!status && !job->shape.in_turn) {
      odd = os_odd_quotes(hand.block.bytes, hand.block.nominal);
    }
    pthread_mutex_lock(&crew->lock);
    if (!wait_for(crew, &job->chained, index)) break;
    bool inside = job->inside;
    uint64_t from = job->from;
    job->inside ^= odd;
    job->chained++;
    if (hand.readings) memcpy(hand.readings, job->readings, job->fields * sizeof *hand.readings);
    pthread_cond_broadcast(&crew->moved);
    pthread_mutex_unlock(&crew->lock);

    if (!status) status = parse_block(&hand, inside, from, &error);

    pthread_mutex_lock(&crew->lock);
    if (!wait_for(crew, &job->turn, index)) break;
    pthread_mutex_unlock(&crew->lock);
    if (!status) status = append_block(&hand, index);
    if (status) { /* the first in file order, since it has its turn */
      job->status = status;
      job->error = error;
      if (error.byte) job->error.byte += hand.block.offset;
      if (error.row) job->error.row += job->out->read;
      os_crew_stop(crew);
      pthread_mutex_lock(&crew->lock);
      break;
    }
    bool go_on = os_crew_progress(worker, hand.block.nominal);
    pthread_mutex_lock(&crew->lock);
    job->from = hand.block.next;
    pass_on(job);
    job->turn++;
    pthread_cond_broadcast(&crew->moved);
    if (!go_on) break;
  }
  pthread_mutex_unlock(&crew->lock);

  for (size_t c = 0; hand.chunks && c < job->fields; c++) {
    os_chunk_free(&worker->mem, &hand.chunks[c]);
  }
  os_free(&worker->mem, hand.chunks, job->fields * sizeof *hand.chunks);
  os_free(&worker->mem, hand.readings, job->fields * sizeof *hand.readings);
  os_free(&worker->mem, hand.struck, hand.struck_cap * sizeof *hand.struck);
  os_block_free(&worker->mem, &hand.block);
}

static os_status run_pass(os_job *job, const os_load_options *options, os_tick tick,
                          os_error *error) {
  os_crew crew;
  unsigned threads = options->threads ? options->threads : os_processors();
  if (threads > job->blocks) threads = (unsigned)job->blocks;
  if (job->shape.by_row) threads = 1;
  job->shape.in_turn = threads <= 1;
  job->next = job->chained = job->turn = 0;
  job->inside = false;
  job->from = job->shape.start;
  job->status = OS_OK;
  os_status status = os_crew_run(&crew, job->mem, tick, job->source->size, threads, work, job);
  if (status) return status;
  if (job->status == OS_FAILED) *error = job->error;
  return job->status;
}

static void reset(os_job *job, const os_load_options *options) {
  for (size_t c = 0; c < job->fields; c++) {
    const os_name *name = &job->out->dialect.names[c];
    os_reading *reading = &job->readings[c];
    os_builder_free(job->mem, &job->builders[c]);
    *reading = (os_reading){OS_ANY_TYPE, false, false};
    if (options->all_given) *reading = (os_reading){OS_BIT(options->all_type), true, false};
    for (size_t i = 0; i < options->ngiven; i++) {
      const os_given *given = &options->given[i];
      if (given->name.len == name->len && !memcmp(given->name.ptr, name->ptr, name->len)) {
        *reading = (os_reading){OS_BIT(given->type), true, false};
      }
    }
  }
  memset(job->out->turns, 0, job->fields * sizeof *job->out->turns);
  job->out->read = 0;
  job->out->empty = job->out->dialect.empty;
  job->out->nrejects = 0;
}

/* Fields that turned out to be text after other types had been parsed are read once more. */
static os_status read_again(os_job *job, const os_load_options *options, os_tick tick,
                            os_error *error) {
  bool *wanted = os_alloc_zero(job->mem, job->fields, sizeof *wanted), any = false;
  if (!wanted) return OS_NOMEM;
  for (size_t c = 0; c < job->fields; c++) {
    if (!job->builders[c].reread) continue;
    any = wanted[c] = true;
    os_builder_free(job->mem, &job->builders[c]);
    job->readings[c] = (os_reading){OS_BIT(OS_TEXT), true, false};
  }
  os_status status = OS_OK;
  if (any) {
    /* By row, the second pass strikes the same rows: it must not list them again. */
    job->wanted = wanted;
    status = run_pass(job, options, tick, error);
    job->wanted = NULL;
  }
  os_free(job->mem, wanted, job->fields * sizeof *wanted);
  return status;
}

static os_status finish(os_job *job, const os_mem *keep) {
  os_loaded *out = job->out;
  os_column **cols = os_alloc_zero(job->mem, job->fields, sizeof *cols);
  os_status status = cols ? OS_OK : OS_NOMEM;
  size_t rows = 0;
  for (size_t c = 0; !status && c < job->fields; c++) {
    status = os_builder_finish(job->mem, &job->builders[c], &cols[c]);
    if (status) break;
    cols[c]->mem = *keep;
    rows = cols[c]->rows;
  }
  if (!status) {
    status = os_view_init(keep, &out->view, job->fields, cols, out->dialect.names, rows, NULL);
  }
  for (size_t c = 0; cols && c < job->fields; c++) os_column_drop(cols[c]);
  os_free(job->mem, cols, job->fields * sizeof *cols);
  return status;
}

/* Bad rows are told with their line: one more look at the source, up to the last of them. */
static os_status number_lines(const os_job *job, os_error *error) {
  os_loaded *out = job->out;
  uint8_t chunk[4096], before = 0;
  uint64_t line = 1, at = 0;
  size_t count = 0, k = 0;
  for (size_t i = 0; i < out->nrejects; i++) {
    os_reject *reject = &out->rejects[i];
    for (; at < reject->byte; at++, k++) {
      if (k == count) {
        uint64_t left = job->source->size - at;
        count = left < sizeof chunk ? (size_t)left : sizeof chunk;
        os_status status = os_source_read(job->source, at, chunk, count, error);
        if (status) return status;
        k = 0;
      }
      if (before == '\r' && chunk[k] != '\n' && job->shape.marks.cr) line++;
      if (chunk[k] == '\n') line++;
      before = chunk[k];
    }
    reject->line = line + (before == '\r' && job->shape.marks.cr);
  }
  return OS_OK;
}

static bool misplaced(const os_error *error) {
  return error->fault == OS_FAULT_STRAY_QUOTE || error->fault == OS_FAULT_UNCLOSED;
}

static os_status load(os_job *job, const os_mem *keep, const os_load_options *options,
                      os_tick tick, os_error *error) {
  reset(job, options);
  os_status status = run_pass(job, options, tick, error);
  bool by_row = status == OS_FAILED &&
                (misplaced(error) ? options->lenient || options->collect
                                  : options->collect && (error->fault == OS_FAULT_NUL ||
                                                         error->fault == OS_FAULT_UTF8));
  if (by_row) {
    job->shape.by_row = true;
    *error = (os_error){0};
    reset(job, options);
    status = run_pass(job, options, tick, error);
  }
  if (!status) status = read_again(job, options, tick, error);
  if (!status) status = os_source_check(job->source, error);
  if (!status) status = number_lines(job, error);
  if (!status) status = finish(job, keep);
  if (status == OS_FAILED && error->byte && error->fault != OS_FAULT_CHANGED) {
    os_source_locate(job->source, job->shape.marks.cr, error);
  }
  return status;
}

os_status os_load(const os_mem *mem, const os_mem *keep, const os_source *source,
                  const os_load_options *options, os_tick tick, os_loaded *out, os_error *error) {
  os_status status = os_dialect_read(mem, &out->dialect, source, options->separator,
                                     options->header, options->lenient, error);
  if (status) {
    bool cr = false; /* the form is not known: an approximation that only old files miss */
    if (status == OS_FAILED) os_source_locate(source, cr, error);
    return status;
  }
  size_t fields = out->dialect.fields;
  os_job job = {.mem = mem, .source = source, .words = options->missing, .fields = fields,
                .out = out};
  job.shape = (os_shape){.marks = out->dialect.marks, .fields = fields,
                         .start = out->dialect.start, .lenient = options->lenient,
                         .collect = options->collect};
  job.shape.block = options->block ? options->block : OS_BLOCK;
  if (job.shape.block < OS_MIN_BLOCK) job.shape.block = OS_MIN_BLOCK;
  job.shape.variant = options->variant < 0 ? os_scan_variant() : (os_variant)options->variant;
  job.blocks = os_block_count(&job.shape, source);
  job.readings = os_alloc(mem, fields, sizeof *job.readings);
  job.builders = os_alloc(mem, fields, sizeof *job.builders);
  out->turns = os_alloc(mem, fields, sizeof *out->turns);
  if (job.readings && job.builders && out->turns) {
    for (size_t c = 0; c < fields; c++) os_builder_init(&job.builders[c]);
    status = load(&job, keep, options, tick, error);
    for (size_t c = 0; c < fields; c++) os_builder_free(mem, &job.builders[c]);
  } else {
    status = OS_NOMEM;
  }
  os_free(mem, job.readings, fields * sizeof *job.readings);
  os_free(mem, job.builders, fields * sizeof *job.builders);
  return status;
}

void os_loaded_clear(const os_mem *mem, os_loaded *loaded) {
  os_free(mem, loaded->turns, loaded->dialect.fields * sizeof *loaded->turns);
  os_dialect_clear(&loaded->dialect);
  os_view_clear(&loaded->view);
  os_free(mem, loaded->rejects, loaded->rejects_cap * sizeof *loaded->rejects);
  memset(loaded, 0, sizeof *loaded);
}
