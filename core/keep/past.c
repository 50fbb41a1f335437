/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all lanes of a session showed at an earlier iteration.
 *
 *     past ──┬──► past-search ──► DhMomentReader (thread)     what was kept of a position
 *            ├──► past-replays ──► DhSession                  what wasn't, made again
 *            ├──► past-marks                                  the marked moments
 *            └──► past-time                                   how long ago
 *
 * A lane that hasn't got as far as the position goes on being shown live.
 */
#include "core/keep/past.h"

#include "core/keep/kept-moment.h"
#include "core/keep/past-replays.h"
#include "core/keep/past-search.h"
#include "core/keep/past-time.h"

struct _DhPast
{
  GObject parent_instance;
  DhSession *session;
  DhSessionKeeper *keeper; /* (nullable) */
  gboolean live;
  guint64 iteration;
  GHashTable *shown; /* DhLane → DhLaneSnapshot */
  gboolean found;    /* something of the past is shown, */
  guint64 found_at;  /* of this iteration */
  DhPastSearch *search;
  DhPastReplays *replays; /* of what isn't kept of the position */
  DhPastMarks *marks;
};

enum
{
  PROP_0,
  PROP_LIVE,
  PROP_ITERATION,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_MARKED_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhPast, dh_past, G_TYPE_OBJECT)

/* ---- what is shown ---- */

static gboolean
is_exact (DhLaneSnapshot *snapshot, guint64 iteration)
{
  DhPreview *preview = dh_lane_snapshot_get_preview (snapshot);

  return preview != NULL && dh_preview_get_iteration (preview) == iteration;
}

/* Has the lanes made again of which another moment is shown. */
static void
want_exact (DhPast *self, const DhPastFound *found)
{
  DhLane *lanes[DH_MAX_LANES];
  guint n = 0;

  for (guint i = 0; i < found->n_lanes; i++)
    if (!is_exact (found->snapshots[i], found->iteration))
      lanes[n++] = found->lanes[i];
  dh_past_replays_want (self->replays, self->keeper, found->iteration, lanes, n);
}

static void
found_cb (const DhPastFound *found, gpointer data)
{
  DhPast *self = data;

  g_hash_table_remove_all (self->shown);
  self->found = TRUE;
  self->found_at = found->iteration;
  for (guint i = 0; i < found->n_lanes; i++)
    g_hash_table_insert (self->shown, g_object_ref (found->lanes[i]),
                         dh_lane_snapshot_ref (found->snapshots[i]));
  if (found->iteration == self->iteration)
    want_exact (self, found);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* NULL: nothing is kept. */
static DhKeeper *
get_keeper (DhPast *self)
{
  return self->keeper != NULL ? dh_session_keeper_get_keeper (self->keeper) : NULL;
}

/* FALSE: nothing is kept. */
static gboolean
find_place (DhPast *self, DhLane *lane, guint64 iteration, DhPlace *place)
{
  return get_keeper (self) != NULL
         && dh_session_keeper_find_place (self->keeper, lane, iteration, place);
}

/* It is kept as well, so that the next time it is there at once. */
static void
take_exact (DhPast *self, DhLane *lane, DhLaneSnapshot *exact)
{
  DhLaneSnapshot *now = dh_lane_get_snapshot (lane), *snapshot;
  DhPlace place = { 0, self->iteration };
  const gboolean kept = find_place (self, lane, self->iteration, &place);
  DhMoment *moment = dh_kept_moment_new (&place, exact);

  snapshot = now != NULL ? dh_kept_moment_restore (moment, self->iteration, now, NULL) : NULL;
  if (snapshot != NULL)
    g_hash_table_insert (self->shown, g_object_ref (lane), snapshot);
  if (kept)
    dh_keeper_put_moment (get_keeper (self), moment);
  else
    dh_moment_free (moment);
}

static void
replayed_cb (DhLane *lane, DhLaneSnapshot *exact, gpointer data)
{
  DhPast *self = data;

  if (self->live)
    return;
  if (exact != NULL)
    take_exact (self, lane, exact);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* ---- the session ---- */

static void
set_position (DhPast *self, guint64 iteration, gboolean live)
{
  const gboolean moved = iteration != self->iteration, other = live != self->live;

  self->iteration = iteration;
  self->live = live;
  if (moved)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITERATION]);
  if (other)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LIVE]);
}

