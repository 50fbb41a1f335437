/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/loss.h"

G_BEGIN_DECLS

/* One stretch of a pixel loss: for n <= DH_PIXEL_BLOCK numbers the loss of each, before the
 * mean is taken, and its slope by the prediction times share, which is that of one number in
 * the mean. */
#define DH_PIXEL_BLOCK 512
typedef void (*DhPixelKernel) (const double *settings,
                               float         share,
                               int           n,
                               const float  *target,
                               const float  *prediction,
                               float        *term,
                               float        *slope);

/* The evaluate() of a loss that is a mean over pixels; gradient NULL: the same number without
 * it. */
double dh_pixelwise_evaluate (DhPixelKernel kernel,
                              const double *settings,
                              DhShape       shape,
                              const float  *target,
                              const float  *prediction,
                              float        *gradient);

/* Sum in double precision; always in the same order. */
double dh_float_sum (const float *numbers, gsize n);

G_END_DECLS
