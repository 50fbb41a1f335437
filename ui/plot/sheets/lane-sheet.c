/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lanes of a session side by side, as a picture for a file.
 *
 * It has the same faces in the same columns as the window, and the same metrics with the best of
 * each row in bold.  One common chart was rejected: it would compare values of different losses,
 * which have no common unit.  The iteration axis is common, so shapes can be compared.
 */
#include "ui/plot/sheets/lane-sheet.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/charts/line-chart.h"
#include "ui/plot/common/metric-format.h"
#include "ui/plot/common/plane-format.h"
#include "ui/plot/common/rounded.h"
#include "ui/plot/common/text.h"
#include "ui/plot/pictures/tile-grid.h"
#include "ui/plot/scene/ground-painting.h"
#include "ui/plot/scene/scene.h"
#include "ui/plot/sheets/sheet.h"

#define TILE          84.0
#define TABLE_HEIGHT  66.0
#define TABLE_GAP     6.0 /* above it, and below where something follows */
#define ROW           20.0
#define NOTE_HEIGHT   24.0 /* below a chart, which leaves room for a second line */
#define LONE_NOTE     38.0
#define CELL_WIDTH    58.0
#define CHART_HEIGHT  190.0
#define CHART_WIDTH   332.0 /* without faces */
#define CHART_FONT    11.0
#define PART_GAP      10.0
#define SETTINGS      16.0
#define GROUND_HEIGHT 208.0
#define CAPTION       20.0
#define GROUND_RADIUS 8.0
#define BALL_RADIUS   9.0

/* ---- layout ---- */

/* The same for all cards. */
typedef struct
{
  const DhLaneSheet *sheet;
  DhTileGrid grid;
  double width; /* of a card's contents */
  gboolean has_settings, has_landscapes, has_notes;
  guint64 length; /* of the common axis of iterations */
  DhSheet cards;
} Layout;

/* The largest number of faces of any lane. */
static DhTileGrid
make_grid (const DhLaneSheet *self)
{
  guint n_faces = 1;
  gboolean true_swap = FALSE;

  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i].preview != NULL)
      {
        n_faces = MAX (n_faces, (guint) dh_preview_get_n_faces (self->lanes[i].preview));
        true_swap |= dh_preview_has_true_swap (self->lanes[i].preview);
      }
  if (self->n_faces > 0)
    n_faces = MIN (n_faces, self->n_faces);
  return dh_tile_grid_make (n_faces, TILE, true_swap);
}

static gboolean
has_ground (const DhSheetLane *lane)
{
  return lane->plane != NULL && lane->plane->terrain != NULL;
}

static void
survey (Layout *self)
{
  const DhLaneSheet *sheet = self->sheet;

  for (guint i = 0; i < sheet->n_lanes; i++)
    {
      const DhSheetLane *lane = &sheet->lanes[i];

      self->has_settings |= lane->settings != NULL;
      self->has_notes |= lane->note != NULL;
      self->has_landscapes |= (sheet->parts & DH_SHEET_LANDSCAPE) != 0 && has_ground (lane);
      if (lane->series != NULL)
        self->length = MAX (self->length, dh_series_get_length (lane->series));
    }
}

static double
get_height (const Layout *self)
{
  const DhSheetParts parts = self->sheet->parts;
  double height = DH_SHEET_PADDING + DH_SHEET_CARD_HEAD;

  if (self->has_notes)
    height += parts & DH_SHEET_CHART ? NOTE_HEIGHT : LONE_NOTE;
  if (self->has_settings)
    height += SETTINGS;
  if (parts & DH_SHEET_FACES)
    height += self->grid.height;
  if (parts & DH_SHEET_METRICS)
    height += TABLE_HEIGHT;
  if (self->has_landscapes)
    height += TABLE_GAP + GROUND_HEIGHT + CAPTION + PART_GAP;
  if (parts & DH_SHEET_CHART)
    height += CHART_HEIGHT + (parts & DH_SHEET_FACES ? PART_GAP : 0);
  return height;
}

