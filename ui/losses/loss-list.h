/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/losses/loss-chooser.h"

G_BEGIN_DECLS

/* All losses, one per line: name, value for two pictures, and, if it has a curve, whether that is
 * drawn.
 *
 * Signals:
 *   ::checks-changed ()   other curves are checked */
#define DH_TYPE_LOSS_LIST (dh_loss_list_get_type ())
G_DECLARE_FINAL_TYPE (DhLossList, dh_loss_list, DH, LOSS_LIST, DhLossChooser)

GtkWidget *dh_loss_list_new (void);
/* FALSE for a loss without a curve. */
gboolean dh_loss_list_get_checked (DhLossList *self, guint loss);
void dh_loss_list_set_checked (DhLossList *self, guint loss, gboolean checked);
/* The number beside the name, as text; lent. */
const char *dh_loss_list_get_value (DhLossList *self, guint loss);

G_END_DECLS
