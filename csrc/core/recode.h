/* recode.h: from other encodings to UTF-8, by the iconv of the C library. */
#ifndef OS_RECODE_H
#define OS_RECODE_H

#include "crew.h"
#include "source.h"

/* Whether a name is UTF-8 itself, for which there is nothing to do. */
bool os_is_utf8(const char *encoding);
/* All of the source as UTF-8, appended to out. OS_FAULT_ENCODING: the name is unknown (byte 0), or
** the bytes at error->byte are no text in that encoding. */
os_status os_recode(const os_mem *mem, const os_source *source, const char *encoding, os_tick tick,
                    os_buf *out, os_error *error);
/* Bytes of the UTF-8 text (from 1, ascending) become those of the original where they stood. */
void os_recoded_from(const char *encoding, const uint8_t *text, uint64_t *places, size_t count);

#endif
