/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The heights of the runners' grounds: asked for and taken from the thread that computes them.  A
 * ground that several runners share is asked for once.
 */
#include "core/race/race-private.h"

#include <glib-unix.h>
#include <string.h>

#define FINE_GRID 96
#define FACE_STAGES \
  { \
    13, 33, 65 \
  }
#define CURVE_GRID 401

static void
choose_stages (const DhGround *ground, guint *stages)
{
  const guint face_stages[DH_TERRAIN_MAX_STAGES] = FACE_STAGES;

  if (ground->n_dimensions == 1)
    stages[0] = CURVE_GRID;
  else if (ground->scratch_size > 0)
    memcpy (stages, face_stages, sizeof face_stages);
  else
    stages[0] = FINE_GRID;
}

static gboolean
is_requested (const DhTerrainRequest *requests, guint n, guint64 serial)
{
  for (guint i = 0; i < n; i++)
    if (requests[i].serial == serial)
      return TRUE;
  return FALSE;
}

void
dh_race_send_requests (DhRace *self)
{
  DhTerrainRequest requests[DH_TERRAIN_MAX_REQUESTS] = { 0 };
  guint n = 0;

  for (guint i = 0; i < self->n_runners; i++)
    {
      const DhRaceRunner *runner = &self->runners[i];

      if (runner->ground == NULL || is_requested (requests, n, runner->serial))
        continue;
      requests[n].serial = runner->serial;
      requests[n].ground = runner->ground;
      choose_stages (runner->ground, requests[n].stages);
      n++;
    }
  dh_terrain_worker_send (self->worker, requests);
}

gboolean
dh_race_has_own_terrain (const DhRaceRunner *runner)
{
  return runner->terrain != NULL && runner->terrain_serial == runner->serial;
}

static gboolean
take_result (DhRaceRunner *runner, const DhTerrainResult *result)
{
  if (result->serial == 0 || result->serial != runner->serial || result->terrain == NULL
      || result->terrain == runner->terrain)
    return FALSE;
  dh_terrain_unref (runner->terrain);
  runner->terrain = dh_terrain_ref (result->terrain);
  runner->terrain_serial = result->serial;
  dh_race_forget_look (runner);
  return TRUE;
}

static gboolean
report_cb (int fd, GIOCondition condition, gpointer data)
{
  g_autoptr (DhRace) self = g_object_ref (data);
  DhTerrainReport *report = dh_terrain_worker_take (self->worker);
  gboolean changed[DH_RACE_MAX_RUNNERS] = { FALSE };

  for (guint k = 0; report != NULL && k < DH_TERRAIN_MAX_REQUESTS; k++)
    for (guint i = 0; i < self->n_runners; i++)
      changed[i] = take_result (&self->runners[i], &report->results[k]) || changed[i];
  dh_terrain_report_free (report);
  dh_race_basins_update (self);
  for (guint i = 0; i < self->n_runners; i++)
    if (changed[i])
      dh_race_emit_terrain_changed (self, i);
  return G_SOURCE_CONTINUE;
}

void
dh_race_start_worker (DhRace *self)
{
  self->worker = dh_terrain_worker_new ();
  self->source = g_unix_fd_source_new (dh_terrain_worker_get_fd (self->worker), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (report_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

void
dh_race_stop_worker (DhRace *self)
{
  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->worker, dh_terrain_worker_free);
}
