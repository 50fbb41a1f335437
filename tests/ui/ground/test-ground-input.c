/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pointer and keys on pictures of grounds: picking, turning, zooming and marking.
 */
#include <adwaita.h>
#include <math.h>

#include "tests/ui/ground/ground-helpers.h"

/* A dark chip at the lower left, in the light area that a surface leaves free. */
static gboolean
has_note (gpointer widget)
{
  int width, height, n = 0;
  g_autofree guint8 *pixels = grab (widget, &width, &height);

  for (int y = height - 24; y < height; y++)
    for (int x = 0; x < 60; x++)
      n += pixels[4 * (y * width + x) + 1] < 80;
  return n > 100;
}

static gboolean
has_no_note (gpointer widget)
{
  return !has_note (widget);
}

/* ---- pointer ---- */

static void
test_map_drag (void)
{
  g_autoptr (DhTerrain) terrain = make_typed ("x^2 + y^2", NULL);
  Picks picks;
  GtkWidget *widget = new_picture (DH_GROUND_PICTURE_MAP, &picks);
  GtkWidget *window = show_alone (widget, 300, 200);
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);

  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), terrain, NULL);
  drag (widget, "drag-begin", width / 2, height / 2); /* nothing is there yet */
  g_assert_cmpuint (picks.n, ==, 0);
  wait_until (has_picture, widget);
  drag (widget, "drag-begin", width / 2, height / 2);
  g_assert_cmpuint (picks.n, ==, 1);
  g_assert_cmpfloat_with_epsilon (picks.at[0], 0, 0.05);
  g_assert_cmpfloat_with_epsilon (picks.at[1], 0, 0.05);
  drag (widget, "drag-update", width / 4, -height / 4);
  g_assert_cmpfloat_with_epsilon (picks.at[0], 2, 0.05);
  g_assert_cmpfloat_with_epsilon (picks.at[1], 2, 0.05);
  g_assert_cmpuint (picks.n_finished, ==, 0);
  drag (widget, "drag-end", width, -height); /* beyond the edge: clamped to it */
  g_assert_cmpuint (picks.n, ==, 3);
  g_assert_cmpuint (picks.n_finished, ==, 1);
  g_assert_cmpfloat_with_epsilon (picks.at[0], 4, 1e-9);
  g_assert_cmpfloat_with_epsilon (picks.at[1], 4, 1e-9);
  close_and_watch (window, widget);
}

static void
test_curve_drag (void)
{
  g_autoptr (DhGround) ground = make_curve ();
  g_autoptr (DhTerrain) terrain = make_terrain (ground);
  Picks picks;
  GtkWidget *widget = new_picture (DH_GROUND_PICTURE_CURVE, &picks);
  GtkWidget *window = show_alone (widget, 300, 200);

  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), terrain, ground);
  wait_until (has_picture, widget);
  drag (widget, "drag-begin", gtk_widget_get_width (widget) / 2.0, 50);
  g_assert_cmpfloat_with_epsilon (picks.at[0], 0, 0.02 * ground->maximum[0]);
  drag (widget, "drag-end", 1000, 0);
  g_assert_cmpfloat_with_epsilon (picks.at[0], ground->maximum[0], 1e-9);
  g_assert_cmpuint (picks.n_finished, ==, 1);
  close_and_watch (window, widget);
}

