/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bringing the worker's state in line with the request.  A request is everything that the user
 * wants, not a list of commands: the worker compares it with its own state.  So replacing a request
 * before it is read loses nothing.
 *
 * The same goes for undo.  There are no commands such as "set this aside" or "bring that back": a
 * request names the runs of the lanes and those to keep, and runs are made, moved or dropped to
 * match.  A lane that was removed and restored between two steps was never touched.
 */
#include "core/train/trainer-private.h"

#include "core/train/lane-image-private.h"

void
dh_trainer_drop_lanes (DhTrainer *self)
{
  dh_trainer_end_lr_finder (self);
  for (guint i = 0; i < self->n_lanes; i++)
    dh_lane_run_free (self->lanes[i]);
  self->n_lanes = 0;
}

static DhLaneRun *
find_lane (DhLaneRun *const *lanes, guint n_lanes, guint id)
{
  for (guint i = 0; i < n_lanes; i++)
    if (lanes[i]->request.id == id)
      return lanes[i];
  return NULL;
}

static gboolean
has_lane (const DhTrainer *self, guint id)
{
  return find_lane (self->lanes, self->n_lanes, id) != NULL;
}

/* Sets the lane aside if the request keeps it, frees it otherwise. */
static void
let_go (DhTrainer *self, DhLaneRun *lane)
{
  if (dh_training_request_keeps (self->request, lane->request.id))
    dh_shelf_put (self->shelf, lane, self->generation);
  else
    dh_lane_run_free (lane);
}

void
dh_trainer_let_all_go (DhTrainer *self)
{
  dh_trainer_end_lr_finder (self);
  for (guint i = 0; i < self->n_lanes; i++)
    let_go (self, self->lanes[i]);
  self->n_lanes = 0;
}

static void
change_preview_faces (DhTrainer *self, guint n_faces)
{
  g_autoptr (GError) error = NULL;

  if (dh_run_context_set_preview_faces (self->context, n_faces, &error)
      && dh_run_context_set_n_lanes (self->context, self->n_lanes, &error))
    self->last_preview = 0;
  else
    {
      dh_trainer_drop_lanes (self);
      g_clear_pointer (&self->context, dh_run_context_free);
      self->failure = g_strdup (error->message);
    }
}

/* Whether the current context can be used for the new request. */
static gboolean
has_context_for (const DhTrainer *self, const DhTrainingRequest *request,
                 const DhTrainingRequest *old)
{
  return old != NULL && self->context != NULL && self->context->network != NULL
         && request->seed == old->seed && request->faces_serial == old->faces_serial
         && g_strcmp0 (request->preset, old->preset) == 0
         && g_strcmp0 (request->folders[0], old->folders[0]) == 0
         && g_strcmp0 (request->folders[1], old->folders[1]) == 0;
}

/* Lanes that start or started from a file are made anew. */
static void
restart_lanes (DhTrainer *self)
{
  guint n = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    {
      DhLaneRun *lane = self->lanes[i];
      const DhLaneRequest *request = dh_training_request_find_lane (self->request,
                                                                    lane->request.id);

      if (request != NULL
          && (request->settings.start.path != NULL || lane->request.settings.start.path != NULL))
        {
          dh_lane_run_free (lane);
          continue;
        }
      if (request != NULL)
        dh_lane_run_restart (lane, self->request->seed);
      self->lanes[n++] = lane;
    }
  self->n_lanes = n;
}

/* FALSE: there is no context. */
static gboolean
begin_generation (DhTrainer *self, const DhTrainingRequest *old)
{
  gboolean done = TRUE;

  if (old != NULL)
    dh_shelf_note (self->shelf, self->generation, self->n_steps_done, self->elapsed);
  if (!has_context_for (self, self->request, old))
    done = dh_trainer_set_context (self);
  else
    restart_lanes (self);
  dh_shelf_recall (self->shelf, self->request->generation, &self->n_steps_done, &self->elapsed);
  self->clock.pace = 0;
  dh_trainer_restart_clock (self);
  self->last_preview = 0;
  return done;
}

