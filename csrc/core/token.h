/* token.h: words, numbers and marks of a UTF-8 text, as reports are read. */
#ifndef OS_TOKEN_H
#define OS_TOKEN_H

#include <stddef.h>

/* The length of the token that begins at text[0]; `len` > 0, and text[0] is no space. A token is a word
 * (letters, with one apostrophe before its last letters), a number in digits with marks inside, a run of
 * one mark, or any other character. */
size_t os_token(const char *text, size_t len);

/* How many bytes of spaces the text begins with. */
size_t os_token_spaces(const char *text, size_t len);

#endif
