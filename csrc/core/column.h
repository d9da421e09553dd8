/* column.h: a typed, packed, immutable column of values, and the view of columns that is a register. */
#ifndef OS_COLUMN_H
#define OS_COLUMN_H

#include <string.h>

#include "mem.h"

/* In the order of the ladder: a column has the first type that fits all its values. */
typedef enum os_type {
  OS_BOOLEAN,
  OS_INTEGER,
  OS_DECIMAL,
  OS_NUMBER,
  OS_DATE,
  OS_TEXT
} os_type;
#define OS_TYPES 6

typedef struct os_text {
  const char *ptr;
  size_t len;
} os_text;

/*
** data holds rows * width bytes, little by type:
**   boolean  uint8_t 0/1 (width 1)
**   integer  int8_t .. int64_t (width 1, 2, 4, 8), the narrowest that holds all values
**   decimal  the same, or os_wide (width 16): the value times 10^scale
**   number   double (width 8)
**   date     int32_t (width 4): days since 1970-01-01 of its first day, times 4, plus os_precision
**   text     dict: codes uint8_t, uint16_t or uint32_t (width 1, 2, 4) into the dictionary;
**            plain: data is NULL, row i is text i
** Texts (dictionary entries, or rows when plain) lie one after the other in bytes; text i is
** bytes[offset i .. offset i+1), offsets being uint32_t or uint64_t by offset_width.
** The element of a missing row is 0 (an empty text when plain).
*/
typedef struct os_column {
  os_mem mem;
  size_t refs;
  os_type type;
  uint8_t width;
  uint8_t scale;
  uint8_t offset_width;
  bool dict;
  size_t rows;
  size_t missing;  /* rows without a value */
  uint8_t *valid;  /* bit (i & 7) of byte i / 8 is set when row i has a value; NULL: none is missing */
  void *data;
  uint8_t *bytes;
  size_t nbytes;
  void *offsets;
  size_t texts;    /* number of texts: entries of the dictionary, or rows */
} os_column;

typedef enum os_precision { OS_YEAR, OS_MONTH, OS_DAY } os_precision;

/* Some rows of a register, in the order in which they are shown. Shared by reference count. */
typedef struct os_rows {
  os_mem mem;
  size_t refs;
  size_t count;
  uint32_t index[];
} os_rows;

typedef struct os_name {
  const char *ptr;
  size_t len;
} os_name;

/* Columns of one length under names, seen through a choice of rows (NULL: all). A view owns a
** reference to each column and to the rows, and its names. */
typedef struct os_view {
  os_mem mem;
  size_t ncols;
  size_t rows; /* visible rows */
  os_column **cols;
  os_name *names;
  char *name_bytes;
  size_t name_size;
  os_rows *chosen;
} os_view;

#ifndef OS_MAX_ROWS /* a spec builds a core with less */
#define OS_MAX_ROWS UINT32_MAX
#endif

static inline size_t os_row(const os_view *view, size_t i) {
  return view->chosen ? view->chosen->index[i] : i;
}

static inline bool os_present(const os_column *col, size_t row) {
  return !col->valid || (col->valid[row >> 3] >> (row & 7) & 1);
}

/* Boolean, integer, date, and decimals of width 8 or less. */
static inline int64_t os_int_at(const os_column *col, size_t row) {
  switch (col->width) {
    case 1: return col->type == OS_BOOLEAN ? ((const uint8_t *)col->data)[row] : ((const int8_t *)col->data)[row];
    case 2: return ((const int16_t *)col->data)[row];
    case 4: return ((const int32_t *)col->data)[row];
    default: return ((const int64_t *)col->data)[row];
  }
}

static inline os_wide os_wide_at(const os_column *col, size_t row) {
  return col->width == 16 ? ((const os_wide *)col->data)[row] : (os_wide)os_int_at(col, row);
}

static inline uint32_t os_code_at(const os_column *col, size_t row) {
  switch (col->width) {
    case 1: return ((const uint8_t *)col->data)[row];
    case 2: return ((const uint16_t *)col->data)[row];
    default: return ((const uint32_t *)col->data)[row];
  }
}

