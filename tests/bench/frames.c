/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measures the time of each tick, not the frame's nominal time, which hides a late start.
 */
#include "tests/bench/frames.h"

#include <stdio.h>
#include <sys/resource.h>

#define WARM_UP_US (2 * G_USEC_PER_SEC)

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
  DhFrames *self = data;
  gint64 now = g_get_monotonic_time ();

  if (self->first == 0)
    self->first = now;
  if (self->last > 0 && now - self->first > WARM_UP_US)
    {
      double interval = (now - self->last) / 1e3;

      if (self->intervals->len == 0)
        self->cpu_start = get_thread_ms ();
      g_array_append_val (self->intervals, interval);
    }
  self->last = now;
  gtk_widget_queue_draw (widget);
  if (now - self->first > WARM_UP_US + self->seconds * G_USEC_PER_SEC)
    g_main_loop_quit (self->loop);
  return G_SOURCE_CONTINUE;
}

static int
compare (gconstpointer a, gconstpointer b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

void
dh_frames_init (DhFrames *self, int seconds)
{
  *self = (DhFrames) { .launch = g_get_monotonic_time (), .seconds = seconds };
  self->intervals = g_array_new (FALSE, FALSE, sizeof (double));
  self->loop = g_main_loop_new (NULL, FALSE);
}

void
dh_frames_run (DhFrames *self, GtkWidget *window)
{
  gtk_window_present (GTK_WINDOW (window));
  gtk_widget_add_tick_callback (window, tick_cb, self, NULL);
  g_main_loop_run (self->loop);
}

void
dh_frames_print (DhFrames *self)
{
  guint n = self->intervals->len, n_good = 0;
  double sum = 0;

  if (n == 0)
    {
      fprintf (stderr, "Not one frame was measured: give it more seconds.\n");
      return;
    }
  printf ("main thread: %.2f ms of processor time a frame\n",
          (get_thread_ms () - self->cpu_start) / n);
  g_array_sort (self->intervals, compare);
  for (guint i = 0; i < n; i++)
    {
      n_good += g_array_index (self->intervals, double, i) <= 18.0;
      sum += g_array_index (self->intervals, double, i);
    }
  printf ("first frame after %.0f ms\n", (self->first - self->launch) / 1e3);
  printf ("%u intervals: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms\n", n,
          g_array_index (self->intervals, double, n / 2),
          g_array_index (self->intervals, double, n * 95 / 100),
          g_array_index (self->intervals, double, n * 99 / 100),
          g_array_index (self->intervals, double, n - 1));
  printf ("%.1f %% at or under 18 ms, %.1f frames a second\n", 100.0 * n_good / n, 1e3 * n / sum);
}

void
dh_frames_clear (DhFrames *self)
{
  g_main_loop_unref (self->loop);
  g_array_unref (self->intervals);
}
