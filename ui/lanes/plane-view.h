/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/session/lane.h"
#include "ui/ground/ground-group.h"

G_BEGIN_DECLS

/* The landscape of a lane's network, with the training as a ball on it.  A click probes a place:
 * the lane then paints with the weights that lie there.
 *
 * Properties:
 *   probing  boolean  a place is probed (read only; notifies)
 */
#define DH_TYPE_PLANE_VIEW (dh_plane_view_get_type ())
G_DECLARE_FINAL_TYPE (DhPlaneView, dh_plane_view, DH, PLANE_VIEW, GtkWidget)

GtkWidget *dh_plane_view_new (void);
/* Once.  cameras: whose camera all landscapes share; the place under the pointer is each plane's
 * own. */
void dh_plane_view_set_lane (DhPlaneView *self, DhLane *lane, DhGroundGroup *cameras);
/* FALSE: the widget hides, and the lane isn't asked for a landscape. */
void dh_plane_view_set_shown (DhPlaneView *self, gboolean shown);
/* plane: (nullable); the same one again does nothing. */
void dh_plane_view_set_plane (DhPlaneView *self, DhPlane *plane);
/* There will be none: the network is too large for it, which is said instead. */
void dh_plane_view_set_too_large (DhPlaneView *self, gboolean too_large);
gboolean dh_plane_view_get_probing (DhPlaneView *self);
/* Looks at a place, or, at NULL, goes back to the training. */
void dh_plane_view_probe (DhPlaneView *self, const double *at);
/* Renews what a screen reader reads. */
void dh_plane_view_describe (DhPlaneView *self);

G_END_DECLS
