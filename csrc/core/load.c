/* load.c: see load.h. */
#include "load.h"

#include <string.h>

#include "builder.h"
#include "locale.h"
#include "value.h"

#define OS_BLOCK ((uint64_t)1 << 20)

typedef struct os_loading {
  const os_mem *keep;
  const os_dialect *dialect;
  const os_load_options *options;
  os_builder *builders; /* of whoever has the turn */
  bool *wanted;         /* of the pass that runs */
  bool again;           /* it is the second one */
  uint64_t blocks;
  os_loaded *out;
} os_loading;

/* Rows that there will be in all, going by what has been seen; a little more rather than less. */
static size_t expected_rows(const os_pass *pass, const os_loading *loading) {
  size_t rows = 0;
  uint64_t done = pass->turn - pass->first;
  if (done == 0 || done + 1 >= loading->blocks) return 0;
  for (size_t c = 0; c < pass->shape.fields; c++) { /* one that is read again has stopped growing */
    if (loading->builders[c].rows > rows) rows = loading->builders[c].rows;
  }
  return (size_t)((double)rows / (double)done * (double)loading->blocks * 1.01);
}

/* Remembers which value made the column climb the ladder. */
static os_status note_turn(os_hand *hand, size_t field) {
  os_pass *pass = hand->pass;
  os_loading *loading = pass->job;
  os_chunk *chunk = &hand->chunks[field];
  unsigned before = loading->builders[field].types;
  os_turn *turn = &loading->out->turns[field];
  os_text text;
  if (hand->readings[field].given || before == OS_BIT(OS_TEXT)) return OS_OK;
  if (before != OS_ANY_TYPE &&
      os_first_type(before & chunk->types) == os_first_type(before)) {
    return OS_OK;
  }
  size_t row;
  os_status status = os_chunk_turn(&hand->mem, chunk, &hand->block, &pass->shape, field,
                                   before, &pass->words, &row, &turn->was);
  if (status || row == SIZE_MAX) return status;
  status = os_cell_text(&hand->mem, &chunk->scratch, &hand->block, &pass->shape, row, field,
                        &text);
  if (status) return status;
  turn->row = pass->rows + os_block_row_number(&hand->block, row);
  turn->length = (uint32_t)(text.len < OS_ERROR_TEXT ? text.len : OS_ERROR_TEXT);
  memcpy(turn->text, text.ptr, turn->length);
  return OS_OK;
}

static void add_deeds(os_deeds *sum, const os_deeds *deeds) {
  sum->words += deeds->words;
  sum->composed += deeds->composed;
  sum->grouped = sum->grouped || deeds->grouped;
}

static os_status append_block(os_hand *hand) {
  os_pass *pass = hand->pass;
  os_loading *loading = pass->job;
  os_status status = OS_OK;
  size_t expected = expected_rows(pass, loading);
  for (size_t c = 0; !status && c < pass->shape.fields; c++) {
    if (!loading->wanted[c]) continue;
    if (!loading->again) status = note_turn(hand, c);
    add_deeds(&loading->out->turns[c].deeds, &hand->chunks[c].deeds);
    if (status) break;
    os_builder *builder = &loading->builders[c];
    status = os_builder_add(&hand->worker->mem, builder, &hand->chunks[c], expected);
    if (!status && builder->rows > OS_MAX_ROWS) {
      hand->error = (os_error){.fault = OS_FAULT_LIMIT, .number = OS_MAX_ROWS};
      status = OS_FAILED;
    }
  }
  return status;
}

/* What the columns have become is what the next blocks are parsed by. */
static void pass_on(os_pass *pass) {
  const os_loading *loading = pass->job;
  for (size_t c = 0; c < pass->shape.fields; c++) {
    os_reading *reading = &pass->readings[c];
    const os_builder *builder = &loading->builders[c];
    if (!loading->wanted[c]) continue;
    if (!reading->given) reading->types = builder->types;
    reading->plain = builder->plain || os_builder_repeats_seldom(builder);
  }
}

