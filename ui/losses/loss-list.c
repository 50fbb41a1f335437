/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of losses to choose from.  The values are shown here and not in a table of their own:
 * they are watched while the pictures change, but values of different losses can't be compared (the
 * page says so), so no table should invite that.
 */
#include "ui/losses/loss-list.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "ui/losses/map-cell.h"
#include "ui/widgets/copyable.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/whole-text.h"

#define VALUE_CHARS 7
#define SPACING     6

struct _DhLossList
{
  DhLossChooser parent_instance;
  GtkWidget *list;
  guint n_losses;
  GtkWidget **values;
  double *numbers; /* that they show; NaN: none */
  GtkWidget **checks; /* NULL for a loss without a curve */
  GtkSizeGroup *check_group;
};

enum
{
  CHECKS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhLossList, dh_loss_list, DH_TYPE_LOSS_CHOOSER)

static void
dh_loss_list_show_result (DhLossChooser *chooser, DhComparison *comparison, guint loss)
{
  DhLossList *self = DH_LOSS_LIST (chooser);
  const DhComparisonResult *result = dh_comparison_get_result (comparison, loss);
  char text[24] = "";

  self->numbers[loss] = result != NULL ? result->value : NAN;
  if (result != NULL)
    dh_loss_value_format (result->value, text, sizeof text);
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->values[loss])), text) != 0)
    gtk_label_set_text (GTK_LABEL (self->values[loss]), text);
}

static void
checked_cb (DhLossList *self)
{
  g_signal_emit (self, signals[CHECKS_CHANGED], 0);
}

static GtkWidget *
create_check (DhLossList *self, const DhCatalogLoss *info)
{
  GtkWidget *check = gtk_check_button_new ();
  /* Translators: the name of a loss */
  g_autofree char *name = g_strdup_printf (_ ("Draw the curve of %s"), info->name);

  gtk_widget_set_halign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (check, TRUE);
  gtk_widget_set_tooltip_text (check, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (check, "toggled", G_CALLBACK (checked_cb), self);
  return check;
}

static void
add_row (DhLossList *self, guint loss)
{
  const DhCatalogLoss *info = dh_catalog_get_loss (loss);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  GtkWidget *name = gtk_label_new (info->name), *value = gtk_label_new (NULL);
  GtkWidget *check = info->has_profile ? create_check (self, info) : NULL;
  GtkWidget *end = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  if (check != NULL)
    gtk_box_append (GTK_BOX (end), check);
  gtk_widget_set_hexpand (end, FALSE);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  dh_whole_text_watch (name);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_label_set_xalign (GTK_LABEL (value), 1);
  gtk_label_set_width_chars (GTK_LABEL (value), VALUE_CHARS);
  gtk_widget_add_css_class (value, "numeric");
  gtk_widget_add_css_class (value, "value");
  gtk_size_group_add_widget (self->check_group, end);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (GTK_BOX (box), end);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_tooltip_text (row, info->summary[0] != '\0' ? info->summary : NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, info->name,
                                  -1);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  self->values[loss] = value;
  self->checks[loss] = check;
}

static GtkWidget *
create_heading (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "table-heading");
  return label;
}

/* Shows column headings for the values and check buttons above the first row. */
static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  DhLossList *self = data;
  GtkWidget *box, *value, *curve;

  if (before != NULL || gtk_list_box_row_get_header (row) != NULL)
    return;
  box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  /* Translators: over numbers; short */
  value = create_heading (_ ("value"));
  /* Translators: over checks that draw a curve; short */
  curve = create_heading (_ ("curve"));
  gtk_widget_set_hexpand (value, TRUE);
  gtk_widget_set_halign (value, GTK_ALIGN_END);
  gtk_size_group_add_widget (self->check_group, curve);
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (GTK_BOX (box), curve);
  gtk_widget_add_css_class (box, "headings");
  gtk_list_box_row_set_header (row, box);
}

