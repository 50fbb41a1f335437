/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The objective over outputs of several sizes: the sum of what each is worth at its own size, its
 * gradient that of its value, and every loss defined at the smallest size that a model can have.
 */
#include "core/base/random.h"
#include "core/loss/scales.h"

#include <math.h>
#include <string.h>

#define N_IMAGES 2
#define MOST     96
#define N_MOST   (N_IMAGES * 3 * MOST * MOST)
#define LEAST    (64 / 4) /* of the smallest model's smallest output */

typedef struct
{
  DhShape shape; /* of the largest */
  float *target, *predictions[DH_MAX_SCALES], *gradient;
  float *areas[DH_N_AREAS];
} Pictures;

static float *
make_numbers (guint64 stream, gsize n, double least)
{
  float *numbers = dh_tensor_new (n);
  DhRandom random;

  dh_random_init (&random, 6, stream);
  for (gsize i = 0; i < n; i++)
    numbers[i] = (float) MAX (dh_random_uniform (&random, least, .9), 0);
  return numbers;
}

static void
pictures_init (Pictures *self, int size)
{
  self->shape = (DhShape) { N_IMAGES, 3, size, size };
  self->target = make_numbers (1, N_MOST, .1);
  self->gradient = dh_tensor_new (2 * N_MOST);
  for (int i = 0; i < DH_MAX_SCALES; i++)
    self->predictions[i] = make_numbers (2 + i, N_MOST, .1);
  for (DhArea area = 0; area < DH_N_AREAS; area++)
    self->areas[area] = make_numbers (10 + area, N_MOST / 3, -.5);
}

static void
pictures_clear (Pictures *self)
{
  dh_tensor_free (self->target);
  dh_tensor_free (self->gradient);
  for (int i = 0; i < DH_MAX_SCALES; i++)
    dh_tensor_free (self->predictions[i]);
  for (DhArea area = 0; area < DH_N_AREAS; area++)
    dh_tensor_free (self->areas[area]);
}

static DhObjective
make_objective (const char *text)
{
  DhObjective objective;
  DhMix mix;

  g_assert_true (dh_mix_parse (text, &mix, NULL));
  dh_objective_init (&objective, &mix);
  objective.eye_multiplier = 3;
  return objective;
}

static double
evaluate (const Pictures *self, const DhObjective *objective, int n_scales, gboolean masked,
          float *gradient, DhPartSums *sums)
{
  float *scratch = dh_tensor_new (dh_scales_get_scratch_size (objective, self->shape, n_scales));
  const float *predictions[DH_MAX_SCALES];
  double value;

  for (int i = 0; i < n_scales; i++)
    predictions[i] = self->predictions[i];
  value = dh_scales_evaluate (objective, self->shape, n_scales, self->target, predictions,
                              masked ? self->areas : NULL, gradient, sums, scratch);
  dh_tensor_free (scratch);
  return value;
}

/* The mean of each square of so many pixels a side, pixel by pixel. */
static float *
make_smaller (const float *planes, gsize n_planes, int size, int factor)
{
  const int side = size / factor;
  float *smaller = dh_tensor_new (n_planes * side * side);

  for (gsize plane = 0; plane < n_planes; plane++)
    for (int y = 0; y < size; y++)
      for (int x = 0; x < size; x++)
        smaller[(plane * side + y / factor) * side + x / factor] +=
          planes[(plane * size + y) * size + x] / (factor * factor);
  return smaller;
}

/* One scale by itself. */
static double
evaluate_by_hand (const Pictures *self, const DhObjective *objective, int scale, gboolean masked,
                  float *gradient, DhPartSums *sums)
{
  const int size = self->shape.h, factor = 1 << scale;
  const DhShape shape = { N_IMAGES, 3, size / factor, size / factor };
  float *scratch = dh_tensor_new (dh_objective_get_scratch_size (objective, shape));
  float *target = make_smaller (self->target, 3 * N_IMAGES, size, factor);
  float *areas[DH_N_AREAS];
  double value;

  for (DhArea area = 0; area < DH_N_AREAS; area++)
    areas[area] = make_smaller (self->areas[area], N_IMAGES, size, factor);
  value = dh_objective_evaluate (objective, shape, target, self->predictions[scale],
                                 masked ? areas : NULL, gradient, sums, scratch);
  for (DhArea area = 0; area < DH_N_AREAS; area++)
    dh_tensor_free (areas[area]);
  dh_tensor_free (target);
  dh_tensor_free (scratch);
  return value;
}

static void
assert_near (double a, double b)
{
  g_assert_cmpfloat (fabs (a - b), <=, 1e-5 * fabs (b) + 1e-9);
}

static double
get_distance (const float *a, const float *b, gsize n)
{
  double difference = 0, length = 0;

  for (gsize i = 0; i < n; i++)
    {
      difference += (double) (a[i] - b[i]) * (a[i] - b[i]);
      length += (double) b[i] * b[i];
    }
  return sqrt (difference / MAX (length, 1e-30));
}

