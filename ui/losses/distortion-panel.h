/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/compare/comparison.h"

G_BEGIN_DECLS

/* Sliders for all distortions of the prediction, and buttons that apply one alone.
 *
 * Signals:
 *   ::changed ()   the user changed a distortion */
#define DH_TYPE_DISTORTION_PANEL (dh_distortion_panel_get_type ())
G_DECLARE_FINAL_TYPE (DhDistortionPanel, dh_distortion_panel, DH, DISTORTION_PANEL, GtkWidget)

/* The distortions that the buttons apply. */
#define DH_DISTORTION_N_PRESETS 6
/* Returns the translated label of the button. */
const char *dh_distortion_get_preset (guint preset, DhDistortion *distortion);

GtkWidget *dh_distortion_panel_new (void);
DhDistortion dh_distortion_panel_get_distortion (DhDistortionPanel *self);
/* Emits no signal. */
void dh_distortion_panel_set_distortion (DhDistortionPanel *self, const DhDistortion *distortion);

G_END_DECLS
