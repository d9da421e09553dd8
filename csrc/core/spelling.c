/* spelling.c: see spelling.h. */
#include "spelling.h"

#include <string.h>
#include <utf8proc.h>

#define OS_WORD 24 /* letters; longer ones are no syllables */

/* One code point; the text is UTF-8. */
static int32_t next_point(const char **s, const char *end) {
  utf8proc_int32_t point = -1;
  utf8proc_ssize_t used = utf8proc_iterate((const utf8proc_uint8_t *)*s, end - *s, &point);
  *s += used > 0 ? used : 1;
  return point;
}

static bool is_letter(int32_t point) {
  utf8proc_category_t category = utf8proc_category(point);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static bool is_mark(int32_t point) {
  utf8proc_category_t category = utf8proc_category(point);
  return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

/* --- Vietnamese: an onset, a nucleus, a coda, and at most one tone --------------------------------
** Letters with a mark of their own are capitals here: A is â, W ă, E ê, O ô, Q ơ, U ư, D đ. */

static const char *const onsets[] = {"", "b", "c", "ch", "d", "D", "g", "gh", "gi", "h", "k", "kh",
                                     "l", "m", "n", "ng", "ngh", "nh", "p", "ph", "q", "r", "s",
                                     "t", "th", "tr", "v", "x"};
static const char *const nuclei[] = {
    "a", "W", "A", "e", "E", "i", "o", "O", "Q", "u", "U", "y", "ai", "ao", "au", "ay", "Au", "Ay",
    "eo", "Eu", "ia", "iE", "iu", "oa", "oW", "oe", "oi", "oo", "Oi", "Qi", "ua", "uA", "uE", "ue",
    "ui", "uO", "uQ", "uW", "uy", "Ua", "UQ", "Ui", "Uu", "yE", "iEu", "yEu", "oai", "oao", "oay",
    "oeo", "uai", "uay", "uao", "uAy", "uOi", "uya", "uyE", "uyu", "UQi", "UQu"};
static const char *const codas[] = {"", "c", "ch", "k", "m", "n", "ng", "nh", "p", "t"};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static bool ends_syllable(const char *s, size_t len) {
  for (size_t i = 0; i < COUNT(nuclei); i++) {
    size_t n = strlen(nuclei[i]);
    if (n > len || memcmp(s, nuclei[i], n) != 0) continue;
    for (size_t k = 0; k < COUNT(codas); k++) {
      if (strlen(codas[k]) == len - n && !memcmp(s + n, codas[k], len - n)) return true;
    }
  }
  return false;
}

static bool is_syllable(const char *s, size_t len) {
  for (size_t i = 0; i < COUNT(onsets); i++) {
    size_t n = strlen(onsets[i]);
    if (n <= len && !memcmp(s, onsets[i], n) && ends_syllable(s + n, len - n)) return true;
  }
  return false;
}

/* The letters and marks of one code point; false where one is not of the language. */
static bool add_point(int32_t point, char *word, size_t *len, unsigned *tones) {
  utf8proc_int32_t parts[8];
  int boundclass = 0;
  utf8proc_ssize_t count = utf8proc_decompose_char(
      point, parts, 8, UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundclass);
  for (utf8proc_ssize_t i = 0; i < count; i++) {
    char *last = *len ? &word[*len - 1] : NULL;
    switch (parts[i]) {
      case 0x300: case 0x301: case 0x303: case 0x309: case 0x323: ++*tones; break;
      case 0x302: case 0x306: case 0x31B: {
        const char *from = parts[i] == 0x302 ? "aAeEoO" : parts[i] == 0x306 ? "aW" : "oQuU";
        const char *found = last ? strchr(from, *last) : NULL;
        if (!found || (found - from) % 2) return false;
        *last = found[1];
        break;
      }
      case 0x111:
        if (*len == OS_WORD) return false;
        word[(*len)++] = 'D';
        break;
      default:
        if (parts[i] < 'a' || parts[i] > 'z' || *len == OS_WORD) return false;
        word[(*len)++] = (char)parts[i];
    }
  }
  return count > 0;
}

os_verdict os_spelt_vietnamese(const char *text, size_t len) {
  const char *end = text + len;
  os_verdict verdict = OS_SAYS_NOTHING;
  while (text < end) {
    char word[OS_WORD];
    size_t letters = 0;
    unsigned tones = 0;
    bool beyond = false, spelt = true, any = false;
    while (text < end) {
      int32_t point = next_point(&text, end);
      if (!is_letter(point) && !is_mark(point)) {
        if (point >= 0x80 && point < 0xA0) return OS_GARBLED;
        break;
      }
      any = true;
      beyond = beyond || point >= 0x80;
      spelt = spelt && add_point(point, word, &letters, &tones);
    }
    if (!any || !beyond) continue;
    if (!spelt || tones > 1 || !is_syllable(word, letters)) return OS_MISSPELT;
    verdict = OS_SPELT;
  }
  return verdict;
}

/* --- Western languages: the letters beyond ASCII that each writes with --------------------------- */

static const char *const alphabets[OS_WESTERN_LANGUAGES] = {
    "àâæçéèêëîïôœùûüÿ", /* French */
    "äöüßéèà",          /* German */
    "áéíóúüñ",          /* Spanish */
    "áâãàçéêíóôõúü",    /* Portuguese */
    "àèéìíîòóùú",       /* Italian */
    "åäöéüà",           /* Swedish, Finnish */
    "æøåéèêóòôü",       /* Danish, Norwegian */
    "áéíóúýþæðö",       /* Icelandic */
    "àçéèíïóòúü",       /* Catalan */
    "éèêëïóöüáíúâäç",   /* Dutch, and what English borrows */
};

static unsigned writers_of(int32_t point) {
  unsigned languages = 0;
  for (unsigned i = 0; i < OS_WESTERN_LANGUAGES; i++) {
    const char *s = alphabets[i], *end = s + strlen(s);
    while (s < end) {
      if (next_point(&s, end) == point) {
        languages |= 1u << i;
        break;
      }
    }
  }
  return languages;
}

/* Signs that are letters in encodings which otherwise read the same (ISO-8859-15). */
static bool hides_letter(int32_t point) {
  return point == 0xA6 || point == 0xA8 || point == 0xB8 || (point >= 0xBC && point <= 0xBE);
}

/* Signs that may stand between letters: apostrophes, dashes, dots, spaces, quotes, a soft hyphen. */
static bool joins_letters(int32_t point) {
  static const int32_t signs[] = {'\'', '-', '.', '/', '&', ' ', 0xA0, 0xAB, 0xAD, 0xB4, 0xB7, 0xBB,
                                  0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026};
  for (size_t i = 0; i < COUNT(signs); i++) {
    if (signs[i] == point) return true;
  }
  return false;
}

os_verdict os_spelt_western(const char *text, size_t len, unsigned *languages) {
  const char *end = text + len;
  int32_t before = 0, sign = 0;
  bool spelt = false, odd = false, hump = false;
  *languages = (1u << OS_WESTERN_LANGUAGES) - 1;
  while (text < end) {
    int32_t point = next_point(&text, end);
    if ((point >= 0x80 && point < 0xA0) || point == 0xA4) return OS_GARBLED;
    if (hides_letter(point) && is_letter(before)) odd = true;
    if (hides_letter(before) && is_letter(point)) odd = true;
    if (!is_letter(point) || point == 0xAA || point == 0xBA) {
      sign = is_letter(before) ? point : 0;
      before = point;
      continue;
    }
    if (sign && !joins_letters(sign)) odd = true;
    if (sign == 0x2019) spelt = true; /* an apostrophe where it belongs */
    sign = 0;
    if (point >= 0x80) {
      int32_t small = utf8proc_tolower(point);
      /* A capital behind a small letter: few write so. */
      if (small != point && is_letter(before) && utf8proc_tolower(before) == before &&
          utf8proc_toupper(before) != before) {
        hump = true;
      }
      *languages &= writers_of(small);
      spelt = true;
    }
    before = point;
  }
  if (odd) return OS_GARBLED;
  if (!spelt) return OS_SAYS_NOTHING;
  return *languages && !hump ? OS_SPELT : OS_MISSPELT;
}
