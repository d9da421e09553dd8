/* hash.h: hashes for tables that live in memory only (they differ between byte orders). */
#ifndef OS_HASH_H
#define OS_HASH_H

#include "mem.h"

#include <string.h>

/* The 128-bit product folded to 64. The operands go in again, so that a zero in one of them (easily
** arranged by who knows the constants) does not wipe out the other. */
static inline uint64_t os_hash_fold(uint64_t a, uint64_t b) {
  os_uwide product = (os_uwide)a * b;
  return a ^ b ^ (uint64_t)product ^ (uint64_t)(product >> 64);
}

static inline uint64_t os_hash_load8(const uint8_t *p) {
  uint64_t v;
  memcpy(&v, p, 8);
  return v;
}

static inline uint64_t os_hash_load4(const uint8_t *p) {
  uint32_t v;
  memcpy(&v, p, 4);
  return v;
}

#define OS_HASH_1 UINT64_C(0x9E3779B97F4A7C15)
#define OS_HASH_2 UINT64_C(0xD1B54A32D192ED03)
#define OS_HASH_3 UINT64_C(0x8CB92BA72F3D8DD7)

/* All bits of the result depend on all bits of v. */
static inline uint64_t os_hash_int(uint64_t v) {
  v ^= v >> 32;
  v *= OS_HASH_1;
  v ^= v >> 29;
  v *= OS_HASH_2;
  return v ^ v >> 32;
}

static inline uint64_t os_hash_pair(uint64_t a, uint64_t b) {
  return os_hash_int(os_hash_fold(a ^ OS_HASH_1, b ^ OS_HASH_2));
}

/* Up to 16 bytes are two overlapping words; longer strings go by 16 and end in the last 16. */
static inline uint64_t os_hash_bytes(const void *data, size_t len) {
  const uint8_t *p = (const uint8_t *)data;
  uint64_t seed = OS_HASH_3 ^ (uint64_t)len, a = 0, b = 0;
  if (len <= 16) {
    if (len >= 8) {
      a = os_hash_load8(p);
      b = os_hash_load8(p + len - 8);
    } else if (len >= 4) {
      a = os_hash_load4(p);
      b = os_hash_load4(p + len - 4);
    } else if (len > 0) {
      a = (uint64_t)p[0] << 16 | (uint64_t)p[len >> 1] << 8 | p[len - 1];
    }
  } else {
    size_t left = len;
    do {
      seed = os_hash_fold(os_hash_load8(p) ^ OS_HASH_1, os_hash_load8(p + 8) ^ seed);
      p += 16;
      left -= 16;
    } while (left > 16);
    a = os_hash_load8(p + left - 16);
    b = os_hash_load8(p + left - 8);
  }
  return os_hash_fold(seed ^ OS_HASH_2, os_hash_fold(a ^ OS_HASH_1, b ^ seed));
}

/* Texts of up to 32 bytes as four words, the rest of them zero: hashed and compared without a branch
** on their length. */
#define OS_SHORT_TEXT 32
typedef struct os_words4 {
  uint64_t word[4];
} os_words4;

/* OS_SHORT_TEXT bytes from p on must be readable. */
static inline os_words4 os_short_load(const void *p, size_t len) {
  static const uint8_t window[2 * OS_SHORT_TEXT] = {
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
      255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255};
  const uint8_t *bytes = (const uint8_t *)p, *mask = window + OS_SHORT_TEXT - len;
  os_words4 words = {{os_hash_load8(bytes) & os_hash_load8(mask),
                      os_hash_load8(bytes + 8) & os_hash_load8(mask + 8),
                      os_hash_load8(bytes + 16) & os_hash_load8(mask + 16),
                      os_hash_load8(bytes + 24) & os_hash_load8(mask + 24)}};
  return words;
}

static inline os_words4 os_short_copy(const void *p, size_t len) {
  os_words4 words = {{0, 0, 0, 0}};
  if (len) memcpy(&words, p, len);
  return words;
}

static inline uint64_t os_short_hash(const os_words4 *words, size_t len) {
  const uint64_t *w = words->word;
  uint64_t low = os_hash_fold(w[0] ^ OS_HASH_1, w[1] ^ OS_HASH_2);
  uint64_t high = os_hash_fold(w[2] ^ OS_HASH_2, w[3] ^ OS_HASH_3 ^ (uint64_t)len);
  return os_hash_fold(low ^ OS_HASH_3, high);
}

static inline bool os_short_same(const os_words4 *a, const os_words4 *b) {
  return !((a->word[0] ^ b->word[0]) | (a->word[1] ^ b->word[1]) | (a->word[2] ^ b->word[2]) |
           (a->word[3] ^ b->word[3]));
}

/* An open-addressed table from hashes to codes 0, 1, 2, ... that the caller hands out. A slot holds
** 32 bits of the hash and the code plus 1 (0: free), so that growing never looks at the keys. */
typedef struct os_table {
  uint64_t *slots;
  size_t size; /* a power of 2 */
  size_t used;
} os_table;

#define OS_TABLE_NONE UINT32_MAX

static inline os_status os_table_init(const os_mem *mem, os_table *table, size_t expected) {
  size_t size = 64;
  while (size / 2 < expected && size < ((size_t)1 << 31)) size *= 2;
  table->slots = (uint64_t *)os_alloc_zero(mem, size, sizeof *table->slots);
  table->size = table->slots ? size : 0;
  table->used = 0;
  return table->slots ? OS_OK : OS_NOMEM;
}

static inline void os_table_free(const os_mem *mem, os_table *table) {
  os_free(mem, table->slots, table->size * sizeof *table->slots);
  table->slots = NULL;
  table->size = table->used = 0;
}

/* Where the search for a hash begins. */
static inline size_t os_table_start(const os_table *table, uint64_t hash) {
  return (size_t)(hash >> 32) & (table->size - 1);
}

/* The code of the next candidate at or after slot *at, which moves there; OS_TABLE_NONE at the free
** slot where the hash belongs. The caller compares keys, and looks further from *at + 1. */
static inline uint32_t os_table_next(const os_table *table, uint64_t hash, size_t *at) {
  size_t mask = table->size - 1, i = *at & mask;
  while (table->slots[i] && table->slots[i] >> 32 != hash >> 32) i = (i + 1) & mask;
  *at = i;
  return (uint32_t)table->slots[i] - 1;
}

/* Enters a code at the free slot that os_table_next found. */
static inline os_status os_table_put(const os_mem *mem, os_table *table, uint64_t hash, size_t at,
                                     uint32_t code) {
  table->slots[at] = (hash >> 32) << 32 | (code + 1);
  if (++table->used <= table->size / 2) return OS_OK;
  /* Half full: double, while 32 bits of hash can tell the slots apart. */
  if (table->size > UINT32_MAX) return table->used < table->size ? OS_OK : OS_NOMEM;
  size_t mask = table->size * 2 - 1;
  uint64_t *slots = (uint64_t *)os_alloc_zero(mem, mask + 1, sizeof *slots);
  if (!slots) return OS_NOMEM;
  for (size_t i = 0; i < table->size; i++) {
    if (!table->slots[i]) continue;
    size_t j = (size_t)(table->slots[i] >> 32) & mask;
    while (slots[j]) j = (j + 1) & mask;
    slots[j] = table->slots[i];
  }
  os_free(mem, table->slots, table->size * sizeof *slots);
  table->slots = slots;
  table->size = mask + 1;
  return OS_OK;
}

#endif
