/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every line of the table of losses has to keep: words for people, a gradient that agrees
 * with central differences at every size down to one pixel, the same number with and without a
 * gradient, NaN in – NaN out, a mean that a doubled batch doesn't change, no write beyond what
 * was promised.
 */
#include "tests/core/loss-pairs.h"

#include "core/base/random.h"

#include <math.h>
#include <string.h>

/* One pixel, less than a window, windows that just fit, leftovers, several channels and
 * pictures. */
static const DhShape shapes[] = {
  { 1, 1, 1, 1 }, { 2, 3, 1, 1 }, { 1, 3, 2, 2 }, { 1, 1, 1, 9 }, { 1, 3, 7, 2 }, { 2, 3, 5, 4 },
  { 1, 2, 10, 12 }, { 1, 3, 11, 11 }, { 2, 3, 13, 17 }, { 1, 3, 24, 30 },
};

static const DhLoss * const *
get_losses (guint *n_losses)
{
  return dh_losses_get (n_losses);
}

/* Random pictures; no pixel lies so near to d = 0 that a difference would step over MAE's
 * corner. */
static LossPair *
make_random_pair (DhShape shape, guint64 seed)
{
  LossPair *pair = loss_pair_new (shape);
  DhRandom random;

  dh_random_init (&random, seed, 0);
  for (gsize i = 0; i < pair->size; i++)
    {
      double d = dh_random_uniform (&random, 0.01, 0.3) * (dh_random_below (&random, 2) ? 1 : -1);

      pair->target[i] = (float) dh_random_uniform (&random, 0.3, 0.7);
      pair->prediction[i] = (float) (pair->target[i] + d);
    }
  return pair;
}

static void
test_table (void)
{
  const char *order[] = {
    "mse", "mae", "smooth", "huber", "logcosh", "ssim", "ssim_block", "pixel_grad_diff",
    "pixel_grad_diff_2020",
  };
  guint n_losses;
  const DhLoss * const *losses = get_losses (&n_losses);

  g_assert_cmpuint (n_losses, ==, G_N_ELEMENTS (order));
  for (guint i = 0; i < n_losses; i++)
    {
      const char *words[] = {
        losses[i]->name, losses[i]->symbol, losses[i]->formula, losses[i]->summary,
        losses[i]->good_for, losses[i]->bad_for, losses[i]->source,
      };

      g_assert_cmpstr (losses[i]->id, ==, order[i]);
      g_assert_true (dh_loss_find (order[i]) == losses[i]);
      for (guint k = 0; k < G_N_ELEMENTS (words); k++)
        {
          g_assert_nonnull (words[k]);
          g_assert_cmpstr (words[k], !=, "");
          g_assert_true (g_utf8_validate (words[k], -1, NULL));
        }
    }
  g_assert_null (dh_loss_find ("MSE"));
  g_assert_null (dh_loss_find (""));
  g_assert_null (dh_loss_find (NULL));
}

static void
test_settings (void)
{
  guint n_losses;
  const DhLoss * const *losses = get_losses (&n_losses);
  double values[DH_LOSS_MAX_SETTINGS];

  for (guint i = 0; i < n_losses; i++)
    {
      dh_loss_get_defaults (losses[i], values);
      for (int k = 0; k < DH_LOSS_MAX_SETTINGS && losses[i]->settings[k].id != NULL; k++)
        {
          const DhLossSetting *setting = &losses[i]->settings[k];

          g_assert_cmpfloat (values[k], ==, setting->value);
          g_assert_cmpfloat (setting->minimum, <, setting->value);
          g_assert_cmpfloat (setting->maximum, >, setting->value);
          g_assert_nonnull (setting->name);
        }
    }
  dh_loss_get_defaults (dh_loss_find ("huber"), values);
  g_assert_cmpfloat (values[0], ==, 0.05);
  dh_loss_get_defaults (dh_loss_find ("logcosh"), values);
  g_assert_cmpfloat (values[0], ==, 1);
  dh_loss_get_defaults (dh_loss_find ("smooth"), values);
  g_assert_cmpfloat (values[0], ==, 1.0 / 255);
}

/* (L(p + step) - L(p - step)) / 2, by the steps as they are after rounding to float; slope:
 * what the gradient says of the same. */
static double
take_central_difference (LossPair *pair, const DhLoss *loss, const float *direction, double epsilon,
                         const float *gradient, double *slope)
{
  g_autofree float *original = g_memdup2 (pair->prediction, pair->size * sizeof (float));
  double sums[2];

  *slope = 0;
  for (int side = 0; side < 2; side++)
    {
      for (gsize i = 0; i < pair->size; i++)
        {
          pair->prediction[i] = (float) (original[i] + (side ? -epsilon : epsilon) * direction[i]);
          *slope += gradient[i] * (side ? -0.5 : 0.5) *
                    ((double) pair->prediction[i] - original[i]);
        }
      sums[side] = loss_pair_evaluate (pair, loss, NULL, FALSE);
    }
  memcpy (pair->prediction, original, pair->size * sizeof (float));
  return (sums[0] - sums[1]) / 2;
}

