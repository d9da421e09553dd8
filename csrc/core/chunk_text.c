/* chunk_text.c: the texts of a chunk: one behind the other, or by a dictionary that lives as long as
** the chunk. */
#include <string.h>

#include "chunk_parts.h"
#include "compose.h"

static os_status add_text(const os_mem *mem, os_chunk *chunk, os_text text) {
  os_status status = OS_GROW(mem, chunk->ends, chunk->ends_cap, chunk->texts + 1);
  if (!status) status = os_buf_append(mem, &chunk->bytes, text.ptr, text.len);
  if (!status) chunk->ends[chunk->texts++] = chunk->bytes.len;
  return status;
}

static void free_entries(const os_mem *mem, os_chunk *chunk) {
  os_free(mem, chunk->shorts, chunk->texts_cap * sizeof *chunk->shorts);
  os_free(mem, chunk->hashes, chunk->texts_cap * sizeof *chunk->hashes);
  os_free(mem, chunk->known, chunk->texts_cap * sizeof *chunk->known);
  chunk->shorts = NULL;
  chunk->hashes = NULL;
  chunk->known = NULL;
  chunk->texts_cap = 0;
}

static inline os_text entry(const os_chunk *chunk, uint32_t code) {
  uint64_t from = code ? chunk->ends[code - 1] : 0;
  return (os_text){(const char *)chunk->bytes.data + from, (size_t)(chunk->ends[code] - from)};
}

static os_status more_entries(const os_mem *mem, os_chunk *chunk) {
  size_t old = chunk->texts_cap, cap = old ? old * 2 : 256;
  uint64_t *hashes = os_alloc(mem, cap, sizeof *hashes);
  os_words4 *shorts = os_alloc(mem, cap, sizeof *shorts);
  uint32_t *known = os_alloc(mem, cap, sizeof *known);
  if (!hashes || !shorts || !known) {
    os_free(mem, hashes, cap * sizeof *hashes);
    os_free(mem, shorts, cap * sizeof *shorts);
    os_free(mem, known, cap * sizeof *known);
    return OS_NOMEM;
  }
  if (old) {
    memcpy(hashes, chunk->hashes, old * sizeof *hashes);
    memcpy(shorts, chunk->shorts, old * sizeof *shorts);
    memcpy(known, chunk->known, old * sizeof *known);
  }
  free_entries(mem, chunk);
  chunk->hashes = hashes;
  chunk->shorts = shorts;
  chunk->known = known;
  chunk->texts_cap = cap;
  return OS_OK;
}

/* Words of which no text consists: they stand for those that are too long. Those of short texts end
** in zeros, which no text has within, so that texts with the same words are the same. */
static const os_words4 no_text = {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX}};

/* Enters a text that is not in the dictionary, at the free slot `at`. */
static os_status add_entry(const os_mem *mem, os_chunk *chunk, os_text text,
                           const os_words4 *words, uint64_t hash, size_t at, uint32_t *code) {
  os_status status = OS_OK;
  if (chunk->texts == chunk->texts_cap) status = more_entries(mem, chunk);
  if (status) return status;
  *code = (uint32_t)chunk->texts;
  status = add_text(mem, chunk, text);
  if (status) return status;
  chunk->hashes[*code] = hash;
  chunk->shorts[*code] = text.len <= OS_SHORT_TEXT ? *words : no_text;
  chunk->known[*code] = OS_TABLE_NONE;
  return os_table_put(mem, &chunk->table, hash, at, *code);
}

static os_status look_up(const os_mem *mem, os_chunk *chunk, os_text text,
                         const os_words4 *words, uint32_t *code) {
  bool is_short = text.len <= OS_SHORT_TEXT;
  uint64_t hash = is_short ? os_short_hash(words, text.len) : os_hash_bytes(text.ptr, text.len);
  size_t at = os_table_start(&chunk->table, hash);
  while ((*code = os_table_next(&chunk->table, hash, &at)) != OS_TABLE_NONE) {
    if (is_short ? os_short_same(&chunk->shorts[*code], words)
                 : os_text_same(entry(chunk, *code), text)) {
      return OS_OK;
    }
    at++;
  }
  return add_entry(mem, chunk, text, words, hash, at, code);
}

/* Most texts are followed by enough bytes of the block to be loaded as they are. */
static inline os_words4 words_of(const os_cells *cells, os_text text) {
  const uint8_t *from = (const uint8_t *)text.ptr;
  bool inside = from >= cells->bytes && from < cells->end &&
                (size_t)(cells->end - from) >= OS_SHORT_TEXT;
  return inside ? os_short_load(text.ptr, text.len) : os_short_copy(text.ptr, text.len);
}

/* A short text that was seen lately, where its words say: most texts of most columns are found here,
** without hash or table. */
struct os_recent {
  os_words4 words;
  uint32_t code;
};
#define OS_RECENT_BITS 8
#define OS_RECENT ((size_t)1 << OS_RECENT_BITS)

