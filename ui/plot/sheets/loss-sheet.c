/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The charts of all lanes in one picture.  One common chart was rejected: it would compare values
 * of different losses, which have no common unit.  The iteration axis is common, so shapes can be
 * compared.
 */
#include "ui/plot/charts/line-chart.h"
#include "ui/plot/sheets/sheet.h"

#define CARD_WIDTH   360.0
#define CHART_HEIGHT 190.0
#define NOTE_HEIGHT  22.0

cairo_surface_t *
dh_loss_sheet_new (const char *title, const char *settings, const DhLossSheetLane *lanes,
                   guint n_lanes, gboolean logarithmic, DhScheme scheme)
{
  DhSheet sheet = {
    .scheme = scheme,
    .n_lanes = n_lanes,
    .card_width = CARD_WIDTH,
    .card_height = DH_SHEET_PADDING + DH_SHEET_CARD_HEAD + CHART_HEIGHT + NOTE_HEIGHT,
  };
  guint64 length = 0;
  cairo_surface_t *surface;
  cairo_t *cr;

  for (guint i = 0; i < n_lanes; i++)
    if (lanes[i].series != NULL)
      length = MAX (length, dh_series_get_length (lanes[i].series));
  surface = dh_sheet_new (&sheet, title, settings, &cr);
  for (guint i = 0; i < n_lanes; i++)
    {
      DhLineChart chart = {
        .series = lanes[i].series,
        .number = lanes[i].number,
        .scheme = scheme,
        .logarithmic = logarithmic,
        .length = length,
        .font_size = 11,
        .count_labels = TRUE,
      };

      dh_sheet_begin_card (&sheet, cr, i, lanes[i].number, lanes[i].label, lanes[i].note);
      dh_line_chart_draw (&chart, cr, CARD_WIDTH - 2 * DH_SHEET_PADDING, CHART_HEIGHT);
      dh_sheet_end_card (cr);
    }
  cairo_destroy (cr);
  return surface;
}
