/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Computing an expression in numbers that neither overflow nor underflow.
 *
 * The same stack machine and the same chain rule, for expressions whose intermediate results are
 * too large or too small for doubles, such as 1/(1 + exp (−1000 x)) on most of its ground.  It is
 * slower than doubles and more than ten times faster than the series, which are only needed where
 * the chain rule itself fails and gives a result that is not finite.
 */
#include "core/landscape/expression-private.h"

#include <math.h>

/* A derivative that is what is left of two equal ones is rounding; in powers of 2. */
#define ROUNDING 46

typedef struct
{
  DhWide value;
  DhWide x, y;
  DhWide xx, xy, yy;
} WideJet;

static const DhWide zero = { 0 };

/* ---- functions ---- */

static DhWide
scale (DhWide a, double factor)
{
  return dh_wide_multiply (a, dh_wide_make (factor));
}

static DhWide
square (DhWide a)
{
  return dh_wide_multiply (a, a);
}

/* The series knows what 0 to a power is where a slope is wanted. */
static DhWide
raise_number (DhWide a, double exponent)
{
  if (exponent == 0)
    return dh_wide_make (1);
  if (a.m == 0)
    return exponent > 0 ? zero : dh_wide_make (NAN);
  if (a.m < 0 && exponent != rint (exponent))
    return dh_wide_make (NAN);
  return dh_wide_power (a, exponent);
}

static DhWide
get_log (DhWide a)
{
  return dh_wide_make (a.m > 0 ? dh_wide_log (a) : NAN);
}

DhWide
dh_wide_rule_abs (DhWide u, DhWide *first, DhWide *second)
{
  *first = dh_wide_make (u.m == 0 ? NAN : copysign (1, u.m));
  *second = zero;
  return u.m < 0 ? dh_wide_negate (u) : u;
}

DhWide
dh_wide_rule_atan (DhWide u, DhWide *first, DhWide *second)
{
  *first = dh_wide_invert (dh_wide_add (dh_wide_make (1), square (u)));
  *second = scale (dh_wide_multiply (u, square (*first)), -2);
  return dh_wide_make (atan (dh_wide_to_double (u)));
}

DhWide
dh_wide_rule_cos (DhWide u, DhWide *first, DhWide *second)
{
  DhWide value = dh_wide_make (cos (dh_wide_to_double (u)));

  *first = dh_wide_make (-sin (dh_wide_to_double (u)));
  *second = dh_wide_negate (value);
  return value;
}

DhWide
dh_wide_rule_cosh (DhWide u, DhWide *first, DhWide *second)
{
  *first = dh_wide_sinh (dh_wide_to_double (u));
  return *second = dh_wide_cosh (dh_wide_to_double (u));
}

DhWide
dh_wide_rule_exp (DhWide u, DhWide *first, DhWide *second)
{
  return *first = *second = dh_wide_exp (dh_wide_to_double (u));
}

DhWide
dh_wide_rule_log (DhWide u, DhWide *first, DhWide *second)
{
  *first = dh_wide_invert (u);
  *second = dh_wide_negate (square (*first));
  return get_log (u);
}

DhWide
dh_wide_rule_sin (DhWide u, DhWide *first, DhWide *second)
{
  DhWide value = dh_wide_make (sin (dh_wide_to_double (u)));

  *first = dh_wide_make (cos (dh_wide_to_double (u)));
  *second = dh_wide_negate (value);
  return value;
}

DhWide
dh_wide_rule_sinh (DhWide u, DhWide *first, DhWide *second)
{
  *first = dh_wide_cosh (dh_wide_to_double (u));
  return *second = dh_wide_sinh (dh_wide_to_double (u));
}

DhWide
dh_wide_rule_sqrt (DhWide u, DhWide *first, DhWide *second)
{
  DhWide value = raise_number (u, 0.5);

  *first = scale (dh_wide_invert (value), 0.5);
  *second = scale (dh_wide_multiply (*first, dh_wide_invert (u)), -0.5);
  return value;
}

DhWide
dh_wide_rule_tan (DhWide u, DhWide *first, DhWide *second)
{
  DhWide value = dh_wide_make (tan (dh_wide_to_double (u)));

  *first = dh_wide_add (dh_wide_make (1), square (value));
  *second = scale (dh_wide_multiply (value, *first), 2);
  return value;
}

