/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Undo and redo: which changes can be undone, and what they are called.
 *
 * A change that discards a training first puts its state on the undo stack: the run of each lane,
 * the settings, the last snapshot (training-state.c).  A change of loss, mask or optimizer keeps a
 * copy of the lane's run, because the lane continues with its weights.  Undoing either restores the
 * same runs.  All other settings only affect the next steps and are changed back without a run: the
 * iterations trained meanwhile stay.
 *
 * Settings are noted after they have changed.  Each lane has its settings as they were last noted,
 * so it doesn't matter who changes them: what differs is the change.  Changes that follow from
 * another one (rates that come with a model, a plan, an opened document) aren't changes of their
 * own: the notes are brought up to date when that is over.
 */
#include "core/session/session-private.h"

#include <glib/gi18n-lib.h>

#include "core/base/tensor.h"
#include "core/session/training-state.h"

/* Floats per parameter of a run: weights and two slots. */
#define PER_RUN 3

/* ---- what would be lost ---- */

/* The iteration of one lane, or of the furthest. */
static guint64
get_progress (DhSession *self, DhLane *lane)
{
  guint64 most = lane != NULL ? dh_lane_get_iteration (lane) : 0;

  for (guint i = 0; lane == NULL && i < dh_session_get_n_lanes (self); i++)
    most = MAX (most, dh_lane_get_iteration (dh_session_peek_lane (self, i)));
  return most;
}

static gboolean
has_room_for (DhSession *self, double n_floats)
{
  double limit = self->undo_limit > 0 ? (double) self->undo_limit
                                      : (double) dh_memory_get_free () / 2;

  return n_floats * sizeof (float) <= limit;
}

gboolean
dh_session_has_room_for_runs (DhSession *self, guint n_runs, const DhModel *model)
{
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (model);

  return has_room_for (self, (double) PER_RUN * n_runs * table->size);
}

gboolean
dh_session_can_keep (DhSession *self, DhLane *lane, const char *preset)
{
  const DhModel *next = preset != NULL ? dh_model_find (preset) : self->model;

  g_return_val_if_fail (DH_IS_SESSION (self) && next != NULL, FALSE);
  return !self->undoable || get_progress (self, lane) == 0
         || dh_session_has_room_for_runs (self, lane != NULL ? 1 : dh_session_get_n_lanes (self),
                                          next);
}

/* ---- telling ---- */

/* What belongs to a change that isn't over is told with it. */
static void
tell (DhSession *self)
{
  if (!self->undo_news || self->n_undo_holds > 0)
    return;
  self->undo_news = FALSE;
  dh_session_queue_request (self);
  g_object_notify (G_OBJECT (self), "undo");
  g_object_notify (G_OBJECT (self), "redo");
}

static void
drop_all (DhSession *self)
{
  dh_undo_stack_clear (self->undo_stack);
  self->undo_news = TRUE;
}

static void
push (DhSession *self, const char *name, const char *notice, const char *key,
      const DhUndoKind *kind, gpointer state)
{
  dh_undo_stack_push (self->undo_stack, name, notice, key, kind, state);
  self->undo_news = TRUE;
}

/* ---- changes that follow from another one ---- */

void
dh_session_note_lane (DhLane *lane)
{
  lane->noted = lane->settings;
  dh_ball_memory_free (lane->noted_ball);
  lane->noted_ball = dh_ball_memory_new (lane);
}

static void
note_all (DhSession *self)
{
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    dh_session_note_lane (dh_session_peek_lane (self, i));
  self->noted_same_rate = self->same_rate;
}

void
dh_session_hold_undo (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));
  self->n_undo_holds++;
}

void
dh_session_release_undo (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self) && self->n_undo_holds > 0);
  if (--self->n_undo_holds > 0)
    return;
  note_all (self);
  tell (self);
}

static gboolean
is_noting (DhSession *self)
{
  return self->undoable && !self->undoing && !self->following && self->n_undo_holds == 0;
}

/* ---- trainings and lanes ---- */

static guint
count_worth_keeping (DhSession *self)
{
  guint n = 0;

  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    n += dh_training_state_is_worth_keeping (dh_session_peek_lane (self, i));
  return n;
}

static gboolean
has_plan (DhSession *self)
{
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    if (dh_lane_get_plan (dh_session_peek_lane (self, i)) != NULL)
      return TRUE;
  return FALSE;
}

