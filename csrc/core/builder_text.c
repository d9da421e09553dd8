/* builder_text.c: the texts of a growing column: a dictionary while that pays, then one a row. */
#include <string.h>

#include "builder_parts.h"

/* From so many rows on, a dictionary must be smaller than half of them to stay one. */
#define OS_DICTIONARY_ROWS 65536

/* Text i of the builder ends at bytes.len; offsets has room for one more than texts. */
static os_status end_text(const os_mem *mem, os_builder *builder, size_t expected) {
  size_t need = builder->texts + 2;
  if (builder->offset_width == 4 && builder->bytes.len > UINT32_MAX) {
    size_t size = need * 8;
    uint64_t *wider = os_alloc(mem, size, 1);
    if (!wider) return OS_NOMEM;
    for (size_t i = 0; i <= builder->texts; i++) wider[i] = ((uint32_t *)builder->offsets)[i];
    os_free(mem, builder->offsets, builder->offsets_size);
    builder->offsets = wider;
    builder->offsets_size = size;
    builder->offset_width = 8;
  }
  size_t width = builder->offset_width;
  if (need * width > builder->offsets_size) {
    if (expected + 1 < need) expected = need;
    bool first = builder->offsets_size == 0;
    os_status status = os_builder_room(mem, &builder->offsets, &builder->offsets_size,
                                       need * width, (expected + 1) * width);
    if (status) return status;
    if (first) memset(builder->offsets, 0, width);
  }
  builder->texts++;
  if (width == 4) {
    ((uint32_t *)builder->offsets)[builder->texts] = (uint32_t)builder->bytes.len;
  } else {
    ((uint64_t *)builder->offsets)[builder->texts] = builder->bytes.len;
  }
  return OS_OK;
}

static os_text builder_text(const os_builder *builder, size_t i) {
  uint64_t from, to;
  if (builder->offset_width == 4) {
    from = ((const uint32_t *)builder->offsets)[i];
    to = ((const uint32_t *)builder->offsets)[i + 1];
  } else {
    from = ((const uint64_t *)builder->offsets)[i];
    to = ((const uint64_t *)builder->offsets)[i + 1];
  }
  return (os_text){(const char *)builder->bytes.data + from, (size_t)(to - from)};
}

static os_text chunk_text(const os_chunk *chunk, size_t i) {
  uint64_t from = i ? chunk->ends[i - 1] : 0;
  return (os_text){(const char *)chunk->bytes.data + from, (size_t)(chunk->ends[i] - from)};
}

/* The code of a text in the builder's dictionary, entered if it is new. */
static os_status code_of(const os_mem *mem, os_builder *builder, os_text text, uint64_t hash,
                         uint32_t *code) {
  os_table *table = &builder->table;
  size_t at = os_table_start(table, hash);
  while ((*code = os_table_next(table, hash, &at)) != OS_TABLE_NONE) {
    if (os_text_same(builder_text(builder, *code), text)) return OS_OK;
    at++;
  }
  *code = (uint32_t)builder->texts;
  os_status status = os_buf_append(mem, &builder->bytes, text.ptr, text.len);
  if (!status) status = end_text(mem, builder, builder->texts + builder->texts / 2 + 256);
  return status ? status : os_table_put(mem, table, hash, at, *code);
}

static uint32_t code_at(const os_builder *builder, size_t row) {
  switch (builder->width) {
    case 1: return ((const uint8_t *)builder->data)[row];
    case 2: return ((const uint16_t *)builder->data)[row];
    default: return ((const uint32_t *)builder->data)[row];
  }
}

static bool has_value(const os_builder *builder, size_t row) {
  return !builder->valid_cap || (builder->valid[row >> 3] >> (row & 7) & 1);
}

os_status os_builder_to_plain(const os_mem *mem, os_builder *builder, size_t expected) {
  os_builder plain;
  os_status status = OS_OK;
  os_builder_init(&plain);
  for (size_t row = 0; !status && row < builder->rows; row++) {
    os_text text = {"", 0};
    if (has_value(builder, row)) text = builder_text(builder, code_at(builder, row));
    status = os_buf_append(mem, &plain.bytes, text.ptr, text.len);
    if (!status) status = end_text(mem, &plain, expected);
  }
  if (status) {
    os_builder_free(mem, &plain);
    return status;
  }
  os_buf_free(mem, &builder->bytes);
  os_free(mem, builder->offsets, builder->offsets_size);
  os_free(mem, builder->data, builder->data_size);
  os_table_free(mem, &builder->table);
  builder->bytes = plain.bytes;
  builder->offsets = plain.offsets;
  builder->offsets_size = plain.offsets_size;
  builder->offset_width = plain.offset_width;
  builder->texts = plain.texts;
  builder->data = NULL;
  builder->data_size = 0;
  builder->plain = true;
  return OS_OK;
}

