/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/nn/dnn.h"

G_BEGIN_DECLS

/* A convolution by oneDNN's code or by our own.  Within core/nn only.
 * Any number of threads at once, each with a stream of its own. */
typedef struct _DhConv DhConv;

/* Whether our own code can run it. */
gboolean dh_conv_can_be_own (const DhConvShape *shape);
/* NULL with DH_ERROR_COMPUTE, where oneDNN has no fast code; the sentence names the layer. */
DhConv *dh_conv_new (const DhConvShape *shape, DhConvUse use, gboolean own, const char *name,
                     GError **error);
void dh_conv_free (DhConv *self);

gsize dh_conv_get_packed_size (const DhConv *self);  /* floats */
gsize dh_conv_get_scratch_size (const DhConv *self); /* floats */
/* Lent. */
const DhConvShape *dh_conv_get_shape (const DhConv *self);
/* "forward jit:avx2, …"; (transfer full) */
char *dh_conv_describe (const DhConv *self);

/* oihw: plain weights.  A mixture of packed weights is the packed mixture. */
void dh_conv_pack (const DhConv *self, DhStream *stream, const float *oihw, float *packed);
/* output ← LeakyReLU (convolution + bias); slope 1: without. */
void dh_conv_forward (const DhConv *self, DhStream *stream, const float *packed, const float *bias,
                      float slope, const float *source, float *output);
void dh_conv_backward_data (const DhConv *self, DhStream *stream, const float *packed,
                            const float *output_gradient, float *source_gradient);
void dh_conv_backward_weights (const DhConv *self, DhStream *stream, const float *source,
                               const float *output_gradient, float *oihw_gradient,
                               float *bias_gradient);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhConv, dh_conv_free)

G_END_DECLS
