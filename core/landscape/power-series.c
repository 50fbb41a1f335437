/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Functions of t > 0 near 0, as sums of powers of t that need not be whole, times powers of
 * L = −log t.
 *
 * The chain rule can't say what the slope of (|x|^0.5)^4 is at 0: it multiplies 0 by infinity.  The
 * series can: |x|^0.5 is t^0.5 to either side, its fourth power t², and that has a slope and a
 * curvature.  These are the expansions that Puiseux and Hardy describe, cut to what a ground needs.
 * The order of the truncated terms is known, so a result says whether it is valid.
 *
 * Functions are made of power series: exp, log and powers here, the others by their addition
 * theorems (series-waves.c).  No higher derivative is written by hand.
 */
#include "core/landscape/power-series-private.h"

#include <math.h>

/* Two powers of t that differ by less are the same. */
#define SAME_POWER 1e-9
/* Relative to the terms: a smaller sum is rounding error. */
#define ROUNDING 1e-14

static const DhSeries zero = { .order = INFINITY };
const DhSeries dh_series_undefined = { .undefined = TRUE };

DhSeries
dh_series_make_constant (DhWide c)
{
  DhSeries result = zero;

  if (isnan (c.m) || isinf (c.m))
    return dh_series_undefined;
  result.n = c.m != 0;
  result.terms[0] = (DhSeriesTerm) { .c = c };
  return result;
}

DhSeries
dh_series_make_number (double number)
{
  return dh_series_make_constant (dh_wide_make (number));
}

/* Returns -1 if a outgrows b as t goes to 0 */
static int
compare_growth (const DhSeriesTerm *a, const DhSeriesTerm *b)
{
  if (fabs (a->p - b->p) > SAME_POWER)
    return a->p < b->p ? -1 : 1;
  if (fabs (a->k - b->k) > SAME_POWER)
    return a->k > b->k ? -1 : 1;
  return 0;
}

static void
remove_term (DhSeries *self, guint at)
{
  self->n--;
  for (guint i = at; i < self->n; i++)
    self->terms[i] = self->terms[i + 1];
}

/* Drops a sum that is only rounding error, since it would be a term that doesn't exist.  The
 * constant is always kept, as part of the function's value. */
static void
merge_term (DhSeries *self, guint at, const DhSeriesTerm *term)
{
  DhWide old = self->terms[at].c, sum = dh_wide_add (old, term->c);
  DhWide part = dh_wide_multiply (sum, dh_wide_invert (old));

  self->terms[at].c = sum;
  if (sum.m == 0 || (term->p != 0 && fabs (dh_wide_to_double (part)) < ROUNDING))
    remove_term (self, at);
}

static void
cut (DhSeries *self, double order)
{
  self->order = MIN (self->order, order);
  while (self->n > 0 && self->terms[self->n - 1].p >= self->order - SAME_POWER)
    self->n--;
}

static void
add_term (DhSeries *self, const DhSeriesTerm *term)
{
  guint at = 0;

  if (term->p >= self->order - SAME_POWER || term->c.m == 0)
    return;
  while (at < self->n && compare_growth (&self->terms[at], term) < 0)
    at++;
  if (at < self->n && compare_growth (&self->terms[at], term) == 0)
    {
      merge_term (self, at, term);
      return;
    }
  if (self->n == DH_SERIES_MAX_TERMS)
    {
      cut (self, at < self->n ? self->terms[self->n - 1].p : term->p);
      add_term (self, term);
      return;
    }
  for (guint i = self->n++; i > at; i--)
    self->terms[i] = self->terms[i - 1];
  self->terms[at] = *term;
}

/* The leading power of t */
static double
get_lead (const DhSeries *self)
{
  return self->n > 0 ? self->terms[0].p : self->order;
}

static gboolean
is_zero (const DhSeries *self)
{
  return self->n == 0 && isinf (self->order);
}

int
dh_series_get_sign (const DhSeries *self)
{
  return self->n > 0 ? dh_wide_sign (self->terms[0].c) : 0;
}

static gboolean
is_constant (const DhSeries *self)
{
  return isinf (self->order)
         && (self->n == 0 || (self->n == 1 && self->terms[0].p == 0 && self->terms[0].k == 0));
}

gboolean
dh_series_is_infinite (const DhSeries *self)
{
  return self->n > 0 && (self->terms[0].p < 0 || (self->terms[0].p == 0 && self->terms[0].k > 0));
}

