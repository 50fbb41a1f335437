/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-canvas.h"

G_BEGIN_DECLS

/* Fills in balls, n_balls, n_shown, fraction and basins of a scene that is about to be drawn; its
 * pointers need to be valid only until the scene has been drawn. Main context. */
typedef void (*DhGroundFill) (DhScene *scene, gpointer data);

/* The moving parts of the picture of a ground. */
typedef struct _DhGroundOverlay DhGroundOverlay;

/* widget: not referenced; redrawn when something changes. */
DhGroundOverlay *dh_ground_overlay_new (GtkWidget *widget);
void dh_ground_overlay_free (DhGroundOverlay *self);
void dh_ground_overlay_set_fill (DhGroundOverlay *self, DhGroundFill fill, gpointer data);
/* The balls or what is shown about them have changed; the trajectories are redrawn at most ten
 * times a second. */
void dh_ground_overlay_queue_balls (DhGroundOverlay *self);
/* The same, but the trajectories are redrawn at once. */
void dh_ground_overlay_queue_all_balls (DhGroundOverlay *self);
/* The basins changed. */
void dh_ground_overlay_queue_basins (DhGroundOverlay *self);
/* Shows nothing until everything is redrawn. */
void dh_ground_overlay_clear (DhGroundOverlay *self);
/* Redraws what has changed and adds everything to the snapshot. */
void dh_ground_overlay_snapshot (DhGroundOverlay *self, const DhGroundCanvas *canvas,
                                 GtkSnapshot *snapshot);

G_END_DECLS
