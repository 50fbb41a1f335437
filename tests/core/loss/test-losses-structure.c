/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The losses that look at more than single pixels, and the two odd ones: small and odd sizes,
 * pictures without any structure, settings, ties, and the figures that their cards state.
 *
 * A gradient is checked by central differences where the loss is smooth.  L-infinity and the
 * pyramid have corners everywhere; but they are convex and homogeneous of degree 1 in d.  For such a
 * loss a slope g is right exactly if g · d is the loss itself and the plane with that slope is
 * nowhere above the loss.
 */
#include "tests/core/loss/loss-pairs.h"

#include "core/base/random.h"
#include "core/loss/gaussian-window.h"

#include <math.h>
#include <string.h>

static const char *const ids[] = {
  "linf", "ssim", "ms_ssim", "gmsd", "laplacian_pyramid", "broken",
};

static const DhShape shapes[] = {
  { 1, 1, 1, 1 },   { 1, 3, 2, 3 },   { 2, 1, 1, 9 },   { 1, 2, 3, 3 },   { 2, 3, 5, 4 },
  { 1, 3, 15, 16 }, { 2, 3, 17, 16 }, { 1, 1, 16, 41 }, { 1, 3, 35, 33 },
};

static double
get_loss (LossPair *pair, const char *id, double setting)
{
  const double settings[DH_LOSS_MAX_SETTINGS] = { setting };

  return loss_pair_evaluate (pair, dh_loss_find (id), setting > 0 ? settings : NULL, TRUE);
}

static gboolean
has_meaning (const DhLoss *loss, DhShape shape)
{
  return MIN (shape.w, shape.h) >= loss->smallest_side;
}

/* (L (p + step) - L (p - step)) / 2; slope: the same according to the gradient. */
static double
take_difference (LossPair *pair, const char *id, double setting, const float *step, double *slope)
{
  g_autofree float *gradient = NULL, *middle = NULL;
  double sums[2];

  get_loss (pair, id, setting);
  gradient = g_memdup2 (pair->gradient, pair->size * sizeof (float));
  middle = g_memdup2 (pair->prediction, pair->size * sizeof (float));
  *slope = 0;
  for (int side = 0; side < 2; side++)
    {
      for (gsize i = 0; i < pair->size; i++)
        {
          pair->prediction[i] = side ? middle[i] - step[i] : middle[i] + step[i];
          *slope += (side ? -0.5 : 0.5) * gradient[i] * ((double) pair->prediction[i] - middle[i]);
        }
      sums[side] = get_loss (pair, id, setting);
    }
  memcpy (pair->prediction, middle, pair->size * sizeof (float));
  return (sums[0] - sums[1]) / 2;
}

static double
get_norm (const LossPair *pair)
{
  double squares = 0;

  for (gsize i = 0; i < pair->size; i++)
    squares += (double) pair->gradient[i] * pair->gradient[i];
  return sqrt (squares);
}

static void
check_smooth (const char *id, double setting, DhShape shape)
{
  const double epsilon = 1e-3;
  g_autoptr (LossPair) pair = loss_pair_new (shape);
  g_autofree float *step = g_new (float, pair->size);
  DhRandom random;

  if (!has_meaning (dh_loss_find (id), shape))
    return;
  loss_pair_fill_randomly (pair, 11);
  dh_random_init (&random, 12, 0);
  for (int turn = 0; turn < 12; turn++)
    {
      double slope, difference, norm;

      for (gsize i = 0; i < pair->size; i++)
        step[i] = turn < 3 ? (dh_random_below (&random, 2) ? epsilon : -epsilon) : 0;
      if (turn >= 3)
        step[dh_random_below (&random, pair->size)] = epsilon;
      difference = take_difference (pair, id, setting, step, &slope);
      norm = get_norm (pair);
      if (!(fabs (difference - slope) <= 2e-3 * norm * epsilon + 1e-10))
        g_error ("%s (%g) at %d,%d,%d,%d: difference %.6g, gradient %.6g (norm %.3g)", id, setting,
                 shape.n, shape.c, shape.h, shape.w, difference / epsilon, slope / epsilon, norm);
    }
}

