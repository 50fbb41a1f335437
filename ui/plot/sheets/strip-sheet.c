/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's faces over time, as one strip for a file: a row for each face, a column for each
 * iteration, and at the right end what they should become.
 *
 * It shows what the network paints, and its target; the picture that it is given is the target of
 * the row above a swap.
 */
#include "ui/plot/sheets/strip-sheet.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "ui/plot/common/metric-format.h"
#include "ui/plot/common/text.h"
#include "ui/plot/pictures/tile-grid.h"
#include "ui/plot/sheets/sheet.h"

#define TILE       84.0
#define GAP        4.0
#define ROW_GAP    4.0
#define FACE_GAP   12.0 /* between the faces, and before the targets */
#define LANE       34.0 /* badge and name */
#define HEADING    44.0 /* "A→B" */
#define FOOT       40.0
#define NAME_SIZE  14.0
#define TEXT_SIZE  12.0
#define SMALL_SIZE 11.0
#define N_KINDS    2 /* itself and swap */
#define N_SIDES    2

static const DhTile kinds[N_KINDS] = { DH_TILE_SELF, DH_TILE_SWAP };
static const DhTile targets[N_KINDS] = { DH_TILE_ORIGINAL, DH_TILE_TRUE_SWAP };

static guint
get_n_faces (const DhStripSheet *self)
{
  guint n = G_MAXUINT;

  for (guint i = 0; i < self->n_columns; i++)
    n = MIN (n, (guint) dh_preview_get_n_faces (self->previews[i]));
  if (self->n_columns == 0)
    return 1;
  return self->n_faces > 0 ? MIN (n, self->n_faces) : n;
}

static double
get_column (guint column)
{
  return DH_SHEET_MARGIN + HEADING + column * (TILE + GAP);
}

static double
get_target_column (const DhStripSheet *self)
{
  return get_column (self->n_columns) + FACE_GAP - GAP;
}

/* index: of a person's face, counted over both */
static double
get_row (guint index, guint kind)
{
  const double face = N_KINDS * (TILE + ROW_GAP) - ROW_GAP + FACE_GAP;

  return DH_SHEET_HEAD + LANE + index * face + kind * (TILE + ROW_GAP);
}

void
dh_strip_sheet_measure (const DhStripSheet *self, double *width, double *height)
{
  *width = get_target_column (self) + TILE + DH_SHEET_MARGIN;
  *height = get_row (N_SIDES * get_n_faces (self), 0) - FACE_GAP + FOOT + DH_SHEET_MARGIN;
}

static void
draw_row (const DhStripSheet *self, cairo_t *cr, guint side, guint face, guint kind)
{
  const double y = get_row (side * get_n_faces (self) + face, kind);
  const DhText style = { .size = TEXT_SIZE,
                         .color = dh_palette_get (self->scheme)->dim_text,
                         .align_y = .5,
                         .max_width = HEADING - 4 };
  const DhPreview *last = NULL;

  dh_text_draw (cr, &style, DH_SHEET_MARGIN, y + TILE / 2, dh_tile_get_heading (side, kinds[kind]));
  for (guint i = 0; i < self->n_columns; i++)
    {
      last = self->previews[i];
      dh_tile_draw (cr, get_column (i), y, TILE,
                    dh_preview_peek_tile (last, side, face, kinds[kind]),
                    dh_preview_get_size (last), self->scheme);
    }
  if (last != NULL && dh_preview_peek_tile (last, side, face, targets[kind]) != NULL)
    dh_tile_draw (cr, get_target_column (self), y, TILE,
                  dh_preview_peek_tile (last, side, face, targets[kind]),
                  dh_preview_get_size (last), self->scheme);
}

static void
draw_foot (const DhStripSheet *self, cairo_t *cr)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  const double y = get_row (N_SIDES * get_n_faces (self), 0) - FACE_GAP + 6;
  DhText iteration = { .size = TEXT_SIZE,
                       .bold = TRUE,
                       .color = palette->text,
                       .align_x = .5,
                       .max_width = TILE };
  DhText small = { .size = SMALL_SIZE,
                   .color = palette->dim_text,
                   .align_x = .5,
                   .max_width = TILE };

  for (guint i = 0; i < self->n_columns; i++)
    {
      const double x = get_column (i) + TILE / 2;
      g_autofree char *count =
        g_strdup_printf ("%" PRIu64, dh_preview_get_iteration (self->previews[i]));
      char psnr[32];

      /* Translators: a signal-to-noise ratio in decibels */
      g_snprintf (psnr, sizeof psnr, _ ("%.1f dB"), self->psnr[i]);
      dh_text_draw (cr, &iteration, x, y, count);
      dh_text_draw (cr, &small, x, y + 17, isfinite (self->psnr[i]) ? psnr : "–");
    }
  dh_text_draw (cr, &small, get_target_column (self) + TILE / 2, y + 1, _ ("target"));
  small.align_x = 0;
  small.max_width = HEADING - 4;
  dh_text_draw (cr, &small, DH_SHEET_MARGIN, y + 17, dh_metric_get_heading (DH_CELL_PSNR));
}

static void
draw_lane_name (const DhStripSheet *self, cairo_t *cr, double width)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  const double y = DH_SHEET_HEAD + 10, right = width - DH_SHEET_MARGIN;
  double x = DH_SHEET_MARGIN + 28;
  DhText name = {
    .size = NAME_SIZE, .bold = TRUE, .color = palette->text, .align_y = .5, .max_width = right - x
  };
  DhText settings = { .size = SMALL_SIZE, .color = palette->dim_text, .align_y = .5 };

  dh_palette_draw_badge (cr, self->scheme, self->number, DH_SHEET_MARGIN + 10, y, 10);
  dh_text_draw (cr, &name, x, y, self->label);
  x += dh_text_measure (cr, &name, self->label) + FACE_GAP;
  settings.max_width = right - x;
  if (self->lane_settings != NULL && settings.max_width > TILE)
    dh_text_draw (cr, &settings, x, y + 1, self->lane_settings);
}

void
dh_strip_sheet_draw (const DhStripSheet *self, cairo_t *cr)
{
  double width, height;

  dh_strip_sheet_measure (self, &width, &height);
  dh_sheet_draw_head (cr, self->scheme, width, self->title, self->settings);
  draw_lane_name (self, cr, width);
  for (guint side = 0; side < N_SIDES; side++)
    for (guint face = 0; face < get_n_faces (self); face++)
      for (guint kind = 0; kind < N_KINDS; kind++)
        draw_row (self, cr, side, face, kind);
  draw_foot (self, cr);
}
