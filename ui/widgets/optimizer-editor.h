/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/session/lane.h"

G_BEGIN_DECLS

/* Edits the optimizer of a lane or its ball: optimizer, settings, schedule, warm-up; for a
 * popover.  It comes with a button that shows the choice. */
#define DH_TYPE_OPTIMIZER_EDITOR (dh_optimizer_editor_get_type ())
G_DECLARE_FINAL_TYPE (DhOptimizerEditor, dh_optimizer_editor, DH, OPTIMIZER_EDITOR, GtkWidget)

GtkWidget *dh_optimizer_editor_new (DhLane *lane, DhOptimizerUser who);
/* A menu button labelled with the optimizer's name, whose popover holds an editor; it follows the
 * lane. */
GtkWidget *dh_optimizer_button_new (DhLane *lane, DhOptimizerUser who);
/* Shows another one than the lane's, until that changes. */
void dh_optimizer_button_show (GtkWidget *button, const DhOptimizerConfig *config);

G_END_DECLS
