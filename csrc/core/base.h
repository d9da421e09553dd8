/* base.h: what every file of the core shares: status codes, the error report, checked sizes. */
#ifndef OS_BASE_H
#define OS_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

__extension__ typedef __int128 os_wide; /* scaled decimals and sums that outgrow 64 bits */
__extension__ typedef unsigned __int128 os_uwide;

typedef enum os_status {
  OS_OK = 0,
  OS_NOMEM,     /* the allocator gave nothing */
  OS_CANCELLED, /* the owner asked to stop; it knows why */
  OS_FAILED     /* the data or the system is at fault; the os_error says how */
} os_status;

/* What went wrong. The names are the codes of doc/errors.md, in lower case. */
typedef enum os_fault {
  OS_FAULT_NONE = 0,
  OS_FAULT_OPEN,          /* the file cannot be opened; number = errno */
  OS_FAULT_READ,          /* reading failed; number = errno */
  OS_FAULT_DIRECTORY,     /* the path is a directory */
  OS_FAULT_CHANGED,       /* the file changed while it was read */
  OS_FAULT_EMPTY,         /* nothing but empty lines */
  OS_FAULT_RAGGED,        /* a row with the wrong number of fields; number = found, wanted = expected */
  OS_FAULT_UNCLOSED,      /* a quote that is never closed; place of the opening quote */
  OS_FAULT_STRAY_QUOTE,   /* a quote inside an unquoted field, or text after a closing quote */
  OS_FAULT_NUL,           /* a NUL byte */
  OS_FAULT_UTF8,          /* a byte that is not UTF-8 */
  OS_FAULT_ENCODING,      /* UTF-16 or another encoding that needs a name; bytes that do not fit it */
  OS_FAULT_TYPE,          /* a value that does not fit the type that the caller gave */
  OS_FAULT_NOTATION,      /* a value that can be read in two ways, where neither was asked for */
  OS_FAULT_TOTAL,         /* no fault: a row that the caller's mark says is a total */
  OS_FAULT_LIMIT,         /* a named limit is passed; number = the limit */
  OS_FAULT_JSON,          /* what is no JSON; wanted = what was expected, an os_json_want */
  OS_FAULT_UNFINISHED,    /* the input ends, or the line in JSON Lines, within JSON; wanted = the same */
  OS_FAULT_SHAPE,         /* JSON, but no records; wanted = the same */
  OS_FAULT_REPEATED_KEY   /* a key that an object has twice; place of the second */
} os_fault;

#define OS_ERROR_TEXT 160

/* A place in the input and the text found there. Everything counts from 1; 0 is "not known". */
typedef struct os_error {
  os_fault fault;
  uint64_t byte;   /* in the file as it is */
  uint64_t line;   /* physical line */
  uint64_t column; /* character in that line */
  uint64_t row;    /* data row, the header not counted */
  uint32_t field;  /* column of the register */
  uint32_t type;   /* OS_FAULT_TYPE: the os_type that was asked for */
  uint64_t number, wanted;
  uint32_t length; /* of text */
  char text[OS_ERROR_TEXT];
} os_error;

static inline bool os_mul(size_t a, size_t b, size_t *out) {
  return !__builtin_mul_overflow(a, b, out);
}

static inline bool os_add(size_t a, size_t b, size_t *out) {
  return !__builtin_add_overflow(a, b, out);
}

#endif
