/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mailboxes between threads; most useful under the thread sanitizer.
 */
#include "core/base/mailbox.h"

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

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/mailbox/newest-value-wins", test_newest_value_wins);
  g_test_add_func ("/mailbox/values-come-in-order", test_values_come_in_order);
  return g_test_run ();
}
