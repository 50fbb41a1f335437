/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/descent.h"
#include "core/landscape/terrain.h"

G_BEGIN_DECLS

/* NumPy's format, float32 (rows, columns): the second dimension grows with the row, the first with
 * the column.  FALSE with DH_ERROR_FILE. */
gboolean dh_terrain_write (const DhTerrain *terrain, const char *path, GError **error);
/* A table "step,x,y,loss" with a line for each ball from the start, in double precision.  FALSE
 * with DH_ERROR_FILE. */
gboolean dh_descent_write (const DhDescent *descent, const char *path, GError **error);
/* The same of any trajectory; steps: their numbers, NULL: counted from 0. */
gboolean dh_trajectory_points_write (const DhTrajectoryPoint *points, const guint64 *steps, guint n,
                                     const char *path, GError **error);

G_END_DECLS
