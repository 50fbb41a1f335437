/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first page of a report: what was trained, how far each lane came, and the common metrics.
 *
 * Metrics are given with how much they still move: their standard deviation over the last
 * measurements.  Without it, a reader takes a tenth of a decibel between two lanes for a
 * difference.
 */
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "ui/plot/common/metric-format.h"
#include "ui/plot/common/text.h"
#include "ui/plot/pictures/tile-grid.h"
#include "ui/plot/report/report-private.h"

#define LEFT     18.0 /* of a text beside a badge */
#define LAST     10   /* measurements that a spread is made of */
#define FEWEST   4
#define NAME     150.0
#define PAIR_GAP 3.0
#define SIDE_GAP 9.0

/* ---- the head ---- */

static char *
dup_lead (const DhRunReport *self)
{
  g_autofree char *lanes = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u lane", "%u lanes",
                                                         self->n_lanes),
                                            self->n_lanes);
  g_autofree char *iterations =
    g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%" PRIu64 " iteration",
                                  "%" PRIu64 " iterations", self->iteration),
                     self->iteration);
  const int seconds = (int) MIN (self->seconds, 3e8);

  /* Translators: below the title of a report: "4 lanes, 1200 iterations, 1:09 of training" */
  return g_strdup_printf (_ ("%s, %s, %d:%02d of training"), lanes, iterations, seconds / 60,
                          seconds % 60);
}

static void
add_head (DhRunReport *self)
{
  const double width = dh_page_flow_get_width (self->flow);
  g_autofree char *lead = dup_lead (self), *facts = NULL;
  const DhReportCell cells[] = {
    { .width = width, .style = DH_REPORT_LEAD, .text = lead },
    { .width = width, .style = DH_REPORT_LEAD, .align = 1, .text = self->made },
  };

  dh_report_add_paragraph (self, DH_REPORT_TITLE, 0, self->title);
  dh_report_add_row (self, &(DhReportRow) { .cells = cells, .n_cells = 2, .space = 3 });
  facts = g_strdup_printf (
    _ (
      "Face swaps trained side by side: one encoder and two decoders a lane, from the same weights "
      "and on the same pictures in the same order. Model: %s, %.1f million parameters; seed: "
      "%" PRIu64 "."),
    self->model, (double) self->n_parameters / 1e6, self->seed);
  dh_report_add_paragraph (self, DH_REPORT_BODY, 10, facts);
}

/* ---- faces in a line ---- */

/* Of one person's tiles. */
static double
measure_side (const DhPreview *preview)
{
  int n = dh_preview_has_true_swap (preview) ? DH_N_TILES : DH_N_TILES - 1;

  return n * DH_REPORT_TILE + (n - 1) * PAIR_GAP;
}

double
dh_report_measure_faces (const DhPreview *preview)
{
  return preview != NULL ? 2 * measure_side (preview) + SIDE_GAP : 0;
}

static void
draw_side (cairo_t *cr, const DhPreview *preview, guint side, double left)
{
  const int n = dh_preview_has_true_swap (preview) ? DH_N_TILES : DH_N_TILES - 1;
  const DhText heading = { .size = 6.5,
                           .color = dh_palette_get (DH_SCHEME_LIGHT)->dim_text,
                           .align_x = .5,
                           .max_width = DH_REPORT_TILE + PAIR_GAP };

  for (int i = 0; i < n; i++)
    {
      double x = left + i * (DH_REPORT_TILE + PAIR_GAP);

      dh_tile_draw (cr, x, 0, DH_REPORT_TILE, dh_preview_peek_tile (preview, side, 0, i),
                    dh_preview_get_size (preview), DH_SCHEME_LIGHT);
      dh_text_draw (cr, &heading, x + DH_REPORT_TILE / 2, DH_REPORT_TILE + 1,
                    dh_tile_get_heading (side, i));
    }
}

