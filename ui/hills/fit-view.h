/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/race/race.h"

G_BEGIN_DECLS

/* The points of ground "fit" with the balls' lines.  A point can be dragged; a click elsewhere adds
 * one; a double or right click removes one.  With the keyboard: Page Up and Page Down choose a
 * point, arrows move it (Shift: further), Insert adds one, Delete removes it. */
#define DH_TYPE_FIT_VIEW (dh_fit_view_get_type ())
G_DECLARE_FINAL_TYPE (DhFitView, dh_fit_view, DH, FIT_VIEW, GtkWidget)

#define DH_FIT_VIEW_ALL (-1)

GtkWidget *dh_fit_view_new (void);
/* Call once. */
void dh_fit_view_set_race (DhFitView *self, DhRace *race);
/* The runner whose line is shown, or DH_FIT_VIEW_ALL for all that aren't hidden. */
void dh_fit_view_set_runner (DhFitView *self, int runner);
/* Points or lines have moved. */
void dh_fit_view_refresh (DhFitView *self);
/* The selected point, or −1. */
int dh_fit_view_get_chosen (DhFitView *self);

G_END_DECLS
