/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The landscapes of a report: for each lane that has one, the surface and its map, with the
 * trajectory.
 */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/plot/common/plane-format.h"
#include "ui/plot/common/text.h"
#include "ui/plot/report/report-private.h"
#include "ui/plot/scene/ground-frame.h"
#include "ui/plot/scene/scene.h"

#define RESOLUTION 3 /* pixels of a point */
#define HEIGHT     142.0
#define MAP        100.0
#define FONT       6.0
#define BALL       5.5
#define GUTTER     14.0
#define ZOOM       1.2 /* there is nothing beside the surface that needs the room */

static DhPlane *
get_plane (const DhReportLane *lane)
{
  DhPlane *plane = lane->snapshot != NULL ? dh_lane_snapshot_get_plane (lane->snapshot) : NULL;

  return plane != NULL && plane->terrain != NULL && isfinite (plane->terrain->highest)
             && plane->terrain->n_rows > 1
           ? plane
           : NULL;
}

static DhSurface
make_surface (const DhPlane *plane, double width, double height)
{
  DhSurface surface = { .terrain = plane->terrain,
                        .colormap = DH_COLORMAP_VIRIDIS,
                        .camera = dh_camera_usual,
                        .width = (int) (width * RESOLUTION),
                        .height = (int) (height * RESOLUTION),
                        .smooth = TRUE };

  surface.camera.zoom *= ZOOM;
  dh_height_scale_init (&surface.height_scale, plane->terrain);
  return surface;
}

static DhScene
make_scene (const DhSurface *surface, const DhSceneBall *ball)
{
  return (DhScene) { .terrain = surface->terrain,
                     .height_scale = surface->height_scale,
                     .camera = surface->camera,
                     .width = surface->width,
                     .height = surface->height,
                     .scheme = DH_SCHEME_LIGHT,
                     .ball_radius = BALL * RESOLUTION,
                     .balls = ball,
                     .n_balls = 1,
                     .fraction = 1 };
}

static DhSceneBall
make_ball (const DhReportLane *lane, const DhPlane *plane)
{
  return (DhSceneBall) { .number = lane->number,
                         .points = plane->trajectory,
                         .n_points = plane->n_trajectory };
}

/* Takes the picture. */
static void
paint (cairo_t *cr, cairo_surface_t *picture)
{
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  cairo_surface_destroy (picture);
}

static void
draw_surface (const DhReportLane *lane, cairo_t *cr, double width, double height)
{
  const DhPlane *plane = get_plane (lane);
  const DhSurface surface = make_surface (plane, width, height);
  const DhSceneBall ball = make_ball (lane, plane);
  g_autofree float *depths = NULL;
  DhScene scene = make_scene (&surface, &ball);

  cairo_save (cr);
  cairo_scale (cr, 1.0 / RESOLUTION, 1.0 / RESOLUTION);
  paint (cr, dh_surface_new_picture (&surface, &depths));
  scene.depths = depths;
  cairo_rectangle (cr, 0, 0, surface.width, surface.height);
  cairo_clip (cr);
  if (ball.n_points > 0)
    dh_scene_draw_on_surface (&scene, cr);
  cairo_restore (cr);
}

static void
draw_map (const DhReportLane *lane, cairo_t *cr, double x, double y)
{
  const DhPlane *plane = get_plane (lane);
  const DhSurface surface = make_surface (plane, MAP, MAP);
  const DhSceneBall ball = make_ball (lane, plane);
  const DhScene scene = make_scene (&surface, &ball);
  g_autofree char *first = dh_plane_dup_axis (plane, 0), *second = dh_plane_dup_axis (plane, 1);
  const DhGroundFrame frame = { dh_ground_axes_of_terrain (plane->terrain, first, second),
                                DH_SCHEME_LIGHT, DH_COLORMAP_VIRIDIS, FONT };

  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, 1.0 / RESOLUTION, 1.0 / RESOLUTION);
  paint (cr, dh_surface_new_map (&surface));
  cairo_rectangle (cr, 0, 0, surface.width, surface.height);
  cairo_clip (cr);
  if (ball.n_points > 0)
    dh_scene_draw_on_map (&scene, cr);
  cairo_restore (cr);
  dh_ground_frame_draw_axes (&frame, cr, x, y, MAP, MAP);
  dh_ground_frame_draw_legend (&frame, cr, &surface.height_scale, x,
                               y + MAP + dh_ground_frame_get_bottom (&frame) + 5, MAP);
}

static void
draw_captions (const DhReportLane *lane, cairo_t *cr, double width, double height)
{
  const DhPlane *plane = get_plane (lane);
  const DhText style = { .size = 7.5,
                         .color = dh_palette_get (DH_SCHEME_LIGHT)->dim_text,
                         .align_y = 1,
                         .max_width = width };
  g_autofree char *loss = dh_plane_dup_loss (plane), *share = dh_plane_dup_share (plane);
  const char *slice = strchr (loss, '\n');
  g_autofree char *caption = NULL;

  /* Over a picture in the window, the two losses stand on lines of their own. */
  caption = slice == NULL
              ? g_strdup_printf ("%s · %s", loss, share)
              : g_strdup_printf ("%.*s · %s · %s", (int) (slice - loss), loss, slice + 1, share);
  dh_text_draw (cr, &style, 0, height, caption);
}

static void
draw_landscape (gpointer data, cairo_t *cr, double width, double height)
{
  const double right = width - MAP - 2 * FONT;
  const double left = right - 5 * FONT - GUTTER;

  draw_surface (data, cr, left, height - 14);
  draw_captions (data, cr, left, height);
  draw_map (data, cr, right + FONT, 6);
}

static void
add_lane (DhRunReport *self, DhReportLane *lane)
{
  dh_report_add_subheading (self, lane->number, lane->label);
  dh_report_add_drawing (self, HEIGHT, 2, FALSE, draw_landscape, lane, NULL);
}

void
dh_report_add_landscapes (DhRunReport *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    n += get_plane (&self->lanes[i]) != NULL;
  if (n == 0)
    return;
  /* Four of them fill a page. */
  dh_report_add_heading (self, _ ("Landscapes"), n > 2);
  dh_report_add_paragraph (self, DH_REPORT_SMALL, 4,
                           _ ("The loss on a plane through weight space, and the training’s "
                              "trajectory, projected onto it; the numbered ball marks the "
                              "present weights. A slice isn’t the whole landscape: its axes say "
                              "how much of the trajectory’s movement they hold."));
  for (guint i = 0; i < self->n_lanes; i++)
    if (get_plane (&self->lanes[i]) != NULL)
      add_lane (self, &self->lanes[i]);
}
