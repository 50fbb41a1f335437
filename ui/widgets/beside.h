/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Two children side by side or, if there is too little width, one below the other.  A hidden child
 * leaves its space to the other.
 *
 * Properties, for templates:    threshold  int     from this width on, times the text's scale, they
 * stand beside each other   share      double  of the width, for the first; 0: its natural width,
 * 1: all that the second can
 *                      do without
 *   spacing    int     between them, both ways
 *   ruled      boolean a line fills the space
 *   turned     boolean if stacked, the second is on top */
#define DH_TYPE_BESIDE (dh_beside_get_type ())
G_DECLARE_FINAL_TYPE (DhBeside, dh_beside, DH, BESIDE, GtkWidget)

G_END_DECLS
