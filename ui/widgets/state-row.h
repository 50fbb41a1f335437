/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A state in words with its icon: always two lines, so that nothing moves when the text changes. */
#define DH_TYPE_STATE_ROW (dh_state_row_get_type ())
G_DECLARE_FINAL_TYPE (DhStateRow, dh_state_row, DH, STATE_ROW, GtkWidget)

GtkWidget *dh_state_row_new (void);
/* css_class: "warning", "error", or NULL; a literal. */
void dh_state_row_set (DhStateRow *self, const char *icon, const char *css_class, const char *text);
const char *dh_state_row_get_text (DhStateRow *self);

G_END_DECLS
