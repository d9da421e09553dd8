/* titles.c: title lines above the header, as people put them over a table. They are taken for such
** only if what follows is a table beyond doubt: all its rows have one number of fields, its first is
** names, and either an empty line parts the two, or a column of values stands below a name. */
#include <string.h>

#include "chunk.h"
#include "dialect_parts.h"
#include "value.h"

#define OS_TITLE_LINES 20
#define OS_TITLE_SAMPLE 100

static const char separators[] = {',', ';', '\t', '|'};

typedef struct os_sampled {
  size_t start;
  uint32_t first;  /* in the scan: the end before its first field */
  uint32_t fields;
  uint32_t filled; /* fields with something in them */
  bool after_gap;  /* an empty line is before it */
} os_sampled;

typedef struct os_sample {
  const os_head *head;
  os_scan *scan;
  os_sampled rows[OS_TITLE_SAMPLE];
  size_t count;
} os_sample;

static os_text cell_of(const os_sample *sample, size_t row, size_t field) {
  uint32_t at = sample->rows[row].first + (uint32_t)field;
  size_t from = (uint32_t)(sample->scan->ends[at] + 1), to = sample->scan->ends[at + 1];
  const char *s = (const char *)sample->head->bytes;
  while (from < to && (s[from] == ' ' || s[from] == '\r')) from++;
  while (to > from && (s[to - 1] == ' ' || s[to - 1] == '\r')) to--;
  uint8_t quote = sample->scan->marks.quote;
  if (to - from >= 2 && (uint8_t)s[from] == quote && (uint8_t)s[to - 1] == quote) {
    from++;
    to--;
  }
  return (os_text){s + from, to - from};
}

/* The rows at the head that are whole and without fault. */
static os_status take_sample(os_sample *sample, size_t from, os_marks marks) {
  const os_head *head = sample->head;
  os_scan *scan = sample->scan;
  bool gap = false;
  sample->count = 0;
  os_status status = os_scan_begin(head->mem, scan, marks, from);
  while (!status && sample->count < OS_TITLE_SAMPLE && from < head->length) {
    os_loose_row row;
    uint32_t first = (uint32_t)scan->nends - 1;
    status = os_scan_loose(head->mem, head->form->lenient, scan, head->bytes, from, head->length,
                           head->final, &row);
    if (status || row.next == SIZE_MAX || row.fault) break;
    size_t start = from;
    from = row.next;
    if (row.comment) continue;
    os_sampled *it = &sample->rows[sample->count];
    *it = (os_sampled){start, first, (uint32_t)scan->nends - 1 - first, 0, gap};
    sample->count++;
    for (size_t i = 0; i < it->fields; i++) it->filled += cell_of(sample, sample->count - 1, i).len > 0;
    gap = it->fields == 1 && !it->filled;
    sample->count -= gap;
  }
  return status;
}

static unsigned types_of(os_text text) {
  unsigned types = os_value_types(text.ptr, text.len);
  return types & ~OS_BIT(OS_TEXT);
}

static bool is_year(os_text text) {
  return text.len == 4 && (text.ptr[0] == '1' || text.ptr[0] == '2');
}

/* Different texts, none empty, and no values but years. */
static bool is_names(const os_sample *sample, size_t row) {
  size_t fields = sample->rows[row].fields, years = 0;
  if (sample->rows[row].filled < fields) return false;
  for (size_t i = 0; i < fields; i++) {
    os_text text = cell_of(sample, row, i);
    bool value = types_of(text) != 0;
    if (value && !is_year(text)) return false;
    years += value;
    for (size_t k = 0; k < i && fields < 1000; k++) {
      if (os_text_same(cell_of(sample, row, k), text)) return false;
    }
  }
  return years < fields;
}

/* Whether some field is text in this row and a value of another type in all that follow. */
static bool heads_values(const os_sample *sample, size_t row) {
  for (size_t i = 0; i < sample->rows[row].fields; i++) {
    unsigned types = OS_ANY_TYPE & ~OS_BIT(OS_TEXT);
    bool any = false;
    if (types_of(cell_of(sample, row, i))) continue;
    for (size_t r = row + 1; types && r < sample->count; r++) {
      os_text text = cell_of(sample, r, i);
      if (!text.len) continue;
      any = true;
      types &= types_of(text);
    }
    if (any && types) return true;
  }
  return false;
}

/* A title fills one field, or few of many; with more, but not all of them, *sure becomes false. */
static bool is_title(const os_sampled *row, uint32_t width, bool *sure) {
  if (row->filled == 1 && (row->fields == 1 || width > 2)) return true;
  if (row->fields >= width) return false;
  if (row->filled * 2 > width) *sure = false;
  return true;
}

/* How many titles there are if the header has so many above it, and the rest is a table. */
static size_t count_titles(const os_sample *sample) {
  for (size_t k = 1; k <= OS_TITLE_LINES && k < sample->count; k++) {
    uint32_t width = sample->rows[k].fields;
    bool table = width >= 2, sure = true;
    for (size_t r = k; table && r < sample->count; r++) table = sample->rows[r].fields == width;
    for (size_t r = 0; table && r < k; r++) table = is_title(&sample->rows[r], width, &sure);
    if (!table || !is_names(sample, k)) continue;
    bool gap = sample->rows[k].after_gap, values = heads_values(sample, k);
    if (sure ? gap || values : gap && values) return k;
  }
  return 0;
}

os_status os_find_titles(os_head *head, size_t from, os_marks *marks, os_scan *scan,
                         uint64_t *titles, size_t *start) {
  os_marks tried = *marks;
  const uint8_t given = marks->separator;
  uint32_t width = 0;
  os_status status = OS_OK;
  os_sample *sample = os_alloc_zero(head->mem, 1, sizeof *sample);
  if (!sample) return OS_NOMEM;
  sample->head = head;
  sample->scan = scan;
  *titles = 0;
  for (size_t i = 0; !status && i < (given ? 1 : sizeof separators); i++) {
    tried.separator = given ? given : (uint8_t)separators[i];
    status = take_sample(sample, from, tried);
    size_t count = status ? 0 : count_titles(sample);
    if (!count || sample->rows[count].fields <= width) continue;
    width = sample->rows[count].fields;
    *titles = count;
    *start = sample->rows[count].start;
    marks->separator = tried.separator;
  }
  os_free(head->mem, sample, sizeof *sample);
  return status;
}
