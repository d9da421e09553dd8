/* name_key.c: see name_key.h. A text is decomposed, letters with their marks behind them,
** mended word by word, and composed again. */
#include "name_key.h"

#include <utf8proc.h>

#define D_WITH_STROKE 0x0111

static bool is_tone(int32_t c) { /* grave, acute, tilde, hook above, dot below */
  return c == 0x300 || c == 0x301 || c == 0x303 || c == 0x309 || c == 0x323;
}

static bool is_space(int32_t c) {
  if (c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85) return true;
  if (c < 0x80) return false;
  utf8proc_category_t category = utf8proc_category(c);
  return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
         category == UTF8PROC_CATEGORY_ZP;
}

static bool is_hyphen(int32_t c) {
  return c == '-' || c == '/' || (c >= 0x2010 && c <= 0x2015);
}

static bool is_mark(int32_t c) {
  return c >= 0x300 && utf8proc_category(c) == UTF8PROC_CATEGORY_MN;
}

static bool in_word(int32_t c) {
  if (c < 0x80) return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  utf8proc_category_t category = utf8proc_category(c);
  return category <= UTF8PROC_CATEGORY_LO ? category != UTF8PROC_CATEGORY_CN : is_mark(c);
}

/* The consonants that Vietnamese syllables begin with, qu among them. */
static bool is_onset(const int32_t *s, size_t len) {
  if (len == 2 && s[0] == 'q' && s[1] == 'u') return true;
  if (len > 3) return false;
  for (size_t i = 0; i < len; i++) {
    int32_t c = s[i];
    bool consonant = c == D_WITH_STROKE || (c >= 'b' && c <= 'x' && c != 'e' && c != 'f' &&
                                            c != 'i' && c != 'j' && c != 'o' && c != 'q' &&
                                            c != 'u' && c != 'w');
    if (!consonant) return false;
  }
  return true;
}

/* A Vietnamese syllable, as far as the place of its tone mark goes: letters with the mark of their
** quality (circumflex, breve, horn) beside them, and the tone. */
#define LONGEST_SYLLABLE 8 /* letters; nghiêng has seven */

typedef struct syllable {
  int32_t letter[LONGEST_SYLLABLE], quality[LONGEST_SYLLABLE], tone;
  size_t count;
} syllable;

static bool is_vowel(int32_t c) {
  return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y';
}

/* Whether a word has as many letters and no other marks, and one tone. */
static bool read_syllable(const int32_t *s, size_t len, syllable *of) {
  of->count = 0;
  of->tone = 0;
  for (size_t i = 0; i < len; i++) {
    if (is_tone(s[i])) {
      if (of->tone || of->count == 0 || !is_vowel(of->letter[of->count - 1])) return false;
      of->tone = s[i];
    } else if (s[i] == 0x302 || s[i] == 0x306 || s[i] == 0x31B) {
      if (of->count == 0 || of->quality[of->count - 1]) return false;
      of->quality[of->count - 1] = s[i];
    } else {
      if (of->count == LONGEST_SYLLABLE || is_mark(s[i])) return false;
      of->letter[of->count] = s[i];
      of->quality[of->count++] = 0;
    }
  }
  return of->tone != 0;
}

static bool is_coda(const int32_t *s, size_t len) {
  if (len == 0) return true;
  int32_t c = s[0];
  if (len == 1) return c == 'c' || c == 'm' || c == 'n' || c == 'p' || c == 't';
  return len == 2 && ((c == 'n' && (s[1] == 'g' || s[1] == 'h')) || (c == 'c' && s[1] == 'h'));
}

/* Vowels that follow each other in Vietnamese rimes, marks left out. */
static bool is_rime(const int32_t *s, size_t len) {
  static const char pairs[] = "aiaoauayeoeuiaieiuoaoeoioo"
                              "ouuaueuiuouuuyyayeyu";
  for (size_t i = 0; i + 1 < len; i++) {
    size_t at = 0;
    while (pairs[at] && (pairs[at] != s[i] || pairs[at + 1] != s[i + 1])) at += 2;
    if (!pairs[at]) return false;
  }
  return true;
}

