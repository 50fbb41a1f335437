/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/common/palette.h"
#include "ui/widgets/picture-node.h"

G_BEGIN_DECLS

/* The scheme that the desktop asks for now. */
DhScheme dh_scheme_get_current (void);
/* Calls `changed` (swapped: the widget is the first argument) when it changes, as long as the
 * widget lives. */
void dh_scheme_watch (GtkWidget *widget, GCallback changed);

/* Family of the widget's font; (transfer full) */
char *dh_widget_dup_font_family (GtkWidget *widget);
/* The factor by which the desktop's "large text" setting scales sizes; 1 if it is off. */
double dh_widget_get_text_scale (GtkWidget *widget);
/* Makes a new dialog as much larger as the text is, but no larger than the window that it is above;
 * alone, it stays as it is. */
void dh_dialog_scale (GtkWindow *dialog);
/* For css_changed: updates the font family and text scale of the widget, and queues a resize if the
 * scale has changed.  text_scale: (nullable) */
void dh_widget_take_font (GtkWidget *widget, char **font_family, double *text_scale);

/* Sets the accessible name of a drop-down and of its button, which has the focus: "title: chosen".
 * chosen: (nullable) */
void dh_drop_down_set_name (GtkDropDown *drop_down, const char *title, const char *chosen);

/* For a slider in a scrolling page: the wheel scrolls the page instead of moving the slider under
 * the pointer. */
void dh_scale_leave_wheel (GtkWidget *scale);

/* gtk_widget_dispose_template() releases only named children, so this unparents all of them
 * first. */
void dh_widget_dispose_template (GtkWidget *widget, GType type);

G_END_DECLS
