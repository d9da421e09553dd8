/* json.c: registers from JSON. */
#include <string.h>

#include "json_load.h"
#include "loading.h"

#define LOADING "orgstat.loading"

/* What was expected, in the order of os_json_want. */
static const char *const wants[] = {
    NULL, "value", "key", "colon", "next_member", "next_element", "digit", "string_end",
    "no_control", "escape", "hex", "surrogate", "end", "object", "records",
};

/* The text of an option, which stays on the stack. */
static os_text text_option(lua_State *L, int opts, const char *name) {
  os_text text = {NULL, 0};
  if (!lua_istable(L, opts)) return text;
  lua_getfield(L, opts, name);
  text.ptr = lua_tolstring(L, -1, &text.len);
  return text;
}

/* Completes nil and details. */
static int fail(lua_State *L, l_loading *loading, os_status status, os_error *error) {
  int results = l_fail(L, loading, status, error);
  bool json = error->fault == OS_FAULT_JSON || error->fault == OS_FAULT_UNFINISHED ||
              error->fault == OS_FAULT_SHAPE;
  if (json) {
    lua_pushstring(L, wants[error->wanted]);
    lua_setfield(L, -2, "expected");
  }
  if (error->fault == OS_FAULT_LIMIT) {
    bool depth = error->number == OS_JSON_DEPTH, fields = error->number == OS_JSON_FIELDS;
    lua_pushstring(L, depth ? "depth" : fields ? "fields" : NULL);
    lua_setfield(L, -2, "limit");
  }
  return results;
}

/* core.load_json(source, opts, progress), of a source as core.load takes it */
static int l_load_json(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 3);
  int progress = lua_isfunction(L, 3) ? 3 : 0;
  os_json_options options = {.explode = text_option(L, 2, "explode"),
                             .key_field = text_option(L, 2, "key_field")};
  os_text format = text_option(L, 2, "format");
  options.lines = format.ptr && strcmp(format.ptr, "jsonl") == 0;
  if (!options.key_field.ptr) options.key_field = (os_text){"key", 3};
  l_loading *loading = l_newloading(L, LOADING);
  const char *path = l_takesource(L, 1, loading, false);
  os_error error = {0};
  bool exploded = true;
  os_view *view = l_newregister(L);
  int reg = lua_gettop(L);
  loading->progress = progress;
  os_status status = l_openbytes(L, loading, path, 2, &error);
  if (!status) {
    status = os_json_load(&loading->mem, &loading->keep, l_source(loading), &loading->options,
                          &options, l_tick(loading), &loading->dialect, &loading->loaded,
                          options.explode.ptr ? &exploded : NULL, &error);
  }
  if (!status) {
    l_getuservalue(L, reg);
    status = l_setoutcome(L, loading, &error);
    if (!exploded) {
      lua_pushboolean(L, 1);
      lua_setfield(L, -2, "nothing_exploded");
    }
  }
  if (status) return fail(L, loading, status, &error);
  *view = loading->loaded.view;
  memset(&loading->loaded.view, 0, sizeof loading->loaded.view);
  l_release(loading);
  lua_settop(L, reg);
  l_weigh(L, l_viewsize(view));
  return 1;
}

/* core.json_check(text): true, or nil and details: whether it is one JSON value by RFC 8259 */
static int l_json_check(lua_State *L) {
  size_t len;
  const char *text = luaL_checklstring(L, 1, &len);
  lua_settop(L, 1);
  l_loading *loading = l_newloading(L, LOADING);
  os_error error = {0};
  os_status status = os_json_check(&loading->mem, (const uint8_t *)text, len, &error);
  if (status == OS_FAILED) {
    os_source_memory(&loading->source, text, len);
    os_source_locate(&loading->source, false, &error);
  }
  if (status) return fail(L, loading, status, &error);
  lua_pushboolean(L, 1);
  return 1;
}

const luaL_Reg l_json_functions[] = {
    {"load_json", l_load_json}, {"json_check", l_json_check}, {NULL, NULL},
};
