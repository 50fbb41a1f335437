/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a ball is doing, in words.  It is judged from the ball's last steps and the shape of the
 * ground under it: convergence.c tests what the ball does, valley-match.c where it is, unbounded.c
 * whether the function has a lower bound.  This file decides which of these matters most and puts
 * it into a sentence.
 */
#include "core/landscape/ball-state.h"

#include "core/base/number.h"
#include "core/landscape/convergence.h"
#include "core/landscape/face-ground.h"
#include "core/landscape/unbounded.h"
#include "core/landscape/valley-match.h"

#include <glib/gi18n-lib.h>

#include <math.h>

#define EDGE        1e-6 /* of the width */
#define NEAR_BOTTOM 0.15 /* of the width: this near a valley, a plateau is its floor */
#define WORSE       1.15 /* times the face's error at the start */

static const char *const ids[] = {
  [DH_BALL_STATE_START] = "start",
  [DH_BALL_STATE_ROLLING] = "rolling",
  [DH_BALL_STATE_SETTLED_DEEPEST] = "settled_deepest",
  [DH_BALL_STATE_SETTLED_OTHER] = "settled_other",
  [DH_BALL_STATE_SETTLED_OUTSIDE] = "settled_outside",
  [DH_BALL_STATE_SADDLE] = "saddle",
  [DH_BALL_STATE_PEAK] = "peak",
  [DH_BALL_STATE_PLATEAU] = "plateau",
  [DH_BALL_STATE_BOUNCING] = "bouncing",
  [DH_BALL_STATE_NOISY] = "noisy",
  [DH_BALL_STATE_STOPPED] = "stopped",
  [DH_BALL_STATE_ASTRAY] = "astray",
  [DH_BALL_STATE_UNDEFINED] = "undefined",
  [DH_BALL_STATE_UNBOUNDED] = "unbounded",
  [DH_BALL_STATE_DIVERGED] = "diverged",
};

const char *
dh_ball_state_get_id (DhBallState ball_state)
{
  return ids[ball_state];
}

gboolean
dh_ball_state_is_settled (DhBallState ball_state)
{
  return ball_state == DH_BALL_STATE_SETTLED_DEEPEST || ball_state == DH_BALL_STATE_SETTLED_OTHER
         || ball_state == DH_BALL_STATE_SETTLED_OUTSIDE;
}

double
dh_ball_state_clean_loss (DhBallState ball_state, const DhTerrain *terrain, double loss)
{
  return dh_ball_state_is_settled (ball_state) ? dh_terrain_settle_height (terrain, loss)
                                               : dh_terrain_clean_height (terrain, loss);
}

typedef struct
{
  DhConvergence known;
  char *text; /* the sentence */
} Judge;

static DhBallState
say (Judge *self, DhBallState ball_state, char *text)
{
  self->text = text;
  return ball_state;
}

/* ---- heights and places, as text ---- */

static double
get_tolerance (const Judge *self, double height)
{
  return dh_valley_match_get_tolerance (self->known.terrain, self->known.ground, height);
}

/* "0.31"; settled: a tiny remaining height counts as 0. (transfer full) */
static char *
format_loss (const Judge *self, double loss, gboolean settled)
{
  return g_strdup_printf ("%.4g", settled ? dh_terrain_settle_height (self->known.terrain, loss)
                                          : dh_terrain_clean_height (self->known.terrain, loss));
}

/* "x 5, y 5", "angle 12 °"; (transfer full) */
static char *
describe_place (const Judge *self, const double at[2])
{
  const DhGround *ground = self->known.ground;
  GString *text = g_string_new (NULL);

  for (guint k = 0; k < ground->n_dimensions; k++)
    {
      double width = ground->maximum[k] - ground->minimum[k];
      double value = fabs (at[k]) < EDGE * width ? 0 : at[k];

      g_string_append_printf (text, "%s%s %.4g", k > 0 ? ", " : "", ground->dimensions[k],
                              value * ground->scales[k]);
      if (ground->units[k] != NULL)
        g_string_append_printf (text, " %s", ground->units[k]);
    }
  return g_string_free (text, FALSE);
}

