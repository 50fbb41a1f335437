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
#include "core/data/picture-error.h"
#include "core/data/picture.h"
#include "core/data/sample.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static void
face_free (DhFace *face)
{
  g_free (face->file);
  dh_image_free (face->image);
  dh_image_free (face->transparent);
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

/* FACE only if the points are a face. */
static DhFaceShape
align_face (DhFace *face)
{
  const DhFaceShape shape = dh_face_shape_judge (&face->landmarks);

  if (shape == DH_SHAPE_FACE)
    face->to_crop = dh_landmarks_align (&face->landmarks);
  return shape;
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
  double side = dh_crop_get_side (face->to_crop), scale = MIN (crop_side / side, 1.0);
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

/* What is known of a picture before it is decoded. */
typedef struct
{
  DhFaceMeta meta;   /* its landmarks, from the table or from its own file, or a crop or a mask */
  DhFacePlace place; /* decides the crop, if there is one */
  DhPlacedBy placed_by;
  gboolean wants_stored; /* a stored mask rather than one that can be drawn */
  gboolean wants_whole;  /* with what of it is transparent */
} Finding;

static void
finding_clear (Finding *self)
{
  dh_face_meta_clear (&self->meta);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Finding, finding_clear)

static DhPlacedBy
find_way (const Finding *self, gboolean in_table)
{
  if (self->place.kind != DH_PLACE_NONE)
    return self->place.kind == DH_PLACE_EYES ? DH_PLACED_EYES : DH_PLACED_SQUARE;
  if (self->meta.has_landmarks && in_table)
    return DH_PLACED_TABLE;
  return self->meta.has_landmarks || self->meta.has_crop ? DH_PLACED_FILE : DH_PLACED_CENTRE;
}

/* Of a picture that has no landmarks in the table, which is NULL if the folder has none. */
static gboolean
ask_file (const char *path, const char *name, const DhFaceTable *table, DhNotices *notices,
          Finding *finding, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *base = g_path_get_basename (shown), *problem = NULL;

  if (table != NULL && !dh_face_table_admits (table, name))
    {
      g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                   _ ("“%s” has no line in %s: add one or remove the picture."), shown,
                   DH_LANDMARKS_FILE);
      return FALSE;
    }
  if (finding->wants_stored ? !dh_face_meta_read_stored (path, &finding->meta, &problem)
                            : !dh_face_meta_read (path, &finding->meta, &problem))
    dh_notices_add (notices, base, problem);
  return TRUE;
}

/* The landmarks come from the table of the folder, or else from the file itself; the crop from a
 * place, or else from the landmarks, or else from the square for all pictures. */
static gboolean
find_face (const char *path, const char *name, const DhFaceTable *table, DhNotices *notices,
           Finding *finding, GError **error)
{
  const DhLandmarks *points = table != NULL ? dh_face_table_get_landmarks (table, name) : NULL;

  if (points != NULL)
    {
      finding->meta.landmarks = *points;
      finding->meta.has_landmarks = TRUE;
    }
  else if (!ask_file (path, name, table, notices, finding, error))
    return FALSE;
  if (table != NULL)
    finding->place = dh_face_table_get_place (table, name);
  finding->placed_by = find_way (finding, points != NULL);
  if (table == NULL || finding->placed_by != DH_PLACED_CENTRE)
    return TRUE;
  finding->place = dh_face_table_get_place (table, NULL);
  if (finding->place.kind != DH_PLACE_NONE)
    finding->placed_by = DH_PLACED_ALL;
  return TRUE;
}

/* Sets the map to the crop.  FACE only if it can be used, and if the landmarks are a face. */
static DhFaceShape
crop_face (DhFace *face, const Finding *finding)
{
  const int width = face->image->width, height = face->image->height;
  DhFaceShape shape = DH_SHAPE_FACE;

  face->to_crop = finding->meta.has_crop ? finding->meta.to_crop : dh_crop_centre (width, height);
  if (face->has_landmarks)
    shape = align_face (face);
  if (finding->place.kind != DH_PLACE_NONE)
    face->to_crop = dh_face_place_align (&finding->place, face->placed_by == DH_PLACED_ALL, width,
                                         height);
  if (shape != DH_SHAPE_FACE)
    return shape;
  return dh_crop_check (face->to_crop, width, height);
}

/* Takes the image, which stays as it is.  Returns NULL if the face isn't in this picture. */
static DhFace *
face_new (const char *name, DhImage *image, const Finding *finding, DhFaceShape *shape)
{
  g_autoptr (DhFace) face = g_new0 (DhFace, 1);

  face->n_refs = 1;
  face->file = g_strdup (name);
  face->image = image;
  face->placed_by = finding->placed_by;
  face->landmarks = finding->meta.landmarks;
  face->has_landmarks = finding->meta.has_landmarks;
  face->has_mask = face->has_landmarks || finding->meta.mask != NULL;
  *shape = crop_face (face, finding);
  return *shape == DH_SHAPE_FACE ? g_steal_pointer (&face) : NULL;
}

/* Reduces the picture, and draws its mask. */
static void
finish_face (DhFace *face, const DhFaceMeta *meta, double crop_side)
{
  DhAffine change = { .xx = 1.0, .yy = 1.0 };

  if (crop_side > DH_FACE_WHOLE)
    change = reduce_face (face, crop_side);
  if (meta->mask != NULL)
    copy_mask (face->image, meta, dh_affine_multiply (dh_affine_invert (change), meta->to_mask));
  else if (face->has_landmarks)
    dh_mask_draw (face->image, &face->landmarks, DH_MASK_EXTENDED);
  add_levels (face);
}

static void
set_table_error (const char *shown, DhFaceShape shape, GError **error)
{
  g_set_error (error, DH_ERROR, DH_ERROR_FACES,
               shape == DH_SHAPE_OUTSIDE
                 ? _ ("The landmarks of “%s” lie outside the picture: correct its line in %s.")
                 : _ ("The landmarks of “%s” don’t make a face: correct its line in %s."),
               shown, DH_LANDMARKS_FILE);
}

static void
set_file_error (const char *shown, DhFaceShape shape, GError **error)
{
  g_set_error (error, DH_ERROR, DH_ERROR_FACES,
               shape == DH_SHAPE_OUTSIDE
                 ? _ ("The face of which “%s” tells lies outside the picture: extract it again "
                      "or leave it out.")
                 : _ ("The landmarks in “%s” don’t make a face: extract it again or leave it "
                      "out."),
               shown);
}

static void
set_square_error (const char *shown, DhFaceShape shape, gboolean for_all, GError **error)
{
  if (for_all)
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 shape == DH_SHAPE_OUTSIDE
                   ? _ ("The square for all pictures doesn’t fit “%s”: correct the line “*” in %s.")
                   : _ ("The square for all pictures has less than 4 pixels in “%s”: correct the "
                        "line “*” in %s."),
                 shown, DH_LANDMARKS_FILE);
  else
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 shape == DH_SHAPE_OUTSIDE
                   ? _ ("The square of “%s” lies outside the picture: correct its line in %s.")
                   : _ ("The square of “%s” has less than 4 pixels: correct its line in %s."),
                 shown, DH_LANDMARKS_FILE);
}

