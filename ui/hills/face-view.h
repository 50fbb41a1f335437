/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/race/race.h"

G_BEGIN_DECLS

/* The face at a ball on a face ground, beside its target. */
#define DH_TYPE_FACE_VIEW (dh_face_view_get_type ())
G_DECLARE_FINAL_TYPE (DhFaceView, dh_face_view, DH, FACE_VIEW, GtkWidget)

GtkWidget *dh_face_view_new (void);
/* Redraws the picture if the shown ball has changed. */
void dh_face_view_refresh (DhFaceView *self, DhRace *race, guint runner);

G_END_DECLS
