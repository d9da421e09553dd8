/* compose.h: texts in normal form C. */
#ifndef OS_COMPOSE_H
#define OS_COMPOSE_H

#include "column.h"

#define OS_COMPOSED 3 /* a text becomes at most so many times as long */

/* Brings a text to NFC; the text, which may lie in scratch, is in scratch if *changed. What is not
** UTF-8 stays as it is. */
os_status os_compose(const os_mem *mem, os_buf *scratch, os_text *text, bool *changed);

#endif
