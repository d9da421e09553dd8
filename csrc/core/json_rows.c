/* json_rows.c: see json_rows.h. */
#include "json_rows.h"

#include <string.h>

#include "value.h"

#define OS_ORDER_STEP (UINT64_C(1) << 32)
#define OS_STRING_TYPES (OS_BIT(OS_DATE) | OS_BIT(OS_TEXT))

os_status os_json_rows_init(os_json_rows *rows, const os_mem *mem, os_words words, os_text explode,
                            os_text key_field) {
  memset(rows, 0, sizeof *rows);
  rows->mem = mem;
  rows->words = words;
  rows->explode = explode;
  return os_json_tree_init(mem, &rows->tree, key_field);
}

void os_json_rows_clear(os_json_rows *rows) {
  rows->rows = 0;
  rows->order = 0;
  rows->within = 0;
  for (size_t i = 0; i < rows->nfields; i++) {
    rows->fields[i].rows = 0;
    rows->fields[i].order = 0;
    rows->fields[i].types = OS_ANY_TYPE;
  }
}

void os_json_rows_free(os_json_rows *rows) {
  const os_mem *mem = rows->mem;
  if (!mem) return;
  for (size_t i = 0; i < rows->nfields; i++) {
    os_json_field *field = &rows->fields[i];
    os_free(mem, field->cells, field->cap * 2 * sizeof *field->cells);
    os_chunk_free(mem, &field->chunk);
  }
  os_free(mem, rows->fields, rows->cap * sizeof *rows->fields);
  os_free(mem, rows->todo, rows->todo_cap * sizeof *rows->todo);
  os_free(mem, rows->touched, rows->touched_cap * sizeof *rows->touched);
  os_buf_free(mem, &rows->scratch);
  os_json_tree_free(mem, &rows->tree);
}

/* ---- cells ---- */

static bool add_field(os_json_rows *rows, uint32_t node) {
  if (OS_GROW(rows->mem, rows->fields, rows->cap, rows->nfields + 1)) return false;
  os_json_field *field = &rows->fields[rows->nfields];
  *field = (os_json_field){.node = node, .types = OS_ANY_TYPE, .target = OS_JSON_NONE};
  field->reading.types = OS_ANY_TYPE;
  rows->tree.nodes[node].field = (uint32_t)rows->nfields++;
  return true;
}

/* Cells without a value up to a row, and room for one more. */
static bool pad(const os_mem *mem, os_json_field *field, size_t row) {
  if (row >= field->cap) {
    size_t cap = field->cap ? field->cap * 2 : 256;
    if (cap <= row) cap = row + 1;
    uint32_t *cells = os_resize(mem, field->cells, field->cap * 2 * sizeof *cells,
                                cap * 2 * sizeof *cells);
    if (!cells) return false;
    field->cells = cells;
    field->cap = cap;
  }
  for (; field->rows < row; field->rows++) {
    field->cells[2 * field->rows] = 0;
    field->cells[2 * field->rows + 1] = 1;
  }
  return true;
}

static uint64_t next_order(os_json_rows *rows) {
  if (rows->exploding) return rows->list_order + ++rows->within;
  return rows->order += OS_ORDER_STEP;
}

/* The cell of the row at hand; nothing at all lies between `from` and itself. */
static inline bool put(os_json_rows *rows, uint32_t node, const uint8_t *from, const uint8_t *to,
                       unsigned types) {
  if (rows->tree.nodes[node].field == OS_JSON_NONE && !add_field(rows, node)) return false;
  uint32_t f = rows->tree.nodes[node].field;
  os_json_field *field = &rows->fields[f];
  size_t row = rows->rows;
  if ((field->rows < row || row >= field->cap) && !pad(rows->mem, field, row)) return false;
  if (OS_GROW(rows->mem, rows->touched, rows->touched_cap, rows->ntouched + 1)) return false;
  rows->touched[rows->ntouched++] = (os_json_touched){f, field->types, field->order};
  if (!field->order) field->order = next_order(rows);
  field->cells[2 * row] = (uint32_t)(from - rows->bytes) - 1;
  field->cells[2 * row + 1] = (uint32_t)(to - rows->bytes);
  field->rows = row + 1;
  field->types &= types;
  return true;
}

