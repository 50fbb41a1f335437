/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Building a network for its batch size: its maps, its layers, their memory.
 *
 * The df network is a chain with short detours, the residual blocks, so no graph is needed: a list
 * that is walked forwards and backwards is enough.  The parameters are taken from the model's table
 * in its order, which is the order of the layers.
 *
 * In liae the chain has a fork: two inter nets, one after the other in the list, read the flattened
 * map.  On the way back “b” comes first and “both” adds its gradient by that map to the other's.
 * Both always run, although side A doesn't need “b”: it costs little beside the decoder, previews
 * want each picture decoded for both people anyway, and so the list is the same for all.  A layer at
 * the decoder's beginning gathers what it is to read; it alone knows for whom.
 *
 * Memory: in training, each map that the backward pass reads again has its own memory.  All other
 * maps, and all gradients, rotate through three slots: map i is in slot i mod 3.  A residual block
 * has three maps in play (its start, middle and end), which follow each other in number, so they
 * never meet in one slot.  Where the decoders run in micro-batches, or the encoder for both sides at
 * once, the gradient of the code has memory of its own, in which theirs are put together; with liae
 * always, and that of the flattened map too.
 *
 * A multiscale decoder leaves the chain after its first two stages for an output each.  Like a
 * residual block this is a fork, whose way out reads an alias of the stage's map: the same values,
 * and a gradient of its own, which the fork adds to the one that came down the chain.  That one has
 * to outlast the maps of the way out and has memory of its own.  Where no loss is asked for, there
 * is only the last output.
 *
 * A convolution and what belongs to it, a pixel shuffle after it or the taking apart of pixels
 * before, is one layer where our own code runs it, since that reads and writes shuffled maps where
 * they lie; with oneDNN the shuffles are layers of their own.  An upscale's LeakyReLU comes with
 * its shuffle; its slope is .1, or .2 where residual blocks follow.  The first and the last
 * convolution are folded (weights.c), and with our own code the strided ones, too.
 *
 * Source of the layout: DFL-SAE, architecture df, in faceswap; figures only.
 */
#include "core/nn/network-private.h"

#include "core/nn/conv-choice.h"
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
    .alias = (int) self->maps->len,
    .batch = self->n_pictures,
    .n_sides = self->n_map_sides,
    .channels = channels,
    .size = size,
    .blocked = blocked,
    .kept = kept,
    .n_floats = (gsize) self->n_pictures * stored * size * size,
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

/* The layer's weights and, after them, its bias. */
static void
take_parameters (DhLayer *layer, guint *item)
{
  layer->item = *item;
  *item += 2;
}

typedef struct
{
  const char *name;
  int in;                      /* the map it reads */
  int inputs, outputs, kernel; /* as in the parameter vector */
  int stride, groups;
  DhFold fold;
  float slope;
  gboolean shuffled;   /* its four groups are the pixels of a map twice as wide */
  gboolean unshuffled; /* what it reads is to be taken apart in the same way */
  gboolean transient;  /* no backward pass reads the result */
} ConvPlan;

static DhConvUse
get_conv_use (const DhNetwork *self, gboolean first)
{
  return self->use >= DH_NETWORK_MOVING    ? DH_CONV_MOVING
         : self->use == DH_NETWORK_FORWARD ? DH_CONV_INFERENCE
         : first                           ? DH_CONV_FIRST
                                           : DH_CONV_TRAINING;
}

static DhConvShape
get_shape (const DhNetwork *self, const ConvPlan *plan, const DhWeights *weights)
{
  const int stride = plan->fold != DH_FOLD_NONE ? 1 : MAX (plan->stride, 1);
  const int missing = weights->run_kernel - stride;
  int size = dh_network_get_map (self, plan->in)->size;

  if (plan->unshuffled)
    size /= 2;
  return (DhConvShape) {
    .batch = self->n_pictures,
    .in_channels = weights->run_in,
    .in_size = size,
    .out_channels = weights->run_out,
    .out_size = size / stride,
    .kernel = weights->run_kernel,
    .stride = stride,
    .pad_before = missing / 2,
    .pad_after = missing - missing / 2,
    .spread_in = plan->unshuffled,
    .spread_out = plan->shuffled,
    .phase_channels = dh_weights_get_phase_channels (weights),
  };
}

static DhWeights
get_weights (const ConvPlan *plan)
{
  return dh_weights_init (plan->fold, plan->outputs, plan->inputs, plan->kernel,
                          MAX (plan->groups, 1));
}

