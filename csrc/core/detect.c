/* detect.c: see detect.h. */
#define _POSIX_C_SOURCE 200809L
#include "detect.h"

#include <iconv.h>
#include <string.h>

#include "hash.h"
#include "scan.h"
#include "spelling.h"

#define OS_PIECE ((size_t)256 << 10)
#define OS_MOST ((uint64_t)64 << 20) /* bytes that are looked at */
#define OS_WORDS 4096                /* different words that are enough */
#define OS_SLOTS (OS_WORDS * 2)
#define OS_WORD_BYTES 48             /* longer ones say little: binary data, or no spaces */
#define OS_LEAST 4                   /* words; fewer prove nothing */

static const char *const encodings[OS_CANDIDATES] = {"windows-1252", "windows-1258", "TCVN",
                                                     "VISCII"};

/* How one encoding does. */
typedef struct os_trial {
  iconv_t how;
  bool dead;      /* some bytes are no text in it */
  size_t spelt, garbled;
  size_t by_language[OS_WESTERN_LANGUAGES];
  uint64_t digest; /* of all that it read: equal ones read the same */
} os_trial;

typedef struct os_survey {
  os_trial trials[OS_CANDIDATES];
  uint64_t *seen;
  size_t words;  /* different ones */
  size_t spoken; /* of these, such that say something to the Western reading */
} os_survey;

static bool in_word(uint8_t c) {
  return c >= 0x80 || (uint8_t)((c | 0x20) - 'a') < 26;
}

/* The bytes as that encoding reads them; 0 if it does not. */
static size_t read_word(iconv_t how, const uint8_t *bytes, size_t len, char *out, size_t size) {
  char *in = (char *)(uintptr_t)bytes, *to = out;
  size_t room = size;
  iconv(how, NULL, NULL, NULL, NULL);
  if (iconv(how, &in, &len, &to, &room) == (size_t)-1) return 0;
  if (iconv(how, NULL, NULL, &to, &room) == (size_t)-1) return 0;
  return size - room;
}

static bool seen_before(os_survey *survey, const uint8_t *word, size_t len) {
  uint64_t hash = os_hash_bytes((const char *)word, len) | 1;
  size_t at = (size_t)(hash >> 32) % OS_SLOTS;
  while (survey->seen[at]) {
    if (survey->seen[at] == hash) return true;
    at = (at + 1) % OS_SLOTS;
  }
  survey->seen[at] = hash;
  return false;
}

static void weigh_word(os_survey *survey, const uint8_t *word, size_t len) {
  char text[OS_WORD_BYTES * 4];
  if (len > OS_WORD_BYTES || seen_before(survey, word, len)) return;
  survey->words++;
  for (size_t i = 0; i < OS_CANDIDATES; i++) {
    os_trial *trial = &survey->trials[i];
    size_t length = trial->dead ? 0 : read_word(trial->how, word, len, text, sizeof text);
    if (!length) {
      trial->dead = true;
      continue;
    }
    trial->digest = (trial->digest ^ os_hash_bytes(text, length)) * UINT64_C(0x9E3779B97F4A7C15);
    unsigned languages = 0;
    os_verdict verdict = i == 0 ? os_spelt_western(text, length, &languages)
                                : os_spelt_vietnamese(text, length);
    trial->spelt += verdict == OS_SPELT;
    trial->garbled += verdict == OS_GARBLED;
    if (i > 0) continue;
    survey->spoken += verdict != OS_SAYS_NOTHING;
    for (size_t k = 0; verdict == OS_SPELT && k < OS_WESTERN_LANGUAGES; k++) {
      trial->by_language[k] += languages >> k & 1;
    }
  }
}

/* All words with bytes beyond ASCII; one that a piece cuts in two is left out. */
static os_status survey_words(const os_mem *mem, const os_source *source, os_survey *survey,
                              os_error *error) {
  uint8_t *piece = os_alloc(mem, OS_PIECE, 1);
  os_status status = piece ? OS_OK : OS_NOMEM;
  uint64_t most = source->size < OS_MOST ? source->size : OS_MOST;
  for (uint64_t at = 0; !status && at < most && survey->words < OS_WORDS;) {
    size_t count = most - at < OS_PIECE ? (size_t)(most - at) : OS_PIECE;
    status = os_source_read(source, at, piece, count, error);
    for (size_t i = 0; !status && i < count && survey->words < OS_WORDS;) {
      size_t from = i;
      bool beyond = false;
      for (; i < count && in_word(piece[i]); i++) beyond = beyond || piece[i] >= 0x80;
      if (beyond && (i < count || at + count == source->size)) {
        weigh_word(survey, piece + from, i - from);
      }
      i += i == from;
    }
    at += count;
  }
  os_free(mem, piece, OS_PIECE);
  return status;
}

/* Per cent of the words that an encoding makes sense of. */
static unsigned fit_of(const os_survey *survey, size_t i) {
  const os_trial *trial = &survey->trials[i];
  size_t good = trial->spelt, of = survey->words;
  if (trial->dead || !survey->words) return 0;
  if (i == 0) {
    good = 0;
    of = survey->spoken;
    for (size_t k = 0; k < OS_WESTERN_LANGUAGES; k++) {
      if (trial->by_language[k] > good) good = trial->by_language[k];
    }
  }
  return of ? (unsigned)(good * 100 / of) : 0;
}

