/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/base/notices.h"
#include "core/data/face-set.h"
#include "core/data/face-table.h"

G_BEGIN_DECLS

/* The part of a picture that is kept, in sides of its crop: rotation, zoom and shift reach no
 * further. */
#define DH_FACE_REACH 1.4

/* As crop_side: the picture stays as large as it is, and nothing is cut off. */
#define DH_FACE_WHOLE 0.0

/* Reads and prepares a picture of a folder. table: that of the folder, or NULL; files of which it
 * has no landmarks may bring their own (face-meta.h); crop_side: pixels to which the
 * crop's side is reduced if it is longer, or DH_FACE_WHOLE. notices (nullable): those of
 * dh_picture_read(), and what a file brings but can't be used; shape (nullable): set if the landmarks
 * aren't a face.
 * (transfer full), for dh_face_unref(); NULL with DH_ERROR if the picture can't be used.  Any
 * thread. */
DhFace *dh_face_load (const char *folder, const char *name, const DhFaceTable *table,
                      double crop_side, DhNotices *notices, DhFaceShape *shape, GError **error);
/* The same at full size, and with the picture as it is where it is transparent.  stored_mask: with
 * the mask that a face extractor stored in the file, if there is one, in place of the one that is
 * drawn from the landmarks.  Pictures whose landmarks are in the table have none. */
DhFace *dh_face_load_whole (const char *folder, const char *name, const DhFaceTable *table,
                            gboolean stored_mask, GError **error);
/* As dh_face_load(), but its image is the upright picture as it is: not reduced, without its mask, and
 * without smaller copies. */
DhFace *dh_face_locate (const char *folder, const char *name, const DhFaceTable *table,
                        DhNotices *notices, DhFaceShape *shape, GError **error);
/* A crop of a picture alone, size × size; to_crop: from the pixels of the upright picture, or all 0
 * for its middle. (transfer full); NULL with DH_ERROR if it can't be read.  Any thread. */
DhImage *dh_face_read_crop (const char *path, DhAffine to_crop, int size, GError **error);
/* Faces don't change once they are loaded.  Any thread. */
DhFace *dh_face_ref (DhFace *face);
void dh_face_unref (DhFace *face);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhFace, dh_face_unref)

G_END_DECLS