static void
iteration_cb (DhPast *self)
{
  const guint64 newest = dh_session_get_iteration (self->session);

  if (self->live)
    set_position (self, newest, TRUE);
  else if (newest < self->iteration) /* it began anew */
    dh_past_go_live (self);
}

static void
update_marked (DhPast *self)
{
  dh_past_marks_update (self->marks);
  g_signal_emit (self, signals[SIGNAL_MARKED_CHANGED], 0);
}

static void
listed_cb (GPtrArray *moments, gpointer data)
{
  DhPast *self = data;

  dh_past_marks_take (self->marks, moments);
  update_marked (self);
}

static const DhPastAnswers answers = { found_cb, listed_cb };

static void
look (DhPast *self)
{
  if (!self->live)
    dh_past_search_go (self->search, self->iteration);
}

static void
lanes_cb (DhPast *self)
{
  update_marked (self);
  look (self);
}

/* Another file: what it has is known from here on, since only this adds to it. */
static void
path_cb (DhPast *self)
{
  dh_past_marks_take (self->marks, NULL);
  update_marked (self);
  dh_past_search_list (self->search);
  look (self);
}

/* ---- the object ---- */

static void
dh_past_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhPast *self = DH_PAST (object);

  switch (id)
    {
    case PROP_LIVE:
      g_value_set_boolean (value, self->live);
      break;
    case PROP_ITERATION:
      g_value_set_uint64 (value, self->iteration);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_past_dispose (GObject *object)
{
  DhPast *self = DH_PAST (object);

  g_clear_pointer (&self->search, dh_past_search_free);
  g_clear_pointer (&self->replays, dh_past_replays_free);
  g_hash_table_remove_all (self->shown);
  g_clear_object (&self->session);
  g_clear_object (&self->keeper);
  G_OBJECT_CLASS (dh_past_parent_class)->dispose (object);
}

static void
dh_past_finalize (GObject *object)
{
  DhPast *self = DH_PAST (object);

  g_hash_table_unref (self->shown);
  g_clear_pointer (&self->marks, dh_past_marks_free);
  G_OBJECT_CLASS (dh_past_parent_class)->finalize (object);
}

static void
dh_past_class_init (DhPastClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_past_get_property;
  object_class->dispose = dh_past_dispose;
  object_class->finalize = dh_past_finalize;
  properties[PROP_LIVE] = g_param_spec_boolean ("live", NULL, NULL, TRUE, flags);
  properties[PROP_ITERATION] = g_param_spec_uint64 ("iteration", NULL, NULL, 0, G_MAXUINT64, 0,
                                                    flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MARKED_CHANGED] = g_signal_new ("marked-changed", G_TYPE_FROM_CLASS (klass),
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 0);
}

static void
dh_past_init (DhPast *self)
{
  self->live = TRUE;
  self->shown = g_hash_table_new_full (NULL, NULL, g_object_unref,
                                       (GDestroyNotify) dh_lane_snapshot_unref);
}

DhPast *
dh_past_new (DhSession *session)
{
  DhPast *self = g_object_new (DH_TYPE_PAST, NULL);

  self->session = g_object_ref (session);
  self->search = dh_past_search_new (session, &answers, self);
  self->replays = dh_past_replays_new (session, replayed_cb, self);
  self->marks = dh_past_marks_new (session);
  g_signal_connect_object (session, "notify::iteration", G_CALLBACK (iteration_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (dh_session_get_lanes (session), "items-changed", G_CALLBACK (lanes_cb),
                           self, G_CONNECT_SWAPPED);
  self->iteration = dh_session_get_iteration (session);
  return self;
}

void
dh_past_set_keeper (DhPast *self, DhSessionKeeper *keeper)
{
  g_return_if_fail (DH_IS_PAST (self) && self->keeper == NULL);
  self->keeper = g_object_ref (keeper);
  dh_past_search_set_keeper (self->search, keeper);
  dh_past_marks_set_keeper (self->marks, keeper);
  g_signal_connect_object (keeper, "notify::path", G_CALLBACK (path_cb), self, G_CONNECT_SWAPPED);
  path_cb (self);
}

/* ---- the position ---- */

void
dh_past_go (DhPast *self, guint64 iteration)
{
  if (iteration >= dh_session_get_iteration (self->session))
    {
      dh_past_go_live (self);
      return;
    }
  if (!self->live && iteration == self->iteration)
    return;
  dh_past_replays_end (self->replays);
  set_position (self, iteration, FALSE);
  look (self);
}

void
dh_past_go_live (DhPast *self)
{
  const gboolean was_live = self->live;

  set_position (self, dh_session_get_iteration (self->session), TRUE);
  dh_past_search_end (self->search);
  dh_past_replays_end (self->replays);
  if (was_live)
    return;
  self->found = FALSE;
  g_hash_table_remove_all (self->shown);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

gboolean
dh_past_get_live (DhPast *self)
{
  return self->live;
}

guint64
dh_past_get_iteration (DhPast *self)
{
  return self->iteration;
}

guint64
dh_past_get_shown_iteration (DhPast *self)
{
  return self->found ? self->found_at : dh_session_get_iteration (self->session);
}

double
dh_past_get_pace (DhPast *self)
{
  return dh_past_time_get_pace (self->session);
}

char *
dh_past_dup_words (DhPast *self)
{
  return self->found ? dh_past_time_dup_words (self->session, self->found_at,
                                               dh_past_replays_get_remaining (self->replays))
                     : NULL;
}

DhLaneSnapshot *
dh_past_get_snapshot (DhPast *self, DhLane *lane)
{
  return self->live ? NULL : g_hash_table_lookup (self->shown, lane);
}

gboolean
dh_past_is_settled (DhPast *self)
{
  return !dh_past_search_is_busy (self->search) && !dh_past_replays_is_busy (self->replays);
}

/* ---- marking ---- */

const GArray *
dh_past_get_marked (DhPast *self)
{
  return dh_past_marks_get (self->marks);
}

gboolean
dh_past_can_mark (DhPast *self)
{
  return get_keeper (self) != NULL && dh_past_get_shown_iteration (self) > 0;
}

/* Keeps what a lane shows, unless it hasn't got as far as the others. */
static void
mark_lane (DhPast *self, DhLane *lane, const char *note)
{
  const guint64 iteration = dh_past_get_shown_iteration (self);
  DhLaneSnapshot *shown = dh_past_get_snapshot (self, lane);
  DhLaneSnapshot *snapshot = shown != NULL ? shown : dh_lane_get_snapshot (lane);
  DhPlace place;
  DhMoment *moment;

  if (snapshot == NULL || dh_lane_snapshot_get_iteration (snapshot) != iteration
      || !find_place (self, lane, iteration, &place))
    return;
  moment = dh_kept_moment_new (&place, snapshot);
  moment->marked = TRUE;
  moment->note = g_strdup (note);
  dh_past_marks_set (self->marks, &place, note);
  dh_keeper_put_moment (get_keeper (self), moment);
}

void
dh_past_mark (DhPast *self, const char *note)
{
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      mark_lane (self, lane, note);
    }
  update_marked (self);
}

/* The moments of all lanes at an iteration.  note: NULL: takes the marks away. */
static void
change_marks (DhPast *self, guint64 iteration, const char *note)
{
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhPlace place;

      if (!find_place (self, lane, iteration, &place))
        continue;
      dh_keeper_mark (get_keeper (self), &place, note != NULL, note);
      dh_past_marks_set (self->marks, &place, note);
    }
  update_marked (self);
}

void
dh_past_unmark (DhPast *self, guint64 iteration)
{
  if (dh_past_marks_get_note (self->marks, iteration) != NULL)
    change_marks (self, iteration, NULL);
}

void
dh_past_set_note (DhPast *self, guint64 iteration, const char *note)
{
  const char *former = dh_past_marks_get_note (self->marks, iteration);

  if (former != NULL && !g_str_equal (former, note))
    change_marks (self, iteration, note);
}
