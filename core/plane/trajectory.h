/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_TRAJECTORY_MAX_POINTS 12
/* Numbers that are read at once. */
#define DH_TRAJECTORY_BLOCK 4096

/* The history of a lane's weights: the start and later points, whose spacing grows with the
 * trajectory.  Owned by the lane. */
typedef struct _DhTrajectory DhTrajectory;

/* budget: bytes.  If it isn't enough for three points, the trajectory stays empty and `start` isn't
 * read. */
DhTrajectory *dh_trajectory_new (gsize n_floats, gsize budget);
/* Sets the first point.  Call once, and only if dh_trajectory_get_capacity() isn't 0. */
void dh_trajectory_begin (DhTrajectory *self, guint64 iteration, const float *start);
/* Shares the memory of the start with a trajectory that begins at the same weights; FALSE if it
 * doesn't. */
gboolean dh_trajectory_share_start (DhTrajectory *self, const DhTrajectory *other);
/* Shares the points with the original. */
DhTrajectory *dh_trajectory_copy (const DhTrajectory *self);
void dh_trajectory_free (DhTrajectory *self);

guint dh_trajectory_get_capacity (const DhTrajectory *self);
/* Records the weights if a point is due. */
void dh_trajectory_offer (DhTrajectory *self, guint64 iteration, const float *weights);
guint dh_trajectory_get_n_points (const DhTrajectory *self);
guint64 dh_trajectory_get_iteration (const DhTrajectory *self, guint point);
/* Reads a point's weights from index start on, up to DH_TRAJECTORY_BLOCK of them; start is a
 * multiple of that. */
void dh_trajectory_read (const DhTrajectory *self, guint point, gsize start, float *weights);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhTrajectory, dh_trajectory_free)

G_END_DECLS