static void
set_eyes_error (const char *shown, DhFaceShape shape, GError **error)
{
  g_set_error (error, DH_ERROR, DH_ERROR_FACES,
               shape == DH_SHAPE_OUTSIDE
                 ? _ ("The face between the eyes of “%s” lies outside the picture: correct its "
                      "line in %s.")
                 : _ ("The eyes of “%s” are too close together: correct its line in %s."),
               shown, DH_LANDMARKS_FILE);
}

/* Sets the error, and the shape to UNKNOWN if it isn't that of landmarks. */
static void
set_shape_error (const char *path, const Finding *finding, DhFaceShape *shape, gboolean in_table,
                 GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);
  const DhFaceMeta *meta = &finding->meta;
  const gboolean misshapen = meta->has_landmarks
                             && dh_face_shape_judge (&meta->landmarks) != DH_SHAPE_FACE;

  if (finding->placed_by == DH_PLACED_CENTRE)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                   _ ("“%s” has a side of less than 4 pixels: use a larger picture or leave it "
                      "out."),
                   shown);
      *shape = DH_SHAPE_UNKNOWN;
      return;
    }
  if (misshapen || finding->place.kind == DH_PLACE_NONE)
    {
      if (in_table)
        set_table_error (shown, *shape, error);
      else
        set_file_error (shown, *shape, error);
      return;
    }
  if (finding->placed_by == DH_PLACED_EYES)
    set_eyes_error (shown, *shape, error);
  else
    set_square_error (shown, *shape, finding->placed_by == DH_PLACED_ALL, error);
  *shape = DH_SHAPE_UNKNOWN;
}

