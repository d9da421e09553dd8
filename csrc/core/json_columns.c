/* json_columns.c: from the cells of a block to chunks, and from these to columns. Each worker knows
** the keys that it has met; the register's fields are made in the order of the file, when a block
** is handed over. */
#include <string.h>

#include "json_parts.h"
#include "value.h"

#define OS_BLANK_ROWS ((size_t)1 << 16)

/* ---- fields of the register ---- */

static os_status add_target(os_json_job *job, const os_mem *mem, uint32_t node) {
  if (job->ntargets == OS_JSON_FIELDS) return OS_FAILED;
  if (job->ntargets == job->cap) {
    size_t cap = job->cap ? job->cap * 2 : 32;
    os_json_target *targets = os_resize(mem, job->targets, job->cap * sizeof *targets,
                                        cap * sizeof *targets);
    if (!targets) return OS_NOMEM;
    job->targets = targets;
    job->cap = cap;
  }
  os_buf path = {NULL, 0, 0};
  os_status status = os_json_path(mem, &job->tree, node, &path);
  if (status) return status;
  os_name name = {(const char *)path.data, path.len};
  if (!path.data) name.ptr = "";
  os_json_target *target = &job->targets[job->ntargets];
  *target = (os_json_target){.node = node, .wanted = true};
  target->reading = os_first_reading(job->options, &name);
  os_builder_init(&target->builder);
  os_buf_free(mem, &path);
  job->tree.nodes[node].field = (uint32_t)job->ntargets++;
  return OS_OK;
}

/* Finds the place of each of the hand's nodes in the job's tree. */
static os_status map_nodes(os_json_hand *hand, const os_mem *mem) {
  os_json_job *job = hand->job;
  os_json_tree *tree = &hand->rows.tree;
  if (hand->mapped == 0) {
    tree->nodes[OS_JSON_ROOT].global = OS_JSON_ROOT;
    tree->nodes[OS_JSON_KEY].global = OS_JSON_KEY;
    hand->mapped = OS_JSON_KEY + 1;
  }
  for (; hand->mapped < tree->count; hand->mapped++) {
    os_json_node *node = &tree->nodes[hand->mapped];
    uint32_t parent = tree->nodes[node->parent].global;
    if (parent == OS_JSON_NONE) continue; /* not known to the first pass, either */
    os_status status = os_json_child(mem, &job->tree, parent, os_json_key(tree, node), !job->again,
                                     &node->global);
    if (status) return status;
  }
  return OS_OK;
}

/* Lets the element at `i` sink to where none below it comes later: half of a heap sort. */
static void sink(const os_json_field *fields, uint32_t *heap, size_t i, size_t count) {
  for (;;) {
    size_t child = 2 * i + 1;
    if (child >= count) return;
    if (child + 1 < count && fields[heap[child]].order < fields[heap[child + 1]].order) child++;
    if (fields[heap[i]].order >= fields[heap[child]].order) return;
    uint32_t above = heap[i];
    heap[i] = heap[child];
    heap[child] = above;
    i = child;
  }
}

static void sort_by_order(const os_json_field *fields, uint32_t *list, size_t count) {
  bool sorted = true;
  for (size_t i = 1; i < count; i++) {
    sorted = sorted && fields[list[i - 1]].order < fields[list[i]].order;
  }
  if (sorted) return;
  for (size_t i = count / 2; i-- > 0;) sink(fields, list, i, count);
  for (size_t last = count; last-- > 1;) {
    uint32_t most = list[0];
    list[0] = list[last];
    list[last] = most;
    sink(fields, list, 0, last);
  }
}

static os_status find_target(os_json_hand *hand, os_json_field *field) {
  const os_json_tree *tree = &hand->job->tree;
  uint32_t node = hand->rows.tree.nodes[field->node].global;
  os_status status = OS_OK;
  if (tree->nodes[node].field == OS_JSON_NONE) {
    status = add_target(hand->job, &hand->worker->mem, node);
    if (status == OS_FAILED) {
      hand->error = (os_error){.fault = OS_FAULT_LIMIT, .number = OS_JSON_FIELDS};
    }
  }
  if (!status) field->target = tree->nodes[node].field;
  return status;
}

