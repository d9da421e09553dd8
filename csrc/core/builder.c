/* builder.c: see builder.h. */
#include "builder.h"

#include <string.h>

#include "builder_parts.h"
#include "float.h"
#include "value.h"

#define OS_SMALL_ROWS 1024
/* A dictionary of that many texts is not kept for other rows. */
#define OS_KEPT_TEXTS ((size_t)1 << 16)

void os_builder_init(os_builder *builder) {
  memset(builder, 0, sizeof *builder);
  builder->types = OS_ANY_TYPE;
  builder->type = OS_TEXT;
  builder->width = 1;
  builder->offset_width = 4;
  builder->low = UINT8_MAX;
}

void os_builder_start(os_builder *builder, os_type type) {
  builder->types = OS_BIT(type);
  builder->type = type;
  builder->width = type == OS_NUMBER ? 8 : type == OS_DATE ? 4 : 1;
}

void os_builder_free(const os_mem *mem, os_builder *builder) {
  os_free(mem, builder->valid, builder->valid_cap);
  os_free(mem, builder->data, builder->data_size);
  os_buf_free(mem, &builder->bytes);
  os_free(mem, builder->offsets, builder->offsets_size);
  os_table_free(mem, &builder->table);
  os_builder_init(builder);
}

os_status os_builder_room(const os_mem *mem, void **ptr, size_t *size, size_t need,
                          size_t wanted) {
  if (need <= *size) return OS_OK;
  if (wanted < *size + *size / 4) wanted = *size + *size / 4;
  if (wanted < need) wanted = need;
  void *bigger = os_resize(mem, *ptr, *size, wanted);
  if (!bigger && wanted > need) {
    wanted = need;
    bigger = os_resize(mem, *ptr, *size, wanted);
  }
  if (!bigger) return OS_NOMEM;
  *ptr = bigger;
  *size = wanted;
  return OS_OK;
}

os_status os_builder_data_room(const os_mem *mem, os_builder *builder, size_t rows,
                               size_t expected) {
  if (expected < rows) expected = rows;
  return os_builder_room(mem, &builder->data, &builder->data_size, rows * builder->width,
                         expected * builder->width);
}

static uint8_t width_of(os_wide min, os_wide max) {
  if (min >= INT8_MIN && max <= INT8_MAX) return 1;
  if (min >= INT16_MIN && max <= INT16_MAX) return 2;
  if (min >= INT32_MIN && max <= INT32_MAX) return 4;
  return min >= INT64_MIN && max <= INT64_MAX ? 8 : 16;
}

static os_wide load(const void *data, unsigned width, size_t i) {
  switch (width) {
    case 1: return ((const int8_t *)data)[i];
    case 2: return ((const int16_t *)data)[i];
    case 4: return ((const int32_t *)data)[i];
    case 8: return ((const int64_t *)data)[i];
    default: return ((const os_wide *)data)[i];
  }
}

static void store(void *data, unsigned width, size_t i, os_wide value) {
  switch (width) {
    case 1: ((int8_t *)data)[i] = (int8_t)value; break;
    case 2: ((int16_t *)data)[i] = (int16_t)value; break;
    case 4: ((int32_t *)data)[i] = (int32_t)value; break;
    case 8: ((int64_t *)data)[i] = (int64_t)value; break;
    default: ((os_wide *)data)[i] = value; break;
  }
}

/* Stored values become `width` bytes wide, each times `factor`. From the last to the first, since
** they grow in place; they never shrink. */
static os_status widen(const os_mem *mem, os_builder *builder, uint8_t width, os_wide factor,
                       size_t expected) {
  uint8_t old = builder->width;
  if (width < old) width = old;
  builder->width = width;
  os_status status = os_builder_data_room(mem, builder, builder->rows, expected);
  if (status) {
    builder->width = old;
    return status;
  }
  if (width == old && factor == 1) return OS_OK;
  for (size_t i = builder->rows; i-- > 0;) {
    store(builder->data, width, i, load(builder->data, old, i) * factor);
  }
  return OS_OK;
}

static void track(os_builder *builder, os_wide min, os_wide max) {
  if (min < builder->min) builder->min = min;
  if (max > builder->max) builder->max = max;
}

/* Scales and widens so that values between min and max at `scale` can be appended. */
static os_status fit(const os_mem *mem, os_builder *builder, unsigned scale, os_wide min,
                     os_wide max, size_t expected) {
  os_wide factor = scale > builder->scale ? os_power_of_ten(scale - builder->scale) : 1;
  builder->min *= factor;
  builder->max *= factor;
  track(builder, min, max);
  if (scale > builder->scale) builder->scale = (uint8_t)scale;
  return widen(mem, builder, width_of(builder->min, builder->max), factor, expected);
}

