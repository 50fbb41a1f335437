/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of grounds in a real window: that they appear, that the newest wins, and that nothing
 * stays behind.
 */
#include <adwaita.h>
#include <math.h>

#include "tests/ui/ground/ground-helpers.h"

/* ---- helpers ---- */

/* Pixels of lane 2's colour, which no ground has. */
static int
get_orange (GtkWidget *widget)
{
  int width, height, n = 0;
  g_autofree guint8 *pixels = grab (widget, &width, &height);

  for (guint8 *p = pixels; p < pixels + 4 * width * height; p += 4)
    n += p[2] > p[1] + 60 && p[2] > p[0] + 90;
  return n;
}

static gboolean
has_ball (gpointer widget)
{
  return get_orange (widget) > 20;
}

static gboolean
has_no_ball (gpointer widget)
{
  return get_orange (widget) == 0;
}

static gboolean
has_no_picture (gpointer widget)
{
  return get_coloured (widget) == 0;
}

/* High on the right, low on the left: the colormap's yellow against its violet. */
static gboolean
rises_to_the_right (gpointer widget)
{
  int width, height;
  g_autofree guint8 *pixels = grab (widget, &width, &height);
  const guint8 *left = pixels + 4 * (width * (height / 2) + width / 5);
  const guint8 *right = pixels + 4 * (width * (height / 2) + width - 8);

  return right[1] > 180 && left[1] < 120;
}

static void
count_swapped_cb (guint *count)
{
  ++*count;
}

/* ---- the group ---- */

static void
test_group (void)
{
  DhGroundGroup *group = dh_ground_group_new ();
  DhCamera camera = *dh_ground_group_get_camera (group);
  const double place[2] = { 1, -2 };
  guint n_camera = 0, n_hover = 0;

  g_signal_connect_swapped (group, "camera-changed", G_CALLBACK (count_swapped_cb), &n_camera);
  g_signal_connect_swapped (group, "hover-changed", G_CALLBACK (count_swapped_cb), &n_hover);
  g_assert_cmpfloat (camera.azimuth, ==, dh_camera_usual.azimuth);
  g_assert_null (dh_ground_group_get_hover (group));
  dh_ground_group_set_camera (group, &camera, FALSE);
  g_assert_cmpuint (n_camera, ==, 0);
  camera.zoom = 2;
  dh_ground_group_set_camera (group, &camera, TRUE);
  dh_ground_group_set_camera (group, &camera, FALSE);
  g_assert_cmpuint (n_camera, ==, 2);
  g_assert_false (dh_ground_group_get_moving (group));
  dh_ground_group_set_hover (group, NULL);
  dh_ground_group_set_hover (group, place);
  dh_ground_group_set_hover (group, place);
  g_assert_cmpuint (n_hover, ==, 1);
  g_assert_cmpfloat (dh_ground_group_get_hover (group)[1], ==, -2);
  dh_ground_group_set_hover (group, NULL);
  g_assert_cmpuint (n_hover, ==, 2);
  assert_finalized (group, g_object_unref);
}

/* ---- that it is drawn ---- */

static void
check_appears (DhGroundPictureKind kind, DhGround *ground)
{
  g_autoptr (DhTerrain) terrain = make_terrain (ground);
  Picks picks;
  GtkWidget *widget = new_picture (kind, &picks), *window = show_alone (widget, 300, 220);

  g_assert_true (has_no_picture (widget));
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), terrain, ground);
  wait_until (has_picture, widget);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), NULL, NULL);
  wait_until (has_no_picture, widget);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), terrain, NULL);
  wait_until (has_picture, widget);
  g_assert_cmpuint (picks.n, ==, 0);
  close_and_watch (window, widget);
}

static void
test_appears (void)
{
  g_autoptr (DhGround) hill = dh_hill_ground_new (dh_hill_find ("himmelblau"), NULL);
  g_autoptr (DhGround) curve = make_curve ();

  check_appears (DH_GROUND_PICTURE_SURFACE, hill);
  check_appears (DH_GROUND_PICTURE_MAP, hill);
  check_appears (DH_GROUND_PICTURE_CURVE, curve);
}

