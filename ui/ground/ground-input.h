/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-canvas.h"
#include "ui/ground/ground-group.h"

G_BEGIN_DECLS

/* Pointer and keys on the picture of a ground: they turn the group's camera, mark its place, and
 * pick places. */
typedef struct _DhGroundInput DhGroundInput;

/* Functions that query and notify the owner. */
typedef struct
{
  void (*get_canvas) (DhGroundCanvas *canvas, gpointer owner);
  /* finished: FALSE during a drag. */
  void (*picked) (const double at[2], gboolean finished, gpointer owner);
} DhGroundInputEvents;

/* widget: gets the controllers, isn't referenced; events: static. */
DhGroundInput *dh_ground_input_new (GtkWidget *widget, const DhGroundInputEvents *events,
                                    gpointer owner);
void dh_ground_input_free (DhGroundInput *self);
void dh_ground_input_set_kind (DhGroundInput *self, DhGroundPictureKind kind);
void dh_ground_input_set_group (DhGroundInput *self, DhGroundGroup *group);
/* The keys pick places within the extent of the terrain; NULL disables them. */
void dh_ground_input_set_terrain (DhGroundInput *self, const DhTerrain *terrain);
/* The place from which the arrow keys move. */
void dh_ground_input_set_start (DhGroundInput *self, const double at[2]);
/* Cancels any drag or movement and removes the mark. */
void dh_ground_input_stop (DhGroundInput *self);

G_END_DECLS
