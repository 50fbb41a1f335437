/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a lane trains, as a value: the same in the lane, in a request and in the run.
 */
#include "core/train/lane-settings.h"

DhLaneSettings
dh_lane_settings_make (const DhMix *mix, const DhOptimizerConfig *optimizer_config,
                       double learning_rate)
{
  return (DhLaneSettings) {
    .mix = *mix,
    .mask = DH_AREA_EXTENDED,
    .eye_multiplier = 1,
    .mouth_multiplier = 1,
    .optimizer_config = *optimizer_config,
    .learning_rate = learning_rate,
  };
}

gboolean
dh_lane_settings_same_objective (const DhLaneSettings *a, const DhLaneSettings *b)
{
  return a->mask == b->mask && a->eye_multiplier == b->eye_multiplier
         && a->mouth_multiplier == b->mouth_multiplier && dh_mix_equal (&a->mix, &b->mix);
}

gboolean
dh_lane_settings_equal (const DhLaneSettings *a, const DhLaneSettings *b)
{
  return dh_lane_settings_same_objective (a, b)
         && dh_optimizer_config_equal (&a->optimizer_config, &b->optimizer_config)
         && a->learning_rate == b->learning_rate && dh_clip_equal (&a->clip, &b->clip);
}
