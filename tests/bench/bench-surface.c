/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a picture of a ground costs:
 *
 *   bench-surface [HILL [REPEATS]]
 *
 * Prints a table of medians in milliseconds: the surface on a 96 × 96 grid in two sizes, plain
 * (while the camera turns) and smooth (at rest), its map, the heights themselves, what is drawn
 * over it, and the place under a pixel.
 */
#include "core/landscape/ground.h"
#include "core/landscape/hill.h"
#include "tests/bench/timing.h"
#include "ui/plot/scene/scene.h"

#include <locale.h>
#include <stdlib.h>

#define GRID 96

static void
print_median (const char *what, int width, int height, double *times, int n)
{
  g_print ("%-16s %4d × %-4d %8.3f\n", what, width, height, get_median (times, n));
}

static double
get_ms (gint64 start)
{
  return (g_get_monotonic_time () - start) / 1e3;
}

static void
time_pictures (DhSurface surface, const char *what, gboolean map, int n)
{
  g_autofree double *times = g_new (double, n);

  for (int i = 0; i < n; i++)
    {
      g_autofree float *depths = NULL;
      gint64 start = g_get_monotonic_time ();

      /* Another angle each time, as when the camera turns. */
      surface.camera.azimuth = 0.55 + 0.01 * (i % 100);
      cairo_surface_destroy (map ? dh_surface_new_map (&surface)
                                 : dh_surface_new_picture (&surface, &depths));
      times[i] = get_ms (start);
    }
  print_median (what, surface.width, surface.height, times, n);
}

static void
time_heights (const DhGround *ground, int n)
{
  g_autofree double *times = g_new (double, n);

  for (int i = 0; i < n; i++)
    {
      gint64 start = g_get_monotonic_time ();

      dh_terrain_unref (dh_terrain_new (ground, GRID, GRID, NULL));
      times[i] = get_ms (start);
    }
  print_median ("heights", GRID, GRID, times, n);
}

static void
time_scene (const DhSurface *surface, DhDescent *descent, int n)
{
  const DhSceneBall ball = { .number = 1,
                             .points = dh_descent_get_trajectory (descent),
                             .n_points = dh_descent_get_n_balls (descent) };
  DhScene scene = { .terrain = surface->terrain,
                    .height_scale = surface->height_scale,
                    .camera = surface->camera,
                    .width = surface->width,
                    .height = surface->height,
                    .ball_radius = 9,
                    .balls = &ball,
                    .n_balls = 1,
                    .fraction = 0.4 };
  g_autofree double *balls = g_new (double, n);
  g_autofree double *trajectories = g_new (double, n);
  g_autofree double *picks = g_new (double, n);

  for (int i = 0; i < n; i++)
    {
      cairo_surface_t *canvas = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, surface->width,
                                                            surface->height);
      cairo_t *cr = cairo_create (canvas);
      gint64 start = g_get_monotonic_time ();
      double at[2];

      dh_scene_draw_balls (&scene, cr, FALSE);
      balls[i] = get_ms (start);
      start = g_get_monotonic_time ();
      dh_scene_draw_trajectories (&scene, cr, FALSE);
      trajectories[i] = get_ms (start);
      start = g_get_monotonic_time ();
      dh_scene_pick (&scene, surface->width / 2, surface->height / 2, FALSE, at);
      picks[i] = get_ms (start);
      cairo_destroy (cr);
      cairo_surface_destroy (canvas);
    }
  print_median ("ball", surface->width, surface->height, balls, n);
  print_median ("way, 100 steps", surface->width, surface->height, trajectories, n);
  print_median ("pick", surface->width, surface->height, picks, n);
}

int
main (int argc, char *argv[])
{
  const DhHill *hill = dh_hill_find (argc > 1 ? argv[1] : "bumpy");
  int n = argc > 2 ? MAX (atoi (argv[2]), 1) : 60;
  g_autoptr (DhGround) ground = NULL;
  g_autoptr (DhTerrain) terrain = NULL;
  g_autoptr (DhDescent) descent = NULL;
  DhSurface surface = { .camera = dh_camera_usual };
  DhDescentConfig config;

  setlocale (LC_CTYPE, "");
  if (hill == NULL)
    {
      g_printerr ("usage: bench-surface [HILL [REPEATS]]\n");
      return 2;
    }
  ground = dh_hill_ground_new (hill, NULL);
  terrain = dh_terrain_new (ground, GRID, GRID, NULL);
  config = dh_descent_config_make (ground, dh_optimizer_find ("sgd"));
  descent = dh_descent_new (ground, &config, ground->start);
  for (guint i = 0; i < 100; i++)
    dh_descent_step (descent);
  surface.terrain = terrain;
  dh_height_scale_init (&surface.height_scale, terrain);
  g_print ("%-16s %11s %8s\n", hill->id, "size", "ms");
  for (surface.width = 900; surface.width >= 450; surface.width /= 2)
    {
      surface.height = surface.width * 2 / 3;
      surface.smooth = FALSE;
      time_pictures (surface, "plain", FALSE, n);
      time_pictures (surface, "map", TRUE, n);
      surface.smooth = TRUE;
      time_pictures (surface, "smooth", FALSE, n);
      time_scene (&surface, descent, n);
    }
  time_heights (ground, n);
  return 0;
}
