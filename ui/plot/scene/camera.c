/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The camera for surfaces.  A mild perspective: it distinguishes near from far, and heights can
 * still be compared.  The scale is chosen so that the whole block of the surface, from floor to
 * top, fits into the picture at every angle, and so that turning doesn't make it grow and shrink.
 */
#include "ui/plot/scene/camera.h"

#include <math.h>

#define DISTANCE 3.2

const DhCamera dh_camera_usual = {
  .azimuth = 0.55, .elevation = 0.78, .zoom = 1, .height_scale = 0.42
};

gboolean
dh_camera_is_equal (const DhCamera *one, const DhCamera *two)
{
  return one->azimuth == two->azimuth && one->elevation == two->elevation && one->zoom == two->zoom
         && one->height_scale == two->height_scale;
}

/* Half a diagonal of the square, so that it fits at every angle. */
#define RADIUS 0.7072
/* As a share of the picture: leaves room for a ball on the rim. */
#define FILLED 0.96

/* Vertical position on the picture, in scales, of a point s along the line of sight and z high. */
static double
get_rise (const DhCamera *camera, double s, double z)
{
  double ce = cos (camera->elevation), se = sin (camera->elevation);

  return (s * se + z * ce) / (DISTANCE + s * ce - z * se);
}

void
dh_projection_init (DhProjection *self, const DhCamera *camera, double width, double height)
{
  double ca = cos (camera->azimuth), sa = sin (camera->azimuth);
  double ce = cos (camera->elevation), se = sin (camera->elevation), z = camera->height_scale;
  double top = MAX (get_rise (camera, RADIUS, 0), get_rise (camera, RADIUS, z));
  double bottom = MIN (get_rise (camera, -RADIUS, 0), get_rise (camera, -RADIUS, z));
  double near = DISTANCE - z * se;
  double aside = RADIUS / sqrt (near * near - RADIUS * RADIUS * ce * ce);

  self->right[0] = ca, self->right[1] = -sa, self->right[2] = 0;
  self->forward[0] = sa * ce, self->forward[1] = ca * ce, self->forward[2] = -se;
  self->up[0] = sa * se, self->up[1] = ca * se, self->up[2] = ce;
  self->distance = DISTANCE;
  self->scale = camera->zoom * FILLED * MIN (width / (2 * aside), height / (top - bottom));
  self->x = width / 2;
  self->y = height / 2 + self->scale * (top + bottom) / 2;
}

void
dh_projection_apply (const DhProjection *self, double u, double v, double z, double *x, double *y,
                     double *depth)
{
  double d = self->distance + u * self->forward[0] + v * self->forward[1] + z * self->forward[2];
  double factor = self->scale / d;

  *x = self->x + (u * self->right[0] + v * self->right[1]) * factor;
  *y = self->y - (u * self->up[0] + v * self->up[1] + z * self->up[2]) * factor;
  *depth = d;
}
