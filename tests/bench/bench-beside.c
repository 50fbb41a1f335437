/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window costs a training: four lanes with default settings, trained beside the window in
 * one of several states, or without it.  bench-beside.py compares them in turn.
 *
 * The iterations a second say how much slower the training is on this machine; the iterations per
 * second of the process's processor time say the same where other programs compete for the
 * processor.
 *
 * usage: bench-beside alone|lanes|losses|hills|hidden [SECONDS]   (20)
 * DOWNHILL_FACES_DIR: where the bundled faces are, if not where they are in the source.
 */
#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "config.h"
#include "ui/window/window.h"

#define N_LANES 4

typedef struct
{
  GMainLoop *loop;
  DhSession *session;
  gint64 launch, begin; /* µs */
  double first_step;    /* s */
  guint64 iteration;    /* at `begin` */
  double process, main_thread;
  DhWorkAccount work;
  int seconds;
} Beside;

static double
get_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void
print_work (const Beside *self, double process)
{
  static const char *const names[DH_N_WORK_KINDS] = {
    [DH_WORK_TRAINING] = "steps",       [DH_WORK_PREVIEWS] = "previews",
    [DH_WORK_METRICS] = "measurements", [DH_WORK_LANDSCAPE] = "points of landscapes",
    [DH_WORK_BALL] = "positions",       [DH_WORK_BALL_LOSS] = "losses at positions",
    [DH_WORK_CURVATURE] = "products",
    [DH_WORK_KEEPING] = "images of lanes",
    [DH_WORK_REPLAY] = "replayed iterations",
  };
  const DhWorkAccount *now = dh_session_get_work (self->session);

  for (guint i = 0; i < DH_N_WORK_KINDS; i++)
    printf ("  %5.1f %%  %" G_GUINT64_FORMAT " %s\n",
            100 * (now->kinds[i].seconds - self->work.kinds[i].seconds) / process,
            now->kinds[i].n - self->work.kinds[i].n, names[i]);
}

static void
print_result (const Beside *self)
{
  double seconds = (g_get_monotonic_time () - self->begin) / (double) G_USEC_PER_SEC;
  double process = get_clock (CLOCK_PROCESS_CPUTIME_ID) - self->process;
  double main_thread = get_clock (CLOCK_THREAD_CPUTIME_ID) - self->main_thread;
  guint64 n = dh_session_get_iteration (self->session) - self->iteration;

  printf ("%.3f iterations a second, %.3f per second of processor time; main thread %.1f %% of "
          "%.2f processors; first step after %.2f s\n",
          n / seconds, n / process, 100 * main_thread / process, process / seconds,
          self->first_step);
  print_work (self, process);
}

static gboolean
end_cb (gpointer data)
{
  Beside *self = data;

  print_result (self);
  g_main_loop_quit (self->loop);
  return G_SOURCE_REMOVE;
}

static void
iteration_cb (Beside *self)
{
  if (self->begin > 0 || dh_session_get_iteration (self->session) == 0)
    return;
  self->begin = g_get_monotonic_time ();
  self->first_step = (self->begin - self->launch) / (double) G_USEC_PER_SEC;
  self->iteration = dh_session_get_iteration (self->session);
  self->process = get_clock (CLOCK_PROCESS_CPUTIME_ID);
  self->main_thread = get_clock (CLOCK_THREAD_CPUTIME_ID);
  self->work = *dh_session_get_work (self->session);
  g_timeout_add_seconds (self->seconds, end_cb, self);
}

static void
train (Beside *self, DhSession *session)
{
  self->session = session;
  self->loop = g_main_loop_new (NULL, FALSE);
  g_signal_connect_swapped (session, "notify::iteration", G_CALLBACK (iteration_cb), self);
  dh_session_set_playing (session, TRUE);
  g_main_loop_run (self->loop);
  g_main_loop_unref (self->loop);
  g_signal_handlers_disconnect_by_data (session, self);
}

static void
train_alone (Beside *self, const char *faces)
{
  g_autoptr (DhSession) session = dh_session_new (faces);

  dh_session_set_live (session, FALSE);
  for (guint i = 0; i < N_LANES; i++)
    dh_session_add_lane (session, NULL, 0, NULL);
  train (self, session);
}

static void
put_aside (GtkWidget *window, const char *state)
{
  if (g_str_equal (state, "losses") || g_str_equal (state, "hills"))
    gtk_widget_activate_action (window, "win.page", "s", state);
  else if (g_str_equal (state, "hidden"))
    gtk_widget_set_visible (window, FALSE);
}

static void
train_beside (Beside *self, const char *faces, const char *state)
{
  g_autoptr (GSettings) settings = NULL;
  GtkWidget *window;

  adw_init ();
  settings = g_settings_new (DH_APP_ID);
  window = dh_window_new (NULL, faces, settings);
  gtk_window_present (GTK_WINDOW (window));
  put_aside (window, state);
  train (self, dh_window_get_session (DH_WINDOW (window)));
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  static const char *const states[] = { "alone", "lanes", "losses", "hills", "hidden", NULL };
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  Beside self = { .launch = g_get_monotonic_time (), .seconds = argc > 2 ? atoi (argv[2]) : 20 };

  if (argc < 2 || !g_strv_contains (states, argv[1]) || self.seconds < 1)
    {
      fprintf (stderr, "usage: bench-beside alone|lanes|losses|hills|hidden [SECONDS]\n");
      return 2;
    }
  faces = faces != NULL ? faces : SOURCE_FACES_DIR;
  if (g_str_equal (argv[1], "alone"))
    train_alone (&self, faces);
  else
    train_beside (&self, faces, argv[1]);
  return 0;
}
