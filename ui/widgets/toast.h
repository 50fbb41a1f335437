/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Toasts that may be taken away at any time.  libadwaita before 1.3 crashes where one is dismissed
 * while it still appears: its animation ends after what it belongs to has been freed. */

/* Takes the toast. */
void dh_toast_show (AdwToastOverlay *overlay, AdwToast *toast);
/* FALSE for the first moments; until then its text may be another, but it can't go. */
gboolean dh_toast_has_appeared (AdwToast *toast);
/* At once, or as soon as it has appeared. */
void dh_toast_dismiss (AdwToast *toast);
/* It waited for another toast, which has just gone: it begins to appear now. */
void dh_toast_begin (AdwToast *toast);

G_END_DECLS
