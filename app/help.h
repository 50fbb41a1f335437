/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/window/window.h"

G_BEGIN_DECLS

/* Opens the help at the page `topic`, such as "hills": in Yelp, else in the browser.  Where there is
 * neither, a dialog of the window says what to install. */
void dh_help_show (DhWindow *window, const char *topic);

G_END_DECLS
