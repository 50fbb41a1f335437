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
  GtkWidget *error_revealer;
  GtkWidget *error_label;
  GtkWidget *probe_bar;
  GtkWidget *preparing_bar;
  GtkWidget *body;
  GtkWidget *metrics;
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
};

/* lane-card-arrival.c: shows how far the replay of a branch has come.  FALSE: it isn't one, or it
 * has arrived. */
gboolean dh_lane_card_show_arrival (DhLaneCard *self);

/* lane-card-menu.c */
/* Call when the lane is set. */
void dh_lane_card_setup_actions (DhLaneCard *self);
/* Makes the menus; call first.  (transfer none) */
GMenuModel *dh_lane_card_create_menu (DhLaneCard *self);

G_END_DECLS
