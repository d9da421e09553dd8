/* dialect.h: what a delimited text says about its own form: marks, header, names. */
#ifndef OS_DIALECT_H
#define OS_DIALECT_H

#include "column.h"
#include "notation.h"
#include "scan.h"
#include "source.h"

typedef enum os_line_end { OS_LINE_NONE, OS_LINE_LF, OS_LINE_CRLF, OS_LINE_CR } os_line_end;

/* The notation of one field. */
typedef struct os_noted_field {
  os_name name;
  os_notation notation;
} os_noted_field;

/* What the caller says about the form of a text. */
typedef struct os_form {
  uint8_t separator;  /* 0: detect */
  uint8_t quote;
  bool lenient;       /* misplaced quotes are text */
  bool nfc;           /* names and texts are brought to NFC */
  bool titles;        /* look for title lines above the header */
  bool guess;         /* the notation of each field that the caller says nothing of */
  bool trailing;      /* look whether all rows end in one more separator */
  size_t header_rows; /* 0: the fields are column_1, column_2, ... */
  uint64_t skip;      /* lines before everything */
  uint8_t comment_length;
  char comment[OS_COMMENT];
  const os_notation *notation;       /* of all other fields; NULL: that of machines */
  const os_noted_field *noted;
  size_t nnoted;
} os_form;

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
  bool trailing;      /* rows end in one more separator */
  bool nfc;
  uint64_t start;     /* of the first data row */
  uint64_t empty;     /* empty lines before the header */
  uint64_t skipped;   /* lines that the caller did not want */
  uint64_t titles;    /* lines above the header */
  uint64_t comments;  /* the same */
  uint64_t header;    /* byte offset of the header row, or of the first row */
  size_t fields;
  os_name *names;
  os_renamed *renamed;
  size_t nrenamed;
  const os_notation **notations; /* of the fields; NULL: none has one */
  os_buf bytes;       /* of the names */
} os_dialect;

/* Reads as much of the source's head as it takes. Without a header the fields are column_1,
** column_2, ... Errors have their line and column. What form points to must live as long. */
os_status os_dialect_read(const os_mem *mem, os_dialect *dialect, const os_source *source,
                          const os_form *form, os_error *error);
/* Sets the notation of one field. */
os_status os_dialect_set(os_dialect *dialect, size_t field, const os_notation *notation);
/* Points to the notations of another form, which says the same. */
void os_dialect_note(os_dialect *dialect, const os_form *form);
/* Gives dialect->fields their names (allocated, without any): `given`, made unique and not empty. */
os_status os_dialect_name(os_dialect *dialect, const os_name *given);
void os_dialect_clear(os_dialect *dialect);

#endif
