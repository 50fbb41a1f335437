/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/area.h"
#include "core/loss/mix.h"
#include "core/optim/clip.h"
#include "core/optim/optimizer-config.h"
#include "core/train/start.h"

G_BEGIN_DECLS

/* Everything the user sets for a training.  A value: the lane holds it, a request carries it to the
 * worker, and the run keeps the settings in effect. */
typedef struct
{
  DhMix mix;
  DhArea mask;                             /* EXTENDED, COMPONENTS or NONE */
  double eye_multiplier, mouth_multiplier; /* 1: adds nothing; 0 counts as 1 */
  DhOptimizerConfig optimizer_config;      /* of DH_OPTIMIZER_USER_NETWORK */
  double learning_rate;
  DhClip clip;
  DhStart start; /* read when the run is made; a change needs a new run */
} DhLaneSettings;

/* The defaults for everything else: extended mask, no multipliers, no clipping, from
 * scratch. */
DhLaneSettings dh_lane_settings_make (const DhMix *mix, const DhOptimizerConfig *optimizer_config,
                                      double learning_rate);
/* Whether a running training would go on the same way; so starts aren't compared. */
gboolean dh_lane_settings_equal (const DhLaneSettings *a, const DhLaneSettings *b);
/* Whether both minimise the same objective: mix, mask and multipliers. */
gboolean dh_lane_settings_same_objective (const DhLaneSettings *a, const DhLaneSettings *b);

G_END_DECLS
