/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ground Curve: the loss of one error.
 *
 * The simplest ground: one error, the loss as a curve, and the ball on it.  It shows bouncing and
 * settling: at a fixed rate, MAE's ball hops over the bottom forever, because its slope is the same
 * everywhere; those of MSE and Huber settle.
 */
#include "core/landscape/curve.h"

#include "core/landscape/profile.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  DhGround ground;
  DhMix mix;
} CurveGround;

static void
curve_evaluate (const DhGround *ground, const double *at, guint order, float *scratch, DhJet *jet)
{
  const CurveGround *self = (const CurveGround *) ground;

  *jet = dh_mix_apply (&self->mix, (DhJet) { .value = at[0], .x = 1 });
}

static void
curve_free (DhGround *ground)
{
  g_free (ground);
}

static const DhGroundMethods curve_methods = {
  .kind = DH_GROUND_KIND_CURVE,
  .evaluate = curve_evaluate,
  .free = curve_free,
};

DhGround *
dh_curve_ground_new (const DhMix *mix)
{
  CurveGround *self = g_new0 (CurveGround, 1);

  g_assert (dh_mix_has_profile (mix));
  dh_ground_init (&self->ground, &curve_methods, 1);
  self->mix = *mix;
  self->ground.name = dh_mix_dup_name (mix);
  self->ground.dimensions[0] = _ ("error");
  self->ground.dimensions[1] = "";
  self->ground.minimum[0] = -1;
  self->ground.maximum[0] = 1;
  self->ground.start[0] = 0.83; /* not a multiple of the usual steps, so that MAE's hops are
                                 * visible */
  self->ground.learning_rate = 0.1;
  return &self->ground;
}
