/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-pair.h"
#include "ui/lanes/plane-view.h"

G_BEGIN_DECLS

struct _DhPlaneView
{
  GtkWidget parent_instance;
  GtkWidget *pair;
  GtkWidget *buttons;
  GtkWidget *placeholder;
  GtkWidget *measuring; /* progress of the first grid */
  GtkWidget *progress;
  GtkWidget *map_button;
  GtkWidget *menu_button;
  GSimpleActionGroup *actions;
  DhLane *lane;
  DhPlane *plane;
  DhTerrain *empty; /* flat sheet shown while there is no terrain; (nullable) */
  DhGroundGroup *group, *cameras;
  DhPlaneKind kind;       /* requested while it is shown */
  DhSceneBall ball;       /* lent to the drawing code */
  DhTrajectoryPoint spot; /* position of the ball while there is no trajectory */
  double probe[2];
  gboolean probing;
  gboolean past;      /* what is shown is over: no place is probed */
  gboolean too_large; /* the network is too large for a landscape */
  gboolean both;      /* show both surface and map */
  guint parts_source;
};

/* plane-view-menu.c */
/* Call before the template is set up, since its buttons look up the actions. */
void dh_plane_view_setup_actions (DhPlaneView *self);
/* Shows surface, map, or both if there is room. */
void dh_plane_view_update_parts (DhPlaneView *self);
/* Updates the menu to the lane's kind of plane. */
void dh_plane_view_update_kind (DhPlaneView *self);

G_END_DECLS
