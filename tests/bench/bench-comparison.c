/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The delay of the losses after a slider moves:
 *
 *   bench-comparison TARGET.png PREDICTION.png [REPEATS]
 *
 * Times from the change of the distortion until the main loop has reported the result: the first
 * result, all but the slowest three, all; median and 95th percentile.  Then each loss's own time,
 * with its map and shares, from the files on this thread.
 */
#include "core/compare/comparison.h"
#include "core/compare/file-comparison.h"
#include "tests/bench/timing.h"

#include <locale.h>
#include <stdlib.h>

#define N_SLOW 3

typedef struct
{
  gint64 start;
  guint n_results;
  double times[64]; /* ms from the start, in the order in which the results arrived */
} Watch;

static void
result_cb (DhComparison *comparison, guint loss, Watch *watch)
{
  watch->times[watch->n_results++] = (g_get_monotonic_time () - watch->start) * 1e-3;
}

static void
wait_until_idle (DhComparison *comparison)
{
  gboolean busy = TRUE;

  while (busy)
    {
      g_object_get (comparison, "busy", &busy, NULL);
      if (busy)
        g_main_context_iteration (NULL, TRUE);
    }
}

static void
time_comparison (const char *target, const char *prediction, int n)
{
  g_autoptr (DhComparison) comparison = dh_comparison_new ();
  g_autofree double *first = g_new (double, n), *cheap = g_new (double, n);
  g_autofree double *all = g_new (double, n);
  Watch watch = { 0 };

  dh_comparison_set_pictures (comparison, target, prediction);
  wait_until_idle (comparison);
  g_signal_connect (comparison, "result-changed", G_CALLBACK (result_cb), &watch);
  for (int i = 0; i < n; i++)
    {
      DhDistortion distortion = {
        .shift = .3, .blur = 1.5, .brightness = .05, .noise = .02, .scratch = 2, .wild = .01
      };

      distortion.shift += .01 * i;
      watch.n_results = 0;
      watch.start = g_get_monotonic_time ();
      dh_comparison_set_distortion (comparison, &distortion);
      wait_until_idle (comparison);
      first[i] = watch.times[0];
      cheap[i] = watch.times[watch.n_results - 1 - MIN (N_SLOW, watch.n_results - 1)];
      all[i] = watch.times[watch.n_results - 1];
    }
  g_print ("%d × %d, %u losses, ms from the change (median, 95 %%)\n",
           dh_comparison_get_width (comparison), dh_comparison_get_height (comparison),
           watch.n_results);
  g_print ("  first           %7.2f %7.2f\n", get_rank (first, n, .5), get_rank (first, n, .95));
  g_print ("  all but %d       %7.2f %7.2f\n", N_SLOW, get_rank (cheap, n, .5),
           get_rank (cheap, n, .95));
  g_print ("  all             %7.2f %7.2f\n", get_rank (all, n, .5), get_rank (all, n, .95));
}

static void
time_losses (const char *target, const char *prediction, int n)
{
  g_autoptr (DhFileComparison) files = dh_file_comparison_new (target, prediction, NULL);
  g_autofree double *times = g_new (double, n);
  guint n_losses;
  const DhCatalogEntry *losses = dh_catalog_get_losses (&n_losses);

  if (files == NULL)
    return;
  g_print ("each loss at %d × %d, ms\n", dh_file_comparison_get_width (files),
           dh_file_comparison_get_height (files));
  for (guint i = 0; i < n_losses; i++)
    {
      for (int k = 0; k < n; k++)
        {
          gint64 start = g_get_monotonic_time ();

          dh_file_comparison_get_result (files, i);
          times[k] = (g_get_monotonic_time () - start) * 1e-3;
        }
      g_print ("  %-22s %7.3f\n", losses[i].id, get_rank (times, n, .5));
    }
}

int
main (int argc, char *argv[])
{
  int n = argc > 3 ? MAX (atoi (argv[3]), 1) : 100;

  setlocale (LC_ALL, "");
  if (argc < 3)
    {
      g_printerr ("bench-comparison TARGET.png PREDICTION.png [REPEATS]\n");
      return 2;
    }
  time_comparison (argv[1], argv[2], n);
  time_losses (argv[1], argv[2], n);
  return 0;
}
