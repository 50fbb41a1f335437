/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a ball is on the picture of its ground.
 *
 * The picture is a surface seen by a camera, a map, or a curve.
 *
 * Between two points of its trajectory a ball is in the air or on the ground.  Plain descent only
 * uses the slope where it lands, so its ball hops: along the straight chord, in a low arc, and over
 * any hill that the chord would cut through.  With an optimizer that remembers its direction, the
 * ball rolls: it follows the ground under the chord.
 */
#include "ui/plot/scene/scene-private.h"

#include <math.h>

#define LIFT         0.006 /* of the world: a trajectory is drawn slightly above the ground */
#define HIDDEN_DEPTH 0.02
#define TOP          1.15 /* levels beyond TOP and BOTTOM are clamped */
#define BOTTOM       (-0.3)
#define BESIDE       0.12 /* widths of the ground */
#define ARC          0.2  /* height of a hop, as a share of its length */
#define MAX_ARC      0.09 /* widths of the ground */
#define GROWTH       3.0  /* how much a ball on the map grows for a height of one width */

/* Shares of a curve's height: room for a ball on the rim, and below. */
#define CURVE_TOP    0.1
#define CURVE_BOTTOM 0.12
#define CURVE_UNIT   0.6 /* widths, approximately */

static double
get_share (const DhScene *self, const double at[2], guint dimension)
{
  double share = (at[dimension] - self->terrain->minimum[dimension])
                 / (self->terrain->maximum[dimension] - self->terrain->minimum[dimension]);

  return CLAMP (share, -2, 3); /* far outside, only the direction counts */
}

/* A ball off the ground is shown beside it, not out of sight. */
static double
stay_near (double share)
{
  return CLAMP (share, -BESIDE, 1 + BESIDE);
}

DhSceneEye
dh_scene_eye_make (const DhScene *self, gboolean on_map)
{
  DhSceneEye eye = { .scene = self, .kind = on_map ? DH_SCENE_MAP : DH_SCENE_SURFACE };

  if (self->terrain->n_rows < 2)
    eye.kind = DH_SCENE_CURVE;
  dh_projection_init (&eye.projection, &self->camera, self->width, self->height);
  return eye;
}

/* The level of the ground below, or of its nearest edge if there is none below; NaN over a hole. */
static double
get_ground_level (const DhScene *self, const double at[2])
{
  const DhTerrain *terrain = self->terrain;
  const double inside[2] = { CLAMP (at[0], terrain->minimum[0], terrain->maximum[0]),
                             CLAMP (at[1], terrain->minimum[1], terrain->maximum[1]) };

  return dh_height_scale_get_level (&self->height_scale, dh_terrain_get_height (terrain, inside));
}

double
dh_scene_get_level (const DhScene *self, const double at[2], double loss)
{
  double level = dh_height_scale_get_level (&self->height_scale, loss);

  if (isnan (level))
    level = get_ground_level (self, at);
  return isnan (level) ? 0.5 : CLAMP (level, BOTTOM, TOP);
}

static DhScenePlace
locate_on_surface (const DhSceneEye *eye, const double at[2], double level)
{
  const DhScene *self = eye->scene;
  double u = get_share (self, at, 0), v = get_share (self, at, 1);
  DhScenePlace place = { .gone = u != stay_near (u) || v != stay_near (v) };
  int column, row;

  dh_projection_apply (&eye->projection, stay_near (u) - 0.5, stay_near (v) - 0.5,
                       level * self->camera.height_scale + LIFT, &place.x, &place.y, &place.depth);
  column = (int) floor (place.x);
  row = (int) floor (place.y);
  if (self->depths != NULL && column >= 0 && row >= 0 && column < (int) self->width
      && row < (int) self->height)
    place.hidden = self->depths[row * (int) self->width + column] < place.depth - HIDDEN_DEPTH;
  return place;
}

DhScenePlace
dh_scene_eye_locate (const DhSceneEye *eye, const double at[2], double level)
{
  const DhScene *self = eye->scene;

  if (eye->kind == DH_SCENE_SURFACE)
    return locate_on_surface (eye, at, level);
  if (eye->kind == DH_SCENE_MAP)
    return (DhScenePlace) { .x = get_share (self, at, 0) * self->width,
                            .y = (1 - get_share (self, at, 1)) * self->height };
  return (DhScenePlace) {
    .x = get_share (self, at, 0) * self->width,
    .y = self->height * (1 - CURVE_BOTTOM - level * (1 - CURVE_BOTTOM - CURVE_TOP)),
  };
}

