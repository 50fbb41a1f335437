/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-canvas.h"
#include "ui/plot/scene/ground-frame.h"

G_BEGIN_DECLS

#define DH_GROUND_FONT_SIZE 10.0 /* pixels, before the user's scale */
#define DH_GROUND_MARGIN    10.0

/* How the widget of a picture is divided between the ground and what is around it; a value. */
typedef struct
{
  DhGroundPictureKind kind;
  int width, height; /* of the widget */
  double text_scale;
  DhGroundFrame frame; /* axes aren't owned */
} DhGroundLayout;

/* axes: n is 0 if there are none */
DhGroundLayout dh_ground_layout_make (GtkWidget *widget, DhGroundPictureKind kind,
                                      const DhGroundAxes *axes, double text_scale);
/* The width and height that the axes take. */
void dh_ground_layout_get_margins (const DhGroundLayout *self, int *across, int *down);
/* The part of the widget that the ground fills. */
graphene_rect_t dh_ground_layout_get_area (const DhGroundLayout *self);
/* Creates a node for the axes, or for a surface's legend. shown: the heights; its terrain may be
 * NULL. Returns NULL if there is nothing to draw. */
GskRenderNode *dh_ground_layout_new_node (const DhGroundLayout *self, const DhGroundCanvas *canvas,
                                          const DhScaledTerrain *shown);
/* Whether the axes or the legend are visible over what is shown now. */
gboolean dh_ground_layout_has_node (const DhGroundCanvas *canvas);

G_END_DECLS
