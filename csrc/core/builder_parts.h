/* builder_parts.h: what builder.c and builder_text.c share. */
#ifndef OS_BUILDER_PARTS_H
#define OS_BUILDER_PARTS_H

#include "builder.h"

/* Makes *ptr at least `need` bytes large, and by preference `wanted`. */
os_status os_builder_room(const os_mem *mem, void **ptr, size_t *size, size_t need,
                          size_t wanted);
/* The same for the data of so many rows. */
os_status os_builder_data_room(const os_mem *mem, os_builder *builder, size_t rows,
                               size_t expected);
os_status os_builder_add_texts(const os_mem *mem, os_builder *builder, os_chunk *chunk,
                               size_t expected);
/* Writes the dictionary out: each row gets its text. */
os_status os_builder_to_plain(const os_mem *mem, os_builder *builder, size_t expected);

/* The inner loops, one a width: what is appended fits, os_wide or int64_t as it comes. */
#define OS_APPEND(TYPE, EXPRESSION)                                      \
  do {                                                                   \
    TYPE *out = (TYPE *)builder->data + builder->rows;                   \
    for (size_t i = 0; i < chunk->rows; i++) out[i] = (TYPE)(EXPRESSION); \
  } while (0)

#endif
