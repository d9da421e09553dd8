/* combine.c: registers out of several registers, or out of rows picked one by one. */
#include "binding.h"

#include <string.h>

#include "equal.h"
#include "join.h"
#include "value.h"

/* Columns that are being made for a result. */
typedef struct l_columns {
  os_column **cols;
  size_t made;
} l_columns;

/* Hands finished columns to the result, and lets go of them. */
static os_status deliver(const os_mem *mem, os_view *result, l_columns *of, const os_name *names,
                         size_t rows, os_rows *chosen, os_status status) {
  if (!status) status = os_view_init(mem, result, of->made, of->cols, names, rows, chosen);
  while (of->made) os_column_drop(of->cols[--of->made]);
  return status;
}

static int weigh(lua_State *L, const os_view *result) {
  size_t bytes = 0;
  for (size_t c = 0; c < result->ncols; c++) {
    if (result->cols[c]->refs == 1) bytes += os_column_size(result->cols[c]);
  }
  l_weigh(L, bytes);
  return 1;
}

/* The registers in the table at index t, which are ready; the caller keeps them alive. */
static l_register **registers_at(lua_State *L, int t, size_t *count) {
  luaL_checktype(L, t, LUA_TTABLE);
  *count = lua_rawlen(L, t);
  luaL_argcheck(L, *count > 0, t, "a register is needed");
  l_register **regs = l_scratch(L, *count, sizeof *regs);
  for (size_t k = 0; k < *count; k++) {
    lua_rawgeti(L, t, (lua_Integer)k + 1);
    regs[k] = l_checkregister(L, lua_gettop(L));
    l_view(L, lua_gettop(L));
    lua_pop(L, 1);
  }
  return regs;
}

/* A column of a view as one that shows all its rows. */
static os_status whole_column(const os_mem *mem, const os_view *view, size_t c, os_column **out) {
  *out = NULL;
  if (view->chosen)
    return os_column_gather(mem, view->cols[c], view->chosen->index, view->rows, out);
  *out = os_column_keep(view->cols[c]);
  return OS_OK;
}

/* ---- below one another ---- */

static bool between_doubles(const os_column *col) {
  for (size_t row = 0; row < col->rows; row++) {
    if (os_present(col, row) && !os_is_double(os_int_at(col, row))) return true;
  }
  return false;
}

/* Whether integers and decimals among the parts have no scale in common that holds them all. */
static bool out_of_scale(os_column *const *parts, size_t count) {
  unsigned scale = 0;
  for (size_t k = 0; k < count; k++) {
    if (parts[k]->type == OS_DECIMAL && parts[k]->scale > scale) scale = parts[k]->scale;
  }
  for (size_t k = 0; k < count; k++) {
    const os_column *col = parts[k];
    if ((col->type != OS_INTEGER && col->type != OS_DECIMAL) || col->scale == scale) continue;
    for (size_t row = 0; row < col->rows; row++) {
      if (os_present(col, row) && os_number_at(col, row, scale).beyond) return true;
    }
  }
  return false;
}

/* Whether values can stand in one column as text only: their types differ, and not all are
** numbers; or one of them, an integer, is no double among others that are; or no decimal has
** room for all. */
static bool needs_text(os_column *const *parts, size_t count) {
  unsigned types = 0;
  for (size_t k = 0; k < count; k++) {
    if (parts[k]->missing < parts[k]->rows) types |= OS_BIT(parts[k]->type);
  }
  unsigned numbers = OS_BIT(OS_INTEGER) | OS_BIT(OS_DECIMAL) | OS_BIT(OS_NUMBER);
  if (types == OS_BIT(OS_DECIMAL) || types == (OS_BIT(OS_INTEGER) | OS_BIT(OS_DECIMAL)))
    return out_of_scale(parts, count);
  if (!(types & (types - 1))) return false;
  if (types & ~numbers) return true;
  for (size_t k = 0; (types & OS_BIT(OS_NUMBER)) && k < count; k++) {
    if (parts[k]->type == OS_INTEGER && between_doubles(parts[k])) return true;
  }
  return false;
}

static os_status write_parts(const os_mem *mem, os_column **parts, size_t count) {
  os_status status = OS_OK;
  for (size_t k = 0; !status && k < count; k++) {
    os_column *written;
    if (parts[k]->type == OS_TEXT || parts[k]->missing == parts[k]->rows) continue;
    status = os_column_written(mem, parts[k], &written);
    if (status) break;
    os_column_drop(parts[k]);
    parts[k] = written;
  }
  return status;
}

