/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows in dialogs that show their choice whole.  AdwComboRow shortens it after twenty letters, and
 * with large text after one or two, although its title would wrap.
 */
#include "ui/widgets/whole-choice.h"

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_list_item_set_child (item, label);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

void
dh_whole_choice_show (AdwComboRow *row)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkListItemFactory) usual = adw_combo_row_get_factory (row);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  /* The list keeps the row's own, with its check mark. */
  if (usual != NULL)
    g_object_ref (usual);
  if (adw_combo_row_get_list_factory (row) == NULL)
    adw_combo_row_set_list_factory (row, usual);
  adw_combo_row_set_factory (row, factory);
}
