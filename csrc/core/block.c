/* block.c: see block.h. */
#include "block.h"

#include <string.h>

/* How much a file block reads beyond its end at first, to finish its last row. */
#define OS_OVERLAP ((size_t)16 << 10)

uint64_t os_block_count(const os_shape *shape, const os_source *source) {
  if (source->size <= shape->start) return 0;
  return (source->size - shape->start + shape->block - 1) / shape->block;
}

static os_status extend(const os_mem *mem, os_block *block, const os_source *source, size_t wanted,
                        os_error *error) {
  uint64_t left = source->size - block->offset;
  if (wanted > left) wanted = (size_t)left;
  if (wanted > OS_MAX_SCAN) wanted = OS_MAX_SCAN;
  if (wanted <= block->length) {
    error->fault = OS_FAULT_LIMIT;
    error->number = OS_MAX_SCAN;
    error->byte = os_scan_next(&block->scan) + 1;
    return OS_FAILED;
  }
  if (wanted > block->own_size) {
    uint8_t *own = os_resize(mem, block->own, block->own_size, wanted);
    if (!own) return OS_NOMEM;
    block->own = own;
    block->own_size = wanted;
  }
  os_status status = os_source_read(source, block->offset + block->length,
                                    block->own + block->length, wanted - block->length, error);
  if (status) return status;
  block->bytes = block->own;
  block->length = wanted;
  block->final = wanted == left;
  return OS_OK;
}

os_status os_block_read(const os_mem *mem, os_block *block, const os_shape *shape,
                        const os_source *source, uint64_t index, os_error *error) {
  block->offset = shape->start + index * shape->block;
  uint64_t left = source->size - block->offset;
  block->nominal = (size_t)(left < shape->block ? left : shape->block);
  block->length = 0;
  block->final = false;
  if (!source->bytes) return extend(mem, block, source, block->nominal + OS_OVERLAP, error);
  block->bytes = source->bytes + block->offset;
  block->length = (size_t)(left < OS_MAX_SCAN ? left : OS_MAX_SCAN);
  block->final = block->length == left;
  return OS_OK;
}

static os_status add_reject(const os_mem *mem, os_block *block, os_reject reject) {
  os_status status = OS_GROW(mem, block->rejects, block->rejects_cap, block->nrejects + 1);
  if (!status) block->rejects[block->nrejects++] = reject;
  return status;
}

static void quote_text(const os_block *block, size_t from, size_t length, os_error *error) {
  error->length = (uint32_t)(length < OS_ERROR_TEXT ? length : OS_ERROR_TEXT);
  memcpy(error->text, block->bytes + from, error->length);
}

/* Whether the last field of a row has nothing in it. */
static bool ends_empty(const os_block *block, const os_shape *shape, uint32_t end) {
  size_t from = (uint32_t)(block->scan.ends[end - 1] + 1), to = block->scan.ends[end];
  if (!shape->marks.cr && to > from && block->bytes[to - 1] == '\r') to--;
  return from == to;
}

/* Whether the caller has marked a row like this as a total; spaces around the word and quotes do not
** matter. */
static bool is_total(const os_block *block, const os_shape *shape, uint32_t begin) {
  const os_totals *totals = &shape->totals;
  uint32_t at = begin + (uint32_t)totals->field;
  size_t from = (uint32_t)(block->scan.ends[at] + 1), to = block->scan.ends[at + 1];
  const uint8_t *s = block->bytes;
  while (to > from && (s[to - 1] == ' ' || s[to - 1] == '\r')) to--;
  while (from < to && s[from] == ' ') from++;
  if (to - from >= 2 && s[from] == shape->marks.quote && s[to - 1] == shape->marks.quote) {
    from++;
    to--;
  }
  while (to > from && s[to - 1] == ' ') to--;
  while (from < to && s[from] == ' ') from++;
  os_text text = {(const char *)s + from, to - from};
  for (size_t i = 0; i < totals->count; i++) {
    if (os_text_same(totals->words[i], text)) return true;
  }
  return false;
}

