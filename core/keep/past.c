/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What all lanes of a session showed at an earlier iteration.
 *
 * A slider is dragged faster than pictures can be read.  There is one question at a time: while it
 * is being answered, only the newest position is remembered, and asked for next.  So no question
 * waits behind others, and the pictures keep coming while the slider moves.
 *
 * A lane's past is that of its run; before it was copied from another lane, that one's
 * (DhSessionKeeper knows).  A lane that hasn't got as far as the position goes on being shown live.
 */
#include "core/keep/past.h"

#include "core/base/lanes.h"
#include "core/keep/kept-moment.h"
#include "core/keep/past-replays.h"
#include "core/store/moment-reader.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

/* No run has this number. */
#define NO_RUN G_MAXINT64

/* A position that is being looked up. */
typedef struct
{
  guint64 iteration;
  guint n_lanes;
  DhLane *lanes[DH_MAX_LANES];
  DhLaneSnapshot *now[DH_MAX_LANES];
} Search;

struct _DhPast
{
  GObject parent_instance;
  DhSession *session;
  DhSessionKeeper *keeper;
  DhMomentReader *reader;
  GSource *source; /* of the reader's answers */
  gboolean live;
  guint64 iteration;
  GHashTable *shown; /* DhLane → DhLaneSnapshot */
  Search *search;    /* being answered; NULL: none */
  gboolean again;    /* the position has changed meanwhile */
  gboolean listing;  /* the marked moments are being read */
  gboolean list_due; /* they are to be read */
  GArray *rows;      /* of Row: all marked moments of the file */
  GArray *marked;    /* of DhMarkedMoment, by iteration: those of the lanes */

