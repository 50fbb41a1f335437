/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A typed ground as a picture, and what is seen on it.
 */
#include "tests/ui/plot/scene-view.h"

#include "core/landscape/hill.h"

void
view_clear (View *view)
{
  if (view->picture != NULL)
    cairo_surface_destroy (view->picture);
  g_free (view->depths);
  dh_terrain_unref (view->terrain);
  dh_ground_unref (view->ground);
}

void
view_init (View *view, const char *function, guint n)
{
  g_autoptr (GError) error = NULL;

  view->ground = dh_typed_ground_new (function, NULL, &error);
  g_assert_no_error (error);
  view->terrain = dh_terrain_new (view->ground, n, n, NULL);
  view->surface = (DhSurface) {
    .terrain = view->terrain, .camera = dh_camera_usual, .width = WIDTH, .height = HEIGHT
  };
  dh_height_scale_init (&view->surface.height_scale, view->terrain);
}

void
view_draw (View *view)
{
  view->picture = dh_surface_new_picture (&view->surface, &view->depths);
}

void
view_draw_map (View *view)
{
  view->surface.width = view->surface.height = HEIGHT;
  view->picture = dh_surface_new_map (&view->surface);
}

const guint8 *
peek_pixel (cairo_surface_t *picture, int x, int y)
{
  return cairo_image_surface_get_data (picture) + y * cairo_image_surface_get_stride (picture)
         + 4 * x;
}

gboolean
is_covered (const View *view, int x, int y)
{
  return peek_pixel (view->picture, x, y)[3] != 0;
}

int
get_brightness (cairo_surface_t *picture, int x, int y)
{
  const guint8 *pixel = peek_pixel (picture, x, y);

  return pixel[0] + pixel[1] + pixel[2];
}

DhScene
make_scene (const View *view)
{
  return (DhScene) {
    .terrain = view->terrain,
    .height_scale = view->surface.height_scale,
    .camera = view->surface.camera,
    .width = view->surface.width,
    .height = view->surface.height,
    .depths = view->depths,
    .ball_radius = 8,
    .fraction = 1,
  };
}

DhDescent *
make_descent (const View *view, double x, double y, guint n_steps)
{
  DhDescentConfig config = dh_descent_config_make (view->ground, dh_optimizer_find ("sgd"));
  const double start[2] = { x, y };
  DhDescent *descent = dh_descent_new (view->ground, &config, start);

  for (guint i = 0; i < n_steps; i++)
    dh_descent_step (descent);
  return descent;
}

DhSceneBall
make_ball (const DhDescent *descent, guint number)
{
  return (DhSceneBall) { .number = number,
                         .points = dh_descent_get_trajectory (descent),
                         .n_points = dh_descent_get_n_balls (descent) };
}

gboolean
find_middle (cairo_surface_t *picture, double *x, double *y)
{
  int width = cairo_image_surface_get_width (picture);
  int height = cairo_image_surface_get_height (picture);
  double sum = 0;

  *x = *y = 0;
  cairo_surface_flush (picture);
  for (int row = 0; row < height; row++)
    for (int column = 0; column < width; column++)
      {
        int cover = peek_pixel (picture, column, row)[3];

        /* Only the ball: its shadow is not that opaque. */
        if (cover < 230)
          continue;
        sum += cover;
        *x += cover * (column + 0.5);
        *y += cover * (row + 0.5);
      }
  *x /= sum;
  *y /= sum;
  return sum > 0;
}

cairo_surface_t *
new_canvas (cairo_t **cr)
{
  cairo_surface_t *canvas = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);

  *cr = cairo_create (canvas);
  return canvas;
}

guint
count_covered (cairo_surface_t *canvas)
{
  guint n = 0;

  cairo_surface_flush (canvas);
  for (int y = 0; y < HEIGHT; y++)
    for (int x = 0; x < WIDTH; x++)
      n += peek_pixel (canvas, x, y)[3] > 60;
  return n;
}
