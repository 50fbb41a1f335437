/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane that was kept and restored goes on as the original does, byte by byte.
 */
#include "core/train/lane-image-private.h"

#include "core/base/error.h"
#include "tests/core/train/trainer-runner.h"

#include <math.h>
#include <string.h>

static GBytes *
join (const DhLaneImage *image)
{
  GBytes *parts[DH_LANE_IMAGE_MAX_PARTS];
  guint n = dh_lane_image_list_parts (image, parts);
  GByteArray *bytes = g_byte_array_new ();

  for (guint i = 0; i < n; i++)
    g_byte_array_append (bytes, g_bytes_get_data (parts[i], NULL), g_bytes_get_size (parts[i]));
  return g_byte_array_free_to_bytes (bytes);
}

/* Through the bytes of a file. */
static DhLaneRun *
restore (DhRunContext *context, const DhLaneRun *lane)
{
  const DhLaneRequest request = { .id = 9 };
  g_autoptr (DhLaneImage) image = dh_lane_image_new (lane), read = NULL;
  g_autoptr (GBytes) bytes = join (image);
  g_autoptr (GError) error = NULL;
  DhLaneRun *restored;

  read = dh_lane_image_new_from_bytes (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (dh_lane_image_get_iteration (read), ==, lane->iteration);
  g_assert_cmpuint (dh_lane_image_get_n_parameters (read), ==, lane->n_parameters);
  g_assert_true (dh_settings_log_equal (dh_lane_image_get_log (read), lane->log));
  restored = dh_lane_image_restore (read, &request, lane->n_parameters, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (restored->request.id, ==, 9);
  dh_lane_run_wake (restored, context->network);
  return restored;
}

static void
assert_same (const DhLaneRun *a, const DhLaneRun *b)
{
  g_autoptr (DhLaneSnapshot) of_a = dh_lane_run_snapshot (a, a->iteration);
  g_autoptr (DhLaneSnapshot) of_b = dh_lane_run_snapshot (b, b->iteration);
  guint n_slots = a->request.settings.optimizer_config.optimizer->n_slots;
  gsize size = a->n_parameters * sizeof (float);

  g_assert_cmpuint (a->iteration, ==, b->iteration);
  g_assert_true (a->request.settings.optimizer_config.optimizer
                 == b->request.settings.optimizer_config.optimizer);
  g_assert_cmpint (memcmp (a->parameters, b->parameters, size), ==, 0);
  for (guint i = 0; i < n_slots; i++)
    g_assert_cmpint (memcmp (a->slots[i], b->slots[i], size), ==, 0);
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
  static const DhClip clips[] = { { DH_CLIP_NONE, 0 },
                                  { DH_CLIP_NORM, 0.7 },
                                  { DH_CLIP_VALUE, 1e-3 },
                                  { DH_CLIP_AUTOMATIC, 20 } };
  DhLaneSettings settings = make_lane_settings (mixes[g_rand_int_range (rand, 0, 3)], optimizer,
                                                g_rand_double_range (rand, 1e-5, 1e-3));

  settings.mask = g_rand_boolean (rand) ? DH_AREA_COMPONENTS : DH_AREA_NONE;
  settings.eye_multiplier = g_rand_int_range (rand, 1, 4);
  settings.clip = clips[g_rand_int_range (rand, 0, G_N_ELEMENTS (clips))];
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

/* Where the state begins: after magic word, its size, number of parameters, number of vectors. */
#define N_HEAD 4

static void
assert_refused (GBytes *bytes)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (dh_lane_image_new_from_bytes (bytes, &error));
  g_assert_error (error, DH_ERROR, DH_ERROR_WEIGHTS);
}

/* The image with one entry of its state replaced; NULL: left out. */
static GBytes *
replace (GBytes *bytes, const char *name, GVariant *value)
{
  const guint8 *data = g_bytes_get_data (bytes, NULL);
  guint64 head[N_HEAD];
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GVariant) state = NULL, changed = NULL;
  GByteArray *all = g_byte_array_new ();
  GVariantDict dict;
  gsize end;

  memcpy (head, data, sizeof head);
  end = sizeof head + head[1];
  old = g_bytes_new_from_bytes (bytes, sizeof head, head[1]);
  state = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE_VARDICT, old, FALSE));
  g_variant_dict_init (&dict, state);
  g_assert_true (g_variant_dict_remove (&dict, name));
  if (value != NULL)
    g_variant_dict_insert_value (&dict, name, value);
  changed = g_variant_ref_sink (g_variant_dict_end (&dict));
  head[1] = g_variant_get_size (changed);
  g_byte_array_append (all, (const guint8 *) head, sizeof head);
  g_byte_array_append (all, g_variant_get_data (changed), head[1]);
  g_byte_array_append (all, data + end, g_bytes_get_size (bytes) - end);
  return g_byte_array_free_to_bytes (all);
}

