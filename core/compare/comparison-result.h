/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The result of one loss for two compared pictures.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The fraction of worst pixels whose share is computed. */
#define DH_COMPARISON_WORST_SHARE 0.01

/* The result of one loss for a target and a prediction. */
typedef struct
{
  double value;          /* NaN: undefined at this size */
  double loss_share;     /* of the loss, that the worst 1 % of the pixels carry, 0 … 1: what
                          * is gone when they are put right */
  double gradient_share; /* of the sum of |gradient| */
  const float *map;      /* (H, W): the gradient's mean over the channels; its sign says where
                          * descent pushes: below 0 the picture is made lighter */
  double map_scale;      /* the strength that is drawn in full: 99.5 % of the map's absolute
                          * values that aren't 0 are at or below it; 0: the map is 0 */
} DhComparisonResult;

G_END_DECLS
