/* package.c: the zip archive, its parts, and what the workbook says of sheets, texts and styles. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "xlsx.h"

#define CHUNK 65536
#define UNPACKED_FREE ((uint64_t)256 << 20)
#define UNPACKED_RATIO 100u

os_status x_fail(x_book *book, const char *code, const char *format, ...) {
  va_list list;
  book->code = code;
  va_start(list, format);
  vsnprintf(book->why, sizeof book->why, format, list);
  va_end(list);
  return OS_FAILED;
}

void x_stop(x_book *book, os_status status) {
  book->status = status;
  XML_StopParser(book->parser, XML_FALSE);
}

const char *x_local(const char *name) {
  const char *colon = strchr(name, ':');
  return colon ? colon + 1 : name;
}

const char *x_attribute(const char **attributes, const char *name) {
  for (; *attributes; attributes += 2) {
    if (strcmp(x_local(*attributes), name) == 0) return attributes[1];
  }
  return NULL;
}

static void XMLCALL on_doctype(void *ud, const XML_Char *name, const XML_Char *system,
                               const XML_Char *public, int internal) {
  x_book *book = ud;
  (void)name, (void)system, (void)public, (void)internal;
  x_stop(book, x_fail(book, "corrupt", "it declares a document type, which workbooks have none of"));
}

os_status x_part_open(x_book *book, const char *name, XML_StartElementHandler start,
                      XML_EndElementHandler end, XML_CharacterDataHandler text, void *doing) {
  zip_stat_t info;
  if (*name == '/') name++;
  if (zip_stat(book->zip, name, ZIP_FL_NOCASE, &info)) {
    return x_fail(book, "corrupt", "the part %.120s is not there", name);
  }
  if ((info.valid & ZIP_STAT_ENCRYPTION_METHOD) && info.encryption_method != ZIP_EM_NONE) {
    return x_fail(book, "corrupt", "the part %.120s is encrypted", name);
  }
  if ((info.valid & ZIP_STAT_SIZE) && info.size > book->limit - book->taken) {
    return x_fail(book, "too_large", "%.120s", name);
  }
  book->part = zip_fopen_index(book->zip, info.index, 0);
  if (!book->part) {
    return x_fail(book, "corrupt", "the part %.100s: %.80s", name, zip_strerror(book->zip));
  }
  book->parser = XML_ParserCreate(NULL);
  if (!book->parser) return OS_NOMEM;
  book->status = OS_OK;
  book->doing = doing;
  XML_SetUserData(book->parser, book);
  XML_SetElementHandler(book->parser, start, end);
  XML_SetCharacterDataHandler(book->parser, text);
  XML_SetStartDoctypeDeclHandler(book->parser, on_doctype);
  return OS_OK;
}

os_status x_part_step(x_book *book, bool *more) {
  void *room = XML_GetBuffer(book->parser, CHUNK);
  if (!room) return OS_NOMEM;
  zip_int64_t got = zip_fread(book->part, room, CHUNK);
  if (got < 0) {
    return x_fail(book, "corrupt", "%.150s", zip_error_strerror(zip_file_get_error(book->part)));
  }
  book->taken += (uint64_t)got;
  if (book->taken > book->limit) return x_fail(book, "too_large", "a part");
  *more = got > 0;
  if (XML_ParseBuffer(book->parser, (int)got, got == 0) == XML_STATUS_ERROR && !book->status) {
    if (XML_GetErrorCode(book->parser) == XML_ERROR_NO_MEMORY) return OS_NOMEM;
    return x_fail(book, "corrupt", "%s in line %lu of a part",
                  XML_ErrorString(XML_GetErrorCode(book->parser)),
                  (unsigned long)XML_GetCurrentLineNumber(book->parser));
  }
  return book->status;
}

void x_part_close(x_book *book) {
  if (book->parser) XML_ParserFree(book->parser);
  if (book->part) zip_fclose(book->part);
  book->parser = NULL;
  book->part = NULL;
}

static os_status parse_part(x_book *book, const char *name, XML_StartElementHandler start,
                            XML_EndElementHandler end, XML_CharacterDataHandler text, void *doing) {
  bool more = true;
  os_status status = x_part_open(book, name, start, end, text, doing);
  while (!status && more) status = x_part_step(book, &more);
  x_part_close(book);
  return status;
}

/* Appends a text and its NUL; gives where it begins. */
static os_status keep_name(x_book *book, const char *name, size_t *at) {
  *at = book->names.len;
  return os_buf_append(&book->mem, &book->names, name, strlen(name) + 1);
}

/* ---- relationships ---- */

/* A relation that is looked for: by the end of its type, or by its id. */
typedef struct x_relation {
  const char *base; /* folder of the part that relates, with its slash */
  size_t workbook, strings, styles;
} x_relation;

static bool ends_in(const char *text, const char *end) {
  size_t n = strlen(text), m = strlen(end);
  return n >= m && strcmp(text + n - m, end) == 0;
}

