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

/* In powers of 2: a sum this much smaller than its terms is only rounding error. */
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

/* 1/0 is NaN, not infinite: dividing by infinity would give 0 later, while NaN stays. */
static DhWide
invert (DhWide a)
{
  return a.m != 0 ? dh_wide_invert (a) : dh_wide_make (NAN);
}

/* A negative power of 0 is NaN; the series along rays find the slope there. */
static DhWide
raise_number (DhWide a, double exponent)
{
  if (isnan (a.m))
    return a;
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
  *first = invert (dh_wide_add (dh_wide_make (1), square (u)));
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
  *first = invert (u);
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

  *first = scale (invert (value), 0.5);
  *second = scale (dh_wide_multiply (*first, invert (u)), -0.5);
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

  *first = square (invert (dh_wide_cosh (at)));
  *second = scale (dh_wide_multiply (value, *first), -2);
  return value;
}

/* ---- values ---- */

/* Returns -1 if a < b; *none: one of them is NaN */
static int
compare (DhWide a, DhWide b, gboolean *none)
{
  DhWide difference = dh_wide_add (a, dh_wide_negate (b));

  *none = isnan (difference.m);
  return dh_wide_sign (difference);
}

/* The smaller, sign 1, or the larger, sign −1 */
static DhWide
choose_value (DhWide a, DhWide b, int sign)
{
  gboolean none;
  int order = compare (a, b, &none);

  return none ? dh_wide_make (NAN) : order * sign < 0 ? a : b;
}

static DhWide
combine_values (const DhOp *op, DhWide a, DhWide b)
{
  switch (op->code)
    {
    case DH_OP_ADD:
      return dh_wide_add (a, b);
    case DH_OP_SUBTRACT:
      return dh_wide_add (a, dh_wide_negate (b));
    case DH_OP_MULTIPLY:
      return dh_wide_multiply (a, b);
    case DH_OP_DIVIDE:
      return dh_wide_multiply (a, invert (b));
    case DH_OP_MINIMUM:
      return choose_value (a, b, 1);
    case DH_OP_MAXIMUM:
      return choose_value (a, b, -1);
    default:
      return raise_number (a, dh_wide_to_double (b));
    }
}

static DhWide
make_leaf_value (const DhOp *op, double x, double y, const double *parameters)
{
  return dh_wide_make (dh_op_get_leaf (op, x, y, parameters));
}

static DhWide
apply_to_value (const DhOp *op, DhWide a)
{
  DhWide first, second;

  return op->function->widen (a, &first, &second);
}

DH_DEFINE_RUN (DhWide, run_values, make_leaf_value, dh_wide_negate, apply_to_value, combine_values)

double
dh_expression_get_wide_value (const DhExpression *self, double x, double y,
                              const double *parameters)
{
  return dh_wide_to_double (run_values (self, x, y, parameters));
}

/* ---- jets (jet.h) of wide numbers ---- */

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
  DhWide r = invert (b.value), rr = square (r);

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
  b = multiply (b, apply (a, l, invert (a.value), dh_wide_negate (square (invert (a.value)))));
  return apply (b, value, value, value);
}

/* The smaller, sign 1, or the larger, sign −1; without derivatives where both are equal. */
static WideJet
choose (WideJet a, WideJet b, int sign)
{
  const DhWide no = dh_wide_make (NAN);
  gboolean none;
  int order = compare (a.value, b.value, &none);

  if (none || order == 0)
    return (WideJet) { none ? no : a.value, no, no, no, no, no };
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
  WideJet leaf = make_constant (make_leaf_value (op, x, y, parameters));

  leaf.x = dh_wide_make (op->code == DH_OP_X);
  leaf.y = dh_wide_make (op->code == DH_OP_Y);
  return leaf;
}

DH_DEFINE_RUN (WideJet, run_jets, make_leaf, negate, apply_function, combine)

DhJet
dh_expression_get_wide_jet (const DhExpression *self, double x, double y, const double *parameters)
{
  WideJet jet = run_jets (self, x, y, parameters);

  return (DhJet) { dh_wide_to_double (jet.value), dh_wide_to_double (jet.x),
                   dh_wide_to_double (jet.y),     dh_wide_to_double (jet.xx),
                   dh_wide_to_double (jet.xy),    dh_wide_to_double (jet.yy) };
}
