/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Exact states of the past, for a slider that rests.
 *
 * While it moves, the nearest moments that are kept are good enough, and a replay would only be
 * broken off again.  Each lane's image is read in a thread; then the replays run one after the
 * other beside the training.
 */
#include "core/keep/past-replays.h"

#include "core/keep/image-search.h"

/* ms; how long it rests before a replay begins */
#define REST 300

/* One lane's. */
typedef struct
{
  DhPastReplays *owner; /* NULL: no longer wanted */
  DhLane *lane;
  GCancellable *cancellable;
  DhReplay *replay; /* NULL: its image is being searched, or it is over */
  gboolean over;
} Wanted;

struct _DhPastReplays
{
  DhSession *session;
  DhPastReplayed replayed;
  gpointer data;
  DhSessionKeeper *keeper; /* (nullable) */
  guint64 iteration;
  GPtrArray *wanted; /* of Wanted, reference-counted */
  GSource *rest;     /* NULL: it rests */
};

static void
wanted_clear (gpointer data)
{
  Wanted *self = data;

  g_object_unref (self->lane);
  g_object_unref (self->cancellable);
  g_clear_object (&self->replay);
}

static void
wanted_unref (gpointer data)
{
  g_rc_box_release_full (data, wanted_clear);
}

static void
forget (gpointer data)
{
  Wanted *self = data;

  self->owner = NULL;
  g_cancellable_cancel (self->cancellable);
  if (self->replay != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->replay, self);
      dh_replay_cancel (self->replay);
    }
  wanted_unref (self);
}

static Wanted *
wanted_new (DhPastReplays *owner, DhLane *lane)
{
  Wanted *self = g_rc_box_new0 (Wanted);

  self->owner = owner;
  self->lane = g_object_ref (lane);
  self->cancellable = g_cancellable_new ();
  return self;
}

/* ---- making them ---- */

static void
progress_cb (Wanted *self)
{
  self->owner->replayed (self->lane, NULL, self->owner->data);
}

static void
done_cb (Wanted *self)
{
  self->over = TRUE;
  self->owner->replayed (self->lane, dh_replay_get_snapshot (self->replay), self->owner->data);
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Wanted *self = data;
  DhPlace from;
  g_autoptr (DhLaneImage) image = dh_image_search_finish (result, &from, NULL);

  if (self->owner != NULL)
    {
      self->replay = dh_session_replay (self->owner->session, self->lane, image,
                                        self->owner->iteration);
      g_signal_connect_swapped (self->replay, "notify::remaining", G_CALLBACK (progress_cb), self);
      g_signal_connect_swapped (self->replay, "done", G_CALLBACK (done_cb), self);
    }
  wanted_unref (self);
}

static gboolean
rest_cb (gpointer data)
{
  DhPastReplays *self = data;

  g_clear_pointer (&self->rest, g_source_unref);
  for (guint i = 0; i < self->wanted->len; i++)
    {
      Wanted *wanted = g_ptr_array_index (self->wanted, i);

      dh_image_search_begin (self->keeper, wanted->lane, self->iteration, wanted->cancellable,
                             found_cb, g_rc_box_acquire (wanted));
    }
  return G_SOURCE_REMOVE;
}

/* ---- what is wanted ---- */

DhPastReplays *
dh_past_replays_new (DhSession *session, DhPastReplayed replayed, gpointer data)
{
  DhPastReplays *self = g_new0 (DhPastReplays, 1);

  self->session = g_object_ref (session);
  self->replayed = replayed;
  self->data = data;
  self->wanted = g_ptr_array_new_with_free_func (forget);
  return self;
}

void
dh_past_replays_end (DhPastReplays *self)
{
  if (self->rest != NULL)
    g_source_destroy (self->rest);
  g_clear_pointer (&self->rest, g_source_unref);
  g_ptr_array_set_size (self->wanted, 0);
  g_clear_object (&self->keeper);
}

void
dh_past_replays_free (DhPastReplays *self)
{
  dh_past_replays_end (self);
  g_ptr_array_unref (self->wanted);
  g_object_unref (self->session);
  g_free (self);
}

static gboolean
has_all (DhPastReplays *self, guint64 iteration, DhLane *const *lanes, guint n_lanes)
{
  guint n = 0;

  for (guint i = 0; i < self->wanted->len; i++)
    for (guint k = 0; k < n_lanes; k++)
      n += ((Wanted *) g_ptr_array_index (self->wanted, i))->lane == lanes[k];
  return self->iteration == iteration && n == n_lanes;
}

void
dh_past_replays_want (DhPastReplays *self, DhSessionKeeper *keeper, guint64 iteration,
                      DhLane *const *lanes, guint n_lanes)
{
  if (has_all (self, iteration, lanes, n_lanes))
    return;
  dh_past_replays_end (self);
  self->iteration = iteration;
  g_set_object (&self->keeper, keeper);
  for (guint i = 0; i < n_lanes; i++)
    g_ptr_array_add (self->wanted, wanted_new (self, lanes[i]));
  self->rest = g_timeout_source_new (REST);
  g_source_set_callback (self->rest, rest_cb, self, NULL);
  g_source_attach (self->rest, g_main_context_get_thread_default ());
}

gboolean
dh_past_replays_is_busy (DhPastReplays *self)
{
  for (guint i = 0; i < self->wanted->len; i++)
    if (!((Wanted *) g_ptr_array_index (self->wanted, i))->over)
      return TRUE;
  return FALSE;
}

guint64
dh_past_replays_get_remaining (DhPastReplays *self)
{
  guint64 n = 0;

  for (guint i = 0; i < self->wanted->len; i++)
    {
      Wanted *wanted = g_ptr_array_index (self->wanted, i);

      if (wanted->replay != NULL && !wanted->over)
        n += dh_replay_get_remaining (wanted->replay);
    }
  return n;
}