/* Sorts the rows of the scan into good ones, empty lines, and bad ones. */
static os_status sort_out(const os_mem *mem, os_block *block, const os_shape *shape,
                          os_error *error) {
  const os_scan *scan = &block->scan;
  const os_faulty *faulty = block->faulty, *last_faulty = faulty + block->nfaulty;
  os_status status = OS_GROW(mem, block->first, block->first_cap, scan->nrows);
  uint32_t end = 0;
  for (size_t i = 0; !status && i < scan->nrows; i++) {
    uint32_t begin = end;
    end = scan->row_last[i];
    uint32_t fields = end - begin;
    bool bad = faulty < last_faulty && faulty->row == i;
    if (shape->trailing && fields == shape->fields + 1 && ends_empty(block, shape, end)) fields--;
    bool total = shape->totals.count && fields == shape->fields && !bad &&
                 is_total(block, shape, begin);
    if (fields == shape->fields && fields > 1 && !bad && !total) {
      block->read++;
      block->first[block->rows++] = begin;
      continue;
    }
    size_t from = (uint32_t)(scan->ends[begin] + 1), to = scan->ends[end], length = to - from;
    if (!shape->marks.cr && length && block->bytes[to - 1] == '\r') length--;
    if (os_is_comment(&shape->marks, block->bytes + from, length)) {
      block->comments++;
      if (bad) faulty++;
      continue;
    }
    if (fields == 1 && length == 0) {
      if (shape->marks.cr && from > 0 && to < block->length && block->bytes[to] == '\n' &&
          block->bytes[from - 1] == '\r') {
        continue; /* the second half of a CRLF */
      }
      if (shape->fields != 1) {
        block->empty++;
        continue;
      }
    }
    block->read++;
    os_reject reject = {.byte = block->offset + from, .length = length, .row = block->read};
    if (bad) {
      reject.fault = faulty++->fault;
    } else if (total) {
      reject.fault = OS_FAULT_TOTAL;
    } else if (fields != shape->fields) {
      reject.fault = OS_FAULT_RAGGED;
      reject.found = fields;
    } else {
      block->first[block->rows++] = begin;
      continue;
    }
    if (!shape->collect && !total) { /* only ragged rows come here */
      *error = (os_error){.fault = OS_FAULT_RAGGED, .byte = from + 1, .row = block->read,
                          .number = fields, .wanted = shape->fields};
      quote_text(block, from, length, error);
      return OS_FAILED;
    }
    status = add_reject(mem, block, reject);
  }
  return status;
}

/* A fault that ends the block: the rows before it come first, one may have a fault of its own. */
static os_status end_at_fault(const os_mem *mem, os_block *block, const os_shape *shape,
                              const os_loose_row *row, os_error *error) {
  os_scan *scan = &block->scan;
  size_t start = 0, end = scan->ends[scan->nends - 1];
  scan->nrows--;
  os_scan_whole_rows(scan);
  os_status status = sort_out(mem, block, shape, error);
  if (status) return status;
  start = os_scan_next(scan);
  *error = (os_error){.fault = row->fault, .byte = row->where + 1, .row = block->read + 1};
  if (end > start && block->bytes[end - 1] == '\r') end--;
  quote_text(block, start, end - start, error);
  return OS_FAILED;
}

/* Row by row from where the scan stands, up to the end of the block. */
static os_status rows_by_row(const os_mem *mem, os_block *block, const os_shape *shape,
                             const os_source *source, os_error *error) {
  os_scan *scan = &block->scan;
  bool lenient = shape->lenient && shape->by_row;
  os_scan_whole_rows(scan);
  while (!(scan->nrows && scan->ends[scan->nends - 1] >= block->nominal)) {
    size_t start = os_scan_next(scan);
    if (block->final && start >= block->length) break;
    os_loose_row row;
    os_status status = os_scan_loose(mem, lenient, scan, block->bytes, start, block->length,
                                     block->final, &row);
    if (!status && row.next == SIZE_MAX) {
      status = extend(mem, block, source, block->length * 2, error);
    } else if (!status && row.fault) {
      if (!shape->by_row || !shape->collect) {
        return end_at_fault(mem, block, shape, &row, error);
      }
      status = OS_GROW(mem, block->faulty, block->faulty_cap, block->nfaulty + 1);
      if (!status) block->faulty[block->nfaulty++] = (os_faulty){scan->nrows - 1, row.fault};
    }
    if (status) return status;
  }
  return OS_OK;
}

os_status os_block_rows(const os_mem *mem, os_block *block, const os_shape *shape,
                        const os_source *source, bool inside, uint64_t from, os_error *error) {
  size_t start = 0;
  os_scan *scan = &block->scan;
  block->rows = block->nrejects = block->nfaulty = 0;
  scan->nends = scan->nrows = 0;
  block->read = block->empty = block->comments = 0;
  if (shape->in_turn) {
    block->next = from;
    if (from > block->offset + block->nominal) return OS_OK; /* a row reaches across the block */
    start = (size_t)(from - block->offset);
  } else if (block->offset > shape->start) {
    start = os_next_row(shape->marks, block->bytes, 0, block->nominal, inside);
    if (start == SIZE_MAX) return OS_OK;
  }
  if (block->final && start >= block->length) return OS_OK;
  os_status status = os_scan_begin(mem, scan, shape->marks, start);
  while (!status && !shape->by_row) {
    status = os_scan_run(mem, scan, block->bytes, block->length, block->final, block->nominal,
                         shape->variant);
    bool done = scan->nrows && scan->ends[scan->row_last[scan->nrows - 1]] >= block->nominal;
    if (status || scan->stopped || done || block->final) break;
    status = extend(mem, block, source, block->length * 2, error);
  }
  if (!status && (scan->stopped || shape->by_row)) {
    status = rows_by_row(mem, block, shape, source, error);
  }
  if (status) return status;
  /* The last step may have run on into rows of the next block. */
  while (scan->nrows > 1 && scan->ends[scan->row_last[scan->nrows - 2]] >= block->nominal) {
    scan->nrows--;
  }
  block->next = block->offset + os_scan_next(scan);
  return sort_out(mem, block, shape, error);
}

