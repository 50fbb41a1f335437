/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/descent.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* The kinds of plane through a network's weight space. */
typedef enum
{
  DH_PLANE_NONE,
  DH_PLANE_TRAJECTORY, /* the two principal directions of the trajectory so far; while there is no trajectory, and
                        * where its memory isn't free: RANDOM */
  DH_PLANE_RANDOM, /* two filter-normalised random directions; Li et al. 2018 */
} DhPlaneKind;

/* Three grids; the points of each are points of the next. */
#define DH_PLANE_SIDE        51
#define DH_PLANE_COARSE_SIDE 13
#define DH_PLANE_FIRST_SIDE  7

/* The loss of a fixed held-out batch on a plane through a lane's weights, as far as it is known.
 * Immutable once published, and reference-counted. */
typedef struct
{
  atomic_int n_refs;
  guint serial;       /* another one: another plane */
  DhPlaneKind kind;   /* as made: WAY or RANDOM */
  guint64 iteration;  /* whose weights are at (0, 0) */
  const char *loss;   /* the mix's text: interned */
  DhTerrain *terrain; /* DH_PLANE_SIDE²; what isn't computed yet lies between what is; before
                       * the first grid is done, the rows around the ball and NaN beyond;
                       * NULL before there are two */
  guint n_done, n_points;
  double low[2], high[2]; /* what is looked at */
  double
    explained[2]; /* of the trajectory's variance, 0 … 1, by each axis; NaN: no trajectory yet */
  guint n_trajectory;
  DhTrajectoryPoint
    *trajectory; /* the training's own trajectory, projected; the last is the ball.  loss: on
                  * the slice at that place, NaN where it isn't known or outside */
  guint64 *trajectory_iterations;
  double ball[2];    /* projected, may lie outside */
  double ball_loss;  /* true: of the weights themselves on the held-out batch */
  double slice_loss; /* of the plane's point beneath; NaN outside */
} DhPlane;

DhPlane *dh_plane_ref (DhPlane *self);
void dh_plane_unref (DhPlane *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhPlane, dh_plane_unref)

G_END_DECLS
