/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One picture with its landmarks, prepared for training.  All work that isn't random is done here,
 * once: decoding, finding the crop, cropping and reducing to what a training crop can show (so that
 * a folder of camera pictures takes no more memory than one of small crops), drawing the mask into
 * the alpha channel (or copying one that was stored), and making the smaller copies that small
 * crops are read from.
 */
#include "core/data/face.h"

#include "core/base/error.h"
#include "core/data/face-meta.h"
#include "core/data/mask.h"
#include "core/data/picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Landmarks that give a larger crop than this, in sides of the picture or in pixels, are
 * invalid. */
#define LARGEST_CROP  10.0
#define SMALLEST_CROP 4.0

static void
face_free (DhFace *face)
{
  g_free (face->file);
  dh_image_free (face->image);
  for (int i = 0; i < DH_FACE_LEVELS; i++)
    dh_image_free (face->reduced[i]);
  g_free (face);
}

DhFace *
dh_face_ref (DhFace *face)
{
  g_atomic_int_inc (&face->n_refs);
  return face;
}

void
dh_face_unref (DhFace *face)
{
  if (g_atomic_int_dec_and_test (&face->n_refs))
    face_free (face);
}

/* The largest square in the middle. */
static DhAffine
crop_centre (const DhImage *image)
{
  double side = MIN (image->width, image->height);

  return (DhAffine) {
    .xx = 1.0 / side,
    .x0 = 0.5 - image->width / (2.0 * side),
    .yy = 1.0 / side,
    .y0 = 0.5 - image->height / (2.0 * side),
  };
}

/* Infinite if there is no crop. */
static double
get_crop_side (const DhFace *face)
{
  return 1.0 / hypot (face->to_crop.xx, face->to_crop.yx);
}

/* FACE only if the crop has a valid size and its centre in the picture. */
static DhFaceShape
check_crop (const DhFace *face)
{
  double x = 0.5, y = 0.5;
  const DhImage *image = face->image;
  const double side = get_crop_side (face);

  if (!(side >= SMALLEST_CROP))
    return DH_SHAPE_UNKNOWN;
  if (!(side <= LARGEST_CROP * MAX (image->width, image->height)))
    return DH_SHAPE_OUTSIDE;
  dh_affine_apply (dh_affine_invert (face->to_crop), &x, &y);
  return x >= 0.0 && y >= 0.0 && x <= image->width && y <= image->height ? DH_SHAPE_FACE
                                                                         : DH_SHAPE_OUTSIDE;
}

/* FACE only if the points are a face and its crop can be used. */
static DhFaceShape
align_face (DhFace *face)
{
  DhFaceShape shape = dh_face_shape_judge (&face->landmarks);

  if (shape != DH_SHAPE_FACE)
    return shape;
  face->to_crop = dh_landmarks_align (&face->landmarks);
  return check_crop (face);
}

/* The range that is kept along one axis of a picture, and its number of pixels after reducing. */
static void
plan_axis (double middle, double side, int length, double scale, int *start, int *n, int *to_n)
{
  int end = (int) CLAMP (ceil (middle + side * DH_FACE_REACH / 2.0), 1.0, (double) length);

  *start = (int) CLAMP (floor (middle - side * DH_FACE_REACH / 2.0), 0.0, end - 1.0);
  *n = end - *start;
  *to_n = (int) CLAMP (floor (*n * scale + 0.5), 1.0, (double) *n);
}

/* Returns the map from the pixels before to those after. */
static DhAffine
reduce_face (DhFace *face, double crop_side)
{
  double side = get_crop_side (face), scale = MIN (crop_side / side, 1.0);
  double middle_x = 0.5, middle_y = 0.5;
  int x, y, width, height, to_width, to_height;
  DhImage *reduced;
  DhAffine change;

  dh_affine_apply (dh_affine_invert (face->to_crop), &middle_x, &middle_y);
  plan_axis (middle_x, side, face->image->width, scale, &x, &width, &to_width);
  plan_axis (middle_y, side, face->image->height, scale, &y, &height, &to_height);
  if (to_width == face->image->width && to_height == face->image->height)
    return (DhAffine) { .xx = 1.0, .yy = 1.0 };

  reduced = dh_image_reduce (face->image, x, y, width, height, to_width, to_height);
  dh_image_free (face->image);
  face->image = reduced;
  change = (DhAffine) {
    .xx = (double) to_width / width,
    .x0 = -x * (double) to_width / width,
    .yy = (double) to_height / height,
    .y0 = -y * (double) to_height / height,
  };
  face->to_crop = dh_affine_multiply (dh_affine_invert (change), face->to_crop);
  for (int i = 0; face->has_landmarks && i < DH_N_LANDMARKS; i++)
    {
      DhPoint *point = &face->landmarks.points[i];

      point->x = (float) (change.xx * point->x + change.x0);
      point->y = (float) (change.yy * point->y + change.y0);
    }
  return change;
}

/* Bilinear; 0 outside. */
static double
read_mask (const DhFaceMeta *meta, double x, double y)
{
  const double left = floor (x - 0.5), top = floor (y - 0.5);
  double sum = 0.0;

  if (!(left >= -1 && top >= -1 && left < meta->mask_size && top < meta->mask_size))
    return 0.0;
  for (int i = 0; i < 4; i++)
    {
      const int column = (int) left + i % 2, row = (int) top + i / 2;
      const double share = (1.0 - fabs (x - 0.5 - column)) * (1.0 - fabs (y - 0.5 - row));

      if (column >= 0 && row >= 0 && column < meta->mask_size && row < meta->mask_size)
        sum += share * meta->mask[(gsize) row * meta->mask_size + column];
    }
  return sum / 255.0;
}

