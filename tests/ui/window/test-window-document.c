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
#include "core/session/machine.h"
#include "tests/ui/choosers.h"
#include "tests/ui/dialogs.h"
#include "tests/ui/session-helpers.h"
#include "ui/window/window-private.h"

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
  g_auto (GStrv) keys = NULL;
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  keys = g_settings_schema_list_keys (schema);
  for (guint i = 0; keys[i] != NULL; i++)
    g_settings_reset (settings, keys[i]);
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
  document->view.log_axis = FALSE;
  document->view.gradient_norms = TRUE;
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
  g_autoptr (DhLane) lane = g_list_model_get_item (dh_session_get_lanes (fixture->session),
                                                   position);

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
  const DhCamera *camera = dh_ground_group_get_camera (
    dh_ball_strip_get_group (dh_hills_page_get_strip (hills)));

  g_assert_cmpuint (count_lanes (fixture), ==, 2);
  g_assert_cmpstr (get_loss (fixture, 0), ==, "huber");
  g_assert_cmpstr (get_loss (fixture, 1), ==, "ssim");
  g_assert_cmpuint (dh_session_get_seed (fixture->session), ==, SEED);
  g_assert_cmpstr (dh_window_get_page (fixture->window), ==, "hills");
  g_assert_cmpint (dh_lane_strip_get_view (strip), ==, DH_LANE_VIEW_CHART);
  g_assert_true (dh_lane_strip_get_show_mask (strip));
  g_assert_false (dh_chart_group_get_logarithmic (dh_lane_strip_get_charts (strip)));
  g_assert_true (dh_chart_group_get_gradient_norms (dh_lane_strip_get_charts (strip)));
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
  g_assert_true (
    g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (fixture->window)), "two lanes.downhill"));
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

static void
assert_dialog_says (const char *words)
{
  AdwMessageDialog *dialog = find_dialog ();
  g_autofree char *text = NULL;

  g_assert_nonnull (dialog);
  text = g_strconcat (adw_message_dialog_get_heading (dialog), "\n",
                      adw_message_dialog_get_body (dialog), NULL);
  if (strstr (text, words) == NULL)
    g_error ("not in the dialog: %s", words);
}

static void
answer (const char *response)
{
  AdwMessageDialog *dialog = find_dialog ();

  g_assert_nonnull (dialog);
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog)); /* a button would */
  settle ();
}

/* A sentence with line and reason, and nothing has changed. */
static void
test_newer (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = write_document (fixture, "newer.downhill",
                                          "{\n  \"format\": \"downhill\",\n  \"version\": 99,\n"
                                          "  \"thoughts\": []\n}\n");
  guint n = count_lanes (fixture);

  open_path (fixture, path);
  assert_dialog_says ("This Document Can’t Be Opened");
  assert_dialog_says ("line 3");
  assert_dialog_says ("a newer Downhill wrote this");
  g_assert_cmpuint (count_lanes (fixture), ==, n);
  g_assert_null (dh_session_get_undo (fixture->session));
  close_others (fixture);
}

/* Opened, undone, and redone: what the window shows goes with the training. */
static void
test_redo (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhDocument) document = make_document ();
  g_autofree char *path = g_build_filename (fixture->folder, "two lanes.downhill", NULL);

  g_assert_true (dh_document_save (document, path, NULL));
  open_path (fixture, path);
  for (guint i = 0; i < 3; i++)
    {
      g_assert_cmpstr (dh_session_get_undo (fixture->session), ==, "Opening the Document");
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
      settle ();
      g_assert_cmpuint (count_lanes (fixture), ==, 4);
      g_assert_null (dh_session_get_undo (fixture->session));
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.redo", NULL);
      settle ();
      assert_shows_document (fixture);
      g_assert_true (g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (fixture->window)),
                                       "two lanes.downhill"));
    }
}

/* ---- memory ---- */

