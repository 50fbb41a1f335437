/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Grounds made of a formula or of single errors: derivatives against central differences, the
 * textbook's lowest points, and sentences for what is no ground.
 */
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/landscape/curve.h"
#include "core/landscape/fit.h"
#include "core/landscape/hill.h"
#include "core/landscape/profile.h"
#include "core/landscape/rate.h"

#include <math.h>
#include <string.h>

static void
assert_near (const char *what, double got, double wanted, double tolerance)
{
  if (!(fabs (got - wanted) <= tolerance * (1 + fabs (wanted))))
    g_error ("%s: %.12g instead of %.12g", what, got, wanted);
}

static double
get_value (const DhGround *ground, double x, double y)
{
  return dh_ground_get_value (ground, (const double[2]) { x, y }, NULL);
}

static void
check_jet (const DhGround *ground, const double at[2])
{
  DhJet jet = dh_ground_get_jet (ground, at, NULL);
  DhJet slope = dh_ground_get_slope (ground, at, NULL);
  DhJet beside[2][2];
  double h = 1e-6;

  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < 2; k++)
      {
        double place[2] = { at[0], at[1] };

        place[i] += k == 0 ? -h : h;
        beside[i][k] = dh_ground_get_jet (ground, place, NULL);
      }
  g_assert_cmpfloat (slope.x, ==, jet.x);
  g_assert_cmpfloat (slope.y, ==, jet.y);
  assert_near (ground->name, dh_ground_get_value (ground, at, NULL), jet.value, 1e-13);
  assert_near (ground->name, jet.x, (beside[0][1].value - beside[0][0].value) / (2 * h), 1e-5);
  assert_near (ground->name, jet.y, (beside[1][1].value - beside[1][0].value) / (2 * h), 1e-5);
  assert_near (ground->name, jet.xx, (beside[0][1].x - beside[0][0].x) / (2 * h), 1e-5);
  assert_near (ground->name, jet.xy, (beside[1][1].x - beside[1][0].x) / (2 * h), 1e-5);
  assert_near (ground->name, jet.yy, (beside[1][1].y - beside[1][0].y) / (2 * h), 1e-5);
}

static void
check_everywhere (const DhGround *ground)
{
  DhRandom random;

  dh_random_init (&random, 5, 0);
  for (guint i = 0; i < 20; i++)
    {
      double at[2] = { 0 };

      for (guint k = 0; k < ground->n_dimensions; k++)
        at[k] = dh_random_uniform (&random, ground->minimum[k], ground->maximum[k]);
      check_jet (ground, at);
    }
}

static void
test_hill_derivatives (void)
{
  guint n_hills;
  const DhHill *const *hills = dh_hills_get (&n_hills);

  g_assert_cmpuint (n_hills, >=, 10);
  for (guint i = 0; i < n_hills; i++)
    {
      g_autoptr (DhGround) ground = dh_hill_ground_new (hills[i], NULL);

      g_assert_true (dh_hill_find (hills[i]->id) == hills[i]);
      check_everywhere (ground);
    }
  g_assert_null (dh_hill_find ("mountain"));
}

/* Each loss that has a profile, and a mix of them. */
static void
test_loss_derivatives (void)
{
  DhFitPoint points[DH_FIT_MAX_POINTS];
  guint n_points = dh_fit_get_usual_points (points);
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  for (guint i = 0; i <= n_losses; i++)
    {
      DhMix mix = { 1, { dh_mix_part_make (losses[i % n_losses]->id) } };
      g_autoptr (DhGround) curve = NULL, fit = NULL;

      if (i == n_losses)
        g_assert_true (dh_mix_parse ("50%mae+huber{delta=0.1}+mse+smooth", &mix, NULL));
      if (!dh_mix_has_profile (&mix))
        continue;
      curve = dh_curve_ground_new (&mix);
      fit = dh_fit_ground_new (&mix, points, n_points);
      check_everywhere (curve);
      check_everywhere (fit);
    }
}

