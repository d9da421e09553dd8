/* scan.c: the driver around the step loops of scan_*.c, and what stands at the edges of a scan. */
#include "scan.h"

#include <string.h>

#include "scan_variants.h"

/* Sequences may reach this far into the next step. */
#define OS_AHEAD 3

static os_kernel *const kernels[OS_VARIANTS] = {
    [OS_PLAIN] = os_scan_steps_plain,
#if defined(__x86_64__)
    [OS_SSE2] = os_scan_steps_sse2,
    [OS_AVX2] = os_scan_steps_avx2,
    [OS_AVX512] = os_scan_steps_avx512,
#endif
#if defined(__aarch64__)
    [OS_NEON] = os_scan_steps_neon,
#endif
};

bool os_scan_supports(os_variant variant) {
  if (variant >= OS_VARIANTS || !kernels[variant]) return false;
#if defined(__x86_64__)
  if (variant == OS_AVX2) {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("pclmul") &&
           __builtin_cpu_supports("bmi") && __builtin_cpu_supports("popcnt");
  }
  if (variant == OS_AVX512) {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512vbmi2") && os_scan_supports(OS_AVX2);
  }
#endif
  return true;
}

os_variant os_scan_variant(void) {
  os_variant variant = OS_PLAIN;
  for (int v = OS_PLAIN; v < OS_VARIANTS; v++) {
    if (os_scan_supports((os_variant)v)) variant = (os_variant)v;
  }
  return variant;
}

static os_status make_room(const os_mem *mem, os_scan *scan) {
  os_status status = OS_GROW(mem, scan->ends, scan->ends_cap, scan->nends + OS_ENDS_ROOM);
  if (status) return status;
  return OS_GROW(mem, scan->row_last, scan->rows_cap, scan->nrows + OS_STEP);
}

os_status os_scan_begin(const os_mem *mem, os_scan *scan, os_marks marks, size_t start) {
  scan->marks = marks;
  scan->start = scan->at = start;
  scan->inside = scan->closed = scan->high = 0;
  scan->opens = 1;
  scan->stopped = false;
  scan->nends = scan->nrows = 0;
  os_status status = make_room(mem, scan);
  if (status) return status;
  scan->ends[scan->nends++] = (uint32_t)(start - 1);
  return OS_OK;
}

void os_scan_free(const os_mem *mem, os_scan *scan) {
  os_free(mem, scan->ends, scan->ends_cap * sizeof *scan->ends);
  os_free(mem, scan->row_last, scan->rows_cap * sizeof *scan->row_last);
  memset(scan, 0, sizeof *scan);
}

size_t os_scan_next(const os_scan *scan) {
  return scan->nrows ? (size_t)scan->ends[scan->row_last[scan->nrows - 1]] + 1 : scan->start;
}

void os_scan_whole_rows(os_scan *scan) {
  scan->nends = scan->nrows ? (size_t)scan->row_last[scan->nrows - 1] + 1 : 1;
}

static void add_row(os_scan *scan, size_t end) {
  scan->ends[scan->nends] = (uint32_t)end;
  scan->row_last[scan->nrows++] = (uint32_t)scan->nends++;
}

/* A step whose neighbourhood may not all be readable is scanned in a copy, line ends around it. */
static void scan_copied_step(os_scan *scan, const uint8_t *bytes, size_t length, size_t limit,
                             os_kernel *kernel) {
  uint8_t copy[3 * OS_STEP];
  size_t left = length - scan->at, ahead = left < 2 * OS_STEP ? left : 2 * OS_STEP;
  size_t behind = scan->at - scan->start;
  if (behind > OS_AHEAD) behind = OS_AHEAD;
  memset(copy, '\n', sizeof copy);
  if (behind) memcpy(copy + OS_STEP - behind, bytes + scan->at - behind, behind);
  if (ahead) memcpy(copy + OS_STEP, bytes + scan->at, ahead);
  uint64_t keep = left >= OS_STEP ? ~UINT64_C(0) : (UINT64_C(1) << left) - 1;
  if (kernel(scan, copy + OS_STEP, 1, keep, limit) && scan->at > length) scan->at = length;
}

