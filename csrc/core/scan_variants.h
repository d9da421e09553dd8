/* scan_variants.h: what the variants of the scanner share; private to scan*.c. */
#ifndef OS_SCAN_VARIANTS_H
#define OS_SCAN_VARIANTS_H

#include "scan.h"

/* A bit a byte: bit i belongs to byte i of the step. */
typedef struct os_masks {
  uint64_t quote, separator, line, high;
} os_masks;

typedef size_t os_kernel(os_scan *scan, const uint8_t *p, size_t steps, uint64_t keep,
                         size_t limit);

os_kernel os_scan_steps_plain;
#if defined(__x86_64__)
os_kernel os_scan_steps_sse2;
os_kernel os_scan_steps_avx2;
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

#endif
