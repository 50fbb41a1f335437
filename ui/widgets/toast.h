/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Toasts that may be dismissed at any time.  libadwaita before 1.3 crashes if one is dismissed
 * while it is appearing: the animation ends after its widget has been freed. */

/* Takes ownership of the toast. */
void dh_toast_show (AdwToastOverlay *overlay, AdwToast *toast);
/* FALSE for a moment after it is added, when its text may be changed but it can't be dismissed. */
gboolean dh_toast_has_appeared (AdwToast *toast);
/* Dismisses the toast at once, or as soon as it has appeared. */
void dh_toast_dismiss (AdwToast *toast);
/* Call if the toast had to wait for another toast, which has just gone, so that it starts to appear
 * now. */
void dh_toast_begin (AdwToast *toast);

G_END_DECLS
