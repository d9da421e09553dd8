/* mem.c: see mem.h. */
#include "mem.h"

#include <string.h>

void *os_alloc(const os_mem *mem, size_t count, size_t size) {
  size_t bytes;
  if (!os_mul(count, size, &bytes) || bytes == 0) return NULL;
  return mem->fn(mem->ud, NULL, 0, bytes);
}

void *os_alloc_zero(const os_mem *mem, size_t count, size_t size) {
  void *ptr = os_alloc(mem, count, size);
  if (ptr) memset(ptr, 0, count * size);
  return ptr;
}

void *os_resize(const os_mem *mem, void *ptr, size_t old_bytes, size_t new_bytes) {
  return mem->fn(mem->ud, ptr, ptr ? old_bytes : 0, new_bytes);
}

void os_free(const os_mem *mem, void *ptr, size_t bytes) {
  if (ptr) mem->fn(mem->ud, ptr, bytes, 0);
}

os_status os_grow(const os_mem *mem, void **array, size_t *cap, size_t need, size_t size) {
  size_t wanted, bytes;
  if (need <= *cap) return OS_OK;
  wanted = *cap < 64 ? 64 : *cap * 2;
  if (wanted < need) wanted = need;
  if (!os_mul(wanted, size, &bytes)) return OS_NOMEM;
  void *bigger = os_resize(mem, *array, *cap * size, bytes);
  if (!bigger) return OS_NOMEM;
  *array = bigger;
  *cap = wanted;
  return OS_OK;
}

os_status os_buf_room(const os_mem *mem, os_buf *buf, size_t more) {
  size_t need, cap;
  if (!os_add(buf->len, more, &need)) return OS_NOMEM;
  if (need <= buf->cap) return OS_OK;
  cap = buf->cap < 256 ? 256 : buf->cap;
  while (cap < need) {
    if (!os_add(cap, cap / 2, &cap)) return OS_NOMEM;
  }
  uint8_t *data = os_resize(mem, buf->data, buf->cap, cap);
  if (!data && cap > need) {
    cap = need;
    data = os_resize(mem, buf->data, buf->cap, cap);
  }
  if (!data) return OS_NOMEM;
  buf->data = data;
  buf->cap = cap;
  return OS_OK;
}

os_status os_buf_append(const os_mem *mem, os_buf *buf, const void *bytes, size_t count) {
  os_status status = os_buf_room(mem, buf, count);
  if (status) return status;
  if (count) memcpy(buf->data + buf->len, bytes, count);
  buf->len += count;
  return OS_OK;
}

void os_buf_free(const os_mem *mem, os_buf *buf) {
  os_free(mem, buf->data, buf->cap);
  buf->data = NULL;
  buf->len = buf->cap = 0;
}
