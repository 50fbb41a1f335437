/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ball's way: step by step, back, again; that chance and changes do only what they should; and
 * that every optimizer runs on every ground without a NaN.
 */
#include "core/landscape/curve.h"
#include "core/landscape/fit.h"
#include "core/landscape/hill.h"
#include "core/landscape/profile.h"
#include "core/landscape/roll.h"

#include <math.h>
#include <string.h>

static DhGround *
make_hill (const char *id)
{
  return dh_hill_ground_new (dh_hill_find (id), NULL);
}

static DhRoll *
make_roll (DhGround *ground, const char *optimizer, double rate)
{
  DhDescent descent = dh_descent_make (ground, dh_optimizer_find (optimizer));

  descent.learning_rate = rate;
  return dh_roll_new (ground, &descent, ground->start);
}

static void
make_steps (DhRoll *roll, guint n)
{
  for (guint i = 0; i < n; i++)
    dh_roll_step (roll);
}

static void
test_steps (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhRoll) roll = make_roll (ground, "sgd", 0.25);
  DhStepParts parts;

  g_assert_cmpuint (dh_roll_get_n_balls (roll), ==, 1);
  g_assert_cmpfloat (dh_roll_get_last (roll)->at[0], ==, -2.4);
  g_assert_true (dh_roll_step (roll));
  g_assert_cmpuint (dh_roll_get_n_balls (roll), ==, 2);
  g_assert_cmpuint (dh_roll_get_last (roll)->t, ==, 1);
  g_assert_cmpfloat_with_epsilon (dh_roll_get_last (roll)->at[0], -2.4 * 0.75, 1e-15);
  g_assert_cmpfloat_with_epsilon (dh_roll_get_last (roll)->loss,
                                  0.5625 * (2.4 * 2.4 + 1.9 * 1.9) / 2, 1e-14);
  parts = dh_roll_get_parts (roll, 1);
  g_assert_cmpfloat (parts.gradient[0], ==, -2.4);
  g_assert_cmpfloat (parts.noisy_gradient[0], ==, -2.4);
  g_assert_cmpfloat (parts.learning_rate, ==, 0.25);
  g_assert_cmpfloat_with_epsilon (parts.step[0], 0.6, 1e-15);
  g_assert_cmpfloat (dh_roll_get_jet (roll).xx, ==, 1);
}

static void
assert_same_balls (const DhRoll *a, const DhRoll *b)
{
  g_assert_cmpuint (dh_roll_get_n_balls (a), ==, dh_roll_get_n_balls (b));
  for (guint i = 0; i < dh_roll_get_n_balls (a); i++)
    {
      const DhBall *x = dh_roll_get_ball (a, i), *y = dh_roll_get_ball (b, i);

      g_assert_cmpmem (x->at, sizeof x->at, y->at, sizeof y->at);
      g_assert_cmpmem (x->slots, sizeof x->slots, y->slots, sizeof y->slots);
      g_assert_cmpmem (&x->loss, sizeof x->loss, &y->loss, sizeof y->loss);
    }
}

/* Back and on again is the same way, for every optimizer and with chance in it. */
static void
test_back (void)
{
  g_autoptr (DhGround) ground = make_hill ("bumpy");
  guint n_optimizers;
  const DhOptimizer *const *optimizers = dh_optimizers_get (&n_optimizers);

  for (guint i = 0; i < n_optimizers; i++)
    {
      DhDescent descent = dh_descent_make (ground, optimizers[i]);
      g_autoptr (DhRoll) straight = NULL, winding = NULL;

      descent.noise = 0.1;
      straight = dh_roll_new (ground, &descent, ground->start);
      winding = dh_roll_new (ground, &descent, ground->start);
      make_steps (straight, 30);
      make_steps (winding, 20);
      for (guint k = 0; k < 13; k++)
        g_assert_true (dh_roll_back (winding));
      make_steps (winding, 23);
      assert_same_balls (straight, winding);
    }
}

static void
test_back_to_start (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhRoll) roll = make_roll (ground, "adam", 0.1);

  g_assert_false (dh_roll_back (roll));
  make_steps (roll, 2);
  g_assert_true (dh_roll_back (roll));
  g_assert_true (dh_roll_back (roll));
  g_assert_false (dh_roll_back (roll));
  g_assert_cmpfloat (dh_roll_get_last (roll)->at[0], ==, ground->start[0]);
}

