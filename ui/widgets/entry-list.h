/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/catalog/catalog.h"
#include "core/session/lane.h"

G_BEGIN_DECLS

/* Sets up a drop-down for catalog entries: the button shows the name, and the list shows the
 * formula or summary below each name. title: describes the choice for screen readers; a literal. */
void dh_entry_list_setup (GtkDropDown *drop_down, const char *title, const DhCatalogEntry *entries,
                          guint n_entries);
/* Adds one item at the end, for a choice that isn't among the entries; replaces an earlier one.
 * Strings are copied. */
void dh_entry_list_set_other (GtkDropDown *drop_down, const char *id, const char *name,
                              const char *summary);
/* Adds what opens a dialog and stays the last one, as "Folder…" does; once.  Strings are copied. */
void dh_entry_list_add_verb (GtkDropDown *drop_down, const char *id, const char *name,
                             const char *summary);
/* An additional line below an entry; NULL for none; lent. */
void dh_entry_list_set_note (GtkDropDown *drop_down, const char *id, const char *note);
const char *dh_entry_list_get_note (GtkDropDown *drop_down, const char *id);
/* Selects an entry by id; an unknown id selects nothing. */
void dh_entry_list_select (GtkDropDown *drop_down, const char *id);
/* The tooltip of what shows the chosen entry: its full name, formula and sentence.
 * entry: NULL: only the name is known */
void dh_entry_list_explain (GtkWidget *widget, const char *name, const DhCatalogEntry *entry);
/* For a list of losses; a custom mix is added as an item.  The button may be too narrow for its
 * name, so the tooltip shows it. */
void dh_entry_list_select_mix (GtkDropDown *drop_down, const DhMix *mix);
/* (nullable); lent */
const char *dh_entry_list_get_selected (GtkDropDown *drop_down);

G_END_DECLS
