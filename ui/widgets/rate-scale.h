/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/widgets/rate-zones.h"

G_BEGIN_DECLS

/* A learning rate: a logarithmic slider and the exact value beside it, which may also be typed,
 * even beyond the slider's ends.
 *
 * Properties:
 *   rate   double  > 0, finite (compare, set, notify)
 *   error  string  what is wrong with the typed text, or NULL (read only; notifies) */
#define DH_TYPE_RATE_SCALE (dh_rate_scale_get_type ())
G_DECLARE_FINAL_TYPE (DhRateScale, dh_rate_scale, DH, RATE_SCALE, GtkWidget)

GtkWidget *dh_rate_scale_new (void);
double dh_rate_scale_get_rate (DhRateScale *self);
void dh_rate_scale_set_rate (DhRateScale *self, double rate);
const char *dh_rate_scale_get_error (DhRateScale *self);
/* The ends of the slider; DH_RATE_SLIDER_MIN and DH_RATE_SLIDER_MAX by default. */
void dh_rate_scale_set_range (DhRateScale *self, double minimum, double maximum);
/* The rate above which descent diverges, 2/λ for plain descent. The slider marks it and shows zones
 * (slow, good, bounces, diverges) and the word for the current zone.  NaN if unknown: no mark and
 * no zones. */
void dh_rate_scale_set_stable_rate (DhRateScale *self, double stable_rate);
/* Overrides the theoretical zone with the observed behaviour of the ball: bounces or diverges.
 * Shown only if the theoretical zone has a word; DH_RATE_UNKNOWN, the default, keeps the
 * theoretical one. */
void dh_rate_scale_set_seen (DhRateScale *self, DhRateZone seen);
/* The stable rate times λ: 2 for plain descent, the default; with momentum,
 * dh_optimizer_get_stable_rate (…, 1).  The mark shows it as "2/λ" or "3.8/λ".  NaN: no change. */
void dh_rate_scale_set_stable_product (DhRateScale *self, double product);
/* The word for the zone, or "" */
const char *dh_rate_scale_get_zone (DhRateScale *self);
/* For tests: the position of a rate on the slider, in the widget's pixels; NaN before the first
 * layout. */
double dh_rate_scale_find_x (DhRateScale *self, double rate);
/* For tests: acts as typing the text and pressing Enter. */
void dh_rate_scale_enter_text (DhRateScale *self, const char *text);

/* The next step above (1) or below (-1), at ten steps a decade and two significant figures: 1e-3,
 * 1.3e-3, 1.6e-3, 2e-3 … */
double dh_rate_step (double rate, int direction);
/* The same without the limits of the rates of networks: within the range of a double. */
double dh_rate_step_freely (double rate, int direction);

G_END_DECLS
