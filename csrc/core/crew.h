/* crew.h: a few worker threads for the length of one call, and the owner that serves them. */
#ifndef OS_CREW_H
#define OS_CREW_H

#include <pthread.h>

#include "mem.h"

/* Called on the owner's thread now and then: reports progress, lets a host interrupt. Any status
** but OS_OK stops the work. */
typedef struct os_tick {
  os_status (*fn)(void *ud, uint64_t done, uint64_t total);
  void *ud;
} os_tick;

typedef struct os_crew {
  os_mem mem;           /* the owner's allocator; workers reach it through os_worker.mem */
  os_tick tick;
  uint64_t total;
  unsigned threads;     /* 1: the owner does the work itself */
  pthread_mutex_t lock; /* also for the job's own state */
  pthread_cond_t moved; /* something that a worker may wait for has changed */
  pthread_cond_t call;  /* the owner is wanted */
  uint64_t done;        /* of total; under lock */
  bool stop;            /* under lock */
  os_status status;     /* why, if the owner stopped the work; under lock */
  unsigned running;
  struct os_request *requests;
} os_crew;

typedef struct os_worker {
  os_crew *crew;
  void *job;
  unsigned index;
  os_mem mem;
  pthread_t thread;
  void (*work)(struct os_worker *worker);
} os_worker;

/* Runs work(worker) on `threads` threads (fewer if the system gives no more; with 1 on this one)
** and returns when all are done: OS_OK, OS_NOMEM, or what the tick said. */
os_status os_crew_run(os_crew *crew, const os_mem *mem, os_tick tick, uint64_t total,
                      unsigned threads, void (*work)(os_worker *worker), void *job);

/* Counts work done, lets the owner tick if it is the worker, and tells whether to go on. */
bool os_crew_progress(os_worker *worker, uint64_t more);
/* Ends the work of all; the lock must not be held. */
void os_crew_stop(os_crew *crew);

/* The number of processors that this process may use, at least 1. */
unsigned os_processors(void);

#endif
