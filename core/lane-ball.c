/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's ball on the grounds that have no network: how it goes downhill, and how fast.  The
 * training knows nothing of it.
 */
#include "core/lane-private.h"

#include <math.h>

const char *
dh_lane_get_ball_optimizer (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  return self->ball_optimizer;
}

void
dh_lane_set_ball_optimizer (DhLane *self, const char *optimizer)
{
  DhRule rule;

  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (optimizer != NULL && dh_rule_parse (optimizer, DH_RULE_BALL, &rule, NULL));
  dh_lane_set_ball_rule (self, &rule);
}

DhRule
dh_lane_get_ball_rule (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), (DhRule) { 0 });
  return self->ball_rule;
}

void
dh_lane_set_ball_rule (DhLane *self, const DhRule *rule)
{
  const char *text = dh_rule_to_text (rule, DH_RULE_BALL);

  g_return_if_fail (DH_IS_LANE (self));
  if (self->ball_optimizer == text)
    return;
  self->ball_optimizer = text;
  self->ball_rule = *rule;
  dh_lane_notify (self, DH_LANE_PROP_BALL_OPTIMIZER);
}

double
dh_lane_get_ball_rate (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 0);
  return self->ball_rate;
}

void
dh_lane_set_ball_rate (DhLane *self, double rate)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (isfinite (rate) && rate >= 0);
  if (self->ball_rate == rate)
    return;
  self->ball_rate = rate;
  dh_lane_notify (self, DH_LANE_PROP_BALL_RATE);
}

gboolean
dh_lane_get_ball_shown (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), FALSE);
  return self->ball_shown;
}

void
dh_lane_set_ball_shown (DhLane *self, gboolean shown)
{
  g_return_if_fail (DH_IS_LANE (self));
  if (self->ball_shown == !!shown)
    return;
  self->ball_shown = !!shown;
  dh_lane_notify (self, DH_LANE_PROP_BALL_SHOWN);
}
