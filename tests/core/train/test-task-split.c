/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How lanes are shared out among threads, against a simulation of every other way.
 */
#include "core/train/task-split.h"

#include <math.h>

#define MAX_LANES   6
#define MAX_WORKERS 16
#define HALF        1.0
#define WHOLE       1.9 /* a little less than two halves */

/* Threads take the tasks in order, each as soon as it is free: when the last one is done. */
static double
simulate (guint n_lanes, guint n_whole, guint n_workers)
{
  double free_at[MAX_WORKERS] = { 0 }, end = 0;
  const guint n_tasks = n_whole + 2 * (n_lanes - n_whole);

  for (guint task = 0; task < n_tasks; task++)
    {
      guint first = 0;

      for (guint worker = 1; worker < n_workers; worker++)
        if (free_at[worker] < free_at[first])
          first = worker;
      free_at[first] += task < n_whole ? WHOLE : HALF;
      end = MAX (end, free_at[first]);
    }
  return end;
}

static void
test_every_way (void)
{
  for (guint n_workers = 1; n_workers <= MAX_WORKERS; n_workers++)
    for (guint n_lanes = 0; n_lanes <= MAX_LANES; n_lanes++)
      {
        const guint chosen = dh_task_split_count_whole (n_lanes, n_workers);

        g_assert_cmpuint (chosen, <=, n_lanes);
        for (guint n_whole = 0; n_whole <= n_lanes; n_whole++)
          {
            const double lost = simulate (n_lanes, chosen, n_workers)
                                - simulate (n_lanes, n_whole, n_workers);

            if (lost > 1e-9 || (n_whole > chosen && lost > -1e-9))
              g_error ("%u lanes on %u workers: %u whole ones are better than %u", n_lanes,
                       n_workers, n_whole, chosen);
          }
      }
}

static void
test_examples (void)
{
  static const struct
  {
    guint n_lanes, n_workers, n_whole;
  } examples[] = {
    { 1, 1, 1 }, { 1, 2, 0 }, { 4, 1, 4 }, { 4, 2, 4 }, { 3, 2, 2 },
    { 4, 3, 3 }, { 2, 3, 2 }, { 4, 8, 0 }, { 6, 4, 4 }, { 5, 8, 5 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    g_assert_cmpuint (dh_task_split_count_whole (examples[i].n_lanes, examples[i].n_workers), ==,
                      examples[i].n_whole);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/task-split/every-way", test_every_way);
  g_test_add_func ("/task-split/examples", test_examples);
  return g_test_run ();
}
