/* scan_neon.c: the scanner on the 16-byte vectors of 64-bit Arm. */
#include "scan_variants.h"

#if defined(__aarch64__)
#include <arm_neon.h>

/* A bit for each byte of four vectors of 0x00 or 0xFF: weigh the bits, then add neighbours. */
static inline uint64_t os_mask(uint8x16_t a, uint8x16_t b, uint8x16_t c, uint8x16_t d) {
  static const uint8_t bits[16] = {1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128};
  const uint8x16_t weight = vld1q_u8(bits);
  uint8x16_t low = vpaddq_u8(vandq_u8(a, weight), vandq_u8(b, weight));
  uint8x16_t top = vpaddq_u8(vandq_u8(c, weight), vandq_u8(d, weight));
  low = vpaddq_u8(low, top);
  low = vpaddq_u8(low, low);
  return vgetq_lane_u64(vreinterpretq_u64_u8(low), 0);
}

#define OS_EQUAL(mark) \
  os_mask(vceqq_u8(a, mark), vceqq_u8(b, mark), vceqq_u8(c, mark), vceqq_u8(d, mark))

static inline bool os_masks_of(const uint8_t *p, os_marks marks, uint64_t high, os_masks *m) {
  uint8x16_t a = vld1q_u8(p), b = vld1q_u8(p + 16), c = vld1q_u8(p + 32), d = vld1q_u8(p + 48);
  m->quote = OS_EQUAL(vdupq_n_u8(marks.quote));
  m->separator = OS_EQUAL(vdupq_n_u8(marks.separator));
  m->line = OS_EQUAL(vdupq_n_u8('\n'));
  if (marks.cr) m->line |= OS_EQUAL(vdupq_n_u8('\r'));
  m->high = vmaxvq_u8(vorrq_u8(vorrq_u8(a, b), vorrq_u8(c, d))) >> 7;
  if (vminvq_u8(vminq_u8(vminq_u8(a, b), vminq_u8(c, d))) == 0) return false;
  return !(m->high | high) || os_utf8_step(p);
}

#define OS_TARGET
#define OS_KERNEL os_scan_steps_neon
#define os_prefix_xor os_prefix_xor_plain
#define os_emit os_emit_plain
#include "scan_kernel.h"
#else
typedef int os_no_neon; /* a translation unit may not be empty */
#endif
