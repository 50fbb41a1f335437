/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Still pictures of a session for files: all lanes, a lane's faces over time, its landscape.
 */
#include "ui/plot/export/export-picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/common/plane-format.h"
#include "ui/plot/sheets/ground-sheet.h"
#include "ui/plot/sheets/strip-sheet.h"

#define GROUND_WIDTH  900
#define GROUND_HEIGHT 560
/* Of each person. */
#define STRIP_FACES      1
#define COMPARISON_FACES 2

/* ---- all lanes ---- */

static void
draw_lanes_cb (cairo_t *cr, int resolution, gpointer data)
{
  dh_lane_sheet_draw (data, cr, resolution);
}

void
dh_export_arrange (DhLaneSheet *sheet, const DhDrawingSize *size)
{
  double largest = 0;
  guint best = 0;

  if (size->width <= 0 || size->height <= 0)
    return;
  for (guint n = 1; n <= MAX (sheet->n_lanes, 1); n++)
    {
      double width, height, scale;

      sheet->n_across = n;
      dh_lane_sheet_measure (sheet, &width, &height);
      scale = MIN (size->width / width, size->height / height);
      if (scale > largest)
        best = n;
      largest = MAX (largest, scale);
    }
  sheet->n_across = best;
}

GByteArray *
dh_export_lanes (const DhExportView *view, DhSheetParts parts, const DhExportLook *look,
                 GError **error)
{
  g_autofree char *settings = dh_export_view_dup_settings (view, view->iteration);
  DhLaneSheet sheet = { .title = view->title,
                        .settings = settings,
                        .n_lanes = view->n_lanes,
                        .parts = parts,
                        .n_faces = parts == DH_SHEET_ALL ? COMPARISON_FACES : 0,
                        .scheme = look->scheme };
  DhDrawing drawing = { .scheme = look->scheme,
                        .title = view->title,
                        .draw = draw_lanes_cb,
                        .data = &sheet };

  for (guint i = 0; i < view->n_lanes; i++)
    {
      const DhExportLane *lane = &view->lanes[i];

      sheet.lanes[i] = dh_export_lane_to_sheet (lane);
      sheet.lanes[i].settings = lane->settings;
      sheet.lanes[i].turns = (const guint64 *) (gpointer) lane->turns->data;
      sheet.lanes[i].n_turns = lane->turns->len;
      if (lane->snapshot != NULL)
        sheet.lanes[i].plane = dh_lane_snapshot_get_plane (lane->snapshot);
    }
  dh_export_arrange (&sheet, &look->size);
  dh_lane_sheet_measure (&sheet, &drawing.width, &drawing.height);
  return dh_drawing_encode (&drawing, &look->size, error);
}

/* ---- strip ---- */

static void
draw_strip_cb (cairo_t *cr, int resolution, gpointer data)
{
  dh_strip_sheet_draw (data, cr);
}

GByteArray *
dh_export_strip (const DhExportView *view, guint lane, const GPtrArray *previews,
                 const DhExportLook *look, GError **error)
{
  const DhExportLane *shown = &view->lanes[lane];
  g_autofree double *psnr = g_new (double, MAX (previews->len, 1));
  g_autofree char *settings = dh_export_view_dup_settings (view, view->iteration);
  DhStripSheet sheet = { .title = view->title,
                         .settings = settings,
                         .number = shown->number,
                         .label = shown->label,
                         .lane_settings = shown->settings,
                         .previews = (const DhPreview *const *) previews->pdata,
                         .psnr = psnr,
                         .n_columns = previews->len,
                         .n_faces = STRIP_FACES,
                         .scheme = look->scheme };
  DhDrawing drawing = { .scheme = look->scheme,
                        .title = view->title,
                        .draw = draw_strip_cb,
                        .data = &sheet };

  for (guint i = 0; i < previews->len; i++)
    {
      const guint64 iteration = dh_preview_get_iteration (g_ptr_array_index (previews, i));
      DhMetrics metrics;

      psnr[i] = dh_export_lane_find_metrics (shown, iteration, &metrics) ? metrics.psnr : NAN;
    }
  dh_strip_sheet_measure (&sheet, &drawing.width, &drawing.height);
  return dh_drawing_encode (&drawing, &look->size, error);
}

