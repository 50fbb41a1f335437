/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Finding the point of a ground under a pixel.  On the surface, the same triangles are searched
 * that surface.c draws, and the nearest one under the pixel wins, so that the result is exact even
 * on a steep slope, where many points crowd into a few pixels.  Taking the nearest grid point was
 * rejected: there it is off by several cells.
 */
#include "ui/plot/scene/scene-private.h"

#include <math.h>

/* A grid point on the picture. */
static DhScenePlace
locate_grid_point (const DhSceneEye *eye, guint column, guint row)
{
  const DhScene *self = eye->scene;
  const DhTerrain *terrain = self->terrain;
  double u = (double) column / (terrain->n_columns - 1);
  double v = (double) row / MAX (terrain->n_rows - 1, 1);
  double at[2] = { terrain->minimum[0] + u * (terrain->maximum[0] - terrain->minimum[0]),
                   terrain->minimum[1] + v * (terrain->maximum[1] - terrain->minimum[1]) };
  double level = dh_height_scale_get_level (&self->height_scale,
                                            terrain->heights[row * terrain->n_columns + column]);

  return dh_scene_eye_locate (eye, at, level > 1 ? 1 : level); /* NaN, a hole, stays NaN */
}

/* The position of a pixel in a triangle: p = a + s (b - a) + t (c - a).  FALSE outside, and if a
 * corner has no position. */
static gboolean
find_in_triangle (const DhScenePlace *a, const DhScenePlace *b, const DhScenePlace *c, double x,
                  double y, double *s, double *t)
{
  double area = (b->x - a->x) * (c->y - a->y) - (c->x - a->x) * (b->y - a->y);

  *s = ((x - a->x) * (c->y - a->y) - (c->x - a->x) * (y - a->y)) / area;
  *t = ((b->x - a->x) * (y - a->y) - (x - a->x) * (b->y - a->y)) / area;
  return *s >= 0 && *t >= 0 && *s + *t <= 1;
}

/* Searches the two triangles of a square as surface.c draws them; square: its corners by column,
 * then row.  share: the position in the square. */
static gboolean
pick_in_square (const DhScenePlace square[2][2], double x, double y, double *nearest,
                double share[2])
{
  gboolean found = FALSE;

  for (guint upper = 0; upper < 2; upper++)
    {
      const DhScenePlace *a = &square[0][0], *c = &square[1][1];
      const DhScenePlace *b = upper ? &square[0][1] : &square[1][0];
      double s, t, depth;

      if (!find_in_triangle (a, b, c, x, y, &s, &t))
        continue;
      depth = a->depth + s * (b->depth - a->depth) + t * (c->depth - a->depth);
      if (!(depth < *nearest))
        continue;
      *nearest = depth;
      share[0] = upper ? t : s + t;
      share[1] = upper ? s + t : t;
      found = TRUE;
    }
  return found;
}

static gboolean
pick_on_surface (const DhScene *self, double x, double y, double at[2])
{
  const DhTerrain *terrain = self->terrain;
  guint columns = terrain->n_columns, rows = terrain->n_rows;
  g_autofree DhScenePlace *places = g_new (DhScenePlace, (gsize) columns * rows);
  double nearest = INFINITY;
  DhSceneEye eye = dh_scene_eye_make (self, FALSE);

  for (guint row = 0; row < rows; row++)
    for (guint column = 0; column < columns; column++)
      places[row * columns + column] = locate_grid_point (&eye, column, row);
  for (guint row = 0; row + 1 < rows; row++)
    for (guint column = 0; column + 1 < columns; column++)
      {
        const DhScenePlace *p = places + row * columns + column;
        const DhScenePlace square[2][2] = { { p[0], p[columns] }, { p[1], p[columns + 1] } };
        double share[2];

        if (!pick_in_square (square, x, y, &nearest, share))
          continue;
        at[0] = terrain->minimum[0]
                + (column + share[0]) / (columns - 1) * (terrain->maximum[0] - terrain->minimum[0]);
        at[1] = terrain->minimum[1]
                + (row + share[1]) / (rows - 1) * (terrain->maximum[1] - terrain->minimum[1]);
      }
  return isfinite (nearest);
}

/* On a rectangle; for a curve, only the first share is used. */
static gboolean
pick_on_map (const DhScene *self, double x, double y, double at[2])
{
  const double share[2] = { x / self->width, 1 - y / self->height };

  for (guint i = 0; i < 2; i++)
    {
      if (!(share[i] >= 0 && share[i] <= 1))
        return FALSE;
      at[i] = self->terrain->minimum[i]
              + share[i] * (self->terrain->maximum[i] - self->terrain->minimum[i]);
    }
  if (self->terrain->n_rows < 2)
    at[1] = 0;
  return TRUE;
}

gboolean
dh_scene_pick (const DhScene *self, double x, double y, gboolean on_map, double at[2])
{
  if (on_map || self->terrain->n_rows < 2)
    return pick_on_map (self, x, y, at);
  return pick_on_surface (self, x, y, at);
}
