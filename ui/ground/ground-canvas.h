/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/plot/scene/ground-painting.h"
#include "ui/plot/scene/scene.h"
#include "ui/widgets/scheme.h"

G_BEGIN_DECLS

typedef enum
{
  DH_GROUND_PICTURE_SURFACE,
  DH_GROUND_PICTURE_MAP,
  DH_GROUND_PICTURE_CURVE, /* of a one-dimensional ground */
} DhGroundPictureKind;

/* What a picture of a ground shows now, and where on its widget; a value that is valid for the
 * duration of a call. */
typedef struct
{
  GtkWidget *widget;
  DhGroundPictureKind kind;
  graphene_rect_t area;             /* part of the widget that the ground fills */
  const DhGroundPainting *painting; /* the ground; a curve's has no surface; (nullable) */
  gboolean has_scene;               /* FALSE: nothing is known yet, or there is no room */
  DhScene scene;                    /* within the area, without balls */
} DhGroundCanvas;

/* hover: the marked place, or NULL. */
void dh_ground_canvas_init (DhGroundCanvas *self, GtkWidget *widget, DhGroundPictureKind kind,
                            const graphene_rect_t *area, const DhGroundPainting *painting,
                            const double *hover);
gboolean dh_ground_canvas_is_map (const DhGroundCanvas *self);
/* Converts a place on the ground to coordinates in the area. The canvas must have a scene. */
void dh_ground_canvas_locate (const DhGroundCanvas *self, const double at[2], double *x, double *y);
/* Finds the place under a pixel of the widget.  inside: a pixel beside the picture counts as its
 * nearest edge. */
gboolean dh_ground_canvas_pick (const DhGroundCanvas *self, double x, double y, gboolean inside,
                                double at[2]);

/* Data for the function that draws a node. */
typedef struct
{
  const DhGroundCanvas *canvas;
  const DhScene *scene; /* (nullable) */
  gconstpointer data;
  double x, y; /* position of the node in the area */
} DhGroundDrawing;

/* Creates a node that covers a part of the area (NULL for all of it), clipped to the area; draw
 * gets a DhGroundDrawing.  Returns NULL if the part is outside the area. */
GskRenderNode *dh_ground_canvas_new_node (const DhGroundCanvas *self, const graphene_rect_t *part,
                                          DhDrawFunc draw, const DhScene *scene,
                                          gconstpointer data);
/* Creates a node for the ground itself, or for the empty space while the ground is unknown. */
GskRenderNode *dh_ground_canvas_new_ground_node (const DhGroundCanvas *self);

G_END_DECLS