/* Adds a convolution and the map it writes; returns the map, -1 with an error. */
static int
add_one_conv (DhNetwork *self, guint *item, const ConvPlan *plan, gboolean own, GError **error)
{
  const DhWeights weights = get_weights (plan);
  const DhConvShape shape = get_shape (self, plan, &weights);
  const gboolean first = plan->fold == DH_FOLD_INPUT;
  DhConv *conv = dh_conv_new (&shape, get_conv_use (self, first), own, plan->name, error);
  int channels = plan->outputs, out;
  DhLayer *layer;

  if (conv == NULL)
    return -1;
  if (plan->shuffled)
    channels /= 4;
  else if (weights.groups > 1)
    channels = weights.run_out;
  out = add_map (self, channels, shape.out_size * (plan->shuffled ? 2 : 1), TRUE,
                 self->training && !plan->transient);
  layer = add_layer (self, &dh_layer_conv, plan->name, plan->in, out, plan->slope);
  layer->conv = conv;
  layer->weights = weights;
  layer->first = first;
  layer->work = 2.0 * plan->outputs * plan->inputs * plan->kernel * plan->kernel * self->n_pictures
                * shape.out_size * shape.out_size * (plan->fold == DH_FOLD_OUTPUT ? 4 : 1);
  take_parameters (layer, item);
  self->staging_size = MAX (self->staging_size, dh_weights_size (&weights) + weights.run_out);
  self->scratch_size = MAX (self->scratch_size, dh_conv_get_scratch_size (conv, self->n_map_sides));
  return out;
}

/* As our own code runs it: a strided convolution as one of the four pixels of each square. */
static ConvPlan
get_own_plan (const ConvPlan *plan)
{
  ConvPlan own = *plan;

  if (plan->stride == 2 && plan->fold == DH_FOLD_NONE)
    {
      own.fold = DH_FOLD_PHASES;
      own.unshuffled = TRUE;
    }
  return own;
}

/* oneDNN neither reads nor writes a map that is to be shuffled: that takes a layer of its own. */
static int
add_library_conv (DhNetwork *self, guint *item, const ConvPlan *plan, GError **error)
{
  ConvPlan library = *plan;
  int map, out;

  if (plan->unshuffled)
    {
      const DhMap *in = dh_network_get_map (self, plan->in);

      library.in = add_map (self, 4 * dh_pad_channels (in->channels), in->size / 2, TRUE,
                            self->training);
      library.unshuffled = FALSE;
      add_layer (self, &dh_layer_unshuffle, plan->name, plan->in, library.in, 1.0f);
    }
  if (!plan->shuffled)
    return add_one_conv (self, item, &library, FALSE, error);
  library.shuffled = FALSE;
  library.slope = 1.0f;
  library.transient = TRUE;
  map = add_one_conv (self, item, &library, FALSE, error);
  if (map < 0)
    return -1;
  out = add_map (self, plan->outputs / 4, 2 * dh_network_get_map (self, map)->size, TRUE,
                 self->training);
  add_layer (self, &dh_layer_shuffle, plan->name, map, out, plan->slope);
  return out;
}

/* Adds a convolution, its map, and what it takes around it; returns the map, -1 with an error. */
static int
add_conv (DhNetwork *self, guint *item, const ConvPlan *plan, GError **error)
{
  const ConvPlan own = get_own_plan (plan);
  const DhWeights own_weights = get_weights (&own), library_weights = get_weights (plan);
  const DhConvShape own_shape = get_shape (self, &own, &own_weights);
  DhConvShape library_shape = get_shape (self, plan, &library_weights);

  library_shape.spread_in = library_shape.spread_out = FALSE;
  library_shape.phase_channels = 0;
  if (dh_conv_choose_own (&own_shape, &library_shape,
                          get_conv_use (self, plan->fold == DH_FOLD_INPUT)))
    return add_one_conv (self, item, &own, TRUE, error);
  return add_library_conv (self, item, plan, error);
}

static int
add_dense (DhNetwork *self, guint *item, const char *name, int in, int outputs)
{
  gsize inputs = dh_network_get_map (self, in)->n_floats / self->n_pictures;
  int out = add_map (self, outputs, 1, FALSE, self->training);
  DhLayer *layer = add_layer (self, &dh_layer_dense, name, in, out, 1.0f);

  layer->work = 2.0 * inputs * outputs * self->n_pictures;
  take_parameters (layer, item);
  return out;
}

static int
add_upscale (DhNetwork *self, guint *item, const char *name, int in, int channels, float slope,
             gboolean shuffled, GError **error)
{
  return add_conv (self, item,
                   &(ConvPlan) { .name = name,
                                 .in = in,
                                 .inputs = dh_network_get_map (self, in)->channels,
                                 .outputs = 4 * channels,
                                 .kernel = 3,
                                 .groups = 4,
                                 .slope = slope,
                                 .shuffled = shuffled },
                   error);
}

