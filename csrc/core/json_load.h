/* json_load.h: from JSON to typed columns: an array of objects, an object of objects, or objects
** one after the other, as in JSON Lines, which are read by several workers. */
#ifndef OS_JSON_LOAD_H
#define OS_JSON_LOAD_H

#include "json_rows.h"
#include "load.h"

#ifndef OS_JSON_FIELDS /* a spec builds a core with less */
#define OS_JSON_FIELDS 16384u
#endif

typedef struct os_json_options {
  bool lines;        /* it must be JSON Lines; else that is found out */
  os_text explode;   /* the path of the list whose elements become rows; no ptr: none */
  os_text key_field; /* what the keys of an object of objects are called */
} os_json_options;

/* *out and *dialect must be zeroed; the caller clears them, also after a failure. The dialect gets
** the fields' names, and nothing of what only delimited text has. *exploded (may be NULL) becomes
** whether the list to explode is there. */
os_status os_json_load(const os_mem *mem, const os_mem *keep, const os_source *source,
                       const os_load_options *options, const os_json_options *json, os_tick tick,
                       os_dialect *dialect, os_loaded *out, bool *exploded, os_error *error);

#endif
