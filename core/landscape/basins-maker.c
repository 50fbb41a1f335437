/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Computing basins: where balls started all over a ground end up.
 *
 * Each start is followed with the same descent code that moves the lanes' balls, until the ball
 * rests in a valley, has diverged, or has used up its steps.  Coming near a valley is not enough,
 * because a ball with momentum may pass through; it also has to be low, and to stay within the
 * valley's reach over several checks.
 *
 * Starts are taken in bit-reversed order: at any moment the dots are spread evenly over the whole
 * ground, and the picture becomes finer instead of growing from one side.  Random starts were
 * rejected: they clump, and two grounds could not be compared dot by dot.
 */
#include "core/landscape/basins-maker.h"

#include "core/landscape/rest.h"
#include "core/landscape/terrain-private.h"

#include <math.h>
#include <string.h>

#define SIDE         24 /* starts along each dimension */
#define DEAR_SIDE    12 /* where each step costs a whole picture */
#define CURVE_SIDE   96
#define N_STEPS      3000
#define N_DEAR_STEPS 200
#define LOOK_EVERY   8     /* steps */
#define LOOKS        3     /* consecutive checks that find it at rest */
#define REACH        0.02  /* of the width, as for the ball state */
#define STILL        1e-4  /* of the width, from one check to the next */
#define STUCK        1e-9  /* the same, outside any valley */
#define ARRIVED      1e-3  /* of the usual height, as for the ball state */
#define NO_HIGHER    1e-6  /* of the usual height: on a floor without a lowest point */
#define SAME_DEPTH   100.0 /* tolerances of a height, as for the ball state */
#define MAX_VALLEYS  120   /* the most that an end (gint8) can tell apart */

struct _DhBasinsMaker
{
  DhGround *ground;
  DhTerrain *terrain;
  DhDescentConfig config;
  guint n_columns, n_rows, n_steps;
  guint n_done;
  guint *order; /* of the cells */
  gint8 *ends;
  double height; /* how high the ground usually is above its floor */
};

/* ---- the order ---- */

/* The order of the cells: bit-reversed, so that the first ones are spread evenly, however many
 * they are.  Counts through a square of 2^bits cells a side and skips those outside the lattice. */
static guint *
make_order (guint n_columns, guint n_rows)
{
  guint *order = g_new (guint, n_columns * n_rows), n = 0, bits = 0;
  guint per_bit = n_rows > 1 ? 2 : 1;

  while (1u << bits < MAX (n_columns, n_rows))
    bits++;
  for (guint i = 0; i < 1u << (per_bit * bits); i++)
    {
      guint column = 0, row = 0;

      for (guint b = 0; b < bits; b++)
        {
          column |= (i >> (per_bit * b) & 1) << (bits - 1 - b);
          if (per_bit > 1)
            row |= (i >> (2 * b + 1) & 1) << (bits - 1 - b);
        }
      if (column < n_columns && row < n_rows)
        order[n++] = row * n_columns + column;
    }
  g_assert (n == n_columns * n_rows);
  return order;
}

DhBasinsMaker *
dh_basins_maker_new (DhGround *ground, const DhDescentConfig *config, DhTerrain *terrain)
{
  DhBasinsMaker *self = g_new0 (DhBasinsMaker, 1);
  gboolean dear = ground->scratch_size > 0;

  self->ground = dh_ground_ref (ground);
  self->terrain = dh_terrain_ref (terrain);
  self->config = *config;
  self->config.noise = 0;
  self->n_columns = ground->n_dimensions < 2 ? CURVE_SIDE : dear ? DEAR_SIDE : SIDE;
  self->n_rows = ground->n_dimensions < 2 ? 1 : self->n_columns;
  self->n_steps = dear ? N_DEAR_STEPS : N_STEPS;
  self->order = make_order (self->n_columns, self->n_rows);
  self->ends = g_new (gint8, self->n_columns * self->n_rows);
  memset (self->ends, DH_BASINS_UNKNOWN, self->n_columns * self->n_rows);
  self->height = dh_terrain_get_usual_height (terrain);
  return self;
}

void
dh_basins_maker_free (DhBasinsMaker *self)
{
  if (self == NULL)
    return;
  dh_ground_unref (self->ground);
  dh_terrain_unref (self->terrain);
  g_free (self->order);
  g_free (self->ends);
  g_free (self);
}

/* ---- one start ---- */

/* Whether a bottom is near; not checked where values are expensive.  The height doesn't tell:
 * relative to steep walls, all of a valley's floor is low. */
static gboolean
is_on_floor (const DhBasinsMaker *self, const DhBall *ball)
{
  DhRest rest;
  DhJet jet;

  if (self->ground->scratch_size > 0)
    return TRUE;
  jet = dh_ground_get_jet (self->ground, ball->at, NULL);
  rest = dh_rest_find (self->ground, ball->at, &jet, NULL);
  return rest.kind != DH_REST_NONE && rest.distance <= REACH;
}

