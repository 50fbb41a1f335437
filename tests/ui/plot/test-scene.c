/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of grounds, without a display: heights become levels and back, the surface has no holes
 * but where there is no ground, near hides far, the map lies the right way, and a place that is
 * shown is found again.
 */
#include "tests/ui/plot/scene-view.h"

#include "core/landscape/curve.h"
#include "ui/plot/sheets/ground-sheet.h"

#include <math.h>
#include <string.h>

/* ---- levels and colours ---- */

static void
check_height_scale (const char *function, gboolean bent)
{
  g_auto (View) view = { 0 };
  const DhHeightScale *height_scale = &view.surface.height_scale;
  double before = -INFINITY;

  view_init (&view, function, 64);
  g_assert_true ((height_scale->bend > 0) == bent);
  g_assert_cmpfloat_with_epsilon (dh_height_scale_get_level (height_scale, view.terrain->lowest), 0,
                                  1e-12);
  g_assert_cmpfloat_with_epsilon (dh_height_scale_get_level (height_scale, view.terrain->highest),
                                  1, 1e-9);
  for (double level = -0.2; level < 1.3; level += 0.01)
    {
      double value = dh_height_scale_get_value (height_scale, level);

      g_assert_cmpfloat (value, >, before);
      before = value;
      if (level >= 0)
        g_assert_cmpfloat_with_epsilon (dh_height_scale_get_level (height_scale, value), level,
                                        1e-9);
    }
  g_assert_true (isnan (dh_height_scale_get_level (height_scale, NAN)));
}

static void
test_height_scale (void)
{
  check_height_scale ("x + y", FALSE);
  check_height_scale ("-3 + x^2 + y^2", FALSE);
  check_height_scale ("x^8 + y^8", TRUE);
}

/* A range of zero, and no values at all. */
static void
test_flat (void)
{
  g_auto (View) view = { 0 };

  view_init (&view, "7 + 0x", 8);
  g_assert_cmpfloat (dh_height_scale_get_level (&view.surface.height_scale, 7), ==, 0);
  view_draw (&view);
  g_assert_true (is_covered (&view, WIDTH / 2, HEIGHT / 2));
}

static void
test_colormap (void)
{
  for (DhColormap colormap = 0; colormap < DH_N_COLORMAPS; colormap++)
    {
      float colours[256][3];
      float before = -1;

      dh_colormap_fill (colormap, colours);
      for (guint i = 0; i < 256; i++)
        {
          float lightness = 0.2126f * colours[i][0] + 0.7152f * colours[i][1]
                            + 0.0722f * colours[i][2];

          g_assert_cmpfloat (lightness, >, before);
          before = lightness;
        }
    }
}

/* On a plane the lighting is the same everywhere: the colours of a column are the colormap's,
 * except for the lines. */
static void
test_colours (void)
{
  g_auto (View) view = { 0 };
  float colours[256][3];
  guint n_right = 0;
  const int y = HEIGHT / 2;

  view_init (&view, "x", 96);
  view.surface.camera.height_scale = 1e-6;
  view_draw_map (&view);
  dh_colormap_fill (view.surface.colormap, colours);
  for (int x = 0; x < HEIGHT; x++)
    {
      const guint8 *pixel = peek_pixel (view.picture, x, y);
      const float *colour = colours[(int) ((x + 0.5) / HEIGHT * 255 + 0.5)];
      float light = pixel[1] / colour[1];

      n_right += fabsf (light * colour[0] - pixel[2]) < 4
                 && fabsf (light * colour[2] - pixel[0]) < 4 && light > 0.7 && light < 1.12;
    }
  g_assert_cmpuint (n_right, >, HEIGHT * 6 / 10);
}

/* ---- the surface ---- */