static void
test_central_differences (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      check_smooth ("gmsd", 0, shapes[i]);
      for (int window = 3; window <= 11; window += 2)
        {
          check_smooth ("ssim", window, shapes[i]);
          check_smooth ("ms_ssim", window, shapes[i]);
        }
    }
}

/* L (q) >= L (p) + g · (q - p) for other pictures q near and far, and L (p) = g · d. */
static void
check_convex (const char *id, double setting, DhShape shape)
{
  g_autoptr (LossPair) pair = loss_pair_new (shape);
  g_autofree float *middle = NULL, *gradient = NULL;
  double value, product = 0;
  DhRandom random;

  loss_pair_fill_randomly (pair, 21);
  value = get_loss (pair, id, setting);
  middle = g_memdup2 (pair->prediction, pair->size * sizeof (float));
  gradient = g_memdup2 (pair->gradient, pair->size * sizeof (float));
  for (gsize i = 0; i < pair->size; i++)
    product += gradient[i] * ((double) middle[i] - pair->target[i]);
  g_assert_cmpfloat_with_epsilon (product, value, 2e-6 * value);
  dh_random_init (&random, 22, 0);
  for (int turn = 0; turn < 30; turn++)
    {
      double reach = pow (10, -turn % 4), plane = value;

      for (gsize i = 0; i < pair->size; i++)
        {
          if (turn % 2 == 0 || dh_random_below (&random, 8) == 0)
            pair->prediction[i] = (float) (middle[i] + dh_random_uniform (&random, -reach, reach));
          plane += gradient[i] * ((double) pair->prediction[i] - middle[i]);
        }
      g_assert_cmpfloat (get_loss (pair, id, setting), >=, plane - 3e-7);
    }
}

static void
test_convex (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      check_convex ("linf", 0, shapes[i]);
      for (int levels = 1; levels <= 8; levels++)
        check_convex ("laplacian_pyramid", levels, shapes[i]);
    }
}

/* The worst pixels of a channel share its gradient, each by its own sign. */
static void
test_ties (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 2, 2, 5, 7 });
  const gsize worst[] = { 3, 17, 34 };
  const float errors[] = { 0.5f, -0.5f, 0.5f };

  for (gsize i = 0; i < pair->size; i++)
    {
      pair->target[i] = 0.5f;
      pair->prediction[i] = 0.75f;
    }
  for (int k = 0; k < 3; k++)
    pair->prediction[worst[k]] = 0.5f + errors[k];
  g_assert_cmpfloat_with_epsilon (get_loss (pair, "linf", 0), (0.5 + 3 * 0.25) / 4, 1e-9);
  for (gsize i = 0; i < 35; i++)
    {
      double wanted = 0;

      for (int k = 0; k < 3; k++)
        wanted += i == worst[k] ? copysign (1.0 / 12, errors[k]) : 0;
      g_assert_cmpfloat_with_epsilon (pair->gradient[i], wanted, 1e-8);
    }
  for (gsize i = 35; i < pair->size; i++)
    g_assert_cmpfloat_with_epsilon (pair->gradient[i], 1.0 / (35 * 4), 1e-8);
}

static void
assert_flat (const LossPair *pair)
{
  for (gsize i = 0; i < pair->size; i++)
    g_assert_cmpfloat (pair->gradient[i], ==, 0);
}

static void
test_identical (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
      {
        g_autoptr (LossPair) pair = loss_pair_new (shapes[k]);

        if (!has_meaning (dh_loss_find (ids[i]), shapes[k]))
          continue;
        loss_pair_fill_randomly (pair, 31);
        memcpy (pair->prediction, pair->target, pair->size * sizeof (float));
        g_assert_cmpfloat (get_loss (pair, ids[i], 0), ==, g_str_equal (ids[i], "broken") ? 1 : 0);
        assert_flat (pair);
      }
}

/* The weight of the pyramid's last level, from how often a side can be halved. */
static double
get_rest_weight (DhShape shape, int levels)
{
  double weight = 1;

  for (int side = MIN (shape.w, shape.h); side >= 2 && levels > 0; side /= 2, levels--)
    weight /= 4;
  return weight;
}

