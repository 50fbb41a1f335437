/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a descent has converged.  It tests a ball's last steps, the remaining distance, and the
 * shape of the ground under it.
 *
 * A ball that stands still has not necessarily arrived: a small learning rate makes steps small
 * anywhere.  And a slope is only small relative to something.  Relative to the heights of the map,
 * it is small on the floor of every steep valley.  So the test is how far it still is to the point
 * where the slope is zero (rest.c), compared with the distance covered.  A length, measured in
 * widths of the map, does not depend on the units of the function and its dimensions.
 *
 * Where a loss has a corner, such as MAE's, slopes say nothing, but the ball's motion does:
 * bouncing is a long path with little progress.  Only a plateau is judged relative to the map's
 * heights, because that is what the word means.
 */
#include "core/landscape/convergence.h"

#include "core/landscape/terrain-private.h"
#include "core/landscape/unbounded.h"

#include <math.h>

/* The remaining distance, relative to the distance covered, within two limits in widths: less
 * than a visible pixel. */
#define LEFT       5e-3
#define LEAST_LEFT 1e-4
#define MOST_LEFT  2e-3
#define CALM       1.0 /* times the remaining distance allowed: the extent of the last steps */

#define STILL    1e-4 /* of the width, over all the steps considered */
#define PROGRESS 0.25 /* of the distance covered */
#define DECAY    0.7  /* newer over older steps: if less, the ball is coming to rest */
#define NEARER   0.1  /* of the remaining loss: less is no progress */
#define PASSES   0.5  /* of the distance covered: more progress is straight through */

#define REACH        0.02 /* of the width: how near a valley a corner must be */
#define CORNER_REACH 1e-3 /* the same, where values are cheap */
#define AROUND       2e-3 /* of the width: the surroundings of a corner */

#define FAINT  0.02 /* of the map's height, over its width: almost no slope */
#define BENT   0.2  /* of height over width squared: a plateau curves less */
#define STRIDE 0.05 /* of the width: a ball that moves farther only passes */

#define STRETCHED 30.0 /* ratio of the curvatures: a long valley */
#define CREEPS    0.05 /* of the remaining distance, over all the steps considered */
#define FADED     1e-3 /* of the chosen rate */
#define BESIDE    0.02 /* of the width, off the map */

/* Whether it comes straight through, as with momentum, instead of coming to rest. */
static gboolean
is_passing (const DhConvergence *self)
{
  const DhMotion *motion = &self->motion;

  return motion->progress > PASSES * motion->way && motion->newer > DECAY * motion->older
         && motion->way > 2 * self->rest.distance && motion->way > LEAST_LEFT;
}

gboolean
dh_convergence_is_at_rest (const DhConvergence *self)
{
  const DhMotion *motion = &self->motion;
  double left = CLAMP (LEFT * motion->travelled, LEAST_LEFT, MOST_LEFT);
  double moved = dh_descent_get_config (self->descent)->noise > 0 ? motion->extent
                                                                  : motion->last_extent;

  return self->rest.kind != DH_REST_NONE && self->rest.distance <= left && moved <= CALM * left
         && !is_passing (self);
}

/* The loss falls, comparing both halves of the steps, by an amount that matters relative to the
 * lowest known value. */
static gboolean
is_coming_nearer (const DhConvergence *self)
{
  const DhMotion *motion = &self->motion;
  double floor = motion->lowest_loss;

  if (self->terrain->n_valleys > 0)
    floor = MIN (floor, self->terrain->valleys[0].value);
  return motion->older_loss - motion->newer_loss > NEARER * (motion->older_loss - floor);
}

gboolean
dh_convergence_is_bouncing (const DhConvergence *self)
{
  const DhMotion *motion = &self->motion;

  return motion->n >= DH_MOTION_STEPS && motion->extent > STILL
         && motion->progress < PROGRESS * motion->way && motion->newer > DECAY * motion->older
         && (motion->noisy || !is_coming_nearer (self));
}

/* It hardly moves although the ground slopes, as with MAE right beside the bottom. */
static gboolean
is_standing (const DhConvergence *self)
{
  const DhMotion *motion = &self->motion;

  return motion->n >= DH_MOTION_STEPS && motion->extent <= STILL
         && motion->progress <= PROGRESS * motion->way;
}

