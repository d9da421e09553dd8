/* expr.c: see expr.h. A program runs on one batch of rows after the other, instruction by
** instruction, so that a batch stays in the cache while it is worked on. */
#include "expr.h"

#include <string.h>

#include "expr_run.h"

#define LANE ((size_t)OS_BATCH * 17) /* values and presence */

/* ---- selections ---- */

/* Selects, of the rows selected now, those whose lane is (or is not) of that kind. */
static void narrow(os_run *run, const os_lane *lane, os_op op, uint16_t *out) {
  const uint8_t *truth = lane->data;
  size_t count = 0;
  OS_EACH(run, {
    bool in = op == OS_OP_AND_THEN     ? truth[i] != OS_FALSE
              : op == OS_OP_IF_THEN    ? truth[i] == OS_TRUE
              : op == OS_OP_IF_ELSE    ? truth[i] != OS_TRUE
              : op == OS_OP_OR_ELSE    ? truth[i] != OS_TRUE
                                       : !lane->present[i];
    out[count] = (uint16_t)i;
    count += in;
  });
  run->sel = out;
  run->n = count;
}

/* Copies the rows of the selection from b to a. */
static void overlay(os_run *run, os_type type, os_lane *a, const os_lane *b) {
#define COPY(T)                                \
  do {                                         \
    T *to_ = a->data;                          \
    const T *from_ = b->data;                  \
    OS_EACH(run, { to_[i] = from_[i]; });      \
  } while (0)
  switch (type) {
    case OS_BOOLEAN: COPY(uint8_t); break;
    case OS_DECIMAL: COPY(os_wide); break;
    case OS_NUMBER: COPY(double); break;
    case OS_TEXT: COPY(os_text); break;
    default: COPY(int64_t); break;
  }
  OS_EACH(run, { a->present[i] = b->present[i]; });
}

/* A decimal that comes from one of two places takes the larger scale. */
static void widen(os_run *run, const os_step *step, os_lane *lane, unsigned scale) {
  os_wide *x = lane->data, power;
  if (step->type != OS_DECIMAL || scale >= step->scale) return;
  power = os_power_of_ten(step->scale - scale);
  OS_EACH(run, {
    if (lane->present[i] && __builtin_mul_overflow(x[i], power, &x[i])) os_expr_fail(run, i);
  });
}

#define AND(x, y) (uint8_t)(((x) & (y)&OS_TRUE) | (((x) | (y)) & OS_FALSE))
#define OR(x, y) (uint8_t)((((x) | (y)) & OS_TRUE) | ((x) & (y)&OS_FALSE))

/* A length that is known and pointers that do not meet let the compiler use vectors; what lies in
** a lane behind the rows does no harm. */
static __attribute__((noinline)) void and_all(uint8_t *restrict x, const uint8_t *restrict y) {
  for (size_t i = 0; i < OS_BATCH; i++) x[i] = AND(x[i], y[i]);
}

static __attribute__((noinline)) void or_all(uint8_t *restrict x, const uint8_t *restrict y) {
  for (size_t i = 0; i < OS_BATCH; i++) x[i] = OR(x[i], y[i]);
}

static void both_truths(os_run *run, const os_step *step, os_lane *a, const os_lane *b) {
  uint8_t *x = a->data;
  const uint8_t *y = b->data;
  bool and = step->op == OS_OP_AND;
  if (!run->sel) {
    (and ? and_all : or_all)(x, y);
  } else if (and) {
    OS_EACH(run, { x[i] = AND(x[i], y[i]); });
  } else {
    OS_EACH(run, { x[i] = OR(x[i], y[i]); });
  }
}

static void select_rows(os_run *run, const os_nest *outer) {
  run->sel = outer->sel;
  run->n = outer->n;
}

/* ---- a batch ---- */

static __attribute__((noinline)) void look_up(const uint8_t *restrict memo,
                                              const uint8_t *restrict codes, size_t n,
                                              uint8_t *restrict truth) {
  for (size_t i = 0; i < n; i++) truth[i] = memo[codes[i]];
}

static void replay_memo(os_run *run, const os_step *step, os_lane *a) {
  const os_column *col = step->col;
#define REPLAY(T)                                                             \
  do {                                                                        \
    const T *memo_ = step->memo;                                              \
    T *to_ = a->data;                                                         \
    OS_EACH(run, {                                                            \
      size_t row = os_run_row(run, i);                                        \
      size_t code = os_present(col, row) ? os_code_at(col, row) : col->texts; \
      to_[i] = memo_[code];                                                   \
      a->present[i] = step->memo_present[code];                               \
    });                                                                       \
  } while (0)
  if (step->b == OS_BOOLEAN && col->width == 1 && !col->valid && !run->sel && !run->view->chosen) {
    look_up(step->memo, (const uint8_t *)col->data + run->from, run->n, a->data);
    return;
  }
  switch (step->b) { /* the type of what it stands for */
    case OS_BOOLEAN: REPLAY(uint8_t); break;
    case OS_DECIMAL: REPLAY(os_wide); break;
    case OS_NUMBER: REPLAY(double); break;
    case OS_TEXT: REPLAY(os_text); break;
    default: REPLAY(int64_t); break;
  }
}

