/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A mailbox: a slot for the newest value, between two threads.  Only the newest counts: a slider
 * that moves a hundred times during a step costs one change, and a slow window skips frames instead
 * of queueing them.
 *
 * Built on pthread, not on GMutex and GAsyncQueue: the thread sanitizer understands pthread, but
 * GLib is not instrumented, so correct code on top of it would be reported as a race.
 */
#include "core/base/mailbox.h"

#include <pthread.h>
#include <stdint.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct _DhMailbox
{
  pthread_mutex_t mutex;
  pthread_cond_t filled;
  gpointer value;
  GDestroyNotify free_value;
  int fd;
};

DhMailbox *
dh_mailbox_new (GDestroyNotify free_value)
{
  DhMailbox *self = g_new0 (DhMailbox, 1);

  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->filled, NULL);
  self->free_value = free_value;
  self->fd = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  return self;
}

void
dh_mailbox_free (DhMailbox *self)
{
  if (self->value != NULL)
    self->free_value (self->value);
  if (self->fd >= 0)
    close (self->fd);
  pthread_cond_destroy (&self->filled);
  pthread_mutex_destroy (&self->mutex);
  g_free (self);
}

void
dh_mailbox_put (DhMailbox *self, gpointer value)
{
  const uint64_t one = 1;
  gpointer old;

  pthread_mutex_lock (&self->mutex);
  old = self->value;
  self->value = value;
  /* The descriptor follows the value under the same lock: at most one wake-up is pending. */
  if (old == NULL && self->fd >= 0 && write (self->fd, &one, sizeof one) < 0)
    g_warning ("the wake-up of a mailbox was lost");
  pthread_cond_signal (&self->filled);
  pthread_mutex_unlock (&self->mutex);

  if (old != NULL)
    self->free_value (old);
}

/* With the lock held. */
static gpointer
steal_value (DhMailbox *self)
{
  uint64_t count;

  if (self->value != NULL && self->fd >= 0 && read (self->fd, &count, sizeof count) < 0)
    g_warning ("a mailbox had a value but no wake-up");
  return g_steal_pointer (&self->value);
}

gpointer
dh_mailbox_take (DhMailbox *self)
{
  gpointer value;

  pthread_mutex_lock (&self->mutex);
  value = steal_value (self);
  pthread_mutex_unlock (&self->mutex);
  return value;
}

gpointer
dh_mailbox_wait (DhMailbox *self)
{
  gpointer value;

  pthread_mutex_lock (&self->mutex);
  while (self->value == NULL)
    pthread_cond_wait (&self->filled, &self->mutex);
  value = steal_value (self);
  pthread_mutex_unlock (&self->mutex);
  return value;
}

int
dh_mailbox_get_fd (DhMailbox *self)
{
  return self->fd;
}
