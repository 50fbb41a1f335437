/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Marks on the timeline: each setting that differs is named, with the kind of its mark.
 */
#include "core/keep/change-marks.h"

#include <string.h>

static DhLaneSettings
make_settings (const char *loss, const char *optimizer)
{
  DhMix mix;
  DhOptimizerConfig config;

  g_assert_true (dh_mix_parse (loss, &mix, NULL));
  g_assert_true (dh_optimizer_config_parse (optimizer, DH_OPTIMIZER_USER_NETWORK, &config, NULL));
  return dh_lane_settings_make (&mix, &config, 1e-3);
}

static void
assert_mark (const DhLaneSettings *after, DhChangeMarkKind expected, const char *words)
{
  const DhLaneSettings before = make_settings ("mse", "adam");
  g_autofree char *text = NULL;
  DhChangeMarkKind kind;

  g_assert_true (dh_change_mark_describe (&before, after, 2, &kind, &text));
  g_assert_cmpint (kind, ==, expected);
  g_assert_nonnull (text);
  g_assert_nonnull (strstr (text, words));
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *loss, *optimizer;
    DhChangeMarkKind kind;
    const char *words;
  } cases[] = {
    { "mae", "adam", DH_CHANGE_MARK_LOSS, "Loss of lane 2 changed from MSE to MAE" },
    { "mse", "sgd", DH_CHANGE_MARK_OPTIMIZER, "Optimizer of lane 2" },
    { "mse", "adam/cosine{over=500}", DH_CHANGE_MARK_SCHEDULE, "Schedule of lane 2" },
    { "50%mse", "adam", DH_CHANGE_MARK_LOSS, "Lane 2: " },
    { "mse", "adam{beta1=0.8}", DH_CHANGE_MARK_OPTIMIZER, "Lane 2: " },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const DhLaneSettings after = make_settings (cases[i].loss, cases[i].optimizer);

      assert_mark (&after, cases[i].kind, cases[i].words);
    }
}

static void
test_numbers (void)
{
  DhLaneSettings after = make_settings ("mse", "adam");

  after.learning_rate = 2e-3;
  assert_mark (&after, DH_CHANGE_MARK_RATE, "Rate of lane 2 changed from 1.0e-3 to 2.0e-3");
  after = make_settings ("mse", "adam");
  after.clip = dh_clip_make (DH_CLIP_NORM, 1);
  assert_mark (&after, DH_CHANGE_MARK_CLIP, "Clipping of lane 2 changed from off to norm 1");
  after.clip = dh_clip_make (DH_CLIP_VALUE, 0.25);
  assert_mark (&after, DH_CHANGE_MARK_CLIP, "Clipping of lane 2 changed from off to value 0.25");
  after.clip = dh_clip_make_usual (DH_CLIP_AUTOMATIC);
  assert_mark (&after, DH_CHANGE_MARK_CLIP, "from off to automatic, percentile 10");
  after = make_settings ("mse", "adam");
  after.eye_multiplier = 3;
  assert_mark (&after, DH_CHANGE_MARK_MULTIPLIERS, "eyes ×3, mouth ×1");
  after = make_settings ("mse", "adam");
  after.mask = DH_AREA_NONE;
  assert_mark (&after, DH_CHANGE_MARK_MASK, "Mask of lane 2");
}

static void
test_nothing (void)
{
  const DhLaneSettings settings = make_settings ("mse", "adam");
  g_autofree char *text = NULL;
  DhChangeMarkKind kind;

  g_assert_false (dh_change_mark_describe (&settings, &settings, 2, &kind, &text));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/change-marks/kinds", test_kinds);
  g_test_add_func ("/change-marks/numbers", test_numbers);
  g_test_add_func ("/change-marks/nothing", test_nothing);
  return g_test_run ();
}
