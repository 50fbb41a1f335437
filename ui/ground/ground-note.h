/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-layout.h"

G_BEGIN_DECLS

/* Cached nodes for the marked place of a ground; NULL if they must be redrawn or nothing is
 * marked. */
typedef struct
{
  GskRenderNode *mark_node, *words_node;
} DhGroundNote;

/* Drops the nodes, so that they are redrawn. */
void dh_ground_note_clear (DhGroundNote *self);
/* Draws what is missing and adds all nodes to the snapshot.  terrain: gives the loss at a place;
 * NULL omits the text, such as on heights without a ground. */
void dh_ground_note_snapshot (DhGroundNote *self, const DhGroundCanvas *canvas,
                              const DhGroundLayout *layout, const DhTerrain *terrain,
                              const char *font_family, GtkSnapshot *snapshot);

G_END_DECLS
