/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The basins of the runners' grounds.
 *
 * What a cloud depends on is compared, not reported: ground, heights, rule and rate.  So whoever
 * changes something only calls dh_race_cloud_update(), and runners that agree in everything share
 * one cloud.  A dragged rate would begin a new cloud at every pixel; new ones are begun some times
 * a second at most, and until the first dots of a new one come, the old one stays.
 */
#include "core/race/race-private.h"

#include "core/race/cloud-worker.h"

#include <glib-unix.h>
#include <string.h>

#define PAUSE 150 /* ms between two beginnings */

G_STATIC_ASSERT (DH_CLOUD_MAX_REQUESTS == DH_RACE_MAX_RUNNERS);

struct _DhRaceClouds
{
  DhCloudWorker *worker;
  GSource *source;  /* of reports */
  GSource *timeout; /* NULL: the last requests are older than the pause */
  gboolean unsent;
  guint64 last_serial;
  DhCloudRequest requests[DH_CLOUD_MAX_REQUESTS]; /* what they point to is referenced */
};

static void
clear_request (DhCloudRequest *request)
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
  return a->optimizer == b->optimizer && a->learning_rate == b->learning_rate
         && memcmp (a->settings, b->settings, sizeof a->settings) == 0 && a->schedule == b->schedule
         && memcmp (a->schedule_settings, b->schedule_settings, sizeof a->schedule_settings) == 0
         && a->warm_up == b->warm_up;
}

static gboolean
is_same_request (const DhCloudRequest *a, const DhCloudRequest *b)
{
  return a->ground == b->ground && a->terrain == b->terrain
         && is_same_config (&a->config, &b->config);
}

static gboolean
can_have_cloud (const DhRace *self, const DhRaceRunner *runner)
{
  return self->with_cloud && runner->ground != NULL && dh_race_has_own_terrain (runner);
}

static DhCloudRequest
make_request (const DhRace *self, const DhRaceRunner *runner)
{
  return (DhCloudRequest) { .ground = runner->ground,
                            .terrain = runner->terrain,
                            .config = dh_race_make_config (self, runner) };
}

static gboolean
is_wanted (DhRace *self, const DhCloudRequest *request)
{
  for (guint i = 0; i < self->n_runners; i++)
    if (can_have_cloud (self, &self->runners[i]))
      {
        DhCloudRequest wanted = make_request (self, &self->runners[i]);

        if (is_same_request (&wanted, request))
          return TRUE;
      }
  return FALSE;
}

static void
drop_old_requests (DhRace *self)
{
  DhRaceClouds *clouds = self->clouds;

  for (guint i = 0; i < DH_CLOUD_MAX_REQUESTS; i++)
    if (clouds->requests[i].serial != 0 && !is_wanted (self, &clouds->requests[i]))
      {
        clear_request (&clouds->requests[i]);
        clouds->unsent = TRUE;
      }
}

/* The serial of the cloud; one that is wanted already keeps place and serial, so that the thread
 * goes on with it.  There are as many places as runners. */