static void
test_changes (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhRoll) roll = make_roll (ground, "momentum", 0.1);
  DhDescent descent = *dh_roll_get_descent (roll);
  double x, velocity;

  make_steps (roll, 5);
  x = dh_roll_get_last (roll)->at[0];
  velocity = dh_roll_get_last (roll)->slots[0][0];
  descent.learning_rate = 0.01;
  dh_roll_set_descent (roll, &descent);
  make_steps (roll, 1);
  /* Another rate keeps the velocity … */
  g_assert_cmpfloat_with_epsilon (dh_roll_get_last (roll)->at[0], x - 0.01 * (0.9 * velocity + x),
                                  1e-14);
  g_assert_cmpuint (dh_roll_get_last (roll)->n_updates, ==, 6);
  descent.optimizer = dh_optimizer_find ("adam");
  dh_optimizer_get_usual (descent.optimizer, descent.settings);
  dh_roll_set_descent (roll, &descent);
  x = dh_roll_get_last (roll)->at[0];
  make_steps (roll, 1);
  /* … another optimizer begins anew: Adam's first step is the rate. */
  g_assert_cmpfloat_with_epsilon (fabs (dh_roll_get_last (roll)->at[0] - x), 0.01, 1e-6);
  g_assert_cmpuint (dh_roll_get_last (roll)->n_updates, ==, 1);
  g_assert_cmpuint (dh_roll_get_last (roll)->t, ==, 7);
}

/* Setting the same descent again, or another optimizer and back before a step, must not change
 * a ball that was already there. */
static void
test_history_stays (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhRoll) roll = make_roll (ground, "momentum", 0.1);
  DhDescent momentum = *dh_roll_get_descent (roll), sgd = momentum;
  DhBall before;

  make_steps (roll, 5);
  before = *dh_roll_get_last (roll);
  sgd.optimizer = dh_optimizer_find ("sgd");
  dh_roll_set_descent (roll, &sgd);
  g_assert_cmpmem (&before, sizeof before, dh_roll_get_last (roll), sizeof before);
  dh_roll_set_descent (roll, &momentum);
  make_steps (roll, 1);
  g_assert_cmpuint (dh_roll_get_last (roll)->n_updates, ==, 6);
}

static void
test_schedule (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  DhDescent descent = dh_descent_make (ground, dh_optimizer_find ("sgd"));
  g_autoptr (DhRoll) roll = NULL;

  descent.schedule = dh_schedule_find ("cosine");
  g_assert_nonnull (descent.schedule);
  dh_schedule_get_defaults (descent.schedule, descent.schedule_settings);
  descent.warm_up = 4;
  roll = dh_roll_new (ground, &descent, ground->start);
  make_steps (roll, 40);
  g_assert_cmpfloat_with_epsilon (dh_roll_get_parts (roll, 1).learning_rate,
                                  descent.learning_rate / 4, 1e-15);
  g_assert_cmpfloat_with_epsilon (dh_roll_get_parts (roll, 4).learning_rate, descent.learning_rate,
                                  1e-15);
  g_assert_cmpfloat (dh_roll_get_parts (roll, 40).learning_rate, <,
                     dh_roll_get_parts (roll, 5).learning_rate);
}

/* Chance is a function of seed and step: other rates and starts meet the same chance. */
static void
test_noise (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  DhDescent descent = dh_descent_make (ground, dh_optimizer_find ("sgd"));
  g_autoptr (DhRoll) a = NULL, b = NULL, c = NULL;
  double squares = 0;

  descent.noise = 0.5;
  a = dh_roll_new (ground, &descent, ground->start);
  descent.learning_rate *= 0.3;
  b = dh_roll_new (ground, &descent, (const double[2]) { 1, 1 });
  descent.seed = 2;
  c = dh_roll_new (ground, &descent, ground->start);
  make_steps (a, 400);
  make_steps (b, 400);
  make_steps (c, 400);
  for (guint i = 1; i <= 400; i++)
    {
      DhStepParts x = dh_roll_get_parts (a, i), y = dh_roll_get_parts (b, i);
      DhStepParts z = dh_roll_get_parts (c, i);
      double chance = x.noisy_gradient[0] - x.gradient[0];

      g_assert_cmpfloat_with_epsilon (chance, y.noisy_gradient[0] - y.gradient[0], 1e-12);
      g_assert_cmpfloat (fabs (chance - (z.noisy_gradient[0] - z.gradient[0])), >, 1e-12);
      squares += chance * chance;
    }
  /* The bowl's typical slope is √6 without the grid's edges; half of it, shared by two axes. */
  g_assert_cmpfloat (sqrt (squares / 400), >, 0.7);
  g_assert_cmpfloat (sqrt (squares / 400), <, 1.0);
}

static void
test_lost (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhGround) pole = dh_typed_ground_new ("log(x)", NULL, NULL);
  g_autoptr (DhRoll) roll = make_roll (ground, "sgd", 3);
  g_autoptr (DhRoll) nowhere = NULL;
  DhDescent descent = dh_descent_make (pole, dh_optimizer_find ("sgd"));
  guint n;

  make_steps (roll, 500);
  n = dh_roll_get_n_balls (roll);
  g_assert_true (dh_roll_get_last (roll)->lost);
  g_assert_cmpuint (n, <, 30);
  g_assert_false (dh_roll_step (roll));
  g_assert_cmpuint (dh_roll_get_n_balls (roll), ==, n);
  g_assert_true (isfinite (dh_roll_get_last (roll)->at[0]));
  g_assert_true (isfinite (dh_roll_get_last (roll)->loss));
  g_assert_true (dh_roll_back (roll));
  g_assert_false (dh_roll_get_last (roll)->lost);

  nowhere = dh_roll_new (pole, &descent, (const double[2]) { -1, 0 });
  g_assert_true (dh_roll_get_last (nowhere)->lost);
  g_assert_false (dh_roll_step (nowhere));
}

