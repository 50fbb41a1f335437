/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Jobs that are done side by side in a thread: wanted results arrive, piece by piece and evenly,
 * repeated requests change nothing, and dropped jobs are freed once.
 */
#include "core/base/job-worker.h"

#include <stdatomic.h>

/* Counts up to a number. */
typedef struct
{
  guint goal;
  guint pieces; /* belongs to the thread */
} Task;

/* The part of the result that is there so far; shared. */
typedef struct
{
  atomic_int n_refs;
  guint pieces;
} Result;

static int n_tasks, n_results, n_pieces; /* atomic */
static guint turns[128];                 /* the goals of the first pieces */

static gpointer
begin (gconstpointer request)
{
  Task *task = g_new0 (Task, 1);

  task->goal = *(const guint *) request;
  g_atomic_int_inc (&n_tasks);
  return task;
}

static void
task_free (gpointer task)
{
  g_atomic_int_add (&n_tasks, -1);
  g_free (task);
}

static gboolean
is_same (gconstpointer task, gconstpointer request)
{
  return ((const Task *) task)->goal == *(const guint *) request;
}

static double
get_share (gconstpointer task)
{
  const Task *self = task;

  return (double) self->pieces / self->goal;
}

static gpointer
go_on (gpointer task, const int *cancelled)
{
  Task *self = task;
  Result *result = g_new0 (Result, 1);
  guint turn = g_atomic_int_add (&n_pieces, 1);

  if (turn < G_N_ELEMENTS (turns))
    turns[turn] = self->goal;
  g_atomic_int_inc (&n_results);
  result->n_refs = 1;
  result->pieces = ++self->pieces;
  return result;
}

static gpointer
ref_result (gpointer result)
{
  atomic_fetch_add (&((Result *) result)->n_refs, 1);
  return result;
}

static void
unref_result (gpointer result)
{
  if (atomic_fetch_sub (&((Result *) result)->n_refs, 1) != 1)
    return;
  g_atomic_int_add (&n_results, -1);
  g_free (result);
}

static const DhJobKind count_kind = {
  .begin = begin,
  .is_same = is_same,
  .get_share = get_share,
  .go_on = go_on,
  .free_task = task_free,
  .ref_result = ref_result,
  .unref_result = unref_result,
  .purpose = "count",
};

static void
news_cb (gpointer data)
{
  (*(guint *) data)++;
}

static guint
peek (DhJobWorker *worker, guint goal)
{
  const Result *result = dh_job_worker_peek (worker, &goal);

  return result != NULL ? result->pieces : 0;
}

static void
want (DhJobWorker *worker, const guint *goals, guint n)
{
  gconstpointer requests[8];

  for (guint i = 0; i < n; i++)
    requests[i] = goals[i] > 0 ? &goals[i] : NULL;
  dh_job_worker_want (worker, requests, n);
}

static void
wait_for (DhJobWorker *worker, guint goal)
{
  while (peek (worker, goal) < goal)
    g_main_context_iteration (NULL, TRUE);
}

static void
assert_all_freed (void)
{
  g_assert_cmpint (g_atomic_int_get (&n_tasks), ==, 0);
  g_assert_cmpint (g_atomic_int_get (&n_results), ==, 0);
}

/* With gaps and repetitions in the list; each is done once. */
static void
test_all_come (void)
{
  const guint goals[] = { 7, 0, 30, 7, 12 };
  guint n_news = 0;
  DhJobWorker *worker = dh_job_worker_new (&count_kind, news_cb, &n_news);

  g_atomic_int_set (&n_pieces, 0);
  g_assert_cmpuint (peek (worker, 7), ==, 0);
  want (worker, goals, 5);
  g_assert_cmpint (g_atomic_int_get (&n_tasks), ==, 3);
  wait_for (worker, 7);
  wait_for (worker, 30);
  wait_for (worker, 12);
  g_assert_cmpuint (n_news, >, 0);
  g_assert_cmpint (g_atomic_int_get (&n_pieces), ==, 7 + 30 + 12);
  g_assert_cmpuint (peek (worker, 8), ==, 0);
  dh_job_worker_free (worker);
  assert_all_freed ();
}

/* A result that is wanted again continues where it was, and one that is no longer wanted can't be
 * peeked at. */
