/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/session/lane.h"

G_BEGIN_DECLS

/* How a lane's weights, or its ball, go downhill: optimizer, its settings, schedule, warm-up; for a
 * popover.  With it comes a button that says what is chosen. */
#define DH_TYPE_OPTIMIZER_EDITOR (dh_optimizer_editor_get_type ())
G_DECLARE_FINAL_TYPE (DhOptimizerEditor, dh_optimizer_editor, DH, OPTIMIZER_EDITOR, GtkWidget)

GtkWidget *dh_optimizer_editor_new (DhLane *lane, DhOptimizerUser who);
/* A menu button labelled with the optimizer's name, whose popover holds an editor; it follows the
 * lane. */
GtkWidget *dh_optimizer_button_new (DhLane *lane, DhOptimizerUser who);

G_END_DECLS
