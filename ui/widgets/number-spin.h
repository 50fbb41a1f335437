/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Sets up a spin button that shows its number within a text. format: a printf format with one %s
 * for the number, such as "%s %%"; a static string. */
void dh_number_spin_setup (GtkSpinButton *spin, double minimum, double maximum, double step,
                           const char *format);
/* Escape restores the current number before any other widget handles the key; if nothing was typed,
 * Escape does what it usually does.  dh_number_spin_setup() includes this. */
void dh_number_spin_handle_escape (GtkSpinButton *spin);
/* Aligns the number in an entry with those above and below it: in languages that are written from the
 * right, GTK aligns "0.8" on the left and "8e-3", which has a letter, on the right. */
void dh_number_keep_right (GtkEditable *entry);

G_END_DECLS
