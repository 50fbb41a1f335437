/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking up what lanes showed at an iteration.
 *
 * A slider is dragged faster than pictures can be read.  There is one question at a time: while it
 * is being answered, only the newest position is remembered, and asked for next.  So no question
 * waits behind others, and the pictures keep coming while the slider moves.
 *
 * A lane's past is that of its run; before it was copied from another lane, that one's
 * (DhSessionKeeper knows).
 */
#include "core/keep/past-search.h"

#include "core/keep/kept-moment.h"
#include "core/store/moment-reader.h"

#include <glib-unix.h>

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

struct _DhPastSearch
{
  DhSession *session;
  DhSessionKeeper *keeper; /* (nullable) */
  const DhPastAnswers *answers;
  gpointer data;
  DhMomentReader *reader;
  GSource *source; /* of the reader's answers */

  Search *search;    /* being answered; NULL: none */
  gboolean listing;  /* the marked moments are being read */
  gboolean unwanted; /* what is being answered */
  gboolean wanted;   /* the next is an iteration, */
  guint64 iteration; /* this one */
  gboolean list_due; /* the marked moments are to be read before that */
};

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

/* The lanes that have got as far as the position. */
static Search *
search_new (DhSession *session, guint64 iteration)
{
  Search *search = g_new0 (Search, 1);
  GListModel *lanes = dh_session_get_lanes (session);

  search->iteration = iteration;
  for (guint i = 0; i < MIN (g_list_model_get_n_items (lanes), DH_MAX_LANES); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhLaneSnapshot *now = dh_lane_get_snapshot (lane);

      if (now == NULL || dh_lane_snapshot_get_n_records (now) < iteration)
        continue;
      search->now[search->n_lanes] = dh_lane_snapshot_ref (now);
      search->lanes[search->n_lanes++] = g_steal_pointer (&lane);
    }
  return search;
}

/* ---- answers ---- */

/* moment: (nullable).  Of a damaged one, what else is known of the iteration is shown. */
static DhLaneSnapshot *
restore (const Search *search, guint i, const DhMoment *moment)
{
  DhLaneSnapshot *snapshot = dh_kept_moment_restore (moment, search->iteration, search->now[i],
                                                     NULL);

  return snapshot != NULL ? snapshot
                          : dh_kept_moment_restore (NULL, search->iteration, search->now[i], NULL);
}

/* moments: for each lane, NULL if there is none; (nullable) */
static void
answer (DhPastSearch *self, const Search *search, GPtrArray *moments)
{
  DhPastFound found = { .iteration = search->iteration, .n_lanes = search->n_lanes };

  for (guint i = 0; i < search->n_lanes; i++)
    {
      found.lanes[i] = search->lanes[i];
      found.snapshots[i] = restore (search, i,
                                    moments != NULL ? g_ptr_array_index (moments, i) : NULL);
    }
  self->answers->found (&found, self->data);
  for (guint i = 0; i < found.n_lanes; i++)
    dh_lane_snapshot_unref (found.snapshots[i]);
}

/* ---- questions ---- */

/* NULL: nothing is kept. */
static const char *
get_path (DhPastSearch *self)
{
  return self->keeper != NULL ? dh_session_keeper_get_path (self->keeper) : NULL;
}

/* A lane that was just made has no run yet, and so no moments. */
static void
find_places (DhPastSearch *self, const Search *search, DhPlace *places)
{
  for (guint i = 0; i < search->n_lanes; i++)
    if (!dh_session_keeper_find_place (self->keeper, search->lanes[i], search->iteration,
                                       &places[i]))
      places[i] = (DhPlace) { NO_RUN, search->iteration };
}

static void
look_up (DhPastSearch *self)
{
  const char *path = get_path (self);
  DhPlace places[DH_MAX_LANES];
  Search *search = search_new (self->session, self->iteration);

  self->wanted = FALSE;
  if (path == NULL || search->n_lanes == 0)
    {
      answer (self, search, NULL);
      search_free (search);
      return;
    }
  self->search = search;
  find_places (self, search, places);
  dh_moment_reader_ask (self->reader, path, places, search->n_lanes);
}

/* Asks for what is due, unless something is being answered. */
static void
ask_next (DhPastSearch *self)
{
  if (self->search != NULL || self->listing)
    return;
  self->unwanted = FALSE;
  if (self->list_due && get_path (self) != NULL)
    {
      self->listing = TRUE;
      self->list_due = FALSE;
      dh_moment_reader_ask_marked (self->reader, get_path (self));
    }
  else if (self->wanted)
    look_up (self);
}

static gboolean
answer_cb (int fd, GIOCondition condition, gpointer data)
{
  DhPastSearch *self = data;
  g_autoptr (DhMomentAnswer) read = dh_moment_reader_take (self->reader);
  const gboolean listed = self->listing, unwanted = self->unwanted;
  Search *search;

  if (read == NULL)
    return G_SOURCE_CONTINUE;
  search = g_steal_pointer (&self->search);
  self->listing = FALSE;
  if (listed && read->marked != NULL)
    self->answers->listed (read->marked, self->data);
  else if (search != NULL && !unwanted)
    answer (self, search, read->moments);
  g_clear_pointer (&search, search_free);
  ask_next (self);
  return G_SOURCE_CONTINUE;
}

/* ---- the owner's side ---- */

DhPastSearch *
dh_past_search_new (DhSession *session, const DhPastAnswers *answers, gpointer data)
{
  DhPastSearch *self = g_new0 (DhPastSearch, 1);

  self->session = g_object_ref (session);
  self->answers = answers;
  self->data = data;
  self->reader = dh_moment_reader_new ();
  self->source = g_unix_fd_source_new (dh_moment_reader_get_fd (self->reader), G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (answer_cb), self, NULL);
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

void
dh_past_search_free (DhPastSearch *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  dh_moment_reader_free (self->reader);
  g_clear_pointer (&self->search, search_free);
  g_object_unref (self->session);
  g_clear_object (&self->keeper);
  g_free (self);
}

void
dh_past_search_set_keeper (DhPastSearch *self, DhSessionKeeper *keeper)
{
  self->keeper = g_object_ref (keeper);
}

void
dh_past_search_go (DhPastSearch *self, guint64 iteration)
{
  self->wanted = TRUE;
  self->iteration = iteration;
  ask_next (self);
}

void
dh_past_search_end (DhPastSearch *self)
{
  self->wanted = FALSE;
  self->unwanted = TRUE;
}

void
dh_past_search_list (DhPastSearch *self)
{
  self->list_due = TRUE;
  ask_next (self);
}

gboolean
dh_past_search_is_busy (DhPastSearch *self)
{
  return self->search != NULL || self->listing || self->wanted;
}
