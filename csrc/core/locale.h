/* locale.h: signs that a comma is the decimal mark of a file, where a point may group thousands. */
#ifndef OS_LOCALE_H
#define OS_LOCALE_H

#include "column.h"

/* Whether a column is text because its numbers have a decimal comma: every text that is not empty
** is one such as -2,5 or 1.250,75, and not all could be thousands as in 1,250. */
bool os_locale_comma(const os_column *col);
/* Whether all values of a column of decimals, which are written with three places, could as well be
** thousands: 1.250, 12.500, 125.000. */
bool os_locale_thousands(const os_column *col);

#endif