/* The name of a part: absolute, or in the folder of who relates to it. */
static os_status keep_target(x_book *book, const char *base, const char *target, size_t *at) {
  *at = book->names.len;
  if (*target == '/') return keep_name(book, target + 1, at);
  size_t length = strlen(base);
  while (strncmp(target, "../", 3) == 0 && length > 0) {
    target += 3;
    do length--;
    while (length > 0 && base[length - 1] != '/');
  }
  if (strncmp(target, "./", 2) == 0) target += 2;
  os_status status = os_buf_append(&book->mem, &book->names, base, length);
  if (!status) status = os_buf_append(&book->mem, &book->names, target, strlen(target) + 1);
  return status;
}

static void XMLCALL on_relation(void *ud, const XML_Char *name, const XML_Char **attributes) {
  x_book *book = ud;
  x_relation *relation = book->doing;
  const char *type = x_attribute(attributes, "Type"), *id = x_attribute(attributes, "Id");
  const char *target = x_attribute(attributes, "Target");
  os_status status = OS_OK;
  if (strcmp(x_local(name), "Relationship") != 0 || !type || !target) return;
  if (ends_in(type, "/officeDocument")) {
    status = keep_target(book, relation->base, target, &relation->workbook);
  } else if (ends_in(type, "/sharedStrings")) {
    status = keep_target(book, relation->base, target, &relation->strings);
  } else if (ends_in(type, "/styles")) {
    status = keep_target(book, relation->base, target, &relation->styles);
  } else if (ends_in(type, "/worksheet") && id) {
    x_entry *entries = (x_entry *)(void *)book->sheets.data;
    for (size_t i = 0; !status && i < book->sheets.len / sizeof *entries; i++) {
      if (strcmp((char *)book->names.data + entries[i].id, id) != 0) continue;
      status = keep_target(book, relation->base, target, &entries[i].part);
    }
  }
  if (status) x_stop(book, status);
}

static void XMLCALL on_nothing(void *ud, const XML_Char *name) { (void)ud, (void)name; }

/* ---- the workbook ---- */

static bool is_true(const char *value) {
  return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}

static void XMLCALL on_workbook(void *ud, const XML_Char *name, const XML_Char **attributes) {
  x_book *book = ud;
  name = x_local(name);
  if (strcmp(name, "workbookPr") == 0) {
    book->from_1904 = is_true(x_attribute(attributes, "date1904"));
  } else if (strcmp(name, "sheet") == 0) {
    const char *title = x_attribute(attributes, "name"), *state = x_attribute(attributes, "state");
    const char *id = x_attribute(attributes, "id"); /* r:id; sheetId is another name */
    x_entry entry = {.part = SIZE_MAX, .hidden = state && strcmp(state, "visible") != 0};
    if (!title || !id) return;
    os_status status = keep_name(book, title, &entry.name);
    if (!status) status = keep_name(book, id, &entry.id);
    if (!status) status = os_buf_append(&book->mem, &book->sheets, &entry, sizeof entry);
    if (status) x_stop(book, status);
  }
}

/* ---- shared texts ---- */

typedef struct x_texts {
  os_buf one;
  bool in_text, in_phonetic;
} x_texts;

static void XMLCALL on_string(void *ud, const XML_Char *name, const XML_Char **attributes) {
  x_texts *texts = ((x_book *)ud)->doing;
  (void)attributes;
  name = x_local(name);
  if (strcmp(name, "si") == 0) texts->one.len = 0;
  if (strcmp(name, "rPh") == 0) texts->in_phonetic = true;
  if (strcmp(name, "t") == 0) texts->in_text = !texts->in_phonetic;
}

static void XMLCALL on_string_end(void *ud, const XML_Char *name) {
  x_book *book = ud;
  x_texts *texts = book->doing;
  name = x_local(name);
  if (strcmp(name, "t") == 0) texts->in_text = false;
  if (strcmp(name, "rPh") == 0) texts->in_phonetic = false;
  if (strcmp(name, "si") != 0) return;
  os_status status = x_put_escaped(&book->mem, &book->strings, (const char *)texts->one.data,
                                   texts->one.len);
  size_t end = book->strings.len;
  if (!status) status = os_buf_append(&book->mem, &book->ends, &end, sizeof end);
  if (status) x_stop(book, status);
}

static void XMLCALL on_string_text(void *ud, const XML_Char *text, int length) {
  x_book *book = ud;
  x_texts *texts = book->doing;
  if (!texts->in_text) return;
  os_status status = os_buf_append(&book->mem, &texts->one, text, (size_t)length);
  if (status) x_stop(book, status);
}

/* ---- styles ---- */

typedef struct x_custom {
  unsigned id;
  x_shown shown;
} x_custom;

typedef struct x_styles {
  os_buf custom; /* x_custom */
  bool in_cells;
} x_styles;

static unsigned number_of(const char *text) {
  unsigned value = 0;
  for (; text && *text >= '0' && *text <= '9' && value < 100000000u; text++) {
    value = value * 10 + (unsigned)(*text - '0');
  }
  return value;
}

