/* pass.h: one pass over the rows of a source, by several workers. Blocks are taken in file order,
** worked on side by side, and handed over one after the other, so that nothing depends on who was
** first. */
#ifndef OS_PASS_H
#define OS_PASS_H

#include "block.h"
#include "cache.h"
#include "chunk.h"
#include "crew.h"

/* What one worker holds during a pass. */
typedef struct os_hand {
  os_worker *worker;    /* worker->mem is for what outlives the worker */
  os_mem mem;           /* for what does not: from a cache, without asking the owner each time */
  os_cache cache;
  struct os_pass *pass;
  os_block block;
  os_reading *readings; /* of all fields, as they stood when the block was taken */
  os_chunk *chunks;     /* of all fields */
  uint32_t *struck;     /* for each good row the field whose given type it misses, or 0 */
  size_t struck_cap;
  void *own;            /* the job's */
  os_error error;       /* of the block; places count from its start */
} os_hand;

/* Rows that were seen, whatever became of them. */
typedef struct os_tally {
  uint64_t read;  /* rows, the rejected among them */
  uint64_t empty; /* empty lines */
  uint64_t comments;
  os_reject *rejects;
  size_t nrejects, cap;
} os_tally;

/* What a worker has found about the quotes of its block. */
typedef struct os_link {
  uint64_t index; /* of the block */
  bool scanned;   /* but one before it is not */
  bool odd;       /* its quotes are odd in number */
  bool inside;    /* it starts inside quotes: known when all before it are scanned */
} os_link;

typedef struct os_pass {
  const os_mem *mem;
  const os_source *source;
  os_shape shape;
  os_words words;
  os_tick tick;
  unsigned threads;
  bool any_order;       /* blocks may be handed over in any order; errors are found again in turn */
  os_reading *readings; /* one a field; under the crew's lock */
  const bool *wanted;   /* fields to parse; NULL: all */
  os_tally *tally;      /* NULL: an earlier pass has counted */
  void *job;
  /* The steps of the job; each may be NULL. */
  os_status (*begin)(os_hand *hand);
  os_status (*work)(os_hand *hand);      /* the chunks are parsed; beside other workers */
  os_status (*hand_over)(os_hand *hand); /* in file order, one at a time */
  void (*tell)(struct os_pass *pass);    /* after that, under the lock: may change the readings */
  os_status (*end)(os_hand *hand);       /* no more blocks; not after a failure */
  void (*clear)(os_hand *hand);
  uint64_t first, last;                  /* blocks [first, last) */
  /* Where the pass stands, under the lock. Before it: the quote state at the start of `first`, and
  ** where its first row begins; after it: the same for `last`. */
  bool inside;
  uint64_t from;
  bool adrift;      /* `from` is not known: find the first row by the quote state */
  uint64_t next;    /* block to take */
  uint64_t chained; /* blocks before this one are scanned: their quotes are counted */
  os_link *links;   /* one a worker */
  unsigned nlinks;
  uint64_t turn;    /* block to hand over */
  uint64_t rows;    /* rows handed over, to number them in errors */
  os_status status;
  os_error error;   /* places count from the start of the source */
} os_pass;

/* OS_OK, OS_NOMEM, OS_CANCELLED, or OS_FAILED with pass->error. */
os_status os_pass_run(os_pass *pass);
void os_tally_clear(const os_mem *mem, os_tally *tally);

#endif
