/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file of weights as it is, apart from any training: what it holds, and writing it anew.
 */
#include "core/train/weights-file.h"

#include "core/base/error.h"
#include "core/base/tensor.h"
#include "core/train/checkpoint.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _DhWeightsFile
{
  const DhModel *model;
  DhParameterTable *table;
  float *parameters;
  DhCheckpointNotes notes;
};

DhWeightsFile *
dh_weights_file_new (const char *path, GError **error)
{
  g_autoptr (DhWeightsFile) self = g_new0 (DhWeightsFile, 1);

  self->model = dh_checkpoint_find_model (path, error);
  if (self->model == NULL)
    return NULL;
  self->table = dh_parameter_table_new (self->model);
  self->parameters = dh_tensor_try_new (self->table->size);
  if (self->parameters == NULL)
    {
      g_set_error_literal (error, DH_ERROR, DH_ERROR_MEMORY,
                           _ ("There is not enough memory to read the weights: close other "
                              "programs or choose a smaller model."));
      return NULL;
    }
  if (!dh_checkpoint_read (path, self->model, self->parameters, error)
      || !dh_checkpoint_read_notes (path, &self->notes, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
dh_weights_file_free (DhWeightsFile *self)
{
  g_clear_pointer (&self->table, dh_parameter_table_free);
  dh_tensor_free (self->parameters);
  dh_checkpoint_notes_clear (&self->notes);
  g_free (self);
}

/* ---- asking ---- */

const char *
dh_weights_file_get_model (const DhWeightsFile *self)
{
  return self->model->id;
}

gsize
dh_weights_file_get_size (const DhWeightsFile *self)
{
  return self->table->size;
}

guint
dh_weights_file_get_n_tensors (const DhWeightsFile *self)
{
  return self->table->n_items;
}

DhWeightsTensor
dh_weights_file_get_tensor (const DhWeightsFile *self, guint tensor)
{
  DhWeightsTensor result = { NULL };
  const DhParameter *item;

  g_assert (tensor < self->table->n_items);
  item = &self->table->items[tensor];
  result.name = item->name;
  result.n_dimensions = dh_checkpoint_count_dimensions (item);
  result.size = item->size;
  memcpy (result.shape, item->dims, sizeof result.shape);
  return result;
}

const char *
dh_weights_file_get_precision (const DhWeightsFile *self)
{
  return self->notes.n_half == 0 ? "float32" : self->notes.n_full == 0 ? "float16" : "mixed";
}

const char *
dh_weights_file_get_about (const DhWeightsFile *self)
{
  return self->notes.about != NULL && *self->notes.about != '\0' ? self->notes.about : NULL;
}

gboolean
dh_weights_file_find_iteration (const DhWeightsFile *self, guint64 *iteration)
{
  return dh_checkpoint_find_iteration (self->notes.about, iteration);
}

/* ---- writing ---- */

gboolean
dh_weights_file_write (const DhWeightsFile *self, const char *path, gboolean half, GError **error)
{
  const char *about = self->notes.about != NULL ? self->notes.about : "";

  return dh_checkpoint_write (path, self->model, self->parameters, about, half, error);
}
