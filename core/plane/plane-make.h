/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/thread-pool.h"
#include "core/nn/model.h"
#include "core/plane/plane-scan.h"
#include "core/plane/trajectory.h"

G_BEGIN_DECLS

/* The positions of a trajectory's points on a plane. */
typedef struct
{
  guint n;
  guint64 iterations[DH_TRAJECTORY_MAX_POINTS];
  double places[DH_TRAJECTORY_MAX_POINTS][2];
} DhTrail;

/* Makes a plane through weights.  kind: TRAJECTORY becomes RANDOM if the trajectory is too short.
 * seed, serial: for random directions; the same values give the same draws in every lane.  The
 * caller sets serial, loss and objective of the result.  Worker 0 of the pool. */
DhPlaneScan *dh_plane_make (DhThreadPool *pool, const DhParameterTable *table, const float *weights,
                            const DhTrajectory *trajectory, DhPlaneKind kind, guint64 seed,
                            guint serial, DhTrail *trail);
/* Adds the points recorded since the last call. */
void dh_trail_follow (DhTrail *self, const DhPlaneScan *plane, const DhTrajectory *trajectory);
/* Whether the trajectory is long enough to define directions, and whether it ever can be. */
gboolean dh_plane_has_trajectory (const DhTrajectory *trajectory);
gboolean dh_plane_can_have_trajectory (const DhTrajectory *trajectory);

G_END_DECLS
