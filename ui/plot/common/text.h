/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* How one line of text is set: figures are always tabular. */
typedef struct
{
  const char *family; /* NULL: the system's sans */
  double size;        /* pixels */
  gboolean bold;
  DhColor color;
  double align_x;   /* 0: x is the left end, .5 the middle, 1 the right end */
  double align_y;   /* 0: y is the top, .5 the middle, 1 the bottom */
  double max_width; /* 0: none; longer text ends in "…" */
} DhText;

void dh_text_draw (cairo_t *cr, const DhText *self, double x, double y, const char *text);
/* Like dh_text_draw(), with a background behind the text so that it is legible over a curve. */
void dh_text_draw_on (cairo_t *cr, const DhText *self, DhColor ground, double x, double y,
                      const char *text);
/* Width in pixels. */
double dh_text_measure (cairo_t *cr, const DhText *self, const char *text);

G_END_DECLS
