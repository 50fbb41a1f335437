/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lanes know which parts of their cards are on the screen.
 */
#include <adwaita.h>
#ifdef GDK_WINDOWING_X11
#include <X11/Xatom.h>
#include <gdk/x11/gdkx.h>
#endif

#include "tests/ui/ui-helpers.h"
#include "ui/lanes/lane-strip.h"

#define N_LANES 4
#define WIDE    1500
#define NARROW  500
#define HIGH    900

/* A strip of lanes on one of two pages. */
typedef struct
{
  DhSession *session;
  GtkWidget *window, *pages, *strip;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->session = dh_session_new (g_getenv ("DH_FACES"));
  for (guint i = 0; i < N_LANES; i++)
    dh_session_add_lane (self->session, NULL, 0, NULL);
  self->pages = gtk_stack_new ();
  self->strip = dh_lane_strip_new ();
  gtk_stack_add_named (GTK_STACK (self->pages), self->strip, "lanes");
  gtk_stack_add_named (GTK_STACK (self->pages), gtk_label_new ("…"), "other");
  dh_lane_strip_set_session (DH_LANE_STRIP (self->strip), self->session);
  self->window = show_alone (self->pages, WIDE, HIGH);
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  close_and_watch (self->window, self->strip);
  g_clear_object (&self->session);
}

static DhLaneParts
get_hidden (Fixture *self, guint position)
{
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (self->session), position);

  return dh_lane_get_hidden_parts (lane);
}

typedef struct
{
  Fixture *fixture;
  DhLaneParts hidden[N_LANES];
} Expected;

static gboolean
is_hidden (gpointer data)
{
  const Expected *expected = data;

  for (guint i = 0; i < N_LANES; i++)
    if (get_hidden (expected->fixture, i) != expected->hidden[i])
      return FALSE;
  return TRUE;
}

static void
wait_hidden (Fixture *self, DhLaneParts parts)
{
  Expected expected = { self, { parts, parts, parts, parts } };

  wait_until (is_hidden, &expected);
}

static void
test_pages (Fixture *self, gconstpointer data)
{
  wait_hidden (self, DH_LANE_NO_PART);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), "other");
  wait_hidden (self, DH_LANE_ALL_PARTS);
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), "lanes");
  wait_hidden (self, DH_LANE_NO_PART);
}

static void
test_window (Fixture *self, gconstpointer data)
{
  wait_hidden (self, DH_LANE_NO_PART);
  gtk_widget_set_visible (self->window, FALSE);
  wait_hidden (self, DH_LANE_ALL_PARTS);
  gtk_window_present (GTK_WINDOW (self->window));
  wait_hidden (self, DH_LANE_NO_PART);
}

#ifdef GDK_WINDOWING_X11
/* Says what a window manager says of a minimised window; the tests' display has none. */
static void
set_minimised (GtkWidget *window, gboolean minimised)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));
  Display *display = gdk_x11_display_get_xdisplay (gtk_widget_get_display (window));
  Atom states[] = { XInternAtom (display, "_NET_WM_STATE_HIDDEN", False) };

  XChangeProperty (display, gdk_x11_surface_get_xid (surface),
                   XInternAtom (display, "_NET_WM_STATE", False), XA_ATOM, 32, PropModeReplace,
                   (const unsigned char *) states, minimised ? 1 : 0);
  XFlush (display);
}

static void
test_minimised (Fixture *self, gconstpointer data)
{
  if (!GDK_IS_X11_DISPLAY (gtk_widget_get_display (self->window)))
    {
      g_test_skip ("not on X11");
      return;
    }
  wait_hidden (self, DH_LANE_NO_PART);
  set_minimised (self->window, TRUE);
  wait_hidden (self, DH_LANE_ALL_PARTS);
  set_minimised (self->window, FALSE);
  wait_hidden (self, DH_LANE_NO_PART);
}
#endif

static gboolean
shows_first_only (gpointer data)
{
  return get_hidden (data, 0) == DH_LANE_NO_PART
         && get_hidden (data, N_LANES - 1) == DH_LANE_ALL_PARTS;
}

static gboolean
shows_last_only (gpointer data)
{
  return get_hidden (data, 0) == DH_LANE_ALL_PARTS
         && get_hidden (data, N_LANES - 1) == DH_LANE_NO_PART;
}

/* A narrow window shows the first lanes, and the last ones after scrolling. */
static void
test_scrolled (Fixture *self, gconstpointer data)
{
  GtkAdjustment *place = dh_card_strip_get_hadjustment (DH_CARD_STRIP (self->strip));

  gtk_window_set_default_size (GTK_WINDOW (self->window), NARROW, HIGH);
  wait_until (shows_first_only, self);
  gtk_adjustment_set_value (place, gtk_adjustment_get_upper (place));
  wait_until (shows_last_only, self);
}

/* A low card shows one part at a time, and no landscape if none is wanted. */
static void
test_low (Fixture *self, gconstpointer data)
{
  gtk_window_set_default_size (GTK_WINDOW (self->window), WIDE, 1);
  wait_hidden (self, DH_LANE_LANDSCAPE);
  dh_lane_strip_set_view (DH_LANE_STRIP (self->strip), DH_LANE_VIEW_CHART);
  wait_hidden (self, DH_LANE_LANDSCAPE | DH_LANE_FACES);
  dh_lane_strip_set_view (DH_LANE_STRIP (self->strip), DH_LANE_VIEW_LANDSCAPE);
  wait_hidden (self, DH_LANE_FACES);
  dh_lane_strip_set_show_landscapes (DH_LANE_STRIP (self->strip), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (self->window), WIDE, HIGH);
  wait_hidden (self, DH_LANE_LANDSCAPE);
}

/* Removing lanes leaves nothing behind, on the screen or not. */
static void
test_removed (Fixture *self, gconstpointer data)
{
  wait_hidden (self, DH_LANE_NO_PART);
  while (g_list_model_get_n_items (dh_session_get_lanes (self->session)) > 1)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (self->session), 0);

      g_assert_true (dh_session_remove_lane (self->session, lane));
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->pages), "other");
  while (get_hidden (self, 0) != DH_LANE_ALL_PARTS)
    g_main_context_iteration (NULL, TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/lane-sight/pages", Fixture, NULL, set_up, test_pages, tear_down);
  g_test_add ("/lane-sight/window", Fixture, NULL, set_up, test_window, tear_down);
#ifdef GDK_WINDOWING_X11
  g_test_add ("/lane-sight/minimised", Fixture, NULL, set_up, test_minimised, tear_down);
#endif
  g_test_add ("/lane-sight/scrolled", Fixture, NULL, set_up, test_scrolled, tear_down);
  g_test_add ("/lane-sight/low", Fixture, NULL, set_up, test_low, tear_down);
  g_test_add ("/lane-sight/removed", Fixture, NULL, set_up, test_removed, tear_down);
  return g_test_run ();
}
