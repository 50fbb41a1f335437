/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The race's time: play, pause, back, and how fast.  `position` is a place on a line of steps,
 * whose end moves on as steps are made; all balls stand at it, each in its own descent, which began
 * at `first`.  A ball that hasn't diverged has always been made to go as far as the furthest, so
 * that going on from the end is one step for each.
 *
 * Going on is cheap, so that a tick makes as many steps as are due; where a step is dear (a picture
 * under a loss), a tick ends when its time is up, and the race goes slower than its clock rather
 * than hold up the window.
 *
 * Whether all balls have come to their end is looked at every few steps and has to be so several
 * times in a row: one that comes slowly past a valley's bottom looks like one that has settled.
 */
#include "core/race/race-private.h"

#include <math.h>
#include <string.h>

#define MAX_STEPS_A_TICK 200
#define DEAR_TICK        8000 /* µs that a tick may take where steps are dear */
#define NEARLY           1e-9 /* of a step: what rounding leaves */

#define LOOK_EVERY   8 /* steps */
#define RESTS_TO_END 3 /* looks in a row */
#define FINISH_STEPS 2000
#define FINISH_TIME  400000 /* µs, where steps are dear */

static guint
get_end (const DhRaceRunner *runner)
{
  return runner->first + dh_descent_get_n_balls (runner->descent) - 1;
}

guint
dh_race_get_n_steps (DhRace *self)
{
  guint furthest = 0;

  g_return_val_if_fail (DH_IS_RACE (self), 0);
  for (guint i = 0; i < self->n_runners; i++)
    if (self->runners[i].descent != NULL)
      furthest = MAX (furthest, get_end (&self->runners[i]));
  return furthest;
}

guint
dh_race_get_position (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), 0);
  return self->position;
}

double
dh_race_get_fraction (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), 1);
  return self->fraction;
}

void
dh_race_refresh (DhRace *self)
{
  self->n_rests = 0;
  self->position = MIN (self->position, dh_race_get_n_steps (self));
  for (guint i = 0; i < self->n_runners; i++)
    dh_race_forget_look (&self->runners[i]);
  dh_race_tell (self, self->n_told);
}

/* The balls stand at another place of the line, or on another ground. */
static void
come_to_rest (DhRace *self)
{
  self->fraction = 1;
  self->n_told = 0;
  dh_race_refresh (self);
}

void
dh_race_forget_future (DhRace *self)
{
  self->position = MIN (self->position, dh_race_get_n_steps (self));
  for (guint i = 0; i < self->n_runners; i++)
    {
      DhRaceRunner *runner = &self->runners[i];

      if (runner->descent == NULL)
        continue;
      runner->first = MIN (runner->first, self->position);
      dh_descent_cut (runner->descent, self->position - runner->first + 1);
    }
}

/* ---- going on ---- */

gboolean
dh_race_can_advance (DhRace *self)
{
  if (self->position < dh_race_get_n_steps (self))
    return TRUE;
  for (guint i = 0; self->position < DH_RACE_MAX_STEPS && i < self->n_runners; i++)
    if (self->runners[i].descent != NULL
        && !dh_descent_get_last (self->runners[i].descent)->diverged)
      return TRUE;
  return FALSE;
}

gboolean
dh_race_advance (DhRace *self)
{
  if (!dh_race_can_advance (self))
    return FALSE;
  self->position++;
  for (guint i = 0; i < self->n_runners; i++)
    {
      DhRaceRunner *runner = &self->runners[i];

      dh_race_forget_look (runner);
      if (runner->descent != NULL && get_end (runner) < self->position)
        dh_descent_step (runner->descent);
    }
  return TRUE;
}

static gboolean
is_at_end (DhRace *self, DhRaceRunner *runner)
{
  if (runner->descent == NULL || dh_descent_get_last (runner->descent)->diverged)
    return TRUE;
  if (self->noise > 0 || !dh_race_has_own_terrain (runner))
    return FALSE;
  return dh_ball_state_is_settled (dh_race_look_at (self, runner));
}

gboolean
dh_race_has_ended (DhRace *self)
{
  gboolean all = TRUE;

  if (!dh_race_can_advance (self))
    return TRUE;
  if (self->position % LOOK_EVERY != 0 || self->position < dh_race_get_n_steps (self))
    return FALSE;
  for (guint i = 0; all && i < self->n_runners; i++)
    all = is_at_end (self, &self->runners[i]);
  self->n_rests = all ? self->n_rests + 1 : 0;
  return self->n_rests >= RESTS_TO_END;
}

/* When a run of steps must break off, where steps are dear; else never. */
static gint64
get_deadline (const DhRace *self, gint64 patience)
{
  for (guint i = 0; i < self->n_runners; i++)
    if (self->runners[i].ground != NULL && self->runners[i].ground->scratch_size > 0)
      return g_get_monotonic_time () + patience;
  return G_MAXINT64;
}

static gboolean
is_late (gint64 deadline)
{
  return deadline != G_MAXINT64 && g_get_monotonic_time () >= deadline;
}

