/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The network, compiled for one batch size, and the workspaces that it runs in.
 *
 * A network holds primitives and layouts but no numbers and never changes, so all lanes and threads
 * share it; the data of a pass are in the thread's workspace and the lane's vectors.  A workspace is
 * allocated once; during a step, oneDNN only allocates descriptors of a few words.
 *
 * What the layers are and where their maps lie: network-build.c; running them: network-run.c.
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

static DhNetwork *
compile (const DhModel *model, int batch, int micro_batch, DhNetworkUse use, GError **error)
{
  g_autoptr (DhNetwork) self = g_new0 (DhNetwork, 1);

  g_return_val_if_fail (batch > 0 && model->size > 0 && model->size % 16 == 0, NULL);
  g_return_val_if_fail (micro_batch > 0 && batch % micro_batch == 0, NULL);
  /* Maps of whole blocks are gathered. */
  g_return_val_if_fail (model->architecture != DH_ARCHITECTURE_LIAE
                          || dh_model_get_up_channels (model) % 16 == 0,
                        NULL);
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
dh_network_new_described (const DhModel *model, int batch, GError **error)
{
  DhNetwork *self;

  dh_conv_choices_begin ();
  self = dh_network_new (model, batch, TRUE, error);
  dh_conv_choices_end ();
  return self;
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

/* ---- workspaces ---- */

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
