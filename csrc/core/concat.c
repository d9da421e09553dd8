/* concat.c: columns below one another. */
#include <string.h>

#include "column.h"
#include "float.h"

/* The values of all columns in one array each of values and presence. */
typedef struct os_concat {
  const os_mem *mem;
  os_column *const *cols;
  size_t count, rows;
  uint8_t *present;
  void *values;
} os_concat;

/* Runs `put` for each row: `i` counts through all columns, `row` through `col`. */
#define EACH(job, put)                                              \
  do {                                                              \
    size_t i = 0;                                                   \
    for (size_t each = 0; each < (job)->count; each++) {            \
      const os_column *col = (job)->cols[each];                     \
      for (size_t row = 0; row < col->rows; row++, i++) {           \
        (job)->present[i] = os_present(col, row);                   \
        put;                                                        \
      }                                                             \
    }                                                               \
  } while (0)

/* The type that holds all: integers are decimals too, and decimals are numbers. */
static os_type type_of_all(const os_concat *job) {
  os_type type = job->cols[0]->type;
  for (size_t k = 1; k < job->count; k++) {
    if (job->cols[k]->type > type) type = job->cols[k]->type;
  }
  return type;
}

static double double_at(const os_column *col, size_t row) {
  return col->type == OS_NUMBER ? ((const double *)col->data)[row]
                                : os_float_from_decimal(os_wide_at(col, row), col->scale);
}

static os_status concat_numbers(os_concat *job, os_column **out) {
  double *doubles = job->values;
  EACH(job, doubles[i] = double_at(col, row));
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
  EACH(job, fits &= !__builtin_mul_overflow(os_wide_at(col, row),
                                            os_power_of_ten(scale - col->scale), &wides[i]));
  if (!fits) return concat_numbers(job, out);
  return os_column_from_wides(job->mem, scale, wides, job->present, job->rows, out);
}

static os_status concat(os_concat *job, os_column **out) {
  os_type type = type_of_all(job);
  const os_mem *mem = job->mem;
  if (type == OS_TEXT) {
    os_text *texts = job->values;
    EACH(job, texts[i] = job->present[i] ? os_text_at(col, row) : ((os_text){"", 0}));
    return os_column_from_texts(mem, texts, job->present, job->rows, out);
  }
  if (type == OS_NUMBER) return concat_numbers(job, out);
  if (type == OS_DECIMAL) return concat_decimals(job, out);
  int64_t *ints = job->values;
  EACH(job, ints[i] = os_int_at(col, row));
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