static void
test_black_and_white (void)
{
  const double ssim = 1e-4 / (1 + 1e-4);

  for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
    {
      g_autoptr (LossPair) pair = loss_pair_new (shapes[k]);
      const double wanted[] = {
        1, (1 - ssim) / 2, 1 - pow (ssim, 0.1333), 0, get_rest_weight (shapes[k], 5), 0,
      };

      for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
        for (int white = 0; white < 2; white++)
          {
            if (!has_meaning (dh_loss_find (ids[i]), shapes[k]))
              continue;
            for (gsize p = 0; p < pair->size; p++)
              {
                pair->target[p] = 1 - white;
                pair->prediction[p] = white;
              }
            /* 1 minus nearly 1 keeps four digits of the last scale's .0001. */
            g_assert_cmpfloat_with_epsilon (get_loss (pair, ids[i], 0), wanted[i], 2e-5);
            for (gsize p = 0; p < pair->size; p++)
              g_assert_true (isfinite (pair->gradient[p]));
          }
    }
}

/* A picture against its negative: a negative cs has no real power, so the loss is 1, and flat. */
static void
test_negative (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 3, 32, 32 });

  loss_pair_fill_textured (pair);
  for (gsize i = 0; i < pair->size; i++)
    pair->prediction[i] = 1 - pair->target[i];
  g_assert_cmpfloat (get_loss (pair, "ms_ssim", 0), ==, 1);
  assert_flat (pair);
}

static void
test_too_small (void)
{
  const DhLoss *loss = dh_loss_find ("ms_ssim");

  for (guint k = 0; k < G_N_ELEMENTS (shapes); k++)
    {
      g_autoptr (LossPair) pair = loss_pair_new (shapes[k]);
      gboolean is_small = MIN (shapes[k].w, shapes[k].h) < 16;

      loss_pair_fill_randomly (pair, 41);
      memset (pair->gradient, 0xff, pair->size * sizeof (float));
      g_assert_true (isnan (get_loss (pair, "ms_ssim", 0)) == is_small);
      g_assert_true ((dh_loss_get_scratch_size (loss, shapes[k]) == 0) == is_small);
      if (is_small)
        assert_flat (pair);
    }
}

static double
weigh (const float *picture, int width, const double *weights, int size, const float *other)
{
  double sum = 0;

  for (int y = 0; y < size; y++)
    for (int x = 0; x < size; x++)
      sum += weights[y] * weights[x] * picture[y * width + x]
             * (other != NULL ? other[y * width + x] : 1.0);
  return sum;
}

/* SSIM as published, at one position. */
static double
get_plain_ssim (const float *t, const float *p, int width, const double *weights, int size)
{
  double u = weigh (t, width, weights, size, NULL), v = weigh (p, width, weights, size, NULL);
  double tt = weigh (t, width, weights, size, t) - u * u;
  double pp = weigh (p, width, weights, size, p) - v * v;
  double tp = weigh (t, width, weights, size, p) - u * v;

  return (2 * u * v + 1e-4) * (2 * tp + 9e-4) / ((u * u + v * v + 1e-4) * (tt + pp + 9e-4));
}

static double
get_plain_loss (const LossPair *pair, int size)
{
  double weights[DH_WINDOW_MAX_SIZE], total = 0, sum = 0, sigma = 1.5 * size / 11;
  int width = pair->shape.w, map_width = width - size + 1, map_height = pair->shape.h - size + 1;

  for (int k = 0; k < size; k++)
    total += weights[k] = exp (-(k - size / 2) * (k - size / 2) / (2 * sigma * sigma));
  for (int k = 0; k < size; k++)
    weights[k] /= total;
  for (int c = 0; c < pair->shape.c; c++)
    for (int y = 0; y < map_height; y++)
      for (int x = 0; x < map_width; x++)
        {
          gsize at = (c * pair->shape.h + y) * width + x;

          sum += (1
                  - get_plain_ssim (pair->target + at, pair->prediction + at, width, weights, size))
                 / 2;
        }
  return sum / (pair->shape.c * map_width * map_height);
}

static void
test_window (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 2, 19, 14 });

  loss_pair_fill_randomly (pair, 51);
  for (int size = 3; size <= 11; size += 2)
    g_assert_cmpfloat_with_epsilon (get_loss (pair, "ssim", size), get_plain_loss (pair, size),
                                    1e-6);
}

