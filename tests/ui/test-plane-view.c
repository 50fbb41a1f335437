/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The landscape in a lane's card: its words, what a click does, and what of it is asked for when.
 */
#include <adwaita.h>
#include <math.h>

#include "config.h"
#include "tests/ui/fake-plane.h"
#include "tests/ui/ui-helpers.h"
#include "ui/plane-view.h"
#include "ui/plot/plane-format.h"
#include "ui/window.h"

typedef struct
{
  DhSession   *session;
  DhLane      *lane;
  GtkWidget   *window;
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
  DhPlane plane = make_plane (DH_PLANE_WAY, .613, .2204);

  assert_text (dh_plane_dup_loss (&plane), "loss 0.0118");
  assert_text (dh_plane_dup_share (&plane), "plane shows 83 % of the way");
  assert_text (dh_plane_dup_axis (&plane, 0), "direction 1 · 61 % of the way");
  plane.slice_loss = .01309;
  assert_text (dh_plane_dup_loss (&plane), "loss 0.0118\nslice 0.0131");
  plane.slice_loss = NAN;
  assert_text (dh_plane_dup_loss (&plane), "loss 0.0118");
  plane.ball_loss = INFINITY;
  assert_text (dh_plane_dup_loss (&plane), "loss –");
  plane = make_plane (DH_PLANE_RANDOM, NAN, NAN);
  assert_text (dh_plane_dup_share (&plane), "random plane");
  assert_text (dh_plane_dup_axis (&plane, 1), "random direction 2");
  plane = make_plane (DH_PLANE_RANDOM, .013, .008);
  assert_text (dh_plane_dup_share (&plane), "random plane · 2 % of the way");
  assert_text (dh_plane_dup_axis (&plane, 1), "random direction 2 · 1 % of the way");
}

/* From nothing over a coarse picture to the finest. */
static void
test_progress (Fixture *f, gconstpointer data)
{
  g_autoptr (DhPlane) measured = fake_plane_make (f->lane, 10);
  g_autoptr (DhPlane) coarse = fake_plane_make (f->lane, 20);
  g_autoptr (DhPlane) fine = fake_plane_make (f->lane, 400);
  g_autofree char *none = dh_plane_dup_placeholder (NULL);

  g_assert_nonnull (none);
  assert_text (dh_plane_dup_description (NULL), none);
  assert_text (dh_plane_dup_placeholder (measured), "Measuring the landscape:\n84 of 169 points");
  assert_text (dh_plane_dup_progress (measured), NULL);
  assert_text (dh_plane_dup_placeholder (coarse), NULL);
  assert_text (dh_plane_dup_progress (coarse), "20×20");
  assert_text (dh_plane_dup_progress (fine), NULL);
  assert_text (dh_plane_dup_here (measured, fine->ball), NULL);
  assert_text (dh_plane_dup_here (fine, (double[]){ 40, 0 }), NULL);
  g_free (none);
  none = dh_plane_dup_here (fine, fine->ball);
  g_assert_true (g_str_has_prefix (none, "here 0.0"));
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

static void
test_look (Fixture *f, gconstpointer data)
{
  guint n = 0;

  g_signal_connect (f->view, "notify::looking", G_CALLBACK (count_cb), &n);
  /* Nothing is there to be looked at. */
  pick (f, 1, 1);
  g_assert_false (dh_plane_view_get_looking (f->view));
  set_plane (f, 400);
  pick (f, 1, 1);
  pick (f, 2, 1);
  g_assert_true (dh_plane_view_get_looking (f->view));
  g_assert_cmpuint (n, ==, 1);
  g_assert_nonnull (dh_lane_snapshot_get_look (dh_lane_get_snapshot (f->lane)));
  /* The way goes on in the same plane. */
  set_plane (f, 410);
  g_assert_true (dh_plane_view_get_looking (f->view));
  {
    g_autoptr (DhPlane) plane = fake_plane_make (f->lane, 410);

    pick (f, plane->ball[0] + .1, plane->ball[1]);
  }
  g_assert_false (dh_plane_view_get_looking (f->view));
  g_assert_null (dh_lane_snapshot_get_look (dh_lane_get_snapshot (f->lane)));
  g_assert_cmpuint (n, ==, 2);
}

/* A place of one plane is none of another. */
static void
test_other_plane (Fixture *f, gconstpointer data)
{
  set_plane (f, 400);
  pick (f, 1, 1);
  gtk_widget_activate_action (GTK_WIDGET (f->view), "plane.other-directions", NULL);
  gtk_widget_activate_action (GTK_WIDGET (f->view), "plane.kind", "s", "random");
  g_assert_cmpint (dh_lane_get_plane_kind (f->lane), ==, DH_PLANE_RANDOM);
  set_plane (f, 410);
  g_assert_false (dh_plane_view_get_looking (f->view));
  pick (f, 1, 1);
  gtk_widget_activate_action (GTK_WIDGET (f->view), "plane.other-directions", NULL);
  set_plane (f, 420);
  g_assert_false (dh_plane_view_get_looking (f->view));
  gtk_widget_activate_action (GTK_WIDGET (f->view), "plane.map", NULL);
  /* Hidden, it costs nothing; shown again, it is of the kind that was chosen. */
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

      if (plane == NULL || plane->terrain == NULL)
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

/* In the window every lane has one from the start; one key hides all. */
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
  g_assert_cmpint (dh_lane_get_plane_kind (lane), ==, DH_PLANE_WAY);
  dh_session_set_playing (session, TRUE);
  wait_until (have_planes, session);
  dh_session_set_playing (session, FALSE);
  dh_plane_view_look_at (get_view (self, 0), (double[]){ 1, 1 });
  dh_plane_view_look_at (get_view (self, 1), (double[]){ 1, 1 });
  gtk_widget_activate_action (window, "win.end-looks", NULL);
  g_assert_false (dh_plane_view_get_looking (get_view (self, 0)));
  g_assert_false (dh_plane_view_get_looking (get_view (self, 1)));
  dh_plane_view_look_at (get_view (self, 0), (double[]){ 1, 1 });
  gtk_widget_activate_action (window, "win.show-landscapes", NULL);
  g_assert_false (dh_lane_strip_get_show_landscapes (dh_window_get_strip (self)));
  g_assert_false (dh_plane_view_get_looking (get_view (self, 0)));
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (get_view (self, 0))));
  g_assert_cmpint (dh_lane_get_plane_kind (lane), ==, DH_PLANE_NONE);
  gtk_widget_activate_action (window, "win.show-landscapes", NULL);
  g_assert_cmpint (dh_lane_get_plane_kind (lane), ==, DH_PLANE_WAY);
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
  g_test_add ("/plane-view/progress", Fixture, NULL, set_up, test_progress, tear_down);
  g_test_add ("/plane-view/planes", Fixture, NULL, set_up, test_planes, tear_down);
  g_test_add ("/plane-view/look", Fixture, NULL, set_up, test_look, tear_down);
  g_test_add ("/plane-view/other-plane", Fixture, NULL, set_up, test_other_plane, tear_down);
  g_test_add_func ("/plane-view/window", test_window);
  return g_test_run ();
}