/* Within a row, the covered pixels are contiguous, at any angle. */
static void
test_no_holes (void)
{
  for (guint i = 0; i < 24; i++)
    {
      g_auto (View) view = { 0 };
      guint n_covered = 0;

      view_init (&view, "x^2 + y^2", 2 + 9 * i);
      view.surface.camera.azimuth = 0.27 * i;
      view.surface.camera.elevation = 0.85 + 0.02 * i;
      view.surface.camera.height_scale = 0.1;
      view.surface.smooth = i % 2;
      view_draw (&view);
      for (int y = 0; y < HEIGHT; y++)
        {
          guint n_edges = 0;

          for (int x = 1; x < WIDTH; x++)
            {
              n_edges += is_covered (&view, x, y) != is_covered (&view, x - 1, y);
              n_covered += is_covered (&view, x, y);
            }
          /* Two peaks of the rim may be next to each other. */
          g_assert_cmpuint (n_edges, <=, y < HEIGHT / 3 ? 6 : 2);
        }
      g_assert_cmpuint (n_covered, >, WIDTH * HEIGHT / 5);
    }
}

/* Nothing is cut off: no pixel of the outermost rows or columns is covered. */
static void
test_fits (void)
{
  static const double elevations[] = { 0.15, 0.5, 0.78, 1.2, G_PI_2 };

  for (guint e = 0; e < G_N_ELEMENTS (elevations); e++)
    for (guint i = 0; i < 40; i++)
      {
        g_auto (View) view = { 0 };

        view_init (&view, "x^2 * y^2", 24);
        view.surface.camera.azimuth = 0.157 * i;
        view.surface.camera.elevation = elevations[e];
        view.surface.width = i % 2 == 0 ? WIDTH : 120;
        view_draw (&view);
        for (int x = 0; x < view.surface.width; x++)
          g_assert_false (is_covered (&view, x, 0) || is_covered (&view, x, HEIGHT - 1));
        for (int y = 0; y < HEIGHT; y++)
          g_assert_false (is_covered (&view, 0, y)
                          || is_covered (&view, view.surface.width - 1, y));
      }
}

static void
test_no_ground (void)
{
  g_auto (View) view = { 0 };

  view_init (&view, "sqrt(x^2 + y^2 - 4)", 64);
  view_draw_map (&view);
  g_assert_false (is_covered (&view, HEIGHT / 2, HEIGHT / 2));
  g_assert_true (is_covered (&view, 10, 10));
  g_assert_true (is_covered (&view, HEIGHT - 10, HEIGHT / 2));
}

/* A wall is in front of the ground behind it: the depth is that of the nearest. */
static void
test_near_hides_far (void)
{
  g_auto (View) view = { 0 };
  const double behind[2] = { 0, 0.4 }, before[2] = { 0, -1 };
  DhScene scene;
  double x, y, depth;
  DhProjection projection;
  gsize place;

  view_init (&view, "exp(-4y^2)", 97);
  view.surface.camera =
    (DhCamera) { .azimuth = 0, .elevation = 0.3, .zoom = 1, .height_scale = 0.4 };
  view_draw (&view);
  scene = make_scene (&view);
  dh_projection_init (&projection, &scene.camera, WIDTH, HEIGHT);
  for (int side = 0; side < 2; side++)
    {
      const double *at = side == 0 ? behind : before;
      double level = dh_height_scale_get_level (&scene.height_scale, exp (-4 * at[1] * at[1]));

      dh_projection_apply (&projection, at[0] / 8, at[1] / 8, level * 0.4, &x, &y, &depth);
      place = (gsize) y * WIDTH + (gsize) x;
      if (side == 0)
        g_assert_cmpfloat (view.depths[place], <, depth - 0.02);
      else
        g_assert_cmpfloat_with_epsilon (view.depths[place], depth, 0.01);
    }
  g_assert_true (isinf (view.depths[0]));
}

/* ---- the map ---- */

static void
test_map_orientation (void)
{
  g_auto (View) right = { 0 };
  g_auto (View) up = { 0 };

  view_init (&right, "x", 32);
  view_draw_map (&right);
  view_init (&up, "y", 32);
  view_draw_map (&up);
  g_assert_cmpint (get_brightness (right.picture, HEIGHT - 5, 9), >,
                   get_brightness (right.picture, 5, 9) + 100);
  g_assert_cmpint (get_brightness (up.picture, 9, 5), >,
                   get_brightness (up.picture, 9, HEIGHT - 5) + 100);
}

