/* json_rows.h: records of JSON as rows of cells: objects within objects become fields a.b, a list
** stays text or becomes rows. */
#ifndef OS_JSON_ROWS_H
#define OS_JSON_ROWS_H

#include "chunk.h"
#include "json.h"
#include "json_tree.h"

/* A field of the rows at hand. Its cells lie in the bytes as in a block of CSV: os_get_cell. */
typedef struct os_json_field {
  uint32_t node;
  uint32_t *cells;   /* of row i: 2 * i is one before its first byte, 2 * i + 1 behind its last */
  size_t rows, cap;  /* the rows behind have no value */
  unsigned types;    /* that the values may have: a string is text or a date, a list text */
  uint64_t order;    /* in which fields first had a cell; 0: this one has none */
  uint32_t target;   /* the field that this is to whoever has the rows; OS_JSON_NONE: unknown */
  os_reading reading;
  os_chunk chunk;
} os_json_field;

typedef enum os_json_rest { OS_JSON_STRING, OS_JSON_LIST } os_json_rest;

/* A cell whose text must still be made out of what stands there. */
typedef struct os_json_todo {
  uint32_t field;
  os_json_rest what;
  size_t row;
} os_json_todo;

/* A field that has a cell in the record at hand, and what it was before. */
typedef struct os_json_touched {
  uint32_t field;
  unsigned types;
  uint64_t order;
} os_json_touched;

typedef struct os_json_rows {
  const os_mem *mem;
  os_words words;     /* for a missing value */
  os_text explode;    /* the path of the list whose elements become rows; no ptr: none */
  os_json_tree tree;
  os_json_field *fields;
  size_t nfields, cap;
  uint8_t *bytes;     /* where the cells lie; written to */
  size_t rows;        /* that are whole */
  os_json json;       /* in bytes */
  uint64_t order, stamp;
  uint32_t within;    /* the same of fields that only a list has: they stand where it stands */
  size_t first;       /* row of the record at hand */
  uint64_t first_order;
  os_json_todo *todo;
  size_t ntodo, todo_cap;
  os_json_touched *touched;
  size_t ntouched, touched_cap;
  uint32_t exploded;  /* node of the list in the record at hand; OS_JSON_NONE: none yet */
  bool exploding;
  uint64_t list_order;
  const uint8_t *list, *list_end;
  os_buf scratch;
} os_json_rows;

os_status os_json_rows_init(os_json_rows *rows, const os_mem *mem, os_words words, os_text explode,
                            os_text key_field);
/* Forgets the rows; what is known of keys and fields stays. */
void os_json_rows_clear(os_json_rows *rows);
/* Reads the object at json.at as one row, or as those that its list explodes into, and moves behind
** it; `key` (or NULL) is what the record is called. After any other end than OS_JSON_OK there is no
** trace of it but perhaps in the tree. */
os_json_end os_json_record(os_json_rows *rows, const os_json_string *key);
/* Forgets the record that was read last. */
void os_json_take_back(os_json_rows *rows);
/* Gives each field that has a cell one for every row. */
os_status os_json_fill(os_json_rows *rows);
/* Takes rows out: those whose struck[row] is not 0. */
void os_json_strike(os_json_rows *rows, const uint32_t *struck);
/* The set of types that the cell of a row fits by itself; OS_ANY_TYPE if it has no value. */
unsigned os_json_cell_types(const os_json_rows *rows, const os_json_field *field, size_t row);
void os_json_rows_free(os_json_rows *rows);

#endif
