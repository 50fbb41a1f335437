/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/descent.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* The kinds of plane through a network's weight space. */
typedef enum
{
  DH_PLANE_NONE,
  DH_PLANE_TRAJECTORY, /* the two principal directions of the trajectory so far; RANDOM while there
                        * is no trajectory, or if there is no memory for one */
  DH_PLANE_RANDOM,     /* two filter-normalised random directions; Li et al. 2018 */
} DhPlaneKind;

/* Three grids; the points of each are also points of the next. */
#define DH_PLANE_SIDE        51
#define DH_PLANE_COARSE_SIDE 13
#define DH_PLANE_FIRST_SIDE  7

/* The loss of a fixed held-out batch on a plane through a lane's weights, as far as it is known.
 * Immutable once published, and reference-counted. */
typedef struct
{
  atomic_int n_refs;
  guint serial;       /* differs between any two planes of a lane */
  DhPlaneKind kind;   /* as made: TRAJECTORY or RANDOM */
  guint64 iteration;  /* of the weights at (0, 0) */
  const char *loss;   /* text of the mix, interned */
  DhTerrain *terrain; /* DH_PLANE_SIDE²; points not computed yet are interpolated; before the first
                       * grid is finished, the rows around the ball, and NaN beyond them; NULL if
                       * there are fewer than two rows */
  guint n_done, n_points;
  double low[2], high[2]; /* the visible range */
  double explained[2];    /* share of the trajectory's variance by axis, 0 … 1; NaN: none yet */
  guint n_trajectory;
  DhTrajectoryPoint
    *trajectory; /* the projected trajectory of the training, ending at the ball.  loss: of the
                  * slice at that point, NaN if unknown or outside */
  guint64 *trajectory_iterations;
  double ball[2];    /* projected; may lie outside */
  double ball_loss;  /* exact: of the lane's weights on the held-out batch */
  double slice_loss; /* of the plane's point below the ball; NaN outside */
} DhPlane;

/* The same plane, with the ball where it was at an earlier iteration and the trajectory up to there.
 * ball: where it was on this plane, if that is known; NULL: between the points of the trajectory,
 * it is taken to have gone straight.  NULL if the trajectory begins later.  (transfer full) */
DhPlane *dh_plane_new_earlier (const DhPlane *self, guint64 iteration, const double ball[2]);
DhPlane *dh_plane_ref (DhPlane *self);
void dh_plane_unref (DhPlane *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhPlane, dh_plane_unref)

G_END_DECLS
