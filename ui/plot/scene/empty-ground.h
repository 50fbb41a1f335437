/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/plot/common/palette.h"
#include "ui/plot/scene/camera.h"

G_BEGIN_DECLS

/* A flat grid where heights aren't known yet, seen by the camera; if that is NULL, as the map
 * that fills (0, 0, width, height).  It is at the level that a scene uses for points without a
 * height. */
void dh_empty_ground_draw (cairo_t *cr, DhScheme scheme, const DhCamera *camera, double width,
                           double height);

G_END_DECLS