/* Makes room for n_made new lanes and n_woken resting ones, which already have most of their
 * memory. */
static gboolean
get_room (DhTrainer *self, guint n_made, guint n_woken, GError **error)
{
  guint n_lanes = self->n_lanes + n_made + n_woken;

  return (n_made == 0 || dh_run_context_check_memory (self->context, self->n_lanes, n_made, error))
         && dh_run_context_set_n_lanes (self->context, n_lanes, error);
}

/* Reserves memory for all lanes of the request; FALSE: none can be added.  If memory is short,
 * drops what is only kept for undo. */
static gboolean
admit_lanes (DhTrainer *self, const DhTrainingRequest *request)
{
  g_autoptr (GError) error = NULL;
  guint n_made = 0, n_woken = 0;

  for (guint i = 0; i < request->n_lanes; i++)
    if (!has_lane (self, request->lanes[i].id) && !dh_shelf_misses (self->shelf, &request->lanes[i]))
      (*(dh_shelf_find (self->shelf, request->lanes[i].id) != NULL ? &n_woken : &n_made))++;
  g_clear_pointer (&self->failure, g_free);
  if (get_room (self, n_made, n_woken, NULL))
    return TRUE;
  dh_shelf_yield (self->shelf, request);
  if (get_room (self, n_made, n_woken, &error))
    return TRUE;
  self->failure = g_strdup (error->message);
  return FALSE;
}

/* The run that a new one copies, or NULL.  It may itself be new, so this looks at the runs already
 * made for this request first. */
static DhLaneRun *
find_source (const DhTrainer *self, guint id, DhLaneRun *const *done, guint n_done)
{
  DhLaneRun *source = NULL;

  if (id != 0)
    source = find_lane (done, n_done, id);
  if (source == NULL && id != 0)
    source = find_lane (self->lanes, self->n_lanes, id);
  return source != NULL || id == 0 ? source : dh_shelf_find (self->shelf, id);
}

/* The lanes made for a request so far. */
typedef struct
{
  DhLaneRun *lanes[DH_MAX_LANES];
  guint n_lanes;
  const DhLaneRun *fresh[DH_MAX_LANES]; /* lanes with start weights */
  guint n_fresh;
} Following;

/* A lane with these start weights, or NULL. */
static const DhLaneRun *
find_fresh (const Following *following, const DhStart *start)
{
  for (guint i = 0; i < following->n_fresh; i++)
    if (following->fresh[i]->request.settings.start.path == start->path)
      return following->fresh[i];
  return NULL;
}

static gboolean
fill_lane (DhTrainer *self, DhLaneRun *lane, guint number, const Following *following)
{
  return dh_trainer_fill_lane (self, lane, find_fresh (following, &lane->request.settings.start),
                               number);
}

/* Of training, at the last record. */
static double
get_seconds (const DhHistory *history)
{
  const guint64 n = dh_history_get_n_records (history);

  return n > 0 ? dh_history_get_record (history, n - 1).seconds : 0;
}

/* NULL: the image is of no use, and the lane starts from the beginning. */
static DhLaneRun *
restore_lane (DhTrainer *self, const DhLaneRequest *request)
{
  DhLaneRun *lane;

  if (request->image == NULL)
    return NULL;
  lane = dh_lane_image_restore (request->image, request,
                                dh_network_get_table (self->context->network)->size, NULL);
  if (lane == NULL)
    return NULL;
  dh_lane_run_wake (lane, self->context->network);
  lane->kept_at = lane->iteration;
  self->elapsed = MAX (self->elapsed, get_seconds (lane->history));
  if (!dh_lane_run_adopt (lane, request)) /* what the plan has for this iteration */
    dh_trainer_say_no_memory (self);
  return lane;
}

