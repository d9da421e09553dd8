/* scan_variants.c: a program that scans the same seeded bytes with every variant of the scanner that
** the machine supports, whole and in pieces, and compares what they find with the plain one. `make
** neon` builds it for 64-bit Arm and runs it in an emulator. Prints the variants; exits 1 at the first
** difference. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scan.h"

static const char *const names[OS_VARIANTS] = {
    [OS_PLAIN] = "plain", [OS_SSE2] = "sse2", [OS_AVX2] = "avx2", [OS_AVX512] = "avx512",
    [OS_NEON] = "neon"};

static uint64_t state = 42;

static uint32_t draw(uint32_t below) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)((state >> 33) % below);
}

static void *allocate(void *ud, void *ptr, size_t old_bytes, size_t new_bytes) {
  (void)ud;
  (void)old_bytes;
  if (new_bytes) return realloc(ptr, new_bytes);
  free(ptr);
  return NULL;
}

static const os_mem mem = {.fn = allocate};

static size_t fill(uint8_t *out, size_t room) {
  static const char *const sound[] = {"a", "bc", ",", ",", "\n", "\r\n", "\r", "\"x\"", "\"\"\"\"",
                                      "\"a,b\nc\"", "h\xC3\xB2", "\xE1\xBA\xA5", "\xF0\x9D\x84\x9E"};
  static const char *const faulty[] = {"\"", "\xC3", "\xE1\xBA", "\xF0\x9D", "\x80", "\xED\xA0\x80",
                                       "\xC0\x80", "\xF4\x90\x80\x80", "a\"b"};
  size_t len = 0, wanted = draw((uint32_t)room);
  uint32_t faults = draw(3) ? 0 : 1 + draw(200);
  while (len < wanted) {
    const char *piece = faults && draw(faults) == 0 ? faulty[draw(9)] : sound[draw(13)];
    size_t count = strlen(piece);
    memcpy(out + len, piece, count);
    len += count;
    if (faults && draw(900) == 0) out[len++] = 0;
  }
  return len;
}

static void scan(os_scan *scan, const uint8_t *bytes, size_t length, os_marks marks, size_t start,
                 size_t piece, size_t limit, os_variant variant) {
  os_status status = os_scan_begin(&mem, scan, marks, start);
  for (size_t at = start; !status; at += piece) {
    bool final = length - at <= piece;
    status = os_scan_run(&mem, scan, bytes, final ? length : at + piece, final, limit, variant);
    if (final) break;
  }
  if (status) exit(2);
}

/* A fault stops the scan before the step that it shows in, which may be one later where a variant
** sees it late: what is known up to there must agree. */
static bool agree(const os_scan *a, const os_scan *b) {
  size_t rows = a->nrows < b->nrows ? a->nrows : b->nrows;
  if (a->stopped != b->stopped) return false;
  if (!a->stopped && (a->nrows != b->nrows || a->nends != b->nends)) return false;
  if (memcmp(a->row_last, b->row_last, rows * sizeof *a->row_last)) return false;
  size_t ends = rows ? a->row_last[rows - 1] + 1 : 1;
  return !memcmp(a->ends, b->ends, ends * sizeof *a->ends);
}

int main(void) {
  static uint8_t bytes[4096];
  os_scan plain = {0}, other = {0};
  unsigned cases = 0;
  for (int v = OS_PLAIN + 1; v < OS_VARIANTS; v++) {
    if (!os_scan_supports((os_variant)v)) continue;
    printf("%s ", names[v]);
    for (unsigned i = 0; i < 20000; i++, cases++) {
      size_t length = fill(bytes, 1 + draw(sizeof bytes - 32));
      os_marks marks = {.separator = ',', .cr = draw(4) == 0, .quote = draw(8) ? '"' : 'b'};
      size_t start = length && draw(2) ? draw((uint32_t)length) : 0;
      while (start < length && (bytes[start] & 0xC0) == 0x80) start++;
      size_t piece = draw(2) ? length + 1 : 1 + draw(300);
      size_t limit = draw(2) ? SIZE_MAX : draw((uint32_t)length + 1);
      /* With other quotes most is at fault, and who sees a fault late may reach the limit first. */
      if (marks.quote != '"') limit = SIZE_MAX;
      scan(&plain, bytes, length, marks, start, length + 1, limit, OS_PLAIN);
      scan(&other, bytes, length, marks, start, piece, limit, (os_variant)v);
      if (!agree(&plain, &other)) {
        printf("differs from plain in case %u\n", i);
        return 1;
      }
    }
  }
  os_scan_free(&mem, &plain);
  os_scan_free(&mem, &other);
  printf("agree with plain in %u cases\n", cases);
  return 0;
}
