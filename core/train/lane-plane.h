/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/plane/plane-make.h"
#include "core/train/plane-turn.h"
#include "core/train/training-request.h"

G_BEGIN_DECLS

/* The landscape of one lane: the trajectory so far, the visible plane and the one being
 * computed. */
typedef struct
{
  DhTrajectory *trajectory;
  DhLaneRequest made_for; /* what the newest plane was made for */
  gboolean made;          /* there was one, or none is possible */
  guint64 tried_at;       /* iteration of the latest attempt */
  guint n_planes;
  gint64 wanted_at;          /* when the first plane was requested, µs; 0: not yet */
  DhPlaneScan *shown, *next; /* next: too little of it is computed to be shown, or NULL */
  DhPlaneRequest reason;     /* for the newest plane */
  DhTrail trail, next_trail;
  DhTerrain *terrain;   /* of the visible plane, from … */
  guint terrain_n_done; /* … this many points */
  double ball[2];
  guint64 ball_iteration; /* iteration of `ball` */
  guint ball_serial;      /* serial of the plane `ball` is on; 0: none yet */
  double ball_loss;
  guint64 loss_iteration; /* iteration of `ball_loss` */
  guint loss_of;          /* serial of the plane `ball_loss` was set for; 0: none */
  guint probe_serial;     /* serial of `probe` */
  DhPreview *probe;
  DhPlane *published; /* NULL: none, or out of date */
} DhLanePlane;

/* iteration, start: where the trajectory begins; not read if the trajectory can't be kept. */
DhLanePlane *dh_lane_plane_new (gsize n_floats, guint64 iteration, const float *start);
/* Copies the trajectory only: a copied lane computes its own planes. */
DhLanePlane *dh_lane_plane_copy (const DhLanePlane *self);
void dh_lane_plane_free (DhLanePlane *self);

/* The plane that readers see: the one that is shown, or the first one while it is being computed;
 * NULL. */
DhPlaneScan *dh_lane_plane_get_visible (const DhLanePlane *self);
/* The one being computed, or else the one that is shown; NULL. */
DhPlaneScan *dh_lane_plane_get_newest (const DhLanePlane *self);
/* Takes over a new plane.  The current one stays visible until enough of the new one is computed.
 * (transfer full) plane */
void dh_lane_plane_begin (DhLanePlane *self, DhPlaneScan *plane, const DhTrail *trail,
                          DhPlaneRequest reason);
/* More heights have been computed: shows the next plane if there are now enough. */
void dh_lane_plane_advance (DhLanePlane *self);
/* Updates the ball's position. */
void dh_lane_plane_move_ball (DhLanePlane *self, guint64 iteration, const float *weights);
void dh_lane_plane_set_loss (DhLanePlane *self, guint64 iteration, double loss);
/* Updates `published` if it is out of date. */
void dh_lane_plane_publish (DhLanePlane *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLanePlane, dh_lane_plane_free)

G_END_DECLS
