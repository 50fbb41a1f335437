/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Morphing between grounds: both ends look right, a hole stays a hole, and grids may differ.
 */
#include "core/landscape/ground.h"
#include "core/landscape/hill.h"
#include "ui/plot/scene/morph.h"

#include <math.h>

static DhScaledTerrain
make_scaled (const char *text, guint side)
{
  g_autoptr (DhGround) ground = dh_typed_ground_new (text, NULL, NULL);
  DhScaledTerrain scaled;

  scaled.terrain = dh_terrain_new (ground, side, side, NULL);
  dh_height_scale_init (&scaled.height_scale, scaled.terrain);
  return scaled;
}

static double
get_level (const DhTerrain *terrain, const DhHeightScale *height_scale, guint column, guint row)
{
  return dh_height_scale_get_level (height_scale,
                                    terrain->heights[row * terrain->n_columns + column]);
}

/* The largest distance between a morph and a terrain; both have the grid of the second. */
static double
get_error (const DhTerrain *morph, const DhHeightScale *height_scale, const DhScaledTerrain *scaled)
{
  double error = 0;

  for (guint row = 0; row < morph->n_rows; row++)
    for (guint column = 0; column < morph->n_columns; column++)
      error = fmax (error,
                    fabs (get_level (morph, height_scale, column, row)
                          - get_level (scaled->terrain, &scaled->height_scale, column, row)));
  return error;
}

/* Losses that differ by powers of ten, and one with a bent height scale. */
static void
test_ends (void)
{
  DhScaledTerrain from = make_scaled ("0.001*(x^2 + y^2)", 21),
                  to = make_scaled ("(1-x)^2 + 100*(y-x^2)^2", 21);
  g_autoptr (DhTerrain) start = dh_morph_new_terrain (&from, &to, 0);
  g_autoptr (DhTerrain) middle = dh_morph_new_terrain (&from, &to, 0.5);
  g_autoptr (DhTerrain) end = dh_morph_new_terrain (&from, &to, 1);
  double half;

  g_assert_cmpfloat (to.height_scale.bend, >, 0);
  g_assert_cmpfloat (get_error (start, &to.height_scale, &from), <, 1e-4);
  g_assert_cmpfloat (get_error (end, &to.height_scale, &to), <, 1e-4);
  half = get_error (start, &to.height_scale, &to) / 2;
  g_assert_cmpfloat_with_epsilon (get_error (middle, &to.height_scale, &to), half, 1e-3);
  g_assert_cmpfloat_with_epsilon (get_error (middle, &to.height_scale, &from), half, 1e-3);
  dh_terrain_unref (from.terrain);
  dh_terrain_unref (to.terrain);
}

static void
test_grids (void)
{
  DhScaledTerrain from = make_scaled ("x + 2*y", 9), to = make_scaled ("x + 2*y", 33);
  g_autoptr (DhTerrain) start = dh_morph_new_terrain (&from, &to, 0);

  g_assert_cmpuint (start->n_columns, ==, 33);
  g_assert_cmpfloat (get_error (start, &to.height_scale, &to), <, 1e-4);
  g_assert_cmpfloat (dh_morph_get_distance (&from, &to), <, 1e-4);
  dh_terrain_unref (from.terrain);
  dh_terrain_unref (to.terrain);
}

/* If either has no ground at a point, the new one counts. */
static void
test_holes (void)
{
  DhScaledTerrain from = make_scaled ("sqrt(x)", 21), to = make_scaled ("sqrt(y)", 21);
  g_autoptr (DhTerrain) morph = dh_morph_new_terrain (&from, &to, 0.3);

  for (guint i = 0; i < 21 * 21; i++)
    g_assert_true (isfinite (morph->heights[i]) == isfinite (to.terrain->heights[i]));
  dh_terrain_unref (from.terrain);
  dh_terrain_unref (to.terrain);
}

static void
test_distance (void)
{
  DhScaledTerrain rises = make_scaled ("x", 21), falls = make_scaled ("-x", 21), none = rises;

  g_assert_cmpfloat (dh_morph_get_distance (&rises, &rises), ==, 0);
  g_assert_cmpfloat (dh_morph_get_distance (&rises, &falls), >, 0.4);
  g_assert_cmpfloat (dh_morph_get_distance (&rises, &falls), <=, 1);
  none.height_scale.scale = NAN; /* nothing can be compared: the maximum difference */
  g_assert_cmpfloat (dh_morph_get_distance (&rises, &none), ==, 1);
  dh_terrain_unref (rises.terrain);
  dh_terrain_unref (falls.terrain);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/morph/ends", test_ends);
  g_test_add_func ("/morph/grids", test_grids);
  g_test_add_func ("/morph/holes", test_holes);
  g_test_add_func ("/morph/distance", test_distance);
  return g_test_run ();
}
