/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window's actions.  GtkApplication exports them over D-Bus, including their states: a script
 * can press play, and read the settings from "lanes".
 */
#include "ui/window/window-private.h"

#include <glib/gi18n-lib.h>

static DhRace *
get_race (DhWindow *self)
{
  return dh_hills_page_get_race (DH_HILLS_PAGE (self->hills_page));
}

static DhBallCard *
get_current_ball (DhWindow *self)
{
  return dh_ball_strip_get_current (dh_hills_page_get_strip (DH_HILLS_PAGE (self->hills_page)));
}

static DhLane *
get_current_lane (DhWindow *self)
{
  DhLaneCard *card = dh_lane_strip_get_current (DH_LANE_STRIP (self->strip));

  return card != NULL ? dh_lane_card_get_lane (card) : NULL;
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  if (dh_window_shows_hills (self))
    dh_race_step (get_race (self));
  else
    dh_session_step (self->session);
}

static void
reset_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  if (dh_window_shows_hills (self))
    dh_race_reset (get_race (self));
  else
    dh_window_change (self, DH_WINDOW_RESET, NULL);
}

static void
back_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_race_back (get_race (data));
}

static void
time_start_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (dh_window_shows_lanes (data))
    {
      dh_window_go_to_start (data);
      return;
    }
  dh_race_set_playing (get_race (data), FALSE);
  dh_race_set_position (get_race (data), 0);
}

static void
time_end_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  if (dh_window_shows_lanes (data))
    {
      dh_window_go_live (data);
      return;
    }
  dh_race_set_playing (get_race (data), FALSE);
  dh_race_set_position (get_race (data), dh_race_get_n_steps (get_race (data)));
}

static void
previous_mark_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_go_to_mark (data, -1);
}

static void
next_mark_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_go_to_mark (data, 1);
}

static void
mark_moment_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_mark_moment (data);
}

static void
add_lane_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_window_add_lane (data, NULL);
}

static void
duplicate_lane_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  DhLane *lane = get_current_lane (self);

  if (lane != NULL)
    dh_window_add_lane (self, lane);
}

/* Activated from a card's menu, with the lane's number. */
static void
duplicate_number_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autoptr (DhLane) lane = dh_session_find_lane (self->session, g_variant_get_uint32 (parameter));

  if (lane != NULL)
    dh_window_add_lane (self, lane);
}

/* The same, with what the copy starts from. */
static void
duplicate_from_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (DhLane) lane = NULL;
  const char *text;
  DhStart start;
  guint number;

  g_variant_get (parameter, "(u&s)", &number, &text);
  lane = dh_session_find_lane (DH_WINDOW (data)->session, number);
  if (lane != NULL && dh_start_parse (text, &start, NULL))
    dh_window_add_lane_from (data, lane, start);
}

/* ---- going on from an earlier step ---- */

/* From what is shown, at first: now, or the moment at which the timeline is. */
static void
branch_off_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autoptr (DhLane) lane = dh_session_find_lane (self->session, g_variant_get_uint32 (parameter));
  gboolean live = self->past == NULL || dh_past_get_live (self->past);

  if (lane != NULL)
    dh_window_ask_for_branch (self, lane, live ? G_MAXUINT64 : dh_past_get_iteration (self->past));
}

/* The timeline's, while it shows the past. */
static void
continue_here_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;

  if (!dh_past_get_live (self->past))
    dh_window_ask_for_branch_of_any (self, dh_past_get_iteration (self->past));
}

/* The same with lane and step, for scripts. */
static void
continue_from_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (DhLane) lane = NULL;
  guint64 iteration;
  guint number;

  g_variant_get (parameter, "(ut)", &number, &iteration);
  lane = dh_session_find_lane (DH_WINDOW (data)->session, number);
  if (lane != NULL)
    dh_window_ask_for_branch (data, lane, iteration);
}

/* ---- the start of all lanes ---- */

static void
start_cb (GSimpleAction *action, GVariant *value, gpointer data)
{
  dh_window_change (data, DH_WINDOW_START, value);
}

