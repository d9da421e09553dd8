/* summary.c: what the rows of a register, or of its groups, add up to. */
#include "binding.h"

#include <string.h>

#include "group.h"
#include "value.h"
#include "window.h"

#define ALL OS_ANY_TYPE
#define NUMERIC (OS_BIT(OS_INTEGER) | OS_BIT(OS_DECIMAL) | OS_BIT(OS_NUMBER))
#define COUNTED (OS_BIT(OS_BOOLEAN) | NUMERIC)

/* The name of an aggregate, and the types of column that have it. */
static const struct {
  const char *name;
  unsigned types;
} aggs[] = {
    [OS_AGG_ROWS] = {"rows", ALL},
    [OS_AGG_COUNT] = {"count", ALL},
    [OS_AGG_MISSING] = {"missing", ALL},
    [OS_AGG_DISTINCT] = {"distinct", ALL},
    [OS_AGG_SUM] = {"sum", COUNTED},
    [OS_AGG_MEAN] = {"mean", COUNTED},
    [OS_AGG_VAR] = {"var", COUNTED},
    [OS_AGG_SD] = {"sd", COUNTED},
    [OS_AGG_MIN] = {"min", ALL},
    [OS_AGG_MAX] = {"max", ALL},
    [OS_AGG_FIRST] = {"first", ALL},
    [OS_AGG_LAST] = {"last", ALL},
    [OS_AGG_MODE] = {"mode", ALL},
    [OS_AGG_QUANTILE] = {"quantile", COUNTED},
    [OS_AGG_IQR] = {"iqr", NUMERIC},
    [OS_AGG_MAD] = {"mad", NUMERIC},
    [OS_AGG_GINI] = {"gini", NUMERIC},
    [OS_AGG_HHI] = {"hhi", NUMERIC},
    [OS_AGG_TOP] = {"top", NUMERIC},
    [OS_AGG_WEIGHTED_MEAN] = {"weighted_mean", NUMERIC},
    [OS_AGG_WEIGHTED_QUANTILE] = {"weighted_quantile", NUMERIC},
};
#define AGGS (sizeof aggs / sizeof aggs[0])

typedef struct l_spec {
  os_name name;
  os_agg_spec of;
} l_spec;

typedef struct l_plan {
  size_t nkeys, nspecs;
  size_t *keys;
  l_spec *specs;
  os_column **cols; /* of the result: keys, then specs; zeroed */
  os_name *names;
} l_plan;

/* Pushes one userdata that holds the arrays of a plan. */
static void make_plan(lua_State *L, l_plan *plan, size_t nkeys, size_t nspecs) {
  size_t n = l_size(L, nkeys, nspecs, 1);
  size_t slot = sizeof(l_spec) + sizeof(os_column *) + sizeof(os_name) + sizeof(size_t);
  plan->specs = l_scratch(L, n, slot);
  plan->cols = (os_column **)(plan->specs + n);
  plan->names = (os_name *)(plan->cols + n);
  plan->keys = (size_t *)(plan->names + n);
  plan->nkeys = nkeys;
  plan->nspecs = nspecs;
}

/* The keys of the groups: of each, the value in its first row. */
static os_status gather_keys(const os_mem *mem, const os_view *view, const l_plan *plan,
                             const os_groups *groups) {
  size_t count = groups->count;
  os_status status = OS_OK;
  if (plan->nkeys == 0) return OS_OK;
  uint32_t *rows = os_alloc(mem, count, sizeof *rows);
  if (!rows && count) return OS_NOMEM;
  for (size_t g = 0; g < count; g++) rows[g] = (uint32_t)os_row(view, groups->first[g]);
  for (size_t k = 0; !status && k < plan->nkeys; k++) {
    plan->names[k] = view->names[plan->keys[k]];
    status = os_column_gather(mem, view->cols[plan->keys[k]], rows, count, &plan->cols[k]);
  }
  os_free(mem, rows, count * sizeof *rows);
  return status;
}

static os_status aggregate(const os_mem *mem, const os_view *view, const l_plan *plan,
                           const os_groups *groups, os_error *error) {
  os_status status = OS_OK;
  for (size_t s = 0; !status && s < plan->nspecs; s++) {
    status = os_watched(mem);
    if (status) break;
    const l_spec *spec = &plan->specs[s];
    plan->names[plan->nkeys + s] = spec->name;
    status = os_aggregate_by(mem, view, groups, &spec->of, &plan->cols[plan->nkeys + s], error);
  }
  return status;
}

