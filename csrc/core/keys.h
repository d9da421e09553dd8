/* keys.h: a column's values as unsigned numbers in the order of the values, read block by block.
** Grouping, sorting, extremes and distinct counts all work on them and need no other comparison. */
#ifndef OS_KEYS_H
#define OS_KEYS_H

#include "column.h"
#include "hash.h"

typedef enum os_keys_kind {
  OS_KEYS_OFFSET, /* integer-like: value - min */
  OS_KEYS_DOUBLE, /* the bits of the double, rearranged to sort */
  OS_KEYS_CODE,   /* dictionary: rank[code] (the code itself when rank is NULL) */
  OS_KEYS_HIGH,   /* the two halves of a wide decimal */
  OS_KEYS_LOW,
  OS_KEYS_ROW     /* of[i] for row i of the view, missing values included */
} os_keys_kind;

typedef struct os_keys {
  os_mem mem;
  const os_view *view;
  const os_column *col;
  os_keys_kind kind;
  uint64_t span; /* all keys are below it; 0: they may be any 64 bits */
  bool nullable; /* missing values have the key span - 1 (any key, when span is 0) */
  uint64_t min;
  uint32_t *rank;
  size_t ranks;
  uint32_t *of;
} os_keys;

/* Rows handled at a time: their keys stay in the first-level cache. */
#define OS_KEYS_BLOCK 1024

/* Parts that a column's keys come in, the more significant first: a wide decimal has two. */
static inline unsigned os_keys_parts(const os_column *col) {
  return col->width == 16 ? 2 : 1;
}

/* Without `ordered`, equal values have equal keys and no more is promised (saves the sorting of
** texts). On failure *keys needs no clearing. */
os_status os_keys_init(const os_mem *mem, const os_view *view, size_t col, unsigned part,
                       bool ordered, os_keys *keys);
void os_keys_clear(os_keys *keys);

/* Replaces the keys by dense ones: the span becomes the number of different keys. */
os_status os_keys_densify(os_keys *keys, bool ordered);

/* The keys of rows from .. from + count of the view, count <= OS_KEYS_BLOCK; the narrow one when
** the span is at most 2^32. */
void os_keys_read(const os_keys *keys, size_t from, size_t count, uint64_t *out);
void os_keys_read_narrow(const os_keys *keys, size_t from, size_t count, uint32_t *out);

/* Numbers the different keys among count: of[i] is the number of keys[i]; in the order of the keys
** if that is asked for, else in any. *distinct is how many there are. */
os_status os_number_keys(const os_mem *mem, const uint64_t *keys, size_t count, bool ordered,
                         uint32_t *of, size_t *distinct);

/* The bits of a double such that unsigned order is numeric order, -0.0 equals 0.0, and all NaNs are
** one value behind the others. */
static inline uint64_t os_double_key(double value) {
  uint64_t bits;
  if (value != value) return UINT64_MAX;
  value += 0.0;
  memcpy(&bits, &value, sizeof bits);
  return bits >> 63 ? ~bits : bits | UINT64_C(1) << 63;
}

#endif
