/* compose.c: see compose.h. */
#include "compose.h"

#include <utf8proc.h>

/* Whether a text may be other than in NFC: most are not, and this says so quickly. Below U+0300 all
** characters are composed, and so are those of Vietnamese in U+1E00 to U+1EFF. */
static bool is_doubtful(os_text text) {
  const uint8_t *s = (const uint8_t *)text.ptr, *end = s + text.len;
  for (; s < end; s++) {
    if (*s < 0xCC) continue;
    if (*s != 0xE1 || end - s < 3 || s[1] < 0xB8 || s[1] > 0xBB) return true;
    s += 2;
  }
  return false;
}

os_status os_compose(const os_mem *mem, os_buf *scratch, os_text *text, bool *changed) {
  *changed = false;
  if (!is_doubtful(*text)) return OS_OK;
  const uint8_t *s = (const uint8_t *)text->ptr;
  bool inside = scratch->data && s >= scratch->data && s < scratch->data + scratch->cap;
  size_t at = inside ? (size_t)(s - scratch->data) : 0;
  size_t behind = inside ? (at + text->len + 3) / 4 * 4 : 0;
  utf8proc_ssize_t len = (utf8proc_ssize_t)text->len;
  const utf8proc_option_t how = UTF8PROC_STABLE | UTF8PROC_COMPOSE;
  utf8proc_ssize_t need = utf8proc_decompose(s, len, NULL, 0, how);
  if (need < 0) return OS_OK;
  size_t bytes;
  if (!os_mul((size_t)need + 1, sizeof(utf8proc_int32_t), &bytes)) return OS_NOMEM;
  scratch->len = behind;
  os_status status = os_buf_room(mem, scratch, bytes);
  if (status) return status;
  if (inside) text->ptr = (const char *)scratch->data + at; /* it may have moved */
  s = (const uint8_t *)text->ptr;
  utf8proc_int32_t *points = (utf8proc_int32_t *)(void *)(scratch->data + behind);
  if (utf8proc_decompose(s, len, points, need, how) < 0) return OS_OK;
  utf8proc_ssize_t out = utf8proc_reencode(points, need, how);
  if (out < 0 || (out == len && !memcmp(points, s, text->len))) return OS_OK;
  scratch->len = behind + (size_t)out;
  *text = (os_text){(const char *)points, (size_t)out};
  *changed = true;
  return OS_OK;
}
