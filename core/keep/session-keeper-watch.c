/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What happens in a session that is kept: changes of its settings and its lanes, and reports.
 */
#include "core/keep/session-keeper-private.h"

static void
end_replay (DhSessionKeeper *self)
{
  if (self->replay_to == 0)
    return;
  self->replay_to = 0;
  dh_session_set_iteration_limit (self->session, 0);
  g_object_notify (G_OBJECT (self), "replaying");
}

/* A person has done something. */
static void
touch (DhSessionKeeper *self)
{
  dh_session_keeper_put_document (self);
  if (!self->is_opening)
    g_signal_emit_by_name (self, "touched");
}

static gboolean
is_view (const char *property)
{
  static const char *const names[] = { "playing", "live", "preview-faces", "iteration-limit",
                                       NULL };

  return g_strv_contains (names, property);
}

static void
session_notify_cb (DhSessionKeeper *self, GParamSpec *pspec)
{
  if (g_str_equal (pspec->name, "playing"))
    {
      if (!dh_session_get_playing (self->session))
        end_replay (self);
      dh_session_keeper_put_within (self, DH_SESSION_KEEPER_SETTINGS_MS);
    }
  else if (g_str_equal (pspec->name, "undo")
           || ((pspec->flags & G_PARAM_WRITABLE) != 0 && !is_view (pspec->name)))
    touch (self);
}

static void
take_snapshot (DhSessionKeeper *self, DhLane *lane)
{
  if (self->keeper == NULL)
    return;
  dh_run_tracker_put_moment (self->tracker, lane, !dh_session_get_playing (self->session),
                             self->keeper);
  /* Only its log is a part of the document. */
  dh_session_keeper_put_within (self, DH_SESSION_KEEPER_ITERATION_MS);
}

static void
lane_notify_cb (DhSessionKeeper *self, GParamSpec *pspec, DhLane *lane)
{
  if (g_str_equal (pspec->name, "snapshot"))
    take_snapshot (self, lane);
  else if ((pspec->flags & G_PARAM_WRITABLE) == 0 || g_str_equal (pspec->name, "sweeping"))
    return;
  else if (dh_lane_get_following (lane))
    dh_session_keeper_put_document (self);
  else
    touch (self);
}

static void
follow_lanes (DhSessionKeeper *self, guint position, guint n)
{
  GListModel *lanes = dh_session_get_lanes (self->session);

  for (guint i = position; i < position + n; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      /* A lane that comes back is followed already. */
      g_signal_handlers_disconnect_by_func (lane, lane_notify_cb, self);
      g_signal_connect_object (lane, "notify", G_CALLBACK (lane_notify_cb), self,
                               G_CONNECT_SWAPPED);
    }
}

static void
lanes_changed_cb (DhSessionKeeper *self, guint position, guint n_removed, guint n_added)
{
  follow_lanes (self, position, n_added);
  touch (self);
}

void
dh_session_keeper_watch (DhSessionKeeper *self)
{
  GListModel *lanes = dh_session_get_lanes (self->session);

  g_signal_connect_object (self->session, "notify", G_CALLBACK (session_notify_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (lanes, "items-changed", G_CALLBACK (lanes_changed_cb), self,
                           G_CONNECT_SWAPPED);
  follow_lanes (self, 0, g_list_model_get_n_items (lanes));
}
