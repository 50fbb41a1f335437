/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The requirements for every line of the table of losses: texts, a gradient that agrees with
 * central differences at every size down to one pixel, the same number with and without a gradient,
 * NaN in – NaN out, a mean that a doubled batch doesn't change, no write beyond what was promised.
 */
#include "tests/core/loss/loss-pairs.h"

#include "core/base/random.h"

#include <math.h>
#include <string.h>

/* One pixel, less than a window, windows that just fit, remainders, several channels and pictures.
 * */
static const DhShape shapes[] = {
  { 1, 1, 1, 1 },   { 2, 3, 1, 1 },   { 1, 3, 2, 2 },   { 1, 1, 1, 9 },
  { 1, 3, 1, 7 },   { 1, 3, 7, 2 },   { 2, 3, 5, 4 },   { 1, 2, 10, 12 },
  { 1, 3, 11, 11 }, { 2, 3, 13, 17 }, { 1, 3, 24, 30 },
};

static const DhLoss *const *
get_losses (guint *n_losses)
{
  return dh_losses_get (n_losses);
}

static gboolean
has_meaning (const DhLoss *loss, DhShape shape)
{
  return MIN (shape.h, shape.w) >= loss->smallest_side;
}

/* Random pictures.  No pixel is so close to d = 0 that a difference would step over MAE's corner,
 * and one in each channel is so clearly the worst that no step makes another one the worst. */
static LossPair *
make_random_pair (DhShape shape, guint64 seed)
{
  LossPair *pair = loss_pair_new (shape);
  DhRandom random;

  dh_random_init (&random, seed, 0);
  for (gsize i = 0; i < pair->size; i++)
    {
      double d = dh_random_uniform (&random, 0.01, 0.28) * (dh_random_below (&random, 2) ? 1 : -1);

      if (i % ((gsize) shape.h * shape.w) == 0)
        d = 0.3;
      pair->target[i] = (float) dh_random_uniform (&random, 0.3, 0.7);
      pair->prediction[i] = (float) (pair->target[i] + d);
    }
  return pair;
}

