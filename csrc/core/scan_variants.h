/* scan_variants.h: what the variants of the scanner share; private to scan*.c. */
#ifndef OS_SCAN_VARIANTS_H
#define OS_SCAN_VARIANTS_H

#include "scan.h"

/* A bit a byte: bit i belongs to byte i of the step. */
typedef struct os_masks {
  uint64_t quote, separator, line, high;
} os_masks;

/* Ends that a step may write: one a byte, and what os_emit writes beyond. */
#define OS_ENDS_ROOM (OS_STEP + 16)

/* Where there is one character beyond ASCII there are more: the steps that follow are checked without
** looking, which spares a branch that nothing could foretell. */
#define OS_STICKY UINT64_C(0xFFFF)

typedef size_t os_kernel(os_scan *scan, const uint8_t *p, size_t steps, uint64_t keep,
                         size_t limit);

os_kernel os_scan_steps_plain;
#if defined(__x86_64__)
os_kernel os_scan_steps_sse2;
os_kernel os_scan_steps_avx2;
os_kernel os_scan_steps_avx512;
#endif
#if defined(__aarch64__)
os_kernel os_scan_steps_neon;
#endif

/* Whether all characters that begin in the step p[0..64) are UTF-8; looks back at most 3 bytes for
** the begin of the first and ahead at most 3 for the end of the last. */
bool os_utf8_step(const uint8_t *p);

/* Bit i is the parity of bits 0..i: turns quotes into quoted regions. */
static inline uint64_t os_prefix_xor_plain(uint64_t x) {
  x ^= x << 1;
  x ^= x << 2;
  x ^= x << 4;
  x ^= x << 8;
  x ^= x << 16;
  x ^= x << 32;
  return x;
}

/* Writes base + the place of each bit. Eight stores at a time without a branch each; what is written
** behind `count` is written over later. */
static inline void os_emit_plain(uint32_t *out, uint64_t bits, size_t count, uint32_t base) {
  for (size_t i = 0; i < count; i += 8, out += 8) {
    for (size_t k = 0; k < 8; k++) {
      out[k] = base + (uint32_t)__builtin_ctzll(bits | UINT64_C(1) << 63);
      bits &= bits - 1;
    }
  }
}

#endif