static void
test_what_is_not_one (void)
{
  static const struct
  {
    const char *name, *value;
  } bad[] = {
    { "fault", "uint64 77" },
    { "start", NULL },
    { "start", "(uint32 9, @ms nothing)" },
    { "start", "(uint32 2, @ms nothing)" },
    { "log", NULL },
    { "log", "'text'" },
    { "log", "@a(tsyddsdd) []" },
    { "log", "@a(tsyddsdd) [(1, 'mse', 0, 1, 1, 'adam', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 3, 1, 1, 'adam', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'nothing', 0, 1, 1, 'adam', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, -1, 1, 'adam', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, inf, 'adam', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, 1, 'nothing', 1e-3, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, 1, 'adam', 0, 0)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, 1, 'adam', 1e-3, nan)]" },
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, 1, 'adam', 1e-3, -2)]" }, /* and no text of it */
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, 1, 'sgd', 1e-3, 0)]" },   /* other slots */
    { "log", "@a(tsyddsdd) [(0, 'mse', 0, 1, 1, 'adam', 1e-3, 0), "
             "(1, 'mae', 0, 1, 1, 'adam', 1e-3, 0)]" }, /* not there yet */
  };
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  const DhLaneRequest request = { .id = 1, .settings = make_lane_settings ("mse", "adam", 1e-3) };
  DhLaneRun *lane = dh_lane_run_new (&request, context->network, 1, NULL);
  g_autoptr (DhLaneImage) image = dh_lane_image_new (lane);
  g_autoptr (GBytes) bytes = join (image);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GVariant) value = bad[i].value != NULL
                                     ? g_variant_parse (NULL, bad[i].value, NULL, NULL, &error)
                                     : NULL;
      g_autoptr (GBytes) other = NULL;

      g_assert_no_error (error);
      other = replace (bytes, bad[i].name, value);
      assert_refused (other);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_null (dh_lane_image_restore (image, &request, lane->n_parameters - 16, &error));
    g_assert_error (error, DH_ERROR, DH_ERROR_WEIGHTS);
  }
  dh_lane_run_free (lane);
}

/* An image of when a clip was a norm and nothing else, and no norms were kept. */
static void
test_before_clips (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  const DhLaneRequest nothing = { .id = 9 };
  DhLaneRequest request = { .id = 1, .settings = make_lane_settings ("mse", "adam", 1e-3) };
  DhLaneRun *lane, *restored;
  g_autoptr (DhLaneImage) image = NULL, read = NULL;
  g_autoptr (GBytes) bytes = NULL, no_clips = NULL, old = NULL;

  request.settings.clip = dh_clip_make (DH_CLIP_NORM, 0.7);
  lane = dh_lane_run_new (&request, context->network, 1, NULL);
  lane->n_turns = 3;
  make_lane_step (context, lane);
  image = dh_lane_image_new (lane);
  bytes = join (image);
  no_clips = replace (bytes, "clips", NULL);
  old = replace (no_clips, "norms", NULL);
  read = dh_lane_image_new_from_bytes (old, NULL);
  restored = dh_lane_image_restore (read, &nothing, lane->n_parameters, NULL);
  g_assert_true (dh_settings_log_equal (restored->log, lane->log));
  g_assert_cmpuint (dh_history_get_record (restored->history, 0).n_turns, ==, 3);
  g_assert_false (dh_history_get_record (restored->history, 0).clipped);
  g_assert_true (isnan (dh_history_get_record (restored->history, 0).gradient_norm));
  g_assert_cmpfloat (dh_history_get_record (lane->history, 0).gradient_norm, >, 0);
  dh_lane_run_free (lane);
  dh_lane_run_free (restored);
}

/* Cut off, it is refused; with a wrong bit, it is refused or gives some lane. */
static void
test_damaged (void)
{
  g_autoptr (DhRunContext) context = make_run_context (FALSE);
  const DhLaneRequest request = { .id = 1, .settings = make_lane_settings ("mse", "sgd", 1e-3) };
  DhLaneRun *lane = dh_lane_run_new (&request, context->network, 1, NULL);
  g_autoptr (DhLaneImage) image = dh_lane_image_new (lane);
  g_autoptr (GBytes) bytes = join (image);
  GBytes *parts[DH_LANE_IMAGE_MAX_PARTS];
  gsize size = g_bytes_get_size (bytes), n;

  dh_lane_image_list_parts (image, parts);
  n = g_bytes_get_size (parts[0]) + g_bytes_get_size (parts[1]) + 8;
  for (gsize i = 0; i < n; i += i < 600 || i > n - 600 ? 1 : 37)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (bytes, 0, i);
      g_autofree guint8 *wrong = g_memdup2 (g_bytes_get_data (bytes, NULL), n);
      g_autoptr (GBytes) flipped = NULL;
      DhLaneImage *read;

      assert_refused (cut);
      wrong[i] ^= 1 << (i % 8);
      {
        GByteArray *all = g_byte_array_new ();

        g_byte_array_append (all, wrong, n);
        g_byte_array_append (all, (const guint8 *) g_bytes_get_data (bytes, NULL) + n, size - n);
        flipped = g_byte_array_free_to_bytes (all);
      }
      read = dh_lane_image_new_from_bytes (flipped, NULL);
      if (read != NULL)
        {
          DhLaneRun *run = dh_lane_image_restore (read, &request, lane->n_parameters, NULL);

          g_clear_pointer (&run, dh_lane_run_free);
          dh_lane_image_unref (read);
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
  g_test_add_func ("/lane-image/before-clips", test_before_clips);
  g_test_add_func ("/lane-image/damaged", test_damaged);
  return g_test_run ();
}
