/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The points that a line is fitted to.  They outlive the ground: who comes back finds them where
 * they were dragged to.
 */
#include "core/race/race-private.h"

#include <math.h>
#include <string.h>

static void
points_changed (DhRace *self)
{
  if (self->ground_kind != DH_GROUND_KIND_FIT)
    return;
  self->edition++;
  dh_race_remake_grounds (self);
}

static gboolean
is_within (DhFitPoint point)
{
  return isfinite (point.x) && isfinite (point.y);
}

static DhFitPoint
bring_within (DhFitPoint point)
{
  return (DhFitPoint) { CLAMP (point.x, -1, 1), CLAMP (point.y, -1, 1) };
}

const DhFitPoint *
dh_race_get_points (DhRace *self, guint *n_points)
{
  g_return_val_if_fail (DH_IS_RACE (self), NULL);
  *n_points = self->n_points;
  return self->points;
}

void
dh_race_move_point (DhRace *self, guint index, DhFitPoint point)
{
  g_return_if_fail (DH_IS_RACE (self) && index < self->n_points);
  if (!is_within (point))
    return;
  point = bring_within (point);
  if (memcmp (&self->points[index], &point, sizeof point) == 0)
    return;
  self->points[index] = point;
  points_changed (self);
}

gboolean
dh_race_add_point (DhRace *self, DhFitPoint point)
{
  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  if (self->n_points == DH_FIT_MAX_POINTS || !is_within (point))
    return FALSE;
  self->points[self->n_points++] = bring_within (point);
  points_changed (self);
  return TRUE;
}

void
dh_race_remove_point (DhRace *self, guint index)
{
  g_return_if_fail (DH_IS_RACE (self) && index < self->n_points);
  if (self->n_points == 1)
    return;
  memmove (self->points + index, self->points + index + 1,
           (self->n_points - index - 1) * sizeof self->points[0]);
  self->n_points--;
  points_changed (self);
}

void
dh_race_reset_points (DhRace *self)
{
  g_return_if_fail (DH_IS_RACE (self));
  self->n_points = dh_fit_get_usual_points (self->points);
  points_changed (self);
}

void
dh_race_set_points (DhRace *self, const DhFitPoint *points, guint n_points)
{
  g_return_if_fail (DH_IS_RACE (self) && points != NULL);
  if (n_points < 1 || n_points > DH_FIT_MAX_POINTS)
    return;
  for (guint i = 0; i < n_points; i++)
    if (!is_within (points[i]))
      return;
  for (guint i = 0; i < n_points; i++)
    self->points[i] = bring_within (points[i]);
  self->n_points = n_points;
  points_changed (self);
}
