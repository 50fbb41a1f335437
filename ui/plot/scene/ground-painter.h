/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/scene/ground-painting.h"

G_BEGIN_DECLS

/* Paints on a thread that all painters share. The newest request replaces older ones; a picture
 * that has been begun is finished.  Owner: the main context. */
typedef struct _DhGroundPainter DhGroundPainter;

/* painting: (transfer full); in the main context */
typedef void (*DhGroundPainted) (DhGroundPainting *painting, gpointer data);

DhGroundPainter *dh_ground_painter_new (DhGroundPainted painted, gpointer data);
/* Doesn't wait: a picture that is being painted is discarded when it is done. */
void dh_ground_painter_free (DhGroundPainter *self);
void dh_ground_painter_send (DhGroundPainter *self, const DhGroundRequest *request);
/* Drops the request; pictures requested before won't be delivered. */
void dh_ground_painter_cancel (DhGroundPainter *self);

G_END_DECLS
