/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A folder of pictures becomes a person, read once and never changed again.
 *
 * Held-out pictures are set apart at loading and live in a list of their own:
 * who makes a batch can't even name one.  One bad picture among good ones costs
 * only itself; it is counted, and the first reason is kept.
 */
#include "core/data/face-set.h"

#include "core/base/error.h"
#include "core/data/face.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define PAIR_PREFIX "pair_"
#define HELD_OUT_STEP 8
#define HELD_OUT_MAX 24
/* Side of a crop after reducing, and the memory that all pictures together may take. */
#define CROP_SIDE 256.0
#define LEAST_CROP_SIDE 64.0
#define MEMORY 1.5e9
/* Bytes of a pixel with its share of the reduced pictures. */
#define PIXEL_BYTES (DH_IMAGE_PIXEL * 1.3125)

struct _DhFaceSet
{
  char      *name;
  GPtrArray *faces[2];   /* of DhFace, by DhFaces */
  gboolean   has_pairs;
  gboolean   has_landmarks;
  guint      n_skipped;
  char      *first_problem;
};

static void
face_set_clear (DhFaceSet *self)
{
  g_free (self->name);
  g_free (self->first_problem);
  g_clear_pointer (&self->faces[DH_FACES_TRAINING], g_ptr_array_unref);
  g_clear_pointer (&self->faces[DH_FACES_HELD_OUT], g_ptr_array_unref);
}

static int
compare_names (gconstpointer first, gconstpointer second)
{
  return strcmp (*(char * const *) first, *(char * const *) second);
}

static gboolean
is_png_name (const char *name)
{
  gsize length = strlen (name);

  return length > 4 && g_ascii_strcasecmp (name + length - 4, ".png") == 0;
}

/* Sorted names of the folder's pictures; (transfer full); NULL with DH_ERROR_FACES. */
static GPtrArray *
list_pictures (const char *folder, const char *shown, GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) reason = NULL;
  GDir *dir = NULL;
  const char *name;

  if (!g_file_test (folder, G_FILE_TEST_EXISTS))
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _("There is no folder “%s”: check its name."), shown);
  else if (!g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _("“%s” is a file: name the folder that holds the pictures."), shown);
  else if ((dir = g_dir_open (folder, 0, &reason)) == NULL)
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _("The folder “%s” can't be opened (%s): check its permissions."),
                 shown, reason->message);
  if (dir == NULL)
    return NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (is_png_name (name))
      g_ptr_array_add (names, g_strdup (name));
  g_dir_close (dir);
  if (names->len == 0)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                   _("The folder “%s” has no PNG pictures: put some in or choose another folder."),
                   shown);
      return NULL;
    }
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

/* FALSE only where the file is there and wrong. */
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

/* Parts the pictures, which come in the order of their names. */
static void
set_apart (DhFaceSet *self, GPtrArray *faces)
{
  guint step = MAX (HELD_OUT_STEP, (faces->len + HELD_OUT_MAX - 1) / HELD_OUT_MAX);

  for (guint i = 0; i < faces->len; i++)
    {
      DhFace *face = faces->pdata[i];
      gboolean is_pair = g_str_has_prefix (face->file, PAIR_PREFIX);
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
      DhFace *face = dh_face_load (folder, names->pdata[i], landmarks, crop_side, &reason);

      if (face != NULL)
        g_ptr_array_add (faces, face);
      else
        skip_picture (self, reason);
      stopped = cancelled != NULL && g_atomic_int_get (cancelled) != 0;
    }
  set_apart (self, faces);
  if (stopped)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                         _("Reading the pictures was cancelled."));
  return !stopped;
}

static DhFaceSet *
face_set_new (const char *folder)
{
  DhFaceSet *self = g_atomic_rc_box_new0 (DhFaceSet);
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *last = g_path_get_basename (absolute);

  self->name = g_filename_display_name (last);
  for (int i = 0; i < 2; i++)
    self->faces[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_face_free);
  return self;
}

DhFaceSet *
dh_face_set_load (const char *folder, const int *cancelled, GError **error)
{
  g_autoptr (DhFaceSet) self = face_set_new (folder);
  g_autofree char *shown = g_filename_display_name (folder);
  g_autoptr (GPtrArray) names = list_pictures (folder, shown, error);
  g_autoptr (GHashTable) landmarks = NULL;

  if (names == NULL || !read_landmarks (folder, &landmarks, error))
    return NULL;
  self->has_landmarks = landmarks != NULL;
  /* Decided by the names, so that a broken pair doesn't turn the others into training pictures. */
  for (guint i = 0; i < names->len; i++)
    self->has_pairs |= g_str_has_prefix (names->pdata[i], PAIR_PREFIX);
  if (!load_faces (self, folder, names, landmarks, cancelled, error))
    return NULL;
  if (self->faces[DH_FACES_TRAINING]->len + self->faces[DH_FACES_HELD_OUT]->len == 0)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                   _("None of the %u pictures in “%s” can be used. The first: %s"),
                   names->len, shown, self->first_problem);
      return NULL;
    }
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
