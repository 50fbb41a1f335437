/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A worker thread that advances several jobs at a time, piece by piece.
 *
 * The owner passes the full list of wanted jobs whenever anything may have changed.  The list is
 * compared with the existing jobs: repeating it changes nothing, and a job that is still wanted
 * continues where it is.  After each piece, the newest results of all jobs are reported together,
 * so replacing a report before it is read loses nothing.
 *
 * A job is shared by the owner's list, the waiting requests and the thread's list. `task` and
 * `latest` belong to the thread once the job has been sent, `result` belongs to the owner.
 */
#include "core/base/job-worker.h"

#include "core/base/background-worker.h"

#include <glib-unix.h>
#include <stdatomic.h>

typedef struct
{
  atomic_int n_refs;
  const DhJobKind *kind;
  gpointer task;
  gpointer latest; /* the thread's */
  gpointer result; /* the owner's */
} Job;

struct _DhJobWorker
{
  const DhJobKind *kind;
  DhJobNews news;
  gpointer data;
  DhBackgroundWorker *worker;
  GSource *source; /* wakes the owner for reports */
  GSource *pause;  /* NULL: the pause since the last change is over */
  GPtrArray *wanted;
  gboolean unsent;

  GPtrArray *jobs; /* the thread's */
};

/* A job with a result. */
typedef struct
{
  Job *job;
  gpointer result;
} Delivery;

/* ---- jobs ---- */

static Job *
job_new (const DhJobKind *kind, gconstpointer request)
{
  Job *self = g_new0 (Job, 1);

  self->n_refs = 1;
  self->kind = kind;
  self->task = kind->begin (request);
  return self;
}

static Job *
job_ref (Job *self)
{
  atomic_fetch_add (&self->n_refs, 1);
  return self;
}

static void
job_unref (Job *self)
{
  if (atomic_fetch_sub (&self->n_refs, 1) != 1)
    return;
  g_clear_pointer (&self->latest, self->kind->unref_result);
  g_clear_pointer (&self->result, self->kind->unref_result);
  self->kind->free_task (self->task);
  g_free (self);
}

static GPtrArray *
jobs_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) job_unref);
}

static Job *
find_job (const GPtrArray *jobs, gconstpointer request)
{
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);

      if (job->kind->is_same (job->task, request))
        return job;
    }
  return NULL;
}

static void
delivery_clear (Delivery *self)
{
  g_clear_pointer (&self->result, self->job->kind->unref_result);
  job_unref (self->job);
}

/* ---- the thread ---- */

static void
follow (gpointer state, gpointer newest)
{
  DhJobWorker *self = state;

  g_ptr_array_unref (self->jobs);
  self->jobs = newest;
}

/* NULL: all are done. */
static Job *
find_least_done (const GPtrArray *jobs)
{
  Job *least = NULL;
  double least_share = 1;

  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);
      double share = job->kind->get_share (job->task);

      if (share >= least_share)
        continue;
      least_share = share;
      least = job;
    }
  return least;
}

static GArray *
make_report (const GPtrArray *jobs)
{
  GArray *report = g_array_new (FALSE, FALSE, sizeof (Delivery));

  g_array_set_clear_func (report, (GDestroyNotify) delivery_clear);
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = g_ptr_array_index (jobs, i);
      Delivery delivery = { job, job->latest };

      if (job->latest == NULL)
        continue;
      job_ref (job);
      job->kind->ref_result (job->latest);
      g_array_append_val (report, delivery);
    }
  return report;
}

static gboolean
work (gpointer state, DhBackgroundWorker *worker, const int *cancelled)
{
  DhJobWorker *self = state;
  Job *job = find_least_done (self->jobs);
  gpointer result;

  if (job == NULL)
    return FALSE;
  result = job->kind->go_on (job->task, cancelled);
  if (result == NULL)
    return TRUE; /* cancelled: there is a newer request */
  g_clear_pointer (&job->latest, job->kind->unref_result);
  job->latest = result;
  dh_background_worker_report (worker, make_report (self->jobs));
  return TRUE;
}

