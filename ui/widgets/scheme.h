/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

/* The scheme that the desktop asks for now. */
DhScheme dh_scheme_get_current (void);
/* Calls `changed` (swapped: the widget is the first argument) when it changes, as long as the
 * widget lives. */
void dh_scheme_watch (GtkWidget *widget, GCallback changed);

/* A kept render node with a picture drawn once: repainting a frame copies it, and an unchanged one
 * isn't even damaged. The surface belongs to the node alone, since writing into a surface that a
 * node holds aborts the process. */
typedef void (*DhDrawFunc) (cairo_t *cr, double width, double height, gpointer data);
GskRenderNode *dh_picture_node_new (GtkWidget *widget, double x, double y, double width,
                                    double height, DhDrawFunc draw, gpointer data);

/* Family of the widget's font; (transfer full) */
char *dh_widget_dup_font_family (GtkWidget *widget);
/* What the desktop's "large text" makes of a size given in pixels: 1 is none. */
double dh_widget_get_text_scale (GtkWidget *widget);
/* For css_changed: takes the family of the widget's font and the scale of its text anew, and asks
 * for another size where the scale changed.  text_scale: (nullable) */
void dh_widget_take_font (GtkWidget *widget, char **font_family, double *text_scale);

/* Names a drop-down and its button, which has the focus: "title: chosen". chosen: (nullable) */
void dh_drop_down_set_name (GtkDropDown *drop_down, const char *title, const char *chosen);

/* For a slider in a page that scrolls: the wheel moves the page, not what happens to lie under the
 * pointer. */
void dh_scale_leave_wheel (GtkWidget *scale);

/* gtk_widget_dispose_template() lets go of named children only: this unparents all, first. */
void dh_widget_dispose_template (GtkWidget *widget, GType type);

G_END_DECLS
