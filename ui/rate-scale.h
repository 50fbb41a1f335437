/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

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

GtkWidget  *dh_rate_scale_new        (void);
double      dh_rate_scale_get_rate   (DhRateScale *self);
void        dh_rate_scale_set_rate   (DhRateScale *self, double rate);
const char *dh_rate_scale_get_error  (DhRateScale *self);
/* For tests: what typing and Enter does. */
void        dh_rate_scale_enter_text (DhRateScale *self, const char *text);

/* The next of ten steps a decade above (1) or below (-1), in two figures: 1e-3, 1.3e-3, 1.6e-3,
 * 2e-3 … */
double      dh_rate_step (double rate, int direction);

G_END_DECLS