static void
row_selected_cb (DhLossList *self, GtkListBoxRow *row)
{
  if (row != NULL)
    dh_loss_chooser_set_selected (DH_LOSS_CHOOSER (self), (guint) gtk_list_box_row_get_index (row));
}

static void
dh_loss_list_show_selected (DhLossChooser *chooser, guint loss)
{
  GtkListBox *list = GTK_LIST_BOX (DH_LOSS_LIST (chooser)->list);

  gtk_list_box_select_row (list, gtk_list_box_get_row_at_index (list, (int) loss));
}

static void
dh_loss_list_dispose (GObject *object)
{
  DhLossList *self = DH_LOSS_LIST (object);

  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  g_clear_pointer (&self->list, gtk_widget_unparent);
  g_clear_object (&self->check_group);
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->numbers, g_free);
  g_clear_pointer (&self->checks, g_free);
  G_OBJECT_CLASS (dh_loss_list_parent_class)->dispose (object);
}

static void
dh_loss_list_class_init (DhLossListClass *klass)
{
  DhLossChooserClass *chooser_class = DH_LOSS_CHOOSER_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_loss_list_dispose;
  chooser_class->show_result = dh_loss_list_show_result;
  chooser_class->show_selected = dh_loss_list_show_selected;
  signals[CHECKS_CHANGED] = g_signal_new ("checks-changed", G_TYPE_FROM_CLASS (klass),
                                          G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "losslist");
}

static DhTableText *
make_table (GtkWidget *widget)
{
  DhLossList *self = DH_LOSS_LIST (widget);
  DhTableText *table = dh_table_text_new ();

  dh_table_text_add_row (table, _ ("Loss"), _ ("Value"), NULL);
  for (guint i = 0; i < self->n_losses; i++)
    {
      dh_table_text_add (table, dh_catalog_get_loss (i)->name);
      dh_table_text_add_number (table, self->numbers[i]);
      dh_table_text_end_row (table);
    }
  return table;
}

static void
dh_loss_list_init (DhLossList *self)
{
  static const DhCopyable copyable = {
    .name = "losses", .make_table = make_table, .table_first = TRUE, .focus_inside = TRUE
  };

  dh_copyable_add (GTK_WIDGET (self), &copyable);
  self->check_group = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);
  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_BROWSE);
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Losses"), -1);
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
  dh_catalog_get_losses (&self->n_losses);
  self->values = g_new0 (GtkWidget *, self->n_losses);
  self->numbers = g_new (double, self->n_losses);
  self->checks = g_new0 (GtkWidget *, self->n_losses);
  for (guint i = 0; i < self->n_losses; i++)
    {
      self->numbers[i] = NAN;
      add_row (self, i);
    }
  gtk_list_box_set_header_func (GTK_LIST_BOX (self->list), header_cb, self, NULL);
  dh_loss_list_show_selected (DH_LOSS_CHOOSER (self), 0);
  g_signal_connect_swapped (self->list, "row-selected", G_CALLBACK (row_selected_cb), self);
}

GtkWidget *
dh_loss_list_new (void)
{
  return g_object_new (DH_TYPE_LOSS_LIST, NULL);
}

gboolean
dh_loss_list_get_checked (DhLossList *self, guint loss)
{
  g_return_val_if_fail (loss < self->n_losses, FALSE);
  return self->checks[loss] != NULL
         && gtk_check_button_get_active (GTK_CHECK_BUTTON (self->checks[loss]));
}

void
dh_loss_list_set_checked (DhLossList *self, guint loss, gboolean checked)
{
  g_return_if_fail (loss < self->n_losses);
  if (self->checks[loss] != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (self->checks[loss]), checked);
}

const char *
dh_loss_list_get_value (DhLossList *self, guint loss)
{
  g_return_val_if_fail (loss < self->n_losses, NULL);
  return gtk_label_get_text (GTK_LABEL (self->values[loss]));
}
