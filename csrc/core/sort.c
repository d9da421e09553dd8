/* sort.c: see sort.h. */
#include "sort.h"

#include <string.h>

/* Up to here insertion beats the fixed cost of a radix sort. */
#define FEW_PAIRS 48

static void insertion_sort(os_pair *pairs, size_t count) {
  for (size_t i = 1; i < count; i++) {
    os_pair pair = pairs[i];
    size_t j = i;
    for (; j > 0 && pairs[j - 1].key > pair.key; j--) pairs[j] = pairs[j - 1];
    pairs[j] = pair;
  }
}

/* One pass a byte that differs anywhere, from the lowest. */
void os_sort_pairs(os_pair *pairs, os_pair *spare, size_t count) {
  if (count <= FEW_PAIRS) {
    insertion_sort(pairs, count);
    return;
  }
  uint64_t all = pairs[0].key, any = pairs[0].key;
  bool sorted = true;
  for (size_t i = 1; i < count; i++) {
    all &= pairs[i].key;
    any |= pairs[i].key;
    sorted &= pairs[i - 1].key <= pairs[i].key;
  }
  if (sorted) return;
  os_pair *from = pairs, *to = spare;
  for (unsigned shift = 0; shift < 64; shift += 8) {
    if (((all ^ any) >> shift & 0xFF) == 0) continue;
    size_t start[257] = {0};
    for (size_t i = 0; i < count; i++) start[(from[i].key >> shift & 0xFF) + 1]++;
    for (unsigned d = 0; d < 256; d++) start[d + 1] += start[d];
    for (size_t i = 0; i < count; i++) to[start[from[i].key >> shift & 0xFF]++] = from[i];
    os_pair *swap = from;
    from = to;
    to = swap;
  }
  if (from != pairs) memcpy(pairs, from, count * sizeof *pairs);
}

/* ---- texts ---- */

/* The texts to rank, by place in the caller's list. */
typedef struct text_list {
  const os_column *col;
  const uint32_t *entries; /* NULL: text i of the column is item i */
} text_list;

static os_text text_item(const text_list *list, size_t i) {
  return os_text_entry(list->col, list->entries ? list->entries[i] : i);
}

/* The length of the prefix that all the texts share. */
static size_t common_prefix(const text_list *list, size_t count) {
  os_text first = text_item(list, 0);
  size_t shared = first.len;
  for (size_t i = 1; shared > 0 && i < count; i++) {
    os_text text = text_item(list, i);
    if (text.len < shared) shared = text.len;
    if (shared > 0 && memcmp(first.ptr, text.ptr, shared) == 0) continue;
    size_t same = 0;
    while (same < shared && first.ptr[same] == text.ptr[same]) same++;
    shared = same;
  }
  return shared;
}

/* The 8 bytes behind the shared prefix as a number that sorts like them; a short text is padded
** with zeros, so texts with equal numbers still have to be compared. */
static uint64_t text_key(os_text text, size_t skip) {
  uint64_t key = 0;
  size_t len = text.len - skip < 8 ? text.len - skip : 8;
  for (size_t i = 0; i < len; i++) key |= (uint64_t)(uint8_t)text.ptr[skip + i] << (56 - 8 * i);
  return key;
}

static int compare_items(const text_list *list, uint32_t a, uint32_t b) {
  return os_text_compare(text_item(list, a), text_item(list, b));
}

/* A bottom-up merge sort by whole texts, for a run of equal keys. */
static void merge_sort(const text_list *list, os_pair *run, os_pair *spare, size_t count) {
  os_pair *from = run, *to = spare;
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t lo = 0; lo < count; lo += 2 * width) {
      size_t mid = count - lo > width ? lo + width : count;
      size_t hi = count - lo > 2 * width ? lo + 2 * width : count;
      size_t a = lo, b = mid, at = lo;
      while (a < mid && b < hi) {
        to[at++] = compare_items(list, from[a].id, from[b].id) > 0 ? from[b++] : from[a++];
      }
      while (a < mid) to[at++] = from[a++];
      while (b < hi) to[at++] = from[b++];
    }
    os_pair *swap = from;
    from = to;
    to = swap;
  }
  if (from != run) memcpy(run, from, count * sizeof *run);
}

static void sort_texts(const text_list *list, os_pair *pairs, os_pair *spare, size_t count) {
  size_t skip = common_prefix(list, count);
  for (size_t i = 0; i < count; i++) {
    pairs[i].key = text_key(text_item(list, i), skip);
    pairs[i].id = (uint32_t)i;
  }
  os_sort_pairs(pairs, spare, count);
  for (size_t lo = 0, hi; lo < count; lo = hi) {
    for (hi = lo + 1; hi < count && pairs[hi].key == pairs[lo].key;) hi++;
    if (hi - lo > 1) merge_sort(list, pairs + lo, spare, hi - lo);
  }
}

os_status os_rank_texts(const os_mem *mem, const os_column *col, const uint32_t *entries,
                        size_t count, uint32_t *rank, uint32_t *distinct) {
  *distinct = 0;
  if (count == 0) return OS_OK;
  size_t pairs_wanted, bytes;
  if (!os_mul(count, 2, &pairs_wanted)) return OS_NOMEM;
  if (!os_mul(pairs_wanted, sizeof(os_pair), &bytes)) return OS_NOMEM;
  os_pair *pairs = os_alloc(mem, bytes, 1);
  if (!pairs) return OS_NOMEM;
  text_list list = {col, entries};
  sort_texts(&list, pairs, pairs + count, count);
  uint32_t place = 0;
  for (size_t i = 0; i < count; i++) {
    if (i > 0 && (pairs[i - 1].key != pairs[i].key ||
                  compare_items(&list, pairs[i - 1].id, pairs[i].id) != 0)) {
      place++;
    }
    rank[pairs[i].id] = place;
  }
  *distinct = place + 1;
  os_free(mem, pairs, bytes);
  return OS_OK;
}
