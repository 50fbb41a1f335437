/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/race/race.h"

G_BEGIN_DECLS

/* The bottom of the page "Hills": play, step, back, restart, timeline, speed, and view options. */
#define DH_TYPE_RACE_BAR (dh_race_bar_get_type ())
G_DECLARE_FINAL_TYPE (DhRaceBar, dh_race_bar, DH, RACE_BAR, GtkWidget)

GtkWidget *dh_race_bar_new (void);
/* Call once. */
void dh_race_bar_set_race (DhRaceBar *self, DhRace *race);
/* The action of the button and Space. If all balls have finished, starts again; if animations are
 * disabled, jumps to the end. */
void dh_race_bar_play (DhRaceBar *self);
void dh_race_bar_grab_play (DhRaceBar *self);

G_END_DECLS
