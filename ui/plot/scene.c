/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The ball and where it came from.
 *
 * The whole way stays as a thin line, the last steps are bright, and every step has a dot: the
 * distance between dots is the learning rate at work.  A step is a straight chord, also where it
 * leads over a valley, because that is what descent does: it doesn't feel the ground in between.
 * Lines have a light core and a dark casing, so that they are seen on every height's colour.
 * What lies behind the surface is drawn faintly instead of not at all: a ball that vanishes
 * behind a hill would leave one wondering.
 *
 * A soft shadow under the ball says where it touches the ground; without it nobody could tell.
 */
#include "ui/plot/scene-private.h"

#include <math.h>

#define BRIGHT_STEPS  32
#define MAX_DRAWN     1500   /* of a long way, only every k-th ball but for the last ones */
#define HIDDEN        0.28
#define HIDDEN_DEPTH  0.02
#define LIFT          0.006  /* of the world: a way lies on the ground, not in it */
#define TOP           1.15   /* levels above and below the picture are cut here */
#define BOTTOM        (-0.3)
#define BESIDE        0.12   /* widths of the ground */

static double
get_share (const DhScene *self, const double at[2], guint knob)
{
  double share = (at[knob] - self->terrain->minimum[knob])
                 / (self->terrain->maximum[knob] - self->terrain->minimum[knob]);

  return CLAMP (share, -2, 3); /* far outside: in that direction */
}

/* A ball that went beyond is shown beside the ground that it left, not where nobody looks. */
static double
stay_near (double share)
{
  return CLAMP (share, -BESIDE, 1 + BESIDE);
}

DhScenePlace
dh_scene_locate_on_surface (const DhScene *self, const DhProjection *projection,
                            const double at[2], double loss)
{
  double level = CLAMP (dh_relief_get_level (&self->relief, loss), BOTTOM, TOP);
  double u = get_share (self, at, 0), v = get_share (self, at, 1);
  DhScenePlace place = { .gone = u != stay_near (u) || v != stay_near (v) };
  int column, row;

  dh_projection_apply (projection, stay_near (u) - 0.5, stay_near (v) - 0.5,
                       level * self->camera.relief + LIFT, &place.x, &place.y, &place.depth);
  column = (int) place.x;
  row = (int) place.y;
  if (self->depths != NULL && column >= 0 && row >= 0 && column < (int) self->width
      && row < (int) self->height)
    place.hidden = self->depths[row * (int) self->width + column] < place.depth - HIDDEN_DEPTH;
  return place;
}

static DhScenePlace
locate (const DhScene *self, const DhProjection *projection, const DhBall *ball, gboolean on_map)
{
  if (!on_map)
    return dh_scene_locate_on_surface (self, projection, ball->at, ball->loss);
  return (DhScenePlace) { .x = get_share (self, ball->at, 0) * self->width,
                   .y = (1 - get_share (self, ball->at, 1)) * self->height };
}

gboolean
dh_scene_is_drawn (guint index, guint n)
{
  return index % (n / MAX_DRAWN + 1) == 0 || index + BRIGHT_STEPS >= n;
}

guint
dh_scene_get_n_shown (const DhScene *self, const DhRoll *roll)
{
  guint n = dh_roll_get_n_balls (roll);

  return self->n_shown > 0 ? MIN (self->n_shown, n) : n;
}

static GArray *
collect_places (const DhScene *self, const DhRoll *roll, gboolean on_map)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (DhScenePlace));
  guint n = dh_scene_get_n_shown (self, roll);
  DhProjection projection;

  dh_projection_init (&projection, &self->camera, self->width, self->height);
  for (guint i = 0; i < n; i++)
    if (dh_scene_is_drawn (i, n))
      {
        DhScenePlace place = locate (self, &projection, dh_roll_get_ball (roll, i), on_map);

        g_array_append_val (places, place);
      }
  return places;
}

static void
stroke (cairo_t *cr, const DhScenePlace *from, const DhScenePlace *to, double width, DhColor colour,
        double opacity)
{
  if (from->hidden && to->hidden)
    opacity *= HIDDEN;
  cairo_move_to (cr, from->x, from->y);
  cairo_line_to (cr, to->x, to->y);
  cairo_set_line_width (cr, width);
  dh_color_set_source (cr, colour, opacity);
  cairo_stroke (cr);
}

static void
draw_dot (cairo_t *cr, const DhScenePlace *place, double radius, DhColor colour, double opacity)
{
  cairo_arc (cr, place->x, place->y, radius, 0, 2 * G_PI);
  dh_color_set_source (cr, colour, place->hidden ? opacity * HIDDEN : opacity);
  cairo_fill (cr);
}

/* 0 for what is old, 1 for the last step. */
static double
get_brightness (guint index, guint n)
{
  guint age = n - 1 - index;

  return age < BRIGHT_STEPS ? 1 - (double) age / BRIGHT_STEPS : 0;
}

