/* detect.h: which encoding a text is in that is not UTF-8, as far as the text itself can tell. */
#ifndef OS_DETECT_H
#define OS_DETECT_H

#include "source.h"

#define OS_CANDIDATES 4
#define OS_READING 64

/* An encoding that the text may be in. */
typedef struct os_candidate {
  const char *encoding;
  uint32_t length;
  char reading[OS_READING]; /* the word at the place that was asked about, in UTF-8 */
} os_candidate;

typedef struct os_detected {
  const char *encoding; /* NULL: in doubt */
  size_t words;         /* different ones with letters beyond ASCII that were looked at */
  unsigned fit;         /* per cent of them that are words of a language written in it */
  os_candidate candidates[OS_CANDIDATES]; /* the likeliest first; each reads the place in its way */
  size_t ncandidates;
} os_detected;

/* UTF-16 is told by its mark or by where its NULs are. Else the words with bytes beyond ASCII are
** read by each candidate: Vietnamese ones must be syllables of that language, and Western ones
** must spell with the letters of one language. `place` is a byte of the source, from 1. */
os_status os_detect(const os_mem *mem, const os_source *source, uint64_t place, os_detected *out,
                    os_error *error);
/* Whether the head of a source is UTF-8; *place becomes the first byte that is not, from 1. */
os_status os_head_is_utf8(const os_mem *mem, const os_source *source, bool *is, uint64_t *place,
                          os_error *error);

#endif