void
dh_report_draw_faces (cairo_t *cr, const DhPreview *preview, double right)
{
  const double side = measure_side (preview);

  draw_side (cr, preview, 0, right - 2 * side - SIDE_GAP);
  draw_side (cr, preview, 1, right - side);
}

/* ---- the lanes ---- */

static const char *
get_state_text (const DhReportLane *lane)
{
  return lane->snapshot != NULL ? dh_lane_snapshot_get_state_text (lane->snapshot)
                                : _ ("Not trained yet");
}

static DhPreview *
get_preview (const DhReportLane *lane)
{
  DhPreview *preview = lane->snapshot != NULL ? dh_lane_snapshot_get_preview (lane->snapshot)
                                              : NULL;

  return preview != NULL && dh_preview_get_n_faces (preview) > 0 ? preview : NULL;
}

static void
draw_lane_faces (gpointer data, cairo_t *cr, double width, double height)
{
  const DhReportLane *lane = data;

  cairo_translate (cr, 0, 6);
  dh_report_draw_faces (cr, get_preview (lane), width);
}

static void
add_lane (DhRunReport *self, DhReportLane *lane)
{
  DhPreview *preview = get_preview (lane);
  const double width = dh_page_flow_get_width (self->flow);
  const double room = width - LEFT - dh_report_measure_faces (preview) - 12;
  const DhReportCell cells[] = {
    { .x = LEFT, .width = room, .style = DH_REPORT_STRONG, .text = lane->label },
    { .x = LEFT,
      .y = dh_report_measure (self, DH_REPORT_STRONG, room, lane->label) + 2,
      .width = room,
      .style = DH_REPORT_SMALL,
      .text = get_state_text (lane) },
  };

  dh_report_add_row (self, &(DhReportRow) { .cells = cells,
                                            .n_cells = 2,
                                            .space = 6,
                                            .lane = lane->number,
                                            .ruled = TRUE,
                                            .least = preview != NULL ? DH_REPORT_TILE + 12 : 0,
                                            .draw = preview != NULL ? draw_lane_faces : NULL,
                                            .data = lane });
}

/* ---- metrics ---- */

static const DhMetrics *
get_metrics (const DhReportLane *lane)
{
  return lane->snapshot != NULL ? dh_lane_snapshot_get_metrics (lane->snapshot) : NULL;
}

/* Sums over measurements, for the straight line through them. */
typedef struct
{
  double n, x, y, xx, xy, yy;
} Sums;

static void
add_to (Sums *sums, double x, double y)
{
  sums->n++;
  sums->x += x;
  sums->y += y;
  sums->xx += x * x;
  sums->xy += x * y;
  sums->yy += y * y;
}

/* The standard deviation of the last measurements about their trend; NaN if there are too few.
 * About their mean, a lane that learns fast would seem to bounce. */
static double
get_spread (const DhReportLane *lane, DhMetricCell cell)
{
  guint n = lane->snapshot != NULL ? dh_lane_snapshot_get_n_measured (lane->snapshot) : 0;
  Sums sums = { 0 };
  double xx, xy, yy;

  for (guint i = n > LAST ? n - LAST : 0; i < n; i++)
    {
      DhMetrics metrics = dh_lane_snapshot_get_measured (lane->snapshot, i);

      add_to (&sums, (double) metrics.iteration, dh_metric_get_cell (&metrics, cell));
    }
  if (sums.n < FEWEST)
    return NAN;
  xx = sums.xx - sums.x * sums.x / sums.n;
  xy = sums.xy - sums.x * sums.y / sums.n;
  yy = sums.yy - sums.y * sums.y / sums.n;
  return sqrt (MAX (yy - xy * xy / xx, 0) / (sums.n - 2));
}

/* "± 0.1", with the digits of the value; NULL: unknown */
static char *
dup_spread (const DhReportLane *lane, DhMetricCell cell, const char *value)
{
  double spread = get_spread (lane, cell);
  const char *point = strpbrk (value, ".,");

  if (!isfinite (spread) || point == NULL)
    return NULL;
  return g_strdup_printf ("± %.*f", (int) strlen (point + 1), spread);
}

