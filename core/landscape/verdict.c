/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is the ball doing?  Judged from its last steps and the shape of the ground under it.
 *
 * That a ball stands still does not mean that it has arrived: a small learning rate makes steps small
 * anywhere.  And a slope is only small beside something.  Beside the heights of the map it is small
 * on the floor of every steep valley, so what is asked is how far it still is to the place where the
 * slope is zero (rest.c): what is left of the way, next to what was made of it.  A length, measured in
 * widths of the map, is the same whatever the units of the function and its knobs are.
 *
 * Where a loss has a corner, as MAE's, slopes tell nothing; there the ball's motion does.  Bouncing is
 * much way for little progress.  Only a plateau is judged beside the map's heights, for that is what
 * the word means.
 */
#include "core/landscape/verdict.h"

#include "core/base/number.h"
#include "core/landscape/face.h"
#include "core/landscape/motion.h"
#include "core/landscape/rest.h"

#include <glib/gi18n-lib.h>

#include <math.h>

/* What is left of the way, in parts of what was made of it, within two limits in widths: about the
 * pixel that nobody sees. */
#define LEFT           5e-3
#define LEAST_LEFT     1e-4
#define MOST_LEFT      2e-3
#define CALM           1.0    /* times what may be left: the last steps */

#define STILL          1e-4   /* of the width, over all the steps looked at */
#define PROGRESS       0.25   /* of the way that was made */
#define DECAY          0.7    /* steps that shrink like this over half the look come to rest */
#define NEARER         0.1    /* of what the loss has left: it does come nearer */
#define PASSES         0.5    /* of the way is progress: straight through */

#define REACH          0.02   /* of the width: a valley that a bottom may be */
#define CORNER_REACH   1e-3   /* the same, of a bottom that is felt by standing there */
#define AROUND         2e-3   /* of the width: the surroundings of a corner */
#define PART           0.25   /* of what a bowl rises over a mesh */
#define SAME           100.0  /* grains of a height: two valleys of the same depth */
#define EDGE           1e-6   /* of the width */

#define FAINT          0.02   /* of the map's height, over its width: hardly a slope */
#define BENT           0.2    /* of height over width squared: more than a plateau curves */
#define STRIDE         0.05   /* of the width: it only comes past */
#define NEAR_BOTTOM    0.15   /* of the width: a plateau that is a valley's floor */

#define STRETCHED      30.0   /* one curvature over the other: a valley that is long */
#define CREEPS         0.05   /* of what is left, in all the steps looked at */
#define FADED          1e-3   /* of the chosen rate */
#define BESIDE         0.02   /* of the width, off the map */
#define WORSE          1.15   /* times the error that the face had at the start */

static const char * const ids[] = {
  [DH_VERDICT_START] = "start",
  [DH_VERDICT_ROLLING] = "rolling",
  [DH_VERDICT_SETTLED_DEEPEST] = "settled_deepest",
  [DH_VERDICT_SETTLED_OTHER] = "settled_other",
  [DH_VERDICT_SETTLED_OUTSIDE] = "settled_outside",
  [DH_VERDICT_SADDLE] = "saddle",
  [DH_VERDICT_PEAK] = "peak",
  [DH_VERDICT_PLATEAU] = "plateau",
  [DH_VERDICT_BOUNCING] = "bouncing",
  [DH_VERDICT_NOISY] = "noisy",
  [DH_VERDICT_STOPPED] = "stopped",
  [DH_VERDICT_ASTRAY] = "astray",
  [DH_VERDICT_UNDEFINED] = "undefined",
  [DH_VERDICT_UNBOUNDED] = "unbounded",
  [DH_VERDICT_DIVERGED] = "diverged",
};

const char *
dh_verdict_get_id (DhVerdict verdict)
{
  return ids[verdict];
}

gboolean
dh_verdict_is_settled (DhVerdict verdict)
{
  return verdict == DH_VERDICT_SETTLED_DEEPEST || verdict == DH_VERDICT_SETTLED_OTHER
         || verdict == DH_VERDICT_SETTLED_OUTSIDE;
}

double
dh_verdict_clean_loss (DhVerdict verdict, const DhTerrain *terrain, double loss)
{
  return dh_verdict_is_settled (verdict) ? dh_terrain_settle_height (terrain, loss)
         : dh_terrain_clean_height (terrain, loss);
}

