/* scan_utf8.h: tables for checking UTF-8 with vectors; private to scan_avx*.c. An error bit that three
** look-ups share (of the high and the low nibble of a byte and the high nibble of the next) is an
** error (Keiser and Lemire, "Validating UTF-8 in less than one instruction per byte", 2021). */
#ifndef OS_SCAN_UTF8_H
#define OS_SCAN_UTF8_H

enum {
  SHORT = 1,      /* a lead byte and no continuation behind it */
  LONG = 2,       /* a continuation behind ASCII */
  OVER3 = 4,      /* E0 80..9F */
  LARGE = 8,      /* F4 90..BF and above */
  SURROGATE = 16, /* ED A0..BF */
  OVER2 = 32,     /* C0, C1 */
  LARGE8 = 64,    /* F5 80..8F and above */
  OVER4 = 64,     /* F0 80..8F */
  TWO = 128,      /* two continuations: right only in longer sequences */
  ANY = SHORT | LONG | TWO
};

#define C(x) ((char)(x))
#define OS_FIRST_HIGH \
  LONG, LONG, LONG, LONG, LONG, LONG, LONG, LONG, C(TWO), C(TWO), C(TWO), C(TWO), \
  SHORT | OVER2, SHORT, SHORT | OVER3 | SURROGATE, SHORT | LARGE | LARGE8 | OVER4
#define OS_FIRST_LOW \
  C(ANY | OVER3 | OVER2 | OVER4), C(ANY | OVER2), C(ANY), C(ANY), C(ANY | LARGE), \
  C(ANY | LARGE | LARGE8), C(ANY | LARGE | LARGE8), C(ANY | LARGE | LARGE8), \
  C(ANY | LARGE | LARGE8), C(ANY | LARGE | LARGE8), C(ANY | LARGE | LARGE8), \
  C(ANY | LARGE | LARGE8), C(ANY | LARGE | LARGE8), C(ANY | LARGE | LARGE8 | SURROGATE), \
  C(ANY | LARGE | LARGE8), C(ANY | LARGE | LARGE8)
#define OS_SECOND_HIGH \
  SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, SHORT, \
  C(LONG | OVER2 | TWO | OVER3 | LARGE8 | OVER4), C(LONG | OVER2 | TWO | OVER3 | LARGE), \
  C(LONG | OVER2 | TWO | SURROGATE | LARGE), C(LONG | OVER2 | TWO | SURROGATE | LARGE), \
  SHORT, SHORT, SHORT, SHORT

#endif