DhWide
dh_wide_rule_tanh (DhWide u, DhWide *first, DhWide *second)
{
  double at = dh_wide_to_double (u);
  DhWide value = dh_wide_make (tanh (at));

  *first = square (dh_wide_invert (dh_wide_cosh (at)));
  *second = scale (dh_wide_multiply (value, *first), -2);
  return value;
}

/* ---- values ---- */

static int
compare (DhWide a, DhWide b)
{
  return dh_wide_sign (dh_wide_add (a, dh_wide_negate (b)));
}

static DhWide
combine_values (DhOpCode code, DhWide a, DhWide b)
{
  switch (code)
    {
    case DH_OP_ADD:
      return dh_wide_add (a, b);
    case DH_OP_SUBTRACT:
      return dh_wide_add (a, dh_wide_negate (b));
    case DH_OP_MULTIPLY:
      return dh_wide_multiply (a, b);
    case DH_OP_DIVIDE:
      return dh_wide_multiply (a, dh_wide_invert (b));
    case DH_OP_MINIMUM:
      return compare (a, b) < 0 ? a : b;
    case DH_OP_MAXIMUM:
      return compare (a, b) > 0 ? a : b;
    default:
      return raise_number (a, dh_wide_to_double (b));
    }
}

/* What isn't finite could be left by a later division: it ends the whole. */
double
dh_expression_get_wide_value (const DhExpression *self, double x, double y,
                              const double *parameters)
{
  DhWide stack[DH_EXPRESSION_MAX_STACK], first, second;
  guint n = 0;

  for (guint i = 0; i < self->program->len; i++)
    {
      const DhOp *op = &g_array_index (self->program, DhOp, i);

      if (op->code < DH_OP_ADD)
        stack[n++] = dh_wide_make (dh_op_get_leaf (op, x, y, parameters));
      else if (op->code == DH_OP_NEGATE)
        stack[n - 1] = dh_wide_negate (stack[n - 1]);
      else if (op->code == DH_OP_FUNCTION)
        stack[n - 1] = op->function->widen (stack[n - 1], &first, &second);
      else
        {
          n--;
          stack[n - 1] = combine_values (op->code, stack[n - 1], stack[n]);
        }
      if (!isfinite (stack[n - 1].m))
        return NAN;
    }
  return dh_wide_to_double (stack[0]);
}

/* ---- jets (jet.h) of them ---- */

static DhWide
add_parts (DhWide a, DhWide b)
{
  DhWide sum = dh_wide_add (a, b);

  return a.m != 0 && b.m != 0 && sum.e < MAX (a.e, b.e) - ROUNDING ? zero : sum;
}

/* a b + c d */
static DhWide
add_products (DhWide a, DhWide b, DhWide c, DhWide d)
{
  return add_parts (dh_wide_multiply (a, b), dh_wide_multiply (c, d));
}

static WideJet
make_constant (DhWide value)
{
  return (WideJet) { .value = value };
}

static WideJet
add (WideJet a, WideJet b)
{
  return (
    WideJet) { dh_wide_add (a.value, b.value), add_parts (a.x, b.x),   add_parts (a.y, b.y),
               add_parts (a.xx, b.xx),         add_parts (a.xy, b.xy), add_parts (a.yy, b.yy) };
}

static WideJet
negate (WideJet a)
{
  return (WideJet) { dh_wide_negate (a.value), dh_wide_negate (a.x),  dh_wide_negate (a.y),
                     dh_wide_negate (a.xx),    dh_wide_negate (a.xy), dh_wide_negate (a.yy) };
}

static WideJet
multiply (WideJet a, WideJet b)
{
  return (WideJet) {
    dh_wide_multiply (a.value, b.value),
    add_products (a.x, b.value, a.value, b.x),
    add_products (a.y, b.value, a.value, b.y),
    add_parts (add_products (a.xx, b.value, a.value, b.xx), scale (dh_wide_multiply (a.x, b.x), 2)),
    add_parts (add_products (a.xy, b.value, a.value, b.xy), add_products (a.x, b.y, a.y, b.x)),
    add_parts (add_products (a.yy, b.value, a.value, b.yy), scale (dh_wide_multiply (a.y, b.y), 2)),
  };
}

