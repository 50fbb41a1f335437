/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window remembers: that it is written when it changes, and that nothing that may stand in
 * a file keeps the window from opening.
 */
#define G_SETTINGS_ENABLE_BACKEND
#include <adwaita.h>
#include <gio/gsettingsbackend.h>
#include <glib/gstdio.h>
#include <string.h>

#include "config.h"
#include "tests/ui/ui-helpers.h"
#include "ui/window/window.h"

#define GROUP "[org/downhill/Downhill]\n"

typedef struct
{
  char *file;
  GSettings *settings;
  DhWindow *window;
} Fixture;

/* A window whose settings come from a file with these lines. */
static void
open_window (Fixture *fixture, const char *lines)
{
  g_autofree char *content = g_strconcat (GROUP, lines, "\n", NULL);
  g_autoptr (GSettingsBackend) backend = NULL;
  int fd = g_file_open_tmp ("downhill-settings-XXXXXX", &fixture->file, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (fixture->file, content, -1, NULL));
  backend = g_keyfile_settings_backend_new (fixture->file, "/", NULL);
  fixture->settings = g_settings_new_with_backend (DH_APP_ID, backend);
  fixture->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), fixture->settings));
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (is_on_screen, fixture->window);
}

static void
close_window (Fixture *fixture)
{
  gpointer watched = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &watched);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (is_gone, &watched);
  g_unlink (fixture->file);
  g_clear_pointer (&fixture->file, g_free);
  g_clear_object (&fixture->settings);
}

/* ---- written when it changes ---- */

static gboolean
is_written (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GVariant) lanes = g_settings_get_value (fixture->settings, "lanes");
  g_autofree char *page = g_settings_get_string (fixture->settings, "page");
  g_autofree char *ground = g_settings_get_string (fixture->settings, "hills-ground");
  g_autoptr (GVariant) parameters = g_settings_get_value (fixture->settings, "hills-parameters");
  const char *loss;
  double rate, parameter;

  if (g_variant_n_children (lanes) != 5 || g_variant_n_children (parameters) == 0)
    return FALSE;
  g_variant_get_child (lanes, 0, "(&sd&sd)", &loss, &rate, NULL, NULL);
  g_variant_get_child (parameters, 0, "d", &parameter);
  return g_str_equal (loss, "huber") && rate == 2.5e-4 && g_str_equal (page, "hills")
         && g_str_equal (ground, "hill:rastrigin") && parameter == 7
         && g_settings_get_uint64 (fixture->settings, "seed") == 7
         && !g_settings_get_boolean (fixture->settings, "log-axis")
         && g_settings_get_boolean (fixture->settings, "show-mask");
}

/* The window isn't closed, as if it crashed now. */
static void
test_autosave (void)
{
  Fixture fixture;
  DhSession *session;
  DhRace *race;
  g_autoptr (DhLane) lane = NULL;

  open_window (&fixture, "");
  session = dh_window_get_session (fixture.window);
  race = dh_hills_page_get_race (dh_window_get_hills_page (fixture.window));
  lane = g_list_model_get_item (dh_session_get_lanes (session), 0);
  dh_lane_set_loss (lane, "huber");
  dh_lane_set_learning_rate (lane, 2.5e-4);
  dh_session_add_lane (session, NULL, 0.0, NULL);
  dh_session_set_seed (session, 7);
  dh_window_set_page (fixture.window, "hills");
  dh_race_set_ground (race, "hill:rastrigin", NULL);
  dh_race_set_parameter (race, 0, 7);
  dh_chart_group_set_logarithmic (dh_lane_strip_get_charts (dh_window_get_strip (fixture.window)),
                                  FALSE);
  dh_lane_strip_set_show_mask (dh_window_get_strip (fixture.window), TRUE);
  wait_until (is_written, &fixture);
  close_window (&fixture);
}

static gboolean
has_new_lane (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (GVariant) lanes = g_settings_get_value (fixture->settings, "lanes");
  const char *loss;

  if (g_variant_n_children (lanes) != 5)
    return FALSE;
  g_variant_get_child (lanes, 4, "(&sd&sd)", &loss, NULL, NULL, NULL);
  return g_str_equal (loss, "gmsd");
}

/* A lane added after the start is saved like the first ones. */
static void
test_autosave_new_lane (void)
{
  Fixture fixture;
  DhLane *lane;

  open_window (&fixture, "");
  lane = dh_session_add_lane (dh_window_get_session (fixture.window), NULL, 0.0, NULL);
  dh_lane_set_loss (lane, "gmsd");
  wait_until (has_new_lane, &fixture);
  close_window (&fixture);
}

static void
count_changed_cb (GSettings *settings, const char *key, guint *count)
{
  ++*count;
}

/* Saving values that are already stored writes nothing, whatever notifications there were. */
static void
test_writes_changes_only (void)
{
  Fixture fixture;
  guint n_changes = 0;
  DhSession *session;

  open_window (&fixture, "");
  session = dh_window_get_session (fixture.window);
  dh_session_set_seed (session, 3);
  gtk_window_close (GTK_WINDOW (fixture.window));
  g_assert_cmpuint (g_settings_get_uint64 (fixture.settings, "seed"), ==, 3);
  g_unlink (fixture.file);
  g_clear_pointer (&fixture.file, g_free);
  fixture.window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), fixture.settings));
  g_signal_connect (fixture.settings, "changed", G_CALLBACK (count_changed_cb), &n_changes);
  gtk_window_close (GTK_WINDOW (fixture.window));
  g_assert_cmpuint (n_changes, ==, 0);
  /* The file's monitor may still report it. */
  g_signal_handlers_disconnect_by_data (fixture.settings, &n_changes);
  g_object_unref (fixture.settings);
}

