/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Loops compiled for vectors of several widths: every width that this processor has gives the
 * same bytes, for every loss and every ground of a face, and ONEDNN_MAX_CPU_ISA limits them.
 */
#include "core/base/random.h"
#include "core/base/vectors.h"
#include "core/landscape/face-ground.h"
#include "core/loss/metric.h"
#include "tests/core/loss/loss-pairs.h"

#include <math.h>
#include <string.h>

static void
test_limit (void)
{
  static const struct
  {
    const char *limit;
    DhVectors vectors;
  } expected[] = {
    { NULL, DH_VECTORS_AVX512 },      { "ALL", DH_VECTORS_AVX512 },
    { "DEFAULT", DH_VECTORS_AVX512 }, { "AVX512_CORE", DH_VECTORS_AVX512 },
    { "AVX2", DH_VECTORS_AVX2 },      { "avx2_vnni", DH_VECTORS_AVX2 },
    { "AVX", DH_VECTORS_PLAIN },      { "sse41", DH_VECTORS_PLAIN },
  };
  DhVectors widest = dh_vectors_limit (DH_VECTORS_AVX512);

  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (dh_vectors_parse (expected[i].limit), ==, expected[i].vectors);
  g_assert_cmpint (widest, <=, dh_vectors_parse (g_getenv ("ONEDNN_MAX_CPU_ISA")));
  g_assert_cmpint (dh_vectors_get (), ==, widest);
  for (DhVectors most = DH_VECTORS_PLAIN; most <= DH_VECTORS_AVX512; most++)
    {
      g_assert_cmpint (dh_vectors_limit (most), ==, MIN (most, widest));
      g_assert_cmpint (dh_vectors_get (), ==, MIN (most, widest));
    }
}

/* The three widths of one loop are compiled to three functions, not one. */
DH_VECTOR_CLONES (float, look_inside, (int n, const float *numbers), (n, numbers))
{
  float sum = 0.0f;

  for (int i = 0; i < n; i++)
    sum += numbers[i] * numbers[i];
  return sum;
}

static void
test_call (void)
{
  const float numbers[5] = { 1.0f, 2.0f, 3.0f, 4.0f, 5.0f };

  for (DhVectors most = DH_VECTORS_PLAIN; most <= DH_VECTORS_AVX512; most++)
    {
      dh_vectors_limit (most);
      g_assert_cmpfloat (look_inside (5, numbers), ==, 55.0f);
    }
  dh_vectors_limit (DH_VECTORS_AVX512);
}

/* NaN has many bit patterns, and any of them will do. */
static void
assert_same_numbers (const float *a, const float *b, gsize n, const char *of)
{
  for (gsize i = 0; i < n; i++)
    if (memcmp (&a[i], &b[i], sizeof (float)) != 0 && !(isnan (a[i]) && isnan (b[i])))
      g_error ("%s: number %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " is %.9g and %.9g", of, i, n,
               a[i], b[i]);
}

static void
assert_same_value (double a, double b, const char *of)
{
  if (memcmp (&a, &b, sizeof a) != 0 && !(isnan (a) && isnan (b)))
    g_error ("%s: %.17g and %.17g", of, a, b);
}

/* ---- losses ---- */

typedef void (*Spoil) (LossPair *pair);

static void
leave (LossPair *pair)
{
}

/* Noise over the whole range and beyond it. */
static void
spoil_noise (LossPair *pair)
{
  DhRandom random;

  dh_random_init (&random, 17, 0);
  for (gsize i = 0; i < pair->size; i++)
    pair->prediction[i] = (float) dh_random_uniform (&random, -0.25, 1.25);
}

static void
spoil_equal (LossPair *pair)
{
  memcpy (pair->prediction, pair->target, pair->size * sizeof (float));
}

/* Some pixels from a run that diverged. */
static void
spoil_wild (LossPair *pair)
{
  const float wild[] = { NAN, INFINITY, -INFINITY, 1e30f, -1e30f, 1e-42f, -0.0f };

  for (gsize i = 0; i < G_N_ELEMENTS (wild); i++)
    pair->prediction[(i + 1) * pair->size / 8] = wild[i];
}

/* Value and gradient with each width, compared with those of the narrowest; and the value alone. */
static void
check_loss (LossPair *pair, const DhLoss *loss, float *expected)
{
  double value, alone;

  dh_vectors_limit (DH_VECTORS_PLAIN);
  alone = loss_pair_evaluate (pair, loss, NULL, FALSE);
  value = loss_pair_evaluate (pair, loss, NULL, TRUE);
  memcpy (expected, pair->gradient, pair->size * sizeof (float));
  for (DhVectors most = DH_VECTORS_AVX2; most <= DH_VECTORS_AVX512; most++)
    {
      if (dh_vectors_limit (most) != most)
        continue;
      assert_same_value (loss_pair_evaluate (pair, loss, NULL, FALSE), alone, loss->id);
      assert_same_value (loss_pair_evaluate (pair, loss, NULL, TRUE), value, loss->id);
      assert_same_numbers (pair->gradient, expected, pair->size, loss->id);
    }
}

