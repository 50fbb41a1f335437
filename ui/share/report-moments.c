/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The marked moments that a report shows: their notes, and the faces as they were kept.
 *
 * A thread reads the faces.  What is on the screen at a mark is taken from there: it may have been
 * marked a moment ago, and not be in the file yet.
 */
#include "ui/share/report-moments.h"

#include "core/keep/kept-film.h"

#define N_FACES 1 /* that a report draws */

struct _DhReportMoments
{
  guint n, n_lanes;
  DhLane *lanes[DH_MAX_LANES];
  DhReportMoment *moments;  /* in the order of these lanes */
  DhReportMoment *arranged; /* in the order of the session's, without references */
  DhReportMomentsReady ready;
  gpointer data;
};

/* What the thread has.  It may be freed there, so it holds no objects. */
typedef struct
{
  DhKeptFilm *films[DH_MAX_LANES]; /* NULL: nothing to read */
  guint n;
  DhReportMoment *moments; /* faces that are wanted have none yet; without notes */
} Reading;

static void
moments_free (DhReportMoment *moments, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_free ((char *) moments[i].note);
      for (guint k = 0; k < DH_MAX_LANES; k++)
        g_clear_pointer (&moments[i].previews[k], dh_preview_unref);
    }
  g_free (moments);
}

static void
reading_free (gpointer data)
{
  Reading *self = data;

  for (guint i = 0; i < DH_MAX_LANES; i++)
    g_clear_pointer (&self->films[i], dh_kept_film_free);
  moments_free (self->moments, self->n);
  g_free (self);
}

void
dh_report_moments_free (DhReportMoments *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    g_object_unref (self->lanes[i]);
  moments_free (self->moments, self->n);
  g_free (self->arranged);
  g_free (self);
}

/* ---- what is known already ---- */

/* NULL: something else is shown, or no faces. */
static DhPreview *
get_shown (DhPast *past, DhLane *lane, guint64 iteration)
{
  DhLaneSnapshot *shown = dh_past_get_snapshot (past, lane);
  DhLaneSnapshot *snapshot = shown != NULL ? shown : dh_lane_get_snapshot (lane);
  DhPreview *preview = snapshot != NULL ? dh_lane_snapshot_get_preview (snapshot) : NULL;

  if (preview == NULL || !dh_preview_is_painted (preview)
      || dh_lane_snapshot_get_iteration (snapshot) != iteration)
    return NULL;
  return dh_preview_ref (preview);
}

static DhReportMoments *
moments_new (DhSession *session, DhPast *past)
{
  DhReportMoments *self = g_new0 (DhReportMoments, 1);
  const GArray *marked = past != NULL ? dh_past_get_marked (past) : NULL;
  GListModel *lanes = dh_session_get_lanes (session);

  self->n_lanes = MIN (g_list_model_get_n_items (lanes), DH_MAX_LANES);
  for (guint k = 0; k < self->n_lanes; k++)
    self->lanes[k] = g_list_model_get_item (lanes, k);
  self->n = marked != NULL ? marked->len : 0;
  self->moments = g_new0 (DhReportMoment, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    {
      const DhMarkedMoment *mark = &g_array_index (marked, DhMarkedMoment, i);

      self->moments[i].iteration = mark->iteration;
      self->moments[i].note = g_strdup (mark->note);
      for (guint k = 0; k < self->n_lanes; k++)
        self->moments[i].previews[k] = get_shown (past, self->lanes[k], mark->iteration);
    }
  return self;
}

/* ---- reading ---- */

static void
read_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Reading *self = data;

  for (guint i = 0; i < self->n; i++)
    for (guint k = 0; k < DH_MAX_LANES; k++)
      if (self->films[k] != NULL && self->moments[i].previews[k] == NULL)
        self->moments[i].previews[k] = dh_kept_film_find (self->films[k],
                                                          self->moments[i].iteration, N_FACES);
  g_task_return_boolean (task, TRUE);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  DhReportMoments *self = data;
  Reading *reading = g_task_get_task_data (G_TASK (result));

  for (guint i = 0; i < self->n; i++)
    for (guint k = 0; k < self->n_lanes; k++)
      if (self->moments[i].previews[k] == NULL)
        self->moments[i].previews[k] = g_steal_pointer (&reading->moments[i].previews[k]);
  self->ready (self, self->data);
}

static Reading *
reading_new (const DhReportMoments *self, DhSessionKeeper *keeper)
{
  Reading *reading = g_new0 (Reading, 1);

  reading->n = self->n;
  reading->moments = g_new0 (DhReportMoment, self->n);
  for (guint k = 0; k < self->n_lanes; k++)
    reading->films[k] = dh_kept_film_new (keeper, self->lanes[k]);
  for (guint i = 0; i < self->n; i++)
    {
      reading->moments[i].iteration = self->moments[i].iteration;
      for (guint k = 0; k < self->n_lanes; k++)
        if (self->moments[i].previews[k] != NULL)
          reading->moments[i].previews[k] = dh_preview_ref (self->moments[i].previews[k]);
    }
  return reading;
}

void
dh_report_moments_load (DhSession *session, DhPast *past, DhSessionKeeper *keeper,
                        DhReportMomentsReady ready, gpointer data)
{
  DhReportMoments *self = moments_new (session, past);
  g_autoptr (GTask) task = NULL;

  self->ready = ready;
  self->data = data;
  if (self->n == 0 || keeper == NULL)
    {
      ready (self, data);
      return;
    }
  task = g_task_new (NULL, NULL, done_cb, self);
  g_task_set_task_data (task, reading_new (self, keeper), reading_free);
  g_task_run_in_thread (task, read_cb);
}

/* ---- showing ---- */

static DhPreview *
find_preview (const DhReportMoments *self, guint i, const DhLane *lane)
{
  for (guint k = 0; k < self->n_lanes; k++)
    if (self->lanes[k] == lane)
      return self->moments[i].previews[k];
  return NULL;
}

const DhReportMoment *
dh_report_moments_arrange (DhReportMoments *self, DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);

  g_free (self->arranged);
  self->arranged = g_new0 (DhReportMoment, MAX (self->n, 1));
  for (guint i = 0; i < self->n; i++)
    {
      self->arranged[i].iteration = self->moments[i].iteration;
      self->arranged[i].note = self->moments[i].note;
      for (guint k = 0; k < MIN (g_list_model_get_n_items (lanes), DH_MAX_LANES); k++)
        {
          g_autoptr (DhLane) lane = g_list_model_get_item (lanes, k);

          self->arranged[i].previews[k] = find_preview (self, i, lane);
        }
    }
  return self->arranged;
}

guint
dh_report_moments_get_n (const DhReportMoments *self)
{
  return self->n;
}
