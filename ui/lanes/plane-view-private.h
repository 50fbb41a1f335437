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
  GtkWidget *measuring; /* how much of the first grid is there */
  GtkWidget *progress;
  GtkWidget *map_button;
  GtkWidget *menu_button;
  GSimpleActionGroup *actions;
  DhLane *lane;
  DhPlane *plane;
  DhTerrain *empty; /* the sheet while there is no terrain; (nullable) */
  DhGroundGroup *group, *cameras;
  DhPlaneKind kind;       /* wanted while it is shown */
  DhSceneBall ball;       /* lent to whoever draws */
  DhTrajectoryPoint spot; /* its place while there is no trajectory */
  double probe[2];
  gboolean probing;
  gboolean too_large; /* the network is, for a landscape */
  gboolean both;      /* surface and map */
  guint parts_source;
};

/* plane-view-menu.c */
/* Before the template: its buttons look for the actions. */
void dh_plane_view_setup_actions (DhPlaneView *self);
/* Surface, map, or both, as there is room. */
void dh_plane_view_update_parts (DhPlaneView *self);
/* The menu follows the lane's kind of plane. */
void dh_plane_view_update_kind (DhPlaneView *self);

G_END_DECLS
