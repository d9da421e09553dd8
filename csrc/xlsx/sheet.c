/* sheet.c: a worksheet becomes CSV, row by row as the parser meets it. */
#include <string.h>

#include "xlsx.h"

#define LONG_NUMBER 15   /* characters: what goes beyond, spreadsheets keep as text only */
#define KEPT_ABOVE 4096 /* bytes of the rows above the header that are kept for a note */

static x_cell *cell_at(x_sheet *sheet, size_t col) {
  return (x_cell *)(void *)sheet->cells.data + col;
}

static x_column *column_at(x_sheet *sheet, size_t col) {
  return (x_column *)(void *)sheet->columns.data + col;
}

/* Room for one more element of each column. */
static os_status widen(x_book *book, os_buf *buf, size_t count, size_t size) {
  size_t need = count * size;
  if (buf->len >= need) return OS_OK;
  os_status status = os_buf_room(&book->mem, buf, need - buf->len);
  if (status) return status;
  memset(buf->data + buf->len, 0, need - buf->len);
  buf->len = need;
  return OS_OK;
}

/* The column (from 1) that a reference such as BC12 names, 0 for none; *row is that of the rest. */
static uint32_t reference(const char *text, uint32_t *row) {
  uint32_t col = 0, number = 0;
  for (; *text >= 'A' && *text <= 'Z' && col <= X_COLUMNS; text++) {
    col = col * 26 + (uint32_t)(*text - 'A' + 1);
  }
  for (; *text >= '0' && *text <= '9' && number <= X_ROWS; text++) {
    number = number * 10 + (uint32_t)(*text - '0');
  }
  *row = number;
  return *text || col > X_COLUMNS || number == 0 || number > X_ROWS ? 0 : col;
}

/* ---- rows ---- */

static os_status put_quoted(x_book *book, const char *text, size_t length) {
  x_sheet *sheet = &book->sheet;
  os_status status = os_buf_append(&book->mem, &sheet->out, "\"", 1);
  while (!status && length > 0) {
    const char *quote = memchr(text, '"', length);
    size_t count = quote ? (size_t)(quote - text) + 1 : length;
    status = os_buf_append(&book->mem, &sheet->out, text, count);
    if (!status && quote) status = os_buf_append(&book->mem, &sheet->out, "\"", 1);
    text += count;
    length -= count;
  }
  return status ? status : os_buf_append(&book->mem, &sheet->out, "\"", 1);
}

static os_status put_cell(x_book *book, const x_cell *cell) {
  x_sheet *sheet = &book->sheet;
  const char *text = (const char *)sheet->texts.data + cell->at;
  if (cell->kind == X_NONE) return OS_OK;
  if (cell->kind == X_TEXT) {
    bool plain = cell->length > 0 && (uint8_t)*text != 0xEF;
    for (size_t i = 0; plain && i < cell->length; i++) {
      plain = text[i] != '"' && text[i] != ',' && text[i] != '\n' && text[i] != '\r';
    }
    if (!plain) return put_quoted(book, text, cell->length);
  }
  return os_buf_append(&book->mem, &sheet->out, text, cell->length);
}

static bool has_value(const x_cell *cell) {
  return cell->kind == X_RAW || (cell->kind == X_TEXT && cell->length > 0);
}

static os_status keep_above(x_book *book) {
  x_sheet *sheet = &book->sheet;
  os_status status = OS_OK;
  sheet->titles++;
  for (size_t c = 0; !status && c < sheet->width; c++) {
    const x_cell *cell = cell_at(sheet, c);
    if (!has_value(cell) || sheet->above.len > KEPT_ABOVE) continue;
    if (sheet->above.len) status = os_buf_append(&book->mem, &sheet->above, " | ", 3);
    if (!status) status = os_buf_append(&book->mem, &sheet->above, sheet->texts.data + cell->at, cell->length);
  }
  return status;
}

static os_status put_row(x_book *book) {
  x_sheet *sheet = &book->sheet;
  size_t wanted = sheet->wanted.len;
  const bool *is_wanted = (const bool *)(const void *)sheet->wanted.data;
  bool first = true;
  os_status status = OS_OK;
  for (size_t c = 0; !status && c < sheet->width; c++) {
    if (!has_value(cell_at(sheet, c))) continue;
    status = widen(book, &sheet->columns, c + 1, sizeof(x_column));
    if (!status) column_at(sheet, c)->used = true;
    if (c >= wanted || !is_wanted[c]) sheet->misfit = true;
  }
  if (sheet->misfit) return status; /* it will be read again */
  for (size_t c = 0; !status && c < wanted; c++) {
    if (!is_wanted[c]) continue;
    if (!first) status = os_buf_append(&book->mem, &sheet->out, ",", 1);
    if (!status && c < sheet->width) status = put_cell(book, cell_at(sheet, c));
    first = false;
  }
  if (!status) status = os_buf_append(&book->mem, &sheet->out, "\n", 1);
  if (!status) status = os_buf_append(&book->mem, &sheet->rows, &sheet->row, sizeof sheet->row);
  return status;
}

