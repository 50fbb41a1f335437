/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane that was kept and restored goes on as the original does, byte by byte.
 */
#include "core/train/lane-image.h"

#include "core/base/error.h"
#include "tests/core/train/trainer-runner.h"

#include <math.h>
#include <string.h>

/* What a file would give back. */
static GVariant *
through_bytes (GVariant *image)
{
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (image);

  return g_variant_ref_sink (g_variant_new_from_bytes (g_variant_get_type (image), bytes, FALSE));
}

static DhLaneRun *
restore (DhRunContext *context, const DhLaneRun *lane)
{
  g_autoptr (GVariant) image = dh_lane_image_new (lane);
  g_autoptr (GVariant) read = through_bytes (image);
  g_autoptr (GError) error = NULL;
  float *from[DH_LANE_IMAGE_MAX_VECTORS], *to[DH_LANE_IMAGE_MAX_VECTORS];
  DhLaneRun *restored = dh_lane_image_restore (read, 9, lane->n_parameters, lane->history, &error);
  guint n = dh_lane_image_list_vectors (lane, from);

  g_assert_no_error (error);
  g_assert_cmpuint (dh_lane_image_get_iteration (read), ==, lane->iteration);
  g_assert_cmpuint (dh_lane_image_list_vectors (restored, to), ==, n);
  for (guint i = 0; i < n; i++)
    memcpy (to[i], from[i], lane->n_parameters * sizeof (float));
  dh_lane_run_wake (restored, context->network);
  return restored;
}

static void
assert_same (const DhLaneRun *a, const DhLaneRun *b)
{
  g_autoptr (DhLaneSnapshot) of_a = dh_lane_run_snapshot (a, a->iteration);
  g_autoptr (DhLaneSnapshot) of_b = dh_lane_run_snapshot (b, b->iteration);
  float *from[DH_LANE_IMAGE_MAX_VECTORS], *to[DH_LANE_IMAGE_MAX_VECTORS];
  guint n = dh_lane_image_list_vectors (a, from);

  g_assert_cmpuint (a->iteration, ==, b->iteration);
  g_assert_cmpuint (dh_lane_image_list_vectors (b, to), ==, n);
  for (guint i = 0; i < n; i++)
    g_assert_cmpint (memcmp (from[i], to[i], a->n_parameters * sizeof (float)), ==, 0);
  g_assert_true (dh_settings_log_equal (a->log, b->log));
  g_assert_cmpstr (dh_lane_snapshot_get_state_text (of_a), ==,
                   dh_lane_snapshot_get_state_text (of_b));
  g_assert_cmpuint (dh_lane_snapshot_get_n_records (of_a), ==,
                    dh_lane_snapshot_get_n_records (of_b));
  for (guint64 i = 0; i < dh_lane_snapshot_get_n_records (of_a); i++)
    g_assert_cmpfloat (dh_lane_snapshot_get_record (of_a, i).loss, ==,
                       dh_lane_snapshot_get_record (of_b, i).loss);
}

static DhLaneSettings
draw_settings (GRand *rand, const char *optimizer)
{
  static const char *const mixes[] = { "mae", "50%mse+ssim", "huber{delta=0.1}" };
  DhLaneSettings settings = make_lane_settings (mixes[g_rand_int_range (rand, 0, 3)], optimizer,
                                                g_rand_double_range (rand, 1e-5, 1e-3));

  settings.mask = g_rand_boolean (rand) ? DH_AREA_COMPONENTS : DH_AREA_NONE;
  settings.eye_multiplier = g_rand_int_range (rand, 1, 4);
  settings.clip = g_rand_boolean (rand) ? 0 : 0.7;
  return settings;
}

static void
adopt (DhLaneRun *lane, const DhLaneSettings *settings)
{
  const DhLaneRequest request = { .id = lane->request.id, .settings = *settings };

  g_assert_true (dh_lane_run_adopt (lane, &request));
}

/* Changes, and a step after some of them. */
static void
stir (DhRunContext *context, GRand *rand, const char *optimizer, DhLaneRun *lane, DhLaneRun *twin)
{
  const DhLaneSettings settings = draw_settings (rand, optimizer);
  gboolean steps = g_rand_int_range (rand, 0, 3) > 0;

  for (DhLaneRun *run = lane; run != NULL; run = run == lane ? twin : NULL)
    {
      adopt (run, &settings);
      if (steps)
        make_lane_step (context, run);
    }
}

static void
test_goes_on (void)
{
  g_autoptr (DhRunContext) context = make_run_context (TRUE);
  GRand *rand = g_rand_new_with_seed (5);
  guint n_optimizers;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n_optimizers);

  for (guint i = 0; i < n_optimizers; i++)
    {
      g_autofree char *scheduled = g_strconcat (optimizers[i]->id, "/cosine{over=20}", NULL);
      const DhLaneRequest request = { .id = 1, .settings = draw_settings (rand, "sgd") };
      DhLaneRun *lane = dh_lane_run_new (&request, context->network, i, NULL), *restored;

      for (int k = g_rand_int_range (rand, 0, 4); k >= 0; k--)
        stir (context, rand, k % 2 == 0 ? scheduled : optimizers[i]->id, lane, NULL);
      restored = restore (context, lane);
      assert_same (lane, restored);
      for (int k = 0; k < 3; k++)
        stir (context, rand, scheduled, lane, restored);
      assert_same (lane, restored);
      dh_lane_run_free (lane);
      dh_lane_run_free (restored);
    }
  g_rand_free (rand);
}

