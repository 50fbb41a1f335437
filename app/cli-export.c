/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli export`: trains what a document or a link describes, and writes it as pictures, an
 * animation, tables and a report.
 *
 * The iterations at which faces are wanted are known before, so the training pauses exactly there:
 * the same document gives the same files, and nothing else is kept in memory.  At a pause, the
 * metrics are measured, too.
 */
#include "app/cli-export.h"

#include "app/cli-document.h"
#include "app/cli-training.h"
#include "app/cli.h"
#include "app/installation.h"

#include <glib/gi18n-lib.h>

#define PATIENCE (300 * G_USEC_PER_SEC) /* the longest wait for a new point of a landscape */

/* ---- during the training ---- */

static gboolean
has_iteration (const GArray *iterations, guint64 iteration)
{
  for (guint i = 0; i < iterations->len; i++)
    if (g_array_index (iterations, guint64, i) == iteration)
      return TRUE;
  return FALSE;
}

/* One that has stopped shows the same again. */
static void
add_preview (GPtrArray *previews, DhPreview *preview)
{
  const DhPreview *last = previews->len > 0 ? g_ptr_array_index (previews, previews->len - 1)
                                            : NULL;

  if (preview == NULL || !dh_preview_is_painted (preview)
      || (last != NULL && dh_preview_get_iteration (last) >= dh_preview_get_iteration (preview)))
    return;
  g_ptr_array_add (previews, dh_preview_ref (preview));
}

static void
paused_cb (DhSession *session, gpointer data)
{
  DhCliExport *self = data;
  GListModel *lanes = dh_session_get_lanes (session);
  const guint64 iteration = dh_session_get_iteration (session);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);
      DhPreview *preview = snapshot != NULL ? dh_lane_snapshot_get_preview (snapshot) : NULL;

      if (has_iteration (self->columns, iteration))
        add_preview (self->strips[i], preview);
      if (has_iteration (self->frames, iteration))
        add_preview (self->films[i], preview);
    }
}

/* How much of the landscape through the newest weights is there. */
static void
count_points (DhLane *lane, guint *n_done, guint *n_points)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);
  const DhPlane *plane = snapshot != NULL ? dh_lane_snapshot_get_plane (snapshot) : NULL;
  const guint n = DH_PLANE_SIDE * DH_PLANE_SIDE;

  if (snapshot == NULL || dh_lane_get_plane_kind (lane) == DH_PLANE_NONE
      || !dh_lane_snapshot_can_have_plane (snapshot)
      || dh_lane_snapshot_get_state (snapshot) == DH_STATE_DIVERGED)
    return;
  *n_points += n;
  if (plane != NULL && plane->iteration == dh_lane_snapshot_get_iteration (snapshot))
    *n_done += plane->n_points > 0 ? n * plane->n_done / plane->n_points : 0;
}

static void
redraw_landscapes (DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      if (dh_lane_get_plane_kind (lane) != DH_PLANE_NONE)
        dh_lane_redraw_plane (lane);
    }
}

/* Waits for the landscapes. */
static gboolean
settle_cb (DhSession *session, double *fraction, char **text, gpointer data)
{
  DhCliExport *self = data;
  GListModel *lanes = dh_session_get_lanes (session);
  guint n_done = 0, n_points = 0;

  if (self->last_news == 0)
    redraw_landscapes (session);
  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      count_points (lane, &n_done, &n_points);
    }
  if (self->last_news == 0 || n_done != self->n_points)
    self->last_news = g_get_monotonic_time ();
  self->n_points = n_done;
  *fraction = n_points > 0 ? n_done / (double) n_points : 1;
  *text = g_strdup_printf (_ ("landscapes: point %u of %u"), n_done, n_points);
  return n_done >= n_points || g_get_monotonic_time () - self->last_news > PATIENCE;
}

/* ---- all together ---- */

static gboolean
report_cb (DhSession *session, gpointer data)
{
  return dh_cli_export_write (data, session);
}

static void
export_clear (DhCliExport *self)
{
  for (guint i = 0; i < DH_MAX_LANES; i++)
    {
      g_ptr_array_unref (self->strips[i]);
      g_ptr_array_unref (self->films[i]);
    }
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->frames, g_array_unref);
  g_clear_pointer (&self->stops, g_array_unref);
}

static void
export_init (DhCliExport *self, DhCliExportOptions *options)
{
  *self = (DhCliExport) { .options = options };
  for (guint i = 0; i < DH_MAX_LANES; i++)
    {
      self->strips[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_preview_unref);
      self->films[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_preview_unref);
    }
}

/* Returns an exit status, or -1 with an error. */
static int
run (DhCliExport *self, DhDocument *document, GError **error)
{
  g_autoptr (DhSession) session = dh_session_new (dh_installation_get_faces_folder ());
  DhCliTrainingCommand command = {
    .paused = paused_cb, .settle = settle_cb, .report = report_cb, .data = self
  };
  DhCliTraining how = { .out = self->options->out,
                        .keep = dh_cli_export_wants (self, DH_CLI_EXPORT_WEIGHTS),
                        .document = document,
                        .command = &command };

  if (!dh_cli_export_check_lane (self, document, error)
      || !dh_cli_document_open (document, session, self->options->faces, self->options->iterations,
                                &how.iterations, error)
      || !dh_cli_export_plan_stops (self, how.iterations, error)
      || !dh_cli_export_prepare_place (self, document, error))
    return -1;
  command.stops = self->stops;
  dh_cli_export_ask_for_landscapes (self, session);
  return dh_cli_training_run (session, &how);
}

int
dh_cli_export (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhCliExportOptions) options = dh_cli_export_options_parse (arguments, &error);
  g_autoptr (DhDocument) document = NULL;
  DhCliExport self;
  int status = -1;

  if (options != NULL)
    document = dh_cli_document_read (options->document, &error);
  if (document == NULL)
    return dh_cli_fail (error);
  export_init (&self, options);
  status = run (&self, document, &error);
  export_clear (&self);
  return status >= 0 ? status : dh_cli_fail (error);
}
