/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Painting pictures of grounds, off the main thread.  Rasterising a surface takes a few
 * milliseconds; inside a frame, four lanes with a turning camera would leave no time for anything
 * else.
 *
 * A picture that has been begun is always finished and shown, even if there is a newer request:
 * otherwise nothing would ever be shown while the camera keeps turning.  The next picture is begun
 * when the last has been taken: pictures that are never shown must not slow down a window that is
 * already late.
 *
 * All painters share one thread, on which each paints a picture in turn: twelve maps that are
 * requested at once queue up, instead of taking the processor away from the window and the
 * training.
 */
#include "ui/plot/scene/ground-painter.h"

#include "core/base/background-worker.h"

#include <glib-unix.h>

#define N_THREADS 1

struct _DhGroundPainter
{
  DhGroundPainted painted;
  gpointer data;
  DhBackgroundWorker *worker; /* created by the first request: many pictures are never visible */
  GSource *source;            /* for its reports */
  guint generation;           /* increased by cancel */
  gboolean busy;              /* the thread has a request of this generation */
  DhGroundPainting *waiting;  /* (nullable): the newest request, not sent to the thread yet */
};

/* A painting on its way to the thread or back. */
typedef struct
{
  guint generation;
  DhGroundPainting *painting; /* NULL: nothing is requested */
} Job;

/* Owned by the thread. */
typedef struct
{
  Job *job; /* (nullable) */
} Easel;

static void
job_free (gpointer data)
{
  Job *self = data;

  if (self == NULL)
    return;
  dh_ground_painting_free (self->painting);
  g_free (self);
}

/* ---- on the thread ---- */

static void
easel_free (gpointer data)
{
  Easel *self = data;

  job_free (self->job);
  g_free (self);
}

static void
follow (gpointer state, gpointer request)
{
  Easel *self = state;

  job_free (self->job);
  self->job = request;
}

static gboolean
work (gpointer state, DhBackgroundWorker *worker, const int *cancelled)
{
  Easel *self = state;

  if (self->job == NULL || self->job->painting == NULL)
    return FALSE;
  dh_ground_painting_paint (self->job->painting);
  dh_background_worker_report (worker, g_steal_pointer (&self->job));
  return FALSE;
}

static const DhBackgroundWork kind = {
  .follow = follow,
  .work = work,
  .free_request = job_free,
  .free_report = job_free,
  .free_state = easel_free,
};

/* ---- in the main context ---- */

/* Lives as long as the program. */
static DhBackgroundPool *
get_pool (void)
{
  static DhBackgroundPool *pool;

  if (pool == NULL)
    pool = dh_background_pool_new (N_THREADS, 0, "paint grounds");
  return pool;
}

static void
send_job (DhGroundPainter *self, DhGroundPainting *painting)
{
  Job *job = g_new (Job, 1);

  *job = (Job) { self->generation, painting };
  self->busy = painting != NULL;
  dh_background_worker_send (self->worker, job);
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  DhGroundPainter *self = data;
  Job *job = dh_background_worker_take (self->worker);

  if (job != NULL && job->generation == self->generation)
    {
      self->busy = FALSE;
      if (self->waiting != NULL)
        send_job (self, g_steal_pointer (&self->waiting));
      self->painted (g_steal_pointer (&job->painting), self->data); /* may free the painter */
    }
  job_free (job);
  return G_SOURCE_CONTINUE;
}

/* The source has a higher priority than drawing a frame, so a report is handled before the next
 * frame. */
static void
start (DhGroundPainter *self)
{
  self->worker = dh_background_worker_new_in_pool (&kind, g_new0 (Easel, 1), get_pool ());
  self->source = g_unix_fd_source_new (dh_background_worker_get_fd (self->worker), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (report_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

DhGroundPainter *
dh_ground_painter_new (DhGroundPainted painted, gpointer data)
{
  DhGroundPainter *self = g_new0 (DhGroundPainter, 1);

  self->painted = painted;
  self->data = data;
  return self;
}

void
dh_ground_painter_free (DhGroundPainter *self)
{
  if (self == NULL)
    return;
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->worker, dh_background_worker_free);
  dh_ground_painting_free (self->waiting);
  g_free (self);
}

void
dh_ground_painter_send (DhGroundPainter *self, const DhGroundRequest *request)
{
  g_return_if_fail (request->width > 0 && request->height > 0 && request->scale > 0);

  if (self->worker == NULL)
    start (self);
  if (self->busy)
    {
      dh_ground_painting_free (self->waiting);
      self->waiting = dh_ground_painting_new (request);
    }
  else
    send_job (self, dh_ground_painting_new (request));
}

void
dh_ground_painter_cancel (DhGroundPainter *self)
{
  self->generation++;
  g_clear_pointer (&self->waiting, dh_ground_painting_free);
  if (self->worker != NULL)
    send_job (self, NULL);
}
