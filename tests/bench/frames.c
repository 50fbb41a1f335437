/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Measures the time of each tick, not the frame's nominal time, which hides a late start.
 */
#include "tests/bench/frames.h"

#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "tests/bench/timing.h"

#define WARM_UP_US (2 * G_USEC_PER_SEC)

static double
get_thread_ms (void)
{
  struct rusage usage;

  getrusage (RUSAGE_THREAD, &usage);
  return (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1e3
         + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e3;
}

/* When the process was started, before its libraries were loaded, to a hundredth of a second: field
 * 22 of /proc/self/stat, of which the second may contain anything but ends with a parenthesis. */
static gint64
get_launch_us (void)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;
  struct timespec now;
  double age;

  if (!g_file_get_contents ("/proc/self/stat", &text, NULL, NULL))
    return g_get_monotonic_time ();
  fields = g_strsplit (strrchr (text, ')') + 2, " ", -1);
  clock_gettime (CLOCK_BOOTTIME, &now);
  age = now.tv_sec + now.tv_nsec / 1e9
        - g_ascii_strtod (fields[19], NULL) / (double) sysconf (_SC_CLK_TCK);
  return g_get_monotonic_time () - (gint64) (age * G_USEC_PER_SEC);
}

static long
get_largest_mib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss / 1024;
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

void
dh_frames_init (DhFrames *self, int seconds)
{
  *self = (DhFrames) { .launch = get_launch_us (), .seconds = seconds };
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
  g_array_sort (self->intervals, compare_doubles);
  for (guint i = 0; i < n; i++)
    {
      n_good += g_array_index (self->intervals, double, i) <= 18.0;
      sum += g_array_index (self->intervals, double, i);
    }
  printf ("%ld MiB at most\n", get_largest_mib ());
  printf ("%u intervals: p50 %.1f ms, p95 %.1f ms, p99 %.1f ms, longest %.1f ms\n", n,
          g_array_index (self->intervals, double, n / 2),
          g_array_index (self->intervals, double, n * 95 / 100),
          g_array_index (self->intervals, double, n * 99 / 100),
          g_array_index (self->intervals, double, n - 1));
  printf ("%.1f %% at or under 18 ms, %.1f frames a second\n", 100.0 * n_good / n, 1e3 * n / sum);
}

void
dh_frames_print_start (DhFrames *self)
{
  printf ("first frame after %.0f ms\n", (self->first - self->launch) / 1e3);
  if (self->first_step > 0)
    printf ("first step after %.0f ms\n", (self->first_step - self->launch) / 1e3);
}

void
dh_frames_clear (DhFrames *self)
{
  g_main_loop_unref (self->loop);
  g_array_unref (self->intervals);
}
