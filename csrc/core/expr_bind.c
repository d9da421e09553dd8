/* expr_bind.c: a program is checked for types once, and prepared for the columns of each view: scales
** of decimals, ranges and sets in the terms of the column. */
#include <math.h>
#include <string.h>

#include "expr_run.h"
#include "float.h"
#include "keys.h"

/* ---- the check ---- */

/* A stretch that is open: what opened it, and the stack then. */
typedef struct open_part {
  os_op op;
  uint32_t depth;
} open_part;

typedef struct checking {
  const os_program *program;
  const os_type *types; /* of the columns */
  size_t ncols;
  os_type stack[OS_EXPR_DEPTH];
  size_t depth, deepest;
  open_part open[OS_EXPR_DEPTH];
  size_t nopen, most_open;
  size_t memo_end, memo_col, memo_depth, memo_open; /* memo_end 0: none */
  os_step *steps;       /* filled when not NULL */
} checking;

static bool is_numeric(os_type type) {
  return type == OS_INTEGER || type == OS_DECIMAL || type == OS_NUMBER;
}

static bool comparable(os_type a, os_type b, os_cmp cmp) {
  if (a == OS_BOOLEAN && cmp != OS_EQ && cmp != OS_NE) return false;
  return a == b || (a == OS_NUMBER && b == OS_DECIMAL) || (a == OS_DECIMAL && b == OS_NUMBER);
}

static bool opens(checking *c, os_op op, bool boolean) {
  if (c->depth == 0 || c->nopen == OS_EXPR_DEPTH) return false;
  if (boolean && c->stack[c->depth - 1] != OS_BOOLEAN) return false;
  c->open[c->nopen++] = (open_part){op, (uint32_t)c->depth};
  if (c->nopen > c->most_open) c->most_open = c->nopen;
  return true;
}

/* The stretch that ends has left `more` values on the stack since it began. */
static bool closes(checking *c, os_op op, size_t more) {
  if (c->nopen == 0) return false;
  open_part *part = &c->open[--c->nopen];
  return part->op == op && part->depth + more == c->depth;
}

static bool constants_fit(const checking *c, const os_instr *in, os_type type) {
  size_t end;
  if (!os_add(in->at, in->count, &end) || end > c->program->nconstants) return false;
  for (size_t k = in->at; k < end; k++) {
    os_type given = c->program->constants[k].type;
    bool fits = is_numeric(type) ? is_numeric(given) : given == type;
    if (!fits || c->program->constants[k].missing) return false;
  }
  return true;
}

/* Takes two values away, if they are there. */
static bool two(const checking *c, os_type *a, os_type *b) {
  if (c->depth < 2) return false;
  *a = c->stack[c->depth - 2];
  *b = c->stack[c->depth - 1];
  return true;
}

static bool leaf(checking *c, size_t i, const os_instr *in, os_type *type) {
  bool in_memo = i < c->memo_end;
  if (in->op == OS_OP_CONSTANT) {
    if (in->at >= c->program->nconstants) return false;
    *type = c->program->constants[in->at].type;
    return true;
  }
  if (in->at >= c->ncols) return false;
  *type = c->types[in->at];
  if (in->op == OS_OP_FIELD) return !in_memo || in->at == c->memo_col;
  bool ranged = *type == OS_INTEGER || *type == OS_DECIMAL || *type == OS_DATE;
  if (in_memo || !ranged || in->count >= c->program->nconstants) return false;
  const os_constant *constant = &c->program->constants[in->count];
  bool fits = *type == OS_DATE ? constant->type == OS_DATE
                               : constant->type == OS_INTEGER || constant->type == OS_DECIMAL;
  *type = OS_BOOLEAN;
  return fits && !constant->missing;
}

