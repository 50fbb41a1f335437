/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The faces and metrics of all lanes as a picture for a file.
 *
 * It has the same faces in the same columns as the window, and the same metrics with the best of
 * each row in bold.
 */
#include "ui/plot/sheets/preview-sheet.h"

#include <glib/gi18n-lib.h>

#include "ui/plot/common/metric-format.h"
#include "ui/plot/common/text.h"
#include "ui/plot/pictures/tile-grid.h"
#include "ui/plot/sheets/sheet.h"

#define TILE         84.0
#define TABLE_HEIGHT 66.0
#define ROW          20.0
#define NOTE_HEIGHT  24.0
#define CELL_WIDTH   58.0

static void
draw_row (cairo_t *cr, const DhPreviewSheetLane *lane, guint row, guint best, DhScheme scheme,
          double width)
{
  const DhPalette *palette = dh_palette_get (scheme);
  DhText style = { .size = 12, .color = palette->dim_text };
  double y = ROW * (row + 1);

  dh_text_draw (cr, &style, 0, y, row == 0 ? _ ("self") : _ ("swap"));
  for (guint column = 0; column < 3; column++)
    {
      guint cell = row * 3 + column;
      double x = width - (2 - column) * CELL_WIDTH;
      char text[16];

      style = (DhText) {
        .size = 12, .color = palette->text, .align_x = 1, .bold = (best >> cell & 1) != 0
      };
      dh_metric_format_cell (lane->metrics, cell, text, sizeof text);
      dh_text_draw (cr, &style, x, y, text);
      style = (DhText) { .size = 10, .color = palette->dim_text, .align_x = 1 };
      if (row == 0)
        dh_text_draw (cr, &style, x, 2, dh_metric_get_heading (cell));
    }
}

/* The largest number of faces of any lane, so that all cards have the same layout. */
static void
survey (const DhPreviewSheetLane *lanes, guint n_lanes, guint *n_faces, gboolean *true_swap)
{
  *n_faces = 1;
  *true_swap = FALSE;
  for (guint i = 0; i < n_lanes; i++)
    if (lanes[i].preview != NULL)
      {
        *n_faces = MAX (*n_faces, (guint) dh_preview_get_n_faces (lanes[i].preview));
        *true_swap |= dh_preview_has_true_swap (lanes[i].preview);
      }
}

cairo_surface_t *
dh_preview_sheet_new (const char *title, const char *settings, const DhPreviewSheetLane *lanes,
                      guint n_lanes, DhScheme scheme)
{
  g_autofree const DhMetrics **metrics = g_new0 (const DhMetrics *, MAX (n_lanes, 1));
  DhSheet sheet = { .scheme = scheme, .n_lanes = n_lanes };
  cairo_surface_t *surface;
  DhTileGrid grid;
  gboolean true_swap;
  guint n_faces;
  cairo_t *cr;

  survey (lanes, n_lanes, &n_faces, &true_swap);
  grid = dh_tile_grid_make (n_faces, TILE, true_swap);
  sheet.card_width = grid.width + 2 * DH_SHEET_PADDING;
  sheet.card_height = DH_SHEET_PADDING + DH_SHEET_CARD_HEAD + grid.height + TABLE_HEIGHT
                      + NOTE_HEIGHT;
  for (guint i = 0; i < n_lanes; i++)
    metrics[i] = lanes[i].metrics;
  surface = dh_sheet_new (&sheet, title, settings, &cr);
  for (guint i = 0; i < n_lanes; i++)
    {
      guint best = dh_metric_find_best (metrics, n_lanes, i);

      dh_sheet_begin_card (&sheet, cr, i, lanes[i].number, lanes[i].label, lanes[i].note);
      dh_tile_grid_draw (&grid, cr, lanes[i].preview, NULL, scheme, NULL);
      cairo_translate (cr, 0, grid.height + 6);
      draw_row (cr, &lanes[i], 0, best, scheme, grid.width);
      draw_row (cr, &lanes[i], 1, best, scheme, grid.width);
      dh_sheet_end_card (cr);
    }
  cairo_destroy (cr);
  return surface;
}
