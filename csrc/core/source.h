/* source.h: where bytes come from: a file that is read by position, or memory. */
#ifndef OS_SOURCE_H
#define OS_SOURCE_H

#include <sys/types.h>
#include <time.h>

#include "mem.h"

typedef struct os_source {
  const uint8_t *bytes; /* memory; NULL: the file */
  uint64_t size;
  int fd;
  os_mem mem;       /* of kept */
  os_buf kept;      /* memory that the source itself owns */
  dev_t device;     /* what the file was when it was opened */
  ino_t inode;
  struct timespec changed;
} os_source;

/* Opens a file. What cannot be read by position (a pipe, a terminal) is read to its end into
** memory; `tick` (may be NULL) is called now and then meanwhile and may cancel. It may have no end:
** of utf8 a NUL in the first line is a fault at once. */
os_status os_source_open(const os_mem *mem, os_source *source, const char *path, bool utf8,
                         os_status (*tick)(void *ud, uint64_t done, uint64_t total), void *ud,
                         os_error *error);
/* Bytes that the caller keeps alive. */
void os_source_memory(os_source *source, const void *bytes, size_t size);
/* Reads exactly `count` bytes at `at`; fewer there than were seen means that the file changed. */
os_status os_source_read(const os_source *source, uint64_t at, uint8_t *out, size_t count,
                         os_error *error);
/* Fails if the file is not what it was when it was opened. */
os_status os_source_check(const os_source *source, os_error *error);
void os_source_close(os_source *source); /* idempotent */

/* Lines of ascending places, counted in one go through the source. */
typedef struct os_lines {
  const os_source *source;
  bool cr;         /* a lone CR ends lines, too */
  uint64_t line, at;
  uint8_t before;  /* the byte before `at` */
  size_t k, count; /* of the chunk: bytes that are counted, and all */
  uint8_t chunk[4096];
} os_lines;

void os_lines_begin(os_lines *lines, const os_source *source, bool cr);
/* The line, from 1, of an offset that is not below the last one. */
os_status os_lines_at(os_lines *lines, uint64_t offset, uint64_t *line, os_error *error);
/* Fills line and column (characters) of error->byte by reading the source up to there. */
os_status os_source_locate(const os_source *source, bool cr, os_error *error);

#endif
