/* recode.c: see recode.h. */
#define _POSIX_C_SOURCE 200809L
#include "recode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "scan.h"

#define OS_PIECE ((size_t)256 << 10)
#define OS_LONGEST 16 /* bytes of an incomplete character that wait for the next piece */
#define OS_UTF16_HEAD 4096

/* Letters in lower case, without - and _: equal names are the same encoding. */
static bool same_name(const char *encoding, const char *name) {
  for (; *encoding; encoding++) {
    char c = *encoding;
    if (c == '-' || c == '_') continue;
    if (c >= 'A' && c <= 'Z') c = (char)(c - 'A' + 'a');
    if (c != *name++) return false;
  }
  return *name == 0;
}

bool os_is_utf8(const char *encoding) {
  return same_name(encoding, "utf8");
}

/* A conversion that is under way. */
typedef struct os_decoder {
  iconv_t how;       /* unless utf8 */
  bool utf8;
  bool replace;
  size_t unit;       /* bytes that are skipped where there is no character */
  uint64_t start;    /* of the text, behind the byte order mark of UTF-16 */
  uint64_t replaced;
} os_decoder;

/* UTF-16 of either end is asked for by one name: its mark tells which, or else the side on which
** the high bytes of what is ASCII are. */
static os_status find_ends(const os_source *source, os_decoder *decoder, const char **name,
                           os_error *error) {
  uint8_t head[OS_UTF16_HEAD];
  size_t size = source->size < sizeof head ? (size_t)source->size : sizeof head, low = 0, high = 0;
  os_status status = os_source_read(source, 0, head, size, error);
  if (status) return status;
  bool big = size >= 2 && head[0] == 0xFE && head[1] == 0xFF;
  bool little = size >= 2 && head[0] == 0xFF && head[1] == 0xFE;
  if (big || little) decoder->start = 2;
  for (size_t i = 0; i + 1 < size; i += 2) {
    high += head[i] == 0;
    low += head[i + 1] == 0;
  }
  *name = big || (!little && high > low) ? "UTF-16BE" : "UTF-16LE";
  return OS_OK;
}

static os_status begin(const os_source *source, const os_recoding *recoding, os_decoder *decoder,
                       os_error *error) {
  const char *name = recoding->encoding;
  *decoder = (os_decoder){.replace = recoding->replace, .unit = 1};
  decoder->utf8 = os_is_utf8(name);
  if (decoder->utf8) return OS_OK;
  if (same_name(name, "utf16")) {
    os_status status = find_ends(source, decoder, &name, error);
    if (status) return status;
  }
  if (same_name(name, "utf16le") || same_name(name, "utf16be")) decoder->unit = 2;
  if (!strncmp(name, "UTF-32", 6) || !strncmp(name, "utf-32", 6)) decoder->unit = 4;
  decoder->how = iconv_open("UTF-8", name);
  if (decoder->how != (iconv_t)-1) return OS_OK;
  size_t length = strlen(name);
  error->fault = OS_FAULT_ENCODING;
  error->length = (uint32_t)(length < OS_ERROR_TEXT ? length : OS_ERROR_TEXT);
  memcpy(error->text, name, error->length);
  return OS_FAILED;
}

static void end(os_decoder *decoder) {
  if (!decoder->utf8) iconv_close(decoder->how);
}

/* What is UTF-8 is copied, as iconv would do it; a NUL is none. */
static int copy_utf8(const uint8_t **in, size_t *left, uint8_t **to, size_t *room) {
  while (*left) {
    size_t length = **in ? os_utf8_length(*in, *left) : 0;
    if (!length) {
      size_t full = **in >= 0xF0 ? 4 : **in >= 0xE0 ? 3 : 2, k = 1;
      while (k < *left && ((*in)[k] & 0xC0) == 0x80) k++;
      return **in >= 0xC2 && **in <= 0xF4 && *left < full && k == *left ? EINVAL : EILSEQ;
    }
    if (length > *room) return E2BIG;
    memcpy(*to, *in, length);
    *in += length;
    *left -= length;
    *to += length;
    *room -= length;
  }
  return 0;
}

/* Converts as far as it goes: 0, or E2BIG, EINVAL (a character goes on behind the input) or EILSEQ.
** `last`: nothing follows. */
static int convert(os_decoder *decoder, const uint8_t **in, size_t *left, bool last, uint8_t **to,
                   size_t *room) {
  for (;;) {
    int why = 0;
    if (decoder->utf8) {
      why = copy_utf8(in, left, to, room);
    } else {
      char *from = (char *)(uintptr_t)*in, *out = (char *)*to;
      if (iconv(decoder->how, &from, left, &out, room) == (size_t)-1) why = errno;
      /* Some conversions hold a letter back, as a mark may follow. */
      if (!why && last && iconv(decoder->how, NULL, NULL, &out, room) == (size_t)-1) why = errno;
      *in = (uint8_t *)from;
      *to = (uint8_t *)out;
    }
    if (why != EILSEQ && !(why == EINVAL && last)) return why;
    if (!decoder->replace) return EILSEQ;
    if (*room < 3 + 8) return E2BIG;
    if (!decoder->utf8) {
      char *out = (char *)*to;
      iconv(decoder->how, NULL, NULL, &out, room);
      *to = (uint8_t *)out;
    }
    memcpy(*to, "\xEF\xBF\xBD", 3);
    *to += 3;
    *room -= 3;
    size_t skipped = decoder->unit < *left ? decoder->unit : *left;
    *in += skipped;
    *left -= skipped;
    decoder->replaced++;
    if (!*left) return 0;
  }
}

