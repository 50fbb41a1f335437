/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The header bar's choices: who, which model, which seed.  Each follows the session and tells it
 * what a person chose.
 */
#include "ui/window-private.h"

#include <glib/gi18n-lib.h>

#include "core/catalog.h"
#include "ui/entry-list.h"

#define MAX_SEED 999999999.0

static void
show_people (DhWindow *self)
{
  self->updating = TRUE;
  for (guint side = 0; side < 2; side++)
    dh_person_chooser_set_person (DH_PERSON_CHOOSER (self->people[side]),
                                  dh_session_get_person (self->session, side));
  self->updating = FALSE;
}

/* Who is chosen for one side and already stands on the other trades places. */
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
  dh_session_set_people (self->session, people[0], people[1]);
}

static void
show_preset (DhWindow *self)
{
  self->updating = TRUE;
  dh_entry_list_select (GTK_DROP_DOWN (self->preset_drop_down),
                        dh_session_get_preset (self->session));
  self->updating = FALSE;
}

static void
preset_cb (DhWindow *self)
{
  const char *id = dh_entry_list_get_selected (GTK_DROP_DOWN (self->preset_drop_down));

  if (!self->updating && id != NULL)
    dh_session_set_preset (self->session, id);
}

static void
show_seed (DhWindow *self)
{
  self->updating = TRUE;
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->seed_spin),
                             (double)dh_session_get_seed (self->session));
  self->updating = FALSE;
}

static void
seed_cb (DhWindow *self)
{
  if (!self->updating)
    dh_session_set_seed (self->session,
                         (guint64)gtk_spin_button_get_value (GTK_SPIN_BUTTON (self->seed_spin)));
}

void
dh_window_use_bundled_people (DhWindow *self)
{
  g_auto (GStrv) people = dh_catalog_list_people (self->faces_folder);

  if (g_strv_length (people) >= 2)
    dh_session_set_people (self->session, people[0], people[1]);
}

static void
setup_people (DhWindow *self)
{
  g_auto (GStrv) people = dh_catalog_list_people (self->faces_folder);
  const char * const titles[] = { _("Person A"), _("Person B") };

  for (guint side = 0; side < 2; side++)
    {
      DhPersonChooser *chooser = DH_PERSON_CHOOSER (self->people[side]);

      self->updating = TRUE;
      dh_person_chooser_set_people (chooser, (const char * const *) people, titles[side]);
      g_signal_connect (chooser, "notify::person", G_CALLBACK (person_cb), self);
    }
  g_signal_connect_swapped (self->session, "notify::person-a", G_CALLBACK (show_people), self);
  g_signal_connect_swapped (self->session, "notify::person-b", G_CALLBACK (show_people), self);
  show_people (self);
}

void
dh_window_setup_controls (DhWindow *self)
{
  guint n_presets;
  const DhCatalogEntry *presets = dh_catalog_get_presets (&n_presets);

  setup_people (self);
  self->updating = TRUE;
  dh_entry_list_setup (GTK_DROP_DOWN (self->preset_drop_down), presets, n_presets);
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->seed_spin), 0, MAX_SEED);
  gtk_spin_button_set_increments (GTK_SPIN_BUTTON (self->seed_spin), 1, 10);
  g_signal_connect_swapped (self->preset_drop_down, "notify::selected", G_CALLBACK (preset_cb),
                            self);
  g_signal_connect_swapped (self->seed_spin, "value-changed", G_CALLBACK (seed_cb), self);
  g_signal_connect_swapped (self->session, "notify::preset", G_CALLBACK (show_preset), self);
  g_signal_connect_swapped (self->session, "notify::seed", G_CALLBACK (show_seed), self);
  show_preset (self);
  show_seed (self);
}
