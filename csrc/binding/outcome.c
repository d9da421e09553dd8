/* outcome.c: what reading came to: details of a failure, notes, rejects. */
#include <limits.h>
#include <string.h>

#include "loading.h"
#include "locale.h"

static const char *const codes[] = {
    [OS_FAULT_NONE] = "unknown",           [OS_FAULT_OPEN] = "open_failed",
    [OS_FAULT_READ] = "read_failed",       [OS_FAULT_DIRECTORY] = "is_directory",
    [OS_FAULT_CHANGED] = "file_changed",   [OS_FAULT_EMPTY] = "empty_file",
    [OS_FAULT_RAGGED] = "ragged_row",      [OS_FAULT_UNCLOSED] = "unclosed_quote",
    [OS_FAULT_STRAY_QUOTE] = "stray_quote", [OS_FAULT_NUL] = "nul_byte",
    [OS_FAULT_UTF8] = "invalid_utf8",      [OS_FAULT_ENCODING] = "unknown_encoding",
    [OS_FAULT_TYPE] = "wrong_type",        [OS_FAULT_NOTATION] = "two_readings",
    [OS_FAULT_LIMIT] = "limit",
    [OS_FAULT_JSON] = "invalid_json",      [OS_FAULT_UNFINISHED] = "unfinished_json",
    [OS_FAULT_SHAPE] = "not_a_register",   [OS_FAULT_REPEATED_KEY] = "repeated_key",
};

static void set_integer(lua_State *L, const char *name, uint64_t value) {
  if (value == 0) return;
  lua_pushinteger(L, (lua_Integer)value);
  lua_setfield(L, -2, name);
}

static void set_text(lua_State *L, const char *name, const char *text, size_t len) {
  lua_pushlstring(L, text, len);
  lua_setfield(L, -2, name);
}

