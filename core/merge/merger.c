/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Swapping faces with a trained network: crop, encode, decode with the other person's decoder, paint.
 * The workers share network and weights; each has a workspace.
 */
#include "core/merge/merger.h"

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/data/batch.h"
#include "core/nn/network.h"
#include "core/train/checkpoint.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _DhMerger
{
  const DhModel *model;
  DhNetwork *network;
  float *parameters;
  guint n_workers;
  DhWorkspace **workspaces;
};

static gboolean
read_weights (DhMerger *self, const char *weights, GError **error)
{
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (self->model);

  self->parameters = dh_tensor_try_new (table->size);
  if (self->parameters != NULL)
    return dh_checkpoint_read (weights, self->model, self->parameters, error);
  g_set_error_literal (error, DH_ERROR, DH_ERROR_MEMORY,
                       _ ("There is not enough memory to read the weights: close other programs "
                          "or choose a smaller model."));
  return FALSE;
}

static gboolean
make_workspaces (DhMerger *self, GError **error)
{
  self->network = dh_network_new (self->model, 1, FALSE, error);
  self->workspaces = g_new0 (DhWorkspace *, self->n_workers);
  for (guint i = 0; self->network != NULL && i < self->n_workers; i++)
    {
      self->workspaces[i] = dh_workspace_new (self->network, error);
      if (self->workspaces[i] == NULL)
        return FALSE;
    }
  return self->network != NULL;
}

DhMerger *
dh_merger_new (const char *weights, guint n_workers, GError **error)
{
  g_autoptr (DhMerger) self = g_new0 (DhMerger, 1);

  self->n_workers = n_workers;
  self->model = dh_checkpoint_find_model (weights, error);
  if (self->model == NULL || !read_weights (self, weights, error) || !make_workspaces (self, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
dh_merger_free (DhMerger *self)
{
  for (guint i = 0; self->workspaces != NULL && i < self->n_workers; i++)
    g_clear_pointer (&self->workspaces[i], dh_workspace_free);
  g_free (self->workspaces);
  g_clear_pointer (&self->network, dh_network_free);
  dh_tensor_free (self->parameters);
  g_free (self);
}

const DhModel *
dh_merger_get_model (const DhMerger *self)
{
  return self->model;
}

DhImage *
dh_merger_swap (DhMerger *self, guint worker, const DhFace *face, DhSide decoder,
                const DhPaintSettings *settings, GError **error)
{
  const int size = self->model->size;
  const gsize n = 3 * (gsize) size * size;
  float *input = dh_tensor_new (n);
  DhWorkspace *workspace;
  DhImage *image;

  g_assert (worker < self->n_workers);
  workspace = self->workspaces[worker];
  dh_face_crop (face, size, input, NULL);
  dh_network_encode (self->network, workspace, self->parameters, input);
  memcpy (input, dh_network_decode (self->network, workspace, self->parameters, decoder),
          n * sizeof *input);
  image = dh_face_paint (face, input, size, settings, error);
  dh_tensor_free (input);
  return image;
}