/* Picking where a point is drawn finds that point again, to within one mesh of the grid. */
static void
check_pick (DhCamera camera, guint n_least)
{
  g_auto (View) view = { 0 };
  const double mesh = 8.0 / 63;
  DhScene scene;
  guint n_found = 0;
  double at[2];

  view_init (&view, "x^2 + 2y^2 + x y", 64);
  view.surface.camera = camera;
  view_draw (&view);
  scene = make_scene (&view);
  for (guint i = 0; i < 200; i++)
    {
      const double place[2] = { -3.9 + 7.8 * fmod (i * 0.618, 1),
                                -3.9 + 7.8 * fmod (i * 0.755, 1) };
      double x, y, depth;
      DhProjection projection;
      double loss = dh_terrain_get_height (view.terrain, place);

      dh_scene_locate (&scene, place, loss, &x, &y);
      if (x < 0 || y < 0 || x >= WIDTH || y >= HEIGHT)
        continue; /* zoomed in: beside the picture */
      dh_projection_init (&projection, &scene.camera, WIDTH, HEIGHT);
      dh_projection_apply (&projection, place[0] / 8, place[1] / 8,
                           dh_height_scale_get_level (&scene.height_scale, loss)
                             * scene.camera.height_scale,
                           &at[0], &at[1], &depth);
      if (view.depths[(gsize) y * WIDTH + (gsize) x] < depth - 0.01)
        continue; /* behind a slope: a different point is visible there */
      g_assert_true (dh_scene_pick (&scene, x, y, FALSE, at));
      g_assert_cmpfloat (hypot (at[0] - place[0], at[1] - place[1]), <=, mesh);
      n_found++;
    }
  g_assert_cmpuint (n_found, >, n_least);
}

static void
test_pick (void)
{
  DhCamera camera = dh_camera_usual;
  double at[2];

  check_pick (camera, 100);
  camera.zoom = 3;
  check_pick (camera, 15);
  camera.zoom = 0.5;
  camera.azimuth = 2.5;
  check_pick (camera, 100);
  camera = (DhCamera) { .azimuth = -1, .elevation = G_PI_2, .zoom = 1.5, .height_scale = 0.42 };
  check_pick (camera, 60);
  {
    g_auto (View) view = { 0 };
    DhScene scene;

    view_init (&view, "x^2 + y^2", 16);
    scene = make_scene (&view);
    g_assert_false (dh_scene_pick (&scene, 1, 1, FALSE, at));
  }
}

static void
test_pick_on_map (void)
{
  g_auto (View) view = { 0 };
  double at[2];
  DhScene scene;

  view_init (&view, "x + y", 16);
  view_draw_map (&view);
  scene = make_scene (&view);
  g_assert_true (dh_scene_pick (&scene, 0.75 * HEIGHT, 0.25 * HEIGHT, TRUE, at));
  g_assert_cmpfloat_with_epsilon (at[0], 2, 1e-9);
  g_assert_cmpfloat_with_epsilon (at[1], 2, 1e-9);
  g_assert_true (dh_scene_pick (&scene, 0, HEIGHT, TRUE, at));
  g_assert_cmpfloat_with_epsilon (at[0], -4, 1e-9);
  g_assert_cmpfloat_with_epsilon (at[1], -4, 1e-9);
  g_assert_false (dh_scene_pick (&scene, -1, 5, TRUE, at));
  g_assert_false (dh_scene_pick (&scene, 5, HEIGHT + 1, TRUE, at));
}

/* ---- a curve ---- */

