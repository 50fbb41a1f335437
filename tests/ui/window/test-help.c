/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The help in Yelp, in the browser, or as a sentence that says what to install.  The desktop is one
 * of ours, in a folder of its own: what it starts are scripts that write down what they are to open.
 *
 * GLib reads the desktop's files once, so each test needs a process of its own.
 */
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "app/help.h"
#include "config.h"
#include "tests/ui/dialogs.h"
#include "tests/ui/window/input-helpers.h"

static char *desktop;     /* the folder of everything */
static GPtrArray *things; /* in it, in the order in which they were made */

/* ---- a desktop ---- */

static char *
dup_path (const char *inside)
{
  return g_build_filename (desktop, inside, NULL);
}

static void
make_folder (const char *inside)
{
  char *path = dup_path (inside);

  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_ptr_array_add (things, path);
}

static void
make_file (const char *inside, const char *text, int mode)
{
  char *path = dup_path (inside);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_NONE, mode, &error);
  g_assert_no_error (error);
  g_ptr_array_add (things, path);
}

/* What GTK needs of the real desktop: types of files, settings and icons, but no programs. */
static void
borrow (const char *name)
{
  g_autofree char *real = g_build_filename ("/usr/share", name, NULL);
  g_autofree char *inside = g_build_filename ("data", name, NULL);
  char *path = dup_path (inside);

  g_assert_cmpint (symlink (real, path), ==, 0);
  g_ptr_array_add (things, path);
}

static void
make_desktop (void)
{
  static const char *const folders[] = { "data",  "data/applications", "home", "config", "html",
                                         "html/C" };
  static const char *const places[][2] = { { "XDG_DATA_DIRS", "data" },
                                           { "XDG_DATA_HOME", "home" },
                                           { "XDG_CONFIG_HOME", "config" },
                                           { "XDG_CONFIG_DIRS", "config" },
                                           { "DOWNHILL_HELP_DIR", "html" } };
  static const char *const borrowed[] = { "mime", "glib-2.0", "icons", "themes" };

  desktop = g_dir_make_tmp ("downhill-help-XXXXXX", NULL);
  things = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    make_folder (folders[i]);
  for (guint i = 0; i < G_N_ELEMENTS (borrowed); i++)
    borrow (borrowed[i]);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = dup_path (places[i][1]);

      g_setenv (places[i][0], path, TRUE);
    }
}

/* Takes away only what is known: a link to the real desktop must not be followed. */
static void
free_desktop (void)
{
  while (things->len > 0)
    {
      g_remove (g_ptr_array_index (things, things->len - 1));
      g_ptr_array_remove_index (things, things->len - 1);
    }
  g_rmdir (desktop);
  g_ptr_array_unref (things);
  g_free (desktop);
}

/* A program that opens one type and writes the address into the file “NAME.said”. */
static void
add_program (const char *name, const char *type)
{
  g_autofree char *script = g_strconcat (name, ".sh", NULL);
  g_autofree char *said = g_strconcat (desktop, "/", name, ".said", NULL);
  g_autofree char *entry = g_strconcat ("data/applications/", name, ".desktop", NULL);
  g_autofree char *body =
    g_strdup_printf ("#!/bin/sh\nprintf %%s \"$1\" >'%s.new'\nmv '%s.new' '%s'\n", said, said,
                     said);
  g_autofree char *text = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=%s\n"
                                           "Exec=%s/%s %%u\nMimeType=%s;\n",
                                           name, desktop, script, type);
  g_autofree char *defaults = g_strdup_printf ("[Default Applications]\n%s=%s.desktop\n", type,
                                               name);

  make_file (script, body, 0700);
  make_file (entry, text, 0600);
  make_file ("data/applications/mimeapps.list", defaults, 0600);
}

static void
add_pages (void)
{
  make_folder ("data/help");
  make_folder ("data/help/C");
  make_folder ("data/help/C/downhill");
  make_file ("data/help/C/downhill/index.page", "<page/>", 0600);
}

static void
add_html (void)
{
  make_file ("html/C/index.html", "<html></html>", 0600);
  make_file ("html/C/hills.html", "<html></html>", 0600);
  make_file ("html/C/sessions.html", "<html></html>", 0600);
}

static gboolean
has_said (gpointer name)
{
  g_autofree char *inside = g_strconcat (name, ".said", NULL);
  g_autofree char *path = dup_path (inside);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

/* Waits until a program was started, and wants this end of the address that it got. */
static void
assert_opens (const char *name, const char *address)
{
  g_autofree char *inside = g_strconcat (name, ".said", NULL);
  char *path = dup_path (inside);
  g_autofree char *said = NULL;

  wait_until (has_said, (gpointer) name);
  g_ptr_array_add (things, path);
  g_assert_true (g_file_get_contents (path, &said, NULL, NULL));
  g_assert_true (g_str_has_suffix (said, address));
}

/* ---- a window alone ---- */

static void
set_up_alone (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (DH_APP_ID);

  fixture->window = DH_WINDOW (dh_window_new (NULL, g_getenv ("DH_FACES"), settings));
  gtk_window_present (GTK_WINDOW (fixture->window));
  wait_until (is_on_screen, fixture->window);
}

static void
tear_down_alone (Fixture *fixture, gconstpointer data)
{
  gpointer watched = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (fixture->window), &watched);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  wait_until (is_gone, &watched);
}

