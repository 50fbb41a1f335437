/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Other layouts than df in the whole of a training: liae, whose decoder both people train, and an
 * encoder of three convolutions; and decoders with outputs of several sizes.  Gradients, steps,
 * pictures, landscapes and files.
 */
#include "core/train/checkpoint.h"
#include "core/train/run-context.h"
#include "tests/core/train/trainer-runner.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define LIAE  "liae{size=64,encoder=2,decoder=2,dense=16,residual=1,batch=2}"
#define THREE "lightweight{dense=8,batch=1}"
#define SCALES "df{size=64,encoder=2,decoder=2,dense=16,residual=1,batch=2,multiscale=yes}"

static const char *const no_losses[] = { "mse", NULL };

static DhRunContext *
make_context (const char *preset)
{
  return make_run_context_of (preset, FALSE);
}

static DhLaneRun *
make_lane (const DhRunContext *context, const char *optimizer, double rate)
{
  const DhLaneRequest request = { .id = 1,
                                  .settings = make_lane_settings ("mse", optimizer, rate) };

  return dh_lane_run_new (&request, context->network, 3, NULL);
}

static double
get_loss (DhRunContext *context, DhLaneRun *lane, const float *parameters, DhSide side,
          const DhGradient *gradient)
{
  return dh_lane_run_evaluate (lane, context->scratch_pool.lane[0], parameters, side,
                               &context->batches[0].sides[side], context->use_mask[side], gradient,
                               NULL, NULL);
}

/* ---- gradients ---- */

/* Of both sides' losses along each tensor's joined gradient, as the update uses it. */
static void
check_tensor (DhRunContext *context, DhLaneRun *lane, const DhUpdate *update,
              const DhParameter *item)
{
  float *weights = lane->parameters + item->offset;
  g_autofree float *kept = g_memdup2 (weights, item->size * sizeof (float));
  g_autofree float *joined = g_new (float, item->size);
  double length, step, losses[2];

  dh_update_join (update, item->part, item->offset, item->size, 1, joined);
  length = sqrt (dh_float_sum_squares (joined, item->size));
  step = 3e-5 / length; /* so far that the loss changes by so much */
  g_assert_cmpfloat (length, >, 0);
  for (int k = 0; k < 2; k++)
    {
      for (gsize i = 0; i < item->size; i++)
        weights[i] = (float) (kept[i] + (k == 0 ? step : -step) / length * joined[i]);
      losses[k] = get_loss (context, lane, lane->parameters, DH_SIDE_A, NULL)
                  + get_loss (context, lane, lane->parameters, DH_SIDE_B, NULL);
    }
  memcpy (weights, kept, item->size * sizeof (float));
  g_test_message ("%s: %g of %g", item->name, (losses[0] - losses[1]) / (2 * step), length);
  g_assert_cmpfloat (fabs ((losses[0] - losses[1]) / (2 * step) / length - 1), <, .03);
}

static void
test_gradient (gconstpointer preset)
{
  g_autoptr (DhRunContext) context = make_context (preset);
  const DhParameterTable *table = dh_network_get_table (context->network);
  DhLaneRun *lane = make_lane (context, "sgd", 1e-3);
  DhUpdate update = { .table = table };

  dh_scratch_pool_lend_gradients (&context->scratch_pool, lane);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    {
      get_loss (context, lane, lane->parameters, side, &lane->gradient[side]);
      update.gradient[side] = lane->gradient[side];
    }
  for (guint i = 0; i < table->n_items; i++)
    check_tensor (context, lane, &update, &table->items[i]);
  dh_scratch_pool_take_gradients (&context->scratch_pool, lane);
  dh_lane_run_free (lane);
}

/* What side A's loss has to say about the net “b” is nothing; and its other gradients differ from
 * B's, so that neither lies where the other's should. */
static void
test_inter_nets (void)
{
  g_autoptr (DhRunContext) context = make_context (LIAE);
  const DhParameterTable *table = dh_network_get_table (context->network);
  DhLaneRun *lane = make_lane (context, "sgd", 1e-3);

  make_lane_gradient (context, lane);
  for (guint i = 0; i < table->n_items; i++)
    {
      const DhParameter *item = &table->items[i];
      const float *a = lane->gradient[DH_SIDE_A].encoder + item->offset;
      const float *b = lane->gradient[DH_SIDE_B].encoder + item->offset;
      const gboolean of_b = g_str_has_prefix (item->name, "inter_b.");

      g_assert_true ((dh_float_sum_squares (a, item->size) == 0) == of_b);
      g_assert_cmpfloat (dh_float_sum_squares (b, item->size), >, 0);
      g_assert_true (memcmp (a, b, item->size * sizeof (float)) != 0);
    }
  dh_scratch_pool_take_gradients (&context->scratch_pool, lane);
  dh_lane_run_free (lane);
}

