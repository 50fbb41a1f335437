/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building a network for its batch size: its maps, its layers, their memory.
 *
 * The df network is a chain with short detours, the residual blocks, so no graph is needed: a list
 * that is walked forwards and backwards is enough.  The parameters are taken from the model's table
 * in its order, which is the order of the layers.
 *
 * Memory: in training, each map that the backward pass reads again has its own memory.  All other
 * maps, and all gradients, rotate through three slots: map i is in slot i mod 3.  A residual block
 * has three maps in play (its start, middle and end), which follow each other in number, so they
 * never meet in one slot.
 *
 * An upscale's LeakyReLU is applied by the pixel shuffle: the same numbers in fewer passes.
 * Its slope is .1, or .2 where residual blocks follow.  The first and the last convolution are
 * folded (weights.c), the layouts of all are oneDNN's business (dnn.c).
 *
 * Source of the layout: DFL-SAE, architecture df, in faceswap; figures only.
 */
#include "core/nn/network-private.h"

#include "core/nn/elementwise.h"

#include <string.h>

#define SLOPE          0.1f
#define RESIDUAL_SLOPE 0.2f
#define N_SLOTS        3

/* Up to a cache line. */
static gsize
rounded (gsize n_floats)
{
  return (n_floats + 15) / 16 * 16;
}

static int
add_map (DhNetwork *self, int channels, int size, gboolean blocked, gboolean kept)
{
  int stored = blocked ? dh_pad_channels (channels) : channels;
  DhMap map = {
    .batch = self->batch,
    .channels = channels,
    .size = size,
    .blocked = blocked,
    .kept = kept,
    .n_floats = (gsize) self->batch * stored * size * size,
  };

  g_array_append_val (self->maps, map);
  return self->maps->len - 1;
}

static DhLayer *
add_layer (DhNetwork *self, const DhLayerKind *kind, const char *name, int in, int out, float slope)
{
  DhLayer layer = { .kind = kind, .in = in, .out = out, .slope = slope };

  g_strlcpy (layer.name, name, sizeof layer.name);
  g_array_append_val (self->layers, layer);
  return dh_network_get_layer (self, self->layers->len - 1);
}

/* Where the parameters being laid out go; the decoder's once for both people. */
typedef struct
{
  guint item;
  gsize packed;
} Cursor;

static void
take_parameters (DhNetwork *self, DhLayer *layer, Cursor *cursor, gsize weight_size,
                 gsize bias_size)
{
  layer->item = cursor->item;
  layer->packed = cursor->packed;
  layer->packed_bias = layer->packed + rounded (weight_size);
  cursor->item += 2;
  cursor->packed = layer->packed_bias + rounded (bias_size);
  layer->packed_size = cursor->packed - layer->packed;
  self->largest_layer = MAX (self->largest_layer, layer->packed_size);
}

typedef struct
{
  const char *name;
  int in;                      /* the map it reads */
  int inputs, outputs, kernel; /* as in the parameter vector */
  int stride, groups;
  DhFold fold;
  float slope;
  gboolean transient; /* no backward pass reads the result */
} ConvPlan;

/* Adds a convolution and the map it writes; returns the map, -1 with an error. */
static int
add_conv (DhNetwork *self, Cursor *cursor, const ConvPlan *plan, GError **error)
{
  DhWeights weights = dh_weights_init (plan->fold, plan->outputs, plan->inputs, plan->kernel,
                                       MAX (plan->groups, 1));
  int stride = plan->fold != DH_FOLD_NONE ? 1 : MAX (plan->stride, 1);
  int in_size = dh_network_get_map (self, plan->in)->size, missing = weights.run_kernel - stride;
  gboolean first = plan->fold == DH_FOLD_INPUT;
  DhConvShape shape = {
    .batch = self->batch,
    .in_channels = weights.run_in,
    .in_size = in_size,
    .out_channels = weights.run_out,
    .out_size = in_size / stride,
    .kernel = weights.run_kernel,
    .stride = stride,
    .pad_before = missing / 2,
    .pad_after = missing - missing / 2,
  };
  DhConvUse use = self->use >= DH_NETWORK_MOVING    ? DH_CONV_MOVING
                  : self->use == DH_NETWORK_FORWARD ? DH_CONV_INFERENCE
                  : first                           ? DH_CONV_FIRST
                                                    : DH_CONV_TRAINING;
  DhConv *conv = dh_conv_new (&shape, use, plan->name, error);
  DhLayer *layer;
  int out;

  if (conv == NULL)
    return -1;
  out = add_map (self, weights.groups > 1 ? weights.run_out : plan->outputs, shape.out_size, TRUE,
                 self->training && !plan->transient);
  layer = add_layer (self, &dh_layer_conv, plan->name, plan->in, out, plan->slope);
  layer->conv = conv;
  layer->weights = weights;
  layer->first = first;
  layer->work = 2.0 * plan->outputs * plan->inputs * plan->kernel * plan->kernel * self->batch
                * shape.out_size * shape.out_size * (plan->fold == DH_FOLD_OUTPUT ? 4 : 1);
  take_parameters (self, layer, cursor, dh_conv_get_packed_size (conv), weights.run_out);
  self->staging_size = MAX (self->staging_size, dh_weights_size (&weights) + weights.run_out);
  self->scratch_size = MAX (self->scratch_size, dh_conv_get_scratch_size (conv));
  return out;
}

