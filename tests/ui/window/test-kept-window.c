/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program as a process, with a real mouse and real keys: killed in the middle of a training, it
 * comes back where it was.  DOWNHILL is the program with a window.
 *
 * Settings are not stored (GSETTINGS_BACKEND=memory), so that all that comes back was in the kept
 * session.
 */
#include <gio/gio.h>
#include <signal.h>

#include "core/keep/session-index.h"
#include "core/keep/session-keeper.h"
#include "core/store/store.h"

#define NAME   "org.downhill.Downhill"
#define WINDOW "/org/downhill/Downhill/window/1"
/* Where the buttons of the offer are: from the right edge and from the top of the window. */
#define CONTINUE_X 68
#define NEW_X      184
#define OFFER_Y    75

typedef struct
{
  GSubprocess *process;
  GDBusConnection *bus;
} Fixture;

static GVariant *
call (Fixture *fixture, const char *method, GVariant *parameters)
{
  g_variant_ref_sink (parameters);
  for (guint i = 0; i < 600; i++)
    {
      GVariant *reply = g_dbus_connection_call_sync (fixture->bus, NAME, WINDOW, "org.gtk.Actions",
                                                     method, parameters, NULL,
                                                     G_DBUS_CALL_FLAGS_NO_AUTO_START, -1, NULL,
                                                     NULL);

      if (reply != NULL)
        {
          g_variant_unref (parameters);
          return reply;
        }
      g_usleep (G_USEC_PER_SEC / 10);
    }
  g_assert_not_reached ();
}

/* "[(1, 'mse', 0.001, 'adam'), …]" */
static char *
dup_lanes (Fixture *fixture)
{
  g_autoptr (GVariant) reply = call (fixture, "Describe", g_variant_new ("(s)", "lanes"));
  g_autoptr (GVariant) state = NULL, first = NULL;

  g_variant_get (reply, "((bg@av))", NULL, NULL, &state);
  first = g_variant_get_child_value (state, 0);
  return g_variant_print (first, FALSE);
}

static gboolean
is_enabled (Fixture *fixture, const char *action)
{
  g_autoptr (GVariant) reply = call (fixture, "Describe", g_variant_new ("(s)", action));
  gboolean enabled;

  g_variant_get (reply, "((bgav))", &enabled, NULL, NULL);
  return enabled;
}

/* Asks again and again, half a minute on a machine that does nothing else, else longer. */
static void
wait_for_lanes (Fixture *fixture, const char *expected, gboolean equal)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *lanes = dup_lanes (fixture);

      if (g_str_equal (lanes, expected) == equal)
        return;
      g_assert_cmpuint (i, <, 900);
      g_usleep (G_USEC_PER_SEC / 10);
    }
}

/* ---- mouse and keys ---- */

static gboolean
run (const char *command)
{
  int status = -1;

  return g_spawn_command_line_sync (command, NULL, NULL, &status, NULL) && status == 0;
}

static void
focus (void)
{
  for (guint i = 0; i < 100; i++)
    {
      if (run ("xdotool search --onlyvisible --name ^Downhill$ windowfocus %1"))
        return;
      g_usleep (G_USEC_PER_SEC / 10);
    }
  g_assert_not_reached ();
}

static void
press (const char *key)
{
  g_autofree char *command = g_strconcat ("xdotool key ", key, NULL);

  focus ();
  g_assert_true (run (command));
}

static void
click (int from_right, int y)
{
  g_autofree char *script =
    g_strdup_printf ("sh -c 'eval $(xdotool search --onlyvisible --name ^Downhill$ "
                     "getwindowgeometry --shell %%1) && xdotool mousemove $((X + WIDTH - %d)) "
                     "$((Y + %d)) click 1'",
                     from_right, y);

  focus ();
  g_assert_true (run (script));
}

/* ---- the process ---- */

static void
start (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, g_getenv ("DOWNHILL"),
                                       NULL);
  g_assert_no_error (error);
  g_free (dup_lanes (fixture)); /* it answers */
  /* Away from the start page, which these starts show each time. */
  g_variant_unref (call (fixture, "Activate", g_variant_new ("(sava{sv})", "free-play", NULL, NULL)));
}

static void
kill_it (Fixture *fixture)
{
  g_subprocess_force_exit (fixture->process);
  g_subprocess_wait (fixture->process, NULL, NULL);
  g_clear_object (&fixture->process);
  g_usleep (G_USEC_PER_SEC / 2); /* until its name on the bus is gone */
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer place)
{
  *(GPtrArray **) place = dh_session_index_list_finish (result, NULL);
}

