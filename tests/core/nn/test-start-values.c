/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Start values against their definitions: ICNR by what a fresh upscale paints, convolution-aware by
 * the spectra of its kernels.
 */
#include "core/base/tensor.h"
#include "core/nn/model-text.h"
#include "tests/core/nn/reference.h"

#include <complex.h>
#include <math.h>
#include <string.h>

/* Small: kernels of 5 × 5, 3 × 3 and 1 × 1, more and fewer inputs than a kernel has taps. */
#define SMALL "size=64,encoder=2,decoder=2,dense=16,residual=1"

typedef struct
{
  DhParameterTable *table;
  float *values;
} Start;

static void
start_init (Start *self, const char *text, guint64 seed)
{
  const DhModel *model = dh_model_find (text);

  g_assert_nonnull (model);
  self->table = dh_parameter_table_new (model);
  self->values = dh_tensor_new (self->table->size);
  dh_parameters_init (self->table, seed, self->values);
}

static void
start_clear (Start *self)
{
  dh_parameter_table_free (self->table);
  dh_tensor_free (self->values);
}

static gboolean
is_weight (const DhParameter *item)
{
  return g_str_has_suffix (item->name, ".weight");
}

static gboolean
is_conv (const DhParameter *item)
{
  return is_weight (item) && strstr (item->name, "dense") == NULL;
}

/* "encoder.up.weight", "decoder_a.up2.weight": directly before a shuffle. */
static gboolean
is_upscale (const DhParameter *item)
{
  const char *up = strstr (item->name, ".up");

  return is_weight (item) && up != NULL && strchr (up + 3, '.') == strrchr (item->name, '.');
}

/* ---- ICNR ---- */

/* The largest difference between the four pixels of a square after convolution and shuffle. */
static double
get_grid (const DhParameter *item, const float *values)
{
  enum { SIDE = 4 };
  const int channels = item->dims[0] / 4;
  const DhReferenceConv conv = { 1, item->dims[1], SIDE, item->dims[0], SIDE, 3, 1, 1 };
  const gsize n = (gsize) item->dims[0] * SIDE * SIDE;
  g_autofree double *weights = dh_reference_widen (values + item->offset, item->size);
  g_autofree double *bias = g_new0 (double, item->dims[0]), *x = NULL;
  g_autofree double *y = g_new (double, n), *shuffled = g_new (double, n);
  double largest = 0;
  DhRandom random;
  float *input;

  dh_random_init (&random, 1, 1);
  input = dh_reference_new_random (&random, (gsize) item->dims[1] * SIDE * SIDE);
  x = dh_reference_widen (input, (gsize) item->dims[1] * SIDE * SIDE);
  dh_reference_conv_forward (&conv, x, weights, bias, y);
  dh_reference_shuffle (1, channels, SIDE, y, shuffled);
  for (int c = 0; c < channels; c++)
    for (int row = 0; row < 2 * SIDE; row++)
      for (int column = 0; column < 2 * SIDE; column++)
        {
          const double *plane = shuffled + (gsize) c * 4 * SIDE * SIDE;
          double corner = plane[row / 2 * 2 * 2 * SIDE + column / 2 * 2];

          largest = MAX (largest, fabs (plane[row * 2 * SIDE + column] - corner));
        }
  dh_tensor_free (input);
  return largest;
}

static void
test_icnr (void)
{
  static const char *const texts[] = { "df{" SMALL ",init=icnr}", "df{" SMALL ",init=icnr+conv-aware}",
                                       "liae{" SMALL ",init=icnr}" };

  for (guint k = 0; k < G_N_ELEMENTS (texts); k++)
    {
      Start start;
      guint n_found = 0;

      start_init (&start, texts[k], 1);
      for (guint i = 0; i < start.table->n_items; i++)
        if (is_upscale (&start.table->items[i]))
          {
            g_assert_cmpfloat (get_grid (&start.table->items[i], start.values), ==, 0);
            n_found++;
          }
      g_assert_cmpuint (n_found, ==, k < 2 ? 7 : 5);
      start_clear (&start);
    }
}

/* Only what stands before a shuffle differs from He's values, and there the first run doesn't. */
static void
test_icnr_only (void)
{
  Start he, icnr;

  start_init (&he, "df{" SMALL "}", 1);
  start_init (&icnr, "df{" SMALL ",init=icnr}", 1);
  for (guint i = 0; i < he.table->n_items; i++)
    {
      const DhParameter *item = &he.table->items[i];
      const gsize n = is_upscale (item) ? item->size / 4 : item->size;

      g_assert_cmpmem (he.values + item->offset, n * sizeof (float), icnr.values + item->offset,
                       n * sizeof (float));
      if (is_upscale (item))
        g_assert_cmpfloat (get_grid (item, he.values), >, 0.1);
    }
  start_clear (&he);
  start_clear (&icnr);
}

/* ---- convolution-aware ---- */

static void
transform (const float *kernel, int side, double complex *spectrum)
{
  for (int v = 0; v < side; v++)
    for (int u = 0; u < side; u++)
      {
        double complex sum = 0;

        for (int y = 0; y < side; y++)
          for (int x = 0; x < side; x++)
            sum += kernel[y * side + x] * cexp (-2 * G_PI * I * (double) (u * x + v * y) / side);
        spectrum[v * side + u] = sum;
      }
}

