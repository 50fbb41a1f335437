/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How much each loss penalises each distortion: one row per loss, one column per distortion, each
 * applied alone and as strongly as its button does.  A bar is relative to the longest of its row,
 * since the values of different losses can't be compared.
 *
 * Reads the picture and computes in a thread of its own; meanwhile the old bars stay. */
#define DH_TYPE_LOSS_TABLE (dh_loss_table_get_type ())
G_DECLARE_FINAL_TYPE (DhLossTable, dh_loss_table, DH, LOSS_TABLE, GtkWidget)

GtkWidget *dh_loss_table_new (void);
/* path: a picture, as in dh_comparison_set_target(). */
void dh_loss_table_set_picture (DhLossTable *self, const char *path);
void dh_loss_table_set_setting (DhLossTable *self, guint loss, guint setting, double value);
/* Shows its name in bold. */
void dh_loss_table_set_selected (DhLossTable *self, guint loss);
/* The increase of the loss caused by the distortion, relative to the largest in the row; negative
 * if the loss decreases. NaN if unknown yet, or undefined at this size. */
double dh_loss_table_get_share (DhLossTable *self, guint loss, guint preset);

G_END_DECLS
