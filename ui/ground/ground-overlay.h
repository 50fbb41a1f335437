/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-canvas.h"

G_BEGIN_DECLS

/* Fills in balls, n_balls, n_shown, fraction and basins of a scene that is drawn now; what it lends
 * need not live longer than the call that draws. Main context. */
typedef void (*DhGroundFill) (DhScene *scene, gpointer data);

/* What moves on the picture of a ground. */
typedef struct _DhGroundOverlay DhGroundOverlay;

/* widget: lent; drawn again when something changes */
DhGroundOverlay *dh_ground_overlay_new (GtkWidget *widget);
void dh_ground_overlay_free (DhGroundOverlay *self);
void dh_ground_overlay_set_fill (DhGroundOverlay *self, DhGroundFill fill, gpointer data);
/* The balls moved, or what is told of them; the trajectories are redrawn ten times a second at
 * most. */
void dh_ground_overlay_queue_balls (DhGroundOverlay *self);
/* The same, with trajectories that are redrawn at once. */
void dh_ground_overlay_queue_all_balls (DhGroundOverlay *self);
/* The basins changed. */
void dh_ground_overlay_queue_basins (DhGroundOverlay *self);
/* Nothing is shown until it is drawn anew. */
void dh_ground_overlay_clear (DhGroundOverlay *self);
/* Draws what is to be drawn anew, and all of it into the snapshot. */
void dh_ground_overlay_snapshot (DhGroundOverlay *self, const DhGroundCanvas *canvas,
                                 GtkSnapshot *snapshot);

G_END_DECLS
