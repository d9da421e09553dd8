/*
** oom.c: a host whose memory ends, for spec/core/oom_spec.lua.
**
**   oom SCRIPT later|once|four|cap [SCENARIO...]
**
** SCRIPT returns a table from names to functions; each prepares a scenario and returns two more: one
** that is run again and again while memory ends at other points, and one that turns its results into
** a string, which must be that of an undisturbed run.
**
**   later  the k-th request for more memory fails, and so does every one after it; k = 1, 2, ...
**   once   only the k-th fails
**   four   the k-th and the three after it fail, more than the core tries again
**   cap    no more than so many bytes at a time; from next to nothing upwards
**
** What comes out must be the result or "not enough memory", the state must go on working, and when it
** is closed not a byte may be left. Prints a line a scenario; exit status 1 if anything was wrong.
*/
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>

#define HEAD 16        /* in front of each block: its size */
#define POINTS 100     /* of failure before a state is closed and another opened */
#define SETTLED 3      /* runs before the first failure: caches are full then */

enum { LATER, ONCE, FOUR, CAP };

static const char *const names[] = {"later", "once", "four", "cap"};

typedef struct ledger {
  size_t used;
  size_t count;  /* of requests for more, while armed */
  size_t fail;   /* the request that fails; with CAP: the bytes that there are */
  int how;       /* memory ends */
  bool armed, failed, wrong_size;
} ledger;

/* Whether the request that was just counted fails; with it, so many bytes would be in use. */
static bool fails(const ledger *book, size_t used) {
  switch (book->how) {
    case LATER: return book->count >= book->fail;
    case ONCE: return book->count == book->fail;
    case FOUR: return book->count >= book->fail && book->count < book->fail + 4;
    default: return used > book->fail;
  }
}

static void *allocate(void *ud, void *ptr, size_t osize, size_t nsize) {
  ledger *book = ud;
  char *block = ptr ? (char *)ptr - HEAD : NULL;
  size_t old = 0;
  if (block) {
    memcpy(&old, block, sizeof old);
    if (old != osize) book->wrong_size = true;
  }
  if (nsize == 0) {
    book->used -= old;
    free(block);
    return NULL;
  }
  if (book->armed && nsize > old) {
    book->count++;
    if (fails(book, book->used - old + nsize)) {
      book->failed = true;
      return NULL;
    }
  }
  block = realloc(block, nsize + HEAD);
  if (!block) return NULL;
  memcpy(block, &nsize, sizeof nsize);
  book->used += nsize - old;
  return block + HEAD;
}

enum { RUN = 1, SHOW, WANTED };

/* Calls RUN and leaves what SHOW makes of its results, or the error, on top. */
static int run(lua_State *L, ledger *book, bool armed) {
  lua_settop(L, WANTED);
  lua_pushvalue(L, RUN);
  book->count = 0;
  book->failed = false;
  book->armed = armed;
  int status = lua_pcall(L, 0, LUA_MULTRET, 0);
  book->armed = false;
  if (status != LUA_OK) return status;
  lua_pushvalue(L, SHOW);
  lua_insert(L, WANTED + 1);
  return lua_pcall(L, lua_gettop(L) - WANTED - 1, 1, 0);
}

static bool wrong(const char *name, size_t point, const char *what, const char *text) {
  printf("WRONG %s, point %zu: %s: %.300s\n", name, point, what, text ? text : "(no string)");
  return false;
}

/* From where on the result on top differs from the one wanted. */
static bool differs(lua_State *L, const char *name, size_t point, const char *what) {
  const char *text = lua_tostring(L, -1), *wanted = lua_tostring(L, WANTED);
  while (text && *text && *text == *wanted) text++, wanted++;
  return wrong(name, point, what, text);
}

static lua_State *open(const char *script, const char *name, ledger *book) {
  lua_State *L = lua_newstate(allocate, book);
  if (!L) return NULL;
  luaL_openlibs(L);
  if (luaL_dofile(L, script) != LUA_OK || lua_getfield(L, 1, name) != LUA_TFUNCTION ||
      lua_pcall(L, 0, 2, 0) != LUA_OK) {
    wrong(name, 0, "cannot be prepared", lua_tostring(L, -1));
    return NULL;
  }
  lua_remove(L, 1);
  lua_pushnil(L);
  for (int i = 0; i < SETTLED; i++) {
    if (run(L, book, false) != LUA_OK || !lua_isstring(L, -1)) {
      wrong(name, 0, "fails undisturbed", lua_tostring(L, -1));
      return NULL;
    }
    lua_replace(L, WANTED);
  }
  return L;
}

/* The next point of failure. */
static size_t after(int how, size_t point) {
  return how == CAP ? point + point / 4 + 64 : point + 1;
}

/* One point of failure; *done: the scenario runs through without one. */
static bool try(lua_State *L, ledger *book, const char *name, size_t point, bool *done) {
  if (book->how == CAP) lua_gc(L, LUA_GCCOLLECT); /* so that the same is left each time */
  book->fail = book->how == CAP ? book->used + point : point;
  int status = run(L, book, true);
  const char *text = lua_tostring(L, -1);
  *done = !book->failed;
  if (book->wrong_size) return wrong(name, point, "a block of another size was given back", "");
  if (status == LUA_OK) {
    if (lua_rawequal(L, -1, WANTED)) return true;
    return differs(L, name, point, "another result");
  }
  if (!book->failed) return wrong(name, point, "an error without a failure", text);
  if (!text || strcmp(text, "not enough memory") != 0) return wrong(name, point, "another error", text);
  return true;
}

static bool sweep(const char *script, const char *name, int how) {
  size_t point = 1, points = 0;
  for (bool done = false; !done;) {
    ledger book = {.how = how};
    size_t first = point;
    lua_State *L = open(script, name, &book);
    bool good = L != NULL;
    for (int i = 0; good && !done && i < POINTS; i++, points++) {
      good = try(L, &book, name, point, &done);
      point = after(how, point);
    }
    if (good && (run(L, &book, false) != LUA_OK || !lua_rawequal(L, -1, WANTED))) {
      good = differs(L, name, point, "does not work afterwards");
    }
    if (L) lua_close(L);
    if (!good) return false;
    if (book.used) {
      char text[80];
      snprintf(text, sizeof text, "%zu bytes, by a point from %zu on", book.used, first);
      return wrong(name, point, "memory is left", text);
    }
  }
  printf("%s: %zu\n", name, points);
  return true;
}

int main(int argc, char **argv) {
  int how = 0;
  while (argc > 3 && how < CAP && strcmp(argv[2], names[how]) != 0) how++;
  bool good = argc > 3 && strcmp(argv[2], names[how]) == 0;
  for (int i = 3; i < argc; i++) good = sweep(argv[1], argv[i], how) && good;
  return good ? 0 : 1;
}
