/* float.h: doubles from and to decimal digits, correctly rounded, without the C library's locale. */
#ifndef OS_FLOAT_H
#define OS_FLOAT_H

#include "base.h"

/* value = digits * 10^exponent, where digits is a run of ndigits ASCII digits (leading zeros
** allowed, any length). Rounds to nearest, ties to even. False when the result overflows to
** infinity, or underflows to zero although a digit is not zero. */
bool os_float_parse(const char *digits, size_t ndigits, int64_t exponent, bool negative, double *out);

#define OS_FLOAT_TEXT 32
/* The shortest digits that read back as the same finite double (of those, the closest to it), as Lua
** and JSON both read them: "0.1", "1e+100" is written "1e100", integral values below 2^53 as
** "3.0". NaN and infinities give "nan", "inf", "-inf". Returns the length. */
size_t os_float_write(double value, char *out);

/* The double nearest to num / 10^scale, and the double nearest to num / den (den > 0). */
double os_float_from_decimal(os_wide num, unsigned scale);
double os_float_ratio(os_wide num, uint64_t den);

#endif