/* ---- landscape ---- */

static void
draw_landscape_cb (cairo_t *cr, int resolution, gpointer data)
{
  dh_ground_sheet_draw_fine (data, cr, resolution);
}

gboolean
dh_export_has_landscape (const DhExportView *view, guint lane)
{
  DhLaneSnapshot *snapshot = view->lanes[lane].snapshot;
  const DhPlane *plane = snapshot != NULL ? dh_lane_snapshot_get_plane (snapshot) : NULL;

  return plane != NULL && plane->terrain != NULL;
}

GByteArray *
dh_export_landscape (const DhExportView *view, guint lane, const DhExportLook *look, GError **error)
{
  const DhExportLane *shown = &view->lanes[lane];
  const DhPlane *plane = dh_lane_snapshot_get_plane (shown->snapshot);
  g_autofree char *first = dh_plane_dup_axis (plane, 0), *second = dh_plane_dup_axis (plane, 1);
  g_autofree char *settings = dh_export_view_dup_settings (view, plane->iteration);
  const double aspect = look->size.width > 0 && look->size.height > 0
                          ? look->size.height / look->size.width
                          : GROUND_HEIGHT / (double) GROUND_WIDTH;
  DhGroundSheet sheet = { .terrain = plane->terrain,
                          .axes = dh_ground_axes_of_terrain (plane->terrain, first, second),
                          .trajectory = plane->trajectory,
                          .n_trajectory = plane->n_trajectory,
                          .number = shown->number,
                          .view = DH_GROUND_BOTH,
                          .width = GROUND_WIDTH,
                          .height = (int) CLAMP (round (GROUND_WIDTH * aspect), 120, 8100),
                          .title = shown->label,
                          .settings = settings,
                          .ball_state = dh_lane_snapshot_get_state_text (shown->snapshot),
                          .scheme = look->scheme };
  const DhDrawing drawing = { .width = sheet.width,
                              .height = sheet.height,
                              .scheme = look->scheme,
                              .title = shown->label,
                              .draw = draw_landscape_cb,
                              .data = &sheet };

  return dh_drawing_encode (&drawing, &look->size, error);
}

/* ---- iterations ---- */

GArray *
dh_export_choose_iterations (guint64 first, guint64 last, guint n, gboolean growing)
{
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (guint64));

  for (guint i = 0; i < n && first <= last; i++)
    {
      const double share = n > 1 ? i / (n - 1.0) : 1;
      const double way = growing ? share * share : share;
      const guint64 next = first + (guint64) llround (way * (double) (last - first));

      if (chosen->len == 0 || g_array_index (chosen, guint64, chosen->len - 1) < next)
        g_array_append_val (chosen, next);
    }
  return chosen;
}

static DhPreview *
find_nearest (const GPtrArray *previews, guint64 iteration)
{
  DhPreview *best = NULL;
  guint64 least = G_MAXUINT64;

  for (guint i = 0; i < previews->len; i++)
    {
      DhPreview *preview = g_ptr_array_index (previews, i);
      const guint64 at = dh_preview_get_iteration (preview);
      const guint64 distance = MAX (at, iteration) - MIN (at, iteration);

      if (distance < least)
        best = preview;
      least = MIN (least, distance);
    }
  return best;
}

GPtrArray *
dh_export_pick_previews (const GPtrArray *previews, const GArray *iterations)
{
  GPtrArray *picked = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_preview_unref);

  for (guint i = 0; i < iterations->len; i++)
    {
      DhPreview *preview = find_nearest (previews, g_array_index (iterations, guint64, i));

      if (preview != NULL
          && (picked->len == 0 || g_ptr_array_index (picked, picked->len - 1) != preview))
        g_ptr_array_add (picked, dh_preview_ref (preview));
    }
  return picked;
}
