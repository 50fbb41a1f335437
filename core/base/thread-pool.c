/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A pool of threads that share the tasks of one call, such as those of an iteration, and wait for
 * the last.  It uses pthread for the reason given in mailbox.c.
 */
#include "core/base/thread-pool.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

struct _DhThreadPool
{
  pthread_mutex_t mutex;
  pthread_cond_t begun, ended;
  guint n_workers;
  pthread_t *threads; /* of workers 1 … n-1 */
  DhThreadPoolStart start;
  gpointer start_data;

  guint64 round; /* counts calls of dh_thread_pool_run() */
  guint n_busy;
  gboolean quit;

  DhThreadPoolTask task;
  gpointer data;
  guint n_tasks;
  atomic_uint next_task;
};

typedef struct
{
  DhThreadPool *pool;
  guint worker;
} PoolThread;

static void
work_off_tasks (DhThreadPool *self, guint worker)
{
  guint task;

  while ((task = atomic_fetch_add (&self->next_task, 1)) < self->n_tasks)
    self->task (task, worker, self->data);
}

static void *
pool_thread_main (void *data)
{
  g_autofree PoolThread *thread = data;
  DhThreadPool *self = thread->pool;
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
start_thread (DhThreadPool *self, guint worker)
{
  PoolThread *thread = g_new (PoolThread, 1);

  thread->pool = self;
  thread->worker = worker;
  if (pthread_create (&self->threads[worker], NULL, pool_thread_main, thread) == 0)
    return TRUE;
  g_free (thread);
  return FALSE;
}

DhThreadPool *
dh_thread_pool_new (guint n_workers, DhThreadPoolStart start, gpointer data)
{
  DhThreadPool *self = g_new0 (DhThreadPool, 1);

  pthread_mutex_init (&self->mutex, NULL);
  pthread_cond_init (&self->begun, NULL);
  pthread_cond_init (&self->ended, NULL);
  self->threads = g_new0 (pthread_t, MAX (n_workers, 1));
  self->start = start;
  self->start_data = data;
  /* If the system can't create more threads, the pool works with those it has. */
  for (self->n_workers = 1; self->n_workers < n_workers; self->n_workers++)
    if (!start_thread (self, self->n_workers))
      break;
  return self;
}

void
dh_thread_pool_free (DhThreadPool *self)
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
dh_thread_pool_get_n_workers (const DhThreadPool *self)
{
  return self->n_workers;
}

static double
read_clock (clockid_t clock)
{
  struct timespec time = { 0 };

  clock_gettime (clock, &time);
  return time.tv_sec + time.tv_nsec / 1e9;
}

double
dh_thread_pool_get_cpu_time (const DhThreadPool *self)
{
  double sum = read_clock (CLOCK_THREAD_CPUTIME_ID);
  clockid_t clock;

  for (guint i = 1; i < self->n_workers; i++)
    if (pthread_getcpuclockid (self->threads[i], &clock) == 0)
      sum += read_clock (clock);
  return sum;
}

void
dh_thread_pool_run (DhThreadPool *self, guint n_tasks, DhThreadPoolTask task, gpointer data)
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
