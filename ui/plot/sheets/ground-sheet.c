/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A ground with its balls as a picture for a file.
 *
 * It shows the same as the window, with the settings written in, so that a picture from a talk can
 * be reproduced.
 */
#include "ui/plot/sheets/ground-sheet.h"

#include "core/landscape/face-ground.h"
#include "ui/plot/common/text.h"
#include "ui/plot/scene/curve-scene.h"
#include "ui/plot/scene/ground-frame.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define PADDING       16.0
#define TITLE         20.0
#define SMALL         13.0
#define BALL_STATE    15.0
#define LINE          20.0 /* from one state to the next */
#define AXIS          12.0
#define GAP           16.0
#define SURFACE_SHARE 0.62 /* as a share of the width, beside a map */
#define LARGEST_TILE  128.0
#define MOST_FINE     3   /* a larger sheet has no larger texts, see dh_ground_sheet_draw() */
#define TALL          1.2 /* height / width above which the map is below the surface */

typedef struct
{
  double x, y, width, height;
} Area;

typedef struct
{
  const DhSceneBall *each;
  guint n;
} Balls;

/* The balls' states, one below the other. */
static guint
count_lines (const DhGroundSheet *self)
{
  guint n = 1;

  for (const char *c = self->ball_state; *c != '\0'; c++)
    n += *c == '\n';
  return n;
}

static void
draw_states (const DhGroundSheet *self, cairo_t *cr, double unit)
{
  DhText text = { .size = BALL_STATE * unit,
                  .color = dh_palette_get (self->scheme)->text,
                  .align_y = 1,
                  .max_width = self->width - 2 * PADDING * unit };
  g_auto (GStrv) lines = g_strsplit (self->ball_state, "\n", -1);
  guint n = g_strv_length (lines);

  for (guint i = 0; i < n; i++)
    dh_text_draw (cr, &text, PADDING * unit,
                  self->height - (PADDING + LINE * (n - 1 - i)) * unit, lines[i]);
}

static void
draw_texts (const DhGroundSheet *self, cairo_t *cr, double unit)
{
  const DhPalette *palette = dh_palette_get (self->scheme);
  double width = self->width - 2 * PADDING * unit;
  DhText title = { .size = TITLE * unit, .bold = TRUE, .color = palette->text, .max_width = width };
  DhText small = { .size = SMALL * unit, .color = palette->dim_text, .max_width = width };

  dh_text_draw (cr, &title, PADDING * unit, PADDING * unit, self->title);
  dh_text_draw (cr, &small, PADDING * unit, (PADDING + TITLE + 8) * unit, self->settings);
  draw_states (self, cr, unit);
}

static DhScene
make_scene (const DhGroundSheet *self, const Balls *balls, const DhSurface *surface,
            double unit)
{
  return (DhScene) {
    .terrain = self->terrain,
    .height_scale = surface->height_scale,
    .camera = surface->camera,
    .width = surface->width,
    .height = surface->height,
    .scheme = self->scheme,
    .ball_radius = 10 * unit,
    .balls = balls->each,
    .n_balls = balls->n,
    .fraction = 1,
  };
}

static void
draw_surface (const DhGroundSheet *self, cairo_t *cr, DhSurface surface, const Balls *balls,
              Area area, double unit)
{
  g_autofree float *depths = NULL;
  cairo_surface_t *picture;
  DhScene scene;

  surface.width = (int) area.width;
  surface.height = (int) area.height;
  picture = dh_surface_new_picture (&surface, &depths);
  scene = make_scene (self, balls, &surface, unit);
  scene.depths = depths;
  cairo_save (cr);
  cairo_translate (cr, (int) area.x, (int) area.y);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  dh_scene_draw_on_surface (&scene, cr);
  cairo_restore (cr);
  cairo_surface_destroy (picture);
}

static DhGroundFrame
make_frame (const DhGroundSheet *self, double unit)
{
  return (DhGroundFrame) { self->axes, self->scheme, self->colormap, AXIS * unit };
}

/* Draws the legend at the bottom of the area and returns the rest of the area. */
static Area
draw_legend (const DhGroundSheet *self, cairo_t *cr, const DhSurface *surface, Area area,
             double unit)
{
  DhGroundFrame frame = make_frame (self, unit);
  double height = dh_ground_frame_get_legend (&frame), left = 3.4 * AXIS * unit;
  double width = MIN (area.width - left, 300 * unit);

  dh_ground_frame_draw_legend (&frame, cr, &surface->height_scale, area.x + area.width - width,
                               area.y + area.height - height, width);
  area.height -= height + 0.5 * GAP * unit;
  return area;
}

