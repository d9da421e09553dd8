/* source.c: see source.h. Files are read with pread, never mapped: a file that is cut short under
** us must be an error and not a signal. */
#define _POSIX_C_SOURCE 200809L
#define _FILE_OFFSET_BITS 64
#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define OS_PIPE_READ ((size_t)1 << 20)

static os_status failed(os_error *error, os_fault fault, int number) {
  error->fault = fault;
  error->number = (uint64_t)number;
  return OS_FAILED;
}

/* Goes through the first line, from where it was left, for NULs in a row; *at becomes SIZE_MAX behind it. */
static os_status first_line(const os_source *source, size_t *at, os_error *error) {
  const uint8_t *bytes = source->kept.data;
  size_t len = source->kept.len;
  if (len > 0 && bytes[0] >= 0xFE) *at = SIZE_MAX; /* the byte order mark of UTF-16 */
  for (; *at < len; ++*at) {
    if (bytes[*at] == '\n' || bytes[*at] == '\r') {
      *at = SIZE_MAX;
      return OS_OK;
    }
    if (bytes[*at]) continue;
    /* Single ones are those of UTF-16, or a fault that is told at the end. */
    if (*at + 1 == len) return OS_OK;
    if (bytes[*at + 1] && !(*at > 0 && !bytes[*at - 1])) continue;
    os_source text;
    os_source_memory(&text, bytes, len);
    *error = (os_error){.fault = OS_FAULT_NUL, .byte = *at + 1};
    error->length = (uint32_t)(*at < OS_ERROR_TEXT ? *at + 1 : OS_ERROR_TEXT);
    memcpy(error->text, bytes, error->length);
    os_source_locate(&text, false, error);
    return OS_FAILED;
  }
  return OS_OK;
}

static os_status read_pipe(const os_mem *mem, os_source *source, bool utf8,
                           os_status (*tick)(void *ud, uint64_t done, uint64_t total), void *ud,
                           os_error *error) {
  size_t looked = 0;
  for (;;) {
    os_status status = os_buf_room(mem, &source->kept, OS_PIPE_READ);
    if (status) return status;
    ssize_t got = read(source->fd, source->kept.data + source->kept.len, OS_PIPE_READ);
    if (got == 0) break;
    if (got < 0 && errno != EINTR) return failed(error, OS_FAULT_READ, errno);
    if (got > 0) source->kept.len += (size_t)got;
    if (utf8 && looked != SIZE_MAX) status = first_line(source, &looked, error);
    if (status) return status;
    if (tick && (status = tick(ud, source->kept.len, 0)) != OS_OK) return status;
  }
  source->bytes = source->kept.data;
  source->size = source->kept.len;
  return OS_OK;
}

os_status os_source_open(const os_mem *mem, os_source *source, const char *path, bool utf8,
                         os_status (*tick)(void *ud, uint64_t done, uint64_t total), void *ud,
                         os_error *error) {
  struct stat info;
  memset(source, 0, sizeof *source);
  source->mem = *mem;
  source->fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (source->fd < 0) return failed(error, OS_FAULT_OPEN, errno);
  if (fstat(source->fd, &info)) return failed(error, OS_FAULT_OPEN, errno);
  if (S_ISDIR(info.st_mode)) return failed(error, OS_FAULT_DIRECTORY, EISDIR);
  if (!S_ISREG(info.st_mode)) return read_pipe(mem, source, utf8, tick, ud, error);
  source->size = (uint64_t)info.st_size;
  source->device = info.st_dev;
  source->inode = info.st_ino;
  source->changed = info.st_mtim;
  if (source->size == 0) return read_pipe(mem, source, utf8, tick, ud, error); /* as under /proc */
  return OS_OK;
}

void os_source_memory(os_source *source, const void *bytes, size_t size) {
  memset(source, 0, sizeof *source);
  source->fd = -1;
  source->bytes = bytes;
  source->size = size;
}

os_status os_source_read(const os_source *source, uint64_t at, uint8_t *out, size_t count,
                         os_error *error) {
  if (source->bytes) {
    if (count) memcpy(out, source->bytes + at, count);
    return OS_OK;
  }
  while (count) {
    ssize_t got = pread(source->fd, out, count, (off_t)at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failed(error, OS_FAULT_READ, errno);
    if (got == 0) {
      error->byte = at + 1;
      return failed(error, OS_FAULT_CHANGED, 0);
    }
    out += got;
    at += (uint64_t)got;
    count -= (size_t)got;
  }
  return OS_OK;
}

os_status os_source_check(const os_source *source, os_error *error) {
  struct stat info;
  if (source->bytes || source->size == 0) return OS_OK;
  if (fstat(source->fd, &info)) return failed(error, OS_FAULT_READ, errno);
  if ((uint64_t)info.st_size != source->size || info.st_dev != source->device ||
      info.st_ino != source->inode || info.st_mtim.tv_sec != source->changed.tv_sec ||
      info.st_mtim.tv_nsec != source->changed.tv_nsec) {
    return failed(error, OS_FAULT_CHANGED, 0);
  }
  return OS_OK;
}

void os_source_close(os_source *source) {
  if (source->fd > 0 || (source->fd == 0 && source->mem.fn)) close(source->fd);
  source->fd = -1;
  if (source->kept.data) os_buf_free(&source->mem, &source->kept);
  source->bytes = NULL;
}

void os_lines_begin(os_lines *lines, const os_source *source, bool cr) {
  lines->source = source;
  lines->cr = cr;
  lines->line = 1;
  lines->at = 0;
  lines->before = 0;
  lines->k = lines->count = 0;
}

os_status os_lines_at(os_lines *lines, uint64_t offset, uint64_t *line, os_error *error) {
  for (; lines->at < offset; lines->at++, lines->k++) {
    if (lines->k == lines->count) {
      uint64_t left = lines->source->size - lines->at;
      lines->count = left < sizeof lines->chunk ? (size_t)left : sizeof lines->chunk;
      os_status status =
          os_source_read(lines->source, lines->at, lines->chunk, lines->count, error);
      if (status) return status;
      lines->k = 0;
    }
    uint8_t byte = lines->chunk[lines->k];
    if (lines->cr && lines->before == '\r' && byte != '\n') lines->line++;
    if (byte == '\n') lines->line++;
    lines->before = byte;
  }
  *line = lines->line + (lines->cr && lines->before == '\r');
  return OS_OK;
}

os_status os_source_locate(const os_source *source, bool cr, os_error *error) {
  uint8_t chunk[4096];
  uint64_t line = 1, column = 0, at = 0;
  uint8_t before = 0;
  if (error->byte == 0) return OS_OK;
  while (at < error->byte && at < source->size) {
    size_t count = sizeof chunk;
    if (count > error->byte - at) count = (size_t)(error->byte - at);
    if (count > source->size - at) count = (size_t)(source->size - at);
    os_error unused = {0};
    if (os_source_read(source, at, chunk, count, &unused)) return OS_FAILED;
    for (size_t i = 0; i < count; i++) {
      if (before == '\n' || (cr && before == '\r' && chunk[i] != '\n')) {
        line++;
        column = 0;
      }
      if ((chunk[i] & 0xC0) != 0x80) column++;
      before = chunk[i];
    }
    at += count;
  }
  if (at < error->byte) { /* right behind the last byte */
    if (before == '\n' || (cr && before == '\r')) {
      line++;
      column = 0;
    }
    column++;
  }
  /* A byte that continues nothing stands for a character of its own. */
  if (error->fault == OS_FAULT_UTF8 && (before & 0xC0) == 0x80) column++;
  error->line = line;
  error->column = column;
  return OS_OK;
}
