/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A lane's number on a disc of its colour. Properties (compare, set, notify): number, uint 1 …
 * 6. */
#define DH_TYPE_BADGE (dh_badge_get_type ())
G_DECLARE_FINAL_TYPE (DhBadge, dh_badge, DH, BADGE, GtkWidget)

GtkWidget *dh_badge_new (void);
guint dh_badge_get_number (DhBadge *self);
void dh_badge_set_number (DhBadge *self, guint number);

G_END_DECLS
