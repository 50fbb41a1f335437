/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/random.h"
#include "core/nn/model.h"

G_BEGIN_DECLS

/* Every operation in plain C, double precision and (N, C, H, W); for tests, which link it
 * apart. Written from the formulas, sharing nothing with the network but the model's table. */

/* A tensor of numbers between -1 and 1; (transfer full). */
float *dh_reference_new_random (DhRandom *random, gsize n);
/* The same numbers in double precision. */
double *dh_reference_widen (const float *values, gsize n);

typedef struct
{
  int batch, in_channels, in_size, out_channels, out_size, kernel, stride, pad;
} DhReferenceConv;

void dh_reference_conv_forward (const DhReferenceConv *conv, const double *x, const double *weights,
                                const double *bias, double *y);
/* Any of the gradients may be NULL. */
void dh_reference_conv_backward (const DhReferenceConv *conv, const double *x,
                                 const double *weights, const double *dy, double *dx,
                                 double *dweights, double *dbias);

/* y (N, outputs) = x (N, inputs) · weightsᵀ + bias */
void dh_reference_dense_forward (int batch, int inputs, int outputs, const double *x,
                                 const double *weights, const double *bias, double *y);
void dh_reference_dense_backward (int batch, int inputs, int outputs, const double *x,
                                  const double *weights, const double *dy, double *dx,
                                  double *dweights, double *dbias);

void dh_reference_leaky_forward (gsize n, double slope, const double *x, double *y);
void dh_reference_leaky_backward (gsize n, double slope, const double *x, const double *dy,
                                  double *dx);

/* (N, 4C, S, S) ↔ (N, C, 2S, 2S) */
void dh_reference_shuffle (int batch, int channels, int size, const double *x, double *y);
void dh_reference_unshuffle (int batch, int channels, int size, const double *y, double *x);

/* The whole network, one side. */
typedef struct _DhReference DhReference;

DhReference *dh_reference_new (const DhModel *model, int batch);
void dh_reference_free (DhReference *self);
/* Lent until the next call. */
const double *dh_reference_forward (DhReference *self, DhSide side, const double *parameters,
                                    const double *input);
/* Output 0 is what that returned; of a multiscale decoder, 1 and 2 are the smaller ones. */
const double *dh_reference_peek_output (const DhReference *self, int output);
/* output_gradient: by the outputs, end to end; gradient: whole table's size; the ranges of the
 * encoder and the side's decoder are written. */
void dh_reference_backward (DhReference *self, const double *output_gradient, double *gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhReference, dh_reference_free)

G_END_DECLS
