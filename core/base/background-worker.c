/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A background worker that works on the newest request.
 *
 *     take the newest request, if there is one → a piece of work → again, while there is more
 *
 * It checks for a newer request between two pieces; a long piece checks for cancellation itself.
 * So a slider may send a hundred requests a second: superfluous ones are never started, or are
 * cancelled.
 *
 * Several workers may share threads: those with work to do wait in a queue, and each gets one piece
 * per turn.  A worker with a thread of its own is alone in such a pool.
 */
#include "core/base/background-worker.h"

#include "core/base/mailbox.h"

#include <pthread.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

struct _DhBackgroundPool
{
  pthread_mutex_t lock;
  pthread_cond_t filled;  /* a worker is ready, or the pool is ending */
  pthread_cond_t stepped; /* a turn is over */
  GQueue ready;           /* of workers; none of them is in a turn */
  gboolean ended;
  int niceness;
  guint n_threads;
  pthread_t *threads;
};

typedef enum
{
  IDLE,
  READY,   /* waiting in the queue */
  IN_TURN, /* on a thread */
} Place;

struct _DhBackgroundWorker
{
  DhBackgroundPool *pool;
  gboolean alone; /* its pool is its own */
  const DhBackgroundWork *kind;
  gpointer state;
  DhMailbox *reports;
  int cancelled; /* a newer request is waiting, or the worker is being freed */

  /* With the pool's lock. */
  Place place;
  gpointer request; /* (nullable): not seen yet */
  gboolean ended;
};

static void
worker_destroy (DhBackgroundWorker *self)
{
  if (self->request != NULL)
    self->kind->free_request (self->request);
  if (self->kind->free_state != NULL)
    self->kind->free_state (self->state);
  dh_mailbox_free (self->reports);
  g_free (self);
}

/* ---- the threads ---- */

/* With the lock held. */
static void
make_ready (DhBackgroundWorker *self)
{
  self->place = READY;
  g_queue_push_tail (&self->pool->ready, self);
  pthread_cond_signal (&self->pool->filled);
}

/* With the lock held, except while it works; the worker may be gone afterwards. */
static void
take_turn (DhBackgroundWorker *self)
{
  DhBackgroundPool *pool = self->pool;
  gpointer request = g_steal_pointer (&self->request);
  gboolean more;

  self->place = IN_TURN;
  g_atomic_int_set (&self->cancelled, FALSE);
  pthread_mutex_unlock (&pool->lock);
  if (request != NULL)
    self->kind->follow (self->state, request);
  more = self->kind->work (self->state, self, &self->cancelled);
  pthread_mutex_lock (&pool->lock);

  self->place = IDLE;
  if (!self->ended && (more || self->request != NULL))
    make_ready (self);
  pthread_cond_broadcast (&pool->stepped);
  if (!self->ended || self->kind->free_state == NULL)
    return;
  pthread_mutex_unlock (&pool->lock); /* nobody waits for this worker or knows it any more */
  worker_destroy (self);
  pthread_mutex_lock (&pool->lock);
}

static void *
thread_main (void *data)
{
  DhBackgroundPool *self = data;

  if (self->niceness != 0)
    setpriority (PRIO_PROCESS, syscall (SYS_gettid), self->niceness);
  pthread_mutex_lock (&self->lock);
  for (;;)
    {
      while (!self->ended && g_queue_is_empty (&self->ready))
        pthread_cond_wait (&self->filled, &self->lock);
      if (self->ended)
        break;
      take_turn (g_queue_pop_head (&self->ready));
    }
  pthread_mutex_unlock (&self->lock);
  return NULL;
}

DhBackgroundPool *
dh_background_pool_new (guint n_threads, int niceness, const char *purpose)
{
  DhBackgroundPool *self = g_new0 (DhBackgroundPool, 1);

  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->filled, NULL);
  pthread_cond_init (&self->stepped, NULL);
  g_queue_init (&self->ready);
  self->niceness = niceness;
  self->n_threads = n_threads;
  self->threads = g_new (pthread_t, n_threads);
  for (guint i = 0; i < n_threads; i++)
    if (pthread_create (&self->threads[i], NULL, thread_main, self) != 0)
      g_error ("the system gives no thread to %s", purpose);
  return self;
}

void
dh_background_pool_free (DhBackgroundPool *self)
{
  pthread_mutex_lock (&self->lock);
  self->ended = TRUE;
  pthread_cond_broadcast (&self->filled);
  pthread_mutex_unlock (&self->lock);
  for (guint i = 0; i < self->n_threads; i++)
    pthread_join (self->threads[i], NULL);
  g_free (self->threads);
  pthread_cond_destroy (&self->stepped);
  pthread_cond_destroy (&self->filled);
  pthread_mutex_destroy (&self->lock);
  g_free (self);
}

/* ---- the owner's side ---- */

DhBackgroundWorker *
dh_background_worker_new_in_pool (const DhBackgroundWork *kind, gpointer state,
                                  DhBackgroundPool *pool)
{
  DhBackgroundWorker *self = g_new0 (DhBackgroundWorker, 1);

  self->pool = pool;
  self->kind = kind;
  self->state = state;
  self->reports = dh_mailbox_new (kind->free_report);
  return self;
}

DhBackgroundWorker *
dh_background_worker_new (const DhBackgroundWork *kind, gpointer state, int niceness,
                          const char *purpose)
{
  DhBackgroundWorker *self =
    dh_background_worker_new_in_pool (kind, state, dh_background_pool_new (1, niceness, purpose));

  self->alone = TRUE;
  return self;
}

/* Whether the caller destroys it: if the state belongs to the worker, nobody needs to wait for
 * the end of its turn. */
static gboolean
end (DhBackgroundWorker *self)
{
  DhBackgroundPool *pool = self->pool;
  gboolean in_turn;

  pthread_mutex_lock (&pool->lock);
  self->ended = TRUE;
  g_atomic_int_set (&self->cancelled, TRUE);
  if (self->place == READY)
    g_queue_remove (&pool->ready, self);
  if (self->kind->free_state == NULL)
    while (self->place == IN_TURN)
      pthread_cond_wait (&pool->stepped, &pool->lock);
  in_turn = self->place == IN_TURN;
  pthread_mutex_unlock (&pool->lock);
  return !in_turn;
}

void
dh_background_worker_free (DhBackgroundWorker *self)
{
  DhBackgroundPool *own = self->alone ? self->pool : NULL;

  if (end (self))
    worker_destroy (self);
  if (own != NULL)
    dh_background_pool_free (own);
}

void
dh_background_worker_send (DhBackgroundWorker *self, gpointer request)
{
  gpointer old;

  pthread_mutex_lock (&self->pool->lock);
  old = self->request;
  self->request = request;
  g_atomic_int_set (&self->cancelled, TRUE);
  if (self->place == IDLE)
    make_ready (self);
  pthread_mutex_unlock (&self->pool->lock);
  if (old != NULL)
    self->kind->free_request (old);
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
