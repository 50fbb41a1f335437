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

/* Floats, of packed weights, whichever pass they are for; and of a stream's scratch memory. */
gsize dh_conv_get_packed_size (const DhConv *self);
gsize dh_conv_get_scratch_size (const DhConv *self);
/* (transfer none) */
const DhConvShape *dh_conv_get_shape (const DhConv *self);
/* "forward jit:avx2, …"; (transfer full) */
char *dh_conv_describe (const DhConv *self);

/* oihw: plain weights, to be packed for a forward pass, and for one back to the source. */
void dh_conv_pack_forward (const DhConv *self, DhStream *stream, const float *oihw, float *packed);
void dh_conv_pack_backward (const DhConv *self, DhStream *stream, const float *oihw, float *packed);
/* output ← LeakyReLU (convolution + bias); slope 1: no LeakyReLU. */
void dh_conv_forward (const DhConv *self, DhStream *stream, const float *packed, const float *bias,
                      float slope, const float *source, float *output);
void dh_conv_backward_data (const DhConv *self, DhStream *stream, const float *packed,
                            const float *output_gradient, float *source_gradient);
void dh_conv_backward_weights (const DhConv *self, DhStream *stream, const float *source,
                               const float *output_gradient, float *oihw_gradient,
                               float *bias_gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhConv, dh_conv_free)

G_END_DECLS
