/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two pictures compared: side by side, under a divider, or as their difference.
 *
 * Both are always seen through the same view, so that zooming into one zooms into the other.  A
 * large pixel is drawn as a square: whoever looks so closely wants to see what the network painted,
 * not what was interpolated.  A small one is smooth.
 */
#include "ui/plot/pictures/picture-pair.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/plot/common/rounded.h"
#include "ui/plot/common/text.h"
#include "ui/plot/pictures/gradient-map.h"
#include "ui/plot/pictures/picture-difference.h"
#include "ui/plot/pictures/tile-grid.h"

#define GAP        6.0
#define SQUARE     4.0 /* pixels on the screen, from which on a pixel is a square */
#define HANDLE     11.0
#define LINE       2.0
#define CASING     2.0
#define LEGEND_GAP 8.0

typedef struct
{
  double x, y, width, height;
} Frame;

/* ---- places ---- */

static double
get_legend_height (const DhPicturePair *self)
{
  if (self->mode != DH_PICTURE_PAIR_DIFFERENCE)
    return 0;
  return dh_gradient_map_get_legend_height (self->text_size) + LEGEND_GAP;
}

static Frame
get_frame (const DhPicturePair *self, guint side)
{
  double width = self->width;

  if (self->mode == DH_PICTURE_PAIR_BESIDE)
    width = (width - GAP) / 2;
  return (Frame) { self->mode == DH_PICTURE_PAIR_BESIDE ? side * (width + GAP) : 0, 0, width,
                   MAX (self->height - get_legend_height (self), 1) };
}

/* Side of a whole picture on the screen. */
static double
get_side (const DhPicturePair *self, const Frame *frame)
{
  return MAX (MIN (frame->width, frame->height), 1) * self->sight.zoom;
}

/* A picture that is smaller than its frame stays in the middle; a larger one fills it. */
static double
clamp_centre (double centre, double room, double side)
{
  double half = room / side / 2;

  return half >= .5 ? .5 : CLAMP (centre, half, 1 - half);
}

static DhPairSight
clamp_sight (const DhPicturePair *self, DhPairSight sight)
{
  DhPicturePair other = *self;
  Frame frame = get_frame (self, 0);

  sight.zoom = CLAMP (sight.zoom, 1, DH_PICTURE_PAIR_MOST_ZOOM);
  other.sight = sight;
  sight.centre[0] = clamp_centre (sight.centre[0], frame.width, get_side (&other, &frame));
  sight.centre[1] = clamp_centre (sight.centre[1], frame.height, get_side (&other, &frame));
  return sight;
}

/* Where the whole picture lies; parts of it may be outside its frame. */
static Frame
locate_picture (const DhPicturePair *self, const Frame *frame)
{
  DhPairSight sight = clamp_sight (self, self->sight);
  double side = get_side (self, frame);

  return (Frame) { frame->x + frame->width / 2 - sight.centre[0] * side,
                   frame->y + frame->height / 2 - sight.centre[1] * side, side, side };
}

/* The part of the frame that the picture covers. */
static Frame
get_seen (const DhPicturePair *self, const Frame *frame)
{
  Frame picture = locate_picture (self, frame);
  double left = MAX (picture.x, frame->x), top = MAX (picture.y, frame->y);

  return (Frame) { left, top, MIN (picture.x + picture.width, frame->x + frame->width) - left,
                   MIN (picture.y + picture.height, frame->y + frame->height) - top };
}

static guint
find_side (const DhPicturePair *self, double x)
{
  return self->mode == DH_PICTURE_PAIR_BESIDE && x > self->width / 2 ? 1 : 0;
}

gboolean
dh_picture_pair_pick (const DhPicturePair *self, double x, double y, int *column, int *row)
{
  Frame frame = get_frame (self, find_side (self, x)), picture = locate_picture (self, &frame);
  Frame seen = get_seen (self, &frame);

  if (x < seen.x || y < seen.y || x >= seen.x + seen.width || y >= seen.y + seen.height)
    return FALSE;
  *column = CLAMP ((int) ((x - picture.x) / picture.width * self->size), 0, self->size - 1);
  *row = CLAMP ((int) ((y - picture.y) / picture.height * self->size), 0, self->size - 1);
  return TRUE;
}

