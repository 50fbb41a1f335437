/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The card of one lane.  Everything is bound to the DhLane and its newest snapshot; only what
 * differs from the last snapshot is updated, because four lanes send six snapshots a second each
 * and a frame has 16 ms.
 */
#include "ui/lanes/lane-card-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "core/catalog/catalog.h"
#include "ui/lanes/gradient-line.h"
#include "ui/lanes/metric-table.h"
#include "ui/lanes/objective-editor.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/optimizer-editor.h"
#include "ui/widgets/popover-room.h"
#include "ui/widgets/rate-scale.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/state-row.h"

enum
{
  SIGNAL_N_FACES_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhLaneCard, dh_lane_card, GTK_TYPE_WIDGET)

static const struct
{
  const char *icon;
  const char *css_class;
} state_looks[] = {
  [DH_STATE_WAITING] = { "dh-waiting-symbolic", NULL },
  [DH_STATE_CATCHING_UP] = { "dh-catching-up-symbolic", NULL },
  [DH_STATE_IMPROVING] = { "dh-improving-symbolic", NULL },
  [DH_STATE_FLAT] = { "dh-flat-symbolic", NULL },
  [DH_STATE_BOUNCING] = { "dh-bouncing-symbolic", "warning" },
  [DH_STATE_DEAD] = { "dialog-warning-symbolic", "warning" },
  [DH_STATE_ASTRAY] = { "dh-astray-symbolic", "error" },
  [DH_STATE_DIVERGED] = { "dialog-error-symbolic", "error" },
};

/* Updates the button that restarts a dead or diverged lane, at the usual rate or, if that failed, at
 * the rate that its state suggests. */
static void
update_advice (DhLaneCard *self, DhLaneSnapshot *snapshot)
{
  double usual = dh_session_get_usual_rate (self->session, dh_lane_get_start (self->lane));
  double rate = snapshot != NULL && self->past == NULL
                  ? MIN (dh_lane_snapshot_get_advised_rate (snapshot), usual)
                  : 0;
  g_autofree char *label = NULL;
  char text[32];

  if (self->advised_rate == rate)
    return;
  self->advised_rate = rate;
  gtk_widget_set_visible (self->restart_button, rate > 0);
  if (rate <= 0)
    return;
  dh_lr_finder_result_print_rate (rate, text, sizeof text);
  /* Translators: on a small button; a learning rate: “Restart at 1e-3” */
  label = g_strdup_printf (_ ("Restart at %s"), text);
  gtk_button_set_label (GTK_BUTTON (self->restart_button), label);
}

static void
restart_cb (DhLaneCard *self)
{
  if (self->advised_rate <= 0)
    return;
  dh_lane_set_learning_rate (self->lane, self->advised_rate);
  gtk_widget_activate_action (GTK_WIDGET (self), "lane.restart", NULL);
}

static void
update_state (DhLaneCard *self, DhLaneSnapshot *snapshot)
{
  DhState state = snapshot != NULL ? dh_lane_snapshot_get_state (snapshot) : DH_STATE_WAITING;

  dh_state_row_set (DH_STATE_ROW (self->state), state_looks[state].icon,
                    state_looks[state].css_class,
                    snapshot != NULL ? dh_lane_snapshot_get_state_text (snapshot)
                                     : _ ("Waiting for the first step"));
  update_advice (self, snapshot);
}

static void
update_metrics (DhLaneCard *self, DhLaneSnapshot *snapshot)
{
  dh_metric_table_set (DH_METRIC_TABLE (self->metrics),
                       snapshot != NULL ? dh_lane_snapshot_get_metrics (snapshot) : NULL,
                       self->best);
}

static void
update_gradient (DhLaneCard *self)
{
  if (gtk_widget_get_visible (self->gradient))
    dh_gradient_line_set (DH_GRADIENT_LINE (self->gradient), dh_lane_card_get_shown (self),
                          dh_lane_card_get_settings (self).clip);
}

/* Shows the faces of the training or of the probed place of the landscape. Until the probed faces
 * are painted, the old ones stay. */
static void
update_preview (DhLaneCard *self)
{
  DhLaneSnapshot *snapshot = dh_lane_card_get_shown (self);
  DhLaneBody *body = DH_LANE_BODY (self->body);
  gboolean probing = dh_plane_view_get_probing (dh_lane_body_get_plane (body));
  DhPreview *preview = NULL;

  if (snapshot != NULL)
    preview = probing ? dh_lane_snapshot_get_probe (snapshot)
                      : dh_lane_snapshot_get_preview (snapshot);
  if (preview != NULL || !probing)
    dh_preview_view_set_preview (dh_lane_body_get_preview (body), preview);
}

