/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/objective.h"
#include "core/plane/plane.h"

G_BEGIN_DECLS

#define DH_PLANE_N_POINTS        (DH_PLANE_SIDE * DH_PLANE_SIDE)
#define DH_PLANE_N_FIRST_POINTS  (DH_PLANE_FIRST_SIDE * DH_PLANE_FIRST_SIDE)
#define DH_PLANE_N_COARSE_POINTS (DH_PLANE_COARSE_SIDE * DH_PLANE_COARSE_SIDE)

/* A plane and its heights so far.  Point (x, y) has the weights origin + x · axes[0] + y · axes[1];
 * the axes are orthogonal. */
typedef struct
{
  guint64 id;   /* unique among the planes of a trainer */
  guint serial; /* counts the lane's planes */
  DhPlaneKind kind;
  guint64 iteration; /* of the weights at the origin */
  const char *loss;  /* interned */
  DhObjective objective;
  gsize n_floats;
  float *origin, *axes[2];
  double length2[2];      /* squared lengths of the axes */
  double low[2], high[2]; /* the visible range */
  double explained[2];

  float heights[DH_PLANE_N_POINTS];
  gboolean known[DH_PLANE_N_POINTS];
  guint n_done;
  guint n_queued; /* points in the order in which they will be computed */
  guint queue[DH_PLANE_N_POINTS];
} DhPlaneScan;

/* The axes are zero, and no point is known. */
DhPlaneScan *dh_plane_scan_new (gsize n_floats, const float *origin);
void dh_plane_scan_free (DhPlaneScan *self);
/* Computes the lengths of the axes once these are set. */
void dh_plane_scan_measure_axes (DhPlaneScan *self);
/* Queues the first points once low and high are set, too. */
void dh_plane_scan_begin (DhPlaneScan *self);

/* The next points to compute, at most n: first the rows of two coarse grids, beginning near the
 * origin, then pieces of rows, the roughest first. */
guint dh_plane_scan_list (const DhPlaneScan *self, guint n, guint *points);
void dh_plane_scan_get_place (const DhPlaneScan *self, guint point, double at[2]);
/* loss: NaN if it isn't finite. */
void dh_plane_scan_store (DhPlaneScan *self, guint point, double loss);
gboolean dh_plane_scan_is_first (const DhPlaneScan *self); /* whether at least that grid is
                                                            * finished */
gboolean dh_plane_scan_is_coarse (const DhPlaneScan *self);
gboolean dh_plane_scan_is_done (const DhPlaneScan *self);

/* The number of points that a picture shows.  While the first grid is unfinished, only complete
 * rows count, and at least two are needed. */
guint dh_plane_scan_count_shown (const DhPlaneScan *self);
/* Missing points are interpolated or NaN; NULL if there is nothing to show.  (transfer full) */
DhTerrain *dh_plane_scan_make_terrain (const DhPlaneScan *self);
/* The orthogonal projection of weights onto the plane. */
void dh_plane_scan_project (const DhPlaneScan *self, const float *weights, double at[2]);
/* The weights at a point of the plane. */
void dh_plane_scan_get_weights (const DhPlaneScan *self, const double at[2], float *weights);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhPlaneScan, dh_plane_scan_free)

G_END_DECLS