static bool put_nothing(os_json_rows *rows, uint32_t node) {
  return put(rows, node, rows->bytes + 1, rows->bytes + 1, OS_ANY_TYPE);
}

/* What is left to do with the cell that was put last. */
static bool put_off(os_json_rows *rows, os_json_rest what) {
  if (OS_GROW(rows->mem, rows->todo, rows->todo_cap, rows->ntodo + 1)) return false;
  rows->todo[rows->ntodo++] =
      (os_json_todo){rows->touched[rows->ntouched - 1].field, what, rows->rows};
  return true;
}

static bool is_missing(const os_words *words, const uint8_t *from, size_t len) {
  os_text text = {(const char *)from, len};
  for (size_t i = 0; i < words->count; i++) {
    if (os_text_same(words->words[i], text)) return true;
  }
  return false;
}

static os_json_end put_string(os_json_rows *rows, uint32_t node, const os_json_string *string) {
  const uint8_t *from = string->from, *to = string->to;
  size_t len = (size_t)(to - from);
  if (len == 0) { /* its quotes are the cell: an empty text */
    return put(rows, node, from - 1, to + 1, OS_ANY_TYPE) ? OS_JSON_OK : OS_JSON_NOMEM;
  }
  unsigned types = OS_BIT(OS_TEXT);
  if (string->escapes) {
    rows->scratch.len = 0;
    if (os_buf_room(rows->mem, &rows->scratch, len)) return OS_JSON_NOMEM;
    len = (size_t)(os_json_decode(from, to, rows->scratch.data) - rows->scratch.data);
    if (memchr(rows->scratch.data, 0, len)) {
      return os_json_fault(&rows->json, from - 1, OS_FAULT_NUL, OS_WANT_NOTHING);
    }
    from = rows->scratch.data;
  }
  if (rows->words.count && is_missing(&rows->words, from, len)) {
    return put_nothing(rows, node) ? OS_JSON_OK : OS_JSON_NOMEM;
  }
  if ((len == 10 || len == 7 || len == 4) && (uint8_t)(*from - '0') < 10) types = OS_STRING_TYPES;
  if (!put(rows, node, string->from, to, types)) return OS_JSON_NOMEM;
  return !string->escapes || put_off(rows, OS_JSON_STRING) ? OS_JSON_OK : OS_JSON_NOMEM;
}

/* A string that begins with a quote becomes a quoted cell: between its own quotes there is room for
** all those in it to be written twice, since each was written as an escape. */
static uint32_t quote(uint8_t *from, uint8_t *to) {
  size_t quotes = 0;
  for (const uint8_t *p = from; p < to; p++) quotes += *p == '"';
  uint8_t *out = to + quotes, *last = out;
  *out = '"';
  while (to > from) {
    *--out = *--to;
    if (*to == '"') *--out = '"';
  }
  *--out = '"';
  return (uint32_t)(last + 1 - from);
}

static void finish_cell(os_json_rows *rows, const os_json_todo *todo) {
  uint32_t *cell = &rows->fields[todo->field].cells[2 * todo->row];
  uint8_t *from = rows->bytes + (uint32_t)(cell[0] + 1), *to = rows->bytes + cell[1];
  if (todo->what == OS_JSON_LIST) {
    to = os_json_compact(from, to, from);
  } else {
    to = os_json_decode(from, to, from);
    if (*from == '"') {
      to = from + quote(from, to);
      cell[0]--;
    }
  }
  cell[1] = (uint32_t)(to - rows->bytes);
}

/* ---- values ---- */

static os_json_end read_object(os_json_rows *rows, uint32_t parent, unsigned depth);

