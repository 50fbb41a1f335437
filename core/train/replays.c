/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The states of the past that a request names.
 */
#include "core/train/replays.h"

struct _DhReplays
{
  GPtrArray *runs;
};

static void
past_run_free (gpointer data)
{
  DhPastRun *self = data;

  dh_replay_request_clear (&self->request);
  dh_replay_report_clear (&self->report);
  g_clear_pointer (&self->run, dh_lane_run_free);
  g_free (self);
}

static DhPastRun *
past_run_new (const DhReplayRequest *request)
{
  DhPastRun *self = g_new0 (DhPastRun, 1);

  self->request = dh_replay_request_copy (request);
  self->report.id = request->id;
  if (request->image != NULL)
    self->report.iteration = dh_lane_image_get_iteration (request->image);
  return self;
}

void
dh_past_run_give_up (DhPastRun *self, const char *problem)
{
  self->report.problem = g_strdup (problem);
  g_clear_pointer (&self->run, dh_lane_run_free);
}

gboolean
dh_past_run_is_over (const DhPastRun *self)
{
  return self->report.snapshot != NULL || self->report.problem != NULL;
}

/* ---- all of them ---- */

DhReplays *
dh_replays_new (void)
{
  DhReplays *self = g_new0 (DhReplays, 1);

  self->runs = g_ptr_array_new_with_free_func (past_run_free);
  return self;
}

void
dh_replays_free (DhReplays *self)
{
  g_ptr_array_unref (self->runs);
  g_free (self);
}

void
dh_replays_clear (DhReplays *self)
{
  g_ptr_array_set_size (self->runs, 0);
}

static DhPastRun *
peek (const GPtrArray *runs, guint index)
{
  return g_ptr_array_index (runs, index);
}

/* Takes it out of the list; NULL: it isn't there. */
static DhPastRun *
steal (GPtrArray *runs, guint id)
{
  for (guint i = 0; i < runs->len; i++)
    if (peek (runs, i)->request.id == id)
      return g_ptr_array_steal_index (runs, i);
  return NULL;
}

void
dh_replays_follow (DhReplays *self, const DhTrainingRequest *request)
{
  g_autoptr (GPtrArray) old = self->runs;

  self->runs = g_ptr_array_new_with_free_func (past_run_free);
  for (guint i = 0; i < request->n_replays; i++)
    {
      DhPastRun *run = steal (old, request->replays[i].id);

      g_ptr_array_add (self->runs, run != NULL ? run : past_run_new (&request->replays[i]));
    }
}

DhPastRun *
dh_replays_find_next (const DhReplays *self)
{
  for (guint i = 0; i < self->runs->len; i++)
    if (!dh_past_run_is_over (peek (self->runs, i)))
      return peek (self->runs, i);
  return NULL;
}

void
dh_replays_report (const DhReplays *self, DhReport *report)
{
  for (guint i = 0; i < self->runs->len; i++)
    report->replays[report->n_replays++] = dh_replay_report_copy (&peek (self->runs, i)->report);
}
