/* filter.c: rows by sets of accepted values (order.h). Each set becomes a table of texts or a list
** of ranges of numbers; for a dictionary its codes are judged once. */
#include <math.h>
#include <string.h>

#include "float.h"
#include "keys.h"
#include "order.h"
#include "value.h"

/* ---- texts ---- */

static os_status text_set(const os_mem *mem, const os_in *in, os_table *table) {
  size_t count = in->texts ? in->count : 0;
  os_status status = os_table_init(mem, table, count);
  for (size_t i = 0; !status && i < count; i++) {
    /* A text that is there twice is merely found at its first place. */
    uint64_t hash = os_hash_bytes(in->texts[i].ptr, in->texts[i].len);
    size_t at = os_table_start(table, hash);
    while (os_table_next(table, hash, &at) != OS_TABLE_NONE) at++;
    status = os_table_put(mem, table, hash, at, (uint32_t)i);
  }
  return status;
}

static bool text_in(const os_table *table, const os_in *in, os_text text) {
  uint64_t hash = os_hash_bytes(text.ptr, text.len);
  size_t at = os_table_start(table, hash);
  for (;; at++) {
    uint32_t i = os_table_next(table, hash, &at);
    if (i == OS_TABLE_NONE) return false;
    if (os_text_compare(in->texts[i], text) == 0) return true;
  }
}

static os_status keep_texts(const os_mem *mem, const os_view *view, const os_in *in,
                            uint8_t *keep) {
  const os_column *col = view->cols[in->col];
  os_table table = {0};
  uint8_t *accepted = NULL; /* by code */
  os_status status = text_set(mem, in, &table);
  if (!status && col->dict && col->texts > 0) {
    accepted = os_alloc(mem, col->texts, 1);
    if (!accepted) status = OS_NOMEM;
    for (size_t code = 0; !status && code < col->texts; code++) {
      accepted[code] = text_in(&table, in, os_text_entry(col, code));
    }
  }
  for (size_t i = 0; !status && i < view->rows; i++) {
    size_t row = os_row(view, i);
    if (!os_present(col, row)) {
      keep[i] &= in->missing;
    } else if (accepted) {
      keep[i] &= accepted[os_code_at(col, row)];
    } else if (keep[i]) {
      keep[i] = text_in(&table, in, os_text_at(col, row));
    }
  }
  os_free(mem, accepted, col->texts);
  os_table_free(mem, &table);
  return status;
}

/* ---- numbers ---- */

/* Accepted values, both ends included: scaled values for integer-like columns, ordered bits
** (os_double_key) for numbers. */
typedef struct range {
  os_wide lo, hi;
} range;

#define MOST_SCALED ((os_wide)1 << 125) /* beyond any decimal that is read */

/* The least scaled value that reads as `limit` or more (as more, when `above`). */
static os_wide first_decimal(double limit, unsigned scale, bool above) {
  os_wide lo = -MOST_SCALED, hi = MOST_SCALED;
  while (lo < hi) {
    os_wide mid = lo + (hi - lo) / 2;
    double value = os_float_from_decimal(mid, scale);
    if (above ? value > limit : value >= limit) {
      hi = mid;
    } else {
      lo = mid + 1;
    }
  }
  return lo;
}

static bool range_of_integer(const os_column *col, int64_t value, range *out) {
  if (col->type == OS_NUMBER) {
    double number = (double)value;
    if (number >= 0x1p63 || (int64_t)number != value) return false;
    out->lo = out->hi = (os_wide)os_double_key(number);
    return true;
  }
  os_wide scaled = value;
  for (unsigned i = 0; i < col->scale; i++) {
    if (__builtin_mul_overflow(scaled, 10, &scaled)) return false;
  }
  out->lo = out->hi = scaled;
  return true;
}

static bool range_of_number(const os_column *col, double value, range *out) {
  if (isnan(value)) return false; /* equals nothing */
  if (col->type == OS_NUMBER) {
    out->lo = out->hi = (os_wide)os_double_key(value);
    return true;
  }
  if (col->type == OS_DECIMAL) {
    /* Several decimals of many digits may read as one double. */
    out->lo = first_decimal(value, col->scale, false);
    out->hi = first_decimal(value, col->scale, true) - 1;
    return out->lo <= out->hi;
  }
  if (!(value >= -0x1p63 && value < 0x1p63) || value != floor(value)) return false;
  return range_of_integer(col, (int64_t)value, out);
}

/* Digits with a point or without, whose places beyond the column's are zeros. */
static bool range_of_digits(const os_column *col, os_text text, range *out) {
  bool negative = text.len > 0 && text.ptr[0] == '-', point = false;
  unsigned places = 0;
  os_wide value = 0;
  for (size_t i = negative; i < text.len; i++) {
    unsigned digit = (unsigned char)text.ptr[i] - (unsigned)'0';
    if (text.ptr[i] == '.' && !point) {
      point = true;
    } else if (digit > 9 || (point && places == col->scale && digit > 0)) {
      return false;
    } else if (!point || places < col->scale) {
      if (__builtin_mul_overflow(value, 10, &value)) return false;
      if (__builtin_add_overflow(value, digit, &value)) return false;
      places += point;
    }
  }
  for (; places < col->scale; places++) {
    if (__builtin_mul_overflow(value, 10, &value)) return false;
  }
  out->lo = out->hi = negative ? -value : value;
  return text.len > negative;
}

