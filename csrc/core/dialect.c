/* dialect.c: see dialect.h. */
#include "dialect.h"

#include <string.h>

#include "dialect_parts.h"

#define OS_HEAD ((size_t)64 << 10)
#define OS_SAMPLE_ROWS 100
#define OS_MAX_HEADER_ROWS 16

static const char separators[] = {',', ';', '\t', '|'};

static os_status more(os_head *head, os_error *error) {
  size_t wanted = head->length ? head->length * 2 : OS_HEAD;
  if (wanted > head->source->size) wanted = (size_t)head->source->size;
  if (wanted > OS_MAX_SCAN) wanted = OS_MAX_SCAN;
  if (wanted == head->length && wanted < head->source->size) {
    error->fault = OS_FAULT_LIMIT;
    error->number = OS_MAX_SCAN;
    return OS_FAILED;
  }
  if (head->source->bytes) {
    head->bytes = head->source->bytes;
  } else {
    os_status status = os_buf_room(head->mem, &head->own, wanted - head->own.len);
    if (!status) {
      status = os_source_read(head->source, head->own.len, head->own.data + head->own.len,
                              wanted - head->own.len, error);
    }
    if (status) return status;
    head->own.len = wanted;
    head->bytes = head->own.data;
  }
  head->length = wanted;
  head->final = wanted == head->source->size;
  return OS_OK;
}

static bool opens_field(uint8_t before, uint8_t separator) {
  if (before == '\n' || before == '\r') return true;
  return separator ? before == separator : memchr(separators, before, sizeof separators) != NULL;
}

/* The first line end outside quotes, at or behind `from`. */
static os_status find_line_end(os_head *head, size_t from, uint8_t separator, os_line_end *out,
                               os_error *error) {
  const uint8_t quote = head->form->quote;
  bool inside = false;
  uint8_t before = '\n';
  *out = OS_LINE_NONE;
  for (size_t i = from;; i++) {
    if (i + 1 >= head->length && !head->final) {
      os_status status = more(head, error);
      if (status) return status;
    }
    if (i >= head->length) return OS_OK;
    uint8_t c = head->bytes[i];
    if (c == quote && quote != OS_NO_QUOTE) {
      inside = inside ? false : before == quote || opens_field(before, separator);
    } else if (!inside && c == '\n') {
      *out = OS_LINE_LF;
      return OS_OK;
    } else if (!inside && c == '\r') {
      *out = i + 1 < head->length && head->bytes[i + 1] == '\n' ? OS_LINE_CRLF : OS_LINE_CR;
      return OS_OK;
    }
    before = c;
  }
}

/* How well a separator cuts the sample: rows with as many fields as the first, of all rows. */
typedef struct os_fit {
  size_t fields, rows, agree;
} os_fit;

static os_status try_separator(os_head *head, size_t from, os_marks marks, bool lenient,
                               os_scan *scan, os_fit *fit) {
  *fit = (os_fit){0, 0, 0};
  os_status status = os_scan_begin(head->mem, scan, marks, from);
  size_t start = from;
  while (!status && fit->rows < OS_SAMPLE_ROWS && start < head->length) {
    os_loose_row row;
    size_t before = scan->nends;
    status = os_scan_loose(head->mem, lenient, scan, head->bytes, start, head->length, head->final,
                           &row);
    if (status || row.next == SIZE_MAX) break;
    size_t fields = scan->nends - before, length = scan->ends[scan->nends - 1] - start;
    if (length && head->bytes[start + length - 1] == '\r') length--;
    start = row.next;
    if (!length || row.comment) continue;
    if (!fit->rows++) fit->fields = fields;
    fit->agree += !row.fault && fields == fit->fields;
  }
  return status;
}

/* *sure: it cuts all rows of the sample into as many fields. */
static os_status find_separator(os_head *head, size_t from, os_dialect *dialect, bool lenient,
                                os_scan *scan, bool *sure) {
  os_fit best = {1, 1, 0};
  const os_notation *notation = head->form->notation;
  /* Where there is none, a comma is better taken for a decimal mark. */
  dialect->marks.separator = notation && notation->decimal == ',' ? ';' : ',';
  for (size_t i = 0; i < sizeof separators; i++) {
    os_marks marks = dialect->marks;
    marks.separator = (uint8_t)separators[i];
    os_fit fit;
    os_status status = try_separator(head, from, marks, lenient, scan, &fit);
    if (status) return status;
    if (fit.fields < 2) continue;
    size_t ours = fit.agree * best.rows, theirs = best.agree * fit.rows;
    if (best.fields < 2 || ours > theirs || (ours == theirs && fit.fields > best.fields)) {
      best = fit;
      dialect->marks.separator = marks.separator;
      dialect->detected = true;
    }
  }
  *sure = best.fields > 1 && best.agree == best.rows;
  return OS_OK;
}