static void XMLCALL on_style(void *ud, const XML_Char *name, const XML_Char **attributes) {
  x_book *book = ud;
  x_styles *styles = book->doing;
  unsigned id = number_of(x_attribute(attributes, "numFmtId"));
  os_status status = OS_OK;
  name = x_local(name);
  if (strcmp(name, "numFmt") == 0) {
    const char *code = x_attribute(attributes, "formatCode");
    x_custom custom = {id, code ? x_format(code) : X_NUMBER};
    status = os_buf_append(&book->mem, &styles->custom, &custom, sizeof custom);
  } else if (strcmp(name, "cellXfs") == 0) {
    styles->in_cells = true;
  } else if (styles->in_cells && strcmp(name, "xf") == 0) {
    const x_custom *custom = (const x_custom *)(const void *)styles->custom.data;
    uint8_t shown = (uint8_t)x_builtin_format(id);
    for (size_t i = 0; i < styles->custom.len / sizeof *custom; i++) {
      if (custom[i].id == id) shown = (uint8_t)custom[i].shown;
    }
    status = os_buf_append(&book->mem, &book->formats, &shown, 1);
  }
  if (status) x_stop(book, status);
}

static void XMLCALL on_style_end(void *ud, const XML_Char *name) {
  x_styles *styles = ((x_book *)ud)->doing;
  if (strcmp(x_local(name), "cellXfs") == 0) styles->in_cells = false;
}

/* ---- all of it ---- */

static os_status read_relations(x_book *book, const char *name, x_relation *relation) {
  return parse_part(book, name, on_relation, on_nothing, NULL, relation);
}

static os_status read_workbook(x_book *book) {
  char base[128], name[160];
  x_relation relation = {"", SIZE_MAX, SIZE_MAX, SIZE_MAX};
  if (zip_name_locate(book->zip, "_rels/.rels", ZIP_FL_NOCASE) < 0) {
    return x_fail(book, "not_workbook", "a zip archive without a workbook");
  }
  os_status status = read_relations(book, "_rels/.rels", &relation);
  if (status) return status;
  if (relation.workbook == SIZE_MAX || relation.workbook >= book->names.len) {
    return x_fail(book, "not_workbook", "a zip archive without a workbook");
  }
  const char *path = (const char *)book->names.data + relation.workbook;
  const char *file = strrchr(path, '/');
  file = file ? file + 1 : path;
  size_t folder = (size_t)(file - path);
  if (strlen(path) >= sizeof base) return x_fail(book, "corrupt", "the name of a part is too long");
  memcpy(base, path, folder);
  base[folder] = 0;
  snprintf(name, sizeof name, "%s_rels/%s.rels", base, file);
  char workbook[128];
  memcpy(workbook, path, strlen(path) + 1); /* names may move */
  status = parse_part(book, workbook, on_workbook, on_nothing, NULL, NULL);
  if (status) return status;
  if (book->sheets.len == 0) return x_fail(book, "not_workbook", "an archive of no sheets");
  relation.base = base;
  status = read_relations(book, name, &relation);
  if (!status && relation.strings != SIZE_MAX) {
    x_texts texts = {0};
    char part[256];
    snprintf(part, sizeof part, "%s", (char *)book->names.data + relation.strings);
    status = parse_part(book, part, on_string, on_string_end, on_string_text, &texts);
    os_buf_free(&book->mem, &texts.one);
  }
  if (!status && relation.styles != SIZE_MAX) {
    x_styles styles = {0};
    char part[256];
    snprintf(part, sizeof part, "%s", (char *)book->names.data + relation.styles);
    status = parse_part(book, part, on_style, on_style_end, NULL, &styles);
    os_buf_free(&book->mem, &styles.custom);
  }
  return status;
}

os_status x_open(x_book *book, const char *path, const void *bytes, size_t size) {
  zip_error_t error;
  zip_error_init(&error);
  zip_source_t *source = path ? zip_source_file_create(path, 0, -1, &error)
                              : zip_source_buffer_create(bytes, size, 0, &error);
  if (source) book->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
  if (!book->zip) {
    os_status status = x_fail(book, "corrupt", "%.150s", zip_error_strerror(&error));
    if (source) zip_source_free(source);
    zip_error_fini(&error);
    return status;
  }
  if (!book->limit) {
    zip_stat_t info;
    uint64_t packed = size;
    if (path && zip_source_stat(source, &info) == 0 && (info.valid & ZIP_STAT_SIZE)) {
      packed = info.size;
    }
    book->limit = packed > UNPACKED_FREE / UNPACKED_RATIO ? packed * UNPACKED_RATIO : UNPACKED_FREE;
  }
  return read_workbook(book);
}

void x_close(x_book *book) {
  x_sheet *sheet = &book->sheet;
  os_buf *const bufs[] = {
      &book->sheets,   &book->names,   &book->strings, &book->ends,   &book->formats, &sheet->text,
      &sheet->texts,   &sheet->cells,  &sheet->widths, &sheet->columns, &sheet->wanted,
      &sheet->rows,    &sheet->above,  &sheet->out,
  };
  x_part_close(book);
  if (book->zip) zip_discard(book->zip);
  book->zip = NULL;
  for (size_t i = 0; book->mem.fn && i < sizeof bufs / sizeof bufs[0]; i++) {
    os_buf_free(&book->mem, bufs[i]);
  }
}