/* What an instruction of one operand makes of type a. */
static bool unary(const os_instr *in, os_type a, os_type *type) {
  *type = a;
  switch (in->op) {
    case OS_OP_TO_DECIMAL: *type = OS_DECIMAL; return a == OS_INTEGER || a == OS_DECIMAL;
    case OS_OP_TO_NUMBER: *type = OS_NUMBER; return is_numeric(a);
    case OS_OP_TO_TEXT: *type = OS_TEXT; return true;
    case OS_OP_TO_DATE: *type = OS_DATE; return a == OS_TEXT || a == OS_DATE;
    case OS_OP_ROUND: return is_numeric(a) && in->at <= OS_EXPR_SCALE;
    case OS_OP_NEGATE:
    case OS_OP_ABS:
    case OS_OP_FLOOR:
    case OS_OP_CEIL: return is_numeric(a);
    case OS_OP_LOWER:
    case OS_OP_UPPER:
    case OS_OP_FOLD:
    case OS_OP_TRIM: return a == OS_TEXT;
    case OS_OP_LEN: *type = OS_INTEGER; return a == OS_TEXT;
    case OS_OP_YEAR:
    case OS_OP_MONTH:
    case OS_OP_DAY: *type = OS_INTEGER; return a == OS_DATE;
    case OS_OP_MISSING: *type = OS_BOOLEAN; return true;
    default: return a == OS_BOOLEAN; /* not */
  }
}

static bool binary(const os_instr *in, os_type a, os_type b, os_type *type) {
  *type = a;
  switch (in->op) {
    case OS_OP_COMPARE: *type = OS_BOOLEAN; return comparable(a, b, in->cmp);
    case OS_OP_DIV: return a == b && a == OS_NUMBER;
    case OS_OP_MIN:
    case OS_OP_MAX: return a == b && (is_numeric(a) || a == OS_DATE);
    case OS_OP_CONCAT: return a == b && a == OS_TEXT;
    case OS_OP_CONTAINS:
    case OS_OP_STARTS:
    case OS_OP_ENDS:
    case OS_OP_LIKE: *type = OS_BOOLEAN; return a == b && a == OS_TEXT;
    case OS_OP_AND:
    case OS_OP_OR: return a == b && a == OS_BOOLEAN;
    case OS_OP_COALESCE: return a == b;
    default: return a == b && is_numeric(a);
  }
}

static bool begins(checking *c, const os_instr *in) {
  switch (in->op) {
    case OS_OP_AND_THEN:
    case OS_OP_OR_ELSE:
    case OS_OP_IF_THEN: return opens(c, in->op, true);
    case OS_OP_COALESCE_ELSE: return opens(c, in->op, false);
    default: return closes(c, OS_OP_IF_THEN, 1) && opens(c, in->op, false); /* if_else */
  }
}

static bool ends(checking *c, const os_instr *in) {
  switch (in->op) {
    case OS_OP_AND: return !in->at || closes(c, OS_OP_AND_THEN, 1);
    case OS_OP_OR: return !in->at || closes(c, OS_OP_OR_ELSE, 1);
    case OS_OP_COALESCE: return closes(c, OS_OP_COALESCE_ELSE, 1);
    default: return true;
  }
}

/* One instruction: how many values it takes and the type of the one it leaves (*leaves: it does). */
static bool one(checking *c, size_t i, size_t *takes, bool *leaves, os_type *a, os_type *b,
                os_type *type) {
  const os_instr *in = &c->program->code[i];
  *takes = 0;
  *leaves = true;
  switch (in->op) {
    case OS_OP_FIELD:
    case OS_OP_CONSTANT:
    case OS_OP_RANGE: return leaf(c, i, in, type);
    case OS_OP_MEMO:
      *leaves = false;
      if (i < c->memo_end || in->at >= c->ncols || c->types[in->at] != OS_TEXT) return false;
      if (in->count == 0 || in->count >= c->program->count - i) return false;
      c->memo_end = i + in->count + 1;
      c->memo_col = in->at;
      c->memo_depth = c->depth;
      c->memo_open = c->nopen;
      return true;
    case OS_OP_AND_THEN:
    case OS_OP_OR_ELSE:
    case OS_OP_COALESCE_ELSE:
    case OS_OP_IF_THEN:
    case OS_OP_IF_ELSE:
      *leaves = false;
      if (c->depth) *a = c->stack[c->depth - 1];
      return begins(c, in);
    case OS_OP_IF:
      *takes = 3;
      if (!closes(c, OS_OP_IF_ELSE, 1) || c->depth < 3 || !two(c, a, b)) return false;
      *type = *a;
      return *a == *b && c->stack[c->depth - 3] == OS_BOOLEAN;
    case OS_OP_IN:
      *takes = 1;
      if (c->depth == 0) return false;
      *a = c->stack[c->depth - 1];
      *type = OS_BOOLEAN;
      return constants_fit(c, in, *a);
    case OS_OP_NONE: return false;
    default: break;
  }
  *takes = 1;
  bool of_one = (in->op >= OS_OP_TO_DECIMAL && in->op <= OS_OP_TO_DATE) ||
                (in->op >= OS_OP_NEGATE && in->op <= OS_OP_ROUND) ||
                (in->op >= OS_OP_LOWER && in->op <= OS_OP_DAY) || in->op == OS_OP_MISSING ||
                in->op == OS_OP_NOT;
  if (of_one) {
    if (c->depth == 0) return false;
    *a = c->stack[c->depth - 1];
    return unary(in, *a, type);
  }
  *takes = 2;
  return two(c, a, b) && ends(c, in) && binary(in, *a, *b, type);
}