/* The letter that the tone is marked at: one with a mark of quality (the last), before a coda the
** last vowel, else the first of two but in oa, oe and uy, and the middle one of three. False when
** this is no syllable. */
static bool place_of_tone(const syllable *of, size_t *place) {
  const int32_t *s = of->letter;
  size_t from = 0;
  while (from < of->count && !is_vowel(s[from])) from++;
  if (from == 1 && of->count > 2 && is_vowel(s[2]) &&
      ((s[0] == 'q' && s[1] == 'u') || (s[0] == 'g' && s[1] == 'i')))
    from = 2; /* this vowel belongs to the onset */
  size_t end = from;
  while (end < of->count && is_vowel(s[end])) end++;
  size_t vowels = end - from;
  if (vowels < 1 || vowels > 3 || !is_rime(s + from, vowels)) return false;
  if (!is_coda(s + end, of->count - end)) return false;
  if (from != 2 || !is_vowel(s[1])) {
    if (!is_onset(s, from)) return false;
  }
  for (size_t i = end; i-- > from;) {
    if (of->quality[i]) {
      *place = i;
      return true;
    }
  }
  int32_t first = s[from], second = vowels == 2 ? s[from + 1] : 0;
  bool late = (first == 'o' && (second == 'a' || second == 'e')) || (first == 'u' && second == 'y');
  if (end < of->count) *place = end - 1;
  else *place = vowels == 3 || late ? from + 1 : from;
  return true;
}

/* The letters with their marks in canonical order: horn, dot below, what stands above. */
static void write_syllable(const syllable *of, size_t place, int32_t *s) {
  for (size_t i = 0, at = 0; i < of->count; i++) {
    int32_t tone = i == place ? of->tone : 0, quality = of->quality[i];
    bool first = tone == 0x323 && quality != 0x31B;
    s[at++] = of->letter[i];
    if (tone && first) s[at++] = tone;
    if (quality) s[at++] = quality;
    if (tone && !first) s[at++] = tone;
  }
}

/* The tone mark moves to where it belongs, and a y that is the whole rime becomes an i. */
static void mend_word(int32_t *s, size_t len) {
  syllable word;
  size_t place;
  if (read_syllable(s, len, &word) && place_of_tone(&word, &place)) write_syllable(&word, place, s);
  size_t letters = len > 0 && is_tone(s[len - 1]) ? len - 1 : len;
  if (letters > 0 && s[letters - 1] == 'y' && is_onset(s, letters - 1)) s[letters - 1] = 'i';
}

/* Single spaces between words, none at the ends. */
static size_t mend_spaces(int32_t *s, size_t len, unsigned ignored) {
  size_t out = 0;
  bool space = false;
  for (size_t i = 0; i < len; i++) {
    if (is_space(s[i]) || ((ignored & OS_KEY_HYPHENS) && is_hyphen(s[i]))) {
      space = out > 0;
      continue;
    }
    if (space) s[out++] = ' ';
    space = false;
    s[out++] = s[i];
  }
  return out;
}

static size_t drop_marks(int32_t *s, size_t len) {
  size_t out = 0;
  for (size_t i = 0; i < len; i++) {
    if (is_mark(s[i])) continue;
    s[out++] = s[i] == D_WITH_STROKE ? 'd' : s[i] == D_WITH_STROKE - 1 ? 'D' : s[i];
  }
  return out;
}

static void mend_words(int32_t *s, size_t len) {
  for (size_t i = 0; i < len;) {
    size_t from = i;
    while (i < len && in_word(s[i])) i++;
    mend_word(s + from, i - from);
    if (i < len) i++;
  }
}

/* The code points of a text, decomposed, in scratch. */
static os_status decompose(const os_mem *mem, os_text text, unsigned ignored, os_buf *scratch,
                           size_t *count, bool *valid) {
  int options = UTF8PROC_STABLE | UTF8PROC_DECOMPOSE;
  if (ignored & OS_KEY_CASE) options |= UTF8PROC_CASEFOLD;
  const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text.ptr;
  size_t wanted = text.len;
  for (;;) {
    size_t size;
    scratch->len = 0;
    if (!os_mul(wanted + 1, sizeof(int32_t), &size)) return OS_NOMEM;
    os_status status = os_buf_room(mem, scratch, size); /* one more: to encode writes an end */
    if (status) return status;
    utf8proc_ssize_t used =
        utf8proc_decompose(bytes, (utf8proc_ssize_t)text.len, (int32_t *)(void *)scratch->data,
                           (utf8proc_ssize_t)wanted, (utf8proc_option_t)options);
    *valid = used >= 0;
    *count = used >= 0 ? (size_t)used : 0;
    if (used < 0 || (size_t)used <= wanted) return OS_OK;
    wanted = (size_t)used;
  }
}

