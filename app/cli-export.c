/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `downhill-cli export`: trains what a document or a link describes, and writes it as pictures, an
 * animation, tables and a report.
 *
 * The iterations at which faces are wanted are known before, so the training pauses exactly there:
 * the same document gives the same files, and nothing else is kept in memory.  At a pause, the
 * metrics are measured, too.
 */
#include "app/cli.h"

#include "app/cli-document.h"
#include "app/cli-export-options.h"
#include "app/cli-training.h"
#include "app/installation.h"
#include "core/base/error.h"
#include "core/base/safe-file.h"
#include "ui/plot/export/export-animation.h"
#include "ui/plot/export/history-csv.h"
#include "ui/plot/report/run-report.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

#define PATIENCE (300 * G_USEC_PER_SEC) /* the longest wait for a new point of a landscape */

typedef struct
{
  DhCliExportOptions *options;
  gboolean to_file; /* --out is one file */
  GArray *columns, *frames, *stops;
  GPtrArray *strips[DH_MAX_LANES], *films[DH_MAX_LANES]; /* previews of each lane */
  guint n_points;                                        /* of all landscapes */
  gint64 last_news;                                      /* 0: not asked for */
  gboolean failed;
} Export;

/* ---- what is wanted ---- */

static gboolean
wants (const Export *self, DhCliExportParts parts)
{
  return (self->options->parts & parts) != 0;
}

static gboolean
wants_lane (const Export *self, guint number)
{
  return self->options->lane == 0 || self->options->lane == number;
}

static gboolean
check_lane (const Export *self, const DhDocument *document, GError **error)
{
  for (guint i = 0; i < document->n_lanes; i++)
    if (wants_lane (self, document->lanes[i].number))
      return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE, _ ("The document has no lane %u."),
               self->options->lane);
  return FALSE;
}

static guint
count_files (const Export *self, const DhDocument *document)
{
  const guint n_lanes = self->options->lane == 0 ? document->n_lanes : 1;

  return wants (self, DH_CLI_EXPORT_COMPARISON) + wants (self, DH_CLI_EXPORT_ANIMATION)
         + wants (self, DH_CLI_EXPORT_HISTORY) + wants (self, DH_CLI_EXPORT_REPORT) + n_lanes * wants (self, DH_CLI_EXPORT_STRIP)
         + n_lanes * wants (self, DH_CLI_EXPORT_LANDSCAPES);
}

/* A name of a file decides the format, too. */
static gboolean
is_file_name (Export *self)
{
  g_autofree char *name = g_ascii_strdown (self->options->out, -1);

  for (guint i = 0; i < DH_N_DRAWING_FORMATS; i++)
    {
      g_autofree char *suffix = g_strconcat (".", dh_drawing_format_get_id (i), NULL);

      if (!g_str_has_suffix (name, suffix))
        continue;
      self->options->look.size.format = i;
      return TRUE;
    }
  return g_str_has_suffix (name, ".csv");
}

static gboolean
prepare_place (Export *self, const DhDocument *document, GError **error)
{
  const guint n_files = count_files (self, document);
  g_autofree char *folder = g_path_get_dirname (self->options->out);

  if (!is_file_name (self))
    return dh_cli_prepare_folder (self->options->out, error);
  self->to_file = TRUE;
  if (n_files == 1 && !wants (self, DH_CLI_EXPORT_WEIGHTS))
    return dh_cli_prepare_folder (folder, error);
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--out must name a folder, because there is more than one file to write, not "
                  "“%s”."),
               self->options->out);
  return FALSE;
}

static void
ask_for_landscapes (const Export *self, DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);
  const gboolean seen = wants (self, DH_CLI_EXPORT_COMPARISON | DH_CLI_EXPORT_ANIMATION
                                     | DH_CLI_EXPORT_REPORT)
                        && !self->options->no_landscapes;

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      const gboolean own = wants (self, DH_CLI_EXPORT_LANDSCAPES)
                           && wants_lane (self, dh_lane_get_number (lane));

      if (own && dh_lane_get_plane_kind (lane) == DH_PLANE_NONE)
        dh_lane_set_plane_kind (lane, DH_PLANE_TRAJECTORY);
      else if (!own && !seen)
        dh_lane_set_plane_kind (lane, DH_PLANE_NONE);
    }
}

