/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Documents in the window: opened and saved they show the same, and a damaged one changes nothing.
 * With the scripted trainer.
 */
#include <adwaita.h>
#include <glib/gstdio.h>

#include "config.h"
#include "core/document/document.h"
#include "core/document/link.h"
#include "tests/ui/session-helpers.h"
#include "ui/window/window.h"

#define SEED (G_GUINT64_CONSTANT (1) << 40) /* more than can be typed in the window */

typedef struct
{
  DhWindow *window;
  DhSession *session;
  char *folder;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  const char *faces = g_getenv ("DH_FACES");

  fixture->folder = g_dir_make_tmp ("documents-XXXXXX", NULL);
  fixture->window = DH_WINDOW (dh_window_new (NULL, faces != NULL ? faces : ".", settings));
  fixture->session = dh_window_get_session (fixture->window);
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
}

static void
close_others (Fixture *fixture)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (link->data != (gpointer) fixture->window)
      gtk_window_destroy (link->data);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer watched = fixture->window;

  close_others (fixture);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), &watched);
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_until (is_gone, &watched);
  g_free (fixture->folder);
}

/* The session as saved by the window's own action needs a chooser; the file is written directly. */
static char *
write_document (Fixture *fixture, const char *name, const char *text)
{
  char *path = g_build_filename (fixture->folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static DhSettingsLog *
make_log (const char *loss, double rate)
{
  DhOptimizerConfig optimizer;
  DhLaneSettings settings;
  DhMix mix;

  g_assert_true (dh_mix_parse (loss, &mix, NULL));
  g_assert_true (dh_optimizer_config_parse ("adam", DH_OPTIMIZER_USER_NETWORK, &optimizer, NULL));
  settings = dh_lane_settings_make (&mix, &optimizer, rate);
  return dh_settings_log_new (&settings);
}

static DhDocument *
make_document (void)
{
  DhDocument *document = dh_document_new ();

  document->seed = SEED;
  dh_document_add_lane (document)->log = make_log ("huber", 3e-4);
  dh_document_add_lane (document)->log = make_log ("ssim", 2e-3);
  document->view.page = "hills";
  document->view.lane_view = "chart";
  document->view.show_mask = TRUE;
  g_free (document->view.hills.ground);
  document->view.hills.ground = g_strdup ("hill:bowl");
  document->view.hills.has_camera = TRUE;
  document->view.hills.azimuth = 1;
  document->view.hills.elevation = 0.5;
  document->view.hills.zoom = 1.5;
  return document;
}

static void
open_path (Fixture *fixture, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);

  dh_window_open (fixture->window, file);
  settle ();
}

static const char *
get_loss (Fixture *fixture, guint position)
{
  g_autoptr (DhLane) lane
    = g_list_model_get_item (dh_session_get_lanes (fixture->session), position);

  return dh_lane_get_loss (lane);
}

static guint
count_lanes (Fixture *fixture)
{
  return g_list_model_get_n_items (dh_session_get_lanes (fixture->session));
}

static void
assert_shows_document (Fixture *fixture)
{
  DhHillsPage *hills = dh_window_get_hills_page (fixture->window);
  DhLaneStrip *strip = dh_window_get_strip (fixture->window);
  const DhCamera *camera
    = dh_ground_group_get_camera (dh_ball_strip_get_group (dh_hills_page_get_strip (hills)));

  g_assert_cmpuint (count_lanes (fixture), ==, 2);
  g_assert_cmpstr (get_loss (fixture, 0), ==, "huber");
  g_assert_cmpstr (get_loss (fixture, 1), ==, "ssim");
  g_assert_cmpuint (dh_session_get_seed (fixture->session), ==, SEED);
  g_assert_cmpstr (dh_window_get_page (fixture->window), ==, "hills");
  g_assert_cmpint (dh_lane_strip_get_view (strip), ==, DH_LANE_VIEW_CHART);
  g_assert_true (dh_lane_strip_get_show_mask (strip));
  g_assert_cmpstr (dh_race_get_ground (dh_hills_page_get_race (hills)), ==, "hill:bowl");
  g_assert_cmpfloat (camera->azimuth, ==, 1);
  g_assert_cmpfloat (camera->zoom, ==, 1.5);
}

static void
test_open (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhDocument) document = make_document ();
  g_autofree char *path = g_build_filename (fixture->folder, "two lanes.downhill", NULL);
  g_autofree char *former = g_strdup (dh_window_get_page (fixture->window));
  guint n_former = count_lanes (fixture);

  g_assert_true (dh_document_save (document, path, NULL));
  open_path (fixture, path);
  assert_shows_document (fixture);
  g_assert_true (dh_session_get_playing (fixture->session));
  g_assert_true (g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (fixture->window)),
                                   "two lanes.downhill"));
  /* The former training comes back with what was shown beside it. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  settle ();
  g_assert_cmpuint (count_lanes (fixture), ==, n_former);
  g_assert_cmpstr (dh_window_get_page (fixture->window), ==, former);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "Downhill");
}

/* Save writes to the file that was opened; what was changed since is in it. */
static void
test_save (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhDocument) document = make_document (), saved = NULL;
  g_autofree char *path = g_build_filename (fixture->folder, "again.downhill", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (dh_document_save (document, path, NULL));
  open_path (fixture, path);
  dh_session_set_seed (fixture->session, 5);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.save", NULL);
  saved = dh_document_load (path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (saved->seed, ==, 5);
  dh_session_set_seed (fixture->session, SEED);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.save", NULL);
  dh_window_set_page (fixture->window, "losses");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.add-lane", NULL);
  open_path (fixture, path);
  assert_shows_document (fixture);
}

static gboolean
is_dialog_up (gpointer data)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data) && gtk_widget_get_visible (link->data))
      return TRUE;
  return FALSE;
}