static os_json_end read_list(os_json_rows *rows, uint32_t node, unsigned depth) {
  const uint8_t *from = rows->json.at;
  bool spaces = false;
  rows->json.depth = depth;
  os_json_end end = os_json_skip(&rows->json, &spaces);
  if (end) return end;
  if (rows->tree.nodes[node].explode && rows->exploded == OS_JSON_NONE) {
    rows->exploded = node;
    rows->list_order = rows->order;
    rows->list = from;
    rows->list_end = rows->json.at;
    return OS_JSON_OK;
  }
  if (!put(rows, node, from, rows->json.at, OS_BIT(OS_TEXT))) return OS_JSON_NOMEM;
  return !spaces || put_off(rows, OS_JSON_LIST) ? OS_JSON_OK : OS_JSON_NOMEM;
}

static inline os_json_end read_value(os_json_rows *rows, uint32_t node, unsigned depth) {
  os_json *json = &rows->json;
  const uint8_t *from = json->at;
  os_json_end end;
  if (*from == '"') {
    os_json_string string;
    end = os_json_read_string(json, &string);
    return end ? end : put_string(rows, node, &string);
  }
  if (*from == '{') return read_object(rows, node, depth);
  if (*from == '[') return read_list(rows, node, depth);
  end = os_json_read_scalar(json);
  if (end) return end;
  if (*from == 'n' || (rows->words.count &&
                       is_missing(&rows->words, from, (size_t)(json->at - from)))) {
    return put_nothing(rows, node) ? OS_JSON_OK : OS_JSON_NOMEM;
  }
  return put(rows, node, from, json->at, OS_ANY_TYPE) ? OS_JSON_OK : OS_JSON_NOMEM;
}

/* ---- keys ---- */

static os_json_end new_child(os_json_rows *rows, uint32_t parent, os_text key, uint32_t *node) {
  size_t before = rows->tree.count;
  if (os_json_child(rows->mem, &rows->tree, parent, key, true, node)) return OS_JSON_NOMEM;
  if (rows->tree.count == before || !rows->explode.ptr) return OS_JSON_OK;
  os_buf path = {NULL, 0, 0};
  if (os_json_path(rows->mem, &rows->tree, *node, &path)) return OS_JSON_NOMEM;
  os_text text = {(const char *)path.data, path.len};
  rows->tree.nodes[*node].explode = text.ptr && os_text_same(text, rows->explode);
  os_buf_free(rows->mem, &path);
  return OS_JSON_OK;
}

/* The key at hand, of which nothing is known. */
static os_json_end find_key(os_json_rows *rows, uint32_t parent, uint32_t *node) {
  os_json_string string;
  os_json_end end = os_json_read_string(&rows->json, &string);
  if (end) return end;
  os_text key = {(const char *)string.from, (size_t)(string.to - string.from)};
  if (string.escapes) {
    rows->scratch.len = 0;
    if (os_buf_room(rows->mem, &rows->scratch, key.len)) return OS_JSON_NOMEM;
    uint8_t *to = os_json_decode(string.from, string.to, rows->scratch.data);
    key = (os_text){(const char *)rows->scratch.data, (size_t)(to - rows->scratch.data)};
  }
  if (key.len && memchr(key.ptr, 0, key.len)) {
    return os_json_fault(&rows->json, string.from - 1, OS_FAULT_NUL, OS_WANT_NOTHING);
  }
  return new_child(rows, parent, key, node);
}

