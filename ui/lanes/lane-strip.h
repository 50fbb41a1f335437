/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/document/document.h"
#include "core/keep/past.h"
#include "ui/lanes/lane-card.h"
#include "ui/widgets/card-strip.h"

G_BEGIN_DECLS

/* The cards of all lanes side by side, equally wide; scrolls if they don't fit.
 *
 * Properties (compare, set, notify):
 *   show-mask        boolean  the previews show what each lane's loss doesn't see
 *   show-landscapes  boolean  the networks' landscapes are shown and requested from the lanes; TRUE
 *   view             int, DhLaneViewKind  what low cards show; DH_LANE_VIEW_FACES */
#define DH_TYPE_LANE_STRIP (dh_lane_strip_get_type ())
G_DECLARE_FINAL_TYPE (DhLaneStrip, dh_lane_strip, DH, LANE_STRIP, DhCardStrip)

GtkWidget *dh_lane_strip_new (void);
/* Call once. */
void dh_lane_strip_set_session (DhLaneStrip *self, DhSession *session);
/* Where the cards are shown in the training; call once, or not at all. */
void dh_lane_strip_set_past (DhLaneStrip *self, DhPast *past);
DhChartGroup *dh_lane_strip_get_charts (DhLaneStrip *self);
/* As in DhCardStrip. */
guint dh_lane_strip_get_n_cards (DhLaneStrip *self);
DhLaneCard *dh_lane_strip_get_card (DhLaneStrip *self, guint position);
DhLaneCard *dh_lane_strip_get_current (DhLaneStrip *self);
gboolean dh_lane_strip_get_show_mask (DhLaneStrip *self);
void dh_lane_strip_set_show_mask (DhLaneStrip *self, gboolean show_mask);
gboolean dh_lane_strip_get_show_landscapes (DhLaneStrip *self);
void dh_lane_strip_set_show_landscapes (DhLaneStrip *self, gboolean show_landscapes);
DhLaneViewKind dh_lane_strip_get_view (DhLaneStrip *self);
void dh_lane_strip_set_view (DhLaneStrip *self, DhLaneViewKind view);
/* The same as documents say it: "landscape", "faces" or "chart"; static.  Other words change nothing. */
const char *dh_lane_strip_get_view_word (DhLaneStrip *self);
void dh_lane_strip_set_view_word (DhLaneStrip *self, const char *word);
/* Shows what a document says of the lanes. */
void dh_lane_strip_show (DhLaneStrip *self, const DhDocumentView *view);
/* What a lesson speaks of; NULL: it isn't there; lent.  at: with a number */
GtkWidget *dh_lane_strip_find_part (DhLaneStrip *self, DhTarget at);
/* Lanes whose faces are on the screen elsewhere: the bits 1 << number. */
void dh_lane_strip_want_faces (DhLaneStrip *self, guint numbers);
/* Goes back to the training in all lanes that show a probed place of the landscape. FALSE: none
 * did. */
gboolean dh_lane_strip_end_probes (DhLaneStrip *self);

G_END_DECLS
