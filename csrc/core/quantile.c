/* quantile.c: R's type 7, by selection instead of sorting. Values become unsigned numbers in their
** order; each pass spreads them over buckets between their least and greatest and keeps the bucket
** that holds the wanted rank, so that the range shrinks by the number of buckets: the time is
** linear for any input. */
#include <math.h>
#include <string.h>

#include "aggregate.h"
#include "float.h"
#include "keys.h"

#define FEW 24      /* sorted by insertion */
#define BUCKETS 256 /* a pass */

/* select(x, n, k, &next): the value of rank k (from 0) among x[0 .. n), and the one of rank k + 1
** (the same value when k is the last rank). Disturbs x. */
#define DEFINE_SELECT(name, U)                                                     \
  static U name(U *x, size_t n, size_t k, U *next) {                               \
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

DEFINE_SELECT(select_32, uint32_t)
DEFINE_SELECT(select_64, uint64_t)
DEFINE_SELECT(select_wide, os_uwide)

/* Turning the sign bit gives signed numbers unsigned order, and gives them back. */
#define SIGN_32 (UINT32_C(1) << 31)
#define SIGN_64 (UINT64_C(1) << 63)
#define SIGN_WIDE ((os_uwide)1 << 127)

#define TURN(U, SIGN)                                              \
  do {                                                             \
    U *x = buckets->values;                                        \
    for (size_t i = 0; i < buckets->total; i++) x[i] ^= (SIGN);    \
  } while (0)

static double key_double(uint64_t key) {
  double value;
  uint64_t bits = key >> 63 ? key ^ SIGN_64 : ~key;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static void make_unsigned(const os_agg_job *job, os_buckets *buckets) {
  if (job->col->type == OS_NUMBER) {
    /* In place, through memcpy: the doubles are gone afterwards. */
    for (size_t i = 0; i < buckets->total; i++) {
      unsigned char *at = (unsigned char *)buckets->values + i * sizeof(uint64_t);
      double value;
      memcpy(&value, at, sizeof value);
      uint64_t key = os_double_key(value);
      memcpy(at, &key, sizeof key);
    }
    return;
  }
  switch (buckets->width) {
    case 4: TURN(uint32_t, SIGN_32); break;
    case 8: TURN(uint64_t, SIGN_64); break;
    default: TURN(os_uwide, SIGN_WIDE); break;
  }
}

static double between_doubles(double a, double b, double part) {
  if (part == 0 || a == b) return a;
  return (1 - part) * a + part * b;
}

/* Exact but for one rounding at the value itself and halfway to the next. */
static double between_wides(os_wide a, os_wide b, double part, unsigned scale) {
  os_wide sum;
  if (part == 0 || a == b) return os_float_from_decimal(a, scale);
  if (part == 0.5 && scale <= 18 && !__builtin_add_overflow(a, b, &sum)) {
    return os_float_ratio(sum, 2 * os_agg_pow10(scale));
  }
  double low = os_float_from_decimal(a, scale), high = os_float_from_decimal(b, scale);
  return between_doubles(low, high, part);
}

/* The quantile of the n > 0 values from `lo` on. */
static double quantile(const os_agg_job *job, const os_buckets *buckets, size_t lo, size_t n) {
  double at = (double)(n - 1) * job->p;
  size_t k = (size_t)at;
  double part = at - (double)k;
  unsigned scale = job->col->scale;
  if (buckets->width == 4) {
    uint32_t b, a = select_32((uint32_t *)buckets->values + lo, n, k, &b);
    return between_wides((int32_t)(a ^ SIGN_32), (int32_t)(b ^ SIGN_32), part, scale);
  }
  if (buckets->width == 16) {
    os_uwide b, a = select_wide((os_uwide *)buckets->values + lo, n, k, &b);
    return between_wides((os_wide)(a ^ SIGN_WIDE), (os_wide)(b ^ SIGN_WIDE), part, scale);
  }
  uint64_t b, a = select_64((uint64_t *)buckets->values + lo, n, k, &b);
  if (job->col->type == OS_NUMBER) return between_doubles(key_double(a), key_double(b), part);
  return between_wides((int64_t)(a ^ SIGN_64), (int64_t)(b ^ SIGN_64), part, scale);
}

os_status os_agg_quantile(const os_agg_job *job, double *number, uint8_t *present) {
  os_buckets buckets;
  os_status status = os_buckets_init(job, &buckets);
  if (status) return status;
  make_unsigned(job, &buckets);
  for (size_t g = 0, lo = 0; g < buckets.groups; lo = buckets.end[g++]) {
    size_t n = buckets.end[g] - lo;
    present[g] = n > 0;
    if (n > 0) number[g] = quantile(job, &buckets, lo, n);
  }
  os_buckets_clear(&job->mem, &buckets);
  return OS_OK;
}
