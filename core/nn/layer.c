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

static int
count_pictures (const DhPassage *passage, const DhMap *map)
{
  return passage->n_sides * map->batch;
}

static gsize
count_floats (const DhPassage *passage, int map)
{
  return passage->n_sides * passage->maps[map].n_floats;
}

/* One side's part of a map or its gradient. */
static float *
side_values (const DhPassage *passage, int map, int side)
{
  return map_values (passage, map) + side * passage->maps[map].n_floats;
}

static float *
side_gradient (const DhPassage *passage, int map, int side)
{
  return map_gradient (passage, map) + side * passage->maps[map].n_floats;
}

/* ---- input ---- */

static void
input_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];

  for (int side = 0; side < passage->n_sides; side++)
    dh_fold (map->batch, map->size, passage->input[side], side_values (passage, self->out, side));
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
  dh_conv_forward (self->conv, passage->stream, passage->n_sides, get_run_weights (self, passage),
                   bias, self->slope, map_values (passage, self->in),
                   map_values (passage, self->out));
}

/* Into the staging memory where padding or folding must be undone, or where it is to be added. */
static void
conv_backward_weights (const DhLayer *self, const DhPassage *passage, int side)
{
  const DhParameter *weight = &passage->items[self->item], *bias = weight + 1;
  gboolean direct = dh_weights_equal (&self->weights) && !passage->adds;
  float *gradient = passage->gradient[side];
  float *weights = direct ? gradient + weight->offset : passage->staging;
  float *run_bias = passage->staging + dh_weights_size (&self->weights);

  dh_conv_backward_weights (self->conv, passage->stream, side_values (passage, self->in, side),
                            side_gradient (passage, self->out, side), weights, run_bias);
  if (!direct)
    dh_weights_gather (&self->weights, passage->adds, weights, gradient + weight->offset);
  dh_weights_gather_bias (&self->weights, passage->adds, run_bias, gradient + bias->offset);
}

static void
conv_backward (const DhLayer *self, const DhPassage *passage)
{
  float *gradient = map_gradient (passage, self->out);

  if (self->slope != 1.0f)
    dh_leaky_backward (count_floats (passage, self->out), self->slope,
                       map_values (passage, self->out), gradient);
  for (int side = 0; side < passage->n_sides; side++)
    conv_backward_weights (self, passage, side);
  if (self->first)
    return;
  dh_conv_backward_data (self->conv, passage->stream, passage->n_sides,
                         get_run_weights (self, passage), gradient,
                         map_gradient (passage, self->in));
}

const DhLayerKind dh_layer_conv = { "conv", conv_forward, conv_backward, TRUE };

/* ---- dense ---- */

/* One side after the other: oneDNN chooses the code of a product by its number of rows. */
static void
dense_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhParameter *weight = &passage->items[self->item];
  const int batch = passage->maps[self->in].batch;

  for (int side = 0; side < passage->n_sides; side++)
    {
      float *output = side_values (passage, self->out, side);

      dh_dnn_multiply (FALSE, TRUE, batch, weight->dims[0], weight->dims[1],
                       side_values (passage, self->in, side), passage->weights, output);
      dh_bias_forward (batch, weight->dims[0], passage->bias, output);
    }
}

static void
dense_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhParameter *weight = &passage->items[self->item], *bias = weight + 1;
  const int batch = passage->maps[self->in].batch;

  for (int side = 0; side < passage->n_sides; side++)
    {
      const float *gradient = side_gradient (passage, self->out, side);
      float *to = passage->gradient[side];

      dh_dnn_multiply (TRUE, FALSE, weight->dims[0], weight->dims[1], batch, gradient,
                       side_values (passage, self->in, side), to + weight->offset);
      dh_bias_backward (batch, weight->dims[0], gradient, to + bias->offset);
      (self->adds ? dh_dnn_add_product : dh_dnn_multiply) (
        FALSE, FALSE, batch, weight->dims[1], weight->dims[0], gradient, passage->weights,
        side_gradient (passage, self->in, side));
    }
}

const DhLayerKind dh_layer_dense = { "dense", dense_forward, dense_backward, TRUE };

/* ---- flatten, reshape ---- */

static void
flatten_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->in];

  dh_unblock (count_pictures (passage, map), map->channels, map->size,
              map_values (passage, self->in), map_values (passage, self->out));
}

static void
flatten_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->in];

  dh_block (count_pictures (passage, map), map->channels, map->size,
            map_gradient (passage, self->out), map_gradient (passage, self->in));
}

static void
reshape_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];

  dh_block (count_pictures (passage, map), map->channels, map->size, map_values (passage, self->in),
            map_values (passage, self->out));
}

