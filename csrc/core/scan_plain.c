/* scan_plain.c: the scanner in plain C, eight bytes at a time in a 64-bit word. */
#include "scan_variants.h"

#include <string.h>

#define OS_ONES 0x0101010101010101u
#define OS_LOWS 0x7F7F7F7F7F7F7F7Fu

/* A bit for each of the eight bytes of w that is zero. */
static inline uint64_t os_zero_bytes(uint64_t w) {
  uint64_t zero = ~(((w & OS_LOWS) + OS_LOWS) | w | OS_LOWS); /* 0x80 where the byte is zero */
  return (zero >> 7) * 0x0102040810204080u >> 56;
}

static inline uint64_t os_load_le(const uint8_t *p) {
  uint64_t w;
  memcpy(&w, p, 8);
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  w = __builtin_bswap64(w);
#endif
  return w;
}

static inline bool os_masks_of(const uint8_t *p, os_marks marks, uint64_t high, os_masks *m) {
  uint64_t separator = OS_ONES * marks.separator, nul = 0;
  *m = (os_masks){0, 0, 0, 0};
  for (unsigned i = 0; i < OS_STEP; i += 8) {
    uint64_t w = os_load_le(p + i);
    m->quote |= os_zero_bytes(w ^ OS_ONES * marks.quote) << i;
    m->separator |= os_zero_bytes(w ^ separator) << i;
    m->line |= os_zero_bytes(w ^ OS_ONES * '\n') << i;
    if (marks.cr) m->line |= os_zero_bytes(w ^ OS_ONES * '\r') << i;
    nul |= os_zero_bytes(w);
    m->high |= w & ~OS_LOWS;
  }
  return !nul && (!(m->high | high) || os_utf8_step(p));
}

#define OS_TARGET
#define OS_KERNEL os_scan_steps_plain
#define os_prefix_xor os_prefix_xor_plain
#define os_emit os_emit_plain
#include "scan_kernel.h"
