/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/lanes/lane-card.h"
#include "ui/widgets/card-strip.h"

G_BEGIN_DECLS

/* Tells the lanes of a strip which parts of their cards aren't on the screen. */
typedef struct _DhLaneSight DhLaneSight;

/* changed: called when a lane's parts have changed. */
DhLaneSight *dh_lane_sight_new (DhCardStrip *strip, void (*changed) (gpointer data), gpointer data);
/* Lanes whose faces are on the screen outside of their cards: the bits 1 << number. */
void dh_lane_sight_want_faces (DhLaneSight *self, guint numbers);
/* In the strip's dispose. */
void dh_lane_sight_free (DhLaneSight *self);
/* A card has been added to the strip, or is about to be removed. */
void dh_lane_sight_watch (DhLaneSight *self, DhLaneCard *card);
void dh_lane_sight_unwatch (DhLaneSight *self, DhLaneCard *card);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLaneSight, dh_lane_sight_free)

G_END_DECLS
