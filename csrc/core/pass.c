/* pass.c: see pass.h. */
#include "pass.h"

#include <limits.h>
#include <string.h>

#include "value.h"

#define OS_BYTES_A_FIELD 65536

/* Waits until *at is `index`; false if the work has stopped meanwhile. */
static bool wait_for(os_crew *crew, const uint64_t *at, uint64_t index) {
  while (*at != index && !crew->stop) pthread_cond_wait(&crew->moved, &crew->lock);
  return !crew->stop;
}

/* Marks the rows that do not fit the given types in hand->struck; *count becomes how many. */
static os_status mark_misfits(os_hand *hand, size_t *count) {
  os_pass *pass = hand->pass;
  const os_mem *mem = &hand->mem;
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
  for (size_t c = 0; c < pass->shape.fields; c++) {
    if (!hand->readings[c].given || hand->readings[c].types == OS_BIT(OS_TEXT)) continue;
    os_status status = os_chunk_misfits(mem, &hand->chunks[c], &hand->block, &pass->shape, c,
                                        os_first_type(hand->readings[c].types), &pass->words,
                                        hand->struck, count);
    if (status) return status;
  }
  return OS_OK;
}

/* The error of the first row that is marked. */
static os_status first_misfit(os_hand *hand) {
  os_error *error = &hand->error;
  const os_block *block = &hand->block;
  size_t row = 0;
  os_text text;
  while (!hand->struck[row]) row++;
  size_t field = hand->struck[row] - 1;
  os_status status = os_cell_text(&hand->mem, &hand->chunks[field].scratch, block,
                                  &hand->pass->shape, row, field, &text);
  if (status) return status;
  *error = (os_error){.fault = OS_FAULT_TYPE, .field = (uint32_t)field + 1,
                      .row = os_block_row_number(block, row),
                      .type = os_first_type(hand->readings[field].types)};
  uint32_t before = block->scan.ends[block->first[row] + field]; /* wraps at the very start */
  error->byte = (uint64_t)(uint32_t)(before + 1) + 1;
  error->length = (uint32_t)(text.len < OS_ERROR_TEXT ? text.len : OS_ERROR_TEXT);
  memcpy(error->text, text.ptr, error->length);
  return OS_FAILED;
}

/* A type that the caller gave is checked whether the field is wanted or not, by whoever counts. */
static bool must_fit(const os_pass *pass, const os_reading *reading) {
  return pass->tally && reading->given && reading->types != OS_BIT(OS_TEXT);
}

static os_status parse_fields(os_hand *hand) {
  os_pass *pass = hand->pass;
  os_status status = OS_OK;
  for (size_t c = 0; !status && c < pass->shape.fields; c++) {
    if (pass->wanted && !pass->wanted[c] && !must_fit(pass, &hand->readings[c])) continue;
    status = os_chunk_parse(&hand->mem, &hand->chunks[c], &hand->block, &pass->shape, c,
                            &hand->readings[c], &pass->words);
  }
  return status;
}

/* Judges the rows of the block, when finding them came to `status`, and parses their fields. */
static os_status parse_rows(os_hand *hand, os_status status) {
  os_pass *pass = hand->pass;
  bool collect = pass->shape.collect;
  size_t misfits = 0;
  if (status == OS_NOMEM) return status;
  if (status || collect) { /* a misfit before the fault that ended the block comes first */
    os_status marked = mark_misfits(hand, &misfits);
    if (marked) return marked;
    if (misfits && !collect) return first_misfit(hand);
  }
  if (!status && misfits) {
    status = os_block_strike(&hand->mem, &hand->block, &pass->shape, hand->struck);
  }
  if (status) return status;
  status = parse_fields(hand);
  if (status != OS_FAILED) return status;
  status = mark_misfits(hand, &misfits);
  return status ? status : first_misfit(hand);
}

static os_status add_rejects(os_hand *hand) {
  os_tally *tally = hand->pass->tally;
  const os_block *block = &hand->block;
  size_t need = tally->nrejects + block->nrejects;
  if (!block->nrejects) return OS_OK;
  if (need > tally->cap) {
    size_t cap = need + need / 2;
    os_reject *bigger = os_resize(&hand->worker->mem, tally->rejects,
                                  tally->cap * sizeof *bigger, cap * sizeof *bigger);
    if (!bigger) return OS_NOMEM;
    tally->rejects = bigger;
    tally->cap = cap;
  }
  for (size_t i = 0; i < block->nrejects; i++) {
    os_reject *reject = &tally->rejects[tally->nrejects++];
    *reject = block->rejects[i];
    reject->row += hand->pass->rows;
  }
  return OS_OK;
}