static void
keep_training (DhSession *self, DhChange change, const DhModel *next)
{
  guint64 n = get_progress (self, NULL);
  guint n_kept = count_worth_keeping (self);
  g_autofree char *name = dh_change_dup_name (change, 0), *words = NULL;

  if (change == DH_CHANGE_RESET && n_kept == 0 && !has_plan (self))
    return; /* changes nothing */
  if (n_kept > 0 && !dh_session_has_room_for_runs (self, dh_session_get_n_lanes (self), next))
    {
      drop_all (self);
      return;
    }
  if (n > 0 || change == DH_CHANGE_OPENING)
    words = dh_change_dup_notice (change, 0, n);
  push (self, name, words, NULL, &dh_training_state_kind, dh_training_state_new_whole (self));
}

void
dh_session_keep_training (DhSession *self, DhChange change, const DhModel *next)
{
  dh_session_hold_undo (self);
  if (self->undoable)
    keep_training (self, change, next);
}

static void
keep_lane (DhSession *self, DhChange change, DhLane *lane)
{
  guint64 n = get_progress (self, lane);
  gboolean restart = change == DH_CHANGE_RESTART;
  g_autofree char *name = dh_change_dup_name (change, dh_lane_get_number (lane)), *words = NULL;
  DhTrainingState *state;

  if (restart && !dh_training_state_is_worth_keeping (lane) && dh_lane_get_plan (lane) == NULL)
    return;
  if (restart && !dh_session_has_room_for_runs (self, 1, self->model))
    {
      drop_all (self);
      return;
    }
  if (n > 0 || change == DH_CHANGE_REMOVAL)
    words = dh_change_dup_notice (change, dh_lane_get_number (lane), n);
  state = dh_training_state_new (self);
  dh_training_state_add_lane (state, lane);
  push (self, name, words, NULL, &dh_training_state_kind, state);
}

void
dh_session_keep_lane (DhSession *self, DhChange change, DhLane *lane)
{
  dh_session_hold_undo (self);
  if (self->undoable)
    keep_lane (self, change, lane);
}

void
dh_session_keep_absence (DhSession *self, DhLane *lane)
{
  g_autofree char *name = dh_change_dup_name (DH_CHANGE_ADDITION, dh_lane_get_number (lane));
  DhTrainingState *state;

  dh_session_hold_undo (self);
  if (!self->undoable)
    return;
  state = dh_training_state_new (self);
  dh_training_state_add_absence (state, lane);
  push (self, name, NULL, NULL, &dh_training_state_kind, state);
}

/* ---- settings ---- */

static void
tell_unkept (DhSession *self, const char *words)
{
  /* Translators: after what was done: "Loss of lane 2 changed from MAE to SSIM. This can’t …" */
  g_autofree char *text = g_strdup_printf (
    _ ("%s. This can’t be undone: there is not enough memory to keep the lane’s previous state."),
    words);

  dh_undo_stack_clear_redo (self->undo_stack);
  self->undo_news = TRUE;
  g_signal_emit_by_name (self, "unkept", text);
}

/* A change that moves the weights elsewhere: with a copy of the run. */
static void
keep_copy (DhSession *self, DhLaneChange change, DhLane *lane, const char *name, const char *key)
{
  const DhLaneSettings after = dh_lane_get_settings (lane);
  g_autofree char *words = dh_lane_change_dup_words (change, dh_lane_get_number (lane),
                                                     &lane->noted, &after);
  DhTrainingState *state;

  if (dh_training_state_is_worth_keeping (lane)
      && !has_room_for (self, (double) PER_RUN * self->n_parameters))
    {
      tell_unkept (self, words);
      return;
    }
  state = dh_training_state_new (self);
  dh_training_state_add_copy (state, lane, &lane->noted);
  push (self, name, dh_lane_get_iteration (lane) > 0 ? words : NULL, key, &dh_training_state_kind,
        state);
}

/* Lanes whose settings aren't those that were noted. */
typedef struct
{
  guint n;
  DhLane *lanes[DH_MAX_LANES];
  DhLaneGroups groups[DH_MAX_LANES];
} Changed;

static Changed
find_changed (DhSession *self)
{
  Changed changed = { .n = 0 };

  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    {
      DhLane *lane = dh_session_peek_lane (self, i);
      DhLaneGroups groups = dh_lane_groups_find (&lane->noted, &lane->settings);

      if (groups == 0)
        continue;
      changed.lanes[changed.n] = lane;
      changed.groups[changed.n++] = groups;
    }
  return changed;
}

static void
keep_settings (DhSession *self, const Changed *changed, const char *name, const char *key)
{
  DhTrainingState *state = dh_training_state_new (self);

  for (guint i = 0; i < changed->n; i++)
    dh_training_state_add_settings (state, changed->lanes[i], changed->groups[i],
                                    &changed->lanes[i]->noted);
  if (self->same_rate != self->noted_same_rate)
    dh_training_state_add_same_rate (state, self->noted_same_rate);
  push (self, name, NULL, key, &dh_training_state_kind, state);
}

