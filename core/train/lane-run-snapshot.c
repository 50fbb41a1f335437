/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a lane on the worker's side shows of itself: its snapshot, with its state in words.
 */
#include "core/train/lane-run.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "core/train/snapshot-private.h"

static char *
describe_fault (const DhLaneRun *self)
{
  g_autofree char *rate = dh_lane_state_suggest_rate (self->request.settings.learning_rate);
  const char *what = self->fault == DH_FAULT_LOSS_NAN ? _ ("the loss became NaN")
                     : self->fault == DH_FAULT_LOSS_INFINITE
                       ? _ ("the loss became infinite")
                       : _ ("the gradient became infinite or NaN");

  /* Translators: "Diverged at step 212: the loss became NaN; try a rate below 1e-3" */
  return g_strdup_printf (_ ("Diverged at step %" PRIu64 ": %s; try a rate below %s"),
                          self->iteration + 1, what, rate);
}

/* The learning rate that the messages for dead and diverged lanes suggest. */
static double
get_advised_rate (const DhLaneRun *self, DhState state)
{
  g_autofree char *rate = dh_lane_state_suggest_rate (self->request.settings.learning_rate);

  return state == DH_STATE_DEAD || state == DH_STATE_DIVERGED ? g_ascii_strtod (rate, NULL) : 0;
}

DhLaneSnapshot *
dh_lane_run_snapshot (const DhLaneRun *self, guint64 others_at)
{
  g_autofree char *text = NULL;
  guint64 n_records = dh_history_get_n_records (self->history);
  DhLaneSnapshotValues values = {
    .run = self->request.id,
    .iteration = self->iteration,
    .origin = self->origin,
    .loss = n_records > 0 ? dh_history_get_record (self->history, n_records - 1).loss : NAN,
    .metrics = self->metrics,
    .preview = self->preview != NULL ? self->preview : self->blank,
    .history = self->history,
    .log = self->log,
    .following = dh_lane_run_is_following (self),
    .shares = dh_share_meter_read (&self->shares),
    .result = self->result,
    .plane = self->plane != NULL ? self->plane->published : NULL,
    .no_plane = self->no_plane,
    .probe = self->plane != NULL ? self->plane->probe : NULL,
    .lambda = dh_lane_run_get_lambda (self),
  };

  values.stable_rate =
    dh_optimizer_get_stable_rate (self->request.settings.optimizer_config.optimizer,
                                  self->request.settings.optimizer_config.settings, values.lambda);

  if (self->fault != DH_FAULT_NONE)
    {
      values.state = DH_STATE_DIVERGED;
      text = describe_fault (self);
    }
  else if (self->iteration < self->request.run_to)
    {
      values.state = DH_STATE_CATCHING_UP;
      /* Translators: a lane's past is made again, up to the step from which it goes on */
      text = g_strdup_printf (_ ("Replaying: step %" PRIu64 " of %" PRIu64), self->iteration,
                              self->request.run_to);
    }
  else if (self->iteration < others_at)
    {
      values.state = DH_STATE_CATCHING_UP;
      text = g_strdup_printf (_ ("Catching up: step %" PRIu64 " of %" PRIu64), self->iteration,
                              others_at);
    }
  else
    values.state = dh_lane_state_judge (&self->tracker, self->iteration,
                                        self->request.settings.learning_rate, &text);
  values.state_text = text;
  values.advised_rate = get_advised_rate (self, values.state);
  return dh_lane_snapshot_new (&values);
}
