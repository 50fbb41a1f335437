/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The hand-over between threads; most useful under the thread sanitizer.
 */
#include "core/base/handover.h"

#include <poll.h>
#include <pthread.h>

static gboolean
is_readable (int fd)
{
  struct pollfd poll_fd = { .fd = fd, .events = POLLIN };

  return poll (&poll_fd, 1, 0) == 1;
}

static void
test_newest_value_wins (void)
{
  DhMailbox *box = dh_mailbox_new (g_free);

  g_assert_null (dh_mailbox_take (box));
  g_assert_false (is_readable (dh_mailbox_get_fd (box)));
  dh_mailbox_put (box, g_strdup ("old"));
  dh_mailbox_put (box, g_strdup ("new"));
  g_assert_true (is_readable (dh_mailbox_get_fd (box)));
  {
    g_autofree char *value = dh_mailbox_take (box);

    g_assert_cmpstr (value, ==, "new");
  }
  g_assert_false (is_readable (dh_mailbox_get_fd (box)));
  g_assert_null (dh_mailbox_take (box));
  dh_mailbox_put (box, g_strdup ("never taken: freed with the box"));
  dh_mailbox_free (box);
}

#define N_VALUES 20000

static void *
send_numbers (void *data)
{
  for (guint i = 1; i <= N_VALUES; i++)
    {
      guint *value = g_new (guint, 1);

      *value = i;
      dh_mailbox_put (data, value);
    }
  return NULL;
}

static void
test_values_come_in_order (void)
{
  DhMailbox *box = dh_mailbox_new (g_free);
  pthread_t thread;
  guint last = 0;

  pthread_create (&thread, NULL, send_numbers, box);
  while (last < N_VALUES)
    {
      g_autofree guint *value = dh_mailbox_wait (box);

      g_assert_cmpuint (*value, >, last);
      last = *value;
    }
  pthread_join (thread, NULL);
  dh_mailbox_free (box);
}

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
      DhPool *pool = dh_pool_new (n_workers, NULL, NULL);
      Tally tally = { { 0 }, { 0 } };

      g_assert_cmpuint (dh_pool_get_n_workers (pool), ==, n_workers);
      for (guint round = 1; round <= 500; round++)
        {
          dh_pool_run (pool, N_TASKS, count_task, &tally);
          for (guint i = 0; i < N_TASKS; i++)
            {
              g_assert_cmpuint (tally.counts[i], ==, round);
              g_assert_cmpuint (tally.workers[i], <, n_workers);
            }
        }
      dh_pool_run (pool, 0, count_task, &tally);
      dh_pool_free (pool);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/handover/newest-value-wins", test_newest_value_wins);
  g_test_add_func ("/handover/values-come-in-order", test_values_come_in_order);
  g_test_add_func ("/handover/each-task-once", test_each_task_once);
  return g_test_run ();
}
