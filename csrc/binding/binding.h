/*
** binding.h: what the files of the binding share.
**
** Three rules keep it free of leaks:
** 1. Whatever may raise (argument checks, Lua allocations) comes before the first core call that
**    acquires something; from there to the store into a register nothing raises.
** 2. Scratch memory is a userdata on the stack (l_scratch): an error jumps over it.
** 3. An allocation in Lua may run a finaliser, and that may close any register: a view is asked
**    for again (l_view, l_open) after each of them.
*/
#ifndef L_BINDING_H
#define L_BINDING_H

#include "column.h"
#include "compat.h"
#include "expr.h"
#include "group.h"
#include "order.h"

#define L_REGISTER "orgstat.register"

typedef enum l_status { L_CLOSED, L_LAZY, L_READY } l_status;

/* The userdata; its user value is the state, a table of the Lua layer. */
typedef struct l_register {
  l_status status;
  os_view view; /* zeroed unless ready */
} l_register;

/* Names of the types in the order of os_type, and a NULL. */
extern const char *const l_types[OS_TYPES + 1];

/* module.c: memory and errors */

os_mem l_mem(lua_State *L);
/* The same for work that a hook of the host may stop: then it ends in OS_CANCELLED, and l_again raises
** what the hook did. The hook may close registers: those at work must be held. `watch` is the caller's. */
os_mem l_watched(lua_State *L, os_watch *watch);
/* A view of the register at `index` that stays when the register is closed; clear it. */
os_status l_hold(lua_State *L, const os_mem *mem, int index, os_view *held);
/* Raises "not enough memory", without asking for any. */
int l_nomem(lua_State *L);
/* Room for so many more values on the stack. luaL_checkstack says "stack overflow" of either want. */
void l_stack(lua_State *L, int count);
/* A call that does nothing but let a hook of the host run. */
int l_nothing(lua_State *L);
/* To be called before what may run out of memory, and has garbage collected then: a finaliser is
** called where there is room for a call already, or not at all, and what it was to free is lost.
** l_newregister does it, too. */
void l_room(lua_State *L);
/* head + count * size; raises where that overflows. */
size_t l_size(lua_State *L, size_t head, size_t count, size_t size);
/* count * size zeroed bytes, aligned for every type, in a userdata that it pushes. */
void *l_scratch(lua_State *L, size_t count, size_t size);
/* For `do status = ...; while (l_again(L, status, &again))`, with again true at first. No memory:
** collects garbage and says true once; any other failure, or the second, is raised. */
bool l_again(lua_State *L, os_status status, bool *again);
/* Tells the collector of bytes that it cannot see. Call it when the result is whole. */
void l_weigh(lua_State *L, size_t bytes);

/* register.c: life of a register */

/* Makes or completes the metatable; pushes nothing. */
void l_openregister(lua_State *L);
l_register *l_checkregister(lua_State *L, int arg);
/* Pushes a ready register with a fresh state; its view, zeroed, is for the caller to fill. */
os_view *l_newregister(lua_State *L);
/* The view of the register at arg; runs a lazy one, raises for a closed one. */
const os_view *l_view(lua_State *L, int arg);
int l_closed(lua_State *L); /* raises */

/* The view of a register that was ready once. */
static inline const os_view *l_open(lua_State *L, const l_register *reg) {
  if (reg->status != L_READY) l_closed(L);
  return &reg->view;
}

/* 0-based column, from an argument and from element i of the table at index t. */
size_t l_checkcolumn(lua_State *L, int arg, const os_view *view);
size_t l_columnat(lua_State *L, int t, size_t i, const os_view *view);
/* Strings 1 to count of the table at index t; pushes one value that keeps them alive. */
os_name *l_names(lua_State *L, int t, size_t count);

/* rows.c: values crossing into Lua */

/* A value as a Lua value. Cache is 0, or the index of a table with the dictionary's strings. */
void l_pushvalue(lua_State *L, const os_column *col, size_t row, int cache);
/* A value as it is written in a file. */
void l_pushtext(lua_State *L, const os_column *col, size_t row, int cache);
/* Visible row i (0-based) as a table. */
void l_pushrecord(lua_State *L, const l_register *reg, size_t i);

/* query.c: reads the condition on top, of one of ncols columns, and pops it; all that `in` points to
** goes into the table `kept`. type_of may raise. */
typedef os_type l_typeof(lua_State *L, const void *ud, size_t c);
void l_readcondition(lua_State *L, int kept, size_t ncols, l_typeof *type_of, const void *ud,
                     os_in *in);

/* expr.c: reads the program on top for columns of these types, checks it and pops it; what it needs
** goes into the table `kept`. */
void l_readprogram(lua_State *L, int kept, size_t ncols, l_typeof *type_of, const void *ud,
                   os_program *program, os_type *result);

/* summary.c: the aggregate of that name, or an error. */
os_agg l_agg(lua_State *L, const char *name);

/* The function tables. */
extern const luaL_Reg l_register_functions[];
extern const luaL_Reg l_rows_functions[];
extern const luaL_Reg l_query_functions[];
extern const luaL_Reg l_expr_functions[];
extern const luaL_Reg l_combine_functions[];
extern const luaL_Reg l_key_functions[];
extern const luaL_Reg l_summary_functions[];
extern const luaL_Reg l_build_functions[];
extern const luaL_Reg l_load_functions[];
extern const luaL_Reg l_scan_functions[];
extern const luaL_Reg l_text_functions[];
extern const luaL_Reg l_lines_functions[];
extern const luaL_Reg l_file_functions[];
extern const luaL_Reg l_json_functions[];
extern const luaL_Reg l_places_functions[];

#endif
