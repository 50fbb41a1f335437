/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The common metrics against a plain computation in double precision that follows the
 * published formulas word by word, with and without a mask, and against the reference numbers
 * of the loss `ssim`.
 */
#include "tests/core/loss/loss-pairs.h"

#include "core/base/random.h"
#include "core/loss/metric.h"

#include <json-glib/json-glib.h>
#include <math.h>

#define WINDOW 11

/* SSIM of one window whose upper left corner is (x, y), Wang et al. 2004, eq. 13, moments in
 * double. */
static double
get_plain_ssim (int size, int width, const float *t, const float *p, int x, int y)
{
  double weights[WINDOW][WINDOW], all = 0;
  double mt = 0, mp = 0, vt = 0, vp = 0, cov = 0;

  for (int i = 0; i < size; i++)
    for (int j = 0; j < size; j++)
      {
        int dy = i - size / 2, dx = j - size / 2;

        all += weights[i][j] = exp (-(dy * dy + dx * dx) / 4.5);
      }
  for (int i = 0; i < size; i++)
    for (int j = 0; j < size; j++)
      {
        mt += weights[i][j] / all * t[(y + i) * width + x + j];
        mp += weights[i][j] / all * p[(y + i) * width + x + j];
      }
  for (int i = 0; i < size; i++)
    for (int j = 0; j < size; j++)
      {
        double a = t[(y + i) * width + x + j] - mt, b = p[(y + i) * width + x + j] - mp;

        vt += weights[i][j] / all * a * a;
        vp += weights[i][j] / all * b * b;
        cov += weights[i][j] / all * a * b;
      }
  return (2 * mt * mp + 1e-4) * (2 * cov + 9e-4) / ((mt * mt + mp * mp + 1e-4) * (vt + vp + 9e-4));
}

/* One picture (C, H, W). */
static DhMeasure
measure_plainly (DhShape s, const float *target, const float *prediction, const float *mask)
{
  int size = MIN (MIN (s.h, s.w), WINDOW);
  double weight = 0, mae = 0, mse = 0, ssim = 0, ssim_weight = 0;

  size -= size % 2 == 0;
  for (int c = 0; c < s.c; c++)
    {
      const float *t = target + c * s.h * s.w, *p = prediction + c * s.h * s.w;

      for (int i = 0; i < s.h * s.w; i++)
        {
          double m = mask != NULL ? mask[i] : 1;

          weight += m;
          mae += m * fabs ((double) p[i] - t[i]);
          mse += m * ((double) p[i] - t[i]) * ((double) p[i] - t[i]);
        }
      for (int y = 0; y + size <= s.h; y++)
        for (int x = 0; x + size <= s.w; x++)
          {
            double m = mask != NULL ? mask[(y + size / 2) * s.w + x + size / 2] : 1;

            ssim_weight += m;
            ssim += m * get_plain_ssim (size, s.w, t, p, x, y);
          }
    }
  return (DhMeasure) { mae / weight, 10 * log10 (weight / mse), ssim / ssim_weight };
}

static DhMeasure
measure (const LossPair *pair, const float *mask)
{
  g_autofree float *scratch = g_new (float, dh_measure_get_scratch_size (pair->shape));
  DhMeasureSum sum = { 0 };

  dh_measure_add (&sum, pair->shape, pair->target, pair->prediction, mask, scratch);
  return dh_measure_mean (&sum);
}

static void
check_against_plain (DhShape shape, gboolean with_mask)
{
  g_autoptr (LossPair) pair = loss_pair_new (shape);
  gsize size = (gsize) shape.h * shape.w;
  g_autofree float *mask = g_new (float, size *shape.n);
  DhMeasure wanted = { 0 }, got;
  DhRandom random;

  dh_random_init (&random, 11, 0);
  for (gsize i = 0; i < size * shape.n; i++)
    mask[i] = dh_random_below (&random, 2) ? 0 : (float) dh_random_uniform (&random, 0, 1);
  for (int n = 0; n < shape.n; n++)
    mask[n * size + (shape.h / 2) * shape.w + shape.w / 2] = 1; /* the centre of some window */
  loss_pair_fill (pair, "smooth", 0);
  for (int n = 0; n < shape.n; n++)
    {
      DhMeasure one = measure_plainly (shape, pair->target + n * shape.c * size,
                                       pair->prediction + n * shape.c * size,
                                       with_mask ? mask + n * size : NULL);

      wanted.mae += one.mae / shape.n;
      wanted.psnr += one.psnr / shape.n;
      wanted.ssim += one.ssim / shape.n;
    }
  got = measure (pair, with_mask ? mask : NULL);
  g_assert_cmpfloat_with_epsilon (got.mae, wanted.mae, 1e-7);
  g_assert_cmpfloat_with_epsilon (got.psnr, wanted.psnr, 1e-5);
  g_assert_cmpfloat_with_epsilon (got.ssim, wanted.ssim, 1e-5);
}

