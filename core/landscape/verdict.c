/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is the ball doing?  Judged from its last steps and the shape of the ground under it.
 *
 * That a ball stands still does not mean that it has arrived: on a saddle and on a plateau it
 * stands, too.  So stillness is measured by the slope, compared with the ground's height over its
 * width and not with the step, which a small learning rate makes small anywhere; and where there
 * is no slope the curvature tells a valley from a saddle.  Bouncing is much way for little
 * progress.
 */
#include "core/landscape/verdict.h"

#include "core/base/number.h"

#include <glib/gi18n-lib.h>

#include <math.h>

#define LOOK_BACK      24     /* steps */
#define FLAT           1e-3   /* of the mean slope: none at all */
#define FAINT          0.02   /* hardly any */
#define VALLEY_REACH   0.02   /* of the width */
#define STILL          1e-4   /* of the width, over all the steps looked at */
#define STRIDE         0.05   /* of the width, over half of them: it only comes past */
#define PROGRESS       0.25   /* of the way that was made */
#define SAME_DEPTH     1e-5   /* of the usual height */
#define ARRIVED        1e-3
#define NO_HIGHER      1e-6   /* a floor without a lowest point */
#define BENT           0.2    /* of height over width squared: more than a plateau curves */
#define DECAY          0.7    /* steps that shrink like this over half the look come to rest */

static const char * const ids[] = {
  [DH_VERDICT_START] = "start",
  [DH_VERDICT_ROLLING] = "rolling",
  [DH_VERDICT_SETTLED_DEEPEST] = "settled_deepest",
  [DH_VERDICT_SETTLED_OTHER] = "settled_other",
  [DH_VERDICT_SADDLE] = "saddle",
  [DH_VERDICT_PLATEAU] = "plateau",
  [DH_VERDICT_BOUNCING] = "bouncing",
  [DH_VERDICT_DIVERGED] = "diverged",
};

const char *
dh_verdict_get_id (DhVerdict verdict)
{
  return ids[verdict];
}

/* The last steps, measured in widths of the ground. */
typedef struct
{
  guint  n;
  double way;         /* sum of their lengths */
  double progress;    /* from the first to the last */
  double older, newer; /* way of the older and of the newer half */
  double extent;      /* of the region that they stay in */
  double extent_at[2]; /* the same in the knobs' own units */
} Motion;

static Motion
measure_motion (const DhRoll *roll, guint index)
{
  const DhGround *ground = dh_roll_get_ground (roll);
  Motion motion = { .n = MIN (index, LOOK_BACK) };
  const DhBall *first = dh_roll_get_ball (roll, index - motion.n);
  const DhBall *last = dh_roll_get_ball (roll, index);
  double low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY }, net[2] = { 0 };

  for (guint i = 0; i <= motion.n; i++)
    {
      const DhBall *ball = dh_roll_get_ball (roll, index - motion.n + i);
      double step = 0;

      for (guint k = 0; k < ground->n_knobs; k++)
        {
          double width = ground->maximum[k] - ground->minimum[k];

          low[k] = MIN (low[k], ball->at[k]);
          high[k] = MAX (high[k], ball->at[k]);
          if (i > 0)
            step = hypot (step, (ball->at[k] - ball[-1].at[k]) / width);
        }
      motion.way += step;
      *(2 * i <= motion.n ? &motion.older : &motion.newer) += step;
    }
  for (guint k = 0; k < ground->n_knobs; k++)
    {
      double width = ground->maximum[k] - ground->minimum[k];

      motion.extent = hypot (motion.extent, (high[k] - low[k]) / width);
      motion.extent_at[k] = high[k] - low[k];
      net[k] = (last->at[k] - first->at[k]) / width;
    }
  motion.progress = hypot (net[0], net[1]);
  return motion;
}

/* How high the ground usually is above its floor: a few steep walls don't count. */
static double
get_height (const DhTerrain *terrain)
{
  return MAX (terrain->median - terrain->lowest, 1e-6 * (terrain->highest - terrain->lowest));
}

/* The slope where the ball is, in mean slopes of the ground. */
static double
get_relative_slope (const DhGround *ground, const DhTerrain *terrain, const DhJet *jet)
{
  double height = get_height (terrain);
  double slope = hypot (jet->x * (ground->maximum[0] - ground->minimum[0]),
                 ground->n_knobs > 1 ? jet->y * (ground->maximum[1] - ground->minimum[1]) : 0);
  return height > 0 ? slope / height : slope;
}

static DhVerdict
judge_valley (const DhTerrain *terrain, const DhBall *ball, const DhValley *valley, char **text)
{
  double above = valley->value - terrain->valleys[0].value;
  guint place = valley - terrain->valleys + 1;

  if (above <= SAME_DEPTH * get_height (terrain))
    {
      *text = g_strdup_printf (_("Settled in the deepest valley, at %.4g"), ball->loss);
      return DH_VERDICT_SETTLED_DEEPEST;
    }
  *text = g_strdup_printf (_("Settled in valley %u of %u: %.3g above the deepest"),
                           place, terrain->n_valleys, above);
  return DH_VERDICT_SETTLED_OTHER;
}

