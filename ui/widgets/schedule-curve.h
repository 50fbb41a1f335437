/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/optim/optimizer-config.h"

G_BEGIN_DECLS

/* How an optimizer's learning rate changes, as a small curve: its share of the full rate over the
 * updates to come.  Hidden if the rate doesn't change. */
#define DH_TYPE_SCHEDULE_CURVE (dh_schedule_curve_get_type ())
G_DECLARE_FINAL_TYPE (DhScheduleCurve, dh_schedule_curve, DH, SCHEDULE_CURVE, GtkWidget)

void dh_schedule_curve_set_optimizer_config (DhScheduleCurve *self,
                                             const DhOptimizerConfig *optimizer_config);
/* The number of updates that the curve shows, enough to see the schedule's effect; 0 if it is
 * hidden. */
guint64 dh_schedule_curve_get_n_updates (DhScheduleCurve *self);

G_END_DECLS
