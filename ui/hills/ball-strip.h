/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/hills/ball-card.h"
#include "ui/widgets/card-strip.h"

G_BEGIN_DECLS

/* The balls' cards in the order of the lanes: side by side, or, if the ground is shown elsewhere,
 * small and stacked.
 *
 * Signal ::picked: of any card, see DhBallCard */
#define DH_TYPE_BALL_STRIP (dh_ball_strip_get_type ())
G_DECLARE_FINAL_TYPE (DhBallStrip, dh_ball_strip, DH, BALL_STRIP, DhCardStrip)

GtkWidget *dh_ball_strip_new (void);
/* Call once; the race must already follow the session. */
void dh_ball_strip_set_race (DhBallStrip *self, DhRace *race, DhSession *session);
/* The ground or the way it is shown has changed. */
void dh_ball_strip_refresh (DhBallStrip *self);
void dh_ball_strip_moved (DhBallStrip *self);
void dh_ball_strip_terrain_changed (DhBallStrip *self, guint runner);
void dh_ball_strip_basins_changed (DhBallStrip *self, guint runner);
/* As in DhCardStrip. */
guint dh_ball_strip_get_n_cards (DhBallStrip *self);
DhBallCard *dh_ball_strip_get_card (DhBallStrip *self, guint position);
DhBallCard *dh_ball_strip_get_current (DhBallStrip *self);
/* Shared by the pictures of all cards; lent. */
DhGroundGroup *dh_ball_strip_get_group (DhBallStrip *self);

G_END_DECLS
