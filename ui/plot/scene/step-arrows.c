/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The step breakdown as arrows: what pushes the ball.
 *
 * Slope, noise and memory have the same unit, which isn't the ground's; so they share one scale,
 * chosen so that the longest is easily visible, and only their ratios matter.  The step's arrow is
 * to scale: it ends where the ball will be.  The optimizer's divisors are shown as squares along
 * the dimensions' directions, because their sides can be compared with the arrows that they came
 * from.
 *
 * The arrows lie in a horizontal plane through the ball, not on the slope under it: on a steep
 * slope, most would point into the hill.  The current part is bright, the previous ones stay,
 * fainter.
 */
#include "ui/plot/scene/step-arrows.h"

#include "ui/plot/scene/scene-private.h"

#include <math.h>

#define LONGEST       0.24 /* widths of the ground */
#define LARGEST_SIDE  0.2
#define USUAL_RADIUS  9.0
#define TOLD_BEFORE   0.62 /* opacity */
#define CURVE_SPACING 7.0  /* pixels, for a ball of the default radius */

typedef struct
{
  DhColor colour;
  double width;     /* pixels, for a ball of the default radius */
  double dashes[2]; /* 0: none */
} Style;

#define RGB(r, g, b) \
  { \
    (r) / 255.0, (g) / 255.0, (b) / 255.0, 1 \
  }

static const Style styles[] = {
  [DH_BREAKDOWN_GRADIENT] = { RGB (255, 255, 255), 2.4, { 0, 0 } },
  [DH_BREAKDOWN_NOISE] = { RGB (255, 176, 226), 2.2, { 0.1, 4.2 } },
  [DH_BREAKDOWN_MEMORY] = { RGB (150, 214, 255), 2.4, { 6, 4 } },
  [DH_BREAKDOWN_SQUARES] = { RGB (255, 205, 140), 1.6, { 0, 0 } },
  [DH_BREAKDOWN_STEP] = { RGB (255, 255, 255), 3.8, { 0, 0 } },
};

static Style
get_style (DhBreakdownKind kind, guint number)
{
  Style style = styles[kind];

  if (kind == DH_BREAKDOWN_STEP)
    style.colour = dh_palette_get_lane (DH_SCHEME_DARK, number);
  return style;
}

/* A ball whose step breakdown is drawn. */
typedef struct
{
  const DhSceneEye *eye;
  cairo_t *cr;
  guint number;
  double at[2], level;
  double x, y, radius; /* of the ball as drawn */
  double unit;
  double pushes, sides; /* lengths of arrows and squares, in widths of the ground per unit */
} Teller;

/* ---- where ---- */

/* The point at that distance from the ball's centre, in widths of the ground, at its level. */
static void
displace (const Teller *self, double du, double dv, double *x, double *y)
{
  const DhScene *scene = self->eye->scene;
  const DhTerrain *terrain = scene->terrain;
  const double at[2] = { self->at[0] + du * (terrain->maximum[0] - terrain->minimum[0]),
                         self->at[1] + dv * (terrain->maximum[1] - terrain->minimum[1]) };
  DhScenePlace from = dh_scene_eye_locate (self->eye, self->at, self->level);
  DhScenePlace to = dh_scene_eye_locate (self->eye, at, self->level);

  *x = self->x + to.x - from.x;
  *y = self->eye->kind == DH_SCENE_CURVE ? self->y - dv * scene->width : self->y + to.y - from.y;
}

/* Converts a vector to widths of the ground, at a scale of 1. */
static void
get_shares (const Teller *self, const double vector[2], double shares[2])
{
  const DhTerrain *terrain = self->eye->scene->terrain;

  for (guint i = 0; i < 2; i++)
    shares[i] = i < 1 || terrain->n_rows > 1
                  ? vector[i] / (terrain->maximum[i] - terrain->minimum[i])
                  : 0;
}

/* The scales depend on the whole breakdown, so lengths don't change while its parts are shown. */
static void
choose_scales (Teller *self, const DhStepBreakdown *breakdown)
{
  double push = 0, side = 0;

  for (guint i = 0; i < breakdown->n_parts; i++)
    {
      double shares[2];

      get_shares (self, breakdown->parts[i].vector, shares);
      if (breakdown->parts[i].kind == DH_BREAKDOWN_SQUARES)
        side = MAX (side, MAX (shares[0], shares[1]));
      else if (breakdown->parts[i].kind != DH_BREAKDOWN_STEP)
        push = MAX (push, hypot (shares[0], shares[1]));
    }
  self->pushes = push > 0 ? LONGEST / push : 0;
  /* Squares have the same scale as the arrows, unless they would be too large. */
  self->sides = side > 0 ? LARGEST_SIDE / side : 0;
  if (self->pushes > 0)
    self->sides = MIN (self->sides, self->pushes);
}

