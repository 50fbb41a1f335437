/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tasks that several threads share; most useful under the thread sanitizer.
 */
#include "core/base/thread-pool.h"

#define N_TASKS 64

typedef struct
{
  guint counts[N_TASKS];
  guint workers[N_TASKS];
} Tally;

static void
count_task (guint task, guint worker, gpointer data)
{
  Tally *tally = data;

  tally->counts[task]++;
  tally->workers[task] = worker;
}

static void
test_each_task_once (void)
{
  for (guint n_workers = 1; n_workers <= 4; n_workers++)
    {
      DhThreadPool *pool = dh_thread_pool_new (n_workers, NULL, NULL);
      Tally tally = { { 0 }, { 0 } };

      g_assert_cmpuint (dh_thread_pool_get_n_workers (pool), ==, n_workers);
      for (guint round = 1; round <= 500; round++)
        {
          dh_thread_pool_run (pool, N_TASKS, count_task, &tally);
          for (guint i = 0; i < N_TASKS; i++)
            {
              g_assert_cmpuint (tally.counts[i], ==, round);
              g_assert_cmpuint (tally.workers[i], <, n_workers);
            }
        }
      dh_thread_pool_run (pool, 0, count_task, &tally);
      dh_thread_pool_free (pool);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thread-pool/each-task-once", test_each_task_once);
  return g_test_run ();
}
