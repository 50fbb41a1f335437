/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/face-place.h"
#include "core/data/image.h"

G_BEGIN_DECLS

/* The sets of a person's pictures.  Held-out ones are never trained on: if a folder has
 * pair_*.png, these are the pairs, in the order of their names; otherwise every eighth picture
 * (at most 24, at least 1).  A folder's only picture is both. */
typedef enum
{
  DH_FACES_TRAINING,
  DH_FACES_HELD_OUT,
} DhFaces;

#define DH_FACE_LEVELS 2

/* One picture, ready to be sampled: its alpha holds the face mask (0 … 65535; `extended`, drawn from
 * the landmarks at the picture's own size; without landmarks, a mask that its file brings; full
 * everywhere if there is none), and `to_crop` maps its pixels to the unit square of the training
 * crop. */
typedef struct
{
  int n_refs; /* atomic */
  char *file; /* name in its folder */
  DhImage *image;
  DhImage *reduced[DH_FACE_LEVELS]; /* half, quarter: read for small crops; or NULL */
  DhImage *transparent; /* as read; loaded whole only, and NULL if it is opaque */
  gboolean has_landmarks;
  DhLandmarks landmarks; /* pixels of the picture */
  gboolean has_mask;     /* always if it has landmarks */
  DhPlacedBy placed_by;
  DhAffine to_crop;
} DhFace;

/* All pictures of one person.  Which there are doesn't change after loading, and every thread may
 * read them.  The training pictures of a large folder are read when they are taken. */
typedef struct _DhFaceSet DhFaceSet;

/* Lists the pictures of the folder, with the landmarks and places of landmarks.csv if there is one,
 * or else the landmarks that faceswap or DeepFaceLab left in each file.  If that table has
 * landmarks, it must have a line for each picture, or a square for all.  Bad pictures are skipped
 * and counted.  Parts that no training crop can reach are cut off, and larger pictures are reduced
 * so that their crop has about 256 px.  Up to some 300 pictures are
 * read now; of a larger folder only the held-out ones are, of which then at most 100, and the
 * training pictures share 384 MiB: up to some 1200 fit in, with crops of at least 128 px, and of
 * more those are kept that were used last.
 * (transfer full); NULL with DH_ERROR_FACES: no such folder, no picture in it, none readable,
 * landmarks.csv malformed; NULL with G_IO_ERROR_CANCELLED: another thread set *cancelled (may be
 * NULL).  Takes about a quarter of a second for 150 small pictures: never on the main context. */
DhFaceSet *dh_face_set_load (const char *folder, const int *cancelled, GError **error);
DhFaceSet *dh_face_set_ref (DhFaceSet *self);
void dh_face_set_unref (DhFaceSet *self);

/* The last component of the folder's path. */
const char *dh_face_set_get_name (const DhFaceSet *self);
guint dh_face_set_get_count (const DhFaceSet *self, DhFaces which);
/* A picture that is in memory: any held-out one, and all of a folder that isn't large; lent. */
const DhFace *dh_face_set_get (const DhFaceSet *self, DhFaces which, guint index);
/* Any picture, read now if it must be.  In place of one that can't be used, the next that can: always
 * the same one. (transfer full), for dh_face_unref(); NULL with DH_ERROR_FACES if a large folder has
 * vanished meanwhile, or turns out to have no training picture that can be used. */
DhFace *dh_face_set_take (const DhFaceSet *self, DhFaces which, guint index, GError **error);
/* A training picture will be taken soon: another thread may read it meanwhile. */
void dh_face_set_want (const DhFaceSet *self, guint index);
/* Whether training pictures are read when they are taken. */
gboolean dh_face_set_is_large (const DhFaceSet *self);
/* Of the pictures read so far; grows if the folder is large. */
guint dh_face_set_get_n_skipped (const DhFaceSet *self);
/* Name of the first skipped file with the reason, or NULL; (transfer full). */
char *dh_face_set_dup_first_problem (const DhFaceSet *self);
/* What the user should know: skipped pictures with the likely cause, files of other kinds,
 * colours that weren't honoured, pictures without landmarks; sentences, (transfer full). */
char **dh_face_set_dup_notices (const DhFaceSet *self);
/* SHA-256, 64 hexadecimal digits, over names, pixels and landmarks of all pictures as they are
 * used; of a large folder's training pictures, over names, files' sizes and places.
 * (transfer full) */
char *dh_face_set_dup_fingerprint (const DhFaceSet *self);
/* TRUE if some picture has a face mask, from its landmarks or stored in its file: then masks are
 * used, and the whole of any other picture counts as face. */
gboolean dh_face_set_has_masks (const DhFaceSet *self);
/* TRUE if the held-out pictures are halves of pairs; the other half is another person's picture of
 * the same name, see face-pairs.h. */
gboolean dh_face_set_has_pairs (const DhFaceSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhFaceSet, dh_face_set_unref)

G_END_DECLS
