/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cards of all lanes, side by side.
 *
 * What concerns several lanes at once: their order, the common length of their charts, which has
 * the best metrics, and how many faces a side there is room for.
 */
#include "ui/lanes/lane-strip.h"

#include "ui/plot/common/metric-format.h"

#define SPACING 8

struct _DhLaneStrip
{
  GtkWidget parent_instance;
  GtkWidget *scrolled;
  GtkWidget *box;
  DhSession *session;
  DhChartGroup *charts;
  GPtrArray *cards;       /* DhLaneCard, not owned; in the order of the lanes */
  DhLane *current;        /* owned */
  DhGroundGroup *cameras; /* of the landscapes */
  gboolean show_mask;
  gboolean show_landscapes;
  DhLaneViewKind view; /* of low cards */
  int arrived;         /* position of a card that is to come into sight; -1: none */
};

enum
{
  PROP_0,
  PROP_SHOW_MASK,
  PROP_SHOW_LANDSCAPES,
  PROP_VIEW,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (DhLaneStrip, dh_lane_strip, GTK_TYPE_WIDGET)

static void
update_length (DhLaneStrip *self)
{
  guint64 length = 0;

  for (guint i = 0; i < self->cards->len; i++)
    {
      DhLaneSnapshot *snapshot = dh_lane_get_snapshot (
        dh_lane_card_get_lane (self->cards->pdata[i]));

      if (snapshot != NULL)
        length = MAX (length, dh_lane_snapshot_get_n_records (snapshot));
    }
  dh_chart_group_set_length (self->charts, length);
}

static void
update_best (DhLaneStrip *self)
{
  const DhMetrics *metrics[DH_SESSION_MAX_LANES] = { NULL };
  guint n_lanes = MIN (self->cards->len, DH_SESSION_MAX_LANES);

  for (guint i = 0; i < n_lanes; i++)
    {
      DhLaneSnapshot *snapshot = dh_lane_get_snapshot (
        dh_lane_card_get_lane (self->cards->pdata[i]));

      metrics[i] = snapshot != NULL ? dh_lane_snapshot_get_metrics (snapshot) : NULL;
    }
  for (guint i = 0; i < n_lanes; i++)
    dh_lane_card_set_best (self->cards->pdata[i], dh_metric_find_best (metrics, n_lanes, i));
}

static void
snapshot_cb (DhLaneStrip *self)
{
  update_length (self);
  update_best (self);
}

static void
n_faces_cb (DhLaneStrip *self)
{
  guint n_faces = 1;

  for (guint i = 0; i < self->cards->len; i++)
    n_faces = MAX (n_faces, dh_lane_card_get_n_faces (self->cards->pdata[i]));
  dh_session_set_preview_faces (self->session, n_faces);
}

static void
make_current (GtkEventController *controller, DhLaneStrip *self)
{
  DhLaneCard *card = DH_LANE_CARD (gtk_event_controller_get_widget (controller));

  g_set_object (&self->current, dh_lane_card_get_lane (card));
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, DhLaneStrip *self)
{
  make_current (GTK_EVENT_CONTROLLER (click), self);
}

static GtkWidget *
create_card (DhLaneStrip *self, DhLane *lane)
{
  GtkWidget *card = dh_lane_card_new (self->session, lane, self->charts, self->cameras);
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  dh_lane_card_set_show_mask (DH_LANE_CARD (card), self->show_mask);
  dh_lane_card_set_show_landscape (DH_LANE_CARD (card), self->show_landscapes);
  g_object_bind_property (self, "view", dh_lane_card_get_body (DH_LANE_CARD (card)), "view",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect (focus, "enter", G_CALLBACK (make_current), self);
  gtk_widget_add_controller (card, focus);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (card, GTK_EVENT_CONTROLLER (click));
  g_signal_connect_swapped (card, "n-faces-changed", G_CALLBACK (n_faces_cb), self);
  g_signal_connect_object (lane, "notify::snapshot", G_CALLBACK (snapshot_cb), self,
                           G_CONNECT_SWAPPED);
  return card;
}

static void
remove_card (DhLaneStrip *self, guint position)
{
  GtkWidget *card = self->cards->pdata[position];
  DhLane *lane = dh_lane_card_get_lane (DH_LANE_CARD (card));

  g_signal_handlers_disconnect_by_data (lane, self);
  g_signal_handlers_disconnect_by_data (card, self);
  if (self->current == lane)
    g_clear_object (&self->current);
  g_ptr_array_remove_index (self->cards, position);
  gtk_box_remove (GTK_BOX (self->box), card);
}

/* The strip has grown by the new card, whose place follows from the cards' being equally wide. */
static void
show_arrived_cb (DhLaneStrip *self, GtkAdjustment *adjustment)
{
  double pitch = gtk_adjustment_get_upper (adjustment) / MAX (self->cards->len, 1);

  if (self->arrived < 0)
    return;
  gtk_adjustment_clamp_page (adjustment, self->arrived * pitch, (self->arrived + 1) * pitch);
  self->arrived = -1;
}

static void
lanes_changed_cb (DhLaneStrip *self, guint position, guint n_removed, guint n_added,
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
  self->arrived = n_added == 1 ? (int) position : -1;
  snapshot_cb (self);
}

static void
idle_cb (DhLaneStrip *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    dh_lane_card_describe (self->cards->pdata[i]);
}

static void
dh_lane_strip_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  DhLaneStrip *self = DH_LANE_STRIP (object);

  switch (id)
    {
    case PROP_SHOW_MASK:
      g_value_set_boolean (value, self->show_mask);
      break;
    case PROP_SHOW_LANDSCAPES:
      g_value_set_boolean (value, self->show_landscapes);
      break;
    case PROP_VIEW:
      g_value_set_int (value, self->view);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_lane_strip_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  DhLaneStrip *self = DH_LANE_STRIP (object);

  switch (id)
    {
    case PROP_SHOW_MASK:
      dh_lane_strip_set_show_mask (self, g_value_get_boolean (value));
      break;
    case PROP_SHOW_LANDSCAPES:
      dh_lane_strip_set_show_landscapes (self, g_value_get_boolean (value));
      break;
    case PROP_VIEW:
      dh_lane_strip_set_view (self, g_value_get_int (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
dh_lane_strip_dispose (GObject *object)
{
  DhLaneStrip *self = DH_LANE_STRIP (object);

  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (dh_session_get_lanes (self->session), self);
      g_signal_handlers_disconnect_by_data (self->session, self);
      while (self->cards->len > 0)
        remove_card (self, self->cards->len - 1);
    }
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_object (&self->current);
  g_clear_object (&self->session);
  g_clear_object (&self->charts);
  g_clear_object (&self->cameras);
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  G_OBJECT_CLASS (dh_lane_strip_parent_class)->dispose (object);
}

static void
dh_lane_strip_class_init (DhLaneStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_lane_strip_get_property;
  object_class->set_property = dh_lane_strip_set_property;
  object_class->dispose = dh_lane_strip_dispose;
  properties[PROP_SHOW_MASK] = g_param_spec_boolean ("show-mask", NULL, NULL, FALSE, flags);
  properties[PROP_SHOW_LANDSCAPES] = g_param_spec_boolean ("show-landscapes", NULL, NULL, TRUE,
                                                           flags);
  properties[PROP_VIEW] = g_param_spec_int ("view", NULL, NULL, 0, DH_LANE_N_VIEWS - 1,
                                            DH_LANE_VIEW_FACES, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "lanestrip");
}

static void
dh_lane_strip_init (DhLaneStrip *self)
{
  self->cards = g_ptr_array_new ();
  self->charts = dh_chart_group_new ();
  self->cameras = dh_ground_group_new ();
  self->show_landscapes = TRUE;
  self->view = DH_LANE_VIEW_FACES;
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scrolled), GTK_POLICY_AUTOMATIC,
                                  GTK_POLICY_NEVER);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, SPACING);
  gtk_box_set_homogeneous (GTK_BOX (self->box), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->box);
  self->arrived = -1;
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (
                             GTK_SCROLLED_WINDOW (self->scrolled)),
                           "changed", G_CALLBACK (show_arrived_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
dh_lane_strip_new (void)
{
  return g_object_new (DH_TYPE_LANE_STRIP, NULL);
}

void
dh_lane_strip_set_session (DhLaneStrip *self, DhSession *session)
{
  GListModel *lanes = dh_session_get_lanes (session);

  g_return_if_fail (self->session == NULL);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (lanes, "items-changed", G_CALLBACK (lanes_changed_cb), self);
  g_signal_connect_swapped (session, "idle", G_CALLBACK (idle_cb), self);
  lanes_changed_cb (self, 0, 0, g_list_model_get_n_items (lanes), lanes);
}

DhChartGroup *
dh_lane_strip_get_charts (DhLaneStrip *self)
{
  return self->charts;
}

guint
dh_lane_strip_get_n_cards (DhLaneStrip *self)
{
  return self->cards->len;
}

DhLaneCard *
dh_lane_strip_get_card (DhLaneStrip *self, guint position)
{
  g_return_val_if_fail (position < self->cards->len, NULL);
  return self->cards->pdata[position];
}

DhLaneCard *
dh_lane_strip_get_current (DhLaneStrip *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    if (dh_lane_card_get_lane (self->cards->pdata[i]) == self->current)
      return self->cards->pdata[i];
  return self->cards->len > 0 ? self->cards->pdata[0] : NULL;
}

gboolean
dh_lane_strip_get_show_mask (DhLaneStrip *self)
{
  return self->show_mask;
}

void
dh_lane_strip_set_show_mask (DhLaneStrip *self, gboolean show_mask)
{
  show_mask = !!show_mask;
  if (self->show_mask == show_mask)
    return;
  self->show_mask = show_mask;
  for (guint i = 0; i < self->cards->len; i++)
    dh_lane_card_set_show_mask (self->cards->pdata[i], show_mask);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_MASK]);
}

gboolean
dh_lane_strip_get_show_landscapes (DhLaneStrip *self)
{
  return self->show_landscapes;
}

void
dh_lane_strip_set_show_landscapes (DhLaneStrip *self, gboolean show_landscapes)
{
  show_landscapes = !!show_landscapes;
  if (self->show_landscapes == show_landscapes)
    return;
  self->show_landscapes = show_landscapes;
  for (guint i = 0; i < self->cards->len; i++)
    dh_lane_card_set_show_landscape (self->cards->pdata[i], show_landscapes);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_LANDSCAPES]);
}

DhLaneViewKind
dh_lane_strip_get_view (DhLaneStrip *self)
{
  return self->view;
}

void
dh_lane_strip_set_view (DhLaneStrip *self, DhLaneViewKind view)
{
  if (self->view == view)
    return;
  self->view = view;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VIEW]);
}

void
dh_lane_strip_end_probes (DhLaneStrip *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    dh_lane_card_end_probe (self->cards->pdata[i]);
}
