/* key.c: values as keys: of names, of groups, and where two columns differ. */
#include "binding.h"

#include <limits.h>
#include <string.h>

#include "join.h"
#include "name_key.h"

static unsigned check_ignored(lua_State *L, int arg) {
  lua_Integer ignored = luaL_checkinteger(L, arg);
  luaL_argcheck(L, ignored >= 0 && ignored <= 15, arg, "no kind of key");
  return (unsigned)ignored;
}

/* Two buffers of the core in a userdata, so that an error may pass. */
typedef struct l_buffers {
  os_mem mem;
  os_buf scratch, out;
} l_buffers;

#define BUFFERS "orgstat.buffers"

static int buffers_gc(lua_State *L) {
  l_buffers *buffers = luaL_checkudata(L, 1, BUFFERS);
  os_buf_free(&buffers->mem, &buffers->scratch);
  os_buf_free(&buffers->mem, &buffers->out);
  return 0;
}

static l_buffers *new_buffers(lua_State *L) {
  l_buffers *buffers = l_newblock(L, sizeof *buffers);
  memset(buffers, 0, sizeof *buffers);
  buffers->mem = l_mem(L);
  luaL_newmetatable(L, BUFFERS);
  lua_pushcfunction(L, buffers_gc);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  l_room(L);
  return buffers;
}

/* core.name_key(text, ignored): the key, or nil when the text is not UTF-8. */
static int k_name_key(lua_State *L) {
  os_text text;
  text.ptr = luaL_checklstring(L, 1, &text.len);
  unsigned ignored = check_ignored(L, 2);
  l_buffers *buffers = new_buffers(L);
  bool again = true, valid = true;
  os_status status;
  do {
    buffers->out.len = 0;
    status = os_name_key(&buffers->mem, text, ignored, &buffers->scratch, &buffers->out, &valid);
  } while (l_again(L, status, &again));
  if (valid)
    lua_pushlstring(L, (const char *)buffers->out.data, buffers->out.len);
  else
    lua_pushnil(L);
  os_buf_free(&buffers->mem, &buffers->scratch);
  os_buf_free(&buffers->mem, &buffers->out);
  return 1;
}

/* core.name_keys(reg, c, ignored): a register of one column, the keys of the texts in column c. */
static int k_name_keys(lua_State *L) {
  const l_register *reg = l_checkregister(L, 1);
  size_t c = l_checkcolumn(L, 2, l_view(L, 1));
  unsigned ignored = check_ignored(L, 3);
  luaL_argcheck(L, l_open(L, reg)->cols[c]->type == OS_TEXT, 2, "the column is no text");
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    const os_view *view = l_open(L, reg);
    os_column *col = NULL;
    status = os_column_name_keys(&mem, view, c, ignored, &col);
    if (!status) status = os_view_init(&mem, result, 1, &col, &view->names[c], view->rows, NULL);
    os_column_drop(col);
  } while (l_again(L, status, &again));
  l_weigh(L, os_column_size(result->cols[0]));
  return 1;
}

static int table_size(size_t n) {
  return n < INT_MAX ? (int)n : INT_MAX;
}

/* Numbers of the core in a userdata, as they are its own to free. */
typedef struct l_numbers {
  os_mem mem;
  void *values; /* uint32_t, or uint16_t where width is 2 */
  size_t count;
  unsigned width;
} l_numbers;

#define NUMBERS "orgstat.numbers"

static int numbers_gc(lua_State *L) {
  l_numbers *numbers = luaL_checkudata(L, 1, NUMBERS);
  os_free(&numbers->mem, numbers->values, numbers->count * numbers->width);
  numbers->values = NULL;
  return 0;
}

static l_numbers *new_numbers(lua_State *L) {
  l_numbers *numbers = l_newblock(L, sizeof *numbers);
  memset(numbers, 0, sizeof *numbers);
  numbers->mem = l_mem(L);
  numbers->width = sizeof(uint32_t);
  luaL_newmetatable(L, NUMBERS);
  lua_pushcfunction(L, numbers_gc);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  l_room(L);
  return numbers;
}

/* Pushes a table of numbers that count from 0, as numbers that count from 1. */
static void push_numbers(lua_State *L, const l_numbers *numbers) {
  lua_createtable(L, table_size(numbers->count), 0);
  for (size_t i = 0; i < numbers->count; i++) {
    uint32_t value = numbers->width == 2 ? ((const uint16_t *)numbers->values)[i]
                                         : ((const uint32_t *)numbers->values)[i];
    lua_pushinteger(L, (lua_Integer)value + 1);
    lua_rawseti(L, -2, (lua_Integer)i + 1);
  }
}

/* core.differ(reg, a, b): the rows in which columns a and b differ. */
static int k_differ(lua_State *L) {
  const l_register *reg = l_checkregister(L, 1);
  size_t a = l_checkcolumn(L, 2, l_view(L, 1)), b = l_checkcolumn(L, 3, l_open(L, reg));
  l_numbers *places = new_numbers(L);
  bool again = true;
  os_status status;
  do {
    uint32_t *found = NULL;
    status = os_differ(&places->mem, l_open(L, reg), a, b, &found, &places->count);
    places->values = found;
  } while (l_again(L, status, &again));
  push_numbers(L, places);
  return 1;
}

/* core.numbers(reg, {columns}): for each row the number of its group, as summarise orders them;
** and for each group its first row. */
static int k_numbers(lua_State *L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  const l_register *reg = l_checkregister(L, 1);
  l_view(L, 1);
  size_t count = lua_rawlen(L, 2);
  size_t *cols = l_scratch(L, count, sizeof *cols);
  l_numbers *of = new_numbers(L), *first = new_numbers(L);
  bool again = true;
  os_status status;
  do {
    const os_view *view = l_open(L, reg);
    for (size_t i = 0; i < count; i++) cols[i] = l_columnat(L, 2, i + 1, view);
    os_groups groups;
    status = os_group(&of->mem, view, cols, count, &groups);
    if (status) continue;
    of->values = groups.of;
    of->count = groups.of ? groups.rows : 0;
    of->width = groups.width;
    first->values = groups.first;
    first->count = groups.count;
    groups.of = NULL; /* they are ours now */
    groups.first = NULL;
    os_groups_clear(&groups);
  } while (l_again(L, status, &again));
  push_numbers(L, of);
  push_numbers(L, first);
  return 2;
}

const luaL_Reg l_key_functions[] = {
    {"name_key", k_name_key}, {"name_keys", k_name_keys}, {"differ", k_differ},
    {"numbers", k_numbers},   {NULL, NULL},
};