void
dh_scene_draw_way (const DhScene *self, cairo_t *cr, const DhScenePlace *places, guint n)
{
  const DhColor dark = { 0, 0, 0, 1 }, light = { 1, 1, 1, 1 };
  double unit = self->ball_radius / 9;

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  for (guint i = 0; i < n; i++)
    draw_dot (cr, &places[i], (1.8 + 1.1 * get_brightness (i, n)) * unit, dark,
              0.45 + 0.3 * get_brightness (i, n));
  for (guint i = 1; i < n; i++)
    stroke (cr, &places[i - 1], &places[i], (2.6 + get_brightness (i, n)) * unit, dark,
            0.35 + 0.3 * get_brightness (i, n));
  for (guint i = 1; i < n; i++)
    stroke (cr, &places[i - 1], &places[i], (1 + 0.9 * get_brightness (i, n)) * unit, light,
            0.6 + 0.4 * get_brightness (i, n));
  for (guint i = 0; i < n; i++)
    draw_dot (cr, &places[i], (1 + 0.9 * get_brightness (i, n)) * unit, light,
              0.7 + 0.3 * get_brightness (i, n));
}

void
dh_scene_draw_ways (const DhScene *self, cairo_t *cr, gboolean on_map)
{
  for (guint i = 0; i < self->n_balls; i++)
    {
      g_autoptr (GArray) places = collect_places (self, self->balls[i].roll, on_map);

      dh_scene_draw_way (self, cr, (const DhScenePlace *) places->data, places->len);
    }
}

/* Soft, flat, where the ball touches the ground. */
static void
draw_shadow (cairo_t *cr, double x, double y, double radius, double flatness)
{
  cairo_pattern_t *pattern = cairo_pattern_create_radial (0, 0, 0, 0, 0, 1);

  cairo_pattern_add_color_stop_rgba (pattern, 0, 0, 0, 0, 0.62);
  cairo_pattern_add_color_stop_rgba (pattern, 0.45, 0, 0, 0, 0.4);
  cairo_pattern_add_color_stop_rgba (pattern, 1, 0, 0, 0, 0);
  cairo_save (cr);
  cairo_translate (cr, x + 0.25 * radius, y + 0.12 * radius);
  cairo_scale (cr, 1.55 * radius, 1.55 * radius * flatness);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_pattern_destroy (pattern);
}

/* A gleam at the upper left and a dark rim at the lower right make the disc a ball. */
static void
draw_gloss (cairo_t *cr, double x, double y, double radius)
{
  cairo_pattern_t *pattern = cairo_pattern_create_radial (x - 0.4 * radius, y - 0.45 * radius, 0,
                                                          x, y, radius);

  cairo_pattern_add_color_stop_rgba (pattern, 0, 1, 1, 1, 0.75);
  cairo_pattern_add_color_stop_rgba (pattern, 0.3, 1, 1, 1, 0.12);
  cairo_pattern_add_color_stop_rgba (pattern, 0.7, 0, 0, 0, 0.02);
  cairo_pattern_add_color_stop_rgba (pattern, 1, 0, 0, 0, 0.42);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
}

void
dh_scene_draw_ball (const DhScene *self, cairo_t *cr, guint number, double x, double y,
                    gboolean on_map)
{
  double radius = self->ball_radius, middle = on_map ? y : y - 0.85 * radius;

  draw_shadow (cr, x, y, radius, on_map ? 1 : MAX (sin (self->camera.elevation), 0.35));
  dh_palette_draw_badge (cr, self->scheme, number, x, middle, radius);
  draw_gloss (cr, x, middle, radius);
}

void
dh_scene_draw_place (const DhScene *self, cairo_t *cr, guint number, const DhScenePlace *place,
                     gboolean on_map)
{
  double radius = self->ball_radius, above = on_map ? radius : 1.85 * radius;
  double x = CLAMP (place->x, MIN (radius, self->width / 2), MAX (self->width - radius, 0));
  double y = CLAMP (place->y, MIN (above, self->height / 2), MAX (self->height - radius, 0));
  gboolean faint = place->hidden || place->gone || fabs (x - place->x) > radius
                   || fabs (y - place->y) > above;

  if (faint)
    cairo_push_group (cr);
  dh_scene_draw_ball (self, cr, number, x, y, on_map);
  if (!faint)
    return;
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, 0.55);
}

void
dh_scene_draw_balls (const DhScene *self, cairo_t *cr, gboolean on_map)
{
  DhProjection projection;

  dh_projection_init (&projection, &self->camera, self->width, self->height);
  for (guint i = 0; i < self->n_balls; i++)
    {
      const DhSceneBall *ball = &self->balls[i];
      guint last = dh_scene_get_n_shown (self, ball->roll) - 1;
      DhScenePlace place = locate (self, &projection, dh_roll_get_ball (ball->roll, last), on_map);

      dh_scene_draw_place (self, cr, ball->number, &place, on_map);
    }
}

static void
draw_all (const DhScene *self, cairo_t *cr, gboolean on_map)
{
  cairo_save (cr);
  cairo_rectangle (cr, 0, 0, self->width, self->height);
  cairo_clip (cr);
  dh_scene_draw_ways (self, cr, on_map);
  dh_scene_draw_balls (self, cr, on_map);
  cairo_restore (cr);
}

void
dh_scene_draw_on_surface (const DhScene *self, cairo_t *cr)
{
  draw_all (self, cr, FALSE);
}

void
dh_scene_draw_on_map (const DhScene *self, cairo_t *cr)
{
  draw_all (self, cr, TRUE);
}

void
dh_scene_locate (const DhScene *self, const double at[2], double loss, double *x, double *y)
{
  DhProjection projection;
  DhScenePlace place;

  dh_projection_init (&projection, &self->camera, self->width, self->height);
  place = dh_scene_locate_on_surface (self, &projection, at, loss);
  *x = place.x;
  *y = place.y;
}
