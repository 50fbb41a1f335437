/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thread that follows its newest order.
 *
 *     take the newest order, sleeping for it only when nothing is left to do → a piece of work
 *     → again
 *
 * The order is looked at between two pieces; a piece that takes long looks itself whether it is
 * disturbed.  So a slider may order a hundred times a second: what is superfluous is never begun,
 * or broken off.
 */
#include "core/base/errand.h"

#include "core/base/mailbox.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

struct _DhErrand
{
  const DhErrandKind *kind;
  gpointer state;
  int niceness;
  pthread_t thread;
  DhMailbox *orders, *reports;
  int ended;
  int disturbed; /* set by the owner when a newer order waits */
};

/* An order as it waits; an empty one only wakes. */
typedef struct
{
  gpointer order;
  GDestroyNotify free_order;
} Letter;

static void
letter_free (Letter *letter)
{
  if (letter->order != NULL)
    letter->free_order (letter->order);
  g_free (letter);
}

static void
put (DhErrand *self, gpointer order)
{
  Letter *letter = g_new (Letter, 1);

  *letter = (Letter) { order, self->kind->free_order };
  dh_mailbox_put (self->orders, letter);
  g_atomic_int_set (&self->disturbed, TRUE);
}

static void *
thread_main (void *data)
{
  DhErrand *self = data;
  gboolean busy = FALSE;

  if (self->niceness != 0)
    setpriority (PRIO_PROCESS, syscall (SYS_gettid), self->niceness);
  while (!g_atomic_int_get (&self->ended))
    {
      Letter *letter;

      g_atomic_int_set (&self->disturbed, FALSE);
      letter = busy ? dh_mailbox_take (self->orders) : dh_mailbox_wait (self->orders);
      busy = TRUE;
      if (letter == NULL)
        busy = self->kind->work (self->state, self, &self->disturbed);
      else if (letter->order != NULL && !g_atomic_int_get (&self->ended))
        self->kind->follow (self->state, g_steal_pointer (&letter->order));
      if (letter != NULL)
        letter_free (letter);
    }
  return NULL;
}

DhErrand *
dh_errand_new (const DhErrandKind *kind, gpointer state, int niceness, const char *purpose)
{
  DhErrand *self = g_new0 (DhErrand, 1);

  self->kind = kind;
  self->state = state;
  self->niceness = niceness;
  self->orders = dh_mailbox_new ((GDestroyNotify) letter_free);
  self->reports = dh_mailbox_new (kind->free_report);
  if (pthread_create (&self->thread, NULL, thread_main, self) != 0)
    g_error ("the system gives no thread to %s", purpose);
  return self;
}

void
dh_errand_free (DhErrand *self)
{
  g_atomic_int_set (&self->ended, TRUE);
  put (self, NULL);
  pthread_join (self->thread, NULL);
  dh_mailbox_free (self->orders);
  dh_mailbox_free (self->reports);
  g_free (self);
}

void
dh_errand_send (DhErrand *self, gpointer order)
{
  put (self, order);
}

void
dh_errand_report (DhErrand *self, gpointer news)
{
  dh_mailbox_put (self->reports, news);
}

gpointer
dh_errand_take (DhErrand *self)
{
  return dh_mailbox_take (self->reports);
}

int
dh_errand_get_fd (DhErrand *self)
{
  return dh_mailbox_get_fd (self->reports);
}
