/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Axes of grounds and of heights that have no ground; places and losses as they stand beside a
 * picture.
 */
#include "ui/plot/scene/ground-axes.h"

#include "core/landscape/curve.h"
#include "core/landscape/hill.h"

static void
test_ground (void)
{
  g_autoptr (DhGround) ground = dh_typed_ground_new ("x^2 + y^2 @ -1:3,-2:5", NULL, NULL);
  DhGroundAxes axes = dh_ground_axes_of_ground (ground);

  g_assert_cmpuint (axes.n, ==, 2);
  g_assert_cmpstr (axes.each[0].name, ==, "x");
  g_assert_cmpstr (axes.each[1].name, ==, "y");
  g_assert_null (axes.each[0].unit);
  g_assert_cmpfloat (axes.each[0].minimum, ==, -1);
  g_assert_cmpfloat (axes.each[0].maximum, ==, 3);
  g_assert_cmpfloat (axes.each[1].minimum, ==, -2);
  g_assert_cmpfloat (axes.each[1].maximum, ==, 5);
}

static void
test_curve (void)
{
  DhMix mix = { 1, { dh_mix_part_make ("mse") } };
  g_autoptr (DhGround) ground = dh_curve_ground_new (&mix);

  g_assert_cmpuint (dh_ground_axes_of_ground (ground).n, ==, 1);
}

/* Only names; the ends are those of the heights. */
static void
test_terrain (void)
{
  g_autoptr (DhGround) ground = dh_typed_ground_new ("x + y @ 0:2,-7:1", NULL, NULL);
  DhTerrain *plane = dh_terrain_new (ground, 5, 5, NULL),
            *line = dh_terrain_new (ground, 5, 1, NULL);
  DhGroundAxes axes = dh_ground_axes_of_terrain (plane, "first", "second");

  g_assert_cmpuint (axes.n, ==, 2);
  g_assert_cmpstr (axes.each[1].name, ==, "second");
  g_assert_null (axes.each[1].unit);
  g_assert_cmpfloat (axes.each[1].scale, ==, 1);
  g_assert_cmpfloat (axes.each[1].minimum, ==, -7);
  g_assert_cmpfloat (axes.each[0].maximum, ==, 2);
  g_assert_cmpuint (dh_ground_axes_of_terrain (plane, NULL, NULL).n, ==, 0);
  g_assert_cmpuint (dh_ground_axes_of_terrain (plane, "first", NULL).n, ==, 1);
  g_assert_cmpuint (dh_ground_axes_of_terrain (line, "first", "second").n, ==, 1);
  dh_terrain_unref (plane);
  dh_terrain_unref (line);
}

static void
assert_place (const DhGroundAxis *axis, double place, const char *expected)
{
  g_autofree char *text = dh_ground_axis_format (axis, place);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_place (void)
{
  const DhGroundAxis plain = { "x", NULL, 1, -2, 2 };
  const DhGroundAxis size = { "size", "%", 100, 0.5, 1.5 };

  assert_place (&plain, 1.25, "x 1.25");
  assert_place (&plain, -0.5, "x −0.5");
  assert_place (&plain, -3e-10, "x 0"); /* what rounding left over */
  assert_place (&plain, -5e-9, "x −5e-9");
  assert_place (&size, 0.9, "size 90 %");
}

static void
test_number (void)
{
  static const struct
  {
    double number;
    const char *text;
  } cases[] = {
    { 0, "0" },         { 1.2, "1.2" },       { -0.5, "−0.5" },   { 1e-5, "1e-5" },
    { 12345, "12345" }, { 123456, "1.23e5" }, { -1000, "−1000" }, { 999.9, "1e3" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      char text[32];

      dh_ground_number_format (cases[i].number, text, sizeof text);
      g_assert_cmpstr (text, ==, cases[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ground-axes/ground", test_ground);
  g_test_add_func ("/ground-axes/curve", test_curve);
  g_test_add_func ("/ground-axes/terrain", test_terrain);
  g_test_add_func ("/ground-axes/place", test_place);
  g_test_add_func ("/ground-axes/number", test_number);
  return g_test_run ();
}
