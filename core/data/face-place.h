/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-shape.h"

G_BEGIN_DECLS

typedef enum
{
  DH_PLACE_NONE,
  DH_PLACE_EYES,
  DH_PLACE_SQUARE
} DhPlaceKind;

/* Where a person says that the face is: two eyes, or a square crop. */
typedef struct
{
  DhPlaceKind kind;
  DhPoint eyes[2];   /* EYES: the left one in the picture first; pixels of the upright picture */
  double x, y, side; /* SQUARE: top left corner, pixels; for all pictures: its centre as shares of
                       * width and height, and its side as a share of the shorter side */
} DhFacePlace;

/* What decided the crop of a picture. */
typedef enum
{
  DH_PLACED_CENTRE, /* nothing: the largest square in the middle */
  DH_PLACED_ALL,    /* the square for all pictures */
  DH_PLACED_SQUARE, /* its own square */
  DH_PLACED_EYES,   /* its two eyes */
  DH_PLACED_TABLE,  /* its landmarks in landmarks.csv */
  DH_PLACED_FILE    /* what an extractor left in the file */
} DhPlacedBy;

gboolean dh_face_place_equal (const DhFacePlace *first, const DhFacePlace *second);
/* What makes a place meaningless in any picture, in a few translated words; NULL: nothing does. */
const char *dh_face_place_find_fault (const DhFacePlace *self, gboolean for_all);
/* The map from the pixels of a width × height picture to the unit square of the crop, if the place
 * isn't NONE and has no fault; it may lie outside the picture. */
DhAffine dh_face_place_align (const DhFacePlace *self, gboolean for_all, int width, int height);
/* The same; FALSE if no picture of that size can be cropped so: no place, a fault, a crop that is
 * too small or too large, or whose centre lies outside. */
gboolean dh_face_place_get_crop (const DhFacePlace *place, gboolean for_all, int width, int height,
                                 DhAffine *to_crop);

/* The largest square in the middle of a picture. */
DhAffine dh_crop_centre (int width, int height);
/* The side of a crop in pixels; infinite if the map is all 0. */
double dh_crop_get_side (DhAffine to_crop);
/* FACE only if the crop has a valid size and its centre in the picture; else OUTSIDE, or UNKNOWN if
 * it is too small. */
DhFaceShape dh_crop_check (DhAffine to_crop, int width, int height);

G_END_DECLS
