/* xlsx.h: a workbook in a zip archive, read part by part. Knows no Lua. */
#ifndef X_XLSX_H
#define X_XLSX_H

#include <expat.h>
#include <zip.h>

#include "../core/mem.h"

#define X_WHY 200
#define X_ROWS 1048576u /* of a sheet: what the format allows */
#define X_COLUMNS 16384u

/* How a cell is shown, as far as its value depends on it. */
typedef enum x_shown { X_NUMBER, X_DATE, X_TIME, X_DATE_TIME, X_DURATION } x_shown;

typedef enum x_cell_kind { X_NONE, X_RAW, X_TEXT } x_cell_kind;

typedef struct x_cell {
  x_cell_kind kind;
  size_t at, length; /* in the texts of the row */
} x_cell;

/* What is known of a column of the sheet. */
typedef struct x_column {
  bool used;
  /* Rows of the sheet, 0 for none: the first number, text cell that reads as a number, as one that is too
  ** long for a spreadsheet, as a year, and the first cell that is a fuller date. */
  uint32_t numbers, digits, longs, years, dates;
  uint32_t error, uncached;      /* the first cell with an error value, with a formula never computed */
  char error_text[16];
  char digits_text[32];
} x_column;

/* A sheet that is being read, as CSV. */
typedef struct x_sheet {
  bool open, in_value, in_text, in_phonetic, has_value, formula, row_has_text;
  char type;         /* of the cell: n s r (str) i (inline) b e d */
  uint32_t row, col; /* from 1; of the cell that is open */
  unsigned style;
  os_buf text;       /* of the value that is open */
  os_buf texts;      /* of the row */
  os_buf cells;      /* x_cell, one a column of the row */
  size_t width;      /* of the row */
  uint32_t from;     /* row of the sheet where the table begins */
  uint32_t data;     /* where its records begin: there, or one behind the header */
  uint32_t last;     /* rows behind it are not looked at; 0: no limit */
  bool counting;     /* only count the values of each row into `widths`, no CSV */
  os_buf widths;     /* uint32_t pairs: row, values */
  os_buf columns;    /* x_column */
  os_buf wanted;     /* bool, one a column: which are written; empty: none yet */
  os_buf rows;       /* uint32_t: where each record stands in the sheet */
  os_buf above;      /* text of the rows above the header */
  uint64_t titles, empty, merged, errors, uncached, seen; /* seen: cells with values */
  bool misfit;       /* a column that is not in `wanted` has a value */
  os_buf out;        /* CSV */
} x_sheet;

typedef struct x_book {
  os_mem mem;
  zip_t *zip;
  uint64_t limit, taken; /* bytes that were unpacked */
  bool from_1904;
  os_buf sheets;         /* x_entry */
  os_buf names;          /* of sheets and parts, each with a NUL */
  os_buf strings;        /* the shared texts, one behind the other */
  os_buf ends;           /* size_t: where each ends */
  os_buf formats;        /* x_shown as uint8_t, one a style of cells */
  zip_file_t *part;
  XML_Parser parser;
  void *doing;           /* of the handlers */
  const char *code;      /* what was wrong, as in doc/errors.md; NULL for want of memory */
  char why[X_WHY];
  os_status status;      /* what a handler came to */
  x_sheet sheet;
} x_book;

/* A sheet of the workbook; places in x_book.names. */
typedef struct x_entry {
  size_t name, id, part; /* part: SIZE_MAX while it is not known */
  bool hidden;
} x_entry;

/* package.c */

/* The workbook's list of sheets, its texts and styles. Everything is freed by x_close. */
os_status x_open(x_book *book, const char *path, const void *bytes, size_t size);
void x_close(x_book *book); /* idempotent */
os_status x_fail(x_book *book, const char *code, const char *format, ...);
/* For handlers: stops the parser. */
void x_stop(x_book *book, os_status status);
os_status x_part_open(x_book *book, const char *name, XML_StartElementHandler start,
                      XML_EndElementHandler end, XML_CharacterDataHandler text, void *doing);
/* Parses some more of it; *more: there is more. */
os_status x_part_step(x_book *book, bool *more);
void x_part_close(x_book *book);
/* The part of an element's name behind a prefix. */
const char *x_local(const char *name);
const char *x_attribute(const char **attributes, const char *name);

/* values.c */

/* Appends a number as the file has it, or the shortest digits of the same double. */
os_status x_put_number(const os_mem *mem, os_buf *out, const char *text, size_t length, bool *ok);
/* Appends a day or time; false in *ok: it is none. *date: a day without a time. */
os_status x_put_moment(const os_mem *mem, os_buf *out, const char *text, size_t length,
                       x_shown shown, bool from_1904, bool *ok, bool *date);
/* What a format code shows. */
x_shown x_format(const char *code);
x_shown x_builtin_format(unsigned id);
/* Appends text in which _x000D_ stands for a character. */
os_status x_put_escaped(const os_mem *mem, os_buf *out, const char *text, size_t length);

/* sheet.c */

/* Begins to read a sheet as CSV; sheet->from, data, last, counting and wanted must have been set. */
os_status x_sheet_begin(x_book *book, const char *part);
/* Reads on, into sheet->out. */
os_status x_sheet_step(x_book *book, bool *more);

#endif
