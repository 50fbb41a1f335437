/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How close a drawn curve is to the measured one. */
typedef struct
{
  double height; /* 0 … 1: 1 less the mean distance, as a share of the measured range */
  double shape;  /* −1 … 1: whether it goes up and down at the same places; Pearson's correlation */
  double turn;   /* 0 … 1: 1 less the distance between where both have done half of their way, as a
                  * share of the width */
  double total;  /* 0 … 100 */
} DhCurveScore;

/* measured: n >= 2 values, such as logarithms of losses, of which those that aren't finite end the
 * curve; drawn: m >= 2 values over the same width, with equal distances. */
DhCurveScore dh_curve_score_make (const double *measured, guint n, const double *drawn, guint m);
/* The total in words: “Very close”, “Close”, “The right idea”, “Not yet”; translated, static */
const char *dh_curve_score_get_word (const DhCurveScore *self);

G_END_DECLS
