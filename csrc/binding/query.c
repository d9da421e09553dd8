/* query.c: registers out of registers: fewer rows, other columns, another order. */
#include "binding.h"

#include "join.h"
#include "order.h"

/* Fills the result with the columns of `of` through rows, which it takes over. */
static os_status show(const os_mem *mem, os_view *result, const os_view *of, os_rows *rows) {
  os_status status = os_view_init(mem, result, of->ncols, of->cols, of->names, rows->count, rows);
  os_rows_drop(rows);
  return status;
}

/* The result on top of the stack owns nothing new but its choice of rows. */
static int finish(lua_State *L, const os_view *result) {
  if (result->chosen) l_weigh(L, result->rows * sizeof(uint32_t));
  return 1;
}

static os_status take(const os_mem *mem, const os_view *view, size_t from, size_t count,
                      os_view *result) {
  if (count == view->rows) {
    return os_view_init(mem, result, view->ncols, view->cols, view->names, count, view->chosen);
  }
  os_rows *rows = os_rows_new(mem, count);
  if (!rows) return OS_NOMEM;
  for (size_t i = 0; i < count; i++) rows->index[i] = (uint32_t)os_row(view, from + i);
  return show(mem, result, view, rows);
}

/* core.take(reg, from, to): both clipped to the rows that there are. */
static int q_take(lua_State *L) {
  lua_Integer rows = (lua_Integer)l_view(L, 1)->rows;
  lua_Integer from = luaL_checkinteger(L, 2), to = luaL_checkinteger(L, 3);
  if (from < 1) from = 1;
  if (to > rows) to = rows;
  if (from > to) from = 1, to = 0;
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    status = take(&mem, l_view(L, 1), (size_t)from - 1, (size_t)(to - from + 1), result);
  } while (l_again(L, status, &again));
  return finish(L, result);
}

/* core.select(reg, {columns}, {names}): the names they have if none are given. */
static int q_select(lua_State *L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  bool named = !lua_isnoneornil(L, 3);
  if (named) luaL_checktype(L, 3, LUA_TTABLE);
  l_view(L, 1);
  size_t count = lua_rawlen(L, 2);
  os_column **cols = l_scratch(L, count, sizeof *cols);
  os_name *names = named ? l_names(L, 3, count) : l_scratch(L, count, sizeof *names);
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    const os_view *view = l_view(L, 1);
    for (size_t i = 0; i < count; i++) {
      size_t c = l_columnat(L, 2, i + 1, view);
      cols[i] = view->cols[c];
      if (!named) names[i] = view->names[c];
    }
    status = os_view_init(&mem, result, count, cols, names, view->rows, view->chosen);
  } while (l_again(L, status, &again));
  return 1;
}

/* core.sort(reg, {columns}, {descending}) */
static int q_sort(lua_State *L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  bool directed = !lua_isnoneornil(L, 3);
  if (directed) luaL_checktype(L, 3, LUA_TTABLE);
  l_view(L, 1);
  size_t count = lua_rawlen(L, 2);
  os_key *keys = l_scratch(L, count, sizeof *keys);
  os_view *result = l_newregister(L);
  os_watch watch;
  os_mem mem = l_watched(L, &watch);
  bool again = true;
  os_status status;
  do {
    os_view held;
    const os_view *view = l_view(L, 1);
    for (size_t i = 0; i < count; i++) {
      keys[i].col = l_columnat(L, 2, i + 1, view);
      if (!directed) continue;
      lua_rawgeti(L, 3, (lua_Integer)i + 1);
      keys[i].descending = lua_toboolean(L, -1);
      lua_pop(L, 1);
    }
    os_rows *rows = NULL;
    status = l_hold(L, &mem, 1, &held);
    if (!status) status = os_sort(&mem, &held, keys, count, &rows);
    if (!status) status = show(&mem, result, &held, rows);
    os_view_clear(&held);
  } while (l_again(L, status, &again));
  return finish(L, result);
}

/* The arrays of one condition, while they are filled. */
typedef struct l_set {
  os_text *texts;
  double *numbers;
  int64_t *integers;
  uint8_t *is_integer;
} l_set;

/* Columns whose conditions are texts. */
static bool is_written(os_type type) {
  return type == OS_TEXT || type == OS_DATE;
}

