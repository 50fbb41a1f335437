/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/roll.h"
#include "ui/plot/palette.h"
#include "ui/plot/surface.h"

G_BEGIN_DECLS

/* One ball with its way. */
typedef struct
{
  const DhRoll *roll;
  guint         number;   /* 1 … 6: colour and numeral */
} DhSceneBall;

/* What is drawn over a picture of the ground that was made with the same terrain, relief, camera
 * and size. */
typedef struct
{
  const DhTerrain   *terrain;
  DhRelief           relief;
  DhCamera           camera;
  double             width, height;
  const float       *depths;     /* of the surface's picture, one a unit of width and height; may be
                                  * NULL: nothing is hidden */
  DhScheme           scheme;
  double             ball_radius; /* pixels */
  const DhSceneBall *balls;
  guint              n_balls;
  guint              n_shown;     /* balls of each way that are shown, from the start; 0: all */
} DhScene;

/* Ways, shadows and balls on the surface. */
void     dh_scene_draw_on_surface (const DhScene *self, cairo_t *cr);
/* The same on the contour map that fills (0, 0, width, height). */
void     dh_scene_draw_on_map     (const DhScene *self, cairo_t *cr);
/* Only the ways, or only shadows and balls: for nodes that change at different times. */
void     dh_scene_draw_ways       (const DhScene *self, cairo_t *cr, gboolean on_map);
void     dh_scene_draw_balls      (const DhScene *self, cairo_t *cr, gboolean on_map);

/* One ball that stands on a place of the picture, with its shadow. */
void     dh_scene_draw_ball       (const DhScene *self, cairo_t *cr, guint number, double x,
                                   double y, gboolean on_map);

/* Where a place of the ground is on the surface's picture. */
void     dh_scene_locate          (const DhScene *self, const double at[2], double loss, double *x,
                                   double *y);
/* The place of the ground that is seen at a pixel; FALSE: none. */
gboolean dh_scene_pick            (const DhScene *self, double x, double y, gboolean on_map,
                                   double at[2]);

G_END_DECLS
