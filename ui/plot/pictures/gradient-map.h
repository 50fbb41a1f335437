/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* The one colormap for signed numbers from -1 to 1; numbers beyond are clamped.  Orange is below 0,
 * blue above, light grey at 0: distinguishable with every kind of colour vision, and different from
 * both backgrounds.  Where it shows a gradient, a step of descent makes orange lighter and blue
 * darker. NaN: transparent. */
DhColor dh_gradient_map_get_color (double strength);

/* A picture of map (H, W), one pixel per number; ±scale has the full colour.  scale 0: everything
 * is drawn as 0. (transfer full) */
cairo_surface_t *dh_gradient_map_new_surface (const float *map, int width, int height,
                                              double scale);

/* Draws the colormap from (0, 0) over the whole width; below it, in that text size, what its two ends
 * mean. */
void dh_gradient_map_draw_legend (cairo_t *cr, DhScheme scheme, double text_size, double width,
                                  const char *low, const char *high);
/* In pixels. */
double dh_gradient_map_get_legend_height (double text_size);

G_END_DECLS