static void
assert_explains (const char *words)
{
  wait_until (is_dialog_up, NULL);
  g_assert_nonnull (
    strstr (adw_message_dialog_get_body (find_dialog ()), words));
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
}

/* ---- the ways ---- */

static void
test_yelp (Fixture *fixture, gconstpointer data)
{
  add_program ("yelp", "x-scheme-handler/help");
  add_pages ();
  add_html ();
  dh_help_show (fixture->window, "hills");
  assert_opens ("yelp", "help:downhill/hills");
}

/* Yelp is there, but wouldn't find the pages. */
static void
test_elsewhere (Fixture *fixture, gconstpointer data)
{
  add_program ("yelp", "x-scheme-handler/help");
  add_html ();
  dh_help_show (fixture->window, "hills");
  /* and no browser either */
  assert_explains ("install a browser");
  g_assert_false (has_said ((gpointer) "yelp"));
}

static void
test_browser (Fixture *fixture, gconstpointer data)
{
  add_program ("browser", "text/html");
  add_pages ();
  add_html ();
  dh_help_show (fixture->window, "hills");
  assert_opens ("browser", "html/C/hills.html");
}

/* A topic without a page of its own. */
static void
test_unknown (Fixture *fixture, gconstpointer data)
{
  add_program ("browser", "text/html");
  add_html ();
  dh_help_show (fixture->window, "start-page");
  assert_opens ("browser", "html/C/index.html");
}

/* Another program for the scheme: it shows no pages of ours. */
static void
test_other_viewer (Fixture *fixture, gconstpointer data)
{
  add_program ("khelpcenter", "x-scheme-handler/help");
  add_pages ();
  dh_help_show (fixture->window, "hills");
  assert_explains ("“yelp”");
  g_assert_false (has_said ((gpointer) "khelpcenter"));
}

static void
test_nothing (Fixture *fixture, gconstpointer data)
{
  dh_help_show (fixture->window, "hills");
  assert_explains ("“xsltproc”");
}

/* F1 in the program opens the topic of the page that is shown. */
static void
test_key (Fixture *fixture, gconstpointer data)
{
  dh_window_set_page (fixture->window, "hills");
  wait_for_keys (fixture);
  drive ("key F1");
  assert_opens ("browser", "html/C/hills.html");
}

static gboolean
is_preferences_active (gpointer data)
{
  g_autoptr (GList) windows = gtk_window_list_toplevels ();

  for (GList *link = windows; link != NULL; link = link->next)
    if (ADW_IS_PREFERENCES_WINDOW (link->data) && gtk_window_is_active (link->data))
      return TRUE;
  return FALSE;
}

/* In a dialog, that of the dialog. */
static void
test_dialog (Fixture *fixture, gconstpointer data)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->window), "preferences", NULL);
  drive_window ("^Preferences$", "windowfocus %%1");
  wait_until (is_preferences_active, NULL);
  drive_window ("^Preferences$", "key F1");
  assert_opens ("browser", "html/C/sessions.html");
  drive_window ("^Preferences$", "key Escape");
  drive ("windowfocus %%1");
  wait_until (is_active, fixture);
}

static void
set_up_key (Fixture *fixture, gconstpointer data)
{
  add_program ("browser", "text/html");
  add_html ();
  set_up (fixture, data);
}

int
main (int argc, char **argv)
{
  int status;

  make_desktop ();
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add ("/help/yelp", Fixture, NULL, set_up_alone, test_yelp, tear_down_alone);
  g_test_add ("/help/elsewhere", Fixture, NULL, set_up_alone, test_elsewhere, tear_down_alone);
  g_test_add ("/help/browser", Fixture, NULL, set_up_alone, test_browser, tear_down_alone);
  g_test_add ("/help/unknown", Fixture, NULL, set_up_alone, test_unknown, tear_down_alone);
  g_test_add ("/help/other-viewer", Fixture, NULL, set_up_alone, test_other_viewer,
              tear_down_alone);
  g_test_add ("/help/nothing", Fixture, NULL, set_up_alone, test_nothing, tear_down_alone);
  if (can_drive ())
    {
      g_test_add ("/help/key", Fixture, NULL, set_up_key, test_key, tear_down);
      g_test_add ("/help/dialog", Fixture, NULL, set_up_key, test_dialog, tear_down);
    }
  status = g_test_run ();
  free_desktop ();
  return status;
}