/* A click picks, a drag turns, a double click outside the ground resets the view. */
static void
test_surface_drag (void)
{
  g_autoptr (DhTerrain) terrain = make_typed ("x^2 + y^2", NULL);
  DhGroundGroup *group = dh_ground_group_new ();
  const double place[2] = { -1, 1.5 };
  Picks picks;
  GtkWidget *widget = new_picture (DH_GROUND_PICTURE_SURFACE, &picks);
  GtkWidget *window = show_alone (widget, 300, 220);
  DhScene scene = { .terrain = terrain,
                    .camera = *dh_ground_group_get_camera (group),
                    .width = gtk_widget_get_width (widget),
                    .height = gtk_widget_get_height (widget) };
  double x, y, azimuth;

  dh_ground_picture_set_group (DH_GROUND_PICTURE (widget), group);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), terrain, NULL);
  wait_until (has_picture, widget);
  dh_height_scale_init (&scene.height_scale, terrain);
  dh_scene_locate (&scene, place, dh_terrain_get_height (terrain, place), &x, &y);
  drag (widget, "drag-begin", x, y);
  drag (widget, "drag-update", 1, 1);
  drag (widget, "drag-end", 0, 0);
  g_assert_cmpuint (picks.n, ==, 1);
  g_assert_cmpuint (picks.n_finished, ==, 1);
  g_assert_cmpfloat_with_epsilon (picks.at[0], place[0], 0.1);
  g_assert_cmpfloat_with_epsilon (picks.at[1], place[1], 0.1);
  drag (widget, "drag-begin", x, y);
  drag (widget, "drag-update", 40, 5000);
  azimuth = dh_ground_group_get_camera (group)->azimuth;
  g_assert_cmpfloat (azimuth, !=, dh_camera_usual.azimuth);
  g_assert_cmpfloat (dh_ground_group_get_camera (group)->elevation, <=, G_PI_2);
  g_assert_true (dh_ground_group_get_moving (group));
  drag (widget, "drag-end", 40, 5000);
  g_assert_false (dh_ground_group_get_moving (group));
  g_assert_cmpfloat (dh_ground_group_get_camera (group)->azimuth, ==, azimuth);
  g_assert_cmpuint (picks.n, ==, 1);
  g_signal_emit_by_name (find_controller (widget, GTK_TYPE_GESTURE_CLICK), "pressed", 2, x, y);
  g_assert_cmpfloat (dh_ground_group_get_camera (group)->azimuth, ==, azimuth);
  g_signal_emit_by_name (find_controller (widget, GTK_TYPE_GESTURE_CLICK), "pressed", 2, 2.0, 2.0);
  g_assert_cmpfloat (dh_ground_group_get_camera (group)->azimuth, ==, dh_camera_usual.azimuth);
  close_and_watch (window, widget);
  assert_finalized (group, g_object_unref);
}

static void
test_wheel (void)
{
  DhGroundGroup *group = dh_ground_group_new ();
  Picks picks;
  GtkWidget *widget = new_picture (DH_GROUND_PICTURE_SURFACE, &picks);
  GtkWidget *window = show_alone (widget, 300, 220);
  double usual = dh_ground_group_get_camera (group)->zoom;
  GtkEventController *wheel = find_controller (widget, GTK_TYPE_EVENT_CONTROLLER_SCROLL);
  gboolean handled;

  dh_ground_picture_set_group (DH_GROUND_PICTURE (widget), group);
  g_signal_emit_by_name (wheel, "scroll", 0.0, -1.0, &handled);
  g_assert_true (handled);
  g_assert_cmpfloat (dh_ground_group_get_camera (group)->zoom, >, 1.1 * usual);
  g_signal_emit_by_name (wheel, "scroll", 0.0, 1.0, &handled);
  g_assert_cmpfloat_with_epsilon (dh_ground_group_get_camera (group)->zoom, usual, 1e-9);
  g_signal_emit_by_name (wheel, "scroll", 0.0, 1000.0, &handled);
  g_assert_cmpfloat (dh_ground_group_get_camera (group)->zoom, >, 0.1);
  close_and_watch (window, widget);
  g_assert_false (dh_ground_group_get_moving (group));
  assert_finalized (group, g_object_unref);
}

