/* build.c: registers out of Lua tables, a table a column. */
#include "binding.h"

#include <math.h>
#include <string.h>

#include "float.h"
#include "value.h"

#define COLUMNS "orgstat.columns"

/* Finished columns, while the others are made. */
typedef struct l_basket {
  size_t count;
  os_column *cols[];
} l_basket;

/* The values of one column as the core takes them. */
typedef struct l_cells {
  size_t rows;
  void *values;     /* rows elements of the size that the type needs, os_wide at most */
  uint8_t *present; /* of a decimal: 1 + its scale */
  unsigned scale;   /* the largest */
} l_cells;

static void drop_columns(l_basket *basket) {
  while (basket->count > 0) os_column_drop(basket->cols[--basket->count]);
}

static int basket_gc(lua_State *L) {
  drop_columns(luaL_checkudata(L, 1, COLUMNS));
  return 0;
}

static l_basket *new_basket(lua_State *L, size_t count) {
  l_basket *basket = l_newblock(L, l_size(L, sizeof *basket, count, sizeof(os_column *)));
  basket->count = 0;
  luaL_newmetatable(L, COLUMNS);
  lua_pushcfunction(L, basket_gc);
  lua_setfield(L, -2, "__gc");
  lua_setmetatable(L, -2);
  return basket;
}

/* Where a value stands, for messages. */
typedef struct l_place {
  const char *field;
  size_t row; /* from 1 */
} l_place;

static int reject(lua_State *L, l_place at, const char *what, const char *why) {
  return luaL_error(L, "field '%s': row %I %s%s", at.field, (LUAI_UACINT)at.row, what, why);
}

/* What a Lua value is called: the value itself, and many of its like. */
typedef struct l_kind {
  const char *one, *many;
} l_kind;

static l_kind kind_of(lua_State *L, int index) {
  switch (lua_type(L, index)) {
    case LUA_TBOOLEAN: return (l_kind){"is a boolean", "booleans"};
    case LUA_TNUMBER: return (l_kind){"is a number", "numbers"};
    case LUA_TSTRING: return (l_kind){"is text", "text"};
    default: return (l_kind){NULL, NULL};
  }
}

/* The type of the values in the table on top, when the caller names none. */
static os_type find_type(lua_State *L, size_t rows, l_place at) {
  int found = LUA_TNIL;
  bool floats = false;
  l_kind before = {NULL, NULL};
  for (size_t i = 0; i < rows; i++) {
    int type = lua_rawgeti(L, -1, (lua_Integer)i + 1);
    l_kind kind = kind_of(L, -1);
    at.row = i + 1;
    if (type == LUA_TNUMBER && !lua_isinteger(L, -1)) floats = true;
    if (type != LUA_TNIL && type != found) {
      if (!kind.one) {
        lua_pushfstring(L, "is a %s", lua_typename(L, type));
        reject(L, at, lua_tostring(L, -1), ", which no field holds");
      }
      if (found != LUA_TNIL) {
        lua_pushfstring(L, ", the rows before are %s", before.many);
        reject(L, at, kind.one, lua_tostring(L, -1));
      }
      found = type;
      before = kind;
    }
    lua_pop(L, 1);
  }
  switch (found) {
    case LUA_TBOOLEAN: return OS_BOOLEAN;
    case LUA_TNUMBER: return floats ? OS_NUMBER : OS_INTEGER;
    default: return OS_TEXT; /* also of no values */
  }
}

/* The value on top in its written form: strings as they are, numbers in out. */
static os_text written(lua_State *L, char *out) {
  os_text text = {out, 0};
  if (lua_type(L, -1) == LUA_TSTRING)
    text.ptr = lua_tolstring(L, -1, &text.len);
  else if (lua_isinteger(L, -1))
    text.len = os_write_integer(lua_tointeger(L, -1), out);
  else if (lua_type(L, -1) == LUA_TNUMBER)
    text.len = os_float_write(lua_tonumber(L, -1), out);
  return text;
}

/* Each reads the value on top into cell i; false if it is none of that type. */

