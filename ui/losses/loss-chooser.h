/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/compare/comparison.h"

G_BEGIN_DECLS

/* All losses of the catalog, their results for two pictures, and one of them chosen.  The layout is
 * the subclass's.
 *
 * Properties (compare, set, notify):
 *   selected  uint  index in the catalog */
#define DH_TYPE_LOSS_CHOOSER (dh_loss_chooser_get_type ())
G_DECLARE_DERIVABLE_TYPE (DhLossChooser, dh_loss_chooser, DH, LOSS_CHOOSER, GtkWidget)

struct _DhLossChooserClass
{
  GtkWidgetClass parent_class;

  /* The loss has a new result in the comparison, or none. Required. */
  void (*show_result) (DhLossChooser *self, DhComparison *comparison, guint loss);
  /* The loss is now the selected one. Required. */
  void (*show_selected) (DhLossChooser *self, guint loss);
};

/* Shows and follows the comparison.  Call once. */
void dh_loss_chooser_set_comparison (DhLossChooser *self, DhComparison *comparison);
guint dh_loss_chooser_get_selected (DhLossChooser *self);
void dh_loss_chooser_set_selected (DhLossChooser *self, guint loss);

G_END_DECLS
