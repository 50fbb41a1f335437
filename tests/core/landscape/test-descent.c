/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ball's descent: step by step, back, again; that noise and changes only do what they should; and
 * that every optimizer runs on every ground without a NaN.
 */
#include "core/landscape/curve.h"
#include "core/landscape/descent.h"
#include "core/landscape/fit.h"
#include "core/landscape/hill.h"
#include "core/landscape/profile.h"

#include <math.h>
#include <string.h>

static DhGround *
make_hill (const char *id)
{
  return dh_hill_ground_new (dh_hill_find (id), NULL);
}

static DhDescent *
make_descent (DhGround *ground, const char *optimizer, double rate)
{
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find (optimizer));

  config.learning_rate = rate;
  return dh_descent_new (ground, &config, ground->start);
}

static void
make_steps (DhDescent *descent, guint n)
{
  for (guint i = 0; i < n; i++)
    dh_descent_step (descent);
}

static void
test_steps (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhDescent) descent = make_descent (ground, "sgd", 0.25);
  DhStepParts parts;

  g_assert_cmpuint (dh_descent_get_n_balls (descent), ==, 1);
  g_assert_cmpfloat (dh_descent_get_last (descent)->at[0], ==, -2.4);
  g_assert_true (dh_descent_step (descent));
  g_assert_cmpuint (dh_descent_get_n_balls (descent), ==, 2);
  g_assert_cmpuint (dh_descent_get_last (descent)->t, ==, 1);
  g_assert_cmpfloat_with_epsilon (dh_descent_get_last (descent)->at[0], -2.4 * 0.75, 1e-15);
  g_assert_cmpfloat_with_epsilon (dh_descent_get_last (descent)->loss,
                                  0.5625 * (2.4 * 2.4 + 1.9 * 1.9) / 2, 1e-14);
  parts = dh_descent_get_parts (descent, 1);
  g_assert_cmpfloat (parts.gradient[0], ==, -2.4);
  g_assert_cmpfloat (parts.noisy_gradient[0], ==, -2.4);
  g_assert_cmpfloat (parts.learning_rate, ==, 0.25);
  g_assert_cmpfloat_with_epsilon (parts.step[0], 0.6, 1e-15);
  g_assert_cmpfloat (dh_descent_get_jet (descent).xx, ==, 1);
}

static void
assert_same_balls (const DhDescent *a, const DhDescent *b)
{
  g_assert_cmpuint (dh_descent_get_n_balls (a), ==, dh_descent_get_n_balls (b));
  for (guint i = 0; i < dh_descent_get_n_balls (a); i++)
    {
      const DhBall *x = dh_descent_get_ball (a, i), *y = dh_descent_get_ball (b, i);

      g_assert_cmpmem (x->at, sizeof x->at, y->at, sizeof y->at);
      g_assert_cmpmem (x->slots, sizeof x->slots, y->slots, sizeof y->slots);
      g_assert_cmpmem (&x->loss, sizeof x->loss, &y->loss, sizeof y->loss);
    }
}

/* Going back and on again gives the same trajectory, for every optimizer and with noise. */
static void
test_back (void)
{
  g_autoptr (DhGround) ground = make_hill ("bumpy");
  guint n_optimizers;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n_optimizers);

  for (guint i = 0; i < n_optimizers; i++)
    {
      DhDescentConfig config = dh_descent_config_make (ground, optimizers[i]);
      g_autoptr (DhDescent) straight = NULL, winding = NULL;

      config.noise = 0.1;
      straight = dh_descent_new (ground, &config, ground->start);
      winding = dh_descent_new (ground, &config, ground->start);
      make_steps (straight, 30);
      make_steps (winding, 20);
      for (guint k = 0; k < 13; k++)
        g_assert_true (dh_descent_back (winding));
      make_steps (winding, 23);
      assert_same_balls (straight, winding);
    }
}

static void
test_back_to_start (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhDescent) descent = make_descent (ground, "adam", 0.1);

  g_assert_false (dh_descent_back (descent));
  make_steps (descent, 2);
  g_assert_true (dh_descent_back (descent));
  g_assert_true (dh_descent_back (descent));
  g_assert_false (dh_descent_back (descent));
  g_assert_cmpfloat (dh_descent_get_last (descent)->at[0], ==, ground->start[0]);
}