static void
check_sum (int size, const char *mix, gboolean masked)
{
  Pictures pictures;
  const DhObjective objective = make_objective (mix);
  DhPartSums sums, expected_sums = { 0 };
  double value, expected = 0;
  float *own = dh_tensor_new (N_MOST);
  const float *gradient;

  pictures_init (&pictures, size);
  gradient = pictures.gradient;
  value = evaluate (&pictures, &objective, 3, masked, pictures.gradient, &sums);
  for (int scale = 0; scale < 3; scale++)
    {
      const gsize n = (gsize) (3 * N_IMAGES * size * size) >> 2 * scale;
      DhPartSums part;

      expected += evaluate_by_hand (&pictures, &objective, scale, masked, own, &part);
      g_assert_cmpfloat (get_distance (gradient, own, n), <, 1e-3);
      gradient += n;
      for (guint i = 0; i < objective.n_parts; i++)
        {
          expected_sums.loss[i] += part.loss[i];
          expected_sums.length2[i] += part.length2[i];
        }
    }
  assert_near (value, expected);
  g_assert_cmpuint (gradient - pictures.gradient, ==, dh_scales_get_size (pictures.shape, 3));
  for (guint i = 0; i < objective.n_parts; i++)
    {
      assert_near (sums.loss[i], expected_sums.loss[i]);
      g_assert_cmpfloat (fabs (sums.length2[i] - expected_sums.length2[i]), <=,
                         1e-3 * expected_sums.length2[i]);
    }
  assert_near (evaluate (&pictures, &objective, 3, masked, NULL, NULL), value);
  dh_tensor_free (own);
  pictures_clear (&pictures);
}

/* Sides of 24 and 20 pixels are no powers of two; 16 is the smallest. */
static void
test_sum (void)
{
  for (int masked = 0; masked < 2; masked++)
    {
      check_sum (64, "mse", masked);
      check_sum (80, "ssim_block+50%mae", masked);
      check_sum (96, "ms_ssim+30%laplacian_pyramid+focal_frequency", masked);
    }
}

/* With one output nothing is another number than without scales. */
static void
test_single (void)
{
  Pictures pictures;
  const DhObjective objective = make_objective ("ssim+50%huber");
  float *expected = dh_tensor_new (N_MOST), *scratch;
  DhPartSums sums, expected_sums = { 0 };
  double value;

  pictures_init (&pictures, 64);
  scratch = dh_tensor_new (dh_objective_get_scratch_size (&objective, pictures.shape));
  g_assert_cmpuint (dh_scales_get_scratch_size (&objective, pictures.shape, 1), ==,
                    dh_objective_get_scratch_size (&objective, pictures.shape));
  value = dh_objective_evaluate (&objective, pictures.shape, pictures.target,
                                 pictures.predictions[0], pictures.areas, expected, &expected_sums,
                                 scratch);
  g_assert_cmpfloat (evaluate (&pictures, &objective, 1, TRUE, pictures.gradient, &sums), ==,
                     value);
  g_assert_cmpmem (pictures.gradient, dh_shape_get_size (pictures.shape) * sizeof (float), expected,
                   dh_shape_get_size (pictures.shape) * sizeof (float));
  g_assert_cmpmem (&sums, sizeof sums, &expected_sums, sizeof expected_sums);
  dh_tensor_free (expected);
  dh_tensor_free (scratch);
  pictures_clear (&pictures);
}

static double
get_largest (const float *numbers, gsize n)
{
  double largest = 0;

  for (gsize i = 0; i < n; i++)
    largest = MAX (largest, fabs (numbers[i]));
  return largest;
}

/* Along the gradient by one output, the others standing still; none changes by more than .002. */
static void
check_slope (Pictures *pictures, const DhObjective *objective, int scale, const float *gradient,
             gsize n)
{
  const double length = sqrt (dh_float_sum_squares (gradient, n));
  float *prediction = pictures->predictions[scale];
  g_autofree float *kept = g_memdup2 (prediction, n * sizeof (float));
  const double step = .002 / get_largest (gradient, n);
  double values[2];

  g_assert_cmpfloat (length, >, 0);
  for (int k = 0; k < 2; k++)
    {
      for (gsize i = 0; i < n; i++)
        prediction[i] = (float) (kept[i] + (k == 0 ? step : -step) * gradient[i]);
      values[k] = evaluate (pictures, objective, 3, TRUE, NULL, NULL);
    }
  memcpy (prediction, kept, n * sizeof (float));
  g_test_message ("scale %d: %g of 1", scale,
                  (values[0] - values[1]) / (2 * step * length * length));
  g_assert_cmpfloat (fabs ((values[0] - values[1]) / (2 * step * length * length) - 1), <, .1);
}

/* One that demonstrates a mistake, and one whose weights count as constants, have another gradient
 * than the slope of their value. */
static gboolean
has_true_gradient (const DhLoss *loss)
{
  return !loss->cautionary && !g_str_equal (loss->id, "focal_frequency");
}

/* Each loss at outputs of 64, 32 and 16 pixels. */
static void
test_losses (void)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  for (guint i = 0; i < n_losses; i++)
    {
      const DhObjective objective = make_objective (losses[i]->id);
      Pictures pictures;
      const float *gradient;

      g_test_message ("%s", losses[i]->id);
      g_assert_cmpint (losses[i]->smallest_side, <=, LEAST);
      pictures_init (&pictures, 4 * LEAST);
      gradient = pictures.gradient;
      g_assert_true (isfinite (evaluate (&pictures, &objective, 3, TRUE, pictures.gradient, NULL)));
      for (int scale = 0; scale < 3 && has_true_gradient (losses[i]); scale++)
        {
          const gsize n = dh_shape_get_size (pictures.shape) >> 2 * scale;

          check_slope (&pictures, &objective, scale, gradient, n);
          gradient += n;
        }
      pictures_clear (&pictures);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scales/sum", test_sum);
  g_test_add_func ("/scales/single", test_single);
  g_test_add_func ("/scales/losses", test_losses);
  return g_test_run ();
}
