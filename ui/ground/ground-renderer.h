/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-canvas.h"
#include "ui/ground/ground-group.h"

G_BEGIN_DECLS

/* Paints a terrain, and repaints it when the terrain, the camera or the widget's size changes. */
typedef struct _DhGroundRenderer DhGroundRenderer;

/* How a new painting differs from the one before. */
typedef enum
{
  DH_GROUND_FINER,    /* only smoother */
  DH_GROUND_RESHAPED, /* other heights */
  DH_GROUND_TURNED,   /* seen from another angle, and possibly other heights */
  DH_GROUND_ALL,
} DhGroundChange;

/* Called when there is a new painting. */
typedef void (*DhGroundRendered) (DhGroundChange change, gpointer data);

/* widget: not referenced; gives the scale, the display and the frame clock. */
DhGroundRenderer *dh_ground_renderer_new (GtkWidget *widget, DhGroundRendered rendered,
                                          gpointer data);
void dh_ground_renderer_free (DhGroundRenderer *self);
void dh_ground_renderer_set_kind (DhGroundRenderer *self, DhGroundPictureKind kind);
void dh_ground_renderer_set_group (DhGroundRenderer *self, DhGroundGroup *group);
/* terrain: if NULL or of another kind, nothing is shown.  unfinished: holes are places that aren't
 * known yet.  Returns FALSE if nothing has changed.  Nothing is painted before the next repaint. */
gboolean dh_ground_renderer_set_terrain (DhGroundRenderer *self, const DhTerrain *terrain,
                                         gboolean unfinished);
/* Paints coarsely now and finely when the ground is at rest. area: the part that the ground
 * fills. */
void dh_ground_renderer_repaint (DhGroundRenderer *self, const graphene_rect_t *area);
/* Call when the widget is no longer on the screen. */
void dh_ground_renderer_pause (DhGroundRenderer *self);
/* Whether something must be painted once the widget is on the screen. */
gboolean dh_ground_renderer_is_stale (DhGroundRenderer *self);
/* What is shown, valid until the next call or callback. (nullable) */
const DhGroundPainting *dh_ground_renderer_get_painting (DhGroundRenderer *self);
/* What should be shown; the terrain is NULL if nothing is. */
const DhScaledTerrain *dh_ground_renderer_get_shown (DhGroundRenderer *self);

G_END_DECLS
