/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/model.h"

G_BEGIN_DECLS

/* One tensor of a random direction, scaled to the weights: each filter (a row of outputs) gets the
 * length of the corresponding filter of the weights, and biases are 0; Li et al. 2018.  The draw
 * depends only on seed, serial, axis (0 or 1) and tensor.  direction: flat, like the weights; only
 * the tensor's range is written.  Any thread. */
void dh_direction_draw (const DhParameter *tensor, guint index, const float *weights, guint64 seed,
                        guint serial, guint axis, float *direction);
/* Removes from `second` its component along `first`. */
void dh_direction_orthogonalise (gsize n, const float *first, float *second);
/* The dot product, summed in a fixed order: the same bytes on every machine. */
double dh_direction_multiply (gsize n, const float *a, const float *b);

#define DH_PRINCIPAL_MAX 32

/* The two directions in which the points lie furthest from the origin. */
typedef struct
{
  double shares[2];                    /* share of the sum of squared distances; 0: no such
                                        * direction */
  double weights[2][DH_PRINCIPAL_MAX]; /* unit direction = Σ weight · point */
} DhPrincipal;

/* gram: n × n, the dot products of the points with each other; n ≤ DH_PRINCIPAL_MAX;
 * overwritten. */
DhPrincipal dh_principal_find (guint n, double *gram);

G_END_DECLS
