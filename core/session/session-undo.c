/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Undo: which changes can be undone, and how.
 *
 * A change that discards a training first records the current state: the run of each lane, the
 * settings, the last snapshot.  The runs themselves stay with the worker, which is told in each
 * request which ones to keep.  Undoing restores the same runs, so nothing is computed and nothing
 * can differ.  A change of loss, mask or optimizer is different, because the lane continues with
 * its weights: there, a copy is made before the next step.
 *
 * The newest change is undone first, then the ones before it, until all are forgotten.  Changes
 * that can no longer be undone are never offered: those of a training that is itself gone, or a
 * lane whose place was taken.
 *
 * Settings that were changed meanwhile (rate, clipping) are restored with the training that they
 * belong to.  Settings of a ball stay.
 */
#include "core/session/session-private.h"

#include <glib/gi18n-lib.h>

#include "core/base/tensor.h"
#include "core/session/lane-change.h"

#define DEPTH 6
/* Floats per parameter of a run: weights and two slots. */
#define PER_RUN 3

typedef struct
{
  DhLane *lane;
  guint id, source_id; /* of the run to restore */
  guint position;
  DhLaneSettings settings;
  DhSettingsLog *plan;
  DhLaneSnapshot *snapshot;
} UndoLane;

typedef struct
{
  char *words;
  gboolean whole;      /* the training of all lanes; otherwise of one */
  gboolean replaced;   /* all lanes were replaced by others */
  DhLaneChange change; /* of one lane's settings, if it is such a change */
  guint n_lanes;
  UndoLane lanes[DH_MAX_LANES];

  /* For a whole training only. */
  guint generation;
  char *people[2];
  const DhModel *model;
  guint64 seed, n_steps, iteration;
  DhStart start;
  double elapsed;
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  for (guint i = 0; i < undo->n_lanes; i++)
    {
      g_object_unref (undo->lanes[i].lane);
      g_clear_pointer (&undo->lanes[i].plan, dh_settings_log_unref);
      g_clear_pointer (&undo->lanes[i].snapshot, dh_lane_snapshot_unref);
    }
  g_free (undo->people[0]);
  g_free (undo->people[1]);
  g_free (undo->words);
  g_free (undo);
}

static Undo *
peek_undo (DhSession *self, guint index)
{
  return g_ptr_array_index (self->undos, index);
}

static Undo *
peek_newest (DhSession *self)
{
  return self->undos->len > 0 ? peek_undo (self, self->undos->len - 1) : NULL;
}

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

/* Whether there is memory for the new runs while the old ones rest. */
static gboolean
has_room_to_restart (DhSession *self, guint n_lanes, const DhModel *next)
{
  g_autoptr (DhParameterTable) table = dh_parameter_table_new (next);

  return has_room_for (self, (double) PER_RUN * n_lanes * table->size);
}

gboolean
dh_session_can_keep (DhSession *self, DhLane *lane, const char *preset)
{
  const DhModel *next = preset != NULL ? dh_model_find (preset) : self->model;

  g_return_val_if_fail (DH_IS_SESSION (self) && next != NULL, FALSE);
  return !self->undoable || get_progress (self, lane) == 0
         || has_room_to_restart (self, lane != NULL ? 1 : dh_session_get_n_lanes (self), next);
}

/* ---- noting ---- */

/* lane: NULL for all lanes.  n: number of iterations set aside.  (transfer full) */
static char *
dup_words (DhChange change, DhLane *lane, guint64 n)
{
  static const char *const whole[] = {
    [DH_CHANGE_RESET] = N_ ("Training restarted"),
    [DH_CHANGE_PEOPLE] = N_ ("Training restarted with other people"),
    [DH_CHANGE_PRESET] = N_ ("Training restarted with another model"),
    [DH_CHANGE_SEED] = N_ ("Training restarted with another seed"),
    [DH_CHANGE_START] = N_ ("Training restarted from other weights"),
    [DH_CHANGE_OPENING] = N_ ("Document opened"),
  };
  gulong count = (gulong) n;
  /* Translators: after what was done: "Lane 2 restarted: 1,240 iterations set aside" */
  g_autofree char *aside = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                                         "%'lu iteration set aside",
                                                         "%'lu iterations set aside", count),
                                            count);
  g_autofree char *what = NULL;

  if (change == DH_CHANGE_REMOVAL)
    /* Translators: a notice beside a button "Undo"; %u is the lane's number */
    return g_strdup_printf (_ ("Lane %u removed"), dh_lane_get_number (lane));
  if (change == DH_CHANGE_RESTART)
    what = g_strdup_printf (_ ("Lane %u restarted"), dh_lane_get_number (lane));
  else
    what = g_strdup (_ (whole[change]));
  return g_strconcat (what, ": ", aside, NULL);
}