/* Makes fields of those that are new in this block, in the order in which they came. */
static os_status add_targets(os_json_hand *hand) {
  os_json_rows *rows = &hand->rows;
  size_t count = 0, most = 0;
  for (size_t f = 0; f < rows->nfields; f++) most += rows->fields[f].target == OS_JSON_NONE;
  if (most == 0) return OS_OK;
  uint32_t *list = os_alloc(&hand->mem, most, sizeof *list);
  if (!list) return OS_NOMEM;
  for (size_t f = 0; f < rows->nfields; f++) {
    const os_json_field *field = &rows->fields[f];
    if (field->target == OS_JSON_NONE && field->order) list[count++] = (uint32_t)f;
  }
  sort_by_order(rows->fields, list, count);
  os_status status = OS_OK;
  for (size_t i = 0; !status && i < count; i++) {
    status = find_target(hand, &rows->fields[list[i]]);
  }
  os_free(&hand->mem, list, most * sizeof *list);
  return status;
}

/* What the hand's nodes and fields are to the job, which learns of the new ones. */
static os_status make_known(os_json_hand *hand) {
  os_status status = map_nodes(hand, &hand->worker->mem);
  return status ? status : add_targets(hand);
}

/* In the second pass nothing is new. */
static os_status find_targets(os_json_hand *hand) {
  os_json_job *job = hand->job;
  os_json_rows *rows = &hand->rows;
  os_status status = map_nodes(hand, &hand->mem);
  for (size_t f = 0; !status && f < rows->nfields; f++) {
    os_json_field *field = &rows->fields[f];
    uint32_t node = rows->tree.nodes[field->node].global;
    if (!field->order || field->target != OS_JSON_NONE) continue;
    if (node != OS_JSON_NONE) field->target = job->tree.nodes[node].field;
    if (field->target == OS_JSON_NONE) {
      hand->error = (os_error){.fault = OS_FAULT_CHANGED};
      return OS_FAILED;
    }
    const os_json_target *target = &job->targets[field->target];
    field->reading = target->reading;
    if (target->wanted) field->reading = (os_reading){OS_BIT(OS_TEXT), true, false};
  }
  return status;
}

/* ---- chunks ---- */

static os_block block_of(const os_json_hand *hand, const os_json_field *field) {
  os_block block = {.bytes = hand->bytes, .length = hand->length, .first = hand->first,
                    .rows = hand->rows.rows};
  block.scan.ends = field->cells;
  return block;
}

/* Cells end where they end: no CR is cut off. */
static const os_shape any_shape = {.marks = {.separator = ',', .cr = true, .quote = '"'}, .fields = 1};
static const os_words no_words = {NULL, 0};

static os_status make_room(os_json_hand *hand) {
  size_t rows = hand->rows.rows, cap = rows + rows / 4;
  if (rows > hand->first_cap) {
    os_free(&hand->mem, hand->first, hand->first_cap * sizeof *hand->first);
    hand->first_cap = 0;
    hand->first = os_alloc(&hand->mem, cap, sizeof *hand->first);
    if (!hand->first) return OS_NOMEM;
    hand->first_cap = cap;
    for (size_t i = 0; i < cap; i++) hand->first[i] = (uint32_t)(2 * i);
  }
  if (hand->job->given && rows > hand->struck_cap) {
    os_free(&hand->mem, hand->struck, hand->struck_cap * sizeof *hand->struck);
    hand->struck_cap = 0;
    hand->struck = os_alloc(&hand->mem, cap, sizeof *hand->struck);
    if (!hand->struck) return OS_NOMEM;
    hand->struck_cap = cap;
  }
  return OS_OK;
}

static os_status parse_field(os_json_hand *hand, os_json_field *field) {
  os_block block = block_of(hand, field);
  os_reading reading = field->reading;
  if (!reading.given) reading.types &= field->types;
  os_status status = os_chunk_parse(&hand->mem, &field->chunk, &block, &any_shape, 0, &reading,
                                    &no_words);
  if (!reading.given) field->chunk.types &= field->types;
  return status;
}

/* ---- types that the caller gave ---- */

static bool must_fit(const os_json_field *field) {
  return field->order && field->reading.given && field->reading.types != OS_BIT(OS_TEXT);
}

/* Marks the rows that do not fit with the number of the hand's field; *count becomes how many. */
static os_status mark_misfits(os_json_hand *hand, size_t *count) {
  os_json_rows *rows = &hand->rows;
  *count = 0;
  if (rows->rows == 0) return OS_OK;
  memset(hand->struck, 0, rows->rows * sizeof *hand->struck);
  for (size_t f = 0; f < rows->nfields; f++) {
    os_json_field *field = &rows->fields[f];
    size_t before = *count;
    if (!must_fit(field)) continue;
    os_block block = block_of(hand, field);
    os_type type = os_first_type(field->reading.types);
    os_status status = os_chunk_misfits(&hand->mem, &field->chunk, &block, &any_shape, 0, type,
                                        &no_words, hand->struck, count);
    if (status) return status;
    for (size_t row = 0; *count > before && row < rows->rows; row++) {
      if (hand->struck[row] == 1) hand->struck[row] = (uint32_t)f + 2;
    }
  }
  return OS_OK;
}

