/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "core/train/snapshot.h"

G_BEGIN_DECLS

/* The parts of a face that a lane's loss uses: the area of the mask, and the eyes or mouth if they
 * have extra weight. */
typedef struct
{
  DhArea mask; /* EXTENDED, COMPONENTS or NONE */
  gboolean eyes, mouth;
} DhMaskOverlay;

/* Draws over a tile whose top left is at (0, 0); the caller clips.  Draws nothing if the face has
 * no landmarks. */
void dh_mask_overlay_draw (const DhMaskOverlay *self, cairo_t *cr, const DhPreview *preview,
                           guint side, guint face, double tile);

G_END_DECLS