static void
run (DhRace *self, double seconds)
{
  double due = self->fraction + seconds * self->speed * DH_RACE_STEPS_PER_SECOND;
  gint64 deadline = get_deadline (self, DEAR_TICK);

  for (guint i = 0; due > 1 + NEARLY && i < MAX_STEPS_A_TICK && self->playing; i++)
    {
      gboolean more = dh_race_advance (self);

      due -= more ? 1 : due;
      if (!more || dh_race_has_ended (self) || is_late (deadline))
        due = MIN (due, 1);
      if (!more || self->n_rests >= RESTS_TO_END)
        dh_race_set_playing (self, FALSE);
    }
  self->fraction = self->playing ? CLAMP (due, 0, 1) : 1;
}

void
dh_race_tick (DhRace *self, double seconds)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (!self->playing || !(seconds > 0))
    return;
  if (self->inside)
    dh_race_run_inside (self, seconds);
  else
    run (self, seconds);
  dh_race_emit_moved (self);
}

gboolean
dh_race_get_playing (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  return self->playing;
}

void
dh_race_set_playing (DhRace *self, gboolean playing)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (self->playing == !!playing)
    return;
  self->playing = !!playing;
  self->n_rests = 0;
  if (!self->playing && self->fraction < 1)
    {
      come_to_rest (self);
      dh_race_emit_moved (self);
    }
  dh_race_notify (self, DH_RACE_PROP_PLAYING);
}

void
dh_race_finish (DhRace *self)
{
  gint64 deadline;

  g_return_if_fail (DH_IS_RACE (self));
  dh_race_set_playing (self, FALSE);
  deadline = get_deadline (self, FINISH_TIME);
  self->n_rests = 0;
  for (guint i = 0; i < FINISH_STEPS && !is_late (deadline) && dh_race_advance (self); i++)
    if (dh_race_has_ended (self))
      break;
  come_to_rest (self);
  dh_race_emit_moved (self);
}

/* ---- by hand ---- */

void
dh_race_step (DhRace *self)
{
  g_return_if_fail (DH_IS_RACE (self));
  dh_race_set_playing (self, FALSE);
  if (!dh_race_tell_next (self))
    {
      dh_race_advance (self);
      come_to_rest (self);
    }
  dh_race_emit_moved (self);
}

void
dh_race_back (DhRace *self)
{
  g_return_if_fail (DH_IS_RACE (self));
  dh_race_set_playing (self, FALSE);
  if (!dh_race_tell_previous (self) && self->position > 0)
    {
      self->position--;
      come_to_rest (self);
      dh_race_tell (self, G_MAXUINT);
    }
  dh_race_emit_moved (self);
}

void
dh_race_set_position (DhRace *self, guint position)
{
  g_return_if_fail (DH_IS_RACE (self));
  position = MIN (position, dh_race_get_n_steps (self));
  if (self->position == position)
    return;
  self->position = position;
  come_to_rest (self);
  dh_race_emit_moved (self);
}

void
dh_race_put_on_start (DhRace *self, DhRaceRunner *runner)
{
  DhDescentConfig config;

  g_clear_pointer (&runner->descent, dh_descent_free);
  runner->first = self->position;
  if (runner->ground == NULL)
    return;
  config = dh_race_make_config (self, runner);
  runner->descent = dh_descent_new (runner->ground, &config, self->start);
}

void
dh_race_reset (DhRace *self)
{
  g_return_if_fail (DH_IS_RACE (self));
  self->position = 0;
  for (guint i = 0; i < self->n_runners; i++)
    dh_race_put_on_start (self, &self->runners[i]);
  come_to_rest (self);
  dh_race_emit_moved (self);
}

void
dh_race_drop (DhRace *self, const double at[2])
{
  g_return_if_fail (DH_IS_RACE (self));
  if (!isfinite (at[0]) || !isfinite (at[1]))
    return;
  for (guint i = 0; i < 2; i++)
    self->start[i] = CLAMP (at[i], self->minimum[i], self->maximum[i]);
  dh_race_reset (self);
}

void
dh_race_get_start (DhRace *self, double at[2])
{
  g_return_if_fail (DH_IS_RACE (self));
  memcpy (at, self->start, sizeof self->start);
}

/* ---- how it goes ---- */

double
dh_race_get_speed (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), 1);
  return self->speed;
}

void
dh_race_set_speed (DhRace *self, double speed)
{
  g_return_if_fail (DH_IS_RACE (self) && !isnan (speed));
  speed = CLAMP (speed, DH_RACE_MIN_SPEED, DH_RACE_MAX_SPEED);
  if (self->speed == speed)
    return;
  self->speed = speed;
  dh_race_notify (self, DH_RACE_PROP_SPEED);
}

double
dh_race_get_noise (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), 0);
  return self->noise;
}

void
dh_race_set_noise (DhRace *self, double noise)
{
  g_return_if_fail (DH_IS_RACE (self) && noise >= 0 && isfinite (noise));
  if (self->noise == noise)
    return;
  self->noise = noise;
  dh_race_forget_future (self);
  dh_race_take_configs (self);
  dh_race_refresh (self);
  dh_race_notify (self, DH_RACE_PROP_NOISE);
  dh_race_emit_moved (self);
}
