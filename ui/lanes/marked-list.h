/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/keep/past.h"

G_BEGIN_DECLS

/* Marks the moment that is shown, with a note, and lists those that are marked; for a popover. */
#define DH_TYPE_MARKED_LIST (dh_marked_list_get_type ())
G_DECLARE_FINAL_TYPE (DhMarkedList, dh_marked_list, DH, MARKED_LIST, GtkWidget)

GtkWidget *dh_marked_list_new (DhPast *past);

G_END_DECLS
