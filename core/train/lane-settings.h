/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/area.h"
#include "core/loss/mix.h"
#include "core/optim/optimizer-config.h"

G_BEGIN_DECLS

/* All that a person sets of a training. A value: the lane has it, a request takes it to the worker,
 * and the run keeps what it follows. */
typedef struct
{
  DhMix mix;
  DhArea mask;                             /* EXTENDED, COMPONENTS or NONE */
  double eye_multiplier, mouth_multiplier; /* 1: adds nothing; 0 counts as 1 */
  DhOptimizerConfig optimizer_config;      /* of DH_OPTIMIZER_USER_NETWORK */
  double learning_rate;
  double clip; /* largest gradient norm a tensor; 0: off */
} DhLaneSettings;

/* Where nothing else is chosen: the extended mask, no multipliers, no clipping. */
DhLaneSettings dh_lane_settings_make (const DhMix *mix, const DhOptimizerConfig *optimizer_config,
                                      double learning_rate);
gboolean dh_lane_settings_equal (const DhLaneSettings *a, const DhLaneSettings *b);
/* Whether both minimise the same: mix, mask and multipliers. */
gboolean dh_lane_settings_same_objective (const DhLaneSettings *a, const DhLaneSettings *b);

G_END_DECLS
