/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/widgets/copyable.h"

G_BEGIN_DECLS

#define DH_COPYABLE_VECTORS ".svg" /* a file's suffix for vectors; any other: pixels */

/* copyable-picture.c, with what copyable.h says of pictures */
/* The widget as it is now, for the clipboard.  (transfer full) */
GdkTexture *dh_copyable_make_texture (GtkWidget *widget);

G_END_DECLS
