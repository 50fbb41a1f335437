/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The thread that computes every loss for two compared pictures: a background worker whose pieces
 * are, in this order,
 *
 *     the oldest unanswered request for a picture → the distorted pictures, where they changed
 *     → the cheapest loss that is out of date
 *
 * While the user drags a slider, cheap losses have to follow the pointer and expensive ones may
 * come later.  So the losses are computed in the order of the time they took last, and results
 * within a few milliseconds are reported together.  A newer request waits for one piece, so an old
 * one costs at most one loss.  Each loss remembers which settings it was computed with; moving
 * Huber's δ recomputes only Huber.
 *
 * The thread has the same priority as the window: the training threads are nicer, and a slider that
 * waits for them would feel stuck.
 */
#include "core/compare/comparison-worker.h"

#include "core/base/background-worker.h"
#include "core/compare/comparison-context.h"

#include <string.h>

/* Results that arrive within this time, in µs, are reported together: a third of a frame. */
#define REPORT_BUDGET 5000

typedef struct
{
  gboolean stale;
  gint64 cost; /* µs it took last time */
  double settings[DH_LOSS_MAX_SETTINGS];
  DhComparisonLossResult *loss_result;
} LossTask;

struct _DhComparisonWorker
{
  DhBackgroundWorker *worker;

  /* Used only by the thread. */
  DhComparisonRequest *request;
  gboolean prepared; /* pictures and settings match the request */
  guint64 exchange_serial;
  char *message, *notice;
  DhComparisonContext *context;
  gboolean exchanged;      /* the pictures are new and not distorted yet */
  DhDistortion distortion; /* of the current images */
  guint n_losses;
  LossTask *tasks;
  gint64 news_since; /* µs; 0: everything is reported */
};

/* ---- reports ---- */

/* The stale loss that takes the least time; NULL: nothing is left. */
static LossTask *
find_cheapest_stale (DhComparisonWorker *self)
{
  LossTask *found = NULL;

  for (guint i = 0;
       i < self->n_losses && dh_comparison_context_get_analysis (self->context) != NULL; i++)
    if (self->tasks[i].stale && (found == NULL || self->tasks[i].cost < found->cost))
      found = &self->tasks[i];
  return found;
}

/* Measured from the oldest unreported result, so that requests arriving faster than they are
 * handled don't delay the report. */
static void
note_news (DhComparisonWorker *self)
{
  if (self->news_since == 0)
    self->news_since = g_get_monotonic_time ();
}

static void
report (DhComparisonWorker *self, DhBackgroundWorker *worker)
{
  DhComparisonReport *news = g_new0 (DhComparisonReport, 1);
  DhComparisonImages *images = dh_comparison_context_get_images (self->context);

  news->request_serial = self->request->serial;
  news->exchange_serial = self->exchange_serial;
  news->done = find_cheapest_stale (self) == NULL;
  news->message = g_strdup (self->message);
  news->notice = g_strdup (self->notice);
  news->images = images != NULL ? dh_comparison_images_ref (images) : NULL;
  news->n_loss_results = self->n_losses;
  news->loss_results = g_new0 (DhComparisonLossResult *, self->n_losses);
  for (guint i = 0; i < self->n_losses; i++)
    if (self->tasks[i].loss_result != NULL)
      news->loss_results[i] = dh_comparison_loss_result_ref (self->tasks[i].loss_result);
  self->news_since = 0;
  dh_background_worker_report (worker, news);
}

/* ---- pieces ---- */

static void
take_notices (DhComparisonWorker *self, const DhNotices *notices)
{
  g_auto (GStrv) sentences = dh_notices_dup_sentences (notices);

  g_free (self->notice);
  self->notice = sentences[0] != NULL ? g_strjoinv ("\n", sentences) : NULL;
}

/* The next exchange to answer; NULL: all are answered. */
static const DhComparisonExchange *
find_unanswered (DhComparisonWorker *self)
{
  GPtrArray *exchanges = self->request->exchanges;

  for (guint i = 0; i < exchanges->len; i++)
    {
      const DhComparisonExchange *exchange = g_ptr_array_index (exchanges, i);

      if (exchange->serial > self->exchange_serial)
        return exchange;
    }
  return NULL;
}

static void
meet_exchange (DhComparisonWorker *self, const DhComparisonExchange *exchange)
{
  g_autoptr (DhNotices) notices = dh_notices_new ();
  g_autoptr (GError) error = NULL;

  self->exchanged |= dh_comparison_context_meet (self->context, exchange, notices, &error);
  self->exchange_serial = exchange->serial;
  g_free (self->message);
  self->message = error != NULL ? g_strdup (error->message) : NULL;
  take_notices (self, notices);
}

