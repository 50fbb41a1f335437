/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Slow motion through the parts of one step.  Between two places of the line the next step is told
 * part by part: the slope, what chance adds, what the optimizer remembers, what it divides by, and
 * where the ball goes.  Only when that has been shown the balls go there.
 *
 * Rules have different numbers of parts; so that the balls of a race still leave together, the ones
 * with fewer wait before their last part until the longest breakdown has come to its own.
 *
 * A step that hasn't been made yet is made for its breakdown and taken back: chance depends on the
 * step alone, so it will be the same when it is really made, and until then a change of rate or
 * optimizer changes the breakdown at once.
 */
#include "core/race/race-private.h"

#define SECONDS_PER_MOVE 0.7
#define LONGEST_TICK     10.0 /* s: a clock that slept */

/* Of the step from the shown ball on; NULL: it makes none. */
static DhStepBreakdown *
make_breakdown (const DhRace *self, const DhRaceRunner *runner)
{
  guint index;
  gboolean made;
  DhStepBreakdown *breakdown;

  if (runner->descent == NULL || self->position < runner->first)
    return NULL;
  index = dh_race_get_index (self, runner);
  if (dh_descent_get_ball (runner->descent, index)->diverged
      || self->position > runner->first + index)
    return NULL;
  made = index + 1 < dh_descent_get_n_balls (runner->descent);
  if (!made)
    dh_descent_step (runner->descent);
  breakdown = dh_step_breakdown_new (runner->descent, index + 1);
  if (!made)
    dh_descent_back (runner->descent);
  return breakdown;
}

static guint
count_parts (const DhRace *self)
{
  guint most = 0;

  for (guint i = 0; i < self->n_runners; i++)
    if (self->runners[i].breakdown != NULL)
      most = MAX (most, self->runners[i].breakdown->n_parts);
  return most;
}

static void
clear_stories (DhRace *self)
{
  for (guint i = 0; i < self->n_runners; i++)
    g_clear_pointer (&self->runners[i].breakdown, dh_step_breakdown_free);
  self->n_told = 0;
  self->told_for = 0;
}

void
dh_race_tell (DhRace *self, guint n_told)
{
  double told_for = n_told == self->n_told ? self->told_for : 0;

  clear_stories (self);
  if (!self->inside || self->fraction < 1 || self->position >= DH_RACE_MAX_STEPS)
    return;
  for (guint i = 0; i < self->n_runners; i++)
    self->runners[i].breakdown = make_breakdown (self, &self->runners[i]);
  self->n_told = MIN (MAX (n_told, 1), count_parts (self));
  self->told_for = told_for;
}

gboolean
dh_race_tell_next (DhRace *self)
{
  if (self->n_told >= count_parts (self))
    return FALSE;
  self->n_told++;
  self->told_for = 0;
  return TRUE;
}

gboolean
dh_race_tell_previous (DhRace *self)
{
  if (self->n_told < 2)
    return FALSE;
  self->n_told--;
  self->told_for = 0;
  return TRUE;
}

/* The breakdown is over: the balls set out. */
static void
set_out (DhRace *self)
{
  clear_stories (self);
  if (dh_race_advance (self))
    self->fraction = 0;
  else
    dh_race_set_playing (self, FALSE);
}

static void
arrive (DhRace *self)
{
  self->fraction = 1;
  if (dh_race_has_ended (self))
    dh_race_set_playing (self, FALSE);
  dh_race_tell (self, 1);
}

/* Both spend as much of the time as they need and return what is left of it. */
static double
move_on (DhRace *self, double seconds)
{
  double needed = (1 - self->fraction) * SECONDS_PER_MOVE;

  if (seconds < needed)
    {
      self->fraction += seconds / SECONDS_PER_MOVE;
      return 0;
    }
  arrive (self);
  return seconds - needed;
}

static double
tell_on (DhRace *self, double seconds)
{
  double needed = self->n_told > 0 ? DH_RACE_SECONDS_PER_PART - self->told_for : 0;

  if (seconds < needed)
    {
      self->told_for += seconds;
      return 0;
    }
  if (!dh_race_tell_next (self))
    set_out (self);
  return seconds - needed;
}

void
dh_race_run_inside (DhRace *self, double seconds)
{
  double left = MIN (seconds, LONGEST_TICK) * self->speed;

  while (left > 0 && self->playing)
    left = self->fraction < 1 ? move_on (self, left) : tell_on (self, left);
}

gboolean
dh_race_get_inside (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  return self->inside;
}

void
dh_race_set_inside (DhRace *self, gboolean inside)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (self->inside == !!inside)
    return;
  self->inside = !!inside;
  self->fraction = 1;
  dh_race_tell (self, 1);
  dh_race_notify (self, DH_RACE_PROP_INSIDE);
  dh_race_emit_moved (self);
}

const DhStepBreakdown *
dh_race_get_breakdown (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, NULL);
  return self->runners[runner].breakdown;
}

guint
dh_race_get_n_told (DhRace *self, guint runner)
{
  const DhStepBreakdown *breakdown;

  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, 0);
  breakdown = self->runners[runner].breakdown;
  if (breakdown == NULL)
    return 0;
  return self->n_told < count_parts (self) ? MIN (self->n_told, breakdown->n_parts - 1)
                                           : breakdown->n_parts;
}
