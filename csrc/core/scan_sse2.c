/* scan_sse2.c: the scanner on 16-byte vectors, which every x86-64 has. */
#include "scan_variants.h"

#if defined(__x86_64__)
#include <emmintrin.h>

static inline bool os_masks_of(const uint8_t *p, os_marks marks, uint64_t high, os_masks *m) {
  const __m128i quote = _mm_set1_epi8((char)marks.quote), line = _mm_set1_epi8('\n');
  const __m128i cr = _mm_set1_epi8(marks.cr ? '\r' : '\n'), zero = _mm_setzero_si128();
  const __m128i separator = _mm_set1_epi8((char)marks.separator);
  __m128i nul = zero;
  *m = (os_masks){0, 0, 0, 0};
  for (unsigned i = 0; i < OS_STEP; i += 16) {
    __m128i v = _mm_loadu_si128((const __m128i *)(const void *)(p + i));
    __m128i lines = _mm_or_si128(_mm_cmpeq_epi8(v, line), _mm_cmpeq_epi8(v, cr));
    m->quote |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, quote)) << i;
    m->separator |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v, separator)) << i;
    m->line |= (uint64_t)(uint32_t)_mm_movemask_epi8(lines) << i;
    m->high |= (uint64_t)(uint32_t)_mm_movemask_epi8(v) << i;
    nul = _mm_or_si128(nul, _mm_cmpeq_epi8(v, zero));
  }
  return !_mm_movemask_epi8(nul) && (!(m->high | high) || os_utf8_step(p));
}

#define OS_TARGET
#define OS_KERNEL os_scan_steps_sse2
#define os_prefix_xor os_prefix_xor_plain
#define os_emit os_emit_plain
#include "scan_kernel.h"
#else
typedef int os_no_sse2; /* a translation unit may not be empty */
#endif
