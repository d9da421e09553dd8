/* name_key.h: keys under which a name is the same however it is written. */
#ifndef OS_NAME_KEY_H
#define OS_NAME_KEY_H

#include "column.h"

/* What does not count, besides the Unicode form and how many spaces there are; to be combined. */
enum {
  OS_KEY_CASE = 1,    /* letter case */
  OS_KEY_HYPHENS = 2, /* hyphens and slashes, which stand for spaces */
  OS_KEY_TONES = 4,   /* where a Vietnamese tone mark stands, and i or y where it is the rime */
  OS_KEY_MARKS = 8    /* diacritics, that of d with stroke among them */
};

/* Appends the key of a text, which may be any bytes: *valid says whether they are UTF-8.
** `scratch` is the caller's, for the next text. */
os_status os_name_key(const os_mem *mem, os_text text, unsigned ignored, os_buf *scratch,
                      os_buf *out, bool *valid);

/* The keys of a column of texts, row by row of the view. */
os_status os_column_name_keys(const os_mem *mem, const os_view *view, size_t col, unsigned ignored,
                              os_column **out);

#endif
