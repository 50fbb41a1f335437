/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/race/race.h"
#include "core/session/session.h"
#include "ui/ground/ground-pair.h"

G_BEGIN_DECLS

/* One lane on the page "Hills": its ground with its ball, its optimizer and rate, its state, and
 * its face or line. */
#define DH_TYPE_BALL_CARD (dh_ball_card_get_type ())
G_DECLARE_FINAL_TYPE (DhBallCard, dh_ball_card, DH, BALL_CARD, GtkWidget)

typedef enum
{
  DH_BALL_CARD_TALL,    /* everything under each other */
  DH_BALL_CARD_WIDE,    /* faces beside the ground */
  DH_BALL_CARD_COMPACT, /* no ground, no picture: they are seen elsewhere */
} DhBallCardForm;

/* The race follows the lane's session already. */
GtkWidget *dh_ball_card_new (DhRace *race, DhLane *lane, DhGroundGroup *group);
DhLane *dh_ball_card_get_lane (DhBallCard *self);
/* The runner of the lane, or −1: the race hasn't one yet. */
int dh_ball_card_get_runner (DhBallCard *self);
void dh_ball_card_set_form (DhBallCard *self, DhBallCardForm form);
/* Another ground, loss or optimizer: everything is shown anew. */
void dh_ball_card_refresh (DhBallCard *self);
void dh_ball_card_set_terrain (DhBallCard *self);
void dh_ball_card_queue_basins (DhBallCard *self);
/* The balls have moved; words follow ten times a second, or at once where `now`. */
void dh_ball_card_moved (DhBallCard *self, gboolean now);
/* Moves the ball's learning rate one step up (1) or down (-1). */
void dh_ball_card_step_rate (DhBallCard *self, int direction);
/* What it says of the ball: its state, or why there is no ground; lent */
const char *dh_ball_card_get_words (DhBallCard *self);
/* Its parts; lent. */
DhGroundPair *dh_ball_card_get_ground (DhBallCard *self);
/* So that the sentences of all cards take the same room. */
GtkWidget *dh_ball_card_get_breakdown (DhBallCard *self);

G_END_DECLS
