/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/widgets/rate-zones.h"

G_BEGIN_DECLS

/* A learning rate: a logarithmic slider and the exact value beside it, which may be typed, also
 * beyond the slider's ends.
 *
 * Properties:
 *   rate   double  > 0, finite (compare, set, notify)
 *   error  string  what is wrong with the typed text, or NULL (read only; notifies)
 */
#define DH_TYPE_RATE_SCALE (dh_rate_scale_get_type ())
G_DECLARE_FINAL_TYPE (DhRateScale, dh_rate_scale, DH, RATE_SCALE, GtkWidget)

GtkWidget *dh_rate_scale_new (void);
double dh_rate_scale_get_rate (DhRateScale *self);
void dh_rate_scale_set_rate (DhRateScale *self, double rate);
const char *dh_rate_scale_get_error (DhRateScale *self);
/* Where the slider ends; DH_RATE_SLIDER_MIN … MAX at first. */
void dh_rate_scale_set_range (DhRateScale *self, double minimum, double maximum);
/* The rate above which descent diverges, 2/λ for plain descent: marked on the slider, with zones
 * (slow, good, bounces, diverges) and the word for the current zone.  NaN: unknown, no mark and
 * no zones. */
void dh_rate_scale_set_stable_rate (DhRateScale *self, double stable_rate);
/* Overrides the theoretical zone by what the ball was seen to do: bounce or diverge.  Shown
 * where theory has a word; DH_RATE_UNKNOWN, the default: theory's. */
void dh_rate_scale_set_seen (DhRateScale *self, DhRateZone seen);
/* What that rate is times λ: 2 for plain descent, the start value; with momentum
 * dh_optimizer_get_stable_rate (…, 1).  The mark says "2/λ" or "3.8/λ" by it.  NaN: as it is. */
void dh_rate_scale_set_stable_product (DhRateScale *self, double product);
/* The word for the zone, or "" */
const char *dh_rate_scale_get_zone (DhRateScale *self);
/* For tests: where a rate is on the slider, in the widget's pixels; NaN before the first layout. */
double dh_rate_scale_find_x (DhRateScale *self, double rate);
/* For tests: what typing and Enter does. */
void dh_rate_scale_enter_text (DhRateScale *self, const char *text);

/* The next of ten steps a decade above (1) or below (-1), in two figures: 1e-3, 1.3e-3, 1.6e-3,
 * 2e-3 … */
double dh_rate_step (double rate, int direction);
/* The same without the ends of networks' rates: as far as numbers go. */
double dh_rate_step_freely (double rate, int direction);

G_END_DECLS
