/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Marks on a ground that belong to no ball: the place under the pointer, and the basins.
 *
 * Basins are dots on the map where balls were dropped, and not coloured areas, because colour shows
 * the height.  Their colours are neither in the colormap nor those of lanes; each valley has a
 * shape as well, and a dark casing keeps them readable at every height.
 */
#include "ui/plot/scene/scene-private.h"

#include <math.h>

#define DOT          0.31 /* as a share of a cell's smaller side */
#define LEAST_DOT    1.5  /* pixels */
#define LARGEST_DOT  3.6
#define STRIP        6.0 /* pixels: height of a curve's basins */
#define RING         7.0 /* pixels, for a ball of the usual radius */
#define USUAL_RADIUS 9.0

/* ---- the marked place ---- */

static void
draw_ring (const DhSceneEye *eye, cairo_t *cr, const DhScenePlace *place, double unit)
{
  double flatness = eye->kind == DH_SCENE_SURFACE ? MAX (sin (eye->scene->camera.elevation), 0.35)
                                                  : 1;

  cairo_save (cr);
  cairo_translate (cr, place->x, place->y);
  cairo_scale (cr, 1, flatness);
  cairo_new_path (cr);
  cairo_arc (cr, 0, 0, RING * unit, 0, 2 * G_PI);
  for (guint i = 0; i < 4; i++)
    {
      double c = cos (i * G_PI_2), s = sin (i * G_PI_2);

      cairo_move_to (cr, 0.6 * RING * unit * c, 0.6 * RING * unit * s);
      cairo_line_to (cr, 1.7 * RING * unit * c, 1.7 * RING * unit * s);
    }
  cairo_restore (cr);
}

void
dh_scene_draw_hover (const DhScene *self, cairo_t *cr, gboolean on_map)
{
  const DhColor dark = { 0, 0, 0, 1 }, light = { 1, 1, 1, 1 };
  double unit = MAX (self->ball_radius / USUAL_RADIUS, 0.6), opacity;
  DhScenePlace place;
  DhSceneEye eye;

  if (self->hover == NULL)
    return;
  eye = dh_scene_eye_make (self, on_map);
  place = dh_scene_eye_locate (&eye, self->hover, dh_scene_get_level (self, self->hover, NAN));
  opacity = place.hidden ? 2 * DH_SCENE_HIDDEN : 1;
  draw_ring (&eye, cr, &place, unit);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_width (cr, 3.4 * unit);
  dh_color_set_source (cr, dark, 0.6 * opacity);
  cairo_stroke_preserve (cr);
  cairo_set_line_width (cr, 1.4 * unit);
  dh_color_set_source (cr, light, opacity);
  cairo_stroke (cr);
}

/* ---- basins ---- */

typedef enum
{
  MARK_DISC,
  MARK_SQUARE,
  MARK_TRIANGLE,
  MARK_DIAMOND,
  MARK_BAR,
  MARK_CROSS,
  MARK_CIRCLE,
} Mark;

typedef struct
{
  Mark mark;
  DhColor colour;
} Look;

#define RGB(r, g, b) \
  { \
    (r) / 255.0, (g) / 255.0, (b) / 255.0, 1 \
  }

/* The deepest valley first; if there are more valleys than looks, they start again with the
 * second. */
static const Look valleys[] = {
  { MARK_DISC, RGB (255, 255, 255) },     { MARK_SQUARE, RGB (255, 112, 72) },
  { MARK_TRIANGLE, RGB (255, 176, 226) }, { MARK_DIAMOND, RGB (150, 214, 255) },
  { MARK_BAR, RGB (255, 232, 200) },
};
static const Look nowhere = { MARK_CIRCLE, RGB (225, 225, 225) };
static const Look diverged = { MARK_CROSS, RGB (255, 255, 255) };

static const Look *
get_look (int end)
{
  if (end == DH_BASINS_DIVERGED)
    return &diverged;
  if (end < 0)
    return &nowhere;
  return &valleys[end == 0 ? 0 : 1 + (end - 1) % (G_N_ELEMENTS (valleys) - 1)];
}

static void
trace_polygon (cairo_t *cr, double x, double y, double radius, guint n, double turn)
{
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, x + radius * cos (turn + 2 * G_PI * i / n),
                   y + radius * sin (turn + 2 * G_PI * i / n));
  cairo_close_path (cr);
}

static void
trace_mark (cairo_t *cr, Mark mark, double x, double y, double r)
{
  cairo_new_sub_path (cr);
  if (mark == MARK_DISC || mark == MARK_CIRCLE)
    cairo_arc (cr, x, y, mark == MARK_DISC ? r : 0.85 * r, 0, 2 * G_PI);
  else if (mark == MARK_SQUARE)
    cairo_rectangle (cr, x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r);
  else if (mark == MARK_TRIANGLE)
    trace_polygon (cr, x, y + 0.15 * r, 1.3 * r, 3, -G_PI_2);
  else if (mark == MARK_DIAMOND)
    trace_polygon (cr, x, y, 1.3 * r, 4, 0);
  else if (mark == MARK_BAR)
    cairo_rectangle (cr, x - 1.2 * r, y - 0.5 * r, 2.4 * r, r);
  else
    {
      cairo_move_to (cr, x - 0.8 * r, y - 0.8 * r);
      cairo_line_to (cr, x + 0.8 * r, y + 0.8 * r);
      cairo_move_to (cr, x + 0.8 * r, y - 0.8 * r);
      cairo_line_to (cr, x - 0.8 * r, y + 0.8 * r);
    }
}

/* All starts that end there, as one path. */
static void
trace_end (const DhScene *self, cairo_t *cr, int end, double radius)
{
  const DhBasins *basins = self->basins;
  double width = self->width / basins->n_columns, height = self->height / basins->n_rows;

  for (guint row = 0; row < basins->n_rows; row++)
    for (guint column = 0; column < basins->n_columns; column++)
      {
        if (basins->ends[row * basins->n_columns + column] != end)
          continue;
        if (basins->n_rows > 1)
          trace_mark (cr, get_look (end)->mark, (column + 0.5) * width,
                      self->height - (row + 0.5) * height, radius);
        else
          cairo_rectangle (cr, column * width, self->height - STRIP, width, STRIP);
      }
}

static void
draw_end (const DhScene *self, cairo_t *cr, int end, double radius)
{
  const DhColor dark = { 0, 0, 0, 1 };
  const Look *look = get_look (end);
  gboolean filled = self->basins->n_rows < 2 || look->mark < MARK_CROSS;

  trace_end (self, cr, end, radius);
  dh_color_set_source (cr, dark, 0.55);
  cairo_set_line_width (cr, filled ? 0.7 * radius : 1.2 * radius);
  cairo_stroke_preserve (cr);
  dh_color_set_source (cr, look->colour, 0.95);
  cairo_set_line_width (cr, 0.5 * radius);
  filled ? cairo_fill (cr) : cairo_stroke (cr);
}

void
dh_scene_draw_basins (const DhScene *self, cairo_t *cr)
{
  double radius;

  if (self->basins == NULL)
    return;
  radius =
    CLAMP (DOT * MIN (self->width / self->basins->n_columns, self->height / self->basins->n_rows),
           LEAST_DOT, LARGEST_DOT);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_BUTT);
  for (int end = DH_BASINS_DIVERGED; end < (int) self->basins->n_valleys; end++)
    if (end != DH_BASINS_UNKNOWN)
      draw_end (self, cr, end, radius);
}
