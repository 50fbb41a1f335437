/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Following the runs of a session as reports arrive.
 *
 * Whether a run is a copy, and of which iteration, is known once the worker has made it, so that it
 * is read from the run's first snapshot.  The entries of a log that a run got from the one that it
 * copies are that one's marks.
 */
#include "core/keep/run-tracker.h"

#include <glib/gi18n-lib.h>

#include "core/keep/change-marks.h"
#include "core/keep/kept-moment.h"

/* A moment costs milliseconds and many kilobytes, and six lanes show six a second each. */
#define MOMENT_INTERVAL G_USEC_PER_SEC

typedef struct
{
  DhSettingsLog *marked; /* what of its log has become marks */
  DhSettingsLog *seen;   /* its log at the last look */
  guint64 reached;       /* the furthest iteration */
  guint64 preview_at;    /* of the newest moment */
  gint64 moment_time;    /* when it was kept */
} Tracked;

/* A lane at the last look. */
typedef struct
{
  DhLane *lane;
  guint id;
} Place;

struct _DhRunTracker
{
  DhKeptState *state;
  DhRunNumbers numbers;
  GHashTable *runs; /* id → Tracked */
  GArray *places;   /* of Place */
  gboolean began;   /* the first look is over */
  gboolean changed; /* a log, since the last look */
};

static void
tracked_free (gpointer data)
{
  Tracked *tracked = data;

  g_clear_pointer (&tracked->marked, dh_settings_log_unref);
  g_clear_pointer (&tracked->seen, dh_settings_log_unref);
  g_free (tracked);
}

static void
place_clear (gpointer data)
{
  g_clear_object (&((Place *) data)->lane);
}

DhRunTracker *
dh_run_tracker_new (DhKeptState *state, const DhRunNumbers *numbers)
{
  DhRunTracker *self = g_new0 (DhRunTracker, 1);

  self->state = state != NULL ? state : dh_kept_state_new ();
  g_clear_pointer (&self->state->document, g_free);
  self->numbers = *numbers;
  self->runs = g_hash_table_new_full (NULL, NULL, NULL, tracked_free);
  self->places = g_array_new (FALSE, FALSE, sizeof (Place));
  g_array_set_clear_func (self->places, place_clear);
  return self;
}

void
dh_run_tracker_free (DhRunTracker *self)
{
  dh_kept_state_free (self->state);
  g_hash_table_unref (self->runs);
  g_array_unref (self->places);
  g_free (self);
}

DhKeptState *
dh_run_tracker_get_state (DhRunTracker *self)
{
  return self->state;
}

guint64
dh_run_tracker_get_run (DhRunTracker *self, DhLane *lane)
{
  return dh_run_numbers_get (&self->numbers, dh_lane_get_id (lane));
}

/* The lane's snapshot if it is one of its run, which it isn't right after a restart; (nullable) */
static DhLaneSnapshot *
peek_snapshot (DhLane *lane)
{
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (lane);

  return snapshot != NULL && dh_lane_snapshot_get_run (snapshot) == dh_lane_get_id (lane) ? snapshot
                                                                                         : NULL;
}

/* ---- marks ---- */

static void
put_mark (DhKeeper *keeper, guint64 run, guint64 iteration, DhChangeMarkKind kind, const char *text)
{
  dh_keeper_put_change (keeper,
                        dh_change_new (run, iteration, g_get_real_time (), (guint) kind, text));
}

static char *
dup_lane_words (DhChangeMarkKind kind, guint number)
{
  if (kind == DH_CHANGE_MARK_ADDED)
    return g_strdup_printf (_ ("Lane %u added"), number);
  if (kind == DH_CHANGE_MARK_RESTARTED)
    return g_strdup_printf (_ ("Lane %u restarted"), number);
  return g_strdup_printf (_ ("Lane %u removed"), number);
}

static void
put_lane_mark (DhRunTracker *self, DhKeeper *keeper, const Place *place, DhChangeMarkKind kind)
{
  const Tracked *tracked = g_hash_table_lookup (self->runs, GUINT_TO_POINTER (place->id));
  const guint64 run = dh_run_numbers_get (&self->numbers, place->id);
  const guint64 iteration =
    tracked != NULL && kind == DH_CHANGE_MARK_REMOVED ? tracked->reached : 0;
  g_autofree char *text = dup_lane_words (kind, dh_lane_get_number (place->lane));

  if (run != 0)
    put_mark (keeper, run, iteration, kind, text);
}

