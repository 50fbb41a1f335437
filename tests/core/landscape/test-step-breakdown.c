/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Step breakdowns: every optimizer's breakdown ends where its ball went, its parts add up to the
 * step, and its sentences are always complete.
 */
#include "core/landscape/step-breakdown.h"

#include "core/landscape/curve.h"
#include "core/landscape/face-ground.h"
#include "core/landscape/hill.h"

#include <math.h>
#include <string.h>

static DhDescent *
start_descent (const char *hill, const char *optimizer_config, double rate)
{
  g_autoptr (DhGround) ground = dh_hill_ground_new (dh_hill_find (hill), NULL);
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find (optimizer_config));

  config.learning_rate = rate > 0 ? rate : ground->learning_rate;
  return dh_descent_new (ground, &config, ground->start);
}

static const DhBreakdownPart *
find_part (const DhStepBreakdown *breakdown, DhBreakdownKind kind)
{
  for (guint i = 0; i < breakdown->n_parts; i++)
    if (breakdown->parts[i].kind == kind)
      return &breakdown->parts[i];
  return NULL;
}

static void
assert_whole (const DhStepBreakdown *breakdown)
{
  g_assert_cmpuint (breakdown->n_parts, >=, 2);
  for (guint i = 0; i < breakdown->n_parts; i++)
    {
      const DhBreakdownPart *part = &breakdown->parts[i];

      g_assert_true (g_utf8_validate (part->text, -1, NULL));
      g_assert_cmpuint (strlen (part->text), >, 10);
      g_assert_null (strstr (part->text, "nan"));
      g_assert_null (strstr (part->text, "inf"));
      g_assert_null (strstr (part->text, "(null)"));
      g_assert_true (isfinite (part->vector[0]) && isfinite (part->vector[1]));
      g_assert_true ((part->kind == DH_BREAKDOWN_STEP) == (i == breakdown->n_parts - 1));
    }
  g_assert_cmpint (breakdown->parts[0].kind, ==, DH_BREAKDOWN_GRADIENT);
}

static guint
count_kind (const DhStepBreakdown *breakdown, DhBreakdownKind kind)
{
  guint n = 0;

  for (guint i = 0; i < breakdown->n_parts; i++)
    n += breakdown->parts[i].kind == kind;
  return n;
}

/* Each optimizer on each hill; a breakdown of a past step is the same as it was then. */
static void
test_all_optimizers (void)
{
  guint n_optimizers, n_hills;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n_optimizers);
  const DhHill *const *hills = dh_hills_get (&n_hills);

  for (guint k = 0; k < n_optimizers * n_hills; k++)
    {
      const DhOptimizer *optimizer_config = optimizers[k % n_optimizers];
      g_autoptr (DhDescent) descent = start_descent (hills[k / n_optimizers]->id,
                                                     optimizer_config->id, 0);

      for (guint t = 1; t <= 12; t++)
        {
          g_autoptr (DhStepBreakdown) breakdown = NULL;
          const DhBreakdownPart *step;

          if (!dh_descent_step (descent))
            break;
          breakdown = dh_step_breakdown_new (descent, t);
          assert_whole (breakdown);
          step = find_part (breakdown, DH_BREAKDOWN_STEP);
          for (guint i = 0; i < 2; i++)
            g_assert_cmpfloat_with_epsilon (dh_descent_get_ball (descent, t - 1)->at[i]
                                              + step->vector[i],
                                            dh_descent_get_ball (descent, t)->at[i], 1e-12);
          g_assert_cmpuint (count_kind (breakdown, DH_BREAKDOWN_MEMORY)
                              + count_kind (breakdown, DH_BREAKDOWN_SQUARES),
                            ==, optimizer_config->n_slots);
          g_assert_null (find_part (breakdown, DH_BREAKDOWN_NOISE));
        }
    }
}

