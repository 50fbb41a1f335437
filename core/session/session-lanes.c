/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Adding, copying, restarting and removing lanes, and their shared rate.
 */
#include "core/session/session-private.h"

#include "core/loss/loss.h"

void
dh_session_spread_rate (DhSession *self, DhLane *from)
{
  if (!self->same_rate || self->spreading_rate || self->following)
    return;
  self->spreading_rate = TRUE;
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    dh_lane_set_learning_rate (dh_session_peek_lane (self, i), dh_lane_get_learning_rate (from));
  self->spreading_rate = FALSE;
}

static void
lane_notify_cb (DhSession *self, GParamSpec *pspec, DhLane *lane)
{
  if (g_str_equal (pspec->name, "snapshot"))
    return; /* a result */
  if (g_str_equal (pspec->name, "learning-rate"))
    dh_session_spread_rate (self, lane);
  if (!self->spreading_rate)
    dh_session_note_changes (self, lane);
  if (!g_str_has_prefix (pspec->name, "ball-")) /* doesn't affect training */
    dh_session_queue_request (self);
}

/* The smallest number that no lane uses.  A removed lane that has it comes back only after this one
 * has been taken back. */
static guint
find_free_number (DhSession *self)
{
  guint used = 0, number = 1;

  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    used |= 1u << dh_lane_get_number (dh_session_peek_lane (self, i));
  while (used & (1u << number))
    number++;
  return number;
}

static const char *
find_unused_loss (DhSession *self)
{
  guint n_losses;
  const DhLoss *const *losses = dh_losses_get (&n_losses);

  for (guint k = 0; k < n_losses; k++)
    {
      gboolean used = losses[k]->cautionary;

      for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
        used |= g_str_equal (dh_lane_get_loss (dh_session_peek_lane (self, i)), losses[k]->id);
      if (!used)
        return losses[k]->id;
    }
  return losses[0]->id;
}