/* All that is known of the ball. */
typedef struct
{
  const DhRoll    *roll;
  const DhGround  *ground;
  const DhTerrain *terrain;
  float           *scratch;
  const DhBall    *ball;
  DhJet            jet;
  DhMotion         motion;
  DhRest           rest;
  char            *text;   /* the sentence */
} Judge;

static DhVerdict
say (Judge *self, DhVerdict verdict, char *text)
{
  self->text = text;
  return verdict;
}

/* ---- heights and places ---- */

/* What rounding may do to a height of this ground. */
static double
get_noise (const Judge *self, double value)
{
  return self->ground->grain * (fabs (value) + 1e-4 * dh_terrain_get_range (self->terrain));
}

static double
get_value (const Judge *self, const double at[2])
{
  return dh_ground_get_value (self->ground, at, self->scratch);
}

/* "0.31"; settled: what little is left of the way counts as none. (transfer full) */
static char *
format_loss (const Judge *self, double loss, gboolean settled)
{
  return g_strdup_printf ("%.4g", settled ? dh_terrain_settle_height (self->terrain, loss)
                                          : dh_terrain_clean_height (self->terrain, loss));
}

/* "x 5, y 5", "angle 12 °"; (transfer full) */
static char *
describe_place (const Judge *self, const double at[2])
{
  const DhGround *ground = self->ground;
  GString *text = g_string_new (NULL);

  for (guint k = 0; k < ground->n_knobs; k++)
    {
      double width = ground->maximum[k] - ground->minimum[k];
      double value = fabs (at[k]) < EDGE * width ? 0 : at[k];

      g_string_append_printf (text, "%s%s %.4g", k > 0 ? ", " : "", ground->knobs[k],
                              value * ground->scales[k]);
      if (ground->units[k] != NULL)
        g_string_append_printf (text, " %s", ground->units[k]);
    }
  return g_string_free (text, FALSE);
}

static double
get_distance (const Judge *self, const double a[2], const double b[2])
{
  const DhGround *ground = self->ground;

  return hypot ((a[0] - b[0]) / (ground->maximum[0] - ground->minimum[0]),
                ground->n_knobs > 1 ? (a[1] - b[1]) / (ground->maximum[1] - ground->minimum[1])
                                    : 0);
}

/* beyond: parts of the width */
static gboolean
is_outside (const Judge *self, const double at[2], double beyond)
{
  const DhGround *ground = self->ground;

  for (guint k = 0; k < ground->n_knobs; k++)
    {
      double far = beyond * (ground->maximum[k] - ground->minimum[k]);

      if (at[k] < ground->minimum[k] - far || at[k] > ground->maximum[k] + far)
        return TRUE;
    }
  return FALSE;
}

/* ---- at a bottom ---- */

/* Whether the ground between two places is nowhere higher than both; or, for a trough, level. */
static gboolean
is_one_hollow (const Judge *self, const double a[2], const double b[2], gboolean level)
{
  double noise = SAME * get_noise (self, get_value (self, a));
  double low = MIN (get_value (self, a), get_value (self, b)) - noise;
  double high = MAX (get_value (self, a), get_value (self, b)) + noise;

  for (guint i = 1; i < 4; i++)
    {
      double part = i / 4.0;
      const double at[2] = { a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]) };
      double value = get_value (self, at);

      if (value > high || (level && value < low))
        return FALSE;
    }
  return !level || high - low <= 3 * noise;
}

/* The known valley whose bottom this is, or NULL. */
static const DhValley *
find_valley (const Judge *self, const double at[2], gboolean trough)
{
  const DhTerrain *terrain = self->terrain;
  const DhValley *valley = dh_terrain_find_valley (terrain, at, REACH);

  if (valley != NULL && (self->ground->scratch_size > 0 || get_distance (self, at, valley->at) < EDGE
                         || is_one_hollow (self, at, valley->at, FALSE)))
    return valley;
  for (guint i = 0; trough && i < terrain->n_valleys; i++)
    if (is_one_hollow (self, at, terrain->valleys[i].at, TRUE))
      return &terrain->valleys[i];
  return NULL;
}

