/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/expression.h"
#include "core/landscape/power-series.h"

G_BEGIN_DECLS

/* What one instruction does to a stack of numbers. */
typedef enum
{
  DH_OP_NUMBER,
  DH_OP_X,
  DH_OP_Y,
  DH_OP_PARAMETER, /* push */
  DH_OP_ADD,
  DH_OP_SUBTRACT,
  DH_OP_MULTIPLY,
  DH_OP_DIVIDE,
  DH_OP_POWER,
  DH_OP_MINIMUM,
  DH_OP_MAXIMUM, /* two to one */
  DH_OP_NEGATE,
  DH_OP_FUNCTION, /* one to one */
} DhOpCode;

/* f, f' and f'' at u. */
typedef void (*DhFunctionRule) (double u, double *value, double *first, double *second);

/* The same in numbers that don't overflow. Returns f. */
typedef DhWide (*DhWideRule) (DhWide u, DhWide *first, DhWide *second);

typedef struct
{
  const char *name;
  double (*get_value) (double u);
  DhFunctionRule rule;
  DhWideRule widen;
  DhSeries (*expand) (const DhSeries *a);
  DhOpCode pair; /* the operation of a function of two arguments; else 0 */
} DhFunction;

typedef struct
{
  DhOpCode code;
  gboolean varies[2]; /* do its operands depend on x and y? */
  double number;
  guint parameter;
  const DhFunction *function;
} DhOp;

struct _DhExpression
{
  GArray *program; /* of DhOp, in postfix order */
  guint depth;     /* of that stack */
};

/* The most that the stack holds.  Each level of nesting leaves at most a summand, a factor and
 * the base of a power waiting. */
#define DH_EXPRESSION_MAX_STACK (3 * DH_EXPRESSION_MAX_DEPTH + 8)

/* expression.c: sorted by name */
extern const DhFunction dh_functions[];
extern const guint dh_n_functions;

/* The value that a leaf pushes. */
double dh_op_get_leaf (const DhOp *op, double x, double y, const double *parameters);
/* expression-wide.c: the value, in numbers that don't overflow; NaN where there is none. */
double dh_expression_get_wide_value (const DhExpression *self, double x, double y,
                                     const double *parameters);
/* With its derivatives; if one isn't finite, the chain rule fails. */
DhJet dh_expression_get_wide_jet (const DhExpression *self, double x, double y,
                                  const double *parameters);
DhWide dh_wide_rule_abs (DhWide u, DhWide *first, DhWide *second);
DhWide dh_wide_rule_atan (DhWide u, DhWide *first, DhWide *second);
DhWide dh_wide_rule_cos (DhWide u, DhWide *first, DhWide *second);
DhWide dh_wide_rule_cosh (DhWide u, DhWide *first, DhWide *second);
DhWide dh_wide_rule_exp (DhWide u, DhWide *first, DhWide *second);
DhWide dh_wide_rule_log (DhWide u, DhWide *first, DhWide *second);
DhWide dh_wide_rule_sin (DhWide u, DhWide *first, DhWide *second);
DhWide dh_wide_rule_sinh (DhWide u, DhWide *first, DhWide *second);
DhWide dh_wide_rule_sqrt (DhWide u, DhWide *first, DhWide *second);
DhWide dh_wide_rule_tan (DhWide u, DhWide *first, DhWide *second);
DhWide dh_wide_rule_tanh (DhWide u, DhWide *first, DhWide *second);
/* expression-rays.c: the derivatives as limits, where the chain rule fails.  value: the finite
 * value there. */
DhJet dh_expression_get_limit (const DhExpression *self, double x, double y,
                               const double *parameters, double value);

/* Defines TYPE NAME (self, x, y, parameters): the program, run over a stack of numbers of one type.
 * leaf (op, x, y, parameters), negate (a), apply (op, a) and combine (op, a, b) are what its
 * instructions do to them.  Not inlined: fenv.h's flags have to be those of its arithmetic. */
#define DH_DEFINE_RUN(TYPE, NAME, leaf, negate, apply, combine) \
  static G_GNUC_NO_INLINE TYPE NAME (const DhExpression *self, double x, double y, \
                                     const double *parameters) \
  { \
    TYPE stack[DH_EXPRESSION_MAX_STACK]; \
    guint n = 0; \
\
    for (guint i = 0; i < self->program->len; i++) \
      { \
        const DhOp *op = &g_array_index (self->program, DhOp, i); \
\
        if (op->code < DH_OP_ADD) \
          stack[n++] = leaf (op, x, y, parameters); \
        else if (op->code == DH_OP_NEGATE) \
          stack[n - 1] = negate (stack[n - 1]); \
        else if (op->code == DH_OP_FUNCTION) \
          stack[n - 1] = apply (op, stack[n - 1]); \
        else \
          { \
            n--; \
            stack[n - 1] = combine (op, stack[n - 1], stack[n]); \
          } \
      } \
    return stack[0]; \
  }

G_END_DECLS
