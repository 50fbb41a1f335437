/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pictures of one person, read once from a folder and never changed again.
 *
 * Held-out pictures are separated at loading and kept in a list of their own: code that makes
 * batches cannot access them.  A bad picture among good ones is only skipped; it is counted, and
 * the first reason is kept.
 */
#include "core/data/face-set.h"

#include "core/base/error.h"
#include "core/data/face.h"
#include "core/data/face-folder.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define HELD_OUT_STEP 8
#define HELD_OUT_MAX  24
/* Side of a crop after reducing, and the memory that all pictures together may take. */
#define CROP_SIDE       256.0
#define LEAST_CROP_SIDE 64.0
#define MEMORY          1.5e9
/* Bytes per pixel, including its share of the reduced copies. */
#define PIXEL_BYTES (DH_IMAGE_PIXEL * 1.3125)

struct _DhFaceSet
{
  char *name;
  GPtrArray *faces[2]; /* of DhFace, indexed by DhFaces */
  gboolean has_pairs;
  gboolean has_landmarks;
  guint n_skipped;
  char *first_problem;
  guint n_misshapen[DH_N_SHAPES]; /* pictures skipped for their landmarks */
  DhNotices *gathered;            /* while loading */
  char **notices;
};

static void
face_set_clear (DhFaceSet *self)
{
  g_free (self->name);
  g_free (self->first_problem);
  dh_notices_free (self->gathered);
  g_strfreev (self->notices);
  g_clear_pointer (&self->faces[DH_FACES_TRAINING], g_ptr_array_unref);
  g_clear_pointer (&self->faces[DH_FACES_HELD_OUT], g_ptr_array_unref);
}

/* FALSE only if the file exists but can't be read. */
static gboolean
read_landmarks (const char *folder, GHashTable **table, GError **error)
{
  g_autofree char *path = g_build_filename (folder, DH_LANDMARKS_FILE, NULL);

  *table = NULL;
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return TRUE;
  *table = dh_landmarks_read (path, error);
  return *table != NULL;
}

static void
skip_picture (DhFaceSet *self, const GError *reason)
{
  self->n_skipped++;
  if (self->first_problem == NULL)
    self->first_problem = g_strdup (reason->message);
}

/* Separates the held-out pictures from the others; faces is sorted by name. */
static void
set_apart (DhFaceSet *self, GPtrArray *faces)
{
  guint step = MAX (HELD_OUT_STEP, (faces->len + HELD_OUT_MAX - 1) / HELD_OUT_MAX);

  for (guint i = 0; i < faces->len; i++)
    {
      DhFace *face = faces->pdata[i];
      gboolean is_pair = g_str_has_prefix (face->file, DH_PAIR_PREFIX);
      gboolean held_out = self->has_pairs ? is_pair : i % step == 0;

      g_ptr_array_add (self->faces[held_out ? DH_FACES_HELD_OUT : DH_FACES_TRAINING], face);
    }
}

static gboolean
load_faces (DhFaceSet *self, const char *folder, GPtrArray *names, GHashTable *landmarks,
            const int *cancelled, GError **error)
{
  g_autoptr (GPtrArray) faces = g_ptr_array_new ();
  double fair_side = sqrt (MEMORY / names->len / PIXEL_BYTES) / DH_FACE_REACH;
  double crop_side = CLAMP (fair_side, LEAST_CROP_SIDE, CROP_SIDE);
  gboolean stopped = FALSE;

  for (guint i = 0; i < names->len && !stopped; i++)
    {
      g_autoptr (GError) reason = NULL;
      DhFaceShape shape = DH_SHAPE_FACE;
      DhFace *face = dh_face_load (folder, names->pdata[i], landmarks, crop_side, self->gathered,
                                   &shape, &reason);

      self->n_misshapen[shape]++;
      if (face != NULL)
        g_ptr_array_add (faces, face);
      else
        skip_picture (self, reason);
      stopped = cancelled != NULL && g_atomic_int_get (cancelled) != 0;
    }
  set_apart (self, faces);
  if (stopped)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _ ("Reading the pictures was cancelled."));
  return !stopped;
}

/* The likely cause if half of the bad landmarks have the same fault, else NULL. */
static const char *
find_cause (const DhFaceSet *self)
{
  guint n = 0;

  for (guint i = DH_SHAPE_FACE + 1; i < DH_N_SHAPES; i++)
    n += self->n_misshapen[i];
  for (guint i = DH_SHAPE_FACE + 1; i < DH_N_SHAPES; i++)
    if (n > 0 && 2 * self->n_misshapen[i] >= n)
      return dh_face_shape_describe (i);
  return NULL;
}

/* The first reason for which a picture was skipped, and the likely cause; (transfer full) */
static char *
describe_problem (const DhFaceSet *self)
{
  return g_strjoin (" ", self->first_problem, find_cause (self), NULL);
}

static void
tell_skipped (DhFaceSet *self)
{
  g_autofree char *problem = NULL, *sentence = NULL;

  if (self->n_skipped == 0)
    return;
  problem = describe_problem (self);
  sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u picture of “%s” was skipped: %s",
                                           "%u pictures of “%s” were skipped; the first: %s",
                                           self->n_skipped),
                              self->n_skipped, self->name, problem);
  dh_notices_say (self->gathered, sentence);
}