/* Instructions [first, last), on the rows that run says. */
static void run_steps(os_run *run, size_t first, size_t last) {
  os_nest *nests = run->nests, *inner = run->nests + run->nesting; /* rows outside, and inside */
  size_t depth = 0;
  for (size_t s = first; s < last; s++) {
    const os_step *step = &run->steps[s];
    os_lane *top = run->lanes + step->depth;
    os_lane *a = step->takes > 1 ? top - 2 : step->takes ? top - 1 : top;
    const os_lane *b = step->takes > 1 ? top - 1 : NULL;
    switch (step->op) {
      case OS_OP_FIELD: os_expr_field(run, step, top); break;
      case OS_OP_CONSTANT: os_expr_constant(run, &run->program->constants[step->at], top); break;
      case OS_OP_RANGE: os_expr_range(run, step, top); break;
      case OS_OP_MEMO:
        if (!step->memo) break;
        replay_memo(run, step, top);
        s += step->count;
        break;
      case OS_OP_COMPARE: os_expr_compare(run, step, a, b); break;
      case OS_OP_TO_DECIMAL:
      case OS_OP_TO_NUMBER: os_expr_convert(run, step, a); break;
      case OS_OP_ADD:
      case OS_OP_SUB:
      case OS_OP_MUL:
      case OS_OP_DIV:
      case OS_OP_IDIV:
      case OS_OP_MOD:
      case OS_OP_NEGATE:
      case OS_OP_ABS:
      case OS_OP_FLOOR:
      case OS_OP_CEIL:
      case OS_OP_ROUND:
      case OS_OP_MIN:
      case OS_OP_MAX: os_expr_number(run, step, a, b); break;
      case OS_OP_IN: os_expr_in(run, step, a); break;
      case OS_OP_MISSING: {
        uint8_t *truth = a->data;
        bool boolean = step->a == OS_BOOLEAN;
        OS_EACH(run, { truth[i] = (boolean ? truth[i] : a->present[i]) ? OS_FALSE : OS_TRUE; });
        break;
      }
      case OS_OP_NOT: {
        uint8_t *truth = a->data;
        OS_EACH(run, { truth[i] = (uint8_t)(truth[i] >> 1 | (truth[i] & 1) << 1); });
        break;
      }
      case OS_OP_AND_THEN:
      case OS_OP_OR_ELSE:
      case OS_OP_IF_THEN:
      case OS_OP_COALESCE_ELSE:
        if (step->op == OS_OP_COALESCE_ELSE && step->a == OS_BOOLEAN) {
          const uint8_t *truth = top[-1].data;
          OS_EACH(run, { top[-1].present[i] = truth[i] != 0; });
        }
        nests[depth] = (os_nest){run->sel, run->n};
        narrow(run, top - 1, step->op, run->sels + 2 * depth * OS_BATCH);
        inner[depth++] = (os_nest){run->sel, run->n};
        break;
      case OS_OP_IF_ELSE:
        select_rows(run, &nests[depth - 1]);
        narrow(run, top - 2, step->op, run->sels + (2 * depth - 1) * OS_BATCH);
        break;
      case OS_OP_AND:
      case OS_OP_OR:
        both_truths(run, step, a, b); /* where the left side decides, it stays */
        if (step->at) select_rows(run, &nests[--depth]);
        break;
      case OS_OP_COALESCE:
        depth--;
        select_rows(run, &nests[depth]);
        widen(run, step, a, step->scale_a); /* what is missing is not touched */
        select_rows(run, &inner[depth]);
        widen(run, step, top - 1, step->scale_b);
        overlay(run, step->type, a, b);
        select_rows(run, &nests[depth]);
        break;
      case OS_OP_IF:
        depth--;
        widen(run, step, top - 1, step->scale_b);
        overlay(run, step->type, top - 3, top - 1);
        select_rows(run, &inner[depth]);
        widen(run, step, top - 2, step->scale_a);
        overlay(run, step->type, top - 3, top - 2);
        select_rows(run, &nests[depth]);
        break;
      default: os_expr_string(run, step, a, b); break;
    }
  }
}

/* ---- memos ---- */

