/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reports from the window: saved, and printed as a PDF, which takes no printer.  With the scripted
 * trainer.
 */
#include <adwaita.h>
#include <glib/gstdio.h>
#include <string.h>

#include "config.h"
#include "tests/core/store/store-helpers.h"
#include "tests/ui/session-helpers.h"
#include "ui/window/window.h"

typedef struct
{
  DhWindow *window;
  char *folder, *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);
  const char *faces = g_getenv ("DH_FACES");

  fixture->folder = g_dir_make_tmp ("reports-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "report.pdf", NULL);
  fixture->window = DH_WINDOW (dh_window_new (NULL, faces != NULL ? faces : ".", settings));
  gtk_window_present (GTK_WINDOW (fixture->window));
  settle ();
  for (guint i = 0; i < 20; i++)
    take_step (dh_window_get_session (fixture->window));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gpointer watched = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &watched);
  gtk_window_close (GTK_WINDOW (fixture->window));
  wait_until (is_gone, &watched);
  remove_folder (fixture->folder);
  g_free (fixture->path);
}

/* A whole PDF, with faces in it. */
static gboolean
is_whole (gpointer path)
{
  g_autofree char *data = NULL;
  gsize size;

  return g_file_get_contents (path, &data, &size, NULL) && size > 20000
         && memcmp (data, "%PDF-", 5) == 0 && g_strstr_len (data + size - 16, 16, "%%EOF") != NULL;
}

static void
test_save (Fixture *fixture, gconstpointer data)
{
  dh_window_save_report (fixture->window, fixture->path);
  g_assert_true (is_whole (fixture->path));
}

static void
test_print (Fixture *fixture, gconstpointer data)
{
  dh_window_print_report (fixture->window, GTK_PRINT_OPERATION_ACTION_EXPORT, fixture->path);
  wait_until (is_whole, fixture->path);
}

static gboolean
has_path (gpointer keeper)
{
  return dh_session_keeper_get_path (keeper) != NULL;
}

static gboolean
is_settled (gpointer past)
{
  return dh_past_is_settled (past);
}

static gsize
get_size (const char *path)
{
  g_autofree char *data = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (path, &data, &size, NULL));
  return size;
}

/* With the faces of a moment that was marked long ago, which takes reading; or without, if they
 * aren't kept any more. */
static void
test_marks (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_build_filename (fixture->folder, "sessions", NULL);
  DhSessionKeeper *keeper;
  DhDatabase *database;
  gsize size;

  dh_window_keep (fixture->window, folder);
  keeper = dh_window_get_keeper (fixture->window);
  dh_session_keeper_begin (keeper);
  wait_until (has_path, keeper);
  wait_until (is_settled, dh_window_get_past (fixture->window));
  take_step (dh_window_get_session (fixture->window));
  dh_past_mark (dh_window_get_past (fixture->window), "The eyes open.");
  take_step (dh_window_get_session (fixture->window));
  dh_session_keeper_flush (keeper);
  dh_window_save_report (fixture->window, fixture->path);
  wait_until (is_whole, fixture->path);
  size = get_size (fixture->path);
  g_unlink (fixture->path);
  dh_window_print_report (fixture->window, GTK_PRINT_OPERATION_ACTION_EXPORT, fixture->path);
  wait_until (is_whole, fixture->path);
  g_unlink (fixture->path);
  database = dh_database_open (dh_session_keeper_get_path (keeper), DH_DATABASE_WRITE, NULL);
  g_assert_true (dh_database_run (database, "DELETE FROM moments", NULL));
  dh_database_close (database);
  dh_window_save_report (fixture->window, fixture->path);
  wait_until (is_whole, fixture->path);
  g_assert_cmpuint (size, >, get_size (fixture->path) + 5000);
}

static gboolean
is_explained (gpointer data)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_MESSAGE_DIALOG (link->data) && gtk_widget_get_visible (link->data))
      {
        gtk_window_destroy (link->data);
        return TRUE;
      }
  return FALSE;
}

static void
test_cant_save (Fixture *fixture, gconstpointer data)
{
  dh_window_save_report (fixture->window, "/no/such/folder/report.pdf");
  wait_until (is_explained, NULL);
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/window-report/save", Fixture, NULL, set_up, test_save, tear_down);
  g_test_add ("/window-report/print", Fixture, NULL, set_up, test_print, tear_down);
  g_test_add ("/window-report/marks", Fixture, NULL, set_up, test_marks, tear_down);
  g_test_add ("/window-report/cant-save", Fixture, NULL, set_up, test_cant_save, tear_down);
  return g_test_run ();
}
