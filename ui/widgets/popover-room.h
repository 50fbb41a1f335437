/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes a popover as high as its wrapped texts need. */
void dh_popover_make_room (GtkPopover *popover);

G_END_DECLS
