/* expr_text.c: texts of expressions: searching, joining, letters. */
#include <string.h>

#include <utf8proc.h>

#include "expr_run.h"
#include "float.h"
#include "value.h"

/* ---- room for texts that are made ---- */

#define SLAB ((size_t)1 << 16)

struct os_slab {
  os_slab *next;
  size_t size, used;
  char bytes[];
};

char *os_expr_text(os_run *run, size_t len) {
  os_slab *slab = run->slabs;
  if (!slab || slab->size - slab->used < len) {
    size_t size = len > SLAB ? len : SLAB;
    if (size > SIZE_MAX - sizeof *slab || !(slab = os_alloc(&run->mem, 1, sizeof *slab + size))) {
      run->status = OS_NOMEM;
      return NULL;
    }
    *slab = (os_slab){.next = run->slabs, .size = size};
    run->slabs = slab;
  }
  slab->used += len;
  return slab->bytes + slab->used - len;
}

void os_expr_clear_texts(os_run *run, const os_slab *keep) {
  while (run->slabs != keep) {
    os_slab *slab = run->slabs;
    run->slabs = slab->next;
    os_free(&run->mem, slab, sizeof *slab + slab->size);
  }
}

static os_text made(os_run *run, const char *bytes, size_t len) {
  os_text text = {"", 0};
  char *copy = len ? os_expr_text(run, len) : NULL;
  if (!copy) return text;
  text.ptr = memcpy(copy, bytes, len);
  text.len = len;
  return text;
}

/* ---- searching ---- */

static bool starts(os_text text, os_text with) {
  return text.len >= with.len && memcmp(text.ptr, with.ptr, with.len) == 0;
}

static bool ends(os_text text, os_text with) {
  return text.len >= with.len &&
         memcmp(text.ptr + text.len - with.len, with.ptr, with.len) == 0;
}

static bool contains(os_text text, os_text part) {
  if (part.len == 0) return true;
  const char *at = text.ptr, *end = text.ptr + text.len;
  while ((size_t)(end - at) >= part.len) {
    at = memchr(at, part.ptr[0], (size_t)(end - at) - part.len + 1);
    if (!at) return false;
    if (memcmp(at, part.ptr, part.len) == 0) return true;
    at++;
  }
  return false;
}

static size_t character(os_text text, size_t at) {
  size_t len = 1;
  while (at + len < text.len && ((unsigned char)text.ptr[at + len] & 0xC0) == 0x80) len++;
  return len;
}

/* `*` is any text, `?` one character; a backslash takes what follows as it is. Only the last star
** is ever tried again, so that the time is at most the product of the lengths. */
static bool like(os_text text, os_text glob) {
  size_t t = 0, g = 0, star = SIZE_MAX, again = 0;
  while (t < text.len) {
    bool escaped = g + 1 < glob.len && glob.ptr[g] == '\\';
    if (g < glob.len && glob.ptr[g] == '*') {
      star = ++g;
      again = t;
    } else if (g < glob.len && glob.ptr[g] == '?') {
      t += character(text, t);
      g++;
    } else if (g < glob.len && glob.ptr[g + escaped] == text.ptr[t]) {
      t++;
      g += 1u + escaped;
    } else if (star != SIZE_MAX) {
      g = star;
      again += character(text, again);
      t = again;
    } else {
      return false;
    }
  }
  while (g < glob.len && glob.ptr[g] == '*') g++;
  return g == glob.len;
}

/* ---- letters ---- */

typedef enum letters { LOWER, UPPER, FOLD } letters;

/* One character becomes up to MOST others. */
#define MOST 32

static size_t turn(utf8proc_int32_t point, letters how, utf8proc_int32_t *out) {
  if (how == LOWER) return out[0] = utf8proc_tolower(point), 1;
  if (how == UPPER) return out[0] = utf8proc_toupper(point), 1;
  int bound = UTF8PROC_BOUNDCLASS_START;
  bool hangul = point >= 0xAC00 && point <= 0xD7A3; /* syllables have no marks to lose */
  if (hangul) return out[0] = point, 1;
  utf8proc_ssize_t n = utf8proc_decompose_char(
      point, out, MOST, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &bound);
  if (n < 0 || n > MOST) return out[0] = point, 1;
  for (utf8proc_ssize_t i = 0; i < n; i++) {
    if (out[i] == 0x111) out[i] = 'd'; /* the bar of đ is no mark of its own */
  }
  return (size_t)n;
}

