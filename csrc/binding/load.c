/* load.c: registers from files, from memory and from pieces that are pushed. */
#include <string.h>

#include "loading.h"
#include "recode.h"

#define LOADING "orgstat.loading"
#define READER "orgstat.reader"

/* Pieces, kept until they are whole. */
typedef struct l_reader {
  os_mem mem;
  os_buf bytes;
  bool finished;
} l_reader;

static void *collect_and_retry(void *ud, void *ptr, size_t old_bytes, size_t new_bytes) {
  l_loading *loading = ud;
  void *got = loading->keep.fn(loading->keep.ud, ptr, old_bytes, new_bytes);
  if (got || new_bytes == 0 || lua_gc(loading->L, LUA_GCISRUNNING, 0) < 0) return got;
  lua_gc(loading->L, LUA_GCCOLLECT, 0);
  return loading->keep.fn(loading->keep.ud, ptr, old_bytes, new_bytes);
}

void l_release(l_loading *loading) {
  if (!loading->keep.fn) return;
  os_loaded_clear(&loading->keep, &loading->loaded);
  os_dialect_clear(&loading->dialect);
  os_buf_free(&loading->keep, &loading->recoded);
  os_source_close(&loading->source);
  memset(&loading->utf8, 0, sizeof loading->utf8);
}

static int loading_gc(lua_State *L) {
  l_loading *loading = lua_touserdata(L, 1); /* only ever called for our metatables */
  if (loading) l_release(loading);
  return 0;
}

l_loading *l_newloading(lua_State *L, const char *metatable) {
  l_loading *loading = l_newuserdata(L, sizeof *loading);
  memset(loading, 0, sizeof *loading);
  loading->source.fd = -1;
  luaL_newmetatable(L, metatable); /* filled in each time: memory may have run out in between */
  lua_pushcfunction(L, loading_gc);
  lua_setfield(L, -2, "__gc");
  lua_pushboolean(L, 0); /* nobody gets hold of __gc */
  lua_setfield(L, -2, "__metatable");
  lua_setmetatable(L, -2);
  loading->L = L;
  loading->keep = l_mem(L);
  loading->mem = (os_mem){collect_and_retry, loading, NULL};
  l_room(L);
  return loading;
}

/* On an error its value stays on the stack: l_load raises it when all is cleaned up. */
static os_status on_tick(void *ud, uint64_t done, uint64_t total) {
  l_loading *loading = ud;
  lua_State *L = loading->L;
  int result;
  if (loading->progress) {
    lua_pushvalue(L, loading->progress);
    lua_pushinteger(L, (lua_Integer)done);
    lua_pushinteger(L, (lua_Integer)total);
    result = lua_pcall(L, 2, 0, 0);
  } else {
    lua_pushcfunction(L, l_nothing);
    result = lua_pcall(L, 0, 0, 0);
  }
  return result == LUA_OK ? OS_OK : OS_CANCELLED;
}

os_tick l_tick(l_loading *loading) {
  return (os_tick){on_tick, loading};
}

size_t l_viewsize(const os_view *view) {
  size_t bytes = 0;
  for (size_t c = 0; c < view->ncols; c++) bytes += os_column_size(view->cols[c]);
  return bytes;
}

const os_source *l_source(const l_loading *loading) {
  return loading->utf8.bytes ? &loading->utf8 : &loading->source;
}

static void show_recoded(const os_buf *recoded, os_source *source) {
  os_source_memory(source, recoded->data ? recoded->data : (const uint8_t *)"", recoded->len);
}

/* The line and column where the text that could be recoded ends. */
static void locate_recoded(const os_buf *recoded, os_error *error) {
  os_source utf8;
  os_error end = {.byte = recoded->len + 1};
  show_recoded(recoded, &utf8);
  os_source_locate(&utf8, false, &end);
  error->line = end.line;
  error->column = end.column;
}

os_status l_openbytes(lua_State *L, l_loading *loading, const char *path, int opts,
                      os_error *error) {
  const os_mem *mem = &loading->mem;
  os_load_options *options = &loading->options;
  os_status status = OS_OK;
  loading->encoding = l_readoptions(L, opts, options);
  l_stack(L, 16);
  if (path) status = os_source_open(mem, &loading->source, path, !loading->encoding, on_tick,
                                     loading, error);
  if (!status && loading->encoding) {
    status = os_recode(mem, &loading->source, loading->encoding, l_tick(loading),
                       &loading->recoded, error);
    if (!status) status = os_source_check(&loading->source, error);
    if (status == OS_FAILED && error->byte) locate_recoded(&loading->recoded, error);
    if (status) return status;
    show_recoded(&loading->recoded, &loading->utf8);
  }
  return status;
}

os_status l_opensource(lua_State *L, l_loading *loading, const char *path, int opts,
                       os_error *error) {
  const os_load_options *options = &loading->options;
  os_status status = l_openbytes(L, loading, path, opts, error);
  if (status) return status;
  return os_dialect_read(&loading->mem, &loading->dialect, l_source(loading), options->separator,
                         options->header, options->lenient, error);
}

