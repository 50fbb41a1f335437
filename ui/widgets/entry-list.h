/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/catalog/catalog.h"
#include "core/session/lane.h"

G_BEGIN_DECLS

/* Makes a drop-down a choice of catalog entries: their names in the button; in the list, under
 * each, its formula or summary. title: what is chosen, for screen readers; a literal. */
void dh_entry_list_setup (GtkDropDown *drop_down, const char *title, const DhCatalogEntry *entries,
                          guint n_entries);
/* One more line at the end, for a choice that is none of the entries; another one takes its place.
 * Strings are copied. */
void dh_entry_list_set_other (GtkDropDown *drop_down, const char *id, const char *name,
                              const char *summary);
/* One more line under an entry's; NULL: none; lent. */
void dh_entry_list_set_note (GtkDropDown *drop_down, const char *id, const char *note);
const char *dh_entry_list_get_note (GtkDropDown *drop_down, const char *id);
/* Chooses by id; unknown: chooses none. */
void dh_entry_list_select (GtkDropDown *drop_down, const char *id);
/* Of a choice of losses; a mix of one's own is a line more.  The button may be too narrow for its
 * name, which the tooltip says. */
void dh_entry_list_select_mix (GtkDropDown *drop_down, const DhMix *mix);
/* (nullable); lent */
const char *dh_entry_list_get_selected (GtkDropDown *drop_down);

G_END_DECLS
