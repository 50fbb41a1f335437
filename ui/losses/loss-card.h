/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Explains one loss: its formula, what is said about it, what was measured, when to use it, and
 * sliders for its settings.
 *
 * Properties (compare, set, notify):
 *   loss   int   its index in the catalog; -1: none
 * Signals:
 *   setting-changed (uint setting, double value)   changed by the user, or reset */
#define DH_TYPE_LOSS_CARD (dh_loss_card_get_type ())
G_DECLARE_FINAL_TYPE (DhLossCard, dh_loss_card, DH, LOSS_CARD, GtkWidget)

GtkWidget *dh_loss_card_new (void);
/* Resets the settings to the defaults, without a signal. */
void dh_loss_card_set_loss (DhLossCard *self, int loss);
int dh_loss_card_get_loss (DhLossCard *self);
/* values: DH_CATALOG_MAX_SETTINGS; emits no signal. */
void dh_loss_card_set_settings (DhLossCard *self, const double *values);

G_END_DECLS
