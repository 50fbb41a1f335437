/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The card of one ball: its parts.  The card holds no state of its own: that belongs to the lane
 * and the race, and the page tells the card what has changed. ball-card-show.c updates what it
 * shows.
 */
#include "ui/hills/ball-card-private.h"

#include <glib/gi18n-lib.h>

#include "core/catalog/catalog.h"
#include "ui/hills/ball-rate.h"
#include "ui/hills/breakdown-box.h"
#include "ui/hills/face-view.h"
#include "ui/hills/fit-view.h"
#include "ui/hills/ground-problem.h"
#include "ui/widgets/badge.h"
#include "ui/widgets/entry-list.h"
#include "ui/widgets/optimizer-editor.h"
#include "ui/widgets/scheme.h"
#include "ui/widgets/state-row.h"

enum
{
  SIGNAL_PICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (DhBallCard, dh_ball_card, GTK_TYPE_WIDGET)

int
dh_ball_card_get_runner (DhBallCard *self)
{
  guint n_runners = dh_race_get_n_runners (self->race);

  for (guint i = 0; i < n_runners; i++)
    if (dh_race_get_runner (self->race, i)->number == dh_lane_get_number (self->lane))
      return (int) i;
  return -1;
}

/* ---- the title ---- */

static void
show_shown (DhBallCard *self)
{
  gboolean shown = dh_lane_get_ball_shown (self->lane);
  const char *words = shown ? _ ("Hide the Ball") : _ ("Show the Ball");

  gtk_button_set_icon_name (GTK_BUTTON (self->shown_button),
                            shown ? "view-reveal-symbolic" : "view-conceal-symbolic");
  gtk_widget_set_tooltip_text (self->shown_button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->shown_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

/* If the ground doesn't depend on the loss, the title shows only the optimizer. */
void
dh_ball_card_show_title (DhBallCard *self)
{
  gboolean uses_mix = dh_ground_kind_uses_mix (dh_race_get_ground_kind (self->race));

  gtk_widget_set_visible (self->loss_drop_down, uses_mix);
  gtk_widget_set_visible (self->loss_stack, uses_mix);
  gtk_widget_set_hexpand (self->optimizer_button, !uses_mix);
  gtk_widget_remove_css_class (self->optimizer_button, uses_mix ? "lane-rule" : "minor-rule");
  gtk_widget_add_css_class (self->optimizer_button, uses_mix ? "minor-rule" : "lane-rule");
  show_shown (self);
}

static void
show_loss (DhBallCard *self)
{
  DhMix mix = dh_lane_get_ball_mix (self->lane);
  gboolean own = dh_lane_get_ball_loss (self->lane) != NULL;
  GtkWidget *line = own ? self->own_loss : self->lane_loss;

  self->updating = TRUE;
  dh_entry_list_select_mix (GTK_DROP_DOWN (self->loss_drop_down), &mix);
  /* Move the focus before its widget is hidden. */
  if (!own && gtk_widget_has_focus (self->own_loss))
    gtk_widget_grab_focus (self->loss_drop_down);
  gtk_stack_set_visible_child (GTK_STACK (self->loss_stack), line);
  self->updating = FALSE;
}

static void
name_lane (DhBallCard *self)
{
  guint number = dh_lane_get_number (self->lane);
  /* Translators: under the loss of a ball */
  g_autofree char *same = g_strdup_printf (_ ("loss of lane %u"), number);
  /* Translators: a link under the loss of a ball, which has one of its own */
  g_autofree char *link = g_strdup_printf (_ ("same as lane %u"), number);

  gtk_label_set_text (GTK_LABEL (self->lane_loss), same);
  gtk_button_set_label (GTK_BUTTON (self->own_loss), link);
}

static void
as_lane_cb (DhBallCard *self)
{
  dh_lane_set_ball_loss (self->lane, NULL);
}

/* Sets the loss of the ball only. Choosing the lane's loss makes the ball follow the lane again. */
static void
loss_selected_cb (DhBallCard *self)
{
  const char *id = dh_entry_list_get_selected (GTK_DROP_DOWN (self->loss_drop_down));
  gboolean as_lane;

  if (self->updating || self->lane == NULL || id == NULL)
    return;
  as_lane = g_str_equal (id, dh_lane_get_loss (self->lane));
  dh_lane_set_ball_loss (self->lane, as_lane ? NULL : id);
  show_loss (self);
}

static void
shown_cb (DhBallCard *self)
{
  dh_lane_set_ball_shown (self->lane, !dh_lane_get_ball_shown (self->lane));
}

static void
update_name (DhBallCard *self)
{
  DhOptimizerConfig optimizer_config = dh_lane_get_ball_optimizer_config (self->lane);
  g_autofree char *what = dh_optimizer_config_dup_name (&optimizer_config, DH_OPTIMIZER_USER_BALL);
  /* Translators: read aloud; a lane's number and how its ball goes: "Lane 2: Momentum" */
  g_autofree char *name = g_strdup_printf (_ ("Lane %u: %s"), dh_lane_get_number (self->lane),
                                           what);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->badge), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
}

/* The message covers the ground for a moment, since making room for it would move the ground. */
static void
rate_error_cb (DhBallCard *self)
{
  const char *message = dh_ball_rate_get_error (DH_BALL_RATE (self->rate));

  if (message != NULL)
    gtk_label_set_text (GTK_LABEL (self->error_label), message);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->error_revealer), message != NULL);
}

