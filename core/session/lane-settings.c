/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The training settings of a lane: loss, mask, optimizer, rate.  Loss and optimizer are kept twice,
 * as a value and as an interned text, so that two can be compared by pointer.
 */
#include "core/session/lane-private.h"

#include <math.h>

const char *
dh_lane_get_loss (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  return self->loss;
}

void
dh_lane_set_loss (DhLane *self, const char *loss)
{
  DhMix mix;

  g_return_if_fail (DH_IS_LANE (self));
  if (loss == NULL || !dh_mix_parse (loss, &mix, NULL))
    g_return_if_reached ();
  dh_lane_set_mix (self, &mix);
}

DhMix
dh_lane_get_mix (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), (DhMix) { 0 });
  return self->mix;
}

void
dh_lane_set_mix (DhLane *self, const DhMix *mix)
{
  const char *text = dh_mix_to_text (mix);

  g_return_if_fail (DH_IS_LANE (self));
  if (self->loss == text)
    return;
  self->loss = text;
  self->former_mix = self->mix;
  self->mix = *mix;
  dh_lane_notify (self, DH_LANE_PROP_LOSS);
}

double
dh_lane_get_learning_rate (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 0);
  return self->learning_rate;
}

void
dh_lane_set_learning_rate (DhLane *self, double learning_rate)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (isfinite (learning_rate) && learning_rate > 0);
  if (self->learning_rate == learning_rate)
    return;
  self->learning_rate = learning_rate;
  dh_lane_notify (self, DH_LANE_PROP_LEARNING_RATE);
}

const char *
dh_lane_get_optimizer (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  return self->optimizer;
}

void
dh_lane_set_optimizer (DhLane *self, const char *optimizer)
{
  DhOptimizerConfig optimizer_config;

  g_return_if_fail (DH_IS_LANE (self));
  if (optimizer == NULL
      || !dh_optimizer_config_parse (optimizer, DH_OPTIMIZER_USER_NETWORK, &optimizer_config, NULL))
    g_return_if_reached ();
  dh_lane_set_optimizer_config (self, &optimizer_config);
}

DhOptimizerConfig
dh_lane_get_optimizer_config (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), (DhOptimizerConfig) { 0 });
  return self->optimizer_config;
}

void
dh_lane_set_optimizer_config (DhLane *self, const DhOptimizerConfig *optimizer_config)
{
  const char *text = dh_optimizer_config_to_text (optimizer_config, DH_OPTIMIZER_USER_NETWORK);

  g_return_if_fail (DH_IS_LANE (self));
  if (self->optimizer == text)
    return;
  self->optimizer = text;
  self->former_optimizer_config = self->optimizer_config;
  self->optimizer_config = *optimizer_config;
  dh_lane_notify (self, DH_LANE_PROP_OPTIMIZER);
}

double
dh_lane_get_clip (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 0);
  return self->clip;
}

void
dh_lane_set_clip (DhLane *self, double norm)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (isfinite (norm) && norm >= 0);
  if (self->clip == norm)
    return;
  self->clip = norm;
  dh_lane_notify (self, DH_LANE_PROP_CLIP);
}

DhArea
dh_lane_get_mask (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), DH_AREA_NONE);
  return self->mask;
}

void
dh_lane_set_mask (DhLane *self, DhArea mask)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (mask == DH_AREA_EXTENDED || mask == DH_AREA_COMPONENTS || mask == DH_AREA_NONE);
  if (self->mask == mask)
    return;
  self->former_mask = self->mask;
  self->mask = mask;
  dh_lane_notify (self, DH_LANE_PROP_MASK);
}

static void
set_multiplier (DhLane *self, double *place, double multiplier, guint property)
{
  g_return_if_fail (multiplier >= 1 && multiplier <= DH_MULTIPLIER_MAX);
  if (*place == multiplier)
    return;
  *place = multiplier;
  dh_lane_notify (self, property);
}

double
dh_lane_get_eye_multiplier (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 1);
  return self->eye_multiplier;
}

void
dh_lane_set_eye_multiplier (DhLane *self, double multiplier)
{
  g_return_if_fail (DH_IS_LANE (self));
  set_multiplier (self, &self->eye_multiplier, multiplier, DH_LANE_PROP_EYE_MULTIPLIER);
}

double
dh_lane_get_mouth_multiplier (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 1);
  return self->mouth_multiplier;
}

void
dh_lane_set_mouth_multiplier (DhLane *self, double multiplier)
{
  g_return_if_fail (DH_IS_LANE (self));
  set_multiplier (self, &self->mouth_multiplier, multiplier, DH_LANE_PROP_MOUTH_MULTIPLIER);
}

DhLane *
dh_lane_dup_former (DhLane *self, const char *property)
{
  gboolean is_loss = g_str_equal (property, "loss");
  gboolean is_mask = g_str_equal (property, "mask");
  DhLane *former;

  if (!is_loss && !is_mask && !g_str_equal (property, "optimizer"))
    return NULL;
  former = dh_lane_new (self->number, 0, 0, self->loss, self->learning_rate, self->optimizer);
  dh_lane_copy_training (former, self);
  if (is_loss)
    dh_lane_set_mix (former, &self->former_mix);
  else if (is_mask)
    dh_lane_set_mask (former, self->former_mask);
  else
    dh_lane_set_optimizer_config (former, &self->former_optimizer_config);
  return former;
}

void
dh_lane_copy_training (DhLane *self, DhLane *from)
{
  dh_lane_set_mix (self, &from->mix);
  dh_lane_set_learning_rate (self, from->learning_rate);
  dh_lane_set_optimizer_config (self, &from->optimizer_config);
  dh_lane_set_clip (self, from->clip);
  dh_lane_set_mask (self, from->mask);
  dh_lane_set_eye_multiplier (self, from->eye_multiplier);
  dh_lane_set_mouth_multiplier (self, from->mouth_multiplier);
}

void
dh_lane_copy_settings (DhLane *self, DhLane *from)
{
  dh_lane_copy_training (self, from);
  dh_lane_copy_ball (self, from);
  dh_lane_set_plane_kind (self, from->plane_kind);
}