static const DhBackgroundWork background_work = {
  .follow = follow,
  .work = work,
  .free_request = (GDestroyNotify) g_ptr_array_unref,
  .free_report = (GDestroyNotify) g_array_unref,
};

/* ---- the owner ---- */

static void
take_report (GArray *report)
{
  for (guint i = 0; i < report->len; i++)
    {
      Delivery *delivery = &g_array_index (report, Delivery, i);
      gpointer older = delivery->job->result;

      delivery->job->result = delivery->result;
      delivery->result = older;
    }
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  DhJobWorker *self = data;
  GArray *report = dh_background_worker_take (self->worker);

  if (report == NULL)
    return G_SOURCE_CONTINUE;
  take_report (report);
  g_array_unref (report);
  self->news (self->data);
  return G_SOURCE_CONTINUE;
}

static void send_jobs (DhJobWorker *self);

static gboolean
pause_over_cb (gpointer data)
{
  DhJobWorker *self = data;

  g_clear_pointer (&self->pause, g_source_unref);
  if (self->unsent)
    send_jobs (self);
  return G_SOURCE_REMOVE;
}

static void
begin_pause (DhJobWorker *self)
{
  self->pause = g_timeout_source_new (self->kind->pause);
  g_source_set_callback (self->pause, pause_over_cb, self, NULL);
  g_source_attach (self->pause, g_main_context_get_thread_default ());
}

static void
send_jobs (DhJobWorker *self)
{
  GPtrArray *copy;

  if (self->pause != NULL)
    return; /* it will be done when the pause is over */
  copy = jobs_new ();
  for (guint i = 0; i < self->wanted->len; i++)
    g_ptr_array_add (copy, job_ref (g_ptr_array_index (self->wanted, i)));
  dh_background_worker_send (self->worker, copy);
  self->unsent = FALSE;
  if (self->kind->pause > 0)
    begin_pause (self);
}

void
dh_job_worker_want (DhJobWorker *self, const gconstpointer *requests, guint n_requests)
{
  GPtrArray *before = self->wanted;
  guint n_kept = 0;

  self->wanted = jobs_new ();
  for (guint i = 0; i < n_requests; i++)
    {
      Job *job;

      if (requests[i] == NULL || find_job (self->wanted, requests[i]) != NULL)
        continue;
      job = find_job (before, requests[i]);
      n_kept += job != NULL;
      g_ptr_array_add (self->wanted,
                       job != NULL ? job_ref (job) : job_new (self->kind, requests[i]));
    }
  if (n_kept < self->wanted->len || n_kept < before->len)
    self->unsent = TRUE;
  g_ptr_array_unref (before);
  if (self->unsent)
    send_jobs (self);
}

gpointer
dh_job_worker_peek (DhJobWorker *self, gconstpointer request)
{
  Job *job = find_job (self->wanted, request);

  return job != NULL ? job->result : NULL;
}

DhJobWorker *
dh_job_worker_new (const DhJobKind *kind, DhJobNews news, gpointer data)
{
  DhJobWorker *self = g_new0 (DhJobWorker, 1);

  self->kind = kind;
  self->news = news;
  self->data = data;
  self->wanted = jobs_new ();
  self->jobs = jobs_new ();
  self->worker = dh_background_worker_new (&background_work, self, kind->niceness, kind->purpose);
  self->source = g_unix_fd_source_new (dh_background_worker_get_fd (self->worker), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (report_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

static void
end_source (GSource *source)
{
  if (source == NULL)
    return;
  g_source_destroy (source);
  g_source_unref (source);
}

void
dh_job_worker_free (DhJobWorker *self)
{
  if (self == NULL)
    return;
  end_source (self->source);
  end_source (self->pause);
  dh_background_worker_free (self->worker);
  g_ptr_array_unref (self->wanted);
  g_ptr_array_unref (self->jobs);
  g_free (self);
}
