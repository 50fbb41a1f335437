/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The training settings of a lane: loss, mask, optimizer, rate.  They are kept as one value; loss and
 * optimizer are read from a text or written as one only for callers that need a text.
 */
#include "core/session/lane-private.h"

#include <math.h>

const char *
dh_lane_get_loss (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  return dh_mix_to_text (&self->settings.mix);
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
  return self->settings.mix;
}

void
dh_lane_set_mix (DhLane *self, const DhMix *mix)
{
  g_return_if_fail (DH_IS_LANE (self));
  if (dh_mix_equal (&self->settings.mix, mix))
    return;
  self->settings.mix = *mix;
  dh_lane_notify (self, DH_LANE_PROP_LOSS);
}

double
dh_lane_get_learning_rate (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 0);
  return self->settings.learning_rate;
}

void
dh_lane_set_learning_rate (DhLane *self, double learning_rate)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (isfinite (learning_rate) && learning_rate > 0);
  if (self->settings.learning_rate == learning_rate)
    return;
  self->settings.learning_rate = learning_rate;
  dh_lane_notify (self, DH_LANE_PROP_LEARNING_RATE);
}

const char *
dh_lane_get_optimizer (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  return dh_optimizer_config_to_text (&self->settings.optimizer_config, DH_OPTIMIZER_USER_NETWORK);
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
  return self->settings.optimizer_config;
}

void
dh_lane_set_optimizer_config (DhLane *self, const DhOptimizerConfig *optimizer_config)
{
  g_return_if_fail (DH_IS_LANE (self));
  if (dh_optimizer_config_equal (&self->settings.optimizer_config, optimizer_config))
    return;
  self->settings.optimizer_config = *optimizer_config;
  dh_lane_notify (self, DH_LANE_PROP_OPTIMIZER);
}

DhClip
dh_lane_get_clip (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), (DhClip) { 0 });
  return self->settings.clip;
}

void
dh_lane_set_clip (DhLane *self, DhClip clip)
{
  const gboolean valid = dh_clip_is_valid (&clip);

  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (valid);
  if (dh_clip_equal (&self->settings.clip, &clip))
    return;
  self->settings.clip = clip;
  dh_lane_notify (self, DH_LANE_PROP_CLIP);
}

DhArea
dh_lane_get_mask (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), DH_AREA_NONE);
  return self->settings.mask;
}

void
dh_lane_set_mask (DhLane *self, DhArea mask)
{
  g_return_if_fail (DH_IS_LANE (self));
  g_return_if_fail (mask == DH_AREA_EXTENDED || mask == DH_AREA_COMPONENTS || mask == DH_AREA_NONE);
  if (self->settings.mask == mask)
    return;
  self->settings.mask = mask;
  dh_lane_notify (self, DH_LANE_PROP_MASK);
}

DhStart
dh_lane_get_start (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), (DhStart) { .kind = DH_START_SCRATCH });
  return self->settings.start;
}

void
dh_lane_set_start (DhLane *self, DhStart start)
{
  if (dh_start_equal (&self->settings.start, &start))
    return;
  self->settings.start = start;
  dh_lane_notify (self, DH_LANE_PROP_START);
}

void
dh_lane_set_plan (DhLane *self, DhSettingsLog *plan)
{
  gboolean changed = (plan != NULL) != (self->plan != NULL);

  if (plan != NULL)
    dh_settings_log_ref (plan);
  g_clear_pointer (&self->plan, dh_settings_log_unref);
  self->plan = plan;
  if (changed)
    dh_lane_notify (self, DH_LANE_PROP_FOLLOWING);
}

DhSettingsLog *
dh_lane_get_plan (DhLane *self)
{
  return self->plan;
}

void
dh_lane_set_image (DhLane *self, DhLaneImage *image)
{
  if (image != NULL)
    dh_lane_image_ref (image);
  g_clear_pointer (&self->image, dh_lane_image_unref);
  self->image = image;
}

DhLaneImage *
dh_lane_get_image (DhLane *self)
{
  return self->image;
}

void
dh_lane_set_arrival (DhLane *self, guint64 begin, guint64 run_to)
{
  self->begin = begin;
  self->run_to = run_to;
}

guint64
dh_lane_get_arrival (DhLane *self)
{
  return self->run_to;
}

gboolean
dh_lane_is_arriving (DhLane *self, double *progress, guint64 *remaining)
{
  guint64 now;

  g_return_val_if_fail (DH_IS_LANE (self), FALSE);
  now = MAX (dh_lane_get_iteration (self), self->begin);
  if (now >= self->run_to)
    return FALSE;
  if (progress != NULL)
    *progress = (double) (now - self->begin) / (double) (self->run_to - self->begin);
  if (remaining != NULL)
    *remaining = self->run_to - now;
  return TRUE;
}

gboolean
dh_lane_get_following (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), FALSE);
  return self->plan != NULL;
}

DhSettingsLog *
dh_lane_dup_log (DhLane *self)
{
  DhSettingsLog *log = NULL;

  g_return_val_if_fail (DH_IS_LANE (self), NULL);
  if (self->plan != NULL)
    return dh_settings_log_ref (self->plan);
  if (self->snapshot != NULL && self->snapshot_id == self->id)
    log = dh_lane_snapshot_get_log (self->snapshot);
  if (log == NULL)
    return dh_settings_log_new (&self->settings);
  /* A change that the worker hasn't made yet. */
  return dh_settings_log_append (log, dh_lane_snapshot_get_iteration (self->snapshot),
                                 &self->settings);
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
  return self->settings.eye_multiplier;
}

void
dh_lane_set_eye_multiplier (DhLane *self, double multiplier)
{
  g_return_if_fail (DH_IS_LANE (self));
  set_multiplier (self, &self->settings.eye_multiplier, multiplier, DH_LANE_PROP_EYE_MULTIPLIER);
}

double
dh_lane_get_mouth_multiplier (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), 1);
  return self->settings.mouth_multiplier;
}

void
dh_lane_set_mouth_multiplier (DhLane *self, double multiplier)
{
  g_return_if_fail (DH_IS_LANE (self));
  set_multiplier (self, &self->settings.mouth_multiplier, multiplier,
                  DH_LANE_PROP_MOUTH_MULTIPLIER);
}

DhLaneSettings
dh_lane_get_settings (DhLane *self)
{
  g_return_val_if_fail (DH_IS_LANE (self), (DhLaneSettings) { 0 });
  return self->settings;
}

void
dh_lane_set_settings (DhLane *self, const DhLaneSettings *settings)
{
  dh_lane_set_mix (self, &settings->mix);
  dh_lane_set_learning_rate (self, settings->learning_rate);
  dh_lane_set_optimizer_config (self, &settings->optimizer_config);
  dh_lane_set_clip (self, settings->clip);
  dh_lane_set_mask (self, settings->mask);
  dh_lane_set_eye_multiplier (self, settings->eye_multiplier);
  dh_lane_set_mouth_multiplier (self, settings->mouth_multiplier);
  dh_lane_set_start (self, settings->start);
}
