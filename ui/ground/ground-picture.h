/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"
#include "ui/ground/ground-canvas.h"
#include "ui/ground/ground-group.h"
#include "ui/ground/ground-overlay.h"

G_BEGIN_DECLS

/* A ground, seen from somewhere or from above, with balls.  The ground is rasterised in its own
 * thread; trajectories, balls and the ground are separate cached nodes, so that a moving ball
 * redraws only itself.
 *
 * The pointer: on the surface a drag turns it, scrolling zooms, a click picks a place; on map and
 * curve a click or drag picks places.  Arrow keys pick a place beside the last ball's start.
 *
 * Signal ::picked (double x, double y, gboolean finished): a place was clicked, dragged to or moved
 * to with the keys; finished is FALSE during a drag. */
#define DH_TYPE_GROUND_PICTURE (dh_ground_picture_get_type ())
G_DECLARE_FINAL_TYPE (DhGroundPicture, dh_ground_picture, DH, GROUND_PICTURE, GtkWidget)

GtkWidget *dh_ground_picture_new (DhGroundPictureKind kind);
void dh_ground_picture_set_group (DhGroundPicture *self, DhGroundGroup *group);
/* terrain: referenced; NULL: nothing is known yet.  ground: gives names and units of the axes;
 * (nullable).  The old picture stays until a fine picture of the new terrain is painted. */
void dh_ground_picture_set_terrain (DhGroundPicture *self, const DhTerrain *terrain,
                                    DhGround *ground);
/* Names of the axes if there is no ground that names them; NULL for none.  Copied. */
void dh_ground_picture_set_axes (DhGroundPicture *self, const char *first, const char *second);
void dh_ground_picture_set_fill (DhGroundPicture *self, DhGroundFill fill, gpointer data);
/* The place from which the arrow keys move. */
void dh_ground_picture_set_start (DhGroundPicture *self, const double at[2]);
/* The balls or what is shown about them have changed; the trajectories are redrawn at most ten
 * times a second. */
void dh_ground_picture_queue_balls (DhGroundPicture *self);
/* The basins changed. */
void dh_ground_picture_queue_basins (DhGroundPicture *self);
/* The part of the widget that the ground fills. */
graphene_rect_t dh_ground_picture_get_area (DhGroundPicture *self);
/* The width and height that its axes take. */
void dh_ground_picture_get_margins (DhGroundPicture *self, int *across, int *down);
/* Sets what screen readers say about it. */
void dh_ground_picture_describe (DhGroundPicture *self, const char *name, const char *description);

G_END_DECLS
