/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a swapped face is painted: where, with which edge and in which light.
 */
#include "ui/swap/swap-style.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/widgets/dialog-parts.h"
#include "ui/widgets/number-spin.h"

#define MAX_EDGE 30 /* percent */

/* Places in the list of areas. */
enum
{
  DRAWN,
  STORED,
  CROP,
  N_AREAS
};

static GtkWidget *
make_area (void)
{
  const char *const areas[N_AREAS + 1] = {
    [DRAWN] = _ ("The face"),
    [STORED] = _ ("Stored mask"),
    [CROP] = _ ("The whole crop"),
  };

  return dh_dialog_choice_new (
    _ ("Painted area"),
    _ ("Within the face as its landmarks draw it, within the mask that an "
       "extractor stored, or all that the network sees"),
    areas);
}

static GtkWidget *
make_edge (void)
{
  GtkWidget *edge = gtk_spin_button_new (NULL, 1, 0);

  dh_number_spin_setup (GTK_SPIN_BUTTON (edge), 0, MAX_EDGE, 1, "%s %%");
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (edge), 100 * DH_FOLDER_SWAP_EDGE);
  return edge;
}

GtkWidget *
dh_swap_style_make (DhSwapStyle *self, GCallback changed, gpointer data)
{
  GtkWidget *group = adw_preferences_group_new ();
  AdwPreferencesGroup *rows = ADW_PREFERENCES_GROUP (group);

  self->area = make_area ();
  self->edge = make_edge ();
  self->light = gtk_switch_new ();
  gtk_switch_set_active (GTK_SWITCH (self->light), TRUE);
  adw_preferences_group_add (rows, self->area);
  adw_preferences_group_add (rows,
                             dh_dialog_row_new (_ ("Soft edge"),
                                                _ ("Its width, as a share of the face’s side"),
                                                self->edge));
  adw_preferences_group_add (rows,
                             dh_dialog_row_new (_ ("Match the light"),
                                                _ ("Give the face the colours of the picture"),
                                                self->light));
  g_signal_connect_swapped (self->area, "notify::selected", changed, data);
  g_signal_connect_swapped (self->edge, "value-changed", changed, data);
  g_signal_connect_swapped (self->light, "notify::active", changed, data);
  return group;
}

void
dh_swap_style_read (const DhSwapStyle *self, DhFolderSwap *what)
{
  const guint area = adw_combo_row_get_selected (ADW_COMBO_ROW (self->area));

  what->whole_crop = area == CROP;
  what->stored_mask = area == STORED;
  what->keep_light = !gtk_switch_get_active (GTK_SWITCH (self->light));
  what->edge = gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->edge)) / 100.0;
}
