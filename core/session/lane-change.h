/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/lane-settings.h"

G_BEGIN_DECLS

/* What of a lane's settings is one thing for a person, and changes together. */
typedef enum
{
  DH_LANE_GROUP_MIX = 1 << 0,
  DH_LANE_GROUP_MASK = 1 << 1,
  DH_LANE_GROUP_EYES = 1 << 2,
  DH_LANE_GROUP_MOUTH = 1 << 3,
  DH_LANE_GROUP_OPTIMIZER = 1 << 4,
  DH_LANE_GROUP_RATE = 1 << 5,
  DH_LANE_GROUP_CLIP = 1 << 6,
} DhLaneGroups;

/* Those that differ; a start is none of them. */
DhLaneGroups dh_lane_groups_find (const DhLaneSettings *before, const DhLaneSettings *after);
void dh_lane_groups_copy (DhLaneGroups groups, const DhLaneSettings *from, DhLaneSettings *to);

/* A change to the settings of a lane in training. */
typedef enum
{
  DH_LANE_CHANGE_NONE,
  /* Changing these back doesn't bring the weights back: */
  DH_LANE_CHANGE_LOSS,
  DH_LANE_CHANGE_MASK,
  DH_LANE_CHANGE_OPTIMIZER,
  DH_LANE_CHANGE_SCHEDULE,
  DH_LANE_CHANGE_WARM_UP,
  /* These are for trying out: */
  DH_LANE_CHANGE_RATE,
  DH_LANE_CHANGE_LOSS_SETTINGS,
  DH_LANE_CHANGE_EYES,
  DH_LANE_CHANGE_MOUTH,
  DH_LANE_CHANGE_OPTIMIZER_SETTINGS,
  DH_LANE_CHANGE_CLIP,
  DH_LANE_N_CHANGES
} DhLaneChange;

/* Of several, the first in the order above. */
DhLaneChange dh_lane_change_find (const DhLaneSettings *before, const DhLaneSettings *after);
gboolean dh_lane_change_is_lasting (DhLaneChange change);
/* "Learning Rate of Lane 2"; number: the lane's; 0: of all lanes.  (transfer full) */
char *dh_lane_change_dup_name (DhLaneChange change, guint number);
/* "Loss of lane 2 changed from MAE to SSIM", for lasting changes; (transfer full) */
char *dh_lane_change_dup_words (DhLaneChange change, guint number, const DhLaneSettings *before,
                                const DhLaneSettings *after);

G_END_DECLS