static bool read_boolean(lua_State *L, l_cells *cells, size_t i) {
  bool value = lua_toboolean(L, -1);
  if (lua_type(L, -1) == LUA_TSTRING) {
    size_t len;
    const char *s = lua_tolstring(L, -1, &len);
    if (!os_parse_boolean(s, len, &value)) return false;
  } else if (!lua_isboolean(L, -1)) {
    return false;
  }
  ((int64_t *)cells->values)[i] = value;
  return true;
}

static bool read_integer(lua_State *L, l_cells *cells, size_t i) {
  int64_t *value = (int64_t *)cells->values + i;
  int exact = 0;
  if (lua_type(L, -1) == LUA_TSTRING) {
    size_t len;
    const char *s = lua_tolstring(L, -1, &len);
    return os_parse_integer(s, len, value);
  }
  *value = lua_tointegerx(L, -1, &exact);
  return exact;
}

static bool read_decimal(lua_State *L, l_cells *cells, size_t i) {
  char out[OS_VALUE_TEXT];
  os_text text = written(L, out);
  int64_t value;
  unsigned scale;
  if (!os_parse_decimal(text.ptr, text.len, &value, &scale)) return false;
  ((os_wide *)cells->values)[i] = value;
  cells->present[i] = (uint8_t)(scale + 1);
  if (scale > cells->scale) cells->scale = scale;
  return true;
}

static bool read_number(lua_State *L, l_cells *cells, size_t i) {
  double *value = (double *)cells->values + i;
  if (lua_type(L, -1) == LUA_TSTRING) {
    size_t len;
    const char *s = lua_tolstring(L, -1, &len);
    return os_parse_number(s, len, value);
  }
  if (lua_isinteger(L, -1) && !os_is_double(lua_tointeger(L, -1))) return false;
  *value = lua_tonumber(L, -1);
  return lua_type(L, -1) == LUA_TNUMBER && isfinite(*value);
}

static bool read_date(lua_State *L, l_cells *cells, size_t i) {
  char out[OS_VALUE_TEXT];
  os_text text = written(L, out);
  int32_t date;
  if (!os_parse_date(text.ptr, text.len, &date)) return false;
  ((int64_t *)cells->values)[i] = date;
  return true;
}

static bool read_text(lua_State *L, l_cells *cells, size_t i) {
  os_text *text = (os_text *)cells->values + i;
  if (lua_type(L, -1) != LUA_TSTRING) return false;
  text->ptr = lua_tolstring(L, -1, &text->len);
  return true;
}

static bool (*const readers[OS_TYPES])(lua_State *L, l_cells *cells, size_t i) = {
    read_boolean, read_integer, read_decimal, read_number, read_date, read_text,
};

static int misfit(lua_State *L, os_type type, l_place at) {
  static const char *const wanted[OS_TYPES] = {", not a boolean", ", not an integer",
                                               ", not a decimal", ", not a finite number",
                                               ", not a date",    ", not text"};
  char out[OS_VALUE_TEXT];
  os_text text = written(L, out);
  const char *why = wanted[type];
  int64_t integer;
  if (type == OS_NUMBER && os_parse_integer(text.ptr, text.len, &integer))
    why = ", which is no float; as \"decimal\" the field keeps all digits";
  switch (lua_type(L, -1)) {
    case LUA_TSTRING: lua_pushfstring(L, "is '%s'", lua_tostring(L, -1)); break;
    case LUA_TNUMBER: lua_pushfstring(L, "is %s", luaL_tolstring(L, -1, NULL)); break;
    default: lua_pushfstring(L, "is a %s", luaL_typename(L, -1)); break;
  }
  return reject(L, at, lua_tostring(L, -1), why);
}

/* Reads the table on top. No string of it is copied, so the column is to be made at once. */
static void read_cells(lua_State *L, os_type type, l_cells *cells, l_place at) {
  cells->scale = 0;
  for (size_t i = 0; i < cells->rows; i++) {
    cells->present[i] = lua_rawgeti(L, -1, (lua_Integer)i + 1) != LUA_TNIL;
    if (cells->present[i] && !readers[type](L, cells, i)) {
      at.row = i + 1;
      misfit(L, type, at);
    }
    lua_pop(L, 1);
  }
}

