/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* Shared by both pictures for files: a heading, and one card per lane in rows of at most three. */
typedef struct
{
  DhScheme scheme;
  guint n_lanes;
  double card_width, card_height;
} DhSheet;

#define DH_SHEET_PADDING   14.0
#define DH_SHEET_CARD_HEAD 40.0

/* An image surface with two pixels per unit, painted up to the cards; *cr draws on it. (transfer
 * full), both */
cairo_surface_t *dh_sheet_new (const DhSheet *self, const char *title, const char *settings,
                               cairo_t **cr);
/* A card with badge, label and note; the contents are drawn relative to its top left inner corner.
 * Call dh_sheet_end_card() afterwards. */
void dh_sheet_begin_card (const DhSheet *self, cairo_t *cr, guint index, guint number,
                          const char *label, const char *note);
void dh_sheet_end_card (cairo_t *cr);

G_END_DECLS
