/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/lanes/lane-card.h"

G_BEGIN_DECLS

struct _DhLaneCard
{
  GtkWidget parent_instance;
  GtkWidget *badge;
  GtkWidget *loss_drop_down;
  GtkWidget *start_label;
  GtkWidget *objective_button;
  GtkWidget *menu_button;
  GtkWidget *controls;
  GtkWidget *rate_scale;
  GtkWidget *optimizer_button;
  GtkWidget *error_revealer;
  GtkWidget *error_label;
  GtkWidget *probe_bar;
  GtkWidget *preparing_bar;
  GtkWidget *body;
  GtkWidget *metrics;
  GtkWidget *gradient; /* shown with the charts of the norms */
  GtkWidget *state;
  GtkWidget *restart_button;
  GtkWidget *cancel_button;
  DhSession *session;
  DhLane *lane;
  GSimpleActionGroup *actions;
  GMenu *menu;
  GMenu *duplicates, *verbs; /* its sections that depend on what is available */
  guint best;
  double advised_rate; /* on the restart button; 0: hidden */
  gboolean show_mask;
  gboolean updating; /* the drop-down is being set from the lane */
  DhLaneSnapshot *past; /* what is shown in place of the newest; NULL: live */
  char *past_words;     /* of which iteration */
  GBinding *rate;       /* of lane and slider; NULL in the past */
};

/* lane-card-arrival.c: shows how far the replay of a branch has come.  FALSE: it isn't one, or it
 * has arrived. */
gboolean dh_lane_card_show_arrival (DhLaneCard *self);

/* lane-card.c */
/* Shows the snapshot and the settings, of the past or live. */
void dh_lane_card_update (DhLaneCard *self);
void dh_lane_card_update_loss (DhLaneCard *self);
void dh_lane_card_update_areas (DhLaneCard *self);
/* What the lane started from, or what else is to be said of it under its title. */
void dh_lane_card_update_start (DhLaneCard *self);
/* Binds the slider to the lane's rate, which it shows. */
void dh_lane_card_bind_rate (DhLaneCard *self);

/* lane-card-past.c */
/* The settings that belong to what is shown. */
DhLaneSettings dh_lane_card_get_settings (DhLaneCard *self);
/* Says which moment is shown, in place of the start. */
void dh_lane_card_say_past (DhLaneCard *self);

/* lane-card-menu.c */
/* Call when the lane is set. */
void dh_lane_card_setup_actions (DhLaneCard *self);
/* Makes the menus; call first.  (transfer none) */
GMenuModel *dh_lane_card_create_menu (DhLaneCard *self);

G_END_DECLS
