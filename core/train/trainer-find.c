/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Learning rate sweeps among the other work.
 *
 * A sweep trains a copy of its lane: same weights, same settings, the batches that the lane would
 * see next.  So the lane itself is not touched, and nothing has to be restored, however the sweep
 * ends; its history, metrics and position in the data are unaffected. (Rejected: training the lane
 * itself and copying its weights and slots back.  That saves nothing, and every new piece of lane
 * state would have to be restored too.)  The price is the memory of one more lane, which is checked
 * first.
 *
 * The copy's optimizer starts with zeroed slots: at the first rates nothing moves, so the slots
 * fill with real gradients long before a rate matters, and a sweep depends on the weights alone.
 * Schedule and warm-up are left out: each iteration has the sweep's own rate.
 *
 * Sweeps also run while paused, one at a time; playing lanes wait for them.  Requests are read
 * between any two iterations.  After a change of loss, optimizer, mask or clipping, a restart or a
 * reset, the sweep would describe a lane that no longer exists: it starts again if it is still
 * wanted.
 */
#include "core/train/trainer-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

struct _DhSweep
{
  DhLaneRequest request; /* the lane's request when the sweep started */
  guint generation;
  DhLaneRun *trial;
  DhLrFinder *finder;
};

static void
set_result (DhLaneRun *lane, DhLrFinderResult *result)
{
  g_clear_pointer (&lane->result, dh_lr_finder_result_unref);
  lane->result = result;
}

static DhLaneRun *
find_lane (const DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i]->request.id == self->sweep->request.id)
      return self->lanes[i];
  return NULL;
}

/* Passes the result so far to the lane, if the lane still exists. */
static void
publish (DhTrainer *self)
{
  DhLaneRun *lane = find_lane (self);

  if (lane != NULL)
    set_result (lane, dh_lr_finder_publish (self->sweep->finder));
}

/* Whether the sweep that the lane requests has not run yet. */
static gboolean
wants_sweep (const DhLaneRun *lane)
{
  return lane->request.sweeping && lane->request.sweep_serial != 0
         && (lane->result == NULL || lane->result->serial != lane->request.sweep_serial);
}

static void
begin_sweep (DhTrainer *self, DhLaneRun *lane)
{
  g_autoptr (GError) error = NULL;
  DhLaneRun *trial = NULL;
  DhSweep *sweep;

  if (dh_run_context_check_memory (self->context, self->n_lanes, 1, &error))
    trial = dh_lane_run_new_trial (lane);
  if (trial == NULL)
    {
      set_result (lane,
                  dh_lr_finder_result_new_refused (lane->request.sweep_serial,
                                                   error != NULL
                                                     ? error->message
                                                     : _ (
                                                       "There is no memory left for a copy of the "
                                                       "lane: choose a smaller model or fewer "
                                                       "lanes")));
      return;
    }
  sweep = g_new0 (DhSweep, 1);
  sweep->request = lane->request;
  sweep->generation = self->request->generation;
  sweep->trial = trial;
  sweep->finder = dh_lr_finder_new (&self->finder_settings, lane->request.sweep_serial);
  self->sweep = sweep;
  publish (self);
}

static void
begin_next_sweep (DhTrainer *self)
{
  for (guint i = 0; i < self->n_lanes && self->sweep == NULL; i++)
    if (wants_sweep (self->lanes[i]))
      begin_sweep (self, self->lanes[i]);
}

static gboolean
is_still_wanted (const DhTrainer *self)
{
  const DhLaneRequest *old = &self->sweep->request;
  const DhLaneRun *lane = find_lane (self);
  DhLaneSettings settings;

  if (lane == NULL || !lane->request.sweeping || lane->request.sweep_serial != old->sweep_serial
      || self->request->generation != self->sweep->generation)
    return FALSE;
  settings = lane->request.settings;
  settings.learning_rate = old->settings.learning_rate; /* a sweep sets the rate itself */
  return dh_lane_settings_equal (&settings, &old->settings);
}

void
dh_trainer_end_lr_finder (DhTrainer *self)
{
  if (self->sweep == NULL)
    return;
  dh_lr_finder_stop (self->sweep->finder);
  publish (self);
  dh_lane_run_free (self->sweep->trial);
  dh_lr_finder_free (self->sweep->finder);
  g_clear_pointer (&self->sweep, g_free);
  dh_trainer_restart_clock (self); /* a sweep isn't training time */
}

void
dh_trainer_follow_lr_finder (DhTrainer *self)
{
  if (self->sweep != NULL && !is_still_wanted (self))
    {
      DhLaneRun *lane = find_lane (self);

      dh_trainer_end_lr_finder (self);
      if (lane != NULL && lane->request.sweeping)
        set_result (lane, NULL); /* start over with the lane as it is now */
    }
  if (self->context != NULL)
    begin_next_sweep (self);
}

/* A finite loss whose gradient isn't finite also ends the sweep. */
static double
get_loss (const DhLaneRun *trial)
{
  if (trial->fault == DH_FAULT_GRADIENT)
    return INFINITY;
  return trial->halves[DH_SIDE_A].loss + trial->halves[DH_SIDE_B].loss;
}

void
dh_trainer_find (DhTrainer *self)
{
  DhSweep *sweep = self->sweep;

  sweep->trial->request.settings.learning_rate = dh_lr_finder_get_rate (sweep->finder);
  if (!dh_trainer_run_trial (self, sweep->trial))
    dh_lr_finder_stop (sweep->finder);
  else if (dh_trainer_is_stopped (self))
    return;
  else
    dh_lr_finder_add (sweep->finder, get_loss (sweep->trial));
  if (dh_lr_finder_is_over (sweep->finder))
    {
      dh_trainer_end_lr_finder (self);
      begin_next_sweep (self);
      dh_trainer_report (self);
    }
  else if (dh_trainer_is_report_due (self))
    {
      publish (self);
      dh_trainer_report (self);
    }
}