/* The valley that a ball is at the bottom of, or NOWHERE.  A floor as deep as the deepest valley
 * counts as that one, wherever on it the ball lies. */
static int
find_end (const DhBasinsMaker *self, const DhBall *ball)
{
  const DhTerrain *terrain = self->terrain;
  const DhValley *valley = dh_terrain_find_valley (terrain, ball->at, REACH);

  if (valley != NULL && ball->loss - valley->value <= ARRIVED * self->height
      && valley - terrain->valleys < MAX_VALLEYS)
    return valley - terrain->valleys;
  if (terrain->n_valleys > 0 && ball->loss - terrain->valleys[0].value < NO_HIGHER * self->height
      && is_on_floor (self, ball))
    return 0;
  return DH_BASINS_NOWHERE;
}

/* One check: FALSE if the ball has finished. n_same: consecutive checks that found it at rest. */
static gboolean
is_going_on (const DhBasinsMaker *self, const DhDescent *descent, guint *n_same)
{
  const DhBall *last = dh_descent_get_last (descent);
  const DhBall *before = dh_descent_get_ball (descent,
                                              dh_descent_get_n_balls (descent) - 1 - LOOK_EVERY);
  double way = dh_terrain_get_distance (self->terrain, last->at, before->at);

  if (way > STILL || (way > STUCK && find_end (self, last) < 0))
    *n_same = 0;
  else
    (*n_same)++;
  return *n_same < LOOKS;
}

/* FALSE: cancelled. */
static gboolean
follow_start (DhBasinsMaker *self, guint cell, const int *cancelled)
{
  double u = (cell % self->n_columns + 0.5) / self->n_columns;
  double v = (cell / self->n_columns + 0.5) / self->n_rows;
  const double start[2] = {
    self->terrain->minimum[0] + u * dh_terrain_get_width (self->terrain, 0),
    self->terrain->minimum[1] + v * dh_terrain_get_width (self->terrain, 1),
  };
  g_autoptr (DhDescent) descent = dh_descent_new (self->ground, &self->config, start);
  guint n_same = 0;

  for (guint i = 1; i <= self->n_steps && dh_descent_step (descent); i++)
    {
      if (dh_is_cancelled (cancelled))
        return FALSE;
      if (i % LOOK_EVERY == 0 && !is_going_on (self, descent, &n_same))
        break;
    }
  self->ends[cell] = dh_descent_get_last (descent)->diverged
                       ? DH_BASINS_DIVERGED
                       : find_end (self, dh_descent_get_last (descent));
  return TRUE;
}

void
dh_basins_maker_go_on (DhBasinsMaker *self, guint n_starts, const int *cancelled)
{
  guint end = MIN (self->n_done + n_starts, self->n_columns * self->n_rows);

  while (self->n_done < end && follow_start (self, self->order[self->n_done], cancelled))
    self->n_done++;
}

/* ---- the results so far ---- */

guint
dh_basins_maker_get_n_done (const DhBasinsMaker *self)
{
  return self->n_done;
}

guint
dh_basins_maker_get_n_starts (const DhBasinsMaker *self)
{
  return self->n_columns * self->n_rows;
}

static void
count_shares (DhBasins *basins)
{
  basins->shares = g_new0 (double, basins->n_valleys + 2);
  for (guint i = 0; i < basins->n_columns * basins->n_rows; i++)
    {
      int end = basins->ends[i];
      guint place = end >= 0 ? (guint) end : basins->n_valleys + (end == DH_BASINS_DIVERGED);

      if (end != DH_BASINS_UNKNOWN)
        basins->shares[place]++;
    }
  for (guint i = 0; i < basins->n_valleys + 2 && basins->n_done > 0; i++)
    basins->shares[i] /= basins->n_done;
}

static guint
count_deepest (const DhBasinsMaker *self, guint n_valleys)
{
  const DhValley *valleys = self->terrain->valleys;
  double range = dh_terrain_get_range (self->terrain), noise;
  guint n = 0;

  if (n_valleys == 0)
    return 0;
  noise = SAME_DEPTH * self->ground->tolerance * (fabs (valleys[0].value) + 1e-4 * range);
  while (n < n_valleys && valleys[n].value - valleys[0].value <= noise)
    n++;
  return n;
}

DhBasins *
dh_basins_maker_publish (const DhBasinsMaker *self)
{
  DhBasins *basins = g_new0 (DhBasins, 1);

  atomic_init (&basins->n_refs, 1);
  basins->n_columns = self->n_columns;
  basins->n_rows = self->n_rows;
  memcpy (basins->minimum, self->terrain->minimum, sizeof basins->minimum);
  memcpy (basins->maximum, self->terrain->maximum, sizeof basins->maximum);
  basins->ends = g_memdup2 (self->ends, self->n_columns * self->n_rows);
  basins->n_done = self->n_done;
  basins->n_valleys = MIN (self->terrain->n_valleys, MAX_VALLEYS);
  basins->n_deepest = count_deepest (self, basins->n_valleys);
  count_shares (basins);
  return basins;
}