static bool walk(checking *c) {
  for (size_t i = 0; i < c->program->count; i++) {
    const os_instr *in = &c->program->code[i];
    os_type a = OS_BOOLEAN, b = OS_BOOLEAN, type = OS_BOOLEAN;
    size_t takes = 0;
    bool leaves = true;
    if (in->cmp >= OS_CMPS || !one(c, i, &takes, &leaves, &a, &b, &type)) return false;
    if (c->steps) {
      c->steps[i] = (os_step){.op = in->op, .cmp = in->cmp, .type = type, .a = a, .b = b,
                              .depth = c->depth, .takes = takes, .at = in->at,
                              .count = in->count};
    }
    if (!leaves) continue;
    c->depth -= takes;
    if (c->depth == OS_EXPR_DEPTH) return false;
    c->stack[c->depth++] = type;
    if (c->depth > c->deepest) c->deepest = c->depth;
    bool memo_ends = i + 1 == c->memo_end;
    if (memo_ends && (c->depth != c->memo_depth + 1 || c->nopen != c->memo_open)) return false;
    if (i < c->memo_end && c->depth <= c->memo_depth) return false;
  }
  return c->depth == 1 && c->nopen == 0;
}

os_status os_expr_check(const os_mem *mem, const os_program *program, const os_type *types,
                        size_t ncols, os_type *result) {
  checking *c = os_alloc_zero(mem, 1, sizeof *c); /* too large for a thread's stack */
  if (!c) return OS_NOMEM;
  c->program = program;
  c->types = types;
  c->ncols = ncols;
  bool sound = walk(c);
  *result = c->stack[0];
  os_free(mem, c, sizeof *c);
  return sound ? OS_OK : OS_FAILED;
}

/* ---- ranges and sets ---- */

/* The constant in units of 10^-scale, rounded down; *exact: it needed no rounding. A value beyond
** os_wide becomes the nearest end. */
static os_wide in_units(const os_constant *constant, unsigned scale, bool *exact) {
  os_wide value = constant->wide, scaled;
  *exact = true;
  if (constant->scale > scale) {
    os_wide power = os_power_of_ten(constant->scale - scale);
    *exact = value % power == 0;
    return value / power - (value < 0 && !*exact);
  }
  if (!__builtin_mul_overflow(value, os_power_of_ten(scale - constant->scale), &scaled)) {
    return scaled;
  }
  *exact = false;
  os_wide most = (os_wide)(~(os_uwide)0 >> 1);
  return value < 0 ? -most : most - 1;
}

