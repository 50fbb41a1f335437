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

/* A picture of a ground with one ball's trajectory, for files. */
typedef struct
{
  const DhTerrain *terrain;
  DhGroundAxes axes;
  const DhGround *ground;              /* (nullable): of a face, its pictures are shown */
  const DhDescent *descent;            /* NULL: the trajectory is in … */
  const DhTrajectoryPoint *trajectory; /* … here */
  guint n_trajectory;
  DhGroundView view;      /* of a curve there is but one */
  int width, height;      /* pixels */
  const char *title;      /* "Rosenbrock" */
  const char *settings;   /* "Adam, rate 1e-3, 100 steps" */
  const char *ball_state; /* "Rolling: …" */
  DhScheme scheme;
  DhColormap colormap;
} DhGroundSheet;

/* (transfer full) */
cairo_surface_t *dh_ground_sheet_new (const DhGroundSheet *self);

G_END_DECLS