static void
replace_log (DhSettingsLog **place, DhSettingsLog *log)
{
  DhSettingsLog *former = *place;

  *place = dh_settings_log_ref (log);
  g_clear_pointer (&former, dh_settings_log_unref);
}

static void
mark_log (DhRunTracker *self, DhLane *lane, Tracked *tracked, DhSettingsLog *log, DhKeeper *keeper)
{
  const guint common = dh_settings_log_count_common (tracked->marked, log);
  g_autoptr (GPtrArray) marks = NULL;

  if (common >= dh_settings_log_get_length (log))
    return; /* the log grows again to what it was */
  marks = dh_change_marks_list (log, common, dh_lane_get_number (lane));
  for (guint i = 0; i < marks->len; i++)
    {
      const DhChangeMark *mark = g_ptr_array_index (marks, i);

      put_mark (keeper, dh_run_tracker_get_run (self, lane), mark->iteration, mark->kind,
                mark->text);
    }
  replace_log (&tracked->marked, log);
}

/* While a slider is being dragged, the log is another at each look. */
static void
look_at_log (DhRunTracker *self, DhLane *lane, Tracked *tracked, DhSettingsLog *log,
             DhKeeper *keeper)
{
  const gboolean rests = tracked->seen == log
                         || (tracked->seen != NULL && dh_settings_log_equal (tracked->seen, log));

  if (rests && tracked->marked != log)
    mark_log (self, lane, tracked, log, keeper);
  replace_log (&tracked->seen, log);
  self->changed |= !rests;
}

/* ---- runs ---- */

void
dh_run_tracker_note_origin (DhRunTracker *self, DhLane *lane, guint64 iteration)
{
  const guint64 source = dh_run_numbers_get (&self->numbers, dh_lane_get_source_id (lane));
  const guint64 run = dh_run_tracker_get_run (self, lane);

  if (dh_lane_get_source_id (lane) != 0 && source != 0 && source < run)
    dh_kept_state_add_origin (self->state, run, (DhPlace) { source, iteration });
}

/* The first snapshot of a run. */
static Tracked *
begin_run (DhRunTracker *self, DhLane *lane, DhLaneSnapshot *snapshot, DhSettingsLog *log)
{
  const guint64 origin = dh_lane_snapshot_get_origin (snapshot);
  Tracked *tracked = g_new0 (Tracked, 1);

  tracked->marked = dh_settings_log_cut (log, origin > 0 ? origin - 1 : 0);
  dh_run_tracker_note_origin (self, lane, origin);
  g_hash_table_insert (self->runs, GUINT_TO_POINTER (dh_lane_get_id (lane)), tracked);
  return tracked;
}

void
dh_run_tracker_resume (DhRunTracker *self, DhLane *lane)
{
  const guint64 run = dh_run_tracker_get_run (self, lane);
  Tracked *tracked = g_new0 (Tracked, 1);

  tracked->marked = dh_lane_dup_log (lane);
  for (guint i = 0; i < self->state->n_lanes; i++)
    if (self->state->lanes[i].run == run)
      tracked->reached = self->state->lanes[i].iteration;
  g_hash_table_insert (self->runs, GUINT_TO_POINTER (dh_lane_get_id (lane)), tracked);
}

static void
look_at_run (DhRunTracker *self, DhLane *lane, DhKeeper *keeper)
{
  DhLaneSnapshot *snapshot = peek_snapshot (lane);
  DhSettingsLog *log = snapshot != NULL ? dh_lane_snapshot_get_log (snapshot) : NULL;
  Tracked *tracked = g_hash_table_lookup (self->runs, GUINT_TO_POINTER (dh_lane_get_id (lane)));

  if (log == NULL || dh_run_tracker_get_run (self, lane) == 0)
    return;
  if (tracked == NULL)
    tracked = begin_run (self, lane, snapshot, log);
  tracked->reached = MAX (tracked->reached, dh_lane_snapshot_get_iteration (snapshot));
  look_at_log (self, lane, tracked, log, keeper);
}

