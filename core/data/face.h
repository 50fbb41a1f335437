/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/notices.h"
#include "core/data/face-set.h"
#include "core/data/face-shape.h"

G_BEGIN_DECLS

#define DH_LANDMARKS_FILE "landmarks.csv"
/* The part of a picture that is kept, in sides of its crop: rotation, zoom and shift reach no
 * further. */
#define DH_FACE_REACH 1.4

/* Reads and prepares a picture of a folder. landmarks: file name → DhLandmarks, or NULL for a
 * folder without; crop_side: pixels to which the crop's side is reduced if it is longer. notices
 * (nullable): those of dh_picture_read(); shape (nullable): set if the landmarks aren't a face.
 * (transfer full); NULL with DH_ERROR if the picture can't be used.  Any thread. */
DhFace *dh_face_load (const char *folder, const char *name, GHashTable *landmarks, double crop_side,
                      DhNotices *notices, DhFaceShape *shape, GError **error);
void dh_face_free (DhFace *face);

G_END_DECLS
