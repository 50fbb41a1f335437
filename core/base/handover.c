/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What passes between threads: mailboxes that keep the newest value, and a pool
 * of threads that share out tasks.
 *
 * A mailbox holds the newest value only: a slider that moves a hundred times
 * while a step runs costs one change, and a window that is slow misses frames
 * instead of queueing them.  A pool hands out the tasks of one iteration and
 * waits for the last.
 *
 * Built on pthread, not on GMutex and GAsyncQueue: the thread sanitizer knows
 * pthread's functions, and GLib is not instrumented, so that correct code on
 * top of it is reported as a race.
 */
#include "core/base/handover.h"

#include <pthread.h>
#include <stdatomic.h>
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

struct _DhPool
{
  pthread_mutex_t mutex;
  pthread_cond_t begun, ended;
  guint n_workers;
  pthread_t *threads; /* of workers 1 … n-1 */
  DhPoolStart start;
  gpointer start_data;

  guint64 round; /* counts calls of dh_pool_run() */
  guint n_busy;
  gboolean quit;

  DhPoolTask task;
  gpointer data;
  guint n_tasks;
  atomic_uint next_task;
};

typedef struct
{
  DhPool *pool;
  guint worker;
} PoolThread;

static void
work_off_tasks (DhPool *self, guint worker)
{
  guint task;

  while ((task = atomic_fetch_add (&self->next_task, 1)) < self->n_tasks)
    self->task (task, worker, self->data);
}

static void *
pool_thread_main (void *data)
{
  g_autofree PoolThread *thread = data;
  DhPool *self = thread->pool;
  guint64 seen = 0;

  if (self->start != NULL)
    self->start (self->start_data);

  pthread_mutex_lock (&self->mutex);
  for (;;)
    {
      while (!self->quit && self->round == seen)
        pthread_cond_wait (&self->begun, &self->mutex);
      if (self->quit)
        break;
      seen = self->round;
      pthread_mutex_unlock (&self->mutex);
      work_off_tasks (self, thread->worker);
      pthread_mutex_lock (&self->mutex);
      if (--self->n_busy == 0)
        pthread_cond_signal (&self->ended);
    }
  pthread_mutex_unlock (&self->mutex);
  return NULL;
}

static gboolean
start_thread (DhPool *self, guint worker)
{
  PoolThread *thread = g_new (PoolThread, 1);

  thread->pool = self;
  thread->worker = worker;
  if (pthread_create (&self->threads[worker], NULL, pool_thread_main, thread) == 0)
    return TRUE;
  g_free (thread);
  return FALSE;
}

DhPool *
dh_pool_new (guint n_workers, DhPoolStart start, gpointer data)
{
  DhPool *self = g_new0 (DhPool, 1);

  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->begun, NULL);
  pthread_cond_init (&self->ended, NULL);
  self->threads = g_new0 (pthread_t, MAX (n_workers, 1));
  self->start = start;
  self->start_data = data;
  /* Where the system gives no more threads, the pool works with those it has. */
  for (self->n_workers = 1; self->n_workers < n_workers; self->n_workers++)
    if (!start_thread (self, self->n_workers))
      break;
  return self;
}

void
dh_pool_free (DhPool *self)
{
  pthread_mutex_lock (&self->mutex);
  self->quit = TRUE;
  pthread_cond_broadcast (&self->begun);
  pthread_mutex_unlock (&self->mutex);

  for (guint i = 1; i < self->n_workers; i++)
    pthread_join (self->threads[i], NULL);
  g_free (self->threads);
  pthread_cond_destroy (&self->ended);
  pthread_cond_destroy (&self->begun);
  pthread_mutex_destroy (&self->mutex);
  g_free (self);
}

guint
dh_pool_get_n_workers (const DhPool *self)
{
  return self->n_workers;
}

void
dh_pool_run (DhPool *self, guint n_tasks, DhPoolTask task, gpointer data)
{
  pthread_mutex_lock (&self->mutex);
  self->task = task;
  self->data = data;
  self->n_tasks = n_tasks;
  atomic_store (&self->next_task, 0);
  self->n_busy = self->n_workers - 1;
  self->round++;
  pthread_cond_broadcast (&self->begun);
  pthread_mutex_unlock (&self->mutex);

  work_off_tasks (self, 0);

  pthread_mutex_lock (&self->mutex);
  while (self->n_busy > 0)
    pthread_cond_wait (&self->ended, &self->mutex);
  pthread_mutex_unlock (&self->mutex);
}