static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static const char *const texts[] = { "", "nonsense", "{", "{\"format\": \"downhill\"}", "[]" };
  guint n = count_lanes (fixture);
  guint64 seed = dh_session_get_seed (fixture->session);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = write_document (fixture, "broken.downhill", texts[i]);

      open_path (fixture, path);
      g_assert_true (is_dialog_up (NULL));
      close_others (fixture);
      g_assert_cmpuint (count_lanes (fixture), ==, n);
      g_assert_cmpuint (dh_session_get_seed (fixture->session), ==, seed);
      g_assert_null (dh_session_get_undo (fixture->session));
      g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "Downhill");
    }
}

/* A folder that isn't here is asked for, and nothing has changed. */
static void
test_folder_asked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhDocument) document = make_document ();
  g_autofree char *path = g_build_filename (fixture->folder, "away.downhill", NULL);
  guint n = count_lanes (fixture);

  g_clear_pointer (&document->people[1].id, g_free);
  document->people[1].folder = g_strdup ("/nowhere/faces");
  g_assert_true (dh_document_save (document, path, NULL));
  open_path (fixture, path);
  g_assert_true (is_dialog_up (NULL));
  g_assert_cmpuint (count_lanes (fixture), ==, n);
  g_assert_null (dh_session_get_undo (fixture->session));
}

static gboolean
has_two_lanes (gpointer data)
{
  return count_lanes (data) == 2;
}

static void
paste (Fixture *fixture, const char *text)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (fixture->window)), text);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.paste-link", NULL);
}

static void
test_links (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhDocument) document = make_document ();
  g_autofree char *link = dh_link_new (document, NULL);
  guint n = count_lanes (fixture);

  paste (fixture, "nonsense");
  wait_until (is_dialog_up, NULL);
  close_others (fixture);
  paste (fixture, "downhill:AAAA");
  wait_until (is_dialog_up, NULL);
  close_others (fixture);
  g_assert_cmpuint (count_lanes (fixture), ==, n);
  paste (fixture, link);
  wait_until (has_two_lanes, fixture);
  settle ();
  assert_shows_document (fixture);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture->window)), ==, "Downhill");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/window-document/open", Fixture, NULL, set_up, test_open, tear_down);
  g_test_add ("/window-document/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/window-document/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/window-document/folder-asked", Fixture, NULL, set_up, test_folder_asked, tear_down);
  g_test_add ("/window-document/links", Fixture, NULL, set_up, test_links, tear_down);
  return g_test_run ();
}
