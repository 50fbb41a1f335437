/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/expression.h"

G_BEGIN_DECLS

/* What one instruction does to a stack of numbers. */
typedef enum
{
  DH_OP_NUMBER, DH_OP_X, DH_OP_Y, DH_OP_PARAMETER,           /* push */
  DH_OP_ADD, DH_OP_SUBTRACT, DH_OP_MULTIPLY, DH_OP_DIVIDE, DH_OP_POWER, /* two to one */
  DH_OP_NEGATE, DH_OP_FUNCTION,                              /* one to one */
} DhOpCode;

/* f, f' and f'' at u. */
typedef void (*DhFunctionRule) (double u, double *value, double *first, double *second);

typedef struct
{
  const char    *name;
  DhFunctionRule rule;
} DhFunction;

typedef struct
{
  DhOpCode          code;
  double            number;
  guint             parameter;
  const DhFunction *function;
} DhOp;

struct _DhExpression
{
  GArray *program;   /* of DhOp, in the order in which a stack wants it */
  guint   depth;     /* of that stack */
};

/* expression.c: sorted by name */
extern const DhFunction dh_functions[];
extern const guint      dh_n_functions;

G_END_DECLS