/* ---- at a bottom ---- */

static DhBallState
judge_valley (Judge *self, const DhValley *valley)
{
  const DhTerrain *terrain = self->known.terrain;
  double above = valley->value - terrain->valleys[0].value;
  g_autofree char *loss = format_loss (self, self->known.ball->loss, TRUE);

  if (above <= get_tolerance (self, valley->value))
    return say (self, DH_BALL_STATE_SETTLED_DEEPEST,
                g_strdup_printf (_ ("Settled in the deepest valley: loss %s"), loss));
  return say (self, DH_BALL_STATE_SETTLED_OTHER,
              g_strdup_printf (_ ("Settled in valley %u of %u: its loss is %.3g above the deepest"),
                               (guint) (valley - terrain->valleys) + 1, terrain->n_valleys, above));
}

static DhBallState
judge_unknown_bottom (Judge *self, const double at[2])
{
  g_autofree char *loss = format_loss (self, self->known.ball->loss, TRUE);
  gboolean deepest = self->known.ball->loss <= self->known.terrain->lowest;

  if (dh_valley_match_is_narrow (self->known.terrain, self->known.ground, at, self->known.scratch))
    return say (self, deepest ? DH_BALL_STATE_SETTLED_DEEPEST : DH_BALL_STATE_SETTLED_OTHER,
                g_strdup_printf (_ ("Settled in a hollow too small for the map: loss %s"), loss));
  if (deepest)
    return say (self, DH_BALL_STATE_SETTLED_DEEPEST,
                g_strdup_printf (_ ("Settled at the lowest place of the map: loss %s"), loss));
  return say (self, DH_BALL_STATE_SETTLED_OTHER,
              g_strdup_printf (_ ("Settled at the bottom of a valley: loss %s"), loss));
}

static DhBallState
judge_bottom (Judge *self, const double at[2], gboolean trough)
{
  const DhValley *valley;

  if (dh_ground_is_outside (self->known.ground, at, EDGE))
    {
      g_autofree char *place = describe_place (self, at);
      g_autofree char *loss = format_loss (self, self->known.ball->loss, TRUE);

      return say (self, DH_BALL_STATE_SETTLED_OUTSIDE,
                  /* Translators: a place, as "x 5, y 5"; a number */
                  g_strdup_printf (_ ("At the bottom, outside the map: %s, loss %s"), place, loss));
    }
  valley = dh_valley_match_find (self->known.terrain, self->known.ground, at, trough,
                                 self->known.scratch);
  return valley != NULL ? judge_valley (self, valley) : judge_unknown_bottom (self, at);
}

/* ---- where there is no slope ---- */

static DhBallState
judge_plateau (Judge *self)
{
  const DhJet *jet = &self->known.jet;
  double slope = hypot (jet->x, self->known.ground->n_dimensions > 1 ? jet->y : 0);

  if (dh_terrain_find_valley (self->known.terrain, self->known.ball->at, NEAR_BOTTOM) != NULL)
    return say (self, DH_BALL_STATE_PLATEAU,
                g_strdup_printf (_ ("On a flat valley floor: almost no slope (%.2g)"), slope));
  return say (self, DH_BALL_STATE_PLATEAU,
              g_strdup_printf (_ ("On a plateau: almost no slope (%.2g), and no valley nearby"),
                               slope));
}

static DhBallState
judge_level (Judge *self)
{
  const DhTerrain *terrain = self->known.terrain;
  double noise = get_tolerance (self, self->known.ball->loss);

  if (self->known.ball->loss <= terrain->lowest + noise
      && terrain->highest > terrain->lowest + noise)
    {
      g_autofree char *loss = format_loss (self, self->known.ball->loss, TRUE);

      return say (self, DH_BALL_STATE_SETTLED_DEEPEST,
                  g_strdup_printf (_ ("Settled on the map’s lowest level: loss %s"), loss));
    }
  return judge_plateau (self);
}