static UndoLane *
note_lane (Undo *undo, DhLane *lane, guint position)
{
  UndoLane *note = &undo->lanes[undo->n_lanes++];
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

  note->lane = g_object_ref (lane);
  note->id = dh_lane_get_id (lane);
  note->source_id = dh_lane_get_source_id (lane);
  note->position = position;
  note->settings = dh_lane_get_settings (lane);
  note->plan = dh_lane_get_plan (lane) != NULL ? dh_settings_log_ref (dh_lane_get_plan (lane))
                                               : NULL;
  note->snapshot = snapshot != NULL ? dh_lane_snapshot_ref (snapshot) : NULL;
  return note;
}

static void
note_training (Undo *undo, DhSession *self)
{
  undo->whole = TRUE;
  undo->generation = self->generation;
  for (guint side = 0; side < 2; side++)
    undo->people[side] = g_strdup (self->people[side]);
  undo->model = self->model;
  undo->seed = self->seed;
  undo->start = self->start;
  undo->n_steps = self->n_steps;
  undo->iteration = self->iteration;
  undo->elapsed = self->elapsed;
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    note_lane (undo, dh_session_peek_lane (self, i), i);
}

static void
push (DhSession *self, Undo *undo)
{
  if (self->undos->len == DEPTH)
    g_ptr_array_remove_index (self->undos, 0);
  g_ptr_array_add (self->undos, undo);
  self->undo_news = TRUE;
}

static void
drop_all (DhSession *self)
{
  self->undo_news |= self->undos->len > 0;
  g_ptr_array_set_size (self->undos, 0);
}

void
dh_session_tell_undo (DhSession *self)
{
  if (!self->undo_news)
    return;
  self->undo_news = FALSE;
  dh_session_queue_request (self);
  g_object_notify (G_OBJECT (self), "undo");
}

void
dh_session_keep_training (DhSession *self, DhChange change, const DhModel *next)
{
  guint64 n = get_progress (self, NULL);
  Undo *undo;

  if (!self->undoable || (n == 0 && change != DH_CHANGE_OPENING)
      || !has_room_to_restart (self, dh_session_get_n_lanes (self), next))
    {
      drop_all (self);
      return;
    }
  undo = g_new0 (Undo, 1);
  undo->words = dup_words (change, NULL, n);
  undo->replaced = change == DH_CHANGE_OPENING;
  note_training (undo, self);
  push (self, undo);
}

void
dh_session_keep_lane (DhSession *self, DhChange change, DhLane *lane, guint position)
{
  guint64 n = get_progress (self, lane);
  Undo *undo;

  if (!self->undoable || (change == DH_CHANGE_RESTART && n == 0))
    return;
  if (change == DH_CHANGE_RESTART && !has_room_to_restart (self, 1, self->model))
    {
      drop_all (self);
      return;
    }
  undo = g_new0 (Undo, 1);
  undo->words = dup_words (change, lane, n);
  note_lane (undo, lane, position);
  push (self, undo);
}

/* A series of changes of the same kind (such as dragging the warm-up) counts as one. */
static gboolean
goes_on (DhSession *self, DhLaneChange change, DhLane *lane)
{
  const Undo *newest = peek_newest (self);

  return change == DH_LANE_CHANGE_WARM_UP && newest != NULL && newest->change == change
         && newest->lanes[0].lane == lane;
}

static void
tell_unkept (DhSession *self, const char *words)
{
  /* Translators: after what was done: "Loss of lane 2 changed from MAE to SSIM. This can’t …" */
  g_autofree char *text = g_strdup_printf (
    _ ("%s. This can’t be undone: there is not enough memory to keep the lane’s previous state."),
    words);

  g_signal_emit_by_name (self, "unkept", text);
}

static void
keep_settings (DhSession *self, DhLaneChange change, DhLane *lane, const DhLaneSettings *before)
{
  const DhLaneSettings after = dh_lane_get_settings (lane);
  g_autofree char *words = dh_lane_change_dup_words (change, dh_lane_get_number (lane), before,
                                                     &after);
  UndoLane *note;
  Undo *undo;

  if (!has_room_for (self, (double) PER_RUN * self->n_parameters))
    {
      tell_unkept (self, words);
      return;
    }
  undo = g_new0 (Undo, 1);
  undo->change = change;
  undo->words = g_steal_pointer (&words);
  note = note_lane (undo, lane, 0);
  note->settings = *before;
  note->source_id = note->id;
  note->id = ++self->last_lane_id;
  push (self, undo);
  dh_session_tell_undo (self);
}

void
dh_session_keep_change (DhSession *self, DhLane *lane, const char *property)
{
  DhLaneSettings before, after;
  DhLaneChange change;

  if (!self->undoable || self->undoing || dh_lane_get_iteration (lane) == 0)
    return;
  if (!dh_lane_get_former (lane, property, &before))
    return; /* such as a rate being dragged */
  after = dh_lane_get_settings (lane);
  change = dh_lane_change_find (&before, &after);
  if (change != DH_LANE_CHANGE_NONE && !goes_on (self, change, lane))
    keep_settings (self, change, lane, &before);
}

/* ---- lanes that would come back ---- */

