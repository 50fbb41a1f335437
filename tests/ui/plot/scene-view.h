/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/landscape/ground.h"
#include "core/loss/mix.h"
#include "ui/plot/scene/curve-scene.h"
#include "ui/plot/scene/scene.h"

G_BEGIN_DECLS

#define WIDTH  300
#define HEIGHT 200

/* The parts of a picture, created in this order. */
typedef struct
{
  DhGround *ground;
  DhTerrain *terrain;
  DhSurface surface;
  cairo_surface_t *picture;
  float *depths;
} View;

void view_clear (View *view);
void view_init (View *view, const char *function, guint n);
void view_draw (View *view);
void view_draw_map (View *view);
const guint8 *peek_pixel (cairo_surface_t *picture, int x, int y);
gboolean is_covered (const View *view, int x, int y);
int get_brightness (cairo_surface_t *picture, int x, int y);

/* A scene over the view's picture, with nothing on it yet. */
DhScene make_scene (const View *view);
/* Plain descent. */
DhDescent *make_descent (const View *view, double x, double y, guint n_steps);
DhSceneBall make_ball (const DhDescent *descent, guint number);
/* The centre of the opaque pixels in a picture: balls without their shadows. FALSE if there are
 * none. */
gboolean find_middle (cairo_surface_t *picture, double *x, double *y);
/* A transparent picture of WIDTH × HEIGHT. */
cairo_surface_t *new_canvas (cairo_t **cr);
guint count_covered (cairo_surface_t *canvas);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (View, view_clear)

G_END_DECLS