static void
drop_loss_results (DhComparisonWorker *self)
{
  for (guint i = 0; i < self->n_losses; i++)
    g_clear_pointer (&self->tasks[i].loss_result, dh_comparison_loss_result_unref);
}

/* When the size changes, the old maps no longer fit the pictures. */
static void
spoil_pictures (DhComparisonWorker *self)
{
  if (dh_comparison_context_spoil (self->context, &self->distortion))
    drop_loss_results (self);
  for (guint i = 0; i < self->n_losses; i++)
    self->tasks[i].stale = TRUE;
}

static void
take_settings (DhComparisonWorker *self)
{
  for (guint i = 0; i < self->n_losses; i++)
    {
      LossTask *task = &self->tasks[i];

      if (memcmp (task->settings, self->request->settings[i], sizeof task->settings) == 0)
        continue;
      memcpy (task->settings, self->request->settings[i], sizeof task->settings);
      task->stale = TRUE;
    }
}

static void
prepare (DhComparisonWorker *self)
{
  const DhDistortion *distortion = &self->request->distortion;

  if (self->exchanged || !dh_distortion_equal (distortion, &self->distortion))
    {
      self->distortion = *distortion;
      spoil_pictures (self);
    }
  self->exchanged = FALSE;
  take_settings (self);
  self->prepared = TRUE;
}

static void
examine (DhComparisonWorker *self, DhBackgroundWorker *worker, LossTask *task)
{
  guint n_losses;
  const DhLoss *loss = dh_losses_get (&n_losses)[task - self->tasks];
  DhLossAnalysis *analysis = dh_comparison_context_get_analysis (self->context);
  DhShape shape = dh_loss_analysis_get_shape (analysis);
  gint64 start = g_get_monotonic_time ();
  DhComparisonResult result;
  float *map;

  if (self->news_since != 0 && start - self->news_since + task->cost > REPORT_BUDGET)
    report (self, worker);
  map = g_new (float, (gsize) shape.h *shape.w);
  result = dh_loss_analysis_examine (analysis, loss, task->settings, map);
  g_clear_pointer (&task->loss_result, dh_comparison_loss_result_unref);
  task->loss_result = dh_comparison_loss_result_new (&result, map);
  task->stale = FALSE;
  task->cost = g_get_monotonic_time () - start;
  note_news (self);
}

/* ---- the worker ---- */

static void
follow (gpointer state, gpointer request)
{
  DhComparisonWorker *self = state;

  dh_comparison_request_free (self->request);
  self->request = request;
  self->prepared = FALSE;
  note_news (self);
}

static gboolean
work (gpointer state, DhBackgroundWorker *worker, const int *cancelled)
{
  DhComparisonWorker *self = state;
  const DhComparisonExchange *exchange = find_unanswered (self);

  if (exchange != NULL)
    meet_exchange (self, exchange);
  else if (!self->prepared)
    prepare (self);
  else
    examine (self, worker, find_cheapest_stale (self));
  if (!self->prepared || find_cheapest_stale (self) != NULL)
    return TRUE;
  report (self, worker);
  return FALSE;
}

static const DhBackgroundWork kind = {
  .follow = follow,
  .work = work,
  .free_request = (GDestroyNotify) dh_comparison_request_free,
  .free_report = (GDestroyNotify) dh_comparison_report_free,
};

DhComparisonWorker *
dh_comparison_worker_new (int max_side)
{
  DhComparisonWorker *self = g_new0 (DhComparisonWorker, 1);
  const DhLoss *const *losses = dh_losses_get (&self->n_losses);

  self->context = dh_comparison_context_new (max_side);
  self->tasks = g_new0 (LossTask, self->n_losses);
  for (guint i = 0; i < self->n_losses; i++)
    dh_loss_get_defaults (losses[i], self->tasks[i].settings);
  self->worker = dh_background_worker_new (&kind, self, 0, "compare pictures");
  return self;
}

void
dh_comparison_worker_free (DhComparisonWorker *self)
{
  dh_background_worker_free (self->worker);
  drop_loss_results (self);
  dh_comparison_request_free (self->request);
  g_free (self->notice);
  g_free (self->message);
  dh_comparison_context_free (self->context);
  g_free (self->tasks);
  g_free (self);
}

void
dh_comparison_worker_send (DhComparisonWorker *self, DhComparisonRequest *request)
{
  dh_background_worker_send (self->worker, request);
}

DhComparisonReport *
dh_comparison_worker_take (DhComparisonWorker *self)
{
  return dh_background_worker_take (self->worker);
}

int
dh_comparison_worker_get_fd (DhComparisonWorker *self)
{
  return dh_background_worker_get_fd (self->worker);
}
