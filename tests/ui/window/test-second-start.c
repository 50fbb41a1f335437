/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A second start of the program, with a document or a link: it ends at once, and the window that is
 * open shows what was named.  As the desktop does it when somebody opens a file or clicks a link.
 * DOWNHILL is the program with a window.
 */
#include <gio/gio.h>
#include <signal.h>
#include <string.h>

#include "core/document/document.h"
#include "core/document/link.h"
#include "tests/core/data/temp-folder.h"

#define NAME   "org.downhill.Downhill"
#define WINDOW "/org/downhill/Downhill/window/1"

typedef struct
{
  char *folder; /* for all that the program keeps */
  GSubprocess *process;
  GDBusConnection *bus;
} Fixture;

static GSubprocess *
spawn (Fixture *fixture, const char *argument)
{
  static const char *const places[] = { "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME",
                                        "XDG_CACHE_HOME" };
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_NONE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  g_subprocess_launcher_setenv (launcher, "GSETTINGS_BACKEND", "keyfile", TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    g_subprocess_launcher_setenv (launcher, places[i], fixture->folder, TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, g_getenv ("DOWNHILL"), argument, NULL);
  g_assert_no_error (error);
  return process;
}

/* The state of the window's action "lanes", which lists their settings; NULL: no window yet. */
static char *
dup_lanes (Fixture *fixture)
{
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (fixture->bus, NAME, WINDOW,
                                                            "org.gtk.Actions", "Describe",
                                                            g_variant_new ("(s)", "lanes"), NULL,
                                                            G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);

  return reply != NULL ? g_variant_print (reply, FALSE) : NULL;
}

static void
wait_for (Fixture *fixture, const char *word)
{
  for (guint i = 0; i < 1200; i++)
    {
      g_autofree char *lanes = dup_lanes (fixture);

      if (lanes != NULL && strstr (lanes, word) != NULL)
        return;
      g_usleep (G_USEC_PER_SEC / 20);
    }
  g_error ("“%s” didn’t come", word);
}

static void
start_again (Fixture *fixture, const char *argument)
{
  g_autoptr (GSubprocess) second = spawn (fixture, argument);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_subprocess_wait_check (second, NULL, &error));
  g_assert_no_error (error);
}

static DhDocument *
make_document (const char *loss)
{
  DhDocument *document = dh_document_new ();
  DhOptimizerConfig optimizer;
  DhLaneSettings settings;
  DhMix mix;

  g_assert_true (dh_mix_parse (loss, &mix, NULL));
  g_assert_true (dh_optimizer_config_parse ("adam", DH_OPTIMIZER_USER_NETWORK, &optimizer, NULL));
  settings = dh_lane_settings_make (&mix, &optimizer, 2e-4);
  dh_document_add_lane (document)->log = dh_settings_log_new (&settings);
  return document;
}

static void
test_second_start (void)
{
  Fixture fixture = { .folder = g_dir_make_tmp ("downhill-second-XXXXXX", NULL) };
  g_autoptr (DhDocument) file = make_document ("gmsd"), other = make_document ("ms_ssim");
  g_autofree char *path = g_build_filename (fixture.folder, "one lane.downhill", NULL);
  g_autofree char *link = dh_link_new (other, NULL);
  g_autoptr (GError) error = NULL;

  fixture.bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (dh_document_save (file, path, NULL));
  fixture.process = spawn (&fixture, NULL);
  wait_for (&fixture, "'mae'");
  start_again (&fixture, path);
  wait_for (&fixture, "'gmsd'");
  start_again (&fixture, link);
  wait_for (&fixture, "'ms_ssim'");
  /* And the first is still there, with one window. */
  g_assert_nonnull (g_subprocess_get_identifier (fixture.process));
  g_subprocess_send_signal (fixture.process, SIGTERM);
  g_assert_true (g_subprocess_wait_check (fixture.process, NULL, &error));
  remove_tree (fixture.folder);
  g_free (fixture.folder);
  g_object_unref (fixture.process);
  g_object_unref (fixture.bus);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/second-start/documents", test_second_start);
  return g_test_run ();
}
