/* sort.h: sorting of keys that carry a number along, and of texts. */
#ifndef OS_SORT_H
#define OS_SORT_H

#include "column.h"

typedef struct os_pair {
  uint64_t key;
  uint32_t id;
} os_pair;

/* Ascending by key, stable. `spare` has room for count pairs; what it holds afterwards is noise. Takes
** no memory: `mem` is watched. When stopped, the pairs are of no use. */
os_status os_sort_pairs(const os_mem *mem, os_pair *pairs, os_pair *spare, size_t count);

/* Ranks texts of a column (dictionary entries, or rows of a plain one): rank[i] is the place of
** text entries[i] (of text i, without entries) among the different texts, in the order of their
** bytes. *distinct is the number of different texts. */
os_status os_rank_texts(const os_mem *mem, const os_column *col, const uint32_t *entries,
                        size_t count, uint32_t *rank, uint32_t *distinct);

#endif
