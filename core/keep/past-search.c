/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looking up what lanes showed at an iteration.
 *
 * A slider is dragged faster than pictures can be read.  There is one question at a time: while it
 * is being answered, only the newest position is remembered, and asked for next.  So no question
 * waits behind others, and the pictures keep coming while the slider moves.  They are unpacked in the
 * reader's thread as well: for six lanes that takes about as long as half a frame.
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

/* Snapshots of the past to be made, in any thread. */
typedef struct
{
  guint64 iteration;
  guint n;
  DhLaneSnapshot *now[DH_MAX_LANES];
  DhLaneSnapshot *then[DH_MAX_LANES];
} Restoring;

struct _DhPastSearch
{
  DhSession *session;
  DhSessionKeeper *keeper; /* (nullable) */
  const DhPastAnswers *answers;
  gpointer data;
  DhMomentReader *reader;
  GSource *source; /* of the reader's answers */

  GPtrArray *lanes;  /* whose past is being read; NULL: it isn't */
  gboolean listing;  /* the marked moments are being read */
  gboolean unwanted; /* what is being read */
  gboolean wanted;   /* the next is an iteration, */
  guint64 iteration; /* this one */
  gboolean list_due; /* the marked moments are to be read before that */
};

static void
restoring_free (gpointer data)
{
  Restoring *self = data;

  for (guint i = 0; i < self->n; i++)
    {
      dh_lane_snapshot_unref (self->now[i]);
      g_clear_pointer (&self->then[i], dh_lane_snapshot_unref);
    }
  g_free (self);
}

/* ---- the reader's thread ---- */

/* moment: (nullable).  Of a damaged one, what else is known of the iteration is shown. */
static DhLaneSnapshot *
restore (const DhMoment *moment, guint64 iteration, DhLaneSnapshot *now)
{
  DhLaneSnapshot *snapshot = dh_kept_moment_restore (moment, iteration, now, NULL);

  return snapshot != NULL ? snapshot : dh_kept_moment_restore (NULL, iteration, now, NULL);
}

/* moments: for each lane, NULL if there is none; (nullable) */
static void
restore_all (Restoring *self, GPtrArray *moments)
{
  for (guint i = 0; i < self->n; i++)
    self->then[i] = restore (moments != NULL ? g_ptr_array_index (moments, i) : NULL,
                             self->iteration, self->now[i]);
}

static void
use (const DhMomentAnswer *answer, gpointer data)
{
  restore_all (data, answer->moments);
}

/* ---- answers ---- */

static void
answer (DhPastSearch *self, GPtrArray *lanes, const Restoring *restored)
{
  DhPastFound found = { .iteration = restored->iteration, .n_lanes = restored->n };

  for (guint i = 0; i < restored->n; i++)
    {
      found.lanes[i] = g_ptr_array_index (lanes, i);
      found.snapshots[i] = restored->then[i];
    }
  self->answers->found (&found, self->data);
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
find_places (DhPastSearch *self, GPtrArray *lanes, DhPlace *places)
{
  for (guint i = 0; i < lanes->len; i++)
    if (!dh_session_keeper_find_place (self->keeper, g_ptr_array_index (lanes, i), self->iteration,
                                       &places[i]))
      places[i] = (DhPlace) { NO_RUN, self->iteration };
}

/* The lanes that have got as far as the position; (transfer full) */
static GPtrArray *
list_lanes (DhPastSearch *self, Restoring *restoring)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = 0; i < MIN (g_list_model_get_n_items (lanes), DH_MAX_LANES); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      DhLaneSnapshot *now = dh_lane_get_snapshot (lane);

      if (now == NULL || dh_lane_snapshot_get_n_records (now) < self->iteration)
        continue;
      restoring->now[restoring->n++] = dh_lane_snapshot_ref (now);
      g_ptr_array_add (list, g_steal_pointer (&lane));
    }
  return list;
}

static void
look_up (DhPastSearch *self)
{
  const char *path = get_path (self);
  DhPlace places[DH_MAX_LANES];
  Restoring *restoring = g_new0 (Restoring, 1);
  GPtrArray *lanes = list_lanes (self, restoring);

  restoring->iteration = self->iteration;
  self->wanted = FALSE;
  if (path == NULL || lanes->len == 0)
    {
      restore_all (restoring, NULL); /* nothing to unpack */
      answer (self, lanes, restoring);
      g_ptr_array_unref (lanes);
      restoring_free (restoring);
      return;
    }
  find_places (self, lanes, places);
  self->lanes = lanes;
  dh_moment_reader_ask_for (self->reader, path, places, lanes->len, use, restoring, restoring_free);
}

/* Asks for what is due, unless something is being answered. */
static void
ask_next (DhPastSearch *self)
{
  if (self->lanes != NULL || self->listing)
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
  g_autoptr (GPtrArray) lanes = NULL;
  const gboolean listed = self->listing, unwanted = self->unwanted;

  if (read == NULL)
    return G_SOURCE_CONTINUE;
  lanes = g_steal_pointer (&self->lanes);
  self->listing = FALSE;
  if (listed && read->marked != NULL && !self->list_due) /* else of the file before */
    self->answers->listed (read->marked, self->data);
  else if (lanes != NULL && !unwanted)
    answer (self, lanes, read->data);
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
  g_clear_pointer (&self->lanes, g_ptr_array_unref);
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
  return self->lanes != NULL || self->listing || self->wanted;
}
