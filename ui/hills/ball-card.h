/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/lesson/lesson.h"
#include "core/race/race.h"
#include "core/session/session.h"
#include "ui/ground/ground-pair.h"

G_BEGIN_DECLS

/* One lane on the page "Hills": its ground with its ball, its optimizer and rate, its state, and
 * its face or line.
 *
 * Signal ::picked (double x, double y, gboolean finished): of its ground, see DhGroundPicture */
#define DH_TYPE_BALL_CARD (dh_ball_card_get_type ())
G_DECLARE_FINAL_TYPE (DhBallCard, dh_ball_card, DH, BALL_CARD, GtkWidget)

typedef enum
{
  DH_BALL_CARD_TALL,    /* everything stacked */
  DH_BALL_CARD_WIDE,    /* faces beside the ground */
  DH_BALL_CARD_COMPACT, /* without ground and picture, which are shown elsewhere */
} DhBallCardForm;

/* The race must already follow the lane's session. */
GtkWidget *dh_ball_card_new (DhRace *race, DhLane *lane, DhGroundGroup *group);
DhLane *dh_ball_card_get_lane (DhBallCard *self);
/* The runner of the lane, or −1 if the race has none yet. */
int dh_ball_card_get_runner (DhBallCard *self);
void dh_ball_card_set_form (DhBallCard *self, DhBallCardForm form);
/* Call when the ground, loss or optimizer has changed; updates everything. */
void dh_ball_card_refresh (DhBallCard *self);
void dh_ball_card_set_terrain (DhBallCard *self);
void dh_ball_card_queue_basins (DhBallCard *self);
/* The balls have moved; text is updated ten times a second, or at once if `now`. */
void dh_ball_card_moved (DhBallCard *self, gboolean now);
/* Moves the ball's learning rate one step up (1) or down (-1). */
void dh_ball_card_step_rate (DhBallCard *self, int direction);
/* What the card says about the ball: its state, or why there is no ground; lent */
const char *dh_ball_card_get_words (DhBallCard *self);
/* Its parts; lent. */
DhGroundPair *dh_ball_card_get_ground (DhBallCard *self);
/* For a size group that keeps the sentences of all cards the same size. */
GtkWidget *dh_ball_card_get_breakdown (DhBallCard *self);
/* The part that a lesson speaks of; NULL: it has none; lent */
GtkWidget *dh_ball_card_find_part (DhBallCard *self, DhTargetKind kind);
/* Whether its controls neither react to the pointer nor take the focus; they look as always. */
void dh_ball_card_set_locked (DhBallCard *self, gboolean locked);
/* Whether it shows nothing of what the ball will do. */
void dh_ball_card_set_quiet (DhBallCard *self, gboolean quiet);

G_END_DECLS
