/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race-lanes.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shown in place of a ground: explains why this loss has none, and offers two remedies, which
 * change only the ball and not the lane's training. */
#define DH_TYPE_GROUND_PROBLEM (dh_ground_problem_get_type ())
G_DECLARE_FINAL_TYPE (DhGroundProblem, dh_ground_problem, DH, GROUND_PROBLEM, GtkWidget)

GtkWidget *dh_ground_problem_new (void);
/* Shows the problem of that runner; call it again after changes. */
void dh_ground_problem_set (DhGroundProblem *self, DhRace *race, guint runner);
const char *dh_ground_problem_get_text (DhGroundProblem *self);

G_END_DECLS