os_status os_scan_run(const os_mem *mem, os_scan *scan, const uint8_t *bytes, size_t length,
                      bool final, size_t limit, os_variant variant) {
  os_kernel *kernel = kernels[variant];
  for (;;) {
    os_status status = make_room(mem, scan);
    if (status) return status;
    if (scan->stopped) return OS_OK;
    if (scan->nrows && scan->ends[scan->row_last[scan->nrows - 1]] >= limit) return OS_OK;
    size_t left = length - scan->at;
    if (scan->at > scan->start && left >= OS_STEP + OS_AHEAD) {
      kernel(scan, bytes + scan->at, (left - OS_AHEAD) / OS_STEP, ~UINT64_C(0), limit);
    } else if (left >= OS_STEP + OS_AHEAD || (final && (left || scan->high))) {
      scan_copied_step(scan, bytes, length, limit, kernel);
      if (!left) scan->high = 0;
    } else {
      break;
    }
  }
  if (!final) return OS_OK;
  if (scan->inside) {
    scan->stopped = true;
  } else {
    size_t whole = scan->nrows ? scan->row_last[scan->nrows - 1] : 0;
    if (scan->nends - 1 != whole || length != os_scan_next(scan)) add_row(scan, length);
  }
  return OS_OK;
}

bool os_odd_quotes(uint8_t quote, const uint8_t *bytes, size_t length) {
  typedef uint8_t lanes __attribute__((vector_size(16)));
  lanes odd[2] = {{0}, {0}}; /* the parity of each lane, all ones or none */
  bool result = false;
  size_t i = 0;
  for (; length - i >= sizeof odd; i += sizeof odd) {
    lanes v[2];
    memcpy(v, bytes + i, sizeof v);
    odd[0] ^= (lanes)(v[0] == quote);
    odd[1] ^= (lanes)(v[1] == quote);
  }
  odd[0] ^= odd[1];
  for (size_t k = 0; k < sizeof(lanes); k++) result ^= odd[0][k] & 1;
  for (; i < length; i++) result ^= bytes[i] == quote;
  return result;
}

static inline bool is_line_end(os_marks marks, uint8_t c) {
  return c == '\n' || (c == '\r' && marks.cr);
}

size_t os_next_row(os_marks marks, const uint8_t *bytes, size_t from, size_t length, bool inside) {
  for (size_t i = from; i < length; i++) {
    if (bytes[i] == marks.quote) {
      inside = !inside;
    } else if (!inside && is_line_end(marks, bytes[i])) {
      return i + 1;
    }
  }
  return SIZE_MAX;
}

size_t os_utf8_length(const uint8_t *s, size_t available) {
  static const uint8_t wanted[4] = {2, 2, 3, 4}; /* by bits 4 and 5 of a lead byte 0xC2.. */
  if (s[0] < 0x80) return 1;
  if (s[0] < 0xC2 || s[0] > 0xF4) return 0;
  size_t length = wanted[s[0] >> 4 & 3];
  if (available < length) return 0;
  for (size_t i = 1; i < length; i++) {
    if ((s[i] & 0xC0) != 0x80) return 0;
  }
  if (length == 3 && ((s[0] == 0xE0 && s[1] < 0xA0) || (s[0] == 0xED && s[1] > 0x9F))) return 0;
  if (length == 4 && ((s[0] == 0xF0 && s[1] < 0x90) || (s[0] == 0xF4 && s[1] > 0x8F))) return 0;
  return length;
}

size_t os_text_fault(const uint8_t *s, size_t length) {
  size_t i = 0;
  while (i < length) {
    size_t step = s[i] ? os_utf8_length(s + i, length - i) : 0;
    if (!step) return i;
    i += step;
  }
  return length;
}