static os_status first_misfit(os_json_hand *hand) {
  os_error *error = &hand->error;
  size_t row = 0;
  os_text text;
  while (!hand->struck[row]) row++;
  os_json_field *field = &hand->rows.fields[hand->struck[row] - 2];
  os_block block = block_of(hand, field);
  os_status status = os_cell_text(&hand->mem, &field->chunk.scratch, &block, &any_shape, row, 0,
                                  &text);
  if (status) return status;
  *error = (os_error){.fault = OS_FAULT_TYPE, .field = hand->struck[row], .row = row + 1,
                      .type = os_first_type(field->reading.types),
                      .byte = (uint64_t)(uint32_t)(field->cells[2 * row] + 1) + 1};
  error->length = (uint32_t)(text.len < OS_ERROR_TEXT ? text.len : OS_ERROR_TEXT);
  memcpy(error->text, text.ptr, error->length);
  return OS_FAILED;
}

/* Rows that do not fit become rejects, between those that there are. */
static os_status strike(os_json_hand *hand) {
  size_t old = hand->nrejects, kept = 0, next = 0;
  for (size_t row = 0; row < hand->rows.rows; row++) {
    const os_json_place *place = &hand->places[row];
    if (!hand->struck[row]) continue;
    os_status status = os_json_reject(hand, (os_reject){
        .byte = place->from, .length = place->length, .row = place->row,
        .field = hand->struck[row], .fault = OS_FAULT_TYPE});
    if (status) return status;
  }
  for (size_t row = 0; row < hand->rows.rows; row++) {
    if (!hand->struck[row]) hand->places[kept++] = hand->places[row];
  }
  os_json_strike(&hand->rows, hand->struck);
  if (old == 0 || old == hand->nrejects) return OS_OK;
  os_reject *merged = os_alloc(&hand->mem, hand->nrejects, sizeof *merged);
  if (!merged) return OS_NOMEM;
  for (size_t a = 0, b = old; next < hand->nrejects; next++) {
    bool first = b == hand->nrejects ||
                 (a < old && hand->rejects[a].row <= hand->rejects[b].row);
    merged[next] = hand->rejects[first ? a++ : b++];
  }
  memcpy(hand->rejects, merged, hand->nrejects * sizeof *merged);
  os_free(&hand->mem, merged, hand->nrejects * sizeof *merged);
  return OS_OK;
}

os_status os_json_parse_block(os_json_hand *hand, os_status status) {
  os_json_job *job = hand->job;
  os_json_rows *rows = &hand->rows;
  size_t misfits = 0;
  if (status == OS_NOMEM) return status;
  os_status made = os_json_fill(rows);
  if (!made) made = make_room(hand);
  if (!made && job->again) made = find_targets(hand);
  if (!made && job->given) made = mark_misfits(hand, &misfits);
  if (made) return made;
  if (misfits && !job->options->collect) return first_misfit(hand);
  if (status) return status;
  if (misfits) status = strike(hand);
  for (size_t f = 0; !status && f < rows->nfields; f++) {
    os_json_field *field = &rows->fields[f];
    if (!field->order || (job->again && !job->targets[field->target].wanted)) continue;
    status = parse_field(hand, field);
  }
  return status;
}

/* ---- handing over ---- */

/* Which value made the field climb the ladder. */
static os_status note_turn(os_json_hand *hand, os_json_target *target, os_json_field *field) {
  unsigned types = target->builder.types;
  os_turn *turn = &target->turn;
  size_t last = SIZE_MAX;
  os_text text;
  if (field->reading.given || types == OS_BIT(OS_TEXT)) return OS_OK;
  if (types != OS_ANY_TYPE &&
      os_first_type(types & field->chunk.types) == os_first_type(types)) {
    return OS_OK;
  }
  for (size_t row = 0; row < hand->rows.rows; row++) {
    unsigned after = types & os_json_cell_types(&hand->rows, field, row);
    if (types != OS_ANY_TYPE && os_first_type(after) != os_first_type(types)) {
      last = row;
      turn->was = os_first_type(types);
    }
    types = after;
  }
  if (last == SIZE_MAX) return OS_OK;
  os_block block = block_of(hand, field);
  os_status status = os_cell_text(&hand->mem, &field->chunk.scratch, &block, &any_shape, last, 0,
                                  &text);
  if (status) return status;
  turn->string = os_value_types(text.ptr, text.len) & OS_BIT(turn->was);
  turn->row = hand->job->read + (hand->job->options->collect ? hand->places[last].row : last + 1);
  turn->length = (uint32_t)(text.len < OS_ERROR_TEXT ? text.len : OS_ERROR_TEXT);
  memcpy(turn->text, text.ptr, turn->length);
  return OS_OK;
}

