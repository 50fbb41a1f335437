/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thread that works on its newest request.
 *
 *     take the newest request, sleeping for it only when nothing is left to do → a piece of work
 *     → again
 *
 * The thread looks for a newer request between two pieces; a piece that takes long looks itself
 * whether it is cancelled.  So a slider may send a hundred requests a second: what is superfluous
 * is never begun, or broken off.
 */
#include "core/base/background-worker.h"

#include "core/base/mailbox.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

struct _DhBackgroundWorker
{
  const DhBackgroundWork *kind;
  gpointer state;
  int niceness;
  pthread_t thread;
  DhMailbox *requests, *reports;
  int ended;
  int cancelled; /* set by the owner when a newer request waits */
};

/* A request as it waits; an empty one only wakes the thread. */
typedef struct
{
  gpointer request;
  GDestroyNotify free_request;
} Pending;

static void
pending_free (Pending *pending)
{
  if (pending->request != NULL)
    pending->free_request (pending->request);
  g_free (pending);
}

static void
put (DhBackgroundWorker *self, gpointer request)
{
  Pending *pending = g_new (Pending, 1);

  *pending = (Pending) { request, self->kind->free_request };
  dh_mailbox_put (self->requests, pending);
  g_atomic_int_set (&self->cancelled, TRUE);
}

static void *
thread_main (void *data)
{
  DhBackgroundWorker *self = data;
  gboolean busy = FALSE;

  if (self->niceness != 0)
    setpriority (PRIO_PROCESS, syscall (SYS_gettid), self->niceness);
  while (!g_atomic_int_get (&self->ended))
    {
      Pending *pending;

      g_atomic_int_set (&self->cancelled, FALSE);
      pending = busy ? dh_mailbox_take (self->requests) : dh_mailbox_wait (self->requests);
      busy = TRUE;
      if (pending == NULL)
        busy = self->kind->work (self->state, self, &self->cancelled);
      else if (pending->request != NULL && !g_atomic_int_get (&self->ended))
        self->kind->follow (self->state, g_steal_pointer (&pending->request));
      if (pending != NULL)
        pending_free (pending);
    }
  return NULL;
}

DhBackgroundWorker *
dh_background_worker_new (const DhBackgroundWork *kind, gpointer state, int niceness,
                          const char *purpose)
{
  DhBackgroundWorker *self = g_new0 (DhBackgroundWorker, 1);

  self->kind = kind;
  self->state = state;
  self->niceness = niceness;
  self->requests = dh_mailbox_new ((GDestroyNotify) pending_free);
  self->reports = dh_mailbox_new (kind->free_report);
  if (pthread_create (&self->thread, NULL, thread_main, self) != 0)
    g_error ("the system gives no thread to %s", purpose);
  return self;
}

void
dh_background_worker_free (DhBackgroundWorker *self)
{
  g_atomic_int_set (&self->ended, TRUE);
  put (self, NULL);
  pthread_join (self->thread, NULL);
  dh_mailbox_free (self->requests);
  dh_mailbox_free (self->reports);
  g_free (self);
}

void
dh_background_worker_send (DhBackgroundWorker *self, gpointer request)
{
  put (self, request);
}

void
dh_background_worker_report (DhBackgroundWorker *self, gpointer report)
{
  dh_mailbox_put (self->reports, report);
}

gpointer
dh_background_worker_take (DhBackgroundWorker *self)
{
  return dh_mailbox_take (self->reports);
}

int
dh_background_worker_get_fd (DhBackgroundWorker *self)
{
  return dh_mailbox_get_fd (self->reports);
}