/* Runs the instructions behind a memo on the dictionary of its column. What overflows there may do
** so for an entry that no row has: then they run with the others. */
static os_status fill_memo(os_run *run, size_t s) {
  os_step *step = &run->steps[s];
  const os_step *last = &run->steps[s + step->count];
  size_t count = step->col->texts + 1, width = os_lane_width(last->type);
  const os_lane *lane = run->lanes + step->depth;
  step->b = last->type;
  step->memo_present = os_alloc_zero(&run->mem, count, 1);
  step->memo = os_alloc(&run->mem, count, width);
  if (!step->memo || !step->memo_present) return OS_NOMEM;
  run->entries = step->col;
  for (size_t from = 0; from < count && !run->status; from += OS_BATCH) {
    size_t n = count - from < OS_BATCH ? count - from : OS_BATCH;
    run->from = from;
    run->n = n;
    run->sel = NULL;
    run_steps(run, s + 1, s + step->count + 1);
    memcpy((char *)step->memo + from * width, lane->data, n * width);
    if (last->type != OS_BOOLEAN) memcpy(step->memo_present + from, lane->present, n);
  }
  run->entries = NULL;
  if (run->failed < OS_BATCH) {
    run->failed = OS_BATCH;
    os_free(&run->mem, step->memo, count * width);
    step->memo = NULL;
  }
  return run->status;
}

static os_status fill_memos(os_run *run) {
  os_status status = OS_OK;
  for (size_t s = 0; !status && s < run->program->count; s++) {
    const os_step *step = &run->steps[s];
    if (step->op != OS_OP_MEMO || !step->col->dict) continue;
    if (step->col->texts < run->view->rows / 2) status = fill_memo(run, s);
  }
  return status;
}

/* ---- a run ---- */

static os_status begin(os_run *run, const os_mem *mem, const os_view *view,
                       const os_program *program, os_expr_fault *fault) {
  memset(run, 0, sizeof *run);
  run->mem = *mem;
  run->view = view;
  run->program = program;
  run->failed = OS_BATCH;
  *fault = (os_expr_fault){0};
  os_status status = os_expr_bind(run, &fault->scale);
  if (status) return status;
  run->lanes = os_alloc(mem, run->depth, sizeof *run->lanes);
  run->block = os_alloc_zero(mem, run->depth, LANE);
  run->sels = os_alloc(mem, 2 * run->nesting + 1, OS_BATCH * sizeof *run->sels);
  run->nests = os_alloc(mem, 2 * run->nesting + 1, sizeof *run->nests);
  if (!run->lanes || !run->block || !run->sels || !run->nests) return OS_NOMEM;
  for (size_t i = 0; i < run->depth; i++) {
    run->lanes[i].data = run->block + i * LANE;
    run->lanes[i].present = run->block + i * LANE + 16 * (size_t)OS_BATCH;
  }
  return fill_memos(run);
}

static void end(os_run *run) {
  const os_mem *mem = &run->mem;
  for (size_t s = 0; run->steps && s < run->program->count; s++) {
    os_step *step = &run->steps[s];
    size_t room = step->count ? step->count : 1;
    os_free(mem, step->set, room * sizeof *step->set);
    os_free(mem, step->texts, room * sizeof *step->texts);
    if (step->op != OS_OP_MEMO || !step->col) continue;
    os_free(mem, step->memo, (step->col->texts + 1) * os_lane_width(step->b));
    os_free(mem, step->memo_present, step->col->texts + 1);
  }
  os_expr_clear_texts(run, NULL);
  os_expr_clear_folds(run);
  os_free(mem, run->steps, run->program->count * sizeof *run->steps);
  os_free(mem, run->lanes, run->depth * sizeof *run->lanes);
  os_free(mem, run->block, run->depth * LANE);
  os_free(mem, run->sels, (2 * run->nesting + 1) * OS_BATCH * sizeof *run->sels);
  os_free(mem, run->nests, (2 * run->nesting + 1) * sizeof *run->nests);
}

/* The rows from a position on, as many as a batch holds; its values are in lane 0 then. */
static os_status one_batch(os_run *run, size_t from, os_expr_fault *fault) {
  size_t left = run->view->rows - from;
  if (from % OS_WATCHED_ITEMS == 0 && os_watched(&run->mem)) return os_watched(&run->mem);
  run->from = from;
  run->rows = run->n = left < OS_BATCH ? left : OS_BATCH;
  run->sel = NULL;
  run_steps(run, 0, run->program->count);
  if (run->status) return run->status;
  if (run->failed == OS_BATCH) return OS_OK;
  fault->row = from + run->failed;
  return OS_FAILED;
}

/* ---- filters ---- */