typedef struct
{
  DhCosts *costs;
  const DhDocument *document;
  DhCost cost;
} Need;

static gboolean
is_known (gpointer data)
{
  Need *need = data;

  return dh_costs_get_for (need->costs, need->document->preset, 2, 4, &need->cost);
}

static void
set_room (guint64 bytes)
{
  g_autofree char *text = g_strdup_printf ("%" G_GUINT64_FORMAT, bytes);

  g_setenv ("DOWNHILL_MEMORY", text, TRUE);
}

/* What doesn't fit isn't opened, and the question says what is needed and what is there; where
 * memory is scarce, it is a choice. */
static void
test_memory (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhDocument) document = make_document ();
  g_autofree char *path = g_build_filename (fixture->folder, "large.downhill", NULL);
  Need need = { fixture->window->costs, document, { 0 } };
  guint n = count_lanes (fixture);

  g_assert_true (dh_document_save (document, path, NULL));
  wait_until (is_known, &need);
  set_room (need.cost.bytes - 1);
  open_path (fixture, path);
  assert_dialog_says ("Not Enough Memory for This Document");
  assert_dialog_says ("for 2 lanes");
  assert_dialog_says ("1 of its lanes would fit");
  answer ("cancel");
  set_room (1);
  open_path (fixture, path);
  assert_dialog_says ("Not even one of its lanes would fit");
  answer ("cancel");
  set_room (need.cost.bytes * 3 / 2);
  open_path (fixture, path);
  assert_dialog_says ("More Than Half of the Free Memory Needed");
  answer ("cancel");
  g_assert_cmpuint (count_lanes (fixture), ==, n);
  open_path (fixture, path);
  answer ("open");
  assert_shows_document (fixture);
  set_room (need.cost.bytes * 3);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  open_path (fixture, path);
  g_assert_null (find_dialog ());
  assert_shows_document (fixture);
  g_unsetenv ("DOWNHILL_MEMORY");
}

/* ---- what differs here ---- */

static gboolean
has_trained (gpointer session)
{
  return dh_session_get_iteration (session) >= 1;
}

static gboolean
is_notice_up (Fixture *fixture)
{
  return gtk_revealer_get_reveal_child (GTK_REVEALER (fixture->window->notice_revealer));
}

static void
open_written_with (Fixture *fixture, const char *instructions, const char *program)
{
  g_autoptr (DhDocument) document = make_document ();
  g_autofree char *path = g_build_filename (fixture->folder, "elsewhere.downhill", NULL);

  document->program = g_strdup (program);
  document->processor = g_strdup ("Some Processor");
  document->instructions = g_strdup (instructions);
  document->convolutions = dh_machine_dup_convolutions ();
  g_assert_true (dh_document_save (document, path, NULL));
  open_path (fixture, path);
  wait_until (has_trained, fixture->session);
  settle ();
}

/* One sentence where results will differ, until it is closed or the opening is undone. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  GtkLabel *label = GTK_LABEL (fixture->window->notice_label);

  open_written_with (fixture, dh_machine_get_instructions (), DH_VERSION);
  g_assert_false (is_notice_up (fixture));
  open_written_with (fixture, "abacus", DH_VERSION);
  g_assert_true (is_notice_up (fixture));
  g_assert_nonnull (strstr (gtk_label_get_text (label), "a processor with abacus"));
  g_assert_nonnull (strstr (gtk_label_get_text (label), "at most by 0.7 dB"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  g_assert_false (is_notice_up (fixture));
  open_written_with (fixture, dh_machine_get_instructions (), "0.0.1");
  g_assert_true (is_notice_up (fixture));
  g_assert_nonnull (strstr (gtk_label_get_text (label), "0.0.1"));
  dh_window_close_notice (fixture->window);
  dh_window_show_notice (fixture->window);
  g_assert_false (is_notice_up (fixture));
}

/* ---- drops ---- */

