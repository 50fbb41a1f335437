/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Heights over a grid, and the valleys that are found in them.
 */
#include "core/landscape/curve.h"
#include "core/landscape/fit.h"
#include "core/landscape/hill.h"
#include "core/landscape/terrain.h"

#include <math.h>

static DhTerrain *
make_terrain (DhGround *ground, guint side)
{
  return dh_terrain_new (ground, side, side, NULL);
}

static DhTerrain *
make_hill (const char *id, guint side)
{
  g_autoptr (DhGround) ground = dh_hill_ground_new (dh_hill_find (id), NULL);

  return make_terrain (ground, side);
}

static DhTerrain *
make_typed (const char *text)
{
  g_autoptr (DhGround) ground = dh_typed_ground_new (text, NULL, NULL);

  g_assert_nonnull (ground);
  return make_terrain (ground, 33);
}

static void
test_heights (void)
{
  g_autoptr (DhGround) ground = dh_hill_ground_new (dh_hill_find ("rosenbrock"), NULL);
  g_autoptr (DhTerrain) terrain = dh_terrain_new (ground, 41, 21, NULL);

  g_assert_cmpuint (terrain->n_columns, ==, 41);
  g_assert_cmpuint (terrain->n_rows, ==, 21);
  for (guint row = 0; row < 21; row++)
    for (guint column = 0; column < 41; column++)
      {
        double at[2] = { -2 + column * 0.1, -1 + row * 0.2 };
        double wanted = dh_ground_get_value (ground, at, NULL);
        double got = terrain->heights[row * 41 + column];

        g_assert_cmpfloat (fabs (got - wanted), <=, 1e-6 * (1 + wanted));
        g_assert_cmpfloat (fabs (dh_terrain_get_height (terrain, at) - wanted), <=,
                           1e-3 * (1 + wanted));
      }
  g_assert_cmpfloat (terrain->highest, ==, 2509);
  g_assert_cmpfloat (terrain->median, >, terrain->lowest);
  g_assert_cmpfloat (terrain->median, <, terrain->highest / 2);
  g_assert_true (isnan (dh_terrain_get_height (terrain, (const double[2]) { 2.1, 0 })));
  g_assert_true (isnan (dh_terrain_get_height (terrain, (const double[2]) { NAN, 0 })));
}

static void
test_valleys (void)
{
  static const struct
  {
    const char *id;
    guint n_valleys;
    double x, y, value; /* of the deepest valley */
  } cases[] = {
    { "bowl", 1, 0, 0, 0 },
    { "ravine", 1, 0, 0, 0 },
    { "saddle", 0, 0, 0, 0 },
    { "plateau", 1, 0, 0, 0 },
    { "rosenbrock", 1, 1, 1, 0 },
    { "beale", 1, 3, 0.5, 0 },
    { "rastrigin", 121, 0, 0, 0 },
    { "ackley", 121, 0, 0, 0 },
    { "bumpy", 8, 0.985451, -0.440056, -0.545604 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DhTerrain) terrain = make_hill (cases[i].id, 96);

      g_test_message ("%s", cases[i].id);
      g_assert_cmpuint (terrain->n_valleys, ==, cases[i].n_valleys);
      for (guint k = 1; k < terrain->n_valleys; k++)
        g_assert_cmpfloat (terrain->valleys[k - 1].value, <=, terrain->valleys[k].value);
      if (terrain->n_valleys == 0)
        continue;
      g_assert_cmpfloat_with_epsilon (terrain->valleys[0].at[0], cases[i].x, 1e-5);
      g_assert_cmpfloat_with_epsilon (terrain->valleys[0].at[1], cases[i].y, 1e-5);
      g_assert_cmpfloat_with_epsilon (terrain->valleys[0].value, cases[i].value, 1e-5);
    }
}

static void
test_himmelblau (void)
{
  static const double places[4][2] = {
    { 3, 2 }, { -2.805118, 3.131313 }, { -3.779310, -3.283186 }, { 3.584428, -1.848127 }
  };
  g_autoptr (DhTerrain) terrain = make_hill ("himmelblau", 33);

  g_assert_cmpuint (terrain->n_valleys, ==, 4);
  for (guint i = 0; i < 4; i++)
    {
      const DhValley *valley = dh_terrain_find_valley (terrain, places[i], 1e-6);

      g_assert_nonnull (valley);
      g_assert_cmpfloat (valley->value, <, 1e-9);
    }
  g_assert_null (dh_terrain_find_valley (terrain, (const double[2]) { 0, 0 }, 0.05));
}

