/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * write-forward MODEL DIR: a model's weights, a batch and what both people's networks make of it,
 * for tests/reference/forward.py: weights.npz, input.npy, a.npy and b.npy; of a multiscale decoder
 * also the smaller pictures, a1.npy, a2.npy, b1.npy and b2.npy.
 */
#include "core/base/tensor.h"
#include "core/data/npy.h"
#include "core/nn/model-text.h"
#include "core/nn/network.h"
#include "core/train/checkpoint.h"

#include <math.h>

#define N_PICTURES 2

static void
write_array (const char *folder, const char *name, int size, const float *numbers)
{
  const int dimensions[] = { N_PICTURES, 3, size, size };
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (!dh_npy_write (path, numbers, dimensions, G_N_ELEMENTS (dimensions), &error))
    g_error ("%s", error->message);
}

/* Biases get values, too: zero would hide a wrong one. */
static void
make_weights (const DhParameterTable *table, float *parameters)
{
  dh_parameters_init (table, 1, parameters);
  for (guint i = 0; i < table->n_items; i++)
    if (table->items[i].limit <= 0)
      for (gsize k = 0; k < table->items[i].size; k++)
        parameters[table->items[i].offset + k] = (float) (.1 * sin (k + i));
}

static void
write_outputs (const char *folder, const DhNetwork *network, const DhWorkspace *workspace,
               const char *person)
{
  for (int i = 0; i < dh_network_count_outputs (network); i++)
    {
      g_autofree char *name = i == 0 ? g_strdup_printf ("%s.npy", person)
                                     : g_strdup_printf ("%s%d.npy", person, i);

      write_array (folder, name, dh_network_get_model (network)->size >> i,
                   dh_network_peek_output (network, workspace, i));
    }
}

static void
write_all (const DhModel *model, const char *folder)
{
  g_autoptr (GError) error = NULL;
  /* Only for training are the smaller pictures made. */
  g_autoptr (DhNetwork) network = dh_network_new (model, N_PICTURES, model->multiscale, &error);
  g_autoptr (DhWorkspace) workspace = network ? dh_workspace_new (network, &error) : NULL;
  g_autofree char *path = g_build_filename (folder, "weights.npz", NULL);
  const gsize n_input = (gsize) N_PICTURES * 3 * model->size * model->size;
  const DhParameterTable *table;
  float *parameters, *input;

  if (workspace == NULL)
    g_error ("%s", error->message);
  table = dh_network_get_table (network);
  parameters = dh_tensor_new (table->size);
  input = dh_tensor_new (n_input);
  make_weights (table, parameters);
  for (gsize i = 0; i < n_input; i++)
    input[i] = (float) (.5 + .5 * sin (.37 * i) * cos (.011 * i));
  if (!dh_checkpoint_write (path, model, parameters, "a test", FALSE, &error))
    g_error ("%s", error->message);
  write_array (folder, "input.npy", model->size, input);
  dh_network_encode (network, workspace, parameters, input);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      dh_network_decode (network, workspace, parameters, side);
      write_outputs (folder, network, workspace, side == DH_SIDE_A ? "a" : "b");
    }
  dh_tensor_free (parameters);
  dh_tensor_free (input);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  const DhModel *model = argc == 3 ? dh_model_parse (argv[1], &error) : NULL;

  if (model == NULL)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "write-forward MODEL DIR");
      return 1;
    }
  dh_compute_thread_init ();
  write_all (model, argv[2]);
  return 0;
}
