/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The crop of a picture: from a place that a person gives, or from its middle.  Two eyes fix a
 * similarity, since they have four coordinates and it has four parameters; the mouth, which
 * landmarks know as well, follows from the proportions of a face.
 */
#include "core/data/face-place.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Larger crops than this, in sides of the picture, and smaller ones, in pixels, are invalid. */
#define LARGEST_CROP  10.0
#define SMALLEST_CROP 4.0

gboolean
dh_face_place_equal (const DhFacePlace *first, const DhFacePlace *second)
{
  if (first->kind != second->kind)
    return FALSE;
  if (first->kind == DH_PLACE_SQUARE)
    return first->x == second->x && first->y == second->y && first->side == second->side;
  for (int i = 0; first->kind == DH_PLACE_EYES && i < 2; i++)
    if (first->eyes[i].x != second->eyes[i].x || first->eyes[i].y != second->eyes[i].y)
      return FALSE;
  return TRUE;
}

static const char *
find_fault_of_all (const DhFacePlace *self)
{
  if (self->kind != DH_PLACE_SQUARE)
    return _ ("for all pictures, there can only be a square");
  if (!(self->x >= 0.0 && self->x <= 1.0 && self->y >= 0.0 && self->y <= 1.0))
    return _ ("the centre for all pictures is given in shares of width and height, from 0 to 1");
  if (!(self->side > 0.0 && self->side <= LARGEST_CROP))
    return _ ("the side for all pictures is given as a share of the shorter side, more than 0 and "
              "at most 10");
  return NULL;
}

const char *
dh_face_place_find_fault (const DhFacePlace *self, gboolean for_all)
{
  if (self->kind == DH_PLACE_NONE)
    return NULL;
  if (for_all)
    return find_fault_of_all (self);
  if (self->kind == DH_PLACE_EYES
      && !(hypot (self->eyes[1].x - self->eyes[0].x, self->eyes[1].y - self->eyes[0].y) > 0.0))
    return _ ("both eyes are at the same point");
  if (self->kind == DH_PLACE_SQUARE
      && !(self->side > 0.0 && isfinite (self->x) && isfinite (self->y) && isfinite (self->side)))
    return _ ("the side of the square must be more than 0");
  return NULL;
}

static DhAffine
crop_square (double x, double y, double side)
{
  return (DhAffine) { .xx = 1.0 / side, .x0 = -x / side, .yy = 1.0 / side, .y0 = -y / side };
}

DhAffine
dh_face_place_align (const DhFacePlace *self, gboolean for_all, int width, int height)
{
  const double side = self->side * MIN (width, height);

  g_assert (self->kind != DH_PLACE_NONE);
  if (self->kind == DH_PLACE_EYES)
    return dh_similarity_fit (self->eyes, dh_landmarks_places, 2);
  if (!for_all)
    return crop_square (self->x, self->y, self->side);
  return crop_square (self->x * width - side / 2.0, self->y * height - side / 2.0, side);
}

gboolean
dh_face_place_get_crop (const DhFacePlace *place, gboolean for_all, int width, int height,
                        DhAffine *to_crop)
{
  *to_crop = (DhAffine) { 0 };
  if (place->kind == DH_PLACE_NONE || dh_face_place_find_fault (place, for_all) != NULL)
    return FALSE;
  *to_crop = dh_face_place_align (place, for_all, width, height);
  return dh_crop_check (*to_crop, width, height) == DH_SHAPE_FACE;
}

DhAffine
dh_crop_centre (int width, int height)
{
  const double side = MIN (width, height);

  return (DhAffine) {
    .xx = 1.0 / side,
    .x0 = 0.5 - width / (2.0 * side),
    .yy = 1.0 / side,
    .y0 = 0.5 - height / (2.0 * side),
  };
}

double
dh_crop_get_side (DhAffine to_crop)
{
  return 1.0 / hypot (to_crop.xx, to_crop.yx);
}

DhFaceShape
dh_crop_check (DhAffine to_crop, int width, int height)
{
  double x = 0.5, y = 0.5;
  const double side = dh_crop_get_side (to_crop);

  if (!(side >= SMALLEST_CROP))
    return DH_SHAPE_UNKNOWN;
  if (!(side <= LARGEST_CROP * MAX (width, height)))
    return DH_SHAPE_OUTSIDE;
  dh_affine_apply (dh_affine_invert (to_crop), &x, &y);
  return x >= 0.0 && y >= 0.0 && x <= width && y <= height ? DH_SHAPE_FACE : DH_SHAPE_OUTSIDE;
}
