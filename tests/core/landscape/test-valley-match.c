/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which known valley a minimum is.
 */
#include "core/landscape/hill.h"
#include "core/landscape/valley-match.h"

#include <math.h>

static const DhValley *
find (const DhTerrain *terrain, const DhGround *ground, double x, double y, gboolean trough)
{
  return dh_valley_match_find (terrain, ground, (const double[2]) { x, y }, trough, NULL);
}

static void
test_near (void)
{
  g_autoptr (DhGround) ground = dh_typed_ground_new ("x^2+y^2", NULL, NULL);
  g_autoptr (DhTerrain) terrain = dh_terrain_new (ground, 33, 33, NULL);

  g_assert_true (find (terrain, ground, 0, 0, FALSE) == &terrain->valleys[0]);
  g_assert_true (find (terrain, ground, 0.05, -0.05, FALSE) == &terrain->valleys[0]);
  g_assert_null (find (terrain, ground, 1, 1, FALSE));
}

/* Two minima within reach of each other, with a ridge between them: at ±0.05 on a map 8 wide. */
static void
test_ridge_between (void)
{
  static const double places[2] = { -0.05, 0.05 };
  g_autoptr (DhGround) ground = dh_typed_ground_new ("(x^2-0.0025)^2*1e6+y^2", NULL, NULL);
  DhValley known = { { places[0], 0 }, 0 };
  DhTerrain terrain = { .n_columns = 33,
                        .n_rows = 33,
                        .minimum = { -4, -4 },
                        .maximum = { 4, 4 },
                        .lowest = 0,
                        .highest = 1e8,
                        .n_valleys = 1,
                        .valleys = &known };

  g_assert_true (find (&terrain, ground, places[0], 0, FALSE) == &known);
  g_assert_null (find (&terrain, ground, places[1], 0, FALSE));
}

/* Every point of a level floor belongs to the trough; a floor that is just as level but higher is
 * another one. */
static void
test_trough (void)
{
  g_autoptr (DhGround) ground = dh_typed_ground_new ("(x+y)^2", NULL, NULL);
  g_autoptr (DhTerrain) terrain = dh_terrain_new (ground, 33, 33, NULL);

  g_assert_cmpuint (terrain->n_valleys, >=, 1);
  g_assert_nonnull (find (terrain, ground, 3, -3, TRUE));
  g_assert_nonnull (find (terrain, ground, -3, 3, TRUE));
  g_assert_null (find (terrain, ground, 3, -2, TRUE));
}

/* Two points of the same height with a pit between them don't share a floor. */
static void
test_pit_between (void)
{
  g_autoptr (DhGround) ground = dh_typed_ground_new ("-exp(-x^2-y^2)", NULL, NULL);
  DhValley known = { { -3, 3 }, 0 };
  DhTerrain terrain = { .n_columns = 33,
                        .n_rows = 33,
                        .minimum = { -4, -4 },
                        .maximum = { 4, 4 },
                        .lowest = -1,
                        .highest = 0,
                        .n_valleys = 1,
                        .valleys = &known };

  known.value = dh_ground_get_value (ground, known.at, NULL);
  g_assert_null (find (&terrain, ground, 3, -3, TRUE));
}

/* A dent 0.01 wide, on a grid with a spacing of 0.25. */
static void
test_narrow (void)
{
  g_autoptr (DhGround) dent = dh_typed_ground_new ("x^2+y^2-exp(-1e4*((x-1)^2+(y-1)^2))", NULL,
                                                   NULL);
  g_autoptr (DhGround) bowl = dh_typed_ground_new ("x^2+y^2", NULL, NULL);
  g_autoptr (DhTerrain) terrain = dh_terrain_new (bowl, 33, 33, NULL);
  const double at[2] = { 1, 1 }, middle[2] = { 0, 0 };

  g_assert_true (dh_valley_match_is_narrow (terrain, dent, at, NULL));
  g_assert_false (dh_valley_match_is_narrow (terrain, bowl, middle, NULL));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/valley-match/near", test_near);
  g_test_add_func ("/valley-match/ridge-between", test_ridge_between);
  g_test_add_func ("/valley-match/trough", test_trough);
  g_test_add_func ("/valley-match/pit-between", test_pit_between);
  g_test_add_func ("/valley-match/narrow", test_narrow);
  return g_test_run ();
}
