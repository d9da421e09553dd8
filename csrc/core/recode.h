/* recode.h: from other encodings to UTF-8, by the iconv of the C library. */
#ifndef OS_RECODE_H
#define OS_RECODE_H

#include "crew.h"
#include "source.h"

/* How the bytes of a source become UTF-8. */
typedef struct os_recoding {
  const char *encoding; /* as iconv knows it; UTF-8 is a good one, too */
  bool replace;         /* what is no text becomes U+FFFD and is counted; else it is an error */
  uint64_t replaced;
} os_recoding;

/* Whether a name is UTF-8 itself, for which there is nothing to do. */
bool os_is_utf8(const char *encoding);
/* All of the source as UTF-8, appended to out. "UTF-16" is read by its byte order mark, or without
** one by where its NULs are. OS_FAULT_ENCODING: the name is unknown (byte 0), or the bytes at
** error->byte are no text in that encoding. */
os_status os_recode(const os_mem *mem, const os_source *source, os_recoding *recoding, os_tick tick,
                    os_buf *out, os_error *error);
/* Bytes of the UTF-8 text (from 1, ascending) become those of the source that they came from. */
void os_recoded_from(const os_source *source, const os_recoding *recoding, uint64_t *places,
                     size_t count);

#endif
