/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Computing an expression: its instructions run over a stack, of plain numbers where only the
 * value is wanted and of jets (jet.h) where the derivatives are.  A tree that is walked was
 * rejected: a grid of 100 × 100 points pays for each pointer.
 */
#include "core/landscape/expression-private.h"

#include <math.h>

/* Each level of brackets leaves a summand and a factor waiting, and counts itself the power that it
 * is the exponent of. */
#define MAX_STACK (3 * DH_EXPRESSION_MAX_DEPTH + 8)

/* ---- functions ---- */

static void
rule_abs (double u, double *value, double *first, double *second)
{
  *value = fabs (u);
  *first = (u > 0) - (u < 0);
  *second = 0;
}

static void
rule_atan (double u, double *value, double *first, double *second)
{
  *value = atan (u);
  *first = 1 / (1 + u * u);
  *second = -2 * u * *first * *first;
}

static void
rule_cos (double u, double *value, double *first, double *second)
{
  *value = cos (u);
  *first = -sin (u);
  *second = -*value;
}

static void
rule_cosh (double u, double *value, double *first, double *second)
{
  *value = *second = cosh (u);
  *first = sinh (u);
}

static void
rule_exp (double u, double *value, double *first, double *second)
{
  *value = *first = *second = exp (u);
}

static void
rule_log (double u, double *value, double *first, double *second)
{
  *value = log (u);
  *first = 1 / u;
  *second = -1 / (u * u);
}

static void
rule_sin (double u, double *value, double *first, double *second)
{
  *value = sin (u);
  *first = cos (u);
  *second = -*value;
}

static void
rule_sinh (double u, double *value, double *first, double *second)
{
  *value = *second = sinh (u);
  *first = cosh (u);
}

static void
rule_sqrt (double u, double *value, double *first, double *second)
{
  *value = sqrt (u);
  /* The tip of a cone has no slope; its subgradient 0 keeps a ball there. */
  *first = u == 0 ? 0 : 0.5 / *value;
  *second = u == 0 ? 0 : -0.25 / (u * *value);
}

static void
rule_tan (double u, double *value, double *first, double *second)
{
  *value = tan (u);
  *first = 1 + *value * *value;
  *second = 2 * *value * *first;
}

static void
rule_tanh (double u, double *value, double *first, double *second)
{
  *value = tanh (u);
  *first = 1 - *value * *value;
  *second = -2 * *value * *first;
}

const DhFunction dh_functions[] = {
  { "abs", rule_abs },
  { "atan", rule_atan },
  { "cos", rule_cos },
  { "cosh", rule_cosh },
  { "exp", rule_exp },
  { "ln", rule_log },
  { "log", rule_log },
  { "sin", rule_sin },
  { "sinh", rule_sinh },
  { "sqrt", rule_sqrt },
  { "tan", rule_tan },
  { "tanh", rule_tanh },
};
const guint dh_n_functions = G_N_ELEMENTS (dh_functions);

char *
dh_expression_list_functions (void)
{
  GString *list = g_string_new (NULL);

  for (guint i = 0; i < dh_n_functions; i++)
    g_string_append_printf (list, "%s%s", i > 0 ? ", " : "", dh_functions[i].name);
  return g_string_free (list, FALSE);
}

/* ---- values ---- */

static double
combine_values (DhOpCode code, double a, double b)
{
  switch (code)
    {
    case DH_OP_ADD:
      return a + b;
    case DH_OP_SUBTRACT:
      return a - b;
    case DH_OP_MULTIPLY:
      return a * b;
    case DH_OP_DIVIDE:
      return a / b;
    default:
      return pow (a, b);
    }
}

static double
get_leaf (const DhOp *op, double x, double y, const double *parameters)
{
  switch (op->code)
    {
    case DH_OP_X:
      return x;
    case DH_OP_Y:
      return y;
    case DH_OP_PARAMETER:
      return parameters[op->parameter];
    default:
      return op->number;
    }
}

