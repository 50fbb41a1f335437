/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The whole window.  Linked twice: with the scripted trainer, and with the real one, where it trains
 * with the bundled faces (DH_FACES).
 */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "config.h"
#include "tests/ui/ui-helpers.h"
#include "ui/window/window.h"

/* Stored settings outlive a test; each test begins with the defaults. */
static GSettings *
get_clean_settings (void)
{
  GSettings *settings = g_settings_new (DH_APP_ID);
  g_autoptr (GSettingsSchema) schema = NULL;
  g_auto (GStrv) keys = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
  return settings;
}

static DhWindow *
open_window (GSettings *settings)
{
  const char *faces = g_getenv ("DH_FACES");
  GtkWidget *window = dh_window_new (NULL, faces != NULL ? faces : ".", settings);

  gtk_window_present (GTK_WINDOW (window));
  return DH_WINDOW (window);
}

static gboolean
all_have_previews (gpointer session)
{
  GListModel *lanes = dh_session_get_lanes (session);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

      if (snapshot == NULL || dh_lane_snapshot_get_preview (snapshot) == NULL
          || !dh_preview_is_painted (dh_lane_snapshot_get_preview (snapshot)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_stepped (gpointer session)
{
  return dh_session_get_iteration (session) >= 2;
}

static gboolean
has_failed (gpointer session)
{
  return dh_session_get_status (session) == DH_SESSION_FAILED;
}

/* Training continues while it closes. */
static void
close_window (DhWindow *window)
{
  gpointer watched_window = window, watched_session = dh_window_get_session (window);

  g_object_add_weak_pointer (G_OBJECT (window), &watched_window);
  g_object_add_weak_pointer (G_OBJECT (watched_session), &watched_session);
  gtk_window_close (GTK_WINDOW (window));
  wait_until (is_gone, &watched_window);
  wait_until (is_gone, &watched_session);
}

static void
test_trains (void)
{
  g_autoptr (GSettings) settings = get_clean_settings ();
  DhWindow *window = open_window (settings);
  DhSession *session = dh_window_get_session (window);

  g_assert_cmpuint (dh_lane_strip_get_n_cards (dh_window_get_strip (window)), ==, 4);
  g_assert_false (dh_session_get_playing (session));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.playing", NULL);
  g_assert_true (dh_session_get_playing (session));
  wait_until (has_stepped, session);
  wait_until (all_have_previews, session);
  close_window (window);
}

static void
test_lanes (void)
{
  g_autoptr (GSettings) settings = get_clean_settings ();
  DhWindow *window = open_window (settings);
  DhSession *session = dh_window_get_session (window);
  DhLaneStrip *strip = dh_window_get_strip (window);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.add-lane", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.add-lane", NULL);
  g_assert_cmpuint (dh_lane_strip_get_n_cards (strip), ==, 6);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "add-lane"));
  while (dh_lane_strip_get_n_cards (strip) > 1)
    gtk_widget_activate_action (GTK_WIDGET (window), "win.remove-lane", NULL);
  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (window), "remove-lane"));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.rate-up", NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.swap-people", NULL);
  g_assert_cmpstr (dh_session_get_person (session, 0), ==, "birch");
  g_assert_cmpstr (dh_session_get_person (session, 1), ==, "alder");
  close_window (window);
}

/* Choices are restored the next time. */
static void
test_remembers (void)
{
  g_autoptr (GSettings) settings = get_clean_settings ();
  DhWindow *window = open_window (settings);
  DhSession *session = dh_window_get_session (window);
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (session), 0);
  g_autoptr (DhLane) again = NULL;

  dh_lane_set_loss (lane, "huber");
  dh_lane_set_learning_rate (lane, 2.5e-4);
  dh_lane_set_clip (lane, dh_clip_make (DH_CLIP_AUTOMATIC, 25));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.gradient-norms", NULL);
  g_assert_true (gtk_widget_get_visible (find_widget (GTK_WIDGET (window), "DhGradientLine")));
  dh_session_set_seed (session, 7);
  dh_session_set_people (session, "cedar", "dogwood");
  close_window (window);
  window = open_window (settings);
  session = dh_window_get_session (window);
  again = g_list_model_get_item (dh_session_get_lanes (session), 0);
  g_assert_cmpstr (dh_lane_get_loss (again), ==, "huber");
  g_assert_cmpfloat (dh_lane_get_learning_rate (again), ==, 2.5e-4);
  g_assert_cmpint (dh_lane_get_clip (again).kind, ==, DH_CLIP_AUTOMATIC);
  g_assert_cmpfloat (dh_lane_get_clip (again).bound, ==, 25);
  g_assert_true (gtk_widget_get_visible (find_widget (GTK_WIDGET (window), "DhGradientLine")));
  g_assert_cmpuint (dh_session_get_seed (session), ==, 7);
  g_assert_cmpstr (dh_session_get_person (session, 1), ==, "dogwood");
  close_window (window);
}

