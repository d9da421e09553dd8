/* locale.h: signs that a comma is the decimal mark of a file, where a point may group thousands. */
#ifndef OS_LOCALE_H
#define OS_LOCALE_H

#include "column.h"
#include "notation.h"

/* Whether a column is text because its numbers have a decimal comma: every text that is not empty
** is one such as -2,5 or 1.250,75, and not all could be thousands as in 1,250. */
bool os_locale_comma(const os_column *col);
/* Whether all values of a column of decimals, which are written with three places, could as well be
** thousands: 1.250, 12.500, 125.000. */
bool os_locale_thousands(const os_column *col);

/* How the values of a field can be read that is text, or decimal, in machine notation. */
typedef struct os_found {
  const os_notation *notation; /* other than that of machines; NULL: none that all values fit */
  os_text doubt; /* a value that can be read in two ways, by `notation` and by `other`; ptr NULL: none */
  const os_notation *other;
  size_t row;    /* of it */
} os_found;

/* Tries the notations that there are. The texts lie in the column, or in `own`. */
os_found os_locale_find(const os_column *col, char own[OS_NOTATION_TEXT]);
/* What a notation that was found is called in messages; NULL for others. */
const char *os_locale_name(const os_notation *notation);

#endif
