/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How landscape, faces and chart share a lane's card, and what a low card shows of them.
 */
#include <adwaita.h>

#include "config.h"
#include "tests/ui/ui-helpers.h"
#include "ui/window/window.h"

#define LOW  230
#define HIGH 640

typedef struct
{
  DhLaneBody *body;
  gboolean plane, faces, chart;
} Expected;

static gboolean
is_shown (gpointer data)
{
  const Expected *expected = data;
  DhLaneBody *body = expected->body;
  gboolean low = expected->plane + expected->faces + expected->chart == 1;

  return gtk_widget_get_mapped (GTK_WIDGET (dh_lane_body_get_plane (body))) == expected->plane
         && gtk_widget_get_mapped (GTK_WIDGET (dh_lane_body_get_preview (body))) == expected->faces
         && gtk_widget_get_mapped (GTK_WIDGET (dh_lane_body_get_chart (body))) == expected->chart
         && gtk_widget_get_mapped (find_button (GTK_WIDGET (body), "Faces")) == low;
}

/* After the next layout. */
static void
wait_shown (DhLaneBody *body, gboolean plane, gboolean faces, gboolean chart)
{
  Expected expected = { body, plane, faces, chart };

  wait_until (is_shown, &expected);
}

static void
choose (DhLaneBody *body, const char *label)
{
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (find_button (GTK_WIDGET (body), label)), TRUE);
}

static void
test_low (void)
{
  GtkWidget *widget = dh_lane_body_new (), *window = show_alone (widget, 300, HIGH);
  DhLaneBody *body = DH_LANE_BODY (widget);
  guint n = 0;

  g_signal_connect (widget, "notify::view", G_CALLBACK (count_cb), &n);
  g_assert_cmpint (dh_lane_body_get_view (body), ==, DH_LANE_VIEW_FACES);
  wait_shown (body, TRUE, TRUE, TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, LOW);
  wait_shown (body, FALSE, TRUE, FALSE);
  choose (body, "Landscape");
  g_assert_cmpint (dh_lane_body_get_view (body), ==, DH_LANE_VIEW_LANDSCAPE);
  wait_shown (body, TRUE, FALSE, FALSE);
  choose (body, "Chart");
  wait_shown (body, FALSE, FALSE, TRUE);
  g_assert_cmpuint (n, ==, 2);
  dh_lane_body_set_view (body, DH_LANE_VIEW_CHART);
  g_assert_cmpuint (n, ==, 2);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, HIGH);
  wait_shown (body, TRUE, TRUE, TRUE);
  close_and_watch (window, widget);
}

/* The chosen view fills the room: there is no stripe. */
static void
test_low_fills (void)
{
  GtkWidget *widget = dh_lane_body_new (), *window = show_alone (widget, 300, LOW);
  DhLaneBody *body = DH_LANE_BODY (widget);

  choose (body, "Landscape");
  wait_shown (body, TRUE, FALSE, FALSE);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (dh_lane_body_get_plane (body))), >, LOW / 2);
  choose (body, "Chart");
  wait_shown (body, FALSE, FALSE, TRUE);
  g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (dh_lane_body_get_chart (body))), >, LOW / 2);
  close_and_watch (window, widget);
}

/* No landscape was requested: it is neither shown nor offered, even if it was chosen. */
static void
test_low_without_landscape (void)
{
  GtkWidget *widget = dh_lane_body_new (), *window = show_alone (widget, 300, LOW);
  DhLaneBody *body = DH_LANE_BODY (widget);

  choose (body, "Landscape");
  gtk_widget_set_visible (GTK_WIDGET (dh_lane_body_get_plane (body)), FALSE);
  g_assert_false (gtk_widget_get_visible (find_button (widget, "Landscape")));
  /* There is room for the other two. */
  wait_shown (body, FALSE, TRUE, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (dh_lane_body_get_plane (body)), TRUE);
  gtk_window_set_default_size (GTK_WINDOW (window), 300, LOW);
  wait_shown (body, TRUE, FALSE, FALSE);
  close_and_watch (window, widget);
}

static DhWindow *
open_window (GSettings *settings)
{
  DhWindow *window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
close_window (DhWindow *window)
{
  gpointer watched = window;

  g_object_add_weak_pointer (G_OBJECT (window), &watched);
  gtk_window_close (GTK_WINDOW (window));
  wait_until (is_gone, &watched);
}

/* All cards show the same view, for comparison; and so does the next start. */
static void
test_shared (void)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  DhWindow *window = open_window (settings);
  DhLaneStrip *strip = dh_window_get_strip (window);

  dh_lane_body_set_view (dh_lane_card_get_body (dh_lane_strip_get_card (strip, 1)),
                         DH_LANE_VIEW_CHART);
  g_assert_cmpint (dh_lane_strip_get_view (strip), ==, DH_LANE_VIEW_CHART);
  g_assert_nonnull (dh_session_add_lane (dh_window_get_session (window), NULL, 0.0, NULL));
  for (guint i = 0; i < dh_lane_strip_get_n_cards (strip); i++)
    {
      DhLaneBody *body = dh_lane_card_get_body (dh_lane_strip_get_card (strip, i));

      g_assert_cmpint (dh_lane_body_get_view (body), ==, DH_LANE_VIEW_CHART);
    }
  close_window (window);
  window = open_window (settings);
  g_assert_cmpint (dh_lane_strip_get_view (dh_window_get_strip (window)), ==, DH_LANE_VIEW_CHART);
  close_window (window);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/lane-body/low", test_low);
  g_test_add_func ("/lane-body/low-fills", test_low_fills);
  g_test_add_func ("/lane-body/low-without-landscape", test_low_without_landscape);
  g_test_add_func ("/lane-body/shared", test_shared);
  return g_test_run ();
}