static int
add_dense (DhNetwork *self, Cursor *cursor, const char *name, int in, int outputs)
{
  gsize inputs = dh_network_get_map (self, in)->n_floats / self->batch;
  int out = add_map (self, outputs, 1, FALSE, self->training);
  DhLayer *layer = add_layer (self, &dh_layer_dense, name, in, out, 1.0f);

  layer->work = 2.0 * inputs * outputs * self->batch;
  take_parameters (self, layer, cursor, inputs * outputs, outputs);
  return out;
}

/* The convolution of an upscale; its map is to be shuffled still. */
static int
add_upscale_conv (DhNetwork *self, Cursor *cursor, const char *name, int in, int channels,
                  float slope, GError **error)
{
  return add_conv (self, cursor,
                   &(ConvPlan) { .name = name,
                                 .in = in,
                                 .inputs = dh_network_get_map (self, in)->channels,
                                 .outputs = 4 * channels,
                                 .kernel = 3,
                                 .groups = 4,
                                 .slope = slope,
                                 .transient = slope == 1.0f },
                   error);
}

static int
add_upscale (DhNetwork *self, Cursor *cursor, const char *name, int in, int channels, float slope,
             GError **error)
{
  int shuffled = add_upscale_conv (self, cursor, name, in, channels, 1.0f, error), out;

  if (shuffled < 0)
    return -1;
  out = add_map (self, channels, 2 * dh_network_get_map (self, in)->size, TRUE, self->training);
  add_layer (self, &dh_layer_shuffle, name, shuffled, out, slope);
  return out;
}

static int
add_residual (DhNetwork *self, Cursor *cursor, const char *name, int in, GError **error)
{
  int channels = dh_network_get_map (self, in)->channels;
  ConvPlan plan = {
    .name = name,
    .in = in,
    .inputs = channels,
    .outputs = channels,
    .kernel = 3,
    .slope = RESIDUAL_SLOPE,
  };
  guint fork = self->layers->len;

  add_layer (self, &dh_layer_fork, name, in, in, 1.0f);
  plan.in = add_conv (self, cursor, &plan, error);
  plan.slope = 1.0f;
  if (plan.in >= 0)
    plan.in = add_conv (self, cursor, &plan, error);
  if (plan.in < 0)
    return -1;
  dh_network_get_layer (self, fork)->out = plan.in;
  add_layer (self, &dh_layer_join, name, in, plan.in, RESIDUAL_SLOPE);
  return plan.in;
}

static int
add_encoder_convs (DhNetwork *self, Cursor *cursor, GError **error)
{
  const DhModel *m = &self->model;
  int map = add_map (self, 12, m->size / 2, TRUE, self->training);

  add_layer (self, &dh_layer_input, "encoder.input", map, map, 1.0f);
  for (int i = 0; i < 4 && map >= 0; i++)
    {
      g_autofree char *name = g_strdup_printf ("encoder.conv%d", i);

      map = add_conv (self, cursor,
                      &(ConvPlan) { .name = name,
                                    .in = map,
                                    .inputs = i == 0 ? 3 : m->encoder_channels[i - 1],
                                    .outputs = m->encoder_channels[i],
                                    .kernel = 5,
                                    .stride = 2,
                                    .fold = i == 0 ? DH_FOLD_INPUT : DH_FOLD_NONE,
                                    .slope = SLOPE },
                      error);
    }
  return map;
}