/* Terrain of the wrong kind is treated as none. */
static void
test_wrong_kind (void)
{
  g_autoptr (DhGround) curve = make_curve ();
  g_autoptr (DhTerrain) line = make_terrain (curve);
  Picks picks;
  GtkWidget *widget = new_picture (DH_GROUND_PICTURE_SURFACE, &picks);
  GtkWidget *window = show_alone (widget, 300, 220);

  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), line, curve);
  g_assert_true (has_no_picture (widget));
  g_assert_false (press (widget, GDK_KEY_Right, 0));
  drag (widget, "drag-begin", 150, 110);
  drag (widget, "drag-end", 0, 0);
  g_assert_cmpuint (picks.n, ==, 0);
  close_and_watch (window, widget);
}

/* The newest wins, whatever is being painted at the time, with and without animations. */
static void
check_swaps (gboolean animations)
{
  g_autoptr (DhTerrain) falls = make_typed ("-x", NULL);
  g_autoptr (DhTerrain) rises = make_typed ("x", NULL);
  Picks picks;
  GtkWidget *widget = new_picture (DH_GROUND_PICTURE_MAP, &picks), *window;

  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", animations, NULL);
  window = show_alone (widget, 300, 220);
  for (guint i = 0; i < 20; i++)
    {
      dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), i % 2 ? rises : falls, NULL);
      g_main_context_iteration (NULL, FALSE);
    }
  wait_until (rises_to_the_right, widget);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), falls, NULL);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), rises, NULL);
  g_assert_true (rises_to_the_right (widget));
  close_and_watch (window, widget);
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", TRUE, NULL);
}

static void
test_swaps (void)
{
  check_swaps (TRUE);
  check_swaps (FALSE);
}

/* Freed while its picture is being painted, and while it morphs into another. */
static void
test_closed_early (void)
{
  g_autoptr (DhTerrain) falls = make_typed ("-x", NULL);
  g_autoptr (DhTerrain) rises = make_typed ("x", NULL);

  for (guint i = 0; i < 6; i++)
    {
      Picks picks;
      GtkWidget *widget = new_picture (DH_GROUND_PICTURE_SURFACE, &picks);
      GtkWidget *window = show_alone (widget, 300, 220);

      dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), rises, NULL);
      if (i % 2)
        wait_until (has_picture, widget);
      dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), falls, NULL);
      close_and_watch (window, widget);
    }
}

/* ---- balls ---- */

typedef struct
{
  const DhTrajectoryPoint *points;
  guint n_points, n_shown, n_balls, n_calls;
} Fill;

static void
fill_cb (DhScene *scene, gpointer data)
{
  static DhSceneBall ball;
  Fill *fill = data;

  ball = (DhSceneBall) { .number = 2, .points = fill->points, .n_points = fill->n_points };
  scene->balls = &ball;
  scene->n_balls = fill->n_balls;
  scene->n_shown = fill->n_shown;
  fill->n_calls++;
}

static void
test_balls (void)
{
  const DhTrajectoryPoint points[] = { { { -3, -3 }, 18 }, { { 0, 0 }, 0 }, { { 2, 2 }, 8 } };
  g_autoptr (DhTerrain) terrain = make_typed ("x^2 + y^2", NULL);
  Fill fill = { points, G_N_ELEMENTS (points), 3, 1, 0 };
  Picks picks;
  GtkWidget *widget = new_picture (DH_GROUND_PICTURE_MAP, &picks);
  GtkWidget *window = show_alone (widget, 300, 220);
  guint n_calls;

  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), terrain, NULL);
  wait_until (has_picture, widget);
  g_assert_true (has_no_ball (widget));
  dh_ground_picture_set_fill (DH_GROUND_PICTURE (widget), fill_cb, &fill);
  wait_until (has_ball, widget);
  n_calls = fill.n_calls;
  fill.n_balls = 0;
  gtk_widget_queue_draw (widget); /* the balls were not invalidated, so they stay */
  wait_until (has_ball, widget);
  g_assert_cmpuint (fill.n_calls, ==, n_calls);
  dh_ground_picture_queue_balls (DH_GROUND_PICTURE (widget));
  wait_until (has_no_ball, widget);
  dh_ground_picture_set_fill (DH_GROUND_PICTURE (widget), NULL, NULL);
  close_and_watch (window, widget);
}

