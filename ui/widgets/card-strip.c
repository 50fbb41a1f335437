/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Cards in a row or a column, one for each item of a list.
 *
 * A list view was rejected: it creates and drops its rows while scrolling, but a card must keep its
 * state (a chart's pyramid, a camera) as long as its item exists.
 */
#include "ui/widgets/card-strip.h"

#define SPACING 8

typedef struct
{
  GtkWidget *scrolled;
  GtkWidget *box;
  GListModel *items;  /* owned */
  GPtrArray *cards;   /* GtkWidget, not owned; in the order of the items */
  GtkWidget *current; /* one of the cards; NULL: none yet */
  int arrived;        /* position of a new card to scroll to; -1: none */
} DhCardStripPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (DhCardStrip, dh_card_strip, GTK_TYPE_WIDGET)

static DhCardStripPrivate *
get_private (DhCardStrip *self)
{
  return dh_card_strip_get_instance_private (self);
}

static void
make_current (GtkEventController *controller, DhCardStrip *self)
{
  get_private (self)->current = gtk_event_controller_get_widget (controller);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, DhCardStrip *self)
{
  make_current (GTK_EVENT_CONTROLLER (click), self);
}

static GtkWidget *
create_card (DhCardStrip *self, gpointer item)
{
  GtkWidget *card = DH_CARD_STRIP_GET_CLASS (self)->create_card (self, item);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (focus, "enter", G_CALLBACK (make_current), self);
  gtk_widget_add_controller (card, focus);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (click));
  return card;
}

static void
insert_card (DhCardStrip *self, guint position)
{
  DhCardStripPrivate *priv = get_private (self);
  g_autoptr (GObject) item = g_list_model_get_item (priv->items, position);
  GtkWidget *card = create_card (self, item);

  gtk_box_insert_child_after (GTK_BOX (priv->box), card,
                              position > 0 ? priv->cards->pdata[position - 1] : NULL);
  g_ptr_array_insert (priv->cards, (int) position, card);
}

static void
remove_card (DhCardStrip *self, guint position)
{
  DhCardStripPrivate *priv = get_private (self);
  DhCardStripClass *klass = DH_CARD_STRIP_GET_CLASS (self);
  GtkWidget *card = priv->cards->pdata[position];

  if (klass->release_card != NULL)
    klass->release_card (self, card);
  g_ptr_array_remove_index (priv->cards, position);
  gtk_box_remove (GTK_BOX (priv->box), card);
  /* Clear this last: a card that is removed may move the focus to another card. */
  if (priv->current == card)
    priv->current = NULL;
}

static void
items_changed_cb (DhCardStrip *self, guint position, guint n_removed, guint n_added)
{
  DhCardStripClass *klass = DH_CARD_STRIP_GET_CLASS (self);

  for (guint i = 0; i < n_removed; i++)
    remove_card (self, position);
  for (guint i = position; i < position + n_added; i++)
    insert_card (self, i);
  get_private (self)->arrived = -1;
  if (klass->cards_changed != NULL)
    klass->cards_changed (self, position, n_removed, n_added);
}

/* The strip has grown by the new card. All cards are equally wide, which gives its position. */
static void
show_arrived_cb (DhCardStrip *self, GtkAdjustment *adjustment)
{
  DhCardStripPrivate *priv = get_private (self);
  double pitch = gtk_adjustment_get_upper (adjustment) / MAX (priv->cards->len, 1);

  if (priv->arrived < 0)
    return;
  gtk_adjustment_clamp_page (adjustment, priv->arrived * pitch, (priv->arrived + 1) * pitch);
  priv->arrived = -1;
}

static void
dh_card_strip_dispose (GObject *object)
{
  DhCardStripPrivate *priv = get_private (DH_CARD_STRIP (object));

  dh_card_strip_set_items (DH_CARD_STRIP (object), NULL);
  g_clear_pointer (&priv->scrolled, gtk_widget_unparent);
  G_OBJECT_CLASS (dh_card_strip_parent_class)->dispose (object);
}

