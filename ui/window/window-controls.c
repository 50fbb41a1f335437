/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The controls of the header bar: people, model and seed.  Each follows the session and passes the
 * user's choices to it.
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/help-key.h"
#include "ui/widgets/number-spin.h"
#include "ui/window/model-dialog.h"
#include "ui/window/transport-bar.h"

#define MAX_SEED 999999999
#define OWN      "own…" /* in the list of models; no model's text */

static void
show_people (DhWindow *self)
{
  self->updating = TRUE;
  for (guint side = 0; side < 2; side++)
    dh_person_chooser_set_person (DH_PERSON_CHOOSER (self->people[side]),
                                  dh_session_get_person (self->session, side));
  self->updating = FALSE;
  self->pictures_width = 0; /* to be found anew for these words */
}

/* Choosing the person of the other side swaps the two. */
static void
person_cb (GtkWidget *chooser, GParamSpec *pspec, DhWindow *self)
{
  guint side = chooser == self->people[1] ? 1 : 0;
  const char *people[2];
  const char *chosen = dh_person_chooser_get_person (DH_PERSON_CHOOSER (chooser));
  g_autofree char *old = g_strdup (dh_session_get_person (self->session, side));
  g_autofree char *other = g_strdup (dh_session_get_person (self->session, 1 - side));

  if (self->updating || chosen == NULL)
    return;
  people[side] = chosen;
  people[1 - side] = g_strcmp0 (chosen, other) == 0 ? old : other;
  dh_window_change (self, DH_WINDOW_PEOPLE, g_variant_new ("(ss)", people[0], people[1]));
}

void
dh_window_show_preset (DhWindow *self)
{
  const char *preset = dh_session_get_preset (self->session);

  self->updating = TRUE;
  if (dh_catalog_is_own_preset (preset))
    dh_entry_list_set_other (GTK_DROP_DOWN (self->preset_drop_down), preset,
                             dh_catalog_get_preset_name (preset), _ ("A model of your own"));
  dh_entry_list_select (GTK_DROP_DOWN (self->preset_drop_down), preset);
  self->updating = FALSE;
  self->pictures_width = 0;
}

static void
own_model_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  GtkWidget *dialog = dh_model_dialog_new (GTK_WINDOW (self), self->session);

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (dh_window_choose_preset), self,
                           G_CONNECT_SWAPPED);
  dh_help_key_add (GTK_WINDOW (dialog), "models");
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
preset_cb (DhWindow *self)
{
  const char *id = dh_entry_list_get_selected (GTK_DROP_DOWN (self->preset_drop_down));

  if (self->updating || id == NULL)
    return;
  if (!g_str_equal (id, OWN))
    {
      dh_window_choose_preset (self, id);
      return;
    }
  dh_window_show_preset (self);
  g_action_group_activate_action (G_ACTION_GROUP (self), "own-model", NULL);
}

static void
show_seed (DhWindow *self)
{
  guint64 seed = dh_session_get_seed (self->session);
  /* Translators: a button; the random seed */
  g_autofree char *label = g_strdup_printf (_ ("Seed %lu"), (gulong) seed);

  self->updating = TRUE;
  gtk_menu_button_set_label (GTK_MENU_BUTTON (self->seed_button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->seed_button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->seed_spin), (double) seed);
  self->updating = FALSE;
}

static void
seed_cb (DhWindow *self)
{
  guint64 seed = (guint64) gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->seed_spin));

  if (!self->updating && seed != dh_session_get_seed (self->session))
    dh_window_change (self, DH_WINDOW_SEED, g_variant_new_uint64 (seed));
}

void
dh_window_use_bundled_people (DhWindow *self)
{
  g_auto (GStrv) people = dh_catalog_list_people (self->faces_folder);

  if (g_strv_length (people) >= 2)
    dh_window_change (self, DH_WINDOW_PEOPLE, g_variant_new ("(ss)", people[0], people[1]));
}

static void
setup_people (DhWindow *self)
{
  g_auto (GStrv) people = dh_catalog_list_people (self->faces_folder);
  const char *const titles[] = { _ ("Person A"), _ ("Person B") };

  for (guint side = 0; side < 2; side++)
    {
      DhPersonChooser *chooser = DH_PERSON_CHOOSER (self->people[side]);

      self->updating = TRUE;
      dh_person_chooser_set_people (chooser, (const char *const *) people, titles[side]);
      g_signal_connect (chooser, "notify::person", G_CALLBACK (person_cb), self);
    }
  g_signal_connect_swapped (self->session, "notify::person-a", G_CALLBACK (show_people), self);
  g_signal_connect_swapped (self->session, "notify::person-b", G_CALLBACK (show_people), self);
  show_people (self);
}

/* Text that isn't a number leaves the seed unchanged. */
static int
read_seed_cb (DhWindow *self, double *seed, GtkSpinButton *spin)
{
  guint64 typed;

  if (g_ascii_string_to_unsigned (gtk_editable_get_text (GTK_EDITABLE (spin)), 10, 0, MAX_SEED,
                                  &typed, NULL))
    *seed = (double) typed;
  else
    *seed = gtk_spin_button_get_value (spin);
  return TRUE;
}

/* Enter accepts the seed and moves the focus, so that the window's keys work again. */
static void
seed_entered_cb (DhWindow *self)
{
  gtk_popover_popdown (GTK_POPOVER (self->seed_popover));
  dh_transport_bar_grab_play (DH_TRANSPORT_BAR (self->transport));
}

static void
setup_seed (DhWindow *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self->seed_spin));

  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->seed_spin), 0, MAX_SEED);
  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (self->seed_spin), 1, 10);
  g_signal_connect_swapped (self->seed_spin, "value-changed", G_CALLBACK (seed_cb), self);
  dh_number_spin_handle_escape (GTK_SPIN_BUTTON (self->seed_spin));
  /* Typed text is accepted when the popover is closed, except by Escape. */
  g_signal_connect_object (self->seed_popover, "closed", G_CALLBACK (gtk_spin_button_update),
                           self->seed_spin, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (self->seed_spin, "input", G_CALLBACK (read_seed_cb), self);
  g_signal_connect_swapped (text, "activate", G_CALLBACK (seed_entered_cb), self);
  g_signal_connect_swapped (self->session, "notify::seed", G_CALLBACK (show_seed), self);
  show_seed (self);
}

void
dh_window_setup_controls (DhWindow *self)
{
  static const GActionEntry entries[] = { { .name = "own-model", .activate = own_model_cb } };
  guint n_presets;
  const DhCatalogEntry *presets = dh_catalog_get_presets (&n_presets);

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  setup_people (self);
  setup_seed (self);
  dh_entry_list_setup (GTK_DROP_DOWN (self->preset_drop_down), _ ("Model"), presets, n_presets);
  dh_entry_list_add_verb (GTK_DROP_DOWN (self->preset_drop_down), OWN, _ ("Own Model…"),
                          _ ("Choose layout, size and dimensions"));
  g_signal_connect_swapped (self->preset_drop_down, "notify::selected", G_CALLBACK (preset_cb),
                            self);
  g_signal_connect_swapped (self->session, "notify::preset", G_CALLBACK (dh_window_show_preset),
                            self);
  dh_window_show_preset (self);
}

void
dh_window_show_controls (DhWindow *self)
{
  show_people (self);
  dh_window_show_preset (self);
  show_seed (self);
}