/* How far off the bottom of the bowl is that the ball seems to lie in, in widths. */
static double
get_way_to_bottom (const DhGround *ground, const DhJet *jet)
{
  double xy = ground->n_knobs > 1 ? jet->xy : 0, yy = ground->n_knobs > 1 ? jet->yy : 1;
  double determinant = jet->xx * yy - xy * xy;
  double x = (yy * jet->x - xy * jet->y) / determinant;
  double y = (jet->xx * jet->y - xy * jet->x) / determinant;

  return hypot (x / (ground->maximum[0] - ground->minimum[0]),
                ground->n_knobs > 1 ? y / (ground->maximum[1] - ground->minimum[1]) : 0);
}

/* Without a slope: what shape is it that the ball stands on? */
static DhVerdict
judge_rest (const DhGround *ground, const DhBall *ball, const DhTerrain *terrain,
            const DhJet *jet, char **text)
{
  const DhValley *valley = dh_terrain_find_valley (terrain, ball->at, VALLEY_REACH);
  double width = ground->maximum[0] - ground->minimum[0];
  double unit = MAX (get_height (terrain), 1e-30) / (width * width);
  double least = ground->n_knobs > 1 ? dh_jet_get_smallest_curvature (jet) : jet->xx;

  if (terrain->n_valleys > 0 && least > -1e-3 * unit
      && ball->loss - terrain->valleys[0].value < NO_HIGHER * get_height (terrain))
    return judge_valley (terrain, ball, &terrain->valleys[0], text);
  if (valley != NULL && ball->loss - valley->value < ARRIVED * get_height (terrain)
      && least > -1e-3 * unit)
    return judge_valley (terrain, ball, valley, text);
  if (least < -1e-3 * unit)
    {
      *text = g_strdup (_("On a saddle: no slope here, but there is a way down to the side"));
      return DH_VERDICT_SADDLE;
    }
  if (least > BENT * unit && get_way_to_bottom (ground, jet) < VALLEY_REACH)
    {
      *text = g_strdup_printf (_("Settled in a hollow too small for the map, at %.4g"), ball->loss);
      return DH_VERDICT_SETTLED_OTHER;
    }
  if (dh_jet_get_largest_curvature (jet) > BENT * unit)
    {
      *text = g_strdup_printf (_("Creeping along a valley’s floor: loss %.4g, hardly a slope"),
                               ball->loss);
      return DH_VERDICT_ROLLING;
    }
  *text = g_strdup_printf (_("On a plateau: hardly a slope (%.2g), and no valley near"),
                           hypot (jet->x, jet->y));
  return DH_VERDICT_PLATEAU;
}

static gboolean
is_bouncing (const Motion *motion)
{
  return motion->n >= LOOK_BACK && motion->extent > STILL
         && motion->progress < PROGRESS * motion->way && motion->newer > DECAY * motion->older;
}

/* With a slope under it, as MAE's ball has one beside the very bottom. */
static gboolean
is_standing (const Motion *motion)
{
  return motion->n >= LOOK_BACK && motion->extent <= STILL
         && motion->progress <= PROGRESS * motion->way;
}

/* On ground without a bottom, as x² − y², nothing is wrong with the rate. */
static DhVerdict
judge_lost (const DhTerrain *terrain, const DhBall *ball, char **text)
{
  if (ball->loss < terrain->lowest)
    *text = g_strdup_printf (_("Diverged at step %u: here it goes down without end"),
                             (guint) ball->t);
  else
    *text = g_strdup_printf (_("Diverged at step %u: the ball flew off; try a lower rate"),
                             (guint) ball->t);
  return DH_VERDICT_DIVERGED;
}

static DhVerdict
judge (const DhRoll *roll, guint index, const DhTerrain *terrain, char **text)
{
  const DhGround *ground = dh_roll_get_ground (roll);
  const DhBall *ball = dh_roll_get_ball (roll, index);
  DhJet jet = dh_roll_get_jet_at (roll, index);
  const DhValley *valley;
  Motion motion;
  double slope;

  if (ball->lost)
    return judge_lost (terrain, ball, text);
  motion = measure_motion (roll, index);
  slope = get_relative_slope (ground, terrain, &jet);
  if (motion.n == 0)
    {
      *text = g_strdup (_("At the start"));
      return DH_VERDICT_START;
    }
  if ((slope < FLAT && motion.newer < STRIDE) || (slope < FAINT && motion.extent < STILL))
    return judge_rest (ground, ball, terrain, &jet, text);
  if (is_bouncing (&motion))
    {
      *text = g_strdup_printf (_("Bouncing: to and fro over %.3g, without coming nearer"),
                               hypot (motion.extent_at[0], motion.extent_at[1]));
      return DH_VERDICT_BOUNCING;
    }
  valley = dh_terrain_find_valley (terrain, ball->at, VALLEY_REACH);
  if (valley != NULL && is_standing (&motion))
    return judge_valley (terrain, ball, valley, text);
  if (slope < FAINT && valley == NULL)
    return judge_rest (ground, ball, terrain, &jet, text);
  *text = g_strdup_printf (_("Rolling: loss %.4g after %u steps"), ball->loss, (guint) ball->t);
  return DH_VERDICT_ROLLING;
}

DhVerdict
dh_verdict_make_at (const DhRoll *roll, guint index, const DhTerrain *terrain, char **text)
{
  g_autofree char *sentence = NULL;
  DhVerdict verdict = judge (roll, index, terrain, &sentence);

  if (text != NULL)
    *text = dh_number_dress (g_steal_pointer (&sentence));
  return verdict;
}

DhVerdict
dh_verdict_make (const DhRoll *roll, const DhTerrain *terrain, char **text)
{
  return dh_verdict_make_at (roll, dh_roll_get_n_balls (roll) - 1, terrain, text);
}
