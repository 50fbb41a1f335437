/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tasks that several threads share; most useful under the thread sanitizer.
 */
#include "core/base/thread-pool.h"

#include <time.h>

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

#define TASK_MS 5

static double
read_own_clock (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

static void
spin_task (guint task, guint worker, gpointer data)
{
  double begin = read_own_clock ();

  while (read_own_clock () - begin < TASK_MS / 1e3)
    ;
}

/* All workers' time counts, and only time that was worked. */
static void
test_cpu_time (void)
{
  DhThreadPool *pool = dh_thread_pool_new (3, NULL, NULL);
  double begin = dh_thread_pool_get_cpu_time (pool), end;

  dh_thread_pool_run (pool, 12, spin_task, NULL);
  end = dh_thread_pool_get_cpu_time (pool);
  g_assert_cmpfloat (end - begin, >=, 12 * TASK_MS / 1e3);
  g_usleep (100 * 1000);
  g_assert_cmpfloat (dh_thread_pool_get_cpu_time (pool) - end, <, 0.05);
  dh_thread_pool_free (pool);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/thread-pool/each-task-once", test_each_task_once);
  g_test_add_func ("/thread-pool/cpu-time", test_cpu_time);
  return g_test_run ();
}
