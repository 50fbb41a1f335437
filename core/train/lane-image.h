/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/train/settings-log.h"

G_BEGIN_DECLS

/* The parts of an image as bytes: a head, all that isn't a vector, then weights and slots. */
#define DH_LANE_IMAGE_MAX_PARTS    7
#define DH_LANE_IMAGE_FIRST_VECTOR 2

/* A lane's state at an iteration, to be kept in a file: weights, optimizer, log, history, and what
 * its state is judged by; not its landscape.  Immutable, any thread. */
typedef struct _DhLaneImage DhLaneImage;

DhLaneImage *dh_lane_image_ref (DhLaneImage *self);
void dh_lane_image_unref (DhLaneImage *self);

guint64 dh_lane_image_get_iteration (const DhLaneImage *self);
gsize dh_lane_image_get_n_parameters (const DhLaneImage *self);
/* (transfer none) */
DhSettingsLog *dh_lane_image_get_log (const DhLaneImage *self);

/* What a file has to contain, one part after the other; returns how many: (transfer none). */
guint dh_lane_image_list_parts (const DhLaneImage *self, GBytes *parts[DH_LANE_IMAGE_MAX_PARTS]);
/* From all parts joined.  NULL with DH_ERROR_WEIGHTS if they aren't an image or one of another
 * version of the program. */
DhLaneImage *dh_lane_image_new_from_bytes (GBytes *bytes, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhLaneImage, dh_lane_image_unref)

G_END_DECLS