static GtkDropTarget *
find_drop_target (Fixture *fixture)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (
    GTK_WIDGET (fixture->window));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        return GTK_DROP_TARGET (controller);
    }
  g_assert_not_reached ();
}

static gboolean
drop_value (Fixture *fixture, const GValue *value)
{
  gboolean taken = FALSE;

  g_signal_emit_by_name (find_drop_target (fixture), "drop", value, 10.0, 10.0, &taken);
  settle ();
  return taken;
}

static gboolean
drop_file (Fixture *fixture, GFile *file, gboolean as_list)
{
  g_auto (GValue) value = G_VALUE_INIT;

  if (as_list)
    {
      g_value_init (&value, GDK_TYPE_FILE_LIST);
      g_value_take_boxed (&value, file != NULL ? g_slist_append (NULL, g_object_ref (file)) : NULL);
    }
  else
    {
      g_value_init (&value, G_TYPE_FILE);
      g_value_set_object (&value, file);
    }
  return drop_value (fixture, &value);
}

/* From a file manager come lists, from other programs single files or links. */
static void
test_drops (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhDocument) document = make_document ();
  g_autofree char *path = g_build_filename (fixture->folder, "dropped.downhill", NULL);
  g_autofree char *link = dh_link_new (document, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path), linked = g_file_new_for_uri (link);
  g_autoptr (GFile) gone = g_file_new_for_path ("/nowhere/gone.downhill");

  g_assert_true (dh_document_save (document, path, NULL));
  for (guint i = 0; i < 4; i++)
    {
      g_assert_true (drop_file (fixture, i < 2 ? file : linked, i % 2 == 0));
      assert_shows_document (fixture);
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
      settle ();
      g_assert_cmpuint (count_lanes (fixture), ==, 4);
    }
  g_assert_false (drop_file (fixture, NULL, TRUE)); /* an empty list */
  g_assert_true (drop_file (fixture, gone, TRUE));
  assert_dialog_says ("gone.downhill");
  close_others (fixture);
  g_assert_cmpuint (count_lanes (fixture), ==, 4);
}

/* ---- recent documents ---- */

static char *
dup_recent (Fixture *fixture, int position, const char *attribute)
{
  char *text = NULL;

  g_menu_model_get_item_attribute (G_MENU_MODEL (fixture->window->recent_menu), position, attribute,
                                   "s", &text);
  return text;
}

static gboolean
lists_document (gpointer data)
{
  g_autofree char *label = dup_recent (data, 0, "label");

  return g_strcmp0 (label, "my__first document.downhill") == 0;
}

static gboolean
lists_nothing (gpointer data)
{
  g_autofree char *label = dup_recent (data, 0, "label");

  return g_strcmp0 (label, "No Recent Documents") == 0;
}