/* Where there is only one choice, there is nothing to choose. */
static void
show_start (DhWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "start");
  DhStart start = dh_session_get_start (self->session);

  g_simple_action_set_state (G_SIMPLE_ACTION (action),
                             g_variant_new_string (dh_start_to_text (&start)));
  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), dh_session_get_can_warm (self->session));
}

static void
remove_lane_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  DhLane *lane = get_current_lane (self);

  if (lane != NULL)
    dh_session_remove_lane (self->session, lane);
}

static void
hide_ball_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhBallCard *ball = get_current_ball (data);

  if (ball != NULL)
    dh_lane_set_ball_shown (dh_ball_card_get_lane (ball), FALSE);
}

/* The page of the balls doesn't show the lanes, so Delete can't remove a lane there. */
static void
delete_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (data),
                              dh_window_shows_hills (data) ? "win.hide-ball" : "win.remove-lane",
                              NULL);
}

static void
step_rate (DhWindow *self, int direction)
{
  DhLaneCard *card = dh_lane_strip_get_current (DH_LANE_STRIP (self->strip));

  if (dh_window_shows_hills (self) && get_current_ball (self) != NULL)
    dh_ball_card_step_rate (get_current_ball (self), direction);
  else if (card != NULL)
    dh_lane_card_step_rate (card, direction);
}

static void
rate_up_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step_rate (data, 1);
}

static void
rate_down_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  step_rate (data, -1);
}

static void
swap_people_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  DhWindow *self = data;
  g_autofree char *a = g_strdup (dh_session_get_person (self->session, 0));
  g_autofree char *b = g_strdup (dh_session_get_person (self->session, 1));

  dh_window_change (self, DH_WINDOW_PEOPLE, g_variant_new ("(ss)", b, a));
}

static void
end_probes_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  dh_lane_strip_end_probes (DH_LANE_STRIP (DH_WINDOW (data)->strip));
}

static const GActionEntry entries[] = {
  { .name = "step", .activate = step_cb },
  { .name = "reset", .activate = reset_cb },
  { .name = "back", .activate = back_cb },
  { .name = "time-start", .activate = time_start_cb },
  { .name = "time-end", .activate = time_end_cb },
  { .name = "previous-mark", .activate = previous_mark_cb },
  { .name = "next-mark", .activate = next_mark_cb },
  { .name = "mark-moment", .activate = mark_moment_cb },
  { .name = "add-lane", .activate = add_lane_cb },
  { .name = "duplicate-lane", .activate = duplicate_lane_cb },
  { .name = "duplicate-number", .activate = duplicate_number_cb, .parameter_type = "u" },
  { .name = "duplicate-from", .activate = duplicate_from_cb, .parameter_type = "(us)" },
  { .name = "branch-off", .activate = branch_off_cb, .parameter_type = "u" },
  { .name = "continue-here", .activate = continue_here_cb },
  { .name = "continue-from", .activate = continue_from_cb, .parameter_type = "(ut)" },
  { .name = "start", .parameter_type = "s", .state = "'scratch'", .change_state = start_cb },
  { .name = "remove-lane", .activate = remove_lane_cb },
  { .name = "hide-ball", .activate = hide_ball_cb },
  { .name = "delete", .activate = delete_cb },
  { .name = "rate-up", .activate = rate_up_cb },
  { .name = "rate-down", .activate = rate_down_cb },
  { .name = "swap-people", .activate = swap_people_cb },
  { .name = "end-probe", .activate = end_probes_cb },
};

static void
set_enabled (DhWindow *self, const char *name, gboolean enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (
                                 g_action_map_lookup_action (G_ACTION_MAP (self), name)),
                               enabled);
}

static GVariant *
describe_lanes (DhWindow *self)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(usds)"));
  for (guint i = 0; i < g_list_model_get_n_items (lanes); i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      g_variant_builder_add (&builder, "(usds)", dh_lane_get_number (lane), dh_lane_get_loss (lane),
                             dh_lane_get_learning_rate (lane), dh_lane_get_optimizer (lane));
    }
  return g_variant_builder_end (&builder);
}

