/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/keep/past.h"

G_BEGIN_DECLS

/* Where a compared preview comes from: what a lane shows, now or at the timeline's iteration, or a
 * moment that was held.
 *
 * Signal ::changed: it has another preview or another name. */
#define DH_TYPE_PREVIEW_SOURCE (dh_preview_source_get_type ())
G_DECLARE_FINAL_TYPE (DhPreviewSource, dh_preview_source, DH, PREVIEW_SOURCE, GObject)

DhPreviewSource *dh_preview_source_new (void);
/* lane: (nullable); another one ends the moment. */
void dh_preview_source_set_lane (DhPreviewSource *self, DhLane *lane);
DhLane *dh_preview_source_get_lane (DhPreviewSource *self);
/* While it isn't live, its iteration is shown.  Call once, or not at all. */
void dh_preview_source_set_past (DhPreviewSource *self, DhPast *past);
/* A preview that the lane showed, which stays while the lane goes on; NULL: what it shows. */
void dh_preview_source_set_moment (DhPreviewSource *self, DhPreview *moment);
gboolean dh_preview_source_has_moment (DhPreviewSource *self);
/* Lent, (nullable). */
DhPreview *dh_preview_source_get_preview (DhPreviewSource *self);

G_END_DECLS
