/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/window.h"

G_BEGIN_DECLS

/* The sessions that were kept: one of them can be continued in the window, and any deleted; not
 * shown yet. */
GtkWidget *dh_sessions_dialog_new (DhWindow *window);

G_END_DECLS
