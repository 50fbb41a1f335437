/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/data/landmarks.h"

G_BEGIN_DECLS

/* What a picture's own file says of the face in it; coordinates count from the picture's top left
 * corner.  If there are no landmarks, there may still be a crop, and a mask that was stored. */
typedef struct
{
  gboolean has_landmarks;
  DhLandmarks landmarks;
  gboolean has_crop;
  DhAffine to_crop;    /* pixels → the unit square of the training crop */
  gboolean wants_mask; /* a stored mask, although there are landmarks to draw one from */
  guint8 *mask;        /* mask_size × mask_size, 0 … 255; NULL: none */
  int mask_size;
  DhAffine to_mask; /* pixels → pixels of the mask */
} DhFaceMeta;

void dh_face_meta_clear (DhFaceMeta *self);

/* Reads what face extractors left in a file: faceswap in a PNG, DeepFaceLab in a JPEG or, older
 * versions, in a PNG.  All 0 if there is nothing; the picture itself isn't looked at.  FALSE if
 * there is something that can't be used: *problem, (transfer full), is a notice about the picture,
 * as dh_notices_add() wants it.  Any thread. */
gboolean dh_face_meta_read (const char *path, DhFaceMeta *self, char **problem);
/* The same with a stored mask, if there is one, even where there are landmarks to draw it from;
 * then those that a network has made come first. */
gboolean dh_face_meta_read_stored (const char *path, DhFaceMeta *self, char **problem);
gboolean dh_face_meta_read_data (const guint8 *data, gsize size, DhFaceMeta *self, char **problem);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (DhFaceMeta, dh_face_meta_clear)

G_END_DECLS
