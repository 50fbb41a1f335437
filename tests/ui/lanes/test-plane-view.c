/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The landscape in a lane's card: its texts, clicks, and which requests are made when.
 */
#include <adwaita.h>
#include <math.h>
#include <string.h>

#include "config.h"
#include "tests/ui/fake-plane.h"
#include "tests/ui/ui-helpers.h"
#include "ui/lanes/plane-view.h"
#include "ui/plot/common/plane-format.h"
#include "ui/plot/scene/empty-ground.h"
#include "ui/window/window.h"

typedef struct
{
  DhSession *session;
  DhLane *lane;
  GtkWidget *window;
  DhPlaneView *view;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (DhGroundGroup) cameras = dh_ground_group_new ();
  GtkWidget *view = dh_plane_view_new ();

  f->session = dh_session_new (".");
  f->lane = dh_session_add_lane (f->session, "mae", 0, NULL);
  f->view = DH_PLANE_VIEW (view);
  dh_plane_view_set_lane (f->view, f->lane, cameras);
  dh_plane_view_set_shown (f->view, TRUE);
  f->window = show_alone (view, 310, 220);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  close_and_watch (f->window, GTK_WIDGET (f->view));
  g_object_unref (f->session);
}

static void
set_plane (Fixture *f, guint64 iteration)
{
  g_autoptr (DhPlane) plane = fake_plane_make (f->lane, iteration);

  dh_plane_view_set_plane (f->view, plane);
}

static void
pick (Fixture *f, double x, double y)
{
  g_signal_emit_by_name (find_widget (GTK_WIDGET (f->view), "DhGroundPair"), "picked", x, y, TRUE);
}

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static DhPlane
make_plane (DhPlaneKind kind, double first, double second)
{
  return (DhPlane) { .kind = kind,
                     .explained = { first, second },
                     .ball_loss = .011823,
                     .slice_loss = .011818,
                     .n_points = DH_PLANE_SIDE * DH_PLANE_SIDE };
}

static void
test_words (void)
{
  DhPlane plane = make_plane (DH_PLANE_TRAJECTORY, .613, .2204);

  assert_text (dh_plane_dup_loss (&plane), "loss 0.0118");
  assert_text (dh_plane_dup_share (&plane), "slice along the trajectory: 83 %");
  assert_text (dh_plane_dup_axis (&plane, 0), "direction 1: 61 %");
  plane.slice_loss = .01309;
  assert_text (dh_plane_dup_loss (&plane), "loss 0.0118\nslice 0.0131");
  plane.slice_loss = NAN;
  assert_text (dh_plane_dup_loss (&plane), "loss 0.0118");
  plane.ball_loss = INFINITY;
  assert_text (dh_plane_dup_loss (&plane), "loss –");
  plane = make_plane (DH_PLANE_RANDOM, NAN, NAN);
  assert_text (dh_plane_dup_share (&plane), "random slice");
  assert_text (dh_plane_dup_axis (&plane, 1), "random direction 2");
  plane = make_plane (DH_PLANE_RANDOM, .013, .008);
  assert_text (dh_plane_dup_share (&plane), "random slice");
  assert_text (dh_plane_dup_axis (&plane, 1), "random direction 2");
  plane = make_plane (DH_PLANE_TRAJECTORY, NAN, NAN);
  assert_text (dh_plane_dup_share (&plane), "slice along the trajectory");
  assert_text (dh_plane_dup_axis (&plane, 1), "direction 2");
}

static void
assert_holds (char *text, const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” isn't in “%s”", part, text);
  g_free (text);
}

/* The texts on the chips are explained. */
static void
test_explanations (void)
{
  DhPlane plane = make_plane (DH_PLANE_TRAJECTORY, .613, .2204);

  plane.iteration = 120;
  assert_holds (dh_plane_dup_loss_tooltip (),
                "slice: the height of the drawn surface under the ball");
  assert_holds (dh_plane_dup_share_tooltip (&plane), "iteration 120.");
  assert_holds (dh_plane_dup_share_tooltip (&plane), "83 % of the trajectory’s movement");
  plane = make_plane (DH_PLANE_RANDOM, NAN, NAN);
  assert_holds (dh_plane_dup_share_tooltip (&plane), "two random directions");
  {
    g_autofree char *text = dh_plane_dup_share_tooltip (&plane);

    g_assert_null (strchr (text, '%'));
  }
}

