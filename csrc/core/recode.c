/* recode.c: see recode.h. */
#define _POSIX_C_SOURCE 200809L
#include "recode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#define OS_PIECE ((size_t)256 << 10)
#define OS_LONGEST 16 /* bytes of an incomplete character that wait for the next piece */

bool os_is_utf8(const char *encoding) {
  static const char name[] = "utf8";
  size_t k = 0;
  for (; *encoding; encoding++) {
    char c = *encoding;
    if (c == '-' || c == '_') continue;
    if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
    if (k >= 4 || c != name[k++]) return false;
  }
  return k == 4;
}

static os_status bad_bytes(const uint8_t *bytes, size_t left, uint64_t at, os_error *error) {
  error->fault = OS_FAULT_ENCODING;
  error->byte = at + 1;
  error->length = (uint32_t)(left < 4 ? left : 4);
  memcpy(error->text, bytes, error->length);
  return OS_FAILED;
}

/* Converts what it can of bytes[0..*used); *used becomes what was consumed. */
static os_status convert(const os_mem *mem, iconv_t how, uint8_t *bytes, size_t *used, uint64_t at,
                         bool last, os_buf *out, os_error *error) {
  char *in = (char *)bytes;
  size_t left = *used;
  for (;;) {
    os_status status = os_buf_room(mem, out, left + left / 2 + 64);
    if (status) return status;
    char *to = (char *)out->data + out->len;
    size_t room = out->cap - out->len;
    size_t result = iconv(how, &in, &left, &to, &room);
    int why = errno;
    out->len = (size_t)((uint8_t *)to - out->data);
    if (result != (size_t)-1) break;
    if (why == E2BIG) continue;
    if (why == EINVAL && !last) break; /* a character goes on in the next piece */
    return bad_bytes((uint8_t *)in, left, at + (size_t)((uint8_t *)in - bytes), error);
  }
  *used -= left;
  return OS_OK;
}

os_status os_recode(const os_mem *mem, const os_source *source, const char *encoding, os_tick tick,
                    os_buf *out, os_error *error) {
  iconv_t how = iconv_open("UTF-8", encoding);
  if (how == (iconv_t)-1) {
    size_t length = strlen(encoding);
    error->fault = OS_FAULT_ENCODING;
    error->length = (uint32_t)(length < OS_ERROR_TEXT ? length : OS_ERROR_TEXT);
    memcpy(error->text, encoding, error->length);
    return OS_FAILED;
  }
  uint8_t *piece = os_alloc(mem, OS_PIECE, 1);
  os_status status = piece ? OS_OK : OS_NOMEM;
  size_t kept = 0;
  for (uint64_t at = 0; !status && at < source->size;) {
    uint64_t left = source->size - at;
    size_t count = left < OS_PIECE - kept ? (size_t)left : OS_PIECE - kept, used;
    status = os_source_read(source, at, piece + kept, count, error);
    if (status) break;
    at += count;
    used = kept + count;
    size_t total = used;
    status = convert(mem, how, piece, &used, at - total, at == source->size, out, error);
    if (status) break;
    kept = total - used;
    if (kept > OS_LONGEST) status = bad_bytes(piece + used, kept, at - kept, error);
    memmove(piece, piece + used, kept);
    if (!status && tick.fn) status = tick.fn(tick.ud, at, source->size);
  }
  os_free(mem, piece, OS_PIECE);
  iconv_close(how);
  return status;
}

/* By converting the text back, up to there. */
void os_recoded_from(const char *encoding, const uint8_t *text, uint64_t *places, size_t count) {
  char sink[4096];
  iconv_t how = iconv_open(encoding, "UTF-8");
  if (how == (iconv_t)-1) return;
  char *in = (char *)(uintptr_t)text;
  uint64_t written = 0;
  for (size_t i = 0; i < count; i++) {
    size_t left = places[i] ? (size_t)(places[i] - 1) - (size_t)((uint8_t *)in - text) : 0;
    while (left) {
      char *to = sink;
      size_t room = sizeof sink;
      size_t result = iconv(how, &in, &left, &to, &room);
      written += sizeof sink - room;
      if (result == (size_t)-1 && errno != E2BIG) break;
    }
    if (places[i]) places[i] = written + 1;
  }
  iconv_close(how);
}