/* Stored integers or decimals become doubles. */
static os_status to_numbers(const os_mem *mem, os_builder *builder, size_t expected) {
  uint8_t old = builder->width;
  unsigned scale = builder->scale;
  if (old == 16) { /* shrinks: from the first to the last */
    for (size_t i = 0; i < builder->rows; i++) {
      double value = os_float_from_decimal(((os_wide *)builder->data)[i], scale);
      ((double *)builder->data)[i] = value;
    }
    builder->width = 8;
  } else {
    builder->width = 8;
    os_status status = os_builder_data_room(mem, builder, builder->rows, expected);
    if (status) {
      builder->width = old;
      return status;
    }
    for (size_t i = builder->rows; i-- > 0;) {
      double value = os_float_from_decimal(load(builder->data, old, i), scale);
      ((double *)builder->data)[i] = value;
    }
  }
  builder->type = OS_NUMBER;
  builder->scale = 0;
  return OS_OK;
}

static int32_t year_date(os_wide year) { return os_date_pack((int)year, 1, 1, OS_YEAR); }

/* Stored years become dates. */
static os_status to_dates(const os_mem *mem, os_builder *builder, size_t expected) {
  os_status status = widen(mem, builder, 4, 1, expected);
  if (status) return status;
  int32_t *dates = builder->data;
  for (size_t i = 0; i < builder->rows; i++) {
    bool present = !builder->valid_cap || (builder->valid[i >> 3] >> (i & 7) & 1);
    dates[i] = present ? year_date(dates[i]) : 0;
  }
  builder->type = OS_DATE;
  return OS_OK;
}

/* From no values at all to rows of a type: whatever empty texts there are become missing. */
static os_status from_nothing(const os_mem *mem, os_builder *builder, os_type type,
                              size_t expected) {
  size_t rows = builder->rows;
  uint8_t *valid = NULL;
  builder->width = type == OS_NUMBER ? 8 : type == OS_DATE ? 4 : 1;
  os_status status = os_builder_data_room(mem, builder, rows, expected);
  if (status) return status;
  if (rows) {
    void *grown = builder->valid;
    status = os_builder_room(mem, &grown, &builder->valid_cap, rows / 8 + 1, expected / 8 + 1);
    valid = builder->valid = grown;
    if (status) return status;
    memset(valid, 0, rows / 8 + 1);
    memset(builder->data, 0, rows * builder->width);
  }
  builder->missing = rows;
  builder->type = type;
  builder->plain = false;
  builder->scale = 0;
  builder->min = builder->max = 0;
  os_buf_free(mem, &builder->bytes);
  os_free(mem, builder->offsets, builder->offsets_size);
  builder->offsets = NULL;
  builder->offsets_size = builder->texts = 0;
  os_table_free(mem, &builder->table);
  return OS_OK;
}

static os_status climb(const os_mem *mem, os_builder *builder, os_type type, size_t expected) {
  if (builder->types == OS_ANY_TYPE) return from_nothing(mem, builder, type, expected);
  switch (type) {
    case OS_DECIMAL: /* integers are decimals of scale 0 */
      builder->type = OS_DECIMAL;
      return OS_OK;
    case OS_NUMBER: return to_numbers(mem, builder, expected);
    case OS_DATE: return to_dates(mem, builder, expected);
    default: break;
  }
  builder->reread = true;
  return OS_OK;
}

static os_status add_valid(const os_mem *mem, os_builder *builder, const os_chunk *chunk,
                           size_t missing, size_t expected) {
  size_t rows = builder->rows, total = rows + chunk->rows;
  if (!missing && !builder->valid_cap) return OS_OK;
  if (expected < total) expected = total;
  size_t old = builder->valid_cap;
  void *grown = builder->valid;
  os_status status = os_builder_room(mem, &grown, &builder->valid_cap, total / 8 + 1,
                                     expected / 8 + 1);
  builder->valid = grown;
  if (status) return status;
  if (!old) memset(builder->valid, 0xFF, rows / 8 + 1);
  unsigned shift = rows & 7;
  uint8_t *out = builder->valid + (rows >> 3);
  size_t count = chunk->rows / 8 + 1;
  bool all = missing == chunk->rows; /* even what is an empty text in a column of text */
  if (shift) {
    out[0] = (uint8_t)(out[0] & ((1u << shift) - 1));
    for (size_t i = 0; i < count; i++) {
      unsigned bits = all ? 0 : chunk->valid[i];
      out[i] = (uint8_t)(out[i] | bits << shift);
      if ((rows >> 3) + i + 1 < builder->valid_cap) out[i + 1] = (uint8_t)(bits >> (8 - shift));
    }
  } else {
    for (size_t i = 0; i < count; i++) out[i] = all ? 0 : chunk->valid[i];
  }
  builder->missing += missing;
  return OS_OK;
}