static void
probing_cb (DhLaneCard *self)
{
  gboolean probing = dh_plane_view_get_probing (dh_lane_body_get_plane (DH_LANE_BODY (self->body)));

  gtk_widget_set_visible (self->probe_bar, probing);
  update_preview (self);
}

/* The chart has everything up to now, with a cursor at what is shown. */
static void
snapshot_cb (DhLaneCard *self)
{
  dh_chart_view_set_snapshot (dh_lane_body_get_chart (DH_LANE_BODY (self->body)),
                              dh_lane_get_snapshot (self->lane));
  if (self->past == NULL)
    dh_lane_card_update (self);
}

void
dh_lane_card_update (DhLaneCard *self)
{
  DhLaneSnapshot *snapshot = dh_lane_card_get_shown (self);
  DhLaneBody *body = DH_LANE_BODY (self->body);
  DhOptimizerConfig optimizer_config = dh_lane_card_get_settings (self).optimizer_config;

  /* Set the landscape first, since a new landscape ends the probe. */
  dh_plane_view_set_plane (dh_lane_body_get_plane (body),
                           snapshot != NULL ? dh_lane_snapshot_get_plane (snapshot) : NULL);
  dh_plane_view_set_too_large (dh_lane_body_get_plane (body),
                               snapshot != NULL && !dh_lane_snapshot_can_have_plane (snapshot));
  update_preview (self);
  dh_rate_scale_set_stable_product (DH_RATE_SCALE (self->rate_scale),
                                    dh_optimizer_get_stable_rate (optimizer_config.optimizer,
                                                                  optimizer_config.settings, 1));
  dh_rate_scale_set_stable_rate (DH_RATE_SCALE (self->rate_scale),
                                 snapshot != NULL ? dh_lane_snapshot_get_stable_rate (snapshot)
                                                  : NAN);
  update_metrics (self, snapshot);
  update_gradient (self);
  update_state (self, snapshot);
  dh_lane_card_show_arrival (self);
}

/* Shown over the existing faces until the lane can train. */
static void
progress_cb (DhLaneCard *self)
{
  const DhProgress *progress = dh_session_get_progress (self->session);
  DhLaneSnapshot *snapshot = dh_lane_get_snapshot (self->lane);
  gboolean waits = snapshot == NULL || dh_lane_snapshot_get_n_records (snapshot) == 0;

  if (dh_lane_card_show_arrival (self))
    return;
  gtk_widget_set_visible (self->preparing_bar, waits && progress->kind == DH_PROGRESS_LANE);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->preparing_bar),
                                 dh_progress_get_whole (progress));
}

static void
update_name (DhLaneCard *self)
{
  g_autofree char *label = dh_lane_dup_label (self->lane);
  /* Translators: read aloud; a lane's number and what it trains with: "Lane 2: MAE, rate 1e-3" */
  g_autofree char *name = g_strdup_printf (_ ("Lane %u: %s"), dh_lane_get_number (self->lane),
                                           label);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->badge), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/* In place of the start, while the lane is a replay. */
static void
say_following (DhLaneCard *self)
{
  g_autoptr (DhSettingsLog) log = dh_lane_dup_log (self->lane);
  gulong last = (gulong) dh_settings_log_get_last (log)->iteration;
  g_autofree char *tooltip = g_strdup_printf (
    _ ("The settings of this lane change by themselves, as in the opened document, until iteration "
       "%'lu. Changing one of them ends that."),
    last);

  gtk_widget_set_visible (self->start_label, TRUE);
  /* Translators: under a lane's title */
  gtk_label_set_text (GTK_LABEL (self->start_label), _ ("follows the document"));
  gtk_widget_set_tooltip_text (self->start_label, tooltip);
}

