/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* The words around the picture of a network's landscape; all translated, (transfer full). */

/* "loss 0.0118", and a second line, "slice 0.0131", if the plane's value at the ball differs */
char *dh_plane_dup_loss (const DhPlane *self);
/* "slice along the trajectory: 83 %", "random slice" */
char *dh_plane_dup_share (const DhPlane *self);
/* What these two mean, in sentences */
char *dh_plane_dup_loss_tooltip (void);
char *dh_plane_dup_share_tooltip (const DhPlane *self);
/* "direction 1: 61 %"; axis 0 or 1 */
char *dh_plane_dup_axis (const DhPlane *self, guint axis);
/* The resolution while it is refined: "32×32"; NULL once everything is computed, and before there
 * is a picture */
char *dh_plane_dup_progress (const DhPlane *self);
/* How much of the first grid has been computed, 0 … 1 */
double dh_plane_get_first_part (const DhPlane *self);
/* The text in place of the picture while there is no plane; otherwise NULL. self is (nullable);
 * diverged: whether the lane has diverged */
char *dh_plane_dup_placeholder (const DhPlane *self, gboolean diverged);
/* "here 0.0234"; NULL outside the plane, and before there is a picture */
char *dh_plane_dup_here (const DhPlane *self, const double at[2]);
/* A full description for a screen reader; self is (nullable) */
char *dh_plane_dup_description (const DhPlane *self, gboolean diverged);

G_END_DECLS
