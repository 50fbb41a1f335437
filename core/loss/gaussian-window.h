/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_WINDOW_MAX_SIZE 11

/* A separable, symmetric window: the same odd row of weights, of sum 1, in both directions. */
typedef struct
{
  int size;
  float weights[DH_WINDOW_MAX_SIZE];
} DhWindow;

/* The largest odd size, up to wanted (odd), that fits into a picture. */
int dh_window_fit (int wanted, int width, int height);
void dh_window_init_gaussian (DhWindow *self, int size, double sigma);

/* Floats of scratch for both functions below. */
gsize dh_window_get_scratch_size (int width);
/* Weighted means at all places where the window lies inside: plane (H, W) →
 * map (H - size + 1, W - size + 1). */
void dh_window_filter (const DhWindow *self, int width, int height, const float *plane, float *map,
                       float *scratch);
/* Its transpose: every number of the map is spread over its window, map → plane (overwritten). */
void dh_window_spread (const DhWindow *self, int width, int height, const float *map, float *plane,
                       float *scratch);

G_END_DECLS