/* ---- invalid settings ---- */

static void
test_corrupt (void)
{
  static const char *const lines[] = {
    "window-width=-1\nwindow-height=-1",
    "window-width=-2147483648\nwindow-height=-7",
    "window-width=0\nwindow-height=0",
    "window-width=2147483647\nwindow-height=2147483647",
    "window-width='wide'\nwindow-height=",
    "window-maximized=7",
    "page='nowhere'",
    "page=12",
    "person-a=''\nperson-b=''",
    "person-a='../..'\nperson-b='/dev/null'",
    "preset=''",
    "preset='enormous'",
    "seed=-1",
    "seed=99999999999999999999",
    "lanes=[]",
    "lanes=[('', 0.0, '', 0.0)]",
    "lanes=[('mse', nan, 'adam', nan), ('mae', -1.0, 'adam', -1.0), ('mae', inf, 'adam', inf)]",
    "lanes=[('mse+mse+mse+mse+mse', 1.0, 'adam/never', 0.0)]",
    "lanes=[('mae', 1e-3, 'adam', 0.0), ('mae', 1e-3, 'adam', 0.0), ('mae', 1e-3, 'adam', 0.0), "
    "('mae', 1e-3, 'adam', 0.0), ('mae', 1e-3, 'adam', 0.0), ('mae', 1e-3, 'adam', 0.0), "
    "('mae', 1e-3, 'adam', 0.0), ('mae', 1e-3, 'adam', 0.0)]",
    "lanes=[('mse', 1e308, 'adam', 1e308), ('mse', 5e-324, 'adam', 5e-324)]",
    "lane-masks=[('veil', nan, -3.0), ('extended', inf, 1e300)]",
    "lane-balls=[('', nan, true), ('adam', -1.0, false), ('adam', inf, true)]",
    "lane-ball-grounds=[('', [('', 1.0)]), ('huh', [('curve', nan), ('fit', -1.0)])]",
    "lane-ball-grounds=[('ssim', [('curve ssim', inf)]), ('mse', [])]\nhills-ground='curve'",
    "hills-ground=''",
    "hills-ground='hill:'\nhills-function='((((('",
    "hills-ground='hill:1/0'\nhills-function='x^'",
    "hills-ground='face:nothing'",
    "hills-ground='hill:bowl'\nhills-parameters=[nan, inf, 1e308, -1e308, 0, 0, 0, 0, 0, 0]",
    "hills-ground='fit'\nhills-points=[(nan, nan), (inf, -inf), (1e308, 0)]",
    "hills-noise=nan\nhills-speed=nan",
    "hills-noise=-1e308\nhills-speed=1e308",
    "hills-noise=1e308\nhills-speed=0",
    "no-such-key=1\n=\n\xff\xfe",
  };

  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      Fixture fixture;
      DhSession *session;
      guint n_lanes;

      g_test_message ("%s", lines[i]);
      open_window (&fixture, lines[i]);
      session = dh_window_get_session (fixture.window);
      n_lanes = g_list_model_get_n_items (dh_session_get_lanes (session));
      g_assert_cmpuint (n_lanes, >=, 1);
      g_assert_cmpuint (n_lanes, <=, DH_MAX_LANES);
      dh_window_set_page (fixture.window, "hills");
      close_window (&fixture);
    }
}

static GtkWidget *
find_menu_button (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = GTK_IS_MENU_BUTTON (child) && gtk_widget_has_css_class (child, "start")
                           ? child
                           : find_menu_button (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
is_start_written (gpointer data)
{
  Fixture *fixture = data;
  g_autofree char *start = g_settings_get_string (fixture->settings, "start");
  g_auto (GStrv) starts = g_settings_get_strv (fixture->settings, "lane-starts");

  return g_str_equal (start, "scratch") && g_strv_length (starts) == 2
         && g_str_equal (starts[0], "scratch") && g_str_equal (starts[1], "warm");
}

/* What all lanes and each of them start from is remembered, can be chosen, and where there are no
 * pretrained weights the button says so. */
static void
test_start (void)
{
  Fixture fixture;
  DhSession *session;
  GtkWidget *button;

  open_window (&fixture, "start='warm'\nlanes=[('mae', 0.0, 'adam', 0.0)]\n"
                         "lane-starts=['warm']");
  session = dh_window_get_session (fixture.window);
  button = find_menu_button (GTK_WIDGET (fixture.window));
  g_assert_cmpuint (dh_session_get_start (session).kind, ==, DH_START_WARM);
  g_assert_cmpstr (gtk_menu_button_get_label (GTK_MENU_BUTTON (button)), ==, "Warmed Up");

  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.start", "s", "scratch");
  g_assert_cmpuint (dh_session_get_start (session).kind, ==, DH_START_SCRATCH);
  g_assert_cmpstr (gtk_menu_button_get_label (GTK_MENU_BUTTON (button)), ==, "From Scratch");
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.duplicate-from", "(us)", 1, "warm");
  wait_until (is_start_written, &fixture);

  g_assert_true (gtk_widget_get_sensitive (button));
  dh_session_set_people (session, "birch", "alder");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (button), "only for the model"));
  close_window (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/window-settings/autosave", test_autosave);
  g_test_add_func ("/window-settings/autosave-new-lane", test_autosave_new_lane);
  g_test_add_func ("/window-settings/writes-changes-only", test_writes_changes_only);
  g_test_add_func ("/window-settings/corrupt", test_corrupt);
  g_test_add_func ("/window-settings/start", test_start);
  return g_test_run ();
}
