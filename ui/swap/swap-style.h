/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/merge/folder-swap.h"

G_BEGIN_DECLS

/* How a swapped face is painted into its picture: rows of a dialog, in which that is chosen. */
typedef struct
{
  GtkWidget *area, *edge, *light; /* the controls; not owned */
} DhSwapStyle;

/* Makes the rows; changed is called with data as its first argument. (transfer floating) */
GtkWidget *dh_swap_style_make (DhSwapStyle *self, GCallback changed, gpointer data);
/* Writes what is chosen into *what. */
void dh_swap_style_read (const DhSwapStyle *self, DhFolderSwap *what);

G_END_DECLS
