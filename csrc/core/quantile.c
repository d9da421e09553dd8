/* quantile.c: quantiles as R computes them, and the deviation from the median, by selection. Values
** become unsigned numbers in their order. */
#include <math.h>
#include <string.h>

#include "aggregate.h"
#include "float.h"
#include "select.h"

/* Turning the sign bit gives signed numbers unsigned order, and gives them back. */
#define SIGN_16 (UINT16_C(1) << 15)
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
    case 2: TURN(uint16_t, SIGN_16); break;
    case 4: TURN(uint32_t, SIGN_32); break;
    case 8: TURN(uint64_t, SIGN_64); break;
    default: TURN(os_uwide, SIGN_WIDE); break;
  }
}

static double between_doubles(double a, double b, double part) {
  if (part == 0 || a == b) return a;
  return part == 1 ? b : (1 - part) * a + part * b;
}

/* Exact but for one rounding at the values themselves and halfway between them. */
static double between_wides(os_wide a, os_wide b, double part, unsigned scale) {
  os_wide sum;
  if (part == 0 || a == b) return os_float_from_decimal(a, scale);
  if (part == 0.5 && scale <= 18 && !__builtin_add_overflow(a, b, &sum)) {
    return os_float_ratio(sum, 2 * os_agg_pow10(scale));
  }
  double low = os_float_from_decimal(a, scale), high = os_float_from_decimal(b, scale);
  return between_doubles(low, high, part);
}

/* Where among n > 0 values the quantile lies: from rank *k (from 0) a part of the way to the next.
** Step by step what R does (stats:::quantile.default), roundings included. */
static void locate(size_t n, double p, unsigned type, size_t *k, double *part) {
  static const double a[] = {0, 0.5, 0, 1, 1.0 / 3, 3.0 / 8}, b[] = {1, 0.5, 0, 1, 1.0 / 3, 3.0 / 8};
  double size = (double)n, at, j;
  if (type <= 3) {
    at = type == 3 ? size * p - 0.5 : size * p;
    j = floor(at);
    *part = at > j ? 1 : 0;
    if (type == 2) *part = (*part + 1) / 2;
    if (type == 3) *part = at != j || fmod(j, 2) != 0 ? 1 : 0;
  } else if (type == 7) {
    at = 1 + (size - 1) * p;
    j = floor(at);
    *part = at - j;
  } else {
    const double fuzz = 4 * 0x1p-52;
    at = a[type - 4] + p * (size + 1 - a[type - 4] - b[type - 4]);
    j = floor(at + fuzz);
    *part = at - j;
    if (fabs(*part) < fuzz) *part = 0;
  }
  if (j < 1 || j >= size) *part = 0;
  *k = j < 1 ? 0 : j >= size ? n - 1 : (size_t)j - 1;
}

/* The quantile of the n > 0 values from `lo` on. */
static double quantile(const os_agg_job *job, const os_buckets *buckets, size_t lo, size_t n,
                       double p) {
  size_t k;
  double part;
  locate(n, p, job->type, &k, &part);
  unsigned scale = job->col->scale;
  if (buckets->width == 2) {
    uint16_t b, a = os_select_16((uint16_t *)buckets->values + lo, n, k, &b);
    return between_wides((int16_t)(a ^ SIGN_16), (int16_t)(b ^ SIGN_16), part, scale);
  }
  if (buckets->width == 4) {
    uint32_t b, a = os_select_32((uint32_t *)buckets->values + lo, n, k, &b);
    return between_wides((int32_t)(a ^ SIGN_32), (int32_t)(b ^ SIGN_32), part, scale);
  }
  if (buckets->width == 16) {
    os_uwide b, a = os_select_wide((os_uwide *)buckets->values + lo, n, k, &b);
    return between_wides((os_wide)(a ^ SIGN_WIDE), (os_wide)(b ^ SIGN_WIDE), part, scale);
  }
  uint64_t b, a = os_select_64((uint64_t *)buckets->values + lo, n, k, &b);
  if (job->col->type == OS_NUMBER) return between_doubles(key_double(a), key_double(b), part);
  return between_wides((int64_t)(a ^ SIGN_64), (int64_t)(b ^ SIGN_64), part, scale);
}

/* Room for the values of the largest group. */
static void *spare_values(const os_agg_job *job, const os_buckets *buckets, unsigned width,
                          size_t *bytes) {
  size_t most = 1;
  for (size_t g = 0, lo = 0; g < buckets->groups; lo = buckets->end[g++]) {
    if (buckets->end[g] - lo > most) most = buckets->end[g] - lo;
  }
  *bytes = most * width;
  return os_alloc(&job->mem, most, width);
}

/* The upper quartile less the lower one. Selection loses values, so the second one has a copy. */
static double range_between(const os_agg_job *job, const os_buckets *buckets, size_t lo, size_t n,
                            void *spare) {
  os_buckets copy = *buckets;
  copy.values = spare;
  memcpy(spare, (const char *)buckets->values + lo * buckets->width, n * buckets->width);
  return quantile(job, buckets, lo, n, 0.75) - quantile(job, &copy, 0, n, 0.25);
}