/* Everything around is higher. */
static gboolean
is_in_corner (const DhConvergence *self)
{
  double loss = self->ball->loss;
  double here = loss + dh_terrain_get_noise (self->terrain, self->ground, loss);

  for (guint i = 0; i < 16; i++)
    {
      double angle = G_PI / 8 * i, at[2] = { self->ball->at[0], self->ball->at[1] };

      at[0] += AROUND * (self->ground->maximum[0] - self->ground->minimum[0]) * cos (angle);
      if (self->ground->n_dimensions > 1)
        at[1] += AROUND * (self->ground->maximum[1] - self->ground->minimum[1]) * sin (angle);
      else if (i % 8 != 0)
        continue;
      if (!(dh_ground_get_value (self->ground, at, self->scratch) > here))
        return FALSE;
    }
  return TRUE;
}

gboolean
dh_convergence_is_at_corner (const DhConvergence *self)
{
  gboolean dear = self->ground->scratch_size > 0;

  if (!is_standing (self))
    return FALSE;
  return dh_terrain_find_valley (self->terrain, self->ball->at, dear ? REACH : CORNER_REACH) != NULL
         || (!dear && is_in_corner (self));
}

gboolean
dh_convergence_is_on_plateau (const DhConvergence *self)
{
  const DhGround *ground = self->ground;
  double w = ground->maximum[0] - ground->minimum[0];
  double h = ground->n_dimensions > 1 ? ground->maximum[1] - ground->minimum[1] : 0;
  double height = dh_terrain_get_usual_height (self->terrain);
  double slope = hypot (self->jet.x / height * w, self->jet.y / height * h);
  double curvature = MAX (fabs (self->jet.xx / height * w * w),
                          MAX (fabs (self->jet.xy / height * w * h),
                               fabs (self->jet.yy / height * h * h)));

  return slope < FAINT && curvature < BENT && self->motion.extent < STRIDE
         && !is_coming_nearer (self);
}

gboolean
dh_convergence_is_creeping (const DhConvergence *self)
{
  return self->rest.upwards && self->rest.stretch > STRETCHED
         && self->motion.way < CREEPS * self->rest.way;
}

gboolean
dh_convergence_is_outside (const DhConvergence *self)
{
  return dh_ground_is_outside (self->ground, self->ball->at, BESIDE);
}

gboolean
dh_convergence_is_unbounded (const DhConvergence *self)
{
  const DhGround *ground = self->ground;
  double w = ground->maximum[0] - ground->minimum[0], h = ground->maximum[1] - ground->minimum[1];
  /* In widths, as on the map: the direction of steepest descent depends on the units. */
  const double downhill[2] = { -self->jet.x * w * w,
                               ground->n_dimensions > 1 ? -self->jet.y * h * h : 0 };

  return dh_convergence_is_outside (self)
         && dh_ground_is_unbounded_along (ground, self->ball->at, downhill, self->scratch);
}

gboolean
dh_convergence_has_faded (const DhConvergence *self)
{
  return self->motion.rate_share <= FADED;
}

gboolean
dh_convergence_is_stopped (const DhConvergence *self)
{
  const DhMotion *motion = &self->motion;

  return motion->n > 0
         && (motion->newer == 0 || (dh_convergence_has_faded (self) && motion->extent <= STILL));
}

DhConvergence
dh_convergence_make (const DhDescent *descent, guint index, const DhTerrain *terrain)
{
  return (DhConvergence) {
    .descent = descent,
    .index = index,
    .ground = dh_descent_get_ground (descent),
    .terrain = terrain,
    .scratch = dh_descent_get_scratch (descent),
    .ball = dh_descent_get_ball (descent, index),
  };
}

void
dh_convergence_measure (DhConvergence *self)
{
  self->jet = dh_descent_get_jet_at (self->descent, self->index);
  self->motion = dh_motion_measure (self->descent, self->index);
  self->rest = dh_rest_find (self->ground, self->ball->at, &self->jet, self->scratch);
}