static void
draw_map (const DhGroundSheet *self, cairo_t *cr, DhSurface surface, const Balls *balls,
          Area map, double unit)
{
  DhGroundFrame frame = make_frame (self, unit);
  cairo_surface_t *picture;
  DhScene scene;

  surface.width = (int) map.width;
  surface.height = (int) map.height;
  picture = dh_surface_new_map (&surface);
  scene = make_scene (self, balls, &surface, unit);
  cairo_save (cr);
  cairo_translate (cr, map.x, map.y);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_paint (cr);
  dh_scene_draw_on_map (&scene, cr);
  cairo_restore (cr);
  cairo_surface_destroy (picture);
  dh_ground_frame_draw_axes (&frame, cr, map.x, map.y, map.width, map.height);
}

static void
draw_curve (const DhGroundSheet *self, cairo_t *cr, DhSurface surface, const Balls *balls,
            Area area, double unit)
{
  DhGroundFrame frame = make_frame (self, unit);
  DhScene scene;

  area.height -= dh_ground_frame_get_bottom (&frame);
  surface.width = (int) area.width;
  surface.height = (int) area.height;
  scene = make_scene (self, balls, &surface, unit);
  cairo_save (cr);
  cairo_translate (cr, area.x, area.y);
  cairo_rectangle (cr, 0, 0, area.width, area.height);
  cairo_clip (cr);
  dh_curve_scene_draw_ground (&scene, self->colormap, cr);
  dh_curve_scene_draw_balls (&scene, cr);
  cairo_restore (cr);
  dh_ground_frame_draw_axes (&frame, cr, area.x, area.y, area.width, area.height);
}

/* ---- a face's pictures ---- */

static void
draw_tile (const DhGroundSheet *self, cairo_t *cr, const float *rgb, const char *caption, Area tile,
           double unit)
{
  DhText text = { .size = AXIS * unit,
                  .color = dh_palette_get (self->scheme)->dim_text,
                  .align_x = 0.5,
                  .max_width = tile.width };
  int side = dh_face_ground_get_size (self->ground);
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_RGB24, side, side);
  guint8 *data = cairo_image_surface_get_data (picture);
  int stride = cairo_image_surface_get_stride (picture);

  for (int i = 0; i < side * side; i++)
    {
      guint32 *pixel = (guint32 *) (data + i / side * stride) + i % side;

      *pixel = 0;
      for (int part = 0; part < 3; part++)
        *pixel = *pixel << 8 | (guint32) (CLAMP (rgb[part * side * side + i], 0, 1) * 255 + 0.5f);
    }
  cairo_surface_mark_dirty (picture);
  cairo_save (cr);
  cairo_translate (cr, tile.x, tile.y);
  cairo_scale (cr, tile.width / side, tile.height / side);
  cairo_set_source_surface (cr, picture, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_rectangle (cr, 0, 0, side, side);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_surface_destroy (picture);
  dh_text_draw (cr, &text, tile.x + tile.width / 2, tile.y + tile.height + 4 * unit, caption);
}

/* The picture that the ball's dimensions make, and the target. */
static void
draw_faces (const DhGroundSheet *self, cairo_t *cr, Area area, double unit)
{
  int side = dh_face_ground_get_size (self->ground);
  g_autofree float *made = g_new (float, 3 * (gsize) side * side);
  double width = MIN (MIN (area.height - 22 * unit, (area.width - GAP * unit) / 2),
                      LARGEST_TILE * unit);
  double left = area.x + (area.width - 2 * width - GAP * unit) / 2;
  Area tile = { left, area.y, width, width };

  if (width < 32 * unit)
    return;
  dh_face_ground_make_picture (self->ground, dh_descent_get_last (self->descent)->at, made);
  draw_tile (self, cr, made, _ ("at the ball"), tile, unit);
  tile.x += width + GAP * unit;
  draw_tile (self, cr, dh_face_ground_get_target (self->ground), _ ("target"), tile, unit);
}

/* ---- all together ---- */

