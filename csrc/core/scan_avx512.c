/* scan_avx512.c: the scanner on 64-byte vectors: a step is one of them. */
#include "scan_variants.h"

#if defined(__x86_64__)
#include <immintrin.h>

#include "scan_utf8.h"

#define OS_TARGET \
  __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi,avx512vbmi2,pclmul,popcnt,bmi")))
#define OS_INLINE static inline __attribute__((always_inline)) OS_TARGET

/* Multiplying by all ones without carries gives the parity of all lower bits in every bit. */
OS_INLINE uint64_t os_prefix_xor(uint64_t x) {
  __m128i product = _mm_clmulepi64_si128(_mm_set_epi64x(0, (int64_t)x), _mm_set1_epi8(-1), 0);
  return (uint64_t)_mm_cvtsi128_si64(product);
}

#define OS_TABLE(...) _mm512_broadcast_i32x4(_mm_setr_epi8(__VA_ARGS__))
#define OS_LOAD(p) _mm512_loadu_si512((const void *)(p))

/* Vectors that the compiler would make anew in every step, did it know what they hold. */
typedef struct os_vectors {
  __m512i quote, separator, line, nibble, first_high, first_low, second_high, third, fourth, top;
  bool cr;
} os_vectors;
#define OS_CONSTANTS os_vectors
#define OS_OPAQUE(vector) __asm__("" : "+v"(vector))

OS_INLINE os_vectors os_constants_of(os_marks marks) {
  os_vectors v = {
      .quote = _mm512_set1_epi8((char)marks.quote),
      .separator = _mm512_set1_epi8((char)marks.separator),
      .line = _mm512_set1_epi8('\n'),
      .nibble = _mm512_set1_epi8(0x0F),
      .first_high = OS_TABLE(OS_FIRST_HIGH),
      .first_low = OS_TABLE(OS_FIRST_LOW),
      .second_high = OS_TABLE(OS_SECOND_HIGH),
      .third = _mm512_set1_epi8((char)(0xE0 - 0x80)),
      .fourth = _mm512_set1_epi8((char)(0xF0 - 0x80)),
      .top = _mm512_set1_epi8((char)0x80),
      .cr = marks.cr,
  };
  OS_OPAQUE(v.quote);
  OS_OPAQUE(v.separator);
  OS_OPAQUE(v.line);
  OS_OPAQUE(v.nibble);
  OS_OPAQUE(v.first_high);
  OS_OPAQUE(v.first_low);
  OS_OPAQUE(v.second_high);
  OS_OPAQUE(v.third);
  OS_OPAQUE(v.fourth);
  OS_OPAQUE(v.top);
  return v;
}

OS_INLINE __mmask64 os_utf8_errors(const uint8_t *p, const os_vectors *c) {
  const __m512i nibble = c->nibble;
  __m512i v = OS_LOAD(p), one = OS_LOAD(p - 1), two = OS_LOAD(p - 2), three = OS_LOAD(p - 3);
  __m512i pairs = _mm512_and_si512(
      _mm512_and_si512(
          _mm512_shuffle_epi8(c->first_high, _mm512_and_si512(_mm512_srli_epi16(one, 4), nibble)),
          _mm512_shuffle_epi8(c->first_low, _mm512_and_si512(one, nibble))),
      _mm512_shuffle_epi8(c->second_high, _mm512_and_si512(_mm512_srli_epi16(v, 4), nibble)));
  /* The third byte of three or four and the fourth of four must be second continuations. */
  __m512i third = _mm512_subs_epu8(two, c->third);
  __m512i fourth = _mm512_subs_epu8(three, c->fourth);
  __m512i must = _mm512_and_si512(_mm512_or_si512(third, fourth), c->top);
  __m512i wrong = _mm512_xor_si512(must, pairs);
  return _mm512_test_epi8_mask(wrong, wrong);
}

OS_INLINE bool os_masks_of(const uint8_t *p, os_vectors c, uint64_t high, os_masks *m) {
  __m512i v = OS_LOAD(p);
  m->quote = _mm512_cmpeq_epi8_mask(v, c.quote);
  m->separator = _mm512_cmpeq_epi8_mask(v, c.separator);
  m->line = _mm512_cmpeq_epi8_mask(v, c.line);
  if (c.cr) m->line |= _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\r'));
  m->high = _mm512_movepi8_mask(v);
  if (_mm512_testn_epi8_mask(v, v)) return false; /* a NUL */
  return !(m->high | high) || !os_utf8_errors(p, &c);
}

/* The places of the bits, pressed together, sixteen at a time. */
OS_INLINE void os_emit(uint32_t *out, uint64_t bits, size_t count, uint32_t base) {
  const __m512i places = _mm512_set_epi8(
      63, 62, 61, 60, 59, 58, 57, 56, 55, 54, 53, 52, 51, 50, 49, 48, 47, 46, 45, 44, 43, 42, 41, 40,
      39, 38, 37, 36, 35, 34, 33, 32, 31, 30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20, 19, 18, 17, 16,
      15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0);
  const __m512i from = _mm512_set1_epi32((int)base);
  __m512i packed = _mm512_maskz_compress_epi8(bits, places);
  for (size_t i = 0; i < count; i += 16) {
    __m512i wide = _mm512_cvtepu8_epi32(_mm512_castsi512_si128(packed));
    _mm512_storeu_si512((void *)(out + i), _mm512_add_epi32(wide, from));
    packed = _mm512_shuffle_i32x4(packed, packed, 0x39); /* the next sixteen come to the front */
  }
}

#define OS_KERNEL os_scan_steps_avx512
#include "scan_kernel.h"
#else
typedef int os_no_avx512; /* a translation unit may not be empty */
#endif