/* ---- steps ---- */

/* One thread for both sides, or a half step each: the same bytes. */
static void
test_same_bytes (gconstpointer preset)
{
  g_autoptr (DhRunContext) context = make_context (preset);
  const gsize bytes = dh_network_get_table (context->network)->size * sizeof (float);
  DhLaneRun *halves = make_lane (context, "adam", 1e-3), *whole = make_lane (context, "adam", 1e-3);

  g_assert_true (dh_network_takes_both (context->network));
  for (int step = 0; step < 3; step++)
    {
      make_lane_step (context, halves);
      dh_scratch_pool_lend_gradients (&context->scratch_pool, whole);
      dh_lane_run_whole_step (whole, context->scratch_pool.lane[0], context->batches[0].sides,
                              context->use_mask);
      dh_lane_run_finish_step (whole, 0);
      dh_scratch_pool_take_gradients (&context->scratch_pool, whole);
      g_assert_cmpmem (halves->parameters, bytes, whole->parameters, bytes);
    }
  dh_lane_run_free (halves);
  dh_lane_run_free (whole);
}

/* On one batch, which it can learn by heart. */
static void
test_learns (gconstpointer preset)
{
  g_autoptr (DhRunContext) context = make_context (preset);
  DhLaneRun *lane = make_lane (context, "adam", 2e-3);
  double before[DH_N_SIDES];

  for (DhSide side = 0; side < DH_N_SIDES; side++)
    before[side] = get_loss (context, lane, lane->parameters, side, NULL);
  for (int step = 0; step < 40; step++)
    make_lane_step (context, lane);
  g_assert_cmpint (lane->fault, ==, DH_FAULT_NONE);
  for (DhSide side = 0; side < DH_N_SIDES; side++)
    g_assert_cmpfloat (get_loss (context, lane, lane->parameters, side, NULL), <,
                       .7 * before[side]);
  dh_lane_run_free (lane);
}

/* ---- pictures, landscapes, files ---- */

/* A net that isn't for person A changes what is painted with B's face alone. */
static void
test_preview (void)
{
  g_autoptr (DhRunContext) context = make_context (LIAE);
  const DhParameterTable *table = dh_network_get_table (context->network);
  DhLaneRun *lane = make_lane (context, "sgd", 1e-3);
  DhEvaluatorScratch *scratch = context->scratch_pool.painting[0];
  DhPreview *before = dh_evaluator_paint (context->evaluator, scratch, lane->parameters, 1), *after;
  const gsize bytes = (gsize) dh_preview_get_size (before) * dh_preview_get_size (before) * 4;

  for (guint i = 0; i < table->n_items; i++)
    if (g_str_has_prefix (table->items[i].name, "inter_b.up"))
      for (gsize k = 0; k < table->items[i].size; k++)
        lane->parameters[table->items[i].offset + k] += .05f;
  after = dh_evaluator_paint (context->evaluator, scratch, lane->parameters, 1);
  for (guint side = 0; side < DH_N_SIDES; side++)
    for (DhTile tile = DH_TILE_SELF; tile <= DH_TILE_SWAP; tile++)
      {
        const gboolean with_b = (side == DH_SIDE_B) == (tile == DH_TILE_SELF);
        const gboolean differs = memcmp (dh_preview_peek_tile (before, side, 0, tile),
                                         dh_preview_peek_tile (after, side, 0, tile), bytes)
                                 != 0;

        g_assert_true (differs == with_b);
      }
  dh_preview_unref (before);
  dh_preview_unref (after);
  dh_lane_run_free (lane);
}

