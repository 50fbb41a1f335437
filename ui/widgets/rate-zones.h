/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* What a learning rate does, by its ratio to the rate above which descent diverges. */
typedef enum
{
  DH_RATE_UNKNOWN, /* nothing is known of that one */
  DH_RATE_CREEPS,
  DH_RATE_GOOD,
  DH_RATE_BOUNCES,
  DH_RATE_FLIES_OFF,
  DH_N_RATE_ZONES
} DhRateZone;

DhRateZone dh_rate_zone_find (double rate, double stable_rate);
/* Translated; "" where nothing is known */
const char *dh_rate_zone_get_word (DhRateZone zone);

/* A slider of rates, as far as drawing on it needs: its trough, and where the thumb's middle is at
 * the least and the largest rate. */
typedef struct
{
  GtkWidget *widget; /* around it: x and y are in its pixels; lent */
  graphene_rect_t trough;
  double x[2];
  double rates[2];
} DhRateTrack;

/* scale: of common logarithms of rates; x and y in the widget around it.  FALSE before the first
 * layout. */
gboolean dh_rate_track_find (DhRateTrack *self, GtkWidget *widget, GtkScale *scale);
/* Where the thumb's middle is at that rate; beyond the ends where the rate is. */
double dh_rate_track_get_x (const DhRateTrack *self, double rate);
/* The zones, in the trough's place. */
void dh_rate_track_draw (const DhRateTrack *self, GtkSnapshot *snapshot, DhScheme scheme,
                         double stable_rate);
/* "▲ 2/λ" below a rate, if it is on the slider.  line: a label whose place and font it shares. */
void dh_rate_track_draw_mark (const DhRateTrack *self, GtkSnapshot *snapshot, DhScheme scheme,
                              double rate, GtkWidget *line, const char *words);

G_END_DECLS
