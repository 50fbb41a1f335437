/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing the trajectory of a ball.
 *
 * The whole trajectory is a thin line, the last steps are bright, and every step that can be
 * distinguished from its neighbours has a dot: the distance between dots shows the effect of the
 * learning rate.  A step is a straight chord, even over a valley, because descent doesn't see the
 * ground in between.  Lines have the lane's colour within a dark casing, so that they are visible
 * on every colour of the ground; parts behind the ground are faint.
 *
 * A trajectory may have twenty thousand steps and is drawn several times a second, so the old part
 * is drawn as two paths of at most a few thousand points, whatever its length.  From a long one,
 * pairs of neighbouring points are kept at equal distances: single points would hide that a ball
 * jumps to and fro.  The selection only changes when the trajectory has doubled, so nothing
 * flickers.
 */
#include "ui/plot/scene/scene-private.h"

#include <math.h>

#define BRIGHT_STEPS 32
#define MAX_PAIRS    600 /* of old steps */
#define TAIL         3   /* chords that are drawn together with the ball */
#define DOT_DISTANCE 5.0 /* pixels, for a ball of the default radius */
#define USUAL_RADIUS 9.0
#define NUMERAL      0.62 /* as a share of the ball's radius */

static const DhColor dark = { 0.04, 0.04, 0.06, 1 }, light = { 1, 1, 1, 1 };

/* Colours and widths of the two layers of a line for one or two steps. */
typedef struct
{
  double unit; /* pixels: scale relative to a ball of the default radius */
  DhColor core;
} Pen;

static Pen
make_pen (const DhScene *self, guint number)
{
  DhColor lane = dh_palette_get_lane (DH_SCHEME_DARK, number);
  const double share = 0.3; /* of white: the colormap has every lightness, and the casing is dark */

  return (Pen) {
    .unit = MAX (self->ball_radius / USUAL_RADIUS, 0.6),
    .core = { lane.red + share * (1 - lane.red), lane.green + share * (1 - lane.green),
              lane.blue + share * (1 - lane.blue), 1 },
  };
}

/* The number of points that the ball has reached. */
static guint
get_n_reached (const DhScene *self, const DhSceneBall *ball)
{
  return dh_scene_get_n_shown (self, ball) - (dh_scene_is_on_trajectory (self, ball) ? 1 : 0);
}

guint
dh_scene_get_tail (const DhScene *self, const DhSceneBall *ball)
{
  guint n = get_n_reached (self, ball);

  return n > TAIL ? n - 1 - TAIL : 0;
}

/* ---- the old part: thin, all at once ---- */

/* The smallest power of two that leaves few enough pairs. */
static guint
get_stride (guint n)
{
  guint stride = 2;

  while (n / stride > MAX_PAIRS)
    stride *= 2;
  return stride;
}

static GArray *
collect_old_places (const DhSceneEye *eye, const DhSceneBall *ball, guint n)
{
  GArray *places = g_array_new (FALSE, FALSE, sizeof (DhScenePlace));
  guint stride = get_stride (n);

  for (guint i = 0; i < n; i++)
    if (i % stride < 2 || i + 1 == n)
      {
        DhScenePlace place = dh_scene_eye_locate_point (eye, &ball->points[i]);

        g_array_append_val (places, place);
      }
  return places;
}

static void
trace_chords (cairo_t *cr, const GArray *places, gboolean hidden)
{
  const DhScenePlace *last = NULL;

  for (guint i = 1; i < places->len; i++)
    {
      const DhScenePlace *from = &g_array_index (places, DhScenePlace, i - 1), *to = from + 1;

      if ((from->hidden && to->hidden) != hidden)
        continue;
      if (last != from)
        cairo_move_to (cr, from->x, from->y);
      cairo_line_to (cr, to->x, to->y);
      last = to;
    }
}

static void
trace_dots (cairo_t *cr, const GArray *places, double distance)
{
  double x = -INFINITY, y = 0;

  for (guint i = 0; i < places->len; i++)
    {
      const DhScenePlace *place = &g_array_index (places, DhScenePlace, i);

      if (place->hidden || hypot (place->x - x, place->y - y) < distance)
        continue;
      x = place->x;
      y = place->y;
      cairo_move_to (cr, x, y);
      cairo_close_path (cr);
    }
}

static void
stroke (cairo_t *cr, double width, DhColor colour, double opacity)
{
  cairo_set_line_width (cr, width);
  dh_color_set_source (cr, colour, opacity);
  cairo_stroke_preserve (cr);
}

static void
draw_old (cairo_t *cr, const Pen *pen, const GArray *places)
{
  for (guint hidden = 0; hidden < 2; hidden++)
    {
      double opacity = hidden ? DH_SCENE_HIDDEN : 1;

      trace_chords (cr, places, hidden);
      stroke (cr, 2.4 * pen->unit, dark, 0.42 * opacity);
      stroke (cr, 1.0 * pen->unit, pen->core, 0.8 * opacity);
      cairo_new_path (cr);
    }
  trace_dots (cr, places, DOT_DISTANCE * pen->unit);
  stroke (cr, 3.6 * pen->unit, dark, 0.5);
  stroke (cr, 2.2 * pen->unit, light, 0.8);
  cairo_new_path (cr);
}

/* ---- the last steps ---- */

