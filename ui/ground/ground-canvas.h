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
  DH_GROUND_PICTURE_CURVE, /* of a ground with one dimension */
} DhGroundPictureKind;

/* What a picture of a ground shows at the moment, and where on its widget: a value, lent for the
 * time of a call. */
typedef struct
{
  GtkWidget *widget;
  DhGroundPictureKind kind;
  graphene_rect_t area;             /* of the widget, which the ground fills */
  const DhGroundPainting *painting; /* (nullable): of the ground; a curve's has no surface */
  gboolean has_scene;               /* FALSE: nothing is known yet, or there is no room */
  DhScene scene;                    /* without balls; in the area */
} DhGroundCanvas;

/* hover: the marked place; (nullable) */
void dh_ground_canvas_init (DhGroundCanvas *self, GtkWidget *widget, DhGroundPictureKind kind,
                            const graphene_rect_t *area, const DhGroundPainting *painting,
                            const double *hover);
gboolean dh_ground_canvas_is_map (const DhGroundCanvas *self);
/* Where a place of the ground is drawn, in the area. It has a scene. */
void dh_ground_canvas_locate (const DhGroundCanvas *self, const double at[2], double *x, double *y);
/* The place under a pixel of the widget.  inside: a pixel beside the picture counts as its rim. */
gboolean dh_ground_canvas_pick (const DhGroundCanvas *self, double x, double y, gboolean inside,
                                double at[2]);

/* What a node is drawn with. */
typedef struct
{
  const DhGroundCanvas *canvas;
  const DhScene *scene; /* (nullable) */
  gconstpointer data;
  double x, y; /* of the node in the area */
} DhGroundDrawing;

/* A node over a part of the area (NULL: all of it), and of the area only; draw gets a
 * DhGroundDrawing.  NULL: nothing of it is inside. */
GskRenderNode *dh_ground_canvas_new_node (const DhGroundCanvas *self, const graphene_rect_t *part,
                                          DhDrawFunc draw, const DhScene *scene,
                                          gconstpointer data);
/* The ground itself, or what it stands in while it isn't known. */
GskRenderNode *dh_ground_canvas_new_ground_node (const DhGroundCanvas *self);

G_END_DECLS
