/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/session/lane.h"

G_BEGIN_DECLS

/* Edits the objective of a lane: up to four losses with weights and settings, the mask, and the
 * extra weight of eyes and mouth.  Made for a popover; changes apply to the lane at once. */
#define DH_TYPE_OBJECTIVE_EDITOR (dh_objective_editor_get_type ())
G_DECLARE_FINAL_TYPE (DhObjectiveEditor, dh_objective_editor, DH, OBJECTIVE_EDITOR, GtkWidget)

GtkWidget *dh_objective_editor_new (DhLane *lane);
/* Why the last change was rejected, or NULL if it was accepted. */
const char *dh_objective_editor_get_message (DhObjectiveEditor *self);

G_END_DECLS