DhPairSight
dh_picture_pair_zoom (const DhPicturePair *self, double x, double y, double factor)
{
  Frame frame = get_frame (self, find_side (self, x)), picture = locate_picture (self, &frame);
  double zoom = CLAMP (self->sight.zoom * factor, 1, DH_PICTURE_PAIR_MOST_ZOOM);
  double side = picture.width / self->sight.zoom * zoom;
  double across = (x - picture.x) / picture.width, down = (y - picture.y) / picture.height;

  return clamp_sight (self,
                     (DhPairSight) { zoom,
                                    { across - (x - frame.x - frame.width / 2) / side,
                                      down - (y - frame.y - frame.height / 2) / side } });
}

DhPairSight
dh_picture_pair_pan (const DhPicturePair *self, double dx, double dy)
{
  Frame frame = get_frame (self, 0);
  double side = get_side (self, &frame);
  DhPairSight sight = clamp_sight (self, self->sight);

  sight.centre[0] -= dx / side;
  sight.centre[1] -= dy / side;
  return clamp_sight (self, sight);
}

double
dh_picture_pair_locate_divider (const DhPicturePair *self)
{
  Frame frame = get_frame (self, 0), seen = get_seen (self, &frame);

  return seen.x + self->divider * seen.width;
}

double
dh_picture_pair_find_divider (const DhPicturePair *self, double x)
{
  Frame frame = get_frame (self, 0), seen = get_seen (self, &frame);

  return CLAMP ((x - seen.x) / seen.width, 0, 1);
}

/* ---- drawing ---- */

static void
draw_surface (const DhPicturePair *self, cairo_t *cr, cairo_surface_t *surface, const Frame *frame)
{
  Frame picture = locate_picture (self, frame);
  double scale = picture.width / self->size;

  cairo_save (cr);
  cairo_rectangle (cr, frame->x, frame->y, frame->width, frame->height);
  cairo_clip (cr);
  cairo_translate (cr, picture.x, picture.y);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_extend (cairo_get_source (cr), CAIRO_EXTEND_PAD);
  cairo_pattern_set_filter (cairo_get_source (cr),
                            scale >= SQUARE ? CAIRO_FILTER_NEAREST : CAIRO_FILTER_BILINEAR);
  cairo_rectangle (cr, 0, 0, self->size, self->size);
  cairo_fill (cr);
  cairo_restore (cr);
}

static void
draw_placeholder (const DhPicturePair *self, cairo_t *cr, const Frame *frame)
{
  Frame seen = get_seen (self, frame);

  dh_color_set_source (cr, dh_palette_get (self->scheme)->placeholder, 1);
  cairo_rectangle (cr, seen.x, seen.y, seen.width, seen.height);
  cairo_fill (cr);
}

static void
draw_picture (const DhPicturePair *self, cairo_t *cr, guint side, const Frame *frame)
{
  cairo_surface_t *surface;

  if (self->pixels[side] == NULL)
    {
      draw_placeholder (self, cr, frame);
      return;
    }
  surface = dh_tile_create_surface (self->pixels[side], self->size);
  draw_surface (self, cr, surface, frame);
  cairo_surface_destroy (surface);
}

/* Badge and label over a corner of what is seen; the second's over the right one. */
static void
draw_label (const DhPicturePair *self, cairo_t *cr, guint side, const Frame *frame)
{
  Frame seen = get_seen (self, frame);
  double radius = .8 * self->text_size, margin = .6 * self->text_size, room = seen.width / 2;
  gboolean right = side == 1 && self->mode != DH_PICTURE_PAIR_BESIDE;
  double x = right ? seen.x + seen.width - margin - radius : seen.x + margin + radius;
  double y = seen.y + margin + radius;
  DhText text = { .family = self->font_family,
                  .size = self->text_size,
                  .color = { 1, 1, 1, 1 },
                  .align_x = right ? 1 : 0,
                  .align_y = .5,
                  .max_width = MAX (room - 4 * radius - margin, 1) };

  dh_palette_draw_badge (cr, self->scheme, self->numbers[side], x, y, radius);
  if (self->labels[side] != NULL && room > 8 * radius)
    dh_text_draw_on (cr, &text, (DhColor) { .1, .1, .12, 1 }, x + (right ? -1 : 1) * 1.8 * radius,
                     y, self->labels[side]);
}

