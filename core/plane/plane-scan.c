/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which points of a plane to compute next, and what to show meanwhile.
 *
 * A point costs a forward pass, and there are 51×51 of them.  So a grid of 7×7 comes first and one
 * of 13×13 next, whose points are points of the fine one; nothing is computed twice.  Their rows
 * are computed from the origin outwards, since that is where the ball is: with a large network a
 * row takes seconds, and is shown as soon as it is done.  The rest is computed in pieces of rows,
 * because points of a row share work (plane-evaluator.c), in the order of their roughness: where
 * the coarse grid bends most, the most detail is missing.
 *
 * Missing points are interpolated: along the coarse rows first, then along each column between the
 * nearest rows.  So each computed piece helps its neighbours.  Nothing is extrapolated beyond the
 * outermost row: a guess would look like data.
 */
#include "core/plane/plane-scan.h"

#include <math.h>
#include <string.h>

#include "core/base/tensor.h"
#include "core/plane/directions.h"

#define SIDE     DH_PLANE_SIDE
#define COARSE   DH_PLANE_COARSE_SIDE
#define FIRST    DH_PLANE_FIRST_SIDE
#define N_PIECES 4 /* per row */

static guint
get_coarse_index (guint k)
{
  return (guint) lround (k * (SIDE - 1.0) / (COARSE - 1));
}

/* Every second index of the coarse grid. */
static guint
get_first_index (guint k)
{
  return get_coarse_index (k * (COARSE - 1) / (FIRST - 1));
}

G_STATIC_ASSERT ((COARSE - 1) % (FIRST - 1) == 0);

/* The cell of the coarse grid that contains an index, 0 … COARSE-2. */
static guint
get_mesh (guint index)
{
  guint mesh = 0;

  while (mesh + 2 < COARSE && get_coarse_index (mesh + 1) <= index)
    mesh++;
  return mesh;
}

DhPlaneScan *
dh_plane_scan_new (gsize n_floats, const float *origin)
{
  DhPlaneScan *self = g_new0 (DhPlaneScan, 1);

  self->n_floats = n_floats;
  self->origin = dh_tensor_new (n_floats);
  memcpy (self->origin, origin, n_floats * sizeof (float));
  for (guint axis = 0; axis < 2; axis++)
    {
      self->axes[axis] = dh_tensor_new (n_floats);
      self->explained[axis] = NAN;
    }
  return self;
}

void
dh_plane_scan_free (DhPlaneScan *self)
{
  dh_tensor_free (self->origin);
  for (guint axis = 0; axis < 2; axis++)
    dh_tensor_free (self->axes[axis]);
  g_free (self);
}

void
dh_plane_scan_measure_axes (DhPlaneScan *self)
{
  for (guint axis = 0; axis < 2; axis++)
    self->length2[axis] = dh_direction_multiply (self->n_floats, self->axes[axis],
                                                 self->axes[axis]);
}

/* ---- the order ---- */

/* Sorts rows of a grid by their distance from the origin's row. */
static int
compare_rows (gconstpointer a, gconstpointer b, gpointer data)
{
  const guint x = *(const guint *) a, y = *(const guint *) b;
  const double *origin = data;
  double difference = fabs (x - *origin) - fabs (y - *origin);

  return difference != 0 ? (difference > 0) - (difference < 0) : (int) x - (int) y;
}

/* Queues the missing points of an n×n grid. */
static void
queue_grid (DhPlaneScan *self, guint n, guint (*get_index) (guint k))
{
  double origin = -self->low[1] / (self->high[1] - self->low[1]) * (SIDE - 1);
  guint rows[COARSE];

  for (guint k = 0; k < n; k++)
    rows[k] = get_index (k);
  g_qsort_with_data (rows, (gint) n, sizeof rows[0], compare_rows, &origin);
  for (guint row = 0; row < n; row++)
    for (guint column = 0; column < n; column++)
      {
        guint point = rows[row] * SIDE + get_index (column);

        if (!self->known[point])
          self->queue[self->n_queued++] = point;
      }
}

void
dh_plane_scan_begin (DhPlaneScan *self)
{
  queue_grid (self, FIRST, get_first_index);
}

/* The logarithm of the loss, because losses and their curvature span decades.  NaN if there is no
 * loss. */
