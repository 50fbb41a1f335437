/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race.h"
#include "ui/hills/function-entry.h"

G_BEGIN_DECLS

/* Chooses the ground of a race and its settings: curve, hill, fit or face, which of them, a typed
 * function, a hill's sliders, noise.  If a ground can't be made, the race's "message" says why;
 * other widgets show it.
 *
 * Signal ::entered (): a valid function was entered; keys control the balls again. */
#define DH_TYPE_GROUND_BAR (dh_ground_bar_get_type ())
G_DECLARE_FINAL_TYPE (DhGroundBar, dh_ground_bar, DH, GROUND_BAR, GtkWidget)

GtkWidget *dh_ground_bar_new (void);
/* Call once. */
void dh_ground_bar_set_race (DhGroundBar *self, DhRace *race);
/* The text shown in the entry when the user chooses a function of their own: "x^2 + …", without
 * "hill:". */
const char *dh_ground_bar_get_function (DhGroundBar *self);
void dh_ground_bar_set_function (DhGroundBar *self, const char *text);
/* Lent. */
DhFunctionEntry *dh_ground_bar_get_entry (DhGroundBar *self);

G_END_DECLS
