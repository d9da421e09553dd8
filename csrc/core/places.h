/* places.h: where rows of a source stand. */
#ifndef OS_PLACES_H
#define OS_PLACES_H

#include "load.h"

/* The lines (from 1) where data rows begin. rows: from 1, ascending, the rejected among those counted;
** lines: room for as many; 0 where there is no such good row. */
os_status os_row_lines(const os_mem *mem, const os_source *source, const os_dialect *dialect,
                       const os_load_options *options, const uint64_t *rows, size_t count,
                       uint64_t *lines, os_tick tick, os_error *error);

#endif
