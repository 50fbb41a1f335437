/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"

G_BEGIN_DECLS

typedef enum
{
  DH_PICTURE_PAIR_BESIDE,     /* side by side */
  DH_PICTURE_PAIR_WIPE,       /* one over the other, with a divider */
  DH_PICTURE_PAIR_DIFFERENCE, /* second − first, in two colours */
} DhPicturePairMode;

#define DH_PICTURE_PAIR_N_MODES 3

#define DH_PICTURE_PAIR_MOST_ZOOM 16.0

/* What part of both pictures is seen: the same of each. */
typedef struct
{
  double zoom;      /* 1: a picture fits into its frame */
  double centre[2]; /* of what is seen, in shares of a picture's sides */
} DhPairSight;

/* Two square pictures of the same size, and how they are looked at.  A value; everything is
 * lent. */
typedef struct
{
  const guint8 *pixels[2]; /* size × size × 4 bytes R, G, B and one unused; NULL: not there yet */
  int size;                /* pixels */
  guint numbers[2];        /* of the lanes, for their badges */
  const char *labels[2];   /* "A→B, iteration 500" */
  DhPicturePairMode mode;
  double divider; /* 0 … 1, in shares of what is seen */
  DhPairSight sight;
  double width, height; /* of the drawing */
  DhScheme scheme;
  double text_size;
  const char *font_family; /* NULL: the system's sans */
} DhPicturePair;

void dh_picture_pair_draw (const DhPicturePair *self, cairo_t *cr);
/* The pixel under a place of the drawing; FALSE: none. */
gboolean dh_picture_pair_pick (const DhPicturePair *self, double x, double y, int *column, int *row);
/* The view after zooming, such that the place under (x, y) stays there. */
DhPairSight dh_picture_pair_zoom (const DhPicturePair *self, double x, double y, double factor);
/* The view after dragging the pictures. */
DhPairSight dh_picture_pair_pan (const DhPicturePair *self, double dx, double dy);
/* x of the divider, and the divider that is at x. */
double dh_picture_pair_locate_divider (const DhPicturePair *self);
double dh_picture_pair_find_divider (const DhPicturePair *self, double x);

G_END_DECLS
