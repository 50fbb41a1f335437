/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/scene.h"

G_BEGIN_DECLS

/* A ball's place on the picture. */
typedef struct
{
  double   x, y, depth;
  gboolean hidden;       /* behind the ground */
  gboolean gone;         /* far off the ground: this is only the direction */
} DhScenePlace;

/* Where a place of the ground is on the surface's picture. */
DhScenePlace dh_scene_locate_on_surface (const DhScene *self, const DhProjection *projection,
                                         const double at[2], double loss);
/* The balls that are drawn of a way of n: all the last ones, of the older ones enough. */
gboolean dh_scene_is_drawn    (guint index, guint n);
guint    dh_scene_get_n_shown (const DhScene *self, const DhRoll *roll);
/* A line through the places with a dot on each, the last ones bright. */
void     dh_scene_draw_way    (const DhScene *self, cairo_t *cr, const DhScenePlace *places,
                               guint n);
/* A ball there; one that is out of the picture waits faintly at its edge. */
void     dh_scene_draw_place  (const DhScene *self, cairo_t *cr, guint number,
                               const DhScenePlace *place, gboolean on_map);

G_END_DECLS