static void
test_changes (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhDescent) descent = make_descent (ground, "momentum", 0.1);
  DhDescentConfig config = *dh_descent_get_config (descent);
  double x, velocity;

  make_steps (descent, 5);
  x = dh_descent_get_last (descent)->at[0];
  velocity = dh_descent_get_last (descent)->slots[0][0];
  config.learning_rate = 0.01;
  dh_descent_set_config (descent, &config);
  make_steps (descent, 1);
  /* A change of the rate keeps the velocity … */
  g_assert_cmpfloat_with_epsilon (dh_descent_get_last (descent)->at[0],
                                  x - 0.01 * (0.9 * velocity + x), 1e-14);
  g_assert_cmpuint (dh_descent_get_last (descent)->n_updates, ==, 6);
  config.optimizer_config = dh_optimizer_config_make (dh_optimizer_find ("adam"),
                                                      DH_OPTIMIZER_USER_BALL);
  dh_descent_set_config (descent, &config);
  x = dh_descent_get_last (descent)->at[0];
  make_steps (descent, 1);
  /* … a change of the optimizer resets it: Adam's first step is as long as the rate. */
  g_assert_cmpfloat_with_epsilon (fabs (dh_descent_get_last (descent)->at[0] - x), 0.01, 1e-6);
  g_assert_cmpuint (dh_descent_get_last (descent)->n_updates, ==, 1);
  g_assert_cmpuint (dh_descent_get_last (descent)->t, ==, 7);
}

/* Setting the same descent again, or another optimizer and back before a step, must not change
 * a ball that was already there. */
static void
test_history_stays (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhDescent) descent = make_descent (ground, "momentum", 0.1);
  DhDescentConfig momentum = *dh_descent_get_config (descent), sgd = momentum;
  DhBall before;

  make_steps (descent, 5);
  before = *dh_descent_get_last (descent);
  sgd.optimizer_config.optimizer = dh_optimizer_find ("sgd");
  dh_descent_set_config (descent, &sgd);
  g_assert_cmpmem (&before, sizeof before, dh_descent_get_last (descent), sizeof before);
  dh_descent_set_config (descent, &momentum);
  make_steps (descent, 1);
  g_assert_cmpuint (dh_descent_get_last (descent)->n_updates, ==, 6);
}

static void
test_schedule (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find ("sgd"));
  g_autoptr (DhDescent) descent = NULL;

  g_assert_true (dh_optimizer_config_parse ("sgd/cosine/warm_up=4", DH_OPTIMIZER_USER_BALL,
                                            &config.optimizer_config, NULL));
  descent = dh_descent_new (ground, &config, ground->start);
  make_steps (descent, 40);
  g_assert_cmpfloat_with_epsilon (dh_descent_get_parts (descent, 1).learning_rate,
                                  config.learning_rate / 4, 1e-15);
  g_assert_cmpfloat_with_epsilon (dh_descent_get_parts (descent, 4).learning_rate,
                                  config.learning_rate, 1e-15);
  g_assert_cmpfloat (dh_descent_get_parts (descent, 40).learning_rate, <,
                     dh_descent_get_parts (descent, 5).learning_rate);
}

/* Noise is a function of seed and step: it is the same for other rates and starts. */
static void
test_noise (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find ("sgd"));
  g_autoptr (DhDescent) a = NULL, b = NULL, c = NULL;
  double squares = 0;

  config.noise = 0.5;
  a = dh_descent_new (ground, &config, ground->start);
  config.learning_rate *= 0.3;
  b = dh_descent_new (ground, &config, (const double[2]) { 1, 1 });
  config.seed = 2;
  c = dh_descent_new (ground, &config, ground->start);
  make_steps (a, 400);
  make_steps (b, 400);
  make_steps (c, 400);
  for (guint i = 1; i <= 400; i++)
    {
      DhStepParts x = dh_descent_get_parts (a, i), y = dh_descent_get_parts (b, i);
      DhStepParts z = dh_descent_get_parts (c, i);
      double chance = x.noisy_gradient[0] - x.gradient[0];

      g_assert_cmpfloat_with_epsilon (chance, y.noisy_gradient[0] - y.gradient[0], 1e-12);
      g_assert_cmpfloat (fabs (chance - (z.noisy_gradient[0] - z.gradient[0])), >, 1e-12);
      squares += chance * chance;
    }
  /* The bowl's typical slope is √6 away from the grid's edges; half of it, divided between two
   * axes. */
  g_assert_cmpfloat (sqrt (squares / 400), >, 0.7);
  g_assert_cmpfloat (sqrt (squares / 400), <, 1.0);
}