static void
check_direction (LossPair *pair, const DhLoss *loss, const float *direction, const float *gradient,
                 double norm)
{
  const double epsilon = 1e-3;
  double slope, difference;
  DhShape s = pair->shape;

  difference = take_central_difference (pair, loss, direction, epsilon, gradient, &slope);
  if (!(fabs (difference - slope) <= 2e-3 * norm * epsilon + 1e-10))
    g_error ("%s at %d,%d,%d,%d: difference %.6g, gradient %.6g (norm %.3g)", loss->id,
             s.n, s.c, s.h, s.w, difference / epsilon, slope / epsilon, norm);
}

/* Along three directions of random signs, along the gradient itself, and for single pixels. */
static void
check_gradient (const DhLoss *loss, DhShape shape)
{
  g_autoptr (LossPair) pair = make_random_pair (shape, 7);
  g_autofree float *direction = g_new0 (float, pair->size);
  g_autofree float *gradient = NULL;
  double norm = 0, largest = 1e-30;
  DhRandom random;

  loss_pair_evaluate (pair, loss, NULL, TRUE);
  gradient = g_memdup2 (pair->gradient, pair->size * sizeof (float));
  for (gsize i = 0; i < pair->size; i++)
    {
      norm += (double) gradient[i] * gradient[i];
      largest = fmax (largest, fabs (gradient[i]));
    }
  norm = sqrt (norm);
  dh_random_init (&random, 5, 0);
  for (int turn = 0; turn < 3; turn++)
    {
      for (gsize i = 0; i < pair->size; i++)
        direction[i] = dh_random_below (&random, 2) ? 1 : -1;
      check_direction (pair, loss, direction, gradient, norm);
    }
  for (gsize i = 0; i < pair->size; i++)
    direction[i] = (float) (gradient[i] / largest);
  check_direction (pair, loss, direction, gradient, norm);
  for (int turn = 0; turn < 8; turn++)
    {
      memset (direction, 0, pair->size * sizeof (float));
      direction[dh_random_below (&random, pair->size)] = 1;
      check_direction (pair, loss, direction, gradient, norm);
    }
}