static void to_one_scale(const l_cells *cells) {
  os_wide *values = cells->values;
  for (size_t i = 0; i < cells->rows; i++) {
    if (!cells->present[i]) continue;
    for (unsigned scale = cells->present[i] - 1u; scale < cells->scale; scale++) values[i] *= 10;
  }
}

static os_status make_column(const os_mem *mem, os_type type, const l_cells *cells,
                             os_column **out) {
  const uint8_t *present = cells->present;
  size_t rows = cells->rows;
  switch (type) {
    case OS_DECIMAL:
      to_one_scale(cells);
      return os_column_from_wides(mem, cells->scale, cells->values, present, rows, out);
    case OS_NUMBER: return os_column_from_doubles(mem, cells->values, present, rows, out);
    case OS_TEXT: return os_column_from_texts(mem, cells->values, present, rows, out);
    default: return os_column_from_ints(mem, type, 0, cells->values, present, rows, out);
  }
}

/* The type that element i of the table at 2 names, or else that of the values on top. */
static os_type type_at(lua_State *L, size_t i, size_t rows, l_place at) {
  if (lua_istable(L, 2))
    lua_rawgeti(L, 2, (lua_Integer)i);
  else
    lua_pushnil(L);
  if (!lua_toboolean(L, -1)) {
    lua_pop(L, 1);
    return find_type(L, rows, at);
  }
  const char *name = lua_tostring(L, -1);
  int type = 0;
  while (l_types[type] && !(name && strcmp(l_types[type], name) == 0)) type++;
  if (!l_types[type]) luaL_error(L, "field '%s': there is no type '%s'", at.field, name);
  lua_pop(L, 1);
  return (os_type)type;
}

/* core.build({names}, {types or false}, {columns}, n) */
static int b_build(lua_State *L) {
  enum { NAMES = 1, TYPES, VALUES, ROWS };
  luaL_checktype(L, NAMES, LUA_TTABLE);
  if (!lua_isnoneornil(L, TYPES)) luaL_checktype(L, TYPES, LUA_TTABLE);
  luaL_checktype(L, VALUES, LUA_TTABLE);
  lua_Integer rows = luaL_checkinteger(L, ROWS);
  luaL_argcheck(L, rows >= 0 && (lua_Unsigned)rows <= OS_MAX_ROWS, ROWS, "no number of rows");
  lua_settop(L, ROWS);
  size_t count = lua_rawlen(L, NAMES), bytes = 0;
  l_cells cells = {.rows = (size_t)rows};
  const os_name *names = l_names(L, NAMES, count);
  cells.values = l_scratch(L, cells.rows, sizeof(os_wide));
  cells.present = l_scratch(L, cells.rows, 1);
  l_basket *basket = new_basket(L, count);
  l_room(L);
  os_mem mem = l_mem(L);
  bool again;
  os_status status;
  for (size_t i = 0; i < count; i++) {
    l_place at = {names[i].ptr, 0};
    if (lua_rawgeti(L, VALUES, (lua_Integer)i + 1) != LUA_TTABLE)
      luaL_error(L, "field '%s' has no table of values", at.field);
    os_type type = type_at(L, i + 1, cells.rows, at);
    again = true;
    do {
      read_cells(L, type, &cells, at);
      status = make_column(&mem, type, &cells, &basket->cols[i]);
    } while (l_again(L, status, &again));
    bytes += os_column_size(basket->cols[basket->count++]);
    lua_pop(L, 1);
  }
  os_view *result = l_newregister(L);
  again = true;
  do {
    status = os_view_init(&mem, result, count, basket->cols, names, cells.rows, NULL);
  } while (l_again(L, status, &again));
  drop_columns(basket);
  l_weigh(L, bytes);
  return 1;
}

const luaL_Reg l_build_functions[] = {
    {"build", b_build},
    {NULL, NULL},
};
