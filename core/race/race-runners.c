/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * All runners of a race: their grounds, starts and descents.
 *
 * The whole list of runners is set whenever anything about a lane changes.  Runners are identified
 * by their number, so that a ball stays with its lane wherever that moves.  Only real changes have
 * consequences: an equal list does nothing, and a new rate leaves the grounds alone.
 *
 * Runners whose grounds would be equal share one; on a hill, which doesn't depend on the loss, that
 * is all of them.
 *
 * All balls that haven't diverged always have the same number of steps, so that continuing from the
 * end is one step for each.
 */
#include "core/race/race-runners.h"

#include <string.h>

DhRaceRunners *
dh_race_runners_new (DhGroundMaker *maker)
{
  DhRaceRunners *self = g_new0 (DhRaceRunners, 1);

  self->maker = maker;
  return self;
}

void
dh_race_runners_free (DhRaceRunners *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    dh_race_runner_clear (&self->each[i]);
  g_free (self);
}

/* ---- the list ---- */

static gboolean
is_same_course (const DhRunner *a, const DhRunner *b)
{
  return a->number == b->number && a->learning_rate == b->learning_rate
         && dh_optimizer_config_equal (&a->optimizer_config, &b->optimizer_config)
         && dh_mix_equal (&a->mix, &b->mix);
}

gboolean
dh_race_runners_are (const DhRaceRunners *self, const DhRunner *list, guint n)
{
  gboolean same = n == self->n;

  for (guint i = 0; same && i < n; i++)
    same = is_same_course (&self->each[i].request, &list[i])
           && !self->each[i].request.hidden == !list[i].hidden;
  return same;
}

/* A new runner has no future to show; the others keep theirs, unless the first one's loss changes
 * on a shared ground. */