/* NULL: out of memory, without start weights or stopped. */
static DhLaneRun *
make_lane (DhTrainer *self, const DhLaneRequest *request, guint number, Following *following)
{
  const DhLaneRun *source = find_source (self, request->source_id, following->lanes,
                                         following->n_lanes);
  DhLaneRun *lane = source == NULL ? restore_lane (self, request) : NULL;

  if (lane != NULL)
    return lane;
  if (source != NULL)
    lane = dh_lane_run_new (request, self->context->network, self->context->seed, source);
  else
    lane = dh_lane_run_new_empty (request, self->context->network);
  if (lane == NULL)
    dh_trainer_say_no_memory (self);
  else if (source == NULL && !fill_lane (self, lane, number, following))
    g_clear_pointer (&lane, dh_lane_run_free);
  else if (source == NULL)
    following->fresh[following->n_fresh++] = lane;
  return lane;
}

/* Wakes a lane that was set aside. */
static DhLaneRun *
wake_lane (DhTrainer *self, guint id)
{
  DhLaneRun *lane = dh_shelf_take (self->shelf, id);

  dh_lane_run_wake (lane, self->context->network);
  return lane;
}

/* may_make: there is memory for new lanes. */
static DhLaneRun *
follow_lane (DhTrainer *self, const DhLaneRequest *request, guint number, gboolean may_make,
             Following *following)
{
  DhLaneRun *lane = find_lane (self->lanes, self->n_lanes, request->id);

  if (lane == NULL && (!may_make || dh_shelf_misses (self->shelf, request)))
    return NULL;
  if (lane == NULL && dh_shelf_find (self->shelf, request->id) == NULL)
    {
      lane = make_lane (self, request, number, following);
      if (lane != NULL)
        dh_shelf_forget_lost (self->shelf, request->id);
      return lane;
    }
  if (lane == NULL)
    lane = wake_lane (self, request->id);
  if (lane != NULL && !dh_lane_run_adopt (lane, request))
    dh_trainer_say_no_memory (self);
  return lane;
}

static gboolean
has_room_to_keep (const DhLaneRun *source)
{
  return dh_lane_run_estimate_resting (source->n_parameters) < dh_memory_get_free ();
}

static void
keep_copy (DhTrainer *self, const DhLaneRun *source, guint id)
{
  DhLaneRun *copy = has_room_to_keep (source) ? dh_lane_run_new_resting (source, id) : NULL;

  if (copy != NULL)
    dh_shelf_put (self->shelf, copy, self->generation);
  else
    dh_shelf_note_lost (self->shelf, id);
}

/* Copies lanes as they are before they apply the request.  Each copy is attempted only once (ids
 * count up), because a later attempt would copy a later state. */
static void
copy_kept (DhTrainer *self, const DhTrainingRequest *request)
{
  guint newest = self->newest_kept;

  for (guint i = 0; i < request->n_kept; i++)
    {
      const DhKeptRun *kept = &request->kept[i];
      const DhLaneRun *source = find_source (self, kept->source_id, NULL, 0);

      if (kept->id > newest && source != NULL && !has_lane (self, kept->id)
          && dh_shelf_find (self->shelf, kept->id) == NULL)
        keep_copy (self, source, kept->id);
      self->newest_kept = MAX (self->newest_kept, kept->id);
    }
}

/* Whether the request needs the run, as a lane or as the source of a new one. */
static gboolean
needs_run (const DhTrainer *self, const DhTrainingRequest *request, guint id)
{
  for (guint i = 0; i < request->n_lanes; i++)
    if (request->lanes[i].id == id
        || (request->lanes[i].source_id == id && !has_lane (self, request->lanes[i].id)))
      return TRUE;
  return FALSE;
}

static void
let_unneeded_go (DhTrainer *self, const DhTrainingRequest *request)
{
  DhLaneRun *needed[DH_MAX_LANES], *others[DH_MAX_LANES];
  guint n_needed = 0, n_others = 0;

  for (guint i = 0; i < self->n_lanes; i++)
    if (needs_run (self, request, self->lanes[i]->request.id))
      needed[n_needed++] = self->lanes[i];
    else
      others[n_others++] = self->lanes[i];
  memcpy (self->lanes, needed, n_needed * sizeof needed[0]);
  self->n_lanes = n_needed;
  for (guint i = 0; i < n_others; i++)
    let_go (self, others[i]);
}

