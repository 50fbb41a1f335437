/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changing one of the points that a line is fitted to, by setting a changed copy of their list.
 */
#include "core/race/race.h"

#include <string.h>

static guint
copy_points (DhRace *race, DhFitPoint *points)
{
  guint n;
  const DhFitPoint *present = dh_race_get_points (race, &n);

  memcpy (points, present, n * sizeof points[0]);
  return n;
}

void
dh_race_move_point (DhRace *self, guint index, DhFitPoint point)
{
  DhFitPoint points[DH_FIT_MAX_POINTS];
  guint n;

  g_return_if_fail (DH_IS_RACE (self));
  n = copy_points (self, points);
  g_return_if_fail (index < n);
  points[index] = point;
  dh_race_set_points (self, points, n);
}

gboolean
dh_race_add_point (DhRace *self, DhFitPoint point)
{
  DhFitPoint points[DH_FIT_MAX_POINTS + 1];
  guint n;

  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  n = copy_points (self, points);
  points[n] = point;
  return dh_race_set_points (self, points, n + 1);
}

void
dh_race_remove_point (DhRace *self, guint index)
{
  DhFitPoint points[DH_FIT_MAX_POINTS];
  guint n;

  g_return_if_fail (DH_IS_RACE (self));
  n = copy_points (self, points);
  g_return_if_fail (index < n);
  memmove (points + index, points + index + 1, (n - index - 1) * sizeof points[0]);
  dh_race_set_points (self, points, n - 1);
}

void
dh_race_reset_points (DhRace *self)
{
  DhFitPoint points[DH_FIT_MAX_POINTS];
  guint n = dh_fit_get_usual_points (points);

  g_return_if_fail (DH_IS_RACE (self));
  dh_race_set_points (self, points, n);
}
