/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ground Fit: a line through points.  The dimensions are the line's slope and intercept, the
 * height is the mean loss of the vertical distances; this shows what an outlier does: with MSE the
 * whole ground leans towards it, with MAE hardly anything moves.
 */
#include "core/landscape/fit.h"

#include "core/landscape/profile.h"

#include <glib/gi18n-lib.h>

#include <math.h>
#include <string.h>

#define USUAL_POINTS   22
#define USUAL_SLOPE    0.55
#define USUAL_OUTLIERS 4

typedef struct
{
  DhGround ground;
  DhMix mix;
  guint n_points;
  DhFitPoint points[DH_FIT_MAX_POINTS];
} FitGround;

guint
dh_fit_get_usual_points (DhFitPoint *points)
{
  for (guint i = 0; i < USUAL_POINTS; i++)
    {
      double x = -0.95 + 1.9 * i / (USUAL_POINTS - 1);

      /* A fixed scatter that looks random. */
      points[i] = (DhFitPoint) { x, USUAL_SLOPE * x - 0.1 + 0.05 * sin (12.9898 * (i + 1)) };
    }
  for (guint i = 0; i < USUAL_OUTLIERS; i++)
    points[USUAL_POINTS - 2 - i].y = -0.75 + 0.06 * i;
  return USUAL_POINTS;
}

static void
fit_evaluate (const DhGround *ground, const double *at, guint order, float *scratch, DhJet *jet)
{
  const FitGround *self = (const FitGround *) ground;
  DhJet sum = { 0 };

  for (guint i = 0; i < self->n_points; i++)
    {
      double x = self->points[i].x;
      DhJet error = { .value = at[0] * x + at[1] - self->points[i].y, .x = x, .y = 1 };

      sum = dh_jet_add (sum, dh_mix_apply (&self->mix, error));
    }
  *jet = dh_jet_scale (sum, 1.0 / self->n_points);
}

static void
fit_free (DhGround *ground)
{
  g_free (ground);
}

static const DhGroundMethods fit_methods = {
  .kind = DH_GROUND_KIND_FIT,
  .evaluate = fit_evaluate,
  .free = fit_free,
};

DhGround *
dh_fit_ground_new (const DhMix *mix, const DhFitPoint *points, guint n_points)
{
  FitGround *self = g_new0 (FitGround, 1);

  g_assert (dh_mix_has_profile (mix));
  g_assert (n_points > 0 && n_points <= DH_FIT_MAX_POINTS);
  dh_ground_init (&self->ground, &fit_methods, 2);
  self->mix = *mix;
  self->n_points = n_points;
  memcpy (self->points, points, n_points * sizeof points[0]);
  self->ground.name = dh_mix_dup_name (mix);
  self->ground.dimensions[0] = _ ("slope");
  self->ground.dimensions[1] = _ ("intercept");
  self->ground.minimum[0] = self->ground.minimum[1] = -1.5;
  self->ground.maximum[0] = self->ground.maximum[1] = 1.5;
  self->ground.start[0] = -1.2;
  self->ground.start[1] = 0.9;
  self->ground.learning_rate = 0.1;
  return &self->ground;
}