/* From nothing to a coarse picture and then the finest. */
static void
test_progress (Fixture *f, gconstpointer data)
{
  g_autoptr (DhPlane) measured = fake_plane_make (f->lane, 10);
  g_autoptr (DhPlane) coarse = fake_plane_make (f->lane, 20);
  g_autoptr (DhPlane) fine = fake_plane_make (f->lane, 400);
  g_autofree char *none = dh_plane_dup_placeholder (NULL, FALSE);
  g_autofree char *dead = dh_plane_dup_placeholder (NULL, TRUE);

  g_assert_nonnull (none);
  g_assert_cmpstr (none, !=, dead);
  assert_text (dh_plane_dup_description (NULL, FALSE), none);
  assert_text (dh_plane_dup_description (NULL, TRUE), dead);
  assert_text (dh_plane_dup_placeholder (measured, FALSE), NULL);
  assert_text (dh_plane_dup_description (measured, FALSE),
               "Computing the landscape: 24 of 49 points.");
  g_assert_cmpfloat_with_epsilon (dh_plane_get_first_part (measured), 24.0 / 49, 1e-9);
  assert_text (dh_plane_dup_progress (measured), NULL);
  g_assert_cmpfloat (dh_plane_get_first_part (coarse), ==, 1);
  assert_text (dh_plane_dup_progress (coarse), "17×17");
  assert_holds (dh_plane_dup_description (coarse, FALSE), "slice along the trajectory: 83 %");
  assert_text (dh_plane_dup_progress (fine), NULL);
  assert_text (dh_plane_dup_here (measured, fine->ball), NULL);
  assert_text (dh_plane_dup_here (fine, (double[]) { 40, 0 }), NULL);
  g_free (none);
  none = dh_plane_dup_here (fine, fine->ball);
  g_assert_true (g_str_has_prefix (none, "here 0.0"));
}

static gboolean
is_shown (Fixture *f, const char *type)
{
  return gtk_widget_get_visible (find_widget (GTK_WIDGET (f->view), type));
}

/* From an empty sheet with a word, through one with a bar, to rows and a picture. */
static void
test_beginning (Fixture *f, gconstpointer data)
{
  GtkWidget *bar = find_widget (GTK_WIDGET (f->view), "GtkProgressBar");
  g_autoptr (DhPlane) rows = fake_plane_make (f->lane, 10);
  g_autoptr (DhPlane) whole = fake_plane_make (f->lane, 20);

  g_assert_false (is_shown (f, "GtkProgressBar"));
  set_plane (f, 10);
  g_assert_true (is_shown (f, "GtkProgressBar"));
  g_assert_cmpfloat_with_epsilon (gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (bar)), 24.0 / 49,
                                  1e-9);
  /* The upper half isn't known yet. */
  {
    float heights[DH_PLANE_SIDE * DH_PLANE_SIDE];

    for (guint i = 0; i < G_N_ELEMENTS (heights); i++)
      heights[i] = i < G_N_ELEMENTS (heights) / 2 ? NAN : (float) whole->terrain->heights[i];
    rows->terrain = dh_terrain_new_from_heights (DH_PLANE_SIDE, DH_PLANE_SIDE, rows->low,
                                                 rows->high, heights);
  }
  dh_plane_view_set_plane (f->view, rows);
  g_assert_true (is_shown (f, "GtkProgressBar"));
  dh_plane_view_set_plane (f->view, whole);
  g_assert_false (is_shown (f, "GtkProgressBar"));
  dh_plane_view_set_plane (f->view, NULL);
  g_assert_false (is_shown (f, "GtkProgressBar"));
}

