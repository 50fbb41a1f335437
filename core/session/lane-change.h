/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lane-settings.h"

G_BEGIN_DECLS

/* A change to the settings of a lane in training. */
typedef enum
{
  DH_LANE_CHANGE_NONE, /* nothing, or something that can be reverted without loss */
  DH_LANE_CHANGE_LOSS,
  DH_LANE_CHANGE_MASK,
  DH_LANE_CHANGE_OPTIMIZER,
  DH_LANE_CHANGE_SCHEDULE,
  DH_LANE_CHANGE_WARM_UP,
} DhLaneChange;

DhLaneChange dh_lane_change_find (const DhLaneSettings *before, const DhLaneSettings *after);
/* "Loss of lane 2 changed from MAE to SSIM"; number: the lane's; (transfer full) */
char *dh_lane_change_dup_words (DhLaneChange change, guint number, const DhLaneSettings *before,
                                const DhLaneSettings *after);

G_END_DECLS
