/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/ground/ground-canvas.h"
#include "ui/ground/ground-group.h"

G_BEGIN_DECLS

/* From a terrain to a painting of it, which follows the terrain, the camera and the widget's size. */
typedef struct _DhGroundRenderer DhGroundRenderer;

/* How a new painting differs from the one before. */
typedef enum
{
  DH_GROUND_FINER,    /* not at all, but for being smooth */
  DH_GROUND_RESHAPED, /* other heights */
  DH_GROUND_TURNED,   /* seen from elsewhere, and maybe reshaped */
  DH_GROUND_ALL,
} DhGroundChange;

/* There is a new painting. */
typedef void (*DhGroundRendered) (DhGroundChange change, gpointer data);

/* widget: lent; whose scale, screen and frames count */
DhGroundRenderer *dh_ground_renderer_new (GtkWidget *widget, DhGroundRendered rendered,
                                          gpointer data);
void dh_ground_renderer_free (DhGroundRenderer *self);
void dh_ground_renderer_set_kind (DhGroundRenderer *self, DhGroundPictureKind kind);
void dh_ground_renderer_set_group (DhGroundRenderer *self, DhGroundGroup *group);
/* terrain: NULL, or one that isn't of this kind: nothing is shown.  unfinished: holes are what isn't
 * known yet.  FALSE: nothing has changed.  Nothing is painted before the next repaint. */
gboolean dh_ground_renderer_set_terrain (DhGroundRenderer *self, const DhTerrain *terrain,
                                         gboolean unfinished);
/* Coarse now, fine when it rests. area: what the ground fills */
void dh_ground_renderer_repaint (DhGroundRenderer *self, const graphene_rect_t *area);
/* The widget isn't on the screen any more. */
void dh_ground_renderer_pause (DhGroundRenderer *self);
/* Whether something is to be painted once the widget is on the screen. */
gboolean dh_ground_renderer_is_stale (DhGroundRenderer *self);
/* (nullable): what is shown; lent until the next call or news */
const DhGroundPainting *dh_ground_renderer_get_painting (DhGroundRenderer *self);
/* What is to be shown; its terrain is NULL where that is nothing. */
const DhScaledTerrain *dh_ground_renderer_get_shown (DhGroundRenderer *self);

G_END_DECLS