/* Reads a key. Mostly it is the one that stood behind `last` before. */
static inline os_json_end read_key(os_json_rows *rows, uint32_t parent, uint32_t last,
                                   uint32_t *node) {
  os_json *json = &rows->json;
  const uint8_t *from = json->at;
  os_json_node *nodes = rows->tree.nodes;
  uint32_t guess = last == OS_JSON_NONE ? nodes[parent].first : nodes[last].next;
  bool found = false;
  if (*from != '"') return os_json_fail(json, OS_WANT_KEY);
  if (guess != OS_JSON_NONE) {
    const os_json_node *known = &nodes[guess];
    size_t len = known->length;
    found = known->plain && (size_t)(json->end - from) > len + 1 && from[len + 1] == '"' &&
            memcmp(from + 1, rows->tree.keys.data + known->key, len) == 0;
    if (found) json->at = from + len + 2;
    *node = guess;
  }
  if (!found) {
    os_json_end end = find_key(rows, parent, node);
    if (end) return end;
    nodes = rows->tree.nodes;
    if (last == OS_JSON_NONE) {
      nodes[parent].first = *node;
    } else {
      nodes[last].next = *node;
    }
  }
  if (nodes[*node].stamp == rows->stamp) {
    return os_json_fault(json, from, OS_FAULT_REPEATED_KEY, OS_WANT_NOTHING);
  }
  nodes[*node].stamp = rows->stamp;
  return OS_JSON_OK;
}

static inline os_json_end space(os_json *json, os_json_want want) {
  return json->at < json->end && *json->at > ' ' ? OS_JSON_OK : os_json_space(json, want);
}

static os_json_end read_object(os_json_rows *rows, uint32_t parent, unsigned depth) {
  os_json *json = &rows->json;
  uint32_t node = OS_JSON_NONE;
  if (depth == OS_JSON_DEPTH) {
    return os_json_fault(json, json->at, OS_FAULT_LIMIT, OS_WANT_NOTHING);
  }
  json->at++;
  os_json_end end = space(json, OS_WANT_KEY);
  if (end) return end;
  if (*json->at == '}') { /* there is a field, but there is nothing in it */
    json->at++;
    return parent == OS_JSON_ROOT || put_nothing(rows, parent) ? OS_JSON_OK : OS_JSON_NOMEM;
  }
  for (;;) {
    end = read_key(rows, parent, node, &node);
    if (!end) end = space(json, OS_WANT_COLON);
    if (end) return end;
    if (*json->at != ':') return os_json_fail(json, OS_WANT_COLON);
    json->at++;
    end = space(json, OS_WANT_VALUE);
    if (!end) end = read_value(rows, node, depth + 1);
    if (!end) end = space(json, OS_WANT_NEXT_MEMBER);
    if (end) return end;
    uint8_t c = *json->at;
    if (c != ',' && c != '}') return os_json_fail(json, OS_WANT_NEXT_MEMBER);
    json->at++;
    if (c == '}') return OS_JSON_OK;
    end = space(json, OS_WANT_KEY);
    if (end) return end;
  }
}

/* ---- records ---- */

/* The elements of a list, a row each, and what else the record has in each of them. */
static os_json_end explode(os_json_rows *rows) {
  os_json after = rows->json;
  size_t first = rows->rows, shared = rows->ntouched, elements = 0;
  os_json_end end = OS_JSON_OK;
  uint32_t node = rows->exploded;
  rows->exploding = true;
  rows->json = (os_json){.at = rows->list + 1, .end = rows->list_end, .final = true};
  os_json_space(&rows->json, OS_WANT_VALUE); /* the list is known to be whole */
  while (!end && *rows->json.at != ']') {
    rows->rows = first + elements++;
    rows->stamp++;
    end = read_value(rows, node, 1);
    if (!end) os_json_space(&rows->json, OS_WANT_NEXT_ELEMENT);
    if (!end && *rows->json.at == ',') {
      rows->json.at++;
      os_json_space(&rows->json, OS_WANT_VALUE);
    }
  }
  if (!end && elements == 0 && !put_nothing(rows, node)) end = OS_JSON_NOMEM;
  for (size_t i = 0; !end && i < rows->ntodo; i++) {
    if (rows->todo[i].row == first) finish_cell(rows, &rows->todo[i]);
  }
  for (size_t i = 0; !end && i < shared; i++) {
    os_json_field *field = &rows->fields[rows->touched[i].field];
    if (elements > 1 && !pad(rows->mem, field, first + elements - 1)) {
      end = OS_JSON_NOMEM;
      break;
    }
    for (size_t row = first + 1; row < first + elements; row++) {
      memcpy(&field->cells[2 * row], &field->cells[2 * first], 2 * sizeof *field->cells);
      field->rows = row + 1;
    }
  }
  for (size_t i = 0; !end && i < rows->ntodo; i++) {
    if (rows->todo[i].row != first) finish_cell(rows, &rows->todo[i]);
  }
  rows->exploding = false;
  if (end) {
    after.bad = rows->json.bad;
    after.fault = rows->json.fault;
    after.want = rows->json.want;
    rows->rows = first;
  }
  rows->json = after;
  return end;
}