static os_status bad_bytes(const uint8_t *bytes, size_t left, uint64_t at, os_error *error) {
  error->fault = OS_FAULT_ENCODING;
  error->byte = at + 1;
  error->length = (uint32_t)(left < 4 ? left : 4);
  memcpy(error->text, bytes, error->length);
  return OS_FAILED;
}

/* One piece; *used becomes what was consumed of it. */
static os_status convert_piece(const os_mem *mem, os_decoder *decoder, const uint8_t *bytes,
                               size_t *used, uint64_t at, bool last, os_buf *out, os_error *error) {
  const uint8_t *in = bytes;
  size_t left = *used;
  int why;
  do {
    os_status status = os_buf_room(mem, out, left + left / 2 + 64);
    if (status) return status;
    uint8_t *to = out->data + out->len;
    size_t room = out->cap - out->len;
    why = convert(decoder, &in, &left, last, &to, &room);
    out->len = (size_t)(to - out->data);
  } while (why == E2BIG);
  if (why == EILSEQ) return bad_bytes(in, left, at + (size_t)(in - bytes), error);
  *used -= left;
  return OS_OK;
}

os_status os_recode(const os_mem *mem, const os_source *source, os_recoding *recoding, os_tick tick,
                    os_buf *out, os_error *error) {
  os_decoder decoder;
  os_status status = begin(source, recoding, &decoder, error);
  if (status) return status;
  uint8_t *piece = os_alloc(mem, OS_PIECE, 1);
  if (!piece) status = OS_NOMEM;
  size_t kept = 0;
  for (uint64_t at = decoder.start; !status && at < source->size;) {
    uint64_t left = source->size - at;
    size_t count = left < OS_PIECE - kept ? (size_t)left : OS_PIECE - kept, used;
    status = os_source_read(source, at, piece + kept, count, error);
    if (status) break;
    at += count;
    used = kept + count;
    size_t total = used;
    status = convert_piece(mem, &decoder, piece, &used, at - total, at == source->size, out, error);
    if (status) break;
    kept = total - used;
    if (kept > OS_LONGEST) status = bad_bytes(piece + used, kept, at - kept, error);
    memmove(piece, piece + used, kept);
    if (!status && tick.fn) status = tick.fn(tick.ud, at, source->size);
  }
  recoding->replaced = decoder.replaced;
  os_free(mem, piece, OS_PIECE);
  end(&decoder);
  return status;
}

/* Where in the source the conversion stands that is done again to find places. */
typedef struct os_trace {
  const os_source *source;
  os_decoder decoder;
  uint8_t piece[4096];
  size_t have, used; /* of the piece */
  uint64_t next;     /* byte of the source behind the piece */
  uint64_t written;
} os_trace;

static bool fill(os_trace *trace) {
  os_error unused;
  size_t kept = trace->have - trace->used;
  memmove(trace->piece, trace->piece + trace->used, kept);
  uint64_t left = trace->source->size - trace->next;
  size_t count = left < sizeof trace->piece - kept ? (size_t)left : sizeof trace->piece - kept;
  if (os_source_read(trace->source, trace->next, trace->piece + kept, count, &unused)) return false;
  trace->next += count;
  trace->used = 0;
  trace->have = kept + count;
  return count > 0;
}

/* Goes on until so much text is written. The last stretch goes by single characters, since a letter
** that is held back has been read but not written. */
static void go_on(os_trace *trace, uint64_t wanted) {
  uint8_t sink[4096];
  while (trace->written < wanted) {
    if (trace->have - trace->used < OS_LONGEST) fill(trace);
    size_t have = trace->have - trace->used, count = have;
    uint64_t open = wanted - trace->written;
    bool near = open <= 128, last = trace->next == trace->source->size;
    if (near) count = trace->decoder.unit < have ? trace->decoder.unit : have;
    for (;; count += count < have) {
      const uint8_t *in = trace->piece + trace->used;
      size_t left = count, room = sizeof sink;
      if (!near && open - 64 < room) room = (size_t)(open - 64);
      uint8_t *to = sink;
      int why = convert(&trace->decoder, &in, &left, last && count == have, &to, &room);
      trace->used += count - left;
      trace->written += (uint64_t)(to - sink);
      if (left < count || to > sink) break;
      if (why != EINVAL || count == have) return; /* the end, or what cannot be */
    }
  }
}

void os_recoded_from(const os_source *source, const os_recoding *recoding, uint64_t *places,
                     size_t count) {
  os_trace trace;
  os_error unused = {0};
  if (begin(source, recoding, &trace.decoder, &unused)) return;
  trace.source = source;
  trace.have = trace.used = 0;
  trace.written = 0;
  trace.next = trace.decoder.start;
  for (size_t i = 0; i < count; i++) {
    if (!places[i]) continue;
    go_on(&trace, places[i] - 1);
    places[i] = trace.next - (trace.have - trace.used) + 1;
  }
  end(&trace.decoder);
}
