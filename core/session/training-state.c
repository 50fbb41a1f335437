/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a change of a session has replaced, and exchanging it with what is there now.
 *
 * The runs stay with the worker, which is told in each request which ones to keep.  Exchanging only
 * says which run a lane has, so nothing is computed and nothing can differ.  Where a lane goes on
 * with its weights but in another way (another loss, another optimizer), a copy of its run is made
 * before the next step.  A run that hasn't made a step isn't kept: a new one is the same.
 */
#include "core/session/training-state.h"

#include "core/base/tensor.h"

/* What a lane had. */
typedef enum
{
  RUN_ABSENT, /* the lane itself wasn't there */
  RUN_SAME,   /* only its settings were others */
  RUN_OTHER,
  RUN_NEW, /* one without a step */
} Run;

typedef struct
{
  DhLane *lane;
  Run run;
  guint id, source_id; /* of the other run */
  guint position;
  DhLaneGroups groups; /* of settings, if the run is the same */
  DhLaneSettings settings;
  DhSettingsLog *plan;
  DhLaneImage *image;
  DhLaneSnapshot *snapshot;
} LaneState;

struct _DhTrainingState
{
  DhSession *session;
  guint n_lanes;
  LaneState lanes[DH_MAX_LANES];
  gboolean with_same_rate, same_rate;

  gboolean whole; /* with what follows */
  guint generation;
  char *people[2];
  const DhModel *model;
  guint64 seed, n_steps, iteration;
  DhStart start;
  double elapsed;
};

DhTrainingState *
dh_training_state_new (DhSession *session)
{
  DhTrainingState *self = g_new0 (DhTrainingState, 1);

  self->session = session;
  return self;
}

static void
clear (DhTrainingState *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    {
      g_object_unref (self->lanes[i].lane);
      g_clear_pointer (&self->lanes[i].plan, dh_settings_log_unref);
      g_clear_pointer (&self->lanes[i].image, dh_lane_image_unref);
      g_clear_pointer (&self->lanes[i].snapshot, dh_lane_snapshot_unref);
    }
  g_free (self->people[0]);
  g_free (self->people[1]);
}

void
dh_training_state_free (DhTrainingState *self)
{
  clear (self);
  g_free (self);
}

/* ---- taking ---- */

/* A copy or an image may have made steps before anybody has heard of them. */
gboolean
dh_training_state_is_worth_keeping (DhLane *lane)
{
  return dh_lane_get_iteration (lane) > 0 || dh_lane_get_source_id (lane) != 0
         || dh_lane_get_image (lane) != NULL;
}

static LaneState *
add (DhTrainingState *self, DhLane *lane, Run run)
{
  LaneState *state = &self->lanes[self->n_lanes++];
  DhSettingsLog *plan = dh_lane_get_plan (lane);

  state->lane = g_object_ref (lane);
  state->run = run;
  state->plan = plan != NULL ? dh_settings_log_ref (plan) : NULL;
  return state;
}

void
dh_training_state_add_settings (DhTrainingState *self, DhLane *lane, DhLaneGroups groups,
                                const DhLaneSettings *before)
{
  LaneState *state = add (self, lane, RUN_SAME);

  state->groups = groups;
  state->settings = *before;
}

static LaneState *
add_run (DhTrainingState *self, DhLane *lane, const DhLaneSettings *settings)
{
  gboolean kept = dh_training_state_is_worth_keeping (lane);
  DhLaneSnapshot *snapshot = kept ? dh_lane_get_snapshot (lane) : NULL;
  LaneState *state = add (self, lane, kept ? RUN_OTHER : RUN_NEW);

  state->settings = *settings;
  state->snapshot = snapshot != NULL ? dh_lane_snapshot_ref (snapshot) : NULL;
  g_list_store_find (self->session->lanes, lane, &state->position);
  return state;
}

void
dh_training_state_add_lane (DhTrainingState *self, DhLane *lane)
{
  const DhLaneSettings settings = dh_lane_get_settings (lane);
  LaneState *state = add_run (self, lane, &settings);
  DhLaneImage *image = dh_lane_get_image (lane);

  state->id = dh_lane_get_id (lane);
  state->source_id = dh_lane_get_source_id (lane);
  state->image = image != NULL ? dh_lane_image_ref (image) : NULL;
}