static void
dh_card_strip_finalize (GObject *object)
{
  g_ptr_array_unref (get_private (DH_CARD_STRIP (object))->cards);
  G_OBJECT_CLASS (dh_card_strip_parent_class)->finalize (object);
}

static void
dh_card_strip_class_init (DhCardStripClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = dh_card_strip_dispose;
  G_OBJECT_CLASS (klass)->finalize = dh_card_strip_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
dh_card_strip_init (DhCardStrip *self)
{
  DhCardStripPrivate *priv = get_private (self);

  priv->cards = g_ptr_array_new ();
  priv->arrived = -1;
  priv->scrolled = gtk_scrolled_window_new ();
  gtk_widget_set_parent (priv->scrolled, GTK_WIDGET (self));
  priv->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  gtk_box_set_homogeneous (GTK_BOX (priv->box), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (priv->scrolled), priv->box);
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (
                             GTK_SCROLLED_WINDOW (priv->scrolled)),
                           "changed", G_CALLBACK (show_arrived_cb), self, G_CONNECT_SWAPPED);
}

void
dh_card_strip_set_items (DhCardStrip *self, GListModel *items)
{
  DhCardStripPrivate *priv = get_private (self);

  if (priv->items == items)
    return;
  if (priv->items != NULL)
    g_signal_handlers_disconnect_by_data (priv->items, self);
  while (priv->cards->len > 0)
    remove_card (self, priv->cards->len - 1);
  g_set_object (&priv->items, items);
  if (items == NULL)
    return;
  g_signal_connect_swapped (items, "items-changed", G_CALLBACK (items_changed_cb), self);
  items_changed_cb (self, 0, 0, g_list_model_get_n_items (items));
}

guint
dh_card_strip_get_n_cards (DhCardStrip *self)
{
  return get_private (self)->cards->len;
}

GtkWidget *
dh_card_strip_get_card (DhCardStrip *self, guint position)
{
  DhCardStripPrivate *priv = get_private (self);

  g_return_val_if_fail (position < priv->cards->len, NULL);
  return priv->cards->pdata[position];
}

GtkWidget *
dh_card_strip_get_current (DhCardStrip *self)
{
  DhCardStripPrivate *priv = get_private (self);

  if (priv->current != NULL)
    return priv->current;
  return priv->cards->len > 0 ? priv->cards->pdata[0] : NULL;
}

void
dh_card_strip_set_orientation (DhCardStrip *self, GtkOrientation orientation)
{
  DhCardStripPrivate *priv = get_private (self);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (priv->box), orientation);
  gtk_box_set_homogeneous (GTK_BOX (priv->box), orientation == GTK_ORIENTATION_HORIZONTAL);
}

GtkAdjustment *
dh_card_strip_get_hadjustment (DhCardStrip *self)
{
  return gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (get_private (self)->scrolled));
}

/* By the adjustment: the widgets themselves move with the next layout only. */
gboolean
dh_card_strip_is_in_view (DhCardStrip *self, GtkWidget *widget)
{
  GtkAdjustment *place = dh_card_strip_get_hadjustment (self);
  double from = gtk_adjustment_get_value (place), to = from + gtk_adjustment_get_page_size (place);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (widget, get_private (self)->box, &bounds)
         && bounds.origin.x < to && bounds.origin.x + bounds.size.width > from;
}

void
dh_card_strip_set_policy (DhCardStrip *self, GtkPolicyType horizontal, GtkPolicyType vertical)
{
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (get_private (self)->scrolled), horizontal,
                                  vertical);
}

void
dh_card_strip_reveal (DhCardStrip *self, guint position)
{
  DhCardStripPrivate *priv = get_private (self);

  g_return_if_fail (position < priv->cards->len);
  priv->arrived = (int) position;
}