/* ---- drawing ---- */

static void
set_dashes (cairo_t *cr, const Style *style, double unit)
{
  const double dashes[2] = { style->dashes[0] * unit, style->dashes[1] * unit };

  cairo_set_dash (cr, dashes, style->dashes[1] > 0 ? 2 : 0, 0);
}

static void
trace_head (cairo_t *cr, double x, double y, double along, double size)
{
  cairo_new_sub_path (cr);
  cairo_move_to (cr, x, y);
  for (int side = -1; side <= 1; side += 2)
    cairo_line_to (cr, x - size * cos (along + side * 0.42), y - size * sin (along + side * 0.42));
  cairo_close_path (cr);
}

/* First the dark casing, then the line and its head. */
static void
draw_arrow (cairo_t *cr, const Style *style, double unit, double x, double y, double to_x,
            double to_y)
{
  const DhColor dark = { 0.04, 0.04, 0.06, 1 };
  double length = hypot (to_x - x, to_y - y), along = atan2 (to_y - y, to_x - x);
  double head = MIN ((5.5 + 1.7 * style->width) * unit, MAX (0.8 * length, 4 * unit));
  double line = MAX (length - 0.7 * head, 0);

  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint layer = 0; layer < 2; layer++)
    {
      double casing = layer == 0 ? 2.2 * unit : 0;

      dh_color_set_source (cr, layer == 0 ? dark : style->colour, layer == 0 ? 0.75 : 1);
      set_dashes (cr, style, unit);
      cairo_move_to (cr, x, y);
      cairo_line_to (cr, x + line * cos (along), y + line * sin (along));
      cairo_set_line_width (cr, style->width * unit + casing);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
      trace_head (cr, to_x, to_y, along, head);
      cairo_set_line_width (cr, casing);
      if (layer == 0)
        cairo_stroke_preserve (cr);
      cairo_fill (cr);
    }
}

/* Starts at the rim of the ball, so that its number stays readable, and keeps its full length. */
static void
draw_push (const Teller *self, const Style *style, double to_x, double to_y, double higher)
{
  double length = hypot (to_x - self->x, to_y - self->y);
  double rim_x, rim_y;

  if (length < 0.5)
    return;
  rim_x = (to_x - self->x) * self->radius / length;
  rim_y = (to_y - self->y) * self->radius / length - higher;
  draw_arrow (self->cr, style, self->unit, self->x + rim_x, self->y + rim_y, to_x + rim_x,
              to_y + rim_y);
}

/* A square with one side along a dimension's direction, starting at the ball's centre. */
static void
trace_square (const Teller *self, guint dimension, double side)
{
  const DhScene *scene = self->eye->scene;
  double aspect = self->eye->kind == DH_SCENE_MAP ? scene->width / scene->height : 1;
  double other = dimension == 0 ? side * aspect : side / aspect;
  /* On a curve, the square is above the ball; otherwise the two squares are side by side. */
  double up = self->eye->kind == DH_SCENE_CURVE ? 1 : -1;
  double corners[4][2] = { { 0, 0 }, { side, 0 }, { side, up * other }, { 0, up * other } };

  for (guint i = 0; i < 4; i++)
    {
      double x, y;

      if (dimension == 0)
        displace (self, corners[i][0], corners[i][1], &x, &y);
      else
        displace (self, corners[i][1], corners[i][0], &x, &y);
      cairo_line_to (self->cr, x, y);
    }
  cairo_close_path (self->cr);
}

static void
draw_squares (const Teller *self, const Style *style, const double vector[2])
{
  const DhColor dark = { 0.04, 0.04, 0.06, 1 };
  double shares[2];

  get_shares (self, vector, shares);
  cairo_new_path (self->cr);
  for (guint dimension = 0; dimension < 2; dimension++)
    if (shares[dimension] > 0)
      trace_square (self, dimension, shares[dimension] * self->sides);
  dh_color_set_source (self->cr, style->colour, 0.3);
  cairo_fill_preserve (self->cr);
  cairo_set_line_width (self->cr, (style->width + 1.8) * self->unit);
  dh_color_set_source (self->cr, dark, 0.7);
  cairo_stroke_preserve (self->cr);
  cairo_set_line_width (self->cr, style->width * self->unit);
  dh_color_set_source (self->cr, style->colour, 1);
  cairo_stroke (self->cr);
}