gboolean
dh_race_runners_keep_future (const DhRaceRunners *self, const DhRunner *list, guint n)
{
  if (self->shared && n > 0 && !dh_mix_equal (&self->each[0].request.mix, &list[0].mix))
    return FALSE;
  for (guint i = 0; i < n; i++)
    {
      gboolean stays = FALSE;

      for (guint k = 0; k < self->n; k++)
        stays = stays || is_same_course (&self->each[k].request, &list[i]);
      if (!stays)
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_number (const DhRunner *list, guint n, guint number)
{
  for (guint i = 0; i < n; i++)
    if (list[i].number == number)
      return TRUE;
  return FALSE;
}

/* Moves the lane's runner, or else an empty one, to its new place.  The runner that was there
 * takes the place that becomes free. */
static void
bring_to_place (DhRaceRunners *self, guint place, guint number)
{
  guint from = place;
  DhRaceRunner other = self->each[place];

  if (other.request.number == number)
    return;
  for (guint i = place; i < DH_RACE_MAX_RUNNERS; i++)
    if (self->each[i].request.number == number)
      {
        from = i;
        break;
      }
    else if (self->each[from].request.number != 0 && self->each[i].request.number == 0)
      from = i;
  self->each[place] = self->each[from];
  self->each[from] = other;
  self->each[place].terrain_is_news = TRUE;
  self->each[from].terrain_is_news = TRUE;
}

void
dh_race_runners_take (DhRaceRunners *self, const DhRunner *list, guint n)
{
  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    if (!has_number (list, n, self->each[i].request.number))
      dh_race_runner_clear (&self->each[i]);
  for (guint i = 0; i < n; i++)
    {
      bring_to_place (self, i, list[i].number);
      self->each[i].request = list[i];
    }
  self->n = n;
}

void
dh_race_runners_drop_balls (DhRaceRunners *self)
{
  for (guint i = 0; i < self->n; i++)
    g_clear_pointer (&self->each[i].descent, dh_descent_free);
}

void
dh_race_runners_drop_terrains (DhRaceRunners *self)
{
  for (guint i = 0; i < self->n; i++)
    dh_race_runner_drop_terrain (&self->each[i]);
}

/* Another runner with the same ground. */
static const DhRaceRunner *
find_twin (const DhRaceRunners *self, const DhRaceRunner *runner)
{
  for (guint i = 0; i < self->n; i++)
    {
      const DhRaceRunner *other = &self->each[i];

      if (other != runner && other->ground != NULL && other->edition == runner->edition
          && other->mix == runner->mix)
        return other;
    }
  return NULL;
}

static void
make_ground (DhRaceRunners *self, DhRaceRunner *runner, const DhMix *mix, guint position)
{
  const DhRaceRunner *twin = find_twin (self, runner);
  g_autoptr (GError) error = NULL;
  g_autoptr (DhGround) ground = twin != NULL ? dh_ground_ref (twin->ground)
                                             : dh_ground_maker_make (self->maker, mix, &error);

  dh_race_runner_set_ground (runner, ground, error != NULL ? error->message : NULL, position);
}

static void
settle_ground (DhRaceRunners *self, guint place, guint position)
{
  DhRaceRunner *runner = &self->each[place];
  const DhMix *mix = &self->each[self->shared ? 0 : place].request.mix;
  const DhGroundKind kind = dh_ground_maker_get_kind (self->maker);
  const char *text = dh_ground_kind_uses_mix (kind) ? dh_mix_to_text (mix) : NULL;
  guint edition = dh_ground_maker_get_edition (self->maker);

  if (runner->edition == edition && runner->mix == text)
    return;
  runner->edition = edition;
  runner->mix = text;
  make_ground (self, runner, mix, position);
}

static void
settle_ball (DhRaceRunners *self, DhRaceRunner *runner, guint position)
{
  DhDescentConfig config;
  double start[2];

  if (runner->ground == NULL)
    return;
  dh_ground_maker_get_start (self->maker, start);
  if (runner->descent == NULL)
    dh_race_runner_start (runner, start, self->noise, position);
  config = dh_race_runner_make_config (runner, self->noise);
  dh_descent_set_config (runner->descent, &config);
}

void
dh_race_runners_settle (DhRaceRunners *self, guint position)
{
  for (guint i = 0; i < self->n; i++)
    {
      settle_ground (self, i, position);
      settle_ball (self, &self->each[i], position);
    }
}

/* ---- how they run ---- */

guint
dh_race_runners_get_n_steps (const DhRaceRunners *self)
{
  guint furthest = 0;

  for (guint i = 0; i < self->n; i++)
    if (self->each[i].descent != NULL)
      furthest = MAX (furthest, dh_race_runner_get_end (&self->each[i]));
  return furthest;
}

void
dh_race_runners_forget_future (DhRaceRunners *self, guint position)
{
  for (guint i = 0; i < self->n; i++)
    if (self->each[i].descent != NULL)
      dh_race_runner_forget_future (&self->each[i], position);
}

gboolean
dh_race_runners_can_leave (const DhRaceRunners *self, guint position)
{
  if (position < dh_race_runners_get_n_steps (self))
    return TRUE;
  for (guint i = 0; position < DH_RACE_MAX_STEPS && i < self->n; i++)
    if (self->each[i].descent != NULL && !dh_descent_get_last (self->each[i].descent)->diverged)
      return TRUE;
  return FALSE;
}

void
dh_race_runners_reach (DhRaceRunners *self, guint position)
{
  for (guint i = 0; i < self->n; i++)
    {
      DhRaceRunner *runner = &self->each[i];

      dh_race_runner_forget_look (runner);
      if (runner->descent != NULL && dh_race_runner_get_end (runner) < position)
        dh_descent_step (runner->descent);
    }
}

gboolean
dh_race_runners_are_at_end (DhRaceRunners *self, guint position)
{
  for (guint i = 0; i < self->n; i++)
    if (self->each[i].descent != NULL
        && !dh_race_runner_is_at_end (&self->each[i], self->noise, position))
      return FALSE;
  return TRUE;
}

gboolean
dh_race_runners_are_dear (const DhRaceRunners *self)
{
  for (guint i = 0; i < self->n; i++)
    if (self->each[i].ground != NULL && self->each[i].ground->scratch_size > 0)
      return TRUE;
  return FALSE;
}

void
dh_race_runners_forget_looks (DhRaceRunners *self)
{
  for (guint i = 0; i < self->n; i++)
    dh_race_runner_forget_look (&self->each[i]);
}

void
dh_race_runners_tell_nothing (DhRaceRunners *self)
{
  for (guint i = 0; i < self->n; i++)
    g_clear_pointer (&self->each[i].breakdown, dh_step_breakdown_free);
}

guint
dh_race_runners_tell (DhRaceRunners *self, guint position)
{
  guint most = 0;

  dh_race_runners_tell_nothing (self);
  for (guint i = 0; i < self->n; i++)
    {
      DhRaceRunner *runner = &self->each[i];

      if (runner->descent != NULL)
        dh_race_runner_tell (runner, position);
      if (runner->breakdown != NULL)
        most = MAX (most, runner->breakdown->n_parts);
    }
  return most;
}
