/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The df network as a list of layers over numbered maps, compiled for one batch size.
 *
 * Most networks here would be called a graph; this one is a chain with short detours
 * (the residual blocks), so a list that is walked forwards and backwards says all.
 *
 * Memory: when training, each map that a backward pass reads again has its own place.
 * All the rest, and all gradients, live in three slots by turns: map i in slot i mod 3. A
 * residual block has three maps in play (its start, middle and end), which follow each
 * other in number, so they never meet in one slot.  One allocation holds
 * everything, none is made in a step.
 *
 * Layout and algorithm of each convolution: see dnn.c.  The layout follows DFL-SAE: the last
 * convolution before a pixel shuffle has its LeakyReLU (slope .1) after the shuffle, which is
 * the same thing in fewer passes; with residual blocks following it has slope .2, as theirs.
 */
#include "core/nn/network.h"

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/nn/elementwise.h"
#include "core/nn/layer.h"
#include "core/nn/weights.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SLOPE 0.1f
#define RESIDUAL_SLOPE 0.2f
#define N_SLOTS 3

struct _DhNetwork
{
  DhModel  model;
  int      batch;
  gboolean training;
  DhParameterTable *table;
  guint    first_item[DH_N_PARTS];

  GArray  *maps;                   /* DhMap */
  GArray  *layers;                 /* DhLayer; the encoder's, then the decoder's */
  guint    n_encoder_layers;
  int      code;                   /* the map between them */

  gsize    packed_offset[DH_N_PARTS + 1];
  gsize    memory_size, staging_size, scratch_size;      /* floats, of a workspace */
};

struct _DhWorkspace
{
  DhStream *stream;
  float    *memory, *staging;
};

/* ---- building ---- */

static DhMap *
get_map (const DhNetwork *self, int map)
{
  return &g_array_index (self->maps, DhMap, map);
}

static DhLayer *
get_layer (const DhNetwork *self, guint layer)
{
  return &g_array_index (self->layers, DhLayer, layer);
}

static int
add_map (DhNetwork *self, int channels, int size, gboolean blocked, gboolean kept)
{
  int stored = blocked ? dh_pad_channels (channels) : channels;
  DhMap map = {
    .batch = self->batch, .channels = channels, .size = size, .blocked = blocked, .kept = kept,
    .n_floats = (gsize) self->batch * stored * size * size,
  };

  g_array_append_val (self->maps, map);
  return self->maps->len - 1;
}

static DhLayer *
add_layer (DhNetwork *self, const DhLayerKind *kind, const char *name, int in, int out,
           float slope)
{
  DhLayer layer = { .kind = kind, .in = in, .out = out, .slope = slope };

  g_strlcpy (layer.name, name, sizeof layer.name);
  g_array_append_val (self->layers, layer);
  return get_layer (self, self->layers->len - 1);
}

/* Where the parameters being laid out go; the decoder's once for both people. */
typedef struct
{
  guint item;
  gsize packed;
} Cursor;

static void
take_parameters (DhLayer *layer, Cursor *cursor, gsize weight_size, gsize bias_size)
{
  layer->item = cursor->item;
  layer->packed = cursor->packed;
  layer->packed_bias = layer->packed + (weight_size + 15) / 16 * 16;
  cursor->item += 2;
  cursor->packed = layer->packed_bias + (bias_size + 15) / 16 * 16;
}

typedef struct
{
  const char *name;
  int    in;                       /* the map it reads */
  int    inputs, outputs, kernel;  /* as in the parameter vector */
  int    stride, groups;
  DhFold fold;
  float  slope;
  gboolean transient;              /* no backward pass reads the result */
} ConvPlan;

