/* cache.c: see cache.h. */
#include "cache.h"

#include <string.h>

#define OS_SMALLEST 6 /* 64 bytes: room for the link of a free block, and its line of the cache */
#define OS_SMALL 18   /* up to 256 KiB a block is cut from a slab */
#define OS_FIRST_SLAB ((size_t)512 << 10)
#define OS_LAST_SLAB ((size_t)2 << 20)

typedef struct os_slab {
  struct os_slab *next;
  size_t size;
} os_slab;

#define OS_SLAB_HEAD ((sizeof(os_slab) + 63) / 64 * 64) /* keeps blocks as aligned as the slab is */

static unsigned class_of(size_t bytes) {
  unsigned kind = OS_SMALLEST;
  while (kind < OS_CACHE_CLASSES && ((size_t)1 << kind) < bytes) kind++;
  return kind;
}

static void *cut(os_cache *cache, size_t size) {
  if (!cache->slabs || cache->slabs->size - cache->used < size) {
    size_t wanted = cache->slabs ? cache->slabs->size * 2 : OS_FIRST_SLAB;
    if (wanted > OS_LAST_SLAB) wanted = OS_LAST_SLAB;
    os_slab *slab = os_alloc(&cache->parent, wanted, 1);
    if (!slab) return NULL;
    *slab = (os_slab){cache->slabs, wanted};
    cache->slabs = slab;
    cache->used = OS_SLAB_HEAD;
  }
  uint8_t *block = (uint8_t *)cache->slabs + cache->used;
  cache->used += size;
  return block;
}

static void *take(os_cache *cache, unsigned kind) {
  if (kind >= OS_CACHE_CLASSES) return NULL;
  void *block = cache->free[kind];
  if (block) {
    memcpy(&cache->free[kind], block, sizeof(void *));
    return block;
  }
  size_t size = (size_t)1 << kind;
  return kind <= OS_SMALL ? cut(cache, size) : os_alloc(&cache->parent, size, 1);
}

static void put(os_cache *cache, void *block, unsigned kind) {
  memcpy(block, &cache->free[kind], sizeof(void *));
  cache->free[kind] = block;
}

static void *cached(void *ud, void *ptr, size_t old_bytes, size_t new_bytes) {
  os_cache *cache = ud;
  unsigned kind = class_of(new_bytes);
  if (!ptr) return new_bytes ? take(cache, kind) : NULL;
  unsigned old = class_of(old_bytes);
  if (new_bytes == 0) {
    put(cache, ptr, old);
    return NULL;
  }
  if (old == kind) return ptr;
  void *block = take(cache, kind);
  if (!block) return NULL;
  memcpy(block, ptr, old_bytes < new_bytes ? old_bytes : new_bytes);
  put(cache, ptr, old);
  return block;
}

os_mem os_cache_init(os_cache *cache, const os_mem *parent) {
  memset(cache, 0, sizeof *cache);
  cache->parent = *parent;
  return (os_mem){cached, cache, NULL};
}

void os_cache_clear(os_cache *cache) {
  for (unsigned kind = OS_SMALL + 1; kind < OS_CACHE_CLASSES; kind++) {
    while (cache->free[kind]) {
      void *block = cache->free[kind];
      memcpy(&cache->free[kind], block, sizeof(void *));
      os_free(&cache->parent, block, (size_t)1 << kind);
    }
  }
  while (cache->slabs) {
    os_slab *slab = cache->slabs;
    cache->slabs = slab->next;
    os_free(&cache->parent, slab, slab->size);
  }
}
