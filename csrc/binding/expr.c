/* expr.c: programs of expressions from Lua tables, and what they make of a register. */
#include "expr.h"

#include <string.h>

#include "binding.h"
#include "float.h"
#include "value.h"

static const char *const ops[] = {
#define X(name, text) text,
    OS_OPS(X)
#undef X
        NULL};
static const char *const cmps[] = {"==", "~=", "<", "<=", ">", ">=", NULL};

static int name_at(lua_State *L, int index, const char *const *names, int none) {
  const char *name = lua_tostring(L, index);
  for (int i = 0; name && names[i]; i++) {
    if (strcmp(name, names[i]) == 0) return i;
  }
  return none;
}

/* A field of the table on top, as a count; 0 when it is not there. */
static size_t number_in(lua_State *L, const char *field) {
  lua_getfield(L, -1, field);
  lua_Integer value = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return value > 0 ? (size_t)value : 0;
}

/* Reads the instruction on top: { op =, cmp =, at =, count = }, numbers from 1 where they name a
** column or a constant. */
static os_instr read_instr(lua_State *L) {
  if (!lua_istable(L, -1)) luaL_error(L, "an instruction is no table");
  lua_getfield(L, -1, "op");
  os_instr in = {.op = (os_op)name_at(L, -1, ops, OS_OP_NONE)};
  lua_getfield(L, -2, "cmp");
  in.cmp = lua_isnil(L, -1) ? OS_EQ : (os_cmp)name_at(L, -1, cmps, OS_CMPS);
  lua_pop(L, 2);
  in.at = number_in(L, "at");
  in.count = number_in(L, "count");
  bool named = in.op == OS_OP_FIELD || in.op == OS_OP_CONSTANT || in.op == OS_OP_RANGE ||
               in.op == OS_OP_MEMO || in.op == OS_OP_IN;
  if (named) in.at--; /* 0 becomes a number that the check refuses */
  if (in.op == OS_OP_RANGE) in.count--;
  return in;
}

/* Reads the constant on top: { type =, value = }; without a value it is missing. A decimal is a text
** of digits. The table keeps the text. */
static os_constant read_constant(lua_State *L) {
  os_constant constant = {0};
  bool sound = lua_istable(L, -1);
  if (!sound) luaL_error(L, "a constant is no table");
  lua_getfield(L, -1, "type");
  int type = name_at(L, -1, l_types, -1);
  if (type < 0) luaL_error(L, "a constant has no type");
  constant.type = (os_type)type;
  lua_getfield(L, -2, "value");
  constant.text = (os_text){"", 0};
  constant.missing = lua_isnil(L, -1);
  if (constant.missing) {
    lua_pop(L, 2);
    return constant;
  }
  size_t len = 0;
  const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &len) : NULL;
  int32_t date;
  bool negative = text && len > 0 && *text == '-';
  switch (constant.type) {
    case OS_BOOLEAN: constant.wide = lua_toboolean(L, -1); break;
    case OS_INTEGER:
      sound = lua_isinteger(L, -1);
      constant.wide = lua_tointeger(L, -1);
      break;
    case OS_DECIMAL:
      sound = text && os_expr_decimal(text + negative, len - negative, &constant.wide, &constant.scale);
      if (negative) constant.wide = -constant.wide;
      break;
    case OS_NUMBER:
      sound = lua_type(L, -1) == LUA_TNUMBER;
      constant.number = lua_tonumber(L, -1);
      break;
    case OS_DATE:
      sound = text && os_parse_date(text, len, &date);
      if (sound) constant.wide = date;
      break;
    case OS_TEXT:
      sound = text != NULL;
      constant.text = (os_text){text, len};
      break;
  }
  if (!sound) luaL_error(L, "a constant does not fit its type");
  lua_pop(L, 2);
  return constant;
}