static int
add_residual (DhNetwork *self, guint *item, const char *name, int in, GError **error)
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
  plan.in = add_conv (self, item, &plan, error);
  plan.slope = 1.0f;
  if (plan.in >= 0)
    plan.in = add_conv (self, item, &plan, error);
  if (plan.in < 0)
    return -1;
  dh_network_get_layer (self, fork)->out = plan.in;
  add_layer (self, &dh_layer_join, name, in, plan.in, RESIDUAL_SLOPE);
  return plan.in;
}

static int
add_encoder_convs (DhNetwork *self, guint *item, GError **error)
{
  const DhModel *m = &self->model;
  int map = add_map (self, 12, m->size / 2, TRUE, self->training);

  add_layer (self, &dh_layer_input, "encoder.input", map, map, 1.0f);
  for (int i = 0; i < dh_model_count_convs (m) && map >= 0; i++)
    {
      g_autofree char *name = g_strdup_printf ("encoder.conv%d", i);

      map = add_conv (self, item,
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

/* From the flattened map to a code. */
static gboolean
add_bridge (DhNetwork *self, guint *item, const char *net, int flat, GError **error)
{
  const DhModel *m = &self->model;
  const int side = m->size / 16;
  g_autofree char *dense0 = g_strdup_printf ("%s.dense0", net);
  g_autofree char *dense1 = g_strdup_printf ("%s.dense1", net);
  g_autofree char *reshape = g_strdup_printf ("%s.reshape", net);
  g_autofree char *up = g_strdup_printf ("%s.up", net);
  int map = add_dense (self, item, dense0, flat, m->dense), next, code;

  map = add_dense (self, item, dense1, map, m->bridge_channels * side * side);
  next = add_map (self, m->bridge_channels, side, TRUE, self->training);
  add_layer (self, &dh_layer_reshape, reshape, map, next, 1.0f);
  code = add_upscale (self, item, up, next, dh_model_get_up_channels (m), SLOPE, TRUE, error);
  if (code < 0)
    return FALSE;
  dh_network_get_map (self, code)->kept = TRUE;
  self->codes[self->n_codes++] = code;
  return TRUE;
}

/* Both read the flattened map; on the way back, the first is the second to reach it. */
static gboolean
add_inter_nets (DhNetwork *self, guint *item, int flat, GError **error)
{
  const guint first = self->layers->len;

  dh_network_get_map (self, flat)->kept = dh_network_get_map (self, flat)->keeps_gradient = TRUE;
  if (!add_bridge (self, item, "inter_both", flat, error))
    return FALSE;
  dh_network_get_layer (self, first)->adds = TRUE;
  return add_bridge (self, item, "inter_b", flat, error);
}

static gboolean
add_encoder (DhNetwork *self, guint *item, GError **error)
{
  const DhModel *m = &self->model;
  int map = add_encoder_convs (self, item, error), flat;

  if (map < 0)
    return FALSE;
  flat = add_map (self, dh_network_get_map (self, map)->channels * dh_model_get_flat_side (m)
                          * dh_model_get_flat_side (m),
                  1, FALSE, self->training);
  add_layer (self, &dh_layer_flatten, "encoder.flatten", map, flat, 1.0f);
  return m->architecture == DH_ARCHITECTURE_LIAE
           ? add_inter_nets (self, item, flat, error)
           : add_bridge (self, item, "encoder", flat, error);
}

/* One upscale of a decoder with its residual blocks. The last one without them is left unshuffled:
 * the output convolution is folded and wants it so. */
static int
add_stage (DhNetwork *self, guint *item, int stage, int map, GError **error)
{
  const DhModel *m = &self->model;
  g_autofree char *name = g_strdup_printf ("decoder.up%d", stage);
  int channels = m->decoder_channels[stage];

  map = add_upscale (self, item, name, map, channels, m->n_residual > 0 ? RESIDUAL_SLOPE : SLOPE,
                     m->n_residual > 0 || stage < 2, error);
  for (int r = 0; map >= 0 && r < m->n_residual; r++)
    {
      g_autofree char *block = g_strdup_printf ("%s.res%d", name, r);

      map = add_residual (self, item, block, map, error);
    }
  return map;
}

/* What the decoders read: the code, or as much of it as they take at a time, always of one side. */
static int
add_take (DhNetwork *self)
{
  const int size = dh_network_get_map (self, self->codes[0])->size;
  const DhLayerKind *kind = self->n_codes > 1 ? &dh_layer_gather : &dh_layer_take;
  int taken;

  self->n_pictures = self->micro_batch;
  self->n_map_sides = 1;
  if (self->n_codes == 1 && self->micro_batch == self->batch && self->n_sides == 1)
    return self->codes[0];
  for (int i = 0; i < self->n_codes; i++)
    dh_network_get_map (self, self->codes[i])->keeps_gradient = TRUE;
  taken = add_map (self, dh_model_get_code_channels (&self->model), size, TRUE, TRUE);
  add_layer (self, kind, "decoder.take", self->codes[0], taken, 1.0f)->other = self->codes[1];
  return taken;
}

/* The picture after a stage.  whole: the map isn't taken apart into pixels yet. */
static gboolean
add_output (DhNetwork *self, guint *item, const char *name, int stage, int map, gboolean whole,
            GError **error)
{
  const DhModel *m = &self->model;
  const int scale = 2 - stage;
  const ConvPlan plan = {
    .name = name,
    .in = map,
    .inputs = m->decoder_channels[stage],
    .outputs = 3,
    .kernel = m->output_kernel,
    .fold = DH_FOLD_OUTPUT,
    .unshuffled = whole,
    .slope = 1.0f,
    .transient = TRUE,
  };
  DhLayer *layer;

  map = add_conv (self, item, &plan, error);
  if (map < 0)
    return FALSE;
  self->outputs[scale] = add_map (self, 3, m->size >> scale, FALSE, TRUE);
  self->n_outputs++;
  layer = add_layer (self, &dh_layer_output, name, map, self->outputs[scale], 1.0f);
  for (int larger = 0; larger < scale; larger++)
    layer->output_offset += (gsize) self->n_pictures * 3 * (m->size >> larger)
                            * (m->size >> larger);
  return TRUE;
}

/* A smaller picture, beside the chain. */
static gboolean
add_early_output (DhNetwork *self, guint *item, int stage, int map, GError **error)
{
  g_autofree char *name = g_strdup_printf ("decoder.up%d.output", stage);
  const DhMap *from = dh_network_get_map (self, map);
  int alias;

  if (self->use == DH_NETWORK_FORWARD)
    {
      *item += 2;
      return TRUE;
    }
  alias = add_map (self, from->channels, from->size, TRUE, FALSE);
  dh_network_get_map (self, alias)->alias = map;
  dh_network_get_map (self, map)->kept = dh_network_get_map (self, map)->keeps_gradient = TRUE;
  add_layer (self, &dh_layer_fork, name, map, alias, 1.0f);
  return add_output (self, item, name, stage, alias, TRUE, error);
}

static gboolean
add_decoder (DhNetwork *self, guint *item, GError **error)
{
  const DhModel *m = &self->model;
  int map = add_take (self);

  for (int stage = 0; stage < 3; stage++)
    {
      map = add_stage (self, item, stage, map, error);
      if (map < 0)
        return FALSE;
      if (stage < 2 && m->multiscale && !add_early_output (self, item, stage, map, error))
        return FALSE;
    }
  return add_output (self, item, "decoder.output", 2, map, m->n_residual > 0, error);
}

/* Of all its sides, up to a cache line. */
static gsize
get_map_size (const DhNetwork *self, guint i)
{
  const DhMap *map = dh_network_get_map (self, i);

  return rounded (map->n_sides * map->n_floats);
}

/* Gives every map its place in the workspace's memory. */
static void
plan_memory (DhNetwork *self)
{
  gsize slots[N_SLOTS] = { 0 }, offset = 0;

  for (guint i = 0; i < self->maps->len; i++)
    slots[i % N_SLOTS] = MAX (slots[i % N_SLOTS], get_map_size (self, i));
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
        offset += get_map_size (self, i);
      if (map->alias != (int) i)
        map->offset = dh_network_get_map (self, map->alias)->offset;
    }
  for (guint i = 0; i < self->maps->len && self->training; i++)
    if (dh_network_get_map (self, i)->keeps_gradient)
      {
        dh_network_get_map (self, i)->slot = offset;
        offset += get_map_size (self, i);
      }
  self->memory_size = offset;
}

/* A layer's weights and its bias follow each other. */
static void
find_largest_layer (DhNetwork *self)
{
  const DhParameterTable *table = self->table;

  for (guint i = 0; i + 1 < table->n_items; i += 2)
    self->largest_layer = MAX (self->largest_layer,
                               table->items[i].size + table->items[i + 1].size);
}

gboolean
dh_network_build (DhNetwork *self, GError **error)
{
  guint item = 0; /* of the part being laid out; the decoder's once for both people */

  find_largest_layer (self);
  self->n_pictures = self->batch;
  self->n_map_sides = self->n_sides;
  if (!add_encoder (self, &item, error))
    return FALSE;
  self->n_encoder_layers = self->layers->len;
  item = 0;
  if (self->use != DH_NETWORK_MOVING_ENCODER && !add_decoder (self, &item, error))
    return FALSE;
  plan_memory (self);
  return TRUE;
}
