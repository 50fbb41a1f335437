/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A square colour picture that can be sampled anywhere between its pixels and beyond its border,
 * where it continues.  Immutable. */
typedef struct _DhSpline DhSpline;

/* A shift split into whole pixels and the weights of four neighbours; slopes: derivatives with
 * respect to the shift. */
typedef struct
{
  int first;
  float weights[4], slopes[4];
} DhSplineTaps;

/* planes (3, size, size), copied. (transfer full) */
DhSpline *dh_spline_new (const float *planes, int size);
void dh_spline_free (DhSpline *self);

/* For a shift in pixels, towards larger indices. */
DhSplineTaps dh_spline_make_taps (const DhSpline *self, double shift);
/* The number of columns, including the border, of the spline of a picture of that size. */
int dh_spline_get_side (int size);
/* First down, then across: rows (3, size, n_columns) for the columns of the spline from
 * first_column on, made with weights of four rows. */
void dh_spline_shift_rows (const DhSpline *self, int first_row, const float weights[4],
                           int first_column, int n_columns, float *rows);
/* Computes to (3, size, size) from such rows; the first pixel reads from their column `offset`
 * on. */
void dh_spline_shift_columns (const float *rows, int n_columns, int offset, const float weights[4],
                              int size, float *to);

/* The picture turned by an angle (radians, clockwise on the screen) and size times as large, about
 * its centre; by_angle and by_size, both or none, are its derivatives.  All (3, size, size); size
 * > 0. */
void dh_spline_turn (const DhSpline *self, double angle, double size, float *to, float *by_angle,
                     float *by_size);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhSpline, dh_spline_free)

G_END_DECLS