void l_readprogram(lua_State *L, int kept, size_t ncols, l_typeof *type_of, const void *ud,
                   os_program *program, os_type *result) {
  int top = lua_gettop(L);
  l_stack(L, 10);
  if (!lua_istable(L, top)) luaL_error(L, "a program is no table");
  lua_getfield(L, top, "code");
  lua_getfield(L, top, "constants");
  if (!lua_istable(L, top + 1) || !lua_istable(L, top + 2)) luaL_error(L, "a program has no code");
  size_t count = lua_rawlen(L, top + 1), nconstants = lua_rawlen(L, top + 2);
  os_instr *code = l_scratch(L, count + 1, sizeof *code);
  os_constant *constants = l_scratch(L, nconstants + 1, sizeof *constants);
  os_type *types = l_scratch(L, ncols + 1, sizeof *types);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, top + 1, (lua_Integer)i + 1);
    code[i] = read_instr(L);
    lua_pop(L, 1);
  }
  for (size_t i = 0; i < nconstants; i++) {
    lua_rawgeti(L, top + 2, (lua_Integer)i + 1);
    constants[i] = read_constant(L);
    lua_pop(L, 1);
  }
  for (size_t c = 0; c < ncols; c++) types[c] = type_of(L, ud, c);
  *program = (os_program){.code = code, .count = count, .constants = constants,
                          .nconstants = nconstants};
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    status = os_expr_check(&mem, program, types, ncols, result);
    if (status == OS_FAILED) luaL_error(L, "the program is not sound");
  } while (l_again(L, status, &again));
  for (int i = top; i <= top + 4; i++) { /* the tables keep the texts, the blocks the rest */
    lua_pushvalue(L, i);
    lua_rawseti(L, kept, (lua_Integer)lua_rawlen(L, kept) + 1);
  }
  lua_settop(L, top - 1);
}

static os_type type_in_register(lua_State *L, const void *ud, size_t c) {
  return l_open(L, ud)->cols[c]->type;
}

/* Reads the program at 2 for the register at 1; what it needs goes into the table at 3. */
static os_type read_program(lua_State *L, os_program *program) {
  luaL_checktype(L, 2, LUA_TTABLE);
  l_view(L, 1);
  lua_settop(L, 2);
  lua_newtable(L);
  lua_pushvalue(L, 2);
  const l_register *reg = l_checkregister(L, 1);
  os_type type;
  l_readprogram(L, 3, l_open(L, reg)->ncols, type_in_register, reg, program, &type);
  return type;
}

/* nil and the row of the columns at which an expression fails, or false if it does so for any. */
static int fault(lua_State *L, const os_expr_fault *at) {
  lua_pushnil(L);
  if (at->scale) return lua_pushboolean(L, 0), 2;
  lua_pushinteger(L, (lua_Integer)at->row + 1);
  return 2;
}

/* core.choose(reg, program) -> reg with the records for which it is true; or nil and the record
** (of all that the columns have) at which it overflows, or nil and false when a result has too many digits */
static int e_choose(lua_State *L) {
  os_program program;
  os_type type = read_program(L, &program);
  luaL_argcheck(L, type == OS_BOOLEAN, 2, "not true or false");
  os_view *result = l_newregister(L);
  os_watch watch;
  os_mem mem = l_watched(L, &watch);
  os_expr_fault at;
  bool again = true;
  os_status status;
  do {
    os_view held;
    os_rows *rows = NULL;
    status = l_hold(L, &mem, 1, &held);
    if (!status) status = os_expr_filter(&mem, &held, &program, &rows, &at);
    if (status == OS_FAILED && !at.scale) at.row = os_row(&held, at.row);
    if (!status) {
      status = os_view_init(&mem, result, held.ncols, held.cols, held.names, rows->count, rows);
      os_rows_drop(rows);
    }
    os_view_clear(&held);
    if (status == OS_FAILED) return fault(L, &at);
  } while (l_again(L, status, &again));
  l_weigh(L, result->rows * sizeof(uint32_t));
  return 1;
}