static void
tell_centred (DhFaceSet *self)
{
  g_autofree char *sentence = NULL;

  if (self->has_landmarks)
    return;
  sentence = g_strdup_printf (_ ("“%s” has no landmarks: its pictures are cropped at their centre "
                                 "and trained without a face mask."),
                              self->name);
  dh_notices_say (self->gathered, sentence);
}

static void
end_notices (DhFaceSet *self)
{
  tell_skipped (self);
  tell_centred (self);
  self->notices = dh_notices_dup_sentences (self->gathered);
  g_clear_pointer (&self->gathered, dh_notices_free);
}

static void
set_unusable_error (const DhFaceSet *self, guint n_pictures, const char *shown, GError **error)
{
  g_autofree char *problem = describe_problem (self);

  g_set_error (error, DH_ERROR, DH_ERROR_FACES,
               _ ("None of the %u pictures in “%s” can be used. The first: %s"), n_pictures, shown,
               problem);
}

static DhFaceSet *
face_set_new (const char *folder)
{
  DhFaceSet *self = g_atomic_rc_box_new0 (DhFaceSet);
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *last = g_path_get_basename (absolute);

  self->name = g_filename_display_name (last);
  self->gathered = dh_notices_new ();
  dh_notices_set_folder (self->gathered, self->name);
  for (int i = 0; i < 2; i++)
    self->faces[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_face_free);
  return self;
}

DhFaceSet *
dh_face_set_load (const char *folder, const int *cancelled, GError **error)
{
  g_autoptr (DhFaceSet) self = face_set_new (folder);
  g_autofree char *shown = g_filename_display_name (folder);
  g_autoptr (GPtrArray) names = dh_face_folder_list (folder, self->gathered, error);
  g_autoptr (GHashTable) landmarks = NULL;

  if (names == NULL || !read_landmarks (folder, &landmarks, error))
    return NULL;
  self->has_landmarks = landmarks != NULL;
  /* Decided by the names, so that a broken pair doesn't turn the others into training pictures. */
  for (guint i = 0; i < names->len; i++)
    self->has_pairs |= g_str_has_prefix (names->pdata[i], DH_PAIR_PREFIX);
  if (!load_faces (self, folder, names, landmarks, cancelled, error))
    return NULL;
  if (self->faces[DH_FACES_TRAINING]->len + self->faces[DH_FACES_HELD_OUT]->len == 0)
    {
      set_unusable_error (self, names->len, shown, error);
      return NULL;
    }
  end_notices (self);
  return g_steal_pointer (&self);
}

DhFaceSet *
dh_face_set_ref (DhFaceSet *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
dh_face_set_unref (DhFaceSet *self)
{
  g_atomic_rc_box_release_full (self, (GDestroyNotify) face_set_clear);
}

const char *
dh_face_set_get_name (const DhFaceSet *self)
{
  return self->name;
}

guint
dh_face_set_get_count (const DhFaceSet *self, DhFaces which)
{
  return self->faces[which]->len;
}

const DhFace *
dh_face_set_get (const DhFaceSet *self, DhFaces which, guint index)
{
  g_assert (index < self->faces[which]->len);
  return self->faces[which]->pdata[index];
}

guint
dh_face_set_get_n_skipped (const DhFaceSet *self)
{
  return self->n_skipped;
}

const char *
dh_face_set_get_first_problem (const DhFaceSet *self)
{
  return self->first_problem;
}

const char *const *
dh_face_set_get_notices (const DhFaceSet *self)
{
  return (const char *const *) self->notices;
}

gboolean
dh_face_set_has_landmarks (const DhFaceSet *self)
{
  return self->has_landmarks;
}

gboolean
dh_face_set_has_pairs (const DhFaceSet *self)
{
  return self->has_pairs;
}

static void
add_number (GChecksum *sum, guint32 number)
{
  guint32 bytes = GUINT32_TO_LE (number);

  g_checksum_update (sum, (const guchar *) &bytes, sizeof bytes);
}

/* Pixels, including the mask in their alpha, least significant byte first. */
static void
add_pixels (GChecksum *sum, const DhImage *image)
{
  const gsize n = 4 * (gsize) image->width;
  g_autofree guint16 *row = g_new (guint16, n);

  add_number (sum, (guint32) image->width);
  add_number (sum, (guint32) image->height);
  for (int y = 0; y < image->height; y++)
    {
      for (gsize i = 0; i < n; i++)
        row[i] = GUINT16_TO_LE (image->pixels[y * n + i]);
      g_checksum_update (sum, (const guchar *) row, (gssize) (n * sizeof *row));
    }
}

/* The crop isn't added because it follows from the landmarks. These are rounded, so that the sum is
 * the same on every machine. */
static void
add_face (GChecksum *sum, const DhFace *face)
{
  const float *numbers = &face->landmarks.points[0].x;

  g_checksum_update (sum, (const guchar *) face->file, (gssize) strlen (face->file) + 1);
  add_pixels (sum, face->image);
  add_number (sum, (guint32) face->has_landmarks);
  for (int i = 0; face->has_landmarks && i < 2 * DH_N_LANDMARKS; i++)
    add_number (sum, (guint32) (gint32) lrint (256.0 * numbers[i]));
}

char *
dh_face_set_dup_fingerprint (const DhFaceSet *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (DhFaces which = DH_FACES_TRAINING; which <= DH_FACES_HELD_OUT; which++)
    {
      add_number (sum, self->faces[which]->len);
      for (guint i = 0; i < self->faces[which]->len; i++)
        add_face (sum, self->faces[which]->pdata[i]);
    }
  return g_strdup (g_checksum_get_string (sum));
}
