/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* Looks at a widget and all that is shown in it.  Each text that is cut, or shortened without a
 * tooltip that has all of it, and each widget that sticks out of its parent, is a line in `faults`
 * (the set of its strings, owned by it), with `where` in front. */
void dh_text_fit_look (GtkWidget *widget, const char *where, GHashTable *faults);
/* The same where a window or popover needs more room than there is. */
void dh_text_fit_measure (GtkWidget *widget, int width, int height, const char *where,
                          GHashTable *faults);
