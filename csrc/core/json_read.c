/* json_read.c: the bytes of a source as records: which form the file has, its blocks of lines, and
** the windows of one who reads it from end to end. */
#include <string.h>

#include "json_parts.h"

#define OS_JSON_HEAD ((size_t)1 << 20)
#define OS_JSON_OVERLAP ((size_t)16 << 10)

void os_json_hand_free(os_json_hand *hand) {
  const os_mem *mem = &hand->mem;
  os_json_rows_free(&hand->rows);
  os_free(mem, hand->bytes, hand->size);
  os_free(mem, hand->first, hand->first_cap * sizeof *hand->first);
  os_free(mem, hand->struck, hand->struck_cap * sizeof *hand->struck);
  os_free(mem, hand->places, hand->places_cap * sizeof *hand->places);
  os_free(mem, hand->rejects, hand->rejects_cap * sizeof *hand->rejects);
}

/* ---- the form of the file ---- */

/* Whether an object begins with a member that is an object: then all of them may be records. */
static bool holds_object(os_json json) {
  os_json_string key;
  json.at++;
  if (os_json_space(&json, OS_WANT_KEY) || *json.at != '"') return false;
  if (os_json_read_string(&json, &key) || os_json_space(&json, OS_WANT_COLON)) return false;
  if (*json.at++ != ':' || os_json_space(&json, OS_WANT_VALUE)) return false;
  return *json.at == '{';
}

static os_json_form form_of(os_json json) {
  if (json.at == json.end || *json.at != '{') return OS_JSON_SEQUENCE;
  const uint8_t *line = memchr(json.at, '\n', (size_t)(json.end - json.at));
  os_json_form alone = holds_object(json) ? OS_JSON_MEMBERS : OS_JSON_SEQUENCE;
  bool spaces = false;
  os_json_end end = os_json_skip(&json, &spaces);
  if (end == OS_JSON_BAD) { /* some lines of JSON Lines may be rejected, also the first */
    return line && line + 1 < json.end && line[1] == '{' ? OS_JSON_LINES : alone;
  }
  if (end || !line || json.at > line) return alone;
  while (json.at < line && os_json_is_space(*json.at)) json.at++;
  if (json.at < line) return OS_JSON_SEQUENCE;
  return os_json_space(&json, OS_WANT_END) == OS_JSON_BAD ? alone : OS_JSON_LINES;
}

os_status os_json_look(const os_mem *mem, const os_source *source, bool lines, os_json_head *head,
                       os_error *error) {
  size_t length = source->size < OS_JSON_HEAD ? (size_t)source->size : OS_JSON_HEAD;
  uint8_t *bytes = os_alloc_zero(mem, length + OS_JSON_PADDING, 1);
  if (!bytes) return OS_NOMEM;
  os_status status = os_source_read(source, 0, bytes, length, error);
  if (!status && length >= 2 && (!memcmp(bytes, "\xFE\xFF", 2) || !memcmp(bytes, "\xFF\xFE", 2))) {
    *error = (os_error){.fault = OS_FAULT_ENCODING, .byte = 1, .length = 6};
    memcpy(error->text, "UTF-16", 6);
    status = OS_FAILED;
  }
  if (!status) {
    head->bom = length >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3);
    head->start = head->bom ? 3 : 0;
    os_json json = {.at = bytes + head->start, .end = bytes + length,
                    .final = length == source->size};
    if (os_json_space(&json, OS_WANT_RECORDS) == OS_JSON_BAD) {
      *error = (os_error){.fault = OS_FAULT_EMPTY};
      status = OS_FAILED;
    } else if (lines) {
      head->form = OS_JSON_LINES;
    } else {
      head->form = json.at < json.end && *json.at == '[' ? OS_JSON_ARRAY : form_of(json);
    }
  }
  os_free(mem, bytes, length + OS_JSON_PADDING);
  return status;
}

/* ---- bytes ---- */

/* Makes the hand's bytes reach `wanted` bytes from its offset on, or to the end of the source. */
static os_status read_to(os_json_hand *hand, size_t wanted) {
  const os_source *source = hand->job->source;
  uint64_t left = source->size - hand->offset;
  if (wanted > left) wanted = (size_t)left;
  if (wanted > OS_MAX_SCAN) wanted = OS_MAX_SCAN;
  hand->final = wanted == left;
  if (wanted <= hand->length && !hand->final) {
    hand->error = (os_error){.fault = OS_FAULT_LIMIT, .number = OS_MAX_SCAN, .byte = 1};
    return OS_FAILED;
  }
  if (wanted + OS_JSON_PADDING > hand->size) {
    size_t size = wanted + OS_JSON_PADDING;
    uint8_t *bytes = os_resize(&hand->mem, hand->bytes, hand->size, size);
    if (!bytes) return OS_NOMEM;
    hand->bytes = bytes;
    hand->size = size;
  }
  if (wanted > hand->length) {
    os_status status = os_source_read(source, hand->offset + hand->length,
                                      hand->bytes + hand->length, wanted - hand->length,
                                      &hand->error);
    if (status) {
      hand->error.byte = 0;
      return status;
    }
    hand->length = wanted;
  }
  memset(hand->bytes + hand->length, 0, OS_JSON_PADDING);
  return OS_OK;
}