/* Adds a convolution and the map it writes; returns the map, -1 with an error. */
static int
add_conv (DhNetwork *self, Cursor *cursor, const ConvPlan *plan, GError **error)
{
  DhWeights weights = dh_weights_init (plan->fold, plan->outputs, plan->inputs, plan->kernel,
                                       MAX (plan->groups, 1));
  int stride = plan->fold != DH_FOLD_NONE ? 1 : MAX (plan->stride, 1);
  int in_size = get_map (self, plan->in)->size, missing = weights.run_kernel - stride;
  gboolean first = plan->fold == DH_FOLD_INPUT;
  DhConvShape shape = {
    .batch = self->batch,
    .in_channels = weights.run_in, .in_size = in_size,
    .out_channels = weights.run_out, .out_size = in_size / stride,
    .kernel = weights.run_kernel, .stride = stride,
    .pad_before = missing / 2, .pad_after = missing - missing / 2,
  };
  DhConvUse use = !self->training ? DH_CONV_INFERENCE : first ? DH_CONV_FIRST : DH_CONV_TRAINING;
  DhConv *conv = dh_conv_new (&shape, use, plan->name, error);
  DhLayer *layer;
  int out;

  if (conv == NULL)
    return -1;
  out = add_map (self, weights.groups > 1 ? weights.run_out : plan->outputs, shape.out_size,
                 TRUE, self->training && !plan->transient);
  layer = add_layer (self, &dh_layer_conv, plan->name, plan->in, out, plan->slope);
  layer->conv = conv;
  layer->weights = weights;
  layer->first = first;
  take_parameters (layer, cursor, dh_conv_get_packed_size (conv), weights.run_out);
  self->staging_size = MAX (self->staging_size, dh_weights_size (&weights) + weights.run_out);
  self->scratch_size = MAX (self->scratch_size, dh_conv_get_scratch_size (conv));
  return out;
}

static int
add_dense (DhNetwork *self, Cursor *cursor, const char *name, int in, int outputs)
{
  gsize inputs = get_map (self, in)->n_floats / self->batch;
  int out = add_map (self, outputs, 1, FALSE, self->training);
  DhLayer *layer = add_layer (self, &dh_layer_dense, name, in, out, 1.0f);

  take_parameters (layer, cursor, inputs * outputs, outputs);
  return out;
}

/* The convolution of an upscale; its map is to be shuffled still. */
static int
add_upscale_conv (DhNetwork *self, Cursor *cursor, const char *name, int in, int channels,
                  float slope, GError **error)
{
  return add_conv (self, cursor, &(ConvPlan) {
    .name = name, .in = in, .inputs = get_map (self, in)->channels, .outputs = 4 * channels,
    .kernel = 3, .groups = 4, .slope = slope, .transient = slope == 1.0f }, error);
}

static int
add_upscale (DhNetwork *self, Cursor *cursor, const char *name, int in, int channels,
             float slope, GError **error)
{
  int shuffled = add_upscale_conv (self, cursor, name, in, channels, 1.0f, error), out;

  if (shuffled < 0)
    return -1;
  out = add_map (self, channels, 2 * get_map (self, in)->size, TRUE, self->training);
  add_layer (self, &dh_layer_shuffle, name, shuffled, out, slope);
  return out;
}

