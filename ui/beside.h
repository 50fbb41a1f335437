/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Two children beside each other, or, where it is narrow, the second under the first. A child that
 * is hidden leaves its room to the other.
 *
 * Properties, for templates:
 *   threshold  int     from this width on, times the text's scale, they stand beside each other
 *   share      double  of the width, for the first; 0: its natural width
 *   spacing    int     between them, both ways
 *   ruled      boolean a line fills the space */
#define DH_TYPE_BESIDE (dh_beside_get_type ())
G_DECLARE_FINAL_TYPE (DhBeside, dh_beside, DH, BESIDE, GtkWidget)

G_END_DECLS