/* Adds the value on top to the set, if the column can hold such a value. */
static void add_value(lua_State *L, os_type type, const l_set *set, os_in *in) {
  size_t n = in->count;
  int kind = lua_type(L, -1);
  int wanted = type == OS_BOOLEAN ? LUA_TBOOLEAN : LUA_TNUMBER;
  if (is_written(type) || (type == OS_DECIMAL && kind == LUA_TSTRING)) wanted = LUA_TSTRING;
  if (kind != wanted) return;
  if (kind == LUA_TSTRING) {
    set->texts[n].ptr = lua_tolstring(L, -1, &set->texts[n].len);
  } else if (kind == LUA_TBOOLEAN) {
    set->integers[n] = lua_toboolean(L, -1);
    set->numbers[n] = (double)set->integers[n];
    set->is_integer[n] = 1;
  } else {
    set->numbers[n] = lua_tonumber(L, -1);
    set->integers[n] = lua_tointeger(L, -1);
    set->is_integer[n] = lua_isinteger(L, -1) != 0; /* a float may stand for other decimals, too */
  }
  in->count++;
}

/* Pops a value and keeps it in the table `kept`. */
static void keep(lua_State *L, int kept) {
  lua_rawseti(L, kept, (lua_Integer)lua_rawlen(L, kept) + 1);
}

static void *kept_scratch(lua_State *L, int kept, size_t count, size_t size) {
  void *block = l_scratch(L, count, size);
  keep(L, kept);
  return block;
}

void l_readcondition(lua_State *L, int kept, size_t ncols, l_typeof *type_of, const void *ud,
                     os_in *in) {
  int top = lua_gettop(L), values = top + 1;
  if (!lua_istable(L, top)) luaL_error(L, "a condition is no table");
  lua_getfield(L, top, "values");
  lua_getfield(L, top, "missing");
  lua_getfield(L, top, "c");
  in->missing = lua_toboolean(L, top + 2);
  size_t count = lua_istable(L, values) ? lua_rawlen(L, values) : 0;
  l_set set = {
      .texts = kept_scratch(L, kept, count, sizeof *set.texts),
      .numbers = kept_scratch(L, kept, count, sizeof *set.numbers),
      .integers = kept_scratch(L, kept, count, sizeof *set.integers),
      .is_integer = kept_scratch(L, kept, count, sizeof *set.is_integer),
  };
  lua_Integer c = lua_tointeger(L, top + 3);
  if (c < 1 || (lua_Unsigned)c > ncols) luaL_error(L, "a condition has no column");
  in->col = (size_t)c - 1;
  os_type type = type_of(L, ud, in->col);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, values, (lua_Integer)i + 1);
    add_value(L, type, &set, in);
    keep(L, kept);
  }
  in->texts = set.texts;
  in->numbers = is_written(type) ? NULL : set.numbers;
  in->integers = set.integers;
  in->is_integer = set.is_integer;
  lua_settop(L, top - 1);
}

static os_type type_in_register(lua_State *L, const void *ud, size_t c) {
  return l_open(L, ud)->cols[c]->type;
}

/* core.filter(reg, { { c =, missing =, values = {} }, ... }) */
static int q_filter(lua_State *L) {
  enum { CONDITIONS = 2, KEPT };
  luaL_checktype(L, CONDITIONS, LUA_TTABLE);
  l_view(L, 1);
  lua_settop(L, CONDITIONS);
  lua_newtable(L);
  size_t count = lua_rawlen(L, CONDITIONS);
  os_in *in = l_scratch(L, count, sizeof *in);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, CONDITIONS, (lua_Integer)i + 1);
    const l_register *reg = l_checkregister(L, 1);
    l_readcondition(L, KEPT, l_open(L, reg)->ncols, type_in_register, reg, &in[i]);
  }
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    const os_view *view = l_view(L, 1);
    os_rows *rows = NULL;
    status = os_filter(&mem, view, in, count, &rows);
    if (!status) status = show(&mem, result, view, rows);
  } while (l_again(L, status, &again));
  return finish(L, result);
}

/* core.distinct(reg, {columns}): the first row of each combination of their values. */
static int q_distinct(lua_State *L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  l_view(L, 1);
  size_t count = lua_rawlen(L, 2);
  size_t *cols = l_scratch(L, count, sizeof *cols);
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    const os_view *view = l_view(L, 1);
    for (size_t i = 0; i < count; i++) cols[i] = l_columnat(L, 2, i + 1, view);
    os_rows *rows = NULL;
    status = os_distinct(&mem, view, cols, count, &rows);
    if (!status) status = show(&mem, result, view, rows);
  } while (l_again(L, status, &again));
  return finish(L, result);
}

const luaL_Reg l_query_functions[] = {
    {"take", q_take},     {"select", q_select},     {"sort", q_sort},
    {"filter", q_filter}, {"distinct", q_distinct}, {NULL, NULL},
};
