/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * MS-SSIM against a plain second implementation in double precision, that mirrors an odd last row
 * and column before it halves: sizes that are odd at one scale, at several and at all, and a
 * picture whose only error lies in the row that a program without mirroring drops.
 */
#include "tests/core/loss/loss-pairs.h"

#include "core/base/random.h"
#include "core/loss/gaussian-window.h"

#include <math.h>

typedef struct
{
  int width, height;
  double *values;
} Plane;

static Plane
plane_new (int width, int height)
{
  return (Plane) { width, height, g_new0 (double, (gsize) width *height) };
}

static double
read_mirrored (const Plane *plane, int x, int y)
{
  return plane->values[MIN (y, plane->height - 1) * plane->width + MIN (x, plane->width - 1)];
}

/* Takes ownership of the plane. */
static Plane
halve (Plane plane)
{
  Plane half = plane_new ((plane.width + 1) / 2, (plane.height + 1) / 2);

  for (int y = 0; y < half.height; y++)
    for (int x = 0; x < half.width; x++)
      for (int k = 0; k < 4; k++)
        half.values[y * half.width + x] += read_mirrored (&plane, 2 * x + k % 2, 2 * y + k / 2) / 4;
  g_free (plane.values);
  return half;
}

/* Means of l · cs and of cs over all windows that fit. */
static void
compare (const Plane *a, const Plane *b, double *ssim, double *cs)
{
  int size = dh_window_fit (11, a->width, a->height), n = 0;
  double weights[11], sum = 0;

  for (int k = 0; k < size; k++)
    sum += weights[k] = exp (-pow (k - size / 2, 2) / (2 * 1.5 * 1.5));
  *ssim = *cs = 0;
  for (int y = 0; y + size <= a->height; y++)
    for (int x = 0; x + size <= a->width; x++, n++)
      {
        double ma = 0, mb = 0, aa = 0, bb = 0, ab = 0, l, c;

        for (int k = 0; k < size * size; k++)
          {
            double w = weights[k / size] * weights[k % size] / sum / sum;
            double va = read_mirrored (a, x + k % size, y + k / size);
            double vb = read_mirrored (b, x + k % size, y + k / size);

            ma += w * va, mb += w * vb;
            aa += w * va * va, bb += w * vb * vb, ab += w * va * vb;
          }
        l = (2 * ma * mb + 1e-4) / (ma * ma + mb * mb + 1e-4);
        c = (2 * (ab - ma * mb) + 9e-4) / (aa - ma * ma + bb - mb * mb + 9e-4);
        *ssim += l * c;
        *cs += c;
      }
  *ssim /= n;
  *cs /= n;
}

static double
measure_plainly (const LossPair *pair)
{
  static const double exponents[] = { 0.0448, 0.2856, 0.3001, 0.2363, 0.1333 };
  const DhShape shape = pair->shape;
  const gsize size = (gsize) shape.w * shape.h, n = (gsize) shape.n * shape.c;
  double sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      Plane a = plane_new (shape.w, shape.h), b = plane_new (shape.w, shape.h);
      double product = 1;

      for (gsize k = 0; k < size; k++)
        {
          a.values[k] = pair->target[i * size + k];
          b.values[k] = pair->prediction[i * size + k];
        }
      for (int k = 0; k < 5; k++)
        {
          double ssim, cs;

          compare (&a, &b, &ssim, &cs);
          product *= pow (MAX (k < 4 ? cs : ssim, 0), exponents[k]);
          a = halve (a);
          b = halve (b);
        }
      sum += 1 - product;
      g_free (a.values);
      g_free (b.values);
    }
  return sum / n;
}

static void
test_values (void)
{
  static const DhShape shapes[] = {
    { 1, 3, 47, 33 }, { 1, 1, 17, 16 }, { 1, 1, 16, 17 }, { 2, 1, 31, 63 },
    { 1, 2, 18, 20 }, { 1, 1, 33, 41 }, { 1, 1, 64, 48 }, { 1, 1, 65, 16 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (LossPair) pair = loss_pair_new (shapes[i]);
      double value, wanted;

      loss_pair_fill_randomly (pair, 70 + i);
      value = loss_pair_evaluate (pair, dh_loss_find ("ms_ssim"), NULL, FALSE);
      wanted = measure_plainly (pair);
      g_test_message ("%d × %d: %.8f, %.8f", shapes[i].w, shapes[i].h, value, wanted);
      g_assert_cmpfloat_with_epsilon (value, wanted, 2e-6);
    }
}

/* The error of the last column has the same weight as that of the first: mirrored, not dropped. */
static void
test_last_column (void)
{
  g_autoptr (LossPair) pair = loss_pair_new ((DhShape) { 1, 1, 33, 33 });
  double values[2];

  for (int turn = 0; turn < 2; turn++)
    {
      for (int i = 0; i < 33 * 33; i++)
        {
          int x = turn == 0 ? i % 33 : 32 - i % 33;

          pair->target[i] = 0.4f + 0.2f * (x / 2 % 2) + 0.1f * (i / 33 / 2 % 2);
          pair->prediction[i] = pair->target[i] + (x == 32 ? 0.4f : 0);
        }
      values[turn] = loss_pair_evaluate (pair, dh_loss_find ("ms_ssim"), NULL, FALSE);
      g_assert_cmpfloat_with_epsilon (values[turn], measure_plainly (pair), 2e-6);
    }
  g_assert_cmpfloat (values[0], >, values[1] * 0.9);
}

/* (L (p + e) - L (p - e)) / 2e for single pixels, including the corners and edges that are
 * mirrored, and for all at once. */
static void
test_gradient (void)
{
  static const DhShape shapes[] = {
    { 1, 1, 17, 17 },
    { 1, 2, 47, 33 },
    { 1, 1, 19, 29 },
    { 1, 1, 16, 63 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (shapes); i++)
    {
      g_autoptr (LossPair) pair = loss_pair_new (shapes[i]);
      const gsize n = (gsize) shapes[i].w * shapes[i].h;
      const gsize places[] = { n - 1, n - 2, (gsize) shapes[i].w - 1, n - shapes[i].w, 0, n / 2 };
      g_autofree float *gradient = NULL;

      loss_pair_fill_randomly (pair, 80 + i);
      loss_pair_evaluate (pair, dh_loss_find ("ms_ssim"), NULL, TRUE);
      gradient = g_memdup2 (pair->gradient, pair->size * sizeof (float));
      for (guint k = 0; k < G_N_ELEMENTS (places); k++)
        {
          const double epsilon = 2e-3;
          float middle = pair->prediction[places[k]];
          double sides[2];

          for (int side = 0; side < 2; side++)
            {
              pair->prediction[places[k]] = middle + (float) (side == 0 ? epsilon : -epsilon);
              sides[side] = measure_plainly (pair);
            }
          pair->prediction[places[k]] = middle;
          g_assert_cmpfloat_with_epsilon ((sides[0] - sides[1]) / (2 * epsilon),
                                          gradient[places[k]],
                                          3e-6 + 2e-4 * fabs (gradient[places[k]]));
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ms-ssim/values", test_values);
  g_test_add_func ("/ms-ssim/last-column", test_last_column);
  g_test_add_func ("/ms-ssim/gradient", test_gradient);
  return g_test_run ();
}
