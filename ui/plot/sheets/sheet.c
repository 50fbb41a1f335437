/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The base of all pictures for files: a title, and the settings written in.
 *
 * A picture may be viewed without the program, months later, so the settings that made it are
 * written into it.
 */
#include "ui/plot/sheets/sheet.h"

#include <string.h>

#include "ui/plot/common/rounded.h"
#include "ui/plot/common/text.h"

#define CARD_GAP    12.0
#define CARD_RADIUS 12.0
#define MAX_ACROSS  3
#define NOTE_LINE   14.0

/* Up to four lanes are in one row: four are the default, and are compared across. */
static guint
get_n_across (const DhSheet *self)
{
  if (self->n_across > 0)
    return self->n_across;
  return self->n_lanes <= 4 ? MAX (self->n_lanes, 1) : MAX_ACROSS;
}

static void
locate_card (const DhSheet *self, guint index, double *x, double *y)
{
  *x = DH_SHEET_MARGIN + (index % get_n_across (self)) * (self->card_width + CARD_GAP);
  *y = DH_SHEET_HEAD + (index / get_n_across (self)) * (self->card_height + CARD_GAP);
}

void
dh_sheet_draw_head (cairo_t *cr, DhScheme scheme, double width, const char *title,
                    const char *settings)
{
  const DhPalette *palette = dh_palette_get (scheme);
  DhText style = {
    .size = 18, .bold = TRUE, .color = palette->text, .max_width = width - 2 * DH_SHEET_MARGIN
  };

  dh_color_set_source (cr, palette->window, 1.0);
  cairo_paint (cr);
  dh_text_draw (cr, &style, DH_SHEET_MARGIN, 10, title);
  style.size = 12;
  style.bold = FALSE;
  style.color = palette->dim_text;
  dh_text_draw (cr, &style, DH_SHEET_MARGIN, 36, settings);
}

void
dh_sheet_measure (const DhSheet *self, double *width, double *height)
{
  guint n_across = get_n_across (self), n_rows = (MAX (self->n_lanes, 1) + n_across - 1) / n_across;

  *width = 2 * DH_SHEET_MARGIN + n_across * (self->card_width + CARD_GAP) - CARD_GAP;
  *height = DH_SHEET_HEAD + n_rows * (self->card_height + CARD_GAP) - CARD_GAP + DH_SHEET_MARGIN;
}

void
dh_sheet_begin (const DhSheet *self, cairo_t *cr, const char *title, const char *settings)
{
  double width, height;

  dh_sheet_measure (self, &width, &height);
  dh_sheet_draw_head (cr, self->scheme, width, title, settings);
}

/* Where a note that is too wide goes on in a second line; NULL: it isn't. */
static const char *
find_second_line (cairo_t *cr, const DhText *style, const char *note)
{
  DhText free = *style;
  const char *found = NULL;

  free.max_width = 0;
  if (dh_text_measure (cr, &free, note) <= style->max_width)
    return NULL;
  for (const char *space = strchr (note, ' '); space != NULL; space = strchr (space + 1, ' '))
    {
      g_autofree char *first = g_strndup (note, (gsize) (space - note));

      if (dh_text_measure (cr, &free, first) > style->max_width)
        break;
      found = space + 1;
    }
  return found;
}

/* In at most two lines, which end at y. */
static void
draw_note (cairo_t *cr, const DhText *style, double y, const char *note)
{
  const char *second = find_second_line (cr, style, note);
  g_autofree char *first = second != NULL ? g_strndup (note, (gsize) (second - note) - 1) : NULL;

  if (first != NULL)
    dh_text_draw (cr, style, 0, y - NOTE_LINE, first);
  dh_text_draw (cr, style, 0, y, second != NULL ? second : note);
}

void
dh_sheet_begin_card (const DhSheet *self, cairo_t *cr, guint index, guint number, const char *label,
                     const char *note)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  double inner = self->card_width - 2 * DH_SHEET_PADDING, x, y;
  DhText style = {
    .size = 14, .bold = TRUE, .color = palette->text, .align_y = .5, .max_width = inner - 30
  };

  cairo_save (cr);
  locate_card (self, index, &x, &y);
  cairo_translate (cr, x, y);
  dh_path_add_rounded (cr, 0, 0, self->card_width, self->card_height, CARD_RADIUS);
  dh_color_set_source (cr, palette->card, 1.0);
  cairo_fill_preserve (cr);
  dh_color_set_source (cr, palette->grid, 1.0);
  cairo_set_line_width (cr, 1.0);
  cairo_stroke (cr);
  cairo_translate (cr, DH_SHEET_PADDING, DH_SHEET_PADDING);
  dh_palette_draw_badge (cr, self->scheme, number, 10, 12, 10);
  dh_text_draw (cr, &style, 28, 12, label);
  if (note != NULL)
    {
      style = (DhText) { .size = 11, .color = palette->dim_text, .align_y = 1, .max_width = inner };
      draw_note (cr, &style, self->card_height - 2 * DH_SHEET_PADDING + 3, note);
    }
  cairo_translate (cr, 0, DH_SHEET_CARD_HEAD - DH_SHEET_PADDING + 4);
}

void
dh_sheet_end_card (cairo_t *cr)
{
  cairo_restore (cr);
}