static DhVerdict
judge_valley (Judge *self, const DhValley *valley)
{
  const DhTerrain *terrain = self->terrain;
  double above = valley->value - terrain->valleys[0].value;
  g_autofree char *loss = format_loss (self, self->ball->loss, TRUE);

  if (above <= SAME * get_noise (self, valley->value))
    return say (self, DH_VERDICT_SETTLED_DEEPEST,
                g_strdup_printf (_("Settled in the deepest valley, at %s"), loss));
  return say (self, DH_VERDICT_SETTLED_OTHER,
              g_strdup_printf (_("Settled in valley %u of %u: %.3g above the deepest"),
                               (guint) (valley - terrain->valleys) + 1, terrain->n_valleys, above));
}

/* Whether the map's points on both sides are too far off to show this hollow: they lie far below the
 * bowl that it begins as. */
static gboolean
is_too_small (const Judge *self, const double at[2])
{
  const DhTerrain *terrain = self->terrain;
  const guint counts[2] = { terrain->n_columns, terrain->n_rows };
  DhJet jet = dh_ground_get_jet (self->ground, at, self->scratch);

  for (guint i = 0; i < 2 * self->ground->n_knobs; i++)
    {
      guint k = i / 2;
      double mesh = (terrain->maximum[k] - terrain->minimum[k]) / MAX (counts[k] - 1, 1);
      double beside[2] = { at[0], at[1] };

      beside[k] += i % 2 == 0 ? mesh : -mesh;
      if (get_value (self, beside) - jet.value < PART * (k == 0 ? jet.xx : jet.yy) * mesh * mesh / 2)
        return TRUE;
    }
  return FALSE;
}

static DhVerdict
judge_unknown_bottom (Judge *self, const double at[2])
{
  g_autofree char *loss = format_loss (self, self->ball->loss, TRUE);
  gboolean deepest = self->ball->loss <= self->terrain->lowest;

  if (is_too_small (self, at))
    return say (self, deepest ? DH_VERDICT_SETTLED_DEEPEST : DH_VERDICT_SETTLED_OTHER,
                g_strdup_printf (_("Settled in a hollow too small for the map, at %s"), loss));
  if (deepest)
    return say (self, DH_VERDICT_SETTLED_DEEPEST,
                g_strdup_printf (_("Settled at the lowest place of the map, at %s"), loss));
  return say (self, DH_VERDICT_SETTLED_OTHER,
              g_strdup_printf (_("Settled at the bottom of a valley, at %s"), loss));
}

static DhVerdict
judge_bottom (Judge *self, const double at[2], gboolean trough)
{
  const DhValley *valley;

  if (is_outside (self, at, EDGE))
    {
      g_autofree char *place = describe_place (self, at);
      g_autofree char *loss = format_loss (self, self->ball->loss, TRUE);

      return say (self, DH_VERDICT_SETTLED_OUTSIDE,
                  /* Translators: a place, as "x 5, y 5"; a number */
                  g_strdup_printf (_("At the bottom, outside the map: %s, loss %s"), place, loss));
    }
  valley = find_valley (self, at, trough);
  return valley != NULL ? judge_valley (self, valley) : judge_unknown_bottom (self, at);
}

/* ---- where there is no slope ---- */

static DhVerdict
judge_plateau (Judge *self)
{
  double slope = hypot (self->jet.x, self->ground->n_knobs > 1 ? self->jet.y : 0);

  if (dh_terrain_find_valley (self->terrain, self->ball->at, NEAR_BOTTOM) != NULL)
    return say (self, DH_VERDICT_PLATEAU,
                g_strdup_printf (_("On a valley’s level floor: hardly a slope (%.2g)"), slope));
  return say (self, DH_VERDICT_PLATEAU,
              g_strdup_printf (_("On a plateau: hardly a slope (%.2g), and no valley near"),
                               slope));
}

static DhVerdict
judge_level (Judge *self)
{
  const DhTerrain *terrain = self->terrain;
  double noise = SAME * get_noise (self, self->ball->loss);

  if (self->ball->loss <= terrain->lowest + noise && terrain->highest > terrain->lowest + noise)
    {
      g_autofree char *loss = format_loss (self, self->ball->loss, TRUE);

      return say (self, DH_VERDICT_SETTLED_DEEPEST,
                  g_strdup_printf (_("Settled on the map’s lowest level, at %s"), loss));
    }
  return judge_plateau (self);
}