/* Most characters become one other; each is looked up once a run. */
#define FOLDS 0x2000 /* as far as Latin letters with several marks go */
#define NOT_ONE 0xFFFF

static size_t fold_once(os_run *run, utf8proc_int32_t point, utf8proc_int32_t *out) {
  if (point >= FOLDS) return turn(point, FOLD, out);
  if (!run->folds) run->folds = os_alloc_zero(&run->mem, FOLDS, sizeof *run->folds);
  if (!run->folds) {
    run->status = OS_NOMEM;
    return 0;
  }
  uint16_t *known = &run->folds[point];
  if (*known != 0 && *known != NOT_ONE) return out[0] = *known, 1;
  size_t n = turn(point, FOLD, out);
  *known = n == 1 && out[0] > 0 && out[0] < NOT_ONE ? (uint16_t)out[0] : NOT_ONE;
  return n;
}

void os_expr_clear_folds(os_run *run) {
  os_free(&run->mem, run->folds, run->folds ? FOLDS * sizeof *run->folds : 0);
  run->folds = NULL;
  os_buf_free(&run->mem, &run->letters);
}

static bool plain(os_text text) {
  unsigned char all = 0;
  for (size_t i = 0; i < text.len; i++) all |= (unsigned char)text.ptr[i];
  return all < 0x80;
}

static os_text plain_letters(os_run *run, os_text text, letters how) {
  char *out = text.len ? os_expr_text(run, text.len) : NULL;
  if (!out) return (os_text){"", 0};
  char first = how == UPPER ? 'a' : 'A';
  for (size_t i = 0; i < text.len; i++) {
    char c = text.ptr[i];
    out[i] = (char)((unsigned char)(c - first) < 26 ? c ^ 0x20 : c);
  }
  return (os_text){out, text.len};
}

static os_text with_letters(os_run *run, os_text text, letters how) {
  if (plain(text)) return plain_letters(run, text, how);
  os_buf *buf = &run->letters;
  const utf8proc_uint8_t *s = (const utf8proc_uint8_t *)text.ptr;
  buf->len = 0;
  for (size_t i = 0; i < text.len;) {
    utf8proc_int32_t point, points[MOST];
    utf8proc_ssize_t used = utf8proc_iterate(s + i, (utf8proc_ssize_t)(text.len - i), &point);
    if (used <= 0) break; /* texts are UTF-8 */
    size_t n = how == FOLD ? fold_once(run, point, points) : turn(point, how, points);
    if (buf->cap - buf->len < 4 * MOST && os_buf_room(&run->mem, buf, 4 * MOST)) {
      run->status = OS_NOMEM;
      break;
    }
    for (size_t k = 0; k < n; k++) {
      buf->len += (size_t)utf8proc_encode_char(points[k], buf->data + buf->len);
    }
    i += (size_t)used;
  }
  return made(run, (const char *)buf->data, buf->len);
}

static bool is_space(char c) {
  return c == ' ' || (c >= '\t' && c <= '\r');
}

static os_text trimmed(os_text text) {
  while (text.len && is_space(text.ptr[0])) text.ptr++, text.len--;
  while (text.len && is_space(text.ptr[text.len - 1])) text.len--;
  return text;
}

static int64_t characters(os_text text) {
  int64_t count = 0;
  for (size_t i = 0; i < text.len; i++) count += ((unsigned char)text.ptr[i] & 0xC0) != 0x80;
  return count;
}

/* ---- from and to other types ---- */