static os_status execute(const os_mem *mem, const os_view *view, const l_plan *plan,
                         os_view *result) {
  os_groups groups = {0};
  os_error error = {0};
  size_t n = plan->nkeys + plan->nspecs;
  os_status status = os_group(mem, view, plan->keys, plan->nkeys, &groups);
  if (!status) status = gather_keys(mem, view, plan, &groups);
  if (!status) status = aggregate(mem, view, plan, &groups, &error);
  if (!status) status = os_view_init(mem, result, n, plan->cols, plan->names, groups.count, NULL);
  for (size_t c = 0; c < n; c++) {
    os_column_drop(plan->cols[c]);
    plan->cols[c] = NULL;
  }
  os_groups_clear(&groups);
  return status;
}

/* Pushes the register of the plan's result for the register at 1. */
static const os_view *run(lua_State *L, const l_plan *plan) {
  os_view *result = l_newregister(L);
  os_watch watch;
  os_mem mem = l_watched(L, &watch);
  bool again = true;
  os_status status;
  do {
    os_view held;
    status = l_hold(L, &mem, 1, &held);
    if (!status) status = execute(&mem, &held, plan, result);
    os_view_clear(&held);
  } while (l_again(L, status, &again));
  return result;
}

os_agg l_agg(lua_State *L, const char *name) {
  for (size_t what = 0; what < AGGS; what++) {
    if (strcmp(aggs[what].name, name) == 0) return (os_agg)what;
  }
  return (os_agg)luaL_error(L, "there is no aggregate '%s'", name);
}

/* The column that a field of the specification at `at` names; it has what `what` needs. */
static size_t spec_column(lua_State *L, int at, const char *field, const l_register *reg,
                          os_agg what) {
  lua_getfield(L, at, field);
  const os_view *view = l_open(L, reg);
  lua_Integer c = lua_tointeger(L, -1);
  if (c < 1 || (lua_Unsigned)c > view->ncols) luaL_error(L, "the %s has no column", aggs[what].name);
  lua_pop(L, 1);
  size_t col = (size_t)c - 1;
  os_type type = view->cols[col]->type;
  bool nothing = type == OS_TEXT && !os_view_has_value(view, col);
  if (!(aggs[what].types & OS_BIT(type)) && !nothing)
    luaL_error(L, "a field of type %s has no %s", l_types[type], aggs[what].name);
  return col;
}

/* A number of the specification, or `otherwise` where it has none. */
static double spec_number(lua_State *L, int at, const char *field, double otherwise) {
  lua_getfield(L, at, field);
  double value = lua_type(L, -1) == LUA_TNUMBER ? lua_tonumber(L, -1) : otherwise;
  lua_pop(L, 1);
  return value;
}

/* Reads the specification on top of the stack, all but its name, and pops it. */
static void read_spec(lua_State *L, os_agg_spec *spec, const l_register *reg) {
  int top = lua_gettop(L);
  lua_getfield(L, top, "what");
  spec->what = l_agg(L, lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "");
  if (spec->what != OS_AGG_ROWS) spec->col = spec_column(L, top, "c", reg, spec->what);
  if (spec->what == OS_AGG_QUANTILE || spec->what == OS_AGG_WEIGHTED_QUANTILE) {
    spec->p = spec_number(L, top, "p", -1);
    if (!(spec->p >= 0 && spec->p <= 1)) luaL_error(L, "the p of a quantile goes from 0 to 1");
    double type = spec_number(L, top, "type", 7);
    if (!(type >= 1 && type <= 9)) luaL_error(L, "the type of a quantile goes from 1 to 9");
    spec->type = (unsigned)type;
  }
  if (spec->what == OS_AGG_TOP) {
    double k = spec_number(L, top, "k", 0);
    if (!(k >= 1)) luaL_error(L, "the k of a top is at least 1");
    spec->k = k < 0x1p53 ? (uint64_t)k : UINT64_C(1) << 53;
  }
  if (spec->what >= OS_AGG_WEIGHTED_MEAN) spec->weight = spec_column(L, top, "w", reg, spec->what);
  lua_settop(L, top - 1);
}