static void
listen (DhSession *self, DhLane *lane)
{
  dh_session_note_lane (lane);
  g_signal_connect_object (lane, "notify", G_CALLBACK (lane_notify_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (lane, "asks", G_CALLBACK (dh_session_queue_request), self,
                           G_CONNECT_SWAPPED);
}

static void
let_go (DhSession *self, DhLane *lane)
{
  dh_lane_end_requests (lane);
  g_signal_handlers_disconnect_by_data (lane, self);
}

void
dh_session_replace_lanes (DhSession *self, DhLane *const *lanes, guint n_lanes)
{
  for (guint i = 0; i < dh_session_get_n_lanes (self); i++)
    let_go (self, dh_session_peek_lane (self, i));
  for (guint i = 0; i < n_lanes; i++)
    listen (self, lanes[i]);
  g_list_store_splice (self->lanes, 0, dh_session_get_n_lanes (self), (gpointer *) lanes, n_lanes);
  dh_session_queue_request (self);
}

void
dh_session_insert_lane (DhSession *self, guint position, DhLane *lane)
{
  listen (self, lane);
  g_list_store_insert (self->lanes, position, lane);
  dh_session_queue_request (self);
}

void
dh_session_take_out_lane (DhSession *self, DhLane *lane)
{
  guint position;

  if (!g_list_store_find (self->lanes, lane, &position))
    return;
  let_go (self, lane);
  g_list_store_remove (self->lanes, position);
  dh_session_queue_request (self);
}

/* dh_session_release_undo() must follow. */
static DhLane *
make_lane (DhSession *self, guint position, guint source_id, const DhLaneSettings *settings)
{
  g_autoptr (DhLane) lane = dh_lane_new (find_free_number (self), ++self->last_lane_id, source_id,
                                         settings);

  dh_session_keep_absence (self, lane);
  dh_session_insert_lane (self, position, lane);
  return lane; /* owned by the list */
}

/* The rate of a new lane for which none was chosen. */
static double
get_new_rate (DhSession *self, DhStart start)
{
  return self->same_rate && dh_session_get_n_lanes (self) > 0
           ? dh_lane_get_learning_rate (dh_session_peek_lane (self, 0))
           : dh_pretrained_get_usual_rate (self->model, start);
}

DhLane *
dh_session_add_lane_with (DhSession *self, const DhLaneSettings *settings)
{
  DhLaneSettings own = *settings;
  DhLane *lane;

  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  if (dh_session_get_n_lanes (self) >= DH_MAX_LANES)
    return NULL;
  own.start = dh_session_find_start (self, own.start);
  if (own.learning_rate == 0)
    own.learning_rate = get_new_rate (self, own.start);
  lane = make_lane (self, dh_session_get_n_lanes (self), 0, &own);
  dh_session_release_undo (self);
  return lane;
}

DhLane *
dh_session_add_lane (DhSession *self, const char *loss, double learning_rate, const char *optimizer)
{
  DhLaneSettings settings;
  DhOptimizerConfig optimizer_config;
  DhMix mix;
  gboolean known;

  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  if (loss == NULL)
    loss = find_unused_loss (self);
  if (optimizer == NULL)
    optimizer = dh_optimizer_get_default (DH_OPTIMIZER_USER_NETWORK)->id;
  known = dh_mix_parse (loss, &mix, NULL)
          && dh_optimizer_config_parse (optimizer, DH_OPTIMIZER_USER_NETWORK, &optimizer_config,
                                        NULL);
  g_return_val_if_fail (known, NULL);
  settings = dh_lane_settings_make (&mix, &optimizer_config, learning_rate);
  settings.start = self->start;
  return dh_session_add_lane_with (self, &settings);
}

DhLane *
dh_session_copy_lane (DhSession *self, DhLane *lane, guint source_id,
                      const DhLaneSettings *settings)
{
  DhLane *copy;
  guint position;

  if (dh_session_get_n_lanes (self) >= DH_MAX_LANES
      || !g_list_store_find (self->lanes, lane, &position))
    return NULL;
  copy = make_lane (self, position + 1, source_id, settings);
  dh_lane_copy_ball (copy, lane);
  dh_lane_set_plane_kind (copy, dh_lane_get_plane_kind (lane));
  return copy;
}

/* As dh_session_copy_lane(). */
static DhLane *
duplicate (DhSession *self, DhLane *lane, guint source_id, DhStart start)
{
  DhLaneSettings settings = dh_lane_get_settings (lane);

  if (!self->same_rate)
    settings.learning_rate = dh_pretrained_convert_rate (self->model, settings.learning_rate,
                                                         settings.start, start);
  settings.start = start;
  return dh_session_copy_lane (self, lane, source_id, &settings);
}

DhLane *
dh_session_duplicate_lane (DhSession *self, DhLane *lane)
{
  DhLane *copy;

  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  copy = duplicate (self, lane, dh_lane_get_id (lane), dh_lane_get_start (lane));
  if (copy == NULL)
    return NULL;
  dh_lane_set_plan (copy, dh_lane_get_plan (lane));
  dh_session_release_undo (self);
  return copy;
}

DhLane *
dh_session_duplicate_lane_from (DhSession *self, DhLane *lane, DhStart start)
{
  DhLane *copy;

  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  copy = duplicate (self, lane, 0, dh_session_find_start (self, start));
  if (copy != NULL)
    dh_session_release_undo (self);
  return copy;
}

void
dh_session_restart_lane (DhSession *self, DhLane *lane)
{
  g_return_if_fail (DH_IS_SESSION (self));
  dh_session_keep_lane (self, DH_CHANGE_RESTART, lane);
  dh_lane_set_run (lane, ++self->last_lane_id, 0);
  dh_lane_set_plan (lane, NULL);
  dh_lane_end_requests (lane);
  dh_session_queue_request (self);
  dh_session_release_undo (self);
}

gboolean
dh_session_remove_lane (DhSession *self, DhLane *lane)
{
  g_return_val_if_fail (DH_IS_SESSION (self), FALSE);
  if (dh_session_get_n_lanes (self) < 2 || !g_list_store_find (self->lanes, lane, NULL))
    return FALSE;
  dh_session_keep_lane (self, DH_CHANGE_REMOVAL, lane);
  dh_session_take_out_lane (self, lane);
  dh_session_release_undo (self);
  return TRUE;
}

GListModel *
dh_session_get_lanes (DhSession *self)
{
  g_return_val_if_fail (DH_IS_SESSION (self), NULL);
  return G_LIST_MODEL (self->lanes);
}

DhLane *
dh_session_find_lane (DhSession *self, guint number)
{
  GListModel *lanes = G_LIST_MODEL (self->lanes);

  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      if (dh_lane_get_number (lane) == number)
        return g_steal_pointer (&lane);
    }
  return NULL;
}
