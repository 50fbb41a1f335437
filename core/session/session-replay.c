/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A lane's past: making one of its states again, and going on from there in a lane of its own.
 *
 * A branch is a lane whose plan is the original's log up to that iteration.  It starts with an image
 * at or before it and trains the rest like a lane that catches up, which it is: the same code, a
 * card from the beginning, and nothing that could be lost if the program ends meanwhile.  It goes on
 * with the settings that the original's next step had; later changes of the original aren't
 * followed, since the branch is meant to go its own way.
 *
 * A lane that undo brings back after its run had to give way is made in the same way, as the run that
 * it was.
 */
#include "core/session/replay-private.h"
#include "core/session/session-private.h"

#include <glib/gi18n-lib.h>

/* Whether the log's training passed through the image.  Changes at the image's own iteration may
 * have been replaced by others before the next step. */
static gboolean
is_on_the_way (const DhLaneImage *image, const DhSettingsLog *log, guint64 iteration)
{
  const DhSettingsLog *own = dh_lane_image_get_log (image);
  const guint64 at = dh_lane_image_get_iteration (image);
  guint n = dh_settings_log_get_length (own);

  while (n > 1 && dh_settings_log_get (own, n - 1)->iteration >= at)
    n--;
  return at <= iteration && dh_settings_log_count_common (own, log) >= n;
}

/* The lane's settings up to there. */
static DhSettingsLog *
cut_log (DhLane *lane, guint64 iteration)
{
  g_autoptr (DhSettingsLog) log = dh_lane_dup_log (lane);

  return dh_settings_log_cut (log, iteration);
}

/* ---- replaying ---- */

static void
replay_done_cb (DhSession *self, DhReplay *replay)
{
  g_ptr_array_remove (self->replays, replay);
  dh_session_queue_request (self);
}

DhReplay *
dh_session_replay (DhSession *self, DhLane *lane, DhLaneImage *image, guint64 iteration)
{
  g_autoptr (DhSettingsLog) log = NULL;
  DhReplayRequest request = { .image = NULL };
  DhReplay *replay;

  g_return_val_if_fail (DH_IS_SESSION (self) && DH_IS_LANE (lane), NULL);
  request.iteration = iteration = MIN (iteration, dh_lane_get_iteration (lane));
  request.id = ++self->last_replay_id;
  request.start = dh_lane_get_start (lane);
  request.log = log = cut_log (lane, iteration);
  if (image != NULL && is_on_the_way (image, log, iteration))
    request.image = image;
  replay = dh_replay_new (&request);
  g_signal_connect_object (replay, "done", G_CALLBACK (replay_done_cb), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->replays, g_object_ref (replay));
  dh_session_queue_request (self);
  return replay;
}

/* ---- branching off ---- */

/* With other settings from that iteration on, or NULL. */
static DhSettingsLog *
make_plan (DhLane *lane, guint64 iteration, const DhLaneSettings *settings)
{
  g_autoptr (DhSettingsLog) log = cut_log (lane, iteration);

  if (settings == NULL)
    return g_steal_pointer (&log);
  return dh_settings_log_append (log, iteration, settings);
}

DhLane *
dh_session_branch_lane (DhSession *self, DhLane *lane, DhLaneImage *image, guint64 iteration,
                        const DhLaneSettings *settings)
{
  g_autoptr (DhSettingsLog) plan = NULL;
  DhLaneSettings first;
  guint64 begin = 0;
  DhLane *branch;

  g_return_val_if_fail (DH_IS_SESSION (self) && DH_IS_LANE (lane), NULL);
  iteration = MIN (iteration, dh_lane_get_iteration (lane));
  plan = make_plan (lane, iteration, settings);
  if (image != NULL && !is_on_the_way (image, plan, iteration))
    image = NULL;
  if (image != NULL)
    begin = dh_lane_image_get_iteration (image);
  first = *dh_settings_log_get_at (plan, begin);
  first.start = dh_lane_get_start (lane);
  branch = dh_session_copy_lane (self, lane, 0, &first);
  if (branch == NULL)
    return NULL;
  dh_lane_set_plan (branch, plan);
  dh_lane_set_image (branch, image);
  dh_lane_set_arrival (branch, begin, iteration);
  dh_session_release_undo (self);
  return branch;
}

/* ---- bringing back ---- */

static void
start_anew (DhSession *self, DhLane *lane)
{
  g_autofree char *text = g_strdup_printf (
    _ ("Lane %u came back without its weights, which had to make room when memory was short. It "
       "starts anew."),
    dh_lane_get_number (lane));

  dh_lane_end_requests (lane);
  dh_lane_set_plan (lane, NULL);
  dh_lane_set_run (lane, ++self->last_lane_id, 0);
  g_signal_emit_by_name (self, "unkept", text);
}

void
dh_session_bring_back_lane (DhSession *self, DhLane *lane, DhLaneImage *image)
{
  g_autoptr (DhSettingsLog) log = NULL;
  const guint64 iteration = dh_lane_get_iteration (lane);

  g_return_if_fail (DH_IS_SESSION (self) && DH_IS_LANE (lane));
  if (lane->lost_id == 0 || lane->lost_id != dh_lane_get_id (lane))
    return;
  lane->lost_id = 0;
  log = dh_lane_dup_log (lane);
  if (image != NULL && is_on_the_way (image, log, iteration))
    {
      dh_lane_set_run (lane, dh_lane_get_id (lane), 0); /* not a copy of what its source is now */
      dh_lane_set_image (lane, image);
      dh_lane_set_plan (lane, log);
      dh_lane_set_arrival (lane, dh_lane_image_get_iteration (image), iteration);
    }
  else
    start_anew (self, lane);
  dh_session_queue_request (self);
}
