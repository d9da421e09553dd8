/* dialect.c: see dialect.h. */
#include "dialect.h"

#include <string.h>

#include "chunk.h"
#include "hash.h"
#include "value.h"

#define OS_HEAD ((size_t)64 << 10)
#define OS_SAMPLE_ROWS 100

static const char separators[] = {',', ';', '\t', '|'};

/* The first bytes of the source: more of them each time they do not do. */
typedef struct os_head {
  const os_mem *mem;
  const os_source *source;
  const uint8_t *bytes;
  size_t length;
  bool final;
  os_buf own;
} os_head;

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
    if (c == '"') {
      inside = inside ? false : before == '"' || opens_field(before, separator);
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
    if (!length) continue;
    if (!fit->rows++) fit->fields = fields;
    fit->agree += !row.fault && fields == fit->fields;
  }
  return status;
}

static os_status find_separator(os_head *head, size_t from, os_dialect *dialect, bool lenient,
                                os_scan *scan) {
  os_fit best = {1, 1, 0};
  dialect->marks.separator = ',';
  for (size_t i = 0; i < sizeof separators; i++) {
    os_marks marks = {(uint8_t)separators[i], dialect->marks.cr};
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

static os_status add_name(os_dialect *dialect, size_t field, const char *s, size_t len) {
  os_status status = os_buf_append(&dialect->mem, &dialect->bytes, s, len);
  dialect->names[field].len = len; /* ptr when all names stand */
  return status;
}

/* BASE_NUMBER */
static size_t number_name(os_buf *out, const os_mem *mem, const char *base, size_t len,
                          size_t number) {
  char digits[OS_VALUE_TEXT];
  size_t count = os_write_integer((int64_t)number, digits);
  out->len = 0;
  if (os_buf_append(mem, out, base, len) || os_buf_append(mem, out, "_", 1) ||
      os_buf_append(mem, out, digits, count)) {
    return 0;
  }
  return out->len;
}

/* Whether a name is in use; *code becomes its index. */
static bool known(const os_table *table, const os_name *names, const char *s, size_t len,
                  size_t *at, uint32_t *code) {
  uint64_t hash = os_hash_bytes(s, len);
  *at = os_table_start(table, hash);
  while ((*code = os_table_next(table, hash, at)) != OS_TABLE_NONE) {
    if (names[*code].len == len && !memcmp(names[*code].ptr, s, len)) return true;
    ++*at;
  }
  return false;
}

os_status os_dialect_name(os_dialect *dialect, const os_name *given) {
  const os_mem *mem = &dialect->mem;
  os_table table = {0};
  os_buf fresh = {NULL, 0, 0};
  size_t at, total = dialect->fields;
  uint32_t code, *first = os_alloc(mem, total, sizeof *first); /* the field that has this name */
  size_t *next = os_alloc(mem, total, sizeof *next);    /* the number to try for its next repeat */
  os_name *all = os_alloc(mem, total, 2 * sizeof *all); /* given ones, then new ones */
  os_status status = first && next && all ? os_table_init(mem, &table, total) : OS_NOMEM;
  size_t count = total;
  for (size_t i = 0; !status && i < total; i++) {
    all[i] = given[i];
    first[i] = (uint32_t)i;
    next[i] = 2;
    if (!given[i].len) {
      next[i] = i + 1;
      dialect->nrenamed++;
    } else if (known(&table, all, given[i].ptr, given[i].len, &at, &code)) {
      first[i] = code;
      dialect->nrenamed++;
    } else {
      status = os_table_put(mem, &table, os_hash_bytes(given[i].ptr, given[i].len), at,
                            (uint32_t)i);
    }
  }
  if (!status && dialect->nrenamed) {
    dialect->renamed = os_alloc(mem, dialect->nrenamed, sizeof *dialect->renamed);
    if (!dialect->renamed) status = OS_NOMEM;
  }
  size_t renamed = 0;
  for (size_t i = 0; !status && i < total; i++) {
    if (given[i].len && first[i] == i) {
      status = add_name(dialect, i, given[i].ptr, given[i].len);
      continue;
    }
    const char *base = given[i].len ? given[i].ptr : "column";
    size_t len = given[i].len ? given[i].len : 6;
    do {
      if (!number_name(&fresh, mem, base, len, next[first[i]]++)) {
        status = OS_NOMEM;
        break;
      }
    } while (known(&table, all, (char *)fresh.data, fresh.len, &at, &code));
    dialect->renamed[renamed++] = (os_renamed){i, given[i]};
    if (!status) {
      char *copy = os_alloc(mem, fresh.len, 1);
      if (!copy) {
        status = OS_NOMEM;
        break;
      }
      memcpy(copy, fresh.data, fresh.len);
      all[count] = (os_name){copy, fresh.len};
      status = os_table_put(mem, &table, os_hash_bytes(copy, fresh.len), at, (uint32_t)count++);
      if (!status) status = add_name(dialect, i, copy, fresh.len);
    }
  }
  if (!status) { /* the old names stay for the notes; their text goes behind the new names */
    size_t from = dialect->bytes.len;
    for (size_t i = 0; !status && i < renamed; i++) {
      status = os_buf_append(mem, &dialect->bytes, dialect->renamed[i].was.ptr,
                             dialect->renamed[i].was.len);
    }
    const char *bytes = (const char *)dialect->bytes.data;
    for (size_t i = 0; !status && i < renamed; i++) {
      dialect->renamed[i].was.ptr = bytes + from;
      from += dialect->renamed[i].was.len;
    }
    for (size_t i = 0; i < total; i++) {
      dialect->names[i].ptr = bytes;
      bytes += dialect->names[i].len;
    }
  }
  for (size_t i = total; i < count; i++) os_free(mem, (void *)(uintptr_t)all[i].ptr, all[i].len);
  os_free(mem, all, total * 2 * sizeof *all);
  os_free(mem, first, total * sizeof *first);
  os_free(mem, next, total * sizeof *next);
  os_buf_free(mem, &fresh);
  os_table_free(mem, &table);
  return status;
}

static os_status read_names(os_dialect *dialect, const os_head *head, os_scan *scan, bool header) {
  const os_mem *mem = &dialect->mem;
  os_shape shape = {.marks = dialect->marks, .fields = scan->nends - 1};
  uint32_t first = 0;
  os_block block = {.bytes = head->bytes, .length = head->length, .scan = *scan, .first = &first,
                    .rows = 1};
  os_buf scratch = {NULL, 0, 0}, texts = {NULL, 0, 0};
  dialect->fields = shape.fields;
  dialect->names = os_alloc_zero(mem, shape.fields, sizeof *dialect->names);
  os_name *given = os_alloc_zero(mem, shape.fields, sizeof *given);
  os_status status = dialect->names && given ? OS_OK : OS_NOMEM;
  for (size_t i = 0; !status && header && i < shape.fields; i++) {
    os_text text;
    status = os_cell_text(mem, &scratch, &block, &shape, 0, i, &text);
    if (!status) status = os_buf_append(mem, &texts, text.ptr, text.len);
    given[i].len = text.len;
  }
  const char *at = texts.data ? (const char *)texts.data : "";
  for (size_t i = 0; !status && i < shape.fields; i++) {
    given[i].ptr = at;
    at += given[i].len;
  }
  if (!status) status = os_dialect_name(dialect, given);
  os_buf_free(mem, &scratch);
  os_buf_free(mem, &texts);
  os_free(mem, given, shape.fields * sizeof *given);
  return status;
}

static os_status read_head(os_head *head, os_dialect *dialect, uint8_t separator, bool header,
                           bool lenient, os_scan *scan, os_error *error) {
  os_loose_row row;
  size_t from = 0;
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
  status = find_line_end(head, from, separator, &dialect->line_end, error);
  if (status) return status;
  dialect->marks = (os_marks){separator, dialect->line_end == OS_LINE_CR};
  if (!separator) {
    status = find_separator(head, from, dialect, lenient, scan);
    if (status) return status;
  }
  status = first_row(head, &from, lenient, dialect, scan, &row, error);
  if (status) return status;
  if (row.fault && (header || row.fault == OS_FAULT_NUL || row.fault == OS_FAULT_UTF8)) {
    *error = (os_error){.fault = row.fault, .byte = row.where + 1};
    size_t end = scan->ends[scan->nends - 1], length = end - from;
    error->length = (uint32_t)(length < OS_ERROR_TEXT ? length : OS_ERROR_TEXT);
    memcpy(error->text, head->bytes + from, error->length);
    return OS_FAILED;
  }
  dialect->start = header ? row.next : from;
  if (header && dialect->marks.cr && row.next < head->length && head->bytes[row.next] == '\n' &&
      head->bytes[row.next - 1] == '\r') {
    dialect->start++; /* CRLF in a file of CR */
  }
  return read_names(dialect, head, scan, header);
}

os_status os_dialect_read(const os_mem *mem, os_dialect *dialect, const os_source *source,
                          uint8_t separator, bool header, bool lenient, os_error *error) {
  os_head head = {.mem = mem, .source = source};
  os_scan scan = {0};
  memset(dialect, 0, sizeof *dialect);
  dialect->mem = *mem;
  os_status status = read_head(&head, dialect, separator, header, lenient, &scan, error);
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
  os_buf_free(&dialect->mem, &dialect->bytes);
  memset(dialect, 0, sizeof *dialect);
}
