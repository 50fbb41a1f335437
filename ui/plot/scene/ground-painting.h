/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"
#include "ui/plot/scene/morph.h"
#include "ui/plot/scene/surface.h"

G_BEGIN_DECLS

/* A request for a picture of a ground. A value; whoever keeps it holds references to its
 * terrains. */
typedef struct
{
  DhScaledTerrain shown; /* at least 2 × 2 */
  DhScaledTerrain from;  /* where a morph starts; no terrain: there is no morph */
  double share;          /* how far the morph has got, 0 … 1 */
  gboolean on_map;
  DhCamera camera;
  DhColormap colormap;
  DhScheme scheme;     /* of the background behind a surface */
  int width, height;   /* in the widget's pixels */
  int scale;           /* screen pixels per pixel of the widget */
  gboolean smooth;     /* at rest: finer, and slower */
  gboolean unfinished; /* holes are heights that aren't known yet, and drawn like that */
} DhGroundRequest;

/* The picture; immutable after it is painted. */
typedef struct
{
  DhGroundRequest request;  /* its terrain is the one painted, also in the middle of a morph */
  cairo_surface_t *surface; /* opaque except for holes in a map; NULL: not painted */
  float *depths;            /* of a surface, one for each pixel of the widget */
} DhGroundPainting;

/* Not painted yet; holds references to the request's terrains.  Any thread, like everything
 * here. */
DhGroundPainting *dh_ground_painting_new (const DhGroundRequest *request);
void dh_ground_painting_free (DhGroundPainting *self);
/* In the middle of a morph, the intermediate terrain becomes the one that is shown. */
void dh_ground_painting_settle (DhGroundPainting *self);
void dh_ground_painting_paint (DhGroundPainting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhGroundPainting, dh_ground_painting_free)

/* The background of a ground: a little lighter at the top than at the bottom. */
void dh_ground_paint_room (cairo_t *cr, DhScheme scheme, double height);

G_END_DECLS
