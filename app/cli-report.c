/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of a run: pictures, tables and a summary, in the folder that `--out` names.  Each is
 * made in memory and written whole or not at all (core/base/safe-file.c).  The numbers are written
 * first: they are small, and the pictures could be redrawn from them.
 *
 * The pictures contain nothing that depends on the clock, so that two runs with the same number of
 * iterations can be compared byte by byte.
 */
#include "app/cli-report.h"

#include "app/cli-picture.h"
#include "app/cli-summary.h"
#include "app/cli.h"
#include "core/base/safe-file.h"
#include "core/catalog/catalog.h"
#include "ui/plot/charts/line-chart.h"
#include "ui/plot/sheets/preview-sheet.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

/* Share of the old average that the smoothed curve keeps. */
#define SMOOTHING .95

/* A lane with the texts that the pictures show for it. */
typedef struct
{
  DhLane *lane;
  char *label, *note;
  DhSeries *series;
} Column;

static void
column_clear (gpointer data)
{
  Column *self = data;

  g_clear_object (&self->lane);
  g_clear_pointer (&self->series, dh_series_unref);
  g_free (self->label);
  g_free (self->note);
}

static void
column_init (Column *self, DhLane *lane)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);
  guint64 n_records = snapshot != NULL ? dh_lane_snapshot_get_n_records (snapshot) : 0;

  self->lane = lane;
  self->label = dh_lane_dup_label (lane);
  self->note = g_strdup (snapshot != NULL ? dh_lane_snapshot_get_state_text (snapshot) : NULL);
  self->series = dh_series_new (SMOOTHING);
  for (guint64 i = 0; i < n_records; i++)
    dh_series_append (self->series, dh_lane_snapshot_get_record (snapshot, i).loss);
}

static GArray *
make_columns (DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);
  GArray *columns = g_array_new (FALSE, TRUE, sizeof (Column));

  g_array_set_clear_func (columns, column_clear);
  g_array_set_size (columns, g_list_model_get_n_items (lanes));
  for (guint i = 0; i < columns->len; i++)
    column_init (&g_array_index (columns, Column, i), g_list_model_get_item (lanes, i));
  return columns;
}

static char *
make_title (DhSession *session)
{
  g_autofree char *a = dh_catalog_dup_person_name (dh_session_get_person (session, 0));
  g_autofree char *b = dh_catalog_dup_person_name (dh_session_get_person (session, 1));

  return g_strdup_printf ("%s ⇄ %s", a, b);
}

static char *
make_settings (DhSession *session)
{
  guint64 iteration = dh_session_get_iteration (session);
  guint n_presets;
  const DhCatalogEntry *presets = dh_catalog_get_presets (&n_presets);
  const char *id = dh_session_get_preset (session);
  const DhCatalogEntry *preset = dh_catalog_find (presets, n_presets, id);
  g_autofree char *iterations = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                              "%" PRIu64 " iteration",
                                                              "%" PRIu64 " iterations", iteration),
                                                 iteration);

  return g_strdup_printf (_ ("Preset %s · seed %" PRIu64 " · %s"),
                          preset != NULL ? preset->name : id, dh_session_get_seed (session),
                          iterations);
}

static cairo_surface_t *
draw_previews (DhSession *session, GArray *columns)
{
  g_autofree char *title = make_title (session);
  g_autofree char *settings = make_settings (session);
  DhPreviewSheetLane lanes[DH_MAX_LANES] = { 0 };

  for (guint i = 0; i < columns->len; i++)
    {
      const Column *column = &g_array_index (columns, Column, i);
      DhLaneSnapshot *snapshot = dh_lane_get_snapshot (column->lane);

      lanes[i].number = dh_lane_get_number (column->lane);
      lanes[i].label = column->label;
      lanes[i].note = column->note;
      lanes[i].preview = snapshot != NULL ? dh_lane_snapshot_get_preview (snapshot) : NULL;
      lanes[i].metrics = snapshot != NULL ? dh_lane_snapshot_get_metrics (snapshot) : NULL;
    }
  return dh_preview_sheet_new (title, settings, lanes, columns->len, DH_SCHEME_LIGHT);
}

static cairo_surface_t *
draw_losses (DhSession *session, GArray *columns)
{
  g_autofree char *title = make_title (session);
  g_autofree char *settings = make_settings (session);
  DhLossSheetLane lanes[DH_MAX_LANES] = { 0 };

  for (guint i = 0; i < columns->len; i++)
    {
      const Column *column = &g_array_index (columns, Column, i);

      lanes[i].number = dh_lane_get_number (column->lane);
      lanes[i].label = column->label;
      lanes[i].note = column->note;
      lanes[i].series = column->series;
    }
  return dh_loss_sheet_new (title, settings, lanes, columns->len, TRUE, DH_SCHEME_LIGHT);
}

static gboolean
write_text (const char *folder, const char *name, char *text)
{
  g_autofree char *owned = text;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (dh_safe_file_write (path, owned, strlen (owned), &error))
    return TRUE;
  dh_cli_fail (error);
  return FALSE;
}

/* Takes the surface. */
static gboolean
write_picture (const char *folder, const char *name, cairo_surface_t *surface)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  if (dh_cli_picture_write (surface, path, &error))
    return TRUE;
  dh_cli_fail (error);
  return FALSE;
}

gboolean
dh_cli_report_write (DhSession *session, const char *document, const char *folder)
{
  g_autoptr (GArray) columns = make_columns (session);
  gboolean written = TRUE;

  written &= write_text (folder, "summary.json", dh_cli_summary_to_json (session, document));
  written &= write_text (folder, "history.csv", dh_cli_history_to_csv (session));
  written &= write_picture (folder, "preview.png", draw_previews (session, columns));
  written &= write_picture (folder, "loss.png", draw_losses (session, columns));
  return written;
}