static void
test_sgd (void)
{
  g_autoptr (DhDescent) descent = start_descent ("bowl", "sgd", 0.1);
  g_autoptr (DhStepBreakdown) breakdown = NULL;

  dh_descent_step (descent);
  breakdown = dh_step_breakdown_new (descent, 1);
  g_assert_cmpuint (breakdown->n_parts, ==, 2);
  g_assert_cmpfloat_with_epsilon (breakdown->parts[0].vector[0], 2.4, 1e-12);
  g_assert_cmpfloat_with_epsilon (breakdown->parts[0].vector[1], -1.9, 1e-12);
  g_assert_cmpstr (breakdown->parts[0].text, ==,
                   "Downhill from here: to the right and down, slope 3.06");
  g_assert_cmpstr (breakdown->parts[1].text, ==,
                   "At rate 0.1 the ball moves: to the right and down, x +0.24, y −0.19");
}

/* The parts of a breakdown are enough to compute the step, which shows that they are true. */
static void
assert_reckons (const char *optimizer_config, gboolean memory_is_gradient)
{
  g_autoptr (DhDescent) descent = start_descent ("ravine", optimizer_config, 0.02);

  for (guint t = 1; t <= 30; t++)
    {
      g_autoptr (DhStepBreakdown) breakdown = NULL;
      const DhBreakdownPart *push, *root, *step;

      dh_descent_step (descent);
      breakdown = dh_step_breakdown_new (descent, t);
      push = find_part (breakdown,
                        memory_is_gradient ? DH_BREAKDOWN_GRADIENT : DH_BREAKDOWN_MEMORY);
      root = find_part (breakdown, DH_BREAKDOWN_SQUARES);
      step = find_part (breakdown, DH_BREAKDOWN_STEP);
      for (guint i = 0; i < 2; i++)
        g_assert_cmpfloat_with_epsilon (step->vector[i],
                                        0.02 * push->vector[i]
                                          / (root != NULL ? root->vector[i] : 1),
                                        1e-10);
    }
}

static void
test_reckoning (void)
{
  assert_reckons ("sgd", TRUE);
  assert_reckons ("adagrad", TRUE);
  assert_reckons ("rmsprop", TRUE);
  assert_reckons ("momentum", FALSE);
  assert_reckons ("adam", FALSE);
  assert_reckons ("adabelief", FALSE);
}

static void
test_decay (void)
{
  g_autoptr (DhDescent) descent = start_descent ("bowl", "adamw", 0.1);
  g_autoptr (DhStepBreakdown) breakdown = NULL;

  dh_descent_step (descent);
  breakdown = dh_step_breakdown_new (descent, 1);
  g_assert_nonnull (strstr (find_part (breakdown, DH_BREAKDOWN_STEP)->text, "decay"));
}

static void
test_settings (void)
{
  g_autoptr (DhGround) ground = dh_hill_ground_new (dh_hill_find ("bowl"), NULL);
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find ("adagrad"));
  g_autoptr (DhDescent) descent = NULL;
  g_autoptr (DhStepBreakdown) breakdown = NULL;
  g_autofree char *before = NULL;

  config.optimizer_config.settings[1] = 5; /* initial value of the sums */
  descent = dh_descent_new (ground, &config, ground->start);
  dh_descent_step (descent);
  breakdown = dh_step_breakdown_new (descent, 1);
  g_assert_cmpfloat_with_epsilon (find_part (breakdown, DH_BREAKDOWN_SQUARES)->vector[0],
                                  sqrt (2.4 * 2.4 + 5), 1e-9);
  before = g_strdup (find_part (breakdown, DH_BREAKDOWN_SQUARES)->text);
  /* Changing the optimizer now doesn't change the past breakdown. */
  config = dh_descent_config_make (ground, dh_optimizer_find ("momentum"));
  dh_descent_set_config (descent, &config);
  g_clear_pointer (&breakdown, dh_step_breakdown_free);
  breakdown = dh_step_breakdown_new (descent, 1);
  g_assert_cmpstr (find_part (breakdown, DH_BREAKDOWN_SQUARES)->text, ==, before);
}

