/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/scene/camera.h"
#include "ui/plot/scene/colormap.h"
#include "ui/plot/scene/height-scale.h"

G_BEGIN_DECLS

/* What a picture of a surface shows. */
typedef struct
{
  const DhTerrain *terrain; /* at least 2 × 2 */
  DhHeightScale height_scale;
  DhColormap colormap;
  DhCamera camera;
  int width, height; /* pixels */
  gboolean smooth;   /* 2 × 2 samples per pixel: for a camera at rest */
} DhSurface;

/* Draws it into a new image surface with a transparent background.  depths: (out) (optional)
 * (transfer full) the distance of each pixel (camera.h), infinite on the background.  Any thread.
 * (transfer full) */
cairo_surface_t *dh_surface_new_picture (const DhSurface *self, float **depths);
/* The contour map of the same terrain, filling the picture: the first dimension to the right, the
 * second upwards. */
cairo_surface_t *dh_surface_new_map (const DhSurface *self);

G_END_DECLS