static inline struct os_recent *recent_of(const os_chunk *chunk, const os_words4 *words) {
  const uint64_t *w = words->word;
  uint64_t mixed = w[0] ^ (w[1] << 23 | w[1] >> 41) ^ (w[2] << 41 | w[2] >> 23) ^ (w[3] << 11 | w[3] >> 53);
  return &chunk->recent[mixed * OS_HASH_1 >> (64 - OS_RECENT_BITS)];
}

static os_status forget_recent(const os_mem *mem, os_chunk *chunk) {
  if (!chunk->recent) chunk->recent = os_alloc(mem, OS_RECENT, sizeof *chunk->recent);
  if (!chunk->recent) return OS_NOMEM;
  for (size_t i = 0; i < OS_RECENT; i++) chunk->recent[i].code = OS_TABLE_NONE;
  return OS_OK;
}

/* Copies of up to so many bytes are made whole, whatever is behind the text. */
#define OS_COPY 64

/* One text behind the other. A block's texts are no longer than the block: room is made once. */
static os_status parse_plain(const os_mem *mem, os_chunk *chunk, const os_cells *cells) {
  os_status status = OS_GROW(mem, chunk->ends, chunk->ends_cap, chunk->rows);
  size_t most = (size_t)(cells->end - cells->bytes) * (cells->nfc ? OS_COMPOSED : 1) + OS_COPY;
  if (!status) status = os_buf_room(mem, &chunk->bytes, most);
  if (status) return status;
  uint8_t *out = chunk->bytes.data;
  for (size_t row = 0; row < chunk->rows; row++) {
    os_text text;
    os_cell cell = os_get_cell(cells, row, &text);
    if (cell == CELL_NOMEM) return OS_NOMEM;
    if (cell == CELL_MISSING) {
      os_set_missing(chunk, row);
    } else {
      const uint8_t *from = (const uint8_t *)text.ptr;
      bool inside = from >= cells->bytes && from < cells->end &&
                    (size_t)(cells->end - from) >= OS_COPY;
      if (inside && text.len <= OS_COPY) {
        memcpy(out, from, OS_COPY);
      } else {
        memcpy(out, from, text.len);
      }
      out += text.len;
    }
    chunk->ends[row] = (uint64_t)(out - chunk->bytes.data);
  }
  chunk->texts = chunk->rows;
  chunk->bytes.len = (size_t)(out - chunk->bytes.data);
  return OS_OK;
}

/* A dictionary that has grown beyond this starts anew with the next block. */
#define OS_DICTIONARY_TEXTS ((size_t)1 << 14)
#define OS_DICTIONARY_BYTES ((size_t)1 << 20)
/* With more texts than that few would be found among the recent ones. */
#define OS_RECENT_TEXTS ((size_t)1 << 11)

os_status os_chunk_texts(const os_mem *mem, os_chunk *chunk, const os_cells *cells, bool plain) {
  os_status status = OS_OK;
  bool full = chunk->texts > OS_DICTIONARY_TEXTS || chunk->bytes.len > OS_DICTIONARY_BYTES;
  if (plain || chunk->plain || full || !chunk->table.slots) {
    chunk->texts = chunk->nknown = chunk->bytes.len = 0;
    os_table_free(mem, &chunk->table);
    chunk->plain = plain;
    if (plain) return parse_plain(mem, chunk, cells);
    status = os_table_init(mem, &chunk->table, 512);
    if (!status) status = forget_recent(mem, chunk);
  }
  bool recently = chunk->texts <= OS_RECENT_TEXTS;
  for (size_t row = 0; !status && row < chunk->rows; row++) {
    os_text text;
    os_cell cell = os_get_cell(cells, row, &text);
    if (cell == CELL_NOMEM) return OS_NOMEM;
    if (cell == CELL_MISSING) {
      os_set_missing(chunk, row);
      chunk->codes[row] = OS_TABLE_NONE;
      continue;
    }
    os_words4 words = {{0, 0, 0, 0}};
    if (text.len > OS_SHORT_TEXT) {
      status = look_up(mem, chunk, text, &words, &chunk->codes[row]);
      continue;
    }
    words = words_of(cells, text);
    if (!recently) {
      status = look_up(mem, chunk, text, &words, &chunk->codes[row]);
      continue;
    }
    struct os_recent *recent = recent_of(chunk, &words);
    if (recent->code == OS_TABLE_NONE || !os_short_same(&recent->words, &words)) {
      status = look_up(mem, chunk, text, &words, &recent->code);
      if (status) recent->code = OS_TABLE_NONE;
      recent->words = words;
    }
    chunk->codes[row] = recent->code;
  }
  return status;
}

void os_chunk_free_texts(const os_mem *mem, os_chunk *chunk) {
  os_free(mem, chunk->ends, chunk->ends_cap * sizeof *chunk->ends);
  os_free(mem, chunk->recent, OS_RECENT * sizeof *chunk->recent);
  free_entries(mem, chunk);
  os_buf_free(mem, &chunk->bytes);
  os_table_free(mem, &chunk->table);
}