void os_pass_prepare(os_pass *pass, const os_mem *mem, const os_source *source,
                     const os_dialect *dialect, const os_load_options *options, os_tick tick) {
  *pass = (os_pass){.mem = mem, .source = source, .words = options->missing, .tick = tick,
                    .threads = options->threads, .from = dialect->start};
  pass->shape = (os_shape){.marks = dialect->marks, .fields = dialect->fields,
                           .start = dialect->start, .lenient = options->form.lenient,
                           .collect = options->collect, .trailing = dialect->trailing,
                           .nfc = dialect->nfc, .notations = dialect->notations,
                           .by_row = dialect->marks.comment_length > 0};
  for (size_t c = 0; options->totals_field.ptr && c < dialect->fields; c++) {
    const os_name *name = &dialect->names[c], *wanted = &options->totals_field;
    if (wanted->len != name->len || memcmp(wanted->ptr, name->ptr, name->len) != 0) continue;
    pass->shape.totals = (os_totals){options->totals_words.words, options->totals_words.count, c};
  }
  pass->shape.block = options->block ? options->block : OS_BLOCK;
  if (pass->shape.block < OS_MIN_BLOCK) pass->shape.block = OS_MIN_BLOCK;
  pass->shape.variant =
      options->variant < 0 ? os_scan_variant() : (os_variant)options->variant;
  pass->last = os_block_count(&pass->shape, source);
}

os_reading os_first_reading(const os_load_options *options, const os_name *name) {
  for (size_t i = 0; i < options->ngiven; i++) {
    const os_given *given = &options->given[i];
    if (given->name.len == name->len && !memcmp(given->name.ptr, name->ptr, name->len)) {
      return (os_reading){OS_BIT(given->type), true, false};
    }
  }
  if (options->all_given) return (os_reading){OS_BIT(options->all_type), true, false};
  return (os_reading){OS_ANY_TYPE, false, false};
}

os_status os_first_readings(os_pass *pass, const os_dialect *dialect,
                            const os_load_options *options) {
  pass->readings = os_alloc(pass->mem, dialect->fields, sizeof *pass->readings);
  if (!pass->readings) return OS_NOMEM;
  for (size_t c = 0; c < dialect->fields; c++) {
    pass->readings[c] = os_first_reading(options, &dialect->names[c]);
  }
  return OS_OK;
}

static bool calls_for_rows(const os_load_options *options, os_fault fault) {
  if (fault == OS_FAULT_STRAY_QUOTE || fault == OS_FAULT_UNCLOSED) {
    return options->form.lenient || options->collect;
  }
  return options->collect && (fault == OS_FAULT_NUL || fault == OS_FAULT_UTF8);
}

os_status os_pass_rows(os_pass *pass, const os_load_options *options,
                       os_status (*reset)(os_pass *pass)) {
  bool inside = pass->inside;
  uint64_t from = pass->from;
  os_status status = os_pass_run(pass);
  if (status != OS_FAILED || pass->shape.by_row || !calls_for_rows(options, pass->error.fault)) {
    return status;
  }
  pass->shape.by_row = true;
  pass->inside = inside;
  pass->from = from;
  status = reset(pass);
  return status ? status : os_pass_run(pass);
}

void os_pass_fault(const os_pass *pass, os_error *error) {
  os_error changed = {0};
  *error = pass->error;
  if (os_source_check(pass->source, &changed)) *error = changed;
}

void os_pass_locate(const os_pass *pass, os_error *error) {
  if (error->byte && error->fault != OS_FAULT_CHANGED) {
    os_source_locate(pass->source, pass->shape.marks.cr, error);
  }
}