static void to_text(os_run *run, const os_step *step, os_lane *a) {
  os_text *texts = a->data; /* in place, into wider values: from the end */
  const uint8_t *booleans = a->data;
  const int64_t *ints = a->data;
  const double *numbers = a->data;
  const os_wide *wides = a->data;
  if (step->a == OS_TEXT) return;
  for (size_t k = run->n; k-- > 0;) {
    size_t i = run->sel ? run->sel[k] : k, len = 0;
    char text[OS_VALUE_TEXT];
    if (step->a == OS_BOOLEAN) a->present[i] = booleans[i] != 0;
    if (!a->present[i]) {
      texts[i] = (os_text){"", 0};
      continue;
    }
    switch (step->a) {
      case OS_BOOLEAN: {
        bool truth = booleans[i] == OS_TRUE;
        texts[i] = (os_text){truth ? "true" : "false", truth ? 4 : 5};
        continue;
      }
      case OS_INTEGER: len = os_write_integer(ints[i], text); break;
      case OS_DATE: len = os_write_date((int32_t)ints[i], text); break;
      case OS_NUMBER: len = os_float_write(numbers[i], text); break;
      default: len = os_write_decimal(wides[i], step->scale_a, text); break;
    }
    texts[i] = made(run, text, len);
  }
}

/* A text that is no date has no date. */
static void to_date(os_run *run, const os_step *step, os_lane *a) {
  const os_text *texts = a->data;
  int64_t *dates = a->data;
  if (step->a == OS_DATE) return;
  OS_EACH(run, {
    int32_t date = 0;
    a->present[i] = a->present[i] && os_parse_date(texts[i].ptr, texts[i].len, &date);
    dates[i] = date;
  });
}

static void part_of_date(os_run *run, const os_step *step, os_lane *a) {
  int64_t *x = a->data;
  OS_EACH(run, {
    if (!a->present[i]) continue;
    int year, month, day;
    os_precision precision;
    os_date_unpack((int32_t)x[i], &year, &month, &day, &precision);
    x[i] = step->op == OS_OP_YEAR ? year : step->op == OS_OP_MONTH ? month : day;
    if (step->op == OS_OP_MONTH) a->present[i] = precision >= OS_MONTH;
    if (step->op == OS_OP_DAY) a->present[i] = precision >= OS_DAY;
  });
}

/* ---- the instructions ---- */

static void search(os_run *run, bool (*found)(os_text, os_text), os_lane *a, const os_lane *b) {
  const os_text *x = a->data, *y = b->data;
  uint8_t *truth = a->data; /* narrower: ahead of it all is read */
  OS_EACH(run, {
    uint8_t result = 0;
    if (a->present[i] & b->present[i]) result = found(x[i], y[i]) ? OS_TRUE : OS_FALSE;
    truth[i] = result;
  });
}

static void concat(os_run *run, os_lane *a, const os_lane *b) {
  os_text *x = a->data;
  const os_text *y = b->data;
  OS_EACH(run, {
    a->present[i] &= b->present[i];
    if (!a->present[i] || y[i].len == 0) continue;
    size_t len;
    char *both = os_add(x[i].len, y[i].len, &len) ? os_expr_text(run, len) : NULL;
    if (!both) {
      run->status = OS_NOMEM;
      continue;
    }
    if (x[i].len) memcpy(both, x[i].ptr, x[i].len);
    memcpy(both + x[i].len, y[i].ptr, y[i].len);
    x[i] = (os_text){both, len};
  });
}

static void change(os_run *run, letters how, os_lane *a) {
  os_text *x = a->data;
  OS_EACH(run, {
    if (a->present[i]) x[i] = with_letters(run, x[i], how);
  });
}

void os_expr_string(os_run *run, const os_step *step, os_lane *a, const os_lane *b) {
  os_text *x = a->data;
  int64_t *ints = a->data;
  switch (step->op) {
    case OS_OP_CONTAINS: search(run, contains, a, b); break;
    case OS_OP_STARTS: search(run, starts, a, b); break;
    case OS_OP_ENDS: search(run, ends, a, b); break;
    case OS_OP_LIKE: search(run, like, a, b); break;
    case OS_OP_CONCAT: concat(run, a, b); break;
    case OS_OP_LOWER: change(run, LOWER, a); break;
    case OS_OP_UPPER: change(run, UPPER, a); break;
    case OS_OP_FOLD: change(run, FOLD, a); break;
    case OS_OP_TRIM:
      OS_EACH(run, {
        if (a->present[i]) x[i] = trimmed(x[i]);
      });
      break;
    case OS_OP_LEN:
      OS_EACH(run, {
        if (a->present[i]) ints[i] = characters(x[i]);
      });
      break;
    case OS_OP_TO_TEXT: to_text(run, step, a); break;
    case OS_OP_TO_DATE: to_date(run, step, a); break;
    default: part_of_date(run, step, a); break;
  }
}