void
dh_training_state_add_copy (DhTrainingState *self, DhLane *lane, const DhLaneSettings *before)
{
  LaneState *state = add_run (self, lane, before);

  state->source_id = dh_lane_get_id (lane);
  state->id = ++self->session->last_lane_id;
}

void
dh_training_state_add_absence (DhTrainingState *self, DhLane *lane)
{
  add (self, lane, RUN_ABSENT);
}

void
dh_training_state_add_same_rate (DhTrainingState *self, gboolean before)
{
  self->with_same_rate = TRUE;
  self->same_rate = before;
}

DhTrainingState *
dh_training_state_new_whole (DhSession *session)
{
  DhTrainingState *self = dh_training_state_new (session);

  self->whole = TRUE;
  self->generation = session->generation;
  for (guint side = 0; side < 2; side++)
    self->people[side] = g_strdup (session->people[side]);
  self->model = session->model;
  self->seed = session->seed;
  self->start = session->start;
  self->n_steps = session->n_steps;
  self->iteration = session->iteration;
  self->elapsed = session->elapsed;
  for (guint i = 0; i < dh_session_get_n_lanes (session); i++)
    dh_training_state_add_lane (self, dh_session_peek_lane (session, i));
  dh_training_state_add_same_rate (self, session->same_rate);
  return self;
}

/* ---- the counterpart: the present state of the same things ---- */

static void
add_counterpart (DhTrainingState *self, const LaneState *other)
{
  const DhLaneSettings present = dh_lane_get_settings (other->lane);

  if (!g_list_store_find (self->session->lanes, other->lane, NULL))
    dh_training_state_add_absence (self, other->lane);
  else if (other->run == RUN_SAME)
    dh_training_state_add_settings (self, other->lane, other->groups, &present);
  else
    dh_training_state_add_lane (self, other->lane);
}

static DhTrainingState *
new_counterpart (const DhTrainingState *other)
{
  DhTrainingState *self;

  if (other->whole)
    return dh_training_state_new_whole (other->session);
  self = dh_training_state_new (other->session);
  for (guint i = 0; i < other->n_lanes; i++)
    add_counterpart (self, &other->lanes[i]);
  if (other->with_same_rate)
    dh_training_state_add_same_rate (self, other->session->same_rate);
  return self;
}

/* ---- bringing back ---- */

static void
bring_back_run (DhTrainingState *self, const LaneState *state)
{
  if (state->run == RUN_NEW)
    dh_lane_set_run (state->lane, ++self->session->last_lane_id, 0);
  else
    dh_lane_set_run (state->lane, state->id, state->source_id);
  dh_lane_set_image (state->lane, state->image);
  dh_lane_end_requests (state->lane);
  dh_lane_set_settings (state->lane, &state->settings);
  dh_lane_set_plan (state->lane, state->plan);
  if (!g_list_store_find (self->session->lanes, state->lane, NULL))
    dh_session_insert_lane (self->session,
                            MIN (state->position, dh_session_get_n_lanes (self->session)),
                            state->lane);
  /* Pictures of the same faces stay until there are new ones. */
  if (state->run == RUN_OTHER || self->whole)
    dh_lane_set_snapshot (state->lane, state->snapshot);
}

static void
bring_back_lane (DhTrainingState *self, const LaneState *state)
{
  DhLaneSettings settings;

  switch (state->run)
    {
    case RUN_ABSENT:
      dh_session_take_out_lane (self->session, state->lane);
      break;
    case RUN_SAME:
      settings = dh_lane_get_settings (state->lane);
      dh_lane_groups_copy (state->groups, &state->settings, &settings);
      dh_lane_set_settings (state->lane, &settings);
      dh_lane_set_plan (state->lane, state->plan);
      break;
    case RUN_OTHER:
    case RUN_NEW:
      bring_back_run (self, state);
      break;
    }
}

static void
bring_back_all_lanes (DhTrainingState *self)
{
  DhLane *lanes[DH_MAX_LANES];
  gboolean same = self->n_lanes == dh_session_get_n_lanes (self->session);

  for (guint i = 0; i < self->n_lanes; i++)
    {
      lanes[i] = self->lanes[i].lane;
      same = same && dh_session_peek_lane (self->session, i) == lanes[i];
    }
  if (!same)
    dh_session_replace_lanes (self->session, lanes, self->n_lanes);
}

