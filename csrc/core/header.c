/* header.c: the names of the fields: from one or several header rows, made unique and not empty. */
#include <string.h>

#include "chunk.h"
#include "dialect_parts.h"
#include "hash.h"
#include "value.h"

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

/* The texts of header rows: of row r field i, which may have less than the others. */
typedef struct os_header_cells {
  os_buf bytes;
  size_t *lens;   /* rows * fields */
  size_t rows, fields;
} os_header_cells;

static os_status take_row(os_header_cells *cells, const os_dialect *dialect, const os_head *head,
                          os_scan *scan, size_t r, size_t from) {
  const os_mem *mem = head->mem;
  os_loose_row row;
  os_buf scratch = {NULL, 0, 0};
  uint32_t first = 0;
  os_status status = os_scan_begin(mem, scan, dialect->marks, from);
  if (!status) {
    status = os_scan_loose(mem, head->form->lenient, scan, head->bytes, from, head->length,
                           head->final, &row);
  }
  size_t count = status ? 0 : scan->nends - 1;
  os_shape shape = {.marks = dialect->marks, .fields = count, .nfc = dialect->nfc};
  os_block block = {.bytes = head->bytes, .length = head->length, .scan = *scan, .first = &first,
                    .rows = 1};
  for (size_t i = 0; !status && i < cells->fields && i < count; i++) {
    os_text text;
    status = os_cell_text(mem, &scratch, &block, &shape, 0, i, &text);
    if (!status) status = os_buf_append(mem, &cells->bytes, text.ptr, text.len);
    cells->lens[r * cells->fields + i] = text.len;
  }
  os_buf_free(mem, &scratch);
  return status;
}

/* Joins what stands below one another. An empty field under which something stands belongs to the
** name on its left, as where cells were merged; what is said twice is said once. */
static os_status join_rows(const os_mem *mem, const os_header_cells *cells, os_buf *texts,
                           os_name *given) {
  size_t fields = cells->fields, rows = cells->rows;
  os_text *carried = os_alloc_zero(mem, rows, sizeof *carried);
  size_t *starts = os_alloc(mem, rows * fields, sizeof *starts);
  os_status status = carried && starts ? OS_OK : OS_NOMEM;
  size_t at = 0;
  for (size_t i = 0; starts && i < rows * fields; i++) {
    starts[i] = at;
    at += cells->lens[i];
  }
  for (size_t i = 0; !status && i < fields; i++) {
    os_text before = {"", 0};
    for (size_t r = 0; !status && r < rows; r++) {
      os_text text = {(const char *)cells->bytes.data + starts[r * fields + i],
                      cells->lens[r * fields + i]};
      bool below = false;
      for (size_t k = r + 1; k < rows; k++) below = below || cells->lens[k * fields + i];
      if (text.len) {
        carried[r] = text;
        for (size_t k = r + 1; k < rows; k++) carried[k] = (os_text){"", 0};
      } else if (below) {
        text = carried[r];
      } else {
        carried[r] = text;
      }
      if (!text.len || os_text_same(text, before)) continue;
      if (given[i].len) {
        status = os_buf_append(mem, texts, " ", 1);
        given[i].len++;
      }
      if (!status) status = os_buf_append(mem, texts, text.ptr, text.len);
      given[i].len += text.len;
      before = text;
    }
  }
  os_free(mem, carried, rows * sizeof *carried);
  os_free(mem, starts, rows * fields * sizeof *starts);
  return status;
}

os_status os_read_names(os_dialect *dialect, const os_head *head, os_scan *scan,
                        const size_t *rows, size_t count) {
  const os_mem *mem = &dialect->mem;
  size_t fields = dialect->fields;
  os_header_cells cells = {.rows = count, .fields = fields};
  os_buf texts = {NULL, 0, 0};
  dialect->names = os_alloc_zero(mem, fields, sizeof *dialect->names);
  os_name *given = os_alloc_zero(mem, fields, sizeof *given);
  cells.lens = os_alloc_zero(mem, fields * (count ? count : 1), sizeof *cells.lens);
  os_status status = dialect->names && given && cells.lens ? OS_OK : OS_NOMEM;
  for (size_t r = 0; !status && r < count; r++) {
    status = take_row(&cells, dialect, head, scan, r, rows[r]);
  }
  if (!status && count) status = join_rows(mem, &cells, &texts, given);
  const char *at = texts.data ? (const char *)texts.data : "";
  for (size_t i = 0; !status && i < fields; i++) {
    given[i].ptr = at;
    at += given[i].len;
  }
  if (!status) status = os_dialect_name(dialect, given);
  os_buf_free(mem, &cells.bytes);
  os_buf_free(mem, &texts);
  os_free(mem, cells.lens, fields * (count ? count : 1) * sizeof *cells.lens);
  os_free(mem, given, fields * sizeof *given);
  return status;
}
