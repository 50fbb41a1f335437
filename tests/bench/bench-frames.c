/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How evenly the window draws while four lanes train: opens it at 1280×800, lets it train, asks for
 * every frame, and prints the distribution of the intervals between the frame clock's ticks, and of
 * the time from the start to the first frame.
 *
 * usage: bench-frames [SECONDS]   (20; the first two are left out: start-up is measured apart)
 * DOWNHILL_FACES_DIR: where the bundled faces are, if not where they are in the source.
 */
#include <adwaita.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "config.h"
#include "ui/window.h"

#define WARM_UP_US (2 * G_USEC_PER_SEC)

typedef struct
{
  GArray *intervals;    /* double, ms */
  gint64  launch, first, last, seconds;
  double  cpu_start;    /* of this thread, ms */
  GMainLoop *loop;
} Bench;

static double
get_thread_ms (void)
{
  struct rusage usage;

  getrusage (RUSAGE_THREAD, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
         + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  Bench *bench = data;
  /* The moment, not the frame's nominal time, which hides a late start. */
  gint64 now = g_get_monotonic_time ();

  if (bench->first == 0)
    bench->first = now;
  if (bench->last > 0 && now - bench->first > WARM_UP_US)
    {
      double interval = (now - bench->last) / 1e3;

      if (bench->intervals->len == 0)
        bench->cpu_start = get_thread_ms ();
      g_array_append_val (bench->intervals, interval);
    }
  bench->last = now;
  gtk_widget_queue_draw (widget);
  if (now - bench->first > WARM_UP_US + bench->seconds * G_USEC_PER_SEC)
    g_main_loop_quit (bench->loop);
  return G_SOURCE_CONTINUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

/* Even frames of a window that does nothing prove nothing. */
static gboolean
has_trained (Bench *bench, DhSession *session)
{
  const char *message = dh_session_get_message (session);

  if (bench->intervals->len > 0 && dh_session_get_iteration (session) > 0)
    return TRUE;
  fprintf (stderr, "Nothing was trained, so there is nothing to measure. %s\n",
           message != NULL ? message : "Give it more seconds.");
  return FALSE;
}

static void
report (Bench *bench, DhSession *session)
{
  guint n = bench->intervals->len, n_good = 0;

  printf ("main thread: %.2f ms of processor time a frame\n",
          (get_thread_ms () - bench->cpu_start) / n);
  g_array_sort (bench->intervals, compare);
  for (guint i = 0; i < n; i++)
    n_good += g_array_index (bench->intervals, double, i) <= 18.0;
  printf ("first frame after %.0f ms\n", (bench->first - bench->launch) / 1e3);
  printf ("%u intervals: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms\n", n,
          g_array_index (bench->intervals, double, n / 2),
          g_array_index (bench->intervals, double, n * 95 / 100),
          g_array_index (bench->intervals, double, n * 99 / 100),
          g_array_index (bench->intervals, double, n - 1));
  printf ("%.1f %% at or under 18 ms; %" G_GUINT64_FORMAT " iterations, %.2f a second\n",
          100.0 * n_good / n, dh_session_get_iteration (session),
          dh_session_get_iterations_per_second (session));
}

int
main (int argc, char **argv)
{
  Bench bench = { .launch = g_get_monotonic_time (), .seconds = argc > 1 ? atoi (argv[1]) : 20 };
  const char *faces = g_getenv ("DOWNHILL_FACES_DIR");
  g_autoptr (GSettings) settings = NULL;
  GtkWidget *window;
  gboolean trained;

  adw_init ();
  settings = g_settings_new (DH_APP_ID);
  bench.intervals = g_array_new (FALSE, FALSE, sizeof (double));
  bench.loop = g_main_loop_new (NULL, FALSE);
  window = dh_window_new (NULL, faces != NULL ? faces : SOURCE_FACES_DIR, settings);
  dh_session_set_playing (dh_window_get_session (DH_WINDOW (window)), TRUE);
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_add_tick_callback (window, tick_cb, &bench, NULL);
  g_main_loop_run (bench.loop);
  trained = has_trained (&bench, dh_window_get_session (DH_WINDOW (window)));
  if (trained)
    report (&bench, dh_window_get_session (DH_WINDOW (window)));
  gtk_window_destroy (GTK_WINDOW (window));
  g_main_loop_unref (bench.loop);
  g_array_unref (bench.intervals);
  return trained ? 0 : 1;
}
