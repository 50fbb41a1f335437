/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes a spin button one of numbers with words around them. format: a printf format with one %s
 * for the number, such as "%s %%"; lives as long as the program. */
void dh_number_spin_setup (GtkSpinButton *spin, double minimum, double maximum, double step,
                           const char *format);
/* Escape brings back the number that holds, before anything else sees it; with nothing typed it
 * does what it always does.  dh_number_spin_setup() says so, too. */
void dh_number_spin_handle_escape (GtkSpinButton *spin);

G_END_DECLS
