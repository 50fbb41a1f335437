/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/session/lane.h"
#include "ui/ground/ground-group.h"

G_BEGIN_DECLS

/* The landscape of a lane's network, with the training as a ball on it.  A click probes a place:
 * the lane then paints with the weights of that place.
 *
 * Properties:
 *   probing  boolean  a place is probed (read only; notifies) */
#define DH_TYPE_PLANE_VIEW (dh_plane_view_get_type ())
G_DECLARE_FINAL_TYPE (DhPlaneView, dh_plane_view, DH, PLANE_VIEW, GtkWidget)

GtkWidget *dh_plane_view_new (void);
/* Call once.  cameras: the camera shared by all landscapes; the place under the pointer isn't
 * shared. */
void dh_plane_view_set_lane (DhPlaneView *self, DhLane *lane, DhGroundGroup *cameras);
/* FALSE hides the widget and requests no landscape from the lane. */
void dh_plane_view_set_shown (DhPlaneView *self, gboolean shown);
/* plane: (nullable); setting the same one again does nothing. */
void dh_plane_view_set_plane (DhPlaneView *self, DhPlane *plane);
/* The network is too large for a landscape; shows a message instead. */
void dh_plane_view_set_too_large (DhPlaneView *self, gboolean too_large);
/* While the past is shown, no place can be probed: only the present weights can be moved there. */
void dh_plane_view_set_past (DhPlaneView *self, gboolean past);
gboolean dh_plane_view_get_probing (DhPlaneView *self);
/* Probes a place; NULL goes back to the training. */
void dh_plane_view_probe (DhPlaneView *self, const double *at);
/* Updates the description for screen readers. */
void dh_plane_view_describe (DhPlaneView *self);

G_END_DECLS