static gboolean
bring_back_person (DhSession *session, guint side, const char *person)
{
  if (g_str_equal (session->people[side], person))
    return FALSE;
  g_free (session->people[side]);
  session->people[side] = g_strdup (person);
  g_object_notify (G_OBJECT (session), side == 0 ? "person-a" : "person-b");
  return TRUE;
}

/* TRUE: people or model differ, and the worker must load again. */
static gboolean
bring_back_context (DhTrainingState *self)
{
  DhSession *session = self->session;
  gboolean changed = FALSE;

  for (guint side = 0; side < 2; side++)
    changed |= bring_back_person (session, side, self->people[side]);
  if (session->model != self->model)
    {
      session->model = self->model;
      g_object_notify (G_OBJECT (session), "preset");
      changed = TRUE;
    }
  if (!dh_start_equal (&session->start, &self->start))
    {
      session->start = self->start;
      g_object_notify (G_OBJECT (session), "start");
    }
  if (session->seed != self->seed)
    {
      session->seed = self->seed;
      g_object_notify (G_OBJECT (session), "seed");
      changed = TRUE;
    }
  return changed;
}

static gboolean
has_only_new_runs (const DhTrainingState *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i].run != RUN_NEW)
      return FALSE;
  return TRUE;
}

static void
bring_back_training (DhTrainingState *self)
{
  DhSession *session = self->session;
  gboolean new = has_only_new_runs (self);

  for (guint i = 0; i < dh_session_get_n_lanes (session); i++)
    dh_lane_end_requests (dh_session_peek_lane (session, i));
  dh_session_end_replays (session);
  session->generation = new ? ++session->last_generation : self->generation;
  session->n_steps = new ? 0 : self->n_steps;
  session->iteration = new ? 0 : self->iteration;
  session->elapsed = new ? 0 : self->elapsed;
  if (bring_back_context (self))
    dh_session_set_loading (session);
  bring_back_all_lanes (self);
  g_object_notify (G_OBJECT (session), "can-warm");
  g_object_notify (G_OBJECT (session), "iteration");
  g_object_notify (G_OBJECT (session), "elapsed");
}

static void
bring_back_same_rate (DhTrainingState *self)
{
  if (!self->with_same_rate || self->session->same_rate == self->same_rate)
    return;
  self->session->same_rate = self->same_rate;
  g_object_notify (G_OBJECT (self->session), "same-rate");
}

/* ---- the kind ---- */

static guint
list_runs (gpointer data, DhKeptRun *runs)
{
  const DhTrainingState *self = data;
  guint n = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    if (self->lanes[i].run == RUN_OTHER)
      runs[n++] = (DhKeptRun) { self->lanes[i].id, self->lanes[i].source_id };
  return n;
}

/* Where new runs are made beside those that are kept, it takes memory; otherwise all are there. */
static gboolean
has_room_for_both (const DhTrainingState *self, const DhTrainingState *present)
{
  guint n_new = 0;
  DhKeptRun runs[DH_MAX_LANES];

  for (guint i = 0; i < self->n_lanes; i++)
    n_new += self->lanes[i].run == RUN_NEW;
  return n_new == 0 || list_runs ((gpointer) present, runs) == 0
         || dh_session_has_room_for_runs (self->session, n_new,
                                          self->whole ? self->model : self->session->model);
}

static gboolean
exchange (gpointer data)
{
  DhTrainingState *self = data;
  DhTrainingState *present = new_counterpart (self);
  gboolean kept = has_room_for_both (self, present);

  if (self->whole)
    bring_back_training (self);
  bring_back_same_rate (self);
  for (guint i = 0; i < self->n_lanes; i++)
    bring_back_lane (self, &self->lanes[i]);
  clear (self);
  *self = *present;
  g_free (present);
  return kept;
}

const DhUndoKind dh_training_state_kind = {
  .exchange = exchange,
  .list_runs = list_runs,
  .free = (GDestroyNotify) dh_training_state_free,
};
