/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The local minima of a ground, found from its heights.
 *
 * A valley is a point of the grid with no lower one among its eight neighbours, refined from there
 * by Newton's steps, shortened where they overshoot, and by a local search where the slope leads no
 * further down (MAE's grounds consist of planes).  Valleys that end at the same point are merged,
 * as are those along one level trough.  Valleys narrower than the grid's mesh are not found; no
 * method without a bound on the slope could guarantee that.  Points on the edge count only if
 * refining leads inside.
 *
 * On a ground whose points are expensive, refining uses no more points than the grid, the lowest
 * valleys first; the rest stay at their grid points.
 */
#include "core/landscape/terrain-private.h"

#include <math.h>

#define MAX_STEPS      400
#define MAX_HALVINGS   40
#define N_DIRECTIONS   24
#define GOLDEN_ANGLE   2.399963229728653
#define LARGEST_RADIUS 0.6 /* meshes: not beyond the next valley */
#define MAX_CANDIDATES 400
#define TROUGH_BEND    1e-9 /* of the largest curvature */
/* Of the ground's width: closer than this, two valleys are one. */
#define SAME_PLACE 5e-3

static gboolean
is_lower_than_neighbours (const DhTerrain *self, int row, int column)
{
  double height = self->heights[row * (int) self->n_columns + column];

  if (isnan (height))
    return FALSE;
  for (int dy = -1; dy <= 1; dy++)
    for (int dx = -1; dx <= 1; dx++)
      {
        int y = row + dy, x = column + dx;

        if (y < 0 || x < 0 || y >= (int) self->n_rows || x >= (int) self->n_columns)
          continue;
        if (self->heights[y * (int) self->n_columns + x] < height)
          return FALSE;
      }
  return TRUE;
}

/* The state of a search for valleys. */
typedef struct
{
  const DhGround *ground;
  float *scratch;
  double mesh[2];
  double range;  /* from the lowest to the highest point of the grid */
  gsize n_left;  /* values that may still be computed */
  double radius; /* of the circle searched for a lower point, in meshes */
  guint n_tried;
} Search;

static double
get_value (Search *self, const double at[2])
{
  self->n_left -= self->n_left > 0;
  return dh_ground_get_value (self->ground, at, self->scratch);
}

/* The smallest fall that counts: less could be rounding error. */
static double
get_noise (const Search *self, double value)
{
  return self->ground->tolerance * (fabs (value) + 1e-4 * self->range);
}

/* Moves there if it is lower. */
static gboolean
try_place (Search *self, double x, double y, DhValley *valley)
{
  DhValley next = { .at = { x, y } };

  next.value = get_value (self, next.at);
  if (!(next.value < valley->value - get_noise (self, valley->value)))
    return FALSE;
  *valley = next;
  return TRUE;
}

/* Newton's step.  FALSE where the ground doesn't curve upwards; a tiny curvature is added, so
 * that the level floor of a trough counts as curved.  *drop: the fall that the step promises. */
static gboolean
find_newton_step (const Search *self, const DhJet *jet, double step[2], double *drop)
{
  double bend = TROUGH_BEND * dh_jet_get_largest_curvature (jet);
  double xx = jet->xx + bend, xy = jet->xy, yy = jet->yy + bend, determinant;

  if (self->ground->n_dimensions == 1)
    xy = 0, yy = 1;
  determinant = xx * yy - xy * xy;
  if (!dh_jet_is_finite (jet) || !(determinant > 0 && xx > 0))
    return FALSE;
  step[0] = -(yy * jet->x - xy * jet->y) / determinant;
  step[1] = -(xx * jet->y - xy * jet->x) / determinant;
  *drop = -(step[0] * jet->x + step[1] * jet->y) / 2;
  return TRUE;
}

typedef enum
{
  LOWER,
  NO_LOWER,
  BOTTOM
} Step;

/* Newton's step, halved until it leads down. BOTTOM: the smooth floor of a valley. */
static Step
step_down (Search *self, const DhJet *jet, DhValley *valley)
{
  DhValley from = *valley;
  double step[2], drop;

  if (!find_newton_step (self, jet, step, &drop))
    return NO_LOWER;
  if (drop < get_noise (self, valley->value))
    return BOTTOM;
  for (guint i = 0; i < MAX_HALVINGS; i++, step[0] /= 2, step[1] /= 2)
    if (try_place (self, from.at[0] + step[0], from.at[1] + step[1], valley))
      return LOWER;
  return NO_LOWER;
}

/* Searches the surroundings for a lower point, first down the slope, and goes there: on a ground
 * made of planes, no slope leads along the creases.  No direction is tried twice, because few
 * may lead down; the circle shrinks if none does. */
static gboolean
look_around (Search *self, const DhJet *jet, DhValley *valley)
{
  for (; self->radius > sqrt (self->ground->tolerance); self->radius /= 3)
    for (guint i = 0; i < N_DIRECTIONS; i++)
      {
        double angle = i == 0 && dh_jet_is_finite (jet)
                         ? atan2 (-jet->y * self->mesh[1], -jet->x * self->mesh[0])
                         : GOLDEN_ANGLE * self->n_tried++;
        double x = self->mesh[0] * cos (angle), y = self->mesh[1] * sin (angle);

        if (!try_place (self, valley->at[0] + self->radius * x, valley->at[1] + self->radius * y,
                        valley))
          continue;
        do
          self->radius *= 2;
        while (self->radius < LARGEST_RADIUS
               && try_place (self, valley->at[0] + self->radius * x,
                             valley->at[1] + self->radius * y, valley));
        self->radius = MIN (self->radius, LARGEST_RADIUS);
        return TRUE;
      }
  return FALSE;
}

/* beyond: how far outside is still allowed, in widths */
static gboolean
is_inside (const DhTerrain *self, const double at[2], double beyond)
{
  for (guint i = 0; i < (self->n_rows > 1 ? 2 : 1); i++)
    {
      double far = beyond * dh_terrain_get_width (self, i);

      if (at[i] < self->minimum[i] - far || at[i] > self->maximum[i] + far)
        return FALSE;
    }
  return TRUE;
}

/* Where nothing around is higher, there is no valley. */
static gboolean
is_plain (Search *self, const DhValley *valley)
{
  for (guint i = 0; i < 4; i++)
    {
      double next[2] = { valley->at[0] + (i % 2 == 0 ? 0 : i - 2.0) * self->mesh[0],
                         valley->at[1] + (i % 2 == 0 ? i - 1.0 : 0) * self->mesh[1] };

      if (get_value (self, next) > valley->value + get_noise (self, valley->value))
        return FALSE;
    }
  return TRUE;
}

/* At a pole the ground goes down forever. */
static gboolean
is_bottomless (const DhTerrain *self, const DhValley *valley)
{
  return !(valley->value >= self->lowest - dh_terrain_get_range (self));
}

/* FALSE if it keeps falling or leaves the ground: that is a slope, not a valley. */
static gboolean
refine (const DhTerrain *terrain, Search *self, DhValley *valley)
{
  self->radius = LARGEST_RADIUS;
  for (guint i = 0; i < MAX_STEPS; i++)
    {
      DhJet jet = dh_ground_get_jet (self->ground, valley->at, self->scratch);
      Step step = step_down (self, &jet, valley);

      self->n_left -= MIN (self->n_left, 4);
      if (step == BOTTOM || (step == NO_LOWER && !look_around (self, &jet, valley)))
        return is_inside (terrain, valley->at, 0) && !is_plain (self, valley);
      if (self->n_left == 0)
        return is_inside (terrain, valley->at, 0);
      if (!is_inside (terrain, valley->at, 0.1) || is_bottomless (terrain, valley))
        return FALSE;
    }
  return FALSE;
}

/* At the same place, or along the level floor of a trough. */
static gboolean
is_same (const DhTerrain *terrain, Search *self, const DhValley *a, const DhValley *b)
{
  double middle[2] = { (a->at[0] + b->at[0]) / 2, (a->at[1] + b->at[1]) / 2 };
  double most = 2 * get_noise (self, a->value);

  if (dh_terrain_get_distance (terrain, a->at, b->at) <= SAME_PLACE)
    return TRUE;
  return fabs (a->value - b->value) <= most && fabs (get_value (self, middle) - a->value) <= most;
}

static void
add_valley (const DhTerrain *terrain, Search *self, GArray *valleys, const DhValley *valley)
{
  for (guint i = 0; i < valleys->len; i++)
    {
      DhValley *other = &g_array_index (valleys, DhValley, i);

      if (!is_same (terrain, self, other, valley))
        continue;
      if (valley->value < other->value)
        *other = *valley;
      return;
    }
  g_array_append_val (valleys, *valley);
}

static int
compare_valleys (gconstpointer a, gconstpointer b)
{
  double difference = ((const DhValley *) a)->value - ((const DhValley *) b)->value;

  return (difference > 0) - (difference < 0);
}

/* The points of the grid that have no lower neighbour, the lowest first.  At most MAX_CANDIDATES,
 * since on a plain every point is one. */
static GArray *
find_candidates (const DhTerrain *self)
{
  GArray *candidates = g_array_new (FALSE, FALSE, sizeof (DhValley));

  for (guint row = 0; row < self->n_rows; row++)
    for (guint column = 0; column < self->n_columns; column++)
      {
        DhValley candidate = {
          .at = { dh_terrain_get_dimension (self, 0, column),
                  dh_terrain_get_dimension (self, 1, row) },
          .value = self->heights[row * self->n_columns + column],
        };

        if (is_lower_than_neighbours (self, row, column))
          g_array_append_val (candidates, candidate);
      }
  g_array_sort (candidates, compare_valleys);
  if (candidates->len > MAX_CANDIDATES)
    g_array_set_size (candidates, MAX_CANDIDATES);
  return candidates;
}

gboolean
dh_terrain_find_valleys (DhTerrain *self, const DhGround *ground, float *scratch,
                         const int *cancelled)
{
  GArray *valleys = g_array_new (FALSE, FALSE, sizeof (DhValley));
  g_autoptr (GArray) candidates = find_candidates (self);
  Search search = {
    .ground = ground,
    .scratch = scratch,
    .mesh = { dh_terrain_get_width (self, 0) / MAX (self->n_columns - 1, 1),
              dh_terrain_get_width (self, 1) / MAX (self->n_rows - 1, 1) },
    .range = dh_terrain_get_range (self),
    .n_left = scratch != NULL ? (gsize) self->n_columns * self->n_rows : G_MAXSIZE,
  };

  for (guint i = 0; i < candidates->len && !dh_is_cancelled (cancelled); i++)
    {
      DhValley valley = g_array_index (candidates, DhValley, i);

      valley.value = get_value (&search, valley.at);
      if (search.n_left == 0 || refine (self, &search, &valley))
        add_valley (self, &search, valleys, &valley);
    }
  g_array_sort (valleys, compare_valleys);
  self->n_valleys = valleys->len;
  self->valleys = (DhValley *) g_array_free (valleys, FALSE);
  return !dh_is_cancelled (cancelled);
}

/* Beside a valley that is kept, and no lower: candidates come in ascending order. */
static gboolean
is_beside (const DhTerrain *self, const GArray *valleys, const DhValley *valley)
{
  double mesh = 1.0 / MAX (MIN (self->n_columns, self->n_rows) - 1, 1);

  for (guint i = 0; i < valleys->len; i++)
    if (dh_terrain_get_distance (self, g_array_index (valleys, DhValley, i).at, valley->at)
        < 1.5 * mesh)
      return TRUE;
  return FALSE;
}

static gboolean
is_on_edge (const DhTerrain *self, const double at[2])
{
  return at[0] <= self->minimum[0] || at[0] >= self->maximum[0] || at[1] <= self->minimum[1]
         || at[1] >= self->maximum[1];
}

void
dh_terrain_take_valleys (DhTerrain *self)
{
  g_autoptr (GArray) candidates = find_candidates (self);
  GArray *valleys = g_array_new (FALSE, FALSE, sizeof (DhValley));

  for (guint i = 0; i < candidates->len; i++)
    {
      const DhValley *candidate = &g_array_index (candidates, DhValley, i);

      if (!is_on_edge (self, candidate->at) && !is_beside (self, valleys, candidate))
        g_array_append_val (valleys, *candidate);
    }
  self->n_valleys = valleys->len;
  self->valleys = (DhValley *) g_array_free (valleys, FALSE);
}