static void
lane_changed_cb (DhWindow *self)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), "lanes");

  g_simple_action_set_state (G_SIMPLE_ACTION (action), describe_lanes (self));
}

/* Where the button does nothing, it says why. */
static void
explain_lane_button (DhWindow *self, gboolean full)
{
  g_autofree char *reason = g_strdup_printf (_ ("No More than %u Lanes"), DH_MAX_LANES);

  gtk_widget_set_tooltip_text (self->lane_button, full ? reason : _ ("Add a Lane (Ctrl+N)"));
}

/* Actions never change lanes or balls that aren't visible. */
void
dh_window_update_actions (DhWindow *self)
{
  guint n_lanes = g_list_model_get_n_items (dh_session_get_lanes (self->session));
  gboolean lanes = dh_window_shows_lanes (self), hills = dh_window_shows_hills (self);
  gboolean seen = lanes || hills;

  set_enabled (self, "step", seen);
  set_enabled (self, "reset", seen);
  set_enabled (self, "delete", seen);
  set_enabled (self, "add-lane", lanes && n_lanes < DH_MAX_LANES);
  set_enabled (self, "duplicate-lane", lanes && n_lanes < DH_MAX_LANES);
  set_enabled (self, "remove-lane", lanes && n_lanes > 1);
  set_enabled (self, "end-probe", lanes);
  set_enabled (self, "hide-ball", hills);
  set_enabled (self, "rate-up", seen);
  set_enabled (self, "rate-down", seen);
  set_enabled (self, "back", hills);
  set_enabled (self, "time-start", seen);
  set_enabled (self, "time-end", seen);
  set_enabled (self, "previous-mark", lanes);
  set_enabled (self, "next-mark", lanes);
  set_enabled (self, "mark-moment", lanes);
  set_enabled (self, "continue-here", lanes);
  set_enabled (self, "swap-people", lanes);
  explain_lane_button (self, n_lanes >= DH_MAX_LANES);
}

static void
lanes_changed_cb (DhWindow *self, guint position, guint n_removed, guint n_added, GListModel *lanes)
{
  static const char *const details[] = { "notify::loss", "notify::learning-rate",
                                         "notify::optimizer" };

  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);

      for (guint k = 0; k < G_N_ELEMENTS (details); k++)
        g_signal_connect_object (lane, details[k], G_CALLBACK (lane_changed_cb), self,
                                 G_CONNECT_SWAPPED);
    }
  dh_window_update_actions (self);
  lane_changed_cb (self);
}