/* Scans the first row that is not empty; *from becomes its start. */
static os_status first_row(os_head *head, size_t *from, bool lenient, os_dialect *dialect,
                           os_scan *scan, os_loose_row *row, os_error *error) {
  os_status status = OS_OK;
  for (;;) {
    while (*from >= head->length && !head->final && !status) status = more(head, error);
    if (status) return status;
    if (*from >= head->length) {
      error->fault = OS_FAULT_EMPTY;
      return OS_FAILED;
    }
    status = os_scan_begin(head->mem, scan, dialect->marks, *from);
    if (!status) {
      status = os_scan_loose(head->mem, lenient, scan, head->bytes, *from, head->length,
                             head->final, row);
    }
    if (!status && row->next == SIZE_MAX) {
      status = more(head, error);
      if (status) return status;
      continue;
    }
    if (status) return status;
    if (row->comment) {
      dialect->comments++;
      *from = row->next;
      continue;
    }
    size_t end = scan->ends[scan->nends - 1];
    bool empty = scan->nends == 2 && (end == *from || (!dialect->marks.cr && end == *from + 1 &&
                                                       head->bytes[*from] == '\r'));
    if (!empty) return OS_OK;
    if (!(dialect->marks.cr && *from && head->bytes[*from] == '\n' &&
          head->bytes[*from - 1] == '\r')) {
      dialect->empty++;
    }
    *from = row->next;
  }
}

/* Behind so many lines, whatever is in them. */
static os_status skip_lines(os_head *head, size_t *from, uint64_t lines, os_dialect *dialect,
                            os_error *error) {
  while (dialect->skipped < lines) {
    if (*from + 1 >= head->length && !head->final) {
      os_status status = more(head, error);
      if (status) return status;
      continue;
    }
    if (*from >= head->length) break;
    uint8_t c = head->bytes[(*from)++];
    if (c != '\n' && c != '\r') continue;
    if (c == '\r' && *from < head->length && head->bytes[*from] == '\n') ++*from;
    dialect->skipped++;
  }
  return OS_OK;
}

/* Comments before the first row say nothing about quotes. */
static os_status skip_comments(os_head *head, size_t *from, os_dialect *dialect, os_error *error) {
  const os_marks *marks = &dialect->marks;
  for (;;) {
    while (head->length - *from < OS_COMMENT && !head->final) {
      os_status status = more(head, error);
      if (status) return status;
    }
    if (!os_is_comment(marks, head->bytes + *from, head->length - *from)) return OS_OK;
    uint64_t skipped = dialect->skipped;
    os_status status = skip_lines(head, from, skipped + 1, dialect, error);
    dialect->skipped = skipped;
    if (status) return status;
    dialect->comments++;
  }
}

/* Title lines are looked for where no separator fits, or the first row is a title by its looks. */
static os_status skip_titles(os_head *head, size_t *from, bool sure, os_dialect *dialect,
                             os_scan *scan) {
  os_marks marks = dialect->marks;
  if (!head->form->separator && !sure) marks.separator = 0;
  os_status status = os_find_titles(head, *from, &marks, scan, &dialect->titles, from);
  if (status || !dialect->titles) return status;
  dialect->marks = marks;
  dialect->detected = !head->form->separator;
  return OS_OK;
}

/* A row of the header that cannot be used. */
static os_status bad_row(const os_head *head, const os_scan *scan, const os_loose_row *row,
                         size_t from, os_error *error) {
  *error = (os_error){.fault = row->fault, .byte = row->where + 1};
  size_t end = scan->ends[scan->nends - 1], length = end - from;
  error->length = (uint32_t)(length < OS_ERROR_TEXT ? length : OS_ERROR_TEXT);
  memcpy(error->text, head->bytes + from, error->length);
  return OS_FAILED;
}

/* Whether the rows behind the header all have one more field than it has names, and nothing in that:
** they end in a separator, and that is all. */
static os_status find_trailing(const os_head *head, os_dialect *dialect, os_scan *scan) {
  size_t rows = 0, filled = 0, start = (size_t)dialect->start, fields = dialect->fields;
  if (fields < 2) return OS_OK;
  os_status status = os_scan_begin(head->mem, scan, dialect->marks, start);
  while (!status && rows < OS_SAMPLE_ROWS && start < head->length) {
    os_loose_row row;
    size_t before = scan->nends;
    status = os_scan_loose(head->mem, head->form->lenient, scan, head->bytes, start, head->length,
                           head->final, &row);
    if (status || row.next == SIZE_MAX) break;
    size_t count = scan->nends - before, end = scan->ends[scan->nends - 1], begin = start;
    size_t from = (uint32_t)(scan->ends[scan->nends - 2] + 1);
    start = row.next;
    if (end > from && head->bytes[end - 1] == '\r') end--;
    if (row.comment || (count == 1 && end == from)) continue;
    if (row.fault || count != fields + 1 || end != from) return OS_OK;
    rows++;
    filled += end - begin > fields;
  }
  dialect->trailing = rows > 1 && filled;
  return status;
}

void os_dialect_note(os_dialect *dialect, const os_form *form) {
  for (size_t c = 0; dialect->notations && c < dialect->fields; c++) {
    const os_name *name = &dialect->names[c];
    dialect->notations[c] = form->notation;
    for (size_t i = 0; i < form->nnoted; i++) {
      const os_name *other = &form->noted[i].name;
      if (other->len == name->len && !memcmp(other->ptr, name->ptr, name->len)) {
        dialect->notations[c] = &form->noted[i].notation;
      }
    }
  }
}

