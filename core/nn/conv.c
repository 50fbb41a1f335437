/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A convolution, run by oneDNN or by our own code.
 *
 * Our own code takes several batches in one pass, so that it transforms the weights once for all of
 * them.  oneDNN chooses its code by the number of pictures, and with it the order of its sums, so it
 * gets one batch after the other.
 */
#include "core/nn/conv.h"

#include "core/nn/elementwise.h"
#include "core/nn/winograd.h"

struct _DhConv
{
  DhDnnConv *library; /* NULL: our own code */
  DhWinograd own;
  DhConvShape shape;
  DhConvUse use;
};

gboolean
dh_conv_can_be_own (const DhConvShape *shape)
{
  return shape->kernel == 3 && shape->stride == 1 && shape->in_size == shape->out_size;
}

DhConv *
dh_conv_new (const DhConvShape *shape, DhConvUse use, gboolean own, const char *name,
             GError **error)
{
  g_autoptr (DhConv) self = g_new0 (DhConv, 1);

  self->use = use;
  self->shape = *shape;
  if (own)
    dh_winograd_init (&self->own, shape);
  else
    {
      self->library = dh_dnn_conv_new (shape, use, name, error);
      if (self->library == NULL)
        return NULL;
    }
  return g_steal_pointer (&self);
}

void
dh_conv_free (DhConv *self)
{
  if (self == NULL)
    return;
  dh_dnn_conv_free (self->library);
  g_free (self);
}

gsize
dh_conv_get_scratch_size (const DhConv *self, int n_batches)
{
  gsize size;

  if (self->library != NULL)
    return dh_dnn_conv_get_scratch_size (self->library);
  size = dh_winograd_get_scratch_size (&self->own, FALSE, n_batches);
  if (self->use == DH_CONV_TRAINING)
    size = MAX (size, dh_winograd_get_scratch_size (&self->own, TRUE, n_batches));
  if (self->use >= DH_CONV_TRAINING)
    size = MAX (size, dh_winograd_get_gradient_scratch_size (&self->own));
  return size;
}

const DhConvShape *
dh_conv_get_shape (const DhConv *self)
{
  return &self->shape;
}

char *
dh_conv_describe (const DhConv *self)
{
  return self->library != NULL ? dh_dnn_conv_describe (self->library)
                               : g_strdup ("own winograd_4x3");
}

/* Floats of a batch. */
static gsize
get_source_size (const DhConvShape *s)
{
  return (gsize) s->batch * s->in_channels * s->in_size * s->in_size;
}

static gsize
get_output_size (const DhConvShape *s)
{
  return (gsize) s->batch * s->out_channels * s->out_size * s->out_size;
}

void
dh_conv_forward (const DhConv *self, DhStream *stream, int n_batches, const float *oihw,
                 const float *bias, float slope, const float *source, float *output)
{
  const gsize n_source = get_source_size (&self->shape), n_output = get_output_size (&self->shape);

  if (self->library == NULL)
    {
      dh_winograd_forward (&self->own, n_batches, oihw, bias, slope, source, output,
                           dh_stream_get_scratch (stream));
      return;
    }
  for (int i = 0; i < n_batches; i++)
    dh_dnn_conv_forward (self->library, stream, oihw, bias, source + i * n_source,
                         output + i * n_output);
  if (slope != 1)
    dh_leaky_forward (n_batches * n_output, slope, output);
}

void
dh_conv_backward_data (const DhConv *self, DhStream *stream, int n_batches, const float *oihw,
                       const float *output_gradient, float *source_gradient)
{
  const gsize n_source = get_source_size (&self->shape), n_output = get_output_size (&self->shape);

  if (self->library == NULL)
    {
      dh_winograd_backward_data (&self->own, n_batches, oihw, output_gradient, source_gradient,
                                 dh_stream_get_scratch (stream));
      return;
    }
  for (int i = 0; i < n_batches; i++)
    dh_dnn_conv_backward_data (self->library, stream, oihw, output_gradient + i * n_output,
                               source_gradient + i * n_source);
}

void
dh_conv_backward_weights (const DhConv *self, DhStream *stream, const float *source,
                          const float *output_gradient, float *oihw_gradient, float *bias_gradient)
{
  if (self->library == NULL)
    dh_winograd_backward_weights (&self->own, source, output_gradient, oihw_gradient, bias_gradient,
                                  dh_stream_get_scratch (stream));
  else
    dh_dnn_conv_backward_weights (self->library, stream, source, output_gradient, oihw_gradient,
                                  bias_gradient);
}
