/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests: everything that the user wants from the worker, as one immutable value.
 */
#include "core/train/training-request.h"

DhReplayRequest
dh_replay_request_copy (const DhReplayRequest *self)
{
  DhReplayRequest copy = *self;

  dh_settings_log_ref (copy.log);
  if (copy.image != NULL)
    dh_lane_image_ref (copy.image);
  return copy;
}

void
dh_replay_request_clear (DhReplayRequest *self)
{
  g_clear_pointer (&self->log, dh_settings_log_unref);
  g_clear_pointer (&self->image, dh_lane_image_unref);
}

DhReplayReport
dh_replay_report_copy (const DhReplayReport *self)
{
  DhReplayReport copy = *self;

  if (copy.snapshot != NULL)
    dh_lane_snapshot_ref (copy.snapshot);
  if (copy.image != NULL)
    dh_lane_image_ref (copy.image);
  copy.problem = g_strdup (copy.problem);
  return copy;
}

void
dh_replay_report_clear (DhReplayReport *self)
{
  g_clear_pointer (&self->snapshot, dh_lane_snapshot_unref);
  g_clear_pointer (&self->image, dh_lane_image_unref);
  g_clear_pointer (&self->problem, g_free);
}

void
dh_training_request_free (DhTrainingRequest *request)
{
  for (int side = 0; side < 2; side++)
    g_free (request->folders[side]);
  for (guint i = 0; i < request->n_lanes; i++)
    {
      g_clear_pointer (&request->lanes[i].plan, dh_settings_log_unref);
      g_clear_pointer (&request->lanes[i].image, dh_lane_image_unref);
    }
  for (guint i = 0; i < request->n_replays; i++)
    dh_replay_request_clear (&request->replays[i]);
  g_free (request->save_folder);
  g_free (request);
}

const DhLaneRequest *
dh_training_request_find_lane (const DhTrainingRequest *request, guint id)
{
  for (guint i = 0; i < request->n_lanes; i++)
    if (request->lanes[i].id == id)
      return &request->lanes[i];
  return NULL;
}

gboolean
dh_training_request_has_lane (const DhTrainingRequest *request, guint id)
{
  return dh_training_request_find_lane (request, id) != NULL;
}

gboolean
dh_training_request_keeps (const DhTrainingRequest *request, guint id)
{
  for (guint i = 0; i < request->n_kept; i++)
    if (request->kept[i].id == id)
      return TRUE;
  return FALSE;
}

void
dh_report_free (DhReport *report)
{
  for (guint i = 0; i < report->n_lanes; i++)
    g_clear_pointer (&report->lanes[i].snapshot, dh_lane_snapshot_unref);
  for (guint side = 0; side < 2; side++)
    g_clear_pointer (&report->people[side], dh_face_set_unref);
  for (guint i = 0; i < report->n_replays; i++)
    dh_replay_report_clear (&report->replays[i]);
  g_free (report->message);
  g_free (report->save_problem);
  g_free (report);
}

DhReport *
dh_report_copy (const DhReport *report)
{
  DhReport *copy = g_memdup2 (report, sizeof *report);

  copy->message = g_strdup (report->message);
  copy->save_problem = g_strdup (report->save_problem);
  for (guint side = 0; side < 2; side++)
    if (copy->people[side] != NULL)
      dh_face_set_ref (copy->people[side]);
  for (guint i = 0; i < copy->n_lanes; i++)
    if (copy->lanes[i].snapshot != NULL)
      dh_lane_snapshot_ref (copy->lanes[i].snapshot);
  for (guint i = 0; i < copy->n_replays; i++)
    copy->replays[i] = dh_replay_report_copy (&report->replays[i]);
  return copy;
}