/* A column of the result: column map[k * stride] of register k (0: it has none, and its values are
** missing). */
static os_status stack_column(lua_State *L, const os_mem *mem, l_register *const *regs,
                              size_t count, const size_t *map, size_t stride, os_column **parts,
                              os_column **out) {
  os_status status = OS_OK;
  size_t made = 0, typed = 0;
  for (; made < count; made++) {
    const os_view *view = l_open(L, regs[made]);
    size_t c = map[made * stride];
    status = c ? whole_column(mem, view, c - 1, &parts[made])
               : os_column_missing(mem, view->rows, &parts[made]);
    if (status) break;
    if (c && !map[typed * stride]) typed = made;
  }
  if (!status && needs_text(parts, count)) status = write_parts(mem, parts, count);
  bool any = false;
  for (size_t k = 0; k < made; k++) any |= parts[k]->missing < parts[k]->rows;
  if (!status && !any) { /* the first that has the column says its type: any order will do */
    os_column *first = parts[0];
    parts[0] = parts[typed];
    parts[typed] = first;
  }
  if (!status) status = os_column_concat(mem, parts, count, out);
  while (made) os_column_drop(parts[--made]);
  return status;
}

/* core.stack({registers}, {names}, { {columns}, ... }): their rows below one another. Without
** names, the registers have the same columns; else table k says which column of register k
** stands under each name, 0 for none. Nobody else must hold the registers, so that no finaliser
** closes one. */
static int c_stack(lua_State *L) {
  enum { REGS = 1, NAMES, MAPS };
  size_t count;
  lua_settop(L, MAPS);
  l_register **regs = registers_at(L, REGS, &count);
  bool named = !lua_isnil(L, NAMES);
  if (named) luaL_checktype(L, NAMES, LUA_TTABLE);
  size_t ncols = named ? lua_rawlen(L, NAMES) : l_open(L, regs[0])->ncols;
  size_t *maps = l_scratch(L, l_size(L, 0, count, sizeof *maps), ncols);
  for (size_t k = 0; k < count; k++) {
    const os_view *view = l_open(L, regs[k]);
    if (named) {
      luaL_checktype(L, MAPS, LUA_TTABLE);
      if (lua_rawgeti(L, MAPS, (lua_Integer)k + 1) != LUA_TTABLE)
        luaL_argerror(L, MAPS, "a table of columns is needed for each register");
    } else {
      luaL_argcheck(L, view->ncols == ncols, REGS, "not the same columns");
    }
    for (size_t c = 0; c < ncols; c++) {
      maps[k * ncols + c] = c + 1;
      if (!named) continue;
      int type = lua_rawgeti(L, -1, (lua_Integer)c + 1);
      bool none = type == LUA_TNUMBER && lua_tointeger(L, -1) == 0;
      lua_pop(L, 1);
      maps[k * ncols + c] = none ? 0 : l_columnat(L, lua_gettop(L), c + 1, view) + 1;
    }
    if (named) lua_pop(L, 1);
  }
  os_column **cols = l_scratch(L, ncols, sizeof *cols);
  os_column **parts = l_scratch(L, count, sizeof *parts);
  os_name *names = named ? l_names(L, NAMES, ncols) : NULL;
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    l_columns of = {cols, 0};
    size_t rows = 0;
    status = OS_OK;
    for (size_t k = 0; k < count; k++) {
      size_t more = l_open(L, regs[k])->rows;
      if (more > OS_MAX_ROWS - rows) status = OS_FAILED;
      rows += more;
    }
    for (size_t c = 0; !status && c < ncols; c++) {
      status = stack_column(L, &mem, regs, count, maps + c, ncols, parts, &cols[c]);
      if (!status) of.made++;
    }
    status = deliver(&mem, result, &of, named ? names : l_open(L, regs[0])->names, rows, NULL,
                     status);
  } while (l_again(L, status, &again));
  return weigh(L, result);
}

/* ---- side by side ---- */

