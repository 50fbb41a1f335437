/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The gradient of a function of n numbers.  FALSE: it could not be computed or isn't finite. */
typedef gboolean (*DhGradientFunc) (const float *parameters, float *gradient, gpointer data);

/* Tracks the largest eigenvalue of a function's Hessian while its parameters change. */
typedef struct _DhCurvature DhCurvature;

DhCurvature *dh_curvature_new (gsize n, guint64 seed);
void dh_curvature_free (DhCurvature *self);

/* Multiplies the Hessian by the current direction, at the cost of two gradients.  scratch: 3 n
 * floats.  FALSE if a gradient could not be computed; nothing has changed then.  Any thread. */
gboolean dh_curvature_step (DhCurvature *self, const float *parameters, DhGradientFunc get_gradient,
                            gpointer data, float *scratch);
/* NaN until it is known to a few per cent, and if it isn't positive. */
double dh_curvature_get_lambda (const DhCurvature *self);
/* Forgets the eigenvalue but keeps the direction: for another function of the same parameters. */
void dh_curvature_doubt (DhCurvature *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhCurvature, dh_curvature_free)

G_END_DECLS
