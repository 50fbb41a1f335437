/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"
#include "core/loss/mix.h"

G_BEGIN_DECLS

#define DH_FIT_MAX_POINTS 64

/* Both within −1 … 1. */
typedef struct
{
  double x, y;
} DhFitPoint;

/* Points along a line, with a few outliers; returns how many. points: DH_FIT_MAX_POINTS. */
guint dh_fit_get_usual_points (DhFitPoint *points);
/* Mean loss of a line's distances to points; the dimensions are slope and intercept.  The mix has a
 * profile; 1 <= n_points <= DH_FIT_MAX_POINTS. (transfer full) */
DhGround *dh_fit_ground_new (const DhMix *mix, const DhFitPoint *points, guint n_points);

G_END_DECLS
