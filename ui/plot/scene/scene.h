/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/landscape/basins.h"
#include "core/landscape/descent.h"
#include "core/landscape/step-breakdown.h"
#include "ui/plot/common/palette.h"
#include "ui/plot/scene/surface.h"

G_BEGIN_DECLS

/* One ball with its trajectory. */
typedef struct
{
  guint number;                    /* 1 … DH_MAX_LANES: colour and numeral */
  const DhTrajectoryPoint *points; /* from the start */
  guint n_points;
  gboolean hops; /* its optimizer has no memory: the ball hops; otherwise it rolls */
  const DhStepBreakdown *breakdown; /* of the next step, or NULL */
  guint n_told;                     /* number of its parts that are shown */
} DhSceneBall;

/* What is drawn over a picture of the ground that was made with the same terrain, height scale,
 * camera and size.  For a one-dimensional ground (n_rows 1) that picture is the curve, regardless
 * of on_map. */
typedef struct
{
  const DhTerrain *terrain;
  DhHeightScale height_scale;
  DhCamera camera;
  double width, height;
  const float *depths; /* of the surface's picture, width × height; NULL: nothing is hidden */
  DhScheme scheme;
  double ball_radius; /* pixels */
  const DhSceneBall *balls;
  guint n_balls;
  guint n_shown;   /* how many points of each trajectory are shown; 0: all */
  double fraction; /* progress of the balls towards the last point shown, 0 … 1; at rest 1 */
  const DhBasins *basins; /* basins, or NULL; shown on the map */
  const double *hover;    /* the highlighted place of the ground, or NULL */
} DhScene;

/* Trajectories, shadows and balls on the surface. */
void dh_scene_draw_on_surface (const DhScene *self, cairo_t *cr);
/* The same on the contour map that fills (0, 0, width, height). */
void dh_scene_draw_on_map (const DhScene *self, cairo_t *cr);
/* The basins as dots on the map. */
void dh_scene_draw_basins (const DhScene *self, cairo_t *cr);
/* Only the trajectories, or only shadows and balls: for nodes that change at different times.  The
 * chord that a ball is on and the few before it are drawn with the ball, so trajectories may be
 * redrawn less often. */
void dh_scene_draw_trajectories (const DhScene *self, cairo_t *cr, gboolean on_map);
void dh_scene_draw_balls (const DhScene *self, cairo_t *cr, gboolean on_map);
/* The part of the picture that draw_balls draws on, in whole pixels; width 0: none. */
void dh_scene_get_balls_area (const DhScene *self, gboolean on_map, cairo_rectangle_int_t *area);

/* "0.7 widths away"; (transfer full) */
char *dh_scene_describe_distance_off (double off);

/* The highlighted place. */
void dh_scene_draw_hover (const DhScene *self, cairo_t *cr, gboolean on_map);
/* Inside a step: the arrows and squares of its breakdown, at the balls. */
void dh_scene_draw_stories (const DhScene *self, cairo_t *cr, gboolean on_map);

/* One ball at a given place of the picture, with its shadow. */
void dh_scene_draw_ball (const DhScene *self, cairo_t *cr, guint number, double x, double y,
                         gboolean on_map);

/* The position of a place of the ground on the surface's picture. */
void dh_scene_locate (const DhScene *self, const double at[2], double loss, double *x, double *y);
/* The place of the ground that is visible at a pixel; FALSE: none. */
gboolean dh_scene_pick (const DhScene *self, double x, double y, gboolean on_map, double at[2]);

G_END_DECLS
