/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The df network, compiled for one batch size: running it forward and backward.
 *
 * A network holds primitives and layouts but no numbers and never changes, so all lanes and threads
 * share it; the data of a pass are in the thread's workspace and the lane's vectors.  A layer reads
 * its weights from the flat vector when it runs and lays them out in memory that the next layer
 * overwrites, so no lane keeps a second copy of them.  A workspace is allocated once; during a step,
 * oneDNN only allocates descriptors of a few words.
 *
 * What the layers are and where their maps lie: network-build.c.
 */
#include "core/nn/network-private.h"

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/nn/conv-choice.h"
#include "core/nn/elementwise.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Of a decoder's activations in training, in bytes.  They are nearly all of a step's memory, and
 * there is little to gain from more: a micro-batch costs one more packing of the weights. */
#define DECODER_MAX (160 << 20)

struct _DhWorkspace
{
  DhStream *stream;
  float *own; /* all memory; NULL: it is lent */
  float *memory, *staging;
  float *mixed; /* one layer's weights at a place of a line; NULL: the weights don't move */
  const int *cancelled;
  void (*advance) (double work, gpointer data);
  gpointer advance_data;
};

static DhNetwork *
compile (const DhModel *model, int batch, int micro_batch, DhNetworkUse use, GError **error)
{
  g_autoptr (DhNetwork) self = g_new0 (DhNetwork, 1);

  g_return_val_if_fail (batch > 0 && model->size > 0 && model->size % 16 == 0, NULL);
  g_return_val_if_fail (micro_batch > 0 && batch % micro_batch == 0, NULL);
  self->model = *model;
  self->batch = batch;
  self->micro_batch = micro_batch;
  self->use = use;
  self->training = use == DH_NETWORK_TRAINING;
  self->n_sides = self->training && micro_batch == batch ? DH_N_SIDES : 1;
  self->table = dh_parameter_table_new (model);
  self->maps = g_array_new (FALSE, FALSE, sizeof (DhMap));
  self->layers = g_array_new (FALSE, FALSE, sizeof (DhLayer));
  if (!dh_network_build (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

/* Bytes of a decoder's activations for one picture that wait for its backward pass. */
static gsize
get_decoder_size (const DhModel *model)
{
  gsize n_floats = 0;
  int side = model->size / 8;

  for (int stage = 0; stage < 3; stage++)
    {
      side *= 2;
      n_floats += (gsize) dh_pad_channels (model->decoder_channels[stage]) * side * side
                  * (1 + 2 * model->n_residual);
    }
  return n_floats * sizeof (float);
}

/* As many pictures as fit, in equal micro-batches. */
static int
choose_micro_batch (const DhModel *model, int batch)
{
  int micro_batch = batch;

  while (micro_batch > 1
         && (batch % micro_batch != 0 || micro_batch * get_decoder_size (model) > DECODER_MAX))
    micro_batch--;
  return micro_batch;
}

DhNetwork *
dh_network_new (const DhModel *model, int batch, gboolean training, GError **error)
{
  if (!training)
    return compile (model, batch, batch, DH_NETWORK_FORWARD, error);
  return dh_network_new_in_micro_batches (model, batch, choose_micro_batch (model, batch), error);
}

DhNetwork *
dh_network_new_in_micro_batches (const DhModel *model, int batch, int micro_batch, GError **error)
{
  return compile (model, batch, micro_batch, DH_NETWORK_TRAINING, error);
}

DhNetwork *
dh_network_new_moving (const DhModel *model, int batch, gboolean encoder_only, GError **error)
{
  return compile (model, batch, batch, encoder_only ? DH_NETWORK_MOVING_ENCODER : DH_NETWORK_MOVING,
                  error);
}

void
dh_network_free (DhNetwork *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < self->layers->len; i++)
    dh_conv_free (dh_network_get_layer (self, i)->conv);
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

char *
dh_compute_describe_convolutions (void)
{
  return dh_conv_choices_describe ();
}

int
dh_network_get_batch (const DhNetwork *self)
{
  return self->batch;
}

int
dh_network_get_micro_batch (const DhNetwork *self)
{
  return self->micro_batch;
}

gboolean
dh_network_takes_both (const DhNetwork *self)
{
  return self->n_sides == DH_N_SIDES;
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

char *
dh_network_describe (const DhNetwork *self)
{
  GString *words = g_string_new (NULL);

  for (guint i = 0; i < self->layers->len; i++)
    {
      const DhLayer *layer = dh_network_get_layer (self, i);
      const DhMap *in = dh_network_get_map (self, layer->in);
      const DhMap *out = dh_network_get_map (self, layer->out);
      g_autofree char *chosen = layer->conv != NULL ? dh_conv_describe (layer->conv) : NULL;

      g_string_append_printf (words, "%-18s %-9s %5d x %3d^2 -> %5d x %3d^2  %s\n", layer->name,
                              layer->kind->name, in->channels, in->size, out->channels, out->size,
                              chosen != NULL ? chosen : "");
    }
  return g_string_free (words, FALSE);
}

/* ---- running ---- */

/* Up to a cache line. */
static gsize
rounded (gsize n_floats)
{
  return (n_floats + 15) / 16 * 16;
}

static gsize
get_mixed_size (const DhNetwork *self)
{
  return self->use >= DH_NETWORK_MOVING ? rounded (self->largest_layer) : 0;
}

gsize
dh_network_get_workspace_size (const DhNetwork *self)
{
  return rounded (self->memory_size) + rounded (self->staging_size) + get_mixed_size (self)
         + self->scratch_size;
}

DhWorkspace *
dh_workspace_new_in (const DhNetwork *network, float *memory)
{
  DhWorkspace *self = g_new0 (DhWorkspace, 1);

  self->memory = memory;
  self->staging = self->memory + rounded (network->memory_size);
  if (network->use >= DH_NETWORK_MOVING)
    self->mixed = self->staging + rounded (network->staging_size);
  self->stream = dh_stream_new_in (self->staging + rounded (network->staging_size)
                                   + get_mixed_size (network));
  if (self->stream == NULL)
    g_clear_pointer (&self, dh_workspace_free);
  return self;
}

DhWorkspace *
dh_workspace_new (const DhNetwork *network, GError **error)
{
  gsize size = dh_network_get_workspace_size (network);
  float *memory = dh_tensor_try_new (size);
  DhWorkspace *self = memory != NULL ? dh_workspace_new_in (network, memory) : NULL;

  if (self != NULL)
    {
      self->own = memory;
      return self;
    }
  dh_tensor_free (memory);
  g_set_error (error, DH_ERROR, DH_ERROR_MEMORY,
               _ ("The model “%s” needs %zu MiB of memory for each of its threads, more than is "
                  "free: choose a smaller model"),
               network->model.id, size >> 18);
  return NULL;
}

void
dh_workspace_free (DhWorkspace *workspace)
{
  if (workspace == NULL)
    return;
  dh_stream_free (workspace->stream);
  dh_tensor_free (workspace->own);
  g_free (workspace);
}

void
dh_workspace_set_cancelled (DhWorkspace *workspace, const int *cancelled)
{
  workspace->cancelled = cancelled;
}

void
dh_workspace_follow (DhWorkspace *workspace, void (*advance) (double work, gpointer data),
                     gpointer data)
{
  workspace->advance = advance;
  workspace->advance_data = data;
}

static DhPassage
passage_for (const DhNetwork *self, DhWorkspace *workspace, DhPart part)
{
  return (DhPassage) {
    .n_sides = 1,
    .maps = dh_network_get_map (self, 0),
    .memory = workspace->memory,
    .staging = workspace->staging,
    .stream = workspace->stream,
    .cancelled = workspace->cancelled,
    .advance = workspace->advance,
    .advance_data = workspace->advance_data,
    .items = self->table->items + self->first_item[part],
  };
}

/* The layers of a part: from …, up to …. */
static void
get_range (const DhNetwork *self, DhPart part, guint *from, guint *to)
{
  *from = part == DH_PART_ENCODER ? 0 : self->n_encoder_layers;
  *to = part == DH_PART_ENCODER ? self->n_encoder_layers : self->layers->len;
}

double
dh_network_get_work (const DhNetwork *self, DhPart part)
{
  double work = 0;
  guint from, to;

  get_range (self, part, &from, &to);
  for (guint i = from; i < to; i++)
    work += dh_network_get_layer (self, i)->work;
  return part == DH_PART_ENCODER ? work : work * (self->batch / self->micro_batch);
}

static const float *
peek_output (const DhNetwork *self, const DhWorkspace *workspace)
{
  return workspace->memory + dh_network_get_map (self, self->maps->len - 1)->offset;
}

static DhPart
decoder_of (DhSide side)
{
  return side == DH_SIDE_A ? DH_PART_DECODER_A : DH_PART_DECODER_B;
}

static gboolean
goes_on (const DhPassage *passage)
{
  return passage->cancelled == NULL || g_atomic_int_get (passage->cancelled) == 0;
}

static void
tell (const DhPassage *passage, double work)
{
  if (passage->advance != NULL && work > 0)
    passage->advance (work, passage->advance_data);
}

/* The passage comes to a layer. */
static void
take_weights (const DhLayer *layer, const float *parameters, DhPassage *passage)
{
  if (!layer->kind->has_parameters)
    return;
  passage->weights = parameters + passage->items[layer->item].offset;
  passage->bias = parameters + passage->items[layer->item + 1].offset;
}

static void
run_forward (const DhNetwork *self, DhPart part, const float *parameters, DhPassage *passage)
{
  guint from, to;

  get_range (self, part, &from, &to);
  for (guint i = from; i < to && goes_on (passage); i++)
    {
      const DhLayer *layer = dh_network_get_layer (self, i);

      take_weights (layer, parameters, passage);
      layer->kind->forward (layer, passage);
      tell (passage, passage->n_sides * layer->work);
    }
}

static void
run_backward (const DhNetwork *self, DhPart part, const float *parameters, DhPassage *passage)
{
  guint from, to;

  get_range (self, part, &from, &to);
  for (guint i = to; i-- > from && goes_on (passage);)
    {
      const DhLayer *layer = dh_network_get_layer (self, i);

      take_weights (layer, parameters, passage);
      layer->kind->backward (layer, passage);
      tell (passage, passage->n_sides * 2 * layer->work);
    }
}

void
dh_network_encode (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                   const float *input)
{
  DhPassage passage = passage_for (self, workspace, DH_PART_ENCODER);

  passage.input[0] = input;
  run_forward (self, DH_PART_ENCODER, parameters, &passage);
}

void
dh_network_encode_both (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                        const float *const inputs[DH_N_SIDES])
{
  DhPassage passage = passage_for (self, workspace, DH_PART_ENCODER);

  g_return_if_fail (dh_network_takes_both (self));
  passage.n_sides = DH_N_SIDES;
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    passage.input[side] = inputs[side];
  run_forward (self, DH_PART_ENCODER, parameters, &passage);
}

const float *
dh_network_decode_from (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                        DhSide decoder, int first)
{
  DhPassage passage = passage_for (self, workspace, decoder_of (decoder));

  g_return_val_if_fail (first >= 0 && first < self->n_sides * self->batch, NULL);
  passage.first = first;
  run_forward (self, decoder_of (decoder), parameters, &passage);
  return peek_output (self, workspace);
}

const float *
dh_network_decode (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                   DhSide decoder)
{
  g_return_val_if_fail (self->micro_batch == self->batch, NULL);
  return dh_network_decode_from (self, workspace, parameters, decoder, 0);
}

void
dh_network_backward_from (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                          DhSide side, int first, const float *output_gradient, float *gradient)
{
  DhPassage passage = passage_for (self, workspace, decoder_of (side));

  g_return_if_fail (self->training);
  passage.output_gradient = output_gradient;
  passage.gradient[0] = gradient;
  passage.first = first;
  passage.adds = first % self->batch > 0;
  run_backward (self, decoder_of (side), parameters, &passage);
}

void
dh_network_backward_encoder (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                             float *gradient)
{
  DhPassage passage = passage_for (self, workspace, DH_PART_ENCODER);

  g_return_if_fail (self->training);
  passage.gradient[0] = gradient;
  run_backward (self, DH_PART_ENCODER, parameters, &passage);
}

void
dh_network_backward_encoder_both (const DhNetwork *self, DhWorkspace *workspace,
                                  const float *parameters, float *const gradients[DH_N_SIDES])
{
  DhPassage passage = passage_for (self, workspace, DH_PART_ENCODER);

  g_return_if_fail (dh_network_takes_both (self));
  passage.n_sides = DH_N_SIDES;
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    passage.gradient[side] = gradients[side];
  run_backward (self, DH_PART_ENCODER, parameters, &passage);
}

void
dh_network_backward (const DhNetwork *self, DhWorkspace *workspace, const float *parameters,
                     DhSide side, const float *output_gradient, float *gradient)
{
  g_return_if_fail (self->micro_batch == self->batch);
  dh_network_backward_from (self, workspace, parameters, side, 0, output_gradient, gradient);
  dh_network_backward_encoder (self, workspace, parameters, gradient);
}

/* ---- along a line ---- */

void
dh_weight_line_get (const DhWeightLine *self, gsize start, gsize n, float *restrict weights)
{
  const float *restrict origin = self->origin + start, *restrict way = self->way + start;
  const float at = (float) self->at;

  for (gsize i = 0; i < n; i++)
    weights[i] = origin[i] + at * way[i];
}

/* The passage comes to a layer: its weights are made. */
static void
mix_weights (const DhLayer *layer, const DhWeightLine *line, float *mixed, DhPassage *passage)
{
  const DhParameter *weight = &passage->items[layer->item], *bias = weight + 1;

  dh_weight_line_get (line, weight->offset, weight->size + bias->size, mixed);
  passage->weights = mixed;
  passage->bias = mixed + weight->size;
}

static void
run_forward_at (const DhNetwork *self, DhWorkspace *workspace, DhPart part,
                const DhWeightLine *line, const float *input)
{
  DhPassage passage = passage_for (self, workspace, part);
  guint from, to;

  g_assert (workspace->mixed != NULL);
  passage.input[0] = input;
  get_range (self, part, &from, &to);
  for (guint i = from; i < to && goes_on (&passage); i++)
    {
      const DhLayer *layer = dh_network_get_layer (self, i);

      if (layer->kind->has_parameters)
        mix_weights (layer, line, workspace->mixed, &passage);
      layer->kind->forward (layer, &passage);
    }
}

void
dh_network_encode_at (const DhNetwork *self, DhWorkspace *workspace, const DhWeightLine *line,
                      const float *input)
{
  run_forward_at (self, workspace, DH_PART_ENCODER, line, input);
}

const float *
dh_network_decode_at (const DhNetwork *self, DhWorkspace *workspace, const DhWeightLine *line,
                      DhSide decoder)
{
  run_forward_at (self, workspace, decoder_of (decoder), line, NULL);
  return peek_output (self, workspace);
}

void
dh_network_take_code (const DhNetwork *self, DhWorkspace *workspace, const DhNetwork *encoder,
                      const DhWorkspace *encoded, int first)
{
  const DhMap *to = dh_network_get_map (self, self->code);
  const DhMap *from = dh_network_get_map (encoder, encoder->code);

  g_return_if_fail (first + self->batch <= encoder->batch);
  memcpy (workspace->memory + to->offset,
          encoded->memory + from->offset + first * (from->n_floats / encoder->batch),
          to->n_floats * sizeof (float));
}

/* ---- how fast ---- */

#define ENOUGH_WORK 2e8 /* FLOP: some milliseconds */
#define N_RUNS      3   /* the fastest counts: the first makes the memory resident */

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
