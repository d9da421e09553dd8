/* scan_kernel.h: the step loop of the scanner. A variant defines OS_TARGET (attributes), OS_KERNEL
** (the function's name), os_masks_of(), os_prefix_xor() and os_emit(), then includes this file. It
** may define OS_CONSTANTS: a type for what os_masks_of is given instead of os_marks, and which
** os_constants_of() makes of them once before the loop. */
#include "scan_variants.h"

/*
** Scans `steps` steps from p, of which p[-3] to p[64 * steps] are readable; `keep` has a bit for
** each byte of the (then only) step that is input. Returns the number of steps done: fewer when an
** array is full, a row ended at or behind `limit`, or the next step holds a fault.
*/
OS_TARGET size_t OS_KERNEL(os_scan *scan, const uint8_t *p, size_t steps, uint64_t keep,
                           size_t limit) {
#ifdef OS_CONSTANTS
  const OS_CONSTANTS marks = os_constants_of(scan->marks);
#else
  const os_marks marks = scan->marks;
#endif
  uint64_t inside = scan->inside, opens = scan->opens, closed = scan->closed, high = scan->high;
  uint32_t *const ends = scan->ends, *const rows = scan->row_last;
  size_t nends = scan->nends, nrows = scan->nrows, done = 0;
  uint32_t base = (uint32_t)scan->at;

  for (; done < steps; done++, p += OS_STEP, base += OS_STEP) {
    if (scan->ends_cap - nends < OS_ENDS_ROOM || scan->rows_cap - nrows < OS_STEP) break;
    os_masks m;
    if (!os_masks_of(p, marks, high, &m)) {
      scan->stopped = true;
      break;
    }
    uint64_t quote = m.quote & keep, line = m.line & keep, mark = m.separator & keep;
    mark |= line;
    if (quote | inside | closed) {
      uint64_t in = os_prefix_xor(quote) ^ inside;
      uint64_t opening = quote & in, closing = quote & ~in;
      uint64_t allowed = (mark | quote) << 1 | opens;
      uint64_t after = (closing << 1 | closed) & ~(mark | quote) & keep;
      bool fault = (opening & ~allowed) != 0;
      while (after && !fault) { /* only the CR of a CRLF may stand here */
        size_t i = (size_t)__builtin_ctzll(after);
        fault = p[i] != '\r' || p[i + 1] != '\n';
        after &= after - 1;
      }
      if (fault) {
        scan->stopped = true;
        break;
      }
      opens = (mark | quote) >> 63;
      closed = closing >> 63;
      inside = (uint64_t)((int64_t)in >> 63);
      mark &= ~in;
      line &= ~in;
    } else {
      opens = mark >> 63;
    }
    high = m.high ? OS_STICKY : high >> 1;

    size_t count = (size_t)__builtin_popcountll(mark);
    os_emit(ends + nends, mark, count, base);
    /* Most steps end one row or none, in no order that could be foretold: no branch on that. */
    uint64_t ended = line;
    rows[nrows] = (uint32_t)(nends + (size_t)__builtin_popcountll(mark & (line ^ (line - 1))) - 1);
    nrows += line != 0;
    while ((line &= line - 1)) {
      rows[nrows++] = (uint32_t)(nends + (size_t)__builtin_popcountll(mark & (line ^ (line - 1))) - 1);
    }
    nends += count;
    if (base + OS_STEP > limit && ended && ends[rows[nrows - 1]] >= limit) {
      done++;
      base += OS_STEP;
      break;
    }
  }
  scan->inside = inside;
  scan->opens = opens;
  scan->closed = closed;
  scan->high = high;
  scan->nends = nends;
  scan->nrows = nrows;
  scan->at = base;
  return done;
}