static void
test_profiles (void)
{
  DhMix mix;

  g_assert_true (dh_mix_parse ("mse+mae", &mix, NULL));
  g_assert_true (dh_mix_has_profile (&mix));
  g_assert_true (dh_mix_parse ("mse+ssim", &mix, NULL));
  g_assert_false (dh_mix_has_profile (&mix));
}

static void
test_curvatures (void)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    for (double d = -0.77; d < 1; d += 0.1)
      {
        double settings[DH_LOSS_MAX_SETTINGS], above, below;

        g_assert_true ((losses[i]->profile == NULL) == (losses[i]->curvature == NULL));
        if (losses[i]->profile == NULL)
          continue;
        dh_loss_get_defaults (losses[i], settings);
        losses[i]->profile (settings, d + 1e-6, &above);
        losses[i]->profile (settings, d - 1e-6, &below);
        assert_near (losses[i]->id, losses[i]->curvature (settings, d), (above - below) / 2e-6,
                     1e-5);
      }
}

static void
test_textbook (void)
{
  static const struct
  {
    const char *id;
    double x, y, value, tolerance;
  } minima[] = {
    { "bowl", 0, 0, 0, 1e-15 },
    { "ravine", 0, 0, 0, 1e-15 },
    { "plateau", 0, 0, 0, 1e-15 },
    { "rosenbrock", 1, 1, 0, 1e-15 },
    { "beale", 3, 0.5, 0, 1e-15 },
    { "himmelblau", 3, 2, 0, 1e-15 },
    { "himmelblau", -2.805118086953, 3.131312518250, 0, 1e-15 },
    { "himmelblau", -3.779310253378, -3.283185991286, 0, 1e-15 },
    { "himmelblau", 3.584428340330, -1.848126526964, 0, 1e-15 },
    { "rastrigin", 0, 0, 0, 1e-13 },
    { "ackley", 0, 0, 0, 1e-13 },
  };
  static const struct
  {
    const char *id;
    double x, y, value;
  } places[] = {
    { "rosenbrock", -1.2, 1, 24.2 },
    { "beale", 0, 0, 14.203125 },
    { "himmelblau", 0, 0, 170 },
    { "rastrigin", 0.5, 0.5, 40.5 },
    { "rastrigin", 1, 1, 2 },
    { "saddle", 1, 2, -3 },
    { "ackley", 1, 1, 3.6253849384403627 },
    { "bowl", 3, 4, 12.5 },
    { "plateau", 1, 1, 1 - 1 / G_E },
  };

  for (guint i = 0; i < G_N_ELEMENTS (minima); i++)
    {
      g_autoptr (DhGround) ground = dh_hill_ground_new (dh_hill_find (minima[i].id), NULL);

      assert_near (minima[i].id, get_value (ground, minima[i].x, minima[i].y), 0,
                   minima[i].tolerance);
    }
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (DhGround) ground = dh_hill_ground_new (dh_hill_find (places[i].id), NULL);

      assert_near (places[i].id, get_value (ground, places[i].x, places[i].y), places[i].value,
                   1e-13);
    }
}

/* The ground is defined at each start and in each corner of the map. */
static void
test_hill_fields (void)
{
  guint n_hills;
  const DhHill *const *hills = dh_hills_get (&n_hills);

  for (guint i = 0; i < n_hills; i++)
    {
      const DhHill *hill = hills[i];
      g_autoptr (DhGround) ground = dh_hill_ground_new (hill, NULL);

      g_assert_cmpuint (ground->n_dimensions, ==, 2);
      g_assert_cmpfloat (ground->learning_rate, >, 0);
      g_assert_true (isfinite (dh_ground_get_value (ground, ground->minimum, NULL)));
      g_assert_true (isfinite (dh_ground_get_value (ground, ground->maximum, NULL)));
      for (guint k = 0; k < 2; k++)
        {
          g_assert_cmpfloat (ground->start[k], >, ground->minimum[k]);
          g_assert_cmpfloat (ground->start[k], <, ground->maximum[k]);
          g_assert_cmpfloat (ground->scales[k], ==, 1);
        }
      for (guint k = 0; k < DH_HILL_MAX_PARAMETERS && hill->parameters[k].id != NULL; k++)
        {
          const DhSetting *parameter = &hill->parameters[k];

          g_assert_cmpfloat (parameter->minimum, <=, parameter->value);
          g_assert_cmpfloat (parameter->value, <=, parameter->maximum);
        }
    }
}