/* In turn, a failure is the first in file order. */
static void fail(os_hand *hand, os_status status) {
  os_pass *pass = hand->pass;
  pthread_mutex_lock(&hand->worker->crew->lock);
  pass->status = status;
  pass->error = hand->error;
  if (pass->error.byte) pass->error.byte += hand->block.offset;
  if (pass->error.row) pass->error.row += pass->rows;
  pthread_mutex_unlock(&hand->worker->crew->lock);
  os_crew_stop(hand->worker->crew);
}

static os_status hand_over(os_hand *hand) {
  os_pass *pass = hand->pass;
  os_status status = pass->hand_over ? pass->hand_over(hand) : OS_OK;
  if (!status && pass->tally) status = add_rejects(hand);
  if (status) return status;
  if (pass->tally) {
    pass->tally->read += hand->block.read;
    pass->tally->empty += hand->block.empty;
    pass->tally->comments += hand->block.comments;
  }
  pass->rows += hand->block.read;
  return OS_OK;
}

static os_status find_rows(os_hand *hand, bool inside, uint64_t from) {
  const os_pass *pass = hand->pass;
  hand->error = (os_error){0};
  return os_block_rows(&hand->mem, &hand->block, &pass->shape, pass->source, inside, from,
                       &hand->error);
}

/* Tells that the block is scanned, and all for whom that settles where their blocks start. The lock
** is held. */
static void settle(os_hand *hand, uint64_t index, bool odd) {
  os_pass *pass = hand->pass;
  pass->links[hand->worker->index] = (os_link){index, true, odd, false};
  for (unsigned i = 0; i < pass->nlinks; i++) {
    os_link *link = &pass->links[i];
    if (!link->scanned || link->index != pass->chained) continue;
    link->scanned = false;
    link->inside = pass->inside;
    pass->inside ^= link->odd;
    pass->chained++;
    i = UINT_MAX; /* once more from the first */
  }
  pthread_cond_broadcast(&hand->worker->crew->moved);
}

/* Finds and parses the rows of a block that has been read. While blocks before it are not scanned
** yet, it starts inside quotes or not as its first row makes it seem; when they are, that is known, and
** where it seemed wrong the block is done again. False if the work has stopped. */
static bool parse_block(os_hand *hand, uint64_t index, os_status *status) {
  os_pass *pass = hand->pass;
  os_crew *crew = hand->worker->crew;
  os_link *link = &pass->links[hand->worker->index];
  bool odd = false;
  os_status found = *status;
  pthread_mutex_lock(&crew->lock);
  bool sure = pass->chained == index, inside = pass->inside;
  uint64_t from = pass->from;
  memcpy(hand->readings, pass->readings, pass->shape.fields * sizeof *hand->readings);
  pthread_mutex_unlock(&crew->lock);

  if (!*status && !sure) {
    *status = os_block_seems_inside(&hand->mem, &hand->block, &pass->shape, &inside);
  }
  if (!*status) {
    found = find_rows(hand, inside, from);
    if (!pass->shape.in_turn) odd = os_block_odd(&hand->block, &pass->shape, inside, !found);
  }
  pthread_mutex_lock(&crew->lock);
  settle(hand, index, odd);
  pthread_mutex_unlock(&crew->lock);
  if (!*status) *status = parse_rows(hand, found);
  if (sure) return true;

  pthread_mutex_lock(&crew->lock);
  while (pass->chained <= index && !crew->stop) pthread_cond_wait(&crew->moved, &crew->lock);
  bool stop = crew->stop, right = link->inside == inside;
  inside = link->inside;
  pthread_mutex_unlock(&crew->lock);
  if (!right && !stop) *status = parse_rows(hand, find_rows(hand, inside, from));
  return !stop;
}

/* One block from reading to handing over; false when there is nothing more to do. Called and left
** with the lock held. */
static bool one_block(os_hand *hand, os_status *status) {
  os_pass *pass = hand->pass;
  os_worker *worker = hand->worker;
  os_crew *crew = worker->crew;
  uint64_t index = pass->next;
  if (crew->stop || index >= pass->last) return false;
  pass->next++;
  pthread_mutex_unlock(&crew->lock);

  hand->error = (os_error){0};
  if (!*status) {
    *status = os_block_read(&hand->mem, &hand->block, &pass->shape, pass->source, index,
                            &hand->error);
  }
  if (!*status && !parse_block(hand, index, status)) {
    pthread_mutex_lock(&crew->lock);
    return false;
  }
  if (!*status && pass->work) *status = pass->work(hand);

  if (!pass->any_order) {
    pthread_mutex_lock(&crew->lock);
    if (!wait_for(crew, &pass->turn, index)) return false;
    pthread_mutex_unlock(&crew->lock);
  }
  if (!*status && !pass->any_order) *status = hand_over(hand);
  if (*status) fail(hand, *status);
  bool go_on = os_crew_progress(worker, hand->block.nominal);
  pthread_mutex_lock(&crew->lock);
  if (*status || !go_on) return false;
  if (pass->any_order) *status = hand_over(hand);
  pass->from = hand->block.next;
  if (pass->tell) pass->tell(pass);
  pass->turn++;
  pthread_cond_broadcast(&crew->moved);
  return true;
}

