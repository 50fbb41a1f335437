/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session.h"
#include "ui/hills/ball-strip.h"
#include "ui/hills/fit-view.h"
#include "ui/hills/ground-bar.h"
#include "ui/hills/race-bar.h"

G_BEGIN_DECLS

/* The page "Hills": a ground is chosen, each lane has its ball on it, and all start from the
 * same point.  Nothing is trained here.  It starts playing when it is first shown. */
#define DH_TYPE_HILLS_PAGE (dh_hills_page_get_type ())
G_DECLARE_FINAL_TYPE (DhHillsPage, dh_hills_page, DH, HILLS_PAGE, GtkWidget)

GtkWidget *dh_hills_page_new (void);
/* Call once. faces_folder: contains the bundled people */
void dh_hills_page_set_session (DhHillsPage *self, DhSession *session, const char *faces_folder);
/* Lent. */
DhRace *dh_hills_page_get_race (DhHillsPage *self);
DhBallStrip *dh_hills_page_get_strip (DhHillsPage *self);
DhGroundBar *dh_hills_page_get_ground_bar (DhHillsPage *self);
/* The ground shared by all balls, if they share one. */
DhGroundPair *dh_hills_page_get_shared (DhHillsPage *self);
/* The action of Space. */
void dh_hills_page_play (DhHillsPage *self);
void dh_hills_page_grab_play (DhHillsPage *self);

G_END_DECLS
