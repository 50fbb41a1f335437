/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/window.h"

G_BEGIN_DECLS

/* The program's preferences, above a window that keeps its session; not shown yet. */
GtkWidget *dh_preferences_new (DhWindow *window);

G_END_DECLS