  DhPastReplays *replays; /* of what isn't kept of the position */
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

/* ---- searching ---- */

static void
search_free (Search *self)
{
  for (guint i = 0; i < self->n_lanes; i++)
    {
      g_object_unref (self->lanes[i]);
      dh_lane_snapshot_unref (self->now[i]);
    }
  g_free (self);
}

static guint
count_lanes (DhPast *self)
{
  return g_list_model_get_n_items (dh_session_get_lanes (self->session));
}

/* The lanes that have got as far as the position. */
static Search *
search_new (DhPast *self)
{
  Search *search = g_new0 (Search, 1);
  GListModel *lanes = dh_session_get_lanes (self->session);

  search->iteration = self->iteration;
  for (guint i = 0; i < MIN (count_lanes (self), DH_MAX_LANES); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhLaneSnapshot *now = dh_lane_get_snapshot (lane);

      if (now == NULL || dh_lane_snapshot_get_n_records (now) < self->iteration)
        continue;
      search->now[search->n_lanes] = dh_lane_snapshot_ref (now);
      search->lanes[search->n_lanes++] = g_steal_pointer (&lane);
    }
  return search;
}

/* moment: (nullable).  Of a damaged one, what else is known of the iteration is shown. */
static void
show (DhPast *self, const Search *search, guint i, const DhMoment *moment)
{
  DhLaneSnapshot *snapshot = dh_kept_moment_restore (moment, search->iteration, search->now[i],
                                                     NULL);

  if (snapshot == NULL)
    snapshot = dh_kept_moment_restore (NULL, search->iteration, search->now[i], NULL);
  g_hash_table_insert (self->shown, g_object_ref (search->lanes[i]), snapshot);
}

static gboolean
is_exact (DhLaneSnapshot *snapshot, guint64 iteration)
{
  DhPreview *preview = dh_lane_snapshot_get_preview (snapshot);

  return preview != NULL && dh_preview_get_iteration (preview) == iteration;
}

/* Has the lanes made again of which another moment is shown. */
static void
want_exact (DhPast *self, const Search *search)
{
  DhLane *lanes[DH_MAX_LANES];
  guint n = 0;

  for (guint i = 0; i < search->n_lanes; i++)
    if (!is_exact (g_hash_table_lookup (self->shown, search->lanes[i]), search->iteration))
      lanes[n++] = search->lanes[i];
  dh_past_replays_want (self->replays, self->keeper, search->iteration, lanes, n);
}

/* moments: for each lane, NULL if there is none; (nullable) */
static void
show_all (DhPast *self, const Search *search, GPtrArray *moments)
{
  g_hash_table_remove_all (self->shown);
  for (guint i = 0; i < search->n_lanes; i++)
    show (self, search, i, moments != NULL ? g_ptr_array_index (moments, i) : NULL);
  if (search->iteration == self->iteration)
    want_exact (self, search);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* NULL: nothing is kept. */
static const char *
get_path (DhPast *self)
{
  return self->keeper != NULL ? dh_session_keeper_get_path (self->keeper) : NULL;
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
  return self->keeper != NULL
         && dh_session_keeper_find_place (self->keeper, lane, iteration, place);
}

/* A lane that was just made has no run yet, and so no moments. */
static void
find_places (DhPast *self, const Search *search, DhPlace *places)
{
  for (guint i = 0; i < search->n_lanes; i++)
    if (!find_place (self, search->lanes[i], search->iteration, &places[i]))
      places[i] = (DhPlace) { NO_RUN, search->iteration };
}

/* Asks for what is at the position, or for the marked moments if they are due. */
static void
look (DhPast *self)
{
  const char *path = get_path (self);
  DhPlace places[DH_MAX_LANES];
  Search *search;

  self->again = self->search != NULL || self->listing;
  if (self->again)
    return;
  if (self->list_due && path != NULL)
    {
      self->listing = TRUE;
      self->list_due = FALSE;
      self->again = !self->live;
      dh_moment_reader_ask_marked (self->reader, path);
      return;
    }
  if (self->live)
    return;
  search = search_new (self);
  if (path == NULL || search->n_lanes == 0)
    {
      show_all (self, search, NULL);
      search_free (search);
      return;
    }
  self->search = search;
  find_places (self, search, places);
  dh_moment_reader_ask (self->reader, path, places, search->n_lanes);
}

/* It is kept as well, so that the next time it is there at once. */
static void
take_exact (DhPast *self, DhLane *lane, DhLaneSnapshot *exact)
{
  DhKeeper *keeper = get_keeper (self);
  DhLaneSnapshot *now = dh_lane_get_snapshot (lane), *snapshot;
  DhPlace place = { NO_RUN, self->iteration };
  gboolean kept = find_place (self, lane, self->iteration, &place);
  DhMoment *moment = dh_kept_moment_new (&place, exact);

  snapshot = now != NULL ? dh_kept_moment_restore (moment, self->iteration, now, NULL) : NULL;
  if (snapshot != NULL)
    g_hash_table_insert (self->shown, g_object_ref (lane), snapshot);
  if (kept && keeper != NULL)
    dh_keeper_put_moment (keeper, moment);
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

/* ---- marked moments ---- */

/* The moment of one lane's run. */
typedef struct
{
  DhPlace place;
  char *note;
} Row;

static void
row_clear (gpointer data)
{
  g_free (((Row *) data)->note);
}

static void
marked_moment_clear (gpointer data)
{
  g_free (((DhMarkedMoment *) data)->note);
}

/* note: NULL: takes the row away */
static void
set_row (DhPast *self, const DhPlace *place, const char *note)
{
  const Row row = { *place, g_strdup (note) };

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *other = &g_array_index (self->rows, Row, i);

      if (other->place.run == place->run && other->place.iteration == place->iteration)
        {
          g_array_remove_index (self->rows, i);
          break;
        }
    }
  if (note != NULL)
    g_array_append_val (self->rows, row);
}

/* The position of a mark, or where it would be. */
static guint
find_marked (DhPast *self, guint64 iteration)
{
  guint i = 0;

  while (i < self->marked->len
         && g_array_index (self->marked, DhMarkedMoment, i).iteration < iteration)
    i++;
  return i;
}

static gboolean
is_marked_at (DhPast *self, guint position, guint64 iteration)
{
  return position < self->marked->len
         && g_array_index (self->marked, DhMarkedMoment, position).iteration == iteration;
}

/* Whether it is a place of a lane that exists. */
static gboolean
belongs (DhPast *self, const DhPlace *place)
{
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = 0; i < count_lanes (self); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhPlace of_lane;

      if (find_place (self, lane, place->iteration, &of_lane)
          && of_lane.run == place->run)
        return TRUE;
    }
  return FALSE;
}

/* One for all lanes at an iteration. */
static void
update_marked (DhPast *self)
{
  g_array_set_size (self->marked, 0);
  for (guint i = 0; i < self->rows->len; i++)
    {
      const Row *row = &g_array_index (self->rows, Row, i);
      const guint position = find_marked (self, row->place.iteration);
      const DhMarkedMoment marked = { row->place.iteration, g_strdup (row->note) };

      if (!is_marked_at (self, position, row->place.iteration) && belongs (self, &row->place))
        g_array_insert_val (self->marked, position, marked);
      else
        g_free (marked.note);
    }
  g_signal_emit (self, signals[SIGNAL_MARKED_CHANGED], 0);
}

static void
take_marked (DhPast *self, GPtrArray *moments)
{
  g_array_set_size (self->rows, 0);
  for (guint i = 0; i < moments->len; i++)
    {
      const DhMoment *moment = g_ptr_array_index (moments, i);

      set_row (self, &(DhPlace) { moment->run, moment->iteration },
               moment->note != NULL ? moment->note : "");
    }
  update_marked (self);
}

/* ---- answers ---- */

static gboolean
answer_cb (int fd, GIOCondition condition, gpointer data)
{
  DhPast *self = data;
  g_autoptr (DhMomentAnswer) answer = dh_moment_reader_take (self->reader);
  Search *search = g_steal_pointer (&self->search);

  if (answer == NULL)
    {
      self->search = search;
      return G_SOURCE_CONTINUE;
    }
  if (self->listing && answer->marked != NULL)
    take_marked (self, answer->marked);
  else if (search != NULL && !self->live)
    show_all (self, search, answer->moments);
  self->listing = FALSE;
  g_clear_pointer (&search, search_free);
  if (self->again || self->list_due)
    look (self);
  return G_SOURCE_CONTINUE;
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
lanes_cb (DhPast *self)
{
  update_marked (self);
  look (self);
}

/* Another file: what it has is known from here on, since only this adds to it. */
static void
path_cb (DhPast *self)
{
  g_array_set_size (self->rows, 0);
  self->list_due = TRUE;
  update_marked (self);
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

  if (self->source != NULL)
    g_source_destroy (self->source);
  g_clear_pointer (&self->source, g_source_unref);
  g_clear_pointer (&self->reader, dh_moment_reader_free);
  g_clear_pointer (&self->search, search_free);
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
  g_array_unref (self->rows);
  g_array_unref (self->marked);
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
  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  g_array_set_clear_func (self->rows, row_clear);
  self->marked = g_array_new (FALSE, FALSE, sizeof (DhMarkedMoment));
  g_array_set_clear_func (self->marked, marked_moment_clear);
  self->reader = dh_moment_reader_new ();
  self->source = g_unix_fd_source_new (dh_moment_reader_get_fd (self->reader), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (answer_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
}

DhPast *
dh_past_new (DhSession *session)
{
  DhPast *self = g_object_new (DH_TYPE_PAST, NULL);

  self->session = g_object_ref (session);
  self->replays = dh_past_replays_new (session, replayed_cb, self);
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
  dh_past_replays_end (self->replays);
  if (was_live)
    return;
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

/* The newest snapshot of the lane that is furthest; NULL: there is none. */
static DhLaneSnapshot *
get_furthest (DhPast *self)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  DhLaneSnapshot *furthest = NULL;

  for (guint i = 0; i < count_lanes (self); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhLaneSnapshot *now = dh_lane_get_snapshot (lane);

      if (now != NULL
          && (furthest == NULL
              || dh_lane_snapshot_get_n_records (now) > dh_lane_snapshot_get_n_records (furthest)))
        furthest = now;
    }
  return furthest;
}

double
dh_past_get_seconds_ago (DhPast *self)
{
  DhLaneSnapshot *now = get_furthest (self);
  guint64 n;
  double then;

  if (self->live || now == NULL)
    return 0;
  n = dh_lane_snapshot_get_n_records (now);
  if (n == 0 || self->iteration > n)
    return 0;
  then = self->iteration > 0 ? dh_lane_snapshot_get_record (now, self->iteration - 1).seconds : 0;
  return MAX (dh_lane_snapshot_get_record (now, n - 1).seconds - then, 0);
}

double
dh_past_get_pace (DhPast *self)
{
  DhLaneSnapshot *now = get_furthest (self);
  const guint64 n = now != NULL ? dh_lane_snapshot_get_n_records (now) : 0;
  const double seconds = n > 0 ? dh_lane_snapshot_get_record (now, n - 1).seconds : 0;

  return seconds > 0 ? (double) n / seconds : 0;
}

/* (transfer full) */
static char *
dup_time (double seconds)
{
  if (seconds < 60)
    /* Translators: a short time, in seconds */
    return g_strdup_printf (_ ("%.0f s"), seconds);
  if (seconds < 3600)
    /* Translators: a time, in minutes */
    return g_strdup_printf (_ ("%.0f min"), seconds / 60);
  /* Translators: a time, in hours */
  return g_strdup_printf (_ ("%.1f h"), seconds / 3600);
}

char *
dh_past_dup_words (DhPast *self)
{
  g_autofree char *time = dup_time (dh_past_get_seconds_ago (self));
  const guint64 remaining = dh_past_replays_get_remaining (self->replays);

  if (self->live)
    return NULL;
  if (remaining > 0)
    /* Translators: which moment is shown while it is made again; how many iterations are left */
    return g_strdup_printf (_ ("iteration %'lu (%'lu to replay)"), (gulong) self->iteration,
                            (gulong) remaining);
  /* Translators: which moment of the past is shown; an iteration, and a time such as “12 s” */
  return g_strdup_printf (_ ("iteration %'lu, %s ago"), (gulong) self->iteration, time);
}

DhLaneSnapshot *
dh_past_get_snapshot (DhPast *self, DhLane *lane)
{
  return self->live ? NULL : g_hash_table_lookup (self->shown, lane);
}

gboolean
dh_past_is_settled (DhPast *self)
{
  return self->search == NULL && !self->listing && !self->again
         && !dh_past_replays_is_busy (self->replays);
}

/* ---- marking ---- */

const GArray *
dh_past_get_marked (DhPast *self)
{
  return self->marked;
}

gboolean
dh_past_can_mark (DhPast *self)
{
  return get_keeper (self) != NULL && self->iteration > 0;
}

/* Keeps what a lane shows at the position, unless it hasn't got that far. */
static void
mark_lane (DhPast *self, DhLane *lane, const char *note)
{
  DhKeeper *keeper = get_keeper (self);
  DhLaneSnapshot *shown = dh_past_get_snapshot (self, lane);
  DhLaneSnapshot *snapshot = shown != NULL ? shown : dh_lane_get_snapshot (lane);
  DhPlace place;
  DhMoment *moment;

  if (keeper == NULL || snapshot == NULL
      || dh_lane_snapshot_get_iteration (snapshot) != self->iteration
      || !find_place (self, lane, self->iteration, &place))
    return;
  moment = dh_kept_moment_new (&place, snapshot);
  moment->marked = TRUE;
  moment->note = g_strdup (note);
  set_row (self, &place, note);
  dh_keeper_put_moment (keeper, moment);
}

void
dh_past_mark (DhPast *self, const char *note)
{
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = 0; i < count_lanes (self); i++)
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
  DhKeeper *keeper = get_keeper (self);
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = 0; keeper != NULL && i < count_lanes (self); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhPlace place;

      if (!find_place (self, lane, iteration, &place))
        continue;
      dh_keeper_mark (keeper, &place, note != NULL, note);
      set_row (self, &place, note);
    }
  update_marked (self);
}

void
dh_past_unmark (DhPast *self, guint64 iteration)
{
  if (is_marked_at (self, find_marked (self, iteration), iteration))
    change_marks (self, iteration, NULL);
}

void
dh_past_set_note (DhPast *self, guint64 iteration, const char *note)
{
  const guint position = find_marked (self, iteration);

  if (is_marked_at (self, position, iteration)
      && !g_str_equal (g_array_index (self->marked, DhMarkedMoment, position).note, note))
    change_marks (self, iteration, note);
}
