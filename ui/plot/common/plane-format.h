/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* The words around the picture of a network's landscape; all translated, (transfer full). */

/* "loss 0.0118", and, where the plane beneath says another thing, a line more: "slice 0.0131" */
char *dh_plane_dup_loss (const DhPlane *self);
/* "slice along the trajectory: 83 %", "random slice" */
char *dh_plane_dup_share (const DhPlane *self);
/* What the two mean, in sentences */
char *dh_plane_dup_loss_tooltip (void);
char *dh_plane_dup_share_tooltip (const DhPlane *self);
/* "direction 1: 61 %"; axis 0 or 1 */
char *dh_plane_dup_axis (const DhPlane *self, guint axis);
/* How fine it is while it is refined: "32×32"; NULL once all of it is computed, and before there is
 * any picture */
char *dh_plane_dup_progress (const DhPlane *self);
/* How much of the first grid is there, 0 … 1 */
double dh_plane_get_first_part (const DhPlane *self);
/* What stands over the picture, self (nullable), while there is no plane at all; else NULL.
 * diverged: the lane */
char *dh_plane_dup_placeholder (const DhPlane *self, gboolean diverged);
/* "here 0.0234"; NULL outside, and before there is a picture */
char *dh_plane_dup_here (const DhPlane *self, const double at[2]);
/* All of it in sentences, for a screen reader; self (nullable) */
char *dh_plane_dup_description (const DhPlane *self, gboolean diverged);

G_END_DECLS
