/* json.h: the grammar of RFC 8259, to the letter: where values end, and what is wrong with them. */
#ifndef OS_JSON_H
#define OS_JSON_H

#include "mem.h"

#ifndef OS_JSON_DEPTH /* objects and lists within one another */
#define OS_JSON_DEPTH 1000u
#endif

/* So many bytes behind the end of what is parsed must be readable; they need not mean anything. */
#define OS_JSON_PADDING 8

/* What was expected. */
typedef enum os_json_want {
  OS_WANT_NOTHING,
  OS_WANT_VALUE,
  OS_WANT_KEY,
  OS_WANT_COLON,
  OS_WANT_NEXT_MEMBER,  /* , or } */
  OS_WANT_NEXT_ELEMENT, /* , or ] */
  OS_WANT_DIGIT,
  OS_WANT_STRING_END,
  OS_WANT_NO_CONTROL,   /* a control character in a string */
  OS_WANT_ESCAPE,
  OS_WANT_HEX,
  OS_WANT_SURROGATE,    /* both halves of a pair */
  OS_WANT_END,          /* nothing more */
  OS_WANT_OBJECT,       /* a record */
  OS_WANT_RECORDS       /* an array or objects */
} os_json_want;

typedef enum os_json_end {
  OS_JSON_OK,
  OS_JSON_MORE, /* the bytes end within the value, and are not the last ones */
  OS_JSON_BAD,
  OS_JSON_NOMEM
} os_json_end;

/* A place in bytes that hold JSON, and what went wrong there. */
typedef struct os_json {
  const uint8_t *at, *end;
  bool final;          /* nothing comes behind the end */
  unsigned depth;      /* of what os_json_skip skips */
  const uint8_t *bad;  /* of OS_JSON_BAD */
  os_fault fault;
  os_json_want want;
} os_json;

/* What a string holds besides plain ASCII. */
typedef struct os_json_string {
  const uint8_t *from, *to; /* between its quotes */
  bool escapes;
} os_json_string;

static inline bool os_json_is_space(uint8_t c) {
  return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* To the next byte that is no white space; OS_JSON_MORE or OS_JSON_BAD at the end. */
os_json_end os_json_space(os_json *json, os_json_want want);
/* Notes a fault at json->at, or that the bytes are used up. */
os_json_end os_json_fail(os_json *json, os_json_want want);
os_json_end os_json_fault(os_json *json, const uint8_t *at, os_fault fault, os_json_want want);

/* From a quote; checks escapes, surrogates and UTF-8. */
os_json_end os_json_read_string(os_json *json, os_json_string *string);
/* A number, true, false or null. */
os_json_end os_json_read_scalar(os_json *json);
/* Any value; *spaces tells whether white space stands within, strings apart. */
os_json_end os_json_skip(os_json *json, bool *spaces);

/* Writes the text of a string that has no fault; returns where it ends. `to` may be `from`: a text
** is never longer than its escapes. */
uint8_t *os_json_decode(const uint8_t *from, const uint8_t *end, uint8_t *to);
/* Writes a value that has no fault without white space between its parts; `to` may be `from`. */
uint8_t *os_json_compact(const uint8_t *from, const uint8_t *end, uint8_t *to);

/* Whether bytes are one JSON value; OS_FAILED with place and what was expected. They need no
** padding: they are copied. */
os_status os_json_check(const os_mem *mem, const uint8_t *bytes, size_t length, os_error *error);

#endif