/* 0 for old steps, 1 for the last one. */
static double
get_brightness (guint index, guint n)
{
  guint age = n - 1 - index;

  return age < BRIGHT_STEPS ? 1 - (double) age / BRIGHT_STEPS : 0;
}

static void
draw_chord (cairo_t *cr, const Pen *pen, const DhScenePlace *from, const DhScenePlace *to,
            double brightness)
{
  double opacity = from->hidden && to->hidden ? DH_SCENE_HIDDEN : 1;

  cairo_move_to (cr, from->x, from->y);
  cairo_line_to (cr, to->x, to->y);
  stroke (cr, (2.4 + 1.9 * brightness) * pen->unit, dark, (0.42 + 0.5 * brightness) * opacity);
  stroke (cr, (1.0 + 1.1 * brightness) * pen->unit, pen->core, (0.8 + 0.2 * brightness) * opacity);
  cairo_new_path (cr);
}

static void
draw_dot (cairo_t *cr, const Pen *pen, const DhScenePlace *place, double brightness)
{
  double opacity = place->hidden ? DH_SCENE_HIDDEN : 1;

  cairo_move_to (cr, place->x, place->y);
  cairo_close_path (cr);
  stroke (cr, (3.6 + 2.4 * brightness) * pen->unit, dark, (0.5 + 0.4 * brightness) * opacity);
  stroke (cr, (2.2 + 1.5 * brightness) * pen->unit, light, (0.8 + 0.2 * brightness) * opacity);
  cairo_new_path (cr);
}

/* Points first … n_reached - 1; dots are drawn over the chords. */
static void
draw_bright (const DhSceneEye *eye, cairo_t *cr, const Pen *pen, const DhSceneBall *ball,
             guint first)
{
  guint n = get_n_reached (eye->scene, ball);
  DhScenePlace places[BRIGHT_STEPS + 1];

  for (guint i = first; i < n; i++)
    places[i - first] = dh_scene_eye_locate_point (eye, &ball->points[i]);
  for (guint i = first + 1; i < n; i++)
    draw_chord (cr, pen, &places[i - first - 1], &places[i - first], get_brightness (i, n));
  for (guint i = first; i < n; i++)
    draw_dot (cr, pen, &places[i - first], get_brightness (i, n));
}

/* ---- marks ---- */

/* A ring at the point where the ball was dropped. */
static void
draw_start (cairo_t *cr, const Pen *pen, const DhScenePlace *place)
{
  double opacity = place->hidden ? DH_SCENE_HIDDEN : 1;

  cairo_new_sub_path (cr);
  cairo_arc (cr, place->x, place->y, 4.2 * pen->unit, 0, 2 * G_PI);
  stroke (cr, 3.6 * pen->unit, dark, 0.8 * opacity);
  stroke (cr, 1.7 * pen->unit, light, opacity);
  cairo_new_path (cr);
}

/* If several trajectories are on one ground, each has its number on it, each at a different share
 * of its length. */
static void
draw_number (const DhSceneEye *eye, cairo_t *cr, const DhSceneBall *ball, const GArray *places)
{
  const DhScene *self = eye->scene;
  double radius = NUMERAL * self->ball_radius, length = 0, gone = 0, goal;
  const DhScenePlace *p = (const DhScenePlace *) places->data;

  for (guint i = 1; i < places->len; i++)
    length += hypot (p[i].x - p[i - 1].x, p[i].y - p[i - 1].y);
  if (length < 8 * self->ball_radius)
    return;
  goal = length * (0.25 + 0.06 * (ball->number - 1));
  for (guint i = 1; i < places->len; i++)
    {
      double step = hypot (p[i].x - p[i - 1].x, p[i].y - p[i - 1].y);

      gone += step;
      if (gone < goal || step == 0)
        continue;
      dh_palette_draw_badge (cr, self->scheme, ball->number,
                             p[i].x - (p[i].x - p[i - 1].x) * (gone - goal) / step,
                             p[i].y - (p[i].y - p[i - 1].y) * (gone - goal) / step, radius);
      return;
    }
}

/* ---- all together ---- */

void
dh_scene_draw_trajectory (const DhSceneEye *eye, cairo_t *cr, const DhSceneBall *ball)
{
  guint n = get_n_reached (eye->scene, ball);
  guint n_old = n > BRIGHT_STEPS ? n - BRIGHT_STEPS : 0;
  Pen pen = make_pen (eye->scene, ball->number);
  g_autoptr (GArray) places = collect_old_places (eye, ball, n_old > 0 ? n_old + 1 : n);

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (n_old > 0)
    draw_old (cr, &pen, places);
  draw_bright (eye, cr, &pen, ball, n_old);
  if (n > 1)
    draw_start (cr, &pen, &g_array_index (places, DhScenePlace, 0));
  if (eye->scene->n_balls > 1)
    draw_number (eye, cr, ball, places);
}

void
dh_scene_draw_tail (const DhSceneEye *eye, cairo_t *cr, const DhSceneBall *ball,
                    const DhScenePose *pose)
{
  guint n = get_n_reached (eye->scene, ball), first = dh_scene_get_tail (eye->scene, ball);
  Pen pen = make_pen (eye->scene, ball->number);
  DhScenePlace last = dh_scene_eye_locate_point (eye, &ball->points[n - 1]);

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  draw_chord (cr, &pen, &last, ball->hops ? &pose->ball : &pose->foot, 1);
  draw_bright (eye, cr, &pen, ball, first);
}