/* Opacity of the sheet's picture at a place, 0 … 255. */
static guint
get_ink (const DhCamera *camera, int x, int y)
{
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, 120, 100);
  cairo_t *cr = cairo_create (picture);
  guint ink;

  dh_empty_ground_draw (cr, DH_SCHEME_LIGHT, camera, 120, 100);
  cairo_destroy (cr);
  cairo_surface_flush (picture);
  ink = cairo_image_surface_get_data (
    picture)[y * cairo_image_surface_get_stride (picture) + 4 * x + 3];
  cairo_surface_destroy (picture);
  return ink;
}

/* The whole map, or the part of a surface in the camera's view; faint, with lines where rows will
 * be. */
static void
test_sheet (void)
{
  guint paper = get_ink (NULL, 5, 5);

  g_assert_cmpuint (paper, >, 5);
  g_assert_cmpuint (paper, <, 80);
  g_assert_cmpuint (get_ink (NULL, 20, 5), >, paper);
  g_assert_cmpuint (get_ink (NULL, 115, 95), ==, paper);
  g_assert_cmpuint (get_ink (&dh_camera_usual, 2, 2), ==, 0);
  g_assert_cmpuint (get_ink (&dh_camera_usual, 60, 50), >=, paper);
}

static void
test_planes (Fixture *f, gconstpointer data)
{
  g_autoptr (DhPlane) plane = fake_plane_make (f->lane, 400);

  dh_plane_view_describe (f->view);
  set_plane (f, 10);
  dh_plane_view_describe (f->view);
  dh_plane_view_set_plane (f->view, plane);
  g_assert_cmpint (plane->n_refs, ==, 2);
  dh_plane_view_set_plane (f->view, plane);
  g_assert_cmpint (plane->n_refs, ==, 2);
  dh_plane_view_describe (f->view);
  dh_plane_view_set_plane (f->view, NULL);
  g_assert_cmpint (plane->n_refs, ==, 1);
}

static gboolean
is_probed (gpointer lane)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

  return snapshot != NULL && dh_lane_snapshot_get_probe (snapshot) != NULL;
}

static gboolean
is_not_probed (gpointer lane)
{
  return dh_lane_snapshot_get_probe (dh_lane_get_snapshot (lane)) == NULL;
}

static void
test_probe (Fixture *f, gconstpointer data)
{
  guint n = 0;

  g_signal_connect (f->view, "notify::probing", G_CALLBACK (count_cb), &n);
  /* There is nothing to probe. */
  pick (f, 1, 1);
  g_assert_false (dh_plane_view_get_probing (f->view));
  set_plane (f, 400);
  pick (f, 1, 1);
  pick (f, 2, 1);
  g_assert_true (dh_plane_view_get_probing (f->view));
  g_assert_cmpuint (n, ==, 1);
  wait_until (is_probed, f->lane);
  /* The trajectory continues in the same plane. */
  set_plane (f, 410);
  g_assert_true (dh_plane_view_get_probing (f->view));
  {
    g_autoptr (DhPlane) plane = fake_plane_make (f->lane, 410);

    pick (f, plane->ball[0] + .1, plane->ball[1]);
  }
  g_assert_false (dh_plane_view_get_probing (f->view));
  wait_until (is_not_probed, f->lane);
  g_assert_cmpuint (n, ==, 2);
}

