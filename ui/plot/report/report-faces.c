/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The faces of a report: those of now, larger, and those of marked moments.
 */
#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "core/catalog/catalog.h"
#include "ui/plot/pictures/tile-grid.h"
#include "ui/plot/report/report-private.h"

#define HEIGHT     132.0 /* of a lane's faces */
#define TEXT_SCALE .62
#define LEFT       18.0
#define MOST_NOTE  600 /* characters of a note */

/* ---- now ---- */

typedef struct
{
  DhTileGrid grid;
  DhPreview *preview; /* lent by the lane */
} Faces;

static void
draw_faces (gpointer data, cairo_t *cr, double width, double height)
{
  const Faces *faces = data;

  dh_tile_grid_draw (&faces->grid, cr, faces->preview, NULL, DH_SCHEME_LIGHT, NULL);
}

static void
add_lane (DhRunReport *self, const DhReportLane *lane)
{
  DhPreview *preview = lane->snapshot != NULL ? dh_lane_snapshot_get_preview (lane->snapshot)
                                              : NULL;
  Faces *faces;

  if (preview == NULL || dh_preview_get_n_faces (preview) == 0)
    return;
  faces = g_new (Faces, 1);
  faces->preview = preview;
  faces->grid = dh_tile_grid_fit (dh_page_flow_get_width (self->flow), HEIGHT,
                                  dh_preview_has_true_swap (preview), TEXT_SCALE);
  dh_report_add_subheading (self, lane->number, lane->label);
  dh_report_add_drawing (self, faces->grid.height, 3, FALSE, draw_faces, faces, g_free);
}

static gboolean
has_faces (const DhRunReport *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i].snapshot != NULL
        && dh_lane_snapshot_get_preview (self->lanes[i].snapshot) != NULL)
      return TRUE;
  return FALSE;
}

/* ---- marked moments ---- */

static void
draw_moment_faces (gpointer data, cairo_t *cr, double width, double height)
{
  cairo_translate (cr, 0, 1);
  dh_report_draw_faces (cr, data, width);
}

/* The lane's settings then, which may be others now. */
static char *
dup_label (const DhReportLane *lane, guint64 iteration)
{
  const DhLaneSettings *settings = dh_settings_log_get_at (lane->log, iteration);
  g_autofree char *loss = dh_mix_dup_name (&settings->mix);
  g_autofree char *rate = dh_rate_format (settings->learning_rate);

  return g_strdup_printf (_ ("%s, rate %s"), loss, rate);
}

static void
add_moment_lane (DhRunReport *self, const DhReportLane *lane, guint64 iteration, DhPreview *preview)
{
  const double width = dh_page_flow_get_width (self->flow);
  g_autofree char *label = dup_label (lane, iteration);
  const DhReportCell cell = { .x = LEFT,
                              .width = width - LEFT - dh_report_measure_faces (preview) - 12,
                              .style = DH_REPORT_BODY,
                              .text = label };

  dh_report_add_row (self, &(DhReportRow) { .cells = &cell,
                                            .n_cells = 1,
                                            .space = 4,
                                            .lane = lane->number,
                                            .least = DH_REPORT_TILE + 12,
                                            .draw = draw_moment_faces,
                                            .data = preview });
}

/* A moment without pictures is a line of text, and stands alone. */
static gboolean
has_pictures (const DhReportMoment *moment, guint n_lanes)
{
  for (guint i = 0; i < n_lanes; i++)
    if (moment->previews[i] != NULL && dh_preview_get_n_faces (moment->previews[i]) > 0)
      return TRUE;
  return FALSE;
}

static void
add_moment (DhRunReport *self, const DhReportMoment *moment)
{
  const gboolean pictures = has_pictures (moment, self->n_lanes);
  g_autofree char *heading = g_strdup_printf (_ ("Iteration %" PRIu64), moment->iteration);
  g_autofree char *note = NULL;

  note = g_utf8_substring (moment->note != NULL ? moment->note : "", 0,
                           MIN (g_utf8_strlen (moment->note != NULL ? moment->note : "", -1),
                                MOST_NOTE));
  if (pictures || *note != '\0')
    dh_report_add_subheading (self, 0, heading);
  else
    dh_report_add_paragraph (self, DH_REPORT_STRONG, 14, heading);
  if (*note != '\0')
    dh_report_add_paragraph (self, DH_REPORT_BODY, 2, note);
  for (guint i = 0; i < self->n_lanes && pictures; i++)
    if (moment->previews[i] != NULL && dh_preview_get_n_faces (moment->previews[i]) > 0)
      add_moment_lane (self, &self->lanes[i], moment->iteration, moment->previews[i]);
}

void
dh_report_add_faces (DhRunReport *self)
{
  if (has_faces (self))
    dh_report_add_heading (self, _ ("Faces"), FALSE);
  for (guint i = 0; i < self->n_lanes; i++)
    add_lane (self, &self->lanes[i]);
  if (self->n_moments > 0)
    dh_report_add_heading (self, _ ("Marked moments"), FALSE);
  for (guint i = 0; i < self->n_moments; i++)
    add_moment (self, &self->moments[i]);
}