static DhVerdict
judge_rest (Judge *self)
{
  switch (self->rest.kind)
    {
    case DH_REST_BOTTOM:
    case DH_REST_TROUGH:
      return judge_bottom (self, self->rest.at, self->rest.kind == DH_REST_TROUGH);
    case DH_REST_PEAK:
      return say (self, DH_VERDICT_PEAK,
                  g_strdup (_("On a peak: no slope here, but every way leads down")));
    case DH_REST_RIDGE:
      return say (self, DH_VERDICT_PEAK,
                  g_strdup (_("On a ridge: no slope here, but both sides lead down")));
    case DH_REST_SADDLE:
      return say (self, DH_VERDICT_SADDLE,
                  g_strdup (_("On a saddle: no slope here, but there is a way down to the side")));
    default:
      return judge_level (self);
    }
}

/* Whether it comes straight through, as with momentum, instead of coming to rest. */
static gboolean
is_passing (const Judge *self)
{
  const DhMotion *motion = &self->motion;

  return motion->progress > PASSES * motion->way && motion->newer > DECAY * motion->older
         && motion->way > 2 * self->rest.distance && motion->way > LEAST_LEFT;
}

/* Nothing to speak of is left of the way, and the ball isn't on one. */
static gboolean
is_at_rest (const Judge *self)
{
  const DhMotion *motion = &self->motion;
  double left = CLAMP (LEFT * motion->travelled, LEAST_LEFT, MOST_LEFT);
  double moved = dh_roll_get_descent (self->roll)->noise > 0 ? motion->extent : motion->last_extent;

  return self->rest.kind != DH_REST_NONE && self->rest.distance <= left && moved <= CALM * left
         && !is_passing (self);
}

/* ---- motion ---- */

/* The loss goes down, seen over both halves of the look, by what matters beside the lowest that is
 * known to be there. */
static gboolean
is_coming_nearer (const Judge *self)
{
  const DhMotion *motion = &self->motion;
  double floor = motion->lowest_loss;

  if (self->terrain->n_valleys > 0)
    floor = MIN (floor, self->terrain->valleys[0].value);
  return motion->older_loss - motion->newer_loss > NEARER * (motion->older_loss - floor);
}

static gboolean
is_bouncing (const Judge *self)
{
  const DhMotion *motion = &self->motion;

  return motion->n >= DH_MOTION_STEPS && motion->extent > STILL
         && motion->progress < PROGRESS * motion->way && motion->newer > DECAY * motion->older
         && (motion->noisy || !is_coming_nearer (self));
}

static DhVerdict
judge_bouncing (Judge *self)
{
  double over = hypot (self->motion.extent_at[0], self->motion.extent_at[1]);

  if (self->motion.noisy)
    return say (self, DH_VERDICT_NOISY,
                g_strdup_printf (_("Kept moving by noise: to and fro over %.3g"), over));
  return say (self, DH_VERDICT_BOUNCING,
              g_strdup_printf (_("Bouncing: to and fro over %.3g, without coming nearer"), over));
}

/* With a slope under it, as MAE's ball has one beside the very bottom. */
static gboolean
is_standing (const Judge *self)
{
  const DhMotion *motion = &self->motion;

  return motion->n >= DH_MOTION_STEPS && motion->extent <= STILL
         && motion->progress <= PROGRESS * motion->way;
}

