/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cards of all balls, side by side.
 *
 * The cards of all balls: which there are, how they stand, and which one the keys mean.
 */
#include "ui/hills/ball-strip.h"

#define SPACING 8
/* With so few lanes a card is wider than high. */
#define WIDE_CARDS 2

struct _DhBallStrip
{
  GtkWidget parent_instance;
  GtkWidget *scrolled;
  GtkWidget *box;
  DhRace *race;
  DhSession *session;
  DhGroundGroup *group;
  GtkSizeGroup *breakdowns; /* grounds stay alike while breakdowns differ */
  GPtrArray *cards;         /* DhBallCard, not owned; in the order of the lanes */
  DhLane *current;          /* owned */
};

G_DEFINE_FINAL_TYPE (DhBallStrip, dh_ball_strip, GTK_TYPE_WIDGET)

static void
make_current (GtkEventController *controller, DhBallStrip *self)
{
  DhBallCard *card = DH_BALL_CARD (gtk_event_controller_get_widget (controller));

  g_set_object (&self->current, dh_ball_card_get_lane (card));
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, DhBallStrip *self)
{
  make_current (GTK_EVENT_CONTROLLER (click), self);
}

static GtkWidget *
create_card (DhBallStrip *self, DhLane *lane)
{
  GtkWidget *card = dh_ball_card_new (self->race, lane, self->group);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (focus, "enter", G_CALLBACK (make_current), self);
  gtk_widget_add_controller (card, focus);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (click));
  gtk_size_group_add_widget (self->breakdowns, dh_ball_card_get_breakdown (DH_BALL_CARD (card)));
  return card;
}

static void
remove_card (DhBallStrip *self, guint position)
{
  GtkWidget *card = self->cards->pdata[position];

  if (self->current == dh_ball_card_get_lane (DH_BALL_CARD (card)))
    g_clear_object (&self->current);
  gtk_size_group_remove_widget (self->breakdowns, dh_ball_card_get_breakdown (DH_BALL_CARD (card)));
  g_ptr_array_remove_index (self->cards, position);
  gtk_box_remove (GTK_BOX (self->box), card);
}

void
dh_ball_strip_refresh (DhBallStrip *self)
{
  gboolean shared = dh_race_get_shared (self->race);
  DhBallCardForm form = shared                           ? DH_BALL_CARD_COMPACT
                        : self->cards->len <= WIDE_CARDS ? DH_BALL_CARD_WIDE
                                                         : DH_BALL_CARD_TALL;

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  shared ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous (GTK_BOX (self->box), !shared);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled),
                                  shared ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_AUTOMATIC);
  for (guint i = 0; i < self->cards->len; i++)
    {
      dh_ball_card_set_form (self->cards->pdata[i], form);
      dh_ball_card_refresh (self->cards->pdata[i]);
    }
}

static void
lanes_changed_cb (DhBallStrip *self, guint position, guint n_removed, guint n_added,
                  GListModel *lanes)
{
  for (guint i = 0; i < n_removed; i++)
    remove_card (self, position);
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr (DhLane) lane = g_list_model_get_item (lanes, i);
      GtkWidget *card = create_card (self, lane);

      gtk_box_insert_child_after (GTK_BOX (self->box), card,
                                  i > 0 ? self->cards->pdata[i - 1] : NULL);
      g_ptr_array_insert (self->cards, i, card);
    }
  dh_ball_strip_refresh (self);
}

static void
dh_ball_strip_dispose (GObject *object)
{
  DhBallStrip *self = DH_BALL_STRIP (object);

  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (dh_session_get_lanes (self->session), self);
      while (self->cards->len > 0)
        remove_card (self, self->cards->len - 1);
    }
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->current);
  g_clear_object (&self->session);
  g_clear_object (&self->race);
  g_clear_object (&self->group);
  g_clear_object (&self->breakdowns);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  G_OBJECT_CLASS (dh_ball_strip_parent_class)->dispose (object);
}

static void
dh_ball_strip_class_init (DhBallStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_ball_strip_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "ballstrip");
}

static void
dh_ball_strip_init (DhBallStrip *self)
{
  self->cards = g_ptr_array_new ();
  self->group = dh_ground_group_new ();
  self->breakdowns = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);
  self->scrolled = gtk_scrolled_window_new ();
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->box);
}

GtkWidget *
dh_ball_strip_new (void)
{
  return g_object_new (DH_TYPE_BALL_STRIP, NULL);
}

void
dh_ball_strip_set_race (DhBallStrip *self, DhRace *race, DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);

  g_return_if_fail (self->session == NULL);
  self->race = g_object_ref (race);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (lanes, "items-changed", G_CALLBACK (lanes_changed_cb), self);
  lanes_changed_cb (self, 0, 0, g_list_model_get_n_items (lanes), lanes);
}

void
dh_ball_strip_moved (DhBallStrip *self)
{
  gboolean playing = dh_race_get_playing (self->race);

  for (guint i = 0; i < self->cards->len; i++)
    dh_ball_card_moved (self->cards->pdata[i], !playing);
}

void
dh_ball_strip_terrain_changed (DhBallStrip *self, guint runner)
{
  for (guint i = 0; i < self->cards->len; i++)
    if (dh_ball_card_get_runner (self->cards->pdata[i]) == (int) runner)
      dh_ball_card_refresh (self->cards->pdata[i]);
}

void
dh_ball_strip_basins_changed (DhBallStrip *self, guint runner)
{
  for (guint i = 0; i < self->cards->len; i++)
    if (dh_ball_card_get_runner (self->cards->pdata[i]) == (int) runner)
      dh_ball_card_queue_basins (self->cards->pdata[i]);
}

guint
dh_ball_strip_get_n_cards (DhBallStrip *self)
{
  return self->cards->len;
}

DhBallCard *
dh_ball_strip_get_card (DhBallStrip *self, guint position)
{
  g_return_val_if_fail (position < self->cards->len, NULL);
  return self->cards->pdata[position];
}

DhBallCard *
dh_ball_strip_get_current (DhBallStrip *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    if (dh_ball_card_get_lane (self->cards->pdata[i]) == self->current)
      return self->cards->pdata[i];
  return self->cards->len > 0 ? self->cards->pdata[0] : NULL;
}

DhGroundGroup *
dh_ball_strip_get_group (DhBallStrip *self)
{
  return self->group;
}
