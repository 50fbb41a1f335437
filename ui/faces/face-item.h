/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "core/data/folder-survey.h"

G_BEGIN_DECLS

/* A picture of a folder: what a training does with it, how it is cropped, and its thumbnail.
 *
 * Signal ::changed: something of it is different now. */
#define DH_TYPE_FACE_ITEM (dh_face_item_get_type ())
G_DECLARE_FINAL_TYPE (DhFaceItem, dh_face_item, DH, FACE_ITEM, GObject)

/* folder: what a reason says of the picture's place in it is left out, as it is the same for all */
DhFaceItem *dh_face_item_new (const DhSurveyItem *found, const char *folder);

const char *dh_face_item_get_name (DhFaceItem *self);
DhFileUse dh_face_item_get_use (DhFaceItem *self);
void dh_face_item_set_use (DhFaceItem *self, DhFileUse use);
/* Why it is skipped; NULL: it isn't */
const char *dh_face_item_get_reason (DhFaceItem *self);
/* FALSE: its size isn't known, since it can't be read. */
gboolean dh_face_item_get_size (DhFaceItem *self, int *width, int *height);
/* What decided its crop when the folder was read. */
DhPlacedBy dh_face_item_get_found (DhFaceItem *self);
DhAffine dh_face_item_get_found_crop (DhFaceItem *self);
/* What decides it now. unsure: what its file says isn't known before the folder is read again */
DhPlacedBy dh_face_item_get_placed_by (DhFaceItem *self);
gboolean dh_face_item_is_unsure (DhFaceItem *self);
/* All 0: it has none. */
DhAffine dh_face_item_get_crop (DhFaceItem *self);
void dh_face_item_set_crop (DhFaceItem *self, DhPlacedBy placed_by, DhAffine to_crop,
                            gboolean unsure);

/* NULL: it hasn't been read, or can't be */
GdkTexture *dh_face_item_get_thumbnail (DhFaceItem *self);
gboolean dh_face_item_is_damaged (DhFaceItem *self);
/* texture: NULL: it is given back, or damaged */
void dh_face_item_set_thumbnail (DhFaceItem *self, GdkTexture *texture, gboolean damaged);

/* What decided a crop, in a few words; static */
const char *dh_face_item_get_placed_words (DhFaceItem *self);

G_END_DECLS
