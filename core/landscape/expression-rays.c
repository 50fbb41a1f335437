/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Derivatives of typed functions as limits along rays, where the chain rule fails.
 *
 * The function is expanded along rays, (x + a t, y + b t) for t > 0, as a series in t
 * (power-series.h).  Four rays along the axes and four between them are enough: a slope is the
 * coefficient of t, a curvature twice that of t².  Opposite rays are compared.
 *
 * Where the sides differ, as with |x| at 0, the slope is their mean: 0 there, so that a ball rests
 * on the lowest edge of a ground.  Where only one side has values, as with x^1.5 at 0, that side
 * counts.  Where the slope is infinite, or neither side has values, there is none: the derivative
 * is infinite or NaN.
 */
#include "core/landscape/expression-private.h"

#include <math.h>

/* Relative to the value: a series that begins with another value belongs to a jump. */
#define SAME_VALUE 1e-6
#define SAME_ZERO  1e-12

/* ---- along one ray ---- */

static DhSeries
combine_series (DhOpCode code, const DhSeries *a, const DhSeries *b)
{
  DhSeries minus;

  switch (code)
    {
    case DH_OP_ADD:
      return dh_series_add (a, b);
    case DH_OP_SUBTRACT:
      minus = dh_series_negate (b);
      return dh_series_add (a, &minus);
    case DH_OP_MULTIPLY:
      return dh_series_multiply (a, b);
    case DH_OP_DIVIDE:
      return dh_series_divide (a, b);
    case DH_OP_MINIMUM:
      return dh_series_minimum (a, b);
    case DH_OP_MAXIMUM:
      return dh_series_maximum (a, b);
    default:
      return dh_series_power (a, b);
    }
}

static void
follow_ray (const DhExpression *self, const double at[2], const double way[2], guint span,
            const double *parameters, DhSeries *result)
{
  g_autofree DhSeries *stack = g_new (DhSeries, self->depth);
  guint n = 0;

  for (guint i = 0; i < self->program->len; i++)
    {
      const DhOp *op = &g_array_index (self->program, DhOp, i);

      if (op->code < DH_OP_ADD)
        stack[n++] = dh_series_make (dh_op_get_leaf (op, at[0], at[1], parameters),
                                     op->code == DH_OP_X   ? way[0]
                                     : op->code == DH_OP_Y ? way[1]
                                                           : 0,
                                     span);
      else if (op->code == DH_OP_NEGATE)
        stack[n - 1] = dh_series_negate (&stack[n - 1]);
      else if (op->code == DH_OP_FUNCTION)
        stack[n - 1] = op->function->expand (&stack[n - 1]);
      else
        {
          n--;
          stack[n - 1] = combine_series (op->code, &stack[n - 1], &stack[n]);
        }
    }
  *result = stack[0];
}

/* ---- the derivatives along a ray ---- */

typedef struct
{
  gboolean there;  /* the function has values along it, which tend to its value at 0 */
  DhSeries series; /* without the value */
  double first, second;
} Ray;

static double
get_coefficient (const DhSeries *series, double p)
{
  return series->order > p ? dh_wide_to_double (dh_series_get (series, p)) : NAN;
}

/* The sign of a term's curvature at 0, where it is infinite: t^1.5 curves upwards. */
static double
get_bend (const DhSeriesTerm *term)
{
  double sign = dh_wide_sign (term->c);

  if (term->p == 1)
    return term->k < 0 ? sign : -sign;
  return term->p < 1 ? -sign : sign;
}

/* The first derivative is infinite if anything is larger than t. */
static double
find_first (const DhSeries *series)
{
  const DhSeriesTerm *lead = &series->terms[0];

  if (series->n > 0 && (lead->p < 1 || (lead->p == 1 && lead->k > 0)))
    return dh_wide_sign (lead->c) * INFINITY;
  return get_coefficient (series, 1);
}

/* The second derivative is infinite if anything except t itself is larger than t². */
static double
find_second (const DhSeries *series)
{
  for (guint i = 0; i < series->n; i++)
    {
      const DhSeriesTerm *term = &series->terms[i];

      if (term->p == 1 && term->k == 0)
        continue;
      if (term->p < 2 || (term->p == 2 && term->k > 0))
        return get_bend (term) * INFINITY;
      break;
    }
  return 2 * get_coefficient (series, 2);
}

