/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Distorted pictures: each slider has its effect, by the right amount, reproducibly, and nothing
 * leaves [0, 1].  The ranks that maps are scaled by are checked against sorting.
 */
#include "core/base/random.h"
#include "core/base/select.h"
#include "core/compare/distort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define W 40
#define H 32
#define N (3 * W * H)

static void
fill (float *planes)
{
  DhRandom random;

  dh_random_init (&random, 1, 2);
  for (int i = 0; i < N; i++)
    planes[i] = (float) dh_random_uniform (&random, .3, .6);
}

static void
apply (const DhDistortion *distortion, const float *from, float *to)
{
  g_autoptr (DhDistorter) distorter = dh_distorter_new (W, H);

  dh_distorter_apply (distorter, distortion, from, to);
  for (int i = 0; i < N; i++)
    g_assert_true (to[i] >= 0 && to[i] <= 1);
}

static void
test_nothing (void)
{
  float from[N], to[N];

  fill (from);
  apply (&(DhDistortion) { 0 }, from, to);
  for (int i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (to[i], from[i], 1e-6);
}

static void
test_shift (void)
{
  float from[N], whole[N], part[N];

  fill (from);
  apply (&(DhDistortion) { .shift = 3 }, from, whole);
  apply (&(DhDistortion) { .shift = 2.25 }, from, part);
  for (int y = 0; y < 3 * H; y++)
    for (int x = 0; x < W; x++)
      {
        const float *row = from + y * W;
        float near = row[MAX (x - 2, 0)], far = row[MAX (x - 3, 0)];

        g_assert_cmpfloat_with_epsilon (whole[y * W + x], far, 1e-6);
        g_assert_cmpfloat_with_epsilon (part[y * W + x], .75 * near + .25 * far, 1e-6);
      }
}

/* One bright pixel becomes a Gaussian of that width and keeps its total brightness. */
static void
test_blur (void)
{
  float from[N] = { 0 }, to[N];
  const double sigma = 2;
  double sum = 0, spread = 0;

  from[16 * W + 20] = 1;
  apply (&(DhDistortion) { .blur = sigma }, from, to);
  for (int y = 0; y < H; y++)
    for (int x = 0; x < W; x++)
      {
        sum += to[y * W + x];
        spread += to[y * W + x] * (x - 20) * (x - 20);
      }
  g_assert_cmpfloat_with_epsilon (sum, 1, 1e-3);
  g_assert_cmpfloat_with_epsilon (sqrt (spread), sigma, .05);
  g_assert_cmpfloat_with_epsilon (to[16 * W + 22] / to[16 * W + 20], exp (-.5), 1e-3);

  for (int i = 0; i < N; i++)
    from[i] = .25;
  apply (&(DhDistortion) { .blur = 6 }, from, to);
  for (int i = 0; i < N; i++)
    g_assert_cmpfloat_with_epsilon (to[i], .25, 1e-5);
}

/* Brightness adds the same number everywhere, to the last bit: differences between neighbours stay.
 * */
static void
test_brightness (void)
{
  float from[N], plain[N], light[N];

  fill (from);
  apply (&(DhDistortion) { 0 }, from, plain);
  apply (&(DhDistortion) { .brightness = .2123 }, from, light);
  g_assert_cmpfloat_with_epsilon (light[0] - plain[0], .2123, 1e-6);
  for (int i = 1; i < N; i++)
    g_assert_true (light[i] - plain[i] == light[0] - plain[0]);
  /* Just below the midpoint between two grid steps, where float rounding would decide. */
  apply (&(DhDistortion) { .brightness = 100000.49 / 1048576 }, from, light);
  for (int i = 1; i < N; i++)
    g_assert_true (light[i] - plain[i] == light[0] - plain[0]);
  apply (&(DhDistortion) { .brightness = -.5 }, from, light);
  g_assert_cmpfloat (light[0], ==, MAX (plain[0] - .5f, 0));
}

/* The noise pattern is the same at each strength, and its values are distributed like a Gaussian.
 * */
static void
test_noise (void)
{
  float from[N], plain[N], weak[N], strong[N];
  double squares = 0;

  fill (from);
  apply (&(DhDistortion) { 0 }, from, plain);
  apply (&(DhDistortion) { .noise = .02 }, from, weak);
  apply (&(DhDistortion) { .noise = .04 }, from, strong);
  for (int i = 0; i < N; i++)
    {
      squares += pow (weak[i] - plain[i], 2);
      g_assert_cmpfloat_with_epsilon (strong[i] - plain[i], 2 * (weak[i] - plain[i]), 4e-6);
    }
  g_assert_cmpfloat_with_epsilon (sqrt (squares / N), .02, .001);
}

/* A bright diagonal, as bright in total as its width says, and nothing elsewhere. */
static void
test_scratch (void)
{
  float from[N] = { 0 }, to[N];
  const double widths[] = { .5, 1, 3, 6 };

  for (gsize k = 0; k < G_N_ELEMENTS (widths); k++)
    {
      double sum = 0;

      apply (&(DhDistortion) { .scratch = widths[k] }, from, to);
      for (int i = 0; i < W * H; i++)
        sum += to[i];
      g_assert_cmpfloat_with_epsilon (sum / hypot (W, H), widths[k], .06 * widths[k] + .02);
      g_assert_cmpfloat (to[H / 2 * W + W / 2], >, MIN (widths[k], 1) * .4);
      g_assert_cmpfloat (to[2 * W + W - 3], ==, 0);
      g_assert_cmpmem (to, W * H * sizeof (float), to + W * H, W * H * sizeof (float));
    }
}

/* A larger share keeps the earlier pixels and adds others. */
static void
test_wild (void)
{
  float from[N], few[N], many[N];
  int n_few = 0, n_many = 0;

  fill (from);
  apply (&(DhDistortion) { .wild = .01 }, from, few);
  apply (&(DhDistortion) { .wild = .05 }, from, many);
  for (int i = 0; i < W * H; i++)
    {
      gboolean is_few = few[i] == 0 || few[i] == 1, is_many = many[i] == 0 || many[i] == 1;

      n_few += is_few;
      n_many += is_many;
      g_assert_true (!is_few || is_many);
      for (int c = 1; c < 3; c++)
        g_assert_true (is_many == (many[c * W * H + i] == 0 || many[c * W * H + i] == 1));
    }
  g_assert_cmpint (n_few, ==, 13);
  g_assert_cmpint (n_many, ==, 64);
}

static void
test_limits (void)
{
  const DhDistortion far = { 100, 100, -100, 100, 100, 100 };
  const DhDistortion none = { NAN, NAN, NAN, NAN, NAN, NAN };
  const DhDistortion zero = { 0 };
  DhDistortion clamped = dh_distortion_clamp (&far);
  float from[N], to[N], again[N];

  g_assert_cmpfloat (clamped.shift, ==, 16);
  g_assert_cmpfloat (clamped.brightness, ==, -.5);
  g_assert_cmpfloat (clamped.wild, ==, .05);
  fill (from);
  apply (&clamped, from, to);
  apply (&clamped, from, again);
  g_assert_cmpmem (to, sizeof to, again, sizeof again);
  clamped = dh_distortion_clamp (&none);
  g_assert_true (dh_distortion_equal (&clamped, &zero));
  g_assert_false (dh_distortion_equal (&far, &zero));
}

static void
test_tiny (void)
{
  const int sizes[][2] = { { 1, 1 }, { 1, 7 }, { 5, 1 } };

  for (gsize k = 0; k < G_N_ELEMENTS (sizes); k++)
    {
      g_autoptr (DhDistorter) distorter = dh_distorter_new (sizes[k][0], sizes[k][1]);
      const DhDistortion all = { 16, 6, .1, .3, 6, .05 };
      float from[21] = { 0 }, to[21];

      dh_distorter_apply (distorter, &all, from, to);
      for (int i = 0; i < 3 * sizes[k][0] * sizes[k][1]; i++)
        g_assert_true (to[i] >= 0 && to[i] <= 1);
    }
}

static int
compare_floats (const void *a, const void *b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

static void
test_select (void)
{
  DhRandom random;

  dh_random_init (&random, 5, 5);
  for (guint n = 1; n < 200; n += 1 + n / 8)
    {
      g_autofree float *values = g_new (float, n), *sorted = g_new (float, n);

      for (guint i = 0; i < n; i++)
        values[i] = (float) dh_random_below (&random, 1 + n / 2);
      memcpy (sorted, values, n * sizeof (float));
      qsort (sorted, n, sizeof (float), compare_floats);
      for (guint rank = 0; rank < n; rank++)
        g_assert_cmpfloat (dh_select_rank (values, n, rank), ==, sorted[rank]);
      values[n / 2] = NAN;
      dh_select_rank (values, n, n / 2);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/distort/nothing", test_nothing);
  g_test_add_func ("/distort/shift", test_shift);
  g_test_add_func ("/distort/blur", test_blur);
  g_test_add_func ("/distort/brightness", test_brightness);
  g_test_add_func ("/distort/noise", test_noise);
  g_test_add_func ("/distort/scratch", test_scratch);
  g_test_add_func ("/distort/wild", test_wild);
  g_test_add_func ("/distort/limits", test_limits);
  g_test_add_func ("/distort/tiny", test_tiny);
  g_test_add_func ("/select/rank", test_select);
  return g_test_run ();
}
