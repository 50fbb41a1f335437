/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/dnn.h"
#include "core/nn/winograd-kernels.h"

G_BEGIN_DECLS

/* 3 × 3 convolutions with stride 1, by Winograd's F(4×4, 3×3).  Within core/nn only.  It owns no
 * memory.  Any number of threads may use one, each with its own scratch memory, aligned to 64
 * bytes. */
typedef struct
{
  const DhWinogradKernels *kernels;
  DhConvShape shape;
  int tiles_a_side;
  int n_tiles; /* of a batch */
} DhWinograd;

/* shape: a 3 × 3 kernel with stride 1, output as large as the input; its maps may be spread, and the
 * source may be made of phases. */
void dh_winograd_init (DhWinograd *self, const DhConvShape *shape);

/* Floats of scratch memory, for a forward or backward pass of so many batches to the other map, and
 * for the pass to the weights. */
gsize dh_winograd_get_scratch_size (const DhWinograd *self, gboolean backward, int n_batches);
gsize dh_winograd_get_gradient_scratch_size (const DhWinograd *self);

/* oihw: plain weights.  output ← LeakyReLU (convolution + bias); slope 1: no LeakyReLU.  The bytes of
 * several batches in one pass are those of one pass for each. */
void dh_winograd_forward (const DhWinograd *self, int n_batches, const float *oihw,
                          const float *bias, float slope, const float *source, float *output,
                          float *scratch);
void dh_winograd_backward_data (const DhWinograd *self, int n_batches, const float *oihw,
                                const float *output_gradient, float *source_gradient,
                                float *scratch);
/* The gradient of taps that the kernels of phases lack is undefined. */
void dh_winograd_backward_weights (const DhWinograd *self, const float *source,
                                   const float *output_gradient, float *oihw_gradient,
                                   float *bias_gradient, float *scratch);

G_END_DECLS
