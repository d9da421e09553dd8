/* cache.c: see cache.h. */
#include "cache.h"

#include <string.h>

#define OS_SMALLEST 6 /* 64 bytes: room for the link of a free block, and its line of the cache */

static unsigned class_of(size_t bytes) {
  unsigned kind = OS_SMALLEST;
  while (kind < OS_CACHE_CLASSES && ((size_t)1 << kind) < bytes) kind++;
  return kind;
}

static void *take(os_cache *cache, unsigned kind) {
  if (kind >= OS_CACHE_CLASSES) return NULL;
  void *block = cache->free[kind];
  if (!block) return cache->parent.fn(cache->parent.ud, NULL, 0, (size_t)1 << kind);
  memcpy(&cache->free[kind], block, sizeof(void *));
  return block;
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
  return (os_mem){cached, cache};
}

void os_cache_clear(os_cache *cache) {
  for (unsigned kind = 0; kind < OS_CACHE_CLASSES; kind++) {
    while (cache->free[kind]) {
      void *block = cache->free[kind];
      memcpy(&cache->free[kind], block, sizeof(void *));
      os_free(&cache->parent, block, (size_t)1 << kind);
    }
  }
}
