/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/lanes.h"
#include "ui/ground/ground-picture.h"
#include "ui/plot/scene/ground-axes.h"
#include "ui/plot/scene/ground-painter.h"
#include "ui/widgets/scheme.h"

G_BEGIN_DECLS

#define DH_GROUND_MAX_BALLS DH_MAX_LANES
#define DH_GROUND_FONT_SIZE 10.0 /* pixels, before the user's scale */
#define DH_GROUND_MARGIN    10.0

struct _DhGroundPicture
{
  GtkWidget parent_instance;
  DhGroundPictureKind kind;
  DhGroundGroup *group;
  DhTerrain *terrain;         /* (nullable): what is to be shown */
  DhHeightScale height_scale; /* of it */
  DhGround *ground;           /* (nullable) */
  char *axes[2];              /* names where there is no ground; (nullable) */
  DhGroundFill fill;
  gpointer fill_data;
  gboolean has_start;
  double start[2];
  char *font_family;
  double text_scale;

  /* ground-picture.c: from the terrain to a painting */
  DhGroundPainter *painter;
  DhGroundPainting *painting; /* (nullable): what is shown; of a curve, without a surface */
  DhScaledTerrain from;       /* while it morphs; its terrain is referenced */
  gint64 morph_start;
  guint morph; /* tick callback, or 0 */
  guint rest;  /* source: until it is painted smoothly */
  gboolean resting;
  gboolean stale; /* something is to be painted once it is mapped */

  /* ground-nodes.c */
  GskRenderNode *frame_node; /* NULL: to be drawn */
  GskRenderNode *ground_node;
  GskRenderNode *basins_node;
  GskRenderNode *trajectories_node;
  GskRenderNode *stories_node;
  GskRenderNode *hover_node;
  GskRenderNode *note_node;
  GPtrArray *ball_nodes; /* one each, empty: to be drawn */
  gboolean trajectories_stale, basins_stale;
  gint64 trajectories_time;
  guint trajectories_source;
  guint n_trajectory_balls; /* what trajectories_node shows */
  guint trajectory_lengths[DH_GROUND_MAX_BALLS];

  /* ground-pointer.c */
  DhCamera drag_camera;
  double drag_start[2];
  gboolean drags; /* it went further than a click does */
  double zoom_start;
  guint still; /* source: until the camera counts as resting */
};

/* How a new picture of a ground differs from the one before. */
typedef enum
{
  DH_GROUND_FINER,    /* not at all, but for being smooth */
  DH_GROUND_RESHAPED, /* other heights */
  DH_GROUND_TURNED,   /* seen from elsewhere, and maybe reshaped */
  DH_GROUND_ALL,
} DhGroundChange;

/* What a node is drawn with. */
typedef struct
{
  DhGroundPicture *picture;
  const DhScene *scene;
  const char *note;
  double x, y; /* of the node in the area */
} DhGroundDrawing;

/* ---- ground-nodes.c: what is drawn, in pieces that change at different times ---- */

/* The part of the widget that the ground fills. */
graphene_rect_t dh_ground_picture_get_area (DhGroundPicture *self);
/* What its axes take of its width and of its height. */
void dh_ground_picture_get_margins (DhGroundPicture *self, int *across, int *down);
gboolean dh_ground_picture_is_map (DhGroundPicture *self);
/* What is shown now, without balls; FALSE: nothing. */
gboolean dh_ground_picture_make_scene (DhGroundPicture *self, DhScene *scene);
/* Where a place of the ground is drawn, in the area. */
void dh_ground_picture_locate (DhGroundPicture *self, const DhScene *scene, const double at[2],
                               double *x, double *y);
/* A node over a part of the area (NULL: all of it), and of the area only; NULL: nothing of it is
 * inside. */
GskRenderNode *dh_ground_picture_new_node (DhGroundPicture *self, DhGroundDrawing *drawing,
                                           const graphene_rect_t *part, DhDrawFunc draw);
void dh_ground_picture_snapshot (DhGroundPicture *self, GtkSnapshot *snapshot);
/* All of it is drawn anew. */
void dh_ground_picture_clear_nodes (DhGroundPicture *self);
/* Another picture of the ground. */
void dh_ground_picture_renew_ground (DhGroundPicture *self, DhGroundChange change);

/* ---- ground-balls.c ---- */

/* Draws what is to be drawn anew. */
void dh_ground_picture_update_balls (DhGroundPicture *self);
/* Nothing of the balls is shown until it is drawn anew. */
void dh_ground_picture_clear_balls (DhGroundPicture *self);

/* ---- ground-note.c: the marked place ---- */

void dh_ground_picture_update_hover (DhGroundPicture *self);
void dh_ground_picture_renew_hover (DhGroundPicture *self);

/* Lent until the ground, the terrain or the names change. */
DhGroundAxes dh_ground_picture_get_axes (DhGroundPicture *self);

/* ---- ground-pointer.c ---- */

void dh_ground_picture_add_controllers (DhGroundPicture *self);
void dh_ground_picture_stop_input (DhGroundPicture *self);
/* Emits ::picked. */
void dh_ground_picture_emit_picked (DhGroundPicture *self, const double at[2], gboolean finished);

G_END_DECLS
