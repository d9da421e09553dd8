/* token.c: where a token of a text ends. */
#include "token.h"

#include <stdbool.h>

enum kind { OTHER, SPACE, DIGIT, LETTER, MARK };

static enum kind kind_of(unsigned char c) {
  if (c >= '0' && c <= '9') return DIGIT;
  if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') return LETTER;
  switch (c) {
    case ' ': case '\t': case '\r': case '\n': return SPACE;
    case '(': case ')': case '.': case ',': case '-': case '*': case '_': case '=': case '"': case '!':
    case '?': case '|': case '#': case '~': case '/': case '<': case '>': return MARK;
    default: return OTHER;
  }
}

/* The bytes of the character that begins with c. */
static size_t width(unsigned char c) {
  return c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
}

/* Whether the character of several bytes at s is a letter: all but the signs and marks that texts have. */
static bool is_far_letter(const unsigned char *s, size_t len) {
  if (s[0] < 0xC3 || s[0] > 0xF4 || len < width(s[0])) return false;
  if (s[0] == 0xC3) return s[1] != 0x97;                    /* the sign of multiplication */
  if (s[0] == 0xE2) return s[1] > 0x8F;                     /* dashes, quotes, currencies, arrows */
  return s[0] != 0xEF || (s[1] != 0xBC && s[1] != 0xBD);    /* full-width forms */
}

static size_t letters(const unsigned char *s, size_t len) {
  size_t at = 0;
  while (at < len) {
    if (s[at] < 0x80) {
      if (kind_of(s[at]) != LETTER) break;
      at++;
    } else {
      if (!is_far_letter(s + at, len - at)) break;
      at += width(s[at]);
    }
  }
  return at;
}

static size_t digits(const unsigned char *s, size_t len) {
  size_t at = 0;
  while (at < len && kind_of(s[at]) == DIGIT) at++;
  return at;
}

size_t os_token(const char *text, size_t len) {
  const unsigned char *s = (const unsigned char *)text;
  size_t at = letters(s, len);
  if (at > 0) {
    if (at + 1 < len && s[at] == '\'' && kind_of(s[at + 1]) == LETTER) {
      at++;
      while (at < len && kind_of(s[at]) == LETTER) at++;
    }
    return at;
  }
  at = digits(s, len);
  if (at > 0) {
    while (at + 1 < len && (s[at] == '.' || s[at] == ',' || s[at] == '\'' || s[at] == '\x1F')) {
      size_t more = digits(s + at + 1, len - at - 1);
      if (more == 0) break;
      at += 1 + more;
    }
    return at;
  }
  if (kind_of(s[0]) == MARK) {
    for (at = 1; at < len && s[at] == s[0];) at++;
    return at;
  }
  at = width(s[0]);
  return at < len ? at : len;
}

size_t os_token_spaces(const char *text, size_t len) {
  size_t at = 0;
  while (at < len && kind_of((unsigned char)text[at]) == SPACE) at++;
  return at;
}
