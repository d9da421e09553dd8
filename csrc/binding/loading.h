/* loading.h: what load.c, scan.c and the files that serve them share. */
#ifndef L_LOADING_H
#define L_LOADING_H

#include "binding.h"
#include "detect.h"
#include "load.h"
#include "recode.h"

/* What one load or scan holds, in a userdata, so that an error may jump over it. */
typedef struct l_loading {
  lua_State *L;
  os_mem keep;      /* the allocator of the state */
  os_mem mem;       /* the same, with a full collection and one more try on failure */
  os_source source;
  os_buf recoded;   /* the source as UTF-8, if it was not */
  os_source utf8;   /* of recoded */
  os_dialect dialect;
  os_loaded loaded;
  os_load_options options;
  os_recoding recoding; /* encoding NULL: UTF-8, as it is */
  bool automatic;       /* the encoding may be found from the bytes */
  bool replace;         /* what is no text may be replaced */
  os_detected detected; /* what they say */
  const os_notation *doubts[2]; /* two in which a value can be read */
  int progress;     /* index on the stack of a function, or 0 */
} l_loading;

/* load.c: pushes a userdata with nothing in it yet. */
l_loading *l_newloading(lua_State *L, const char *metatable);
/* Frees what it holds; may be called again. */
void l_release(l_loading *loading);
/* Reads what there is to load, the table at arg: { path = }, { text = } or { reader = }, whose bytes it
** takes over. Pushes nothing; the path, or NULL when loading->source is set. copy: the text is needed
** for longer than the table. */
const char *l_takesource(lua_State *L, int arg, l_loading *loading, bool copy);
/* Opens a path (or takes what loading->source is already) and converts it to UTF-8 if need be. Leaves
** what keeps the options alive on the stack. */
os_status l_openbytes(lua_State *L, l_loading *loading, const char *path, int opts,
                      os_error *error);
/* The same, and reads the head of delimited text. */
os_status l_opensource(lua_State *L, l_loading *loading, const char *path, int opts,
                       os_error *error);
/* After a failure: whether the bytes are in another encoding beyond doubt. Then they are to be read
** again by it; l_rehead begins that. */
bool l_detect(l_loading *loading, os_status *status, const os_error *error);
os_status l_rehead(l_loading *loading, os_error *error);
/* The source to read from. */
const os_source *l_source(const l_loading *loading);
os_tick l_tick(l_loading *loading);
/* Raises what a tick raised, or for want of memory; else pushes nil and details, and returns 2. */
int l_fail(lua_State *L, l_loading *loading, os_status status, os_error *error);
size_t l_viewsize(const os_view *view);

/* options.c: reads a table of options; leaves what keeps them alive on the stack. */
void l_readoptions(lua_State *L, int opts, l_loading *loading);
os_type l_checktype(lua_State *L, int index);

/* outcome.c: pushes nil and details */
void l_pushfailure(lua_State *L, const os_error *error, const l_loading *loading);
/* Fills the table on top with what was detected and decided, and the rejects. */
os_status l_setoutcome(lua_State *L, const l_loading *loading, os_error *error);

#endif
