/* scan_avx2.c: the scanner on 32-byte vectors, with carry-less multiplication for quoted regions. */
#include "scan_variants.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include "scan_utf8.h"

#define OS_TARGET __attribute__((target("avx2,pclmul,popcnt,bmi,lzcnt")))
#define OS_INLINE static inline __attribute__((always_inline)) OS_TARGET

/* Multiplying by all ones without carries gives the parity of all lower bits in every bit. */
OS_INLINE uint64_t os_prefix_xor(uint64_t x) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)x), _mm_set1_epi8(-1), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

#define OS_TABLE(...) _mm256_broadcastsi128_si256(_mm_setr_epi8(__VA_ARGS__))

OS_INLINE __m256i os_utf8_errors(const uint8_t *p) {
  const __m256i first_high = OS_TABLE(OS_FIRST_HIGH);
  const __m256i first_low = OS_TABLE(OS_FIRST_LOW);
  const __m256i second_high = OS_TABLE(OS_SECOND_HIGH);
  const __m256i nibble = _mm256_set1_epi8(0x0F);
  __m256i v = _mm256_loadu_si256((const __m256i *)(const void *)p);
  __m256i one = _mm256_loadu_si256((const __m256i *)(const void *)(p - 1));
  __m256i two = _mm256_loadu_si256((const __m256i *)(const void *)(p - 2));
  __m256i three = _mm256_loadu_si256((const __m256i *)(const void *)(p - 3));
  __m256i pairs = _mm256_and_si256(
      _mm256_and_si256(
          _mm256_shuffle_epi8(first_high, _mm256_and_si256(_mm256_srli_epi16(one, 4), nibble)),
          _mm256_shuffle_epi8(first_low, _mm256_and_si256(one, nibble))),
      _mm256_shuffle_epi8(second_high, _mm256_and_si256(_mm256_srli_epi16(v, 4), nibble)));
  /* The third byte of three or four and the fourth of four must be second continuations. */
  __m256i third = _mm256_subs_epu8(two, _mm256_set1_epi8((char)(0xE0 - 0x80)));
  __m256i fourth = _mm256_subs_epu8(three, _mm256_set1_epi8((char)(0xF0 - 0x80)));
  __m256i must = _mm256_and_si256(_mm256_or_si256(third, fourth), _mm256_set1_epi8((char)0x80));
  return _mm256_xor_si256(must, pairs);
}

#define OS_MASK(vector) ((uint64_t)(uint32_t)_mm256_movemask_epi8(vector))
#define OS_BOTH(a, b) (OS_MASK(a) | OS_MASK(b) << 32)

OS_INLINE bool os_masks_of(const uint8_t *p, os_marks marks, uint64_t high, os_masks *m) {
  const __m256i quote = _mm256_set1_epi8((char)marks.quote), line = _mm256_set1_epi8('\n');
  const __m256i separator = _mm256_set1_epi8((char)marks.separator);
  const __m256i zero = _mm256_setzero_si256();
  __m256i a = _mm256_loadu_si256((const __m256i *)(const void *)p);
  __m256i b = _mm256_loadu_si256((const __m256i *)(const void *)(p + 32));
  m->quote = OS_BOTH(_mm256_cmpeq_epi8(a, quote), _mm256_cmpeq_epi8(b, quote));
  m->separator = OS_BOTH(_mm256_cmpeq_epi8(a, separator), _mm256_cmpeq_epi8(b, separator));
  m->line = OS_BOTH(_mm256_cmpeq_epi8(a, line), _mm256_cmpeq_epi8(b, line));
  if (marks.cr) {
    const __m256i cr = _mm256_set1_epi8('\r');
    m->line |= OS_BOTH(_mm256_cmpeq_epi8(a, cr), _mm256_cmpeq_epi8(b, cr));
  }
  m->high = OS_BOTH(a, b);
  __m256i bad = _mm256_cmpeq_epi8(_mm256_min_epu8(a, b), zero); /* a NUL in either half */
  if (m->high | high) {
    bad = _mm256_or_si256(bad, _mm256_or_si256(os_utf8_errors(p), os_utf8_errors(p + 32)));
  }
  return _mm256_testz_si256(bad, bad);
}

OS_INLINE void os_emit(uint32_t *out, uint64_t bits, size_t count, uint32_t base) {
  for (size_t i = 0; i < count; i += 8, out += 8) {
    for (size_t k = 0; k < 8; k++) {
      out[k] = base + (uint32_t)_tzcnt_u64(bits);
      bits = _blsr_u64(bits);
    }
  }
}

#define OS_KERNEL os_scan_steps_avx2
#include "scan_kernel.h"
#else
typedef int os_no_avx2; /* a translation unit may not be empty */
#endif