static os_status end_row(x_book *book) {
  x_sheet *sheet = &book->sheet;
  uint32_t values = 0;
  os_status status = OS_OK;
  for (size_t c = 0; c < sheet->width; c++) values += has_value(cell_at(sheet, c));
  if (sheet->counting) {
    uint32_t pair[2] = {sheet->row, values};
    if (values) status = os_buf_append(&book->mem, &sheet->widths, pair, sizeof pair);
    for (size_t c = 0; !status && c < sheet->width; c++) {
      if (!has_value(cell_at(sheet, c))) continue;
      status = widen(book, &sheet->columns, c + 1, sizeof(x_column));
      if (!status) column_at(sheet, c)->used = true;
    }
  } else if (sheet->row < sheet->from) {
    if (values) status = keep_above(book);
  } else if (values == 0) {
    sheet->empty++;
  } else {
    status = put_row(book);
  }
  if (sheet->width) memset(sheet->cells.data, 0, sheet->width * sizeof(x_cell));
  sheet->width = 0;
  sheet->texts.len = 0;
  return status;
}

/* ---- cells ---- */

/* Whether the ladder of types might take a text for a number: digits and their marks only. */
static bool like_number(const char *text, size_t length) {
  bool digits = false;
  if (length > 1 && *text == '0' && text[1] >= '0' && text[1] <= '9') return false; /* as 007 */
  for (size_t i = 0; i < length; i++) {
    if (text[i] >= '0' && text[i] <= '9') {
      digits = true;
    } else if (!strchr("+-.eE", text[i])) {
      return false;
    }
  }
  return digits;
}

static bool like_date(const char *text, size_t length) {
  return (length == 7 || length == 10) && text[4] == '-' && (length == 7 || text[7] == '-') &&
         text[0] >= '0' && text[0] <= '9';
}

/* Notes texts that look like something else: the ladder of types cannot tell that they are texts. */
static void look_at_text(x_sheet *sheet, x_column *column, const char *text, size_t length) {
  if (sheet->row < sheet->data || length == 0) return;
  if (like_date(text, length)) {
    if (!column->dates) column->dates = sheet->row;
  } else if (like_number(text, length)) {
    uint32_t *first = &column->digits;
    if (length == 4 && !memchr(text, '.', 4) && !memchr(text, '-', 4)) first = &column->years;
    if (length > LONG_NUMBER) first = &column->longs;
    bool told = column->digits || column->longs || column->years;
    if (*first) return;
    *first = sheet->row;
    if (told && first != &column->digits) return;
    size_t kept = length < sizeof column->digits_text ? length : sizeof column->digits_text - 1;
    memcpy(column->digits_text, text, kept);
    column->digits_text[kept] = 0;
  }
}

static os_status put_shared(x_book *book, const char *text, size_t length, bool *ok) {
  x_sheet *sheet = &book->sheet;
  size_t number = 0, count = book->ends.len / sizeof(size_t);
  const size_t *ends = (const size_t *)(const void *)book->ends.data;
  for (size_t i = 0; i < length; i++) {
    if (text[i] < '0' || text[i] > '9' || number > count) number = count;
    if (number < count) number = number * 10 + (size_t)(text[i] - '0');
  }
  *ok = length > 0 && number < count;
  if (!*ok) return OS_OK;
  size_t from = number ? ends[number - 1] : 0;
  return os_buf_append(&book->mem, &sheet->texts, book->strings.data + from, ends[number] - from);
}

static os_status bad_cell(x_book *book, const char *what) {
  const x_sheet *sheet = &book->sheet;
  return x_fail(book, "corrupt", "row %u, column %u: %s '%.*s'", (unsigned)sheet->row,
                (unsigned)sheet->col, what, (int)(sheet->text.len < 60 ? sheet->text.len : 60),
                sheet->text.data ? (const char *)sheet->text.data : "");
}