/* f (a), given f, f' and f'' there */
static WideJet
apply (WideJet a, DhWide value, DhWide first, DhWide second)
{
  DhWide second_x = dh_wide_multiply (second, a.x), second_y = dh_wide_multiply (second, a.y);

  return (WideJet) {
    value,
    dh_wide_multiply (first, a.x),
    dh_wide_multiply (first, a.y),
    add_products (second_x, a.x, first, a.xx),
    add_products (second_x, a.y, first, a.xy),
    add_products (second_y, a.y, first, a.yy),
  };
}

static WideJet
apply_function (const DhOp *op, WideJet a)
{
  DhWide first, second, value = op->function->widen (a.value, &first, &second);

  return op->varies[0] ? apply (a, value, first, second) : make_constant (value);
}

static WideJet
divide (WideJet a, WideJet b)
{
  DhWide r = dh_wide_invert (b.value), rr = square (r);

  return multiply (a, apply (b, r, dh_wide_negate (rr), scale (dh_wide_multiply (rr, r), 2)));
}

static WideJet
raise_jet (const DhOp *op, WideJet a, WideJet b)
{
  double n = dh_wide_to_double (b.value);
  DhWide value = raise_number (a.value, n), l;

  if (!op->varies[0] && !op->varies[1])
    return make_constant (value);
  if (!op->varies[1])
    return apply (a, value, scale (raise_number (a.value, n - 1), n),
                  scale (raise_number (a.value, n - 2), n * (n - 1)));
  l = get_log (a.value);
  if (!op->varies[0])
    return apply (b, value, dh_wide_multiply (l, value), dh_wide_multiply (square (l), value));
  /* aᵇ = exp (b log a) */
  b = multiply (b, apply (a, l, dh_wide_invert (a.value),
                          dh_wide_negate (square (dh_wide_invert (a.value)))));
  return apply (b, value, value, value);
}

/* The smaller, sign 1, or the larger, sign −1; where both are the same, neither. */
static WideJet
choose (WideJet a, WideJet b, int sign)
{
  int order = compare (a.value, b.value);
  DhWide none = dh_wide_make (NAN);

  if (order == 0)
    return (WideJet) { a.value, none, none, none, none, none };
  return order * sign < 0 ? a : b;
}

static WideJet
combine (const DhOp *op, WideJet a, WideJet b)
{
  switch (op->code)
    {
    case DH_OP_ADD:
      return add (a, b);
    case DH_OP_SUBTRACT:
      return add (a, negate (b));
    case DH_OP_MULTIPLY:
      return multiply (a, b);
    case DH_OP_DIVIDE:
      return divide (a, b);
    case DH_OP_MINIMUM:
      return choose (a, b, 1);
    case DH_OP_MAXIMUM:
      return choose (a, b, -1);
    default:
      return raise_jet (op, a, b);
    }
}

static WideJet
make_leaf (const DhOp *op, double x, double y, const double *parameters)
{
  WideJet leaf = make_constant (dh_wide_make (dh_op_get_leaf (op, x, y, parameters)));

  leaf.x = dh_wide_make (op->code == DH_OP_X);
  leaf.y = dh_wide_make (op->code == DH_OP_Y);
  return leaf;
}

static WideJet
run_jets (const DhExpression *self, double x, double y, const double *parameters)
{
  WideJet stack[DH_EXPRESSION_MAX_STACK];
  guint n = 0;

  for (guint i = 0; i < self->program->len; i++)
    {
      const DhOp *op = &g_array_index (self->program, DhOp, i);

      if (op->code < DH_OP_ADD)
        stack[n++] = make_leaf (op, x, y, parameters);
      else if (op->code == DH_OP_NEGATE)
        stack[n - 1] = negate (stack[n - 1]);
      else if (op->code == DH_OP_FUNCTION)
        stack[n - 1] = apply_function (op, stack[n - 1]);
      else
        {
          n--;
          stack[n - 1] = combine (op, stack[n - 1], stack[n]);
        }
      if (!isfinite (stack[n - 1].value.m))
        return make_constant (dh_wide_make (NAN));
    }
  return stack[0];
}

DhJet
dh_expression_get_wide_jet (const DhExpression *self, double x, double y, const double *parameters)
{
  WideJet jet = run_jets (self, x, y, parameters);

  return (DhJet) { dh_wide_to_double (jet.value), dh_wide_to_double (jet.x),
                   dh_wide_to_double (jet.y),     dh_wide_to_double (jet.xx),
                   dh_wide_to_double (jet.xy),    dh_wide_to_double (jet.yy) };
}
