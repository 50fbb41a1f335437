/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A small slider for a toolbar, with its name and value above it.
 *
 * Properties (compare, set, notify):
 *   value  double  within the range, rounded to the step */
#define DH_TYPE_SMALL_SLIDER (dh_small_slider_get_type ())
G_DECLARE_FINAL_TYPE (DhSmallSlider, dh_small_slider, DH, SMALL_SLIDER, GtkWidget)

GtkWidget *dh_small_slider_new (void);
/* Notifies only if the value is outside the new range. name: translated */
void dh_small_slider_set_range (DhSmallSlider *self, const char *name, double minimum,
                                double maximum, double step);
double dh_small_slider_get_value (DhSmallSlider *self);
void dh_small_slider_set_value (DhSmallSlider *self, double value);

G_END_DECLS
