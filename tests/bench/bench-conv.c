/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times the convolutions of a preset, oneDNN's code and our own in turn, on one thread:
 *
 *   bench-conv [PRESET [REPEATS]]
 *
 * For each layer and pass the fastest of the repeats, in ms of the thread's processor time, which
 * other programs disturb less than the clock; and what ours reaches in GFLOP/s, counted as a
 * multiplication and an addition for each pixel, tap and pair of channels.  A strided convolution
 * runs with oneDNN as it is, and with ours as one of the four pixels of each square.
 */
#include "core/base/random.h"
#include "core/base/tensor.h"
#include "core/nn/network-private.h"

#include <stdlib.h>
#include <time.h>

typedef enum
{
  FORWARD,
  DATA,
  WEIGHTS,
  N_PASSES
} Pass;

typedef struct
{
  DhConv *conv;
  DhStream *stream;
  float *weights, *bias, *source, *output, *source_gradient, *gradient;
  double best[N_PASSES]; /* ms */
} Trial;

static float *
new_random (gsize n)
{
  float *values = dh_tensor_new (n);
  DhRandom random;

  dh_random_init (&random, 1, n);
  for (gsize i = 0; i < n; i++)
    values[i] = dh_random_uniform (&random, -1, 1);
  return values;
}

static gboolean
trial_init (Trial *self, const DhConvShape *s, gboolean own)
{
  const gsize n_weights = (gsize) s->in_channels * s->out_channels * s->kernel * s->kernel;
  const gsize n_source = (gsize) s->batch * s->in_channels * s->in_size * s->in_size;

  *self = (Trial) { .conv = dh_conv_new (s, DH_CONV_TRAINING, own, "bench", NULL) };
  if (self->conv == NULL)
    return FALSE;
  self->stream = dh_stream_new (dh_conv_get_scratch_size (self->conv, 1));
  self->weights = new_random (n_weights);
  self->gradient = dh_tensor_new (n_weights);
  self->bias = new_random (s->out_channels);
  self->source = new_random (n_source);
  self->source_gradient = dh_tensor_new (n_source);
  self->output = new_random ((gsize) s->batch * s->out_channels * s->out_size * s->out_size);
  for (int pass = 0; pass < N_PASSES; pass++)
    self->best[pass] = G_MAXDOUBLE;
  return TRUE;
}

static void
trial_clear (Trial *self)
{
  float *const all[] = { self->weights,         self->bias,    self->source, self->output,
                         self->source_gradient, self->gradient };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    dh_tensor_free (all[i]);
  dh_stream_free (self->stream);
  dh_conv_free (self->conv);
}

static double
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e3 + time.tv_nsec * 1e-6;
}

static void
trial_run (Trial *self)
{
  double times[N_PASSES + 1];

  times[FORWARD] = now ();
  dh_conv_forward (self->conv, self->stream, 1, self->weights, self->bias, 1, self->source,
                   self->output);
  times[DATA] = now ();
  dh_conv_backward_data (self->conv, self->stream, 1, self->weights, self->output,
                         self->source_gradient);
  times[WEIGHTS] = now ();
  dh_conv_backward_weights (self->conv, self->stream, self->source, self->output, self->gradient,
                            self->bias);
  times[N_PASSES] = now ();
  for (int pass = 0; pass < N_PASSES; pass++)
    self->best[pass] = MIN (self->best[pass], times[pass + 1] - times[pass]);
}

/* What oneDNN runs in place of ours. */
static DhConvShape
get_library_shape (const DhConvShape *own, gboolean strided)
{
  DhConvShape shape = *own;

  shape.spread_in = shape.spread_out = FALSE;
  if (strided)
    {
      shape.in_channels /= 4;
      shape.in_size *= 2;
      shape.kernel = 5;
      shape.stride = 2;
      shape.pad_before = 1;
      shape.pad_after = 2;
    }
  return shape;
}

static void
compare (const DhLayer *layer, int n_repeats, double totals[2])
{
  const DhConvShape *own = dh_conv_get_shape (layer->conv);
  const DhConvShape library = get_library_shape (own, layer->weights.fold == DH_FOLD_PHASES);
  const double work = 2e-6 * 9 * own->in_channels * own->out_channels * own->out_size
                      * own->out_size * own->batch;
  Trial trials[2];

  if (!trial_init (&trials[0], &library, FALSE))
    {
      g_print ("%-22s oneDNN has no fast code\n", layer->name);
      return;
    }
  trial_init (&trials[1], own, TRUE);
  for (int i = 0; i < n_repeats; i++)
    for (int k = 0; k < 2; k++)
      trial_run (&trials[k]);
  g_print ("%-22s %2d x %4d -> %4d, %3d^2 ", layer->name, own->batch, own->in_channels,
           own->out_channels, own->out_size);
  for (int pass = 0; pass < N_PASSES; pass++)
    {
      g_print (" %8.3f %8.3f %5.2f", trials[0].best[pass], trials[1].best[pass],
               trials[0].best[pass] / trials[1].best[pass]);
      for (int k = 0; k < 2; k++)
        totals[k] += trials[k].best[pass];
    }
  g_print ("   %4.0f %4.0f %4.0f\n", work / trials[1].best[FORWARD], work / trials[1].best[DATA],
           work / trials[1].best[WEIGHTS]);
  trial_clear (&trials[0]);
  trial_clear (&trials[1]);
}

int
main (int argc, char **argv)
{
  const DhModel *model = dh_model_find (argc > 1 ? argv[1] : "quick");
  const int n_repeats = argc > 2 ? atoi (argv[2]) : 15;
  double totals[2] = { 0 };
  DhNetwork *network;

  if (model == NULL || n_repeats < 1)
    {
      g_printerr ("usage: bench-conv [PRESET [REPEATS]]\n");
      return 2;
    }
  g_setenv ("DOWNHILL_CONVOLUTIONS", "own", TRUE);
  dh_compute_thread_init ();
  network = dh_network_new (model, model->batch, TRUE, NULL);
  g_print ("%s\n%48s%24s%24s   GFLOP/s\n", dh_compute_describe (), "forward: oneDNN, own",
           "backward, source", "weights");
  for (guint i = 0; i < network->layers->len; i++)
    if (dh_network_get_layer (network, i)->conv != NULL)
      compare (dh_network_get_layer (network, i), n_repeats, totals);
  if (totals[1] > 0)
    g_print ("all %.2f ms, own %.2f ms: %.2f times as fast\n", totals[0], totals[1],
             totals[0] / totals[1]);
  dh_network_free (network);
  return 0;
}