/* With settings of another version, or invalid ones, the window still opens. */
static void
test_foreign_settings (void)
{
  g_autoptr (GSettings) settings = get_clean_settings ();
  DhWindow *window;

  g_settings_set (settings, "lanes", "a(sdsd)", NULL);
  g_settings_set_string (settings, "preset", "enormous");
  g_settings_set_string (settings, "person-a", "/nowhere/at/all");
  window = open_window (settings);
  g_assert_cmpuint (dh_lane_strip_get_n_cards (dh_window_get_strip (window)), ==, 4);
  g_assert_cmpstr (dh_session_get_preset (dh_window_get_session (window)), ==, "quick");
  close_window (window);
}

static void
type_seed (GtkWidget *spin, const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (spin), text);
  gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
}

/* An invalid seed leaves the current one. */
static void
test_seed (void)
{
  static const char *const bad[] = { "", "abc", "-1", "1.5", "1e3", "99999999999" };
  g_autoptr (GSettings) settings = get_clean_settings ();
  DhWindow *window = open_window (settings);
  DhSession *session = dh_window_get_session (window);
  GtkWidget *spin = find_widget (GTK_WIDGET (window), "GtkSpinButton");

  type_seed (spin, "12");
  g_assert_cmpuint (dh_session_get_seed (session), ==, 12);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      type_seed (spin, bad[i]);
      g_assert_cmpuint (dh_session_get_seed (session), ==, 12);
      g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "12");
    }
  close_window (window);
}

static void
test_bad_folder (void)
{
  g_autoptr (GSettings) settings = get_clean_settings ();
  g_autofree char *folder = g_dir_make_tmp ("downhill-<b>&-XXXXXX", NULL);
  DhWindow *window = open_window (settings);
  DhSession *session = dh_window_get_session (window);

  dh_session_set_people (session, folder, "birch");
  dh_session_set_playing (session, TRUE);
  wait_until (has_failed, session);
  g_assert_nonnull (dh_session_get_message (session));
  dh_session_set_people (session, "alder", "birch");
  wait_until (has_stepped, session);
  close_window (window);
  g_rmdir (folder);
}

/* The button of the page switch that is visible. */
static GtkWidget *
find_switch (GtkWidget *parent)
{
  if (GTK_IS_TOGGLE_BUTTON (parent) && gtk_widget_get_mapped (parent)
      && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (parent)), "Losses") == 0)
    return parent;
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_switch (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

typedef struct
{
  GtkWidget *window;
  gboolean at_bottom;
} SwitchPlace;

static gboolean
is_switch_there (gpointer data)
{
  const SwitchPlace *place = data;
  GtkWidget *button = find_switch (place->window);
  graphene_rect_t bounds;

  return button != NULL && gtk_widget_compute_bounds (button, place->window, &bounds)
         && (bounds.origin.y > gtk_widget_get_height (place->window) / 2) == place->at_bottom;
}

/* The position of the switch depends on the width alone, so that a second click at the same place
 * hits it again. */
static void
test_switch_stays (void)
{
  static const char *const pages[] = { "losses", "hills", "lanes" };
  static const int widths[] = { 800, 1400 };
  g_autoptr (GSettings) settings = get_clean_settings ();

  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      SwitchPlace place = { .at_bottom = i == 0 };
      DhWindow *window;
      int minimum;

      g_settings_set_int (settings, "window-width", widths[i]);
      g_settings_set_int (settings, "window-height", 600);
      window = open_window (settings);
      place.window = GTK_WIDGET (window);
      for (guint k = 0; k < G_N_ELEMENTS (pages); k++)
        {
          wait_until (is_switch_there, &place);
          gtk_widget_measure (place.window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL,
                              NULL);
          g_assert_cmpint (minimum, <=, widths[i]);
          dh_window_set_page (window, pages[k]);
        }
      close_window (window);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/main-window/trains", test_trains);
  g_test_add_func ("/main-window/lanes", test_lanes);
  g_test_add_func ("/main-window/remembers", test_remembers);
  g_test_add_func ("/main-window/foreign-settings", test_foreign_settings);
  g_test_add_func ("/main-window/seed", test_seed);
  g_test_add_func ("/main-window/switch-stays", test_switch_stays);
  g_test_add_func ("/main-window/bad-folder", test_bad_folder);
  return g_test_run ();
}
