/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The menu of a lane's landscape: which plane, which picture of it, another one, none.
 *
 * There is one action for a new plane, but two labels: new random directions differ from the old
 * ones, while the trajectory's plane is only recomputed through newer weights.
 */
#include "ui/lanes/plane-view-private.h"

static GSimpleAction *
get_action (DhPlaneView *self, const char *name)
{
  return G_SIMPLE_ACTION (g_action_map_lookup_action (G_ACTION_MAP (self->actions), name));
}

void
dh_plane_view_update_parts (DhPlaneView *self)
{
  GSimpleAction *action = get_action (self, "map");
  g_autoptr (GVariant) map = g_action_get_state (G_ACTION (action));
  gboolean with_map = g_variant_get_boolean (map);

  g_simple_action_set_enabled (action, !self->both);
  gtk_widget_set_visible (self->map_button, !self->both);
  if (!self->both && with_map)
    gtk_widget_add_css_class (self->buttons, "over-map");
  else
    gtk_widget_remove_css_class (self->buttons, "over-map");
  dh_ground_pair_set_parts (DH_GROUND_PAIR (self->pair), self->both || !with_map,
                            self->both || with_map);
}

static void
change_kind_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  DhPlaneView *self = data;

  self->kind = g_str_equal (g_variant_get_string (state, NULL), "random") ? DH_PLANE_RANDOM
                                                                          : DH_PLANE_TRAJECTORY;
  dh_lane_set_plane_kind (self->lane, self->kind);
}

static void
change_map_cb (GSimpleAction *action, GVariant *state, gpointer data)
{
  g_simple_action_set_state (action, state);
  dh_plane_view_update_parts (data);
}

static void
redraw_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_lane_redraw_plane (DH_PLANE_VIEW (data)->lane);
}

static void
hide_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_widget_activate_action (data, "win.show-landscapes", NULL);
}

void
dh_plane_view_update_kind (DhPlaneView *self)
{
  DhPlaneKind kind = dh_lane_get_plane_kind (self->lane);

  if (kind != DH_PLANE_NONE)
    self->kind = kind;
  g_simple_action_set_state (get_action (self, "kind"),
                             g_variant_new_string (self->kind == DH_PLANE_RANDOM ? "random"
                                                                                 : "way"));
  g_simple_action_set_enabled (get_action (self, "other-directions"),
                               self->kind == DH_PLANE_RANDOM);
  g_simple_action_set_enabled (get_action (self, "measure-again"),
                               self->kind == DH_PLANE_TRAJECTORY);
}

void
dh_plane_view_setup_actions (DhPlaneView *self)
{
  static const GActionEntry entries[] = {
    { .name = "kind", .parameter_type = "s", .state = "'way'", .change_state = change_kind_cb },
    { .name = "map", .state = "false", .change_state = change_map_cb },
    { .name = "other-directions", .activate = redraw_cb },
    { .name = "measure-again", .activate = redraw_cb },
    { .name = "hide", .activate = hide_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "plane", G_ACTION_GROUP (self->actions));
}
