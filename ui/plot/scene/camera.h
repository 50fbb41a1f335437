/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The direction from which a surface is viewed. The surface fills the square −.5 … .5 in both
 * directions and has heights 0 … 1, drawn `height scale` times as high as it is wide. */
typedef struct
{
  double azimuth;   /* radians; 0: the first dimension runs to the right */
  double elevation; /* radians above the horizon, .15 … π/2 */
  double zoom;      /* 1: the whole surface fits */
  double height_scale;
} DhCamera;

/* A camera's projection onto a picture of width × height. */
typedef struct
{
  double right[3], up[3], forward[3]; /* of the camera, in world coordinates */
  double distance;
  double scale, x, y;
} DhProjection;

/* The default view: from above the near corner. */
extern const DhCamera dh_camera_usual;

/* Whether both give the same view. */
gboolean dh_camera_is_equal (const DhCamera *one, const DhCamera *two);

void dh_projection_init (DhProjection *self, const DhCamera *camera, double width, double height);
/* u, v in −.5 … .5; level 0 … 1 times the camera's height scale is the world's height z. depth
 * increases away from the eye. */
void dh_projection_apply (const DhProjection *self, double u, double v, double z, double *x,
                          double *y, double *depth);

G_END_DECLS
