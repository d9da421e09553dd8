/* notation.h: how people of a place write numbers and dates, brought to machine notation. */
#ifndef OS_NOTATION_H
#define OS_NOTATION_H

#include "column.h"

typedef enum os_dates { OS_DATES_ISO, OS_DATES_DMY, OS_DATES_MDY, OS_DATES_YMD } os_dates;

/* Words that stand for a missing value. */
typedef struct os_words {
  const os_text *words;
  size_t count;
} os_words;

typedef struct os_notation {
  char decimal;
  char group;     /* 0: none; ' ' is also a no-break or thin space, and ' also a typographic one */
  os_dates dates; /* ISO dates are read in any case */
  os_words missing; /* words of no value, in fields that are no text */
  bool numerals;    /* some of them begin with a digit */
} os_notation;

typedef enum os_noted {
  OS_NOTED_SAME,    /* the text is as good in machine notation */
  OS_NOTED_OTHER,   /* it was brought to it */
  OS_NOTED_GROUPED, /* the same, and its digits were grouped: it is no year */
  OS_NOTED_MISSING
} os_noted;

#define OS_NOTATION_TEXT 96 /* what is longer is no number */

/* Brings a value (not empty) to machine notation, in `out` where it changes. A number in another
** notation becomes a text that is no value, be it one in machine notation. */
os_noted os_notation_read(const os_notation *notation, os_text *text, char out[OS_NOTATION_TEXT]);

#endif
