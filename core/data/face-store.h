/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face.h"
#include "core/data/face-tally.h"

G_BEGIN_DECLS

/* The pictures of a large folder: each is read when it is first needed, and those that were used
 * last are kept, up to a number of bytes.  Which picture one gets depends on the files alone, not
 * on what is kept.  All functions: any thread. */
typedef struct _DhFaceStore DhFaceStore;

/* names: files of the folder, at least one; table: as for dh_face_load(); crop_side: likewise;
 * capacity: bytes that are kept. */
DhFaceStore *dh_face_store_new (const char *folder, GPtrArray *names, DhFaceTable *table,
                                double crop_side, gsize capacity);
/* Waits until no picture is being read. */
void dh_face_store_free (DhFaceStore *self);

guint dh_face_store_get_count (const DhFaceStore *self);
const char *dh_face_store_get_name (const DhFaceStore *self, guint index);
/* A picture, read now if it must be.  In place of one that can't be used, the next that can: always
 * the same one. (transfer full), for dh_face_unref(); NULL with DH_ERROR_FACES if the folder has
 * vanished or none of its pictures can be used. */
DhFace *dh_face_store_take (DhFaceStore *self, guint index, GError **error);
/* The picture will be taken soon: another thread may read it meanwhile. */
void dh_face_store_want (DhFaceStore *self, guint index);
/* Pictures found unusable so far; `tally` gets a copy, for dh_face_tally_clear(). */
void dh_face_store_copy_tally (DhFaceStore *self, DhFaceTally *tally);
guint dh_face_store_get_n_skipped (DhFaceStore *self);
/* Bytes that are kept now. */
gsize dh_face_store_get_size (DhFaceStore *self);

G_END_DECLS
