/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/session/lane.h"

G_BEGIN_DECLS

/* From which step of which lane a new one goes on, and with which loss, rate and optimizer; for a
 * dialog.  Nothing is changed: the dialog asks for the choice. */
#define DH_TYPE_BRANCH_EDITOR (dh_branch_editor_get_type ())
G_DECLARE_FINAL_TYPE (DhBranchEditor, dh_branch_editor, DH, BRANCH_EDITOR, GtkWidget)

/* lanes: to choose from if there are several; iteration: of their past; both shown at first */
GtkWidget *dh_branch_editor_new (DhLane *const *lanes, guint n_lanes, guint64 iteration);
/* (transfer none) */
DhLane *dh_branch_editor_get_lane (DhBranchEditor *self);
guint64 dh_branch_editor_get_iteration (DhBranchEditor *self);
/* FALSE: they are those that the lane had there. */
gboolean dh_branch_editor_get_settings (DhBranchEditor *self, DhLaneSettings *settings);

G_END_DECLS