void os_json_take_back(os_json_rows *rows) {
  while (rows->ntouched > 0) {
    const os_json_touched *touched = &rows->touched[--rows->ntouched];
    os_json_field *field = &rows->fields[touched->field];
    if (field->rows > rows->first) field->rows = rows->first;
    field->types = touched->types;
    field->order = touched->order;
  }
  rows->order = rows->first_order;
  rows->rows = rows->first;
}

os_json_end os_json_record(os_json_rows *rows, const os_json_string *key) {
  os_json_end end = OS_JSON_OK;
  rows->stamp++;
  rows->first = rows->rows;
  rows->first_order = rows->order;
  rows->ntouched = rows->ntodo = 0;
  rows->exploded = OS_JSON_NONE;
  if (key) end = put_string(rows, OS_JSON_KEY, key);
  if (!end) end = read_object(rows, OS_JSON_ROOT, 0);
  if (!end && rows->exploded != OS_JSON_NONE) {
    end = explode(rows);
  } else if (!end) {
    for (size_t i = 0; i < rows->ntodo; i++) finish_cell(rows, &rows->todo[i]);
  }
  if (end) {
    os_json_take_back(rows);
  } else {
    rows->rows++;
  }
  return end;
}

os_status os_json_fill(os_json_rows *rows) {
  for (size_t i = 0; i < rows->nfields; i++) {
    os_json_field *field = &rows->fields[i];
    if (field->order && !pad(rows->mem, field, rows->rows)) return OS_NOMEM;
  }
  return OS_OK;
}

/* The types that a cell may have by being a string, a list or neither; any without a value. */
static unsigned allowed(const os_json_rows *rows, const os_json_field *field, size_t row,
                        os_text *text) {
  const uint8_t *from = rows->bytes + (uint32_t)(field->cells[2 * row] + 1);
  size_t len = (size_t)(rows->bytes + field->cells[2 * row + 1] - from);
  *text = (os_text){(const char *)from, len};
  if (len == 0 || (len == 2 && !memcmp(from, "\"\"", 2))) {
    text->len = 0;
    return OS_ANY_TYPE;
  }
  bool string = from[-1] == '"';
  if (*from == '"' || (*from == '[' && !string)) return OS_BIT(OS_TEXT);
  return string ? OS_STRING_TYPES : OS_ANY_TYPE;
}

unsigned os_json_cell_types(const os_json_rows *rows, const os_json_field *field, size_t row) {
  os_text text;
  unsigned types = allowed(rows, field, row, &text);
  return text.len ? types & os_value_types(text.ptr, text.len) : types;
}

void os_json_strike(os_json_rows *rows, const uint32_t *struck) {
  size_t count = 0;
  for (size_t i = 0; i < rows->nfields; i++) {
    os_json_field *field = &rows->fields[i];
    os_text unused;
    if (!field->order) continue;
    field->rows = 0;
    field->types = OS_ANY_TYPE;
    for (size_t row = 0; row < rows->rows; row++) {
      if (struck[row]) continue;
      memmove(&field->cells[2 * field->rows], &field->cells[2 * row], 2 * sizeof *field->cells);
      field->types &= allowed(rows, field, field->rows++, &unused);
    }
  }
  for (size_t row = 0; row < rows->rows; row++) count += !struck[row];
  rows->rows = count;
}
