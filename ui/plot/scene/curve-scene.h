/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/scene/scene.h"

G_BEGIN_DECLS

/* A one-dimensional ground: the curve as a hill in profile, with trajectories and balls on it,
 * filling (0, 0, width, height) of the scene, whose camera and depths aren't used. */
void dh_curve_scene_draw_ground (const DhScene *self, DhColormap colormap, cairo_t *cr);
void dh_curve_scene_draw_balls (const DhScene *self, cairo_t *cr);
/* The value of the dimension at a pixel's x. */
double dh_curve_scene_pick (const DhScene *self, double x);

G_END_DECLS
