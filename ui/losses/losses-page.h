/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/losses/comparison-view.h"
#include "ui/losses/curve-view.h"
#include "ui/losses/distortion-panel.h"
#include "ui/losses/loss-card.h"
#include "ui/losses/loss-list.h"
#include "ui/losses/loss-table.h"
#include "ui/losses/map-grid.h"

G_BEGIN_DECLS

/* The page "Losses": all losses in a list; the chosen one in words, as a curve and on two pictures;
 * the gradients of all.  Computes nothing before it is first shown.
 *
 * Properties (compare, set, notify):
 *   selected  uint  index in the catalog */
#define DH_TYPE_LOSSES_PAGE (dh_losses_page_get_type ())
G_DECLARE_FINAL_TYPE (DhLossesPage, dh_losses_page, DH, LOSSES_PAGE, GtkWidget)

GtkWidget *dh_losses_page_new (void);
/* Folder of the bundled people; call once, before the page is shown. */
void dh_losses_page_set_faces_folder (DhLossesPage *self, const char *faces_folder);
guint dh_losses_page_get_selected (DhLossesPage *self);
void dh_losses_page_set_selected (DhLossesPage *self, guint loss);
DhComparison *dh_losses_page_get_comparison (DhLossesPage *self);
/* Its parts; lent. */
DhLossList *dh_losses_page_get_list (DhLossesPage *self);
DhLossCard *dh_losses_page_get_card (DhLossesPage *self);
DhCurveView *dh_losses_page_get_curve (DhLossesPage *self);
DhComparisonView *dh_losses_page_get_comparison_view (DhLossesPage *self);
DhLossTable *dh_losses_page_get_table (DhLossesPage *self);
DhMapGrid *dh_losses_page_get_grid (DhLossesPage *self);

G_END_DECLS
