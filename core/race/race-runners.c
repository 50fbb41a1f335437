/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who runs in the race.
 *
 * Who runs: the runners come as one list, as often as anything about a lane changes.  They are
 * known by their number, so that a ball stays with its lane wherever that moves, and only what
 * really changed has consequences: a list that says the same again does nothing, another rate
 * leaves the grounds alone.
 */
#include "core/race/race-private.h"

#include <string.h>

DhDescentConfig
dh_race_make_config (const DhRace *self, const DhRaceRunner *runner)
{
  DhDescentConfig config = dh_descent_config_make (runner->ground,
                                                   runner->request.optimizer_config.optimizer);

  config.optimizer_config = runner->request.optimizer_config;
  if (runner->request.learning_rate > 0)
    config.learning_rate = runner->request.learning_rate;
  config.noise = self->noise;
  config.seed = 1; /* one chance for all: the race is fair */
  return config;
}

void
dh_race_clear_runner (DhRaceRunner *runner)
{
  dh_race_basins_drop (runner);
  g_clear_pointer (&runner->descent, dh_descent_free);
  g_clear_pointer (&runner->breakdown, dh_step_breakdown_free);
  dh_ground_unref (runner->ground);
  dh_terrain_unref (runner->terrain);
  g_free (runner->problem);
  g_free (runner->sentence);
  memset (runner, 0, sizeof *runner);
}

void
dh_race_take_configs (DhRace *self)
{
  for (guint i = 0; i < self->n_runners; i++)
    if (self->runners[i].descent != NULL)
      {
        DhDescentConfig config = dh_race_make_config (self, &self->runners[i]);

        dh_descent_set_config (self->runners[i].descent, &config);
      }
}

static gboolean
is_same_course (const DhRunner *a, const DhRunner *b)
{
  return a->number == b->number && a->learning_rate == b->learning_rate
         && dh_optimizer_config_equal (&a->optimizer_config, &b->optimizer_config)
         && dh_mix_equal (&a->mix, &b->mix);
}

/* Everything that is drawn or goes on from here stays as it was. */
static gboolean
is_same_order (const DhRace *self, const DhRunner *runners, guint n_runners)
{
  gboolean same = n_runners == self->n_runners;

  for (guint i = 0; same && i < n_runners; i++)
    same = is_same_course (&self->runners[i].request, &runners[i])
           && !self->runners[i].request.hidden == !runners[i].hidden;
  return same;
}

static const DhRunner *
find_number (const DhRunner *runners, guint n_runners, guint number)
{
  for (guint i = 0; i < n_runners; i++)
    if (runners[i].number == number)
      return &runners[i];
  return NULL;
}

/* A new one has no future that could be shown; those that stay keep theirs, but on a shared ground
 * when the first makes way for another loss. */
static gboolean
is_future_other (const DhRace *self, const DhRunner *runners, guint n_runners)
{
  if (self->shared && n_runners > 0
      && !dh_mix_equal (&self->runners[0].request.mix, &runners[0].mix))
    return TRUE;
  for (guint i = 0; i < n_runners; i++)
    {
      gboolean stays = FALSE;

      for (guint k = 0; k < self->n_runners; k++)
        stays = stays || is_same_course (&self->runners[k].request, &runners[i]);
      if (!stays)
        return TRUE;
    }
  return FALSE;
}

static void
clear_unwanted (DhRace *self, const DhRunner *runners, guint n_runners)
{
  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    if (find_number (runners, n_runners, self->runners[i].request.number) == NULL)
      dh_race_clear_runner (&self->runners[i]);
}

/* The runner of that lane moves to its new place, or else an empty one.  What stood there takes the
 * place that becomes free. */
static void
bring_to_place (DhRace *self, guint place, guint number)
{
  guint from = place;
  DhRaceRunner other = self->runners[place];

  for (guint i = place; i < DH_RACE_MAX_RUNNERS; i++)
    if (self->runners[i].request.number == number)
      {
        from = i;
        break;
      }
    else if (self->runners[from].request.number != 0 && self->runners[i].request.number == 0)
      from = i;
  self->runners[place] = self->runners[from];
  self->runners[from] = other;
}

/* What a place showed before; only compared. */
typedef struct
{
  guint number;
  const DhTerrain *terrain;
  const DhGround *ground;
} Place;

static void
remember_places (const DhRace *self, Place *places)
{
  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    places[i] = (Place) { self->runners[i].request.number, self->runners[i].terrain,
                          self->runners[i].ground };
}

/* A dragged rate must not make anyone draw a ground again. */
static void
announce_places (DhRace *self, const Place *before)
{
  for (guint i = 0; i < self->n_runners; i++)
    {
      const DhRaceRunner *runner = &self->runners[i];

      if (runner->request.number != before[i].number || runner->terrain != before[i].terrain
          || runner->ground != before[i].ground)
        dh_race_emit_terrain_changed (self, i);
    }
}

/* Wishes first: on a shared ground the first one's is all others'. */
static void
adopt (DhRace *self, const DhRunner *runners, guint n_runners)
{
  clear_unwanted (self, runners, n_runners);
  self->position = MIN (self->position, dh_race_get_n_steps (self));
  for (guint i = 0; i < n_runners; i++)
    {
      bring_to_place (self, i, runners[i].number);
      self->runners[i].request = runners[i];
    }
  self->n_runners = n_runners;
  for (guint i = 0; i < n_runners; i++)
    dh_race_make_ground (self, i);
  dh_race_take_configs (self);
}

void
dh_race_set_runners (DhRace *self, const DhRunner *runners, guint n_runners)
{
  Place before[DH_RACE_MAX_RUNNERS];

  g_return_if_fail (DH_IS_RACE (self) && n_runners <= DH_RACE_MAX_RUNNERS);
  if (is_same_order (self, runners, n_runners))
    return;
  if (is_future_other (self, runners, n_runners))
    dh_race_forget_future (self);
  remember_places (self, before);
  adopt (self, runners, n_runners);
  dh_race_send_requests (self);
  dh_race_basins_update (self);
  dh_race_refresh (self);
  announce_places (self, before);
  dh_race_emit_moved (self);
}

guint
dh_race_get_n_runners (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), 0);
  return self->n_runners;
}

const DhRunner *
dh_race_get_runner (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, NULL);
  return &self->runners[runner].request;
}

const char *
dh_race_get_problem (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, NULL);
  return self->runners[runner].problem;
}

double
dh_race_get_rate (DhRace *self, guint runner)
{
  const DhRaceRunner *it = &self->runners[runner];

  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, 0);
  if (it->request.learning_rate > 0)
    return it->request.learning_rate;
  return it->ground != NULL ? it->ground->learning_rate : 0;
}