/* core.summarise(reg, {key columns}, { { name =, what =, c =, p =, type =, k =, w = }, ... }) */
static int s_summarise(lua_State *L) {
  enum { KEYS = 2, SPECS };
  const l_register *reg = l_checkregister(L, 1);
  l_plan plan;
  luaL_checktype(L, KEYS, LUA_TTABLE);
  luaL_checktype(L, SPECS, LUA_TTABLE);
  l_view(L, 1);
  make_plan(L, &plan, lua_rawlen(L, KEYS), lua_rawlen(L, SPECS));
  const os_view *view = l_open(L, reg);
  for (size_t k = 0; k < plan.nkeys; k++) plan.keys[k] = l_columnat(L, KEYS, k + 1, view);
  lua_createtable(L, 0, 0); /* the names, for l_names */
  for (size_t s = 0; s < plan.nspecs; s++) {
    if (lua_rawgeti(L, SPECS, (lua_Integer)s + 1) != LUA_TTABLE)
      luaL_error(L, "element %I of the aggregates is no table", (LUAI_UACINT)s + 1);
    lua_getfield(L, -1, "name");
    lua_rawseti(L, -3, (lua_Integer)s + 1);
    read_spec(L, &plan.specs[s].of, reg);
  }
  const os_name *names = l_names(L, lua_gettop(L), plan.nspecs);
  for (size_t s = 0; s < plan.nspecs; s++) plan.specs[s].name = names[s];
  view = run(L, &plan);
  size_t bytes = 0;
  for (size_t c = 0; c < view->ncols; c++) bytes += os_column_size(view->cols[c]);
  l_weigh(L, bytes);
  return 1;
}

static os_status window(const os_mem *mem, const os_view *view, const l_plan *plan,
                        os_view *result) {
  os_status status = OS_OK;
  for (size_t i = 0; !status && i < plan->nspecs; i++) {
    const os_agg_spec *of = &plan->specs[i].of;
    if (of->type <= OS_WINDOW_CUMULATIVE) {
      status = os_window_of(mem, view, of->col, (os_window)of->type, &plan->cols[i]);
    } else {
      plan->cols[i] = os_column_keep(view->cols[of->col]);
    }
  }
  if (!status) {
    status = os_view_init(mem, result, plan->nspecs, plan->cols, plan->names, view->rows, NULL);
  }
  for (size_t i = 0; i < plan->nspecs; i++) {
    os_column_drop(plan->cols[i]);
    plan->cols[i] = NULL;
  }
  return status;
}

/* core.window(reg, { column, ... }, { how, ... }, { name, ... }): a register of the same rows, of
** whose columns each is one of reg's: itself ("value"), or its "share", "rank" or "cumulative". */
static int s_window(lua_State *L) {
  static const char *const hows[] = {"share", "rank", "cumulative", "value", NULL};
  enum { COLUMNS = 2, HOWS, NAMES };
  const l_register *reg = l_checkregister(L, 1);
  for (int t = COLUMNS; t <= NAMES; t++) luaL_checktype(L, t, LUA_TTABLE);
  size_t n = lua_rawlen(L, COLUMNS);
  l_plan plan;
  l_view(L, 1);
  make_plan(L, &plan, 0, n);
  const os_name *names = l_names(L, NAMES, n);
  if (l_open(L, reg)->chosen) luaL_error(L, "only what summarise made has windows");
  for (size_t i = 0; i < n; i++) {
    os_agg_spec *of = &plan.specs[i].of;
    lua_rawgeti(L, HOWS, (lua_Integer)i + 1);
    of->type = (unsigned)luaL_checkoption(L, -1, NULL, hows);
    const os_view *view = l_open(L, reg);
    of->col = l_columnat(L, COLUMNS, i + 1, view);
    plan.names[i] = names[i];
    os_type type = view->cols[of->col]->type;
    if (of->type <= OS_WINDOW_CUMULATIVE && !(NUMERIC & OS_BIT(type)))
      luaL_error(L, "a field of type %s has no %s", l_types[type], hows[of->type]);
    lua_pop(L, 1);
  }
  os_view *result = l_newregister(L);
  os_mem mem = l_mem(L);
  bool again = true;
  os_status status;
  do {
    status = window(&mem, l_view(L, 1), &plan, result);
  } while (l_again(L, status, &again));
  return 1;
}