/* core.beside({registers}, {names}): their columns side by side. They have as many rows. */
static int c_beside(lua_State *L) {
  size_t count, ncols = 0;
  lua_settop(L, 2);
  l_register **regs = registers_at(L, 1, &count);
  luaL_checktype(L, 2, LUA_TTABLE);
  size_t rows = l_open(L, regs[0])->rows;
  for (size_t k = 0; k < count; k++) {
    luaL_argcheck(L, l_open(L, regs[k])->rows == rows, 1, "not as many rows");
    ncols += l_open(L, regs[k])->ncols;
  }
  luaL_argcheck(L, lua_rawlen(L, 2) == ncols, 2, "not as many names as columns");
  os_column **cols = l_scratch(L, ncols, sizeof *cols);
  os_name *names = l_names(L, 2, ncols);
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    l_columns of = {cols, 0};
    status = OS_OK;
    for (size_t k = 0; k < count; k++) {
      const os_view *view = l_open(L, regs[k]);
      for (size_t c = 0; !status && c < view->ncols; c++) {
        status = whole_column(&mem, view, c, &cols[of.made]);
        if (!status) of.made++;
      }
    }
    status = deliver(&mem, result, &of, names, rows, NULL, status);
  } while (l_again(L, status, &again));
  return weigh(L, result);
}

/* ---- rows one by one ---- */

/* The rows of the view's columns that places (from 0; OS_NO_ROW: none) in it stand for. */
static void to_rows(const os_view *view, const uint32_t *places, size_t count, uint32_t *rows) {
  for (size_t i = 0; i < count; i++) {
    rows[i] = places[i] == OS_NO_ROW ? OS_NO_ROW : (uint32_t)os_row(view, places[i]);
  }
}

/* core.pick(reg, {rows}): these rows in this order; row 0 is one of missing values. */
static int c_pick(lua_State *L) {
  const l_register *reg = l_checkregister(L, 1);
  luaL_checktype(L, 2, LUA_TTABLE);
  l_view(L, 1);
  size_t count = lua_rawlen(L, 2), limit = l_open(L, reg)->rows;
  uint32_t *places = l_scratch(L, count, sizeof *places);
  uint32_t *rows = l_scratch(L, count, sizeof *rows);
  for (size_t i = 0; i < count; i++) {
    lua_rawgeti(L, 2, (lua_Integer)i + 1);
    lua_Integer place = lua_tointeger(L, -1);
    luaL_argcheck(L, place >= 0 && (lua_Unsigned)place <= limit, 2, "no such row");
    places[i] = place ? (uint32_t)place - 1 : OS_NO_ROW;
    lua_pop(L, 1);
  }
  os_column **cols = l_scratch(L, l_open(L, reg)->ncols, sizeof *cols);
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    const os_view *view = l_open(L, reg);
    l_columns of = {cols, 0};
    status = OS_OK;
    to_rows(view, places, count, rows);
    for (size_t c = 0; !status && c < view->ncols; c++) {
      status = os_column_gather(&mem, view->cols[c], rows, count, &cols[c]);
      if (!status) of.made++;
    }
    status = deliver(&mem, result, &of, view->names, count, NULL, status);
  } while (l_again(L, status, &again));
  return weigh(L, result);
}

/* ---- rows that belong together ---- */

static const char *const hows[] = {"left", "inner", "semi", "anti", NULL};

typedef struct l_join {
  size_t nkeys, nleft, nright;
  size_t *lkeys, *rkeys, *left, *right; /* columns: the keys, and what the result has */
  os_join_how how;
  bool strict;
  const os_name *names;
  os_column **cols;
} l_join;

/* The result has the left's own columns, of which rows are chosen; those of the right are laid out
** alike. */
static os_status show_beside(const os_mem *mem, const l_join *job, const os_view *left,
                             const os_view *right, const os_pairs *pairs, os_view *result) {
  size_t rows = left->cols[0]->rows, room = rows ? rows : 1;
  bool all = pairs->count == rows && !left->chosen;
  os_rows *chosen = all ? NULL : os_rows_new(mem, pairs->count);
  uint32_t *index = os_alloc(mem, room, sizeof *index);
  l_columns of = {job->cols, 0};
  os_status status = (all || chosen) && index ? OS_OK : OS_NOMEM;
  if (!status) {
    for (size_t row = 0; row < rows; row++) index[row] = OS_NO_ROW;
    for (size_t i = 0; i < pairs->count; i++) {
      index[pairs->left[i]] = pairs->right[i];
      if (chosen) chosen->index[i] = pairs->left[i];
    }
    for (; of.made < job->nleft; of.made++) {
      job->cols[of.made] = os_column_keep(left->cols[job->left[of.made]]);
    }
  }
  for (size_t c = 0; !status && c < job->nright; c++) {
    status = os_column_gather(mem, right->cols[job->right[c]], index, rows, &job->cols[of.made]);
    if (!status) of.made++;
  }
  os_free(mem, index, room * sizeof *index);
  status = deliver(mem, result, &of, job->names, pairs->count, chosen, status);
  os_rows_drop(chosen);
  return status;
}