/* A document that is gone is no longer listed; chosen before that is known, it says so. */
static void
test_recent (Fixture *fixture, gconstpointer data)
{
  g_autoptr (DhDocument) document = make_document ();
  g_autofree char *path = g_build_filename (fixture->folder, "my_first document.downhill", NULL);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);

  gtk_recent_manager_purge_items (gtk_recent_manager_get_default (), NULL);
  wait_until (lists_nothing, fixture);
  g_assert_true (dh_document_save (document, path, NULL));
  open_path (fixture, path);
  wait_until (lists_document, fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-uri", "s", uri);
  settle ();
  assert_shows_document (fixture);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  g_assert_cmpint (g_unlink (path), ==, 0);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.open-uri", "s", uri);
  assert_dialog_says ("my_first document.downhill");
  close_others (fixture);
  g_assert_cmpuint (count_lanes (fixture), ==, 4);
  g_signal_emit_by_name (gtk_recent_manager_get_default (), "changed");
  wait_until (lists_nothing, fixture);
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

/* ---- saving under a name ---- */

typedef struct
{
  DhWindow *window;
  const char *folder, *name;
  char *path;
  gint64 chosen; /* when it was chosen last, µs */
} Chosen;

/* Chooses a name, again each second: a chooser that is still reading the folder in which it opened forgets
 * what was chosen meanwhile. */
static gboolean
is_chosen (gpointer data)
{
  Chosen *chosen = data;
  GtkFileChooser *chooser = GTK_FILE_CHOOSER (chosen->window->file_dialog);
  g_autoptr (GFile) file = gtk_file_chooser_get_file (chooser);
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;
  gint64 now = g_get_monotonic_time ();

  if (g_strcmp0 (path, chosen->path) == 0)
    return TRUE;
  if (now - chosen->chosen > G_USEC_PER_SEC)
    {
      g_autoptr (GFile) folder = g_file_new_for_path (chosen->folder);

      gtk_file_chooser_set_current_folder (chooser, folder, NULL);
      gtk_file_chooser_set_current_name (chooser, chosen->name);
      chosen->chosen = now;
    }
  return FALSE;
}

static void
save_as (Fixture *fixture, const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  Chosen chosen = { fixture->window, fixture->folder, name, path, G_MININT64 / 2 };

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.save-as", NULL);
  wait_until (is_chosen, &chosen);
  g_signal_emit_by_name (fixture->window->file_dialog, "response", GTK_RESPONSE_ACCEPT);
  settle ();
  g_assert_null (fixture->window->file_dialog);
}

static guint64
read_seed (const char *path)
{
  g_autoptr (DhDocument) document = dh_document_load (path, NULL);

  g_assert_nonnull (document);
  return document->seed;
}

/* A name gets the suffix; if there is a file with it, which the chooser didn't ask about, we do. */
static void
test_save_as (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "mine.downhill", NULL);

  dh_session_set_seed (fixture->session, 5);
  save_as (fixture, "mine");
  g_assert_null (find_dialog ());
  g_assert_cmpuint (read_seed (path), ==, 5);
  g_assert_true (
    g_str_has_prefix (gtk_window_get_title (GTK_WINDOW (fixture->window)), "mine.downhill"));
  dh_session_set_seed (fixture->session, 6);
  save_as (fixture, "mine");
  assert_dialog_says ("Replace “mine.downhill”?");
  answer ("cancel");
  g_assert_cmpuint (read_seed (path), ==, 5);
  save_as (fixture, "mine");
  answer ("replace");
  g_assert_cmpuint (read_seed (path), ==, 6);
  dh_session_set_seed (fixture->session, 7);
  save_as (fixture, "mine.downhill"); /* the chooser asks about the name that it was given */
  g_assert_null (find_dialog ());
  g_assert_cmpuint (read_seed (path), ==, 7);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  meet_cloud_providers ();
  g_test_add ("/window-document/open", Fixture, NULL, set_up, test_open, tear_down);
  g_test_add ("/window-document/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/window-document/damaged", Fixture, NULL, set_up, test_damaged, tear_down);
  g_test_add ("/window-document/newer", Fixture, NULL, set_up, test_newer, tear_down);
  g_test_add ("/window-document/redo", Fixture, NULL, set_up, test_redo, tear_down);
  g_test_add ("/window-document/memory", Fixture, NULL, set_up, test_memory, tear_down);
  g_test_add ("/window-document/elsewhere", Fixture, NULL, set_up, test_elsewhere, tear_down);
  g_test_add ("/window-document/drops", Fixture, NULL, set_up, test_drops, tear_down);
  g_test_add ("/window-document/save-as", Fixture, NULL, set_up, test_save_as, tear_down);
  g_test_add ("/window-document/recent", Fixture, NULL, set_up, test_recent, tear_down);
  g_test_add ("/window-document/folder-asked", Fixture, NULL, set_up, test_folder_asked, tear_down);
  g_test_add ("/window-document/links", Fixture, NULL, set_up, test_links, tear_down);
  return g_test_run ();
}