static void
picked_cb (DhBallCard *self, double x, double y, gboolean finished)
{
  g_signal_emit (self, signals[SIGNAL_PICKED], 0, x, y, finished);
}

/* ---- the widget ---- */

static void
dh_ball_card_dispose (GObject *object)
{
  DhBallCard *self = DH_BALL_CARD (object);

  if (self->lane != NULL)
    g_signal_handlers_disconnect_by_data (self->lane, self);
  if (self->ground != NULL)
    dh_ground_pair_set_fill (DH_GROUND_PAIR (self->ground), NULL, NULL);
  dh_widget_dispose_template (GTK_WIDGET (self), DH_TYPE_BALL_CARD);
  dh_race_scene_clear (&self->scene);
  g_clear_pointer (&self->height, g_free);
  g_clear_object (&self->lane);
  g_clear_object (&self->race);
  G_OBJECT_CLASS (dh_ball_card_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *klass)
{
  gtk_widget_class_bind_template_child (klass, DhBallCard, badge);
  gtk_widget_class_bind_template_child (klass, DhBallCard, loss_drop_down);
  gtk_widget_class_bind_template_child (klass, DhBallCard, title);
  gtk_widget_class_bind_template_child (klass, DhBallCard, loss_stack);
  gtk_widget_class_bind_template_child (klass, DhBallCard, lane_loss);
  gtk_widget_class_bind_template_child (klass, DhBallCard, own_loss);
  gtk_widget_class_bind_template_child (klass, DhBallCard, shown_button);
  gtk_widget_class_bind_template_child (klass, DhBallCard, rate);
  gtk_widget_class_bind_template_child (klass, DhBallCard, error_revealer);
  gtk_widget_class_bind_template_child (klass, DhBallCard, error_label);
  gtk_widget_class_bind_template_child (klass, DhBallCard, body);
  gtk_widget_class_bind_template_child (klass, DhBallCard, ground_stack);
  gtk_widget_class_bind_template_child (klass, DhBallCard, ground);
  gtk_widget_class_bind_template_child (klass, DhBallCard, problem);
  gtk_widget_class_bind_template_child (klass, DhBallCard, preview);
  gtk_widget_class_bind_template_child (klass, DhBallCard, fit_view);
  gtk_widget_class_bind_template_child (klass, DhBallCard, face_view);
  gtk_widget_class_bind_template_child (klass, DhBallCard, breakdown);
  gtk_widget_class_bind_template_child (klass, DhBallCard, state);
}

static void
dh_ball_card_class_init (DhBallCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = dh_ball_card_dispose;
  signals[SIGNAL_PICKED] = g_signal_new ("picked", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 3, G_TYPE_DOUBLE,
                                         G_TYPE_DOUBLE, G_TYPE_BOOLEAN);
  g_type_ensure (DH_TYPE_BADGE);
  g_type_ensure (DH_TYPE_BALL_RATE);
  g_type_ensure (DH_TYPE_GROUND_PAIR);
  g_type_ensure (DH_TYPE_GROUND_PROBLEM);
  g_type_ensure (DH_TYPE_FIT_VIEW);
  g_type_ensure (DH_TYPE_FACE_VIEW);
  g_type_ensure (DH_TYPE_BREAKDOWN_BOX);
  g_type_ensure (DH_TYPE_STATE_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/downhill/Downhill/hills/ball-card.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, loss_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, as_lane_cb);
  gtk_widget_class_bind_template_callback (widget_class, shown_cb);
  gtk_widget_class_bind_template_callback (widget_class, rate_error_cb);
  gtk_widget_class_bind_template_callback (widget_class, picked_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "ball");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
dh_ball_card_init (DhBallCard *self)
{
  guint n_objectives;
  const DhCatalogEntry *objectives = dh_catalog_get_objectives (&n_objectives);

  self->updating = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  dh_entry_list_setup (GTK_DROP_DOWN (self->loss_drop_down), _ ("Loss function"), objectives,
                       n_objectives);
  self->updating = FALSE;
}

static void
add_optimizer_button (DhBallCard *self)
{
  self->optimizer_button = dh_optimizer_button_new (self->lane, DH_OPTIMIZER_USER_BALL);
  gtk_widget_set_halign (self->optimizer_button, GTK_ALIGN_START);
  gtk_widget_set_valign (self->optimizer_button, GTK_ALIGN_CENTER);
  gtk_box_insert_child_after (GTK_BOX (self->title), self->optimizer_button, self->loss_drop_down);
}

GtkWidget *
dh_ball_card_new (DhRace *race, DhLane *lane, DhGroundGroup *group)
{
  DhBallCard *self = g_object_new (DH_TYPE_BALL_CARD, NULL);

  self->race = g_object_ref (race);
  self->lane = g_object_ref (lane);
  add_optimizer_button (self);
  dh_badge_set_number (DH_BADGE (self->badge), dh_lane_get_number (lane));
  dh_ground_pair_set_group (DH_GROUND_PAIR (self->ground), group);
  dh_ground_pair_set_fill (DH_GROUND_PAIR (self->ground), dh_ball_card_fill_cb, self);
  dh_ball_rate_set_lane (DH_BALL_RATE (self->rate), race, lane);
  dh_fit_view_set_race (DH_FIT_VIEW (self->fit_view), race);
  g_signal_connect_swapped (lane, "notify::loss", G_CALLBACK (show_loss), self);
  g_signal_connect_swapped (lane, "notify::ball-loss", G_CALLBACK (show_loss), self);
  g_signal_connect_swapped (lane, "notify::ball-shown", G_CALLBACK (show_shown), self);
  g_signal_connect_swapped (lane, "notify::ball-optimizer", G_CALLBACK (update_name), self);
  name_lane (self);
  show_loss (self);
  update_name (self);
  dh_ball_card_refresh (self);
  return GTK_WIDGET (self);
}

void
dh_ball_card_step_rate (DhBallCard *self, int direction)
{
  dh_ball_rate_step (DH_BALL_RATE (self->rate), direction);
}

DhLane *
dh_ball_card_get_lane (DhBallCard *self)
{
  return self->lane;
}

const char *
dh_ball_card_get_words (DhBallCard *self)
{
  int runner = dh_ball_card_get_runner (self);
  const char *problem = runner >= 0 ? dh_race_get_problem (self->race, (guint) runner) : NULL;

  return problem != NULL ? problem : dh_state_row_get_text (DH_STATE_ROW (self->state));
}

DhGroundPair *
dh_ball_card_get_ground (DhBallCard *self)
{
  return DH_GROUND_PAIR (self->ground);
}

GtkWidget *
dh_ball_card_get_breakdown (DhBallCard *self)
{
  return self->breakdown;
}

GtkWidget *
dh_ball_card_find_part (DhBallCard *self, DhTargetKind kind)
{
  switch (kind)
    {
    case DH_TARGET_CARD:
      return GTK_WIDGET (self);
    case DH_TARGET_RATE:
      return self->rate;
    case DH_TARGET_OPTIMIZER:
      return self->optimizer_button;
    case DH_TARGET_LOSS:
      return gtk_widget_get_visible (self->loss_drop_down) ? self->loss_drop_down : self->title;
    case DH_TARGET_FACES:
      return gtk_widget_get_mapped (self->preview) ? self->preview : self->ground_stack;
    case DH_TARGET_GROUND:
    case DH_TARGET_CHART:
      return self->ground_stack;
    case DH_TARGET_STATE:
      return self->state;
    default:
      return NULL;
    }
}

void
dh_ball_card_set_locked (DhBallCard *self, gboolean locked)
{
  GtkWidget *controls[] = { self->title, self->loss_stack, self->rate };

  for (guint i = 0; i < G_N_ELEMENTS (controls); i++)
    {
      gtk_widget_set_can_target (controls[i], !locked);
      gtk_widget_set_can_focus (controls[i], !locked);
    }
}

void
dh_ball_card_set_quiet (DhBallCard *self, gboolean quiet)
{
  const int runner = dh_ball_card_get_runner (self);

  dh_ball_rate_set_quiet (DH_BALL_RATE (self->rate), quiet);
  if (runner >= 0)
    dh_ball_rate_refresh (DH_BALL_RATE (self->rate), (guint) runner);
}