static os_status end_cell(x_book *book) {
  x_sheet *sheet = &book->sheet;
  const os_mem *mem = &book->mem;
  const char *text = (const char *)sheet->text.data;
  size_t length = sheet->text.len, begin = sheet->texts.len;
  x_cell cell = {X_RAW, begin, 0};
  bool ok = true, date = false;
  os_status status = widen(book, &sheet->columns, sheet->col, sizeof(x_column));
  if (status) return status;
  x_column *column = column_at(sheet, sheet->col - 1);
  x_shown shown = X_NUMBER;
  if (sheet->style < book->formats.len) shown = (x_shown)book->formats.data[sheet->style];
  bool noted = sheet->row >= sheet->data && !sheet->counting;
  if (!sheet->has_value || (length == 0 && sheet->type == 'n')) {
    if (sheet->formula && noted) {
      sheet->uncached++;
      if (!column->uncached) column->uncached = sheet->row;
    }
    return OS_OK;
  }
  switch (sheet->type) {
    case 's':
      cell.kind = X_TEXT;
      status = put_shared(book, text, length, &ok);
      if (!ok) return bad_cell(book, "there is no shared text");
      break;
    case 'i': case 'r':
      cell.kind = X_TEXT;
      status = x_put_escaped(mem, &sheet->texts, text, length);
      break;
    case 'b':
      ok = length == 1 && (*text == '0' || *text == '1');
      if (!ok) return bad_cell(book, "no boolean:");
      status = os_buf_append(mem, &sheet->texts, *text == '1' ? "true" : "false", *text == '1' ? 4 : 5);
      break;
    case 'e':
      if (!noted) return OS_OK;
      sheet->errors++;
      if (!column->error) {
        size_t kept = length < sizeof column->error_text ? length : sizeof column->error_text - 1;
        column->error = sheet->row;
        if (kept) memcpy(column->error_text, text, kept);
        column->error_text[kept] = 0;
      }
      return OS_OK;
    case 'd': /* ISO 8601; midnight is no time of day */
      date = length == 10;
      if (length > 11 && text[10] == 'T' && strspn(text + 11, "0:.Z") == length - 11) length = 10;
      cell.kind = X_TEXT;
      status = os_buf_append(mem, &sheet->texts, text, length);
      break;
    default:
      if (shown != X_NUMBER) {
        status = x_put_moment(mem, &sheet->texts, text, length, shown, book->from_1904, &ok, &date);
      }
      if (!status && (shown == X_NUMBER || !ok)) {
        status = x_put_number(mem, &sheet->texts, text, length, &ok);
      }
      if (!status && !ok) return bad_cell(book, "no number:");
  }
  if (status) return status;
  cell.length = sheet->texts.len - begin;
  if (sheet->type == 'n' && !date && !column->numbers && noted) column->numbers = sheet->row;
  if (date && !column->dates && noted) column->dates = sheet->row;
  if (cell.kind == X_TEXT && !sheet->counting && sheet->type != 'd') {
    look_at_text(sheet, column, (const char *)sheet->texts.data + begin, cell.length);
  }
  status = widen(book, &sheet->cells, sheet->col, sizeof cell);
  if (status) return status;
  if (cell_at(sheet, sheet->col - 1)->kind != X_NONE) return bad_cell(book, "a second value");
  *cell_at(sheet, sheet->col - 1) = cell;
  sheet->seen++;
  if (sheet->width < sheet->col) sheet->width = sheet->col;
  return OS_OK;
}

/* ---- handlers ---- */

static os_status begin_row(x_book *book, const char **attributes) {
  x_sheet *sheet = &book->sheet;
  const char *number = x_attribute(attributes, "r");
  uint32_t row = sheet->row + 1;
  if (number) {
    for (row = 0; *number >= '0' && *number <= '9' && row <= X_ROWS; number++) {
      row = row * 10 + (uint32_t)(*number - '0');
    }
  }
  if (row <= sheet->row || row > X_ROWS) {
    return x_fail(book, "corrupt", "row %u follows row %u", (unsigned)row, (unsigned)sheet->row);
  }
  /* Rows that are not there are as empty as those that are. */
  if (!sheet->counting && sheet->row >= sheet->from) sheet->empty += row - sheet->row - 1;
  sheet->row = row;
  sheet->col = 0;
  return OS_OK;
}

