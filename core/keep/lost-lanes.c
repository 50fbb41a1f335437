/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lanes that undo brings back after their weights had to make room.
 *
 * The run has the newest image before it was taken away, or, if it is a copy that could never be made,
 * the run that it was to be copied from has one.
 */
#include "core/keep/lost-lanes.h"

#include "core/keep/image-search.h"

typedef struct
{
  DhSession *session;
  DhLane *lane;
} Search;

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Search *self = data;
  DhPlace from;
  g_autoptr (DhLaneImage) image = dh_image_search_finish (result, &from, NULL);

  dh_session_bring_back_lane (self->session, self->lane, image);
  g_object_unref (self->session);
  g_object_unref (self->lane);
  g_free (self);
}

static gboolean
lost_cb (DhSession *session, DhLane *lane, gpointer keeper)
{
  DhLaneSnapshot *last = dh_lane_get_snapshot (lane);
  const guint64 iteration = last != NULL ? dh_lane_snapshot_get_iteration (last) : 0;
  Search *search = g_new (Search, 1);

  *search = (Search) { g_object_ref (session), g_object_ref (lane) };
  dh_session_keeper_note_source (keeper, lane, iteration);
  dh_image_search_begin (keeper, lane, iteration, NULL, found_cb, search);
  return TRUE;
}

void
dh_lost_lanes_watch (DhSession *session, DhSessionKeeper *keeper)
{
  g_signal_connect_object (session, "lost", G_CALLBACK (lost_cb), keeper, 0);
}
