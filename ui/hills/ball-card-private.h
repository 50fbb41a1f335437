/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/hills/ball-card.h"
#include "ui/hills/race-scene.h"

G_BEGIN_DECLS

struct _DhBallCard
{
  GtkWidget parent_instance;
  GtkWidget *badge;
  GtkWidget *loss_drop_down;
  GtkWidget *title;      /* loss, optimizer, shown */
  GtkWidget *loss_stack; /* whose loss it is */
  GtkWidget *lane_loss;
  GtkWidget *own_loss; /* leads back to the lane's */
  GtkWidget *optimizer_button;
  GtkWidget *shown_button;
  GtkWidget *rate;
  GtkWidget *error_revealer;
  GtkWidget *error_label;
  GtkWidget *body; /* ground, preview */
  GtkWidget *ground_stack;
  GtkWidget *ground;
  GtkWidget *problem;
  GtkWidget *preview;
  GtkWidget *fit_view;
  GtkWidget *face_view;
  GtkWidget *breakdown;
  GtkWidget *state;
  DhRace *race;
  DhLane *lane;
  DhRaceScene scene;
  char *height; /* the ball's loss in words */
  DhBallCardForm form;
  gint64 words_time;
  gboolean updating; /* the controls follow */
};

/* ball-card.c: where no loss shapes the ground, the optimizer is what this lane is about. */
void dh_ball_card_show_title (DhBallCard *self);

/* ball-card-show.c: a DhGroundFill */
void dh_ball_card_fill_cb (DhScene *scene, gpointer data);

G_END_DECLS
