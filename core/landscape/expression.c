/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Evaluating an expression: its instructions run on a stack, of plain numbers where only the value
 * is needed and of jets (jet.h) for derivatives.  Walking a tree was rejected: a grid of 100 × 100
 * points pays for each pointer.
 *
 * Doubles fail in two ways: intermediate results become too large or too small although the result
 * is neither, and the chain rule multiplies 0 by infinity.  The processor's flags show the first,
 * and NaN shows the second: a rule gives NaN where its function has no slope.  Then the expression
 * is evaluated again, in numbers that don't overflow (expression-wide.c) or, slowly, as a series
 * (expression-rays.c).
 */
#include "core/landscape/expression-private.h"

#include "core/landscape/ground.h"

#include <fenv.h>
#include <math.h>

/* ---- functions ---- */

static void
rule_abs (double u, double *value, double *first, double *second)
{
  *value = fabs (u);
  *first = u == 0 ? NAN : copysign (1, u);
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
  *second = -*first * *first;
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
  *first = 0.5 / *value;
  *second = -0.5 * *first / u;
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
  double c = cosh (u);

  *value = tanh (u);
  *first = 1 / c / c; /* not 1 − tanh², which cancels where tanh is nearly 1 */
  *second = -2 * *value * *first;
}

const DhFunction dh_functions[] = {
  { "abs", fabs, rule_abs, dh_wide_rule_abs, dh_series_abs, 0 },
  { "atan", atan, rule_atan, dh_wide_rule_atan, dh_series_atan, 0 },
  { "cos", cos, rule_cos, dh_wide_rule_cos, dh_series_cos, 0 },
  { "cosh", cosh, rule_cosh, dh_wide_rule_cosh, dh_series_cosh, 0 },
  { "exp", exp, rule_exp, dh_wide_rule_exp, dh_series_exp, 0 },
  { "ln", log, rule_log, dh_wide_rule_log, dh_series_log, 0 },
  { "log", log, rule_log, dh_wide_rule_log, dh_series_log, 0 },
  { "max", .pair = DH_OP_MAXIMUM },
  { "min", .pair = DH_OP_MINIMUM },
  { "sin", sin, rule_sin, dh_wide_rule_sin, dh_series_sin, 0 },
  { "sinh", sinh, rule_sinh, dh_wide_rule_sinh, dh_series_sinh, 0 },
  { "sqrt", sqrt, rule_sqrt, dh_wide_rule_sqrt, dh_series_sqrt, 0 },
  { "tan", tan, rule_tan, dh_wide_rule_tan, dh_series_tan, 0 },
  { "tanh", tanh, rule_tanh, dh_wide_rule_tanh, dh_series_tanh, 0 },
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

/* ---- did a double fail? ---- */

static void
forget_failures (void)
{
  if (fetestexcept (FE_ALL_EXCEPT) != 0)
    feclearexcept (FE_ALL_EXCEPT);
}

static gboolean
has_failed (int kinds)
{
  return fetestexcept (kinds) != 0;
}

/* ---- values ---- */

static double
combine_values (const DhOp *op, double a, double b)
{
  switch (op->code)
    {
    case DH_OP_ADD:
      return a + b;
    case DH_OP_SUBTRACT:
      return a - b;
    case DH_OP_MULTIPLY:
      return a * b;
    case DH_OP_DIVIDE:
      return a / b;
    case DH_OP_MINIMUM:
      return isnan (a) || a < b ? a : b; /* not fmin(), which ignores a NaN */
    case DH_OP_MAXIMUM:
      return isnan (a) || a > b ? a : b;
    default:
      return pow (a, b);
    }
}

double
dh_op_get_leaf (const DhOp *op, double x, double y, const double *parameters)
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

static double
negate_value (double a)
{
  return -a;
}

static double
apply_to_value (const DhOp *op, double a)
{
  return op->function->get_value (a);
}

DH_DEFINE_RUN (double, run_values, dh_op_get_leaf, negate_value, apply_to_value, combine_values)

double
dh_expression_get_value (const DhExpression *self, double x, double y, const double *parameters)
{
  double value, wide;

  g_assert (self->depth <= DH_EXPRESSION_MAX_STACK);
  forget_failures ();
  value = run_values (self, x, y, parameters);
  if (!has_failed (FE_OVERFLOW | FE_UNDERFLOW))
    return value;
  wide = dh_expression_get_wide_value (self, x, y, parameters);
  return isnan (wide) ? value : wide;
}

/* ---- jets ---- */

/* A factor of 0 makes the term 0, even where the power beside it is undefined: the slope of x² at
 * 0 is 2 x¹, but its third derivative would be 0 · x⁻¹. */
static double
power_term (double factor, double u, double exponent)
{
  return factor == 0 ? 0 : factor * pow (u, exponent);
}

static DhJet
raise_jet (const DhOp *op, DhJet a, DhJet b)
{
  double n = b.value, value = pow (a.value, n), l = log (a.value);

  if (!op->varies[1])
    return dh_jet_apply (a, value, power_term (n, a.value, n - 1),
                         power_term (n * (n - 1), a.value, n - 2));
  if (!op->varies[0])
    return dh_jet_apply (b, value, l * value, l * l * value);
  /* aᵇ = exp (b log a) */
  b = dh_jet_multiply (b, dh_jet_apply (a, l, 1 / a.value, -1 / (a.value * a.value)));
  return dh_jet_apply (b, value, value, value);
}

/* The smaller, sign 1, or the larger, sign −1; without derivatives where both are equal. */
static DhJet
choose_jet (DhJet a, DhJet b, double sign)
{
  if (a.value == b.value)
    return (DhJet) { a.value, NAN, NAN, NAN, NAN, NAN };
  return isnan (a.value) || sign * (b.value - a.value) > 0 ? a : b;
}

static DhJet
combine_jets (const DhOp *op, DhJet a, DhJet b)
{
  switch (op->code)
    {
    case DH_OP_ADD:
      return dh_jet_add (a, b);
    case DH_OP_SUBTRACT:
      return dh_jet_subtract (a, b);
    case DH_OP_MULTIPLY:
      return dh_jet_multiply (a, b);
    case DH_OP_DIVIDE:
      return dh_jet_divide (a, b);
    case DH_OP_MINIMUM:
      return choose_jet (a, b, 1);
    case DH_OP_MAXIMUM:
      return choose_jet (a, b, -1);
    default:
      return raise_jet (op, a, b);
    }
}

static DhJet
apply_function (const DhOp *op, DhJet a)
{
  double value, first, second;

  op->function->rule (a.value, &value, &first, &second);
  return op->varies[0] ? dh_jet_apply (a, value, first, second) : dh_jet_constant (value);
}

static DhJet
make_leaf (const DhOp *op, double x, double y, const double *parameters)
{
  DhJet leaf = dh_jet_constant (dh_op_get_leaf (op, x, y, parameters));

  leaf.x = op->code == DH_OP_X;
  leaf.y = op->code == DH_OP_Y;
  return leaf;
}

static DhJet
negate_jet (DhJet a)
{
  return dh_jet_scale (a, -1);
}

DH_DEFINE_RUN (DhJet, run_jets, make_leaf, negate_jet, apply_function, combine_jets)

DhJet
dh_expression_get_jet (const DhExpression *self, double x, double y, const double *parameters)
{
  gboolean out_of_range;
  double value;
  DhJet jet;

  g_assert (self->depth <= DH_EXPRESSION_MAX_STACK);
  forget_failures ();
  jet = run_jets (self, x, y, parameters);
  if (!has_failed (FE_OVERFLOW | FE_UNDERFLOW | FE_DIVBYZERO | FE_INVALID)
      && dh_jet_is_finite (&jet))
    return jet;
  out_of_range = has_failed (FE_OVERFLOW | FE_UNDERFLOW);
  value = dh_expression_get_value (self, x, y, parameters);
  if (!isfinite (value))
    return (DhJet) { value, NAN, NAN, NAN, NAN, NAN };
  if (out_of_range)
    jet = dh_expression_get_wide_jet (self, x, y, parameters);
  jet.value = value;
  return out_of_range && dh_jet_is_finite (&jet)
           ? jet
           : dh_expression_get_limit (self, x, y, parameters, value);
}

void
dh_expression_free (DhExpression *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->program);
  g_free (self);
}
