/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-canvas.h"
#include "ui/ground/ground-group.h"

G_BEGIN_DECLS

/* Pointer and keys on the picture of a ground: they turn the group's camera, mark its place, and
 * pick places. */
typedef struct _DhGroundInput DhGroundInput;

/* What it asks of its owner, and what it tells. */
typedef struct
{
  void (*get_canvas) (DhGroundCanvas *canvas, gpointer owner);
  /* finished FALSE while a drag goes on. */
  void (*picked) (const double at[2], gboolean finished, gpointer owner);
} DhGroundInputEvents;

/* widget: lent, gets controllers; events: static */
DhGroundInput *dh_ground_input_new (GtkWidget *widget, const DhGroundInputEvents *events,
                                    gpointer owner);
void dh_ground_input_free (DhGroundInput *self);
void dh_ground_input_set_kind (DhGroundInput *self, DhGroundPictureKind kind);
void dh_ground_input_set_group (DhGroundInput *self, DhGroundGroup *group);
/* Of which keys pick places: the extent of the heights; NULL: of none. */
void dh_ground_input_set_terrain (DhGroundInput *self, const DhTerrain *terrain);
/* Where the arrow keys start from. */
void dh_ground_input_set_start (DhGroundInput *self, const double at[2]);
/* Whatever is under way ends, and no place is marked. */
void dh_ground_input_stop (DhGroundInput *self);

G_END_DECLS
