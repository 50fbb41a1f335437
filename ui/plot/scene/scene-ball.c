/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawing a ball and its shadow.  A soft shadow shows where it touches the ground.  While the ball
 * is in the air, the shadow stays below, fainter and wider the higher the ball is.
 *
 * Parts behind the surface are drawn faintly instead of not at all: a ball that vanished behind a
 * hill would be confusing.
 */
#include "ui/plot/scene/scene-private.h"

#include <math.h>

#define STANDING     0.85 /* radii: height of the ball's centre above its point of contact */
#define SHADOW_WIDTH 1.55 /* radii */
#define SHADOW_RIGHT 0.25
#define SHADOW_DOWN  0.12
#define FAINT        0.55
#define WITH_MARK    2.2 /* radii: from the centre to the edge, with a mark between them */

/* Soft and flat, at the point of contact; height: of the ball above the ground, in radii. */
static void
draw_shadow (cairo_t *cr, double x, double y, double radius, double flatness, double height)
{
  cairo_pattern_t *pattern = cairo_pattern_create_radial (0, 0, 0, 0, 0, 1);
  double strength = 1 / (1 + 0.45 * height);
  double width = SHADOW_WIDTH * radius * (1 + MIN (height / 5, 0.8));

  cairo_pattern_add_color_stop_rgba (pattern, 0, 0, 0, 0, 0.62 * strength);
  cairo_pattern_add_color_stop_rgba (pattern, 0.45, 0, 0, 0, 0.4 * strength);
  cairo_pattern_add_color_stop_rgba (pattern, 1, 0, 0, 0, 0);
  cairo_save (cr);
  cairo_translate (cr, x + SHADOW_RIGHT * radius, y + SHADOW_DOWN * radius);
  cairo_scale (cr, width, width * flatness);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_restore (cr);
  cairo_pattern_destroy (pattern);
}

/* A highlight at the upper left and a dark rim at the lower right make the disc look like a
 * ball. */
static void
draw_gloss (cairo_t *cr, double x, double y, double radius)
{
  cairo_pattern_t *pattern = cairo_pattern_create_radial (x - 0.4 * radius, y - 0.45 * radius, 0, x,
                                                          y, radius);

  cairo_pattern_add_color_stop_rgba (pattern, 0, 1, 1, 1, 0.75);
  cairo_pattern_add_color_stop_rgba (pattern, 0.3, 1, 1, 1, 0.12);
  cairo_pattern_add_color_stop_rgba (pattern, 0.7, 0, 0, 0, 0.02);
  cairo_pattern_add_color_stop_rgba (pattern, 1, 0, 0, 0, 0.42);
  cairo_arc (cr, x, y, radius, 0, 2 * G_PI);
  cairo_set_source (cr, pattern);
  cairo_fill (cr);
  cairo_pattern_destroy (pattern);
}

static double
get_flatness (const DhSceneEye *eye)
{
  if (eye->kind == DH_SCENE_MAP)
    return 1;
  return MAX (sin (eye->kind == DH_SCENE_CURVE ? 0 : eye->scene->camera.elevation), 0.35);
}

void
dh_scene_get_disc (const DhSceneEye *eye, const DhScenePose *pose, double *x, double *y,
                   double *radius)
{
  const DhScene *self = eye->scene;
  double above, margin;

  *radius = self->ball_radius * (1 + pose->growth);
  above = eye->kind == DH_SCENE_MAP ? 0 : STANDING * *radius;
  margin = (dh_scene_get_distance_off (self, pose) > 0 ? WITH_MARK : 1) * *radius;
  above += margin;
  *x = CLAMP (pose->ball.x, MIN (margin, self->width / 2), MAX (self->width - margin, 0));
  *y = CLAMP (pose->ball.y, MIN (above, self->height / 2), MAX (self->height - margin, 0));
  *y -= above - margin;
}

static void
draw_standing (const DhSceneEye *eye, cairo_t *cr, guint number, const DhScenePose *pose)
{
  const DhScene *self = eye->scene;
  double x, y, radius, height = MAX (pose->height, 0) / self->ball_radius;
  /* In the air, the shadow is on the ground below; otherwise under the ball, even at the edge of
   * the picture. */
  gboolean in_air = height > 0.01 && eye->kind != DH_SCENE_MAP;
  double shift = eye->kind == DH_SCENE_MAP ? 0.6 * pose->height : 0;

  dh_scene_get_disc (eye, pose, &x, &y, &radius);
  draw_shadow (cr, (in_air ? pose->foot.x : x) + shift,
               (in_air ? pose->foot.y : y + (eye->kind == DH_SCENE_MAP ? 0 : STANDING * radius))
                 + shift,
               self->ball_radius, get_flatness (eye), height);
  dh_palette_draw_badge (cr, self->scheme, number, x, y, radius);
  draw_gloss (cr, x, y, radius);
}