DhSeries
dh_series_make (double a, double b, guint span)
{
  DhSeries result = zero;

  result.span = b != 0 ? span : 0;
  add_term (&result, &(DhSeriesTerm) { 0, 0, dh_wide_make (a) });
  add_term (&result, &(DhSeriesTerm) { 1, 0, dh_wide_make (b) });
  return result;
}

void
dh_series_drop_lead (DhSeries *self)
{
  g_assert (self->n > 0);
  remove_term (self, 0);
}

DhWide
dh_series_get (const DhSeries *a, double p)
{
  for (guint i = 0; i < a->n; i++)
    if (fabs (a->terms[i].p - p) <= SAME_POWER && a->terms[i].k == 0)
      return a->terms[i].c;
  return dh_wide_make (0);
}

DhSeries
dh_series_add (const DhSeries *a, const DhSeries *b)
{
  DhSeries result = *a;

  if (a->undefined || b->undefined)
    return dh_series_undefined;
  cut (&result, b->order);
  result.span = MAX (a->span, b->span);
  for (guint i = 0; i < b->n; i++)
    add_term (&result, &b->terms[i]);
  return result;
}

DhSeries
dh_series_negate (const DhSeries *a)
{
  DhSeries result = *a;

  for (guint i = 0; i < a->n; i++)
    result.terms[i].c = dh_wide_negate (a->terms[i].c);
  return result;
}

DhSeries
dh_series_multiply (const DhSeries *a, const DhSeries *b)
{
  DhSeries result = zero;

  if (a->undefined || b->undefined)
    return dh_series_undefined;
  if (is_zero (a) || is_zero (b))
    return zero;
  result.span = MAX (a->span, b->span);
  result.order = MIN (get_lead (a) + b->order, get_lead (b) + a->order);
  if (a->n * b->n > 1)
    result.order = MIN (result.order,
                        get_lead (a) + get_lead (b) + MAX (result.span, DH_SERIES_SHORT) + 1);
  for (guint i = 0; i < a->n; i++)
    for (guint j = 0; j < b->n; j++)
      add_term (&result,
                &(DhSeriesTerm) { a->terms[i].p + b->terms[j].p, a->terms[i].k + b->terms[j].k,
                                  dh_wide_multiply (a->terms[i].c, b->terms[j].c) });
  return result;
}

/* ---- power series ---- */

DhSeries
dh_series_compose (const DhSeries *u, const double coefficients[DH_SERIES_LONG + 1])
{
  guint span = MAX (u->span, DH_SERIES_SHORT);
  DhSeries result = dh_series_make_number (coefficients[span]);

  for (int i = span - 1; i >= 0; i--)
    {
      DhSeries coefficient = dh_series_make_number (coefficients[i]);
      DhSeries product = dh_series_multiply (&result, u);

      result = dh_series_add (&product, &coefficient);
    }
  if (!is_zero (u) && !result.undefined)
    cut (&result, (span + 1) * get_lead (u));
  result.span = u->span;
  return result;
}

/* a = c tᵖ Lᵏ (1 + u) */
static DhSeries
split_lead (const DhSeries *a, DhSeriesTerm *lead)
{
  DhSeries factor = dh_series_make_constant (dh_wide_invert (a->terms[0].c)), u;

  *lead = a->terms[0];
  factor.terms[0].p = -lead->p;
  factor.terms[0].k = -lead->k;
  u = dh_series_multiply (a, &factor);
  if (u.n > 0)
    remove_term (&u, 0);
  return u;
}

DhWide
dh_series_take_constant (DhSeries *a)
{
  DhWide constant = { 0 };

  for (guint i = 0; i < a->n; i++)
    if (a->terms[i].p == 0 && a->terms[i].k == 0)
      {
        constant = a->terms[i].c;
        remove_term (a, i);
        break;
      }
  return constant;
}

DhSeries
dh_series_raise (const DhSeries *a, double exponent)
{
  double coefficients[DH_SERIES_LONG + 1] = { 1 };
  DhSeriesTerm lead;
  DhSeries u, power, factor;

  if (a->undefined)
    return dh_series_undefined;
  if (exponent == 0)
    return dh_series_make_number (1);
  if (a->n == 0)
    {
      power = zero;
      power.order = exponent * a->order;
      return exponent > 0 ? power : dh_series_undefined;
    }
  if (dh_series_get_sign (a) < 0 && exponent != rint (exponent))
    return dh_series_undefined;
  u = split_lead (a, &lead);
  for (guint i = 1; i <= DH_SERIES_LONG; i++)
    coefficients[i] = coefficients[i - 1] * (exponent - i + 1) / i;
  power = dh_series_compose (&u, coefficients);
  factor = dh_series_make_constant (dh_wide_power (lead.c, exponent));
  factor.terms[0].p = exponent * lead.p;
  factor.terms[0].k = exponent * lead.k;
  return dh_series_multiply (&power, &factor);
}

