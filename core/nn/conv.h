/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/dnn.h"

G_BEGIN_DECLS

/* A convolution, run by oneDNN or by our own code.  Within core/nn only.
 * Any number of threads may use one, each with its own stream. */
typedef struct _DhConv DhConv;

/* Whether our own code can run it. */
gboolean dh_conv_can_be_own (const DhConvShape *shape);
/* NULL with DH_ERROR_COMPUTE if oneDNN has no fast code for it; the message names the layer. */
DhConv *dh_conv_new (const DhConvShape *shape, DhConvUse use, gboolean own, const char *name,
                     GError **error);
void dh_conv_free (DhConv *self);

/* Floats; n_batches: the most that a pass takes. */
gsize dh_conv_get_scratch_size (const DhConv *self, int n_batches);
/* (transfer none) */
const DhConvShape *dh_conv_get_shape (const DhConv *self);
/* "forward jit:avx2, …"; (transfer full) */
char *dh_conv_describe (const DhConv *self);

/* oihw: plain weights, which are rearranged in each pass: that is faster than keeping them in another
 * order, for which they would have to be fetched from main memory a second time. */
/* output ← LeakyReLU (convolution + bias); slope 1: no LeakyReLU.  Several batches, which follow each
 * other in the maps, get the same bytes as each by itself. */
void dh_conv_forward (const DhConv *self, DhStream *stream, int n_batches, const float *oihw,
                      const float *bias, float slope, const float *source, float *output);
void dh_conv_backward_data (const DhConv *self, DhStream *stream, int n_batches, const float *oihw,
                            const float *output_gradient, float *source_gradient);
/* Of one batch: how a sum over pictures is rounded depends on how many there are. */
void dh_conv_backward_weights (const DhConv *self, DhStream *stream, const float *source,
                               const float *output_gradient, float *oihw_gradient,
                               float *bias_gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhConv, dh_conv_free)

G_END_DECLS
