/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "core/lesson/lesson.h"
#include "core/session/session.h"
#include "ui/ground/ground-group.h"
#include "ui/lanes/chart-group.h"
#include "ui/lanes/lane-body.h"

G_BEGIN_DECLS

/* One lane of the window, from its title to its state in words. */
#define DH_TYPE_LANE_CARD (dh_lane_card_get_type ())
G_DECLARE_FINAL_TYPE (DhLaneCard, dh_lane_card, DH, LANE_CARD, GtkWidget)

/* cameras: the camera shared by all landscapes. */
GtkWidget *dh_lane_card_new (DhSession *session, DhLane *lane, DhChartGroup *charts,
                             DhGroundGroup *cameras);
DhLane *dh_lane_card_get_lane (DhLaneCard *self);
guint dh_lane_card_get_n_faces (DhLaneCard *self);
/* Shows what the lane showed at an earlier iteration, with the settings of then, which can't be
 * changed.  NULL: live again.  words: which moment that is; (nullable) if live */
void dh_lane_card_show_past (DhLaneCard *self, DhLaneSnapshot *snapshot, const char *words);
/* What is shown; (transfer none) (nullable) */
DhLaneSnapshot *dh_lane_card_get_shown (DhLaneCard *self);
/* Cells in bold, as from dh_metric_find_best(). */
void dh_lane_card_set_best (DhLaneCard *self, guint best);
/* Whether the previews show what the loss doesn’t see. */
void dh_lane_card_set_show_mask (DhLaneCard *self, gboolean show_mask);
/* Whether the network's landscape is requested and shown; FALSE at first. */
void dh_lane_card_set_show_landscape (DhLaneCard *self, gboolean show_landscape);
/* Its body; all cards share the body's view. */
DhLaneBody *dh_lane_card_get_body (DhLaneCard *self);
/* Goes from a probed place of the landscape back to the training. Returns FALSE if none was
 * probed. */
gboolean dh_lane_card_end_probe (DhLaneCard *self);
/* Moves the learning rate one step up (1) or down (-1). */
void dh_lane_card_step_rate (DhLaneCard *self, int direction);
/* Updates what screen readers say about the drawn parts. */
void dh_lane_card_describe (DhLaneCard *self);
/* The part that a lesson speaks of; NULL: it has none; lent */
GtkWidget *dh_lane_card_find_part (DhLaneCard *self, DhTargetKind kind);
/* Whether its controls neither react to the pointer nor take the focus; they look as always. */
void dh_lane_card_set_locked (DhLaneCard *self, gboolean locked);

/* Signals: ::n-faces-changed — the room for previews has changed. */

G_END_DECLS