/* Takes the image. */
static DhFace *
refuse_memory (const char *path, DhImage *image, GError **error)
{
  g_autofree char *shown = g_filename_display_name (path);

  dh_picture_set_lacks_memory (shown, (guint) image->width, (guint) image->height, error);
  dh_image_free (image);
  return NULL;
}

/* Looks for the face, and decodes the picture. */
static DhFace *
locate (const char *folder, const char *name, const DhFaceTable *table, Finding *finding,
        DhNotices *notices, DhFaceShape *shape, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  const gboolean in_table = table != NULL && dh_face_table_get_landmarks (table, name) != NULL;
  g_autoptr (DhImage) transparent = NULL;
  DhFaceShape own_shape = DH_SHAPE_FACE;
  DhImage *image;
  DhFace *face;

  if (!find_face (path, name, table, notices, finding, error))
    return NULL;
  image = dh_picture_read (path, notices, error);
  if (image == NULL)
    return NULL;
  if (finding->wants_whole && !dh_image_is_opaque (image))
    {
      transparent = dh_image_try_copy (image);
      if (transparent == NULL)
        return refuse_memory (path, image, error);
    }
  dh_image_flatten (image);
  face = face_new (name, image, finding, &own_shape);
  if (face != NULL)
    face->transparent = g_steal_pointer (&transparent);
  else
    set_shape_error (path, finding, &own_shape, in_table, error);
  if (shape != NULL)
    *shape = own_shape;
  return face;
}

DhFace *
dh_face_locate (const char *folder, const char *name, const DhFaceTable *table, DhNotices *notices,
                DhFaceShape *shape, GError **error)
{
  g_auto (Finding) finding = { 0 };

  return locate (folder, name, table, &finding, notices, shape, error);
}

DhFace *
dh_face_load (const char *folder, const char *name, const DhFaceTable *table, double crop_side,
              DhNotices *notices, DhFaceShape *shape, GError **error)
{
  g_auto (Finding) finding = { 0 };
  DhFace *face = locate (folder, name, table, &finding, notices, shape, error);

  if (face != NULL)
    finish_face (face, &finding.meta, crop_side);
  return face;
}

DhFace *
dh_face_load_whole (const char *folder, const char *name, const DhFaceTable *table,
                    gboolean stored_mask, GError **error)
{
  g_auto (Finding) finding = { .wants_stored = stored_mask, .wants_whole = TRUE };
  DhFace *face = locate (folder, name, table, &finding, NULL, NULL, error);

  if (face != NULL)
    finish_face (face, &finding.meta, DH_FACE_WHOLE);
  return face;
}

DhImage *
dh_face_read_crop (const char *path, DhAffine to_crop, int size, GError **error)
{
  DhFace face = { .image = dh_picture_read (path, NULL, error), .to_crop = to_crop };
  const gsize n = (gsize) size * size;
  g_autofree float *planes = NULL;
  DhImage *crop;

  if (face.image == NULL)
    return NULL;
  dh_image_flatten (face.image);
  if (to_crop.xx == 0.0 && to_crop.yx == 0.0)
    face.to_crop = dh_crop_centre (face.image->width, face.image->height);
  reduce_face (&face, size);
  planes = g_new (float, 3 * n);
  dh_sample_affine (face.image,
                    dh_affine_invert (
                      dh_affine_multiply (face.to_crop, (DhAffine) { .xx = size, .yy = size })),
                    size, planes, NULL);
  dh_image_free (face.image);
  crop = dh_image_new (size, size);
  for (gsize i = 0; i < n; i++)
    {
      for (gsize c = 0; c < 3; c++)
        crop->pixels[4 * i + c] = (guint16) (CLAMP (planes[c * n + i], 0.0f, 1.0f) * DH_IMAGE_FULL
                                             + 0.5f);
      crop->pixels[4 * i + 3] = DH_IMAGE_FULL;
    }
  return crop;
}
