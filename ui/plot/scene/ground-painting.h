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

/* The picture; immutable once it is painted. */
typedef struct
{
  DhGroundRequest request;  /* its terrain is the one that is painted, half way also */
  cairo_surface_t *surface; /* opaque but for holes in a map; NULL: not painted */
  float *depths;            /* of a surface, one for each of the widget's pixels */
} DhGroundPainting;

/* Not painted yet; refers to the request's terrains.  Any thread, as all here. */
DhGroundPainting *dh_ground_painting_new (const DhGroundRequest *request);
void dh_ground_painting_free (DhGroundPainting *self);
/* Half way from one terrain to another, the one in between becomes the one that is shown. */
void dh_ground_painting_settle (DhGroundPainting *self);
void dh_ground_painting_paint (DhGroundPainting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhGroundPainting, dh_ground_painting_free)

/* What a ground stands in: a little lighter above than below. */
void dh_ground_paint_room (cairo_t *cr, DhScheme scheme, double height);

G_END_DECLS
