/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writes down half a training step of either side, for another program to repeat:
 *
 *   DOWNHILL_FACES_DIR=data/faces dump-step PRESET FOLDER
 *
 * The folder gets .npy files: the start values as one vector, each side's batch (input, target,
 * mask) and the gradient of its loss.  Standard output says what belongs to them, a line each: a
 * key and its value; and for each tensor "tensor", its name, where it begins in the vector and its
 * shape, so that the other program builds the network from the table that this one was built from.
 */
#include "core/data/npy.h"
#include "core/train/run-context.h"

#include <string.h>
#include <stdlib.h>

typedef struct
{
  DhTrainingRequest request;
  DhRunContext *context;
  DhLaneRun *lane;
  const char *folder;
} Dump;

static void
check (gboolean done, GError *error)
{
  if (done)
    return;
  g_printerr ("%s\n", error->message);
  exit (1);
}

static void
dump_init (Dump *self, const DhModel *model, const char *faces, const char *folder)
{
  GError *error = NULL;
  const DhMix mix = { 1, { dh_mix_part_make ("mae") } };
  const DhOptimizerConfig adam = dh_optimizer_config_make (dh_optimizer_find ("adam"),
                                                           DH_OPTIMIZER_USER_NETWORK);
  const DhLaneRequest lane = {
    .id = 1,
    .settings = dh_lane_settings_make (&mix, &adam, model->learning_rate),
  };

  self->folder = folder;
  self->request.folders[0] = g_build_filename (faces, "alder", NULL);
  self->request.folders[1] = g_build_filename (faces, "birch", NULL);
  self->request.preset = model->id;
  self->request.seed = 1;
  self->request.n_preview_faces = 1;
  self->context = dh_run_context_new (&self->request, 1, NULL, NULL, &error);
  check (self->context != NULL, error);
  self->lane = dh_lane_run_new (&lane, self->context->network, 1, NULL);
  g_assert (self->lane != NULL);
  dh_scratch_pool_lend_gradients (&self->context->scratch_pool, self->lane);
}

static void
dump_clear (Dump *self)
{
  dh_lane_run_free (self->lane);
  dh_run_context_free (self->context);
  g_free (self->request.folders[0]);
  g_free (self->request.folders[1]);
}

static void
write_numbers (const Dump *self, const char *name, const float *numbers, const int *dimensions,
               guint n_dimensions)
{
  g_autofree char *file = g_strconcat (name, ".npy", NULL);
  g_autofree char *path = g_build_filename (self->folder, file, NULL);
  GError *error = NULL;

  check (dh_npy_write (path, numbers, dimensions, n_dimensions, &error), error);
}

static void
write_vector (const Dump *self, const char *name, const float *numbers)
{
  write_numbers (self, name, numbers, (const int[]) { self->lane->n_parameters }, 1);
}

static void
print_table (const Dump *self)
{
  const DhModel *model = self->context->model;
  const DhParameterTable *table = dh_network_get_table (self->context->network);
  const DhOptimizerConfig *config = &self->lane->request.settings.optimizer_config;

  g_print ("size %d\nbatch %d\nparameters %" G_GSIZE_FORMAT "\nrate %.9g\n", model->size,
           model->batch, table->size, model->learning_rate);
  for (int i = 0; i < DH_OPTIMIZER_MAX_SETTINGS && config->optimizer->settings[i].id != NULL; i++)
    g_print ("%s %.9g\n", config->optimizer->settings[i].id, config->settings[i]);
  for (guint i = 0; i < table->n_items; i++)
    {
      const DhParameter *item = &table->items[i];

      g_print ("tensor %s %" G_GSIZE_FORMAT " %d %d %d %d\n", item->name, item->offset,
               item->dims[0], item->dims[1], item->dims[2], item->dims[3]);
    }
}

/* As one vector: both sides' encoder gradients have memory of their own, the decoders' share it. */
static void
write_gradient (const Dump *self, const char *name, DhSide side)
{
  const DhParameterTable *table = dh_network_get_table (self->context->network);
  const DhGradient *gradient = &self->lane->gradient[side];
  float *whole = dh_tensor_new (table->size);

  memcpy (whole, gradient->decoders, table->size * sizeof (float));
  memcpy (whole, gradient->encoder, table->part_size[DH_PART_ENCODER] * sizeof (float));
  write_vector (self, name, whole);
  dh_tensor_free (whole);
}

static void
dump_side (Dump *self, DhSide side)
{
  static const char *const names[DH_N_SIDES][4] = {
    { "input_a", "target_a", "mask_a", "gradient_a" },
    { "input_b", "target_b", "mask_b", "gradient_b" },
  };
  DhRunContext *context = self->context;
  const int n = context->model->batch, size = context->model->size;
  const guint place = dh_run_context_find_batch (context, 0, G_MAXUINT64);
  const DhBatch *batch = &context->batches[place].sides[side];

  dh_run_context_make_batch (context, place, side);
  dh_lane_run_half_step (self->lane, context->scratch_pool.lane[0], side, batch, TRUE);
  write_numbers (self, names[side][0], batch->input, (const int[]) { n, 3, size, size }, 4);
  write_numbers (self, names[side][1], batch->target, (const int[]) { n, 3, size, size }, 4);
  write_numbers (self, names[side][2], batch->area[DH_AREA_EXTENDED],
                 (const int[]) { n, 1, size, size }, 4);
  write_gradient (self, names[side][3], side);
  g_print ("loss_%c %.9g\n", "ab"[side], self -> lane -> halves[side].loss);
}

int
main (int argc, char **argv)
{
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  const DhModel *model = argc == 3 ? dh_model_find (argv[1]) : NULL;
  Dump dump = { 0 };

  if (model == NULL || faces == NULL)
    {
      g_printerr ("usage: DOWNHILL_FACES_DIR=data/faces dump-step PRESET FOLDER\n");
      return 2;
    }
  dh_compute_thread_init ();
  dump_init (&dump, model, faces, argv[2]);
  print_table (&dump);
  write_vector (&dump, "parameters", dump.lane->parameters);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    dump_side (&dump, side);
  dump_clear (&dump);
  return 0;
}
