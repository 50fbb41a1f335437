/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/session/lane.h"

G_BEGIN_DECLS

/* Where a compared preview comes from: what a lane paints now, or one of its moments.
 *
 * Signal ::changed: it has another preview or another name. */
#define DH_TYPE_PREVIEW_SOURCE (dh_preview_source_get_type ())
G_DECLARE_FINAL_TYPE (DhPreviewSource, dh_preview_source, DH, PREVIEW_SOURCE, GObject)

DhPreviewSource *dh_preview_source_new (void);
/* lane: (nullable); another one ends the moment. */
void dh_preview_source_set_lane (DhPreviewSource *self, DhLane *lane);
DhLane *dh_preview_source_get_lane (DhPreviewSource *self);
/* A preview of the lane's past, which stays while the lane goes on; NULL: what it paints now. */
void dh_preview_source_set_moment (DhPreviewSource *self, DhPreview *moment);
gboolean dh_preview_source_has_moment (DhPreviewSource *self);
/* Lent, (nullable). */
DhPreview *dh_preview_source_get_preview (DhPreviewSource *self);

G_END_DECLS
