/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The kinds of layers: what each does forward, backward and with its parameters.
 *
 * Maps are padded to multiples of 16 channels, and the padded weights are zero (weights.c), so
 * the padded channels of every map are zero too, and stay so.
 *
 * A residual block is a fork and a join around two convolutions.  The join leaves its gradient in
 * place, and the fork adds it to the one that came back through the block; no third buffer is
 * needed.
 */
#include "core/nn/layer.h"

#include "core/nn/elementwise.h"

#include <string.h>

static float *
map_values (const DhPassage *passage, int map)
{
  return passage->memory + passage->maps[map].offset;
}

static float *
map_gradient (const DhPassage *passage, int map)
{
  return passage->memory + passage->maps[map].slot;
}

/* ---- input ---- */

static void
input_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];

  dh_fold (map->batch, map->size, passage->input, map_values (passage, self->out));
}

static void
nothing_backward (const DhLayer *self, const DhPassage *passage)
{
}

const DhLayerKind dh_layer_input = { "input", input_forward, nothing_backward, FALSE };

/* ---- convolution ---- */

/* As the vector has them or, where they differ, as they run: in the staging memory. */
static const float *
get_run_weights (const DhLayer *self, const DhPassage *passage)
{
  if (dh_weights_equal (&self->weights))
    return passage->weights;
  dh_weights_spread (&self->weights, passage->weights, passage->staging);
  return passage->staging;
}

static void
conv_forward (const DhLayer *self, const DhPassage *passage)
{
  float *bias = passage->staging + dh_weights_size (&self->weights);

  dh_weights_spread_bias (&self->weights, passage->bias, bias);
  dh_conv_forward (self->conv, passage->stream, get_run_weights (self, passage), bias, self->slope,
                   map_values (passage, self->in), map_values (passage, self->out));
}

/* Into the staging memory where padding or folding must be undone, or where it is to be added. */
static void
conv_backward_weights (const DhLayer *self, const DhPassage *passage)
{
  const DhParameter *weight = &passage->items[self->item], *bias = weight + 1;
  gboolean direct = dh_weights_equal (&self->weights) && !passage->adds;
  float *weights = direct ? passage->gradient + weight->offset : passage->staging;
  float *run_bias = passage->staging + dh_weights_size (&self->weights);

  dh_conv_backward_weights (self->conv, passage->stream, map_values (passage, self->in),
                            map_gradient (passage, self->out), weights, run_bias);
  if (!direct)
    dh_weights_gather (&self->weights, passage->adds, weights, passage->gradient + weight->offset);
  dh_weights_gather_bias (&self->weights, passage->adds, run_bias,
                          passage->gradient + bias->offset);
}

static void
conv_backward (const DhLayer *self, const DhPassage *passage)
{
  float *gradient = map_gradient (passage, self->out);

  if (self->slope != 1.0f)
    dh_leaky_backward (passage->maps[self->out].n_floats, self->slope,
                       map_values (passage, self->out), gradient);
  conv_backward_weights (self, passage);
  if (self->first)
    return;
  dh_conv_backward_data (self->conv, passage->stream, get_run_weights (self, passage), gradient,
                         map_gradient (passage, self->in));
}

const DhLayerKind dh_layer_conv = { "conv", conv_forward, conv_backward, TRUE };

/* ---- dense ---- */

static void
dense_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhParameter *weight = &passage->items[self->item];
  int batch = passage->maps[self->in].batch;
  float *output = map_values (passage, self->out);

  dh_dnn_multiply (FALSE, TRUE, batch, weight->dims[0], weight->dims[1],
                   map_values (passage, self->in), passage->weights, output);
  dh_bias_forward (batch, weight->dims[0], passage->bias, output);
}

static void
dense_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhParameter *weight = &passage->items[self->item], *bias = weight + 1;
  int batch = passage->maps[self->in].batch;
  const float *gradient = map_gradient (passage, self->out);

  dh_dnn_multiply (TRUE, FALSE, weight->dims[0], weight->dims[1], batch, gradient,
                   map_values (passage, self->in), passage->gradient + weight->offset);
  dh_bias_backward (batch, weight->dims[0], gradient, passage->gradient + bias->offset);
  dh_dnn_multiply (FALSE, FALSE, batch, weight->dims[1], weight->dims[0], gradient,
                   passage->weights, map_gradient (passage, self->in));
}

const DhLayerKind dh_layer_dense = { "dense", dense_forward, dense_backward, TRUE };

/* ---- flatten, reshape ---- */

