/* json.c: see json.h. */
#include "json.h"

#include <string.h>

#include "scan.h"

#define EACH(byte) (UINT64_C(0x0101010101010101) * (byte)) /* the byte, eight times */

os_json_end os_json_fault(os_json *json, const uint8_t *at, os_fault fault, os_json_want want) {
  json->bad = at;
  json->fault = fault;
  json->want = want;
  return OS_JSON_BAD;
}

os_json_end os_json_fail(os_json *json, os_json_want want) {
  if (json->at < json->end) return os_json_fault(json, json->at, OS_FAULT_JSON, want);
  if (!json->final) return OS_JSON_MORE;
  return os_json_fault(json, json->end, OS_FAULT_UNFINISHED, want);
}

os_json_end os_json_space(os_json *json, os_json_want want) {
  const uint8_t *p = json->at;
  while (p < json->end && os_json_is_space(*p)) p++;
  json->at = p;
  return p < json->end ? OS_JSON_OK : os_json_fail(json, want);
}

/* ---- strings ---- */

/* The next byte that ends a string, begins an escape or may not stand in one; *high gets bits when
** there are bytes beyond ASCII before it. May look up to OS_JSON_PADDING bytes beyond the end. */
static inline const uint8_t *find_special(const uint8_t *p, const uint8_t *end, uint64_t *high) {
  for (; p < end; p += 8) {
    uint64_t v;
    memcpy(&v, p, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    v = __builtin_bswap64(v);
#endif
    uint64_t quote = v ^ EACH('"'), slash = v ^ EACH('\\');
    uint64_t hits = ((quote - EACH(1)) & ~quote) | ((slash - EACH(1)) & ~slash);
    hits = (hits | ((v - EACH(0x20)) & ~v)) & EACH(0x80); /* the lowest bit is right */
    if (hits) {
      *high |= v & EACH(0x80) & ((hits & (0 - hits)) - 1);
      return p + (__builtin_ctzll(hits) >> 3);
    }
    *high |= v & EACH(0x80);
  }
  return p;
}

static inline int hex(uint8_t c) {
  if ((uint8_t)(c - '0') < 10) return c - '0';
  c |= 0x20;
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The four digits behind \u; -1 if they are not. */
static inline int32_t unit(const uint8_t *p) {
  int32_t value = 0;
  for (int i = 0; i < 4; i++) {
    int digit = hex(p[i]);
    if (digit < 0) return -1;
    value = value * 16 + digit;
  }
  return value;
}

/* An escape at json->at, which moves behind it. */
static os_json_end read_escape(os_json *json) {
  const uint8_t *p = json->at, *end = json->end;
  json->at = p + 1;
  if (p + 1 >= end) return os_json_fail(json, OS_WANT_ESCAPE);
  if (p[1] != 'u') {
    if (!p[1] || !strchr("\"\\/bfnrt", p[1])) return os_json_fail(json, OS_WANT_ESCAPE);
    json->at = p + 2;
    return OS_JSON_OK;
  }
  for (int i = 2; i < 6; i++) {
    json->at = p + i;
    if (p + i >= end || hex(p[i]) < 0) return os_json_fail(json, OS_WANT_HEX);
  }
  int32_t first = unit(p + 2);
  json->at = p + 6;
  if (first < 0xD800 || first > 0xDFFF) return OS_JSON_OK;
  if (first >= 0xDC00) return os_json_fault(json, p, OS_FAULT_JSON, OS_WANT_SURROGATE);
  static const char head[] = {'\\', 'u'};
  for (int i = 6; i < 12; i++) {
    json->at = p + i;
    if (p + i >= end) return os_json_fail(json, OS_WANT_SURROGATE);
    if (i < 8 ? p[i] != head[i - 6] : hex(p[i]) < 0) {
      return os_json_fault(json, p, OS_FAULT_JSON, OS_WANT_SURROGATE);
    }
  }
  int32_t second = unit(p + 8);
  json->at = p + 12;
  if (second >= 0xDC00 && second <= 0xDFFF) return OS_JSON_OK;
  return os_json_fault(json, p, OS_FAULT_JSON, OS_WANT_SURROGATE);
}

/* The first byte of a text that is not UTF-8, or its end. */
static const uint8_t *not_utf8(const uint8_t *p, const uint8_t *end) {
  while (p < end) {
    size_t length = *p < 0x80 ? 1 : os_utf8_length(p, (size_t)(end - p));
    if (!length) return p;
    p += length;
  }
  return end;
}

os_json_end os_json_read_string(os_json *json, os_json_string *string) {
  uint64_t high = 0;
  const uint8_t *p = json->at + 1;
  string->from = p;
  string->escapes = false;
  for (;;) {
    p = find_special(p, json->end, &high);
    json->at = p < json->end ? p : json->end;
    if (p >= json->end || *p != '\\') break;
    string->escapes = true;
    os_json_end status = read_escape(json);
    if (status) {
      const uint8_t *bad = high ? not_utf8(string->from, p) : p; /* the first fault is told */
      return bad < p ? os_json_fault(json, bad, OS_FAULT_UTF8, OS_WANT_NOTHING) : status;
    }
    p = json->at;
  }
  string->to = json->at;
  if (high) {
    const uint8_t *bad = not_utf8(string->from, string->to);
    bool cut = json->at == json->end && string->to - bad < 4; /* within a character, perhaps */
    if (bad < string->to && !cut) {
      return os_json_fault(json, bad, OS_FAULT_UTF8, OS_WANT_NOTHING);
    }
  }
  if (json->at == json->end) return os_json_fail(json, OS_WANT_STRING_END);
  if (*p != '"') return os_json_fail(json, OS_WANT_NO_CONTROL);
  json->at = p + 1;
  return OS_JSON_OK;
}

static uint8_t *put_utf8(uint32_t c, uint8_t *to) {
  if (c < 0x80) {
    *to++ = (uint8_t)c;
    return to;
  }
  int more = c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
  static const uint8_t lead[] = {0, 0xC0, 0xE0, 0xF0};
  *to++ = (uint8_t)(lead[more] | c >> 6 * more);
  while (more-- > 0) *to++ = (uint8_t)(0x80 | (c >> 6 * more & 0x3F));
  return to;
}

uint8_t *os_json_decode(const uint8_t *from, const uint8_t *end, uint8_t *to) {
  while (from < end) {
    if (*from != '\\') {
      *to++ = *from++;
      continue;
    }
    uint8_t c = from[1];
    from += 2;
    switch (c) {
      case 'b': *to++ = '\b'; break;
      case 'f': *to++ = '\f'; break;
      case 'n': *to++ = '\n'; break;
      case 'r': *to++ = '\r'; break;
      case 't': *to++ = '\t'; break;
      case 'u': {
        uint32_t code = (uint32_t)unit(from);
        from += 4;
        if (code >= 0xD800 && code <= 0xDBFF) {
          code = 0x10000 + ((code - 0xD800) << 10) + ((uint32_t)unit(from + 2) - 0xDC00);
          from += 6;
        }
        to = put_utf8(code, to);
        break;
      }
      default: *to++ = c; break; /* " \ / */
    }
  }
  return to;
}

/* ---- values ---- */

static inline bool is_digit(uint8_t c) { return (uint8_t)(c - '0') < 10; }

static os_json_end read_number(os_json *json) {
  const uint8_t *p = json->at, *end = json->end;
  if (p < end && *p == '-') p++;
  json->at = p;
  if (p >= end || !is_digit(*p)) return os_json_fail(json, OS_WANT_DIGIT);
  if (*p == '0') {
    p++;
  } else {
    while (p < end && is_digit(*p)) p++;
  }
  if (p < end && *p == '.') {
    json->at = ++p;
    if (p >= end || !is_digit(*p)) return os_json_fail(json, OS_WANT_DIGIT);
    while (p < end && is_digit(*p)) p++;
  }
  if (p < end && (*p | 0x20) == 'e') {
    p++;
    if (p < end && (*p == '+' || *p == '-')) p++;
    json->at = p;
    if (p >= end || !is_digit(*p)) return os_json_fail(json, OS_WANT_DIGIT);
    while (p < end && is_digit(*p)) p++;
  }
  json->at = p;
  return p == end && !json->final ? OS_JSON_MORE : OS_JSON_OK;
}

static os_json_end read_word(os_json *json, const char *word, size_t length) {
  const uint8_t *from = json->at;
  size_t left = (size_t)(json->end - from), n = left < length ? left : length;
  if (memcmp(from, word, n) != 0) return os_json_fail(json, OS_WANT_VALUE);
  json->at = from + n;
  return n == length ? OS_JSON_OK : os_json_fail(json, OS_WANT_VALUE);
}

os_json_end os_json_read_scalar(os_json *json) {
  switch (*json->at) {
    case 't': return read_word(json, "true", 4);
    case 'f': return read_word(json, "false", 5);
    case 'n': return read_word(json, "null", 4);
    case '-': return read_number(json);
    default: break;
  }
  return is_digit(*json->at) ? read_number(json) : os_json_fail(json, OS_WANT_VALUE);
}

/* Which of the values that are open are objects: a bit each. */
typedef struct os_nest {
  uint64_t objects[OS_JSON_DEPTH / 64 + 1];
  unsigned depth;
} os_nest;

static inline bool in_object(const os_nest *nest) {
  unsigned i = nest->depth - 1;
  return nest->objects[i / 64] >> (i & 63) & 1;
}

static os_json_end skip_space(os_json *json, os_json_want want, bool *spaces) {
  if (json->at < json->end && *json->at > ' ') return OS_JSON_OK;
  *spaces = true;
  return os_json_space(json, want);
}

/* From a key to its value. */
static os_json_end skip_key(os_json *json, bool *spaces) {
  os_json_string key;
  if (*json->at != '"') return os_json_fail(json, OS_WANT_KEY);
  os_json_end status = os_json_read_string(json, &key);
  if (!status) status = skip_space(json, OS_WANT_COLON, spaces);
  if (status) return status;
  if (*json->at != ':') return os_json_fail(json, OS_WANT_COLON);
  json->at++;
  return skip_space(json, OS_WANT_VALUE, spaces);
}

/* Opens an object or a list; *empty if it is closed again at once, which is then done. */
static os_json_end open_nest(os_json *json, os_nest *nest, bool *spaces, bool *empty) {
  bool object = *json->at == '{';
  if (nest->depth + json->depth >= OS_JSON_DEPTH) {
    return os_json_fault(json, json->at, OS_FAULT_LIMIT, OS_WANT_NOTHING);
  }
  uint64_t bit = UINT64_C(1) << (nest->depth & 63), *word = &nest->objects[nest->depth / 64];
  *word = object ? *word | bit : *word & ~bit;
  nest->depth++;
  json->at++;
  os_json_end status = skip_space(json, object ? OS_WANT_KEY : OS_WANT_VALUE, spaces);
  if (status) return status;
  *empty = *json->at == (object ? '}' : ']');
  return *empty || !object ? OS_JSON_OK : skip_key(json, spaces);
}

/* Behind a value: to the next one, or out of what ends here; *done when all is closed. */
static os_json_end leave_value(os_json *json, os_nest *nest, bool *spaces, bool *done) {
  while (nest->depth > 0) {
    bool object = in_object(nest);
    os_json_want want = object ? OS_WANT_NEXT_MEMBER : OS_WANT_NEXT_ELEMENT;
    os_json_end status = skip_space(json, want, spaces);
    if (status) return status;
    if (*json->at == ',') {
      json->at++;
      status = skip_space(json, object ? OS_WANT_KEY : OS_WANT_VALUE, spaces);
      return status || !object ? status : skip_key(json, spaces);
    }
    if (*json->at != (object ? '}' : ']')) return os_json_fail(json, want);
    json->at++;
    nest->depth--;
  }
  *done = true;
  return OS_JSON_OK;
}

os_json_end os_json_skip(os_json *json, bool *spaces) {
  os_nest nest;
  os_json_end status = OS_JSON_OK;
  bool done = false;
  nest.depth = 0;
  while (!done) {
    bool empty = true;
    if (*json->at == '"') {
      os_json_string string;
      status = os_json_read_string(json, &string);
    } else if (*json->at == '{' || *json->at == '[') {
      status = open_nest(json, &nest, spaces, &empty);
    } else {
      status = os_json_read_scalar(json);
    }
    if (!status && empty) status = leave_value(json, &nest, spaces, &done);
    if (status) return status;
  }
  return OS_JSON_OK;
}

uint8_t *os_json_compact(const uint8_t *from, const uint8_t *end, uint8_t *to) {
  bool inside = false;
  for (; from < end; from++) {
    if (!inside && os_json_is_space(*from)) continue;
    *to++ = *from;
    if (*from == '"') inside = !inside;
    if (*from == '\\') *to++ = *++from;
  }
  return to;
}

os_status os_json_check(const os_mem *mem, const uint8_t *bytes, size_t length, os_error *error) {
  uint8_t *copy = os_alloc_zero(mem, length + OS_JSON_PADDING, 1);
  if (!copy) return OS_NOMEM;
  if (length) memcpy(copy, bytes, length);
  bool spaces = false, bom = length >= 3 && !memcmp(copy, "\xEF\xBB\xBF", 3);
  os_json json = {.at = copy + (bom ? 3 : 0), .end = copy + length, .final = true};
  os_json_end status = os_json_space(&json, OS_WANT_VALUE);
  if (!status) status = os_json_skip(&json, &spaces);
  if (!status) {
    while (json.at < json.end && os_json_is_space(*json.at)) json.at++;
    if (json.at < json.end) status = os_json_fail(&json, OS_WANT_END);
  }
  if (status) {
    size_t at = (size_t)(json.bad - copy), most = length - at;
    *error = (os_error){.fault = json.fault, .byte = at + 1, .wanted = json.want};
    if (json.fault == OS_FAULT_LIMIT) error->number = OS_JSON_DEPTH;
    error->length = (uint32_t)(most < OS_ERROR_TEXT ? most : OS_ERROR_TEXT);
    memcpy(error->text, bytes + at, error->length);
  }
  os_free(mem, copy, length + OS_JSON_PADDING);
  return status ? OS_FAILED : OS_OK;
}
