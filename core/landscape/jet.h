/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Jets: a value with its first and second derivatives by x and y.  Arithmetic on them is the chain
 * rule, so the results have exact derivatives, without a formula for each and without finite
 * differences, whose error depends on a step size that is hard to choose. (Forward-mode automatic
 * differentiation of second order; Griewank and Walther, "Evaluating Derivatives", 2008.)
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  double value;
  double x, y;       /* first derivatives */
  double xx, xy, yy; /* second */
} DhJet;

static inline DhJet
dh_jet_constant (double value)
{
  return (DhJet) { .value = value };
}

static inline DhJet
dh_jet_add (DhJet a, DhJet b)
{
  return (DhJet) { a.value + b.value, a.x + b.x, a.y + b.y, a.xx + b.xx, a.xy + b.xy, a.yy + b.yy };
}

static inline DhJet
dh_jet_scale (DhJet a, double factor)
{
  return (DhJet) { a.value * factor, a.x * factor,  a.y * factor,
                   a.xx * factor,    a.xy * factor, a.yy * factor };
}

static inline DhJet
dh_jet_subtract (DhJet a, DhJet b)
{
  return dh_jet_add (a, dh_jet_scale (b, -1));
}

static inline DhJet
dh_jet_multiply (DhJet a, DhJet b)
{
  return (DhJet) {
    a.value * b.value,
    a.x * b.value + a.value * b.x,
    a.y * b.value + a.value * b.y,
    a.xx * b.value + 2 * a.x * b.x + a.value * b.xx,
    a.xy * b.value + a.x * b.y + a.y * b.x + a.value * b.xy,
    a.yy * b.value + 2 * a.y * b.y + a.value * b.yy,
  };
}

/* f (a), given f, f' and f'' at a */
static inline DhJet
dh_jet_apply (DhJet a, double value, double first, double second)
{
  return (DhJet) {
    value,
    first * a.x,
    first * a.y,
    second * a.x * a.x + first * a.xx,
    second * a.x * a.y + first * a.xy,
    second * a.y * a.y + first * a.yy,
  };
}

static inline DhJet
dh_jet_divide (DhJet a, DhJet b)
{
  double r = 1 / b.value;
  DhJet quotient = dh_jet_multiply (a, dh_jet_apply (b, r, -r * r, 2 * r * r * r));

  quotient.value = a.value / b.value;
  return quotient;
}

G_END_DECLS
