/* dialect.h: what a delimited text says about its own form: marks, header, names. */
#ifndef OS_DIALECT_H
#define OS_DIALECT_H

#include "column.h"
#include "scan.h"
#include "source.h"

typedef enum os_line_end { OS_LINE_NONE, OS_LINE_LF, OS_LINE_CRLF, OS_LINE_CR } os_line_end;

/* A field whose name in the file would not do. */
typedef struct os_renamed {
  size_t field;
  os_name was;
} os_renamed;

typedef struct os_dialect {
  os_mem mem;
  os_marks marks;
  os_line_end line_end;
  bool detected;      /* the separator was */
  bool bom;
  uint64_t start;     /* of the first data row */
  uint64_t empty;     /* empty lines before the header */
  size_t fields;
  os_name *names;
  os_renamed *renamed;
  size_t nrenamed;
  os_buf bytes;       /* of the names */
} os_dialect;

/* Reads as much of the source's head as it takes. separator 0: detect. Without a header the fields
** are column_1, column_2, ... Errors have their line and column. */
os_status os_dialect_read(const os_mem *mem, os_dialect *dialect, const os_source *source,
                          uint8_t separator, bool header, bool lenient, os_error *error);
/* Gives dialect->fields their names (allocated, without any): `given`, made unique and not empty. */
os_status os_dialect_name(os_dialect *dialect, const os_name *given);
void os_dialect_clear(os_dialect *dialect);

#endif
