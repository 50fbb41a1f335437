/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-layout.h"

G_BEGIN_DECLS

/* The marked place of a ground: kept nodes, NULL while they are to be drawn or nothing is marked. */
typedef struct
{
  GskRenderNode *mark_node, *words_node;
} DhGroundNote;

/* It is drawn anew. */
void dh_ground_note_clear (DhGroundNote *self);
/* What is to be drawn anew is drawn, and all of it goes into the snapshot.  terrain: where the loss
 * of a place is read; NULL: a place has no words, as on heights that no ground stands behind. */
void dh_ground_note_snapshot (DhGroundNote *self, const DhGroundCanvas *canvas,
                              const DhGroundLayout *layout, const DhTerrain *terrain,
                              const char *font_family, GtkSnapshot *snapshot);

G_END_DECLS