/* The result has columns of its own. */
static os_status gather_both(const os_mem *mem, const l_join *job, const os_view *left,
                             const os_view *right, const os_pairs *pairs, os_view *result) {
  l_columns of = {job->cols, 0};
  os_status status = OS_OK;
  for (size_t c = 0; !status && c < job->nleft + job->nright; c++) {
    bool mine = c < job->nleft;
    const os_column *col =
        mine ? left->cols[job->left[c]] : right->cols[job->right[c - job->nleft]];
    status = os_column_gather(mem, col, mine ? pairs->left : pairs->right, pairs->count,
                              &job->cols[c]);
    if (!status) of.made++;
  }
  return deliver(mem, result, &of, job->names, pairs->count, NULL, status);
}

static os_status join(const os_mem *mem, const l_join *job, const os_view *left,
                      const os_view *right, os_view *result, size_t *repeated) {
  os_pairs pairs;
  os_status status = os_join(mem, left, job->lkeys, right, job->rkeys, job->nkeys, job->how,
                             job->strict, &pairs);
  if (status) return status;
  *repeated = pairs.repeated;
  if (job->strict && pairs.repeated) {
    os_pairs_clear(&pairs);
    return OS_OK;
  }
  bool most = left->ncols > 0 && pairs.once &&
              (!job->nright || left->cols[0]->rows / 2 <= pairs.count);
  status = most && job->nleft ? show_beside(mem, job, left, right, &pairs, result)
                              : gather_both(mem, job, left, right, &pairs, result);
  os_pairs_clear(&pairs);
  return status;
}

static size_t *columns_at(lua_State *L, int t, const l_register *reg, size_t *count) {
  luaL_checktype(L, t, LUA_TTABLE);
  *count = lua_rawlen(L, t);
  size_t *cols = l_scratch(L, *count, sizeof *cols);
  for (size_t i = 0; i < *count; i++) cols[i] = l_columnat(L, t, i + 1, l_open(L, reg));
  return cols;
}

/* core.join(left, {keys}, right, {keys}, how, {left columns}, {right columns}, {names}, strict): the
** register. Nil and "repeated" when it is strict and rows of the right repeat a key; nil and "limit"
** when the result has more rows than a register can have. */
static int c_join(lua_State *L) {
  enum { LEFT = 1, LKEYS, RIGHT, RKEYS, HOW, LCOLS, RCOLS, NAMES, STRICT };
  const l_register *left = l_checkregister(L, LEFT), *right = l_checkregister(L, RIGHT);
  l_join job = {0};
  size_t nkeys, repeated = 0;
  job.how = (os_join_how)luaL_checkoption(L, HOW, NULL, hows);
  luaL_checktype(L, NAMES, LUA_TTABLE);
  lua_settop(L, STRICT);
  job.strict = lua_toboolean(L, STRICT);
  l_view(L, LEFT);
  l_view(L, RIGHT);
  job.lkeys = columns_at(L, LKEYS, left, &job.nkeys);
  job.rkeys = columns_at(L, RKEYS, right, &nkeys);
  luaL_argcheck(L, nkeys == job.nkeys && nkeys > 0, RKEYS, "as many keys are needed on both sides");
  job.left = columns_at(L, LCOLS, left, &job.nleft);
  job.right = columns_at(L, RCOLS, right, &job.nright);
  for (size_t k = 0; k < nkeys; k++) {
    const os_view *l = l_open(L, left), *r = l_open(L, right);
    os_type a = l->cols[job.lkeys[k]]->type, b = r->cols[job.rkeys[k]]->type;
    if (!os_comparable(a, b) && os_view_has_value(l, job.lkeys[k]) &&
        os_view_has_value(r, job.rkeys[k]))
      luaL_error(L, "keys of types %s and %s have no values in common", l_types[a], l_types[b]);
  }
  job.cols = l_scratch(L, job.nleft + job.nright, sizeof *job.cols);
  job.names = l_names(L, NAMES, job.nleft + job.nright);
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    status = join(&mem, &job, l_open(L, left), l_open(L, right), result, &repeated);
    if (status == OS_FAILED) break;
  } while (l_again(L, status, &again));
  if (!status && !(job.strict && repeated)) return weigh(L, result);
  lua_pushnil(L);
  lua_pushstring(L, status ? "limit" : "repeated");
  return 2;
}