static os_status reset(os_pass *pass) {
  os_loading *loading = pass->job;
  for (size_t c = 0; c < pass->shape.fields; c++) {
    os_builder_free(pass->mem, &loading->builders[c]);
    pass->readings[c] = os_first_reading(loading->options, &loading->dialect->names[c]);
  }
  memset(loading->out->turns, 0, pass->shape.fields * sizeof *loading->out->turns);
  os_tally_clear(pass->mem, &loading->out->tally);
  loading->out->tally.empty = loading->dialect->empty;
  loading->out->tally.comments = loading->dialect->comments;
  return OS_OK;
}

/* Whether a field is text because its numbers have a decimal comma. */
static bool uses_commas(const os_pass *pass) {
  const os_loading *loading = pass->job;
  os_column col;
  for (size_t c = 0; c < pass->shape.fields; c++) {
    if (!loading->wanted[c] || loading->builders[c].reread) continue;
    os_builder_peek(&loading->builders[c], &col);
    if (os_locale_comma(&col)) return true;
  }
  return false;
}

/* Decimals that may be thousands, beside numbers with a decimal comma, are to be read as text. */
static void doubt_decimals(os_pass *pass) {
  os_loading *loading = pass->job;
  bool known = false;
  os_column col;
  for (size_t c = 0; c < pass->shape.fields; c++) {
    os_builder *builder = &loading->builders[c];
    os_turn *turn = &loading->out->turns[c];
    if (!loading->wanted[c] || pass->readings[c].given || builder->low != 3) continue;
    if (pass->shape.notations && pass->shape.notations[c]) continue;
    os_builder_peek(builder, &col);
    if (!os_locale_thousands(&col)) continue;
    if (!known && !uses_commas(pass)) return;
    known = true;
    size_t row = 0;
    while (!os_present(&col, row)) row++;
    turn->row = 0;
    turn->comma = true;
    turn->length = (uint32_t)os_write_decimal(os_wide_at(&col, row), col.scale, turn->text);
    builder->reread = true;
  }
}

/* Fields that turned out to be text after other types had been parsed are read once more. */
static os_status read_again(os_pass *pass, bool inside, uint64_t from) {
  os_loading *loading = pass->job;
  bool any = false, last_inside = pass->inside;
  uint64_t last_from = pass->from;
  for (size_t c = 0; c < pass->shape.fields; c++) {
    loading->wanted[c] = loading->wanted[c] && loading->builders[c].reread;
    if (!loading->wanted[c]) continue;
    any = true;
    os_builder_free(pass->mem, &loading->builders[c]);
    loading->out->turns[c].deeds = (os_deeds){0};
    pass->readings[c] = (os_reading){OS_BIT(OS_TEXT), true, false};
  }
  if (!any) return OS_OK;
  pass->tally = NULL; /* the rows have been counted */
  loading->again = true;
  pass->inside = inside;
  pass->from = from;
  os_status status = os_pass_run(pass);
  pass->inside = last_inside;
  pass->from = last_from;
  return status;
}

static os_status finish(os_pass *pass, const bool *wanted) {
  os_loading *loading = pass->job;
  const os_mem *mem = pass->mem;
  size_t fields = pass->shape.fields, count = 0, rows = 0;
  os_column **cols = os_alloc_zero(mem, fields, sizeof *cols);
  os_name *names = os_alloc(mem, fields, sizeof *names);
  os_status status = cols && names ? OS_OK : OS_NOMEM;
  for (size_t c = 0; !status && c < fields; c++) {
    if (wanted && !wanted[c]) continue;
    os_type type = os_first_type(pass->readings[c].types);
    loading->out->turns[c].low = loading->builders[c].low;
    status = os_builder_finish(mem, &loading->builders[c], type, &cols[count]);
    if (status) break;
    cols[count]->mem = *loading->keep;
    rows = cols[count]->rows;
    names[count++] = loading->dialect->names[c];
  }
  if (!status) {
    status = os_view_init(loading->keep, &loading->out->view, count, cols, names, rows, NULL);
  }
  for (size_t c = 0; cols && c < fields; c++) os_column_drop(cols[c]);
  os_free(mem, cols, fields * sizeof *cols);
  os_free(mem, names, fields * sizeof *names);
  return status;
}