static void append_ints(os_builder *builder, const os_chunk *chunk, int64_t factor) {
  const int64_t *in = chunk->ints;
  switch (builder->width) {
    case 1: OS_APPEND(int8_t, in[i] * factor); break;
    case 2: OS_APPEND(int16_t, in[i] * factor); break;
    case 4: OS_APPEND(int32_t, in[i] * factor); break;
    default: OS_APPEND(int64_t, in[i] * factor); break;
  }
}

static os_status add_integers(const os_mem *mem, os_builder *builder, const os_chunk *chunk,
                              size_t expected) {
  os_wide min = chunk->min, max = chunk->max;
  unsigned scale = chunk->type == OS_DECIMAL ? chunk->scale : 0;
  uint8_t low = chunk->type == OS_DECIMAL ? chunk->low : 0;
  if (low < builder->low) builder->low = low;
  if (chunk->missing) { /* a missing row is stored as 0 */
    min = min > 0 ? 0 : min;
    max = max < 0 ? 0 : max;
  }
  if (chunk->wides) {
    min = max = 0;
    for (size_t i = 0; i < chunk->rows; i++) {
      if (chunk->wides[i] < min) min = chunk->wides[i];
      if (chunk->wides[i] > max) max = chunk->wides[i];
    }
  }
  os_wide factor = builder->scale > scale ? os_power_of_ten(builder->scale - scale) : 1;
  os_status status = fit(mem, builder, scale, min * factor, max * factor, expected);
  if (!status) status = os_builder_data_room(mem, builder, builder->rows + chunk->rows, expected);
  if (status) return status;
  if (builder->width < 16) {
    append_ints(builder, chunk, (int64_t)factor);
  } else if (chunk->wides) {
    OS_APPEND(os_wide, chunk->wides[i] * factor);
  } else {
    OS_APPEND(os_wide, chunk->ints[i] * factor);
  }
  return OS_OK;
}

static os_status add_numbers(const os_mem *mem, os_builder *builder, const os_chunk *chunk,
                             size_t expected) {
  os_status status = os_builder_data_room(mem, builder, builder->rows + chunk->rows, expected);
  if (status) return status;
  if (chunk->type == OS_NUMBER) {
    memcpy((double *)builder->data + builder->rows, chunk->ints, chunk->rows * sizeof(double));
  } else if (chunk->wides) {
    OS_APPEND(double, os_float_from_decimal(chunk->wides[i], chunk->scale));
  } else {
    unsigned scale = chunk->type == OS_DECIMAL ? chunk->scale : 0;
    OS_APPEND(double, os_float_from_decimal(chunk->ints[i], scale));
  }
  return OS_OK;
}

static os_status add_dates(const os_mem *mem, os_builder *builder, const os_chunk *chunk,
                           size_t expected) {
  os_status status = os_builder_data_room(mem, builder, builder->rows + chunk->rows, expected);
  if (status) return status;
  if (chunk->type == OS_DATE) {
    append_ints(builder, chunk, 1);
  } else {
    OS_APPEND(int32_t, chunk->valid[i >> 3] >> (i & 7) & 1 ? year_date(chunk->ints[i]) : 0);
  }
  return OS_OK;
}

os_status os_builder_add(const os_mem *mem, os_builder *builder, os_chunk *chunk, size_t expected) {
  unsigned types = builder->types & chunk->types;
  os_type type = os_first_type(types);
  os_status status = OS_OK;
  size_t missing = chunk->missing;
  if (chunk->rows == 0) return OS_OK;
  if (type != builder->type && !builder->reread) status = climb(mem, builder, type, expected);
  /* A chunk of numbers in a column that turned out to be text must be read again as well. */
  if (type == OS_TEXT && chunk->type != OS_TEXT) builder->reread = true;
  if (!status && !builder->reread) {
    builder->types = types;
    if (chunk->type == OS_TEXT && type != OS_TEXT) { /* nothing but missing or empty */
      missing = chunk->rows;
      status = os_builder_data_room(mem, builder, builder->rows + chunk->rows, expected);
      if (!status) {
        memset((uint8_t *)builder->data + builder->rows * builder->width, 0,
               chunk->rows * builder->width);
        if (builder->type != OS_NUMBER) track(builder, 0, 0);
      }
    } else if (type == OS_TEXT) {
      status = os_builder_add_texts(mem, builder, chunk, expected);
    } else if (type == OS_NUMBER) {
      status = add_numbers(mem, builder, chunk, expected);
    } else if (type == OS_DATE) {
      status = add_dates(mem, builder, chunk, expected);
    } else {
      status = add_integers(mem, builder, chunk, expected);
    }
    if (!status) status = add_valid(mem, builder, chunk, missing, expected);
    if (!status) builder->rows += chunk->rows;
  }
  builder->types = types;
  return status;
}