/* The map with its legend and, for a face, the pictures below. */
static void
draw_map_column (const DhGroundSheet *self, cairo_t *cr, DhSurface surface, const Balls *balls,
                 Area area, double unit)
{
  DhGroundFrame frame = make_frame (self, unit);
  double left = dh_ground_frame_get_left (&frame), bottom = dh_ground_frame_get_bottom (&frame);
  double legend = dh_ground_frame_get_legend (&frame) + GAP * unit;
  gboolean with_faces = self->ground != NULL
                        && dh_ground_get_kind (self->ground) == DH_GROUND_KIND_FACE;
  double faces = with_faces ? MIN (0.32 * area.height, 160 * unit) : 0;
  double side = floor (MIN (area.width - left, area.height - bottom - legend - faces));
  double top = area.y + (area.height - side - bottom - legend - faces) / 2;
  Area map = { floor (area.x + left + (area.width - left - side) / 2), floor (top), side, side };
  Area rest = { map.x, map.y + side + bottom + legend + 0.5 * GAP * unit, side,
                faces - 0.5 * GAP * unit };

  draw_map (self, cr, surface, balls, map, unit);
  dh_ground_frame_draw_legend (&frame, cr, &surface.height_scale, map.x,
                               map.y + side + bottom + 0.5 * GAP * unit, side);
  if (faces > 0)
    draw_faces (self, cr, rest, unit);
}

static void
draw_ground (const DhGroundSheet *self, cairo_t *cr, Area area, double unit)
{
  DhSceneBall alone = {
    .number = MAX (self->number, 1),
    .points = self->descent != NULL ? dh_descent_get_trajectory (self->descent) : self->trajectory,
    .n_points = self->descent != NULL ? dh_descent_get_n_balls (self->descent) : self->n_trajectory,
  };
  DhSurface surface = {
    .terrain = self->terrain, .colormap = self->colormap, .camera = dh_camera_usual, .smooth = TRUE
  };
  const Balls own = { &alone, 1 }, given = { self->balls, self->n_balls };
  const Balls *balls = self->balls != NULL ? &given : &own;
  Area half = area;

  dh_height_scale_init (&surface.height_scale, self->terrain);
  if (self->terrain->n_rows < 2)
    draw_curve (self, cr, surface, balls, draw_legend (self, cr, &surface, area, unit), unit);
  else if (self->view == DH_GROUND_SURFACE)
    draw_surface (self, cr, surface, balls, draw_legend (self, cr, &surface, area, unit), unit);
  else if (self->view == DH_GROUND_CONTOUR)
    draw_map_column (self, cr, surface, balls, area, unit);
  else if (area.height > TALL * area.width)
    {
      half.height = floor (area.height / 2);
      draw_surface (self, cr, surface, balls, half, unit);
      half.y += half.height;
      draw_map_column (self, cr, surface, balls, half, unit);
    }
  else
    {
      half.width = floor (area.width * SURFACE_SHARE);
      draw_surface (self, cr, surface, balls, half, unit);
      half.x += half.width + 0.5 * GAP * unit;
      half.width = area.width - half.width - 0.5 * GAP * unit;
      draw_map_column (self, cr, surface, balls, half, unit);
    }
}

void
dh_ground_sheet_draw (const DhGroundSheet *self, cairo_t *cr)
{
  double unit = CLAMP (self->width / 900.0, 0.6, 3);
  double head = (PADDING + TITLE + SMALL + 20) * unit;
  double foot = (PADDING + BALL_STATE + LINE * (count_lines (self) - 1) + 14) * unit;
  Area area = { PADDING * unit, head, self->width - 2 * PADDING * unit,
                self->height - head - foot };

  dh_color_set_source (cr, dh_palette_get (self->scheme)->window, 1);
  cairo_paint (cr);
  if (area.height >= 24 && area.width >= 48)
    draw_ground (self, cr, area, unit);
  draw_texts (self, cr, unit);
}

cairo_surface_t *
dh_ground_sheet_new (const DhGroundSheet *self)
{
  cairo_surface_t *sheet = cairo_image_surface_create (CAIRO_FORMAT_RGB24, self->width,
                                                       self->height);
  cairo_t *cr = cairo_create (sheet);

  dh_ground_sheet_draw (self, cr);
  cairo_destroy (cr);
  return sheet;
}

/* Fonts and lines grow with the width, so a larger sheet is scaled down for more pixels. */
void
dh_ground_sheet_draw_fine (const DhGroundSheet *self, cairo_t *cr, int resolution)
{
  DhGroundSheet sheet = *self;

  resolution = MIN (resolution, MOST_FINE);
  sheet.width *= resolution;
  sheet.height *= resolution;
  cairo_save (cr);
  cairo_scale (cr, 1.0 / resolution, 1.0 / resolution);
  dh_ground_sheet_draw (&sheet, cr);
  cairo_restore (cr);
}
