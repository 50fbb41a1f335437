/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cards of all lanes, side by side.
 *
 * It handles what concerns several lanes: their order, the common length of their charts, which has
 * the best metrics, and how many faces per side fit.
 */
#include "ui/lanes/lane-strip.h"

#include <glib/gi18n-lib.h>

#include "ui/lanes/lane-sight.h"
#include "ui/plot/common/metric-format.h"

#define COMPARED_FACES 4 /* to choose from */

struct _DhLaneStrip
{
  DhCardStrip parent_instance;
  DhSession *session;
  DhPast *past; /* NULL: only the present is shown */
  DhLaneSight *sight;
  DhChartGroup *charts;
  DhGroundGroup *cameras; /* shared by the landscapes */
  gboolean show_mask;
  gboolean show_landscapes;
  gboolean compares; /* faces are on the screen outside of their cards */
  DhLaneViewKind view; /* view of low cards */
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

G_DEFINE_FINAL_TYPE (DhLaneStrip, dh_lane_strip, DH_TYPE_CARD_STRIP)

/* The newest, whatever is shown. */
static DhLaneSnapshot *
get_snapshot (DhLaneStrip *self, guint position)
{
  return dh_lane_get_snapshot (dh_lane_card_get_lane (dh_lane_strip_get_card (self, position)));
}

static void
update_length (DhLaneStrip *self)
{
  guint64 length = 0;

  for (guint i = 0; i < dh_lane_strip_get_n_cards (self); i++)
    {
      DhLaneSnapshot *snapshot = get_snapshot (self, i);

      if (snapshot != NULL)
        length = MAX (length, dh_lane_snapshot_get_n_records (snapshot));
    }
  dh_chart_group_set_length (self->charts, length);
}

static void
update_best (DhLaneStrip *self)
{
  const DhMetrics *metrics[DH_MAX_LANES] = { NULL };
  guint n_lanes = MIN (dh_lane_strip_get_n_cards (self), DH_MAX_LANES);

  for (guint i = 0; i < n_lanes; i++)
    {
      DhLaneSnapshot *snapshot = dh_lane_card_get_shown (dh_lane_strip_get_card (self, i));

      metrics[i] = snapshot != NULL ? dh_lane_snapshot_get_metrics (snapshot) : NULL;
    }
  for (guint i = 0; i < n_lanes; i++)
    dh_lane_card_set_best (dh_lane_strip_get_card (self, i),
                           dh_metric_find_best (metrics, n_lanes, i));
}

static void
snapshot_cb (DhLaneStrip *self)
{
  update_length (self);
  update_best (self);
}

/* ---- the past ---- */

static void
show_past (DhLaneStrip *self, guint position, const char *words)
{
  DhLaneCard *card = dh_lane_strip_get_card (self, position);

  dh_lane_card_show_past (card, dh_past_get_snapshot (self->past, dh_lane_card_get_lane (card)),
                          words);
}

static void
past_changed_cb (DhLaneStrip *self)
{
  /* How long ago that was changes all the time: the timeline says so once, for all. */
  /* Translators: on a card that shows the past of its lane */
  g_autofree char *words = g_strdup_printf (_ ("iteration %'lu"),
                                            (gulong) dh_past_get_shown_iteration (self->past));

  dh_chart_group_set_cursor (self->charts, dh_past_get_live (self->past)
                                             ? 0
                                             : dh_past_get_shown_iteration (self->past));
  for (guint i = 0; i < dh_lane_strip_get_n_cards (self); i++)
    show_past (self, i, words);
  update_best (self);
}

/* ---- the cards ---- */

/* As many faces as the cards on the screen show; if there are none, as many as before. */
static void
n_faces_cb (DhLaneStrip *self)
{
  guint n_faces = 0;

  for (guint i = 0; i < dh_lane_strip_get_n_cards (self); i++)
    {
      DhLaneCard *card = dh_lane_strip_get_card (self, i);

      if (!(dh_lane_get_hidden_parts (dh_lane_card_get_lane (card)) & DH_LANE_FACES))
        n_faces = MAX (n_faces, dh_lane_card_get_n_faces (card));
    }
  if (self->compares)
    n_faces = MAX (n_faces, COMPARED_FACES);
  if (n_faces > 0)
    dh_session_set_preview_faces (self->session, n_faces);
}

static void
sight_cb (gpointer data)
{
  n_faces_cb (data);
}

static GtkWidget *
dh_lane_strip_create_card (DhCardStrip *strip, gpointer lane)
{
  DhLaneStrip *self = DH_LANE_STRIP (strip);
  GtkWidget *card = dh_lane_card_new (self->session, lane, self->charts, self->cameras);

  dh_lane_card_set_show_mask (DH_LANE_CARD (card), self->show_mask);
  dh_lane_card_set_show_landscape (DH_LANE_CARD (card), self->show_landscapes);
  g_object_bind_property (self, "view", dh_lane_card_get_body (DH_LANE_CARD (card)), "view",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (card, "n-faces-changed", G_CALLBACK (n_faces_cb), self);
  g_signal_connect_object (lane, "notify::snapshot", G_CALLBACK (snapshot_cb), self,
                           G_CONNECT_SWAPPED);
  dh_lane_sight_watch (self->sight, DH_LANE_CARD (card));
  return card;
}

static void
dh_lane_strip_release_card (DhCardStrip *strip, GtkWidget *card)
{
  g_signal_handlers_disconnect_by_data (dh_lane_card_get_lane (DH_LANE_CARD (card)), strip);
  g_signal_handlers_disconnect_by_data (card, strip);
  dh_lane_sight_unwatch (DH_LANE_STRIP (strip)->sight, DH_LANE_CARD (card));
}

static void
dh_lane_strip_cards_changed (DhCardStrip *strip, guint position, guint n_removed, guint n_added)
{
  if (n_added == 1)
    dh_card_strip_reveal (strip, position);
  snapshot_cb (DH_LANE_STRIP (strip));
}

static void
idle_cb (DhLaneStrip *self)
{
  for (guint i = 0; i < dh_lane_strip_get_n_cards (self); i++)
    dh_lane_card_describe (dh_lane_strip_get_card (self, i));
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

  if (self->past != NULL)
    g_signal_handlers_disconnect_by_data (self->past, self);
  dh_card_strip_set_items (DH_CARD_STRIP (self), NULL);
  g_clear_pointer (&self->sight, dh_lane_sight_free);
  if (self->session != NULL)
    g_signal_handlers_disconnect_by_data (self->session, self);
  g_clear_object (&self->session);
  g_clear_object (&self->past);
  g_clear_object (&self->charts);
  g_clear_object (&self->cameras);
  G_OBJECT_CLASS (dh_lane_strip_parent_class)->dispose (object);
}

static void
dh_lane_strip_class_init (DhLaneStripClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  DhCardStripClass *strip_class = DH_CARD_STRIP_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = dh_lane_strip_get_property;
  object_class->set_property = dh_lane_strip_set_property;
  object_class->dispose = dh_lane_strip_dispose;
  strip_class->create_card = dh_lane_strip_create_card;
  strip_class->release_card = dh_lane_strip_release_card;
  strip_class->cards_changed = dh_lane_strip_cards_changed;
  properties[PROP_SHOW_MASK] = g_param_spec_boolean ("show-mask", NULL, NULL, FALSE, flags);
  properties[PROP_SHOW_LANDSCAPES] = g_param_spec_boolean ("show-landscapes", NULL, NULL, TRUE,
                                                           flags);
  properties[PROP_VIEW] = g_param_spec_int ("view", NULL, NULL, 0, DH_LANE_N_VIEWS - 1,
                                            DH_LANE_VIEW_FACES, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "lanestrip");
}

static void
dh_lane_strip_init (DhLaneStrip *self)
{
  self->charts = dh_chart_group_new ();
  self->cameras = dh_ground_group_new ();
  self->sight = dh_lane_sight_new (DH_CARD_STRIP (self), sight_cb, self);
  self->show_landscapes = TRUE;
  self->view = DH_LANE_VIEW_FACES;
  dh_card_strip_set_policy (DH_CARD_STRIP (self), GTK_POLICY_AUTOMATIC, GTK_POLICY_NEVER);
}

GtkWidget *
dh_lane_strip_new (void)
{
  return g_object_new (DH_TYPE_LANE_STRIP, NULL);
}

void
dh_lane_strip_set_session (DhLaneStrip *self, DhSession *session)
{
  g_return_if_fail (self->session == NULL);
  self->session = g_object_ref (session);
  g_signal_connect_swapped (session, "idle", G_CALLBACK (idle_cb), self);
  dh_card_strip_set_items (DH_CARD_STRIP (self), dh_session_get_lanes (session));
}

void
dh_lane_strip_set_past (DhLaneStrip *self, DhPast *past)
{
  g_return_if_fail (self->past == NULL);
  self->past = g_object_ref (past);
  g_signal_connect_object (past, "changed", G_CALLBACK (past_changed_cb), self, G_CONNECT_SWAPPED);
  past_changed_cb (self);
}

DhChartGroup *
dh_lane_strip_get_charts (DhLaneStrip *self)
{
  return self->charts;
}

guint
dh_lane_strip_get_n_cards (DhLaneStrip *self)
{
  return dh_card_strip_get_n_cards (DH_CARD_STRIP (self));
}

DhLaneCard *
dh_lane_strip_get_card (DhLaneStrip *self, guint position)
{
  return DH_LANE_CARD (dh_card_strip_get_card (DH_CARD_STRIP (self), position));
}

DhLaneCard *
dh_lane_strip_get_current (DhLaneStrip *self)
{
  return DH_LANE_CARD (dh_card_strip_get_current (DH_CARD_STRIP (self)));
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
  for (guint i = 0; i < dh_lane_strip_get_n_cards (self); i++)
    dh_lane_card_set_show_mask (dh_lane_strip_get_card (self, i), show_mask);
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
  for (guint i = 0; i < dh_lane_strip_get_n_cards (self); i++)
    dh_lane_card_set_show_landscape (dh_lane_strip_get_card (self, i), show_landscapes);
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

/* In the order of DhLaneViewKind. */
static const char *const views[DH_LANE_N_VIEWS] = { "landscape", "faces", "chart" };

const char *
dh_lane_strip_get_view_word (DhLaneStrip *self)
{
  return views[self->view];
}

void
dh_lane_strip_set_view_word (DhLaneStrip *self, const char *word)
{
  for (guint i = 0; i < DH_LANE_N_VIEWS; i++)
    if (g_str_equal (word, views[i]))
      dh_lane_strip_set_view (self, i);
}

void
dh_lane_strip_show (DhLaneStrip *self, const DhDocumentView *view)
{
  dh_chart_group_set_logarithmic (self->charts, view->log_axis);
  dh_chart_group_set_gradient_norms (self->charts, view->gradient_norms);
  dh_lane_strip_set_show_mask (self, view->show_mask);
  dh_lane_strip_set_show_landscapes (self, view->show_landscapes);
  dh_lane_strip_set_view_word (self, view->lane_view);
}

GtkWidget *
dh_lane_strip_find_part (DhLaneStrip *self, DhTarget at)
{
  for (guint i = 0; i < dh_lane_strip_get_n_cards (self); i++)
    {
      DhLaneCard *card = dh_lane_strip_get_card (self, i);

      if (dh_lane_get_number (dh_lane_card_get_lane (card)) == at.number)
        return dh_lane_card_find_part (card, at.kind);
    }
  return NULL;
}

void
dh_lane_strip_want_faces (DhLaneStrip *self, guint numbers)
{
  if (self->sight == NULL)
    return;
  self->compares = numbers != 0;
  dh_lane_sight_want_faces (self->sight, numbers);
}

gboolean
dh_lane_strip_end_probes (DhLaneStrip *self)
{
  gboolean any = FALSE;

  for (guint i = 0; i < dh_lane_strip_get_n_cards (self); i++)
    any |= dh_lane_card_end_probe (dh_lane_strip_get_card (self, i));
  return any;
}
