/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Shows a window to an audience: on the full screen, with larger text, without its header bar, and
 * without idle blanking.  The header bar comes back while the pointer is at the top edge, and with
 * F10; the pointer hides when it rests. */
typedef struct _DhPresenter DhPresenter;

/* Called when it begins or ends, also where the desktop ends the full screen. */
typedef void (*DhPresenterChanged) (gpointer data);

/* flap: holds the header bar as its flap.  Neither is referenced: free it before they go. */
DhPresenter *dh_presenter_new (GtkWindow *window, AdwFlap *flap, DhPresenterChanged changed,
                               gpointer data);
void dh_presenter_free (DhPresenter *self);
gboolean dh_presenter_get_active (DhPresenter *self);
void dh_presenter_set_active (DhPresenter *self, gboolean active);
/* How much larger text is on a screen of that height, in pixels. */
double dh_presenter_get_text_scale (int height);

G_END_DECLS
