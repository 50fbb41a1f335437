/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making the grounds of a race: choices and refusals, parameters, points and the start, and that
 * only real changes count as a new edition.
 */
#include "core/race/ground-maker.h"

#include <math.h>

static DhMix
make_mix (const char *id)
{
  return (DhMix) { 1, { dh_mix_part_make (id) } };
}

static DhGroundMaker *
make_maker (const char *text)
{
  DhGroundMaker *maker = dh_ground_maker_new (g_getenv ("DH_FACES"));

  g_assert_true (dh_ground_maker_choose (maker, text, NULL, NULL));
  return maker;
}

static double
get_height (DhGroundMaker *maker, double x, double y)
{
  const DhMix mix = make_mix ("mse");
  const double at[2] = { x, y };
  g_autoptr (GError) error = NULL;
  g_autoptr (DhGround) ground = dh_ground_maker_make (maker, &mix, &error);

  g_assert_no_error (error);
  return dh_ground_get_value (ground, at, NULL);
}

static void
test_choose (void)
{
  DhGroundMaker *maker = make_maker ("hill:x^2 + 3y^2");
  const DhMix mae = make_mix ("mae"), ssim = make_mix ("ssim");
  g_autoptr (GError) error = NULL;
  g_autoptr (DhGround) curve = NULL;
  DhTextSpan fault = { 0 };
  guint edition = dh_ground_maker_get_edition (maker);

  g_assert_cmpfloat (get_height (maker, 2, 1), ==, 7);
  g_assert_cmpint (dh_ground_maker_get_kind (maker), ==, DH_GROUND_KIND_HILL);
  /* A ground that can't be made changes nothing. */
  g_assert_false (dh_ground_maker_choose (maker, "hill:x^2 + sine(y)", &fault, &error));
  g_assert_nonnull (error);
  g_assert_cmpuint (fault.start, ==, 6);
  g_clear_error (&error);
  g_assert_cmpstr (dh_ground_maker_get_text (maker), ==, "hill:x^2 + 3y^2");
  g_assert_cmpuint (dh_ground_maker_get_edition (maker), ==, edition);
  /* Its own text again, passed as the pointer that it returned. */
  g_assert_true (dh_ground_maker_choose (maker, dh_ground_maker_get_text (maker), NULL, NULL));
  g_assert_cmpstr (dh_ground_maker_get_text (maker), ==, "hill:x^2 + 3y^2");
  g_assert_cmpuint (dh_ground_maker_get_edition (maker), >, edition);
  /* A mix that can't make such a ground is refused when the ground is made. */
  g_assert_true (dh_ground_maker_choose (maker, "curve", NULL, NULL));
  g_assert_cmpint (dh_ground_maker_get_kind (maker), ==, DH_GROUND_KIND_CURVE);
  curve = dh_ground_maker_make (maker, &mae, &error);
  g_assert_cmpfloat_with_epsilon (dh_ground_get_value (curve, (double[]) { -0.4, 0 }, NULL), 0.4,
                                  1e-12);
  g_assert_null (dh_ground_maker_make (maker, &ssim, &error));
  g_assert_nonnull (error);
  dh_ground_maker_free (maker);
  dh_ground_maker_free (NULL);
}

static void
test_no_faces (void)
{
  DhGroundMaker *maker = dh_ground_maker_new ("/nonexistent");
  g_autoptr (GError) error = NULL;

  g_assert_null (dh_ground_maker_get_text (maker));
  g_assert_false (dh_ground_maker_choose (maker, "face:shift", NULL, &error));
  g_assert_nonnull (error);
  g_assert_null (dh_ground_maker_get_text (maker));
  dh_ground_maker_free (maker);
}