/* A uniform error passes every band, so all of it is in the residual. */
static void
test_levels (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 3, 32, 45 });

  for (gsize i = 0; i < pair->size; i++)
    {
      pair->target[i] = 0.25f;
      pair->prediction[i] = 0.75f;
    }
  for (int levels = 1; levels <= 8; levels++)
    {
      double weight = get_rest_weight (pair->shape, levels);

      g_assert_cmpfloat_with_epsilon (weight, pow (4, -MIN (levels, 5)), 1e-9);
      g_assert_cmpfloat_with_epsilon (get_loss (pair, "laplacian_pyramid", levels), 0.5 * weight,
                                      1e-7);
    }
}

typedef struct
{
  const char *id;
  double shift, blur;
} Said;

/* The cards' figures: a shift of .2 and a blur of 5 × 5. */
static void
test_cards (void)
{
  const Said said[] = {
    { "mse", 0.040, 0.002 },
    { "mae", 0.2, 0.032 },
    { "ms_ssim", 0.011, 0.035 },
    { "gmsd", 0, 0.035 },
    { "laplacian_pyramid", 0.0002, 0.032 },
  };
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 3, 48, 48 });

  loss_pair_fill_textured (pair);
  for (guint k = 0; k < G_N_ELEMENTS (said); k++)
    {
      for (gsize i = 0; i < pair->size; i++)
        pair->prediction[i] = pair->target[i] + 0.2f;
      g_assert_cmpfloat_with_epsilon (get_loss (pair, said[k].id, 0), said[k].shift,
                                      said[k].shift < 0.001 ? 5e-5 : 5e-4);
      loss_pair_blur (pair);
      g_assert_cmpfloat_with_epsilon (get_loss (pair, said[k].id, 0), said[k].blur, 6e-4);
    }
}

/* L-infinity's card: one extreme pixel per channel, and how few pixels get a gradient. */
static void
test_wild_pixel (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 3, 48, 48 });
  g_autoptr (LossPair) large = loss_pair_new ((DhShape) { 1, 3, 64, 64 });
  guint n_pulled = 0;

  loss_pair_fill_textured (pair);
  for (gsize i = 0; i < pair->size; i++)
    pair->prediction[i] = pair->target[i] + (i % (48 * 48) == 1000 ? 0.5f : 0.02f);
  g_assert_cmpfloat_with_epsilon (get_loss (pair, "linf", 0), 0.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (get_loss (pair, "mae", 0), 0.0202, 5e-5);
  loss_pair_fill_randomly (large, 61);
  get_loss (large, "linf", 0);
  for (gsize i = 0; i < large->size; i++)
    n_pulled += large->gradient[i] != 0;
  g_assert_cmpuint (large->size, ==, 12288);
  g_assert_cmpuint (n_pulled, ==, 3);
}

/* The broken loss is MAE with its sign reversed, plus one. */
static void
test_broken (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 2, 3, 9, 8 });
  g_autofree float *gradient = NULL;
  double mae;

  loss_pair_fill_randomly (pair, 71);
  mae = get_loss (pair, "mae", 0);
  gradient = g_memdup2 (pair->gradient, pair->size * sizeof (float));
  g_assert_cmpfloat_with_epsilon (get_loss (pair, "broken", 0), 1 - mae, 1e-7);
  for (gsize i = 0; i < pair->size; i++)
    g_assert_cmpfloat (pair->gradient[i], ==, -gradient[i]);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/losses/structure/central-differences", test_central_differences);
  g_test_add_func ("/losses/structure/convex", test_convex);
  g_test_add_func ("/losses/structure/ties", test_ties);
  g_test_add_func ("/losses/structure/identical", test_identical);
  g_test_add_func ("/losses/structure/black-and-white", test_black_and_white);
  g_test_add_func ("/losses/structure/negative", test_negative);
  g_test_add_func ("/losses/structure/too-small", test_too_small);
  g_test_add_func ("/losses/structure/window", test_window);
  g_test_add_func ("/losses/structure/levels", test_levels);
  g_test_add_func ("/losses/structure/cards", test_cards);
  g_test_add_func ("/losses/structure/wild-pixel", test_wild_pixel);
  g_test_add_func ("/losses/structure/broken", test_broken);
  return g_test_run ();
}