/* ---- records ---- */

os_status os_json_reject(os_json_hand *hand, os_reject reject) {
  if (OS_GROW(&hand->mem, hand->rejects, hand->rejects_cap, hand->nrejects + 1)) return OS_NOMEM;
  hand->rejects[hand->nrejects++] = reject;
  return OS_OK;
}

/* The hand's error is what the parser says. */
static os_status parse_failed(os_json_hand *hand) {
  const os_json *json = &hand->rows.json;
  size_t at = (size_t)(json->bad - hand->bytes);
  hand->error = (os_error){.fault = json->fault, .byte = at + 1, .row = hand->read + 1,
                           .wanted = json->want};
  if (json->fault == OS_FAULT_JSON && hand->bytes[at] == 0) hand->error.fault = OS_FAULT_NUL;
  if (json->fault == OS_FAULT_LIMIT) hand->error.number = OS_JSON_DEPTH;
  return OS_FAILED;
}

/* A value that is no object is no record. */
static os_json_end read_record(os_json_hand *hand, const os_json_string *key) {
  os_json *json = &hand->rows.json;
  const uint8_t *from = json->at;
  bool spaces = false;
  if (*from == '{') return os_json_record(&hand->rows, key);
  json->depth = 0;
  os_json_end end = os_json_skip(json, &spaces);
  return end ? end : os_json_fault(json, from, OS_FAULT_SHAPE, OS_WANT_OBJECT);
}

/* Notes where the rows of a record come from, and that they were read. */
static os_status count_rows(os_json_hand *hand, const uint8_t *from, size_t rows) {
  if (hand->job->options->collect) {
    if (OS_GROW(&hand->mem, hand->places, hand->places_cap, hand->rows.rows)) return OS_NOMEM;
    for (size_t i = 0; i < rows; i++) {
      hand->places[hand->rows.rows - rows + i] =
          (os_json_place){(uint32_t)(from - hand->bytes), (uint32_t)(hand->rows.json.at - from),
                          hand->read + i + 1};
    }
  }
  hand->read += rows;
  return OS_OK;
}

static os_status reject_record(os_json_hand *hand, const uint8_t *from, const uint8_t *to) {
  hand->read++;
  return os_json_reject(hand, (os_reject){.byte = (uint64_t)(from - hand->bytes),
                                          .length = (uint64_t)(to - from), .row = hand->read,
                                          .fault = hand->error.fault});
}

/* ---- lines ---- */

static os_status read_line(os_json_hand *hand, const uint8_t *from, const uint8_t *to) {
  os_json_rows *rows = &hand->rows;
  size_t before = rows->rows;
  rows->json = (os_json){.at = from, .end = to, .final = true};
  os_json_end end = read_record(hand, NULL);
  if (!end && rows->json.at < to && os_json_space(&rows->json, OS_WANT_END) == OS_JSON_OK) {
    end = os_json_fail(&rows->json, OS_WANT_END);
    os_json_take_back(rows);
  }
  if (!end) return count_rows(hand, from, rows->rows - before);
  if (end == OS_JSON_NOMEM) return OS_NOMEM;
  parse_failed(hand);
  return hand->job->options->collect ? reject_record(hand, from, to) : OS_FAILED;
}

os_status os_json_read_lines(os_json_hand *hand, uint64_t index) {
  os_json_job *job = hand->job;
  uint64_t start = job->head.start + index * job->block;
  size_t back = index > 0; /* what ends the line before */
  hand->offset = start - back;
  hand->length = 0;
  uint64_t left = job->source->size - start;
  size_t nominal = (size_t)(left < job->block ? left : job->block) + back;
  hand->done = nominal - back;
  os_status status = read_to(hand, nominal + OS_JSON_OVERLAP);
  if (status) return status;
  size_t at = 0;
  if (back) {
    const uint8_t *line = memchr(hand->bytes, '\n', nominal);
    at = line ? (size_t)(line - hand->bytes) + 1 : nominal;
  }
  while (!status && at < nominal) {
    const uint8_t *line = memchr(hand->bytes + at, '\n', hand->length - at);
    for (size_t seen = hand->length; !line && !hand->final; seen = hand->length) {
      status = read_to(hand, hand->length * 2);
      if (status && hand->error.fault == OS_FAULT_LIMIT) hand->error.byte = at + 1;
      if (status) return status;
      line = memchr(hand->bytes + seen, '\n', hand->length - seen);
    }
    size_t end = line ? (size_t)(line - hand->bytes) : hand->length, from = at;
    while (from < end && os_json_is_space(hand->bytes[from])) from++;
    hand->rows.bytes = hand->bytes;
    if (from < end) {
      status = read_line(hand, hand->bytes + from, hand->bytes + end);
    } else {
      hand->empty++;
    }
    at = end + 1;
  }
  return status;
}

/* ---- from end to end ---- */

enum { BEFORE, FIRST, VALUE, BEHIND, AFTER };

