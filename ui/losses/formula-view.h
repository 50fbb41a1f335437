/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A drawn formula; smaller if there is little room. If it can't be drawn, it is shown as plain
 * text. */
#define DH_TYPE_FORMULA_VIEW (dh_formula_view_get_type ())
G_DECLARE_FINAL_TYPE (DhFormulaView, dh_formula_view, DH, FORMULA_VIEW, GtkWidget)

GtkWidget *dh_formula_view_new (void);
/* plain: the formula without TeX, for screen readers. */
void dh_formula_view_set (DhFormulaView *self, const char *tex, const char *plain);

G_END_DECLS
