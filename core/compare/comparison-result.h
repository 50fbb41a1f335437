/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The result of one loss for two compared pictures.
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The fraction of the pixels that count as the worst. */
#define DH_COMPARISON_WORST_SHARE 0.01

/* The result of one loss for a target and a prediction. */
typedef struct
{
  double value;          /* NaN: undefined at this size */
  double loss_share;     /* share of the loss due to the worst 1 % of the pixels, 0 … 1: what
                          * disappears if they are corrected */
  double gradient_share; /* their share of the sum of |gradient| */
  const float *map;      /* (H, W): the gradient averaged over the channels; its sign shows the
                          * direction of descent: negative means the picture becomes lighter */
  double map_scale;      /* the value drawn at full strength: 99.5 % of the map's nonzero absolute
                          * values are at or below it; 0: the map is 0 */
} DhComparisonResult;

G_END_DECLS