static void
test_diverged (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  const DhLaneRequest request = { .id = 1, .settings = make_lane_settings ("mse", "sgd", 1e-3) };
  DhLaneRun *lane = dh_lane_run_new (&request, context->network, 1, NULL), *restored;

  lane->parameters[0] = NAN;
  make_lane_step (context, lane);
  g_assert_cmpuint (lane->fault, !=, DH_FAULT_NONE);
  restored = restore (context, lane);
  g_assert_cmpuint (restored->fault, ==, lane->fault);
  assert_same (lane, restored);
  dh_lane_run_free (lane);
  dh_lane_run_free (restored);
}

static void
assert_refused (GVariant *image, gsize n_parameters, const DhHistory *history)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dh_lane_image_restore (image, 1, n_parameters, history, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_WEIGHTS);
}

/* The image with one entry replaced; NULL: left out. */
static GVariant *
replace (GVariant *image, const char *name, GVariant *value)
{
  GVariantDict dict;

  g_variant_dict_init (&dict, image);
  g_variant_dict_remove (&dict, name);
  if (value != NULL)
    g_variant_dict_insert_value (&dict, name, value);
  return g_variant_ref_sink (g_variant_dict_end (&dict));
}

static void
test_what_is_not_one (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  const DhLaneRequest request = { .id = 1, .settings = make_lane_settings ("mse", "sgd", 1e-3) };
  DhLaneRun *lane = dh_lane_run_new (&request, context->network, 1, NULL);
  g_autoptr (GVariant) image = NULL;
  const struct
  {
    const char *name, *value;
  } bad[] = {
    { "parameters", NULL },
    { "parameters", "uint64 5" },
    { "fault", "uint64 77" },
    { "start", NULL },
    { "start", "(uint32 9, @ms nothing)" },
    { "start", "(uint32 2, @ms nothing)" },
    { "log", NULL },
    { "log", "'text'" },
    { "log", "@a(tsyddsdd) []" },
    { "log", "@a(tsyddsdd) [(1, 'mse', 0, 1, 1, 'sgd', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 3, 1, 1, 'sgd', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'nothing', 0, 1, 1, 'sgd', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, -1, 1, 'sgd', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, inf, 'sgd', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, 1, 'nothing', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, 1, 'sgd', 0, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, 1, 'sgd', 1e-3, nan)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, 1, 'sgd', 1e-3, 0), "
             "(1, 'mae', 0, 1, 1, 'sgd', 1e-3, 0)]" }, /* not there yet */
  };

  image = dh_lane_image_new (lane);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      GVariant *value = bad[i].value != NULL
                          ? g_variant_parse (NULL, bad[i].value, NULL, NULL, &error)
                          : NULL;
      g_autoptr (GVariant) other = NULL;

      g_assert_no_error (error);
      other = replace (image, bad[i].name, value);
      g_clear_pointer (&value, g_variant_unref);
      assert_refused (other, lane->n_parameters, lane->history);
    }
  assert_refused (image, lane->n_parameters - 1, lane->history);
  dh_lane_run_free (lane);
}

/* Cut off or with a wrong byte, it is refused or gives some lane. */
static void
test_damaged (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  const DhLaneRequest request = { .id = 1, .settings = make_lane_settings ("mse", "sgd", 1e-3) };
  DhLaneRun *lane = dh_lane_run_new (&request, context->network, 1, NULL);
  g_autoptr (GVariant) image = dh_lane_image_new (lane);
  g_autoptr (GBytes) bytes = g_variant_get_data_as_bytes (image);
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  for (gsize i = 0; i < size; i += i < 400 || i > size - 400 ? 1 : 37)
    {
      g_autofree guint8 *wrong = g_memdup2 (data, size);

      wrong[i] ^= 1 << (i % 8);
      for (int cut = 0; cut < 2; cut++)
        {
          g_autoptr (GBytes) taken = g_bytes_new (wrong, cut ? i : size);
          g_autoptr (GVariant) read = g_variant_ref_sink (
            g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, taken, FALSE));
          DhLaneRun *run = dh_lane_image_restore (read, 1, lane->n_parameters, lane->history, NULL);

          g_clear_pointer (&run, dh_lane_run_free);
        }
    }
  dh_lane_run_free (lane);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  dh_compute_thread_init ();
  g_test_add_func ("/lane-image/goes-on", test_goes_on);
  g_test_add_func ("/lane-image/diverged", test_diverged);
  g_test_add_func ("/lane-image/refused", test_what_is_not_one);
  g_test_add_func ("/lane-image/damaged", test_damaged);
  return g_test_run ();
}
