/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Heights and basins for the runners of a race, from the background threads.
 */
#include "core/race/race-feeds.h"

#include "core/race/basins-feed.h"
#include "core/race/terrain-feed.h"

struct _DhRaceFeeds
{
  DhRaceRunners *runners;
  DhJobNews news;
  gpointer data;
  DhJobWorker *terrains;
  DhJobWorker *basins; /* NULL until basins are wanted */
  gboolean with_basins;
};

DhRaceFeeds *
dh_race_feeds_new (DhRaceRunners *runners, DhJobNews news, gpointer data)
{
  DhRaceFeeds *self = g_new0 (DhRaceFeeds, 1);

  self->runners = runners;
  self->news = news;
  self->data = data;
  self->terrains = dh_terrain_feed_new (news, data);
  return self;
}

void
dh_race_feeds_free (DhRaceFeeds *self)
{
  if (self == NULL)
    return;
  dh_job_worker_free (self->terrains);
  dh_job_worker_free (self->basins);
  g_free (self);
}

static void
settle_terrains (DhRaceFeeds *self)
{
  DhRaceRunners *runners = self->runners;
  gconstpointer grounds[DH_RACE_MAX_RUNNERS];

  for (guint i = 0; i < runners->n; i++)
    grounds[i] = runners->each[i].ground;
  dh_job_worker_want (self->terrains, grounds, runners->n);
  for (guint i = 0; i < runners->n; i++)
    dh_race_runner_take_terrain (&runners->each[i],
                                 dh_job_worker_peek (self->terrains, grounds[i]));
}

/* Valley numbers refer to the runner's own terrain, so basins wait for it. */
static DhBasinsRequest
make_request (const DhRaceFeeds *self, const DhRaceRunner *runner)
{
  if (!self->with_basins || runner->ground == NULL || !runner->has_own_terrain)
    return (DhBasinsRequest) { .ground = NULL };
  return (DhBasinsRequest) { .ground = runner->ground,
                             .terrain = runner->terrain,
                             .config = dh_race_runner_make_config (runner, self->runners->noise) };
}

/* The old basins stay until the first results of new ones arrive. */
static void
settle_basins (DhRaceFeeds *self)
{
  DhRaceRunners *runners = self->runners;
  DhBasinsRequest requests[DH_RACE_MAX_RUNNERS];

  for (guint i = 0; i < runners->n; i++)
    requests[i] = make_request (self, &runners->each[i]);
  dh_basins_feed_want (self->basins, requests, runners->n);
  for (guint i = 0; i < runners->n; i++)
    if (self->with_basins)
      dh_race_runner_take_basins (&runners->each[i],
                                  dh_job_worker_peek (self->basins, &requests[i]));
    else
      dh_race_runner_drop_basins (&runners->each[i]);
}

void
dh_race_feeds_settle (DhRaceFeeds *self)
{
  settle_terrains (self);
  if (self->basins != NULL)
    settle_basins (self);
}

gboolean
dh_race_feeds_get_with_basins (const DhRaceFeeds *self)
{
  return self->with_basins;
}

void
dh_race_feeds_set_with_basins (DhRaceFeeds *self, gboolean with_basins)
{
  self->with_basins = with_basins;
  if (with_basins && self->basins == NULL)
    self->basins = dh_basins_feed_new (self->news, self->data);
}