static void
test_losses (void)
{
  static const Spoil spoils[] = { leave, spoil_noise, spoil_equal, spoil_wild };
  static const DhShape shapes[] = {
    { 2, 3, 64, 64 }, { 1, 3, 37, 51 }, { 3, 3, 17, 16 }, { 1, 3, 3, 5 }
  };
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  for (guint s = 0; s < G_N_ELEMENTS (shapes); s++)
    for (guint k = 0; k < G_N_ELEMENTS (spoils); k++)
      {
        g_autoptr (LossPair) pair = loss_pair_new (shapes[s]);
        g_autofree float *expected = g_new (float, pair->size);

        loss_pair_fill (pair, s % 2 == 0 ? "saw" : "smooth", 0.3);
        spoils[k](pair);
        for (guint i = 0; i < n_losses; i++)
          check_loss (pair, losses[i], expected);
      }
  dh_vectors_limit (DH_VECTORS_AVX512);
}

static void
test_metrics (void)
{
  const DhShape shape = { 2, 3, 64, 64 };
  g_autoptr (LossPair) pair = loss_pair_new (shape);
  DhMeasureSum sums[3] = { { 0 } };
  float *scratch = dh_tensor_new (dh_measure_get_scratch_size (shape));

  loss_pair_fill (pair, "smooth", 0.1);
  for (int i = 0; i < 3; i++)
    {
      dh_vectors_limit (DH_VECTORS_PLAIN + i);
      dh_measure_add (&sums[i], shape, pair->target, pair->prediction, NULL, scratch);
      g_assert_cmpmem (&sums[i], sizeof sums[i], &sums[0], sizeof sums[0]);
    }
  dh_tensor_free (scratch);
  dh_vectors_limit (DH_VECTORS_AVX512);
}

/* ---- faces ---- */

#define SIZE 37

static float *
make_picture (double phase)
{
  float *planes = g_new (float, 3 * SIZE * SIZE);

  for (int i = 0; i < 3 * SIZE * SIZE; i++)
    planes[i] = (float) (0.5 + 0.4 * sin (0.11 * i + phase) * cos (0.013 * i));
  return planes;
}

/* Pictures, heights and slopes at some places, and heights along a row. */
static GArray *
compute_face (const DhGround *ground)
{
  GArray *numbers = g_array_new (FALSE, FALSE, sizeof (double));
  float *scratch = dh_tensor_new (ground->scratch_size);
  float rgb[3 * SIZE * SIZE];
  double row[5], values[5];

  for (int i = 0; i < 5; i++)
    {
      const double at[2] = {
        ground->minimum[0] + (0.1 + 0.2 * i) * (ground->maximum[0] - ground->minimum[0]),
        ground->minimum[1] + (0.85 - 0.17 * i) * (ground->maximum[1] - ground->minimum[1]),
      };
      DhJet jet = dh_ground_get_jet (ground, at, scratch);

      dh_face_ground_make_picture (ground, at, rgb);
      for (guint k = 0; k < G_N_ELEMENTS (rgb); k++)
        g_array_append_vals (numbers, &(double) { rgb[k] }, 1);
      g_array_append_vals (numbers, &jet, sizeof jet / sizeof (double));
      row[i] = at[0];
    }
  dh_ground_get_row (ground, 5, row, 0.4 * ground->maximum[1] + 0.1, scratch, values);
  g_array_append_vals (numbers, values, 5);
  dh_tensor_free (scratch);
  return numbers;
}

static void
test_faces (void)
{
  static const char *const losses[] = { "mse", "ssim", "flip" };
  g_autofree float *picture = make_picture (0.0), *partner = make_picture (1.3);
  guint n_dimensions;
  const DhFaceDimensions *const *dimensions = dh_face_dimensions_get (&n_dimensions);

  for (guint i = 0; i < n_dimensions * G_N_ELEMENTS (losses); i++)
    {
      const DhFaceDimensions *pair = dimensions[i / G_N_ELEMENTS (losses)];
      g_autoptr (GArray) expected = NULL;
      g_autoptr (DhGround) ground = NULL;
      DhMix mix;

      g_assert_true (dh_mix_parse (losses[i % G_N_ELEMENTS (losses)], &mix, NULL));
      for (DhVectors most = DH_VECTORS_PLAIN; most <= DH_VECTORS_AVX512; most++)
        {
          g_autoptr (GArray) numbers = NULL;

          dh_vectors_limit (most);
          g_clear_pointer (&ground, dh_ground_unref);
          ground = dh_face_ground_new (pair, &mix, SIZE, picture, partner);
          numbers = compute_face (ground);
          if (expected == NULL)
            expected = g_steal_pointer (&numbers);
          else
            g_assert_cmpmem (numbers->data, numbers->len * sizeof (double), expected->data,
                             expected->len * sizeof (double));
        }
    }
  dh_vectors_limit (DH_VECTORS_AVX512);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vectors/limit", test_limit);
  g_test_add_func ("/vectors/call", test_call);
  g_test_add_func ("/vectors/losses", test_losses);
  g_test_add_func ("/vectors/metrics", test_metrics);
  g_test_add_func ("/vectors/faces", test_faces);
  return g_test_run ();
}