/* Nothing is said of a start from scratch, which is the usual one. */
static void
say_start (DhLaneCard *self)
{
  DhStart start = dh_lane_get_start (self->lane);
  g_autofree char *words = dh_lane_dup_start_words (self->lane);
  g_autofree char *path = start.path != NULL ? g_filename_display_name (start.path) : NULL;

  gtk_widget_set_visible (self->start_label, words != NULL);
  gtk_label_set_text (GTK_LABEL (self->start_label), words != NULL ? words : "");
  gtk_widget_set_tooltip_text (self->start_label,
                               start.kind == DH_START_WARM
                                 ? _ ("This lane started from pretrained weights, whose faces are "
                                      "already good")
                                 : path);
}

void
dh_lane_card_update_start (DhLaneCard *self)
{
  if (self->past != NULL)
    dh_lane_card_say_past (self);
  else if (dh_lane_get_following (self->lane) && !dh_lane_is_arriving (self->lane, NULL, NULL))
    say_following (self);
  else
    say_start (self);
  update_name (self);
}

void
dh_lane_card_update_loss (DhLaneCard *self)
{
  DhMix mix = dh_lane_card_get_settings (self).mix;

  self->updating = TRUE;
  dh_entry_list_select_mix (GTK_DROP_DOWN (self->loss_drop_down), &mix);
  self->updating = FALSE;
  update_name (self);
}

void
dh_lane_card_update_areas (DhLaneCard *self)
{
  const DhLaneSettings settings = dh_lane_card_get_settings (self);
  DhMaskOverlay overlay = {
    .mask = settings.mask,
    .eyes = settings.eye_multiplier > 1.0,
    .mouth = settings.mouth_multiplier > 1.0,
  };

  dh_preview_view_set_mask_overlay (dh_lane_body_get_preview (DH_LANE_BODY (self->body)),
                                    self->show_mask ? &overlay : NULL);
}

/* Created on demand: the window opens faster without six of them. */
static void
create_objective_cb (GtkMenuButton *button, gpointer data)
{
  DhLaneCard *self = data;
  GtkWidget *popover;

  if (gtk_menu_button_get_popover (button) != NULL)
    return;
  popover = gtk_popover_new ();
  dh_popover_make_room (GTK_POPOVER (popover));
  gtk_popover_set_child (GTK_POPOVER (popover), dh_objective_editor_new (self->lane));
  gtk_widget_add_css_class (popover, "objective");
  gtk_menu_button_set_popover (button, popover);
}

static void
loss_selected_cb (DhLaneCard *self)
{
  const char *id = dh_entry_list_get_selected (GTK_DROP_DOWN (self->loss_drop_down));

  if (!self->updating && self->lane != NULL && id != NULL)
    dh_lane_set_loss (self->lane, id);
}

static void
rate_error_cb (DhLaneCard *self)
{
  const char *message = dh_rate_scale_get_error (DH_RATE_SCALE (self->rate_scale));

  if (message != NULL)
    gtk_label_set_text (GTK_LABEL (self->error_label), message);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->error_revealer), message != NULL);
}

static void
n_faces_cb (DhLaneCard *self)
{
  g_signal_emit (self, signals[SIGNAL_N_FACES_CHANGED], 0);
}

static void
dh_lane_card_dispose (GObject *object)
{
  DhLaneCard *self = DH_LANE_CARD (object);

  if (self->session != NULL)
    {
      g_signal_handlers_disconnect_by_data (dh_session_get_lanes (self->session), self);
      g_signal_handlers_disconnect_by_data (self->session, self);
    }
  if (self->lane != NULL)
    g_signal_handlers_disconnect_by_data (self->lane, self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "lane", NULL);
  g_clear_object (&self->actions);
  g_clear_object (&self->duplicates);
  g_clear_object (&self->verbs);
  g_clear_object (&self->menu);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_LANE_CARD);
  g_clear_pointer (&self->past, dh_lane_snapshot_unref);
  g_clear_pointer (&self->past_words, g_free);
  g_clear_object (&self->lane);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (dh_lane_card_parent_class)->dispose (object);
}