/* Behind an opening bracket, a comma or a value: to the next record, which is left to the caller,
** or out of all. *record: there is one. */
static os_json_end next_record(os_json_hand *hand, bool *record) {
  os_json *json = &hand->rows.json;
  bool array = hand->job->head.form == OS_JSON_ARRAY;
  os_json_want value = array ? OS_WANT_VALUE : OS_WANT_KEY;
  os_json_want next = array ? OS_WANT_NEXT_ELEMENT : OS_WANT_NEXT_MEMBER;
  uint8_t last = array ? ']' : '}';
  os_json_end end = OS_JSON_OK;
  *record = false;
  if (hand->job->head.form == OS_JSON_SEQUENCE) {
    while (json->at < json->end && os_json_is_space(*json->at)) json->at++;
    *record = json->at < json->end;
    return OS_JSON_OK;
  }
  if (hand->phase == BEFORE) {
    end = os_json_space(json, OS_WANT_RECORDS);
    if (end) return end;
    json->at++; /* the bracket that told the form */
    hand->phase = FIRST;
  }
  if (hand->phase == BEHIND) {
    end = os_json_space(json, next);
    if (end) return end;
    if (*json->at != ',' && *json->at != last) return os_json_fail(json, next);
    hand->phase = *json->at++ == ',' ? VALUE : AFTER;
  }
  if (hand->phase == FIRST) {
    end = os_json_space(json, value);
    if (end) return end;
    if (*json->at == last) {
      json->at++;
      hand->phase = AFTER;
    }
  }
  if (hand->phase == AFTER) {
    while (json->at < json->end && os_json_is_space(*json->at)) json->at++;
    return json->at < json->end ? os_json_fail(json, OS_WANT_END) : OS_JSON_OK;
  }
  *record = true;
  return os_json_space(json, value);
}

static os_json_end read_member_key(os_json *json, os_json_string *key) {
  if (*json->at != '"') return os_json_fail(json, OS_WANT_KEY);
  os_json_end end = os_json_read_string(json, key);
  if (!end) end = os_json_space(json, OS_WANT_COLON);
  if (end) return end;
  if (*json->at != ':') return os_json_fail(json, OS_WANT_COLON);
  json->at++;
  return os_json_space(json, OS_WANT_VALUE);
}

/* One record, or to the end of what there is. *record: there may be more. */
static os_status step(os_json_hand *hand, os_json_end *end, bool *record) {
  os_json_rows *rows = &hand->rows;
  bool members = hand->job->head.form == OS_JSON_MEMBERS;
  size_t before = rows->rows;
  os_json_string key;
  *end = next_record(hand, record);
  if (*end || !*record) return OS_OK;
  const uint8_t *from = rows->json.at;
  if (members) *end = read_member_key(&rows->json, &key);
  if (!*end) *end = read_record(hand, members ? &key : NULL);
  if (*end == OS_JSON_OK) {
    hand->phase = BEHIND;
    return count_rows(hand, from, rows->rows - before);
  }
  bool whole = *end == OS_JSON_BAD && hand->job->options->collect && !members &&
               (rows->json.fault == OS_FAULT_SHAPE || rows->json.fault == OS_FAULT_REPEATED_KEY ||
                rows->json.fault == OS_FAULT_NUL);
  if (!whole) return OS_OK;
  parse_failed(hand); /* JSON, but no record: the file goes on behind it */
  bool spaces = false;
  rows->json.at = from;
  rows->json.depth = 0;
  *end = os_json_skip(&rows->json, &spaces);
  if (*end) return OS_OK;
  hand->phase = BEHIND;
  return reject_record(hand, from, rows->json.at);
}

os_status os_json_read_on(os_json_hand *hand, bool *more) {
  os_json_job *job = hand->job;
  os_json_rows *rows = &hand->rows;
  size_t used = (size_t)(rows->json.at ? rows->json.at - hand->bytes : 0);
  if (used == 0 && hand->length == 0) hand->offset = job->head.start;
  hand->offset += used;
  hand->length -= used;
  if (used) memmove(hand->bytes, hand->bytes + used, hand->length);
  size_t wanted = hand->length < job->block ? (size_t)job->block : hand->length * 2;
  for (;;) {
    os_status status = read_to(hand, wanted);
    if (status) return status;
    rows->bytes = hand->bytes;
    rows->json = (os_json){.at = hand->bytes, .end = hand->bytes + hand->length,
                           .final = hand->final};
    os_json_end end = OS_JSON_OK;
    bool record = true;
    const uint8_t *whole = rows->json.at;
    int phase = hand->phase;
    while (!end && record) {
      whole = rows->json.at;
      phase = hand->phase;
      status = step(hand, &end, &record);
      if (status) return status;
    }
    if (end == OS_JSON_NOMEM) return OS_NOMEM;
    if (end == OS_JSON_BAD) return parse_failed(hand);
    if (end == OS_JSON_MORE) {
      rows->json.at = whole;
      hand->phase = phase;
    }
    *more = end == OS_JSON_MORE || !hand->final;
    hand->done = (uint64_t)(rows->json.at - hand->bytes);
    if (!*more || rows->json.at > hand->bytes) return OS_OK;
    wanted = hand->length * 2;
  }
}
