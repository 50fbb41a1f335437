/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/descent.h"

G_BEGIN_DECLS

/* The number of steps that a ball is judged by. */
#define DH_MOTION_STEPS 24

/* The last steps of a ball. Lengths are in widths of the ground. */
typedef struct
{
  guint n;                       /* of them, at most DH_MOTION_STEPS */
  double way;                    /* sum of their lengths */
  double progress;               /* distance from the first to the last */
  double older, newer;           /* sums of their lengths in the older and the newer half */
  double older_loss, newer_loss; /* means of the halves */
  double extent;                 /* of the region they stay in */
  double extent_at[2];           /* the same in the dimensions' own units */
  double last_extent;            /* of the last few of them */
  double travelled;              /* distance from the start of the descent to here */
  double lowest_loss;            /* of them */
  gboolean noisy;                /* noise pushed the ball more than the slope did */
  double rate_share;             /* the last step's learning rate over the chosen one, as set by
                                  * the schedule */
} DhMotion;

/* Measures the steps that led to ball `index`. */
DhMotion dh_motion_measure (const DhDescent *descent, guint index);

G_END_DECLS
