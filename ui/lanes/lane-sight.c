/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which parts of the lanes' cards are on the screen.
 *
 * Painting faces and computing landscapes slows the training, so nothing is computed for a part that
 * nobody sees: because the window is minimised or hidden, because it shows another page, because the
 * card is scrolled out of view, or because a low card shows another part.
 *
 * All of these change while widgets are laid out, when nothing may be changed.  So changes are
 * collected, and the lanes are told afterwards.
 */
#include "ui/lanes/lane-sight.h"

/* GDK_TOPLEVEL_STATE_SUSPENDED, since GTK 4.12: no part of the window is visible. */
#define SUSPENDED (1 << 16)

#define N_WATCHED 2 /* widgets of a card */

struct _DhLaneSight
{
  DhCardStrip *strip; /* not owned */
  void (*changed) (gpointer data);
  gpointer data;
  GdkSurface *surface; /* owned; its state is watched; NULL: none */
  guint source;
  guint wanted; /* 1 << the number of each lane whose faces are seen elsewhere */
};

static gboolean
is_window_seen (DhLaneSight *self)
{
  return self->surface != NULL
         && (gdk_toplevel_get_state (GDK_TOPLEVEL (self->surface))
             & (GDK_TOPLEVEL_STATE_MINIMIZED | SUSPENDED))
              == 0;
}

static gboolean
is_seen (DhLaneSight *self, GtkWidget *widget)
{
  return gtk_widget_get_mapped (widget) && dh_card_strip_is_in_view (self->strip, widget);
}

static DhLaneParts
get_hidden (DhLaneSight *self, DhLaneCard *card)
{
  DhLaneBody *body = dh_lane_card_get_body (card);
  DhLaneParts seen = DH_LANE_NO_PART;

  if (!is_window_seen (self))
    return DH_LANE_ALL_PARTS;
  if (is_seen (self, GTK_WIDGET (card)))
    seen |= DH_LANE_RATE_LIMIT;
  if (is_seen (self, GTK_WIDGET (dh_lane_body_get_preview (body)))
      || (self->wanted >> dh_lane_get_number (dh_lane_card_get_lane (card)) & 1) != 0)
    seen |= DH_LANE_FACES;
  if (is_seen (self, GTK_WIDGET (dh_lane_body_get_plane (body))))
    seen |= DH_LANE_LANDSCAPE;
  return DH_LANE_ALL_PARTS & ~seen;
}

static void queue (DhLaneSight *self);

static void
forget_surface (DhLaneSight *self)
{
  if (self->surface != NULL)
    g_signal_handlers_disconnect_by_data (self->surface, self);
  g_clear_object (&self->surface);
}

static void
find_surface (DhLaneSight *self)
{
  GtkNative *native = gtk_widget_get_native (GTK_WIDGET (self->strip));
  GdkSurface *surface = native != NULL ? gtk_native_get_surface (native) : NULL;

  forget_surface (self);
  if (!GDK_IS_TOPLEVEL (surface))
    return;
  self->surface = g_object_ref (surface);
  g_signal_connect_swapped (surface, "notify::state", G_CALLBACK (queue), self);
}

static gboolean
update_cb (gpointer data)
{
  DhLaneSight *self = data;
  gboolean any = FALSE;

  self->source = 0;
  if (self->surface == NULL && self->wanted != 0)
    find_surface (self); /* the window may be shown, although the strip never was */
  for (guint i = 0; i < dh_card_strip_get_n_cards (self->strip); i++)
    {
      DhLaneCard *card = DH_LANE_CARD (dh_card_strip_get_card (self->strip, i));
      DhLaneParts hidden = get_hidden (self, card);

      any |= hidden != dh_lane_get_hidden_parts (dh_lane_card_get_lane (card));
      dh_lane_set_hidden_parts (dh_lane_card_get_lane (card), hidden);
    }
  if (any)
    self->changed (self->data);
  return G_SOURCE_REMOVE;
}

static void
queue (DhLaneSight *self)
{
  if (self->source == 0)
    self->source = g_idle_add (update_cb, self);
}

/* A strip is mapped when its page or its window is shown. */
static void
map_cb (DhLaneSight *self)
{
  find_surface (self);
  queue (self);
}

DhLaneSight *
dh_lane_sight_new (DhCardStrip *strip, void (*changed) (gpointer data), gpointer data)
{
  DhLaneSight *self = g_new0 (DhLaneSight, 1);
  GtkAdjustment *place = dh_card_strip_get_hadjustment (strip);

  self->strip = strip;
  self->changed = changed;
  self->data = data;
  g_signal_connect_swapped (strip, "map", G_CALLBACK (map_cb), self);
  g_signal_connect_swapped (strip, "unmap", G_CALLBACK (queue), self);
  g_signal_connect_swapped (place, "value-changed", G_CALLBACK (queue), self);
  g_signal_connect_swapped (place, "changed", G_CALLBACK (queue), self);
  return self;
}

void
dh_lane_sight_want_faces (DhLaneSight *self, guint numbers)
{
  self->wanted = numbers;
  queue (self);
}

void
dh_lane_sight_free (DhLaneSight *self)
{
  g_signal_handlers_disconnect_by_data (dh_card_strip_get_hadjustment (self->strip), self);
  g_signal_handlers_disconnect_by_data (self->strip, self);
  forget_surface (self);
  g_clear_handle_id (&self->source, g_source_remove);
  g_free (self);
}

static void
get_parts (DhLaneCard *card, GtkWidget *parts[N_WATCHED])
{
  DhLaneBody *body = dh_lane_card_get_body (card);

  parts[0] = GTK_WIDGET (dh_lane_body_get_preview (body));
  parts[1] = GTK_WIDGET (dh_lane_body_get_plane (body));
}

void
dh_lane_sight_watch (DhLaneSight *self, DhLaneCard *card)
{
  GtkWidget *parts[N_WATCHED];

  get_parts (card, parts);
  for (guint i = 0; i < N_WATCHED; i++)
    {
      g_signal_connect_swapped (parts[i], "map", G_CALLBACK (queue), self);
      g_signal_connect_swapped (parts[i], "unmap", G_CALLBACK (queue), self);
    }
  queue (self);
}

void
dh_lane_sight_unwatch (DhLaneSight *self, DhLaneCard *card)
{
  GtkWidget *parts[N_WATCHED];

  get_parts (card, parts);
  for (guint i = 0; i < N_WATCHED; i++)
    g_signal_handlers_disconnect_by_data (parts[i], self);
}