int l_fail(lua_State *L, l_loading *loading, os_status status, os_error *error) {
  if (status == OS_FAILED && loading->utf8.bytes) {
    os_recoded_from(loading->encoding, loading->utf8.bytes, &error->byte, 1);
  }
  if (status == OS_FAILED) l_pushfailure(L, error, &loading->dialect);
  l_release(loading);
  if (status == OS_CANCELLED) return lua_error(L); /* what the tick raised is on top */
  if (status == OS_NOMEM) return l_nomem(L);
  return 2;
}

/* Loads loading->source, or a path; gives reg, or nil and details. */
static int load(lua_State *L, l_loading *loading, const char *path, int opts, int progress) {
  os_error error = {0};
  os_view *view = l_newregister(L);
  int reg = lua_gettop(L);
  loading->progress = progress;
  os_status status = l_opensource(L, loading, path, opts, &error);
  if (!status) {
    status = os_load(&loading->mem, &loading->keep, l_source(loading), &loading->dialect,
                     &loading->options, NULL, NULL, NULL, l_tick(loading), &loading->loaded,
                     &error);
  }
  if (!status) {
    l_getuservalue(L, reg);
    status = l_setoutcome(L, loading, &error);
  }
  if (status) return l_fail(L, loading, status, &error);
  *view = loading->loaded.view;
  memset(&loading->loaded.view, 0, sizeof loading->loaded.view);
  l_release(loading);
  lua_settop(L, reg);
  l_weigh(L, l_viewsize(view));
  return 1;
}

const char *l_takesource(lua_State *L, int arg, l_loading *loading, bool copy) {
  os_source *source = &loading->source;
  size_t len = 0;
  lua_getfield(L, arg, "path");
  lua_getfield(L, arg, "text");
  lua_getfield(L, arg, "reader");
  const char *path = lua_tostring(L, -3), *text = lua_tolstring(L, -2, &len);
  l_reader *reader = luaL_testudata(L, -1, READER);
  luaL_argcheck(L, path || text || (reader && !reader->finished), arg,
                "a path, a text or an open reader is needed");
  if (reader) {
    reader->finished = true;
    source->mem = reader->mem;
    source->kept = reader->bytes;
    reader->bytes = (os_buf){NULL, 0, 0};
  } else if (text && copy) {
    source->mem = loading->keep;
    if (os_buf_append(&loading->mem, &source->kept, text, len)) l_nomem(L);
  } else if (text) {
    os_source_memory(source, text, len);
  }
  if (reader || (text && copy)) {
    source->bytes = source->kept.data ? source->kept.data : (const uint8_t *)"";
    source->size = source->kept.len;
  }
  lua_pop(L, 3); /* the table keeps them */
  return path;
}

/* core.load({ path = } or { text = } or { reader = }, opts, progress); of a reader the bytes are
** taken over. */
static int l_load(lua_State *L) {
  luaL_checktype(L, 1, LUA_TTABLE);
  lua_settop(L, 3);
  int progress = lua_isfunction(L, 3) ? 3 : 0;
  l_loading *loading = l_newloading(L, LOADING);
  const char *path = l_takesource(L, 1, loading, false);
  return load(L, loading, path, 2, progress);
}

/* ---- pieces ---- */

static int reader_gc(lua_State *L) {
  l_reader *reader = luaL_checkudata(L, 1, READER);
  if (reader->mem.fn) os_buf_free(&reader->mem, &reader->bytes);
  reader->finished = true;
  return 0;
}

static int l_newreader(lua_State *L) {
  l_reader *reader = l_newblock(L, sizeof *reader);
  memset(reader, 0, sizeof *reader);
  luaL_newmetatable(L, READER);
  lua_pushcfunction(L, reader_gc);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  reader->mem = l_mem(L);
  return 1;
}

static l_reader *open_reader(lua_State *L) {
  l_reader *reader = luaL_checkudata(L, 1, READER);
  if (reader->finished) luaL_error(L, "the reader is finished");
  return reader;
}

static int l_push(lua_State *L) {
  size_t len;
  l_reader *reader = open_reader(L);
  const char *bytes = luaL_checklstring(L, 2, &len);
  l_room(L);
  bool again = true;
  os_status status;
  do {
    status = os_buf_append(&reader->mem, &reader->bytes, bytes, len);
  } while (l_again(L, status, &again));
  lua_settop(L, 1);
  return 1;
}

/* core.peek(reader, n): the first n bytes that were pushed, or all there are; and how many those are */
static int l_peek(lua_State *L) {
  const l_reader *reader = open_reader(L);
  lua_Integer most = luaL_checkinteger(L, 2);
  size_t len = reader->bytes.len;
  if (most >= 0 && (lua_Unsigned)most < len) len = (size_t)most;
  lua_pushlstring(L, len ? (const char *)reader->bytes.data : "", len);
  lua_pushinteger(L, (lua_Integer)reader->bytes.len);
  return 2;
}

const luaL_Reg l_load_functions[] = {
    {"load", l_load}, {"reader", l_newreader}, {"push", l_push}, {"peek", l_peek},
    {NULL, NULL},
};