static void
test_table (void)
{
  guint n_losses;
  const DhLoss *const *losses = get_losses (&n_losses);

  g_assert_cmpuint (n_losses, >, 0);
  for (guint i = 0; i < n_losses; i++)
    {
      const char *words[] = {
        losses[i]->name,     losses[i]->symbol,  losses[i]->formula,
        losses[i]->tex,      losses[i]->summary, losses[i]->measured,
        losses[i]->good_for, losses[i]->bad_for, losses[i]->source,
      };

      g_assert_true (dh_loss_find (losses[i]->id) == losses[i]);
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
  const DhLoss *const *losses = get_losses (&n_losses);
  double values[DH_LOSS_MAX_SETTINGS];

  for (guint i = 0; i < n_losses; i++)
    {
      dh_loss_get_defaults (losses[i], values);
      for (int k = 0; k < DH_LOSS_MAX_SETTINGS && losses[i]->settings[k].id != NULL; k++)
        {
          const DhSetting *setting = &losses[i]->settings[k];

          g_assert_cmpfloat (values[k], ==, setting->value);
          g_assert_cmpfloat (setting->minimum, <=, setting->value);
          g_assert_cmpfloat (setting->maximum, >=, setting->value);
          g_assert_cmpfloat (setting->maximum, >, setting->minimum);
          g_assert_cmpfloat (dh_setting_clamp (setting, setting->value), ==, setting->value);
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

/* (L(p + step) - L(p - step)) / 2, for the steps as rounded to float; slope: the same according to
 * the gradient. */
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
          *slope += gradient[i] * (side ? -0.5 : 0.5)
                    * ((double) pair->prediction[i] - original[i]);
        }
      sums[side] = loss_pair_evaluate (pair, loss, NULL, FALSE);
    }
  memcpy (pair->prediction, original, pair->size * sizeof (float));
  return (sums[0] - sums[1]) / 2;
}

/* A step that crosses the corner of an absolute value deep inside a loss is retried with a shorter
 * one.  ꟻLIP has a root there, for which no step is short enough: some pixel always has nearly
 * equal features. */
static void
check_direction (LossPair *pair, const DhLoss *loss, const float *direction, const float *gradient,
                 double norm)
{
  const double epsilons[] = { 1e-3, 3e-4, 1e-4 };
  const double rounding = 1e-7 * loss_pair_evaluate (pair, loss, NULL, FALSE) + 1e-10;
  double slack = g_str_equal (loss->id, "flip") ? 2e-2 : 2e-3, slope = 0, difference = 0;
  DhShape s = pair->shape;

  for (gsize i = 0; i < G_N_ELEMENTS (epsilons); i++)
    {
      difference = take_central_difference (pair, loss, direction, epsilons[i], gradient, &slope);
      if (fabs (difference - slope) <= slack * norm * epsilons[i] + rounding)
        return;
    }
  g_error ("%s at %d,%d,%d,%d: difference %.6g, gradient %.6g (norm %.3g)", loss->id, s.n, s.c, s.h,
           s.w, difference, slope, norm);
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

/* Calls check for every loss at every size for which the loss is defined. */
static void
for_all (void (*check) (const DhLoss *loss, DhShape shape))
{
  guint n_losses;
  const DhLoss *const *losses = get_losses (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
      if (has_meaning (losses[i], shapes[k]))
        check (losses[i], shapes[k]);
}

static void
check_but_frozen (const DhLoss *loss, DhShape shape)
{
  if (!g_str_equal (loss->id, "focal_frequency"))
    check_gradient (loss, shape);
}

/* Focal frequency's gradient treats the weights as constants, so it isn't the derivative of the
 * value: see test-focal-frequency.c. */
static void
test_central_differences (void)
{
  for_all (check_but_frozen);
}

static void
check_repeats (const DhLoss *loss, DhShape shape)
{
  g_autoptr (LossPair) pair = make_random_pair (shape, 3);
  gsize scratch = dh_loss_get_scratch_size (loss, shape);
  double value = loss_pair_evaluate (pair, loss, NULL, TRUE);
  g_autofree float *gradient = g_memdup2 (pair->gradient, pair->size * sizeof (float));

  g_assert_true (isfinite (value) && value >= 0);
  memset (pair->scratch, 0xff, scratch * sizeof (float));
  memset (pair->gradient, 0xff, pair->size * sizeof (float));
  g_assert_cmpfloat (loss_pair_evaluate (pair, loss, NULL, FALSE), ==, value);
  memset (pair->scratch, 0xff, scratch * sizeof (float));
  g_assert_cmpfloat (loss_pair_evaluate (pair, loss, NULL, TRUE), ==, value);
  g_assert_cmpmem (gradient, pair->size * sizeof (float), pair->gradient,
                   pair->size * sizeof (float));
}

/* The value alone, the value with the gradient, and a repetition of both give the same bytes; the
 * scratch's content doesn't matter. */
static void
test_repeats (void)
{
  for_all (check_repeats);
}

static void
check_bounds (const DhLoss *loss, DhShape shape)
{
  enum
  {
    GUARD = 32
  };
  g_autoptr (LossPair) pair = make_random_pair (shape, 3);
  gsize n_scratch = dh_loss_get_scratch_size (loss, shape);
  g_autofree float *scratch = g_new (float, n_scratch + GUARD);
  g_autofree float *gradient = g_new (float, pair->size + GUARD);
  double settings[DH_LOSS_MAX_SETTINGS];

  for (int g = 0; g < GUARD; g++)
    scratch[n_scratch + g] = gradient[pair->size + g] = 42;
  dh_loss_get_defaults (loss, settings);
  dh_loss_evaluate (loss, settings, shape, pair->target, pair->prediction, gradient, scratch);
  for (int g = 0; g < GUARD; g++)
    g_assert_true (scratch[n_scratch + g] == 42 && gradient[pair->size + g] == 42);
}

/* Nothing beyond the promised size is written. */
static void
test_bounds (void)
{
  for_all (check_bounds);
}

/* Below the smallest side there is no value and no gradient, and no scratch is needed. */
static void
test_too_small (void)
{
  guint n_losses, n_too_small = 0;
  const DhLoss *const *losses = get_losses (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
      {
        g_autoptr (LossPair) pair = make_random_pair (shapes[k], 3);

        if (has_meaning (losses[i], shapes[k]))
          continue;
        n_too_small++;
        g_assert_cmpuint (dh_loss_get_scratch_size (losses[i], shapes[k]), ==, 0);
        memset (pair->gradient, 0xff, pair->size * sizeof (float));
        g_assert_true (isnan (loss_pair_evaluate (pair, losses[i], NULL, TRUE)));
        for (gsize p = 0; p < pair->size; p++)
          g_assert_cmpfloat (pair->gradient[p], ==, 0);
      }
  g_assert_cmpuint (n_too_small, >, 0);
}

static void
check_mean (const DhLoss *loss)
{
  g_autoptr (LossPair) one = make_random_pair ((DhShape) { 1, 3, 18, 17 }, 9);
  g_autoptr (LossPair) two = loss_pair_new ((DhShape) { 2, 3, 18, 17 });
  double ratio;

  for (gsize k = 0; k < two->size; k++)
    {
      two->target[k] = one->target[k % one->size];
      two->prediction[k] = one->prediction[k % one->size];
    }
  ratio = loss_pair_evaluate (one, loss, NULL, TRUE) / loss_pair_evaluate (two, loss, NULL, TRUE);
  g_assert_cmpfloat_with_epsilon (ratio, 1, 2e-7);
  for (gsize k = 0; k < two->size; k++)
    g_assert_cmpfloat_with_epsilon (two->gradient[k], one->gradient[k % one->size] / 2, 1e-6);
}

/* A batch that holds the same pictures twice has the same loss. */
static void
test_means (void)
{
  guint n_losses;
  const DhLoss *const *losses = get_losses (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    check_mean (losses[i]);
}

static void
check_finite (LossPair *pair, const DhLoss *loss)
{
  double value = loss_pair_evaluate (pair, loss, NULL, TRUE);

  g_assert_true (isfinite (value) && value >= 0);
  for (gsize i = 0; i < pair->size; i++)
    g_assert_true (isfinite (pair->gradient[i]));
}

/* The loss is lowest for equal pictures; only the broken loss is highest there. */
static void
check_equal (LossPair *pair, const DhLoss *loss)
{
  double least = g_str_equal (loss->id, "broken") ? 1 : 0;

  memcpy (pair->prediction, pair->target, pair->size * sizeof (float));
  g_assert_cmpfloat (loss_pair_evaluate (pair, loss, NULL, TRUE), ==, least);
  for (gsize i = 0; i < pair->size; i++)
    g_assert_cmpfloat (pair->gradient[i], ==, 0);
}

/* Black, white, both as a checkerboard, and its negative. */
static void
fill_extreme (int kind, DhShape shape, float *picture)
{
  for (gsize i = 0; i < dh_shape_get_size (shape); i++)
    {
      gboolean is_odd = (i % shape.w + i / shape.w) % 2;

      picture[i] = kind < 2 ? kind : kind == 2 ? is_odd : !is_odd;
    }
}

static void
check_extremes (const DhLoss *loss, DhShape shape)
{
  g_autoptr (LossPair) random = make_random_pair (shape, 6);
  g_autoptr (LossPair) pair = loss_pair_new (shape);

  check_equal (random, loss);
  for (int t = 0; t < 4; t++)
    {
      fill_extreme (t, shape, pair->target);
      for (int p = 0; p < 4; p++)
        {
          fill_extreme (p, shape, pair->prediction);
          check_finite (pair, loss);
        }
      check_equal (pair, loss);
    }
}

/* Pictures of only 0 and 1, each against each, and equal pictures, whose loss and gradient are 0.
 * */
static void
test_extremes (void)
{
  for_all (check_extremes);
}

static void
check_not_finite (const DhLoss *loss, DhShape shape)
{
  g_autoptr (LossPair) pair = make_random_pair (shape, 3);

  pair->prediction[0] = NAN;
  g_assert_true (isnan (loss_pair_evaluate (pair, loss, NULL, TRUE)));
  g_assert_true (isnan (loss_pair_evaluate (pair, loss, NULL, FALSE)));
  pair->prediction[0] = -INFINITY;
  if (g_str_has_prefix (loss->id, "pixel_grad_diff") && shape.h * shape.w == 1)
    return; /* one pixel has no differences */
  g_assert_false (isfinite (loss_pair_evaluate (pair, loss, NULL, TRUE)));
}

/* A single NaN must show in the value, wherever the loss looks at all (the first pixel belongs to
 * no remainder); infinity must at least not look like a result. */
static void
test_not_finite (void)
{
  for_all (check_not_finite);
}

/* The curve shown for a loss is the loss that training uses, and its gradient is the slope of that
 * curve. */
static void
test_profiles (void)
{
  guint n_losses;
  const DhLoss *const *losses = get_losses (&n_losses);
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 1, 1, 1 });

  for (guint i = 0; i < n_losses; i++)
    {
      double settings[DH_LOSS_MAX_SETTINGS];

      /* A loss computed pixel by pixel is a function of the error, and has a curve to show. */
      g_assert_true ((losses[i]->profile != NULL) == (losses[i]->kernel != NULL));
      if (losses[i]->profile == NULL)
        continue;
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
      g_assert_cmpfloat (losses[i]->profile (settings, 0, &settings[1]), ==,
                         g_str_equal (losses[i]->id, "broken") ? 1 : 0);
      g_assert_cmpfloat (settings[1], ==, 0);
    }
}

/* The extremes of every setting give finite numbers, too. */
static void
test_setting_ranges (void)
{
  guint n_losses;
  const DhLoss *const *losses = get_losses (&n_losses);
  g_autoptr (LossPair) pair = make_random_pair ((DhShape) { 1, 3, 18, 18 }, 4);

  pair->prediction[0] = pair->target[0];
  pair->prediction[1] = 1;
  pair->target[1] = 0;
  for (guint i = 0; i < n_losses; i++)
    for (int k = 0; k < DH_LOSS_MAX_SETTINGS && losses[i]->settings[k].id != NULL; k++)
      for (int end = 0; end < 2; end++)
        {
          const DhSetting *setting = &losses[i]->settings[k];
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
  g_test_add_func ("/losses/too-small", test_too_small);
  g_test_add_func ("/losses/means", test_means);
  g_test_add_func ("/losses/extremes", test_extremes);
  g_test_add_func ("/losses/not-finite", test_not_finite);
  g_test_add_func ("/losses/profiles", test_profiles);
  g_test_add_func ("/losses/setting-ranges", test_setting_ranges);
  return g_test_run ();
}
