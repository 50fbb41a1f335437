/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/landscape/step-breakdown.h"

G_BEGIN_DECLS

/* Explains the parts of a step, one sentence per part, up to the current one, which is
 * emphasised. */
#define DH_TYPE_BREAKDOWN_BOX (dh_breakdown_box_get_type ())
G_DECLARE_FINAL_TYPE (DhBreakdownBox, dh_breakdown_box, DH, BREAKDOWN_BOX, GtkWidget)

GtkWidget *dh_breakdown_box_new (void);
/* breakdown: (nullable), not kept. n_told: number of parts shown, at least 1 */
void dh_breakdown_box_set (DhBreakdownBox *self, const DhStepBreakdown *breakdown, guint n_told);

G_END_DECLS
