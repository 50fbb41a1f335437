/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Saving the settings soon after they change.
 *
 * They are not only saved when the window is closed, because a program can also end by a signal, at
 * logout or with a power failure.
 *
 * This file has no list of the saved properties, which would have to match window-settings.c: any
 * writable property may be a user's choice, and unchanged values aren't written again.  Read-only
 * properties, such as a lane's snapshot six times a second, are ignored.
 */
#include "ui/window/window-private.h"

/* After the first change, since dragging a slider causes many changes. */
#define DELAY_MS 500

static gboolean
save_cb (gpointer data)
{
  DhWindow *self = data;

  self->save_source = 0;
  dh_window_save_settings (self);
  return G_SOURCE_REMOVE;
}

static void
save_soon (DhWindow *self)
{
  dh_window_keep_view (self);
  if (self->save_source == 0)
    self->save_source = g_timeout_add (DELAY_MS, save_cb, self);
}

static void
notify_cb (DhWindow *self, GParamSpec *pspec)
{
  if ((pspec->flags & G_PARAM_WRITABLE) != 0)
    save_soon (self);
}

static void
follow (DhWindow *self, gpointer object)
{
  g_signal_connect_object (object, "notify", G_CALLBACK (notify_cb), self, G_CONNECT_SWAPPED);
}

static void
lanes_changed_cb (DhWindow *self, guint position, guint n_removed, guint n_added, GListModel *lanes)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      follow (self, lane);
    }
  save_soon (self);
}

void
dh_window_setup_autosave (DhWindow *self)
{
  static const char *const window_properties[] = {
    "notify::default-width",
    "notify::default-height",
    "notify::maximized",
  };
  GListModel *lanes = dh_session_get_lanes (self->session);
  DhRace *race = dh_hills_page_get_race (DH_HILLS_PAGE (self->hills_page));

  follow (self, self->session);
  follow (self, race);
  follow (self, self->strip);
  follow (self, dh_lane_strip_get_charts (DH_LANE_STRIP (self->strip)));
  /* The parameters of a hill and the points of a fit aren't properties, but the race emits a signal
   * when they change its terrain. */
  g_signal_connect_object (race, "terrain-changed", G_CALLBACK (save_soon), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->pages, "notify::visible-child-name", G_CALLBACK (save_soon), self,
                           G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (window_properties); i++)
    g_signal_connect_swapped (self, window_properties[i], G_CALLBACK (save_soon), self);
  g_signal_connect_object (lanes, "items-changed", G_CALLBACK (lanes_changed_cb), self,
                           G_CONNECT_SWAPPED);
  lanes_changed_cb (self, 0, 0, g_list_model_get_n_items (lanes), lanes);
}
