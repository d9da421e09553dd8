/* select.c: see select.h. Each pass spreads the values over buckets between their least and greatest
** and keeps the bucket that holds the wanted rank, so that the range shrinks by the number of
** buckets: the time is linear for any input. */
#include "select.h"

#include <string.h>

#define FEW 24      /* sorted by insertion */
#define BUCKETS 256 /* a pass */

#define DEFINE_SELECT(name, U)                                                     \
  U name(U *x, size_t n, size_t k, U *next) {                                      \
    U beyond = 0;               /* the least value that fell off above */          \
    bool any_beyond = false;                                                       \
    while (n > FEW) {                                                              \
      U lo = x[0], hi = x[0];                                                      \
      for (size_t i = 1; i < n; i++) {                                             \
        lo = x[i] < lo ? x[i] : lo;                                                \
        hi = x[i] > hi ? x[i] : hi;                                                \
      }                                                                            \
      if (lo == hi) break;                                                         \
      unsigned shift = 0;                                                          \
      while (((U)(hi - lo) >> shift) >= BUCKETS) shift++;                          \
      uint32_t size[BUCKETS] = {0};                                                \
      for (size_t i = 0; i < n; i++) size[(size_t)((U)(x[i] - lo) >> shift)]++;    \
      size_t b = 0;                                                                \
      while (k >= size[b]) k -= size[b++];                                         \
      if (k + 1 == size[b]) {   /* its successor is in a later bucket */           \
        for (size_t i = 0; i < n; i++) {                                           \
          if ((size_t)((U)(x[i] - lo) >> shift) <= b) continue;                    \
          if (!any_beyond || x[i] < beyond) beyond = x[i];                         \
          any_beyond = true;                                                       \
        }                                                                          \
      }                                                                            \
      size_t kept = 0;                                                             \
      for (size_t i = 0; i < n; i++) {                                             \
        U v = x[i];                                                                \
        x[kept] = v;            /* never ahead of the reading */                   \
        kept += (size_t)((U)(v - lo) >> shift) == b;                               \
      }                                                                            \
      n = kept;                                                                    \
    }                                                                              \
    if (n <= FEW) {                                                                \
      for (size_t i = 1; i < n; i++) {                                             \
        U v = x[i];                                                                \
        size_t j = i;                                                              \
        for (; j > 0 && x[j - 1] > v; j--) x[j] = x[j - 1];                        \
        x[j] = v;                                                                  \
      }                                                                            \
    }                                                                              \
    *next = k + 1 < n ? x[k + 1] : any_beyond ? beyond : x[k];                     \
    return x[k];                                                                   \
  }

DEFINE_SELECT(os_select_16, uint16_t)
DEFINE_SELECT(os_select_32, uint32_t)
DEFINE_SELECT(os_select_64, uint64_t)
DEFINE_SELECT(os_select_wide, os_uwide)

/* One pass a byte that differs anywhere, from the lowest. */
void os_sort_64(uint64_t *x, uint64_t *spare, size_t n) {
  uint64_t *from = x, *to = spare, any = 0;
  if (n <= FEW) {
    for (size_t i = 1; i < n; i++) {
      uint64_t v = x[i];
      size_t j = i;
      for (; j > 0 && x[j - 1] > v; j--) x[j] = x[j - 1];
      x[j] = v;
    }
    return;
  }
  for (size_t i = 1; i < n; i++) any |= x[i] ^ x[0];
  for (unsigned shift = 0; shift < 64; shift += 8) {
    if ((any >> shift & 0xFF) == 0) continue;
    size_t start[257] = {0};
    for (size_t i = 0; i < n; i++) start[(from[i] >> shift & 0xFF) + 1]++;
    for (unsigned d = 0; d < 256; d++) start[d + 1] += start[d];
    for (size_t i = 0; i < n; i++) to[start[from[i] >> shift & 0xFF]++] = from[i];
    uint64_t *swap = from;
    from = to;
    to = swap;
  }
  if (from != x) memcpy(x, from, n * sizeof *x);
}
