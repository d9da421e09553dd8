/* value.h: from bytes to values and back: strict, locale-free, never clamped. */
#ifndef OS_VALUE_H
#define OS_VALUE_H

#include "column.h"

#define OS_BIT(type) (1u << (type))
#define OS_ANY_TYPE 0x3Fu /* what no value has yet narrowed down */

/* The set of types, as OS_BIT()s, that one written value fits; text always is one of them. */
unsigned os_value_types(const char *s, size_t len);

/* Each gives false when the text is not exactly a value of the type. */
bool os_parse_boolean(const char *s, size_t len, bool *out);
bool os_parse_integer(const char *s, size_t len, int64_t *out);
/* At most 18 digits with a point (a lone 0 before it does not count), or any integer of 64 bits:
** *out is the value times 10^*scale, in the scale that it is written in. */
bool os_parse_decimal(const char *s, size_t len, int64_t *out, unsigned *scale);
/* No integer that lies between two doubles. */
bool os_parse_number(const char *s, size_t len, double *out);
/* YYYY, YYYY-MM or YYYY-MM-DD; as packed in a date column. */
bool os_parse_date(const char *s, size_t len, int32_t *out);

/* Whether some double is this integer. */
bool os_is_double(int64_t value);

/* The packed date of a day and back (proleptic Gregorian). */
int32_t os_date_pack(int year, int month, int day, os_precision precision);
void os_date_unpack(int32_t packed, int *year, int *month, int *day, os_precision *precision);

#define OS_VALUE_TEXT 64
/* Writers return the length; out has OS_VALUE_TEXT bytes and is not NUL-terminated. */
size_t os_write_integer(int64_t value, char *out);
size_t os_write_decimal(os_wide value, unsigned scale, char *out); /* all digits: 1.50 stays 1.50 */
size_t os_write_date(int32_t packed, char *out);

#endif
