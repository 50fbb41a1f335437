/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a ball has moved in its last steps.  Lengths are in widths of the ground, so they don't
 * depend on the units of a dimension.
 */
#include "core/landscape/motion.h"

#include <math.h>

#define LAST_STEPS 4

/* The extent of ball `index` and the n balls before it. */
static void
measure_extent (const DhDescent *descent, guint index, guint n, double extent[2])
{
  double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };

  for (guint i = index - n; i <= index; i++)
    for (guint k = 0; k < 2; k++)
      {
        low[k] = MIN (low[k], dh_descent_get_ball (descent, i)->at[k]);
        high[k] = MAX (high[k], dh_descent_get_ball (descent, i)->at[k]);
      }
  extent[0] = high[0] - low[0];
  extent[1] = high[1] - low[1];
}

static void
measure_steps (DhMotion *self, const DhDescent *descent, guint index)
{
  const DhGround *ground = dh_descent_get_ground (descent);
  double pull = 0, chance = 0;
  guint n_newer = 0;

  self->lowest_loss = self->older_loss = dh_descent_get_ball (descent, index - self->n)->loss;
  for (guint i = 1; i <= self->n; i++)
    {
      const DhBall *ball = dh_descent_get_ball (descent, index - self->n + i);
      DhStepParts parts = dh_descent_get_parts (descent, index - self->n + i);
      double step = dh_ground_get_distance (ground, ball[-1].at, ball->at);
      gboolean newer = 2 * i > self->n;

      self->way += step;
      *(newer ? &self->newer : &self->older) += step;
      *(newer ? &self->newer_loss : &self->older_loss) += ball->loss;
      n_newer += newer;
      self->lowest_loss = MIN (self->lowest_loss, ball->loss);
      pull = hypot (pull, hypot (parts.gradient[0], parts.gradient[1]));
      chance = hypot (chance, hypot (parts.noisy_gradient[0] - parts.gradient[0],
                                     parts.noisy_gradient[1] - parts.gradient[1]));
    }
  self->newer_loss /= MAX (n_newer, 1);
  self->older_loss /= self->n - n_newer + 1;
  self->noisy = chance > 0 && chance >= pull;
}

DhMotion
dh_motion_measure (const DhDescent *descent, guint index)
{
  static const double nowhere[2] = { 0, 0 };
  const DhGround *ground = dh_descent_get_ground (descent);
  DhMotion self = { .n = MIN (index, DH_MOTION_STEPS), .rate_share = 1 };
  const DhBall *last = dh_descent_get_ball (descent, index);
  double extent[2], rate = dh_descent_get_config (descent)->learning_rate;

  measure_steps (&self, descent, index);
  measure_extent (descent, index, self.n, self.extent_at);
  self.extent = dh_ground_get_distance (ground, self.extent_at, nowhere);
  measure_extent (descent, index, MIN (self.n, LAST_STEPS), extent);
  self.last_extent = dh_ground_get_distance (ground, extent, nowhere);
  self.progress = dh_ground_get_distance (ground, last->at,
                                          dh_descent_get_ball (descent, index - self.n)->at);
  self.travelled = dh_ground_get_distance (ground, last->at, dh_descent_get_ball (descent, 0)->at);
  if (index > 0 && rate > 0)
    self.rate_share = dh_descent_get_parts (descent, index).learning_rate / rate;
  return self;
}