/* A ball that was dropped far outside swings out farther before it comes in; one that goes on doing
 * so is lost while its numbers are still finite. */
static void
test_dropped_far (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  DhDescent descent = dh_descent_make (ground, dh_optimizer_find ("sgd"));
  double far = 3000 * (ground->maximum[0] - ground->minimum[0]), x;
  g_autoptr (DhRoll) roll = NULL;

  descent.learning_rate = 2.5; /* the bowl is x²/2 that way: times −1.5 */
  roll = dh_roll_new (ground, &descent, (const double[2]) { far, 0 });
  make_steps (roll, 2);
  g_assert_false (dh_roll_get_last (roll)->lost);
  g_assert_cmpfloat_with_epsilon (dh_roll_get_last (roll)->at[0], 2.25 * far, 1e-9 * far);
  descent.learning_rate = 0.5;
  dh_roll_set_descent (roll, &descent);
  make_steps (roll, 60);
  g_assert_false (dh_roll_get_last (roll)->lost);
  g_assert_cmpfloat (fabs (dh_roll_get_last (roll)->at[0]), <, 1e-9);

  dh_roll_cut (roll, 1);
  descent.learning_rate = 2.5;
  dh_roll_set_descent (roll, &descent);
  make_steps (roll, 20);
  x = fabs (dh_roll_get_last (roll)->at[0]);
  g_assert_true (dh_roll_get_last (roll)->lost);
  g_assert_cmpfloat (x, >, 5 * far);
  g_assert_cmpfloat (x, <, 20 * far);
}

static void
check_run (DhGround *ground, const DhOptimizer *optimizer, double factor)
{
  DhDescent descent = dh_descent_make (ground, optimizer);
  g_autoptr (DhRoll) roll = NULL;

  descent.learning_rate *= factor;
  roll = dh_roll_new (ground, &descent, ground->start);
  make_steps (roll, 50);
  for (guint i = 0; i < dh_roll_get_n_balls (roll); i++)
    {
      const DhBall *ball = dh_roll_get_ball (roll, i);

      g_assert_true (isfinite (ball->at[0]) && isfinite (ball->at[1]) && isfinite (ball->loss));
      for (guint k = 0; k < DH_OPTIMIZER_MAX_SLOTS; k++)
        g_assert_true (isfinite (ball->slots[k][0]) && isfinite (ball->slots[k][1]));
    }
  g_assert_true (dh_roll_get_last (roll)->lost || dh_roll_get_n_balls (roll) == 51);
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

/* Whether plain descent on a quadratic goes away from its bottom. */
static gboolean
does_diverge (DhGround *ground, double rate)
{
  g_autoptr (DhRoll) roll = make_roll (ground, "sgd", rate);
  const DhBall *last;

  make_steps (roll, 3000);
  last = dh_roll_get_last (roll);
  return last->lost || last->loss > dh_roll_get_ball (roll, 0)->loss;
}

/* 2/λ against the rate at which descent really begins to diverge, found by halving. */
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
find_curvature_along (const DhRoll *roll)
{
  DhJet jet = dh_roll_get_jet (roll);

  return dh_roll_get_curvature_along (roll, dh_roll_get_n_balls (roll) - 1, &jet);
}

/* On a bowl the mean curvature is the curvature; at its bottom steps say nothing any more.  A step
 * tells of the rate that it was made at. */
static void
test_along (void)
{
  g_autoptr (DhGround) ground = make_hill ("bowl");
  g_autoptr (DhRoll) roll = make_roll (ground, "sgd", 0.25);
  DhDescent descent = *dh_roll_get_descent (roll);

  make_steps (roll, 3);
  g_assert_cmpfloat_with_epsilon (find_curvature_along (roll), 1, 1e-12);
  make_steps (roll, 100);
  g_assert_true (isnan (find_curvature_along (roll)));

  g_assert_true (dh_roll_is_at_rate (roll, 3));
  descent.learning_rate = 0.5;
  dh_roll_set_descent (roll, &descent);
  g_assert_false (dh_roll_is_at_rate (roll, 3));
  make_steps (roll, 1);
  g_assert_true (dh_roll_is_at_rate (roll, 104));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/roll/steps", test_steps);
  g_test_add_func ("/roll/back", test_back);
  g_test_add_func ("/roll/back-to-start", test_back_to_start);
  g_test_add_func ("/roll/changes", test_changes);
  g_test_add_func ("/roll/history-stays", test_history_stays);
  g_test_add_func ("/roll/schedule", test_schedule);
  g_test_add_func ("/roll/noise", test_noise);
  g_test_add_func ("/roll/lost", test_lost);
  g_test_add_func ("/roll/dropped-far", test_dropped_far);
  g_test_add_func ("/roll/all", test_all);
  g_test_add_func ("/roll/stable-rate", test_stable_rate);
  g_test_add_func ("/roll/along", test_along);
  return g_test_run ();
}