guint
dh_session_get_removed_numbers (DhSession *self)
{
  guint numbers = 0;

  /* Lanes that come back in place of all others need no free number. */
  for (guint i = self->undos->len; i-- > 0 && !peek_undo (self, i)->replaced;)
    for (guint k = 0; k < peek_undo (self, i)->n_lanes; k++)
      {
        DhLane *lane = peek_undo (self, i)->lanes[k].lane;

        if (!g_list_store_find (self->lanes, lane, NULL))
          numbers |= 1u << dh_lane_get_number (lane);
      }
  return numbers;
}

void
dh_session_make_room (DhSession *self)
{
  guint n = dh_session_get_n_lanes (self);

  for (guint numbers = dh_session_get_removed_numbers (self); numbers != 0; numbers >>= 1)
    n += numbers & 1;
  if (n >= DH_MAX_LANES)
    drop_all (self);
  dh_session_tell_undo (self);
}

guint
dh_session_list_kept (DhSession *self, DhKeptRun *kept)
{
  guint n = 0;

  for (guint i = 0; i < self->undos->len; i++)
    for (guint k = 0; k < peek_undo (self, i)->n_lanes; k++)
      {
        const UndoLane *note = &peek_undo (self, i)->lanes[k];

        kept[n++] = (DhKeptRun) { note->id, note->source_id };
      }
  return n;
}

/* ---- undoing ---- */

static void
bring_back_all_lanes (DhSession *self, const Undo *undo)
{
  DhLane *lanes[DH_MAX_LANES];

  for (guint i = 0; i < undo->n_lanes; i++)
    lanes[i] = undo->lanes[i].lane;
  dh_session_replace_lanes (self, lanes, undo->n_lanes);
}

static void
bring_back_lane (DhSession *self, const UndoLane *note)
{
  dh_lane_set_run (note->lane, note->id, note->source_id);
  dh_lane_set_settings (note->lane, &note->settings);
  dh_lane_set_plan (note->lane, note->plan);
  if (!g_list_store_find (self->lanes, note->lane, NULL))
    dh_session_insert_lane (self, MIN (note->position, dh_session_get_n_lanes (self)), note->lane);
  dh_lane_set_snapshot (note->lane, note->snapshot);
}

static gboolean
bring_back_person (DhSession *self, guint side, const char *person)
{
  if (g_str_equal (self->people[side], person))
    return FALSE;
  g_free (self->people[side]);
  self->people[side] = g_strdup (person);
  g_object_notify (G_OBJECT (self), side == 0 ? "person-a" : "person-b");
  return TRUE;
}

/* TRUE: people or model differ, and the worker must load again. */
static gboolean
bring_back_context (DhSession *self, const Undo *undo)
{
  gboolean changed = FALSE;

  for (guint side = 0; side < 2; side++)
    changed |= bring_back_person (self, side, undo->people[side]);
  if (self->model != undo->model)
    {
      self->model = undo->model;
      g_object_notify (G_OBJECT (self), "preset");
      changed = TRUE;
    }
  if (!dh_start_equal (&self->start, &undo->start))
    {
      self->start = undo->start;
      g_object_notify (G_OBJECT (self), "start");
    }
  if (self->seed != undo->seed)
    {
      self->seed = undo->seed;
      g_object_notify (G_OBJECT (self), "seed");
      changed = TRUE;
    }
  return changed;
}

static void
bring_back_training (DhSession *self, const Undo *undo)
{
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    dh_lane_end_requests (dh_session_peek_lane (self, i));
  self->generation = undo->generation;
  self->n_steps = undo->n_steps;
  self->iteration = undo->iteration;
  self->elapsed = undo->elapsed;
  if (bring_back_context (self, undo))
    dh_session_set_loading (self);
  g_object_notify (G_OBJECT (self), "can-warm");
  g_object_notify (G_OBJECT (self), "iteration");
  g_object_notify (G_OBJECT (self), "elapsed");
}

gboolean
dh_session_undo (DhSession *self)
{
  Undo *undo;

  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  if (self->undos->len == 0)
    return FALSE;
  undo = g_ptr_array_steal_index (self->undos, self->undos->len - 1);
  self->undoing = self->spreading_rate = TRUE;
  if (undo->whole)
    bring_back_training (self, undo);
  if (undo->replaced)
    bring_back_all_lanes (self, undo);
  for (guint i = 0; i < undo->n_lanes; i++)
    bring_back_lane (self, &undo->lanes[i]);
  self->undoing = self->spreading_rate = FALSE;
  undo_free (undo);
  dh_session_queue_request (self);
  self->undo_news = TRUE;
  dh_session_tell_undo (self);
  return TRUE;
}

const char *
dh_session_get_undo (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  return peek_newest (self) != NULL ? peek_newest (self)->words : NULL;
}

void
dh_session_forget_undo (DhSession *self)
{
  g_return_if_fail (DH_IS_SESSION (self));
  drop_all (self);
  dh_session_tell_undo (self);
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

GPtrArray *
dh_session_new_undos (void)
{
  return g_ptr_array_new_with_free_func (undo_free);
}