static void
add_property_action (DhWindow *self, const char *name, gpointer object, const char *property)
{
  g_autoptr (GPropertyAction) action = g_property_action_new (name, object, property);

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

/* The menu can change the lanes' appearance from any page, but a key works only where the lanes are
 * visible. */
static gboolean
lanes_key_cb (GtkWidget *widget, GVariant *action, gpointer data)
{
  if (!dh_window_shows_lanes (DH_WINDOW (widget)))
    return GDK_EVENT_PROPAGATE;
  gtk_widget_activate_action (widget, g_variant_get_string (action, NULL), NULL);
  return GDK_EVENT_STOP;
}

/* Ends one thing after the other. */
static gboolean
escape_key_cb (GtkWidget *widget, GVariant *parameter, gpointer data)
{
  DhWindow *self = DH_WINDOW (widget);

  if (dh_window_shows_lanes (self) && dh_lane_strip_end_probes (DH_LANE_STRIP (self->strip)))
    return GDK_EVENT_STOP;
  if (dh_window_shows_lanes (self)
      && g_action_group_get_action_enabled (G_ACTION_GROUP (self), "end-comparison"))
    {
      g_action_group_activate_action (G_ACTION_GROUP (self), "end-comparison", NULL);
      return GDK_EVENT_STOP;
    }
  if (g_action_group_get_action_enabled (G_ACTION_GROUP (self), "leave-tour"))
    {
      g_action_group_activate_action (G_ACTION_GROUP (self), "leave-tour", NULL);
      return GDK_EVENT_STOP;
    }
  if (!dh_presenter_get_active (self->presenter))
    return GDK_EVENT_PROPAGATE;
  dh_presenter_set_active (self->presenter, FALSE);
  return GDK_EVENT_STOP;
}

/* Keys without a modifier reach the window last, so that they type text in an entry. So do Ctrl+Z
 * and the like, which undo typing in an entry. */
void
dh_window_class_bind_keys (GtkWidgetClass *widget_class)
{
  static const struct
  {
    guint keyval;
    const char *action;
  } keys[] = {
    { GDK_KEY_period, "win.step" },           { GDK_KEY_comma, "win.back" },
    { GDK_KEY_Home, "win.time-start" },       { GDK_KEY_End, "win.time-end" },
    { GDK_KEY_bracketleft, "win.rate-down" }, { GDK_KEY_bracketright, "win.rate-up" },
  };

  static const struct
  {
    guint keyval;
    GdkModifierType modifiers;
    const char *action;
  } lanes_keys[] = {
    { GDK_KEY_l, 0, "win.log-axis" },
    { GDK_KEY_n, 0, "win.gradient-norms" },
    { GDK_KEY_m, 0, "win.show-mask" },
    { GDK_KEY_g, 0, "win.show-landscapes" },
    { GDK_KEY_Left, GDK_CONTROL_MASK, "win.previous-mark" },
    { GDK_KEY_Right, GDK_CONTROL_MASK, "win.next-mark" },
    { GDK_KEY_b, GDK_CONTROL_MASK, "win.mark-moment" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding_action (widget_class, keys[i].keyval, 0, keys[i].action, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (lanes_keys); i++)
    gtk_widget_class_add_binding (widget_class, lanes_keys[i].keyval, lanes_keys[i].modifiers,
                                  lanes_key_cb, "s", lanes_keys[i].action);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, escape_key_cb, NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "win.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK,
                                       "win.redo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_y, GDK_CONTROL_MASK, "win.redo", NULL);
}

void
dh_window_setup_actions (DhWindow *self)
{
  GListModel *lanes = dh_session_get_lanes (self->session);
  g_autoptr (GSimpleAction) state = g_simple_action_new_stateful ("lanes", NULL,
                                                                  describe_lanes (self));

  g_action_map_add_action_entries (G_ACTION_MAP (self), entries, G_N_ELEMENTS (entries), self);
  add_property_action (self, "playing", self->session, "playing");
  add_property_action (self, "same-rate", self->session, "same-rate");
  add_property_action (self, "log-axis", dh_lane_strip_get_charts (DH_LANE_STRIP (self->strip)),
                       "logarithmic");
  add_property_action (self, "gradient-norms",
                       dh_lane_strip_get_charts (DH_LANE_STRIP (self->strip)), "gradient-norms");
  add_property_action (self, "show-mask", self->strip, "show-mask");
  add_property_action (self, "show-landscapes", self->strip, "show-landscapes");
  add_property_action (self, "race-playing", get_race (self), "playing");
  add_property_action (self, "ground", get_race (self), "ground");
  g_simple_action_set_enabled (state, FALSE);
  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (state));
  g_signal_connect_object (lanes, "items-changed", G_CALLBACK (lanes_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::start", G_CALLBACK (show_start), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::can-warm", G_CALLBACK (show_start), self,
                           G_CONNECT_SWAPPED);
  show_start (self);
  lanes_changed_cb (self, 0, 0, g_list_model_get_n_items (lanes), lanes);
}

void
dh_window_drop_actions (DhWindow *self)
{
  g_action_map_remove_action (G_ACTION_MAP (self), "playing");
  g_action_map_remove_action (G_ACTION_MAP (self), "same-rate");
  g_action_map_remove_action (G_ACTION_MAP (self), "log-axis");
  g_action_map_remove_action (G_ACTION_MAP (self), "gradient-norms");
  g_action_map_remove_action (G_ACTION_MAP (self), "show-mask");
  g_action_map_remove_action (G_ACTION_MAP (self), "race-playing");
  g_action_map_remove_action (G_ACTION_MAP (self), "ground");
  g_action_map_remove_action (G_ACTION_MAP (self), "show-landscapes");
}