static void
dh_lane_card_class_init (DhLaneCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_lane_card_dispose;
  signals[SIGNAL_N_FACES_CHANGED] = g_signal_new ("n-faces-changed", G_TYPE_FROM_CLASS (klass),
                                                  G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                  G_TYPE_NONE, 0);
  g_type_ensure (DH_TYPE_BADGE);
  g_type_ensure (DH_TYPE_RATE_SCALE);
  g_type_ensure (DH_TYPE_LANE_BODY);
  g_type_ensure (DH_TYPE_STATE_ROW);
  g_type_ensure (DH_TYPE_METRIC_TABLE);
  g_type_ensure (DH_TYPE_GRADIENT_LINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/lanes/lane-card.ui");
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, badge);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, loss_drop_down);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, start_label);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, objective_button);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, menu_button);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, controls);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, rate_scale);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, probe_bar);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, preparing_bar);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, error_label);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, body);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, metrics);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, gradient);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, state);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, restart_button);
  gtk_widget_class_bind_template_child (widget_class, DhLaneCard, cancel_button);
  gtk_widget_class_bind_template_callback (widget_class, restart_cb);
  gtk_widget_class_bind_template_callback (widget_class, loss_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, rate_error_cb);
  gtk_widget_class_bind_template_callback (widget_class, dh_lane_card_end_probe);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lane");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_lane_card_init (DhLaneCard *self)
{
  guint n_objectives;
  const DhCatalogEntry *objectives = dh_catalog_get_objectives (&n_objectives);
  GMenuModel *menu = dh_lane_card_create_menu (self);

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_entry_list_setup (GTK_DROP_DOWN (self->loss_drop_down), _ ("Loss function"), objectives,
                       n_objectives);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (self->objective_button),
                                         create_objective_cb, self, NULL);
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->menu_button), menu);
  g_signal_connect_swapped (dh_lane_body_get_preview (DH_LANE_BODY (self->body)), "notify::n-faces",
                            G_CALLBACK (n_faces_cb), self);
  self->updating = FALSE;
}

