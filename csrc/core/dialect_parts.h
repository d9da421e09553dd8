/* dialect_parts.h: what dialect.c, titles.c and header.c share: the head of the input. */
#ifndef OS_DIALECT_PARTS_H
#define OS_DIALECT_PARTS_H

#include "dialect.h"

/* The first bytes of the source: more of them each time they do not do. */
typedef struct os_head {
  const os_mem *mem;
  const os_source *source;
  const os_form *form;
  const uint8_t *bytes;
  size_t length;
  bool final;
  os_buf own;
} os_head;

/* titles.c: counts the title lines at `from`, with the separator that is given in marks or, where
** that is 0, the one that makes a table of what follows; *start becomes the header's. 0: none. */
os_status os_find_titles(os_head *head, size_t from, os_marks *marks, os_scan *scan,
                         uint64_t *titles, size_t *start);

/* header.c: reads the names from header rows that begin at `rows`, of which the last is in the scan,
** too (none: column_1 ...), and sets fields, names and what was renamed. */
os_status os_read_names(os_dialect *dialect, const os_head *head, os_scan *scan,
                        const size_t *rows, size_t count);

#endif
