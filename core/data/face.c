/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One picture with its landmarks, prepared for training.  All work that isn't random is done here,
 * once: decoding, finding the crop, cropping and reducing to what a training crop can show (so that
 * a folder of camera pictures takes no more memory than one of small crops), drawing the mask into
 * the alpha channel, and making the smaller copies that small crops are read from.
 */
#include "core/data/face.h"

#include "core/base/error.h"
#include "core/data/mask.h"
#include "core/data/picture.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Landmarks that give a larger crop than this, in sides of the picture or in pixels, are
 * invalid. */
#define LARGEST_CROP  10.0
#define SMALLEST_CROP 4.0

static void
face_clear (DhFace *face)
{
  g_free (face->file);
  dh_image_free (face->image);
  for (int i = 0; i < DH_FACE_LEVELS; i++)
    dh_image_free (face->reduced[i]);
}

DhFace *
dh_face_ref (DhFace *face)
{
  return g_atomic_rc_box_acquire (face);
}

void
dh_face_unref (DhFace *face)
{
  g_atomic_rc_box_release_full (face, (GDestroyNotify) face_clear);
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

/* FACE only if the points are a face, and their crop has a valid size and its centre in the
 * picture. */
static DhFaceShape
align_face (DhFace *face)
{
  double x = 0.5, y = 0.5, side;
  const DhImage *image = face->image;
  DhFaceShape shape = dh_face_shape_judge (&face->landmarks);

  if (shape != DH_SHAPE_FACE)
    return shape;
  face->to_crop = dh_landmarks_align (&face->landmarks);
  side = get_crop_side (face);
  if (!(side >= SMALLEST_CROP))
    return DH_SHAPE_UNKNOWN;
  if (!(side <= LARGEST_CROP * MAX (image->width, image->height)))
    return DH_SHAPE_OUTSIDE;
  dh_affine_apply (dh_affine_invert (face->to_crop), &x, &y);
  return x >= 0.0 && y >= 0.0 && x <= image->width && y <= image->height ? DH_SHAPE_FACE
                                                                         : DH_SHAPE_OUTSIDE;
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

static void
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
    return;

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

/* points: NULL if the picture has none.  Returns NULL if they aren't a face in this picture. */
static DhFace *
face_new (const char *name, DhImage *image, const DhLandmarks *points, double crop_side,
          DhFaceShape *shape)
{
  DhFace *face = g_atomic_rc_box_new0 (DhFace);

  face->file = g_strdup (name);
  face->image = image;
  face->to_crop = crop_centre (image);
  if (points != NULL)
    {
      face->landmarks = *points;
      face->has_landmarks = TRUE;
      *shape = align_face (face);
      if (*shape != DH_SHAPE_FACE)
        {
          dh_face_unref (face);
          return NULL;
        }
    }
  if (crop_side > DH_FACE_WHOLE)
    reduce_face (face, crop_side);
  if (face->has_landmarks)
    dh_mask_draw (face->image, &face->landmarks, DH_MASK_EXTENDED);
  add_levels (face);
  return face;
}

DhFace *
dh_face_load (const char *folder, const char *name, GHashTable *landmarks, double crop_side,
              DhNotices *notices, DhFaceShape *shape, GError **error)
{
  DhFaceShape own_shape = DH_SHAPE_FACE;
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *shown = g_filename_display_name (path);
  const DhLandmarks *points = landmarks != NULL ? g_hash_table_lookup (landmarks, name) : NULL;
  DhImage *image;
  DhFace *face;

  if (landmarks != NULL && points == NULL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                   _ ("“%s” has no line in %s: add one or remove the picture."), shown,
                   DH_LANDMARKS_FILE);
      return NULL;
    }
  image = dh_picture_read (path, notices, error);
  if (image == NULL)
    return NULL;
  dh_image_flatten (image);
  face = face_new (name, image, points, crop_side, &own_shape);
  if (face == NULL)
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 own_shape == DH_SHAPE_OUTSIDE
                   ? _ ("The landmarks of “%s” lie outside the picture: correct its line in %s.")
                   : _ ("The landmarks of “%s” don’t make a face: correct its line in %s."),
                 shown, DH_LANDMARKS_FILE);
  if (shape != NULL)
    *shape = own_shape;
  return face;
}
