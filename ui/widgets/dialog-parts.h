/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Parts of which dialogs are made: a header bar with two buttons, a form of rows that scrolls, and a
 * foot that is always in sight.  All strings are shown as they are, without markup. */

/* A row with a control at its end, which a click on the row activates.  Read aloud, the control has the
 * row's title, but a button has its own. */
GtkWidget *dh_dialog_row_new (const char *title, const char *summary, GtkWidget *control);
/* A row with a list of choices (NULL: a model is set later), of which the chosen one is shown whole. */
GtkWidget *dh_dialog_choice_new (const char *title, const char *summary,
                                 const char *const *choices);
/* A line of words, or several. css_class: (nullable) */
GtkWidget *dh_dialog_words_new (const char *css_class);

/* The dialog's form, which scrolls; no wider than max_width. */
GtkWidget *dh_dialog_form_new (GtkWidget *form, int max_width);
GtkWidget *dh_dialog_foot_new (GtkWidget *foot, int max_width);
/* A header bar with one button that leaves the dialog and one that does what it is for. */
GtkWidget *dh_dialog_header_new (GtkWidget *leave, GtkWidget *accept);

G_END_DECLS