static DhBallState
judge_rest (Judge *self)
{
  const DhRest *rest = &self->known.rest;

  switch (rest->kind)
    {
    case DH_REST_BOTTOM:
    case DH_REST_TROUGH:
      return judge_bottom (self, rest->at, rest->kind == DH_REST_TROUGH);
    case DH_REST_PEAK:
      return say (self, DH_BALL_STATE_PEAK,
                  g_strdup (_ ("On a peak: no slope here, but every direction leads down")));
    case DH_REST_RIDGE:
      return say (self, DH_BALL_STATE_PEAK,
                  g_strdup (_ ("On a ridge: no slope here, but both sides lead down")));
    case DH_REST_SADDLE:
      return say (self, DH_BALL_STATE_SADDLE,
                  g_strdup (_ ("On a saddle: no slope here, but there is a way down to the side")));
    default:
      return judge_level (self);
    }
}

static DhBallState
judge_bouncing (Judge *self)
{
  const DhMotion *motion = &self->known.motion;
  double over = hypot (motion->extent_at[0], motion->extent_at[1]);

  if (motion->noisy)
    return say (self, DH_BALL_STATE_NOISY,
                g_strdup_printf (_ ("Kept moving by noise: to and fro over %.3g"), over));
  return say (self, DH_BALL_STATE_BOUNCING,
              g_strdup_printf (_ ("Bouncing: to and fro over %.3g, without getting closer"), over));
}

static DhBallState
judge_stopped (Judge *self)
{
  double share = self->known.motion.rate_share;
  double rate = dh_descent_get_config (self->known.descent)->learning_rate * share;
  g_autofree char *loss = format_loss (self, self->known.ball->loss, FALSE);

  if (dh_convergence_has_faded (&self->known))
    return say (self, DH_BALL_STATE_STOPPED,
                g_strdup_printf (_ ("Stopped on the way, at loss %s: the schedule has lowered the "
                                    "learning rate to %.2g"),
                                 loss, rate));
  return say (self, DH_BALL_STATE_STOPPED,
              g_strdup_printf (_ ("Stopped on the way, at loss %s: at a learning rate of %.2g the "
                                  "steps are too small to move the ball"),
                               loss, rate));
}

static DhBallState
judge_rolling (Judge *self)
{
  g_autofree char *loss = format_loss (self, self->known.ball->loss, FALSE);

  if (dh_convergence_is_creeping (&self->known))
    return say (self, DH_BALL_STATE_ROLLING,
                g_strdup_printf (_ ("Creeping along a valley floor: loss %s, almost no slope"),
                                 loss));
  if (dh_convergence_is_outside (&self->known))
    return say (self, DH_BALL_STATE_ROLLING,
                g_strdup_printf (_ ("Rolling, outside the map: loss %s after %u steps"), loss,
                                 (guint) self->known.ball->t));
  return say (self, DH_BALL_STATE_ROLLING,
              g_strdup_printf (_ ("Rolling: loss %s after %u steps"), loss,
                               (guint) self->known.ball->t));
}

/* ---- diverged ---- */

static DhBallState
judge_unbounded (Judge *self)
{
  return say (self, DH_BALL_STATE_UNBOUNDED,
              g_strdup (_ ("The function is unbounded below: it falls forever in this direction")));
}

