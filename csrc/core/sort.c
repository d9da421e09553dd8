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
os_status os_sort_pairs(const os_mem *mem, os_pair *pairs, os_pair *spare, size_t count) {
  if (count <= FEW_PAIRS) {
    insertion_sort(pairs, count);
    return OS_OK;
  }
  uint64_t all = pairs[0].key, any = pairs[0].key;
  bool sorted = true;
  for (size_t i = 1; i < count; i++) {
    all &= pairs[i].key;
    any |= pairs[i].key;
    sorted &= pairs[i - 1].key <= pairs[i].key;
  }
  if (sorted) return OS_OK;
  os_pair *from = pairs, *to = spare;
  for (unsigned shift = 0; shift < 64; shift += 8) {
    if (((all ^ any) >> shift & 0xFF) == 0) continue;
    if (count > OS_WATCHED_ITEMS && os_watched(mem)) return os_watched(mem);
    size_t start[257] = {0};
    for (size_t i = 0; i < count; i++) start[(from[i].key >> shift & 0xFF) + 1]++;
    for (unsigned d = 0; d < 256; d++) start[d + 1] += start[d];
    for (size_t i = 0; i < count; i++) to[start[from[i].key >> shift & 0xFF]++] = from[i];
    os_pair *swap = from;
    from = to;
    to = swap;
  }
  if (from != pairs) memcpy(pairs, from, count * sizeof *pairs);
  return OS_OK;
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

/* The length of the prefix that the texts of the pairs share; they are known to share `shared`. */
static size_t common_prefix(const text_list *list, const os_pair *pairs, size_t count,
                            size_t known) {
  os_text first = text_item(list, pairs[0].id);
  size_t shared = first.len;
  for (size_t i = 1; shared > known && i < count; i++) {
    os_text text = text_item(list, pairs[i].id);
    if (text.len < shared) shared = text.len;
    if (memcmp(first.ptr + known, text.ptr + known, shared - known) == 0) continue;
    size_t same = known;
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
static os_status merge_sort(const os_mem *mem, const text_list *list, os_pair *run,
                            os_pair *spare, size_t count) {
  os_pair *from = run, *to = spare;
  size_t merged = 0;
  for (size_t width = 1; width < count; width *= 2) {
    for (size_t lo = 0; lo < count; lo += 2 * width) {
      merged += 2 * width;
      if (merged > OS_WATCHED_ITEMS) {
        if (os_watched(mem)) return os_watched(mem);
        merged = 0;
      }
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
  return OS_OK;
}

/* Texts that still share so much are merged: the depth of sort_run has to end somewhere. */
#define DEEPEST ((size_t)1 << 12)

/* Sorts a run of texts that share `skip` bytes: by the next eight of them, then each run of equal ones
** in the same way. So every text is read once for eight bytes, however many share them. */
static os_status sort_run(const os_mem *mem, const text_list *list, os_pair *pairs, os_pair *spare,
                          size_t count, size_t skip) {
  if (count > OS_WATCHED_ITEMS && os_watched(mem)) return os_watched(mem);
  if (count <= 3 || skip > DEEPEST) return merge_sort(mem, list, pairs, spare, count);
  skip = common_prefix(list, pairs, count, skip);
  for (size_t i = 0; i < count; i++) {
    pairs[i].key = text_key(text_item(list, pairs[i].id), skip);
    if (i % OS_WATCHED_ITEMS == OS_WATCHED_ITEMS - 1 && os_watched(mem)) return os_watched(mem);
  }
  os_status status = os_sort_pairs(mem, pairs, spare, count);
  for (size_t lo = 0, hi; !status && lo < count; lo = hi) {
    for (hi = lo + 1; hi < count && pairs[hi].key == pairs[lo].key;) hi++;
    if (hi - lo == 1) continue;
    /* A key that ends in a zero belongs to texts that end within it, or hold zeros themselves. */
    status = (pairs[lo].key & 0xFF) == 0
                 ? merge_sort(mem, list, pairs + lo, spare, hi - lo)
                 : sort_run(mem, list, pairs + lo, spare, hi - lo, skip + 8);
  }
  return status;
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
  for (size_t i = 0; i < count; i++) pairs[i].id = (uint32_t)i;
  os_status status = sort_run(mem, &list, pairs, pairs + count, count, 0);
  uint32_t place = 0;
  for (size_t i = 0; !status && i < count; i++) {
    if (i > 0 && (pairs[i - 1].key != pairs[i].key ||
                  compare_items(&list, pairs[i - 1].id, pairs[i].id) != 0)) {
      place++;
    }
    rank[pairs[i].id] = place;
  }
  *distinct = place + 1;
  os_free(mem, pairs, bytes);
  return status;
}