/* The word at a byte of the source, as each candidate reads it; readings that are the same once. */
static os_status read_place(const os_source *source, uint64_t place, os_survey *survey,
                            os_detected *out, os_error *error) {
  uint8_t bytes[OS_READING / 2];
  uint64_t from = place - 1;
  uint8_t c;
  os_status status = OS_OK;
  while (from > 0 && place - from < sizeof bytes / 2) {
    status = os_source_read(source, from - 1, &c, 1, error);
    if (status || !in_word(c)) break;
    from--;
  }
  uint64_t behind = from;
  while (!status && behind < source->size && behind - from < sizeof bytes) {
    status = os_source_read(source, behind, &c, 1, error);
    if (status || !in_word(c)) break;
    bytes[behind++ - from] = c;
  }
  if (status) return status;
  bool taken[OS_CANDIDATES] = {false};
  for (size_t n = 0; n < OS_CANDIDATES; n++) { /* the best of those that are left */
    size_t best = OS_CANDIDATES;
    for (size_t i = 0; i < OS_CANDIDATES; i++) {
      if (!taken[i] && (best == OS_CANDIDATES || fit_of(survey, i) > fit_of(survey, best))) best = i;
    }
    taken[best] = true;
    os_candidate *candidate = &out->candidates[out->ncandidates];
    size_t length = behind > from ? read_word(survey->trials[best].how, bytes, (size_t)(behind - from),
                                              candidate->reading, OS_READING) : 0;
    if (!length) continue;
    candidate->encoding = encodings[best];
    candidate->length = (uint32_t)length;
    bool known = false;
    for (size_t i = 0; i < out->ncandidates; i++) {
      known = known || (out->candidates[i].length == length &&
                        !memcmp(out->candidates[i].reading, candidate->reading, length));
    }
    out->ncandidates += !known;
  }
  return OS_OK;
}

/* Sure enough: almost all words are spelt right, and whoever reads them otherwise misspells many.
** (Vietnamese in the wrong one of its encodings still has two syllables of three.) */
static void decide(const os_survey *survey, os_detected *out) {
  size_t best = 0;
  for (size_t i = 1; i < OS_CANDIDATES; i++) {
    if (fit_of(survey, i) > fit_of(survey, best)) best = i;
  }
  const os_trial *trial = &survey->trials[best];
  out->words = best == 0 ? survey->spoken : survey->words;
  out->fit = fit_of(survey, best);
  if (trial->dead || out->words < OS_LEAST || out->fit < (best == 0 ? 95 : 90)) return;
  if (best == 0 && trial->garbled) return;
  for (size_t i = 0; i < OS_CANDIDATES; i++) {
    if (survey->trials[i].digest == trial->digest) continue;
    unsigned ahead = out->fit - fit_of(survey, i); /* at least four words more, and a fifth of all */
    if (ahead < 20 || ahead * out->words < 400) return;
  }
  out->encoding = encodings[best];
}

static os_status detect_words(const os_mem *mem, const os_source *source, uint64_t place,
                              os_detected *out, os_error *error) {
  os_survey survey;
  memset(&survey, 0, sizeof survey);
  survey.seen = os_alloc_zero(mem, OS_SLOTS, sizeof *survey.seen);
  if (!survey.seen) return OS_NOMEM;
  size_t open = 0;
  while (open < OS_CANDIDATES) {
    survey.trials[open].how = iconv_open("UTF-8", encodings[open]);
    if (survey.trials[open].how == (iconv_t)-1) break;
    open++;
  }
  os_status status = OS_OK;
  if (open == OS_CANDIDATES) { /* a C library that lacks one cannot tell it from the others */
    status = survey_words(mem, source, &survey, error);
    if (!status && place) status = read_place(source, place, &survey, out, error);
    if (!status) decide(&survey, out);
  }
  while (open) iconv_close(survey.trials[--open].how);
  os_free(mem, survey.seen, OS_SLOTS * sizeof *survey.seen);
  return status;
}

/* The text of UTF-16 has NULs at every other byte, in a quarter of its characters and more. */
static const char *utf16_of(const uint8_t *head, size_t size, bool whole) {
  size_t nuls[2] = {0, 0};
  if (size >= 2 && head[0] == 0xFF && head[1] == 0xFE) return "UTF-16LE";
  if (size >= 2 && head[0] == 0xFE && head[1] == 0xFF) return "UTF-16BE";
  if (size < 8 || (whole && size % 2)) return NULL;
  for (size_t i = 0; i < size; i++) nuls[i % 2] += head[i] == 0;
  if (nuls[1] >= 4 && nuls[1] >= size / 8 && !nuls[0]) return "UTF-16LE";
  if (nuls[0] >= 4 && nuls[0] >= size / 8 && !nuls[1]) return "UTF-16BE";
  return NULL;
}

os_status os_detect(const os_mem *mem, const os_source *source, uint64_t place, os_detected *out,
                    os_error *error) {
  uint8_t head[4096];
  size_t size = source->size < sizeof head ? (size_t)source->size : sizeof head;
  memset(out, 0, sizeof *out);
  os_status status = os_source_read(source, 0, head, size, error);
  if (status) return status;
  const char *utf16 = utf16_of(head, size, size == source->size);
  if (utf16) {
    out->encoding = utf16;
    return OS_OK;
  }
  if (memchr(head, 0, size)) return OS_OK;
  if (place > source->size) place = 0;
  return detect_words(mem, source, place, out, error);
}

os_status os_head_is_utf8(const os_mem *mem, const os_source *source, bool *is, uint64_t *place,
                          os_error *error) {
  size_t size = source->size < OS_PIECE * 4 ? (size_t)source->size : OS_PIECE * 4;
  uint8_t *head = os_alloc(mem, size ? size : 1, 1);
  if (!head) return OS_NOMEM;
  os_status status = os_source_read(source, 0, head, size, error);
  size_t fault = status ? 0 : os_text_fault(head, size);
  *is = fault == size || (size < source->size && size - fault < 4);
  *place = fault + 1;
  os_free(mem, head, size ? size : 1);
  return status;
}