static void
test_parameters (void)
{
  const DhHill *hill = dh_hill_find ("rastrigin");
  g_autoptr (DhGround) smooth = dh_hill_ground_new (hill, (const double[]) { 0, 0 });

  g_assert_cmpfloat (get_value (smooth, 1.5, 2), ==, 1.5 * 1.5 + 4);
}

static void
test_fit (void)
{
  const DhFitPoint points[] = { { -0.5, 0 }, { 0.5, 1 }, { 0, 0.5 } };
  DhMix mse = { 1, { dh_mix_part_make ("mse") } };
  g_autoptr (DhGround) ground = dh_fit_ground_new (&mse, points, G_N_ELEMENTS (points));

  assert_near ("fit", get_value (ground, 1, 0.5), 0, 1e-15);
  assert_near ("fit", get_value (ground, 0, 0), 1.25 / 3, 1e-15);
}

static void
test_typed (void)
{
  g_autoptr (DhGround) pole = dh_typed_ground_new (" 1/x + y^2 ", NULL, NULL);
  g_autoptr (DhGround) half = dh_typed_ground_new ("log(x) + sqrt(y)", NULL, NULL);
  g_autoptr (DhGround) point = dh_typed_ground_new ("x^2 + 3y^2", NULL, NULL);

  g_assert_nonnull (pole);
  g_assert_cmpstr (pole->name, ==, "1/x + y^2");
  g_assert_false (isfinite (get_value (pole, 0, 1)));
  g_assert_true (isfinite (dh_ground_get_value (pole, pole->start, NULL)));
  g_assert_nonnull (half);
  g_assert_cmpfloat (half->start[0], >, 0);
  g_assert_cmpfloat (half->start[1], >, 0);
  g_assert_false (isfinite (get_value (half, -1, 1)));
  check_everywhere (point);
}

/* Plain descent at the ground's default rate goes down, whatever the function's scale. */
static void
test_typed_rates (void)
{
  static const char *const texts[] = {
    "x^2 + y^2",
    "1e6(x^2 + 3y^2)",
    "1e-6(x - 1)^2 + 1e-6y^4",
    "abs(x) + abs(y)",
    "exp(x) + y^2",
    "100(y - x^2)^2 + (1 - x)^2",
    "sin(3x) + cos(2y)",
    "tanh(x y)",
    "x^20",
    "e^(2x^2 + 2y^2)",
    "1e8x^2",
    "1e307x^2",
    "1e300(x^2 + y^2)",
    "1e-300(x^2 + y^2)",
    "abs(x) + abs(y)*1e300",
    "x^300",
    "1e305x + y^2",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DhGround) ground = dh_typed_ground_new (texts[i], NULL, NULL);
      double at[2] = { ground->start[0], ground->start[1] };
      double before = dh_ground_get_value (ground, at, NULL), after;

      for (guint k = 0; k < 30; k++)
        {
          DhJet jet = dh_ground_get_slope (ground, at, NULL);

          at[0] -= ground->learning_rate * jet.x;
          at[1] -= ground->learning_rate * jet.y;
        }
      after = dh_ground_get_value (ground, at, NULL);
      g_test_message ("%s: %g to %g at rate %g", texts[i], before, after, ground->learning_rate);
      g_assert_cmpfloat (after, <, before);
    }
}

