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

G_END_DECLS