static void
flatten_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->in];

  dh_unblock (map->batch, map->channels, map->size, map_values (passage, self->in),
              map_values (passage, self->out));
}

static void
flatten_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->in];

  dh_block (map->batch, map->channels, map->size, map_gradient (passage, self->out),
            map_gradient (passage, self->in));
}

static void
reshape_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];

  dh_block (map->batch, map->channels, map->size, map_values (passage, self->in),
            map_values (passage, self->out));
}

static void
reshape_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];

  dh_unblock (map->batch, map->channels, map->size, map_gradient (passage, self->out),
              map_gradient (passage, self->in));
}

const DhLayerKind dh_layer_flatten = { "flatten", flatten_forward, flatten_backward, FALSE };
const DhLayerKind dh_layer_reshape = { "reshape", reshape_forward, reshape_backward, FALSE };

/* ---- micro-batches ---- */

/* Where the micro-batch begins in the code of the whole batch. */
static gsize
get_taken (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *code = &passage->maps[self->in];

  return passage->first * (code->n_floats / code->batch);
}

static void
take_forward (const DhLayer *self, const DhPassage *passage)
{
  memcpy (map_values (passage, self->out),
          map_values (passage, self->in) + get_taken (self, passage),
          passage->maps[self->out].n_floats * sizeof (float));
}

static void
take_backward (const DhLayer *self, const DhPassage *passage)
{
  memcpy (map_gradient (passage, self->in) + get_taken (self, passage),
          map_gradient (passage, self->out), passage->maps[self->out].n_floats * sizeof (float));
}

const DhLayerKind dh_layer_take = { "take", take_forward, take_backward, FALSE };

/* ---- pixel shuffle ---- */

static void
shuffle_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];

  dh_shuffle_forward (map->batch, dh_pad_channels (map->channels), map->size / 2, self->slope,
                      map_values (passage, self->in), map_values (passage, self->out));
}

static void
shuffle_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];

  dh_shuffle_backward (map->batch, dh_pad_channels (map->channels), map->size / 2, self->slope,
                       map_values (passage, self->out), map_gradient (passage, self->out),
                       map_gradient (passage, self->in));
}

const DhLayerKind dh_layer_shuffle = { "shuffle", shuffle_forward, shuffle_backward, FALSE };

/* ---- residual block ---- */

static void
fork_forward (const DhLayer *self, const DhPassage *passage)
{
}

static void
fork_backward (const DhLayer *self, const DhPassage *passage)
{
  dh_add (passage->maps[self->in].n_floats, map_gradient (passage, self->out),
          map_gradient (passage, self->in));
}

static void
join_forward (const DhLayer *self, const DhPassage *passage)
{
  dh_join_forward (passage->maps[self->out].n_floats, self->slope, map_values (passage, self->in),
                   map_values (passage, self->out));
}

static void
join_backward (const DhLayer *self, const DhPassage *passage)
{
  dh_leaky_backward (passage->maps[self->out].n_floats, self->slope,
                     map_values (passage, self->out), map_gradient (passage, self->out));
}

const DhLayerKind dh_layer_fork = { "fork", fork_forward, fork_backward, FALSE };
const DhLayerKind dh_layer_join = { "join", join_forward, join_backward, FALSE };

/* ---- folding ---- */

static void
unshuffle_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->in];

  dh_unshuffle (map->batch, dh_pad_channels (map->channels), map->size / 2,
                map_values (passage, self->in), map_values (passage, self->out));
}

static void
unshuffle_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->in];

  dh_shuffle_forward (map->batch, dh_pad_channels (map->channels), map->size / 2, 1.0f,
                      map_gradient (passage, self->out), map_gradient (passage, self->in));
}

const DhLayerKind dh_layer_unshuffle = {
  "unshuffle",
  unshuffle_forward,
  unshuffle_backward,
  FALSE,
};

/* ---- output ---- */

static void
output_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];
  float *output = map_values (passage, self->out);

  dh_unfold (map->batch, map->size / 2, map_values (passage, self->in), output);
  dh_sigmoid_forward (map->n_floats, output);
}

static void
output_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];
  float *gradient = map_gradient (passage, self->out);

  dh_sigmoid_backward (map->n_floats, map_values (passage, self->out), passage->output_gradient,
                       gradient);
  dh_fold (map->batch, map->size / 2, gradient, map_gradient (passage, self->in));
}

const DhLayerKind dh_layer_output = { "output", output_forward, output_backward, FALSE };