static void
test_noise (void)
{
  g_autoptr (DhGround) ground = dh_hill_ground_new (dh_hill_find ("bowl"), NULL);
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find ("sgd"));
  g_autoptr (DhDescent) descent = NULL;
  g_autoptr (DhStepBreakdown) breakdown = NULL;

  config.noise = 0.5;
  descent = dh_descent_new (ground, &config, ground->start);
  dh_descent_step (descent);
  breakdown = dh_step_breakdown_new (descent, 1);
  assert_whole (breakdown);
  g_assert_cmpuint (breakdown->n_parts, ==, 3);
  for (guint i = 0; i < 2; i++)
    g_assert_cmpfloat_with_epsilon (breakdown->parts[2].vector[i],
                                    0.1
                                      * (breakdown->parts[0].vector[i]
                                         + breakdown->parts[1].vector[i]),
                                    1e-12);
}

static void
test_one_dimension (void)
{
  DhMix mix = { 1, { dh_mix_part_make ("mae") } };
  g_autoptr (DhGround) ground = dh_curve_ground_new (&mix);
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find ("adam"));
  g_autoptr (DhDescent) descent = dh_descent_new (ground, &config, ground->start);
  g_autoptr (DhStepBreakdown) breakdown = NULL;

  dh_descent_step (descent);
  breakdown = dh_step_breakdown_new (descent, 1);
  assert_whole (breakdown);
  g_assert_cmpstr (breakdown->parts[0].text, ==, "Downhill from here: to the left, slope 1");
  g_assert_cmpstr (breakdown->parts[3].text, ==,
                   "At rate 0.1 the ball moves: to the left, error −0.1");
}

static void
test_level_and_diverged (void)
{
  g_autoptr (DhGround) ground = dh_hill_ground_new (dh_hill_find ("bowl"), NULL);
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find ("momentum"));
  g_autoptr (DhDescent) level = dh_descent_new (ground, &config, (const double[2]) { 0, 0 });
  g_autoptr (DhDescent) diverged = start_descent ("bowl", "adam", 1e300);
  g_autoptr (DhStepBreakdown) still = NULL;
  g_autoptr (DhStepBreakdown) gone = NULL;

  dh_descent_step (level);
  still = dh_step_breakdown_new (level, 1);
  assert_whole (still);
  g_assert_nonnull (strstr (still->parts[0].text, "level"));
  g_assert_nonnull (strstr (still->parts[2].text, "stays"));
  dh_descent_step (diverged);
  gone = dh_step_breakdown_new (diverged, 1);
  assert_whole (gone);
  g_assert_nonnull (strstr (find_part (gone, DH_BREAKDOWN_STEP)->text, "diverged"));
}

/* Directions are those of the map; the table goes once around. */
static void
test_directions (void)
{
  static const char *const expected[] = {
    "to the left,",  "to the left and down,", "down,", "to the right and down,",
    "to the right,", "to the right and up,",  "up,",   "to the left and up,",
  };
  g_autoptr (DhGround) ground = dh_hill_ground_new (dh_hill_find ("bowl"), NULL);
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find ("sgd"));

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      double angle = i * G_PI / 4;
      const double at[2] = { cos (angle), sin (angle) };
      g_autofree char *text = g_strconcat ("Downhill from here: ", expected[i], NULL);
      g_autoptr (DhDescent) descent = dh_descent_new (ground, &config, at);
      g_autoptr (DhStepBreakdown) breakdown = NULL;

      dh_descent_step (descent);
      breakdown = dh_step_breakdown_new (descent, 1);
      g_assert_true (g_str_has_prefix (breakdown->parts[0].text, text));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/step-breakdown/all-rules", test_all_optimizers);
  g_test_add_func ("/step-breakdown/sgd", test_sgd);
  g_test_add_func ("/step-breakdown/reckoning", test_reckoning);
  g_test_add_func ("/step-breakdown/decay", test_decay);
  g_test_add_func ("/step-breakdown/settings", test_settings);
  g_test_add_func ("/step-breakdown/noise", test_noise);
  g_test_add_func ("/step-breakdown/one-dimension", test_one_dimension);
  g_test_add_func ("/step-breakdown/level-and-diverged", test_level_and_diverged);
  g_test_add_func ("/step-breakdown/directions", test_directions);
  return g_test_run ();
}
