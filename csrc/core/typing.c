/* typing.c: which types the fields of a source have: a guess from a sample, or the truth from all
** values. */
#include <string.h>

#include "stream.h"
#include "value.h"

/* Blocks of the sample, and their size. */
#define OS_SAMPLE_BLOCKS 8
#define OS_SAMPLE_BYTES ((uint64_t)64 << 10)

typedef struct os_typing {
  unsigned *types; /* under the lock of the pass */
  const bool *wanted;
} os_typing;

typedef struct os_typing_hand {
  os_buf scratch;
  unsigned types[];
} os_typing_hand;

static os_status begin_typing(os_hand *hand) {
  size_t fields = hand->pass->shape.fields;
  hand->own = os_alloc_zero(&hand->mem,
                            sizeof(os_typing_hand) + fields * sizeof(unsigned), 1);
  if (!hand->own) return OS_NOMEM;
  os_typing_hand *own = hand->own;
  for (size_t c = 0; c < fields; c++) own->types[c] = OS_ANY_TYPE;
  return OS_OK;
}

static os_status narrow(os_hand *hand) {
  const os_typing *typing = hand->pass->job;
  os_typing_hand *own = hand->own;
  os_status status = OS_OK;
  for (size_t c = 0; !status && c < hand->pass->shape.fields; c++) {
    if (!typing->wanted[c]) continue;
    status = os_chunk_narrow(&hand->mem, &own->scratch, &hand->block,
                             &hand->pass->shape, c, &hand->pass->words, 0, &own->types[c]);
  }
  return status;
}

static os_status end_typing(os_hand *hand) {
  os_typing *typing = hand->pass->job;
  os_typing_hand *own = hand->own;
  pthread_mutex_lock(&hand->worker->crew->lock);
  for (size_t c = 0; c < hand->pass->shape.fields; c++) typing->types[c] &= own->types[c];
  pthread_mutex_unlock(&hand->worker->crew->lock);
  return OS_OK;
}

static void clear_typing(os_hand *hand) {
  os_typing_hand *own = hand->own;
  if (!own) return;
  os_buf_free(&hand->mem, &own->scratch);
  os_free(&hand->mem, own,
          sizeof *own + hand->pass->shape.fields * sizeof(unsigned));
}

static os_status reset_typing(os_pass *pass) {
  os_typing *typing = pass->job;
  for (size_t c = 0; c < pass->shape.fields; c++) typing->types[c] = OS_ANY_TYPE;
  if (pass->tally) os_tally_clear(pass->mem, pass->tally);
  return OS_OK;
}

static void set_typing(os_pass *pass, os_typing *typing, const bool *none) {
  pass->job = typing;
  pass->wanted = none;
  pass->begin = begin_typing;
  pass->work = narrow;
  pass->end = end_typing;
  pass->clear = clear_typing;
}

/* A given type is what it is. */
static void insert_given(const os_pass *pass, unsigned *types) {
  for (size_t c = 0; c < pass->shape.fields; c++) {
    if (pass->readings[c].given) types[c] = pass->readings[c].types;
  }
}

os_status os_stream_types(const os_mem *mem, const os_source *source, const os_dialect *dialect,
                          const os_load_options *options, const bool *wanted, os_tick tick,
                          unsigned *types, os_tally *tally, os_error *error) {
  os_pass pass;
  os_typing typing = {types, wanted};
  os_pass_prepare(&pass, mem, source, dialect, options, tick);
  bool *none = os_alloc_zero(mem, dialect->fields, sizeof *none);
  os_status status = none ? os_first_readings(&pass, dialect, options) : OS_NOMEM;
  if (!status) {
    set_typing(&pass, &typing, none);
    pass.tally = tally;
    pass.any_order = true;
    reset_typing(&pass);
    status = os_pass_rows(&pass, options, reset_typing);
    if (status == OS_FAILED) os_pass_fault(&pass, error);
    if (!status) status = os_source_check(source, error);
    if (status == OS_FAILED) os_pass_locate(&pass, error);
    insert_given(&pass, types);
  }
  os_free(mem, pass.readings, dialect->fields * sizeof *pass.readings);
  os_free(mem, none, dialect->fields * sizeof *none);
  return status;
}

os_status os_stream_guess(const os_mem *mem, const os_source *source, const os_dialect *dialect,
                          const os_load_options *options, unsigned *types, bool *sure) {
  os_pass pass;
  os_tick silent = {NULL, NULL};
  size_t fields = dialect->fields;
  os_pass_prepare(&pass, mem, source, dialect, options, silent);
  if (pass.shape.block > OS_SAMPLE_BYTES) pass.shape.block = OS_SAMPLE_BYTES;
  pass.threads = 1;
  uint64_t blocks = os_block_count(&pass.shape, source);
  unsigned *found = os_alloc(mem, fields, sizeof *found);
  bool *wanted = os_alloc(mem, fields, 2 * sizeof *wanted);
  os_status status = found && wanted ? os_first_readings(&pass, dialect, options) : OS_NOMEM;
  if (!status) {
    os_typing typing = {found, wanted};
    memset(wanted, true, fields * sizeof *wanted);
    memset(wanted + fields, false, fields * sizeof *wanted);
    set_typing(&pass, &typing, wanted + fields);
    for (size_t c = 0; c < fields; c++) types[c] = OS_ANY_TYPE;
    bool whole = blocks <= OS_SAMPLE_BLOCKS;
    size_t count = whole ? 1 : OS_SAMPLE_BLOCKS;
    for (size_t i = 0; !status && i < count; i++) {
      /* Whether a block within begins inside quotes is not known: most do not. A wrong guess is put
      ** right by whoever reads the file. */
      pass.first = i == 0 ? 0 : (blocks - 1) * i / (count - 1);
      pass.last = whole ? blocks : pass.first + 1;
      pass.inside = false;
      pass.from = dialect->start;
      pass.adrift = pass.first > 0;
      reset_typing(&pass);
      status = os_pass_run(&pass);
      if (status == OS_FAILED && pass.first > 0) status = OS_OK;
      if (status) break;
      for (size_t c = 0; c < fields; c++) types[c] &= found[c];
    }
    *sure = whole && !status;
    if (status == OS_FAILED) status = OS_OK; /* the real pass will say what is wrong */
    insert_given(&pass, types);
  }
  os_free(mem, pass.readings, fields * sizeof *pass.readings);
  os_free(mem, found, fields * sizeof *found);
  os_free(mem, wanted, fields * 2 * sizeof *wanted);
  return status;
}