static void
reshape_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];

  dh_unblock (count_pictures (passage, map), map->channels, map->size,
              map_gradient (passage, self->out), map_gradient (passage, self->in));
}

const DhLayerKind dh_layer_flatten = { "flatten", flatten_forward, flatten_backward, FALSE };
const DhLayerKind dh_layer_reshape = { "reshape", reshape_forward, reshape_backward, FALSE };

/* ---- micro-batches ---- */

/* Where the micro-batch begins in the code of all pictures. */
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

/* What the decoder of liae reads, picture by picture: the map of the inter net “b” or, for A, a
 * second copy of that of “both”, and behind it that of “both”.  As there are whole blocks of
 * channels in each, one simply follows the other. */
static void
gather_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *code = &passage->maps[self->in], *taken = &passage->maps[self->out];
  const gsize n = code->n_floats / code->batch, first = get_taken (self, passage);
  const float *both = map_values (passage, self->in) + first;
  const float *front = passage->side == DH_SIDE_A ? both
                                                  : map_values (passage, self->other) + first;
  float *to = map_values (passage, self->out);

  for (int i = 0; i < taken->batch; i++)
    {
      memcpy (to + 2 * i * n, front + i * n, n * sizeof (float));
      memcpy (to + (2 * i + 1) * n, both + i * n, n * sizeof (float));
    }
}

static void
gather_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *code = &passage->maps[self->in], *taken = &passage->maps[self->out];
  const gsize n = code->n_floats / code->batch, first = get_taken (self, passage);
  const float *from = map_gradient (passage, self->out);
  float *both = map_gradient (passage, self->in) + first;
  float *other = map_gradient (passage, self->other) + first;

  for (int i = 0; i < taken->batch; i++)
    {
      const float *front = from + 2 * i * n;

      memcpy (both + i * n, front + n, n * sizeof (float));
      if (passage->side == DH_SIDE_A)
        dh_add (n, front, both + i * n);
      if (passage->side == DH_SIDE_A)
        memset (other + i * n, 0, n * sizeof (float));
      else
        memcpy (other + i * n, front, n * sizeof (float));
    }
}

const DhLayerKind dh_layer_gather = { "gather", gather_forward, gather_backward, FALSE };

/* ---- pixel shuffle ---- */

static void
shuffle_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];

  dh_shuffle_forward (count_pictures (passage, map), dh_pad_channels (map->channels), map->size / 2,
                      self->slope, map_values (passage, self->in), map_values (passage, self->out));
}

static void
shuffle_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];

  dh_shuffle_backward (count_pictures (passage, map), dh_pad_channels (map->channels),
                       map->size / 2, self->slope, map_values (passage, self->out),
                       map_gradient (passage, self->out), map_gradient (passage, self->in));
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
  dh_add (count_floats (passage, self->in), map_gradient (passage, self->out),
          map_gradient (passage, self->in));
}

static void
join_forward (const DhLayer *self, const DhPassage *passage)
{
  dh_join_forward (count_floats (passage, self->out), self->slope, map_values (passage, self->in),
                   map_values (passage, self->out));
}

static void
join_backward (const DhLayer *self, const DhPassage *passage)
{
  dh_leaky_backward (count_floats (passage, self->out), self->slope,
                     map_values (passage, self->out), map_gradient (passage, self->out));
}

const DhLayerKind dh_layer_fork = { "fork", fork_forward, fork_backward, FALSE };
const DhLayerKind dh_layer_join = { "join", join_forward, join_backward, FALSE };

/* ---- folding ---- */

static void
unshuffle_forward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->in];

  dh_unshuffle (count_pictures (passage, map), dh_pad_channels (map->channels), map->size / 2,
                map_values (passage, self->in), map_values (passage, self->out));
}

static void
unshuffle_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->in];

  dh_shuffle_forward (count_pictures (passage, map), dh_pad_channels (map->channels), map->size / 2,
                      1.0f, map_gradient (passage, self->out), map_gradient (passage, self->in));
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

  dh_unfold (count_pictures (passage, map), map->size / 2, map_values (passage, self->in), output);
  dh_sigmoid_forward (map->n_floats, output);
}

static void
output_backward (const DhLayer *self, const DhPassage *passage)
{
  const DhMap *map = &passage->maps[self->out];
  float *gradient = map_gradient (passage, self->out);

  dh_sigmoid_backward (map->n_floats, map_values (passage, self->out),
                       passage->output_gradient + self->output_offset, gradient);
  dh_fold (count_pictures (passage, map), map->size / 2, gradient,
           map_gradient (passage, self->in));
}

const DhLayerKind dh_layer_output = { "output", output_forward, output_backward, FALSE };
