/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/tensor.h"

G_BEGIN_DECLS

/* All functions take pictures (N, 3, H, W) in [0, 1]. */

/* Mean |output - target| over a mask (N, 1, H, W), which may be NULL; NaN for an empty one. */
double dh_output_stats_get_error (DhShape shape, const float *target, const float *output,
                                  const float *mask);
/* The share of the n values that are nearly 0 or 1. */
double dh_output_stats_get_saturated (const float *output, gsize n);
/* The standard deviation over the batch, averaged over the pixels; NaN for a batch of one. */
double dh_output_stats_get_variation (const float *output, DhShape shape);

G_END_DECLS
