/* cache.h: an allocator for one thread. It takes memory in large pieces, and keeps what is freed, by
** size, for the next block of work that needs much the same. */
#ifndef OS_CACHE_H
#define OS_CACHE_H

#include "mem.h"

#define OS_CACHE_CLASSES 48

typedef struct os_cache {
  os_mem parent;
  void *free[OS_CACHE_CLASSES]; /* lists of blocks of 2^class bytes */
  struct os_slab *slabs;        /* small blocks are cut from them */
  size_t used;                  /* of the first slab */
} os_cache;

/* The cache must stay where it is while the allocator is in use. */
os_mem os_cache_init(os_cache *cache, const os_mem *parent);
/* Gives everything back to the parent; nothing may be in use. */
void os_cache_clear(os_cache *cache);

#endif