static os_status add_plain(const os_mem *mem, os_builder *builder, const os_chunk *chunk,
                           size_t expected) {
  size_t total = builder->rows + chunk->rows;
  if (chunk->plain && chunk->bytes.len) { /* the bytes lie in order already: one copy */
    double share = (double)expected / (double)(total ? total : 1);
    size_t wanted = (size_t)((double)(builder->bytes.len + chunk->bytes.len) * share * 1.02);
    size_t used = builder->bytes.len;
    void *data = builder->bytes.data;
    os_status status = os_builder_room(mem, &data, &builder->bytes.cap,
                                       used + chunk->bytes.len, expected > total ? wanted : 0);
    builder->bytes.data = data;
    if (status) return status;
    memcpy(builder->bytes.data + used, chunk->bytes.data, chunk->bytes.len);
    if (builder->offset_width == 4 && used + chunk->bytes.len <= UINT32_MAX) {
      size_t need = (builder->texts + chunk->rows + 1) * sizeof(uint32_t);
      bool first = builder->offsets_size == 0;
      status = os_builder_room(mem, &builder->offsets, &builder->offsets_size, need,
                               (expected + 1) * sizeof(uint32_t));
      if (status) return status;
      uint32_t *offsets = (uint32_t *)builder->offsets + builder->texts;
      if (first) offsets[0] = 0;
      for (size_t i = 0; i < chunk->rows; i++) offsets[i + 1] = (uint32_t)(used + chunk->ends[i]);
      builder->texts += chunk->rows;
      builder->bytes.len = used + chunk->bytes.len;
      return OS_OK;
    }
    for (size_t i = 0; !status && i < chunk->rows; i++) {
      builder->bytes.len = used + chunk->ends[i];
      status = end_text(mem, builder, expected);
    }
    return status;
  }
  for (size_t i = 0; i < chunk->rows; i++) {
    os_text text = {"", 0};
    if (chunk->plain) {
      text = chunk_text(chunk, i);
    } else if (chunk->codes[i] != OS_TABLE_NONE) {
      text = chunk_text(chunk, chunk->codes[i]);
    }
    os_status status = os_buf_append(mem, &builder->bytes, text.ptr, text.len);
    if (!status) status = end_text(mem, builder, expected);
    if (status) return status;
  }
  return OS_OK;
}

#define APPEND_CODES(TYPE) \
  OS_APPEND(TYPE, chunk->codes[i] == OS_TABLE_NONE ? 0 : chunk->known[chunk->codes[i]])

static os_status widen_codes(const os_mem *mem, os_builder *builder, size_t expected) {
  uint8_t old = builder->width;
  uint8_t width = builder->texts <= 0x100 ? 1 : builder->texts <= 0x10000 ? 2 : 4;
  if (width <= old) return OS_OK;
  builder->width = width;
  os_status status = os_builder_data_room(mem, builder, builder->rows, expected);
  if (status) {
    builder->width = old;
    return status;
  }
  for (size_t i = builder->rows; i-- > 0;) {
    uint32_t code = old == 1 ? ((uint8_t *)builder->data)[i] : ((uint16_t *)builder->data)[i];
    if (width == 2) {
      ((uint16_t *)builder->data)[i] = (uint16_t)code;
    } else {
      ((uint32_t *)builder->data)[i] = code;
    }
  }
  return OS_OK;
}

/* Tells the chunk how its texts are called in the builder's dictionary, where those that are new are
** entered in the order of the rows: so codes do not depend on who read which block before. */
static os_status learn(const os_mem *mem, os_builder *builder, os_chunk *chunk) {
  os_status status = OS_OK;
  if (chunk->known_to != builder || chunk->known_since != builder->renewed) {
    for (size_t i = 0; i < chunk->texts; i++) chunk->known[i] = OS_TABLE_NONE;
    chunk->nknown = 0;
    chunk->known_to = builder;
    chunk->known_since = builder->renewed;
  }
  for (size_t row = 0; !status && row < chunk->rows && chunk->nknown < chunk->texts; row++) {
    uint32_t code = chunk->codes[row];
    if (code == OS_TABLE_NONE || chunk->known[code] != OS_TABLE_NONE) continue;
    status = code_of(mem, builder, chunk_text(chunk, code), chunk->hashes[code],
                     &chunk->known[code]);
    chunk->nknown++;
  }
  return status;
}

static os_status add_codes(const os_mem *mem, os_builder *builder, os_chunk *chunk,
                           size_t expected) {
  os_status status = OS_OK;
  if (!builder->table.slots) status = os_table_init(mem, &builder->table, 256);
  if (!status) status = learn(mem, builder, chunk);
  if (!status) status = widen_codes(mem, builder, expected);
  if (!status) status = os_builder_data_room(mem, builder, builder->rows + chunk->rows, expected);
  if (status) return status;
  switch (builder->width) {
    case 1: APPEND_CODES(uint8_t); break;
    case 2: APPEND_CODES(uint16_t); break;
    default: APPEND_CODES(uint32_t); break;
  }
  return OS_OK;
}

bool os_builder_repeats_seldom(const os_builder *builder) {
  return builder->type == OS_TEXT && !builder->plain && builder->rows >= OS_DICTIONARY_ROWS &&
         builder->texts > builder->rows / 2;
}

os_status os_builder_add_texts(const os_mem *mem, os_builder *builder, os_chunk *chunk,
                               size_t expected) {
  os_status status = OS_OK;
  if (!builder->plain && (chunk->plain || os_builder_repeats_seldom(builder))) {
    status = os_builder_to_plain(mem, builder, expected);
  }
  if (status) return status;
  return builder->plain ? add_plain(mem, builder, chunk, expected)
                        : add_codes(mem, builder, chunk, expected);
}
