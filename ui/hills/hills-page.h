/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/document.h"
#include "core/lesson/lesson.h"
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
/* The camera of all its grounds. */
DhGroundGroup *dh_hills_page_get_group (DhHillsPage *self);
DhGroundBar *dh_hills_page_get_ground_bar (DhHillsPage *self);
/* The ground shared by all balls, if they share one. */
DhGroundPair *dh_hills_page_get_shared (DhHillsPage *self);
/* The action of Space. */
void dh_hills_page_play (DhHillsPage *self);
void dh_hills_page_grab_play (DhHillsPage *self);

/* Shows what a document says of the page. */
void dh_hills_page_show (DhHillsPage *self, const DhDocumentHills *hills);
/* Only its camera. */
void dh_hills_page_show_camera (DhHillsPage *self, const DhDocumentHills *hills);
/* For lessons: what happens with a place that is picked on a ground, in place of all balls starting
 * there; NULL: that again. */
typedef void (*DhHillsPick) (const double at[2], gpointer data);
void dh_hills_page_set_pick (DhHillsPage *self, DhHillsPick pick, gpointer data);
/* For lessons: whether the bars above and below the balls are shown. */
void dh_hills_page_set_bars (DhHillsPage *self, gboolean ground, gboolean time);
/* It doesn't start playing by itself. */
void dh_hills_page_set_still (DhHillsPage *self);
/* What a lesson speaks of; NULL: it isn't there; lent.  at: with a number, where there are several */
GtkWidget *dh_hills_page_find_part (DhHillsPage *self, DhTarget at);

G_END_DECLS
