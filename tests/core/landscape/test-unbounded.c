/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Functions that are known to be bounded below, or not to be.
 */
#include "core/landscape/hill.h"
#include "core/landscape/unbounded.h"

#include <math.h>

static const struct
{
  const char *text;
  double x, y; /* the direction */
  gboolean unbounded;
} cases[] = {
  { "x^2+y^2", 1, 0, FALSE },
  { "x^2-y^2", 0, 1, TRUE },
  { "x^2-y^2", 1, 0, FALSE },
  { "x^2-y^2", 3, 3.1, TRUE },
  { "-x", 1, 0, TRUE },
  { "-x", -1, 0, FALSE },
  { "-x", 1e-30, 0, TRUE },
  { "-log(1+x^2)", 1, 0, TRUE },
  { "1e-9*x-1e-12*x^3", 1, 0, TRUE },
  { "1e300*(x-y)", -1, 1, TRUE },
  { "exp(-x)", 1, 0, FALSE }, /* falls forever, but not below 0 */
  { "1/(1+x^2)", 1, 1, FALSE },
  { "-x^2/(1+x^2)", 1, 0, FALSE },
  { "atan(-x)", 1, 0, FALSE },
  { "log(y)+x^2", 0, -1, FALSE }, /* a point without a value doesn't count as a way down */
  { "-exp(x^2)", 1, 0, TRUE },
  { "x^2-y^2", 0, 0, FALSE },
  { "x^2-y^2", 0, NAN, FALSE },
  { "x^2-y^2", 0, INFINITY, FALSE },
};

static void
test_cases (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DhGround) ground = dh_typed_ground_new (cases[i].text, NULL, NULL);
      const double direction[2] = { cases[i].x, cases[i].y };

      g_test_message ("%s along %g, %g", cases[i].text, cases[i].x, cases[i].y);
      g_assert_nonnull (ground);
      g_assert_cmpint (dh_ground_is_unbounded_along (ground, (const double[2]) { 0.5, 0.25 },
                                                     direction, NULL),
                       ==, cases[i].unbounded);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/unbounded/cases", test_cases);
  return g_test_run ();
}
