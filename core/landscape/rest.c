/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The point near a ball where the slope is zero, and the shape of the ground there.
 *
 * A slope is small or large only relative to a curvature: their quotient, the Newton step, is a
 * length.  Measured in widths of the ground, it doesn't change when the function, x or y are
 * scaled, or a constant is added.  The step is only exact if the curvature doesn't change along it,
 * so it is repeated, and has to become shorter each time.  Towards a minimum like that of x⁴ it
 * shrinks by a constant factor, which gives the remaining distance.
 *
 * The signs of both curvatures tell the shape (by Sylvester's law, no change of units alters them).
 * Where they vanish, the point's surroundings are examined instead.
 *
 * Comparing with the map's mean slope was rejected: on a ground with steep walls, that calls the
 * whole floor level.
 */
#include "core/landscape/rest.h"

#include <math.h>

#define FARTHEST     0.2 /* widths: a longer step isn't trusted */
#define MAX_STEPS    12
#define CLOSE        1e-8  /* widths: the step has arrived */
#define SHRINKS      0.97  /* each step must shrink by at least this factor */
#define LINEAR       0.3   /* steps that shrink more slowly: the curvature vanishes at the end */
#define LEVEL        100.0 /* tolerances: a curvature or slope, relative to the largest curvature */
#define N_DIRECTIONS 16
#define NOISE        8.0   /* tolerances of a height */
#define SLIGHT       1e-12 /* of the largest difference around */

/* One Newton step in widths. */
typedef struct
{
  double way[2];
  double length;
  double curvatures[2]; /* by width, scaled; the one of larger magnitude first */
  DhRestKind kind;
} Step;

static double
get_width (const DhGround *ground, guint dimension)
{
  return ground->maximum[dimension] - ground->minimum[dimension];
}

/* a b - c d without cancellation (Kahan). */
static double
get_difference (double a, double b, double c, double d)
{
  double cd = c * d;

  return fma (a, b, -cd) + fma (-c, d, cd);
}

/* For the matrix ((a, b), (b, c)): the eigenvalue of larger magnitude, the other one, and the
 * direction of the first. */
static void
find_axes (double a, double b, double c, double values[2], double axis[2])
{
  double mean = (a + c) / 2, half = hypot ((a - c) / 2, b), length;

  values[0] = mean >= 0 ? mean + half : mean - half;
  values[1] = values[0] != 0 ? get_difference (a, c, b, b) / values[0] : 0;
  axis[0] = fabs (values[0] - a) > fabs (values[0] - c) ? b : values[0] - c;
  axis[1] = fabs (values[0] - a) > fabs (values[0] - c) ? values[0] - a : b;
  length = hypot (axis[0], axis[1]);
  axis[0] = length > 0 ? axis[0] / length : 1;
  axis[1] = length > 0 ? axis[1] / length : 0;
}

static DhRestKind
get_kind (const double curvatures[2], gboolean level)
{
  if (level)
    return curvatures[0] > 0 ? DH_REST_TROUGH : DH_REST_RIDGE;
  if (curvatures[0] > 0 && curvatures[1] > 0)
    return DH_REST_BOTTOM;
  return curvatures[0] < 0 && curvatures[1] < 0 ? DH_REST_PEAK : DH_REST_SADDLE;
}

static void
set_way (Step *self, double x, double y)
{
  self->way[0] = x;
  self->way[1] = y;
  self->length = hypot (x, y);
  if (!isfinite (self->length))
    self->kind = DH_REST_NONE;
}

static Step
find_step_along (const DhGround *ground, const DhJet *jet)
{
  double width = get_width (ground, 0);
  Step step = { .length = INFINITY, .curvatures = { jet->xx, jet->xx } };

  if (jet->xx == 0 && jet->x == 0)
    return (Step) { .kind = DH_REST_LEVEL };
  step.kind = jet->xx > 0 ? DH_REST_BOTTOM : jet->xx < 0 ? DH_REST_PEAK : DH_REST_NONE;
  if (step.kind != DH_REST_NONE)
    set_way (&step, -jet->x / jet->xx / width, 0);
  return step;
}

/* Everything is divided by the largest curvature before it is multiplied by widths, so that
 * nothing overflows. */
static Step
find_step (const DhGround *ground, const DhJet *jet)
{
  double unit = MAX (fabs (jet->xx), MAX (fabs (jet->xy), fabs (jet->yy)));
  double w = get_width (ground, 0), h = get_width (ground, 1), axis[2], x, y, along, across;
  double share = LEVEL * ground->tolerance;
  Step step = { .length = INFINITY };

  if (!dh_jet_is_finite (jet))
    return step;
  if (ground->n_dimensions == 1)
    return find_step_along (ground, jet);
  if (unit == 0)
    return jet->x == 0 && jet->y == 0 ? (Step) { .kind = DH_REST_LEVEL } : step;
  find_axes (jet->xx / unit * w * w, jet->xy / unit * w * h, jet->yy / unit * h * h,
             step.curvatures, axis);
  x = jet->x / unit * w;
  y = jet->y / unit * h;
  along = x * axis[0] + y * axis[1];
  across = y * axis[0] - x * axis[1];
  if (fabs (step.curvatures[1]) <= share * fabs (step.curvatures[0]))
    {
      if (!(fabs (across) <= share * fabs (step.curvatures[0])))
        return step;
      step.kind = get_kind (step.curvatures, TRUE);
      across = 0;
    }
  else
    {
      step.kind = get_kind (step.curvatures, FALSE);
      across /= step.curvatures[1];
    }
  along /= step.curvatures[0];
  set_way (&step, -along * axis[0] + across * axis[1], -along * axis[1] - across * axis[0]);
  return step;
}

static void
move (const DhGround *ground, const double way[2], double at[2])
{
  at[0] += way[0] * get_width (ground, 0);
  if (ground->n_dimensions > 1)
    at[1] += way[1] * get_width (ground, 1);
}

/* Measures how much higher the ground is around a place than there; returns the largest
 * difference. */
static double
measure_around (const DhGround *ground, const double at[2], double radius, guint n,
                double *differences, float *scratch)
{
  double here = dh_ground_get_value (ground, at, scratch), largest = 0;

  for (guint i = 0; i < n; i++)
    {
      double angle = 2 * G_PI * i / n, place[2] = { at[0], at[1] };
      const double way[2] = { radius * cos (angle), radius * sin (angle) };

      move (ground, way, place);
      differences[i] = dh_ground_get_value (ground, place, scratch) - here;
      if (fabs (differences[i]) <= NOISE * ground->tolerance * fabs (here))
        differences[i] = 0;
      largest = MAX (largest, fabs (differences[i]));
    }
  return largest;
}

/* Where one or both curvatures vanish, the heights around the place decide. */
static DhRestKind
look_around (const DhGround *ground, const double at[2], DhRestKind kind, float *scratch)
{
  static const double radii[] = { 1e-3, 1e-2, 0.05 };
  guint n = ground->n_dimensions > 1 ? N_DIRECTIONS : 2, n_higher = 0, n_lower = 0;
  double differences[N_DIRECTIONS], largest = 0;

  for (guint k = 0; k < G_N_ELEMENTS (radii) && largest == 0; k++)
    largest = measure_around (ground, at, radii[k], n, differences, scratch);
  for (guint i = 0; i < n; i++)
    {
      n_higher += differences[i] > SLIGHT * largest;
      n_lower += differences[i] < -SLIGHT * largest;
    }
  if (n_higher > 0 && n_lower > 0)
    return DH_REST_SADDLE;
  if (n_higher + n_lower == 0)
    return DH_REST_LEVEL;
  if (n_higher + n_lower == n)
    return n_higher > 0 ? DH_REST_BOTTOM : DH_REST_PEAK;
  return kind == DH_REST_TROUGH || kind == DH_REST_RIDGE ? kind
         : n_higher > 0                                  ? DH_REST_TROUGH
                                                         : DH_REST_RIDGE;
}

/* Continues Newton's method from the first step.  FALSE: it doesn't converge.  *shrinks: the length
 * of the last step over that of the one before. */
static gboolean
walk (const DhGround *ground, float *scratch, Step *step, double at[2], double *shrinks)
{
  for (guint i = 0; i < MAX_STEPS && step->length > CLOSE; i++)
    {
      double length = step->length;
      DhJet jet;

      move (ground, step->way, at);
      jet = dh_ground_get_jet (ground, at, scratch);
      *step = find_step (ground, &jet);
      if (step->kind == DH_REST_LEVEL)
        break;
      if (step->kind == DH_REST_NONE || !(step->length <= SHRINKS * length))
        return FALSE;
      *shrinks = step->length / length;
    }
  return TRUE;
}

static void
finish (const DhGround *ground, float *scratch, const Step *step, double shrinks, DhRest *rest)
{
  const double left = shrinks > LINEAR && step->length > CLOSE ? 1 / (1 - shrinks) : 1;
  const double way[2] = { left * step->way[0], left * step->way[1] };

  rest->kind = step->kind;
  move (ground, way, rest->at);
  if (shrinks > LINEAR || step->kind > DH_REST_PEAK)
    rest->kind = look_around (ground, rest->at, step->kind, scratch);
}

DhRest
dh_rest_find (const DhGround *ground, const double at[2], const DhJet *jet, float *scratch)
{
  Step step = find_step (ground, jet);
  DhRest rest = { .at = { at[0], at[1] }, .distance = INFINITY, .way = step.length, .stretch = 1 };
  double shrinks = 0;
  gboolean dear = ground->scratch_size > 0;

  rest.upwards = step.kind == DH_REST_BOTTOM;
  if (step.curvatures[0] != 0)
    rest.stretch = fabs (step.curvatures[0] / step.curvatures[1]);
  if (step.kind == DH_REST_NONE || !(step.length <= FARTHEST))
    return rest;
  /* Where a step costs a picture and its curvature is a difference, one step must do. */
  if (!dear && !walk (ground, scratch, &step, rest.at, &shrinks))
    return rest;
  finish (ground, scratch, &step, dear ? 0 : shrinks, &rest);
  rest.distance = dh_ground_get_distance (ground, rest.at, at);
  if (!(rest.distance <= 2 * FARTHEST))
    rest.kind = DH_REST_NONE;
  return rest;
}