static guint64
place_request (DhRaceClouds *self, DhCloudRequest request)
{
  DhCloudRequest *free_place = NULL;

  for (guint i = 0; i < DH_CLOUD_MAX_REQUESTS; i++)
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

static void send_requests (DhRaceClouds *self);

static gboolean
pause_over_cb (gpointer data)
{
  DhRaceClouds *self = data;

  g_clear_pointer (&self->timeout, g_source_unref);
  if (self->unsent)
    send_requests (self);
  return G_SOURCE_REMOVE;
}

static void
send_requests (DhRaceClouds *self)
{
  if (self->timeout != NULL)
    return; /* it will be done when the pause is over */
  self->unsent = FALSE;
  dh_cloud_worker_send (self->worker, self->requests);
  self->timeout = g_timeout_source_new (PAUSE);
  g_source_set_callback (self->timeout, pause_over_cb, self, NULL);
  g_source_attach (self->timeout, g_main_context_get_thread_default ());
}

static gboolean
take_result (DhRaceRunner *runner, const DhCloudResult *result)
{
  if (result->cloud == NULL || result->serial != runner->cloud_serial
      || result->cloud == runner->cloud)
    return FALSE;
  dh_cloud_unref (runner->cloud);
  runner->cloud = dh_cloud_ref (result->cloud);
  return TRUE;
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (DhRace) self = g_object_ref (data);
  DhCloudReport *report = dh_cloud_worker_take (self->clouds->worker);
  gboolean changed[DH_RACE_MAX_RUNNERS] = { FALSE };

  for (guint k = 0; report != NULL && k < DH_CLOUD_MAX_REQUESTS; k++)
    for (guint i = 0; i < self->n_runners; i++)
      changed[i] = take_result (&self->runners[i], &report->results[k]) || changed[i];
  dh_cloud_report_free (report);
  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    if (changed[i] && i < self->n_runners)
      dh_race_emit_cloud_changed (self, i);
  return G_SOURCE_CONTINUE;
}

static DhRaceClouds *
clouds_new (DhRace *race)
{
  DhRaceClouds *self = g_new0 (DhRaceClouds, 1);

  self->worker = dh_cloud_worker_new ();
  self->source = g_unix_fd_source_new (dh_cloud_worker_get_fd (self->worker), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (report_cb), race, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

/* ---- for the race ---- */

void
dh_race_cloud_drop (DhRaceRunner *runner)
{
  g_clear_pointer (&runner->cloud, dh_cloud_unref);
  runner->cloud_serial = 0;
}

/* Of runners that want none, or can't have one now. */
static void
drop_unwanted (DhRace *self)
{
  for (guint i = 0; i < self->n_runners; i++)
    {
      gboolean had_one = self->runners[i].cloud != NULL;

      if (self->with_cloud && self->runners[i].ground != NULL)
        continue;
      dh_race_cloud_drop (&self->runners[i]);
      if (had_one)
        dh_race_emit_cloud_changed (self, i);
    }
}

void
dh_race_cloud_update (DhRace *self)
{
  if (self->clouds == NULL && !self->with_cloud)
    return;
  if (self->clouds == NULL)
    self->clouds = clouds_new (self);
  drop_old_requests (self);
  for (guint i = 0; i < self->n_runners; i++)
    if (can_have_cloud (self, &self->runners[i]))
      self->runners[i].cloud_serial = place_request (self->clouds,
                                                     make_request (self, &self->runners[i]));
  if (self->clouds->unsent)
    send_requests (self->clouds);
  drop_unwanted (self);
}

void
dh_race_cloud_clear (DhRace *self)
{
  DhRaceClouds *clouds = g_steal_pointer (&self->clouds);

  for (guint i = 0; i < DH_RACE_MAX_RUNNERS; i++)
    dh_race_cloud_drop (&self->runners[i]);
  if (clouds == NULL)
    return;
  g_source_destroy (clouds->source);
  g_source_unref (clouds->source);
  if (clouds->timeout != NULL)
    g_source_destroy (clouds->timeout);
  g_clear_pointer (&clouds->timeout, g_source_unref);
  dh_cloud_worker_free (clouds->worker);
  for (guint i = 0; i < DH_CLOUD_MAX_REQUESTS; i++)
    clear_request (&clouds->requests[i]);
  g_free (clouds);
}

const DhCloud *
dh_race_get_cloud (DhRace *self, guint runner)
{
  g_return_val_if_fail (DH_IS_RACE (self) && runner < self->n_runners, NULL);
  return self->runners[runner].cloud;
}

gboolean
dh_race_get_with_cloud (DhRace *self)
{
  g_return_val_if_fail (DH_IS_RACE (self), FALSE);
  return self->with_cloud;
}

void
dh_race_set_with_cloud (DhRace *self, gboolean with_cloud)
{
  g_return_if_fail (DH_IS_RACE (self));
  if (self->with_cloud == !!with_cloud)
    return;
  self->with_cloud = !!with_cloud;
  dh_race_cloud_update (self);
  dh_race_notify (self, DH_RACE_PROP_WITH_CLOUD);
}
