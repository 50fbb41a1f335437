/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The basins of the runners' grounds.
 *
 * What basins depend on is compared, not reported: ground, heights, optimizer and rate.  So whoever
 * changes something only calls dh_race_basins_update(), and runners that agree in everything share
 * one set of basins.  A dragged rate would begin new basins at every pixel; new ones are begun some
 * times a second at most, and until the first dots of a new one come, the old one stays.
 */
#include "core/race/race-private.h"

#include "core/race/basins-worker.h"

#include <glib-unix.h>
#include <string.h>

#define PAUSE 150 /* ms between two beginnings */

G_STATIC_ASSERT (DH_BASINS_MAX_REQUESTS == DH_RACE_MAX_RUNNERS);

struct _DhRaceBasinsFeed
{
  DhBasinsWorker *worker;
  GSource *source;  /* of reports */
  GSource *timeout; /* NULL: the last requests are older than the pause */
  gboolean unsent;
  guint64 last_serial;
  DhBasinsRequest requests[DH_BASINS_MAX_REQUESTS]; /* what they point to is referenced */
};

static void
clear_request (DhBasinsRequest *request)
{
  dh_ground_unref (request->ground);
  dh_terrain_unref (request->terrain);
  memset (request, 0, sizeof *request);
}

/* ---- what is wanted ---- */

/* All but the noise, which has no say. */
static gboolean
is_same_config (const DhDescentConfig *a, const DhDescentConfig *b)
{
  return a->learning_rate == b->learning_rate
         && dh_optimizer_config_equal (&a->optimizer_config, &b->optimizer_config);
}

static gboolean
is_same_request (const DhBasinsRequest *a, const DhBasinsRequest *b)
{
  return a->ground == b->ground && a->terrain == b->terrain
         && is_same_config (&a->config, &b->config);
}

static gboolean
can_have_basins (const DhRace *self, const DhRaceRunner *runner)
{
  return self->with_basins && runner->ground != NULL && dh_race_has_own_terrain (runner);
}

static DhBasinsRequest
make_request (const DhRace *self, const DhRaceRunner *runner)
{
  return (DhBasinsRequest) { .ground = runner->ground,
                             .terrain = runner->terrain,
                             .config = dh_race_make_config (self, runner) };
}

static gboolean
is_wanted (DhRace *self, const DhBasinsRequest *request)
{
  for (guint i = 0; i < self->n_runners; i++)
    if (can_have_basins (self, &self->runners[i]))
      {
        DhBasinsRequest wanted = make_request (self, &self->runners[i]);

        if (is_same_request (&wanted, request))
          return TRUE;
      }
  return FALSE;
}

static void
drop_old_requests (DhRace *self)
{
  DhRaceBasinsFeed *basins = self->basins;

  for (guint i = 0; i < DH_BASINS_MAX_REQUESTS; i++)
    if (basins->requests[i].serial != 0 && !is_wanted (self, &basins->requests[i]))
      {
        clear_request (&basins->requests[i]);
        basins->unsent = TRUE;
      }
}

/* The serial of the basins; one that is wanted already keeps place and serial, so that the thread
 * goes on with it.  There are as many places as runners. */
static guint64
place_request (DhRaceBasinsFeed *self, DhBasinsRequest request)
{
  DhBasinsRequest *free_place = NULL;

  for (guint i = 0; i < DH_BASINS_MAX_REQUESTS; i++)
    if (self->requests[i].serial == 0)
      free_place = free_place != NULL ? free_place : &self->requests[i];
    else if (is_same_request (&self->requests[i], &request))
      return self->requests[i].serial;
  *free_place = request;
  free_place->serial = ++self->last_serial;
  dh_ground_ref (request.ground);
  dh_terrain_ref (request.terrain);
  self->unsent = TRUE;
  return free_place->serial;
}

/* ---- to the thread and back ---- */

static void send_requests (DhRaceBasinsFeed *self);

static gboolean
pause_over_cb (gpointer data)
{
  DhRaceBasinsFeed *self = data;

  g_clear_pointer (&self->timeout, g_source_unref);
  if (self->unsent)
    send_requests (self);
  return G_SOURCE_REMOVE;
}