static Layout
layout_make (const DhLaneSheet *sheet)
{
  Layout self = { .sheet = sheet, .grid = make_grid (sheet), .width = CHART_WIDTH };

  survey (&self);
  if (sheet->parts & DH_SHEET_FACES)
    self.width = self.grid.width;
  self.cards = (DhSheet) { .scheme = sheet->scheme,
                           .n_lanes = sheet->n_lanes,
                           .n_across = sheet->n_across,
                           .card_width = self.width + 2 * DH_SHEET_PADDING,
                           .card_height = get_height (&self) };
  return self;
}

void
dh_lane_sheet_measure (const DhLaneSheet *self, double *width, double *height)
{
  const Layout layout = layout_make (self);

  dh_sheet_measure (&layout.cards, width, height);
}

/* ---- metrics ---- */

static void
draw_row (const Layout *self, cairo_t *cr, const DhSheetLane *lane, guint row, guint best)
{
  const DhPalette *palette = dh_palette_get (self->sheet->scheme);
  DhText style = { .size = 12, .color = palette->dim_text };
  double y = ROW * (row + 1);

  dh_text_draw (cr, &style, 0, y, row == 0 ? _ ("self") : _ ("swap"));
  for (guint column = 0; column < 3; column++)
    {
      guint cell = row * 3 + column;
      double x = self->width - (2 - column) * CELL_WIDTH;
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

static void
draw_metrics (const Layout *self, cairo_t *cr, guint index)
{
  const DhMetrics *metrics[DH_MAX_LANES];
  guint best;

  for (guint i = 0; i < self->sheet->n_lanes; i++)
    metrics[i] = self->sheet->lanes[i].metrics;
  best = dh_metric_find_best (metrics, self->sheet->n_lanes, index);
  cairo_save (cr);
  cairo_translate (cr, 0, TABLE_GAP);
  draw_row (self, cr, &self->sheet->lanes[index], 0, best);
  draw_row (self, cr, &self->sheet->lanes[index], 1, best);
  cairo_restore (cr);
}

/* ---- landscape ---- */

/* How many points of the trajectory the ball has reached or is on its way to, and how far on that
 * way it is. */
static guint
find_ball (const DhPlane *plane, guint64 iteration, double *fraction)
{
  guint n = 1;

  *fraction = 1;
  if (iteration == 0 || plane->trajectory_iterations == NULL)
    return plane->n_trajectory;
  while (n < plane->n_trajectory && plane->trajectory_iterations[n - 1] < iteration)
    n++;
  if (n > 1 && plane->trajectory_iterations[n - 1] > iteration)
    {
      double from = plane->trajectory_iterations[n - 2], to = plane->trajectory_iterations[n - 1];

      *fraction = (iteration - from) / (to - from);
    }
  return n;
}

static void
draw_ground_picture (const Layout *self, cairo_t *cr, const DhSheetLane *lane, int resolution)
{
  const DhPlane *plane = lane->plane;
  DhSceneBall ball = { .number = lane->number,
                       .points = plane->trajectory,
                       .n_points = plane->n_trajectory };
  DhGroundRequest request = { .shown = { .terrain = plane->terrain },
                              .camera = dh_camera_usual,
                              .scheme = self->sheet->scheme,
                              .width = (int) self->width,
                              .height = (int) GROUND_HEIGHT,
                              .scale = resolution,
                              .smooth = TRUE };
  DhScene scene = { .terrain = plane->terrain,
                    .camera = request.camera,
                    .width = request.width,
                    .height = request.height,
                    .scheme = request.scheme,
                    .ball_radius = BALL_RADIUS,
                    .balls = &ball,
                    .n_balls = plane->n_trajectory > 0 ? 1 : 0 };
  g_autoptr (DhGroundPainting) painting = NULL;

  dh_height_scale_init (&request.shown.height_scale, plane->terrain);
  painting = dh_ground_painting_new (&request);
  dh_ground_painting_paint (painting);
  cairo_set_source_surface (cr, painting->surface, 0, 0);
  cairo_paint (cr);
  scene.height_scale = request.shown.height_scale;
  scene.depths = painting->depths;
  scene.n_shown = find_ball (plane, lane->iteration, &scene.fraction);
  dh_scene_draw_on_surface (&scene, cr);
}

static void
draw_landscape (const Layout *self, cairo_t *cr, const DhSheetLane *lane, int resolution)
{
  const DhPalette *palette = dh_palette_get (self->sheet->scheme);
  DhText style = { .size = CHART_FONT, .color = palette->dim_text, .max_width = self->width };
  g_autofree char *share = NULL;

  cairo_save (cr);
  dh_path_add_rounded (cr, 0, 0, self->width, GROUND_HEIGHT, GROUND_RADIUS);
  if (!has_ground (lane))
    {
      dh_color_set_source (cr, palette->placeholder, 1);
      cairo_fill (cr);
    }
  else
    {
      cairo_clip (cr);
      draw_ground_picture (self, cr, lane, resolution);
    }
  cairo_restore (cr);
  if (!has_ground (lane))
    return;
  share = dh_plane_dup_share (lane->plane);
  dh_text_draw (cr, &style, 0, GROUND_HEIGHT + 3, share);
}

/* ---- all together ---- */

static void
draw_chart (const Layout *self, cairo_t *cr, const DhSheetLane *lane)
{
  const DhLineChart chart = {
    .series = lane->series,
    .turns = lane->turns,
    .n_turns = lane->n_turns,
    .number = lane->number,
    .scheme = self->sheet->scheme,
    .logarithmic = TRUE,
    .length = self->length,
    .font_size = CHART_FONT,
    .count_labels = TRUE,
  };

  dh_line_chart_draw (&chart, cr, self->width, CHART_HEIGHT);
  if (lane->iteration > 0)
    dh_line_chart_draw_hover (&chart, cr, self->width, CHART_HEIGHT, lane->iteration);
}

static void
draw_lane (const Layout *self, cairo_t *cr, guint index, int resolution)
{
  const DhSheetLane *lane = &self->sheet->lanes[index];
  const DhSheetParts parts = self->sheet->parts;
  DhText small = { .size = CHART_FONT,
                   .color = dh_palette_get (self->sheet->scheme)->dim_text,
                   .max_width = self->width };

  dh_sheet_begin_card (&self->cards, cr, index, lane->number, lane->label, lane->note);
  if (lane->settings != NULL)
    dh_text_draw (cr, &small, 0, -6, lane->settings);
  if (self->has_settings)
    cairo_translate (cr, 0, SETTINGS);
  if (parts & DH_SHEET_FACES)
    {
      dh_tile_grid_draw (&self->grid, cr, lane->preview, NULL, self->sheet->scheme, NULL);
      cairo_translate (cr, 0, self->grid.height);
    }
  if (parts & DH_SHEET_METRICS)
    {
      draw_metrics (self, cr, index);
      cairo_translate (cr, 0, TABLE_HEIGHT);
    }
  if (self->has_landscapes)
    {
      cairo_translate (cr, 0, TABLE_GAP);
      draw_landscape (self, cr, lane, resolution);
      cairo_translate (cr, 0, GROUND_HEIGHT + CAPTION + PART_GAP);
    }
  if (parts & DH_SHEET_CHART)
    draw_chart (self, cr, lane);
  dh_sheet_end_card (cr);
}

void
dh_lane_sheet_draw (const DhLaneSheet *self, cairo_t *cr, int resolution)
{
  const Layout layout = layout_make (self);

  dh_sheet_begin (&layout.cards, cr, self->title, self->settings);
  for (guint i = 0; i < self->n_lanes; i++)
    draw_lane (&layout, cr, i, resolution);
}
