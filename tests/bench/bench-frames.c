/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How evenly the window draws while four lanes train: opens it at 1280×800, lets it train, and
 * prints the distribution of the intervals between frames, the time from the start of the process to
 * its first frame and to the first step, and its memory.
 *
 * usage: bench-frames [SECONDS]   (20)
 * DOWNHILL_FACES_DIR: where the bundled faces are, if not where they are in the source.
 */
#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>

#include "config.h"
#include "tests/bench/frames.h"
#include "ui/window/window.h"

/* If the window does nothing, evenly spaced frames prove nothing. */
static gboolean
has_trained (DhFrames *frames, DhSession *session)
{
  const char *message = dh_session_get_message (session);

  if (frames->intervals->len > 0 && dh_session_get_iteration (session) > 0)
    return TRUE;
  fprintf (stderr, "Nothing was trained, so there is nothing to measure. %s\n",
           message != NULL ? message : "Give it more seconds.");
  return FALSE;
}

static void
iteration_cb (DhSession *session, GParamSpec *pspec, DhFrames *frames)
{
  if (frames->first_step == 0 && dh_session_get_iteration (session) > 0)
    frames->first_step = g_get_monotonic_time ();
}

int
main (int argc, char **argv)
{
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  g_autoptr (GSettings) settings = NULL;
  DhSession *session;
  DhFrames frames;
  GtkWidget *window;
  gboolean trained;

  dh_frames_init (&frames, argc > 1 ? atoi (argv[1]) : 20);
  adw_init ();
  settings = g_settings_new (DH_APP_ID);
  window = dh_window_new (NULL, faces != NULL ? faces : SOURCE_FACES_DIR, settings);
  session = dh_window_get_session (DH_WINDOW (window));
  g_signal_connect (session, "notify::iteration", G_CALLBACK (iteration_cb), &frames);
  dh_session_set_playing (session, TRUE);
  dh_frames_run (&frames, window);
  g_signal_handlers_disconnect_by_data (session, &frames);
  trained = has_trained (&frames, session);
  if (trained)
    {
      dh_frames_print (&frames);
      dh_frames_print_start (&frames);
      printf ("%" G_GUINT64_FORMAT " iterations, %.2f a second\n",
              dh_session_get_iteration (session), dh_session_get_iterations_per_second (session));
    }
  gtk_window_destroy (GTK_WINDOW (window));
  dh_frames_clear (&frames);
  return trained ? 0 : 1;
}
