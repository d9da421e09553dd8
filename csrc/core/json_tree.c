/* json_tree.c: see json_tree.h. */
#include "json_tree.h"

#include <string.h>

static os_status add_node(const os_mem *mem, os_json_tree *tree, uint32_t parent, os_text key) {
  if (tree->count == tree->cap) {
    size_t cap = tree->cap ? tree->cap * 2 : 32;
    os_json_node *nodes = os_resize(mem, tree->nodes, tree->cap * sizeof *nodes,
                                    cap * sizeof *nodes);
    if (!nodes) return OS_NOMEM;
    tree->nodes = nodes;
    tree->cap = cap;
  }
  os_json_node node = {.parent = parent, .length = (uint32_t)key.len, .key = tree->keys.len,
                       .first = OS_JSON_NONE, .next = OS_JSON_NONE, .field = OS_JSON_NONE,
                       .global = OS_JSON_NONE, .plain = true};
  for (size_t i = 0; i < key.len; i++) {
    if (key.ptr[i] == '"' || key.ptr[i] == '\\' || (uint8_t)key.ptr[i] < 0x20) node.plain = false;
  }
  os_status status = os_buf_append(mem, &tree->keys, key.ptr, key.len);
  if (!status) tree->nodes[tree->count++] = node;
  return status;
}

os_status os_json_tree_init(const os_mem *mem, os_json_tree *tree, os_text key_field) {
  memset(tree, 0, sizeof *tree);
  os_status status = os_table_init(mem, &tree->table, 64);
  if (!status) status = add_node(mem, tree, OS_JSON_NONE, (os_text){"", 0});
  return status ? status : add_node(mem, tree, OS_JSON_ROOT, key_field);
}

os_status os_json_child(const os_mem *mem, os_json_tree *tree, uint32_t parent, os_text key,
                        bool add, uint32_t *child) {
  uint64_t hash = os_hash_pair(parent, os_hash_bytes(key.ptr, key.len));
  size_t at = os_table_start(&tree->table, hash);
  while ((*child = os_table_next(&tree->table, hash, &at)) != OS_TABLE_NONE) {
    const os_json_node *node = &tree->nodes[*child];
    if (node->parent == parent && os_text_same(os_json_key(tree, node), key)) return OS_OK;
    at++;
  }
  if (!add) return OS_OK; /* OS_TABLE_NONE is OS_JSON_NONE */
  os_status status = add_node(mem, tree, parent, key);
  if (status) return status;
  *child = (uint32_t)(tree->count - 1);
  return os_table_put(mem, &tree->table, hash, at, *child);
}

os_status os_json_path(const os_mem *mem, const os_json_tree *tree, uint32_t node, os_buf *out) {
  size_t length = 0;
  for (uint32_t i = node; i != OS_JSON_ROOT; i = tree->nodes[i].parent) {
    length += tree->nodes[i].length + 1;
  }
  if (length == 0) return OS_OK;
  os_status status = os_buf_room(mem, out, length);
  if (status) return status;
  uint8_t *at = out->data + out->len + length;
  for (uint32_t i = node; i != OS_JSON_ROOT; i = tree->nodes[i].parent) {
    os_text key = os_json_key(tree, &tree->nodes[i]);
    *--at = '.';
    at -= key.len;
    if (key.len) memcpy(at, key.ptr, key.len);
  }
  out->len += length - 1; /* no point behind the last */
  return OS_OK;
}

void os_json_tree_free(const os_mem *mem, os_json_tree *tree) {
  os_free(mem, tree->nodes, tree->cap * sizeof *tree->nodes);
  os_buf_free(mem, &tree->keys);
  os_table_free(mem, &tree->table);
  memset(tree, 0, sizeof *tree);
}