static void
test_wanted_again (void)
{
  const guint first[] = { 40, 50 }, second[] = { 60, 40 };
  guint n_news = 0;
  DhJobWorker *worker = dh_job_worker_new (&count_kind, news_cb, &n_news);

  g_atomic_int_set (&n_pieces, 0);
  want (worker, first, 2);
  wait_for (worker, 40);
  wait_for (worker, 50);
  for (guint i = 0; i < 100; i++)
    want (worker, first, 2);
  want (worker, second, 2);
  g_assert_cmpuint (peek (worker, 40), ==, 40);
  g_assert_cmpuint (peek (worker, 50), ==, 0);
  wait_for (worker, 60);
  g_assert_cmpint (g_atomic_int_get (&n_pieces), ==, 40 + 50 + 60);
  want (worker, NULL, 0);
  g_assert_cmpuint (peek (worker, 40), ==, 0);
  dh_job_worker_free (worker);
  assert_all_freed ();
}

/* A result that is no longer wanted is stopped in the middle, and freed even if nothing else is
 * requested. */
static void
test_given_up (void)
{
  const guint goal = 100000000;
  guint n_news = 0;
  DhJobWorker *worker = dh_job_worker_new (&count_kind, news_cb, &n_news);

  want (worker, &goal, 1);
  while (peek (worker, goal) == 0)
    g_main_context_iteration (NULL, TRUE);
  want (worker, NULL, 0);
  while (g_atomic_int_get (&n_tasks) > 0)
    g_main_context_iteration (NULL, FALSE);
  dh_job_worker_free (worker);
  assert_all_freed ();
}

/* The next turn goes to a job with the smallest share done, or one equal to it. */
static void
test_evenly (void)
{
  const guint goals[] = { 100, 10 };
  guint n_news = 0, n_done[2] = { 0 };
  DhJobWorker *worker = dh_job_worker_new (&count_kind, news_cb, &n_news);

  g_atomic_int_set (&n_pieces, 0);
  want (worker, goals, 2);
  wait_for (worker, 100);
  wait_for (worker, 10);
  for (guint i = 0; i < 110; i++)
    {
      guint k = turns[i] == 100 ? 0 : 1;

      g_assert_cmpuint (n_done[k] * goals[1 - k], <=, n_done[1 - k] * goals[k]);
      n_done[k]++;
    }
  dh_job_worker_free (worker);
  assert_all_freed ();
}

/* Many changes in a row: the last one is still done, and the thread saw few of them. */
static void
test_pause (void)
{
  DhJobKind kind = count_kind;
  guint n_news = 0, goal = 1000;
  DhJobWorker *worker;

  kind.pause = 20;
  worker = dh_job_worker_new (&kind, news_cb, &n_news);
  g_atomic_int_set (&n_pieces, 0);
  for (guint i = 0; i < 1000; i++, goal--)
    want (worker, &goal, 1);
  goal = 3;
  want (worker, &goal, 1);
  wait_for (worker, 3);
  g_assert_cmpint (g_atomic_int_get (&n_pieces), <=, 1000 + 3);
  dh_job_worker_free (worker);
  assert_all_freed ();
}

static void
end_cb (gpointer data)
{
  g_clear_pointer ((DhJobWorker **) data, dh_job_worker_free);
}

/* Freed from its own callback, in the middle of the work; in a pause; and before anything was
 * wanted. */
static void
test_ends (void)
{
  DhJobKind kind = count_kind;
  const guint goal = 1000000;
  DhJobWorker *worker = NULL;

  worker = dh_job_worker_new (&count_kind, end_cb, &worker);
  want (worker, &goal, 1);
  while (worker != NULL)
    g_main_context_iteration (NULL, TRUE);
  assert_all_freed ();
  kind.pause = 10000;
  worker = dh_job_worker_new (&kind, end_cb, &worker);
  want (worker, &goal, 1);
  want (worker, NULL, 0);
  dh_job_worker_free (worker);
  assert_all_freed ();
  dh_job_worker_free (dh_job_worker_new (&kind, end_cb, &worker));
  dh_job_worker_free (NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job-worker/all-come", test_all_come);
  g_test_add_func ("/job-worker/wanted-again", test_wanted_again);
  g_test_add_func ("/job-worker/given-up", test_given_up);
  g_test_add_func ("/job-worker/evenly", test_evenly);
  g_test_add_func ("/job-worker/pause", test_pause);
  g_test_add_func ("/job-worker/ends", test_ends);
  return g_test_run ();
}