static void work(os_worker *worker) {
  os_pass *pass = worker->job;
  os_crew *crew = worker->crew;
  os_hand hand = {.worker = worker, .pass = pass};
  size_t fields = pass->shape.fields;
  os_status status = OS_OK;
  hand.mem = os_cache_init(&hand.cache, &worker->mem);
  hand.chunks = os_alloc_zero(&hand.mem, fields, sizeof *hand.chunks);
  hand.readings = os_alloc(&hand.mem, fields, sizeof *hand.readings);
  if (!hand.chunks || !hand.readings) status = OS_NOMEM;
  if (!status && pass->begin) status = pass->begin(&hand);

  pthread_mutex_lock(&crew->lock);
  while (one_block(&hand, &status)) continue;
  bool whole = !crew->stop && !status;
  pthread_mutex_unlock(&crew->lock);

  if (whole && pass->end) {
    status = pass->end(&hand);
    if (status) {
      pthread_mutex_lock(&crew->lock);
      if (!pass->status) pass->status = status;
      pthread_mutex_unlock(&crew->lock);
      os_crew_stop(crew);
    }
  }
  if (pass->clear) pass->clear(&hand);
  for (size_t c = 0; hand.chunks && c < fields; c++) os_chunk_free(&hand.mem, &hand.chunks[c]);
  os_free(&hand.mem, hand.chunks, fields * sizeof *hand.chunks);
  os_free(&hand.mem, hand.readings, fields * sizeof *hand.readings);
  os_free(&hand.mem, hand.struck, hand.struck_cap * sizeof *hand.struck);
  os_block_free(&hand.mem, &hand.block);
  os_cache_clear(&hand.cache);
}

/* Threads cost a conversation with the owner for each column's memory: they must have enough to do. */
static unsigned threads_for(const os_pass *pass) {
  uint64_t blocks = pass->last - pass->first, bytes = blocks * pass->shape.block;
  unsigned threads = pass->threads ? pass->threads : os_processors();
  if (threads > blocks) threads = (unsigned)blocks;
  if (!pass->threads && bytes / OS_BYTES_A_FIELD < pass->shape.fields) threads = 1;
  return pass->shape.by_row || threads == 0 ? 1 : threads;
}

/* The bytes of blocks [first, last), as progress counts them. */
static uint64_t bytes_of(const os_pass *pass) {
  uint64_t from = pass->shape.start + pass->first * pass->shape.block;
  uint64_t to = pass->shape.start + pass->last * pass->shape.block;
  if (to > pass->source->size) to = pass->source->size;
  return to > from ? to - from : 0;
}

static os_status run(os_pass *pass, unsigned threads) {
  os_crew crew;
  pass->nlinks = threads ? threads : 1;
  pass->links = os_alloc_zero(pass->mem, pass->nlinks, sizeof *pass->links);
  if (!pass->links) return OS_NOMEM;
  pass->shape.in_turn = threads <= 1 && !pass->adrift;
  pass->next = pass->chained = pass->turn = pass->first;
  pass->rows = 0;
  pass->status = OS_OK;
  pass->error = (os_error){0};
  os_status status = os_crew_run(&crew, pass->mem, pass->tick, bytes_of(pass), threads, work, pass);
  os_free(pass->mem, pass->links, pass->nlinks * sizeof *pass->links);
  pass->links = NULL;
  return status ? status : pass->status;
}

os_status os_pass_run(os_pass *pass) {
  unsigned threads = threads_for(pass);
  bool inside = pass->inside;
  uint64_t from = pass->from;
  if (threads == 1 || pass->shape.collect || pass->shape.totals.count) pass->any_order = false;
  os_status status = run(pass, threads);
  if (status != OS_FAILED || !pass->any_order || !pass->error.fault) return status;
  /* Some fault; the first of them is found by going through the blocks in turn. */
  pass->any_order = false;
  pass->inside = inside;
  pass->from = from;
  if (pass->tally) os_tally_clear(pass->mem, pass->tally);
  return run(pass, 1);
}

void os_tally_clear(const os_mem *mem, os_tally *tally) {
  os_free(mem, tally->rejects, tally->cap * sizeof *tally->rejects);
  memset(tally, 0, sizeof *tally);
}
