/* concat.c: columns below one another, and what it takes to make them alike. */
#include <string.h>

#include "column.h"
#include "float.h"
#include "value.h"

/* The values of all columns in one array each of values and presence. */
typedef struct os_concat {
  const os_mem *mem;
  os_column *const *cols;
  size_t count, rows;
  uint8_t *present;
  void *values;
} os_concat;

/* Runs `put` for each value: `i` counts through all columns, `row` through `col`. What is
** missing has presence 0 and the element `none`. */
#define EACH(job, values, none, put)                                \
  do {                                                              \
    size_t i = 0;                                                   \
    for (size_t each = 0; each < (job)->count; each++) {            \
      const os_column *col = (job)->cols[each];                     \
      for (size_t row = 0; row < col->rows; row++, i++) {           \
        (job)->present[i] = os_present(col, row);                   \
        if ((job)->present[i]) {                                    \
          put;                                                      \
        } else {                                                    \
          (values)[i] = none;                                       \
        }                                                           \
      }                                                             \
    }                                                               \
  } while (0)

static bool has_value(const os_column *col) {
  return col->missing < col->rows;
}

/* The type that holds all: integers are decimals too, and decimals are numbers. What has no value
** has no say. */
static os_type type_of_all(const os_concat *job) {
  os_type type = OS_BOOLEAN;
  bool any = false;
  for (size_t k = 0; k < job->count; k++) {
    const os_column *col = job->cols[k];
    if (!has_value(col)) continue;
    if (!any || col->type > type) type = col->type;
    any = true;
  }
  return any ? type : job->cols[0]->type;
}

static double double_at(const os_column *col, size_t row) {
  return col->type == OS_NUMBER ? ((const double *)col->data)[row]
                                : os_float_from_decimal(os_wide_at(col, row), col->scale);
}

static os_status concat_numbers(os_concat *job, os_column **out) {
  double *doubles = job->values;
  EACH(job, doubles, 0, doubles[i] = double_at(col, row));
  return os_column_from_doubles(job->mem, doubles, job->present, job->rows, out);
}

/* At the largest scale; as numbers if that takes more than 128 bits. */
static os_status concat_decimals(os_concat *job, os_column **out) {
  os_wide *wides = job->values;
  unsigned scale = 0;
  bool fits = true;
  for (size_t k = 0; k < job->count; k++) {
    if (job->cols[k]->scale > scale) scale = job->cols[k]->scale;
  }
  EACH(job, wides, 0,
       fits &= !__builtin_mul_overflow(os_wide_at(col, row), os_power_of_ten(scale - col->scale),
                                       &wides[i]));
  if (!fits) return concat_numbers(job, out);
  return os_column_from_wides(job->mem, scale, wides, job->present, job->rows, out);
}

static os_status concat(os_concat *job, os_column **out) {
  os_type type = type_of_all(job);
  const os_mem *mem = job->mem;
  if (type == OS_TEXT) {
    os_text *texts = job->values;
    EACH(job, texts, ((os_text){"", 0}), texts[i] = os_text_at(col, row));
    return os_column_from_texts(mem, texts, job->present, job->rows, out);
  }
  if (type == OS_NUMBER) return concat_numbers(job, out);
  if (type == OS_DECIMAL) return concat_decimals(job, out);
  int64_t *ints = job->values;
  EACH(job, ints, 0, ints[i] = os_int_at(col, row));
  return os_column_from_ints(mem, type, 0, ints, job->present, job->rows, out);
}

os_status os_column_concat(const os_mem *mem, os_column *const *cols, size_t count,
                           os_column **out) {
  os_concat job = {.mem = mem, .cols = cols, .count = count};
  for (size_t k = 0; k < count; k++) job.rows += cols[k]->rows;
  size_t room = job.rows ? job.rows : 1; /* os_text and os_wide are the largest elements */
  job.present = os_alloc(mem, room, 1);
  job.values = os_alloc(mem, room, sizeof(os_wide));
  os_status status = job.present && job.values ? concat(&job, out) : OS_NOMEM;
  os_free(mem, job.present, room);
  os_free(mem, job.values, room * sizeof(os_wide));
  return status;
}

os_status os_column_missing(const os_mem *mem, size_t rows, os_column **out) {
  size_t room = rows ? rows : 1;
  int64_t *none = os_alloc_zero(mem, room, sizeof *none);
  uint8_t *present = os_alloc_zero(mem, room, 1);
  *out = NULL;
  os_status status = none && present ? OS_OK : OS_NOMEM;
  if (!status) status = os_column_from_ints(mem, OS_BOOLEAN, 0, none, present, rows, out);
  os_free(mem, none, room * sizeof *none);
  os_free(mem, present, room);
  return status;
}

static size_t write_value(const os_column *col, size_t row, char *out) {
  switch (col->type) {
    case OS_BOOLEAN: {
      bool yes = os_int_at(col, row) != 0;
      memcpy(out, yes ? "true" : "false", yes ? 4 : 5);
      return yes ? 4 : 5;
    }
    case OS_INTEGER: return os_write_integer(os_int_at(col, row), out);
    case OS_DECIMAL: return os_write_decimal(os_wide_at(col, row), col->scale, out);
    case OS_NUMBER: return os_float_write(((const double *)col->data)[row], out);
    default: return os_write_date((int32_t)os_int_at(col, row), out);
  }
}

/* The texts of all rows one after the other, and the length of each. */
static os_status write_values(const os_mem *mem, const os_column *col, os_buf *bytes,
                              os_text *texts, uint8_t *present) {
  os_status status = OS_OK;
  for (size_t row = 0; !status && row < col->rows; row++) {
    present[row] = os_present(col, row);
    if (!present[row]) continue;
    status = os_buf_room(mem, bytes, OS_VALUE_TEXT);
    if (status) break;
    texts[row].len = write_value(col, row, (char *)bytes->data + bytes->len);
    bytes->len += texts[row].len;
  }
  const char *at = (const char *)bytes->data;
  for (size_t row = 0; !status && row < col->rows; row++) { /* it stays where it is now */
    texts[row].ptr = at;
    at += texts[row].len;
  }
  return status;
}

os_status os_column_written(const os_mem *mem, const os_column *col, os_column **out) {
  size_t room = col->rows ? col->rows : 1;
  os_buf bytes = {0};
  os_text *texts = os_alloc_zero(mem, room, sizeof *texts);
  uint8_t *present = os_alloc(mem, room, 1);
  *out = NULL;
  os_status status = texts && present ? write_values(mem, col, &bytes, texts, present) : OS_NOMEM;
  if (!status) status = os_column_from_texts(mem, texts, present, col->rows, out);
  os_buf_free(mem, &bytes);
  os_free(mem, texts, room * sizeof *texts);
  os_free(mem, present, room);
  return status;
}