static GPtrArray *
list_sessions (void)
{
  g_autofree char *folder = dh_session_keeper_dup_usual_folder ();
  GPtrArray *entries = NULL;

  dh_session_index_list (folder, listed_cb, &entries);
  while (entries == NULL)
    g_main_context_iteration (NULL, TRUE);
  return entries;
}

/* The newest session, once it has come so far. */
static guint64
wait_for_iteration (guint64 iteration, guint n_lanes)
{
  for (guint i = 0; i < 1200; i++)
    {
      g_autoptr (GPtrArray) entries = list_sessions ();
      const DhSessionEntry *entry = entries->len > 0 ? g_ptr_array_index (entries, 0) : NULL;

      if (entry != NULL && entry->iteration >= iteration && entry->n_lanes == n_lanes)
        return entry->iteration;
      g_usleep (G_USEC_PER_SEC / 10);
    }
  g_assert_not_reached ();
}

static void
wait_for_offer (Fixture *fixture)
{
  for (guint i = 0; !is_enabled (fixture, "continue"); i++)
    {
      g_assert_cmpuint (i, <, 600);
      g_usleep (G_USEC_PER_SEC / 10);
    }
  g_usleep (G_USEC_PER_SEC); /* the bar slides in */
}

static void
test_comes_back (void)
{
  Fixture fixture = { .bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL) };
  g_autofree char *fresh = NULL, *lanes = NULL;
  guint64 reached;

  start (&fixture);
  g_assert_false (is_enabled (&fixture, "continue")); /* there is nothing yet */
  fresh = dup_lanes (&fixture);
  press ("ctrl+n");
  wait_for_lanes (&fixture, fresh, FALSE);
  press ("bracketright");
  g_usleep (G_USEC_PER_SEC);
  lanes = dup_lanes (&fixture);
  reached = wait_for_iteration (3, 5);
  kill_it (&fixture);

  /* with the mouse */
  start (&fixture);
  wait_for_offer (&fixture);
  wait_for_lanes (&fixture, fresh, TRUE);
  click (CONTINUE_X, OFFER_Y);
  wait_for_lanes (&fixture, lanes, TRUE);
  reached = wait_for_iteration (reached + 2, 5);
  kill_it (&fixture);

  /* with a key */
  start (&fixture);
  wait_for_offer (&fixture);
  press ("alt+c");
  wait_for_lanes (&fixture, lanes, TRUE);
  wait_for_iteration (reached + 1, 5);
  kill_it (&fixture);

  /* Start New deletes nothing. */
  start (&fixture);
  wait_for_offer (&fixture);
  click (NEW_X, OFFER_Y);
  wait_for_iteration (1, 4);
  wait_for_lanes (&fixture, fresh, TRUE);
  g_assert_false (is_enabled (&fixture, "continue"));
  {
    g_autoptr (GPtrArray) entries = list_sessions ();

    g_assert_cmpuint (entries->len, ==, 2);
    g_assert_cmpuint (((DhSessionEntry *) g_ptr_array_index (entries, 1))->n_lanes, ==, 5);
  }
  kill_it (&fixture);
  g_object_unref (fixture.bus);
}

/* Whether the newest session was closed with nothing left beside it. */
static void
check_alone (void)
{
  static const char *const endings[] = { "-wal", "-shm" };
  g_autofree char *folder = dh_session_keeper_dup_usual_folder ();
  g_autoptr (GPtrArray) entries = list_sessions ();
  const DhSessionEntry *entry = g_ptr_array_index (entries, 0);

  g_assert_cmpint (entry->status, ==, DH_KEPT_CLOSED);
  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *name = g_strconcat (entry->id, DH_STORE_SUFFIX, endings[i], NULL);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
    }
}

/* Also when the timeline has just read in it. */
static void
test_quits (void)
{
  Fixture fixture = { .bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL) };

  start (&fixture);
  press ("ctrl+n");
  wait_for_iteration (3, 5);
  press ("Home");
  g_usleep (G_USEC_PER_SEC);
  press ("ctrl+q");
  g_assert_true (g_subprocess_wait_check (fixture.process, NULL, NULL));
  g_clear_object (&fixture.process);
  check_alone ();
  g_object_unref (fixture.bus);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/kept-window/comes-back", test_comes_back);
  g_test_add_func ("/kept-window/quits", test_quits);
  return g_test_run ();
}