void
dh_lane_card_bind_rate (DhLaneCard *self)
{
  self->rate = g_object_bind_property (self->lane, "learning-rate", self->rate_scale, "rate",
                                       G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
}

GtkWidget *
dh_lane_card_new (DhSession *session, DhLane *lane, DhChartGroup *charts, DhGroundGroup *cameras)
{
  DhLaneCard *self = g_object_new (DH_TYPE_LANE_CARD, NULL);
  DhChartView *chart = dh_lane_body_get_chart (DH_LANE_BODY (self->body));
  DhPlaneView *plane = dh_lane_body_get_plane (DH_LANE_BODY (self->body));

  self->session = g_object_ref (session);
  self->lane = g_object_ref (lane);
  dh_lane_card_setup_actions (self);
  dh_plane_view_set_lane (plane, lane, cameras);
  dh_plane_view_set_shown (plane, FALSE);
  self->optimizer_button = dh_optimizer_button_new (lane, DH_OPTIMIZER_USER_NETWORK);
  gtk_widget_set_valign (self->optimizer_button, GTK_ALIGN_CENTER);
  gtk_box_prepend (GTK_BOX (self->controls), self->optimizer_button);
  dh_badge_set_number (DH_BADGE (self->badge), dh_lane_get_number (lane));
  dh_preview_view_set_number (dh_lane_body_get_preview (DH_LANE_BODY (self->body)),
                              dh_lane_get_number (lane));
  dh_chart_view_set_number (chart, dh_lane_get_number (lane));
  dh_chart_view_set_group (chart, charts);
  g_signal_connect_swapped (self->gradient, "notify::visible", G_CALLBACK (update_gradient), self);
  g_object_bind_property (charts, "gradient-norms", self->gradient, "visible",
                          G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped (lane, "notify::clip", G_CALLBACK (update_gradient), self);
  dh_lane_card_bind_rate (self);
  g_signal_connect_swapped (lane, "notify::loss", G_CALLBACK (dh_lane_card_update_loss), self);
  g_signal_connect_swapped (lane, "notify::learning-rate", G_CALLBACK (update_name), self);
  g_signal_connect_swapped (lane, "notify::optimizer", G_CALLBACK (update_name), self);
  g_signal_connect_swapped (lane, "notify::clip", G_CALLBACK (update_name), self);
  g_signal_connect_swapped (lane, "notify::start", G_CALLBACK (dh_lane_card_update_start), self);
  g_signal_connect_swapped (lane, "notify::following", G_CALLBACK (dh_lane_card_update_start), self);
  g_signal_connect_swapped (lane, "notify::mask", G_CALLBACK (dh_lane_card_update_areas), self);
  g_signal_connect_swapped (lane, "notify::eye-multiplier", G_CALLBACK (dh_lane_card_update_areas), self);
  g_signal_connect_swapped (lane, "notify::mouth-multiplier", G_CALLBACK (dh_lane_card_update_areas), self);
  g_signal_connect_swapped (lane, "notify::snapshot", G_CALLBACK (snapshot_cb), self);
  g_signal_connect_swapped (session, "notify::progress", G_CALLBACK (progress_cb), self);
  g_signal_connect_object (plane, "notify::probing", G_CALLBACK (probing_cb), self,
                           G_CONNECT_SWAPPED);
  dh_lane_card_update_loss (self);
  dh_lane_card_update_start (self);
  snapshot_cb (self);
  return GTK_WIDGET (self);
}

DhLane *
dh_lane_card_get_lane (DhLaneCard *self)
{
  return self->lane;
}

DhLaneBody *
dh_lane_card_get_body (DhLaneCard *self)
{
  return DH_LANE_BODY (self->body);
}

guint
dh_lane_card_get_n_faces (DhLaneCard *self)
{
  return dh_preview_view_get_n_faces (dh_lane_body_get_preview (DH_LANE_BODY (self->body)));
}

void
dh_lane_card_set_best (DhLaneCard *self, guint best)
{
  if (self->best == best)
    return;
  self->best = best;
  update_metrics (self, dh_lane_card_get_shown (self));
}

void
dh_lane_card_set_show_mask (DhLaneCard *self, gboolean show_mask)
{
  self->show_mask = show_mask;
  dh_lane_card_update_areas (self);
}

void
dh_lane_card_set_show_landscape (DhLaneCard *self, gboolean show_landscape)
{
  dh_plane_view_set_shown (dh_lane_body_get_plane (DH_LANE_BODY (self->body)), show_landscape);
}

gboolean
dh_lane_card_end_probe (DhLaneCard *self)
{
  DhPlaneView *plane = dh_lane_body_get_plane (DH_LANE_BODY (self->body));
  gboolean probing = dh_plane_view_get_probing (plane);

  dh_plane_view_probe (plane, NULL);
  return probing;
}

void
dh_lane_card_step_rate (DhLaneCard *self, int direction)
{
  if (self->past != NULL)
    return;
  dh_lane_set_learning_rate (self->lane,
                             dh_rate_step (dh_lane_get_learning_rate (self->lane), direction));
}

void
dh_lane_card_describe (DhLaneCard *self)
{
  DhLaneSnapshot *snapshot = dh_lane_card_get_shown (self);

  dh_chart_view_describe (dh_lane_body_get_chart (DH_LANE_BODY (self->body)));
  dh_plane_view_describe (dh_lane_body_get_plane (DH_LANE_BODY (self->body)));
  dh_preview_view_describe (dh_lane_body_get_preview (DH_LANE_BODY (self->body)),
                            snapshot != NULL ? dh_lane_snapshot_get_metrics (snapshot) : NULL);
  if (snapshot != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    dh_lane_snapshot_get_state_text (snapshot), -1);
}

/* In a low card, only one of the three is there at a time. */
static GtkWidget *
get_mapped (DhLaneCard *self, gpointer part)
{
  return gtk_widget_get_mapped (part) ? part : self->body;
}

GtkWidget *
dh_lane_card_find_part (DhLaneCard *self, DhTargetKind kind)
{
  DhLaneBody *body = DH_LANE_BODY (self->body);

  switch (kind)
    {
    case DH_TARGET_CARD:
      return GTK_WIDGET (self);
    case DH_TARGET_RATE:
      return self->rate_scale;
    case DH_TARGET_OPTIMIZER:
      return self->optimizer_button;
    case DH_TARGET_LOSS:
      return self->loss_drop_down;
    case DH_TARGET_GROUND:
      return get_mapped (self, dh_lane_body_get_plane (body));
    case DH_TARGET_FACES:
      return get_mapped (self, dh_lane_body_get_preview (body));
    case DH_TARGET_CHART:
      return get_mapped (self, dh_lane_body_get_chart (body));
    case DH_TARGET_METRICS:
      return get_mapped (self, self->metrics);
    case DH_TARGET_STATE:
      return self->state;
    default:
      return NULL;
    }
}

void
dh_lane_card_set_locked (DhLaneCard *self, gboolean locked)
{
  GtkWidget *controls[] = { self->loss_drop_down, self->objective_button, self->menu_button,
                            self->controls, self->restart_button };

  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      gtk_widget_set_can_target (controls[i], !locked);
      gtk_widget_set_can_focus (controls[i], !locked);
    }
}
