/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening a training that is given by its plan: people, model, seed, and the settings of each lane
 * from one iteration to the next.
 *
 * The worker makes the changes of a plan at the logged iterations, and the lane's properties follow
 * them as reports arrive, so the window shows a replay as if somebody moved its controls.
 */
#include "core/session/session-private.h"

/* The settings that a lane starts with. */
static DhLaneSettings
get_first (DhSession *self, const DhSettingsLog *log)
{
  DhLaneSettings settings = dh_settings_log_get (log, 0)->settings;

  settings.start = dh_session_find_start (self, settings.start);
  return settings;
}

static void
set_plan (DhLane *lane, DhSettingsLog *log)
{
  if (dh_settings_log_get_length (log) > 1)
    dh_lane_set_plan (lane, log);
}

void
dh_session_set_keeper (DhSession *self, const DhLaneKeeper *keeper)
{
  g_return_if_fail (DH_IS_SESSION (self));
  dh_trainer_set_keeper (self->trainer, keeper);
}

static void
take_context (DhSession *self, const DhTrainingPlan *plan)
{
  for (guint side = 0; side < 2; side++)
    {
      g_free (self->people[side]);
      self->people[side] = g_strdup (plan->people[side]);
    }
  self->model = dh_model_find (plan->preset);
  self->seed = plan->seed;
  self->start = dh_session_find_start (self,
                                       dh_settings_log_get (plan->lanes[0].log, 0)->settings.start);
}

static void
notify_context (DhSession *self)
{
  static const char *const properties[] = { "person-a", "person-b", "preset",
                                            "seed",     "start",    "can-warm" };

  for (guint i = 0; i < G_N_ELEMENTS (properties); i++)
    g_object_notify (G_OBJECT (self), properties[i]);
}

void
dh_session_open (DhSession *self, const DhTrainingPlan *plan)
{
  DhLane *lanes[DH_MAX_LANES];

  g_return_if_fail (DH_IS_SESSION (self));
  g_return_if_fail (plan->n_lanes >= 1 && plan->n_lanes <= DH_MAX_LANES);
  g_return_if_fail (dh_model_find (plan->preset) != NULL);
  dh_session_keep_training (self, DH_CHANGE_OPENING, dh_model_find (plan->preset));
  take_context (self, plan);
  for (guint i = 0; i < plan->n_lanes; i++)
    {
      const DhLaneSettings settings = get_first (self, plan->lanes[i].log);

      lanes[i] = dh_lane_new (plan->lanes[i].number, 0, 0, &settings);
    }
  dh_session_replace_lanes (self, lanes, plan->n_lanes);
  dh_session_begin_loading (self); /* gives the lanes their runs */
  for (guint i = 0; i < plan->n_lanes; i++)
    {
      set_plan (lanes[i], plan->lanes[i].log);
      dh_lane_set_image (lanes[i], plan->lanes[i].image);
      g_object_unref (lanes[i]);
    }
  notify_context (self);
  dh_session_release_undo (self);
}