static void
test_central_differences (void)
{
  guint n_losses;
  const DhLoss * const *losses = get_losses (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
      check_gradient (losses[i], shapes[k]);
}

/* Value alone, value with gradient, and both again are the same bytes; the scratch's content
 * doesn't matter. */
static void
test_repeats (void)
{
  guint n_losses;
  const DhLoss * const *losses = get_losses (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
      {
        g_autoptr (LossPair) pair = make_random_pair (shapes[k], 3);
        gsize scratch = dh_loss_get_scratch_size (losses[i], shapes[k]);
        double value = loss_pair_evaluate (pair, losses[i], NULL, TRUE);
        g_autofree float *gradient = g_memdup2 (pair->gradient, pair->size * sizeof (float));

        g_assert_true (isfinite (value) && value >= 0);
        memset (pair->scratch, 0xff, scratch * sizeof (float));
        memset (pair->gradient, 0xff, pair->size * sizeof (float));
        g_assert_cmpfloat (loss_pair_evaluate (pair, losses[i], NULL, FALSE), ==, value);
        memset (pair->scratch, 0xff, scratch * sizeof (float));
        g_assert_cmpfloat (loss_pair_evaluate (pair, losses[i], NULL, TRUE), ==, value);
        g_assert_cmpmem (gradient, pair->size * sizeof (float),
                         pair->gradient, pair->size * sizeof (float));
      }
}

/* Not a number beyond what was promised is touched. */
static void
test_bounds (void)
{
  enum { GUARD = 32 };
  guint n_losses;
  const DhLoss * const *losses = get_losses (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
      {
        g_autoptr (LossPair) pair = make_random_pair (shapes[k], 3);
        gsize n_scratch = dh_loss_get_scratch_size (losses[i], shapes[k]);
        g_autofree float *scratch = g_new (float, n_scratch + GUARD);
        g_autofree float *gradient = g_new (float, pair->size + GUARD);
        double settings[DH_LOSS_MAX_SETTINGS];

        for (int g = 0; g < GUARD; g++)
          scratch[n_scratch + g] = gradient[pair->size + g] = 42;
        dh_loss_get_defaults (losses[i], settings);
        dh_loss_evaluate (losses[i], settings, shapes[k], pair->target, pair->prediction,
                          gradient, scratch);
        for (int g = 0; g < GUARD; g++)
          g_assert_true (scratch[n_scratch + g] == 42 && gradient[pair->size + g] == 42);
      }
}

/* Equal pictures cost nothing and pull nowhere; the same batch twice costs the same. */
static void
test_means (void)
{
  guint n_losses;
  const DhLoss * const *losses = get_losses (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    {
      g_autoptr (LossPair) one = make_random_pair ((DhShape) { 1, 3, 14, 13 }, 9);
      g_autoptr (LossPair) two = loss_pair_new ((DhShape) { 2, 3, 14, 13 });

      for (gsize k = 0; k < two->size; k++)
        {
          two->target[k] = one->target[k % one->size];
          two->prediction[k] = one->prediction[k % one->size];
        }
      g_assert_cmpfloat_with_epsilon (loss_pair_evaluate (one, losses[i], NULL, TRUE) /
                                      loss_pair_evaluate (two, losses[i], NULL, TRUE), 1, 1e-7);
      for (gsize k = 0; k < two->size; k++)
        g_assert_cmpfloat_with_epsilon (two->gradient[k], one->gradient[k % one->size] / 2, 1e-6);

      memcpy (one->prediction, one->target, one->size * sizeof (float));
      g_assert_cmpfloat (loss_pair_evaluate (one, losses[i], NULL, TRUE), ==, 0);
      for (gsize k = 0; k < one->size; k++)
        g_assert_cmpfloat (one->gradient[k], ==, 0);
    }
}

/* A single bad number must show in the value, wherever a loss looks at all (the first pixel
 * belongs to no leftover); infinity must at least not look like a result. */
static void
test_not_finite (void)
{
  guint n_losses;
  const DhLoss * const *losses = get_losses (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
      {
        g_autoptr (LossPair) pair = make_random_pair (shapes[k], 3);

        pair->prediction[0] = NAN;
        g_assert_true (isnan (loss_pair_evaluate (pair, losses[i], NULL, TRUE)));
        g_assert_true (isnan (loss_pair_evaluate (pair, losses[i], NULL, FALSE)));
        pair->prediction[0] = -INFINITY;
        if (g_str_has_prefix (losses[i]->id, "pixel_grad_diff") && shapes[k].h * shapes[k].w == 1)
          continue; /* one pixel has no differences */
        g_assert_false (isfinite (loss_pair_evaluate (pair, losses[i], NULL, TRUE)));
      }
}

/* The curve that is shown of a loss is the loss that is trained with, and its slope is the
 * curve's. */
static void
test_profiles (void)
{
  guint n_losses, n_profiles = 0;
  const DhLoss * const *losses = get_losses (&n_losses);
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 1, 1, 1 });

  for (guint i = 0; i < n_losses; i++)
    {
      double settings[DH_LOSS_MAX_SETTINGS];

      if (losses[i]->profile == NULL)
        continue;
      n_profiles++;
      dh_loss_get_defaults (losses[i], settings);
      for (double d = -1; d <= 1; d += 0.0137)
        {
          double slope, ignored, value;
          double above = losses[i]->profile (settings, d + 1e-6, &ignored);
          double below = losses[i]->profile (settings, d - 1e-6, &ignored);

          value = losses[i]->profile (settings, (float) d, &slope);
          pair->target[0] = 0;
          pair->prediction[0] = (float) d;
          g_assert_cmpfloat_with_epsilon (loss_pair_evaluate (pair, losses[i], NULL, TRUE), value,
                                          1e-6 * value + 1e-12);
          g_assert_cmpfloat_with_epsilon (pair->gradient[0], slope, 1e-6 * fabs (slope));
          g_assert_cmpfloat_with_epsilon ((above - below) / 2e-6, slope, 1e-5);
        }
      g_assert_cmpfloat (losses[i]->profile (settings, 0, &settings[1]), ==, 0);
      g_assert_cmpfloat (settings[1], ==, 0);
    }
  g_assert_cmpuint (n_profiles, ==, 5);
}

/* The extremes of every setting give numbers, too. */
static void
test_setting_ranges (void)
{
  guint n_losses;
  const DhLoss * const *losses = get_losses (&n_losses);
  g_autoptr (LossPair) pair = make_random_pair ((DhShape) { 1, 3, 12, 12 }, 4);

  pair->prediction[0] = pair->target[0];
  pair->prediction[1] = 1;
  pair->target[1] = 0;
  for (guint i = 0; i < n_losses; i++)
    for (int k = 0; k < DH_LOSS_MAX_SETTINGS && losses[i]->settings[k].id != NULL; k++)
      for (int end = 0; end < 2; end++)
        {
          const DhLossSetting *setting = &losses[i]->settings[k];
          double settings[DH_LOSS_MAX_SETTINGS];

          dh_loss_get_defaults (losses[i], settings);
          settings[k] = end ? setting->maximum : setting->minimum;
          g_assert_true (isfinite (loss_pair_evaluate (pair, losses[i], settings, TRUE)));
          for (gsize p = 0; p < pair->size; p++)
            g_assert_true (isfinite (pair->gradient[p]));
        }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/losses/table", test_table);
  g_test_add_func ("/losses/settings", test_settings);
  g_test_add_func ("/losses/central-differences", test_central_differences);
  g_test_add_func ("/losses/repeats", test_repeats);
  g_test_add_func ("/losses/bounds", test_bounds);
  g_test_add_func ("/losses/means", test_means);
  g_test_add_func ("/losses/not-finite", test_not_finite);
  g_test_add_func ("/losses/profiles", test_profiles);
  g_test_add_func ("/losses/setting-ranges", test_setting_ranges);
  return g_test_run ();
}