/* All around is higher than here. */
static gboolean
is_in_corner (const Judge *self)
{
  double here = self->ball->loss + get_noise (self, self->ball->loss);

  for (guint i = 0; i < 16; i++)
    {
      double angle = G_PI / 8 * i, at[2] = { self->ball->at[0], self->ball->at[1] };

      at[0] += AROUND * (self->ground->maximum[0] - self->ground->minimum[0]) * cos (angle);
      if (self->ground->n_knobs > 1)
        at[1] += AROUND * (self->ground->maximum[1] - self->ground->minimum[1]) * sin (angle);
      else if (i % 8 != 0)
        continue;
      if (!(get_value (self, at) > here))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_at_corner (const Judge *self)
{
  gboolean dear = self->ground->scratch_size > 0;

  if (!is_standing (self))
    return FALSE;
  return dh_terrain_find_valley (self->terrain, self->ball->at, dear ? REACH : CORNER_REACH) != NULL
         || (!dear && is_in_corner (self));
}

/* ---- on the way ---- */

/* Flat beside what else the map shows. */
static gboolean
is_on_plateau (const Judge *self)
{
  const DhGround *ground = self->ground;
  double w = ground->maximum[0] - ground->minimum[0];
  double h = ground->n_knobs > 1 ? ground->maximum[1] - ground->minimum[1] : 0;
  double height = dh_terrain_get_usual_height (self->terrain);
  double slope = hypot (self->jet.x / height * w, self->jet.y / height * h);
  double curvature = MAX (fabs (self->jet.xx / height * w * w),
                          MAX (fabs (self->jet.xy / height * w * h),
                               fabs (self->jet.yy / height * h * h)));

  return slope < FAINT && curvature < BENT && self->motion.extent < STRIDE
         && !is_coming_nearer (self);
}

/* Along a floor that is far longer than wide, on which most of the way is left. */
static gboolean
is_creeping (const Judge *self)
{
  return self->rest.upwards && self->rest.stretch > STRETCHED
         && self->motion.way < CREEPS * self->rest.way;
}

/* Further out in a direction, far beyond the map, the ground goes down by no less with each decade.
 * direction: in the knobs' own units */
static gboolean
is_bottomless (const Judge *self, const double direction[2])
{
  static const double origin[2] = { 0, 0 };
  gboolean dear = self->ground->scratch_size > 0;
  double length = get_distance (self, direction, origin), before = NAN, drop = NAN;

  if (!(length > 0 && isfinite (length)))
    return FALSE;
  for (int decade = dear ? 0 : 1; decade <= (dear ? 3 : 5); decade++)
    {
      double way = pow (10, decade) / length, value, lower;
      const double at[2] = { self->ball->at[0] + way * direction[0],
                             self->ball->at[1] + way * direction[1] };

      value = get_value (self, at);
      if (!isfinite (value))
        return value == -INFINITY;
      lower = before - value;
      if (lower <= 0 || lower < DECAY * drop)
        return FALSE;
      before = value;
      drop = lower;
    }
  return TRUE;
}

static gboolean
is_leaving_for_good (const Judge *self)
{
  const DhGround *ground = self->ground;
  double w = ground->maximum[0] - ground->minimum[0], h = ground->maximum[1] - ground->minimum[1];
  /* As the map shows it: the steepest way depends on the units of the knobs. */
  const double downhill[2] = { -self->jet.x * w * w, ground->n_knobs > 1 ? -self->jet.y * h * h : 0 };

  return is_outside (self, self->ball->at, BESIDE) && is_bottomless (self, downhill);
}

static DhVerdict
judge_stopped (Judge *self)
{
  double rate = dh_roll_get_descent (self->roll)->learning_rate * self->motion.rate_share;
  g_autofree char *loss = format_loss (self, self->ball->loss, FALSE);

  if (self->motion.rate_share <= FADED)
    return say (self, DH_VERDICT_STOPPED,
                g_strdup_printf (_("Stopped on the way, at loss %s: the schedule has lowered the "
                                   "learning rate to %.2g"), loss, rate));
  return say (self, DH_VERDICT_STOPPED,
              g_strdup_printf (_("Stopped on the way, at loss %s: at a learning rate of %.2g the "
                                 "steps are too small to move it"), loss, rate));
}

static gboolean
is_stopped (const Judge *self)
{
  const DhMotion *motion = &self->motion;

  return motion->n > 0 && (motion->newer == 0 || (motion->rate_share <= FADED
                                                  && motion->extent <= STILL));
}

static DhVerdict
judge_rolling (Judge *self)
{
  g_autofree char *loss = format_loss (self, self->ball->loss, FALSE);

  if (is_creeping (self))
    return say (self, DH_VERDICT_ROLLING,
                g_strdup_printf (_("Creeping along a valley’s floor: loss %s, hardly a slope"),
                                 loss));
  if (is_outside (self, self->ball->at, BESIDE))
    return say (self, DH_VERDICT_ROLLING,
                g_strdup_printf (_("Rolling, outside the map: loss %s after %u steps"), loss,
                                 (guint) self->ball->t));
  return say (self, DH_VERDICT_ROLLING,
              g_strdup_printf (_("Rolling: loss %s after %u steps"), loss,
                               (guint) self->ball->t));
}

/* ---- gone ---- */

static DhVerdict
judge_unbounded (Judge *self)
{
  return say (self, DH_VERDICT_UNBOUNDED,
              g_strdup (_("The function is unbounded below: in this direction it falls for ever")));
}

/* On ground without a bottom, as x² − y², nothing is wrong with the rate. */
static DhVerdict
judge_lost (Judge *self, guint index)
{
  guint step = (guint) self->ball->t;
  DhStepParts parts = { 0 };
  double way[2], value;

  if (!isfinite (self->ball->loss))
    return say (self, DH_VERDICT_UNDEFINED,
                g_strdup (_("The function has no value here: drop the ball somewhere else")));
  if (index > 0)
    parts = dh_roll_get_parts (self->roll, index);
  if (index == 0 || !isfinite (parts.gradient[0]) || !isfinite (parts.gradient[1]))
    return say (self, DH_VERDICT_UNDEFINED,
                g_strdup (_("The slope is not defined here: the ball can’t go on")));
  value = get_value (self, parts.goal);
  way[0] = parts.goal[0] - self->ball->at[0];
  way[1] = parts.goal[1] - self->ball->at[1];
  if (value == -INFINITY || is_bottomless (self, way))
    return judge_unbounded (self);
  if (isnan (value) && !is_outside (self, parts.goal, 1))
    return say (self, DH_VERDICT_DIVERGED,
                g_strdup_printf (_("Left the ground at step %u, for a place where the function has "
                                   "no value; try a lower rate"), step));
  return say (self, DH_VERDICT_DIVERGED,
              g_strdup_printf (_("Diverged at step %u: the ball flew off; try a lower rate"),
                               step));
}

/* ---- all together ---- */

static DhVerdict
judge_moving (Judge *self)
{
  if (is_bouncing (self))
    return judge_bouncing (self);
  if (is_at_rest (self))
    return judge_rest (self);
  if (is_at_corner (self))
    return judge_bottom (self, self->ball->at, FALSE);
  if (is_leaving_for_good (self))
    return judge_unbounded (self);
  if (is_stopped (self))
    return judge_stopped (self);
  if (is_on_plateau (self))
    return judge_plateau (self);
  return judge_rolling (self);
}

/* A loss that rewards error looks like a success: the picture doesn't. */
static DhVerdict
judge_face (Judge *self, DhVerdict verdict)
{
  const DhBall *start = dh_roll_get_ball (self->roll, 0);
  double before, now;
  char *text;

  if (!(self->ball->loss < start->loss))
    return verdict;
  before = dh_face_ground_get_error (self->ground, start->at);
  now = dh_face_ground_get_error (self->ground, self->ball->at);
  if (!(now > WORSE * before))
    return verdict;
  if (dh_verdict_is_settled (verdict))
    {
      text = g_strdup_printf (_("%s, but the face’s mean error has grown from %.2g to %.2g"),
                              self->text, before, now);
      g_free (self->text);
      return say (self, verdict, text);
    }
  g_free (self->text);
  return say (self, DH_VERDICT_ASTRAY,
              g_strdup_printf (_("Going astray: the loss falls, but the face’s mean error has "
                                 "grown from %.2g to %.2g"), before, now));
}

static DhVerdict
judge (Judge *self, guint index)
{
  DhVerdict verdict;

  if (self->ball->lost)
    return judge_lost (self, index);
  if (index == 0)
    return say (self, DH_VERDICT_START, g_strdup (_("At the start")));
  self->motion = dh_motion_measure (self->roll, index);
  self->jet = dh_roll_get_jet_at (self->roll, index);
  self->rest = dh_rest_find (self->ground, self->ball->at, &self->jet, self->scratch);
  verdict = judge_moving (self);
  return dh_ground_is_face (self->ground) ? judge_face (self, verdict) : verdict;
}

DhVerdict
dh_verdict_make_at (const DhRoll *roll, guint index, const DhTerrain *terrain, char **text)
{
  Judge self = {
    .roll = roll, .ground = dh_roll_get_ground (roll), .terrain = terrain,
    .scratch = dh_roll_get_scratch (roll), .ball = dh_roll_get_ball (roll, index),
  };
  DhVerdict verdict = judge (&self, index);

  if (text != NULL)
    *text = dh_number_dress (g_steal_pointer (&self.text));
  g_free (self.text);
  return verdict;
}

DhVerdict
dh_verdict_make (const DhRoll *roll, const DhTerrain *terrain, char **text)
{
  return dh_verdict_make_at (roll, dh_roll_get_n_balls (roll) - 1, terrain, text);
}