/* The place under the pointer on the map is marked on the surface. */
static void
test_hover (void)
{
  g_autoptr (DhTerrain) terrain = make_typed ("x^2 + y^2", NULL);
  DhGroundGroup *group = dh_ground_group_new ();
  GtkWidget *surface = dh_ground_picture_new (DH_GROUND_PICTURE_SURFACE);
  GtkWidget *map = dh_ground_picture_new (DH_GROUND_PICTURE_MAP);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0), *window;

  gtk_box_append (GTK_BOX (box), surface);
  gtk_box_append (GTK_BOX (box), map);
  window = show_alone (box, 300, 400);
  dh_ground_picture_set_group (DH_GROUND_PICTURE (surface), group);
  dh_ground_picture_set_group (DH_GROUND_PICTURE (map), group);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (surface), terrain, NULL);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (map), terrain, NULL);
  wait_until (has_picture, surface);
  wait_until (has_picture, map);
  g_assert_true (has_no_note (surface));
  point_at (map, gtk_widget_get_width (map) / 2.0, gtk_widget_get_height (map) / 2.0);
  g_assert_nonnull (dh_ground_group_get_hover (group));
  g_assert_cmpfloat_with_epsilon (dh_ground_group_get_hover (group)[0], 0, 0.05);
  wait_until (has_note, surface);
  point_at (surface, 1, 1); /* outside the ground */
  g_assert_null (dh_ground_group_get_hover (group));
  wait_until (has_no_note, surface);
  point_at (surface, gtk_widget_get_width (surface) / 2.0, gtk_widget_get_height (surface) / 2.0);
  g_assert_nonnull (dh_ground_group_get_hover (group));
  g_signal_emit_by_name (find_controller (surface, GTK_TYPE_EVENT_CONTROLLER_MOTION), "leave");
  g_assert_null (dh_ground_group_get_hover (group));
  close_and_watch (window, box);
  assert_finalized (group, g_object_unref);
}

/* Where there is no ground, nothing can be picked on a surface, and a map shows no number. */
static void
test_holes (void)
{
  g_autoptr (DhTerrain) terrain = make_typed ("sqrt(x - 0.5)", NULL);
  DhGroundGroup *group = dh_ground_group_new ();
  Picks picks;
  GtkWidget *widget = new_picture (DH_GROUND_PICTURE_SURFACE, &picks);
  GtkWidget *window = show_alone (widget, 300, 220);
  guint n_places = 0;

  dh_ground_picture_set_group (DH_GROUND_PICTURE (widget), group);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), terrain, NULL);
  wait_until (has_picture, widget);
  for (guint i = 0; i < 300; i += 5)
    {
      const double *hover;

      point_at (widget, i, 120);
      hover = dh_ground_group_get_hover (group);
      g_assert_true (hover == NULL || hover[0] >= 0.5);
      n_places += hover != NULL;
    }
  g_assert_cmpuint (n_places, >, 5);
  close_and_watch (window, widget);
  assert_finalized (group, g_object_unref);
}

/* ---- keys ---- */

static void
test_map_keys (void)
{
  g_autoptr (DhTerrain) terrain = make_typed ("x^2 + y^2", NULL);
  const double start[2] = { 1, 3.95 };
  Picks picks;
  GtkWidget *widget = new_picture (DH_GROUND_PICTURE_MAP, &picks);
  GtkWidget *window = show_alone (widget, 300, 220);

  g_assert_true (gtk_widget_grab_focus (widget));
  g_assert_false (press (widget, GDK_KEY_Left, 0));
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), terrain, NULL);
  dh_ground_picture_set_start (DH_GROUND_PICTURE (widget), start);
  g_assert_true (press (widget, GDK_KEY_Left, 0));
  g_assert_cmpfloat_with_epsilon (picks.at[0], 1 - 8 / 40.0, 1e-9);
  g_assert_true (press (widget, GDK_KEY_Right, GDK_SHIFT_MASK));
  g_assert_cmpfloat_with_epsilon (picks.at[0], 1 - 8 / 40.0 + 8 / 200.0, 1e-9);
  g_assert_true (press (widget, GDK_KEY_Up, 0));
  g_assert_cmpfloat (picks.at[1], ==, 4); /* the rim */
  g_assert_cmpuint (picks.n_finished, ==, 3);
  g_assert_false (press (widget, GDK_KEY_space, 0));
  g_assert_false (press (widget, GDK_KEY_plus, 0));
  g_assert_false (press (widget, GDK_KEY_Left, GDK_CONTROL_MASK));
  g_assert_cmpuint (picks.n, ==, 3);
  close_and_watch (window, widget);
}