static int
compare_iterations (gconstpointer a, gconstpointer b)
{
  const guint64 first = *(const guint64 *) a, second = *(const guint64 *) b;

  return (first > second) - (first < second);
}

static gboolean
check_columns (const GArray *columns, guint64 iterations, GError **error)
{
  const guint64 last = g_array_index (columns, guint64, columns->len - 1);

  if (last <= iterations)
    return TRUE;
  g_set_error (error, DH_CLI_ERROR, DH_CLI_ERROR_USAGE,
               _ ("--at names iteration %" PRIu64 ", but the training ends at %" PRIu64
                  ": go further with --iterations."),
               last, iterations);
  return FALSE;
}

static gboolean
plan_stops (Export *self, guint64 iterations, GError **error)
{
  const DhCliExportOptions *options = self->options;

  self->stops = g_array_new (FALSE, FALSE, sizeof (guint64));
  if (options->columns != NULL && !check_columns (options->columns, iterations, error))
    return FALSE;
  self->columns = options->columns != NULL
                    ? g_array_ref (options->columns)
                    : dh_export_choose_iterations (1, iterations, (guint) options->n_columns,
                                                   options->spacing == 1);
  self->frames = dh_export_choose_iterations (1, iterations, (guint) options->n_frames,
                                              options->spacing != 0);
  if (wants (self, DH_CLI_EXPORT_STRIP))
    g_array_append_vals (self->stops, self->columns->data, self->columns->len);
  if (wants (self, DH_CLI_EXPORT_ANIMATION))
    g_array_append_vals (self->stops, self->frames->data, self->frames->len);
  g_array_sort (self->stops, compare_iterations);
  return TRUE;
}

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
  Export *self = data;
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
  Export *self = data;
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

/* ---- writing ---- */

static void
fail (Export *self, const GError *error)
{
  dh_cli_fail (error);
  self->failed = TRUE;
}

/* number: of the lane; 0: none.  (transfer full) */
static char *
make_path (Export *self, const char *name, guint number, const char *suffix)
{
  g_autofree char *base = number > 0 ? g_strdup_printf ("%s-%u.%s", name, number, suffix)
                                     : g_strdup_printf ("%s.%s", name, suffix);

  return self->to_file ? g_strdup (self->options->out)
                       : g_build_filename (self->options->out, base, NULL);
}

/* Says which file it is. */
static void
write_file (Export *self, const char *name, guint number, const char *suffix, const guint8 *data,
            gsize size)
{
  g_autofree char *path = make_path (self, name, number, suffix);
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;

  if (dh_safe_file_write (path, (const char *) data, size, &error))
    g_print ("%s\n", shown);
  else
    fail (self, error);
}

/* Takes the picture; NULL: there is an error. */
static void
write_picture (Export *self, const char *name, guint number, GByteArray *picture,
               const GError *error)
{
  if (picture == NULL)
    {
      fail (self, error);
      return;
    }
  write_file (self, name, number, dh_drawing_format_get_id (self->options->look.size.format),
              picture->data, picture->len);
  g_byte_array_unref (picture);
}

static void
write_lane (Export *self, const DhExportView *view, guint index)
{
  const DhExportLook *look = &self->options->look;
  const guint number = view->lanes[index].number;
  g_autoptr (GError) strip_error = NULL, landscape_error = NULL;

  if (wants (self, DH_CLI_EXPORT_STRIP) && self->strips[index]->len > 0)
    write_picture (self, "strip", number,
                   dh_export_strip (view, index, self->strips[index], look, &strip_error),
                   strip_error);
  if (!wants (self, DH_CLI_EXPORT_LANDSCAPES))
    return;
  if (dh_export_has_landscape (view, index))
    write_picture (self, "landscape", number,
                   dh_export_landscape (view, index, look, &landscape_error), landscape_error);
  else
    g_printerr (_ ("Lane %u has no landscape: it diverged, or there is not enough memory for one.\n"),
                number);
}

