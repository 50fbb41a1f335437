/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Means of 2 × 2 pixels: plane (H, W) → half (H/2, W/2), rounded down; an odd last row or column
 * is left out. */
void dh_pool_halve (int width, int height, const float *plane, float *half);
/* Its transpose: adds a quarter of each number to the four pixels that it is the mean of. */
void dh_pool_return (int width, int height, const float *half, float *plane);

/* The same with an odd last row or column mirrored: half (H/2, W/2), rounded up. */
void dh_pool_halve_mirrored (int width, int height, const float *plane, float *half);
void dh_pool_return_mirrored (int width, int height, const float *half, float *plane);

G_END_DECLS