static gboolean
add_encoder (DhNetwork *self, Cursor *cursor, GError **error)
{
  const DhModel *m = &self->model;
  int side = m->size / 16, map = add_encoder_convs (self, cursor, error), next;

  if (map < 0)
    return FALSE;
  next = add_map (self, m->encoder_channels[3] * side * side, 1, FALSE, self->training);
  add_layer (self, &dh_layer_flatten, "encoder.flatten", map, next, 1.0f);
  map = add_dense (self, cursor, "encoder.dense0", next, m->dense);
  map = add_dense (self, cursor, "encoder.dense1", map, m->bridge_channels * side * side);
  next = add_map (self, m->bridge_channels, side, TRUE, self->training);
  add_layer (self, &dh_layer_reshape, "encoder.reshape", map, next, 1.0f);
  self->code = add_upscale (self, cursor, "encoder.up", next, m->bridge_channels, SLOPE, error);
  if (self->code < 0)
    return FALSE;
  dh_network_get_map (self, self->code)->kept = TRUE;
  return TRUE;
}

/* One upscale of a decoder with its residual blocks. The last one without them is left unshuffled:
 * the output convolution is folded and wants it so. */
static int
add_stage (DhNetwork *self, Cursor *cursor, int stage, int map, GError **error)
{
  const DhModel *m = &self->model;
  g_autofree char *name = g_strdup_printf ("decoder.up%d", stage);
  int channels = m->decoder_channels[stage], out;

  if (m->n_residual == 0 && stage == 2)
    return add_upscale_conv (self, cursor, name, map, channels, SLOPE, error);
  map = add_upscale (self, cursor, name, map, channels, m->n_residual > 0 ? RESIDUAL_SLOPE : SLOPE,
                     error);
  for (int r = 0; map >= 0 && r < m->n_residual; r++)
    {
      g_autofree char *block = g_strdup_printf ("%s.res%d", name, r);

      map = add_residual (self, cursor, block, map, error);
    }
  if (map < 0 || stage < 2)
    return map;
  out = add_map (self, 4 * dh_pad_channels (channels), m->size / 2, TRUE, self->training);
  add_layer (self, &dh_layer_unshuffle, name, map, out, 1.0f);
  return out;
}

static gboolean
add_decoder (DhNetwork *self, Cursor *cursor, GError **error)
{
  const DhModel *m = &self->model;
  int map = self->code, out;

  for (int stage = 0; stage < 3 && map >= 0; stage++)
    map = add_stage (self, cursor, stage, map, error);
  if (map >= 0)
    map = add_conv (self, cursor,
                    &(ConvPlan) { .name = "decoder.output",
                                  .in = map,
                                  .inputs = m->decoder_channels[2],
                                  .outputs = 3,
                                  .kernel = m->output_kernel,
                                  .fold = DH_FOLD_OUTPUT,
                                  .slope = 1.0f,
                                  .transient = TRUE },
                    error);
  if (map < 0)
    return FALSE;
  out = add_map (self, 3, m->size, FALSE, TRUE);
  add_layer (self, &dh_layer_output, "decoder.output", map, out, 1.0f);
  return TRUE;
}

/* Gives every map its place in the workspace's memory. */
static void
plan_memory (DhNetwork *self)
{
  gsize slots[N_SLOTS] = { 0 }, offset = 0;

  for (guint i = 0; i < self->maps->len; i++)
    slots[i % N_SLOTS] = MAX (slots[i % N_SLOTS], rounded (dh_network_get_map (self, i)->n_floats));
  for (guint i = 0; i < self->maps->len; i++)
    for (guint slot = 0; slot < i % N_SLOTS; slot++)
      dh_network_get_map (self, i)->slot += slots[slot];
  for (int slot = 0; slot < N_SLOTS; slot++)
    offset += slots[slot];
  for (guint i = 0; i < self->maps->len; i++)
    {
      DhMap *map = dh_network_get_map (self, i);

      map->offset = map->kept ? offset : map->slot;
      if (map->kept)
        offset += rounded (map->n_floats);
    }
  self->memory_size = offset;
}

static void
plan_parameters (DhNetwork *self, gsize encoder, gsize decoder)
{
  const DhParameterTable *table = self->table;

  self->packed_offset[1] = encoder;
  self->packed_offset[2] = encoder + decoder;
  self->packed_offset[3] = encoder + 2 * decoder;
  for (int part = 0; part < DH_N_PARTS; part++)
    while (table->items[self->first_item[part]].part != (DhPart) part)
      self->first_item[part]++;
}

gboolean
dh_network_build (DhNetwork *self, GError **error)
{
  Cursor encoder = { 0 }, decoder = { 0 };

  if (!add_encoder (self, &encoder, error))
    return FALSE;
  self->n_encoder_layers = self->layers->len;
  if (self->use != DH_NETWORK_MOVING_ENCODER && !add_decoder (self, &decoder, error))
    return FALSE;
  plan_memory (self);
  plan_parameters (self, encoder.packed, decoder.packed);
  return TRUE;
}