os_status os_name_key(const os_mem *mem, os_text text, unsigned ignored, os_buf *scratch,
                      os_buf *out, bool *valid) {
  size_t len;
  os_status status = decompose(mem, text, ignored, scratch, &len, valid);
  if (status || !*valid) return status;
  int32_t *s = (int32_t *)(void *)scratch->data;
  len = mend_spaces(s, len, ignored);
  if (ignored & OS_KEY_TONES) mend_words(s, len);
  if (ignored & OS_KEY_MARKS) len = drop_marks(s, len);
  utf8proc_ssize_t composed = utf8proc_normalize_utf32(
      s, (utf8proc_ssize_t)len, (utf8proc_option_t)(UTF8PROC_STABLE | UTF8PROC_COMPOSE));
  len = composed > 0 ? (size_t)composed : 0;
  size_t room;
  if (!os_mul(len, 4, &room)) return OS_NOMEM;
  status = os_buf_room(mem, out, room);
  for (size_t i = 0; !status && i < len; i++) {
    out->len += (size_t)utf8proc_encode_char(s[i], out->data + out->len);
  }
  return status;
}

/* ---- columns ---- */

typedef struct keying {
  const os_mem *mem;
  const os_view *view;
  const os_column *col;
  unsigned ignored;
  os_buf scratch, bytes;
  size_t *from; /* where the key of each dictionary entry (or row of the view) begins in bytes */
  size_t *len;  /* SIZE_MAX: not made yet */
  size_t items;
  os_text *texts;
  uint8_t *present;
} keying;

static os_status make_keys(keying *job) {
  const os_column *col = job->col;
  os_status status = OS_OK;
  for (size_t k = 0; k < job->items; k++) job->len[k] = SIZE_MAX;
  for (size_t i = 0; !status && i < job->view->rows; i++) {
    size_t row = os_row(job->view, i), item = col->dict ? 0 : i;
    job->present[i] = os_present(col, row);
    if (!job->present[i]) continue;
    if (col->dict) item = os_code_at(col, row);
    if (job->len[item] != SIZE_MAX) continue;
    bool valid;
    job->from[item] = job->bytes.len;
    status = os_name_key(job->mem, os_text_at(col, row), job->ignored, &job->scratch, &job->bytes,
                         &valid); /* a register holds UTF-8 only */
    job->len[item] = job->bytes.len - job->from[item];
  }
  for (size_t i = 0; !status && i < job->view->rows; i++) { /* the bytes stay where they are now */
    if (!job->present[i]) continue;
    size_t item = col->dict ? os_code_at(col, os_row(job->view, i)) : i;
    job->texts[i].ptr = (const char *)job->bytes.data + job->from[item];
    job->texts[i].len = job->len[item];
  }
  return status;
}

os_status os_column_name_keys(const os_mem *mem, const os_view *view, size_t col, unsigned ignored,
                              os_column **out) {
  keying job = {.mem = mem, .view = view, .col = view->cols[col], .ignored = ignored};
  size_t room = view->rows ? view->rows : 1;
  job.items = job.col->dict ? job.col->texts : view->rows;
  size_t items = job.items ? job.items : 1;
  job.from = os_alloc(mem, items, sizeof *job.from);
  job.len = os_alloc(mem, items, sizeof *job.len);
  job.texts = os_alloc_zero(mem, room, sizeof *job.texts);
  job.present = os_alloc_zero(mem, room, 1);
  *out = NULL;
  os_status status = job.from && job.len && job.texts && job.present ? make_keys(&job) : OS_NOMEM;
  if (!status) status = os_column_from_texts(mem, job.texts, job.present, view->rows, out);
  os_buf_free(mem, &job.scratch);
  os_buf_free(mem, &job.bytes);
  os_free(mem, job.from, items * sizeof *job.from);
  os_free(mem, job.len, items * sizeof *job.len);
  os_free(mem, job.texts, room * sizeof *job.texts);
  os_free(mem, job.present, room);
  return status;
}