/* Light on a dark casing: it shows on any picture. */
static void
stroke_divider (cairo_t *cr, double x, double y, double width)
{
  cairo_arc (cr, x, y, HANDLE, 0, 2 * G_PI);
  cairo_set_line_width (cr, width);
  cairo_stroke (cr);
  for (int sign = -1; sign <= 1; sign += 2)
    {
      cairo_move_to (cr, x + sign * .25 * HANDLE, y - .35 * HANDLE);
      cairo_line_to (cr, x + sign * .6 * HANDLE, y);
      cairo_line_to (cr, x + sign * .25 * HANDLE, y + .35 * HANDLE);
      cairo_stroke (cr);
    }
}

static void
draw_divider (const DhPicturePair *self, cairo_t *cr, const Frame *frame)
{
  Frame seen = get_seen (self, frame);
  double x = dh_picture_pair_locate_divider (self), y = seen.y + seen.height / 2;

  for (int core = 0; core <= 1; core++)
    {
      double width = core ? LINE : LINE + 2 * CASING;

      cairo_set_source_rgba (cr, core, core, core, core ? 1 : .5);
      cairo_rectangle (cr, x - width / 2, seen.y, width, y - HANDLE - seen.y);
      cairo_rectangle (cr, x - width / 2, y + HANDLE, width, seen.y + seen.height - y - HANDLE);
      cairo_fill (cr);
      stroke_divider (cr, x, y, width);
    }
}

static void
draw_wipe (const DhPicturePair *self, cairo_t *cr)
{
  Frame frame = get_frame (self, 0);
  double x = dh_picture_pair_locate_divider (self);

  for (guint side = 0; side < 2; side++)
    {
      cairo_save (cr);
      cairo_rectangle (cr, side == 0 ? 0 : x, 0, side == 0 ? x : MAX (self->width - x, 0),
                       self->height);
      cairo_clip (cr);
      draw_picture (self, cr, side, &frame);
      cairo_restore (cr);
    }
  draw_divider (self, cr, &frame);
  for (guint side = 0; side < 2; side++)
    draw_label (self, cr, side, &frame);
}

static void
draw_beside (const DhPicturePair *self, cairo_t *cr)
{
  for (guint side = 0; side < 2; side++)
    {
      Frame frame = get_frame (self, side);

      draw_picture (self, cr, side, &frame);
      draw_label (self, cr, side, &frame);
    }
}

static void
draw_legend (const DhPicturePair *self, cairo_t *cr, const Frame *frame, double scale)
{
  Frame seen = get_seen (self, frame);
  /* Translators: the left end of a scale of colours; %g is a difference of lightness, 0 … 1 */
  g_autofree char *low = g_strdup_printf (_ ("−%g: right is darker"), scale);
  /* Translators: the right end of it */
  g_autofree char *high = g_strdup_printf (_ ("+%g: right is lighter"), scale);

  cairo_save (cr);
  cairo_translate (cr, seen.x, seen.y + seen.height + LEGEND_GAP);
  dh_gradient_map_draw_legend (cr, self->scheme, self->text_size, seen.width, low, high);
  cairo_restore (cr);
}

static void
draw_difference (const DhPicturePair *self, cairo_t *cr)
{
  Frame frame = get_frame (self, 0);
  g_autofree float *map = NULL;
  cairo_surface_t *surface;
  DhPictureDifference difference;

  if (self->pixels[0] == NULL || self->pixels[1] == NULL)
    {
      draw_placeholder (self, cr, &frame);
      return;
    }
  map = g_new (float, (gsize) self->size * (gsize) self->size);
  difference = dh_picture_difference_compute (self->pixels[0], self->pixels[1], self->size, map);
  surface = dh_gradient_map_new_surface (map, self->size, self->size, difference.scale);
  draw_surface (self, cr, surface, &frame);
  cairo_surface_destroy (surface);
  draw_legend (self, cr, &frame, difference.scale);
}

void
dh_picture_pair_draw (const DhPicturePair *self, cairo_t *cr)
{
  if (self->width < 2 || self->height < 2 || self->size < 1)
    return;
  if (self->mode == DH_PICTURE_PAIR_BESIDE)
    draw_beside (self, cr);
  else if (self->mode == DH_PICTURE_PAIR_WIPE)
    draw_wipe (self, cr);
  else
    draw_difference (self, cr);
}
