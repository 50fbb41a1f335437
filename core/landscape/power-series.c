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
 * Functions are made of four power series (exp, log, a power and the arc tangent) and the theorems
 * that lead from there to any place (sin (a + u) = sin a cos u + cos a sin u and its like); no
 * higher derivative is written by hand.
 */
#include "core/landscape/power-series.h"

#include <math.h>

/* The last term of a power series in u. */
#define SPAN DH_SERIES_LONG
/* Two powers of t that differ by less are the same. */
#define SAME_POWER 1e-9
/* Of two numbers whose difference is taken: less is rounding. */
#define ROUNDING 1e-14

static const DhSeries zero = { .order = INFINITY };
static const DhSeries undefined = { .undefined = TRUE };

static DhSeries
make_constant (DhWide c)
{
  DhSeries result = zero;

  if (isnan (c.m) || isinf (c.m))
    return undefined;
  result.n = c.m != 0;
  result.terms[0] = (DhSeriesTerm) { .c = c };
  return result;
}

static DhSeries
make_number (double number)
{
  return make_constant (dh_wide_make (number));
}

/* -1: a outgrows b as t goes to 0 */
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

/* What is left of a difference that is nothing but rounding would be a term that isn't there.  The
 * constant is kept: it is what the function's value is made of. */
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

/* The power of t that it begins with */
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

/* Its sign just beside 0; 0 where that isn't known, too. */
static int
get_sign (const DhSeries *self)
{
  return self->n > 0 ? dh_wide_sign (self->terms[0].c) : 0;
}

static gboolean
is_constant (const DhSeries *self)
{
  return isinf (self->order)
         && (self->n == 0 || (self->n == 1 && self->terms[0].p == 0 && self->terms[0].k == 0));
}

/* It grows beyond all bounds. */
static gboolean
is_infinite (const DhSeries *self)
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
    return undefined;
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
    return undefined;
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

