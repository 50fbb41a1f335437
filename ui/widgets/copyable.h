/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/plot/common/table-text.h"

G_BEGIN_DECLS

/* What can be copied from a kind of widget. */
typedef struct
{
  const char *name; /* of a saved file, without a suffix; not translated */
  /* (transfer full); NULL: it has no table */
  DhTableText *(*make_table) (GtkWidget *widget);
  gboolean table_first; /* Ctrl+C copies the table, not the picture */
  gboolean focus_inside; /* its children take the focus */
  /* Whether a secondary click there does something else; NULL: never. */
  gboolean (*takes_click) (GtkWidget *widget, double x, double y);
} DhCopyable;

/* Makes a drawing or table copyable: a context menu (secondary click, long press, Menu key,
 * Shift+F10) with Copy Picture, Copy Table and Save Picture…, and Ctrl+C.  The widget takes
 * the focus when it is clicked, and can be reached with Tab.  copyable: static. */
void dh_copyable_add (GtkWidget *widget, const DhCopyable *copyable);
/* More entries, at the top of its context menu.  Referenced. */
void dh_copyable_set_menu (GtkWidget *widget, GMenuModel *entries);

/* The widget as it is now, on the ground that cards have, with `scale` pixels for each of its own.
 * (transfer full) */
cairo_surface_t *dh_copyable_make_picture (GtkWidget *widget, double scale);
/* Writes a PNG or, if the path ends in “.svg”, an SVG file. */
gboolean dh_copyable_save (GtkWidget *widget, const char *path, GError **error);

G_END_DECLS