static double
get_level (const DhPlaneScan *self, guint row, guint column)
{
  double height = self->heights[get_coarse_index (row) * SIDE + get_coarse_index (column)];

  return log (MAX (height, 1e-12));
}

/* The curvature of the coarse grid at one of its points; large next to points without a loss. */
static double
get_bend (const DhPlaneScan *self, guint row, guint column)
{
  double here = get_level (self, row, column), bend = 0;

  if (isnan (here))
    return 0;
  if (row > 0 && row < COARSE - 1)
    bend += fabs (get_level (self, row - 1, column) + get_level (self, row + 1, column) - 2 * here);
  if (column > 0 && column < COARSE - 1)
    bend += fabs (get_level (self, row, column - 1) + get_level (self, row, column + 1) - 2 * here);
  return isnan (bend) ? 10 : bend;
}

/* A piece of a fine row. */
typedef struct
{
  guint row, first, last; /* columns, inclusive */
  double roughness;
} Piece;

static void
measure_piece (const DhPlaneScan *self, const double *bends, Piece *piece)
{
  guint row = get_mesh (piece->row);

  for (guint column = get_mesh (piece->first); column <= get_mesh (piece->last); column++)
    for (guint corner = 0; corner < 4; corner++)
      piece->roughness += bends[(row + corner / 2) * COARSE + column + corner % 2];
}

/* Equally rough pieces are sorted by position, so that all machines compute in the same order. */
static int
compare_pieces (gconstpointer a, gconstpointer b)
{
  const Piece *x = a, *y = b;

  if (x->roughness != y->roughness)
    return x->roughness < y->roughness ? 1 : -1;
  return x->row != y->row ? (int) x->row - (int) y->row : (int) x->first - (int) y->first;
}

static void
queue_rest (DhPlaneScan *self)
{
  double bends[COARSE * COARSE];
  Piece pieces[SIDE * N_PIECES];

  for (guint i = 0; i < COARSE * COARSE; i++)
    bends[i] = get_bend (self, i / COARSE, i % COARSE);
  for (guint i = 0; i < SIDE * N_PIECES; i++)
    {
      guint piece = i % N_PIECES;

      pieces[i] = (Piece) { i / N_PIECES, piece * SIDE / N_PIECES,
                            (piece + 1) * SIDE / N_PIECES - 1, 0 };
      measure_piece (self, bends, &pieces[i]);
    }
  qsort (pieces, G_N_ELEMENTS (pieces), sizeof pieces[0], compare_pieces);
  for (guint i = 0; i < G_N_ELEMENTS (pieces); i++)
    for (guint column = pieces[i].first; column <= pieces[i].last; column++)
      if (!self->known[pieces[i].row * SIDE + column])
        self->queue[self->n_queued++] = pieces[i].row * SIDE + column;
}

guint
dh_plane_scan_list (const DhPlaneScan *self, guint n, guint *points)
{
  guint n_listed = 0;

  /* The points before n_done are known, except for a few that were left out when a row of tasks was
   * interrupted. */
  for (guint i = 0; i < self->n_queued && n_listed < n; i++)
    if (!self->known[self->queue[i]])
      points[n_listed++] = self->queue[i];
  return n_listed;
}

void
dh_plane_scan_get_place (const DhPlaneScan *self, guint point, double at[2])
{
  const guint index[2] = { point % SIDE, point / SIDE };

  for (guint axis = 0; axis < 2; axis++)
    at[axis] = self->low[axis] + (self->high[axis] - self->low[axis]) * index[axis] / (SIDE - 1.0);
}

void
dh_plane_scan_store (DhPlaneScan *self, guint point, double loss)
{
  g_return_if_fail (point < DH_PLANE_N_POINTS && !self->known[point]);
  self->heights[point] = (float) loss;
  self->known[point] = TRUE;
  self->n_done++;
  if (self->n_done == DH_PLANE_N_FIRST_POINTS)
    queue_grid (self, COARSE, get_coarse_index);
  else if (self->n_done == DH_PLANE_N_COARSE_POINTS)
    queue_rest (self);
}

gboolean
dh_plane_scan_is_first (const DhPlaneScan *self)
{
  return self->n_done >= DH_PLANE_N_FIRST_POINTS;
}

