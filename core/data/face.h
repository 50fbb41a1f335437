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

/* The landmarks.csv of a folder: file name → DhLandmarks; *table is NULL if there is none.  FALSE with
 * DH_ERROR_FACES only if it exists but can't be read.  Any thread. */
gboolean dh_face_read_landmarks (const char *folder, GHashTable **table, GError **error);

/* As crop_side: the picture stays as large as it is, and nothing is cut off. */
#define DH_FACE_WHOLE 0.0

/* Reads and prepares a picture of a folder. landmarks: file name → DhLandmarks, or NULL for a
 * folder without, whose files may bring their own (face-meta.h); crop_side: pixels to which the
 * crop's side is reduced if it is longer, or DH_FACE_WHOLE. notices (nullable): those of
 * dh_picture_read(), and what a file brings but can't be used; shape (nullable): set if the landmarks
 * aren't a face.
 * (transfer full), for dh_face_unref(); NULL with DH_ERROR if the picture can't be used.  Any
 * thread. */
DhFace *dh_face_load (const char *folder, const char *name, GHashTable *landmarks, double crop_side,
                      DhNotices *notices, DhFaceShape *shape, GError **error);
/* The same at full size, with the mask that a face extractor stored in the file, if there is one, in
 * place of the one that is drawn from the landmarks.  A folder with a table of landmarks has none. */
DhFace *dh_face_load_stored (const char *folder, const char *name, GHashTable *landmarks,
                             GError **error);
/* Faces don't change once they are loaded.  Any thread. */
DhFace *dh_face_ref (DhFace *face);
void dh_face_unref (DhFace *face);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhFace, dh_face_unref)

G_END_DECLS