static void
test_diverged (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhGround) pole = dh_typed_ground_new ("log(x)", NULL, NULL);
  g_autoptr (DhDescent) descent = make_descent (ground, "sgd", 3);
  g_autoptr (DhDescent) nowhere = NULL;
  DhDescentConfig config = dh_descent_config_make (pole, dh_optimizer_find ("sgd"));
  guint n;

  make_steps (descent, 500);
  n = dh_descent_get_n_balls (descent);
  g_assert_true (dh_descent_get_last (descent)->diverged);
  g_assert_cmpuint (n, <, 30);
  g_assert_false (dh_descent_step (descent));
  g_assert_cmpuint (dh_descent_get_n_balls (descent), ==, n);
  g_assert_true (isfinite (dh_descent_get_last (descent)->at[0]));
  g_assert_true (isfinite (dh_descent_get_last (descent)->loss));
  g_assert_true (dh_descent_back (descent));
  g_assert_false (dh_descent_get_last (descent)->diverged);

  nowhere = dh_descent_new (pole, &config, (const double[2]) { -1, 0 });
  g_assert_true (dh_descent_get_last (nowhere)->diverged);
  g_assert_false (dh_descent_step (nowhere));
}

/* A ball that is dropped far outside may swing out farther before it comes in; if it keeps doing
 * so, it has diverged while its numbers are still finite. */
static void
test_dropped_far (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  DhDescentConfig config = dh_descent_config_make (ground, dh_optimizer_find ("sgd"));
  double far = 3000 * (ground->maximum[0] - ground->minimum[0]), x;
  g_autoptr (DhDescent) descent = NULL;

  config.learning_rate = 2.5; /* in this direction the bowl is x²/2, so a step multiplies by −1.5 */
  descent = dh_descent_new (ground, &config, (const double[2]) { far, 0 });
  make_steps (descent, 2);
  g_assert_false (dh_descent_get_last (descent)->diverged);
  g_assert_cmpfloat_with_epsilon (dh_descent_get_last (descent)->at[0], 2.25 * far, 1e-9 * far);
  config.learning_rate = 0.5;
  dh_descent_set_config (descent, &config);
  make_steps (descent, 60);
  g_assert_false (dh_descent_get_last (descent)->diverged);
  g_assert_cmpfloat (fabs (dh_descent_get_last (descent)->at[0]), <, 1e-9);

  dh_descent_cut (descent, 1);
  config.learning_rate = 2.5;
  dh_descent_set_config (descent, &config);
  make_steps (descent, 20);
  x = fabs (dh_descent_get_last (descent)->at[0]);
  g_assert_true (dh_descent_get_last (descent)->diverged);
  g_assert_cmpfloat (x, >, 5 * far);
  g_assert_cmpfloat (x, <, 20 * far);
}

static void
check_run (DhGround *ground, const DhOptimizer *optimizer, double factor)
{
  DhDescentConfig config = dh_descent_config_make (ground, optimizer);
  g_autoptr (DhDescent) descent = NULL;

  config.learning_rate *= factor;
  descent = dh_descent_new (ground, &config, ground->start);
  make_steps (descent, 50);
  for (guint i = 0; i < dh_descent_get_n_balls (descent); i++)
    {
      const DhBall *ball = dh_descent_get_ball (descent, i);

      g_assert_true (isfinite (ball->at[0]) && isfinite (ball->at[1]) && isfinite (ball->loss));
      for (guint k = 0; k < DH_OPTIMIZER_MAX_SLOTS; k++)
        g_assert_true (isfinite (ball->slots[k][0]) && isfinite (ball->slots[k][1]));
    }
  g_assert_true (dh_descent_get_last (descent)->diverged || dh_descent_get_n_balls (descent) == 51);
}

static void
check_all_optimizers (DhGround *ground)
{
  static const double factors[] = { 0.1, 1, 10, 1e6 };
  guint n_optimizers;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n_optimizers);

  g_assert_cmpuint (n_optimizers, >=, 9);
  for (guint i = 0; i < n_optimizers; i++)
    for (guint k = 0; k < G_N_ELEMENTS (factors); k++)
      check_run (ground, optimizers[i], factors[k]);
}

