/* expr.h: expressions over the fields of a view, as programs for a stack of columns: filters and
** computed columns. doc/expressions.md says what they mean. */
#ifndef OS_EXPR_H
#define OS_EXPR_H

#include "column.h"

/*
** X(name in C, name in Lua). What an instruction takes from the stack and what it leaves there is
** checked before a program runs. `at` and `count` are its numbers.
**
**   field         the value of column `at`
**   constant      constant `at`; its missing value if it is marked so
**   range         column `at` compared (cmp) with constant `count`; integers, decimals, dates
**   memo          the next `count` instructions see no field but the text column `at`: a dictionary
**                 needs them but once an entry
**   and_then, or_else, coalesce_else, if_then, if_else   the instructions up to the matching and,
**                 or, coalesce, if see only the rows for which they matter
**   and, or       with `at` 1 they end such a stretch, with 0 both sides were computed for all rows
*/
#define OS_OPS(X)                                                                        \
  X(FIELD, "field") X(CONSTANT, "constant") X(RANGE, "range") X(MEMO, "memo")            \
  X(TO_DECIMAL, "to_decimal") X(TO_NUMBER, "to_number") X(TO_TEXT, "to_text")            \
  X(TO_DATE, "to_date") X(COMPARE, "compare") X(ADD, "add") X(SUB, "sub") X(MUL, "mul")  \
  X(DIV, "div") X(IDIV, "idiv") X(MOD, "mod") X(NEGATE, "negate") X(ABS, "abs")          \
  X(FLOOR, "floor") X(CEIL, "ceil") X(ROUND, "round") X(MIN, "min") X(MAX, "max")        \
  X(CONCAT, "concat") X(CONTAINS, "contains") X(STARTS, "starts") X(ENDS, "ends")        \
  X(LIKE, "like") X(LOWER, "lower") X(UPPER, "upper") X(FOLD, "fold") X(TRIM, "trim")    \
  X(LEN, "len") X(YEAR, "year") X(MONTH, "month") X(DAY, "day") X(IN, "in")              \
  X(MISSING, "missing") X(NOT, "not") X(AND_THEN, "and_then") X(AND, "and")              \
  X(OR_ELSE, "or_else") X(OR, "or") X(COALESCE_ELSE, "coalesce_else")                    \
  X(COALESCE, "coalesce") X(IF_THEN, "if_then") X(IF_ELSE, "if_else") X(IF, "if")

typedef enum os_op {
#define X(name, text) OS_OP_##name,
  OS_OPS(X)
#undef X
      OS_OP_NONE
} os_op;

typedef enum os_cmp { OS_EQ, OS_NE, OS_LT, OS_LE, OS_GT, OS_GE } os_cmp;
#define OS_CMPS 6

typedef struct os_instr {
  os_op op;
  os_cmp cmp;
  size_t at, count;
} os_instr;

typedef struct os_constant {
  os_type type;
  bool missing;
  uint8_t scale;  /* of a decimal, at most OS_EXPR_SCALE */
  os_wide wide;   /* boolean, integer, decimal, date */
  double number;
  os_text text;
} os_constant;

#define OS_EXPR_SCALE 38  /* digits after the point of a decimal in an expression */
#define OS_EXPR_DEPTH 4096 /* values on the stack */

typedef struct os_program {
  const os_instr *code;
  size_t count;
  const os_constant *constants;
  size_t nconstants;
  const size_t *place; /* where a column of the code is in the view; NULL: as it is numbered */
} os_program;

/* What went wrong in an expression, at the first row where something did. */
typedef struct os_expr_fault {
  bool scale; /* a result has too many digits after the point, in every row */
  size_t row; /* position in the view, from 0 */
} os_expr_fault;

/* Digits, with a point among them or not, as a decimal constant; false beyond 38 digits. */
bool os_expr_decimal(const char *s, size_t len, os_wide *out, uint8_t *scale);

/* OS_FAILED: the program is not sound for columns of these types; else the type of its result. */
os_status os_expr_check(const os_mem *mem, const os_program *program, const os_type *types,
                        size_t ncols, os_type *result);

/* Marks the columns that a program sees. */
void os_expr_mark(const os_program *program, bool *used);

/* The view's rows for which a program of type boolean is true. OS_FAILED: see *fault. The program
** must have been checked for the types of the view's columns. */
os_status os_expr_filter(const os_mem *mem, const os_view *view, const os_program *program,
                         os_rows **out, os_expr_fault *fault);
/* A program's values for all rows of the view's columns; missing where the view has no such row. */
os_status os_expr_column(const os_mem *mem, const os_view *view, const os_program *program,
                         os_column **out, os_expr_fault *fault);

#endif
