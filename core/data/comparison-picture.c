/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preparing a picture for comparison.  Losses can only compare two people if their eyes and mouths
 * coincide, so a picture with landmarks is cropped as in training; any other is used whole, because
 * nothing is known about what matters in it.  Unreadable landmarks are no reason to refuse a
 * readable picture.
 */
#include "core/data/comparison-picture.h"

#include "core/data/batch.h"
#include "core/data/face.h"
#include "core/data/face-meta.h"
#include "core/data/picture.h"

#include <math.h>

#define N_CHANNELS 3

/* Takes the planes. */
static DhComparisonPicture *
picture_new (const char *path, int width, int height, float *planes)
{
  DhComparisonPicture *self = g_new (DhComparisonPicture, 1);

  *self = (DhComparisonPicture) { g_strdup (path), width, height, planes };
  return self;
}

void
dh_comparison_picture_free (DhComparisonPicture *self)
{
  if (self == NULL)
    return;
  g_free (self->path);
  g_free (self->planes);
  g_free (self);
}

/* Whether the picture's own file says where its face is. */
static gboolean
tells_of_face (const char *path)
{
  g_auto (DhFaceMeta) meta = { 0 };
  g_autofree char *problem = NULL;

  return dh_face_meta_read (path, &meta, &problem) && (meta.has_landmarks || meta.has_crop);
}

/* Whether anything says where the face is. */
static gboolean
is_known (const DhFaceTable *table, const char *name, const char *path)
{
  if (table != NULL
      && (dh_face_table_get_landmarks (table, name) != NULL
          || dh_face_table_get_place (table, name).kind != DH_PLACE_NONE
          || dh_face_table_get_place (table, NULL).kind != DH_PLACE_NONE))
    return TRUE;
  return (table == NULL || dh_face_table_admits (table, name)) && tells_of_face (path);
}

/* NULL if neither the folder nor the file has landmarks for the picture. */
static DhComparisonPicture *
read_face (const char *path, int side, DhNotices *notices)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (DhFaceTable) table = NULL;
  DhFace *face;
  float *planes;

  /* A bad table is told where it is trained on. */
  dh_face_table_read_folder (folder, &table, NULL);
  if (!is_known (table, name, path))
    return NULL;
  face = dh_face_load (folder, name, table, side, notices, NULL, NULL);
  if (face == NULL)
    return NULL;
  planes = g_new (float, N_CHANNELS *(gsize) side *side);
  dh_face_crop (face, side, planes, NULL);
  dh_face_unref (face);
  return picture_new (path, side, side, planes);
}

/* Straight alpha must not be averaged: invisible black would bleed into the colours. */
static DhImage *
reduce_to_side (DhImage *image, int side)
{
  g_autoptr (DhImage) owned = image;
  double scale = (double) side / MAX (image->width, image->height);

  if (scale >= 1)
    return g_steal_pointer (&owned);
  dh_image_flatten (owned);
  return dh_image_reduce (owned, 0, 0, owned->width, owned->height,
                          (int) MAX (owned->width * scale + .5, 1.0),
                          (int) MAX (owned->height * scale + .5, 1.0));
}

DhComparisonPicture *
dh_comparison_picture_read (const char *path, int max_side, DhNotices *notices, GError **error)
{
  DhComparisonPicture *face = read_face (path, max_side, notices);
  g_autoptr (DhImage) image = NULL;
  float *planes;

  if (face != NULL)
    return face;
  image = dh_picture_read (path, notices, error);
  if (image == NULL)
    return NULL;
  image = reduce_to_side (g_steal_pointer (&image), max_side);
  planes = g_new (float, N_CHANNELS *(gsize) image->width * image->height);
  dh_image_to_planes (image, planes);
  return picture_new (path, image->width, image->height, planes);
}
