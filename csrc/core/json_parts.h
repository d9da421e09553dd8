/* json_parts.h: what json_read.c and json_load.c share: a pass over JSON and those who make it. */
#ifndef OS_JSON_PARTS_H
#define OS_JSON_PARTS_H

#include "builder.h"
#include "cache.h"
#include "crew.h"
#include "json_load.h"

/* What the records are to the file. */
typedef enum os_json_form {
  OS_JSON_ARRAY,    /* [ {}, {} ] */
  OS_JSON_MEMBERS,  /* { "key": {}, "key": {} } */
  OS_JSON_SEQUENCE, /* {} {} */
  OS_JSON_LINES     /* each on a line of its own */
} os_json_form;

typedef struct os_json_head {
  os_json_form form;
  bool bom;
  uint64_t start; /* behind the byte order mark */
} os_json_head;

/* Where a record stands in the bytes, and which row of the block it begins, from 1. */
typedef struct os_json_place {
  uint32_t from, length;
  uint64_t row;
} os_json_place;

/* What one worker holds. */
typedef struct os_json_hand {
  os_worker *worker;
  os_mem mem;
  os_cache cache;
  struct os_json_job *job;
  os_json_rows rows;
  uint8_t *bytes;
  size_t length, size;
  uint64_t offset;        /* of bytes[0] in the source */
  bool final;             /* bytes reach its end */
  uint64_t done;          /* bytes that this block stands for */
  int phase;              /* of one who reads the file alone */
  uint32_t *first;        /* 0, 2, 4, ...: see os_block */
  uint32_t *struck;
  size_t first_cap, struck_cap;
  os_json_place *places;  /* one a row, when rows may be rejected */
  size_t places_cap;
  os_reject *rejects;
  size_t nrejects, rejects_cap;
  uint64_t read, empty;   /* rows of the block, with the rejected ones; empty lines */
  size_t mapped;          /* nodes whose place in the job's tree is known */
  os_error error;         /* places count from bytes[0] */
} os_json_hand;

/* A field of the register to be. */
typedef struct os_json_target {
  uint32_t node;
  os_builder builder;
  os_turn turn;
  os_reading reading;
  bool wanted;
  bool strings;           /* some value was a string */
} os_json_target;

typedef struct os_json_job {
  const os_mem *mem;
  const os_source *source;
  const os_load_options *options;
  const os_json_options *json;
  os_json_head head;
  uint64_t block, blocks; /* bytes in each; of lines */
  os_json_tree tree;      /* of whoever has the turn */
  os_json_target *targets;
  size_t ntargets, cap;
  os_reading *readings;   /* of the first nreadings targets; under the lock */
  size_t nreadings, readings_cap;
  os_chunk blank;         /* rows without a value */
  bool again;             /* the second pass: only what is wanted */
  bool given;             /* the caller gave types */
  os_tally *tally;
  uint64_t rows, read;    /* handed over, and those with the rejected ones */
  uint64_t done;          /* bytes */
  uint64_t next, turn;    /* blocks, under the lock */
  os_status status;
  os_error error;         /* places count from the start of the source */
} os_json_job;

/* Finds out which form the source has. */
os_status os_json_look(const os_mem *mem, const os_source *source, bool lines, os_json_head *head,
                       os_error *error);
/* Reads block `index` of JSON Lines into the hand's rows. */
os_status os_json_read_lines(os_json_hand *hand, uint64_t index);
/* Reads on where the hand stands; *more tells whether there is anything left. */
os_status os_json_read_on(os_json_hand *hand, bool *more);
void os_json_hand_free(os_json_hand *hand);
/* Adds a reject of the block. */
os_status os_json_reject(os_json_hand *hand, os_reject reject);


/* From the cells of a block to chunks; `status` is how reading it ended. */
os_status os_json_parse_block(os_json_hand *hand, os_status status);
/* Appends the chunks to the columns; in turn. */
os_status os_json_hand_over(os_json_hand *hand);
/* The field of the hand's error becomes the number of one of the job's; in turn. */
os_status os_json_name_error(os_json_hand *hand);
/* Rows without a value, up to `rows` in all. */
os_status os_json_add_blanks(os_json_job *job, const os_mem *mem, os_builder *builder,
                             size_t rows);
void os_json_free_blanks(os_json_job *job, const os_mem *mem);

#endif