os_status os_block_seems_inside(const os_mem *mem, os_block *block, const os_shape *shape,
                                bool *inside) {
  os_loose_row row;
  os_scan *scan = &block->scan;
  size_t start = os_next_row(shape->marks, block->bytes, 0, block->nominal, false);
  *inside = false;
  if (start == SIZE_MAX || start >= block->length) return OS_OK;
  os_status status = os_scan_begin(mem, scan, shape->marks, start);
  if (!status) {
    status = os_scan_loose(mem, false, scan, block->bytes, start, block->length, block->final, &row);
  }
  if (status || row.next == SIZE_MAX) return status;
  bool empty = row.next - start <= 2;
  *inside = row.fault || (scan->nends - 1 != shape->fields + shape->trailing && !empty);
  return OS_OK;
}

bool os_block_odd(const os_block *block, const os_shape *shape, bool inside, bool whole) {
  const os_scan *scan = &block->scan;
  if (!whole || scan->nrows == 0) return os_odd_quotes(shape->marks.quote, block->bytes, block->nominal);
  /* Rows begin outside quotes; the last one of the block may reach beyond it. */
  size_t last = scan->nrows > 1 ? scan->ends[scan->row_last[scan->nrows - 2]] + 1 : scan->start;
  if (last > block->nominal) return os_odd_quotes(shape->marks.quote, block->bytes, block->nominal);
  bool before = block->offset > shape->start && inside;
  return before ^ os_odd_quotes(shape->marks.quote, block->bytes + last, block->nominal - last);
}

os_status os_block_strike(const os_mem *mem, os_block *block, const os_shape *shape,
                          const uint32_t *fields) {
  /* Rejects are in order of rows, and good rows fill the gaps between their numbers. */
  size_t old = block->nrejects, bad = 0, kept = 0;
  for (size_t r = 0; r < block->rows; r++) bad += fields[r] != 0;
  os_status status = OS_GROW(mem, block->rejects, block->rejects_cap, old + bad);
  if (status) return status;
  for (size_t r = 0, seen = 0; r < block->rows; r++) {
    while (seen < old && block->rejects[seen].row <= r + seen + 1) seen++;
    uint32_t begin = block->first[r];
    if (!fields[r]) {
      block->first[kept++] = begin;
      continue;
    }
    size_t from = (uint32_t)(block->scan.ends[begin] + 1);
    uint32_t end = begin + (uint32_t)shape->fields;
    size_t to = block->scan.ends[end];
    if (to > from && block->bytes[to - 1] == '\r') to--;
    block->rejects[block->nrejects++] =
        (os_reject){.byte = block->offset + from, .length = to - from, .row = r + seen + 1,
                    .field = fields[r], .fault = OS_FAULT_TYPE};
  }
  block->rows = kept;
  /* Merge the two runs: an insertion sort, as they interleave block by block only. */
  for (size_t i = old; i < block->nrejects; i++) {
    os_reject reject = block->rejects[i];
    size_t k = i;
    for (; k > 0 && block->rejects[k - 1].row > reject.row; k--) {
      block->rejects[k] = block->rejects[k - 1];
    }
    block->rejects[k] = reject;
  }
  return OS_OK;
}

uint64_t os_block_row_number(const os_block *block, size_t r) {
  size_t seen = 0;
  while (seen < block->nrejects && block->rejects[seen].row <= r + seen + 1) seen++;
  return r + seen + 1;
}

void os_block_free(const os_mem *mem, os_block *block) {
  os_free(mem, block->own, block->own_size);
  os_free(mem, block->first, block->first_cap * sizeof *block->first);
  os_free(mem, block->faulty, block->faulty_cap * sizeof *block->faulty);
  os_free(mem, block->rejects, block->rejects_cap * sizeof *block->rejects);
  os_scan_free(mem, &block->scan);
  memset(block, 0, sizeof *block);
}