/* ---- the pair ---- */

static void
test_pair (void)
{
  g_autoptr (DhGround) ground = NULL, curve = make_curve ();
  g_autoptr (DhTerrain) terrain = make_typed ("x^2 + y^2", &ground);
  g_autoptr (DhTerrain) line = make_terrain (curve);
  GtkWidget *widget = dh_ground_pair_new (), *window;
  DhGroundPair *pair = DH_GROUND_PAIR (widget);
  GtkWidget *surface = gtk_widget_get_first_child (widget);
  GtkWidget *map = gtk_widget_get_next_sibling (surface);
  GtkWidget *profile = gtk_widget_get_next_sibling (map);
  graphene_rect_t upper, lower;
  Picks picks = { 0 };

  g_signal_connect (widget, "picked", G_CALLBACK (picked_cb), &picks);
  window = show_alone (widget, 300, 380);
  dh_ground_pair_set_terrain (pair, terrain, ground);
  wait_until (has_picture, surface);
  wait_until (has_picture, map);
  g_assert_true (gtk_widget_compute_bounds (surface, widget, &upper));
  g_assert_true (gtk_widget_compute_bounds (map, widget, &lower));
  g_assert_cmpfloat (lower.origin.y, >=, upper.origin.y + upper.size.height);
  g_assert_true (press (map, GDK_KEY_Right, 0));
  g_assert_cmpuint (picks.n, ==, 1);
  dh_ground_pair_set_with_map (pair, FALSE);
  g_assert_false (gtk_widget_get_visible (map));
  dh_ground_pair_set_terrain (pair, line, curve);
  g_assert_false (gtk_widget_get_visible (surface));
  wait_until (has_picture, profile);
  dh_ground_pair_set_terrain (pair, NULL, NULL); /* the new kind is known only from its terrain */
  g_assert_true (gtk_widget_get_visible (profile));
  dh_ground_pair_set_terrain (pair, terrain, ground);
  g_assert_true (gtk_widget_get_visible (surface));
  close_and_watch (window, widget);
}

static void
test_pair_wide (void)
{
  g_autoptr (DhTerrain) terrain = make_typed ("x^2 + y^2", NULL);
  GtkWidget *widget = dh_ground_pair_new ();
  GtkWidget *window = show_alone (widget, 700, 300);
  GtkWidget *surface = gtk_widget_get_first_child (widget);
  GtkWidget *map = gtk_widget_get_next_sibling (surface);
  graphene_rect_t left, right;

  dh_ground_pair_set_terrain (DH_GROUND_PAIR (widget), terrain, NULL);
  dh_ground_pair_set_chips (DH_GROUND_PAIR (widget), "loss 0.01", "");
  wait_until (has_picture, map);
  g_assert_true (gtk_widget_compute_bounds (surface, widget, &left));
  g_assert_true (gtk_widget_compute_bounds (map, widget, &right));
  g_assert_cmpfloat (right.origin.x, >=, left.origin.x + left.size.width);
  g_assert_cmpfloat (right.origin.y, ==, 0);
  close_and_watch (window, widget);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ground-picture/group", test_group);
  g_test_add_func ("/ground-picture/appears", test_appears);
  g_test_add_func ("/ground-picture/wrong-kind", test_wrong_kind);
  g_test_add_func ("/ground-picture/swaps", test_swaps);
  g_test_add_func ("/ground-picture/closed-early", test_closed_early);
  g_test_add_func ("/ground-picture/balls", test_balls);
  g_test_add_func ("/ground-picture/pair", test_pair);
  g_test_add_func ("/ground-picture/pair-wide", test_pair_wide);
  return g_test_run ();
}
