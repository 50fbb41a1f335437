/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Workers in the background, alone and many on one thread; most useful under the thread sanitizer.
 */
#include "core/base/background-worker.h"

#include <poll.h>
#include <pthread.h>

/* A worker that counts a request's number down by one in each piece and reports every count; it can
 * be made to wait in the middle of a piece. */
typedef struct
{
  pthread_mutex_t lock;
  pthread_cond_t changed;
  gboolean closed; /* while set, pieces wait */
  guint n_waiting; /* inside a piece */
  guint n_cancelled, n_followed, n_pieces;
  guint n_freed; /* states freed */
  GString *log;  /* the names of the workers that did a piece, in order */
} Gate;

typedef struct
{
  Gate *gate;
  char name;
  guint left;
} Counter;

static void
gate_init (Gate *gate, gboolean closed)
{
  *gate = (Gate) { .closed = closed, .log = g_string_new (NULL) };
  pthread_mutex_init (&gate->lock, NULL);
  pthread_cond_init (&gate->changed, NULL);
}

static void
gate_clear (Gate *gate)
{
  pthread_cond_destroy (&gate->changed);
  pthread_mutex_destroy (&gate->lock);
  g_string_free (gate->log, TRUE);
}

static void
gate_open (Gate *gate)
{
  pthread_mutex_lock (&gate->lock);
  gate->closed = FALSE;
  pthread_cond_broadcast (&gate->changed);
  pthread_mutex_unlock (&gate->lock);
}

static void
gate_wait (Gate *gate, const guint *count, guint least)
{
  pthread_mutex_lock (&gate->lock);
  while (*count < least)
    pthread_cond_wait (&gate->changed, &gate->lock);
  pthread_mutex_unlock (&gate->lock);
}

static void
follow (gpointer state, gpointer request)
{
  Counter *self = state;

  self->left = *(guint *) request;
  g_free (request);
  pthread_mutex_lock (&self->gate->lock);
  self->gate->n_followed++;
  pthread_mutex_unlock (&self->gate->lock);
}

static gboolean
work (gpointer state, DhBackgroundWorker *worker, const int *cancelled)
{
  Counter *self = state;
  Gate *gate = self->gate;

  if (self->left == 0)
    return FALSE;
  pthread_mutex_lock (&gate->lock);
  gate->n_waiting++;
  pthread_cond_broadcast (&gate->changed);
  while (gate->closed)
    pthread_cond_wait (&gate->changed, &gate->lock);
  gate->n_waiting--;
  gate->n_cancelled += !!g_atomic_int_get (cancelled);
  gate->n_pieces++;
  g_string_append_c (gate->log, self->name);
  pthread_cond_broadcast (&gate->changed);
  pthread_mutex_unlock (&gate->lock);
  self->left--;
  dh_background_worker_report (worker, g_memdup2 (&self->left, sizeof self->left));
  return self->left > 0;
}

static void
free_counter (gpointer state)
{
  Counter *self = state;

  pthread_mutex_lock (&self->gate->lock);
  self->gate->n_freed++;
  pthread_mutex_unlock (&self->gate->lock);
  g_free (self);
}

static const DhBackgroundWork lent = { follow, work, g_free, g_free, NULL };
static const DhBackgroundWork owned = { follow, work, g_free, g_free, free_counter };

static void
send_count (DhBackgroundWorker *worker, guint count)
{
  dh_background_worker_send (worker, g_memdup2 (&count, sizeof count));
}

/* Waits until this count is reported; earlier ones may be skipped, but they come in order. */
static void
wait_for_report (DhBackgroundWorker *worker, guint wanted)
{
  guint last = G_MAXUINT;

  do
    {
      struct pollfd fd = { dh_background_worker_get_fd (worker), POLLIN, 0 };
      g_autofree guint *report = NULL;

      g_assert_cmpint (poll (&fd, 1, -1), ==, 1);
      report = dh_background_worker_take (worker);
      g_assert_nonnull (report);
      g_assert_cmpuint (*report, <, last);
      last = *report;
    }
  while (last != wanted);
}

static void
test_pieces (void)
{
  Gate gate;
  Counter counter = { &gate, 'a', 0 };
  DhBackgroundWorker *worker = dh_background_worker_new (&lent, &counter, 0, "count");

  gate_init (&gate, FALSE);
  g_assert_null (dh_background_worker_take (worker));
  send_count (worker, 1000);
  wait_for_report (worker, 0);
  g_assert_null (dh_background_worker_take (worker));
  send_count (worker, 3);
  wait_for_report (worker, 0);
  dh_background_worker_free (worker);
  g_assert_cmpuint (gate.n_pieces, ==, 1003);
  g_assert_cmpuint (gate.n_followed, ==, 2);
  g_assert_cmpuint (gate.n_cancelled, ==, 0);
  gate_clear (&gate);
}

/* Of the requests sent while a piece is running, only the newest is followed, and the piece is
 * cancelled. */