/* The statistics of a field, and which types of column have them in stats(). */
static const struct {
  const char *name;
  os_agg what;
  double p;
  unsigned types;
} statistics[] = {
    {"n", OS_AGG_COUNT, 0, ALL},
    {"missing", OS_AGG_MISSING, 0, ALL},
    {"distinct", OS_AGG_DISTINCT, 0, ALL},
    {"min", OS_AGG_MIN, 0, ALL & ~OS_BIT(OS_BOOLEAN)},
    {"max", OS_AGG_MAX, 0, ALL & ~OS_BIT(OS_BOOLEAN)},
    {"sum", OS_AGG_SUM, 0, COUNTED},
    {"mean", OS_AGG_MEAN, 0, NUMERIC},
    {"sd", OS_AGG_SD, 0, NUMERIC},
    {"var", OS_AGG_VAR, 0, NUMERIC},
    {"q1", OS_AGG_QUANTILE, 0.25, NUMERIC},
    {"median", OS_AGG_QUANTILE, 0.5, NUMERIC},
    {"q3", OS_AGG_QUANTILE, 0.75, NUMERIC},
    {"iqr", OS_AGG_IQR, 0, NUMERIC},
    {"mad", OS_AGG_MAD, 0, NUMERIC},
    {"mode", OS_AGG_MODE, 0, ALL},
    {"gini", OS_AGG_GINI, 0, NUMERIC},
    {"hhi", OS_AGG_HHI, 0, NUMERIC},
};
#define STATISTICS (sizeof statistics / sizeof statistics[0])

static void add_statistic(l_plan *plan, size_t col, const char *name, os_agg what, double p) {
  l_spec *spec = &plan->specs[plan->nspecs++];
  spec->name.ptr = name;
  spec->name.len = strlen(name);
  spec->of = (os_agg_spec){.what = what, .col = col, .p = p};
}

/* Where a float may not show all of the sum, its digits go into the table on top. */
static void set_sum_text(lua_State *L, os_type type, const os_column *sum) {
  if (sum->type == OS_DECIMAL) {
    l_pushtext(L, sum, 0, 0);
    lua_setfield(L, -2, "sum_text");
  }
  if (sum->type != type && sum->type != OS_INTEGER) { /* beyond 64 bits, of decimals beyond 128 */
    lua_pushboolean(L, false);
    lua_setfield(L, -2, "exact");
  }
}

/* core.stats(reg, c) */
static int s_stats(lua_State *L) {
  const l_register *reg = l_checkregister(L, 1);
  size_t col = l_checkcolumn(L, 2, l_view(L, 1));
  l_plan plan;
  make_plan(L, &plan, 0, STATISTICS);
  os_type type = l_open(L, reg)->cols[col]->type;
  plan.nspecs = 0;
  for (size_t s = 0; s < STATISTICS; s++) {
    if (statistics[s].types & OS_BIT(type))
      add_statistic(&plan, col, statistics[s].name, statistics[s].what, statistics[s].p);
  }
  const os_view *result = run(L, &plan);
  lua_createtable(L, 0, (int)STATISTICS + 2);
  for (size_t s = 0; s < plan.nspecs; s++) {
    l_pushvalue(L, result->cols[s], 0, 0);
    lua_setfield(L, -2, plan.specs[s].name.ptr);
    if (plan.specs[s].of.what == OS_AGG_SUM) set_sum_text(L, type, result->cols[s]);
  }
  return 1;
}

/* core.profile(reg, c) -> missing, distinct, min, max */
static int s_profile(lua_State *L) {
  static const os_agg shown[] = {OS_AGG_MISSING, OS_AGG_DISTINCT, OS_AGG_MIN, OS_AGG_MAX};
  enum { SHOWN = sizeof shown / sizeof shown[0] };
  size_t col = l_checkcolumn(L, 2, l_view(L, 1));
  l_plan plan;
  make_plan(L, &plan, 0, SHOWN);
  plan.nspecs = 0;
  for (int s = 0; s < SHOWN; s++) add_statistic(&plan, col, aggs[shown[s]].name, shown[s], 0);
  const os_view *result = run(L, &plan);
  for (int s = 0; s < SHOWN; s++) l_pushvalue(L, result->cols[s], 0, 0);
  return SHOWN;
}

const luaL_Reg l_summary_functions[] = {
    {"summarise", s_summarise},
    {"window", s_window},
    {"stats", s_stats},
    {"profile", s_profile},
    {NULL, NULL},
};