/* The spectra of the kernels of one run of inputs: orthogonal, all of the same length. */
static void
check_run (const DhParameter *item, const float *kernels, int n)
{
  const int side = item->dims[2], taps = side * side;
  const double expected = taps * taps * item->limit * item->limit / 3;
  g_autofree double complex *spectra = g_new (double complex, n * taps);

  for (int i = 0; i < n; i++)
    transform (kernels + i * taps, side, spectra + i * taps);
  for (int i = 0; i < n; i++)
    for (int k = 0; k <= i; k++)
      {
        double complex product = 0;

        for (int f = 0; f < taps; f++)
          product += spectra[i * taps + f] * conj (spectra[k * taps + f]);
        if (cabs (product - (i == k ? expected : 0)) > 1e-5 * expected)
          g_error ("%s: kernels %d and %d: %g where %g was expected", item->name, i, k,
                   cabs (product), i == k ? expected : 0);
      }
}

static void
check_aware (const DhParameter *item, const float *values)
{
  const int taps = item->dims[2] * item->dims[3], inputs = item->dims[1];
  double squares = 0;

  for (int row = 0; row < item->dims[0]; row++)
    for (int first = 0; first < inputs; first += taps)
      check_run (item, values + ((gsize) row * inputs + first) * taps, MIN (taps, inputs - first));
  for (gsize i = 0; i < item->size; i++)
    squares += (double) values[i] * values[i];
  /* The variance of He's uniform draw, here exactly. */
  g_assert_cmpfloat_with_epsilon (squares / item->size, item->limit * item->limit / 3,
                                  1e-6 * item->limit * item->limit);
}

static void
test_conv_aware (void)
{
  Start start;
  guint n_found = 0;

  start_init (&start, "df{" SMALL ",init=conv-aware}", 2);
  for (guint i = 0; i < start.table->n_items; i++)
    if (is_conv (&start.table->items[i]))
      {
        check_aware (&start.table->items[i], start.values + start.table->items[i].offset);
        n_found++;
      }
  g_assert_cmpuint (n_found, ==, 4 + 1 + 2 * (3 * 3 + 1));
  start_clear (&start);
}

/* He's variance is 2 / fan in; the second convolution of a residual block has a tenth of it. */
static void
test_variance (void)
{
  Start start;

  start_init (&start, "df{" SMALL ",init=conv-aware}", 3);
  for (guint i = 0; i < start.table->n_items; i++)
    {
      const DhParameter *item = &start.table->items[i];
      const double gain = g_str_has_suffix (item->name, "conv1.weight")
                              && strstr (item->name, "res") != NULL
                            ? .2
                            : 2;

      if (is_conv (item))
        g_assert_cmpfloat_with_epsilon (item->limit * item->limit / 3 * item->dims[1]
                                          * item->dims[2] * item->dims[3],
                                        gain, 1e-9);
    }
  start_clear (&start);
}

/* No two runs and no two outputs have the same basis: their kernels aren't multiples of each
 * other's. */
static void
test_different_bases (void)
{
  Start start, other;

  start_init (&start, "df{" SMALL ",init=conv-aware}", 2);
  start_init (&other, "df{" SMALL ",init=conv-aware}", 4);
  for (guint i = 0; i < start.table->n_items; i++)
    {
      const DhParameter *item = &start.table->items[i];
      const gsize row = (gsize) item->dims[1] * item->dims[2] * item->dims[3];

      if (!is_conv (item))
        continue;
      g_assert_true (memcmp (start.values + item->offset, other.values + item->offset,
                             row * sizeof (float))
                     != 0);
      for (int k = 1; k < item->dims[0]; k++)
        g_assert_true (memcmp (start.values + item->offset, start.values + item->offset + k * row,
                               row * sizeof (float))
                       != 0);
    }
  start_clear (&start);
  start_clear (&other);
}

/* Dense layers and biases are as always. */
static void
test_dense (void)
{
  Start he, aware;

  start_init (&he, "df{" SMALL "}", 1);
  start_init (&aware, "df{" SMALL ",init=icnr+conv-aware}", 1);
  for (guint i = 0; i < he.table->n_items; i++)
    {
      const DhParameter *item = &he.table->items[i];

      if (!is_conv (item))
        g_assert_cmpmem (he.values + item->offset, item->size * sizeof (float),
                         aware.values + item->offset, item->size * sizeof (float));
    }
  start_clear (&he);
  start_clear (&aware);
}

/* ---- all ---- */

static void
test_cancelled (void)
{
  static const char *const texts[] = { "df{" SMALL "}", "df{" SMALL ",init=conv-aware}" };
  const int cancelled = 1;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Start start;

      start_init (&start, texts[i], 1);
      g_assert_false (dh_parameters_init_part (start.table, DH_PART_ENCODER, 1, &cancelled,
                                               start.values));
      start_clear (&start);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/start-values/icnr", test_icnr);
  g_test_add_func ("/start-values/icnr-only", test_icnr_only);
  g_test_add_func ("/start-values/conv-aware", test_conv_aware);
  g_test_add_func ("/start-values/variance", test_variance);
  g_test_add_func ("/start-values/different-bases", test_different_bases);
  g_test_add_func ("/start-values/dense", test_dense);
  g_test_add_func ("/start-values/cancelled", test_cancelled);
  return g_test_run ();
}
