/* spelling.h: whether words are spelt as some languages spell them. */
#ifndef OS_SPELLING_H
#define OS_SPELLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a word with letters beyond ASCII says about those who claim to read it. */
typedef enum os_verdict {
  OS_SAYS_NOTHING, /* no such letter in it */
  OS_SPELT,
  OS_MISSPELT,     /* letters of no one language, or a capital behind a small letter */
  OS_GARBLED       /* a sign between letters, or a control character */
} os_verdict;

#define OS_WESTERN_LANGUAGES 10

/* Whether the text, in UTF-8, is Vietnamese syllables. */
os_verdict os_spelt_vietnamese(const char *text, size_t len);
/* Sets a bit of *languages for each that writes with all letters of the text. */
os_verdict os_spelt_western(const char *text, size_t len, unsigned *languages);

#endif
