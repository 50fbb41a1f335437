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
  GtkWidget *title;      /* loss, optimizer, visibility */
  GtkWidget *loss_stack; /* the lane's loss or the ball's own */
  GtkWidget *lane_loss;
  GtkWidget *own_loss; /* goes back to the lane's loss */
  GtkWidget *optimizer_button;
  GtkWidget *shown_button;
  GtkWidget *rate;
  GtkWidget *error_revealer;
  GtkWidget *error_label;
  GtkWidget *body; /* ground and preview */
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
  char *height; /* the ball's loss as text */
  DhBallCardForm form;
  gint64 words_time;
  gboolean updating; /* controls are being set by code */
};

/* ball-card.c: on a ground that doesn't depend on the loss, the title shows only the optimizer. */
void dh_ball_card_show_title (DhBallCard *self);

/* ball-card-show.c: a DhGroundFill */
void dh_ball_card_fill_cb (DhScene *scene, gpointer data);

G_END_DECLS