os_status os_json_add_blanks(os_json_job *job, const os_mem *mem, os_builder *builder,
                             size_t rows) {
  os_chunk *blank = &job->blank;
  if (builder->reread || builder->rows >= rows) return OS_OK;
  if (!blank->codes) {
    blank->codes = os_alloc(mem, OS_BLANK_ROWS, sizeof *blank->codes);
    if (!blank->codes) return OS_NOMEM;
    for (size_t i = 0; i < OS_BLANK_ROWS; i++) blank->codes[i] = OS_TABLE_NONE;
  }
  if (!blank->valid) {
    blank->valid = os_alloc_zero(mem, OS_BLANK_ROWS / 8 + 1, 1);
    if (!blank->valid) return OS_NOMEM;
  }
  blank->type = OS_TEXT;
  blank->types = OS_ANY_TYPE;
  while (builder->rows < rows) {
    size_t left = rows - builder->rows;
    blank->rows = blank->missing = left < OS_BLANK_ROWS ? left : OS_BLANK_ROWS;
    os_status status = os_builder_add(mem, builder, blank, rows);
    if (status) return status;
  }
  return OS_OK;
}

void os_json_free_blanks(os_json_job *job, const os_mem *mem) {
  os_free(mem, job->blank.codes, OS_BLANK_ROWS * sizeof *job->blank.codes);
  os_free(mem, job->blank.valid, OS_BLANK_ROWS / 8 + 1);
}

static os_status append_field(os_json_hand *hand, os_json_field *field, size_t expected) {
  os_json_job *job = hand->job;
  const os_mem *mem = &hand->worker->mem;
  os_json_target *target = &job->targets[field->target];
  if (!target->wanted) return OS_OK;
  os_builder *builder = &target->builder;
  os_status status = job->again ? OS_OK : note_turn(hand, target, field);
  if (!(field->types & OS_BIT(OS_INTEGER))) target->strings = true;
  if (!status) status = os_json_add_blanks(job, mem, builder, (size_t)job->rows);
  return status ? status : os_builder_add(mem, builder, &field->chunk, expected);
}

/* The number of the register's field that the mark of a misfit stands for. */
static uint32_t field_of(const os_json_hand *hand, uint32_t struck) {
  return struck ? hand->rows.fields[struck - 2].target + 1 : 0;
}

static os_status append_rejects(os_json_hand *hand) {
  os_json_job *job = hand->job;
  os_tally *tally = job->tally;
  size_t need = tally->nrejects + hand->nrejects;
  if (need > tally->cap) {
    size_t cap = need + need / 2;
    os_reject *bigger = os_resize(&hand->worker->mem, tally->rejects,
                                  tally->cap * sizeof *bigger, cap * sizeof *bigger);
    if (!bigger) return OS_NOMEM;
    tally->rejects = bigger;
    tally->cap = cap;
  }
  for (size_t i = 0; i < hand->nrejects; i++) {
    os_reject *reject = &tally->rejects[tally->nrejects++];
    *reject = hand->rejects[i];
    reject->row += job->read;
    reject->byte += hand->offset;
    reject->field = field_of(hand, reject->field);
  }
  return OS_OK;
}

os_status os_json_hand_over(os_json_hand *hand) {
  os_json_job *job = hand->job;
  os_json_rows *rows = &hand->rows;
  size_t expected = 0;
  os_status status = job->again ? OS_OK : make_known(hand);
  uint64_t done = job->done + hand->done;
  if (job->done && done < job->source->size) {
    expected = (size_t)((double)(job->rows + rows->rows) / (double)done *
                        (double)job->source->size * 1.01);
  }
  for (size_t f = 0; !status && f < rows->nfields; f++) {
    if (rows->fields[f].order) status = append_field(hand, &rows->fields[f], expected);
  }
  if (!status && !job->again && hand->nrejects) status = append_rejects(hand);
  if (status) return status;
  job->rows += rows->rows;
  job->read += hand->read;
  job->done = done;
  if (!job->again) {
    job->tally->read = job->read;
    job->tally->empty += hand->empty;
  }
  if (job->rows <= OS_MAX_ROWS) return OS_OK;
  hand->error = (os_error){.fault = OS_FAULT_LIMIT, .number = OS_MAX_ROWS};
  return OS_FAILED;
}

os_status os_json_name_error(os_json_hand *hand) {
  if (hand->error.field == 0) return OS_OK;
  os_status status = make_known(hand);
  hand->error.field = status ? 0 : field_of(hand, hand->error.field);
  return status;
}
