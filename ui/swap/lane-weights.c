/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The weights of a lane that trains, taken between two of its steps into a temporary file.
 *
 * The session says when they are written.  Until then it holds them as well, so the file also goes if
 * nobody waits for it any more.
 */
#include "ui/swap/lane-weights.h"

#include <glib/gstdio.h>

struct _DhLaneWeights
{
  char *folder; /* temporary */
  char *file;   /* in it */
  DhLane *lane;
  guint64 iteration;
  gboolean are_there;
  DhLaneWeightsDone done; /* NULL: nobody waits */
  gpointer data;
};

static void
weights_clear (gpointer data)
{
  DhLaneWeights *self = data;

  g_unlink (self->file);
  g_rmdir (self->folder);
  g_free (self->file);
  g_free (self->folder);
  g_object_unref (self->lane);
}

void
dh_lane_weights_free (DhLaneWeights *self)
{
  if (self == NULL)
    return;
  dh_lane_weights_forget (self);
  g_rc_box_release_full (self, weights_clear);
}

static void
release_cb (gpointer data, GClosure *closure)
{
  g_rc_box_release_full (data, weights_clear);
}

static void
note_iteration (DhLaneWeights *self)
{
  DhLaneSnapshot *now = dh_lane_get_snapshot (self->lane);

  self->iteration = now != NULL ? dh_lane_snapshot_get_iteration (now) : 0;
}

static void
saved_cb (DhSession *session, const char *problem, DhLaneWeights *self)
{
  const DhLaneWeightsDone done = self->done;
  gpointer data = self->data;

  self->are_there = problem == NULL;
  self->done = NULL;
  note_iteration (self);
  g_signal_handlers_disconnect_by_func (session, saved_cb, self);
  if (done != NULL)
    done (problem, data);
}

DhLaneWeights *
dh_lane_weights_new (DhSession *session, DhLane *lane, DhLaneWeightsDone done, gpointer data,
                     GError **error)
{
  char *folder = g_dir_make_tmp ("downhill-swap-XXXXXX", error);
  DhLaneWeights *self;

  if (folder == NULL)
    return NULL;
  self = g_rc_box_new0 (DhLaneWeights);
  self->folder = folder;
  self->file = dh_session_save_lane (session, lane, folder);
  self->lane = g_object_ref (lane);
  self->done = done;
  self->data = data;
  note_iteration (self);
  g_signal_connect_data (session, "saved", G_CALLBACK (saved_cb), g_rc_box_acquire (self),
                         release_cb, 0);
  return self;
}

void
dh_lane_weights_forget (DhLaneWeights *self)
{
  self->done = NULL;
}

const char *
dh_lane_weights_get_file (const DhLaneWeights *self)
{
  return self->file;
}

gboolean
dh_lane_weights_are_there (const DhLaneWeights *self)
{
  return self->are_there;
}

guint64
dh_lane_weights_get_iteration (const DhLaneWeights *self)
{
  return self->iteration;
}
