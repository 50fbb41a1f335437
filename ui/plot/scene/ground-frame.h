/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"
#include "ui/plot/scene/colormap.h"
#include "ui/plot/scene/ground-axes.h"
#include "ui/plot/scene/height-scale.h"

G_BEGIN_DECLS

/* What surrounds the picture of a ground: the axes of its dimensions and the legend of its
 * colours. */
typedef struct
{
  DhGroundAxes axes;
  DhScheme scheme;
  DhColormap colormap;
  double size; /* font size, pixels */
} DhGroundFrame;

/* Space needed to the left and below. */
double dh_ground_frame_get_left (const DhGroundFrame *self);
double dh_ground_frame_get_bottom (const DhGroundFrame *self);
double dh_ground_frame_get_legend (const DhGroundFrame *self);

/* Names and ends of the axes around a picture that fills the rectangle; a curve has only the lower
 * axis. */
void dh_ground_frame_draw_axes (const DhGroundFrame *self, cairo_t *cr, double x, double y,
                                double width, double height);
/* The colormap with its lowest, middle and highest loss. */
void dh_ground_frame_draw_legend (const DhGroundFrame *self, cairo_t *cr,
                                  const DhHeightScale *height_scale, double x, double y,
                                  double width);

G_END_DECLS
