/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Matching the local minimum that a ball has reached to the valleys found on the map.
 *
 * Being near is not enough, because two valleys may be adjacent: it is only the same valley if the
 * ground between the minimum and the bottom of the known valley is nowhere higher than both.  A
 * trough is level along its floor; there every point of the same level counts.  A minimum may also
 * belong to no known valley, since the grid misses whatever is narrower than its mesh.
 */
#include "core/landscape/valley-match.h"

#include "core/landscape/terrain-private.h"

#define REACH      0.02  /* of the width: how near a valley a bottom must be */
#define SAME_PLACE 1e-6  /* of the width */
#define PART       0.25  /* of a bowl's rise over a mesh */
#define SAME       100.0 /* tolerances of a height: two valleys of the same depth */

double
dh_valley_match_get_tolerance (const DhTerrain *terrain, const DhGround *ground, double value)
{
  return SAME * dh_terrain_get_noise (terrain, ground, value);
}

/* Whether the ground between two places is nowhere higher than both; or, for a trough, level. */
static gboolean
is_one_hollow (const DhTerrain *terrain, const DhGround *ground, const double a[2],
               const double b[2], gboolean level, float *scratch)
{
  double here = dh_ground_get_value (ground, a, scratch);
  double there = dh_ground_get_value (ground, b, scratch);
  double noise = dh_valley_match_get_tolerance (terrain, ground, here);
  double low = MIN (here, there) - noise;
  double high = MAX (here, there) + noise;

  for (guint i = 1; i < 4; i++)
    {
      double part = i / 4.0;
      const double at[2] = { a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1]) };
      double value = dh_ground_get_value (ground, at, scratch);

      if (value > high || (level && value < low))
        return FALSE;
    }
  return !level || high - low <= 3 * noise;
}

const DhValley *
dh_valley_match_find (const DhTerrain *terrain, const DhGround *ground, const double at[2],
                      gboolean trough, float *scratch)
{
  const DhValley *valley = dh_terrain_find_valley (terrain, at, REACH);

  if (valley != NULL
      && (ground->scratch_size > 0 || dh_ground_get_distance (ground, at, valley->at) < SAME_PLACE
          || is_one_hollow (terrain, ground, at, valley->at, FALSE, scratch)))
    return valley;
  for (guint i = 0; trough && i < terrain->n_valleys; i++)
    if (is_one_hollow (terrain, ground, at, terrain->valleys[i].at, TRUE, scratch))
      return &terrain->valleys[i];
  return NULL;
}

/* Narrow if a neighbouring point of the grid lies far below the bowl predicted by the curvature
 * at the bottom: then the grid can't show the hollow. */
gboolean
dh_valley_match_is_narrow (const DhTerrain *terrain, const DhGround *ground, const double at[2],
                           float *scratch)
{
  const guint counts[2] = { terrain->n_columns, terrain->n_rows };
  DhJet jet = dh_ground_get_jet (ground, at, scratch);

  for (guint i = 0; i < 2 * ground->n_dimensions; i++)
    {
      guint k = i / 2;
      double mesh = (terrain->maximum[k] - terrain->minimum[k]) / MAX (counts[k] - 1, 1);
      double beside[2] = { at[0], at[1] };

      beside[k] += i % 2 == 0 ? mesh : -mesh;
      if (dh_ground_get_value (ground, beside, scratch) - jet.value
          < PART * (k == 0 ? jet.xx : jet.yy) * mesh * mesh / 2)
        return TRUE;
    }
  return FALSE;
}
