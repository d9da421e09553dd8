/* file.c: what files need that are to be there whole or not at all, and Lua cannot do. */
#define _POSIX_C_SOURCE 200809L
#define _XOPEN_SOURCE 700
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "binding.h"

#define TRIES 1000

static int failed(lua_State *L, int number) {
  lua_pushnil(L);
  lua_pushstring(L, strerror(number));
  return 2;
}

/* core.file_beside(path) -> an empty new file to write, the path to rename it to; nil and why. The same
** name twice: a device or a pipe, which is written as it is. Links are followed. */
static int file_beside(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  char target[PATH_MAX];
  struct stat info;
  mode_t mode = 0666;
  bool there = stat(path, &info) == 0;
  if (there && S_ISDIR(info.st_mode)) return failed(L, EISDIR);
  if (there && !S_ISREG(info.st_mode)) {
    lua_pushvalue(L, 1);
    lua_pushvalue(L, 1);
    return 2;
  }
  if (there && lstat(path, &info) == 0 && S_ISLNK(info.st_mode) && realpath(path, target)) {
    path = lua_pushstring(L, target);
    there = stat(path, &info) == 0;
  }
  for (int i = 0; i < TRIES; i++) {
    const char *name = lua_pushfstring(L, "%s.%d-%d.tmp", path, (int)getpid(), i);
    int file = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, mode);
    if (file >= 0) {
      if (there) (void)!fchmod(file, info.st_mode & 07777);
      close(file);
      lua_pushstring(L, path);
      return 2;
    }
    if (errno != EEXIST) return failed(L, errno);
    lua_pop(L, 1);
  }
  return failed(L, EEXIST);
}

/* core.file_sync(path) -> true once what was written is on the disk; nil and why. Of a folder: the names
** in it; some file systems cannot. */
static int file_sync(lua_State *L) {
  const char *path = luaL_checkstring(L, 1);
  int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  if (file < 0) return failed(L, errno);
  int result = fsync(file), number = errno;
  close(file);
  if (result && number != EINVAL && number != ENOTSUP) return failed(L, number);
  lua_pushboolean(L, 1);
  return 1;
}

const luaL_Reg l_file_functions[] = {
    {"file_beside", file_beside}, {"file_sync", file_sync}, {NULL, NULL}};
