/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/scene/ground-axes.h"
#include "ui/plot/scene/scene.h"

G_BEGIN_DECLS

typedef enum
{
  DH_GROUND_SURFACE = 1,
  DH_GROUND_CONTOUR = 2,
  DH_GROUND_BOTH = DH_GROUND_SURFACE | DH_GROUND_CONTOUR,
} DhGroundView;

/* A picture of a ground with one ball's trajectory, or several, for a file. */
typedef struct
{
  const DhTerrain *terrain;
  DhGroundAxes axes;
  const DhGround *ground;              /* (nullable): only used if made of a face */
  const DhDescent *descent;            /* NULL: use trajectory */
  const DhTrajectoryPoint *trajectory; /* used without descent */
  guint n_trajectory;
  guint number;             /* of the ball: its colour; 0: 1 */
  const DhSceneBall *balls; /* several, in place of all that; NULL: none */
  guint n_balls;
  DhGroundView view;      /* ignored for a curve */
  int width, height;      /* pixels */
  const char *title;      /* "Rosenbrock" */
  const char *settings;   /* "Adam, rate 1e-3, 100 steps" */
  const char *ball_state; /* "Rolling: …"; a line for each ball */
  DhScheme scheme;
  DhColormap colormap;
} DhGroundSheet;

/* (transfer full) */
cairo_surface_t *dh_ground_sheet_new (const DhGroundSheet *self);
/* The same on any surface.  Any thread. */
void dh_ground_sheet_draw (const DhGroundSheet *self, cairo_t *cr);
/* The same, with that many pixels for each for what is a picture. */
void dh_ground_sheet_draw_fine (const DhGroundSheet *self, cairo_t *cr, int resolution);

G_END_DECLS