gboolean
dh_plane_scan_is_coarse (const DhPlaneScan *self)
{
  return self->n_done >= DH_PLANE_N_COARSE_POINTS;
}

gboolean
dh_plane_scan_is_done (const DhPlaneScan *self)
{
  return self->n_done == DH_PLANE_N_POINTS;
}

/* ---- what to show ---- */

/* Interpolates missing heights between existing ones, for n heights that are `stride` apart.  Those
 * before the first or after the last existing one stay missing.  If one neighbour is NaN, the
 * nearer neighbour's value is used. */
static void
fill_between (float *heights, gboolean *there, guint n, guint stride)
{
  guint before = n;

  for (guint i = 0; i < n; i++)
    {
      if (!there[i * stride])
        continue;
      for (guint k = before + 1; k < i; k++)
        {
          float from = heights[before * stride], to = heights[i * stride];
          float u = (float) (k - before) / (i - before);

          heights[k * stride] = isnan (from) || isnan (to) ? (u < .5f ? from : to)
                                                           : from + u * (to - from);
          there[k * stride] = TRUE;
        }
      before = i;
    }
}

static gboolean
has_first_row (const DhPlaneScan *self, guint row)
{
  for (guint k = 0; k < FIRST; k++)
    if (!self->known[row * SIDE + get_first_index (k)])
      return FALSE;
  return TRUE;
}

guint
dh_plane_scan_count_shown (const DhPlaneScan *self)
{
  guint n_rows = 0;

  if (dh_plane_scan_is_first (self))
    return self->n_done;
  for (guint k = 0; k < FIRST; k++)
    n_rows += has_first_row (self, get_first_index (k));
  return n_rows > 1 ? n_rows * FIRST : 0;
}

/* The known points; while there are few, without partial rows. */
static gboolean *
make_there (const DhPlaneScan *self)
{
  gboolean *there = g_memdup2 (self->known, sizeof self->known);

  for (guint k = 0; k < FIRST && !dh_plane_scan_is_first (self); k++)
    if (!has_first_row (self, get_first_index (k)))
      memset (there + get_first_index (k) * SIDE, 0, SIDE * sizeof *there);
  return there;
}

DhTerrain *
dh_plane_scan_make_terrain (const DhPlaneScan *self)
{
  g_autofree float *heights = g_memdup2 (self->heights, sizeof self->heights);
  g_autofree gboolean *there = make_there (self);

  if (dh_plane_scan_count_shown (self) == 0)
    return NULL;
  for (guint k = 0; k < COARSE; k++)
    fill_between (heights + get_coarse_index (k) * SIDE, there + get_coarse_index (k) * SIDE, SIDE,
                  1);
  for (guint column = 0; column < SIDE; column++)
    fill_between (heights + column, there + column, SIDE, SIDE);
  for (guint i = 0; i < DH_PLANE_N_POINTS; i++)
    if (!there[i])
      heights[i] = NAN;
  return dh_terrain_new_from_heights (SIDE, SIDE, self->low, self->high, heights);
}

/* ---- weights and places ---- */

void
dh_plane_scan_project (const DhPlaneScan *self, const float *weights, double at[2])
{
  float block[4096];

  at[0] = at[1] = 0;
  for (gsize start = 0; start < self->n_floats; start += G_N_ELEMENTS (block))
    {
      gsize n = MIN (G_N_ELEMENTS (block), self->n_floats - start);

      for (gsize i = 0; i < n; i++)
        block[i] = weights[start + i] - self->origin[start + i];
      for (guint axis = 0; axis < 2; axis++)
        at[axis] += dh_direction_multiply (n, block, self->axes[axis] + start);
    }
  for (guint axis = 0; axis < 2; axis++)
    at[axis] = self->length2[axis] > 0 ? at[axis] / self->length2[axis] : 0;
}

void
dh_plane_scan_get_weights (const DhPlaneScan *self, const double at[2], float *weights)
{
  const float x = (float) at[0], y = (float) at[1];

  for (gsize i = 0; i < self->n_floats; i++)
    weights[i] = self->origin[i] + (x * self->axes[0][i] + y * self->axes[1][i]);
}
