/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/train/settings-log.h"

static DhLaneSettings
make (const char *loss, const char *optimizer, double rate)
{
  DhOptimizerConfig config;
  DhMix mix;

  g_assert_true (dh_mix_parse (loss, &mix, NULL));
  g_assert_true (dh_optimizer_config_parse (optimizer, DH_OPTIMIZER_USER_NETWORK, &config, NULL));
  return dh_lane_settings_make (&mix, &config, rate);
}

/* Appends in place, and checks that the old log is as it was. */
static void
append (DhSettingsLog **log, guint64 iteration, const DhLaneSettings *settings)
{
  g_autoptr (DhSettingsLog) old = *log;
  guint n = dh_settings_log_get_length (old);

  *log = dh_settings_log_append (old, iteration, settings);
  g_assert_cmpuint (dh_settings_log_get_length (old), ==, n);
}

static void
test_settings_at_an_iteration (void)
{
  const DhLaneSettings first = make ("mse", "adam", 1e-3), second = make ("mae", "adam", 1e-3);
  const DhLaneSettings third = make ("mae", "sgd", 2e-2);
  g_autoptr (DhSettingsLog) log = dh_settings_log_new (&first), cut = NULL;

  append (&log, 10, &second);
  append (&log, 25, &third);
  g_assert_cmpuint (dh_settings_log_get_length (log), ==, 3);
  g_assert_true (dh_lane_settings_equal (dh_settings_log_get_at (log, 0), &first));
  g_assert_true (dh_lane_settings_equal (dh_settings_log_get_at (log, 9), &first));
  g_assert_true (dh_lane_settings_equal (dh_settings_log_get_at (log, 10), &second));
  g_assert_true (dh_lane_settings_equal (dh_settings_log_get_at (log, 24), &second));
  g_assert_true (dh_lane_settings_equal (dh_settings_log_get_at (log, 1000), &third));
  cut = dh_settings_log_cut (log, 24);
  g_assert_cmpuint (dh_settings_log_get_length (cut), ==, 2);
  g_assert_cmpuint (dh_settings_log_get_last (cut)->iteration, ==, 10);
  g_assert_false (dh_settings_log_equal (cut, log));
  append (&cut, 25, &third);
  g_assert_true (dh_settings_log_equal (cut, log));
}

static void
test_what_no_step_has_used_is_left_out (void)
{
  const DhLaneSettings first = make ("mse", "adam", 1e-3), mae = make ("mae", "adam", 1e-3);
  const DhLaneSettings slow = make ("mse", "adam", 1e-4), sgd = make ("mse", "sgd", 1e-3);
  g_autoptr (DhSettingsLog) log = dh_settings_log_new (&slow);

  append (&log, 0, &first); /* before the first step, nothing was reset */
  append (&log, 0, &sgd);
  append (&log, 0, &first);
  g_assert_cmpuint (dh_settings_log_get_length (log), ==, 1);
  append (&log, 5, &mae);
  append (&log, 5, &slow);
  g_assert_cmpuint (dh_settings_log_get_length (log), ==, 2);
  append (&log, 5, &first); /* as if nothing had happened */
  g_assert_cmpuint (dh_settings_log_get_length (log), ==, 1);
  append (&log, 5, &sgd);
  append (&log, 5, &first); /* Adam without its moments */
  g_assert_cmpuint (dh_settings_log_get_length (log), ==, 3);
  append (&log, 5, &slow);
  g_assert_cmpuint (dh_settings_log_get_length (log), ==, 3);
  g_assert_cmpfloat (dh_settings_log_get_last (log)->settings.learning_rate, ==, 1e-4);
}

/* What a lane's steps depend on besides the settings: since when slots and schedule count. */
typedef struct
{
  DhLaneSettings settings;
  guint64 slots_since, schedule_since;
} Model;

static void
adopt (Model *model, guint64 iteration, const DhLaneSettings *settings)
{
  const DhOptimizerConfig *old = &model->settings.optimizer_config;
  const DhOptimizerConfig *new = &settings->optimizer_config;

  if (old->optimizer != new->optimizer)
    model->slots_since = model->schedule_since = iteration;
  if (old->schedule != new->schedule || old->warm_up != new->warm_up)
    model->schedule_since = iteration;
  model->settings = *settings;
}

static void
test_random_changes_have_the_same_effect (void)
{
  static const char *const optimizers[] = { "adam", "sgd", "adam/cosine{over=500}",
                                            "adam/warm_up=9", "sgd/cosine{over=500}" };
  static const char *const losses[] = { "mse", "mae" };
  GRand *rand = g_rand_new_with_seed (16);

  for (int run = 0; run < 300; run++)
    {
      Model lane = { make ("mse", "adam", 1e-3), 0, 0 }, replay = lane;
      g_autoptr (DhSettingsLog) log = dh_settings_log_new (&lane.settings), at_once = NULL;
      DhSettingsChange changes[21] = { { 0, lane.settings } };
      guint64 iteration = 0;

      for (int i = 0; i < 20; i++)
        {
          const DhLaneSettings settings = make (losses[g_rand_int_range (rand, 0, 2)],
                                                optimizers[g_rand_int_range (rand, 0, 5)],
                                                g_rand_int_range (rand, 1, 3) * 1e-3);

          iteration += g_rand_int_range (rand, 0, 2);
          adopt (&lane, iteration, &settings);
          append (&log, iteration, &settings);
          changes[i + 1] = (DhSettingsChange) { iteration, settings };
        }
      at_once = dh_settings_log_new_from (changes, G_N_ELEMENTS (changes));
      g_assert_true (dh_settings_log_equal (at_once, log));
      replay.settings = dh_settings_log_get (log, 0)->settings;
      for (guint i = 1; i < dh_settings_log_get_length (log); i++)
        adopt (&replay, dh_settings_log_get (log, i)->iteration,
               &dh_settings_log_get (log, i)->settings);
      g_assert_true (dh_lane_settings_equal (&lane.settings, &replay.settings));
      g_assert_cmpuint (lane.slots_since, ==, replay.slots_since);
      g_assert_cmpuint (lane.schedule_since, ==, replay.schedule_since);
    }
  g_rand_free (rand);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/settings-log/at", test_settings_at_an_iteration);
  g_test_add_func ("/settings-log/left-out", test_what_no_step_has_used_is_left_out);
  g_test_add_func ("/settings-log/effect", test_random_changes_have_the_same_effect);
  return g_test_run ();
}
