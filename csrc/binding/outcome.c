/* outcome.c: what reading came to: details of a failure, notes, rejects. */
#include <limits.h>
#include <string.h>

#include "loading.h"
#include "recode.h"

static const char *const codes[] = {
    [OS_FAULT_NONE] = "unknown",           [OS_FAULT_OPEN] = "open_failed",
    [OS_FAULT_READ] = "read_failed",       [OS_FAULT_DIRECTORY] = "is_directory",
    [OS_FAULT_CHANGED] = "file_changed",   [OS_FAULT_EMPTY] = "empty_file",
    [OS_FAULT_RAGGED] = "ragged_row",      [OS_FAULT_UNCLOSED] = "unclosed_quote",
    [OS_FAULT_STRAY_QUOTE] = "stray_quote", [OS_FAULT_NUL] = "nul_byte",
    [OS_FAULT_UTF8] = "invalid_utf8",      [OS_FAULT_ENCODING] = "unknown_encoding",
    [OS_FAULT_TYPE] = "wrong_type",        [OS_FAULT_LIMIT] = "limit",
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

/* nil, details */
void l_pushfailure(lua_State *L, const os_error *error, const os_dialect *dialect) {
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

static void push_notes(lua_State *L, const l_loading *loading) {
  static const char *const not_type[] = {"not_boolean", "not_integer", "not_decimal",
                                         "not_number",  "not_date",    "not_text"};
  const os_loaded *loaded = &loading->loaded;
  const os_dialect *dialect = &loading->dialect;
  lua_newtable(L);
  if (loading->encoding) {
    begin_note(L, "encoding", loading->encoding, strlen(loading->encoding));
    end_note(L);
  }
  if (dialect->bom) {
    begin_note(L, "bom", NULL, 0);
    end_note(L);
  }
  if (dialect->detected) {
    begin_note(L, "separator", (const char *)&dialect->marks.separator, 1);
    end_note(L);
  }
  if (dialect->line_end == OS_LINE_CR) {
    begin_note(L, "newline", "cr", 2);
    end_note(L);
  }
  if (loaded->tally.empty) {
    lua_pushinteger(L, (lua_Integer)loaded->tally.empty);
    size_t len;
    const char *text = lua_tolstring(L, -1, &len);
    lua_insert(L, -2);
    begin_note(L, "empty_lines", text, len);
    end_note(L);
    lua_remove(L, -2);
  }
  for (size_t i = 0; loading->options.header && i < dialect->nrenamed; i++) {
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
    if (!turn->row && !turn->comma) continue;
    const char *why = turn->comma ? "comma_locale" : turn->string ? "json_string" : not_type[turn->was];
    begin_note(L, why, turn->text, turn->length);
    set_text(L, "field", dialect->names[c].ptr, dialect->names[c].len);
    set_integer(L, "row", turn->row);
    end_note(L);
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
    os_recoded_from(loading->encoding, loading->utf8.bytes, places, count);
  }
  lua_createtable(L, (int)(count < INT_MAX ? count : INT_MAX), 0);
  for (size_t i = 0; i < count; i++) {
    const os_reject *reject = &loaded->tally.rejects[i];
    luaL_Buffer text;
    lua_createtable(L, 0, 8);
    set_integer(L, "row", reject->row);
    set_integer(L, "line", reject->line);
    set_integer(L, "byte", places[i]);
    lua_pushstring(L, codes[reject->fault]);
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
  lua_pushboolean(L, loading->dialect.bom);
  lua_setfield(L, -2, "bom");
  push_notes(L, loading);
  lua_setfield(L, -2, "notes");
  os_status status = push_rejects(L, loading, error);
  if (status) return status;
  lua_setfield(L, -2, "rejects");
  return OS_OK;
}
