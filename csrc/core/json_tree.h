/* json_tree.h: the keys that records have, and the keys within these: where a value stands. */
#ifndef OS_JSON_TREE_H
#define OS_JSON_TREE_H

#include "column.h"
#include "hash.h"

#define OS_JSON_NONE UINT32_MAX
#define OS_JSON_ROOT 0u
#define OS_JSON_KEY 1u /* of records that are members of an object: what they are called there */

typedef struct os_json_node {
  uint32_t parent;
  uint32_t length;  /* of the key */
  uint64_t key;     /* where it stands in keys */
  uint32_t first;   /* the child that objects begin with, as far as is known */
  uint32_t next;    /* the key that follows this one, the same */
  uint32_t field;   /* of whoever has the tree; OS_JSON_NONE: none */
  uint32_t global;  /* the same place in another tree */
  uint64_t stamp;   /* the last record that has it */
  bool plain;       /* the key is written as it is */
  bool explode;     /* a list here becomes rows */
} os_json_node;

typedef struct os_json_tree {
  os_json_node *nodes; /* the first is the root; parents before children */
  size_t count, cap;
  os_buf keys;
  os_table table;
} os_json_tree;

/* key_field: the name of OS_JSON_KEY, which no key ever leads to. */
os_status os_json_tree_init(const os_mem *mem, os_json_tree *tree, os_text key_field);
/* The child of that name; OS_JSON_NONE if there is none and `add` is false. */
os_status os_json_child(const os_mem *mem, os_json_tree *tree, uint32_t parent, os_text key,
                        bool add, uint32_t *child);
/* The path of a node: its keys from the root on, with points between them. */
os_status os_json_path(const os_mem *mem, const os_json_tree *tree, uint32_t node, os_buf *out);
void os_json_tree_free(const os_mem *mem, os_json_tree *tree);

static inline os_text os_json_key(const os_json_tree *tree, const os_json_node *node) {
  return (os_text){(const char *)tree->keys.data + node->key, node->length};
}

#endif