/* A place in one plane doesn't exist in another. */
static void
test_other_plane (Fixture *f, gconstpointer data)
{
  set_plane (f, 400);
  pick (f, 1, 1);
  gtk_widget_activate_action (GTK_WIDGET (f->view), "plane.other-directions", NULL);
  gtk_widget_activate_action (GTK_WIDGET (f->view), "plane.kind", "s", "random");
  g_assert_cmpint (dh_lane_get_plane_kind (f->lane), ==, DH_PLANE_RANDOM);
  set_plane (f, 410);
  g_assert_false (dh_plane_view_get_probing (f->view));
  pick (f, 1, 1);
  gtk_widget_activate_action (GTK_WIDGET (f->view), "plane.other-directions", NULL);
  set_plane (f, 420);
  g_assert_false (dh_plane_view_get_probing (f->view));
  gtk_widget_activate_action (GTK_WIDGET (f->view), "plane.map", NULL);
  /* While hidden, it costs nothing; when shown again, it is of the kind that was chosen. */
  dh_plane_view_set_shown (f->view, FALSE);
  g_assert_cmpint (dh_lane_get_plane_kind (f->lane), ==, DH_PLANE_NONE);
  dh_plane_view_set_shown (f->view, TRUE);
  g_assert_cmpint (dh_lane_get_plane_kind (f->lane), ==, DH_PLANE_RANDOM);
}

static gboolean
have_planes (gpointer session)
{
  GListModel *lanes = dh_session_get_lanes (session);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);
      DhPlane *plane = snapshot != NULL ? dh_lane_snapshot_get_plane (snapshot) : NULL;

      if (plane == NULL || dh_plane_get_first_part (plane) < 1)
        return FALSE;
    }
  return TRUE;
}

static DhPlaneView *
get_view (DhWindow *window, guint lane)
{
  DhLaneCard *card = dh_lane_strip_get_card (dh_window_get_strip (window), lane);

  return DH_PLANE_VIEW (find_widget (GTK_WIDGET (card), "DhPlaneView"));
}

/* In the window every lane has one from the start; one key hides them all. */
static void
test_window (void)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  GtkWidget *window = dh_window_new (NULL, ".", settings);
  DhWindow *self = DH_WINDOW (window);
  DhSession *session = dh_window_get_session (self);
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (session), 0);
  gpointer watched = window;

  gtk_window_present (GTK_WINDOW (window));
  g_assert_cmpint (dh_lane_get_plane_kind (lane), ==, DH_PLANE_TRAJECTORY);
  dh_session_set_playing (session, TRUE);
  wait_until (have_planes, session);
  dh_session_set_playing (session, FALSE);
  dh_plane_view_probe (get_view (self, 0), (double[]) { 1, 1 });
  dh_plane_view_probe (get_view (self, 1), (double[]) { 1, 1 });
  gtk_widget_activate_action (window, "win.end-probe", NULL);
  g_assert_false (dh_plane_view_get_probing (get_view (self, 0)));
  g_assert_false (dh_plane_view_get_probing (get_view (self, 1)));
  dh_plane_view_probe (get_view (self, 0), (double[]) { 1, 1 });
  gtk_widget_activate_action (window, "win.show-landscapes", NULL);
  g_assert_false (dh_lane_strip_get_show_landscapes (dh_window_get_strip (self)));
  g_assert_false (dh_plane_view_get_probing (get_view (self, 0)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_view (self, 0))));
  g_assert_cmpint (dh_lane_get_plane_kind (lane), ==, DH_PLANE_NONE);
  gtk_widget_activate_action (window, "win.show-landscapes", NULL);
  g_assert_cmpint (dh_lane_get_plane_kind (lane), ==, DH_PLANE_TRAJECTORY);
  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_close (GTK_WINDOW (window));
  wait_until (is_gone, &watched);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/plane-view/words", test_words);
  g_test_add_func ("/plane-view/explanations", test_explanations);
  g_test_add_func ("/plane-view/sheet", test_sheet);
  g_test_add ("/plane-view/beginning", Fixture, NULL, set_up, test_beginning, tear_down);
  g_test_add ("/plane-view/progress", Fixture, NULL, set_up, test_progress, tear_down);
  g_test_add ("/plane-view/planes", Fixture, NULL, set_up, test_planes, tear_down);
  g_test_add ("/plane-view/probe", Fixture, NULL, set_up, test_probe, tear_down);
  g_test_add ("/plane-view/other-plane", Fixture, NULL, set_up, test_other_plane, tear_down);
  g_test_add_func ("/plane-view/window", test_window);
  return g_test_run ();
}