bool os_utf8_step(const uint8_t *p) {
  size_t i = 0;
  /* Skip what a character of the step before reaches into this one; that step has checked it. */
  for (size_t back = 1; back <= OS_AHEAD; back++) {
    size_t length = p[-(ptrdiff_t)back] >= 0xC0 ? os_utf8_length(p - back, 4) : 0;
    if (length > back) i = length - back;
  }
  while (i < OS_STEP) {
    size_t step = os_utf8_length(p + i, OS_STEP + OS_AHEAD - i);
    if (!step) return false;
    i += step;
  }
  return true;
}

/* Where the quoted field that opens at `open` closes; `length` if it does not. */
static size_t closing_quote(uint8_t mark, const uint8_t *bytes, size_t open, size_t length) {
  size_t i = open + 1;
  for (;;) {
    const uint8_t *quote = i < length ? memchr(bytes + i, mark, length - i) : NULL;
    if (!quote) return length;
    i = (size_t)(quote - bytes) + 1;
    if (i >= length) return i - 1;
    if (bytes[i] == mark) {
      i++;
      continue;
    }
    return i - 1;
  }
}

/* Whether a field can end right before bytes[i]. */
static bool field_ends(os_marks marks, const uint8_t *bytes, size_t i, size_t length) {
  if (i >= length || bytes[i] == marks.separator || is_line_end(marks, bytes[i])) return true;
  return bytes[i] == '\r' && (i + 1 >= length || bytes[i + 1] == '\n');
}

os_status os_scan_loose(const os_mem *mem, bool lenient, os_scan *scan, const uint8_t *bytes,
                        size_t start, size_t length, bool final, os_loose_row *row) {
  const os_marks marks = scan->marks;
  const uint8_t quote = marks.quote;
  size_t i = start, kept = scan->nends;
  *row = (os_loose_row){SIZE_MAX, OS_FAULT_NONE, 0, false};
  if (length - start < marks.comment_length && !final) return OS_OK;
  row->comment = os_is_comment(&marks, bytes + start, length - start);
  for (;;) { /* one field a turn */
    if (i < length && bytes[i] == quote && quote != OS_NO_QUOTE) {
      size_t close = closing_quote(quote, bytes, i, length);
      if (close == length) {
        if (!final) goto more;
        if (!lenient) row->fault = OS_FAULT_UNCLOSED;
        row->where = i;
      } else if (close + 2 >= length && !final) {
        goto more; /* what follows the quote is not known */
      } else if (field_ends(marks, bytes, close + 1, length)) {
        i = close + 1;
      } else {
        if (!lenient) row->fault = OS_FAULT_STRAY_QUOTE;
        row->where = i = close + 1;
      }
    }
    while (i < length && !is_line_end(marks, bytes[i]) &&
           (row->fault || row->comment || bytes[i] != marks.separator)) {
      if (bytes[i] == quote && quote != OS_NO_QUOTE && !lenient && !row->fault && !row->comment) {
        row->fault = OS_FAULT_STRAY_QUOTE;
        row->where = i;
      }
      i++;
    }
    if (i >= length && !final) goto more;
    os_status status = make_room(mem, scan);
    if (status) return status;
    if (i < length && bytes[i] == marks.separator && !row->fault) {
      scan->ends[scan->nends++] = (uint32_t)i++;
      continue;
    }
    add_row(scan, i);
    row->next = i < length ? i + 1 : i;
    break;
  }
  size_t stop = row->fault ? row->where : row->next;
  size_t bad = start + os_text_fault(bytes + start, stop - start);
  if (bad < stop) {
    row->fault = bytes[bad] ? OS_FAULT_UTF8 : OS_FAULT_NUL;
    row->where = bad;
  }
  return OS_OK;
more:
  scan->nends = kept;
  *row = (os_loose_row){SIZE_MAX, OS_FAULT_NONE, 0, false};
  return OS_OK;
}