static void bind_range(os_step *step, const os_constant *constant) {
  const os_column *col = step->col;
  unsigned bits = col->width * 8u;
  os_wide most = (os_wide)(~(os_uwide)0 >> (129 - bits)), least = -most - 1;
  bool exact;
  os_wide value = in_units(constant, col->scale, &exact);
  os_wide above = value + 1, below = exact ? value - 1 : value, from = exact ? value : above;
  step->negated = step->cmp == OS_NE;
  switch (step->cmp) {
    case OS_EQ:
    case OS_NE:
      step->lo = exact ? value : 1;
      step->hi = exact ? value : 0;
      break;
    case OS_LT: step->lo = least, step->hi = below; break;
    case OS_LE: step->lo = least, step->hi = value; break;
    case OS_GT: step->lo = above, step->hi = most; break;
    default: step->lo = from, step->hi = most; break;
  }
  if (step->lo < least) step->lo = least;
  if (step->hi > most) step->hi = most;
}

/* Heapsort: no bad case, no room. */
static bool wide_after(const os_step *step, size_t i, size_t j) {
  return step->set[i] > step->set[j];
}

static bool text_after(const os_step *step, size_t i, size_t j) {
  return os_text_compare(*step->texts[i], *step->texts[j]) > 0;
}

static void swap(os_step *step, size_t i, size_t j) {
  if (step->texts) {
    const os_text *text = step->texts[i];
    step->texts[i] = step->texts[j];
    step->texts[j] = text;
  } else {
    os_wide value = step->set[i];
    step->set[i] = step->set[j];
    step->set[j] = value;
  }
}

static void sort_set(os_step *step) {
  bool (*after)(const os_step *, size_t, size_t) = step->texts ? text_after : wide_after;
  for (size_t end = step->set_count, start = end / 2; end > 1;) {
    if (start > 0) {
      start--;
    } else {
      swap(step, 0, --end);
    }
    for (size_t at = start, child; (child = 2 * at + 1) < end; at = child) {
      if (child + 1 < end && after(step, child + 1, child)) child++;
      if (!after(step, child, at)) break;
      swap(step, child, at);
    }
  }
}

/* The double that is exactly this number, if there is one. */
static bool as_double(const os_constant *constant, double *out) {
  *out = constant->type == OS_NUMBER ? constant->number : 0;
  if (constant->type == OS_NUMBER) return !isnan(*out);
  *out = os_float_from_decimal(constant->wide, constant->scale);
  return os_compare_double(*out, constant->wide, constant->scale) == 0;
}

/* digits * 2^exponent in units of 10^-scale, if it is a whole number of them. */
static bool double_in_units(double value, unsigned scale, os_wide *out) {
  int exponent;
  if (!isfinite(value)) return false;
  *out = (os_wide)(frexp(value, &exponent) * 0x1p53);
  if (*out == 0) return true;
  for (exponent -= 53; *out % 2 == 0; exponent++) *out /= 2;
  for (unsigned i = 0; i < scale; i++) { /* 10^scale is 5^scale * 2^scale */
    if (__builtin_mul_overflow(*out, 5, out)) return false;
  }
  exponent += (int)scale;
  return exponent >= 0 && exponent < 126 &&
         !__builtin_mul_overflow(*out, (os_wide)1 << exponent, out);
}

/* The decimal of that scale that is exactly this number, if there is one. */
static bool as_units(const os_constant *constant, unsigned scale, os_wide *out) {
  if (constant->type == OS_NUMBER) return double_in_units(constant->number, scale, out);
  bool exact;
  *out = in_units(constant, scale, &exact);
  return exact;
}

static os_status bind_set(os_run *run, os_step *step) {
  const os_constant *constants = run->program->constants + step->at;
  size_t room = step->count ? step->count : 1;
  if (step->a == OS_TEXT) {
    step->texts = os_alloc(&run->mem, room, sizeof *step->texts);
    if (!step->texts) return OS_NOMEM;
    for (size_t k = 0; k < step->count; k++) step->texts[k] = &constants[k].text;
    step->set_count = step->count;
  } else {
    step->set = os_alloc(&run->mem, room, sizeof *step->set);
    if (!step->set) return OS_NOMEM;
    for (size_t k = 0; k < step->count; k++) {
      os_wide *key = &step->set[step->set_count];
      double number;
      if (step->a == OS_NUMBER) {
        if (!as_double(&constants[k], &number)) continue;
        *key = (os_wide)os_double_key(number);
        step->set_count++;
      } else {
        step->set_count += as_units(&constants[k], step->scale_a, key);
      }
    }
  }
  sort_set(step);
  return OS_OK;
}