os_status os_agg_quantile(const os_agg_job *job, double *number, uint8_t *present) {
  os_buckets buckets;
  size_t bytes = 0;
  void *spare = NULL;
  os_status status = os_buckets_init(job, &buckets);
  if (status) return status;
  if (job->what == OS_AGG_IQR) {
    spare = spare_values(job, &buckets, buckets.width, &bytes);
    if (!spare) status = OS_NOMEM;
  }
  if (!status) make_unsigned(job, &buckets);
  for (size_t g = 0, lo = 0; !status && g < buckets.groups; lo = buckets.end[g++]) {
    size_t n = buckets.end[g] - lo;
    present[g] = n > 0;
    if (n == 0) continue;
    number[g] = spare ? range_between(job, &buckets, lo, n, spare)
                      : quantile(job, &buckets, lo, n, job->p);
  }
  os_free(&job->mem, spare, bytes);
  os_buckets_clear(&job->mem, &buckets);
  return status;
}

/* ---- the median of the deviations from the median ---- */

static double middle(uint64_t *keys, size_t n) {
  uint64_t high, low = os_select_64(keys, n, (n - 1) / 2, &high);
  return between_doubles(key_double(low), key_double(high), n % 2 ? 0 : 0.5);
}

static double mad_of_numbers(const double *x, uint64_t *keys, size_t n) {
  for (size_t i = 0; i < n; i++) keys[i] = os_double_key(x[i]);
  double median = middle(keys, n);
  for (size_t i = 0; i < n; i++) keys[i] = os_double_key(fabs(x[i] - median));
  return middle(keys, n);
}

/* Exact in whole numbers: where the median is (low + high) / 2, a deviation is half of
** |2 (x - low) - (high - low)|. False if one outgrows the type. */
#define DEFINE_MAD(name, T, S, U, SIGN, select)                                                    \
  static bool name(const T *x, U *far, size_t n, unsigned scale, double *mad) {                    \
    U low, high, first, second;                                                                    \
    S gap, twice, d;                                                                               \
    bool fits = true;                                                                              \
    for (size_t i = 0; i < n; i++) far[i] = (U)(S)x[i] ^ (SIGN);                                   \
    low = select(far, n, (n - 1) / 2, &high);                                                      \
    if (n % 2) high = low;                                                                         \
    low ^= (SIGN);                                                                                 \
    fits = !__builtin_sub_overflow((S)(high ^ (SIGN)), (S)low, &gap);                              \
    for (size_t i = 0; fits && i < n; i++) {                                                       \
      fits = !__builtin_sub_overflow((S)x[i], (S)low, &d) &&                                       \
             !__builtin_mul_overflow(d, 2, &twice) && !__builtin_sub_overflow(twice, gap, &d);     \
      far[i] = d < 0 ? 0 - (U)d : (U)d;                                                            \
    }                                                                                              \
    if (!fits) return false;                                                                       \
    first = select(far, n, (n - 1) / 2, &second);                                                  \
    if (n % 2) second = first;                                                                     \
    *mad = os_agg_mean((os_wide)first + (os_wide)(second - first) / 2, scale, 2);                  \
    if ((second - first) % 2) *mad = os_agg_mean((os_wide)first + (os_wide)second, scale, 4);      \
    return true;                                                                                   \
  }

DEFINE_MAD(mad_narrow, int32_t, int64_t, uint64_t, SIGN_64, os_select_64)
DEFINE_MAD(mad_64, int64_t, os_wide, os_uwide, SIGN_WIDE, os_select_wide)
DEFINE_MAD(mad_wide, os_wide, os_wide, os_uwide, SIGN_WIDE, os_select_wide)

static double mad_of_group(const os_agg_job *job, const os_buckets *buckets, size_t lo, size_t n,
                           void *spare) {
  double mad = 0;
  unsigned scale = job->col->scale;
  bool done = false;
  if (job->col->type == OS_NUMBER) {
    return mad_of_numbers((const double *)buckets->values + lo, spare, n);
  } else if (buckets->width == 4) {
    done = mad_narrow((const int32_t *)buckets->values + lo, spare, n, scale, &mad);
  } else if (buckets->width == 8) {
    done = mad_64((const int64_t *)buckets->values + lo, spare, n, scale, &mad);
  } else {
    done = mad_wide((const os_wide *)buckets->values + lo, spare, n, scale, &mad);
  }
  if (!done) { /* values of 128 bits, further apart than that */
    double *x = (double *)spare;
    for (size_t i = 0; i < n; i++) x[i] = os_bucket_double(job, buckets, lo + i);
    mad = mad_of_numbers(x, (uint64_t *)spare + n, n);
    for (; scale > 0; scale--) mad /= 10;
  }
  return mad;
}

os_status os_agg_mad(const os_agg_job *job, double *number, uint8_t *present) {
  os_buckets buckets;
  size_t bytes = 0;
  os_status status = os_buckets_init(job, &buckets);
  if (status) return status;
  void *spare = spare_values(job, &buckets, buckets.width < 8 ? 8 : 16, &bytes);
  if (!spare) status = OS_NOMEM;
  for (size_t g = 0, lo = 0; !status && g < buckets.groups; lo = buckets.end[g++]) {
    size_t n = buckets.end[g] - lo;
    present[g] = n > 0;
    if (n > 0) number[g] = mad_of_group(job, &buckets, lo, n, spare);
  }
  os_free(&job->mem, spare, bytes);
  os_buckets_clear(&job->mem, &buckets);
  return status;
}
