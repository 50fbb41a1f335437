/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The base of all grounds.  A kind of ground is a struct that begins with a DhGround, and a
 * function that computes value and derivatives.
 */
#include "core/landscape/ground.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define DOUBLE_TOLERANCE 1e-14

void
dh_ground_init (DhGround *self, const DhGroundMethods *methods, guint n_dimensions)
{
  self->methods = methods;
  self->n_dimensions = n_dimensions;
  self->learning_rate = 0.1;
  self->tolerance = DOUBLE_TOLERANCE;
  self->scales[0] = self->scales[1] = 1;
  atomic_init (&self->n_refs, 1);
}

DhGround *
dh_ground_ref (DhGround *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

void
dh_ground_unref (DhGround *self)
{
  if (self == NULL || atomic_fetch_sub (&self->n_refs, 1) != 1)
    return;
  g_free (self->name);
  self->methods->free (self);
}

DhGroundKind
dh_ground_get_kind (const DhGround *self)
{
  return self->methods->kind;
}

const char *
dh_ground_get_title (const DhGround *self)
{
  switch (dh_ground_get_kind (self))
    {
    case DH_GROUND_KIND_CURVE:
      return _ ("One error");
    case DH_GROUND_KIND_FIT:
      return _ ("A line through points");
    default:
      return self->name;
    }
}

double
dh_ground_get_value (const DhGround *self, const double at[2], float *scratch)
{
  DhJet jet = { 0 };

  self->methods->evaluate (self, at, 0, scratch, &jet);
  return jet.value;
}

void
dh_ground_get_row (const DhGround *self, guint n, const double *x, double y, float *scratch,
                   double *values)
{
  if (self->methods->evaluate_row != NULL)
    {
      self->methods->evaluate_row (self, n, x, y, scratch, values);
      return;
    }
  for (guint i = 0; i < n; i++)
    values[i] = dh_ground_get_value (self, (const double[2]) { x[i], y }, scratch);
}

DhJet
dh_ground_get_slope (const DhGround *self, const double at[2], float *scratch)
{
  DhJet jet = { 0 };

  self->methods->evaluate (self, at, 1, scratch, &jet);
  jet.xx = jet.xy = jet.yy = 0;
  return jet;
}

DhJet
dh_ground_get_jet (const DhGround *self, const double at[2], float *scratch)
{
  DhJet jet = { 0 };

  self->methods->evaluate (self, at, 2, scratch, &jet);
  return jet;
}

double
dh_ground_get_distance (const DhGround *self, const double a[2], const double b[2])
{
  return hypot ((a[0] - b[0]) / (self->maximum[0] - self->minimum[0]),
                self->n_dimensions > 1 ? (a[1] - b[1]) / (self->maximum[1] - self->minimum[1]) : 0);
}

gboolean
dh_ground_is_outside (const DhGround *self, const double at[2], double beyond)
{
  for (guint k = 0; k < self->n_dimensions; k++)
    {
      double far = beyond * (self->maximum[k] - self->minimum[k]);

      if (at[k] < self->minimum[k] - far || at[k] > self->maximum[k] + far)
        return TRUE;
    }
  return FALSE;
}

/* Eigenvalues of a symmetric 2 × 2 matrix: mean ± distance. */
static double
get_half_distance (const DhJet *jet)
{
  return hypot ((jet->xx - jet->yy) / 2, jet->xy);
}

double
dh_jet_get_largest_curvature (const DhJet *jet)
{
  return (jet->xx + jet->yy) / 2 + get_half_distance (jet);
}

double
dh_jet_get_smallest_curvature (const DhJet *jet)
{
  return (jet->xx + jet->yy) / 2 - get_half_distance (jet);
}

gboolean
dh_jet_is_finite (const DhJet *jet)
{
  return isfinite (jet->value) && isfinite (jet->x) && isfinite (jet->y) && isfinite (jet->xx)
         && isfinite (jet->xy) && isfinite (jet->yy);
}