/* The loss at a point of a plane is that of the weights there. */
static void
test_plane (gconstpointer preset)
{
  g_autoptr (DhRunContext) context = make_context (preset);
  const gsize n = dh_network_get_table (context->network)->size;
  DhLaneRun *lane = make_lane (context, "sgd", 1e-3);
  DhPlaneEvaluator *evaluator = dh_run_context_get_plane_evaluator (context, NULL);
  float *axes[2] = { dh_tensor_new (n), dh_tensor_new (n) }, *there = dh_tensor_new (n);

  g_assert_nonnull (evaluator);
  for (gsize i = 0; i < n; i++)
    {
      axes[0][i] = (float) (.02 * sin (i));
      axes[1][i] = (float) (.02 * cos (3.0 * i));
    }
  dh_plane_evaluator_aim (evaluator, lane->parameters, axes, 1);
  for (int k = 0; k < 3; k++)
    {
      const double x = k * .4 - .5, y = .3 * k;
      double direct = 0;

      for (gsize i = 0; i < n; i++)
        there[i] = (float) (lane->parameters[i] + x * axes[0][i] + y * axes[1][i]);
      for (DhSide side = 0; side < DH_N_SIDES; side++)
        direct += dh_lane_run_evaluate (lane, context->scratch_pool.lane[0], there, side,
                                        dh_run_context_get_held_out (context, side),
                                        context->use_mask[side], NULL, NULL, NULL);
      g_assert_cmpfloat_with_epsilon (dh_plane_evaluator_get_loss (evaluator, 0, &lane->objective,
                                                                   x, y)
                                        / direct,
                                      1, 1e-4);
    }
  dh_tensor_free (axes[0]);
  dh_tensor_free (axes[1]);
  dh_tensor_free (there);
  dh_lane_run_free (lane);
}

static void
test_file (gconstpointer preset)
{
  const DhModel *model = dh_model_find (preset), *other = dh_model_find ("quick");
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (model);
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "own-model.npz", NULL);
  g_autoptr (GError) error = NULL;
  float *written = dh_tensor_new (table->size), *read = dh_tensor_new (table->size);

  dh_parameters_init (table, 5, written);
  g_assert_true (dh_checkpoint_write (path, model, written, "a test", FALSE, &error));
  g_assert_true (dh_checkpoint_read (path, model, read, &error));
  g_assert_no_error (error);
  g_assert_cmpmem (read, table->size * sizeof (float), written, table->size * sizeof (float));
  g_assert_false (dh_checkpoint_check (path, other, &error));
  g_assert_nonnull (strstr (error->message, model->id));
  g_remove (path);
  dh_tensor_free (written);
  dh_tensor_free (read);
}

/* The trainer itself, with as many threads as there are: the same run twice. */
static void
test_trainer (gconstpointer preset)
{
  DhLaneSnapshot *lanes[2];
  DhReport *reports[2];
  DhTrainer *trainers[2];

  for (int k = 0; k < 2; k++)
    {
      DhTrainingRequest *request = make_trainer_request (no_losses, 1, 1, 6);

      request->preset = preset;
      trainers[k] = dh_trainer_new (k + 1);
      dh_trainer_send (trainers[k], request);
      reports[k] = wait_for_rest (trainers[k], 1);
      g_assert_cmpint (reports[k]->n_lanes, ==, 1);
      lanes[k] = reports[k]->lanes[0].snapshot;
      g_assert_cmpuint (dh_lane_snapshot_get_iteration (lanes[k]), ==, 6);
    }
  assert_same_lane (lanes[0], lanes[1]);
  for (int k = 0; k < 2; k++)
    {
      dh_report_free (reports[k]);
      dh_trainer_free (trainers[k]);
    }
}

int
main (int argc, char *argv[])
{
  static const char *const presets[] = { LIAE, THREE, SCALES };
  static const char *const names[] = { "liae", "three", "multiscale" };
  static const struct
  {
    const char *name;
    GTestDataFunc run;
  } tests[] = {
    { "gradient", test_gradient }, { "same-bytes", test_same_bytes }, { "learns", test_learns },
    { "plane", test_plane },       { "file", test_file },             { "trainer", test_trainer },
  };

  g_test_init (&argc, &argv, NULL);
  dh_compute_thread_init ();
  for (guint i = 0; i < G_N_ELEMENTS (tests); i++)
    for (guint k = 0; k < G_N_ELEMENTS (presets); k++)
      {
        g_autofree char *name = g_strdup_printf ("/own-models/%s/%s", tests[i].name, names[k]);

        /* It has too many channels for a quick test. */
        if (k != 1 || tests[i].run == test_file || tests[i].run == test_same_bytes)
          g_test_add_data_func (name, presets[k], tests[i].run);
      }
  g_test_add_func ("/own-models/inter-nets", test_inter_nets);
  g_test_add_func ("/own-models/preview", test_preview);
  return g_test_run ();
}