static void
test_parameters (void)
{
  DhGroundMaker *maker = make_maker ("hill:ravine");
  const DhHill *hill = dh_hill_find ("ravine");
  guint edition = dh_ground_maker_get_edition (maker);
  double height = get_height (maker, 1, 1);

  g_assert_cmpfloat (dh_ground_maker_get_parameters (maker)[0], ==, hill->parameters[0].value);
  dh_ground_maker_set_parameter (maker, 0, hill->parameters[0].value);
  dh_ground_maker_set_parameter (maker, 0, NAN);
  dh_ground_maker_set_parameter (maker, DH_HILL_MAX_PARAMETERS - 1, 1);
  g_assert_cmpuint (dh_ground_maker_get_edition (maker), ==, edition);
  dh_ground_maker_set_parameter (maker, 0, 1e9);
  g_assert_cmpfloat (dh_ground_maker_get_parameters (maker)[0], ==, hill->parameters[0].maximum);
  g_assert_cmpuint (dh_ground_maker_get_edition (maker), ==, edition + 1);
  g_assert_cmpfloat (get_height (maker, 1, 1), !=, height);
  /* When it is chosen again, it has its defaults again. */
  g_assert_true (dh_ground_maker_choose (maker, "hill:ravine", NULL, NULL));
  g_assert_cmpfloat (get_height (maker, 1, 1), ==, height);
  dh_ground_maker_free (maker);
}

static void
test_points (void)
{
  const DhFitPoint two[] = { { 0, 0.5 }, { 7, -3 } }, bad[] = { { 0, 0 }, { 0, INFINITY } };
  DhFitPoint many[DH_FIT_MAX_POINTS + 1] = { { 0 } };
  DhGroundMaker *maker = make_maker ("hill:bowl");
  guint edition = dh_ground_maker_get_edition (maker), n;

  dh_ground_maker_get_points (maker, &n);
  g_assert_cmpuint (n, ==, 22);
  /* On another ground the points don't make a new edition, but they are kept. */
  g_assert_true (dh_ground_maker_set_points (maker, two, 2));
  g_assert_cmpuint (dh_ground_maker_get_edition (maker), ==, edition);
  g_assert_true (dh_ground_maker_choose (maker, "fit", NULL, NULL));
  g_assert_cmpfloat (dh_ground_maker_get_points (maker, &n)[1].x, ==, 1);
  g_assert_cmpfloat (dh_ground_maker_get_points (maker, &n)[1].y, ==, -1);
  g_assert_cmpuint (n, ==, 2);
  /* The line y = 0.5 - 1.5 x passes through both. */
  g_assert_cmpfloat_with_epsilon (get_height (maker, -1.5, 0.5), 0, 1e-12);
  edition = dh_ground_maker_get_edition (maker);
  g_assert_true (dh_ground_maker_set_points (maker, two, 2));
  g_assert_false (dh_ground_maker_set_points (maker, two, 0));
  g_assert_false (dh_ground_maker_set_points (maker, bad, 2));
  g_assert_false (dh_ground_maker_set_points (maker, many, G_N_ELEMENTS (many)));
  g_assert_cmpfloat (dh_ground_maker_get_points (maker, &n)[0].y, ==, 0.5);
  g_assert_cmpuint (dh_ground_maker_get_edition (maker), ==, edition);
  g_assert_true (dh_ground_maker_set_points (maker, two, 1));
  g_assert_cmpuint (dh_ground_maker_get_edition (maker), ==, edition + 1);
  dh_ground_maker_free (maker);
}

static void
test_start (void)
{
  DhGroundMaker *maker = make_maker ("hill:bowl");
  const DhMix mix = make_mix ("mse");
  g_autoptr (DhGround) ground = dh_ground_maker_make (maker, &mix, NULL);
  guint edition = dh_ground_maker_get_edition (maker);
  double at[2];

  dh_ground_maker_get_start (maker, at);
  g_assert_cmpfloat (at[0], ==, ground->start[0]);
  g_assert_true (dh_ground_maker_set_start (maker, (double[]) { 1e9, 0.25 }));
  g_assert_false (dh_ground_maker_set_start (maker, (double[]) { 0, NAN }));
  dh_ground_maker_get_start (maker, at);
  g_assert_cmpfloat (at[0], ==, ground->maximum[0]);
  g_assert_cmpfloat (at[1], ==, 0.25);
  g_assert_cmpuint (dh_ground_maker_get_edition (maker), ==, edition);
  dh_ground_maker_free (maker);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/ground-maker/choose", test_choose);
  g_test_add_func ("/ground-maker/no-faces", test_no_faces);
  g_test_add_func ("/ground-maker/parameters", test_parameters);
  g_test_add_func ("/ground-maker/points", test_points);
  g_test_add_func ("/ground-maker/start", test_start);
  return g_test_run ();
}
