/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"
#include "ui/plot/scene/morph.h"
#include "ui/plot/scene/surface.h"

G_BEGIN_DECLS

/* A picture of a ground that is wanted. A value; its terrains are referenced by whoever keeps
 * it. */
typedef struct
{
  DhScaledTerrain shown; /* at least 2 × 2 */
  DhScaledTerrain from;  /* what it comes from; no terrain: it is there already */
  double share;          /* of the way from there */
  gboolean on_map;
  DhCamera camera;
  DhColormap colormap;
  DhScheme scheme;     /* of what is behind a surface */
  int width, height;   /* of the widget's pixels */
  int scale;           /* of them, to the screen's */
  gboolean smooth;     /* at rest: finer, and slower */
  gboolean unfinished; /* holes are what isn't known yet, and look like that */
} DhGroundRequest;

/* A painted one, immutable. */
typedef struct
{
  DhGroundRequest request;  /* its terrain is the one that is painted, half way also */
  cairo_surface_t *surface; /* opaque but for holes in a map; never written to again */
  float *depths;            /* of a surface, one for each of the widget's pixels */
} DhGroundPainting;

void dh_ground_painting_free (DhGroundPainting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhGroundPainting, dh_ground_painting_free)

/* Paints on a thread that all painters share; the newest request wins, one that was begun is
 * finished.  Owner: the main context. */
typedef struct _DhGroundPainter DhGroundPainter;

/* painting: (transfer full); in the main context */
typedef void (*DhGroundPainted) (DhGroundPainting *painting, gpointer data);

DhGroundPainter *dh_ground_painter_new (DhGroundPainted painted, gpointer data);
/* Never waits: what is being painted is thrown away when it is done. */
void dh_ground_painter_free (DhGroundPainter *self);
void dh_ground_painter_send (DhGroundPainter *self, const DhGroundRequest *request);
/* Nothing is wanted any more, and nothing of what was wanted will come. */
void dh_ground_painter_cancel (DhGroundPainter *self);

/* What a ground stands in: a little lighter above than below.  Any thread. */
void dh_ground_paint_room (cairo_t *cr, DhScheme scheme, double height);

G_END_DECLS
