/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A square in a picture, in the picture's pixels: its centre, its side, and how far it is turned,
 * in radians; y goes down, so that a positive angle is clockwise. */
typedef struct
{
  double x, y, side, angle;
} DhCropSquare;

/* What of a square is at a place; the corners are numbered as they are read. */
typedef enum
{
  DH_CROP_PART_NONE = -1,
  DH_CROP_PART_TOP_LEFT,
  DH_CROP_PART_TOP_RIGHT,
  DH_CROP_PART_BOTTOM_LEFT,
  DH_CROP_PART_BOTTOM_RIGHT,
  DH_CROP_PART_INSIDE,
} DhCropPart;

void dh_crop_square_get_corner (const DhCropSquare *self, DhCropPart corner, double *x, double *y);
/* reach: how far from a corner still counts as there */
DhCropPart dh_crop_square_pick (const DhCropSquare *self, double x, double y, double reach);

/* Squares that are placed by hand are upright and lie within the picture (width, height). */

/* The one that is most like another. */
DhCropSquare dh_crop_square_settle (const DhCropSquare *self, double width, double height);
DhCropSquare dh_crop_square_move (const DhCropSquare *self, double dx, double dy, double width,
                                  double height);
/* Brings a corner as near to a place as it can; the opposite one stays where it is. */
DhCropSquare dh_crop_square_stretch (const DhCropSquare *self, DhCropPart corner, double x,
                                     double y, double width, double height);
/* Around its centre, as far as the picture reaches. */
DhCropSquare dh_crop_square_scale (const DhCropSquare *self, double factor, double width,
                                   double height);

G_END_DECLS
