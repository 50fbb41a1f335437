/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The actions of a lane, and its menu.  The optimizer has a button of its own; its action remains
 * for scripts.
 */
#include "ui/lanes/lane-card-private.h"

#include <glib/gi18n-lib.h>

#include "ui/lanes/lr-finder-panel.h"

static void
duplicate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;

  /* The window asks first if memory is scarce. */
  if (!gtk_widget_activate_action (GTK_WIDGET (self), "win.duplicate-number", "u",
                                   dh_lane_get_number (self->lane)))
    dh_session_duplicate_lane (self->session, self->lane);
}

/* The same settings, but from other weights; parameter: which. */
static void
duplicate_from_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;
  const char *text = g_variant_get_string (parameter, NULL);
  DhStart start;

  if (!gtk_widget_activate_action (GTK_WIDGET (self), "win.duplicate-from", "(us)",
                                   dh_lane_get_number (self->lane), text)
      && dh_start_parse (text, &start, NULL))
    dh_session_duplicate_lane_from (self->session, self->lane, start);
}

static void
restart_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;

  /* The window asks first if the training can't be kept. */
  if (!gtk_widget_activate_action (GTK_WIDGET (self), "win.restart-lane", "u",
                                   dh_lane_get_number (self->lane)))
    dh_session_restart_lane (self->session, self->lane);
}

static void
remove_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;

  dh_session_remove_lane (self->session, self->lane);
}

static void
find_rate_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhLaneCard *self = data;

  dh_lr_finder_panel_present (self->lane, GTK_WIDGET (self));
}

static void
change_clip_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  DhLaneCard *self = data;

  dh_lane_set_clip (self->lane, g_variant_get_boolean (state) ? DH_USUAL_CLIP : 0.0);
}

static GSimpleAction *
get_action (DhLaneCard *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

static void
lane_clip_cb (DhLaneCard *self)
{
  g_simple_action_set_state (get_action (self, "clip"),
                             g_variant_new_boolean (dh_lane_get_clip (self->lane) > 0.0));
}

/* The last lane can't be removed, and there can't be more than six. */
static void
lanes_changed_cb (DhLaneCard *self)
{
  guint n_lanes = g_list_model_get_n_items (dh_session_get_lanes (self->session));

  g_simple_action_set_enabled (get_action (self, "remove"), n_lanes > 1);
  g_simple_action_set_enabled (get_action (self, "duplicate"), n_lanes < DH_MAX_LANES);
  g_simple_action_set_enabled (get_action (self, "duplicate-from"),
                               n_lanes < DH_MAX_LANES
                                 && dh_session_get_can_warm (self->session));
}

void
dh_lane_card_setup_actions (DhLaneCard *self)
{
  static const GActionEntry entries[] = {
    { .name = "duplicate", .activate = duplicate_cb },
    { .name = "duplicate-from", .activate = duplicate_from_cb, .parameter_type = "s" },
    { .name = "restart", .activate = restart_cb },
    { .name = "remove", .activate = remove_cb },
    { .name = "find-rate", .activate = find_rate_cb },
    { .name = "clip", .state = "false", .change_state = change_clip_cb },
  };
  g_autoptr (GPropertyAction) optimizer = g_property_action_new ("optimizer", self->lane,
                                                                 "optimizer");

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (optimizer));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "lane", G_ACTION_GROUP (self->actions));
  g_signal_connect_swapped (self->lane, "notify::clip", G_CALLBACK (lane_clip_cb), self);
  g_signal_connect_swapped (dh_session_get_lanes (self->session), "items-changed",
                            G_CALLBACK (lanes_changed_cb), self);
  g_signal_connect_object (self->session, "notify::can-warm", G_CALLBACK (lanes_changed_cb), self,
                           G_CONNECT_SWAPPED);
  lane_clip_cb (self);
  lanes_changed_cb (self);
}

GMenuModel *
dh_lane_card_create_menu (void)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) options = g_menu_new ();
  g_autoptr (GMenu) verbs = g_menu_new ();

  g_menu_append (options, _ ("Find a Learning Rate…"), "lane.find-rate");
  g_menu_append (options, _ ("Clip Gradients"), "lane.clip");
  g_menu_append (verbs, _ ("Duplicate"), "lane.duplicate");
  g_menu_append (verbs, _ ("Duplicate from Scratch"), "lane.duplicate-from::scratch");
  g_menu_append (verbs, _ ("Duplicate Warmed Up"), "lane.duplicate-from::warm");
  g_menu_append (verbs, _ ("Restart"), "lane.restart");
  g_menu_append (verbs, _ ("Remove"), "lane.remove");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (options));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (verbs));
  return G_MENU_MODEL (menu);
}
