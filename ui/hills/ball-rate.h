/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/race/race.h"
#include "core/session/lane.h"

G_BEGIN_DECLS

/* The learning rate of a lane's ball: a slider around the ground's default rate, with zones, and a
 * button that resets it.
 *
 * Signal ::error-changed (): see dh_ball_rate_get_error() */
#define DH_TYPE_BALL_RATE (dh_ball_rate_get_type ())
G_DECLARE_FINAL_TYPE (DhBallRate, dh_ball_rate, DH, BALL_RATE, GtkWidget)

GtkWidget *dh_ball_rate_new (void);
/* Call once. */
void dh_ball_rate_set_lane (DhBallRate *self, DhRace *race, DhLane *lane);
/* The ball, its ground or its optimizer have changed. */
void dh_ball_rate_refresh (DhBallRate *self, guint runner);
/* Sets the state that the ball has shown; it is valid as long as the rate doesn't change. */
void dh_ball_rate_set_ball_state (DhBallRate *self, guint runner, DhBallState ball_state);
/* Whether it keeps to itself what the rate will do, because somebody is to say so; from the next
 * refresh on. */
void dh_ball_rate_set_quiet (DhBallRate *self, gboolean quiet);
/* One step up (1) or down (-1). */
void dh_ball_rate_step (DhBallRate *self, int direction);
/* What is wrong with the typed rate, or NULL */
const char *dh_ball_rate_get_error (DhBallRate *self);

G_END_DECLS
