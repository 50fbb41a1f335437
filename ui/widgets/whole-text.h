/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Shows each text in this widget (a window, or what has a tooltip of its own) whole in a tooltip while
 * it is shortened. */
void dh_whole_text_watch (GtkWidget *widget);
gboolean dh_whole_text_is_watched (GtkWidget *widget);

/* The text of a label or inscription that is shortened; NULL: it isn't. */
const char *dh_whole_text_get (GtkWidget *text);

G_END_DECLS
