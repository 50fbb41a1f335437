/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The timeline of a race: play, pause, back, speed, and slow motion through the parts of one step.
 *
 * Steps are cheap, so a tick makes as many as are due; where they are expensive (a picture under a
 * loss), a tick ends when its time is up, and the race runs slower than its clock rather than block
 * the window.
 *
 * Every few steps it is checked whether all balls have finished, which must hold several times in a
 * row: a ball that passes the bottom of a valley slowly looks as if it had settled.
 *
 * With the step breakdown on, each step is shown part by part before the balls move: the slope, the
 * noise, what the optimizer remembers, what it divides by, and where the ball goes.  Optimizers
 * have different numbers of parts; so that the balls still move together, those with fewer wait
 * before their last part until the longest breakdown has reached its last.
 */
#include "core/race/race-timeline.h"

#define MAX_STEPS_A_TICK 200
#define DEAR_TICK        8000 /* µs that a tick may take where steps are expensive */
#define NEARLY           1e-9 /* of a step: rounding error */

#define LOOK_EVERY   8 /* steps */
#define RESTS_TO_END 3 /* consecutive checks */
#define FINISH_STEPS 2000
#define FINISH_TIME  400000 /* µs, where steps are expensive */

#define SECONDS_PER_MOVE 0.7
#define LONGEST_TICK     10.0 /* s: a longer one means that the clock was suspended */

struct _DhRaceTimeline
{
  DhRaceRunners *runners;
  gboolean playing;
  double speed;
  guint position;
  double fraction; /* of the distance to the position */
  gboolean inside;
  guint n_parts;   /* of the longest breakdown; 0: there is none */
  guint n_told;    /* parts shown so far */
  double told_for; /* s, at speed 1: how long the newest part has been shown */
  guint n_rests;   /* consecutive checks that found every ball at its end */
};

DhRaceTimeline *
dh_race_timeline_new (DhRaceRunners *runners)
{
  DhRaceTimeline *self = g_new0 (DhRaceTimeline, 1);

  self->runners = runners;
  self->speed = 1;
  self->fraction = 1;
  return self;
}

void
dh_race_timeline_free (DhRaceTimeline *self)
{
  g_free (self);
}

/* ---- breakdowns ---- */

static void
tell_nothing (DhRaceTimeline *self)
{
  dh_race_runners_tell_nothing (self->runners);
  self->n_parts = 0;
  self->n_told = 0;
  self->told_for = 0;
}

/* Breaks down the next step and shows n_told of its parts, at least one; nothing while the balls
 * move or without slow motion. */
static void
tell (DhRaceTimeline *self, guint n_told)
{
  double told_for = n_told == self->n_told ? self->told_for : 0;

  tell_nothing (self);
  if (!self->inside || self->fraction < 1 || self->position >= DH_RACE_MAX_STEPS)
    return;
  self->n_parts = dh_race_runners_tell (self->runners, self->position);
  self->n_told = MIN (MAX (n_told, 1), self->n_parts);
  self->told_for = told_for;
}

/* FALSE: all parts are shown already, or there is no breakdown. */
static gboolean
tell_next (DhRaceTimeline *self)
{
  if (self->n_told >= self->n_parts)
    return FALSE;
  self->n_told++;
  self->told_for = 0;
  return TRUE;
}

static gboolean
tell_previous (DhRaceTimeline *self)
{
  if (self->n_told < 2)
    return FALSE;
  self->n_told--;
  self->told_for = 0;
  return TRUE;
}

/* ---- where the balls are ---- */

void
dh_race_timeline_keep_within (DhRaceTimeline *self)
{
  self->position = MIN (self->position, dh_race_runners_get_n_steps (self->runners));
}

void
dh_race_timeline_refresh (DhRaceTimeline *self)
{
  self->n_rests = 0;
  dh_race_timeline_keep_within (self);
  dh_race_runners_forget_looks (self->runners);
  tell (self, self->n_told);
}

/* The balls stand still at a new position. */
static void
come_to_rest (DhRaceTimeline *self)
{
  self->fraction = 1;
  self->n_told = 0;
  self->told_for = 0;
  dh_race_timeline_refresh (self);
}

void
dh_race_timeline_rewind (DhRaceTimeline *self)
{
  self->position = 0;
  self->fraction = 1;
  tell_nothing (self);
}

static gboolean
advance (DhRaceTimeline *self)
{
  if (!dh_race_runners_can_leave (self->runners, self->position))
    return FALSE;
  self->position++;
  dh_race_runners_reach (self->runners, self->position);
  return TRUE;
}

/* Whether a playing race is over; checks the balls only every few steps.  To be called after each
 * advance. */
static gboolean
has_ended (DhRaceTimeline *self)
{
  if (!dh_race_runners_can_leave (self->runners, self->position))
    return TRUE;
  if (self->position % LOOK_EVERY != 0
      || self->position < dh_race_runners_get_n_steps (self->runners))
    return FALSE;
  self->n_rests = dh_race_runners_are_at_end (self->runners, self->position) ? self->n_rests + 1
                                                                             : 0;
  return self->n_rests >= RESTS_TO_END;
}

/* ---- playing ---- */

gboolean
dh_race_timeline_set_playing (DhRaceTimeline *self, gboolean playing)
{
  gboolean moves = !playing && self->fraction < 1;

  if (self->playing == playing)
    return FALSE;
  self->playing = playing;
  self->n_rests = 0;
  if (moves)
    come_to_rest (self);
  return moves;
}