/* A rate is a number above 0 with two digits, even if no rate would be useful. */
static void
test_extreme_rates (void)
{
  static const char *const texts[] = {
    "1e-320x",     "1e-310x^2",  "1e-305(x + y)",    "1e307x", "4e307x", "1e306(x^2 + y^2)",
    "exp(exp(x))", "exp(50x^2)", "1e-300x + 1e300y", "3",      "x - x",  "1e-320",
    "1e308",
  };
  static const double rounded[][2] = {
    { 0.3, 0.3 },
    { 0.299, 0.29 },
    { 1, 1 },
    { 1234, 1200 },
    { 9.99e-5, 9.9e-5 },
    { 0.07, 0.07 },
    { 0, DH_GROUND_LEAST_RATE },
    { 1e-320, DH_GROUND_LEAST_RATE },
    { 1e308, 1e307 },
    { INFINITY, 1e307 },
    { 5.67e-308, 5.6e-308 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (DhGround) ground = dh_typed_ground_new (texts[i], NULL, NULL);

      g_assert_nonnull (ground);
      g_test_message ("%s: %g", texts[i], ground->learning_rate);
      g_assert_cmpfloat (ground->learning_rate, >=, DH_GROUND_LEAST_RATE);
      g_assert_cmpfloat (ground->learning_rate, <=, DH_GROUND_HIGHEST_RATE);
      g_assert_cmpfloat (dh_ground_find_boldest_rate (ground), >=, ground->learning_rate);
      g_assert_cmpfloat (dh_ground_find_boldest_rate (ground), <=, DH_GROUND_HIGHEST_RATE);
    }
  /* The start is on the peak, except for rounding. */
  {
    g_autoptr (DhGround) peak = dh_typed_ground_new ("-((x + 2.4)^2 + (y - 1.6)^2)", NULL, NULL);

    g_assert_cmpfloat (peak->learning_rate, ==, 0.25);
  }
  for (guint i = 0; i < G_N_ELEMENTS (rounded); i++)
    g_assert_cmpfloat (dh_ground_round_rate (rounded[i][0]), ==, rounded[i][1]);
}

static void
test_typed_mistakes (void)
{
  static const struct
  {
    const char *text;
    gsize start, length;
    const char *word;
  } cases[] = {
    { "log(-1 - x^2)", 0, 13, "finite" },
    { "x/(y - y)", 0, 9, "finite" },
    { "exp(1000 + x^2)", 0, 15, "finite" },
    { "x + z", 4, 1, "“z”" },
    { "", 0, 0, "missing" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      DhTextSpan fault = { 99, 99 };

      g_assert_null (dh_typed_ground_new (cases[i].text, &fault, &error));
      g_assert_error (error, DH_ERROR, DH_ERROR_VALUE);
      g_assert_nonnull (strstr (error->message, cases[i].word));
      g_assert_cmpuint (fault.start, ==, cases[i].start);
      g_assert_cmpuint (fault.length, ==, cases[i].length);
    }
}

static void
test_curvature (void)
{
  DhJet jet = { .xx = 2, .xy = 1, .yy = 2 };
  g_autoptr (DhGround) ground = dh_hill_ground_new (dh_hill_find ("rosenbrock"), NULL);
  double values[3];

  g_assert_cmpfloat (dh_jet_get_largest_curvature (&jet), ==, 3);
  g_assert_cmpfloat (dh_jet_get_smallest_curvature (&jet), ==, 1);
  jet = dh_ground_get_jet (ground, (const double[2]) { 1, 1 }, NULL);
  assert_near ("rosenbrock", dh_jet_get_largest_curvature (&jet), 1001.6006392337, 1e-10);
  dh_ground_get_row (ground, 3, (const double[3]) { -1.2, 0, 1 }, 1, NULL, values);
  assert_near ("row", values[0], 24.2, 1e-13);
  assert_near ("row", values[2], 0, 1e-13);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ground/hill-derivatives", test_hill_derivatives);
  g_test_add_func ("/ground/loss-derivatives", test_loss_derivatives);
  g_test_add_func ("/ground/profiles", test_profiles);
  g_test_add_func ("/ground/curvatures", test_curvatures);
  g_test_add_func ("/ground/textbook", test_textbook);
  g_test_add_func ("/ground/hill-fields", test_hill_fields);
  g_test_add_func ("/ground/parameters", test_parameters);
  g_test_add_func ("/ground/fit", test_fit);
  g_test_add_func ("/ground/typed", test_typed);
  g_test_add_func ("/ground/typed-rates", test_typed_rates);
  g_test_add_func ("/ground/extreme-rates", test_extreme_rates);
  g_test_add_func ("/ground/typed-mistakes", test_typed_mistakes);
  g_test_add_func ("/ground/curvature", test_curvature);
  return g_test_run ();
}