/* Removes lanes first to free memory, but the sources of copies last.  When stopped, keeps what has
 * been made, and the next request continues from there. */
static void
follow_lanes (DhTrainer *self, const DhTrainingRequest *request)
{
  Following following = { .n_lanes = 0 };
  gboolean may_make;

  copy_kept (self, request);
  let_unneeded_go (self, request);
  may_make = admit_lanes (self, request);
  for (guint i = 0; i < request->n_lanes; i++)
    {
      DhLaneRun *lane = follow_lane (self, &request->lanes[i], i + 1,
                                     may_make && !dh_trainer_is_stopped (self), &following);

      if (lane != NULL)
        following.lanes[following.n_lanes++] = lane;
    }
  for (guint i = 0; i < self->n_lanes; i++)
    if (find_lane (following.lanes, following.n_lanes, self->lanes[i]->request.id) == NULL)
      let_go (self, self->lanes[i]);
  memcpy (self->lanes, following.lanes, following.n_lanes * sizeof following.lanes[0]);
  self->n_lanes = following.n_lanes;
  dh_run_context_set_n_lanes (self->context, self->n_lanes, NULL); /* fewer than before, if any were
                                                                    * removed */
}

/* What has come into view is updated as soon as possible. */
static void
follow_views (DhTrainer *self, const DhTrainingRequest *old)
{
  DhLaneParts revealed = DH_LANE_NO_PART;

  for (guint i = 0; i < self->request->n_lanes; i++)
    for (guint k = 0; k < old->n_lanes; k++)
      if (self->request->lanes[i].id == old->lanes[k].id)
        revealed |= old->lanes[k].hidden & ~self->request->lanes[i].hidden;
  if (revealed & DH_LANE_FACES)
    self->last_preview = 0;
  if (revealed & DH_LANE_LANDSCAPE)
    {
      dh_work_account_hurry (&self->account, DH_WORK_BALL);
      dh_work_account_hurry (&self->account, DH_WORK_BALL_LOSS);
    }
}

/* (transfer full) request */
void
dh_trainer_follow (DhTrainer *self, DhTrainingRequest *request)
{
  guint n_lanes = self->n_lanes;
  g_autoptr (DhTrainingRequest) old = g_steal_pointer (&self->request);
  gboolean new_generation = old == NULL || request->generation != old->generation;
  gboolean done = TRUE, rested = self->settled;

  self->request = request;
  self->settled = FALSE;
  if (new_generation || request->playing || request->n_steps > self->n_steps_done)
    g_clear_pointer (&self->stall, g_free);
  if (new_generation)
    {
      dh_replays_clear (self->replays); /* their weights belong to another network */
      done = begin_generation (self, old);
    }
  else if (self->context != NULL && request->n_preview_faces != old->n_preview_faces)
    change_preview_faces (self, request->n_preview_faces);
  if (self->context != NULL && self->context->network != NULL)
    follow_lanes (self, request);
  self->generation = request->generation;
  dh_shelf_follow (self->shelf, request);
  if (dh_trainer_is_stopped (self))
    return;
  self->loading = self->loading && !done;
  dh_trainer_save_due (self);
  dh_trainer_follow_planes (self);
  dh_trainer_follow_lr_finder (self);
  dh_replays_follow (self->replays, request);
  if (self->n_lanes != n_lanes)
    self->last_preview = 0;
  if (old != NULL)
    follow_views (self, old);
  if (rested)
    dh_trainer_restart_clock (self); /* the pause isn't training time */
  /* Loading has ended, which is reported now: the first iteration of a large model takes a
   * minute. */
  if (new_generation || self->failure != NULL)
    dh_trainer_report (self);
}