DhScenePlace
dh_scene_eye_locate_point (const DhSceneEye *eye, const DhTrajectoryPoint *point)
{
  return dh_scene_eye_locate (eye, point->at,
                              dh_scene_get_level (eye->scene, point->at, point->loss));
}

guint
dh_scene_get_n_shown (const DhScene *self, const DhSceneBall *ball)
{
  return self->n_shown > 0 ? MIN (self->n_shown, ball->n_points) : ball->n_points;
}

/* A ball that reached its end before others is at rest. */
gboolean
dh_scene_is_on_trajectory (const DhScene *self, const DhSceneBall *ball)
{
  return self->fraction < 1 && dh_scene_get_n_shown (self, ball) > 1
         && ball->n_points >= self->n_shown;
}

static DhScenePose
get_pose_at_rest (const DhSceneEye *eye, const DhTrajectoryPoint *point)
{
  DhScenePose pose = { .ball = dh_scene_eye_locate_point (eye, point),
                       .at = { point->at[0], point->at[1] } };

  pose.foot = pose.ball;
  return pose;
}

/* The current height of a hop, in widths of the ground. */
static double
get_arc (const DhScene *self, const DhTrajectoryPoint *from, const DhTrajectoryPoint *to)
{
  double f = self->fraction;
  double length = hypot (get_share (self, to->at, 0) - get_share (self, from->at, 0),
                         self->terrain->n_rows < 2
                           ? 0
                           : get_share (self, to->at, 1) - get_share (self, from->at, 1));

  return MIN (ARC * length, MAX_ARC) * 4 * f * (1 - f);
}

/* The height of one level, in widths of the ground. */
static double
get_unit (const DhSceneEye *eye)
{
  return eye->kind == DH_SCENE_SURFACE ? MAX (eye->scene->camera.height_scale, 0.05) : CURVE_UNIT;
}

/* The level of the ground under a chord.  The grid's heights differ slightly from the exact heights
 * of a trajectory's points; the difference is distributed along the chord. */
static double
get_level_beneath (const DhScene *self, const double at[2], const DhTrajectoryPoint *from, double a,
                   double b)
{
  const DhTrajectoryPoint *to = from + 1;
  double f = self->fraction, ground = get_ground_level (self, at);
  double chord = a + f * (b - a);

  a -= get_ground_level (self, from->at);
  b -= get_ground_level (self, to->at);
  ground += a + f * (b - a);
  return isfinite (ground) ? CLAMP (ground, BOTTOM, TOP) : chord;
}

DhScenePose
dh_scene_get_pose (const DhSceneEye *eye, const DhSceneBall *ball)
{
  const DhScene *self = eye->scene;
  const DhTrajectoryPoint *to = &ball->points[dh_scene_get_n_shown (self, ball) - 1],
                          *from = to - 1;
  double f = MAX (self->fraction, 0), at[2], a, b, beneath, level, arc;
  DhScenePose pose;

  if (!dh_scene_is_on_trajectory (self, ball))
    return get_pose_at_rest (eye, to);
  for (guint i = 0; i < 2; i++)
    at[i] = from->at[i] + f * (to->at[i] - from->at[i]);
  a = dh_scene_get_level (self, from->at, from->loss);
  b = dh_scene_get_level (self, to->at, to->loss);
  arc = ball->hops ? get_arc (self, from, to) : 0;
  level = beneath = get_level_beneath (self, at, from, a, b);
  if (ball->hops)
    level = MAX (a + f * (b - a) + arc / get_unit (eye), beneath);
  pose = (DhScenePose) { .ball = dh_scene_eye_locate (eye, at, level),
                         .foot = dh_scene_eye_locate (eye, at, beneath),
                         .at = { at[0], at[1] } };
  pose.height = eye->kind == DH_SCENE_MAP ? arc * self->width : pose.foot.y - pose.ball.y;
  pose.growth = eye->kind == DH_SCENE_MAP ? arc * GROWTH : 0;
  return pose;
}

void
dh_scene_locate (const DhScene *self, const double at[2], double loss, double *x, double *y)
{
  DhSceneEye eye = dh_scene_eye_make (self, FALSE);
  DhScenePlace place = dh_scene_eye_locate (&eye, at, dh_scene_get_level (self, at, loss));

  *x = place.x;
  *y = place.y;
}