/* to_mask: from the pixels of the image. */
static void
copy_mask (DhImage *image, const DhFaceMeta *meta, DhAffine to_mask)
{
  for (int row = 0; row < image->height; row++)
    for (int column = 0; column < image->width; column++)
      {
        guint16 *pixel = image->pixels + 4 * ((gsize) row * image->width + column);
        double x = column + 0.5, y = row + 0.5;

        dh_affine_apply (to_mask, &x, &y);
        pixel[3] = (guint16) (CLAMP (read_mask (meta, x, y), 0.0, 1.0) * DH_IMAGE_FULL + 0.5);
      }
}

static void
add_levels (DhFace *face)
{
  const DhImage *image = face->image;

  for (int i = 0; i < DH_FACE_LEVELS && MIN (image->width, image->height) >= 2; i++)
    {
      face->reduced[i] = dh_image_reduce (image, 0, 0, image->width, image->height,
                                          image->width / 2, image->height / 2);
      image = face->reduced[i];
    }
}

/* Takes the image.  Returns NULL if the landmarks aren't a face in this picture. */
static DhFace *
face_new (const char *name, DhImage *image, const DhFaceMeta *meta, double crop_side,
          DhFaceShape *shape)
{
  DhFace *face = g_new0 (DhFace, 1);
  DhAffine change = { .xx = 1.0, .yy = 1.0 };

  face->n_refs = 1;
  face->file = g_strdup (name);
  face->image = image;
  face->is_placed = meta->has_landmarks || meta->has_crop;
  face->to_crop = meta->has_crop ? meta->to_crop : crop_centre (image);
  if (meta->has_landmarks)
    {
      face->landmarks = meta->landmarks;
      face->has_landmarks = TRUE;
      *shape = align_face (face);
    }
  else if (meta->has_crop)
    *shape = check_crop (face);
  if (*shape != DH_SHAPE_FACE)
    {
      dh_face_unref (face);
      return NULL;
    }
  if (crop_side > DH_FACE_WHOLE)
    change = reduce_face (face, crop_side);
  face->has_mask = face->has_landmarks || meta->mask != NULL;
  if (meta->mask != NULL)
    copy_mask (face->image, meta, dh_affine_multiply (dh_affine_invert (change), meta->to_mask));
  else if (face->has_landmarks)
    dh_mask_draw (face->image, &face->landmarks, DH_MASK_EXTENDED);
  add_levels (face);
  return face;
}

gboolean
dh_face_read_landmarks (const char *folder, GHashTable **table, GError **error)
{
  g_autofree char *path = g_build_filename (folder, DH_LANDMARKS_FILE, NULL);

  *table = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  *table = dh_landmarks_read (path, error);
  return *table != NULL;
}

/* What is known of a face: from the table of its folder, or else from its own file. */
static gboolean
find_face (const char *path, const char *name, GHashTable *table, gboolean stored,
           DhFaceMeta *meta, DhNotices *notices, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *base = g_path_get_basename (shown), *problem = NULL;
  const DhLandmarks *points = table != NULL ? g_hash_table_lookup (table, name) : NULL;

  *meta = (DhFaceMeta) { 0 };
  if (points != NULL)
    {
      meta->landmarks = *points;
      meta->has_landmarks = TRUE;
    }
  else if (table != NULL)
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _ ("“%s” has no line in %s: add one or remove the picture."), shown,
                 DH_LANDMARKS_FILE);
  else if (stored ? !dh_face_meta_read_stored (path, meta, &problem)
                  : !dh_face_meta_read (path, meta, &problem))
    dh_notices_add (notices, base, problem);
  return points != NULL || table == NULL;
}

static void
set_shape_error (const char *path, DhFaceShape shape, gboolean in_table, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  if (!in_table)
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 shape == DH_SHAPE_OUTSIDE
                   ? _ ("The face of which “%s” tells lies outside the picture: extract it again "
                        "or leave it out.")
                   : _ ("The landmarks in “%s” don’t make a face: extract it again or leave it "
                        "out."),
                 shown);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 shape == DH_SHAPE_OUTSIDE
                   ? _ ("The landmarks of “%s” lie outside the picture: correct its line in %s.")
                   : _ ("The landmarks of “%s” don’t make a face: correct its line in %s."),
                 shown, DH_LANDMARKS_FILE);
}

static DhFace *
load (const char *folder, const char *name, GHashTable *landmarks, double crop_side,
      gboolean stored, DhNotices *notices, DhFaceShape *shape, GError **error)
{
  DhFaceShape own_shape = DH_SHAPE_FACE;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_auto (DhFaceMeta) meta = { 0 };
  DhImage *image;
  DhFace *face;

  if (!find_face (path, name, landmarks, stored, &meta, notices, error))
    return NULL;
  image = dh_picture_read (path, notices, error);
  if (image == NULL)
    return NULL;
  dh_image_flatten (image);
  face = face_new (name, image, &meta, crop_side, &own_shape);
  if (face == NULL)
    set_shape_error (path, own_shape, landmarks != NULL, error);
  if (shape != NULL)
    *shape = own_shape;
  return face;
}

DhFace *
dh_face_load (const char *folder, const char *name, GHashTable *landmarks, double crop_side,
              DhNotices *notices, DhFaceShape *shape, GError **error)
{
  return load (folder, name, landmarks, crop_side, FALSE, notices, shape, error);
}

DhFace *
dh_face_load_stored (const char *folder, const char *name, GHashTable *landmarks, GError **error)
{
  return load (folder, name, landmarks, DH_FACE_WHOLE, TRUE, NULL, NULL, error);
}