/* Whether it comes from a slider, which makes many changes in a row. */
static gboolean
has_series (DhLaneChange change)
{
  return change == DH_LANE_CHANGE_WARM_UP || !dh_lane_change_is_lasting (change);
}

static void
keep_changed (DhSession *self, const Changed *changed)
{
  DhLane *lane = changed->lanes[0];
  DhLaneChange change = changed->n > 0 ? dh_lane_change_find (&lane->noted, &lane->settings)
                                       : DH_LANE_CHANGE_NONE;
  guint number = changed->n == 1 ? dh_lane_get_number (lane) : 0;
  g_autofree char *name = NULL, *key = NULL;

  if (self->same_rate != self->noted_same_rate)
    {
      keep_settings (self, changed, _ ("Same Rate"), NULL);
      return;
    }
  name = dh_lane_change_dup_name (change, number);
  key = g_strdup_printf ("%d of lane %u", change, number);
  if (has_series (change) && dh_undo_stack_continues (self->undo_stack, key))
    return;
  if (dh_lane_change_is_lasting (change))
    keep_copy (self, change, lane, name, key);
  else
    keep_settings (self, changed, name, key);
}

static void
note_settings (DhSession *self)
{
  const Changed changed = find_changed (self);

  if (changed.n == 0 && self->same_rate == self->noted_same_rate)
    return;
  if (is_noting (self))
    keep_changed (self, &changed);
  for (guint i = 0; i < changed.n; i++)
    changed.lanes[i]->noted = changed.lanes[i]->settings;
  self->noted_same_rate = self->same_rate;
  /* From here on, a hand sets them. */
  for (guint i = 0; i < changed.n && !self->following && !self->undoing; i++)
    dh_lane_set_plan (changed.lanes[i], NULL);
}

static void
note_ball (DhSession *self, DhLane *lane)
{
  g_autofree char *name = dh_ball_memory_dup_difference (lane->noted_ball, lane);
  DhBallMemory *before;

  if (name == NULL)
    return;
  before = g_steal_pointer (&lane->noted_ball);
  lane->noted_ball = dh_ball_memory_new (lane);
  if (is_noting (self) && !dh_undo_stack_continues (self->undo_stack, name))
    push (self, name, NULL, name, &dh_ball_memory_kind, dh_ball_memory_make_state (before, lane));
  else
    dh_ball_memory_free (before);
}

void
dh_session_note_changes (DhSession *self, DhLane *lane)
{
  note_settings (self);
  if (lane != NULL)
    note_ball (self, lane);
  tell (self);
}

gboolean
dh_session_add_undo (DhSession *self, const char *name, const char *key, const DhUndoKind *kind,
                     gpointer state)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  if (!is_noting (self) || dh_undo_stack_continues (self->undo_stack, key))
    {
      kind->free (state);
      return FALSE;
    }
  push (self, name, NULL, key, kind, state);
  tell (self);
  return TRUE;
}

void
dh_session_extend_undo (DhSession *self, const DhUndoKind *kind, gpointer state)
{
  g_return_if_fail (DH_IS_SESSION (self));
  dh_undo_stack_extend (self->undo_stack, kind, state);
}

void
dh_session_end_change (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));
  dh_undo_stack_seal (self->undo_stack);
}

/* ---- undoing ---- */

static gboolean
move (DhSession *self, gboolean (*move_in_stack) (DhUndoStack *))
{
  gboolean moved;

  self->undoing = self->spreading_rate = TRUE;
  moved = move_in_stack (self->undo_stack);
  self->undoing = self->spreading_rate = FALSE;
  if (!moved)
    return FALSE;
  note_all (self);
  self->undo_news = TRUE;
  tell (self);
  return TRUE;
}

gboolean
dh_session_undo (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  return move (self, dh_undo_stack_undo);
}

gboolean
dh_session_redo (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  return move (self, dh_undo_stack_redo);
}

const char *
dh_session_get_undo (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  return dh_undo_stack_get_undo (self->undo_stack);
}

const char *
dh_session_get_redo (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  return dh_undo_stack_get_redo (self->undo_stack);
}

const char *
dh_session_get_notice (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  return dh_undo_stack_get_notice (self->undo_stack);
}

void
dh_session_end_notice (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));
  dh_undo_stack_end_notice (self->undo_stack);
}

void
dh_session_forget_undo (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));
  drop_all (self);
  tell (self);
}

void
dh_session_set_undoable (DhSession *self, gboolean undoable)
{
  g_return_if_fail (DH_IS_SESSION (self));
  self->undoable = undoable;
  if (!undoable)
    dh_session_forget_undo (self);
}

void
dh_session_set_undo_limit (DhSession *self, guint64 bytes)
{
  g_return_if_fail (DH_IS_SESSION (self));
  self->undo_limit = bytes;
}