double
dh_expression_get_value (const DhExpression *self, double x, double y, const double *parameters)
{
  double stack[MAX_STACK];
  guint n = 0;

  g_assert (self->depth <= MAX_STACK);
  for (guint i = 0; i < self->program->len; i++)
    {
      const DhOp *op = &g_array_index (self->program, DhOp, i);
      double first, second;

      if (op->code < DH_OP_ADD)
        stack[n++] = get_leaf (op, x, y, parameters);
      else if (op->code == DH_OP_NEGATE)
        stack[n - 1] = -stack[n - 1];
      else if (op->code == DH_OP_FUNCTION)
        op->function->rule (stack[n - 1], &stack[n - 1], &first, &second);
      else
        {
          n--;
          stack[n - 1] = combine_values (op->code, stack[n - 1], stack[n]);
        }
    }
  return stack[0];
}

/* ---- jets ---- */

static gboolean
is_constant (DhJet a)
{
  return a.x == 0 && a.y == 0 && a.xx == 0 && a.xy == 0 && a.yy == 0;
}

/* A factor of 0 ends a term, even where the power beside it has no value: the slope of x² at 0 is
 * 2 x¹, but its third derivative would be 0 · x⁻¹. */
static double
power_term (double factor, double u, double exponent)
{
  return factor == 0 ? 0 : factor * pow (u, exponent);
}

static DhJet
raise_jet (DhJet a, DhJet b)
{
  double n = b.value, l;

  if (is_constant (b))
    return dh_jet_apply (a, pow (a.value, n), power_term (n, a.value, n - 1),
                         power_term (n * (n - 1), a.value, n - 2));
  l = log (a.value);
  if (is_constant (a) && a.value > 0)
    return dh_jet_apply (b, pow (a.value, n), l * pow (a.value, n), l * l * pow (a.value, n));
  /* aᵇ = exp (b log a) */
  b = dh_jet_multiply (b, dh_jet_apply (a, l, 1 / a.value, -1 / (a.value * a.value)));
  return dh_jet_apply (b, exp (b.value), exp (b.value), exp (b.value));
}

static DhJet
combine_jets (DhOpCode code, DhJet a, DhJet b)
{
  switch (code)
    {
    case DH_OP_ADD:
      return dh_jet_add (a, b);
    case DH_OP_SUBTRACT:
      return dh_jet_subtract (a, b);
    case DH_OP_MULTIPLY:
      return dh_jet_multiply (a, b);
    case DH_OP_DIVIDE:
      return dh_jet_divide (a, b);
    default:
      return raise_jet (a, b);
    }
}

static DhJet
apply_function (const DhFunction *function, DhJet a)
{
  double value, first, second;

  function->rule (a.value, &value, &first, &second);
  return is_constant (a) ? dh_jet_constant (value) : dh_jet_apply (a, value, first, second);
}

static DhJet
make_leaf (const DhOp *op, double x, double y, const double *parameters)
{
  DhJet leaf = dh_jet_constant (get_leaf (op, x, y, parameters));

  leaf.x = op->code == DH_OP_X;
  leaf.y = op->code == DH_OP_Y;
  return leaf;
}

DhJet
dh_expression_get_jet (const DhExpression *self, double x, double y, const double *parameters)
{
  DhJet stack[MAX_STACK];
  guint n = 0;

  g_assert (self->depth <= MAX_STACK);
  for (guint i = 0; i < self->program->len; i++)
    {
      const DhOp *op = &g_array_index (self->program, DhOp, i);

      if (op->code < DH_OP_ADD)
        stack[n++] = make_leaf (op, x, y, parameters);
      else if (op->code == DH_OP_NEGATE)
        stack[n - 1] = dh_jet_scale (stack[n - 1], -1);
      else if (op->code == DH_OP_FUNCTION)
        stack[n - 1] = apply_function (op->function, stack[n - 1]);
      else
        {
          n--;
          stack[n - 1] = combine_jets (op->code, stack[n - 1], stack[n]);
        }
    }
  return stack[0];
}

void
dh_expression_free (DhExpression *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->program);
  g_free (self);
}