static os_status choose(const os_mem *mem, const os_view *view, const uint8_t *keep, size_t kept,
                        os_rows **out) {
  *out = os_rows_new(mem, kept);
  if (!*out) return OS_NOMEM;
  uint32_t *index = (*out)->index;
  for (size_t i = 0, at = 0; at < kept; i++) {
    uint64_t eight;
    if (i % 8 == 0 && view->rows - i >= 8) {
      memcpy(&eight, keep + i, 8);
      if (eight == 0) {
        i += 7;
        continue;
      }
    }
    index[at] = (uint32_t)os_row(view, i); /* without a branch: at < kept, so there is room */
    at += keep[i];
  }
  return OS_OK;
}

/* Which of the rows of a batch are kept, and how many. */
static __attribute__((noinline)) size_t keep_true(const uint8_t *restrict truth,
                                                  uint8_t *restrict keep) {
  uint32_t kept = 0;
  for (size_t i = 0; i < OS_BATCH; i++) keep[i] = truth[i] & OS_TRUE;
  for (size_t i = 0; i < OS_BATCH; i++) kept += keep[i];
  return kept;
}

os_status os_expr_filter(const os_mem *mem, const os_view *view, const os_program *program,
                         os_rows **out, os_expr_fault *fault) {
  os_run run;
  size_t kept = 0, room = view->rows + OS_BATCH;
  *out = NULL;
  os_status status = begin(&run, mem, view, program, fault);
  uint8_t *keep = status ? NULL : os_alloc(mem, room, 1);
  if (!status && !keep) status = OS_NOMEM;
  const os_slab *memos = run.slabs;
  for (size_t from = 0; !status && from < view->rows; from += OS_BATCH) {
    status = one_batch(&run, from, fault);
    if (!status) {
      uint8_t *truth = run.lanes[0].data;
      memset(truth + run.rows, 0, OS_BATCH - run.rows);
      kept += keep_true(truth, keep + from);
    }
    os_expr_clear_texts(&run, memos);
  }
  end(&run);
  if (!status) status = choose(mem, view, keep, kept, out);
  os_free(mem, keep, keep ? room : 0);
  return status;
}

/* ---- columns ---- */

/* The values of the last batch, at the rows of the columns. */
static void store(const os_run *run, os_type type, void *values, uint8_t *present) {
  const os_lane *lane = &run->lanes[0];
  const uint8_t *truth = lane->data;
  size_t width = os_lane_width(type);
  for (size_t i = 0; i < run->rows; i++) {
    size_t row = os_run_row(run, i);
    if (type == OS_BOOLEAN) {
      ((int64_t *)values)[row] = truth[i] == OS_TRUE;
      present[row] = truth[i] != 0;
    } else {
      memcpy((char *)values + row * width, (const char *)lane->data + i * width, width);
      present[row] = lane->present[i];
    }
  }
}

static os_status deliver(const os_mem *mem, const os_step *last, const void *values,
                         const uint8_t *present, size_t rows, os_column **out) {
  switch (last->type) {
    case OS_DECIMAL: return os_column_from_wides(mem, last->scale, values, present, rows, out);
    case OS_NUMBER: return os_column_from_doubles(mem, values, present, rows, out);
    case OS_TEXT: return os_column_from_texts(mem, values, present, rows, out);
    default: return os_column_from_ints(mem, last->type, 0, values, present, rows, out);
  }
}

os_status os_expr_column(const os_mem *mem, const os_view *view, const os_program *program,
                         os_column **out, os_expr_fault *fault) {
  os_run run;
  size_t rows = view->chosen && view->ncols ? view->cols[0]->rows : view->rows;
  size_t room = rows ? rows : 1, width = 0;
  void *values = NULL;
  uint8_t *present = NULL;
  *out = NULL;
  os_status status = begin(&run, mem, view, program, fault);
  os_step last = {0};
  if (!status) {
    last = run.steps[program->count - 1];
    if (last.op == OS_OP_FIELD) last.scale = last.col->scale;
    if (last.op == OS_OP_CONSTANT) last.scale = program->constants[last.at].scale;
    width = last.type == OS_BOOLEAN ? 8 : os_lane_width(last.type);
    values = os_alloc_zero(mem, room, width);
    present = os_alloc_zero(mem, room, 1);
    if (!values || !present) status = OS_NOMEM;
  }
  for (size_t from = 0; !status && from < view->rows; from += OS_BATCH) {
    status = one_batch(&run, from, fault);
    if (!status) store(&run, last.type, values, present);
  }
  if (!status) status = deliver(mem, &last, values, present, rows, out);
  end(&run);
  os_free(mem, values, values ? room * width : 0);
  os_free(mem, present, present ? room : 0);
  return status;
}