/* Σ coefficients[i] uⁱ for a u that goes to 0 */
static DhSeries
compose (const DhSeries *u, const double coefficients[SPAN + 1])
{
  guint span = MAX (u->span, DH_SERIES_SHORT);
  DhSeries result = make_number (coefficients[span]);

  for (int i = span - 1; i >= 0; i--)
    {
      DhSeries coefficient = make_number (coefficients[i]);
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
  DhSeries factor = make_constant (dh_wide_invert (a->terms[0].c)), u;

  *lead = a->terms[0];
  factor.terms[0].p = -lead->p;
  factor.terms[0].k = -lead->k;
  u = dh_series_multiply (a, &factor);
  if (u.n > 0)
    remove_term (&u, 0);
  return u;
}

/* a without its constant, which is given back */
static DhWide
take_constant (DhSeries *a)
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

static DhSeries
raise_to_number (const DhSeries *a, double exponent)
{
  double coefficients[SPAN + 1] = { 1 };
  DhSeriesTerm lead;
  DhSeries u, power, factor;

  if (a->undefined)
    return undefined;
  if (exponent == 0)
    return make_number (1);
  if (a->n == 0)
    {
      power = zero;
      power.order = exponent * a->order;
      return exponent > 0 ? power : undefined;
    }
  if (get_sign (a) < 0 && exponent != rint (exponent))
    return undefined;
  u = split_lead (a, &lead);
  for (guint i = 1; i <= SPAN; i++)
    coefficients[i] = coefficients[i - 1] * (exponent - i + 1) / i;
  power = compose (&u, coefficients);
  factor = make_constant (dh_wide_power (lead.c, exponent));
  factor.terms[0].p = exponent * lead.p;
  factor.terms[0].k = exponent * lead.k;
  return dh_series_multiply (&power, &factor);
}

DhSeries
dh_series_divide (const DhSeries *a, const DhSeries *b)
{
  DhSeries inverse = raise_to_number (b, -1);

  return dh_series_multiply (a, &inverse);
}

DhSeries
dh_series_sqrt (const DhSeries *a)
{
  return raise_to_number (a, 0.5);
}

DhSeries
dh_series_power (const DhSeries *a, const DhSeries *b)
{
  DhSeries exponent;

  if (a->undefined || b->undefined)
    return undefined;
  if (is_constant (b))
    return raise_to_number (a, dh_wide_to_double (dh_series_get (b, 0)));
  if (is_zero (a))
    return get_sign (b) > 0 ? zero : undefined;
  exponent = dh_series_log (a);
  exponent = dh_series_multiply (b, &exponent);
  return dh_series_exp (&exponent);
}

/* exp of what has no constant and doesn't become infinite */
static DhSeries
exp_of_small (const DhSeries *u)
{
  double coefficients[SPAN + 1] = { 1 };

  for (guint i = 1; i <= SPAN; i++)
    coefficients[i] = coefficients[i - 1] / i;
  return compose (u, coefficients);
}

/* A constant becomes a factor, c L becomes t⁻ᶜ; what grows faster ends in 0 or in the infinite. */
DhSeries
dh_series_exp (const DhSeries *a)
{
  DhSeries u = *a, factor, power;
  double p = 0;

  if (a->undefined)
    return undefined;
  if (is_infinite (a) && (a->terms[0].p < 0 || a->terms[0].k > 1))
    return get_sign (a) < 0 ? zero : undefined;
  factor = make_constant (dh_wide_exp (dh_wide_to_double (take_constant (&u))));
  if (u.n > 0 && u.terms[0].p == 0 && u.terms[0].k == 1)
    {
      p = -dh_wide_to_double (u.terms[0].c);
      remove_term (&u, 0);
    }
  if (is_infinite (&u) || u.order <= 0)
    return undefined;
  factor.terms[0].p = p;
  power = exp_of_small (&u);
  return dh_series_multiply (&power, &factor);
}

DhSeries
dh_series_log (const DhSeries *a)
{
  double coefficients[SPAN + 1] = { 0 };
  DhSeriesTerm lead;
  DhSeries u, result;

  if (a->undefined || get_sign (a) <= 0 || a->terms[0].k != 0)
    return undefined;
  u = split_lead (a, &lead);
  for (guint i = 1; i <= SPAN; i++)
    coefficients[i] = (i % 2 == 1 ? 1.0 : -1.0) / i;
  result = compose (&u, coefficients);
  add_term (&result, &(DhSeriesTerm) { 0, 0, dh_wide_make (dh_wide_log (lead.c)) });
  add_term (&result, &(DhSeriesTerm) { 0, 1, dh_wide_make (-lead.p) });
  return result;
}

/* ---- through addition theorems ---- */

/* sin u and cos u, or sinh u and cosh u, for a u that goes to 0 */
static DhSeries
wave_of_small (const DhSeries *u, gboolean even, double sign)
{
  double coefficients[SPAN + 1] = { 0 }, term = 1;

  for (guint i = 0; i <= SPAN; i++)
    {
      if ((i % 2 == 0) == even)
        coefficients[i] = term * (i % 4 >= 2 ? sign : 1);
      term /= i + 1;
    }
  return compose (u, coefficients);
}

/* p · even (u) + q · odd (u) */
static DhSeries
combine_waves (const DhSeries *u, DhWide p, DhWide q, double sign)
{
  DhSeries even = wave_of_small (u, TRUE, sign), odd = wave_of_small (u, FALSE, sign);
  DhSeries even_factor = make_constant (p), odd_factor = make_constant (q);

  even = dh_series_multiply (&even, &even_factor);
  odd = dh_series_multiply (&odd, &odd_factor);
  return dh_series_add (&even, &odd);
}

DhSeries
dh_series_sin (const DhSeries *a)
{
  DhSeries u = *a;
  double at;

  if (a->undefined || is_infinite (a))
    return undefined;
  at = dh_wide_to_double (take_constant (&u));
  return combine_waves (&u, dh_wide_make (sin (at)), dh_wide_make (cos (at)), -1);
}

DhSeries
dh_series_cos (const DhSeries *a)
{
  DhSeries u = *a;
  double at;

  if (a->undefined || is_infinite (a))
    return undefined;
  at = dh_wide_to_double (take_constant (&u));
  return combine_waves (&u, dh_wide_make (cos (at)), dh_wide_make (-sin (at)), -1);
}

DhSeries
dh_series_tan (const DhSeries *a)
{
  DhSeries above = dh_series_sin (a), below = dh_series_cos (a);

  return dh_series_divide (&above, &below);
}

DhSeries
dh_series_sinh (const DhSeries *a)
{
  DhSeries u = *a;
  double at;

  if (a->undefined || is_infinite (a))
    return undefined;
  at = dh_wide_to_double (take_constant (&u));
  return combine_waves (&u, dh_wide_sinh (at), dh_wide_cosh (at), 1);
}

DhSeries
dh_series_cosh (const DhSeries *a)
{
  DhSeries u = *a;
  double at;

  if (a->undefined || is_infinite (a))
    return undefined;
  at = dh_wide_to_double (take_constant (&u));
  return combine_waves (&u, dh_wide_cosh (at), dh_wide_sinh (at), 1);
}

/* (1 − e)/(1 + e) with e = exp (−2|a|): for what becomes infinite */
static DhSeries
tanh_of_large (const DhSeries *a)
{
  DhSeries factor = make_number (-2.0 * get_sign (a)), one = make_number (1);
  DhSeries e = dh_series_multiply (a, &factor), minus, above, below, result;

  e = dh_series_exp (&e);
  minus = dh_series_negate (&e);
  above = dh_series_add (&one, &minus);
  below = dh_series_add (&one, &e);
  result = dh_series_divide (&above, &below);
  return get_sign (a) < 0 ? dh_series_negate (&result) : result;
}

/* tanh (a + u) = T + (1 − T²) tanh u/(1 + T tanh u), and 1 − T² = 1/cosh² a to the last digit */
DhSeries
dh_series_tanh (const DhSeries *a)
{
  DhSeries u = *a, one = make_number (1), sine, cosine, below, result, factor;
  double at, t;
  DhWide cosh_at;

  if (a->undefined || is_infinite (a))
    return a->undefined ? undefined : tanh_of_large (a);
  at = dh_wide_to_double (take_constant (&u));
  t = tanh (at);
  cosh_at = dh_wide_cosh (at);
  sine = wave_of_small (&u, FALSE, 1);
  cosine = wave_of_small (&u, TRUE, 1);
  sine = dh_series_divide (&sine, &cosine);
  factor = make_number (t);
  below = dh_series_multiply (&factor, &sine);
  below = dh_series_add (&one, &below);
  factor = make_constant (dh_wide_power (cosh_at, -2));
  sine = dh_series_multiply (&sine, &factor);
  result = dh_series_divide (&sine, &below);
  factor = make_number (t);
  return dh_series_add (&factor, &result);
}

static DhSeries
atan_of_small (const DhSeries *u)
{
  double coefficients[SPAN + 1] = { 0 };

  for (guint i = 1; i <= SPAN; i += 2)
    coefficients[i] = (i % 4 == 1 ? 1.0 : -1.0) / i;
  return compose (u, coefficients);
}

/* atan (a + u) = atan a + atan (u/(1 + a² + a u)); atan a = ±π/2 − atan (1/a) */
DhSeries
dh_series_atan (const DhSeries *a)
{
  DhSeries u = *a, constant, below, one = make_number (1);

  if (a->undefined)
    return undefined;
  if (is_infinite (a))
    {
      u = raise_to_number (a, -1);
      u = atan_of_small (&u);
      u = dh_series_negate (&u);
      constant = make_number (get_sign (a) * G_PI_2);
      return dh_series_add (&constant, &u);
    }
  constant = make_constant (take_constant (&u));
  below = dh_series_multiply (&constant, a);
  below = dh_series_add (&one, &below);
  u = dh_series_divide (&u, &below);
  u = atan_of_small (&u);
  constant = make_number (atan (dh_wide_to_double (dh_series_get (&constant, 0))));
  return dh_series_add (&constant, &u);
}

/* ---- which of two ---- */

DhSeries
dh_series_abs (const DhSeries *a)
{
  return get_sign (a) < 0 ? dh_series_negate (a) : *a;
}

/* a where it is the smaller, sign 1, or the larger, sign −1.  Where the difference is beyond what
 * is known, so is which of them. */
static DhSeries
choose (const DhSeries *a, const DhSeries *b, int sign)
{
  DhSeries minus = dh_series_negate (b), difference = dh_series_add (a, &minus), result;

  if (difference.undefined)
    return undefined;
  result = get_sign (&difference) * sign > 0 ? *b : *a;
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
