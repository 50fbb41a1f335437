/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Following the plan.  It is the whole of what a person wants, not a list of commands: the worker
 * compares it with what it has.  So a plan that was replaced before it was read is not missed.
 *
 * The same goes for what can be undone.  Nobody says "set this aside" or "bring that back": a plan
 * names the runs that lanes have and those that are kept, and a run is made, moved or dropped so that
 * it is so.  A lane that was removed and brought back between two steps was never touched.
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

/* What the plan keeps is set aside, the rest is gone. */
static void
let_go (DhTrainer *self, DhLaneRun *lane, const DhPlan *plan)
{
  if (dh_plan_keeps (plan, lane->plan.id))
    dh_shelf_put (self->shelf, lane, self->generation);
  else
    dh_lane_run_free (lane);
}

static void
let_all_go (DhTrainer *self, const DhPlan *plan)
{
  dh_trainer_end_finding (self);
  for (guint i = 0; i < self->n_lanes; i++)
    let_go (self, self->lanes[i], plan);
  self->n_lanes = 0;
}

/* People, model or seed are others: everything is made anew. */
static void
set_stage (DhTrainer *self, const DhPlan *plan)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (DhStage) old = g_steal_pointer (&self->stage);

  let_all_go (self, plan);
  dh_shelf_follow (self->shelf, plan);
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

  if (old != NULL)
    dh_shelf_note (self->shelf, self->generation, self->n_steps_done, self->elapsed);
  if (!same)
    set_stage (self, plan);
  else
    for (guint i = 0; i < self->n_lanes; i++)
      if (dh_plan_has_lane (plan, self->lanes[i]->plan.id))
        dh_lane_run_restart (self->lanes[i], self->stage->lane_desks[0]->workspace, plan->seed);
  dh_shelf_recall (self->shelf, plan->generation, &self->n_steps_done, &self->elapsed);
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

/* The run to copy for a new one, or NULL. It may be as new: found among those that this plan has
 * led to so far. */
static DhLaneRun *
find_source (const DhTrainer *self, guint id, DhLaneRun * const *done, guint n_done)
{
  DhLaneRun *source = NULL;

  if (id != 0)
    source = find_lane (done, n_done, id);
  if (source == NULL && id != 0)
    source = find_lane (self->lanes, self->n_lanes, id);
  return source != NULL || id == 0 ? source : dh_shelf_find (self->shelf, id);
}

static DhLaneRun *
follow_lane (DhTrainer *self, const DhLanePlan *plan, DhLaneRun * const *done, guint n_done)
{
  DhLaneRun *lane = find_lane (self->lanes, self->n_lanes, plan->id);
  DhWorkspace *workspace = self->stage->lane_desks[0]->workspace;

  if (lane == NULL && (lane = dh_shelf_take (self->shelf, plan->id)) != NULL)
    dh_lane_run_wake (lane, self->stage->network, workspace);
  if (lane == NULL)
    return dh_lane_run_new (plan, self->stage->network, workspace, self->stage->seed,
                            find_source (self, plan->source_id, done, n_done));
  dh_lane_run_adopt (lane, plan);
  return lane;
}

static gboolean
has_room_to_keep (const DhLaneRun *source)
{
  return dh_lane_run_estimate_resting (source->n_parameters) < dh_memory_get_free ();
}

/* Copies of lanes as they are before they take in the plan.  Each is made once: ids count up, and one
 * that found no room would be of another moment later. */
static void
copy_kept (DhTrainer *self, const DhPlan *plan)
{
  guint newest = self->newest_kept;

  for (guint i = 0; i < plan->n_kept; i++)
    {
      const DhKeptRun *kept = &plan->kept[i];
      const DhLaneRun *source = find_source (self, kept->source_id, NULL, 0);

      if (kept->id > newest && source != NULL && !has_lane (self, kept->id)
          && dh_shelf_find (self->shelf, kept->id) == NULL && has_room_to_keep (source))
        dh_shelf_put (self->shelf, dh_lane_run_new_resting (source, kept->id), self->generation);
      self->newest_kept = MAX (self->newest_kept, kept->id);
    }
}

/* As a lane, or for a new one to copy. */
static gboolean
needs_run (const DhTrainer *self, const DhPlan *plan, guint id)
{
  for (guint i = 0; i < plan->n_lanes; i++)
    if (plan->lanes[i].id == id
        || (plan->lanes[i].source_id == id && !has_lane (self, plan->lanes[i].id)))
      return TRUE;
  return FALSE;
}

static void
let_unneeded_go (DhTrainer *self, const DhPlan *plan)
{
  DhLaneRun *needed[DH_PLAN_MAX_LANES], *others[DH_PLAN_MAX_LANES];
  guint n_needed = 0, n_others = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    if (needs_run (self, plan, self->lanes[i]->plan.id))
      needed[n_needed++] = self->lanes[i];
    else
      others[n_others++] = self->lanes[i];
  memcpy (self->lanes, needed, n_needed * sizeof needed[0]);
  self->n_lanes = n_needed;
  for (guint i = 0; i < n_others; i++)
    let_go (self, others[i], plan);
}

/* Removals come first, for the sake of the memory; sources of copies go last. */
static void
follow_lanes (DhTrainer *self, const DhPlan *plan)
{
  DhLaneRun *lanes[DH_PLAN_MAX_LANES];
  guint n_lanes = 0;
  gboolean may_add;

  copy_kept (self, plan);
  let_unneeded_go (self, plan);
  may_add = admit_lanes (self, plan);
  for (guint i = 0; i < plan->n_lanes && !dh_trainer_is_cancelled (self); i++)
    if (may_add || has_lane (self, plan->lanes[i].id))
      {
        lanes[n_lanes] = follow_lane (self, &plan->lanes[i], lanes, n_lanes);
        n_lanes++;
      }
  for (guint i = 0; i < self->n_lanes; i++)
    if (find_lane (lanes, n_lanes, self->lanes[i]->plan.id) == NULL)
      let_go (self, self->lanes[i], plan);
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
  self->generation = plan->generation;
  dh_shelf_follow (self->shelf, plan);
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