/* core.compute(reg, program) -> a register of one column with no name, which sees the same records;
** or as choose */
static int e_compute(lua_State *L) {
  static const os_name nameless = {"", 0};
  os_program program;
  read_program(L, &program);
  os_view *result = l_newregister(L);
  os_watch watch;
  os_mem mem = l_watched(L, &watch);
  os_expr_fault at;
  bool again = true;
  os_status status;
  do {
    os_view held;
    os_column *col = NULL;
    status = l_hold(L, &mem, 1, &held);
    if (!status) status = os_expr_column(&mem, &held, &program, &col, &at);
    if (status == OS_FAILED && !at.scale) at.row = os_row(&held, at.row);
    if (!status) {
      status = os_view_init(&mem, result, 1, &col, &nameless, held.rows, held.chosen);
      os_column_drop(col);
    }
    os_view_clear(&held);
    if (status == OS_FAILED) return fault(L, &at);
  } while (l_again(L, status, &again));
  l_weigh(L, os_column_size(result->cols[0]));
  return 1;
}

/* core.combine({ registers }, { columns }, { names }): column i of the result is column i of
** register i, all of which see the same records. */
static int e_combine(lua_State *L) {
  for (int i = 1; i <= 3; i++) luaL_checktype(L, i, LUA_TTABLE);
  lua_settop(L, 3);
  size_t count = lua_rawlen(L, 1);
  luaL_argcheck(L, count > 0, 1, "a register is needed");
  os_column **cols = l_scratch(L, count, sizeof *cols);
  os_name *names = l_names(L, 3, count);
  os_view *result = l_newregister(L);
  int regs = lua_gettop(L) + 1;
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    const os_view *first = NULL;
    for (size_t i = 0; i < count; i++) {
      lua_rawgeti(L, 1, (lua_Integer)i + 1);
      const os_view *view = l_open(L, l_checkregister(L, regs));
      cols[i] = view->cols[l_columnat(L, 2, i + 1, view)];
      if (!first) first = view;
      bool same = view->rows == first->rows && view->chosen == first->chosen;
      luaL_argcheck(L, same, 1, "not the same records");
      lua_pop(L, 1);
    }
    status = os_view_init(&mem, result, count, cols, names, first->rows, first->chosen);
  } while (l_again(L, status, &again));
  return 1;
}

/* core.at(reg, { records }): those records in that order. */
static int e_at(lua_State *L) {
  luaL_checktype(L, 2, LUA_TTABLE);
  l_view(L, 1);
  size_t count = lua_rawlen(L, 2);
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status = OS_OK;
  do {
    const os_view *view = l_view(L, 1);
    for (size_t i = 0; i < count; i++) { /* before anything is held */
      lua_rawgeti(L, 2, (lua_Integer)i + 1);
      lua_Integer at = lua_tointeger(L, -1);
      luaL_argcheck(L, at >= 1 && (lua_Unsigned)at <= view->rows, 2, "no such record");
      lua_pop(L, 1);
    }
    os_rows *rows = os_rows_new(&mem, count);
    status = rows ? OS_OK : OS_NOMEM;
    for (size_t i = 0; rows && i < count; i++) {
      lua_rawgeti(L, 2, (lua_Integer)i + 1);
      rows->index[i] = (uint32_t)os_row(view, (size_t)lua_tointeger(L, -1) - 1);
      lua_pop(L, 1);
    }
    if (!status) {
      status = os_view_init(&mem, result, view->ncols, view->cols, view->names, count, rows);
      os_rows_drop(rows);
    }
  } while (l_again(L, status, &again));
  l_weigh(L, count * sizeof(uint32_t));
  return 1;
}

/* core.is_date(text) */
static int e_is_date(lua_State *L) {
  size_t len;
  int32_t date;
  const char *text = luaL_checklstring(L, 1, &len);
  lua_pushboolean(L, os_parse_date(text, len, &date));
  return 1;
}

const luaL_Reg l_expr_functions[] = {
    {"choose", e_choose}, {"compute", e_compute}, {"combine", e_combine},
    {"at", e_at},         {"is_date", e_is_date}, {NULL, NULL},
};
