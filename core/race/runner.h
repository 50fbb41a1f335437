/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one ball of a race is to do, and the limits of a race.
 */
#pragma once

#include "core/base/lanes.h"
#include "core/base/ranges.h"
#include "core/loss/mix.h"
#include "core/optim/optimizer-config.h"

G_BEGIN_DECLS

#define DH_RACE_MAX_RUNNERS DH_MAX_LANES
#define DH_RACE_MAX_STEPS   20000
/* At speed 1. */
#define DH_RACE_STEPS_PER_SECOND 12.0
/* Seconds for which slow motion shows each part of a step, at speed 1. */
#define DH_RACE_SECONDS_PER_PART 2.5

/* The settings of one ball.  A value. */
typedef struct
{
  guint number;         /* of the lane, 1 … DH_MAX_LANES: colour and numeral */
  DhMix mix;            /* for grounds that use one */
  double learning_rate; /* 0: the ground's default */
  DhOptimizerConfig optimizer_config;
  gboolean hidden; /* not drawn, but still runs */
} DhRunner;

G_END_DECLS
