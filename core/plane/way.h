/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define DH_WAY_MAX_POINTS 24
/* Of numbers that are read at once. */
#define DH_WAY_BLOCK 4096

/* Where a lane's weights were: the start, and points of the way since, the further apart the longer
 * the way.  Belongs to the lane. */
typedef struct _DhWay DhWay;

/* budget: bytes.  What is too large for three points of that keeps none at all, and `start` isn't
 * looked at. */
DhWay *dh_way_new (gsize n_floats, gsize budget);
/* Sets the first point; only once, where dh_way_get_capacity() isn't 0. */
void dh_way_begin (DhWay *self, const float *start);
/* The points are shared, never copied. */
DhWay *dh_way_copy (const DhWay *self);
void dh_way_free (DhWay *self);

guint dh_way_get_capacity (const DhWay *self);
/* Keeps the weights if it is time for a point. */
void dh_way_offer (DhWay *self, guint64 iteration, const float *weights);
guint dh_way_get_n_points (const DhWay *self);
guint64 dh_way_get_iteration (const DhWay *self, guint point);
/* Numbers start … of a point's weights, as many as there are up to DH_WAY_BLOCK; start is a
 * multiple of it. */
void dh_way_read (const DhWay *self, guint point, gsize start, float *weights);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhWay, dh_way_free)

G_END_DECLS
