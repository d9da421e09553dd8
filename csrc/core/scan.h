/* scan.h: one pass over bytes finds where fields and rows end, 64 bytes a step. */
#ifndef OS_SCAN_H
#define OS_SCAN_H

#include <string.h>

#include "mem.h"

#define OS_COMMENT 8

/* Which bytes mean something. Only os_scan_loose heeds comments. In carriage-return files CR, CRLF and LF all end a row; in the
** others LF does, and one CR before it belongs to the line end. */
typedef struct os_marks {
  uint8_t separator;
  bool cr;
  uint8_t quote;
  uint8_t comment_length; /* a row that begins with comment[0 .. comment_length) is none */
  char comment[OS_COMMENT];
} os_marks;

/* A quote that occurs in no text. */
#define OS_NO_QUOTE 0xFF

static inline bool os_is_comment(const os_marks *marks, const uint8_t *s, size_t length) {
  return marks->comment_length && length >= marks->comment_length &&
         !memcmp(s, marks->comment, marks->comment_length);
}

typedef enum os_variant { OS_PLAIN, OS_SSE2, OS_AVX2, OS_AVX512, OS_NEON, OS_VARIANTS } os_variant;

#define OS_STEP 64
/* Offsets in one scan are 32 bits wide. (A spec builds a core with less.) */
#ifndef OS_MAX_SCAN
#define OS_MAX_SCAN ((size_t)UINT32_MAX - 2 * OS_STEP)
#endif

/*
** A scan of whole rows. ends[0] is the byte before the first field; field i lies between ends[i]
** and ends[i + 1] (both excluded). row_last[r] is the index in ends of the end of row r. Offsets
** count from `bytes`, which every call must give with the same content.
*/
typedef struct os_scan {
  os_marks marks;
  size_t start;     /* where the first row begins */
  size_t at;        /* bytes scanned */
  uint64_t inside;  /* all ones inside quotes */
  uint64_t opens;   /* 1: a quote may open at the next byte, or is the second of a doubled one */
  uint64_t closed;  /* 1: the byte before is a closing quote */
  uint64_t high;    /* not 0: a step shortly before has bytes beyond ASCII */
  bool stopped;     /* the next step holds a fault: os_scan_loose tells which */
  uint32_t *ends;
  size_t nends, ends_cap;
  uint32_t *row_last;
  size_t nrows, rows_cap;
} os_scan;

/* Starts at bytes[start], the first byte of a row. Keeps the arrays of an earlier use. */
os_status os_scan_begin(const os_mem *mem, os_scan *scan, os_marks marks, size_t start);
/* Scans on: until a row ends at or behind `limit`, or a fault, or the bytes are used up. Unless
** they are `final`, up to OS_STEP + 3 of the last ones wait for the next call. */
os_status os_scan_run(const os_mem *mem, os_scan *scan, const uint8_t *bytes, size_t length,
                      bool final, size_t limit, os_variant variant);
/* Where the first row that is not yet known begins. */
size_t os_scan_next(const os_scan *scan);
/* Forgets the ends of a row that is not whole, so that os_scan_loose can go on from there. */
void os_scan_whole_rows(os_scan *scan);
void os_scan_free(const os_mem *mem, os_scan *scan);

/* The best variant of this machine. */
os_variant os_scan_variant(void);
bool os_scan_supports(os_variant variant);

/* Whether the number of quotes is odd, which turns the quote state for the block that follows. */
bool os_odd_quotes(uint8_t quote, const uint8_t *bytes, size_t length);
/* The first byte behind the first row end at or after `from`, given whether `from` is inside
** quotes; SIZE_MAX if there is none. */
size_t os_next_row(os_marks marks, const uint8_t *bytes, size_t from, size_t length, bool inside);

/* Length of the UTF-8 character at s (1 to 4), or 0 if it is none. */
size_t os_utf8_length(const uint8_t *s, size_t available);
/* The offset of the first byte that is NUL or not UTF-8; `length` if there is none. */
size_t os_text_fault(const uint8_t *s, size_t length);

/* What os_scan_loose makes of a row. */
typedef struct os_loose_row {
  size_t next;    /* first byte of the next row; SIZE_MAX: more bytes are needed */
  os_fault fault; /* the row must not be used */
  size_t where;   /* of the fault */
  bool comment;   /* the row is one, up to its line end */
} os_loose_row;

/* Scans the row at `start` byte by byte and appends it to the scan, for input whose quotes are not
** where they should be. `lenient` takes misplaced quotes as text; else the row has a fault, and
** ends at the first line end behind it. */
os_status os_scan_loose(const os_mem *mem, bool lenient, os_scan *scan, const uint8_t *bytes,
                        size_t start, size_t length, bool final, os_loose_row *row);

#endif
