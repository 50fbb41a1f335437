/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/session/session.h"
#include "ui/lanes/chart-group.h"

G_BEGIN_DECLS

/* Play, step and reset of all lanes, and their progress and speed.  Buttons act through "win."
 * actions. */
#define DH_TYPE_TRANSPORT_BAR (dh_transport_bar_get_type ())
G_DECLARE_FINAL_TYPE (DhTransportBar, dh_transport_bar, DH, TRANSPORT_BAR, GtkWidget)

GtkWidget *dh_transport_bar_new (void);
/* Call once. */
void dh_transport_bar_set_session (DhTransportBar *self, DhSession *session);
/* Whether its buttons act on the lanes; otherwise it only shows their progress. */
void dh_transport_bar_set_acting (DhTransportBar *self, gboolean acting);
void dh_transport_bar_grab_play (DhTransportBar *self);

/* "2:04", "1:02:03" */
void dh_format_elapsed (double seconds, char *text, gsize size);

G_END_DECLS
