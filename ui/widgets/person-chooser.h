/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A drop-down of the bundled people and of any folder of faces, or any picture.
 *
 * Properties:
 *   person  string  a bundled person's id or a path (compare, set, notify)
 */
#define DH_TYPE_PERSON_CHOOSER (dh_person_chooser_get_type ())
G_DECLARE_FINAL_TYPE (DhPersonChooser, dh_person_chooser, DH, PERSON_CHOOSER, GtkWidget)

GtkWidget *dh_person_chooser_new (void);
/* ids: of dh_catalog_list_people(). title: describes the choice, for screen readers and the
 * tooltip; a literal */
void dh_person_chooser_set_people (DhPersonChooser *self, const char *const *ids,
                                   const char *title);
const char *dh_person_chooser_get_person (DhPersonChooser *self);
void dh_person_chooser_set_person (DhPersonChooser *self, const char *person);
/* From now on the chooser takes paths of single pictures. */
void dh_person_chooser_take_pictures (DhPersonChooser *self);
/* Asks the user for a folder of faces or for a picture. */
void dh_person_chooser_open (DhPersonChooser *self);

G_END_DECLS
