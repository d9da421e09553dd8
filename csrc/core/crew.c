/* crew.c: see crew.h. Workers never call the owner's allocator or its tick: they ask, and wait. */
#define _GNU_SOURCE
#include "crew.h"

#include <sched.h>
#include <signal.h>
#include <time.h>

#define OS_TICK_NANOSECONDS 50000000

typedef struct os_request {
  struct os_request *next;
  void *ptr;
  size_t old_bytes, new_bytes;
  bool served;
} os_request;

static void *ask_owner(void *ud, void *ptr, size_t old_bytes, size_t new_bytes) {
  os_crew *crew = ud;
  os_request request = {NULL, ptr, old_bytes, new_bytes, false};
  pthread_mutex_lock(&crew->lock);
  request.next = crew->requests;
  crew->requests = &request;
  pthread_cond_signal(&crew->call);
  while (!request.served) pthread_cond_wait(&crew->moved, &crew->lock);
  pthread_mutex_unlock(&crew->lock);
  return request.ptr;
}

/* Serves a request, with the lock held, which is let go while the allocator runs: it may take its
** time. */
static void serve(os_crew *crew) {
  os_request *request = crew->requests;
  crew->requests = request->next;
  pthread_mutex_unlock(&crew->lock);
  void *ptr = crew->mem.fn(crew->mem.ud, request->ptr, request->old_bytes, request->new_bytes);
  pthread_mutex_lock(&crew->lock);
  request->ptr = ptr;
  request->served = true;
  pthread_cond_broadcast(&crew->moved);
}

static void *run(void *ud) {
  os_worker *worker = ud;
  worker->work(worker);
  pthread_mutex_lock(&worker->crew->lock);
  worker->crew->running--;
  pthread_cond_signal(&worker->crew->call);
  pthread_mutex_unlock(&worker->crew->lock);
  return NULL;
}

static void stop_locked(os_crew *crew, os_status status) {
  if (!crew->status) crew->status = status; /* a fault does not hide that the owner was stopped */
  crew->stop = true;
  pthread_cond_broadcast(&crew->moved);
}

void os_crew_stop(os_crew *crew) {
  pthread_mutex_lock(&crew->lock);
  stop_locked(crew, OS_OK);
  pthread_mutex_unlock(&crew->lock);
}

bool os_crew_progress(os_worker *worker, uint64_t more) {
  os_crew *crew = worker->crew;
  pthread_mutex_lock(&crew->lock);
  crew->done += more;
  uint64_t done = crew->done;
  bool stop = crew->stop;
  pthread_mutex_unlock(&crew->lock);
  if (crew->threads > 1 || stop || !crew->tick.fn) return !stop;
  os_status status = crew->tick.fn(crew->tick.ud, done, crew->total);
  if (status) stop_locked(crew, status);
  return status == OS_OK;
}

static struct timespec next_tick(void) {
  struct timespec at;
  clock_gettime(CLOCK_MONOTONIC, &at);
  at.tv_nsec += OS_TICK_NANOSECONDS;
  if (at.tv_nsec >= 1000000000) {
    at.tv_nsec -= 1000000000;
    at.tv_sec++;
  }
  return at;
}

static bool is_past(struct timespec at) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec > at.tv_sec || (now.tv_sec == at.tv_sec && now.tv_nsec >= at.tv_nsec);
}

/* Serves, and ticks however busy it is with that, until no worker runs; the lock is held. */
static void oversee(os_crew *crew) {
  struct timespec at = next_tick();
  while (crew->running) {
    if (crew->requests) {
      serve(crew);
    } else {
      pthread_cond_timedwait(&crew->call, &crew->lock, &at);
    }
    if (!is_past(at)) continue;
    if (crew->tick.fn && !crew->stop) {
      uint64_t done = crew->done;
      pthread_mutex_unlock(&crew->lock);
      os_status status = crew->tick.fn(crew->tick.ud, done, crew->total);
      pthread_mutex_lock(&crew->lock);
      if (status) stop_locked(crew, status);
    }
    at = next_tick();
  }
}

static void start(os_crew *crew, os_worker *workers, unsigned threads) {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_mutex_lock(&crew->lock);
  for (unsigned i = 0; i < threads; i++) {
    workers[i].mem = (os_mem){ask_owner, crew, NULL};
    if (pthread_create(&workers[i].thread, NULL, run, &workers[i])) break;
    crew->running++;
  }
  crew->threads = crew->running;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
}

os_status os_crew_run(os_crew *crew, const os_mem *mem, os_tick tick, uint64_t total,
                      unsigned threads, void (*work)(os_worker *worker), void *job) {
  pthread_condattr_t clock;
  if (threads == 0) threads = 1;
  os_worker *workers = os_alloc(mem, threads, sizeof *workers);
  if (!workers) return OS_NOMEM;
  *crew = (os_crew){.mem = *mem, .tick = tick, .total = total, .threads = threads};
  for (unsigned i = 0; i < threads; i++) {
    workers[i] = (os_worker){.crew = crew, .job = job, .index = i, .mem = *mem, .work = work};
  }
  pthread_mutex_init(&crew->lock, NULL);
  pthread_cond_init(&crew->moved, NULL);
  pthread_condattr_init(&clock);
  pthread_condattr_setclock(&clock, CLOCK_MONOTONIC);
  pthread_cond_init(&crew->call, &clock);
  pthread_condattr_destroy(&clock);
  unsigned started = 0;
  if (threads > 1) {
    start(crew, workers, threads);
    started = crew->running;
    oversee(crew);
    pthread_mutex_unlock(&crew->lock);
    for (unsigned i = 0; i < started; i++) pthread_join(workers[i].thread, NULL);
  }
  if (started == 0) { /* as asked, or because no thread was to be had */
    crew->threads = 1;
    workers[0].mem = *mem;
    work(&workers[0]);
  }
  os_status status = crew->status;
  pthread_cond_destroy(&crew->call);
  pthread_cond_destroy(&crew->moved);
  pthread_mutex_destroy(&crew->lock);
  os_free(mem, workers, threads * sizeof *workers);
  return status;
}

unsigned os_processors(void) {
  cpu_set_t set;
  int count = 0;
  if (sched_getaffinity(0, sizeof set, &set) == 0) count = CPU_COUNT(&set);
  return count > 0 ? (unsigned)count : 1;
}
