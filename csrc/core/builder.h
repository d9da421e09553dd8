/* builder.h: a column that grows chunk by chunk, in file order, and climbs the ladder of types. */
#ifndef OS_BUILDER_H
#define OS_BUILDER_H

#include "chunk.h"

typedef struct os_builder {
  unsigned types;   /* that fit all values so far; OS_ANY_TYPE: no value so far */
  os_type type;     /* of what is stored */
  bool reread;      /* it must be text, and what was stored before is not: read the column again */
  bool plain;
  uint8_t width, scale, offset_width;
  uint8_t low;      /* the least scale that a decimal is written in */
  size_t rows, cap; /* cap: rows that data (or offsets, when plain) has room for */
  size_t missing;
  uint8_t *valid;
  size_t valid_cap; /* bytes; 0 while no value is missing */
  void *data;
  size_t data_size; /* bytes */
  os_wide min, max; /* of stored integers and decimals */
  os_buf bytes;
  void *offsets;
  size_t offsets_size; /* bytes */
  size_t texts;
  os_table table;
  uint64_t renewed; /* how often the dictionary began anew */
} os_builder;

void os_builder_init(os_builder *builder);
/* Makes an empty builder one of a known type, which fits all chunks to come. */
void os_builder_start(os_builder *builder, os_type type);
/* Appends a chunk. `expected` rows in all are a hint for how much room to make. The chunk learns how
** its texts are called here; a builder may be filled from any number of chunks. */
os_status os_builder_add(const os_mem *mem, os_builder *builder, os_chunk *chunk, size_t expected);
/* Lets go of the rows, but neither of the room for them nor of the dictionary, unless it is large. */
void os_builder_rewind(const os_mem *mem, os_builder *builder);
/* Whether the texts are too many for a dictionary to pay, as far as can be told already. */
bool os_builder_repeats_seldom(const os_builder *builder);
/* What was built so far, as a column that owns nothing. */
void os_builder_peek(const os_builder *builder, os_column *out);
/* Gives what was built away as a column whose memory is freed through `mem`, of type `otherwise` if
** no value was seen. */
os_status os_builder_finish(const os_mem *mem, os_builder *builder, os_type otherwise,
                            os_column **out);
void os_builder_free(const os_mem *mem, os_builder *builder);

#endif
