/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/compare/comparison.h"

G_BEGIN_DECLS

/* Target and prediction, large, with the gradient of the chosen loss beside them, and the
 * controls for both. */
#define DH_TYPE_COMPARISON_VIEW (dh_comparison_view_get_type ())
G_DECLARE_FINAL_TYPE (DhComparisonView, dh_comparison_view, DH, COMPARISON_VIEW, GtkWidget)

GtkWidget *dh_comparison_view_new (void);
/* Shows and follows the comparison.  Call once. faces_folder: contains the bundled people */
void dh_comparison_view_set_comparison (DhComparisonView *self, DhComparison *comparison,
                                        const char *faces_folder);
/* Opens the initial pictures; none if there are no bundled people. */
void dh_comparison_view_begin (DhComparisonView *self);
/* loss: index in the catalog of the loss whose map is shown. */
void dh_comparison_view_set_loss (DhComparisonView *self, guint loss);
/* Acts as if a file had been dropped on the target (side 0) or the prediction (1). */
void dh_comparison_view_open (DhComparisonView *self, guint side, const char *path);
/* The large map; lent, (nullable). */
cairo_surface_t *dh_comparison_view_get_map (DhComparisonView *self);
/* Text with PSNR and SSIM of the pictures shown; "" before there are any. Lent. */
const char *dh_comparison_view_get_nearness (DhComparisonView *self);
/* The message shown, or NULL; lent. */
const char *dh_comparison_view_get_message (DhComparisonView *self);

G_END_DECLS