static void
write_animation (Export *self, const DhExportView *view)
{
  DhExportFrames frames = { .lane = -1 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) file = NULL;

  if (self->options->lane > 0)
    frames.lane = dh_export_view_find_lane (view, self->options->lane);
  memcpy (frames.previews, self->films, sizeof frames.previews);
  if (self->films[MAX (frames.lane, 0)]->len == 0)
    return; /* interrupted before the first */
  file = dh_export_animation (view, &frames, &self->options->look, NULL, &error);
  if (file != NULL)
    write_file (self, "animation", self->options->lane, "png", g_bytes_get_data (file, NULL),
                g_bytes_get_size (file));
  else
    fail (self, error);
}

static void
write_report (Export *self, DhSession *session)
{
  g_autofree char *path = make_path (self, "report", 0, "pdf");
  g_autofree char *shown = g_filename_display_name (path);
  g_autoptr (GError) error = NULL;

  if (dh_report_write (session, NULL, 0, path, &error))
    g_print ("%s\n", shown);
  else
    fail (self, error);
}

static gboolean
report_cb (DhSession *session, gpointer data)
{
  Export *self = data;
  g_autoptr (DhExportView) view = dh_export_view_new (session);
  g_autoptr (GError) error = NULL;

  if (wants (self, DH_CLI_EXPORT_HISTORY))
    {
      g_autofree char *csv = dh_history_to_csv (view);

      write_file (self, "history", 0, "csv", (const guint8 *) csv, strlen (csv));
    }
  if (wants (self, DH_CLI_EXPORT_COMPARISON))
    write_picture (self, "comparison", 0,
                   dh_export_lanes (view, DH_SHEET_ALL, &self->options->look, &error), error);
  for (guint i = 0; i < view->n_lanes; i++)
    if (wants_lane (self, view->lanes[i].number))
      write_lane (self, view, i);
  if (wants (self, DH_CLI_EXPORT_ANIMATION))
    write_animation (self, view);
  if (wants (self, DH_CLI_EXPORT_REPORT))
    write_report (self, session);
  for (guint i = 0; wants (self, DH_CLI_EXPORT_WEIGHTS) && i < view->n_lanes; i++)
    {
      g_autofree char *shown = g_filename_display_name (self->options->out);

      g_print ("%s/lane-%u.npz\n", shown, i + 1);
    }
  return !self->failed;
}

/* ---- all together ---- */

static void
export_clear (Export *self)
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
export_init (Export *self, DhCliExportOptions *options)
{
  *self = (Export) { .options = options };
  for (guint i = 0; i < DH_MAX_LANES; i++)
    {
      self->strips[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_preview_unref);
      self->films[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_preview_unref);
    }
}

/* Returns an exit status, or -1 with an error. */
static int
run (Export *self, DhDocument *document, GError **error)
{
  g_autoptr (DhSession) session = dh_session_new (dh_installation_get_faces_folder ());
  DhCliTrainingCommand command = {
    .paused = paused_cb, .settle = settle_cb, .report = report_cb, .data = self
  };
  DhCliTraining how = { .out = self->options->out,
                        .keep = wants (self, DH_CLI_EXPORT_WEIGHTS),
                        .document = document,
                        .command = &command };

  if (!check_lane (self, document, error)
      || !dh_cli_document_open (document, session, self->options->faces, self->options->iterations,
                                &how.iterations, error)
      || !plan_stops (self, how.iterations, error) || !prepare_place (self, document, error))
    return -1;
  command.stops = self->stops;
  ask_for_landscapes (self, session);
  return dh_cli_training_run (session, &how);
}

int
dh_cli_export (char **arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhCliExportOptions) options = dh_cli_export_options_parse (arguments, &error);
  g_autoptr (DhDocument) document = NULL;
  Export self;
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
