/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* Shared by pictures for files: a heading, and one card per lane. */
typedef struct
{
  DhScheme scheme;
  guint n_lanes;
  guint n_across; /* cards in a row; 0: up to four, or else three */
  double card_width, card_height;
} DhSheet;

#define DH_SHEET_MARGIN    20.0
#define DH_SHEET_HEAD      64.0
#define DH_SHEET_PADDING   14.0
#define DH_SHEET_CARD_HEAD 40.0

void dh_sheet_measure (const DhSheet *self, double *width, double *height);
/* Paints the background of the whole surface, and the heading. */
void dh_sheet_begin (const DhSheet *self, cairo_t *cr, const char *title, const char *settings);
/* A card with badge, label and note; the contents are drawn relative to its top left inner corner.
 * Call dh_sheet_end_card() afterwards. */
void dh_sheet_begin_card (const DhSheet *self, cairo_t *cr, guint index, guint number,
                          const char *label, const char *note);
void dh_sheet_end_card (cairo_t *cr);

/* Background, title and settings of any sheet of this width, as above. */
void dh_sheet_draw_head (cairo_t *cr, DhScheme scheme, double width, const char *title,
                         const char *settings);

G_END_DECLS