/* ---- lanes ---- */

static const Place *
find_former (DhRunTracker *self, DhLane *lane)
{
  for (guint i = 0; i < self->places->len; i++)
    if (g_array_index (self->places, Place, i).lane == lane)
      return &g_array_index (self->places, Place, i);
  return NULL;
}

static gboolean
mark_lane (DhRunTracker *self, DhLane *lane, DhKeeper *keeper)
{
  const Place *former = find_former (self, lane);
  const Place now = { lane, dh_lane_get_id (lane) };

  if (former != NULL && former->id == now.id)
    return FALSE;
  /* A run that comes back has had its mark. */
  if (!g_hash_table_contains (self->runs, GUINT_TO_POINTER (now.id)))
    put_lane_mark (self, keeper, &now,
                   former != NULL ? DH_CHANGE_MARK_RESTARTED : DH_CHANGE_MARK_ADDED);
  return TRUE;
}

static gboolean
mark_removed (DhRunTracker *self, GListModel *lanes, DhKeeper *keeper)
{
  gboolean any = FALSE;

  for (guint i = 0; i < self->places->len; i++)
    {
      const Place *place = &g_array_index (self->places, Place, i);
      gboolean there = FALSE;

      for (guint k = 0; k < g_list_model_get_n_items (lanes) && !there; k++)
        {
          g_autoptr (DhLane) lane = g_list_model_get_item (lanes, k);

          there = lane == place->lane;
        }
      if (!there)
        put_lane_mark (self, keeper, place, DH_CHANGE_MARK_REMOVED);
      any |= !there;
    }
  return any;
}

static void
take_lane (DhRunTracker *self, DhLane *lane)
{
  const Tracked *tracked = g_hash_table_lookup (self->runs,
                                                GUINT_TO_POINTER (dh_lane_get_id (lane)));
  const guint64 run = dh_run_tracker_get_run (self, lane);
  const Place place = { g_object_ref (lane), dh_lane_get_id (lane) };

  g_array_append_val (self->places, place);
  self->state->lanes[self->state->n_lanes++] =
    (DhPlace) { run, tracked != NULL ? tracked->reached : 0 };
  self->state->last_run = MAX (self->state->last_run, run);
}

gboolean
dh_run_tracker_look (DhRunTracker *self, GListModel *lanes, DhKeeper *keeper)
{
  const guint n = g_list_model_get_n_items (lanes);
  gboolean changed = self->began && mark_removed (self, lanes, keeper);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      changed |= self->began && mark_lane (self, lane, keeper);
      look_at_run (self, lane, keeper);
    }
  g_array_set_size (self->places, 0);
  self->state->n_lanes = 0;
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      take_lane (self, lane);
    }
  self->began = TRUE;
  changed |= self->changed;
  self->changed = FALSE;
  return changed;
}

/* ---- moments ---- */

void
dh_run_tracker_put_moment (DhRunTracker *self, DhLane *lane, gboolean resting, DhKeeper *keeper)
{
  const gpointer id = GUINT_TO_POINTER (dh_lane_get_id (lane));
  DhLaneSnapshot *snapshot = peek_snapshot (lane);
  Tracked *tracked = g_hash_table_lookup (self->runs, id);
  DhPreview *preview = snapshot != NULL ? dh_lane_snapshot_get_preview (snapshot) : NULL;
  const guint64 run = dh_run_tracker_get_run (self, lane);
  const gint64 time = g_get_monotonic_time ();

  if (tracked == NULL) /* its first snapshot */
    {
      look_at_run (self, lane, keeper);
      tracked = g_hash_table_lookup (self->runs, id);
    }
  if (tracked == NULL || run == 0 || preview == NULL || !dh_preview_is_painted (preview)
      || dh_preview_get_iteration (preview) <= tracked->preview_at
      || (!resting && tracked->moment_time > 0
          && time - tracked->moment_time < MOMENT_INTERVAL))
    return;
  tracked->preview_at = dh_preview_get_iteration (preview);
  tracked->moment_time = time;
  dh_keeper_put_moment (keeper,
                        dh_kept_moment_new (&(DhPlace) { run, tracked->preview_at }, snapshot));
}
