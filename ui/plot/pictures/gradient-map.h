/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* The one colormap for numbers with a sign: -1 … 1, what lies beyond is drawn like the end.  Below
 * 0 orange, above 0 blue, 0 a light grey: told apart with every kind of colour vision, and neither
 * of the grounds that it stands on.  Where it shows a gradient, orange is made lighter by a step of
 * descent and blue is made darker. NaN: transparent. */
DhColor dh_gradient_map_get_color (double strength);

/* A picture of map (H, W), one pixel a number; ±scale is drawn in full.  scale 0: all is 0.
 * (transfer full) */
cairo_surface_t *dh_gradient_map_new_surface (const float *map, int width, int height,
                                              double scale);

/* The colormap from (0, 0) over the whole width with its words below, in letters of that size. */
void dh_gradient_map_draw_legend (cairo_t *cr, DhScheme scheme, double text_size, double width);
/* In pixels. */
double dh_gradient_map_get_legend_height (double text_size);

G_END_DECLS