/* ---- scales ---- */

/* Of a result that is a decimal. */
static unsigned scale_of(const os_step *step) {
  unsigned a = step->scale_a, b = step->scale_b;
  switch (step->op) {
    case OS_OP_MUL: return a + b;
    case OS_OP_IDIV:
    case OS_OP_FLOOR:
    case OS_OP_CEIL: return 0;
    case OS_OP_ROUND: return step->at < a ? (unsigned)step->at : a;
    default: return a > b ? a : b;
  }
}

/* The scales of the stack, as the program goes on. False: too many digits. */
static bool bind_scales(os_run *run) {
  uint8_t stack[OS_EXPR_DEPTH] = {0};
  for (size_t i = 0; i < run->program->count; i++) {
    os_step *step = &run->steps[i];
    uint8_t *top = stack + step->depth;
    if (step->takes == 0) {
      if (step->op == OS_OP_FIELD) top[0] = step->type == OS_DECIMAL ? step->col->scale : 0;
      if (step->op == OS_OP_CONSTANT) top[0] = run->program->constants[step->at].scale;
      if (step->op == OS_OP_RANGE) top[0] = 0;
      continue;
    }
    step->scale_b = step->takes > 1 ? top[-1] : 0;
    step->scale_a = step->takes > 1 ? top[-2] : top[-1];
    unsigned scale = step->type == OS_DECIMAL ? scale_of(step) : 0;
    if (scale > OS_EXPR_SCALE) return false;
    step->scale = (uint8_t)scale;
    *(top - step->takes) = step->scale;
  }
  return true;
}

/* ---- the door ---- */

static size_t place_of(const os_program *program, size_t col) {
  return program->place ? program->place[col] : col;
}

static bool names_column(os_op op) {
  return op == OS_OP_FIELD || op == OS_OP_RANGE || op == OS_OP_MEMO;
}

void os_expr_mark(const os_program *program, bool *used) {
  for (size_t i = 0; i < program->count; i++) {
    if (names_column(program->code[i].op)) used[program->code[i].at] = true;
  }
}

static void bind_columns(os_run *run) {
  for (size_t i = 0; i < run->program->count; i++) {
    os_step *step = &run->steps[i];
    if (names_column(step->op)) {
      step->col = run->view->cols[place_of(run->program, step->at)];
    }
    if (step->op == OS_OP_RANGE) bind_range(step, &run->program->constants[step->count]);
  }
}

os_status os_expr_bind(os_run *run, bool *too_fine) {
  const os_program *program = run->program;
  checking *c = os_alloc_zero(&run->mem, 1, sizeof *c);
  os_type *types = NULL;
  os_status status = OS_OK;
  size_t ncols = 0;
  *too_fine = false;
  for (size_t i = 0; i < program->count; i++) {
    const os_instr *in = &program->code[i];
    if (names_column(in->op) && in->at >= ncols) ncols = in->at + 1;
  }
  run->steps = os_alloc_zero(&run->mem, program->count, sizeof *run->steps);
  types = os_alloc_zero(&run->mem, ncols + 1, sizeof *types);
  if (!c || !run->steps || !types) status = OS_NOMEM;
  for (size_t i = 0; !status && i < program->count; i++) {
    size_t at = program->code[i].at;
    if (names_column(program->code[i].op)) types[at] = run->view->cols[place_of(program, at)]->type;
  }
  if (!status) {
    *c = (checking){.program = program, .types = types, .ncols = ncols, .steps = run->steps};
    if (!walk(c)) status = OS_FAILED; /* not the types it was checked for */
    run->depth = c->deepest;
    run->nesting = c->most_open;
  }
  os_free(&run->mem, types, (ncols + 1) * sizeof *types);
  os_free(&run->mem, c, sizeof *c);
  if (!status) bind_columns(run);
  if (!status && !bind_scales(run)) {
    *too_fine = true;
    status = OS_FAILED;
  }
  for (size_t i = 0; !status && i < program->count; i++) {
    if (run->steps[i].op == OS_OP_IN) status = bind_set(run, &run->steps[i]);
  }
  return status;
}