static inline uint64_t os_offset(const os_column *col, size_t i) {
  return col->offset_width == 4 ? ((const uint32_t *)col->offsets)[i]
                                : ((const uint64_t *)col->offsets)[i];
}

/* Text i of the dictionary, or of a plain column. */
static inline os_text os_text_entry(const os_column *col, size_t i) {
  uint64_t from = os_offset(col, i);
  os_text text = {(const char *)col->bytes + from, (size_t)(os_offset(col, i + 1) - from)};
  return text;
}

static inline os_text os_text_at(const os_column *col, size_t row) {
  return os_text_entry(col, col->dict ? os_code_at(col, row) : row);
}

/* 10^exponent, which brings decimals from one scale to another; exponent <= 38. */
static inline os_wide os_power_of_ten(unsigned exponent) {
  os_wide power = 1;
  while (exponent--) power *= 10;
  return power;
}

/* Most texts are short: two overlapping words compare up to 16 bytes without a call. */
static inline bool os_text_same(os_text a, os_text b) {
  if (a.len != b.len) return false;
  if (a.len >= 8) {
    uint64_t x, y, z, w;
    memcpy(&x, a.ptr, 8);
    memcpy(&y, b.ptr, 8);
    memcpy(&z, a.ptr + a.len - 8, 8);
    memcpy(&w, b.ptr + a.len - 8, 8);
    if (x != y || z != w) return false;
    return a.len <= 16 || memcmp(a.ptr + 8, b.ptr + 8, a.len - 16) == 0;
  }
  for (size_t i = 0; i < a.len; i++) {
    if (a.ptr[i] != b.ptr[i]) return false;
  }
  return true;
}

/* Order of two texts: by bytes. */
int os_text_compare(os_text a, os_text b);

/* A column without data (all pointers NULL, refs 1), or NULL. */
os_column *os_column_new(const os_mem *mem, os_type type, size_t rows);
os_column *os_column_keep(os_column *col);
void os_column_drop(os_column *col); /* NULL is fine */
/* Bytes that the column owns. */
size_t os_column_size(const os_column *col);

/* Packs values into the narrowest integer column. `type` is boolean, integer, decimal or date;
** present[i] == 0 marks a missing value; present may be NULL. */
os_status os_column_from_ints(const os_mem *mem, os_type type, unsigned scale, const int64_t *values,
                              const uint8_t *present, size_t rows, os_column **out);
os_status os_column_from_wides(const os_mem *mem, unsigned scale, const os_wide *values,
                               const uint8_t *present, size_t rows, os_column **out);
os_status os_column_from_doubles(const os_mem *mem, const double *values, const uint8_t *present,
                                 size_t rows, os_column **out);
/* The texts are copied. */
os_status os_column_from_texts(const os_mem *mem, const os_text *values, const uint8_t *present,
                               size_t rows, os_column **out);
/* The rows of col that index names (a row may occur several times), as a column of its own; where it
** names OS_NO_ROW the value is missing. */
#define OS_NO_ROW UINT32_MAX
os_status os_column_gather(const os_mem *mem, const os_column *col, const uint32_t *index,
                           size_t rows, os_column **out);

/* Missing values only, as a column of a type that all others have room for. */
os_status os_column_missing(const os_mem *mem, size_t rows, os_column **out);
/* The values as texts, as they are written in a file. */
os_status os_column_written(const os_mem *mem, const os_column *col, os_column **out);
/* Columns of one type below one another, as a new one; integers, decimals and numbers may mix, and
** columns without any value be among them. */
os_status os_column_concat(const os_mem *mem, os_column *const *cols, size_t count,
                           os_column **out);

os_rows *os_rows_new(const os_mem *mem, size_t count);
os_rows *os_rows_keep(os_rows *rows);
void os_rows_drop(os_rows *rows);

/* Fills *view, which must be zeroed; keeps references to the columns and to chosen. Fails only for
** want of memory, and then leaves *view empty. */
os_status os_view_init(const os_mem *mem, os_view *view, size_t ncols, os_column *const *cols,
                       const os_name *names, size_t rows, os_rows *chosen);
void os_view_clear(os_view *view); /* idempotent */
/* Whether a column has a value in some row of the view. */
bool os_view_has_value(const os_view *view, size_t col);

#endif