static void
take_ray (const DhExpression *self, const double at[2], const double way[2], guint span,
          const double *parameters, double value, Ray *ray)
{
  DhSeries *series = &ray->series;
  double begin;

  follow_ray (self, at, way, span, parameters, series);
  begin = series->undefined ? NAN : dh_wide_to_double (dh_series_get (series, 0));
  ray->there = series->order > 0 && fabs (begin - value) <= SAME_VALUE * fabs (value) + SAME_ZERO
               && (series->n == 0 || series->terms[0].p > 0
                   || (series->terms[0].p == 0 && series->terms[0].k <= 0));
  if (!ray->there)
    return;
  if (series->n > 0 && series->terms[0].p == 0 && series->terms[0].k == 0)
    dh_series_drop_lead (series);
  ray->first = find_first (series);
  ray->second = find_second (series);
}

/* ---- combining the rays ---- */

static void
join_opposites (const Ray *ahead, const Ray *back, double *first, double *second)
{
  if (ahead->there && back->there)
    {
      *first = (ahead->first - back->first) / 2;
      *second = (ahead->second + back->second) / 2;
    }
  else
    {
      *first = ahead->there ? ahead->first : back->there ? -back->first : NAN;
      *second = ahead->there ? ahead->second : back->there ? back->second : NAN;
    }
}

/* The even part along a diagonal; FALSE: the function has no values there. */
static gboolean
get_even_part (const Ray *ahead, const Ray *back, DhSeries *even)
{
  DhSeries half = dh_series_make (ahead->there && back->there ? 0.5 : 1, 0, 0), zero = { 0 };

  zero.order = INFINITY;
  *even = dh_series_add (ahead->there ? &ahead->series : &zero,
                         back->there ? &back->series : &zero);
  *even = dh_series_multiply (even, &half);
  return ahead->there || back->there;
}

/* Along (1, 1) the curvature is xx + 2 xy + yy, along (1, −1) it is xx − 2 xy + yy.  The series
 * are subtracted first, so that terms that are infinite in both cancel, as for |x|^1.5. */
static double
find_mixed (const Ray diagonals[4])
{
  DhSeries rising, falling, difference;

  if (!get_even_part (&diagonals[0], &diagonals[1], &rising)
      || !get_even_part (&diagonals[2], &diagonals[3], &falling))
    return NAN;
  falling = dh_series_negate (&falling);
  difference = dh_series_add (&rising, &falling);
  return find_second (&difference) / 4;
}

/* Where the function has no values along an axis, such as x = 0 for exp (−1/x²), the diagonals
 * give the slope along it. */
static void
judge_by_diagonals (const Ray diagonals[4], double other_second, double *first, double *second)
{
  double rising, falling, rising_second, falling_second;

  join_opposites (&diagonals[0], &diagonals[1], &rising, &rising_second);
  join_opposites (&diagonals[2], &diagonals[3], &falling, &falling_second);
  *first = (rising + falling) / 2;
  *second = (rising_second + falling_second) / 2 - other_second;
}

static gboolean
is_short (const Ray *ray)
{
  return ray->there && ray->series.order <= 2;
}

DhJet
dh_expression_get_limit (const DhExpression *self, double x, double y, const double *parameters,
                         double value)
{
  static const double ways[][2] = { { 1, 0 }, { -1, 0 },  { 0, 1 },  { 0, -1 },
                                    { 1, 1 }, { -1, -1 }, { 1, -1 }, { -1, 1 } };
  const double at[2] = { x, y };
  DhJet jet = { .value = value };
  Ray rays[G_N_ELEMENTS (ways)];

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      take_ray (self, at, ways[i], DH_SERIES_SHORT, parameters, value, &rays[i]);
      if (is_short (&rays[i]))
        take_ray (self, at, ways[i], DH_SERIES_LONG, parameters, value, &rays[i]);
    }
  join_opposites (&rays[0], &rays[1], &jet.x, &jet.xx);
  join_opposites (&rays[2], &rays[3], &jet.y, &jet.yy);
  jet.xy = find_mixed (&rays[4]);
  if (!rays[0].there && !rays[1].there)
    judge_by_diagonals (&rays[4], jet.yy, &jet.x, &jet.xx);
  if (!rays[2].there && !rays[3].there)
    {
      const Ray turned[] = { rays[4], rays[5], rays[7], rays[6] };

      judge_by_diagonals (turned, jet.xx, &jet.y, &jet.yy);
    }
  return jet;
}