/* Gives back the room to spare: a column's parts have exactly the size that its fields imply. */
static os_status shrink(const os_mem *mem, void **ptr, size_t *size, size_t to) {
  if (to == *size || !*ptr) return OS_OK;
  if (to == 0) {
    os_free(mem, *ptr, *size);
    *ptr = NULL;
  } else {
    void *smaller = os_resize(mem, *ptr, *size, to);
    if (!smaller) return OS_NOMEM;
    *ptr = smaller;
  }
  *size = to;
  return OS_OK;
}

static os_status trim(const os_mem *mem, os_builder *builder) {
  size_t rows = builder->rows;
  void *valid = builder->valid, *bytes = builder->bytes.data;
  os_status status = shrink(mem, &builder->data, &builder->data_size,
                            builder->plain ? 0 : rows * builder->width);
  if (!status) status = shrink(mem, &valid, &builder->valid_cap, (rows + 7) / 8);
  builder->valid = valid;
  if (status || builder->type != OS_TEXT) return status;
  if (builder->bytes.len == 0) builder->bytes.len = 1; /* texts always point somewhere */
  status = os_builder_room(mem, &bytes, &builder->bytes.cap, builder->bytes.len, 1);
  if (!status) status = shrink(mem, &bytes, &builder->bytes.cap, builder->bytes.len);
  builder->bytes.data = bytes;
  if (status) return status;
  size_t size = (builder->texts + 1) * builder->offset_width;
  if (builder->offsets_size > 0) {
    return shrink(mem, &builder->offsets, &builder->offsets_size, size);
  }
  status = os_builder_room(mem, &builder->offsets, &builder->offsets_size, size, size);
  if (!status) memset(builder->offsets, 0, size);
  return status;
}

void os_builder_rewind(const os_mem *mem, os_builder *builder) {
  builder->rows = builder->missing = 0;
  builder->min = builder->max = 0;
  if (builder->valid_cap) os_free(mem, builder->valid, builder->valid_cap);
  builder->valid = NULL;
  builder->valid_cap = 0;
  if (builder->type != OS_TEXT || (!builder->plain && builder->texts < OS_KEPT_TEXTS)) return;
  builder->bytes.len = builder->texts = 0;
  os_table_free(mem, &builder->table);
  builder->renewed++;
}

void os_builder_peek(const os_builder *builder, os_column *out) {
  *out = (os_column){.type = builder->type, .width = builder->width, .scale = builder->scale,
                     .rows = builder->rows, .missing = builder->missing, .valid = builder->valid,
                     .data = builder->data};
  if (builder->type != OS_TEXT) return;
  out->dict = !builder->plain;
  out->offset_width = builder->offset_width;
  out->texts = builder->texts;
  out->bytes = builder->bytes.data;
  out->nbytes = builder->bytes.len;
  out->offsets = builder->offsets;
}

os_status os_builder_finish(const os_mem *mem, os_builder *builder, os_type otherwise,
                            os_column **out) {
  os_status status = OS_OK;
  if (builder->types == OS_ANY_TYPE && otherwise != OS_TEXT) {
    status = from_nothing(mem, builder, otherwise, builder->rows);
  }
  if (!status && builder->type == OS_TEXT && !builder->plain && builder->rows > OS_SMALL_ROWS &&
      builder->texts > builder->rows / 2) {
    status = os_builder_to_plain(mem, builder, builder->rows);
  }
  if (!status) status = trim(mem, builder);
  os_column *col = status ? NULL : os_column_new(mem, builder->type, builder->rows);
  if (!col) return OS_NOMEM;
  os_builder_peek(builder, col);
  col->mem = os_unwatched(mem);
  col->refs = 1;
  builder->valid = NULL;
  builder->data = NULL;
  if (builder->type == OS_TEXT) {
    builder->bytes = (os_buf){NULL, 0, 0};
    builder->offsets = NULL;
  }
  *out = col;
  os_builder_free(mem, builder);
  return OS_OK;
}
