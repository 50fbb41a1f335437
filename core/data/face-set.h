/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/image.h"
#include "core/data/landmarks.h"

G_BEGIN_DECLS

/* The sets of a person's pictures.  Held-out ones are never trained on: if a folder has
 * pair_*.png, these are the pairs, in the order of their names; otherwise every eighth picture
 * (at most 24, at least 1). */
typedef enum
{
  DH_FACES_TRAINING,
  DH_FACES_HELD_OUT,
} DhFaces;

#define DH_FACE_LEVELS 2

/* One picture, ready to be sampled: its alpha holds the `extended` face mask (0 … 65535, drawn from
 * the landmarks at the picture's own size; full everywhere if the picture has no landmarks), and
 * `to_crop` maps its pixels to the unit square of the training crop. */
typedef struct
{
  char *file; /* name in its folder */
  DhImage *image;
  DhImage *reduced[DH_FACE_LEVELS]; /* half, quarter: read for small crops; or NULL */
  gboolean has_landmarks;
  DhLandmarks landmarks; /* pixels of the picture */
  DhAffine to_crop;
} DhFace;

/* All pictures of one person, immutable after loading, so every thread may read it. */
typedef struct _DhFaceSet DhFaceSet;

/* Reads every picture of the folder and landmarks.csv if there is one, which must then list the
 * pictures.  Bad pictures are skipped and counted.  Parts that no training crop can reach are cut
 * off, and larger pictures are reduced so that their crop has about 256 px (less if a folder has
 * thousands). (transfer full); NULL with DH_ERROR_FACES: no such folder, no picture in it, none
 * readable, landmarks.csv malformed; NULL with G_IO_ERROR_CANCELLED: another thread set *cancelled
 * (may be NULL).  Takes about a quarter of a second for 150 pictures: never on the main context. */
DhFaceSet *dh_face_set_load (const char *folder, const int *cancelled, GError **error);
DhFaceSet *dh_face_set_ref (DhFaceSet *self);
void dh_face_set_unref (DhFaceSet *self);

/* The last component of the folder's path. */
const char *dh_face_set_get_name (const DhFaceSet *self);
guint dh_face_set_get_count (const DhFaceSet *self, DhFaces which);
const DhFace *dh_face_set_get (const DhFaceSet *self, DhFaces which, guint index);
guint dh_face_set_get_n_skipped (const DhFaceSet *self);
/* Name of the first skipped file with the reason, or NULL. */
const char *dh_face_set_get_first_problem (const DhFaceSet *self);
/* What the user should know: skipped pictures with the likely cause, files of other kinds,
 * colours that weren't honoured, no landmarks; sentences, lent. */
const char *const *dh_face_set_get_notices (const DhFaceSet *self);
/* SHA-256, 64 hexadecimal digits, over names, pixels and landmarks of all pictures as they are
 * used; (transfer full). */
char *dh_face_set_dup_fingerprint (const DhFaceSet *self);
/* TRUE if every picture has landmarks (else: centre crop, no mask). */
gboolean dh_face_set_has_landmarks (const DhFaceSet *self);
/* TRUE if the held-out pictures are halves of pairs; the other half is another person's picture of
 * the same name. */
gboolean dh_face_set_has_pairs (const DhFaceSet *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (DhFaceSet, dh_face_set_unref)

G_END_DECLS