static void
send_requests (DhRaceBasinsFeed *self)
{
  if (self->timeout != NULL)
    return; /* it will be done when the pause is over */
  self->unsent = FALSE;
  dh_basins_worker_send (self->worker, self->requests);
  self->timeout = g_timeout_source_new (PAUSE);
  g_source_set_callback (self->timeout, pause_over_cb, self, NULL);
  g_source_attach (self->timeout, g_main_context_get_thread_default ());
}

static gboolean
take_result (DhRaceRunner *runner, const DhBasinsResult *result)
{
  if (result->basins == NULL || result->serial != runner->basins_serial
      || result->basins == runner->basins)
    return FALSE;
  dh_basins_unref (runner->basins);
  runner->basins = dh_basins_ref (result->basins);
  return TRUE;
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (DhRace) self = g_object_ref (data);
  DhBasinsReport *report = dh_basins_worker_take (self->basins->worker);
  gboolean changed[DH_RACE_MAX_RUNNERS] = { FALSE };

  for (guint k = 0; report != NULL && k < DH_BASINS_MAX_REQUESTS; k++)
    for (guint i = 0; i < self->n_runners; i++)
      changed[i] = take_result (&self->runners[i], &report->results[k]) || changed[i];
  dh_basins_report_free (report);
  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    if (changed[i] && i < self->n_runners)
      dh_race_emit_basins_changed (self, i);
  return G_SOURCE_CONTINUE;
}

static DhRaceBasinsFeed *
basins_feed_new (DhRace *race)
{
  DhRaceBasinsFeed *self = g_new0 (DhRaceBasinsFeed, 1);

  self->worker = dh_basins_worker_new ();
  self->source = g_unix_fd_source_new (dh_basins_worker_get_fd (self->worker), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (report_cb), race, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

/* ---- for the race ---- */

void
dh_race_basins_drop (DhRaceRunner *runner)
{
  g_clear_pointer (&runner->basins, dh_basins_unref);
  runner->basins_serial = 0;
}

/* Of runners that want none, or can't have one now. */
static void
drop_unwanted (DhRace *self)
{
  for (guint i = 0; i < self->n_runners; i++)
    {
      gboolean had_one = self->runners[i].basins != NULL;

      if (self->with_basins && self->runners[i].ground != NULL)
        continue;
      dh_race_basins_drop (&self->runners[i]);
      if (had_one)
        dh_race_emit_basins_changed (self, i);
    }
}

void
dh_race_basins_update (DhRace *self)
{
  if (self->basins == NULL && !self->with_basins)
    return;
  if (self->basins == NULL)
    self->basins = basins_feed_new (self);
  drop_old_requests (self);
  for (guint i = 0; i < self->n_runners; i++)
    if (can_have_basins (self, &self->runners[i]))
      self->runners[i].basins_serial = place_request (self->basins,
                                                      make_request (self, &self->runners[i]));
  if (self->basins->unsent)
    send_requests (self->basins);
  drop_unwanted (self);
}

void
dh_race_basins_clear (DhRace *self)
{
  DhRaceBasinsFeed *basins = g_steal_pointer (&self->basins);

  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    dh_race_basins_drop (&self->runners[i]);
  if (basins == NULL)
    return;
  g_source_destroy (basins->source);
  g_source_unref (basins->source);
  if (basins->timeout != NULL)
    g_source_destroy (basins->timeout);
  g_clear_pointer (&basins->timeout, g_source_unref);
  dh_basins_worker_free (basins->worker);
  for (guint i = 0; i < DH_BASINS_MAX_REQUESTS; i++)
    clear_request (&basins->requests[i]);
  g_free (basins);
}

const DhBasins *
dh_race_get_basins (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, NULL);
  return self->runners[runner].basins;
}

gboolean
dh_race_get_with_basins (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  return self->with_basins;
}

void
dh_race_set_with_basins (DhRace *self, gboolean with_basins)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (self->with_basins == !!with_basins)
    return;
  self->with_basins = !!with_basins;
  dh_race_basins_update (self);
  dh_race_notify (self, DH_RACE_PROP_WITH_BASINS);
}
