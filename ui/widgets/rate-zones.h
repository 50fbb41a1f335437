/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* What a learning rate does, by its ratio to the rate above which descent diverges. */
typedef enum
{
  DH_RATE_UNKNOWN, /* nothing is known about the rate */
  DH_RATE_CREEPS,
  DH_RATE_GOOD,
  DH_RATE_BOUNCES,
  DH_RATE_FLIES_OFF,
  DH_N_RATE_ZONES
} DhRateZone;

DhRateZone dh_rate_zone_find (double rate, double stable_rate);
/* Translated; "" if unknown */
const char *dh_rate_zone_get_word (DhRateZone zone);

/* The geometry of a rate slider: its trough, and the positions of the thumb's middle at the lowest
 * and highest rate. */
typedef struct
{
  GtkWidget *widget; /* ancestor whose pixels x and y are in; lent */
  graphene_rect_t trough;
  double x[2];
  double rates[2];
} DhRateTrack;

/* scale: has common logarithms of rates; widget: an ancestor, whose coordinates are used.  Returns
 * FALSE before the first layout. */
gboolean dh_rate_track_find (DhRateTrack *self, GtkWidget *widget, GtkScale *scale);
/* The position of the thumb's middle at a rate, beyond the slider's ends if the rate is. */
double dh_rate_track_get_x (const DhRateTrack *self, double rate);
/* Draws the zones over the trough. */
void dh_rate_track_draw (const DhRateTrack *self, GtkSnapshot *snapshot, DhScheme scheme,
                         double stable_rate);
/* Draws "▲ 2/λ" below a rate, if it is on the slider.  line: a label that gives position and
 * font. */
void dh_rate_track_draw_mark (const DhRateTrack *self, GtkSnapshot *snapshot, DhScheme scheme,
                              double rate, GtkWidget *line, const char *words);

G_END_DECLS