static int
add_residual (DhNetwork *self, Cursor *cursor, const char *name, int in, GError **error)
{
  int channels = get_map (self, in)->channels;
  ConvPlan plan = {
    .name = name, .in = in, .inputs = channels, .outputs = channels, .kernel = 3,
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
  get_layer (self, fork)->out = plan.in;
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

      map = add_conv (self, cursor, &(ConvPlan) {
        .name = name, .in = map, .inputs = i == 0 ? 3 : m->encoder_channels[i - 1],
        .outputs = m->encoder_channels[i], .kernel = 5, .stride = 2,
        .fold = i == 0 ? DH_FOLD_INPUT : DH_FOLD_NONE, .slope = SLOPE }, error);
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
  next = add_map (self, get_map (self, map)->channels * side * side, 1, FALSE, self->training);
  add_layer (self, &dh_layer_flatten, "encoder.flatten", map, next, 1.0f);
  map = add_dense (self, cursor, "encoder.dense0", next, m->dense);
  map = add_dense (self, cursor, "encoder.dense1", map, m->bridge_channels * side * side);
  next = add_map (self, m->bridge_channels, side, TRUE, self->training);
  add_layer (self, &dh_layer_reshape, "encoder.reshape", map, next, 1.0f);
  self->code = add_upscale (self, cursor, "encoder.up", next, m->bridge_channels, SLOPE, error);
  if (self->code < 0)
    return FALSE;
  get_map (self, self->code)->kept = TRUE;
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
  map = add_upscale (self, cursor, name, map, channels,
                     m->n_residual > 0 ? RESIDUAL_SLOPE : SLOPE, error);
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
    map = add_conv (self, cursor, &(ConvPlan) {
      .name = "decoder.output", .in = map, .inputs = m->decoder_channels[2], .outputs = 3,
      .kernel = m->output_kernel, .fold = DH_FOLD_OUTPUT, .slope = 1.0f, .transient = TRUE },
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
    slots[i % N_SLOTS] = MAX (slots[i % N_SLOTS], (get_map (self, i)->n_floats + 15) / 16 * 16);
  for (guint i = 0; i < self->maps->len; i++)
    for (guint slot = 0; slot < i % N_SLOTS; slot++)
      get_map (self, i)->slot += slots[slot];
  for (int slot = 0; slot < N_SLOTS; slot++)
    offset += slots[slot];
  for (guint i = 0; i < self->maps->len; i++)
    {
      DhMap *map = get_map (self, i);

      map->offset = map->kept ? offset : map->slot;
      if (map->kept)
        offset += (map->n_floats + 15) / 16 * 16;
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

DhNetwork *
dh_network_new (const DhModel *model, int batch, gboolean training, GError **error)
{
  g_autoptr (DhNetwork) self = g_new0 (DhNetwork, 1);
  Cursor encoder = { 0 }, decoder = { 0 };

  g_return_val_if_fail (batch > 0 && model->size > 0 && model->size % 16 == 0, NULL);
  self->model = *model;
  self->batch = batch;
  self->training = training;
  self->table = dh_parameter_table_new (model);
  self->maps = g_array_new (FALSE, FALSE, sizeof (DhMap));
  self->layers = g_array_new (FALSE, FALSE, sizeof (DhLayer));
  if (!add_encoder (self, &encoder, error))
    return NULL;
  self->n_encoder_layers = self->layers->len;
  if (!add_decoder (self, &decoder, error))
    return NULL;
  plan_memory (self);
  plan_parameters (self, encoder.packed, decoder.packed);
  return g_steal_pointer (&self);
}

void
dh_network_free (DhNetwork *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->layers->len; i++)
    dh_conv_free (get_layer (self, i)->conv);
  g_array_unref (self->layers);
  g_array_unref (self->maps);
  dh_parameter_table_free (self->table);
  g_free (self);
}

/* ---- asking ---- */

void
dh_compute_thread_init (void)
{
  dh_dnn_thread_init ();
}

const char *
dh_compute_describe (void)
{
  return dh_dnn_describe ();
}

int
dh_network_get_batch (const DhNetwork *self)
{
  return self->batch;
}

const DhModel *
dh_network_get_model (const DhNetwork *self)
{
  return &self->model;
}

const DhParameterTable *
dh_network_get_table (const DhNetwork *self)
{
  return self->table;
}

gsize
dh_network_get_packed_size (const DhNetwork *self)
{
  return self->packed_offset[DH_N_PARTS];
}

char *
dh_network_describe (const DhNetwork *self)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < self->layers->len; i++)
    {
      const DhLayer *layer = get_layer (self, i);
      const DhMap *in = get_map (self, layer->in), *out = get_map (self, layer->out);
      g_autofree char *chosen = layer->conv != NULL ? dh_conv_describe (layer->conv) : NULL;

      g_string_append_printf (words, "%-18s %-8s %5d × %d² → %5d × %d²  %s\n", layer->name,
                              layer->kind->name, in->channels, in->size, out->channels, out->size,
                              chosen != NULL ? chosen : "");
    }
  return g_string_free (words, FALSE);
}

/* ---- running ---- */

DhWorkspace *
dh_workspace_new (const DhNetwork *network, GError **error)
{
  DhWorkspace *self = g_new0 (DhWorkspace, 1);

  self->memory = dh_tensor_try_new (network->memory_size);
  self->staging = dh_tensor_try_new (network->staging_size);
  self->stream = dh_stream_new (network->scratch_size);
  if (self->memory != NULL && self->staging != NULL && self->stream != NULL)
    return self;
  dh_workspace_free (self);
  g_set_error (error, DH_ERROR, DH_ERROR_MEMORY,
               _("The model “%s” with %d pictures a side needs %" G_GSIZE_FORMAT " MiB more "
                 "memory than there is; choose a smaller model or batch."),
               network->model.id, network->batch,
               (network->memory_size + network->staging_size + network->scratch_size) >> 18);
  return NULL;
}

void
dh_workspace_free (DhWorkspace *workspace)
{
  if (workspace == NULL)
    return;
  dh_stream_free (workspace->stream);
  dh_tensor_free (workspace->memory);
  dh_tensor_free (workspace->staging);
  g_free (workspace);
}

static DhPassage
passage_for (const DhNetwork *self, DhWorkspace *workspace, DhPart part, const float *packed)
{
  return (DhPassage) {
    .maps = get_map (self, 0),
    .memory = workspace->memory,
    .staging = workspace->staging,
    .stream = workspace->stream,
    .items = self->table->items + self->first_item[part],
    .packed = packed + self->packed_offset[part],
  };
}

/* The layers of a part: from …, up to …. */
static void
get_range (const DhNetwork *self, DhPart part, guint *from, guint *to)
{
  *from = part == DH_PART_ENCODER ? 0 : self->n_encoder_layers;
  *to = part == DH_PART_ENCODER ? self->n_encoder_layers : self->layers->len;
}

static DhPart
decoder_of (DhSide side)
{
  return side == DH_SIDE_A ? DH_PART_DECODER_A : DH_PART_DECODER_B;
}

void
dh_network_pack (const DhNetwork *self, DhWorkspace *workspace, DhPart part,
                 const float *parameters, float *packed)
{
  DhPassage passage = passage_for (self, workspace, part, packed);
  guint from, to;

  get_range (self, part, &from, &to);
  for (guint i = from; i < to; i++)
    {
      const DhLayer *layer = get_layer (self, i);

      if (layer->kind->pack != NULL)
        layer->kind->pack (layer, &passage, parameters, packed + self->packed_offset[part]);
    }
}

static void
run_forward (const DhNetwork *self, DhPart part, const DhPassage *passage)
{
  guint from, to;

  get_range (self, part, &from, &to);
  for (guint i = from; i < to; i++)
    get_layer (self, i)->kind->forward (get_layer (self, i), passage);
}

static void
run_backward (const DhNetwork *self, DhPart part, const DhPassage *passage)
{
  guint from, to;

  get_range (self, part, &from, &to);
  for (guint i = to; i-- > from;)
    get_layer (self, i)->kind->backward (get_layer (self, i), passage);
}

void
dh_network_encode (const DhNetwork *self, DhWorkspace *workspace, const float *packed,
                   const float *input)
{
  DhPassage passage = passage_for (self, workspace, DH_PART_ENCODER, packed);

  passage.input = input;
  run_forward (self, DH_PART_ENCODER, &passage);
}

const float *
dh_network_decode (const DhNetwork *self, DhWorkspace *workspace, const float *packed,
                   DhSide decoder)
{
  DhPassage passage = passage_for (self, workspace, decoder_of (decoder), packed);

  run_forward (self, decoder_of (decoder), &passage);
  return workspace->memory + get_map (self, self->maps->len - 1)->offset;
}

void
dh_network_backward (const DhNetwork *self, DhWorkspace *workspace, const float *packed,
                     DhSide side, const float *output_gradient, float *gradient)
{
  DhPassage decoder = passage_for (self, workspace, decoder_of (side), packed);
  DhPassage encoder = passage_for (self, workspace, DH_PART_ENCODER, packed);

  g_return_if_fail (self->training);
  decoder.output_gradient = output_gradient;
  decoder.gradient = encoder.gradient = gradient;
  run_backward (self, decoder_of (side), &decoder);
  run_backward (self, DH_PART_ENCODER, &encoder);
}
