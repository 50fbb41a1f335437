/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/optim/clip.h"
#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* How long a lane's gradients are, and how many are clipped, on one line. */
#define DH_TYPE_GRADIENT_LINE (dh_gradient_line_get_type ())
G_DECLARE_FINAL_TYPE (DhGradientLine, dh_gradient_line, DH, GRADIENT_LINE, GtkWidget)

/* snapshot: (nullable); clip: what is set at the time that is shown. */
void dh_gradient_line_set (DhGradientLine *self, DhLaneSnapshot *snapshot, DhClip clip);
/* Lent. */
const char *dh_gradient_line_get_text (DhGradientLine *self);

G_END_DECLS