/* Ends where the ball will be drawn after the step. */
static void
draw_step (const Teller *self, const Style *style, const double vector[2])
{
  const double at[2] = { self->at[0] + vector[0], self->at[1] + vector[1] };
  DhScenePlace from = dh_scene_eye_locate (self->eye, self->at, self->level);
  DhScenePlace to = dh_scene_eye_locate (self->eye, at,
                                         dh_scene_get_level (self->eye->scene, at, NAN));
  double dx = to.x - from.x, dy = to.y - from.y, length = hypot (dx, dy);
  double start = length > 1.6 * self->radius ? self->radius / length : 0;

  if (length < 0.5)
    return;
  draw_arrow (self->cr, style, self->unit, self->x + start * dx, self->y + start * dy, self->x + dx,
              self->y + dy);
}

static void
draw_part (const Teller *self, const DhBreakdownPart *part, guint place)
{
  Style style = get_style (part->kind, self->number);
  /* On a curve, all arrows would be on one line, so each is drawn higher than the last. */
  double higher = self->eye->kind == DH_SCENE_CURVE ? CURVE_SPACING * self->unit * place : 0;
  double shares[2], x, y;

  if (part->kind == DH_BREAKDOWN_SQUARES)
    draw_squares (self, &style, part->vector);
  else if (part->kind == DH_BREAKDOWN_STEP)
    draw_step (self, &style, part->vector);
  else
    {
      get_shares (self, part->vector, shares);
      displace (self, shares[0] * self->pushes, shares[1] * self->pushes, &x, &y);
      draw_push (self, &style, x, y, higher);
    }
}

/* The ball is drawn over the arrows that push it, and under the step's arrow. */
static void
draw_told (const Teller *self, const DhStepBreakdown *breakdown, guint n_told,
           const DhScenePose *pose)
{
  for (guint i = 0; i < n_told; i++)
    {
      gboolean now = i + 1 == n_told;

      if (breakdown->parts[i].kind == DH_BREAKDOWN_STEP)
        dh_scene_draw_pose (self->eye, self->cr, self->number, pose);
      if (!now)
        cairo_push_group (self->cr);
      draw_part (self, &breakdown->parts[i], i);
      if (now)
        break;
      cairo_pop_group_to_source (self->cr);
      cairo_paint_with_alpha (self->cr, TOLD_BEFORE);
    }
  if (n_told > 0 && breakdown->parts[n_told - 1].kind != DH_BREAKDOWN_STEP)
    dh_scene_draw_pose (self->eye, self->cr, self->number, pose);
}

void
dh_scene_draw_stories (const DhScene *self, cairo_t *cr, gboolean on_map)
{
  DhSceneEye eye = dh_scene_eye_make (self, on_map);

  for (guint i = 0; i < self->n_balls; i++)
    {
      const DhSceneBall *ball = &self->balls[i];
      Teller teller = { .eye = &eye, .cr = cr, .number = ball->number };
      const DhTrajectoryPoint *point;
      DhScenePose pose;

      if (ball->breakdown == NULL || ball->n_points == 0)
        continue;
      point = &ball->points[dh_scene_get_n_shown (self, ball) - 1];
      pose = dh_scene_get_pose (&eye, ball);
      dh_scene_get_disc (&eye, &pose, &teller.x, &teller.y, &teller.radius);
      teller.at[0] = point->at[0];
      teller.at[1] = point->at[1];
      teller.level = dh_scene_get_level (self, point->at, point->loss);
      teller.unit = MAX (self->ball_radius / USUAL_RADIUS, 0.7);
      choose_scales (&teller, ball->breakdown);
      draw_told (&teller, ball->breakdown, MIN (ball->n_told, ball->breakdown->n_parts), &pose);
    }
}

void
dh_step_arrows_draw_key (cairo_t *cr, DhBreakdownKind kind, guint number, double x, double y,
                         double width)
{
  Style style = get_style (kind, number);
  double side = MIN (0.6 * width, 12);

  if (kind != DH_BREAKDOWN_SQUARES)
    {
      draw_arrow (cr, &style, 0.8, x, y, x + width, y);
      return;
    }
  cairo_rectangle (cr, x + (width - side) / 2, y - side / 2, side, side);
  dh_color_set_source (cr, (DhColor) { 0.04, 0.04, 0.06, 1 }, 0.7);
  cairo_set_line_width (cr, 3.2);
  cairo_stroke_preserve (cr);
  dh_color_set_source (cr, style.colour, 1);
  cairo_set_line_width (cr, 1.6);
  cairo_stroke (cr);
}