/* The ranges of a condition; a value that the column cannot hold adds none. */
static size_t make_ranges(const os_column *col, const os_in *in, range *ranges) {
  size_t count = 0;
  for (size_t i = 0; i < in->count; i++) {
    int32_t date;
    if (col->type == OS_DATE) {
      if (!in->texts || !os_parse_date(in->texts[i].ptr, in->texts[i].len, &date)) continue;
      ranges[count].lo = ranges[count].hi = date;
      count++;
    } else if (in->texts && in->texts[i].ptr) {
      count += range_of_digits(col, in->texts[i], &ranges[count]);
    } else if (in->is_integer && in->is_integer[i]) {
      count += range_of_integer(col, in->integers[i], &ranges[count]);
    } else if (in->numbers) {
      count += range_of_number(col, in->numbers[i], &ranges[count]);
    }
  }
  return count;
}

/* Ascending and apart. Sets are short lists that people write, but a program may pass a long one:
** heapsort has no bad case and needs no room. */
static size_t settle_ranges(range *ranges, size_t count) {
  for (size_t end = count, start = count / 2; end > 1;) {
    range item;
    if (start > 0) {
      item = ranges[--start];
    } else {
      item = ranges[--end];
      ranges[end] = ranges[0];
    }
    size_t at = start;
    for (size_t child; (child = 2 * at + 1) < end; at = child) {
      if (child + 1 < end && ranges[child + 1].lo > ranges[child].lo) child++;
      if (ranges[child].lo <= item.lo) break;
      ranges[at] = ranges[child];
    }
    ranges[at] = item;
  }
  size_t kept = 0;
  for (size_t i = 0; i < count; i++) {
    if (kept > 0 && ranges[i].lo <= ranges[kept - 1].hi) {
      if (ranges[i].hi > ranges[kept - 1].hi) ranges[kept - 1].hi = ranges[i].hi;
    } else {
      ranges[kept++] = ranges[i];
    }
  }
  return kept;
}

static bool in_ranges(const range *ranges, size_t count, os_wide value) {
  size_t lo = 0;
  while (count > 1) { /* the last range that begins at or below the value */
    size_t half = count / 2;
    if (ranges[lo + half].lo <= value) lo += half;
    count -= half;
  }
  return count > 0 && value >= ranges[lo].lo && value <= ranges[lo].hi;
}

static os_status keep_numbers(const os_mem *mem, const os_view *view, const os_in *in,
                              uint8_t *keep) {
  const os_column *col = view->cols[in->col];
  const double *numbers = col->type == OS_NUMBER ? col->data : NULL;
  range *ranges = NULL;
  size_t count = 0;
  if (in->count > 0) {
    ranges = os_alloc(mem, in->count, sizeof *ranges);
    if (!ranges) return OS_NOMEM;
    count = settle_ranges(ranges, make_ranges(col, in, ranges));
  }
  for (size_t i = 0; i < view->rows; i++) {
    size_t row = os_row(view, i);
    if (!os_present(col, row)) {
      keep[i] &= in->missing;
    } else if (keep[i]) {
      os_wide value = numbers ? (os_wide)os_double_key(numbers[row]) : os_wide_at(col, row);
      keep[i] = in_ranges(ranges, count, value);
    }
  }
  os_free(mem, ranges, in->count * sizeof *ranges);
  return OS_OK;
}

/* ---- the door ---- */

os_status os_filter(const os_mem *mem, const os_view *view, const os_in *conditions, size_t count,
                    os_rows **out) {
  *out = NULL;
  if (view->rows == 0) {
    *out = os_rows_new(mem, 0);
    return *out ? OS_OK : OS_NOMEM;
  }
  uint8_t *keep = os_alloc(mem, view->rows, 1);
  if (!keep) return OS_NOMEM;
  memset(keep, 1, view->rows);
  os_status status = OS_OK;
  for (size_t c = 0; !status && c < count; c++) {
    const os_in *in = &conditions[c];
    bool text = view->cols[in->col]->type == OS_TEXT;
    status = text ? keep_texts(mem, view, in, keep) : keep_numbers(mem, view, in, keep);
  }
  size_t kept = 0;
  for (size_t i = 0; !status && i < view->rows; i++) kept += keep[i];
  if (!status) {
    *out = os_rows_new(mem, kept);
    if (!*out) status = OS_NOMEM;
  }
  for (size_t i = 0, at = 0; !status && at < kept; i++) {
    if (keep[i]) (*out)->index[at++] = (uint32_t)os_row(view, i);
  }
  os_free(mem, keep, view->rows);
  return status;
}
