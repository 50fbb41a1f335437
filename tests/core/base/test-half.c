/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Half precision: all 65536 halves come back, and floats are rounded to the nearest.
 */
#include "core/base/half.h"

#include <math.h>

static void
test_every_half (void)
{
  for (guint half = 0; half <= G_MAXUINT16; half++)
    {
      float value = dh_half_to_float (half);

      if (isnan (value))
        g_assert_true (isnan (dh_half_to_float (dh_half_from_float (value))));
      else
        g_assert_cmphex (dh_half_from_float (value), ==, half);
    }
}

static void
test_known (void)
{
  const struct
  {
    float value;
    guint16 half;
  } known[] = {
    { 0.0f, 0x0000 },
    { -0.0f, 0x8000 },
    { 1.0f, 0x3c00 },
    { -2.0f, 0xc000 },
    { 0.5f, 0x3800 },
    { 65504.0f, 0x7bff },
    { 65519.0f, 0x7bff }, /* nearer to 65504 than to 65536 */
    { 65520.0f, 0x7c00 },
    { 1e30f, 0x7c00 },
    { -INFINITY, 0xfc00 },
    { 0x1p-14f, 0x0400 },
    { 0x1p-24f, 0x0001 },
    { 0x1p-25f, 0x0000 },        /* a tie, to even */
    { 0x1.8p-24f, 0x0002 },      /* a tie, to even */
    { 0x1.002p0f, 0x3c00 },      /* a tie, to even */
    { 0x1.006p0f, 0x3c02 },      /* a tie, to even */
    { 0x1.00201p0f, 0x3c01 },    /* above the tie */
    { 0x1.ffep0f, 0x4000 },      /* carries into the exponent */
    { 0x1.ffffffp-15f, 0x0400 }, /* from the subnormal to the normal halves */
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    g_assert_cmphex (dh_half_from_float (known[i].value), ==, known[i].half);
}

/* Between two neighbours, the nearer one. */
static void
test_nearest (void)
{
  for (guint half = 0; half < 0x7bff; half++)
    {
      float low = dh_half_to_float (half), high = dh_half_to_float (half + 1);

      g_assert_cmphex (dh_half_from_float (low + (high - low) * 0.49f), ==, half);
      g_assert_cmphex (dh_half_from_float (low + (high - low) * 0.51f), ==, half + 1);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/half/every-half", test_every_half);
  g_test_add_func ("/half/known", test_known);
  g_test_add_func ("/half/nearest", test_nearest);
  return g_test_run ();
}