/* When a series of steps must stop, if steps are expensive; else never. */
static gint64
get_deadline (const DhRaceTimeline *self, gint64 patience)
{
  return dh_race_runners_are_dear (self->runners) ? g_get_monotonic_time () + patience : G_MAXINT64;
}

static gboolean
is_late (gint64 deadline)
{
  return deadline != G_MAXINT64 && g_get_monotonic_time () >= deadline;
}

static void
run (DhRaceTimeline *self, double seconds)
{
  double due = self->fraction + seconds * self->speed * DH_RACE_STEPS_PER_SECOND;
  gint64 deadline = get_deadline (self, DEAR_TICK);

  for (guint i = 0; due > 1 + NEARLY && i < MAX_STEPS_A_TICK && self->playing; i++)
    {
      gboolean more = advance (self);

      due -= more ? 1 : due;
      if (!more || has_ended (self) || is_late (deadline))
        due = MIN (due, 1);
      if (!more || self->n_rests >= RESTS_TO_END)
        dh_race_timeline_set_playing (self, FALSE);
    }
  self->fraction = self->playing ? CLAMP (due, 0, 1) : 1;
}

/* Ends the breakdown: the balls start to move. */
static void
set_out (DhRaceTimeline *self)
{
  tell_nothing (self);
  if (advance (self))
    self->fraction = 0;
  else
    dh_race_timeline_set_playing (self, FALSE);
}

static void
arrive (DhRaceTimeline *self)
{
  self->fraction = 1;
  if (has_ended (self))
    dh_race_timeline_set_playing (self, FALSE);
  tell (self, 1);
}

/* move_on() and tell_on() use as much of the time as they need and return the rest. */
static double
move_on (DhRaceTimeline *self, double seconds)
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
tell_on (DhRaceTimeline *self, double seconds)
{
  double needed = self->n_told > 0 ? DH_RACE_SECONDS_PER_PART - self->told_for : 0;

  if (seconds < needed)
    {
      self->told_for += seconds;
      return 0;
    }
  if (!tell_next (self))
    set_out (self);
  return seconds - needed;
}

static void
run_inside (DhRaceTimeline *self, double seconds)
{
  double left = MIN (seconds, LONGEST_TICK) * self->speed;

  while (left > 0 && self->playing)
    left = self->fraction < 1 ? move_on (self, left) : tell_on (self, left);
}

gboolean
dh_race_timeline_tick (DhRaceTimeline *self, double seconds)
{
  if (!self->playing || !(seconds > 0))
    return FALSE;
  if (self->inside)
    run_inside (self, seconds);
  else
    run (self, seconds);
  return TRUE;
}

void
dh_race_timeline_finish (DhRaceTimeline *self)
{
  gint64 deadline;

  dh_race_timeline_set_playing (self, FALSE);
  deadline = get_deadline (self, FINISH_TIME);
  self->n_rests = 0;
  for (guint i = 0; i < FINISH_STEPS && !is_late (deadline) && advance (self); i++)
    if (has_ended (self))
      break;
  come_to_rest (self);
}

/* ---- by hand ---- */

void
dh_race_timeline_step (DhRaceTimeline *self)
{
  dh_race_timeline_set_playing (self, FALSE);
  if (tell_next (self))
    return;
  advance (self);
  come_to_rest (self);
}

void
dh_race_timeline_back (DhRaceTimeline *self)
{
  dh_race_timeline_set_playing (self, FALSE);
  if (tell_previous (self) || self->position == 0)
    return;
  self->position--;
  come_to_rest (self);
  tell (self, G_MAXUINT);
}

gboolean
dh_race_timeline_set_position (DhRaceTimeline *self, guint position)
{
  position = MIN (position, dh_race_runners_get_n_steps (self->runners));
  if (self->position == position)
    return FALSE;
  self->position = position;
  come_to_rest (self);
  return TRUE;
}

gboolean
dh_race_timeline_set_inside (DhRaceTimeline *self, gboolean inside)
{
  if (self->inside == inside)
    return FALSE;
  self->inside = inside;
  self->fraction = 1;
  tell (self, 1);
  return TRUE;
}

void
dh_race_timeline_set_speed (DhRaceTimeline *self, double speed)
{
  self->speed = CLAMP (speed, DH_RACE_MIN_SPEED, DH_RACE_MAX_SPEED);
}

/* ---- what is shown ---- */

gboolean
dh_race_timeline_get_playing (const DhRaceTimeline *self)
{
  return self->playing;
}

double
dh_race_timeline_get_speed (const DhRaceTimeline *self)
{
  return self->speed;
}

guint
dh_race_timeline_get_position (const DhRaceTimeline *self)
{
  return self->position;
}

double
dh_race_timeline_get_fraction (const DhRaceTimeline *self)
{
  return self->fraction;
}

gboolean
dh_race_timeline_get_inside (const DhRaceTimeline *self)
{
  return self->inside;
}

guint
dh_race_timeline_get_n_told (const DhRaceTimeline *self, guint runner)
{
  const DhStepBreakdown *breakdown = self->runners->each[runner].breakdown;

  if (breakdown == NULL)
    return 0;
  return self->n_told < self->n_parts ? MIN (self->n_told, breakdown->n_parts - 1)
                                      : breakdown->n_parts;
}