/* MAE's grounds consist of planes: the bottom is a corner that can't be found from the slopes. */
static void
test_corners (void)
{
  const DhFitPoint points[] = {
    { -0.8, -0.3 }, { -0.2, 0 }, { 0.1, 0.15 }, { 0.5, 0.35 }, { 0.9, -0.9 }
  };
  DhMix mae = { 1, { dh_mix_part_make ("mae") } };
  g_autoptr (DhGround) fit = dh_fit_ground_new (&mae, points, G_N_ELEMENTS (points));
  g_autoptr (DhGround) curve = dh_curve_ground_new (&mae);
  g_autoptr (DhTerrain) of_fit = make_terrain (fit, 48);
  g_autoptr (DhTerrain) of_curve = make_terrain (curve, 48);

  g_assert_cmpuint (of_fit->n_valleys, ==, 1);
  g_assert_cmpfloat_with_epsilon (of_fit->valleys[0].at[0], 0.5, 1e-5);
  g_assert_cmpfloat_with_epsilon (of_fit->valleys[0].at[1], 0.1, 1e-5);
  g_assert_cmpuint (of_curve->n_rows, ==, 1);
  g_assert_cmpuint (of_curve->n_valleys, ==, 1);
  g_assert_cmpfloat_with_epsilon (of_curve->valleys[0].at[0], 0, 1e-6);
  g_assert_cmpfloat_with_epsilon (dh_terrain_get_height (of_curve, (const double[2]) { 0.5, 0 }),
                                  0.5, 1e-3);
}

/* Grounds that are flat, bottomless or undefined have no valleys, and no NaN except in holes. */
static void
test_odd_grounds (void)
{
  static const struct
  {
    const char *text;
    guint n_valleys;
  } cases[] = {
    { "3", 0 },
    { "x", 0 },
    { "x + y", 0 },
    { "-x^2 - y^2", 0 },
    { "exp(-1e4(x^2+y^2))", 0 },
    { "1/x + y^2", 0 },
    { "x - log(x) + (y - 1)^2", 1 },
    { "exp(30 x)", 0 },
    { "abs(x) + abs(y)", 1 },
    { "x^4 + y^4", 1 },
    { "(x - 0.3)^2", 1 },
    { "1e300 (x^2 + y^2)", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (DhTerrain) terrain = NULL;

      g_test_message ("%s", cases[i].text);
      terrain = make_typed (cases[i].text);
      g_assert_cmpuint (terrain->n_valleys, ==, cases[i].n_valleys);
      for (guint k = 0; k < 33 * 33; k++)
        g_assert_false (isinf (terrain->heights[k]));
    }
}

/* Two minima so close that they count as one place: the deeper is kept.  A grid point is on
 * the shallow one, and the deep one is between grid points, so the shallow one looks lower on
 * the grid. */
static void
test_deeper_is_kept (void)
{
  g_autoptr (DhGround) ground = dh_typed_ground_new ("min(x^2, (x-0.0045)^2 - 1e-7) + y^2 @ -1:1",
                                                     NULL, NULL);
  g_autoptr (DhTerrain) terrain = NULL;

  g_assert_nonnull (ground);
  terrain = dh_terrain_new (ground, 2001, 3, NULL);
  g_assert_cmpuint (terrain->n_valleys, ==, 1);
  g_assert_cmpfloat_with_epsilon (terrain->valleys[0].at[0], 0.0045, 1e-6);
  g_assert_cmpfloat_with_epsilon (terrain->valleys[0].value, -1e-7, 1e-12);
}

static void
test_cancelled (void)
{
  g_autoptr (DhGround) ground = dh_hill_ground_new (dh_hill_find ("bowl"), NULL);
  int cancelled = 1;

  g_assert_null (dh_terrain_new (ground, 9, 9, &cancelled));
  cancelled = 0;
  dh_terrain_unref (dh_terrain_new (ground, 9, 9, &cancelled));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/terrain/heights", test_heights);
  g_test_add_func ("/terrain/valleys", test_valleys);
  g_test_add_func ("/terrain/himmelblau", test_himmelblau);
  g_test_add_func ("/terrain/corners", test_corners);
  g_test_add_func ("/terrain/odd-grounds", test_odd_grounds);
  g_test_add_func ("/terrain/deeper-is-kept", test_deeper_is_kept);
  g_test_add_func ("/terrain/cancelled", test_cancelled);
  return g_test_run ();
}
