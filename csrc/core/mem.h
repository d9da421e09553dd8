/* mem.h: memory from the caller's allocator, and a buffer that grows. */
#ifndef OS_MEM_H
#define OS_MEM_H

#include "base.h"

/* The contract of lua_Alloc: nsize == 0 frees; osize is the size given before; NULL on failure. */
typedef struct os_mem {
  void *(*fn)(void *ud, void *ptr, size_t osize, size_t nsize);
  void *ud;
} os_mem;

/* NULL when there is no memory (or count * size overflows); never called with a product of 0. */
void *os_alloc(const os_mem *mem, size_t count, size_t size);
void *os_alloc_zero(const os_mem *mem, size_t count, size_t size);
void *os_resize(const os_mem *mem, void *ptr, size_t old_bytes, size_t new_bytes);
/* Frees ptr (may be NULL); bytes is the size it was allocated with. */
void os_free(const os_mem *mem, void *ptr, size_t bytes);

typedef struct os_buf {
  uint8_t *data;
  size_t len, cap;
} os_buf;

/* Makes room for `more` bytes behind len; growth is geometric. */
os_status os_buf_room(const os_mem *mem, os_buf *buf, size_t more);
os_status os_buf_append(const os_mem *mem, os_buf *buf, const void *bytes, size_t count);
void os_buf_free(const os_mem *mem, os_buf *buf);

#endif
