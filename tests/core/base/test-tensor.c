/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/base/tensor.h"

/* Zeroed, aligned and writable to the end: for no numbers, for one, and around a huge page. */
static void
test_new (void)
{
  static const gsize sizes[] = {
    0, 1, 15, 17, 4096, (2 << 20) / 4 - 1, (2 << 20) / 4, (2 << 20) / 4 + 1,
  };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      float *tensor = dh_tensor_new (sizes[i]);

      g_assert_cmpuint ((guintptr) tensor % 64, ==, 0);
      for (gsize k = 0; k < sizes[i]; k++)
        g_assert_true (tensor[k] == 0.0f);
      for (gsize k = 0; k < sizes[i]; k++)
        tensor[k] = (float) k;
      dh_tensor_free (tensor);
    }
  dh_tensor_free (NULL);
}

static void
test_too_large (void)
{
  g_assert_null (dh_tensor_try_new (G_MAXSIZE));
  g_assert_null (dh_tensor_try_new (G_MAXSIZE / sizeof (float)));
  /* The kernel would overcommit it. */
  if (dh_memory_get_free () != G_MAXUINT64)
    g_assert_null (dh_tensor_try_new (dh_memory_get_free () / 4 * 3 / 2));
}

static void
test_shape (void)
{
  g_assert_cmpuint (dh_shape_get_size ((DhShape) { 16, 3, 64, 32 }), ==, 98304);
  /* More than 32 bits. */
  g_assert_cmpuint (dh_shape_get_size ((DhShape) { 65536, 3, 256, 256 }), ==,
                    G_GUINT64_CONSTANT (12884901888));
}

/* With and without a remainder that doesn't fill a vector. */
static void
test_sum_squares (void)
{
  float values[100];

  for (int i = 0; i < 100; i++)
    values[i] = i % 2 == 0 ? i : -i;
  for (gsize n = 0; n <= 100; n++) /* sums of whole numbers are exact */
    g_assert_cmpfloat (dh_float_sum_squares (values, n), ==,
                       n == 0 ? 0.0 : (n - 1.0) * n * (2.0 * n - 1) / 6);
}

/* It only ever grows. */
static void
test_ensure (void)
{
  gsize total = dh_tensor_get_total (), n = 0;
  float *tensor = NULL;

  g_assert_null (dh_tensor_ensure (&tensor, &n, 0));
  dh_tensor_ensure (&tensor, &n, 100)[99] = 7;
  g_assert_cmpuint (n, ==, 100);
  g_assert_true (dh_tensor_ensure (&tensor, &n, 40) == tensor);
  g_assert_cmpuint (n, ==, 100);
  g_assert_cmpfloat (tensor[99], ==, 7);
  g_assert_cmpfloat (dh_tensor_ensure (&tensor, &n, 5000)[4999], ==, 0);
  g_assert_cmpuint (n, ==, 5000);
  dh_tensor_free (tensor);
  g_assert_cmpuint (dh_tensor_get_total (), ==, total);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/tensor/new", test_new);
  g_test_add_func ("/tensor/too-large", test_too_large);
  g_test_add_func ("/tensor/shape", test_shape);
  g_test_add_func ("/tensor/sum-squares", test_sum_squares);
  g_test_add_func ("/tensor/ensure", test_ensure);
  return g_test_run ();
}
