/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Following the plan.  It is the whole of what a person wants, not a list of commands: the worker
 * compares it with what it has.  So a plan that was replaced before it was read is not missed.
 */
#include "core/run/trainer-private.h"

void
dh_trainer_drop_lanes (DhTrainer *self)
{
  dh_trainer_end_finding (self);
  for (guint i = 0; i < self->n_lanes; i++)
    dh_lane_run_free (self->lanes[i]);
  self->n_lanes = 0;
}

static DhLaneRun *
find_lane (DhLaneRun * const *lanes, guint n_lanes, guint id)
{
  for (guint i = 0; i < n_lanes; i++)
    if (lanes[i]->plan.id == id)
      return lanes[i];
  return NULL;
}

static gboolean
has_lane (const DhTrainer *self, guint id)
{
  return find_lane (self->lanes, self->n_lanes, id) != NULL;
}

/* People, model or seed are others: everything is made anew. */
static void
set_stage (DhTrainer *self, const DhPlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhStage) old = g_steal_pointer (&self->stage);

  dh_trainer_drop_lanes (self);
  dh_trainer_report_loading (self, plan);
  g_clear_pointer (&self->failure, g_free);
  self->stage = dh_stage_new (plan, dh_pool_get_n_workers (self->pool), old, &self->cancelled,
                              &error);
  if (self->stage == NULL)
    self->failure = g_strdup (error->message);
  self->last_preview = 0;
}

static void
change_preview_faces (DhTrainer *self, guint n_faces)
{
  g_autoptr (GError) error = NULL;

  if (dh_stage_set_preview_faces (self->stage, n_faces, &error))
    self->last_preview = 0;
  else
    {
      dh_trainer_drop_lanes (self);
      g_clear_pointer (&self->stage, dh_stage_free);
      self->failure = g_strdup (error->message);
    }
}

static void
begin_generation (DhTrainer *self, const DhPlan *plan)
{
  const DhPlan *old = self->plan;
  gboolean same = old != NULL && self->stage != NULL && plan->seed == old->seed
                  && g_strcmp0 (plan->preset, old->preset) == 0
                  && g_strcmp0 (plan->folders[0], old->folders[0]) == 0
                  && g_strcmp0 (plan->folders[1], old->folders[1]) == 0;

  if (!same)
    set_stage (self, plan);
  else
    for (guint i = 0; i < self->n_lanes; i++)
      dh_lane_run_restart (self->lanes[i], self->stage->lane_desks[0]->workspace, plan->seed);
  self->n_steps_done = 0;
  self->elapsed = 0;
  self->clock.pace = 0;
  dh_trainer_restart_clock (self);
  self->last_preview = 0;
}

static gboolean
admit_lanes (DhTrainer *self, const DhPlan *plan)
{
  g_autoptr (GError) error = NULL;
  guint n_new = 0;

  for (guint i = 0; i < plan->n_lanes; i++)
    n_new += !has_lane (self, plan->lanes[i].id);
  g_clear_pointer (&self->failure, g_free);
  if (n_new == 0 || dh_stage_check_memory (self->stage, n_new, &error))
    return TRUE;
  self->failure = g_strdup (error->message);
  return FALSE;
}

/* The lane to copy for a new one, or NULL. It may be as new: found among those that this plan has
 * led to so far. A copy that was restarted before it was made is none. */
static DhLaneRun *
find_source (const DhTrainer *self, const DhLanePlan *plan, DhLaneRun * const *done, guint n_done)
{
  DhLaneRun *source;

  if (plan->source_id == 0 || plan->n_restarts > 0)
    return NULL;
  source = find_lane (done, n_done, plan->source_id);
  return source != NULL ? source : find_lane (self->lanes, self->n_lanes, plan->source_id);
}

static DhLaneRun *
follow_lane (DhTrainer *self, const DhLanePlan *plan, DhLaneRun * const *done, guint n_done)
{
  DhLaneRun *lane = find_lane (self->lanes, self->n_lanes, plan->id);
  DhWorkspace *workspace = self->stage->lane_desks[0]->workspace;

  if (lane == NULL)
    return dh_lane_run_new (plan, self->stage->network, workspace, self->stage->seed,
                            find_source (self, plan, done, n_done));
  if (plan->n_restarts != lane->plan.n_restarts)
    dh_lane_run_restart (lane, workspace, self->stage->seed);
  dh_lane_run_adopt (lane, plan);
  return lane;
}

/* Additions come before removals: a copy's source may be gone from the same plan. */
static void
follow_lanes (DhTrainer *self, const DhPlan *plan)
{
  DhLaneRun *lanes[DH_PLAN_MAX_LANES];
  guint n_lanes = 0;
  gboolean may_add = admit_lanes (self, plan);

  for (guint i = 0; i < plan->n_lanes && !dh_trainer_is_cancelled (self); i++)
    if (may_add || has_lane (self, plan->lanes[i].id))
      {
        lanes[n_lanes] = follow_lane (self, &plan->lanes[i], lanes, n_lanes);
        n_lanes++;
      }
  for (guint i = 0; i < self->n_lanes; i++)
    {
      gboolean wanted = FALSE;

      for (guint k = 0; k < n_lanes; k++)
        wanted |= lanes[k] == self->lanes[i];
      if (!wanted)
        dh_lane_run_free (self->lanes[i]);
    }
  memcpy (self->lanes, lanes, n_lanes * sizeof lanes[0]);
  self->n_lanes = n_lanes;
}

/* (transfer full) plan */
void
dh_trainer_follow (DhTrainer *self, DhPlan *plan)
{
  guint n_lanes = self->n_lanes;
  guint old_faces = self->plan != NULL ? self->plan->n_preview_faces : 0;
  gboolean new_generation = self->plan == NULL || plan->generation != self->plan->generation;

  if (new_generation)
    begin_generation (self, plan);
  else if (self->stage != NULL && plan->n_preview_faces != old_faces)
    change_preview_faces (self, plan->n_preview_faces);
  g_clear_pointer (&self->plan, dh_plan_free);
  self->plan = plan;
  if (self->stage != NULL)
    follow_lanes (self, plan);
  dh_trainer_follow_planes (self);
  dh_trainer_follow_finding (self);
  if (self->n_lanes != n_lanes)
    self->last_preview = 0;
  if (self->settled)
    dh_trainer_restart_clock (self); /* the pause was no training time */
  self->settled = FALSE;
  /* The first iteration of a large model takes a minute: loading has ended before. */
  if (new_generation && self->stage != NULL)
    dh_trainer_report (self);
}