/* How each encoding reads the place of the error: a list of { encoding, text }. */
static void set_candidates(lua_State *L, const os_detected *detected) {
  if (!detected->ncandidates) return;
  lua_createtable(L, (int)detected->ncandidates, 0);
  for (size_t i = 0; i < detected->ncandidates; i++) {
    const os_candidate *candidate = &detected->candidates[i];
    lua_createtable(L, 0, 2);
    lua_pushstring(L, candidate->encoding);
    lua_setfield(L, -2, "encoding");
    set_text(L, "text", candidate->reading, candidate->length);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_setfield(L, -2, "candidates");
}

/* Both readings of a value: a list of { locale, text }. */
static void set_readings(lua_State *L, const os_error *error, const l_loading *loading) {
  lua_createtable(L, 2, 0);
  for (int i = 0; i < 2; i++) {
    char machine[OS_NOTATION_TEXT];
    os_text text = {error->text, error->length};
    os_notation_read(loading->doubts[i], &text, machine);
    lua_createtable(L, 0, 2);
    lua_pushstring(L, os_locale_name(loading->doubts[i]));
    lua_setfield(L, -2, "locale");
    set_text(L, "text", text.ptr, text.len);
    lua_rawseti(L, -2, i + 1);
  }
  lua_setfield(L, -2, "readings");
}

/* nil, details */
void l_pushfailure(lua_State *L, const os_error *error, const l_loading *loading) {
  const os_dialect *dialect = &loading->dialect;
  lua_pushnil(L);
  lua_newtable(L);
  lua_pushstring(L, codes[error->fault]);
  lua_setfield(L, -2, "code");
  set_integer(L, "byte", error->byte);
  set_integer(L, "line", error->line);
  set_integer(L, "column", error->column);
  set_integer(L, "row", error->row);
  if (error->fault == OS_FAULT_OPEN || error->fault == OS_FAULT_READ ||
      error->fault == OS_FAULT_DIRECTORY) {
    lua_pushstring(L, strerror((int)error->number));
    lua_setfield(L, -2, "system");
  } else if (error->fault == OS_FAULT_RAGGED || error->fault == OS_FAULT_LIMIT) {
    set_integer(L, "found", error->number);
    set_integer(L, "wanted", error->fault == OS_FAULT_LIMIT ? error->number : error->wanted);
  } else if (error->fault == OS_FAULT_TYPE) {
    lua_pushstring(L, l_types[error->type]);
    lua_setfield(L, -2, "type");
  }
  if (error->field) {
    const os_name *name = &dialect->names[error->field - 1];
    set_text(L, "field", name->ptr, name->len);
  }
  if (error->length) set_text(L, "text", error->text, error->length);
  if (error->fault == OS_FAULT_NOTATION) set_readings(L, error, loading);
  if (error->fault == OS_FAULT_UTF8) set_candidates(L, &loading->detected);
}

/* Starts a note: { why = why, text = text }, left on the stack. */
static void begin_note(lua_State *L, const char *why, const char *text, size_t len) {
  lua_createtable(L, 0, 4);
  lua_pushstring(L, why);
  lua_setfield(L, -2, "why");
  if (text) set_text(L, "text", text, len);
}

static void end_note(lua_State *L) {
  lua_rawseti(L, -2, (lua_Integer)lua_rawlen(L, -2) + 1);
}

/* A note with a number for a text. */
static void count_note(lua_State *L, const char *why, uint64_t count) {
  if (!count) return;
  lua_pushinteger(L, (lua_Integer)count);
  size_t len;
  const char *text = lua_tolstring(L, -1, &len);
  lua_insert(L, -2);
  begin_note(L, why, text, len);
  end_note(L);
  lua_remove(L, -2);
}

static void plain_note(lua_State *L, bool is, const char *why, const char *text, size_t len) {
  if (!is) return;
  begin_note(L, why, text, len);
  end_note(L);
}

static void field_note(lua_State *L, const os_name *name, const char *why, uint64_t count) {
  if (!count) return;
  begin_note(L, why, NULL, 0);
  set_text(L, "field", name->ptr, name->len);
  set_integer(L, "count", count);
  end_note(L);
}

/* Of the source as a whole. */
static void push_form(lua_State *L, const l_loading *loading) {
  const os_dialect *dialect = &loading->dialect;
  const os_tally *tally = &loading->loaded.tally;
  const char *encoding = loading->recoding.encoding;
  bool found = loading->detected.encoding != NULL;
  plain_note(L, encoding && !(loading->recoding.replace && os_is_utf8(encoding)),
             found ? "found_encoding" : "encoding", encoding, encoding ? strlen(encoding) : 0);
  count_note(L, "replaced", loading->recoding.replaced);
  plain_note(L, dialect->bom, "bom", NULL, 0);
  plain_note(L, dialect->detected, "separator", (const char *)&dialect->marks.separator, 1);
  plain_note(L, dialect->line_end == OS_LINE_CR, "newline", "cr", 2);
  count_note(L, "skipped", dialect->skipped);
  count_note(L, "titles", dialect->titles);
  count_note(L, "comments", tally->comments);
  count_note(L, "empty_lines", tally->empty);
  plain_note(L, dialect->trailing, "trailing", NULL, 0);
}

static void push_notes(lua_State *L, const l_loading *loading) {
  static const char *const not_type[] = {"not_boolean", "not_integer", "not_decimal",
                                         "not_number",  "not_date",    "not_text"};
  const os_loaded *loaded = &loading->loaded;
  const os_dialect *dialect = &loading->dialect;
  lua_newtable(L);
  push_form(L, loading);
  for (size_t i = 0; loading->options.form.header_rows && i < dialect->nrenamed; i++) {
    const os_renamed *renamed = &dialect->renamed[i];
    const os_name *name = &dialect->names[renamed->field];
    if (renamed->was.len) {
      begin_note(L, "repeated_name", renamed->was.ptr, renamed->was.len);
    } else {
      begin_note(L, "empty_name", NULL, 0);
    }
    set_text(L, "field", name->ptr, name->len);
    end_note(L);
  }
  for (size_t c = 0; loaded->turns && c < dialect->fields; c++) {
    const os_turn *turn = &loaded->turns[c];
    if (turn->row || turn->comma) {
      const char *why = turn->comma ? "comma_locale" : turn->string ? "json_string" : not_type[turn->was];
      begin_note(L, why, turn->text, turn->length);
      set_text(L, "field", dialect->names[c].ptr, dialect->names[c].len);
      set_integer(L, "row", turn->row);
      end_note(L);
    }
    const char *name = dialect->notations ? os_locale_name(dialect->notations[c]) : NULL;
    if (name) {
      begin_note(L, "found_notation", name, strlen(name));
      set_text(L, "field", dialect->names[c].ptr, dialect->names[c].len);
      end_note(L);
    }
    field_note(L, &dialect->names[c], "words", turn->deeds.words);
    field_note(L, &dialect->names[c], "composed", turn->deeds.composed);
  }
}

/* The type that the caller gave for a field. */
static os_type given_type(const os_load_options *options, const os_name *name) {
  for (size_t i = 0; i < options->ngiven; i++) {
    const os_name *given = &options->given[i].name;
    if (given->len == name->len && !memcmp(given->ptr, name->ptr, name->len)) {
      return options->given[i].type;
    }
  }
  return options->all_type;
}

static os_status push_rejects(lua_State *L, const l_loading *loading, os_error *error) {
  const os_loaded *loaded = &loading->loaded;
  size_t count = loaded->tally.nrejects;
  uint64_t *places = l_scratch(L, count, sizeof *places);
  for (size_t i = 0; i < count; i++) places[i] = loaded->tally.rejects[i].byte + 1;
  if (loading->utf8.bytes) {
    os_recoded_from(&loading->source, &loading->recoding, places, count);
  }
  lua_createtable(L, (int)(count < INT_MAX ? count : INT_MAX), 0);
  for (size_t i = 0; i < count; i++) {
    const os_reject *reject = &loaded->tally.rejects[i];
    luaL_Buffer text;
    lua_createtable(L, 0, 8);
    set_integer(L, "row", reject->row);
    set_integer(L, "line", reject->line);
    set_integer(L, "byte", places[i]);
    lua_pushstring(L, reject->fault == OS_FAULT_TOTAL ? "total" : codes[reject->fault]);
    lua_setfield(L, -2, "reason");
    if (reject->fault == OS_FAULT_RAGGED) {
      set_integer(L, "found", reject->found);
      set_integer(L, "wanted", loading->dialect.fields);
    }
    if (reject->field) {
      const os_name *name = &loading->dialect.names[reject->field - 1];
      set_text(L, "field", name->ptr, name->len);
      lua_pushstring(L, l_types[given_type(&loading->options, name)]);
      lua_setfield(L, -2, "type");
    }
    char *room = luaL_buffinitsize(L, &text, (size_t)reject->length);
    os_status status = os_source_read(l_source(loading), reject->byte, (uint8_t *)room,
                                      (size_t)reject->length, error);
    if (status) return status;
    luaL_pushresultsize(&text, (size_t)reject->length);
    lua_setfield(L, -2, "text");
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
  lua_remove(L, -2); /* the places */
  return OS_OK;
}

os_status l_setoutcome(lua_State *L, const l_loading *loading, os_error *error) {
  static const char *const ends[] = {NULL, "lf", "crlf", "cr"};
  const os_tally *tally = &loading->loaded.tally;
  lua_pushinteger(L, (lua_Integer)tally->read);
  lua_setfield(L, -2, "read");
  lua_pushinteger(L, (lua_Integer)tally->empty);
  lua_setfield(L, -2, "empty_lines");
  if (loading->dialect.marks.separator) { /* not of JSON */
    set_text(L, "separator", (const char *)&loading->dialect.marks.separator, 1);
  }
  lua_pushstring(L, ends[loading->dialect.line_end]);
  lua_setfield(L, -2, "newline");
  lua_pushinteger(L, (lua_Integer)tally->comments);
  lua_setfield(L, -2, "comments");
  const os_dialect *dialect = &loading->dialect;
  os_error header = {.byte = dialect->header + 1};
  os_source_locate(l_source(loading), dialect->marks.cr, &header);
  lua_pushinteger(L, (lua_Integer)header.line);
  lua_setfield(L, -2, "header_line");
  lua_pushinteger(L, (lua_Integer)dialect->titles);
  lua_setfield(L, -2, "titles");
  lua_pushinteger(L, (lua_Integer)dialect->skipped);
  lua_setfield(L, -2, "skipped");
  lua_pushboolean(L, dialect->trailing);
  lua_setfield(L, -2, "trailing");
  const char *encoding = loading->recoding.encoding;
  lua_pushstring(L, encoding ? encoding : "UTF-8");
  lua_setfield(L, -2, "encoding");
  lua_pushboolean(L, dialect->bom);
  lua_setfield(L, -2, "bom");
  push_notes(L, loading);
  lua_setfield(L, -2, "notes");
  os_status status = push_rejects(L, loading, error);
  if (status) return status;
  lua_setfield(L, -2, "rejects");
  return OS_OK;
}
