/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/keep/past.h"
#include "ui/widgets/time-scale.h"

G_BEGIN_DECLS

/* The timeline under all lanes: where in the training they are shown, the changes of their
 * settings as marks on it, and the moments that somebody marked. */
#define DH_TYPE_TIME_LINE (dh_time_line_get_type ())
G_DECLARE_FINAL_TYPE (DhTimeLine, dh_time_line, DH, TIME_LINE, GtkWidget)

GtkWidget *dh_time_line_new (void);
/* Call once. */
void dh_time_line_set_past (DhTimeLine *self, DhSession *session, DhPast *past);
/* Plays forward (1) or back (-1) at the chosen speed; 0: stops. */
void dh_time_line_play (DhTimeLine *self, int direction);
int dh_time_line_get_playing (DhTimeLine *self);
/* Times the pace of the training. */
void dh_time_line_set_speed (DhTimeLine *self, double speed);
/* Whether there is room for words beside icons; there is, at first. */
void dh_time_line_set_roomy (DhTimeLine *self, gboolean roomy);
/* Opens the list of marked moments, with the focus where a note for a new one is typed. */
void dh_time_line_open_marks (DhTimeLine *self);
DhTimeScale *dh_time_line_get_scale (DhTimeLine *self);

G_END_DECLS