static void
test_all (void)
{
  DhFitPoint points[DH_FIT_MAX_POINTS];
  guint n_points = dh_fit_get_usual_points (points);
  guint n_hills, n_losses;
  const DhHill *const *hills = dh_hills_get (&n_hills);
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  for (guint i = 0; i < n_hills; i++)
    {
      g_autoptr (DhGround) ground = dh_hill_ground_new (hills[i], NULL);

      check_all_optimizers (ground);
    }
  for (guint i = 0; i <= n_losses; i++)
    {
      DhMix mix = { 1, { dh_mix_part_make (losses[i % n_losses]->id) } };
      g_autoptr (DhGround) curve = NULL, fit = NULL;

      if (i == n_losses)
        g_assert_true (dh_mix_parse ("mse+50%mae", &mix, NULL));
      if (!dh_mix_has_profile (&mix))
        continue;
      curve = dh_curve_ground_new (&mix);
      fit = dh_fit_ground_new (&mix, points, n_points);
      check_all_optimizers (curve);
      check_all_optimizers (fit);
    }
}

/* Whether plain descent on a quadratic moves away from its bottom. */
static gboolean
does_diverge (DhGround *ground, double rate)
{
  g_autoptr (DhDescent) descent = make_descent (ground, "sgd", rate);
  const DhBall *last;

  make_steps (descent, 3000);
  last = dh_descent_get_last (descent);
  return last->diverged || last->loss > dh_descent_get_ball (descent, 0)->loss;
}

/* 2/λ compared with the rate at which descent really begins to diverge, found by bisection. */
static void
test_stable_rate (void)
{
  static const char *const texts[] = {
    "(x^2 + y^2)/2",
    "0.05x^2 + 2.5y^2",
    "3x^2 + 2x y + y^2",
    "1e-3 x^2 + 70 y^2 - 0.3x y",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DhGround) ground = dh_typed_ground_new (texts[i], NULL, NULL);
      DhJet jet = dh_ground_get_jet (ground, ground->start, NULL);
      double promised = dh_optimizer_get_stable_rate (dh_optimizer_find ("sgd"), NULL,
                                                      dh_jet_get_largest_curvature (&jet));
      double low = promised / 10, high = promised * 10;

      for (guint k = 0; k < 30; k++)
        *(does_diverge (ground, (low + high) / 2) ? &high : &low) = (low + high) / 2;
      g_test_message ("%s: 2/λ = %g, measured %g", texts[i], promised, low);
      g_assert_cmpfloat (fabs (low / promised - 1), <, 0.05);
    }
}

static double
find_curvature_along (const DhDescent *descent)
{
  DhJet jet = dh_descent_get_jet (descent);

  return dh_descent_get_curvature_along (descent, dh_descent_get_n_balls (descent) - 1, &jet);
}

/* On a bowl, the mean curvature is the curvature; at its bottom, steps contain no information about
 * it.  A step is judged with the rate at which it was made. */
static void
test_along (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhDescent) descent = make_descent (ground, "sgd", 0.25);
  DhDescentConfig config = *dh_descent_get_config (descent);

  make_steps (descent, 3);
  g_assert_cmpfloat_with_epsilon (find_curvature_along (descent), 1, 1e-12);
  make_steps (descent, 100);
  g_assert_true (isnan (find_curvature_along (descent)));

  g_assert_true (dh_descent_is_at_rate (descent, 3));
  config.learning_rate = 0.5;
  dh_descent_set_config (descent, &config);
  g_assert_false (dh_descent_is_at_rate (descent, 3));
  make_steps (descent, 1);
  g_assert_true (dh_descent_is_at_rate (descent, 104));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/descent/steps", test_steps);
  g_test_add_func ("/descent/back", test_back);
  g_test_add_func ("/descent/back-to-start", test_back_to_start);
  g_test_add_func ("/descent/changes", test_changes);
  g_test_add_func ("/descent/history-stays", test_history_stays);
  g_test_add_func ("/descent/schedule", test_schedule);
  g_test_add_func ("/descent/noise", test_noise);
  g_test_add_func ("/descent/diverged", test_diverged);
  g_test_add_func ("/descent/dropped-far", test_dropped_far);
  g_test_add_func ("/descent/all", test_all);
  g_test_add_func ("/descent/stable-rate", test_stable_rate);
  g_test_add_func ("/descent/along", test_along);
  return g_test_run ();
}
