/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_TAPS_MAX_RADIUS 10

/* How the weights left of the middle follow from those right of it: equal, or with the opposite
 * sign; balanced weights are equal and sum to 0. */
typedef enum
{
  DH_TAPS_EVEN,
  DH_TAPS_ODD,
  DH_TAPS_BALANCED
} DhTapsKind;

/* Weights of a filter along one direction; weights[radius] is the middle one. */
typedef struct
{
  DhTapsKind kind;
  int radius;
  float weights[2 * DH_TAPS_MAX_RADIUS + 1];
} DhTaps;

/* Floats of scratch for all of these: a row with its border. */
gsize dh_taps_get_scratch_size (int width);

/* plane (H, W) → out (H, W), not the same; the border is replicated.  Where the picture is uniform,
 * odd and balanced taps give exactly 0.  Any thread. */
void dh_taps_filter_rows (const DhTaps *self, int width, int height, const float *plane, float *out,
                          float *scratch);
void dh_taps_filter_columns (const DhTaps *self, int width, int height, const float *plane,
                             float *out);
/* Their transposes: every number is distributed over those that it was computed from. out is
 * overwritten. */
void dh_taps_spread_rows (const DhTaps *self, int width, int height, const float *plane, float *out,
                          float *scratch);
void dh_taps_spread_columns (const DhTaps *self, int width, int height, const float *plane,
                             float *out);

G_END_DECLS
