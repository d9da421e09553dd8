/* mem.h: memory from the caller's allocator, and a buffer that grows. */
#ifndef OS_MEM_H
#define OS_MEM_H

#include "base.h"

/* What long work calls now and then, so that a host may stop it. It stays stopped. */
typedef struct os_watch {
  os_status (*tick)(void *ud);
  void *ud;
  os_status status;
} os_watch;

/* The contract of lua_Alloc: nsize == 0 frees; osize is the size given before; NULL on failure. */
typedef struct os_mem {
  void *(*fn)(void *ud, void *ptr, size_t osize, size_t nsize);
  void *ud;
  os_watch *watch; /* NULL: nobody stops what is done in this memory */
} os_mem;

/* Work on so many items is done in a few milliseconds. */
#define OS_WATCHED_ITEMS ((size_t)1 << 17)

/* OS_OK, or why the work is to stop. */
static inline os_status os_watched(const os_mem *mem) {
  os_watch *watch = mem->watch;
  if (watch && !watch->status) watch->status = watch->tick(watch->ud);
  return watch ? watch->status : OS_OK;
}

/* The memory for what outlives the work. */
static inline os_mem os_unwatched(const os_mem *mem) {
  os_mem plain = {mem->fn, mem->ud, NULL};
  return plain;
}

/* NULL when there is no memory (or count * size overflows); never called with a product of 0. */
void *os_alloc(const os_mem *mem, size_t count, size_t size);
void *os_alloc_zero(const os_mem *mem, size_t count, size_t size);
void *os_resize(const os_mem *mem, void *ptr, size_t old_bytes, size_t new_bytes);
/* Frees ptr (may be NULL); bytes is the size it was allocated with. */
void os_free(const os_mem *mem, void *ptr, size_t bytes);

/* Makes room for `need` elements of `size` bytes in an array that has room for *cap; geometric. */
os_status os_grow(const os_mem *mem, void **array, size_t *cap, size_t need, size_t size);
#define OS_GROW(mem, array, cap, need) \
  os_grow(mem, (void **)&(array), &(cap), need, sizeof *(array))

typedef struct os_buf {
  uint8_t *data;
  size_t len, cap;
} os_buf;

/* Makes room for `more` bytes behind len; growth is geometric. */
os_status os_buf_room(const os_mem *mem, os_buf *buf, size_t more);
os_status os_buf_append(const os_mem *mem, os_buf *buf, const void *bytes, size_t count);
void os_buf_free(const os_mem *mem, os_buf *buf);

#endif