static void
test_newest (void)
{
  Gate gate;
  Counter counter = { &gate, 'a', 0 };
  DhBackgroundWorker *worker = dh_background_worker_new (&lent, &counter, 0, "count");

  gate_init (&gate, TRUE);
  send_count (worker, 500);
  gate_wait (&gate, &gate.n_waiting, 1);
  for (guint i = 0; i < 100; i++)
    send_count (worker, 900 + i);
  send_count (worker, 7);
  gate_open (&gate);
  gate_wait (&gate, &gate.n_pieces, 8);
  dh_background_worker_free (worker);
  g_assert_cmpuint (gate.n_followed, ==, 2);
  g_assert_cmpuint (gate.n_pieces, ==, 8);
  g_assert_cmpuint (gate.n_cancelled, ==, 1);
  g_assert_cmpuint (counter.left, ==, 0);
  gate_clear (&gate);
}

/* A lent state returns to its owner when the worker is freed, in the middle of a piece or with a
 * request that nobody has seen. */
static void
test_free (void)
{
  for (guint i = 0; i < 200; i++)
    {
      Gate gate;
      Counter counter = { &gate, 'a', 0 };
      DhBackgroundWorker *worker = dh_background_worker_new (&lent, &counter, 0, "count");

      gate_init (&gate, FALSE);
      send_count (worker, 100000);
      if (i % 2)
        gate_wait (&gate, &gate.n_pieces, i % 7);
      send_count (worker, 3);
      dh_background_worker_free (worker);
      gate_clear (&gate);
    }
}

/* On one thread, the workers take turns, one piece each. */
static void
test_turns (void)
{
  DhBackgroundPool *pool = dh_background_pool_new (1, 0, "count");
  DhBackgroundWorker *workers[4];
  Gate gate;

  gate_init (&gate, TRUE);
  for (guint i = 0; i < 4; i++)
    {
      Counter *counter = g_new0 (Counter, 1);

      *counter = (Counter) { &gate, (char) ('a' + i), 0 };
      workers[i] = dh_background_worker_new_in_pool (&owned, counter, pool);
      send_count (workers[i], 3);
      if (i == 0)
        gate_wait (&gate, &gate.n_waiting, 1);
    }
  gate_open (&gate);
  for (guint i = 0; i < 4; i++)
    wait_for_report (workers[i], 0);
  g_assert_cmpstr (gate.log->str, ==, "abcdabcdabcd");
  for (guint i = 0; i < 4; i++)
    dh_background_worker_free (workers[i]);
  dh_background_pool_free (pool);
  g_assert_cmpuint (gate.n_freed, ==, 4);
  gate_clear (&gate);
}

/* A worker that owns its state is freed without waiting for the piece in work, and one that is
 * queued never gets its turn. */
static void
test_free_in_turn (void)
{
  DhBackgroundPool *pool = dh_background_pool_new (1, 0, "count");
  DhBackgroundWorker *workers[2];
  Gate gate;

  gate_init (&gate, TRUE);
  for (guint i = 0; i < 2; i++)
    {
      Counter *counter = g_new0 (Counter, 1);

      *counter = (Counter) { &gate, (char) ('a' + i), 0 };
      workers[i] = dh_background_worker_new_in_pool (&owned, counter, pool);
      send_count (workers[i], 3);
      if (i == 0)
        gate_wait (&gate, &gate.n_waiting, 1);
    }
  dh_background_worker_free (workers[0]); /* would never return if it waited */
  dh_background_worker_free (workers[1]);
  g_assert_cmpuint (gate.n_freed, ==, 1);
  gate_open (&gate);
  dh_background_pool_free (pool);
  g_assert_cmpstr (gate.log->str, ==, "a");
  g_assert_cmpuint (gate.n_cancelled, ==, 1);
  g_assert_cmpuint (gate.n_freed, ==, 2);
  gate_clear (&gate);
}

/* More workers than threads, all of them with frequent requests. */
static void
test_many (void)
{
  DhBackgroundPool *pool = dh_background_pool_new (3, 0, "count");
  DhBackgroundWorker *workers[12];
  Gate gate;

  gate_init (&gate, FALSE);
  for (guint i = 0; i < 12; i++)
    {
      Counter *counter = g_new0 (Counter, 1);

      *counter = (Counter) { &gate, (char) ('a' + i), 0 };
      workers[i] = dh_background_worker_new_in_pool (&owned, counter, pool);
    }
  for (guint round = 0; round < 300; round++)
    for (guint i = 0; i < 12; i++)
      {
        send_count (workers[i], 1 + (round + i) % 5);
        g_free (dh_background_worker_take (workers[i]));
      }
  for (guint i = 0; i < 12; i++)
    {
      g_free (dh_background_worker_take (workers[i]));
      send_count (workers[i], 2);
    }
  for (guint i = 0; i < 12; i += 2)
    dh_background_worker_free (workers[i]);
  for (guint i = 1; i < 12; i += 2)
    dh_background_worker_free (workers[i]);
  dh_background_pool_free (pool);
  g_assert_cmpuint (gate.n_freed, ==, 12);
  gate_clear (&gate);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/background-worker/pieces", test_pieces);
  g_test_add_func ("/background-worker/newest", test_newest);
  g_test_add_func ("/background-worker/free", test_free);
  g_test_add_func ("/background-worker/turns", test_turns);
  g_test_add_func ("/background-worker/free-in-turn", test_free_in_turn);
  g_test_add_func ("/background-worker/many", test_many);
  return g_test_run ();
}