static void
test_curve (void)
{
  const DhMix mix = { 1, { dh_mix_part_make ("mae") } };
  g_autoptr (DhGround) ground = dh_curve_ground_new (&mix);
  g_autoptr (DhTerrain) terrain = dh_terrain_new (ground, 401, 1, NULL);
  cairo_surface_t *canvas = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  cairo_t *cr = cairo_create (canvas);
  DhScene scene = { .terrain = terrain, .width = WIDTH, .height = HEIGHT, .ball_radius = 8 };

  dh_height_scale_init (&scene.height_scale, terrain);
  dh_curve_scene_draw_ground (&scene, DH_COLORMAP_VIRIDIS, cr);
  cairo_destroy (cr);
  cairo_surface_flush (canvas);
  /* High at both ends, low in the middle, filled below. */
  g_assert_cmpint (peek_pixel (canvas, 3, HEIGHT / 4)[3], ==, 255);
  g_assert_cmpint (peek_pixel (canvas, WIDTH - 3, HEIGHT / 4)[3], ==, 255);
  g_assert_cmpint (peek_pixel (canvas, WIDTH / 2, HEIGHT / 2)[3], ==, 0);
  g_assert_cmpint (peek_pixel (canvas, WIDTH / 2, HEIGHT - 3)[3], ==, 255);
  g_assert_cmpint (get_brightness (canvas, 3, HEIGHT / 4), >,
                   get_brightness (canvas, 3, HEIGHT - 9) + 50);
  g_assert_cmpfloat_with_epsilon (dh_curve_scene_pick (&scene, 0), -1, 1e-12);
  g_assert_cmpfloat_with_epsilon (dh_curve_scene_pick (&scene, 0.75 * WIDTH), 0.5, 1e-12);
  for (int on_map = 0; on_map < 2; on_map++)
    {
      double at[2];

      g_assert_true (dh_scene_pick (&scene, 0.25 * WIDTH, 9, on_map, at));
      g_assert_cmpfloat_with_epsilon (at[0], -0.5, 1e-12);
      g_assert_cmpfloat (at[1], ==, 0);
    }
  cairo_surface_destroy (canvas);
}

/* ---- for files ---- */

/* All schemes, colormaps and views, at sizes from too small to very tall. */
static void
test_sheet (void)
{
  static const int sizes[][2] = { { 64, 64 }, { 450, 300 }, { 200, 500 }, { 700, 64 } };
  g_auto (View) view = { 0 };
  g_autoptr (DhDescent) descent = NULL;

  view_init (&view, "x^2 + y^2", 32);
  descent = make_descent (&view, 3, 1, 20);
  for (guint i = 0; i < G_N_ELEMENTS (sizes) * DH_N_SCHEMES * 3; i++)
    {
      const int *size = sizes[i % G_N_ELEMENTS (sizes)];
      DhGroundSheet sheet = {
        .terrain = view.terrain,
        .ground = view.ground,
        .axes = dh_ground_axes_of_ground (view.ground),
        .descent = descent,
        .view = 1 + i / G_N_ELEMENTS (sizes) % 3,
        .width = size[0],
        .height = size[1],
        .title = "Title",
        .settings = "settings",
        .ball_state = "verdict",
        .scheme = i % DH_N_SCHEMES,
        .colormap = i % DH_N_COLORMAPS,
      };
      cairo_surface_t *picture = dh_ground_sheet_new (&sheet);

      g_assert_cmpint (cairo_surface_status (picture), ==, CAIRO_STATUS_SUCCESS);
      g_assert_cmpint (cairo_image_surface_get_width (picture), ==, size[0]);
      g_assert_cmpint (cairo_image_surface_get_height (picture), ==, size[1]);
      cairo_surface_destroy (picture);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/scene/relief", test_height_scale);
  g_test_add_func ("/scene/flat", test_flat);
  g_test_add_func ("/scene/ramp", test_colormap);
  g_test_add_func ("/scene/colours", test_colours);
  g_test_add_func ("/scene/no-holes", test_no_holes);
  g_test_add_func ("/scene/fits", test_fits);
  g_test_add_func ("/scene/no-ground", test_no_ground);
  g_test_add_func ("/scene/near-hides-far", test_near_hides_far);
  g_test_add_func ("/scene/map-orientation", test_map_orientation);
  g_test_add_func ("/scene/pick", test_pick);
  g_test_add_func ("/scene/pick-on-map", test_pick_on_map);
  g_test_add_func ("/scene/curve", test_curve);
  g_test_add_func ("/scene/sheet", test_sheet);
  return g_test_run ();
}
