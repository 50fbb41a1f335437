/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* button: a GtkButton with an icon; playing: a press would pause. */
void dh_play_button_show (GtkWidget *button, gboolean playing);

G_END_DECLS