/* ---- columns that become rows ---- */

typedef struct l_unpivot {
  size_t nkept, nfolded;
  size_t *kept, *folded;
  const os_name *names; /* of the kept columns, then of the two new ones */
  const os_name *labels; /* of the folded columns */
  uint32_t *index;
  os_text *texts;
  os_column **cols, **parts;
} l_unpivot;

/* The folded columns below one another, as they are for stacking. */
static os_status fold_columns(const os_mem *mem, const l_unpivot *job, const os_view *view,
                              os_column **out) {
  os_status status = OS_OK;
  size_t made = 0;
  for (; made < job->nfolded; made++) {
    status = whole_column(mem, view, job->folded[made], &job->parts[made]);
    if (status) break;
  }
  if (!status && needs_text(job->parts, job->nfolded))
    status = write_parts(mem, job->parts, job->nfolded);
  if (!status) status = os_column_concat(mem, job->parts, job->nfolded, out);
  while (made) os_column_drop(job->parts[--made]);
  return status;
}

static os_status unpivot(const os_mem *mem, const l_unpivot *job, const os_view *view,
                         os_view *result) {
  size_t n = job->nfolded, rows = view->rows * n;
  l_columns of = {job->cols, 0};
  os_column *folded = NULL, *labels = NULL;
  os_status status = fold_columns(mem, job, view, &folded);
  if (!status) status = os_column_from_texts(mem, job->texts, NULL, n, &labels);
  for (size_t i = 0; i < rows; i++) job->index[i] = (uint32_t)os_row(view, i / n);
  for (size_t c = 0; !status && c < job->nkept; c++) {
    status = os_column_gather(mem, view->cols[job->kept[c]], job->index, rows, &job->cols[c]);
    if (!status) of.made++;
  }
  for (size_t i = 0; i < rows; i++) job->index[i] = (uint32_t)(i % n);
  if (!status) status = os_column_gather(mem, labels, job->index, rows, &job->cols[of.made]);
  if (!status) of.made++;
  for (size_t i = 0; i < rows; i++) job->index[i] = (uint32_t)(i % n * view->rows + i / n);
  if (!status) status = os_column_gather(mem, folded, job->index, rows, &job->cols[of.made]);
  if (!status) of.made++;
  os_column_drop(folded);
  os_column_drop(labels);
  return deliver(mem, result, &of, job->names, rows, NULL, status);
}

/* core.unpivot(reg, {kept columns}, {folded columns}, {names}): a row for each value of the folded
** columns, with the kept ones, the name of its column, and the value. */
static int c_unpivot(lua_State *L) {
  enum { REG = 1, KEPT, FOLDED, NAMES };
  const l_register *reg = l_checkregister(L, REG);
  l_unpivot job = {0};
  size_t rows;
  luaL_checktype(L, NAMES, LUA_TTABLE);
  lua_settop(L, NAMES);
  l_view(L, REG);
  job.kept = columns_at(L, KEPT, reg, &job.nkept);
  job.folded = columns_at(L, FOLDED, reg, &job.nfolded);
  luaL_argcheck(L, job.nfolded > 0, FOLDED, "a column is needed");
  if (!os_mul(l_open(L, reg)->rows, job.nfolded, &rows) || rows > OS_MAX_ROWS)
    luaL_error(L, "the result goes beyond a limit");
  job.index = l_scratch(L, rows, sizeof *job.index);
  job.cols = l_scratch(L, job.nkept + 2, sizeof *job.cols);
  job.parts = l_scratch(L, job.nfolded, sizeof *job.parts);
  job.texts = l_scratch(L, job.nfolded, sizeof *job.texts);
  job.names = l_names(L, NAMES, job.nkept + 2);
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    const os_view *view = l_open(L, reg);
    for (size_t k = 0; k < job.nfolded; k++) {
      const os_name *name = &view->names[job.folded[k]];
      job.texts[k] = (os_text){name->ptr, name->len};
    }
    status = unpivot(&mem, &job, view, result);
  } while (l_again(L, status, &again));
  return weigh(L, result);
}

const luaL_Reg l_combine_functions[] = {
    {"stack", c_stack}, {"beside", c_beside},   {"pick", c_pick},
    {"join", c_join},   {"unpivot", c_unpivot}, {NULL, NULL},
};
