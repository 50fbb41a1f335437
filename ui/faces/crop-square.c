/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The square that is cut out of a picture, and what a hand does to it.
 */
#include "ui/faces/crop-square.h"

#include <math.h>

/* Of the picture's shorter side. */
#define LEAST_SHARE .05

static double
get_least_side (double width, double height)
{
  return LEAST_SHARE * MIN (width, height);
}

/* To the right and down as 1, to the left and up as -1. */
static int
get_across (DhCropPart corner)
{
  return corner % 2 == 0 ? -1 : 1;
}

static int
get_down (DhCropPart corner)
{
  return corner < DH_CROP_PART_BOTTOM_LEFT ? -1 : 1;
}

void
dh_crop_square_get_corner (const DhCropSquare *self, DhCropPart corner, double *x, double *y)
{
  const double half = self->side / 2, c = cos (self->angle), s = sin (self->angle);
  const double across = get_across (corner) * half, down = get_down (corner) * half;

  *x = self->x + c * across - s * down;
  *y = self->y + s * across + c * down;
}

static gboolean
contains (const DhCropSquare *self, double x, double y)
{
  const double c = cos (self->angle), s = sin (self->angle);
  const double across = c * (x - self->x) + s * (y - self->y);
  const double down = c * (y - self->y) - s * (x - self->x);

  return fabs (across) <= self->side / 2 && fabs (down) <= self->side / 2;
}

DhCropPart
dh_crop_square_pick (const DhCropSquare *self, double x, double y, double reach)
{
  DhCropPart nearest = DH_CROP_PART_NONE;

  for (DhCropPart corner = DH_CROP_PART_TOP_LEFT; corner <= DH_CROP_PART_BOTTOM_RIGHT; corner++)
    {
      double corner_x, corner_y, distance;

      dh_crop_square_get_corner (self, corner, &corner_x, &corner_y);
      distance = hypot (x - corner_x, y - corner_y);
      if (distance <= reach)
        {
          nearest = corner;
          reach = distance;
        }
    }
  if (nearest == DH_CROP_PART_NONE && contains (self, x, y))
    return DH_CROP_PART_INSIDE;
  return nearest;
}

DhCropSquare
dh_crop_square_settle (const DhCropSquare *self, double width, double height)
{
  const double side = CLAMP (self->side, get_least_side (width, height), MIN (width, height));

  return (DhCropSquare) {
    .x = CLAMP (self->x, side / 2, width - side / 2),
    .y = CLAMP (self->y, side / 2, height - side / 2),
    .side = side,
  };
}

DhCropSquare
dh_crop_square_move (const DhCropSquare *self, double dx, double dy, double width, double height)
{
  DhCropSquare moved = *self;

  moved.x += dx;
  moved.y += dy;
  return dh_crop_square_settle (&moved, width, height);
}

DhCropSquare
dh_crop_square_stretch (const DhCropSquare *self, DhCropPart corner, double x, double y,
                        double width, double height)
{
  const DhCropSquare start = dh_crop_square_settle (self, width, height);
  const int across = get_across (corner), down = get_down (corner);
  const double fixed_x = start.x - across * start.side / 2;
  const double fixed_y = start.y - down * start.side / 2;
  const double room_x = across > 0 ? width - fixed_x : fixed_x;
  const double room_y = down > 0 ? height - fixed_y : fixed_y;
  double side = ((x - fixed_x) * across + (y - fixed_y) * down) / 2;

  side = MAX (MIN (side, MIN (room_x, room_y)), get_least_side (width, height));
  return (DhCropSquare) {
    .x = fixed_x + across * side / 2,
    .y = fixed_y + down * side / 2,
    .side = side,
  };
}

DhCropSquare
dh_crop_square_scale (const DhCropSquare *self, double factor, double width, double height)
{
  DhCropSquare scaled = *self;

  scaled.side *= factor;
  return dh_crop_square_settle (&scaled, width, height);
}
