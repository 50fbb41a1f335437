/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program as a process: what ends it from outside loses nothing that was chosen.  DOWNHILL is
 * the program with a window.
 */
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>

#define NAME     "org.downhill.Downhill"
#define WINDOW   "/org/downhill/Downhill/window/1"
#define SETTINGS "glib-2.0/settings/keyfile"

typedef struct
{
  char *folder; /* for the settings */
  GSubprocess *process;
  GDBusConnection *bus;
  GMainLoop *loop;
} Fixture;

static void
quit_cb (GDBusConnection *bus, const char *name, const char *owner, gpointer loop)
{
  g_main_loop_quit (loop);
}

static void
start (Fixture *fixture)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  guint watch;

  fixture->folder = g_dir_make_tmp ("downhill-signals-XXXXXX", NULL);
  fixture->loop = g_main_loop_new (NULL, FALSE);
  fixture->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_launcher_setenv (launcher, "GSETTINGS_BACKEND", "keyfile", TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_CONFIG_HOME", fixture->folder, TRUE);
  fixture->process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("DOWNHILL"), NULL);
  g_assert_no_error (error);
  watch = g_bus_watch_name_on_connection (fixture->bus, NAME, G_BUS_NAME_WATCHER_FLAGS_NONE,
                                          quit_cb, NULL, fixture->loop, NULL);
  g_main_loop_run (fixture->loop);
  g_bus_unwatch_name (watch);
}

/* Retried until the window is exported, which happens soon after the name is taken. */
static void
activate (Fixture *fixture, const char *action)
{
  g_autoptr (GVariant) reply = NULL;

  for (guint i = 0; reply == NULL; i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_cmpuint (i, <, 600);
      reply = g_dbus_connection_call_sync (fixture->bus, NAME, WINDOW, "org.gtk.Actions",
                                           "Activate",
                                           g_variant_new ("(sava{sv})", action, NULL, NULL), NULL,
                                           G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
      if (reply == NULL)
        g_usleep (G_USEC_PER_SEC / 10);
    }
}

static guint
count_stored_lanes (Fixture *fixture)
{
  g_autofree char *file = g_build_filename (fixture->folder, SETTINGS, NULL);
  g_autoptr (GKeyFile) settings = g_key_file_new ();
  g_autofree char *text = NULL;
  g_autoptr (GVariant) lanes = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_key_file_load_from_file (settings, file, G_KEY_FILE_NONE, &error));
  text = g_key_file_get_value (settings, "org/downhill/Downhill", "lanes", NULL);
  g_assert_nonnull (text);
  lanes = g_variant_parse (G_VARIANT_TYPE ("a(sdsd)"), text, NULL, NULL, &error);
  g_assert_no_error (error);
  return (guint) g_variant_n_children (lanes);
}

static void
clear (Fixture *fixture)
{
  g_autofree char *file = g_build_filename (fixture->folder, SETTINGS, NULL);
  g_autofree char *inner = g_path_get_dirname (file);
  g_autofree char *outer = g_path_get_dirname (inner);

  g_unlink (file);
  g_rmdir (inner);
  g_rmdir (outer);
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
  g_object_unref (fixture->process);
  g_object_unref (fixture->bus);
  g_main_loop_unref (fixture->loop);
}

static void
test_signal (gconstpointer data)
{
  Fixture fixture;
  g_autoptr (GError) error = NULL;

  start (&fixture);
  activate (&fixture, "free-play"); /* away from the start page */
  activate (&fixture, "add-lane");
  g_subprocess_send_signal (fixture.process, GPOINTER_TO_INT (data));
  g_assert_true (g_subprocess_wait (fixture.process, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (fixture.process));
  g_assert_cmpint (g_subprocess_get_exit_status (fixture.process), ==, 0);
  g_assert_cmpuint (count_stored_lanes (&fixture), ==, 5);
  clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/signals/terminate", GINT_TO_POINTER (SIGTERM), test_signal);
  g_test_add_data_func ("/signals/hang-up", GINT_TO_POINTER (SIGHUP), test_signal);
  g_test_add_data_func ("/signals/interrupt", GINT_TO_POINTER (SIGINT), test_signal);
  return g_test_run ();
}