static void
add_metric_head (DhRunReport *self, double column)
{
  DhReportCell cells[DH_N_CELLS + 2] = { 0 };

  for (guint i = 0; i < 2; i++)
    cells[i] = (DhReportCell) { .x = NAME + (3 * i + .4) * column,
                                .width = 2.6 * column,
                                .align = .5,
                                .style = DH_REPORT_SMALL,
                                .text = i == 0 ? _ ("reconstruction")
                                                : C_ ("report", "swap") };
  for (guint i = 0; i < DH_N_CELLS; i++)
    cells[i + 2] = (DhReportCell) { .x = NAME + i * column,
                                    .y = 11,
                                    .width = column,
                                    .align = 1,
                                    .style = DH_REPORT_SMALL,
                                    .text = dh_metric_get_heading (i) };
  dh_report_add_row (self,
                     &(DhReportRow) {
                       .cells = cells, .n_cells = DH_N_CELLS + 2, .space = 6, .with_next = TRUE });
}

/* A metric in a column of its own and, if it is known, its spread below.  Returns how many cells. */
static guint
fill_cells (const DhReportLane *lane, DhMetricCell cell, double column, gboolean best,
            DhReportCell *cells)
{
  char value[32];

  dh_metric_format_cell (get_metrics (lane), cell, value, sizeof value);
  cells[0] = (DhReportCell) { .x = NAME + cell * column,
                              .width = column,
                              .align = 1,
                              .style = best ? DH_REPORT_STRONG : DH_REPORT_BODY,
                              .text = g_strdup (value) };
  cells[1] = (DhReportCell) { .x = NAME + cell * column,
                              .y = 12,
                              .width = column,
                              .align = 1,
                              .style = DH_REPORT_SMALL,
                              .text = dup_spread (lane, cell, value) };
  return cells[1].text != NULL ? 2 : 1;
}

static void
add_metric_row (DhRunReport *self, guint index, const DhMetrics *const *all, double column)
{
  const DhReportLane *lane = &self->lanes[index];
  guint best = dh_metric_find_best (all, self->n_lanes, index), n_cells = 1;
  DhReportCell cells[1 + 2 * DH_N_CELLS] = {
    { .x = LEFT, .width = NAME - LEFT, .style = DH_REPORT_BODY, .text = lane->label }
  };

  for (guint i = 0; i < DH_N_CELLS; i++)
    n_cells += fill_cells (lane, i, column, (best >> i & 1) != 0, &cells[n_cells]);
  dh_report_add_row (self, &(DhReportRow) { .cells = cells,
                                            .n_cells = n_cells,
                                            .space = 2,
                                            .lane = lane->number,
                                            .ruled = TRUE,
                                            .with_next = TRUE });
  for (guint i = 1; i < n_cells; i++)
    g_free ((char *) cells[i].text);
}

static void
add_metrics (DhRunReport *self)
{
  const double column = (dh_page_flow_get_width (self->flow) - NAME) / DH_N_CELLS;
  const DhMetrics *all[DH_MAX_LANES];
  g_autofree char *note = NULL;

  for (guint i = 0; i < self->n_lanes; i++)
    all[i] = get_metrics (&self->lanes[i]);
  dh_report_add_heading (self, _ ("Metrics"), FALSE);
  add_metric_head (self, column);
  for (guint i = 0; i < self->n_lanes; i++)
    add_metric_row (self, i, all, column);
  note = g_strdup_printf (
    _ (
      "Means over all held-out pictures, the same for every lane whatever it minimises; the best "
      "of each column is bold. ± is the standard deviation of the last %d measurements about their "
      "trend: how much the value moves from one to the next."),
    LAST);
  dh_report_add_paragraph (self, DH_REPORT_SMALL, 6, note);
}

void
dh_report_add_overview (DhRunReport *self)
{
  add_head (self);
  for (guint i = 0; i < self->n_lanes; i++)
    add_lane (self, &self->lanes[i]);
  add_metrics (self);
}
