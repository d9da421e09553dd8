/* select.h: the value of a given rank, without sorting; and sorting, for what needs all ranks. */
#ifndef OS_SELECT_H
#define OS_SELECT_H

#include "base.h"

/* The value of rank k (from 0) among x[0 .. n), and the one of rank k + 1 (the same value when k is
** the last rank). Disturbs x. */
uint16_t os_select_16(uint16_t *x, size_t n, size_t k, uint16_t *next);
uint32_t os_select_32(uint32_t *x, size_t n, size_t k, uint32_t *next);
uint64_t os_select_64(uint64_t *x, size_t n, size_t k, uint64_t *next);
os_uwide os_select_wide(os_uwide *x, size_t n, size_t k, os_uwide *next);

/* Ascending. `spare` has room for n values. */
void os_sort_64(uint64_t *x, uint64_t *spare, size_t n);

#endif