os_status os_tally_lines(const os_source *source, bool cr, os_tally *tally, os_error *error) {
  os_lines lines;
  os_status status = OS_OK;
  os_lines_begin(&lines, source, cr);
  for (size_t i = 0; !status && i < tally->nrejects; i++) {
    status = os_lines_at(&lines, tally->rejects[i].byte, &tally->rejects[i].line, error);
  }
  return status;
}

static os_status load(os_pass *pass, const bool *wanted, os_window *window, bool *by_row,
                      os_error *error) {
  os_loading *loading = pass->job;
  os_status status = reset(pass);
  bool inside = pass->inside;
  uint64_t from = pass->from;
  if (by_row && *by_row) pass->shape.by_row = true;
  if (!status) status = os_pass_rows(pass, loading->options, reset);
  if (by_row) *by_row = pass->shape.by_row;
  if (!status && !window) doubt_decimals(pass);
  if (!status) status = read_again(pass, inside, from);
  if (status == OS_FAILED) os_pass_fault(pass, error);
  if (!status) status = os_source_check(pass->source, error);
  if (!status && !window) status = os_tally_lines(pass->source, pass->shape.marks.cr, &loading->out->tally, error);
  if (!status) status = finish(pass, wanted);
  if (status == OS_FAILED) os_pass_locate(pass, error);
  if (window) {
    window->inside = pass->inside;
    window->from = pass->from;
  }
  return status;
}

os_status os_load(const os_mem *mem, const os_mem *keep, const os_source *source,
                  const os_dialect *dialect, const os_load_options *options, const bool *wanted,
                  os_window *window, bool *by_row, os_tick tick, os_loaded *out, os_error *error) {
  os_pass pass;
  size_t fields = dialect->fields;
  os_loading loading = {.keep = keep, .dialect = dialect, .options = options, .out = out};
  os_status status = OS_NOMEM;
  os_pass_prepare(&pass, mem, source, dialect, options, tick);
  if (window) {
    if (window->first + window->count < pass.last) pass.last = window->first + window->count;
    pass.first = window->first;
    pass.inside = window->inside;
    pass.from = window->first ? window->from : pass.from;
  }
  loading.blocks = pass.last - pass.first;
  loading.wanted = os_alloc(mem, fields, sizeof *loading.wanted);
  loading.builders = os_alloc(mem, fields, sizeof *loading.builders);
  pass.readings = os_alloc(mem, fields, sizeof *pass.readings);
  out->turns = os_alloc(mem, fields, sizeof *out->turns);
  out->fields = fields;
  if (loading.wanted && loading.builders && pass.readings && out->turns) {
    for (size_t c = 0; c < fields; c++) {
      os_builder_init(&loading.builders[c]);
      loading.wanted[c] = !wanted || wanted[c];
    }
    pass.job = &loading;
    pass.wanted = loading.wanted;
    pass.tally = &out->tally;
    pass.hand_over = append_block;
    pass.tell = pass_on;
    status = load(&pass, wanted, window, by_row, error);
    for (size_t c = 0; c < fields; c++) os_builder_free(mem, &loading.builders[c]);
  }
  os_free(mem, pass.readings, fields * sizeof *pass.readings);
  os_free(mem, loading.wanted, fields * sizeof *loading.wanted);
  os_free(mem, loading.builders, fields * sizeof *loading.builders);
  return status;
}

void os_loaded_clear(const os_mem *mem, os_loaded *loaded) {
  os_free(mem, loaded->turns, loaded->fields * sizeof *loaded->turns);
  os_view_clear(&loaded->view);
  os_tally_clear(mem, &loaded->tally);
  memset(loaded, 0, sizeof *loaded);
}
