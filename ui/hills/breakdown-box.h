/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/landscape/step-breakdown.h"

G_BEGIN_DECLS

/* What a step is made of, one sentence per part: those that are told, the present one prominent. */
#define DH_TYPE_BREAKDOWN_BOX (dh_breakdown_box_get_type ())
G_DECLARE_FINAL_TYPE (DhBreakdownBox, dh_breakdown_box, DH, BREAKDOWN_BOX, GtkWidget)

GtkWidget *dh_breakdown_box_new (void);
/* breakdown: (nullable), read at once. n_told: parts, from 1 */
void dh_breakdown_box_set (DhBreakdownBox *self, const DhStepBreakdown *breakdown, guint n_told);

G_END_DECLS
