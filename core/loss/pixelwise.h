/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/loss/loss.h"

G_BEGIN_DECLS

/* What dh_loss_evaluate() does with a loss that has a kernel. */
double dh_pixelwise_evaluate (DhPixelKernel kernel, const double *settings, DhShape shape,
                              const float *target, const float *prediction, float *gradient);

/* Sum in double precision; always in the same order. */
double dh_float_sum (const float *numbers, gsize n);

G_END_DECLS
