/* places.c: where rows of a source stand: a pass that parses nothing, then the lines up to the last
** of them. */
#include "places.h"

typedef struct os_finding {
  const uint64_t *rows;
  uint64_t *places; /* one more than the row's offset; 0: there is none */
  size_t count, found;
  uint64_t before;  /* rows of the blocks handed over */
} os_finding;

static os_status find_rows(os_hand *hand) {
  os_finding *finding = hand->pass->job;
  const os_block *block = &hand->block;
  const uint64_t *rows = finding->rows;
  size_t seen = 0, k = finding->found, count = finding->count;
  for (size_t r = 0; r < block->rows && k < count; r++) {
    while (seen < block->nrejects && block->rejects[seen].row <= r + seen + 1) seen++;
    uint64_t number = finding->before + r + seen + 1;
    while (k < count && rows[k] < number) k++;
    uint32_t end = block->scan.ends[block->first[r]];
    for (; k < count && rows[k] == number; k++) {
      finding->places[k] = block->offset + (uint32_t)(end + 1) + 1;
    }
  }
  finding->found = k;
  finding->before += block->read;
  return OS_OK;
}

static os_status begin_again(os_pass *pass) {
  os_finding *finding = pass->job;
  finding->found = 0;
  finding->before = 0;
  for (size_t k = 0; k < finding->count; k++) finding->places[k] = 0;
  return OS_OK;
}

static os_status count_lines(const os_pass *pass, size_t count, uint64_t *places,
                             os_error *error) {
  os_lines lines;
  os_lines_begin(&lines, pass->source, pass->shape.marks.cr);
  os_status status = OS_OK;
  for (size_t k = 0; !status && k < count; k++) {
    if (places[k]) status = os_lines_at(&lines, places[k] - 1, &places[k], error);
  }
  return status;
}

os_status os_row_lines(const os_mem *mem, const os_source *source, const os_dialect *dialect,
                       const os_load_options *options, const uint64_t *rows, size_t count,
                       uint64_t *lines, os_tick tick, os_error *error) {
  os_pass pass;
  os_finding finding = {.rows = rows, .places = lines, .count = count};
  os_pass_prepare(&pass, mem, source, dialect, options, tick);
  bool *none = os_alloc_zero(mem, dialect->fields, sizeof *none);
  os_status status = none ? os_first_readings(&pass, dialect, options) : OS_NOMEM;
  if (!status) {
    for (size_t c = 0; c < dialect->fields; c++) pass.readings[c].given = false;
    pass.job = &finding;
    pass.wanted = none;
    pass.hand_over = find_rows;
    begin_again(&pass);
    status = os_pass_rows(&pass, options, begin_again);
    if (status == OS_FAILED) os_pass_fault(&pass, error);
    if (!status) status = count_lines(&pass, count, lines, error);
    if (!status) status = os_source_check(source, error);
    if (status == OS_FAILED) os_pass_locate(&pass, error);
  }
  os_free(mem, pass.readings, dialect->fields * sizeof *pass.readings);
  os_free(mem, none, dialect->fields * sizeof *none);
  return status;
}