void
dh_scene_draw_pose (const DhSceneEye *eye, cairo_t *cr, guint number, const DhScenePose *pose)
{
  const DhScenePlace *place = &pose->ball;
  double x, y, radius;
  gboolean faint;

  dh_scene_get_disc (eye, pose, &x, &y, &radius);
  /* If an edge mark explains why the ball isn't at its position, the ball needn't be faint. */
  faint = place->hidden
          || (dh_scene_get_distance_off (eye->scene, pose) <= 0
              && (place->gone || fabs (x - place->x) > radius || fabs (y - place->y) > 2 * radius));
  if (faint)
    cairo_push_group (cr);
  draw_standing (eye, cr, number, pose);
  if (!faint)
    return;
  cairo_pop_group_to_source (cr);
  cairo_paint_with_alpha (cr, FAINT);
}

void
dh_scene_draw_ball (const DhScene *self, cairo_t *cr, guint number, double x, double y,
                    gboolean on_map)
{
  DhSceneEye eye = dh_scene_eye_make (self, on_map);
  DhScenePose pose = { .ball = { .x = x, .y = y },
                       .foot = { .x = x, .y = y },
                       .at = { self->terrain->minimum[0], self->terrain->minimum[1] } };

  draw_standing (&eye, cr, number, &pose);
}

/* ---- what is drawn on ---- */

typedef struct
{
  double left, top, right, bottom;
} Area;

static void
take_in (Area *area, double x, double y, double reach)
{
  area->left = MIN (area->left, x - reach);
  area->top = MIN (area->top, y - reach);
  area->right = MAX (area->right, x + reach);
  area->bottom = MAX (area->bottom, y + reach);
}

static void
take_in_ball (Area *area, const DhSceneEye *eye, const DhSceneBall *ball)
{
  const DhScene *self = eye->scene;
  DhScenePose pose = dh_scene_get_pose (eye, ball);
  cairo_rectangle_t mark;
  double x, y, radius;

  dh_scene_get_disc (eye, &pose, &x, &y, &radius);
  take_in (area, x, y, radius + 1);
  take_in (area, x, y, 1.1 * (STANDING + SHADOW_DOWN + SHADOW_WIDTH) * self->ball_radius);
  take_in (area, pose.foot.x, pose.foot.y,
           3.2 * self->ball_radius + (eye->kind == DH_SCENE_MAP ? 0.6 * pose.height : 0));
  if (eye->kind == DH_SCENE_MAP) /* the ball's shadow, even at the edge */
    take_in (area, x, y, 3.2 * self->ball_radius + 0.6 * MAX (pose.height, 0));
  if (dh_scene_get_edge_mark_area (eye, &pose, &mark))
    {
      take_in (area, mark.x, mark.y, 1);
      take_in (area, mark.x + mark.width, mark.y + mark.height, 1);
    }
  if (!dh_scene_is_on_trajectory (self, ball))
    return;
  take_in (area, pose.ball.x, pose.ball.y, self->ball_radius); /* the end of its chord */
  for (guint i = dh_scene_get_tail (self, ball); i + 1 < dh_scene_get_n_shown (self, ball); i++)
    {
      DhScenePlace place = dh_scene_eye_locate_point (eye, &ball->points[i]);

      take_in (area, place.x, place.y, self->ball_radius);
    }
}

void
dh_scene_get_balls_area (const DhScene *self, gboolean on_map, cairo_rectangle_int_t *area)
{
  DhSceneEye eye = dh_scene_eye_make (self, on_map);
  Area all = { self->width, self->height, 0, 0 };

  for (guint i = 0; i < self->n_balls; i++)
    if (self->balls[i].n_points > 0)
      take_in_ball (&all, &eye, &self->balls[i]);
  *area = (cairo_rectangle_int_t) { 0 };
  if (all.left >= all.right)
    return;
  area->x = (int) floor (MAX (all.left, 0));
  area->y = (int) floor (MAX (all.top, 0));
  area->width = MAX ((int) ceil (MIN (all.right, self->width)) - area->x, 0);
  area->height = MAX ((int) ceil (MIN (all.bottom, self->height)) - area->y, 0);
}