static os_status begin_cell(x_book *book, const char **attributes) {
  x_sheet *sheet = &book->sheet;
  const char *at = NULL, *type = NULL, *style = NULL;
  for (; *attributes; attributes += 2) {
    const char *name = attributes[0];
    if (name[0] && !name[1]) {
      if (*name == 'r') at = attributes[1];
      if (*name == 't') type = attributes[1];
      if (*name == 's') style = attributes[1];
    }
  }
  uint32_t row = sheet->row;
  sheet->col = at ? reference(at, &row) : sheet->col + 1;
  if (sheet->row == 0 || sheet->col == 0 || sheet->col > X_COLUMNS || row != sheet->row) {
    return x_fail(book, "corrupt", "a cell is named '%.20s' in row %u", at ? at : "", (unsigned)sheet->row);
  }
  sheet->type = 'n';
  if (type && strcmp(type, "str") == 0) {
    sheet->type = 'r';
  } else if (type && *type) {
    sheet->type = *type;
  }
  sheet->style = 0;
  for (; style && *style >= '0' && *style <= '9' && sheet->style < 1000000; style++) {
    sheet->style = sheet->style * 10 + (unsigned)(*style - '0');
  }
  sheet->has_value = sheet->formula = false;
  sheet->text.len = 0;
  sheet->open = true;
  return OS_OK;
}

static void XMLCALL on_start(void *ud, const XML_Char *name, const XML_Char **attributes) {
  x_book *book = ud;
  x_sheet *sheet = &book->sheet;
  os_status status = OS_OK;
  name = x_local(name);
  if (name[0] == 'c' && !name[1]) {
    status = begin_cell(book, attributes);
  } else if (name[0] == 'v' && !name[1]) {
    sheet->in_value = sheet->open;
    sheet->has_value = true;
  } else if (name[0] == 'f' && !name[1]) {
    sheet->formula = true;
  } else if (name[0] == 't' && !name[1]) {
    sheet->in_text = sheet->open && !sheet->in_phonetic;
    sheet->has_value = true;
  } else if (strcmp(name, "row") == 0) {
    status = begin_row(book, attributes);
    if (!status && sheet->last && sheet->row > sheet->last) {
      sheet->row--;
      XML_StopParser(book->parser, XML_TRUE); /* enough was seen */
    }
  } else if (strcmp(name, "rPh") == 0) {
    sheet->in_phonetic = true;
  } else if (strcmp(name, "mergeCell") == 0) {
    const char *range = x_attribute(attributes, "ref");
    const char *colon = range ? strchr(range, ':') : NULL;
    uint32_t row;
    if (colon && reference(colon + 1, &row) && row >= sheet->data) sheet->merged++;
  }
  if (status) x_stop(book, status);
}

static void XMLCALL on_end(void *ud, const XML_Char *name) {
  x_book *book = ud;
  x_sheet *sheet = &book->sheet;
  os_status status = OS_OK;
  name = x_local(name);
  if (name[0] == 'v' && !name[1]) {
    sheet->in_value = false;
  } else if (name[0] == 't' && !name[1]) {
    sheet->in_text = false;
  } else if (strcmp(name, "rPh") == 0) {
    sheet->in_phonetic = false;
  } else if (name[0] == 'c' && !name[1] && sheet->open) {
    status = end_cell(book);
    sheet->open = false;
  } else if (strcmp(name, "row") == 0) {
    status = end_row(book);
  }
  if (status) x_stop(book, status);
}

static void XMLCALL on_text(void *ud, const XML_Char *text, int length) {
  x_book *book = ud;
  x_sheet *sheet = &book->sheet;
  if (!sheet->in_value && !sheet->in_text) return;
  os_status status = os_buf_append(&book->mem, &sheet->text, text, (size_t)length);
  if (status) x_stop(book, status);
}

os_status x_sheet_begin(x_book *book, const char *part) {
  x_sheet *sheet = &book->sheet;
  sheet->row = sheet->col = 0;
  sheet->open = sheet->in_value = sheet->in_text = sheet->in_phonetic = sheet->misfit = false;
  sheet->width = sheet->texts.len = sheet->widths.len = sheet->columns.len = sheet->rows.len = 0;
  sheet->above.len = sheet->out.len = 0;
  sheet->titles = sheet->empty = sheet->merged = sheet->errors = sheet->uncached = sheet->seen = 0;
  if (sheet->cells.len) memset(sheet->cells.data, 0, sheet->cells.len);
  return x_part_open(book, part, on_start, on_end, on_text, sheet);
}

os_status x_sheet_step(x_book *book, bool *more) {
  XML_ParsingStatus state;
  os_status status = x_part_step(book, more);
  if (status) return status;
  XML_GetParsingStatus(book->parser, &state);
  if (state.parsing == XML_SUSPENDED) *more = false;
  return OS_OK;
}
