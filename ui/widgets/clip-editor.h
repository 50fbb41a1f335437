/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/session/lane.h"

G_BEGIN_DECLS

/* How a lane's gradients are clipped: the kind, and the bound of that kind. */
#define DH_TYPE_CLIP_EDITOR (dh_clip_editor_get_type ())
G_DECLARE_FINAL_TYPE (DhClipEditor, dh_clip_editor, DH, CLIP_EDITOR, GtkWidget)

GtkWidget *dh_clip_editor_new (DhLane *lane);

G_END_DECLS
