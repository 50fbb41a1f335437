/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/session.h"
#include "ui/lanes/pair-view.h"
#include "ui/lanes/preview-source.h"

G_BEGIN_DECLS

/* Two previews compared, of two lanes or of two moments of one, with the choice of both. */
#define DH_TYPE_PREVIEW_COMPARISON (dh_preview_comparison_get_type ())
G_DECLARE_FINAL_TYPE (DhPreviewComparison, dh_preview_comparison, DH, PREVIEW_COMPARISON, GtkWidget)

GtkWidget *dh_preview_comparison_new (void);
/* Call once. */
void dh_preview_comparison_set_session (DhPreviewComparison *self, DhSession *session);
/* Call once, or not at all: both sides show the timeline's iteration. */
void dh_preview_comparison_set_past (DhPreviewComparison *self, DhPast *past);
/* lane: on the left; other: on the right; NULL: a lane beside it.  person: 0 for A, 1 for B. */
void dh_preview_comparison_begin (DhPreviewComparison *self, DhLane *lane, DhLane *other);
void dh_preview_comparison_set_tile (DhPreviewComparison *self, guint side, guint person,
                                     DhTile tile);
void dh_preview_comparison_set_face (DhPreviewComparison *self, guint face);
guint dh_preview_comparison_get_face (DhPreviewComparison *self);
/* side: 0 left, 1 right. */
DhPreviewSource *dh_preview_comparison_get_source (DhPreviewComparison *self, guint side);
/* Keeps what a side shows while its lane goes on. */
void dh_preview_comparison_set_held (DhPreviewComparison *self, guint side, gboolean held);
DhPairView *dh_preview_comparison_get_pair (DhPreviewComparison *self);
/* The line under the pictures; lent. */
const char *dh_preview_comparison_get_reading (DhPreviewComparison *self);

G_END_DECLS