/* On a ground that is unbounded below, such as x² − y², the rate is not to blame. */
static DhBallState
judge_diverged (Judge *self)
{
  guint index = self->known.index;
  guint step = (guint) self->known.ball->t;
  DhStepParts parts = { 0 };
  double way[2], value;

  if (!isfinite (self->known.ball->loss))
    return say (self, DH_BALL_STATE_UNDEFINED,
                g_strdup (_ ("The function has no value here: drop the ball somewhere else")));
  if (index > 0)
    parts = dh_descent_get_parts (self->known.descent, index);
  if (index == 0 || !isfinite (parts.gradient[0]) || !isfinite (parts.gradient[1]))
    return say (self, DH_BALL_STATE_UNDEFINED,
                g_strdup (_ ("The slope is undefined here: the ball can’t continue")));
  value = dh_ground_get_value (self->known.ground, parts.goal, self->known.scratch);
  way[0] = parts.goal[0] - self->known.ball->at[0];
  way[1] = parts.goal[1] - self->known.ball->at[1];
  if (value == -INFINITY
      || dh_ground_is_unbounded_along (self->known.ground, self->known.ball->at, way,
                                       self->known.scratch))
    return judge_unbounded (self);
  if (isnan (value) && !dh_ground_is_outside (self->known.ground, parts.goal, 1))
    return say (self, DH_BALL_STATE_DIVERGED,
                g_strdup_printf (_ ("Left the ground at step %u: the function has no value there; "
                                    "try a lower rate"),
                                 step));
  return say (self, DH_BALL_STATE_DIVERGED,
              g_strdup_printf (_ ("Diverged at step %u: the ball flew off; try a lower rate"),
                               step));
}

/* ---- all together ---- */

static DhBallState
judge_moving (Judge *self)
{
  const DhConvergence *known = &self->known;

  if (dh_convergence_is_bouncing (known))
    return judge_bouncing (self);
  if (dh_convergence_is_at_rest (known))
    return judge_rest (self);
  if (dh_convergence_is_at_corner (known))
    return judge_bottom (self, self->known.ball->at, FALSE);
  if (dh_convergence_is_unbounded (known))
    return judge_unbounded (self);
  if (dh_convergence_is_stopped (known))
    return judge_stopped (self);
  if (dh_convergence_is_on_plateau (known))
    return judge_plateau (self);
  return judge_rolling (self);
}

/* A loss that rewards errors looks like a success; only the picture shows that it isn't. */
static DhBallState
judge_face (Judge *self, DhBallState ball_state)
{
  const DhBall *start = dh_descent_get_ball (self->known.descent, 0);
  double before, now;
  char *text;

  if (!(self->known.ball->loss < start->loss))
    return ball_state;
  before = dh_face_ground_get_error (self->known.ground, start->at);
  now = dh_face_ground_get_error (self->known.ground, self->known.ball->at);
  if (!(now > WORSE * before))
    return ball_state;
  if (dh_ball_state_is_settled (ball_state))
    {
      text = g_strdup_printf (_ ("%s, but the face’s mean error has grown from %.2g to %.2g"),
                              self->text, before, now);
      g_free (self->text);
      return say (self, ball_state, text);
    }
  g_free (self->text);
  return say (self, DH_BALL_STATE_ASTRAY,
              g_strdup_printf (_ ("Going astray: the loss falls, but the face’s mean error has "
                                  "grown from %.2g to %.2g"),
                               before, now));
}

static DhBallState
judge (Judge *self)
{
  DhBallState ball_state;

  if (self->known.ball->diverged)
    return judge_diverged (self);
  if (self->known.index == 0)
    return say (self, DH_BALL_STATE_START, g_strdup (_ ("At the start")));
  dh_convergence_measure (&self->known);
  ball_state = judge_moving (self);
  return dh_ground_get_kind (self->known.ground) == DH_GROUND_KIND_FACE
           ? judge_face (self, ball_state)
           : ball_state;
}

DhBallState
dh_ball_state_judge_at (const DhDescent *descent, guint index, const DhTerrain *terrain,
                        char **text)
{
  Judge self = { .known = dh_convergence_make (descent, index, terrain) };
  DhBallState ball_state = judge (&self);

  if (text != NULL)
    *text = dh_number_dress (g_steal_pointer (&self.text));
  g_free (self.text);
  return ball_state;
}

DhBallState
dh_ball_state_judge (const DhDescent *descent, const DhTerrain *terrain, char **text)
{
  return dh_ball_state_judge_at (descent, dh_descent_get_n_balls (descent) - 1, terrain, text);
}