os_status os_dialect_set(os_dialect *dialect, size_t field, const os_notation *notation) {
  if (!dialect->notations) {
    dialect->notations = os_alloc_zero(&dialect->mem, dialect->fields, sizeof *dialect->notations);
  }
  if (!dialect->notations) return OS_NOMEM;
  dialect->notations[field] = notation;
  return OS_OK;
}

static os_status settle_notations(os_dialect *dialect, const os_form *form) {
  if (!form->notation && !form->nnoted) return OS_OK;
  dialect->notations = os_alloc(&dialect->mem, dialect->fields, sizeof *dialect->notations);
  if (!dialect->notations) return OS_NOMEM;
  os_dialect_note(dialect, form);
  return OS_OK;
}

/* The rows of the header, then its names. */
static os_status read_header(os_head *head, size_t from, os_dialect *dialect, os_scan *scan,
                             os_error *error) {
  const os_form *form = head->form;
  os_loose_row row;
  size_t rows[OS_MAX_HEADER_ROWS], count = form->header_rows;
  if (count > OS_MAX_HEADER_ROWS) count = OS_MAX_HEADER_ROWS;
  for (size_t r = 0; r < (count ? count : 1); r++) {
    os_status status = first_row(head, &from, form->lenient, dialect, scan, &row, error);
    if (status) return status;
    if (row.fault && (count || row.fault == OS_FAULT_NUL || row.fault == OS_FAULT_UTF8)) {
      return bad_row(head, scan, &row, from, error);
    }
    if (r == 0) dialect->header = from;
    size_t fields = scan->nends - 1;
    if (fields > dialect->fields) dialect->fields = fields;
    if (!count) break;
    rows[r] = from;
    from = row.next;
    if (dialect->marks.cr && from < head->length && head->bytes[from] == '\n' &&
        head->bytes[from - 1] == '\r') {
      from++; /* CRLF in a file of CR */
    }
  }
  dialect->start = from;
  os_status status = OS_OK;
  if (form->trailing && count == 1) status = find_trailing(head, dialect, scan);
  if (!status) status = os_read_names(dialect, head, scan, rows, count);
  return status ? status : settle_notations(dialect, form);
}

static os_status read_head(os_head *head, os_dialect *dialect, os_scan *scan, os_error *error) {
  const os_form *form = head->form;
  size_t from = 0;
  bool sure = true;
  os_status status = more(head, error);
  if (status) return status;
  const uint8_t *b = head->bytes;
  if (head->length >= 3 && b[0] == 0xEF && b[1] == 0xBB && b[2] == 0xBF) {
    dialect->bom = true;
    from = 3;
  } else if (head->length >= 2 && ((b[0] == 0xFE && b[1] == 0xFF) ||
                                   (b[0] == 0xFF && b[1] == 0xFE))) {
    *error = (os_error){.fault = OS_FAULT_ENCODING, .byte = 1, .length = 6};
    memcpy(error->text, "UTF-16", 6);
    return OS_FAILED;
  }
  dialect->nfc = form->nfc;
  dialect->marks = (os_marks){.separator = form->separator, .quote = form->quote,
                              .comment_length = form->comment_length};
  memcpy(dialect->marks.comment, form->comment, sizeof form->comment);
  status = skip_lines(head, &from, form->skip, dialect, error);
  if (!status) status = skip_comments(head, &from, dialect, error);
  if (!status) status = find_line_end(head, from, form->separator, &dialect->line_end, error);
  if (status) return status;
  dialect->marks.cr = dialect->line_end == OS_LINE_CR;
  if (!form->separator) {
    status = find_separator(head, from, dialect, form->lenient, scan, &sure);
  }
  if (!status && form->titles && form->header_rows) {
    status = skip_titles(head, &from, sure, dialect, scan);
  }
  if (!status) status = read_header(head, from, dialect, scan, error);
  return status;
}

os_status os_dialect_read(const os_mem *mem, os_dialect *dialect, const os_source *source,
                          const os_form *form, os_error *error) {
  os_head head = {.mem = mem, .source = source, .form = form};
  os_scan scan = {0};
  memset(dialect, 0, sizeof *dialect);
  dialect->mem = *mem;
  os_status status = read_head(&head, dialect, &scan, error);
  os_scan_free(mem, &scan);
  os_buf_free(mem, &head.own);
  if (status == OS_FAILED) os_source_locate(source, dialect->marks.cr, error);
  if (status) os_dialect_clear(dialect);
  return status;
}

void os_dialect_clear(os_dialect *dialect) {
  if (!dialect->mem.fn) return;
  os_free(&dialect->mem, dialect->names, dialect->fields * sizeof *dialect->names);
  os_free(&dialect->mem, dialect->renamed, dialect->nrenamed * sizeof *dialect->renamed);
  os_free(&dialect->mem, dialect->notations, dialect->fields * sizeof *dialect->notations);
  os_buf_free(&dialect->mem, &dialect->bytes);
  memset(dialect, 0, sizeof *dialect);
}