static void
test_plain (void)
{
  const DhShape shapes[] = {
    { 2, 3, 24, 19 }, { 1, 1, 11, 11 }, { 1, 3, 6, 30 }, { 3, 2, 3, 3 }, { 1, 3, 1, 1 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (shapes); i++)
    for (int with_mask = 0; with_mask < 2; with_mask++)
      check_against_plain (shapes[i], with_mask);
}

static void
test_reference (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("DH_TEST_DATA"), "losses.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *cases;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  cases = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                        "cases");
  for (guint i = 0; i < json_array_get_length (cases); i++)
    {
      JsonObject *item = json_array_get_object_element (cases, i);
      JsonObject *losses = json_object_get_object_member (item, "losses");
      JsonObject *ssim = json_object_get_object_member (losses, "ssim");
      double loss = json_object_get_double_member (ssim, "value");
      double mae = json_object_get_double_member (json_object_get_object_member (losses, "mae"),
                                                  "value");
      DhShape shape = {
        json_object_get_int_member (item, "n"),
        json_object_get_int_member (item, "c"),
        json_object_get_int_member (item, "h"),
        json_object_get_int_member (item, "w"),
      };
      g_autoptr (LossPair) pair = loss_pair_new (shape);
      g_autofree float *mask = g_new (float, pair->size);
      DhMeasure bare, masked;

      for (gsize k = 0; k < pair->size; k++)
        mask[k] = 1;
      loss_pair_fill (pair, json_object_get_string_member (item, "images"),
                      json_object_get_double_member (item, "phase"));
      bare = measure (pair, NULL);
      masked = measure (pair, mask);
      g_assert_cmpfloat_with_epsilon (bare.ssim, 1 - 2 * loss, 2e-6);
      g_assert_cmpfloat_with_epsilon (bare.mae, mae, 1e-6);
      g_assert_cmpfloat (bare.mae, ==, masked.mae);
      g_assert_cmpfloat (bare.psnr, ==, masked.psnr);
      g_assert_cmpfloat (bare.ssim, ==, masked.ssim);
    }
}

/* Pixels outside the mask don't count for MAE and PSNR. */
static void
test_mask (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 3, 20, 20 });
  g_autofree float *mask = g_new0 (float, 400);
  DhMeasure one, other;

  for (int y = 8; y < 12; y++)
    for (int x = 8; x < 12; x++)
      mask[20 * y + x] = 1;
  loss_pair_fill (pair, "smooth", 0);
  one = measure (pair, mask);
  pair->prediction[0] = 0.9f;
  pair->prediction[399] = 0.1f;
  other = measure (pair, mask);
  g_assert_cmpfloat (one.mae, ==, other.mae);
  g_assert_cmpfloat (one.psnr, ==, other.psnr);
  g_assert_cmpfloat (one.mae, !=, measure (pair, NULL).mae);
}

/* An empty mask adds no picture; a mask only at the border still has an SSIM. */
static void
test_mask_without_centre (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 2, 3, 16, 16 });
  g_autofree float *mask = g_new0 (float, 2 * 256);
  g_autofree float *scratch = g_new (float, dh_measure_get_scratch_size (pair->shape));
  DhMeasureSum sum = { 0 };

  loss_pair_fill (pair, "smooth", 0);
  mask[256] = 1;
  dh_measure_add (&sum, pair->shape, pair->target, pair->prediction, mask, scratch);
  g_assert_cmpuint (sum.n, ==, 1);
  g_assert_true (isfinite (dh_measure_mean (&sum).ssim));
  g_assert_cmpfloat (dh_measure_mean (&sum).ssim, <, 1);
}

static void
test_extremes (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 3, 16, 16 });
  DhMeasureSum none = { 0 };
  DhMeasure result = dh_measure_mean (&none);

  g_assert_true (isnan (result.mae) && isnan (result.psnr) && isnan (result.ssim));
  result = measure (pair, NULL);
  g_assert_cmpfloat (result.mae, ==, 0);
  g_assert_cmpfloat (result.psnr, ==, 99);
  g_assert_cmpfloat (result.ssim, ==, 1);
  pair->prediction[5] = NAN;
  result = measure (pair, NULL);
  g_assert_true (isnan (result.mae) && isnan (result.psnr) && isnan (result.ssim));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/metric/plain", test_plain);
  g_test_add_func ("/metric/reference", test_reference);
  g_test_add_func ("/metric/mask", test_mask);
  g_test_add_func ("/metric/mask-without-centre", test_mask_without_centre);
  g_test_add_func ("/metric/extremes", test_extremes);
  return g_test_run ();
}
