/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_TRAJECTORY_MAX_POINTS 24
/* Of numbers that are read at once. */
#define DH_TRAJECTORY_BLOCK 4096

/* The history of a lane's weights: the start, and points since then, whose spacing grows with
 * the trajectory.  Belongs to the lane. */
typedef struct _DhTrajectory DhTrajectory;

/* budget: bytes.  What is too large for three points of that keeps none at all, and `start` isn't
 * looked at. */
DhTrajectory *dh_trajectory_new (gsize n_floats, gsize budget);
/* Sets the first point; only once, where dh_trajectory_get_capacity() isn't 0. */
void dh_trajectory_begin (DhTrajectory *self, const float *start);
/* The points are shared, never copied. */
DhTrajectory *dh_trajectory_copy (const DhTrajectory *self);
void dh_trajectory_free (DhTrajectory *self);

guint dh_trajectory_get_capacity (const DhTrajectory *self);
/* Records the weights if a point is due. */
void dh_trajectory_offer (DhTrajectory *self, guint64 iteration, const float *weights);
guint dh_trajectory_get_n_points (const DhTrajectory *self);
guint64 dh_trajectory_get_iteration (const DhTrajectory *self, guint point);
/* Numbers start … of a point's weights, as many as there are up to DH_TRAJECTORY_BLOCK; start is a
 * multiple of it. */
void dh_trajectory_read (const DhTrajectory *self, guint point, gsize start, float *weights);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhTrajectory, dh_trajectory_free)

G_END_DECLS
