/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plane/plane-make.h"
#include "core/train/plane-turn.h"
#include "core/train/training-request.h"

G_BEGIN_DECLS

/* One lane's landscape: the trajectory so far, the plane that is shown, the one being computed. */
typedef struct
{
  DhTrajectory *trajectory;
  DhLaneRequest made_for; /* what the newest plane was made for */
  gboolean made;          /* there was one, or there can be none */
  guint64 tried_at;       /* iteration of the newest attempt */
  guint n_planes;
  gint64 wanted_at;          /* when a first plane was asked for, µs; 0: not yet */
  DhPlaneScan *shown, *next; /* next: not enough of it is done yet, or NULL */
  DhPlaneRequest reason;     /* of the newest */
  DhTrail trail, next_trail;
  DhTerrain *terrain;   /* of what is visible, with … */
  guint terrain_n_done; /* … so many points */
  double ball[2];
  guint64 ball_iteration; /* that `ball` is of */
  guint ball_serial;      /* of the plane that it lies on; 0: nowhere yet */
  double ball_loss;
  guint64 loss_iteration; /* that `ball_loss` is of */
  guint loss_of;          /* and the plane whose loss it is; 0: of none */
  guint probe_serial;     /* of the probe that is there */
  DhPreview *probe;
  DhPlane *published; /* NULL: none, or it isn't the newest any more */
} DhLanePlane;

/* start: the first weights of all; not read where the trajectory can't be kept. */
DhLanePlane *dh_lane_plane_new (gsize n_floats, const float *start);
/* The trajectory alone: a copied lane computes its own planes. */
DhLanePlane *dh_lane_plane_copy (const DhLanePlane *self);
void dh_lane_plane_free (DhLanePlane *self);

/* The plane that readers see: the one that is shown, or before there is one the first in making;
 * NULL. */
DhPlaneScan *dh_lane_plane_get_visible (const DhLanePlane *self);
/* The one in making, or the one that is shown; NULL. */
DhPlaneScan *dh_lane_plane_get_newest (const DhLanePlane *self);
/* Takes over a new plane; what is shown stays until enough of it is done. (transfer full) plane */
void dh_lane_plane_begin (DhLanePlane *self, DhPlaneScan *plane, const DhTrail *trail,
                          DhPlaneRequest reason);
/* Heights became known: the next plane may be shown now. */
void dh_lane_plane_advance (DhLanePlane *self);
/* Updates the ball's position. */
void dh_lane_plane_move_ball (DhLanePlane *self, guint64 iteration, const float *weights);
void dh_lane_plane_set_loss (DhLanePlane *self, guint64 iteration, double loss);
/* Updates `published` if it is out of date. */
void dh_lane_plane_publish (DhLanePlane *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLanePlane, dh_lane_plane_free)

G_END_DECLS
