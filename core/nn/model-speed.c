/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How fast this processor runs a model: a measurement of its most expensive convolution.
 */
#include "core/nn/model-speed.h"

#include "core/base/tensor.h"
#include "core/nn/conv-choice.h"
#include "core/nn/elementwise.h"

#define ENOUGH_WORK 2e8 /* FLOP: some milliseconds */
#define N_RUNS      3   /* the fastest counts: the first makes the memory resident */

/* Up to a cache line. */
static gsize
rounded (gsize n_floats)
{
  return (n_floats + 15) / 16 * 16;
}

static gsize
get_weights_size (const DhConvShape *shape)
{
  return rounded ((gsize) shape->in_channels * shape->out_channels * shape->kernel * shape->kernel);
}

static double
time_forward (const DhConv *conv, DhStream *stream, const DhConvShape *shape, float *memory)
{
  const gsize n_source = (gsize) shape->batch * shape->in_channels * shape->in_size
                         * shape->in_size;
  float *weights = memory, *bias = weights + get_weights_size (shape);
  float *source = bias + rounded (shape->out_channels), *output = source + rounded (n_source);
  gint64 best = G_MAXINT64;

  for (int run = 0; run < N_RUNS; run++)
    {
      gint64 begin = g_get_monotonic_time ();

      dh_conv_forward (conv, stream, 1, weights, bias, 1, source, output);
      best = MIN (best, g_get_monotonic_time () - begin);
    }
  return MAX (best, 1) / (double) G_USEC_PER_SEC;
}

static gsize
get_forward_size (const DhConvShape *shape)
{
  const gsize area = (gsize) shape->batch * shape->in_size * shape->in_size;

  return get_weights_size (shape) + rounded (shape->out_channels)
         + rounded (area * shape->in_channels) + rounded (area * shape->out_channels);
}

double
dh_model_measure_speed (const DhModel *model)
{
  const double work = 2.0 * model->decoder_channels[0] * 4 * model->decoder_channels[1] * 9
                      * (model->size / 4) * (model->size / 4);
  DhConvShape shape = {
    .batch = CLAMP ((int) (ENOUGH_WORK / work), 1, model->batch),
    .in_channels = dh_pad_channels (model->decoder_channels[0]),
    .in_size = model->size / 4,
    .out_channels = 4 * dh_pad_channels (model->decoder_channels[1]),
    .out_size = model->size / 4,
    .kernel = 3,
    .stride = 1,
    .pad_before = 1,
    .pad_after = 1,
  };
  g_autoptr (DhConv) conv = dh_conv_new (&shape, DH_CONV_INFERENCE,
                                         dh_conv_choose_own (&shape, &shape, DH_CONV_INFERENCE),
                                         "decoder.up1", NULL);
  g_autoptr (DhStream) stream = NULL;
  float *memory;
  double seconds = 0;

  if (conv == NULL)
    return 0;
  stream = dh_stream_new (dh_conv_get_scratch_size (conv, 1));
  memory = dh_tensor_try_new (get_forward_size (&shape));
  if (stream != NULL && memory != NULL)
    seconds = time_forward (conv, stream, &shape, memory);
  dh_tensor_free (memory);
  return seconds > 0 ? shape.batch * work / seconds : 0;
}