DhSeries
dh_series_divide (const DhSeries *a, const DhSeries *b)
{
  DhSeries inverse = dh_series_raise (b, -1);

  return dh_series_multiply (a, &inverse);
}

DhSeries
dh_series_sqrt (const DhSeries *a)
{
  return dh_series_raise (a, 0.5);
}

DhSeries
dh_series_power (const DhSeries *a, const DhSeries *b)
{
  DhSeries exponent;

  if (a->undefined || b->undefined)
    return dh_series_undefined;
  if (is_constant (b))
    return dh_series_raise (a, dh_wide_to_double (dh_series_get (b, 0)));
  if (is_zero (a))
    return dh_series_get_sign (b) > 0 ? zero : dh_series_undefined;
  exponent = dh_series_log (a);
  exponent = dh_series_multiply (b, &exponent);
  return dh_series_exp (&exponent);
}

/* exp of a series without a constant that doesn't become infinite */
static DhSeries
exp_of_small (const DhSeries *u)
{
  double coefficients[DH_SERIES_LONG + 1] = { 1 };

  for (guint i = 1; i <= DH_SERIES_LONG; i++)
    coefficients[i] = coefficients[i - 1] / i;
  return dh_series_compose (u, coefficients);
}

/* A constant becomes a factor, c L becomes t⁻ᶜ; anything that grows faster leads to 0 or
 * infinity. */
DhSeries
dh_series_exp (const DhSeries *a)
{
  DhSeries u = *a, factor, power;
  double p = 0;

  if (a->undefined)
    return dh_series_undefined;
  if (dh_series_is_infinite (a) && (a->terms[0].p < 0 || a->terms[0].k > 1))
    return dh_series_get_sign (a) < 0 ? zero : dh_series_undefined;
  factor = dh_series_make_constant (dh_wide_exp (dh_wide_to_double (dh_series_take_constant (&u))));
  if (u.n > 0 && u.terms[0].p == 0 && u.terms[0].k == 1)
    {
      p = -dh_wide_to_double (u.terms[0].c);
      remove_term (&u, 0);
    }
  if (dh_series_is_infinite (&u) || u.order <= 0)
    return dh_series_undefined;
  factor.terms[0].p = p;
  power = exp_of_small (&u);
  return dh_series_multiply (&power, &factor);
}

DhSeries
dh_series_log (const DhSeries *a)
{
  double coefficients[DH_SERIES_LONG + 1] = { 0 };
  DhSeriesTerm lead;
  DhSeries u, result;

  if (a->undefined || dh_series_get_sign (a) <= 0 || a->terms[0].k != 0)
    return dh_series_undefined;
  u = split_lead (a, &lead);
  for (guint i = 1; i <= DH_SERIES_LONG; i++)
    coefficients[i] = (i % 2 == 1 ? 1.0 : -1.0) / i;
  result = dh_series_compose (&u, coefficients);
  add_term (&result, &(DhSeriesTerm) { 0, 0, dh_wide_make (dh_wide_log (lead.c)) });
  add_term (&result, &(DhSeriesTerm) { 0, 1, dh_wide_make (-lead.p) });
  return result;
}

/* ---- absolute value, minimum and maximum ---- */

DhSeries
dh_series_abs (const DhSeries *a)
{
  return dh_series_get_sign (a) < 0 ? dh_series_negate (a) : *a;
}

/* The smaller, sign 1, or the larger, sign −1.  Where no term of the difference is known, the
 * result is only known as far as a and b agree. */
static DhSeries
choose (const DhSeries *a, const DhSeries *b, int sign)
{
  DhSeries minus = dh_series_negate (b), difference = dh_series_add (a, &minus), result;

  if (difference.undefined)
    return dh_series_undefined;
  result = dh_series_get_sign (&difference) * sign > 0 ? *b : *a;
  if (difference.n == 0)
    cut (&result, difference.order);
  return result;
}

DhSeries
dh_series_minimum (const DhSeries *a, const DhSeries *b)
{
  return choose (a, b, 1);
}

DhSeries
dh_series_maximum (const DhSeries *a, const DhSeries *b)
{
  return choose (a, b, -1);
}