static void
test_surface_keys (void)
{
  g_autoptr (DhTerrain) terrain = make_typed ("x^2 + y^2", NULL);
  DhGroundGroup *group = dh_ground_group_new ();
  const double start[2] = { 0, 0 };
  DhCamera camera = *dh_ground_group_get_camera (group);
  double usual = camera.zoom;
  Picks picks;
  GtkWidget *widget = new_picture (DH_GROUND_PICTURE_SURFACE, &picks);
  GtkWidget *window = show_alone (widget, 300, 220);

  dh_ground_picture_set_group (DH_GROUND_PICTURE (widget), group);
  dh_ground_picture_set_terrain (DH_GROUND_PICTURE (widget), terrain, NULL);
  dh_ground_picture_set_start (DH_GROUND_PICTURE (widget), start);
  g_assert_true (press (widget, GDK_KEY_Left, GDK_CONTROL_MASK));
  g_assert_cmpfloat (dh_ground_group_get_camera (group)->azimuth, !=, dh_camera_usual.azimuth);
  g_assert_true (press (widget, GDK_KEY_Up, GDK_CONTROL_MASK));
  g_assert_cmpfloat (dh_ground_group_get_camera (group)->elevation, >, dh_camera_usual.elevation);
  g_assert_true (press (widget, GDK_KEY_plus, GDK_SHIFT_MASK));
  g_assert_cmpfloat (dh_ground_group_get_camera (group)->zoom, >, usual);
  g_assert_true (press (widget, GDK_KEY_minus, 0));
  g_assert_true (press (widget, GDK_KEY_0, 0));
  g_assert_cmpfloat (dh_ground_group_get_camera (group)->azimuth, ==, dh_camera_usual.azimuth);
  g_assert_cmpuint (picks.n, ==, 0);
  /* Right means right on the screen: seen from behind, the first dimension runs to the left. */
  g_assert_true (press (widget, GDK_KEY_Right, 0));
  g_assert_cmpfloat_with_epsilon (picks.at[0], 0.2, 1e-9);
  g_assert_cmpfloat (dh_ground_group_get_camera (group)->zoom, ==, usual);
  camera.azimuth = G_PI;
  dh_ground_group_set_camera (group, &camera, FALSE);
  g_assert_true (press (widget, GDK_KEY_Right, 0));
  g_assert_cmpfloat_with_epsilon (picks.at[0], 0, 1e-9);
  camera.azimuth = -G_PI_2;
  dh_ground_group_set_camera (group, &camera, FALSE);
  g_assert_true (press (widget, GDK_KEY_Right, 0));
  g_assert_cmpfloat_with_epsilon (picks.at[1], 0.2, 1e-9);
  close_and_watch (window, widget);
  assert_finalized (group, g_object_unref);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/ground-input/map-drag", test_map_drag);
  g_test_add_func ("/ground-input/curve-drag", test_curve_drag);
  g_test_add_func ("/ground-input/surface-drag", test_surface_drag);
  g_test_add_func ("/ground-input/wheel", test_wheel);
  g_test_add_func ("/ground-input/hover", test_hover);
  g_test_add_func ("/ground-input/holes", test_holes);
  g_test_add_func ("/ground-input/map-keys", test_map_keys);
  g_test_add_func ("/ground-input/surface-keys", test_surface_keys);
  return g_test_run ();
}
