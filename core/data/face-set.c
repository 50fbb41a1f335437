/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The pictures of one person.
 *
 * Held-out pictures are separated at loading and kept in a list of their own: code that makes
 * batches cannot access them.  A bad picture among good ones is only skipped; it is counted, and
 * the first reason is kept.
 *
 * A folder of some hundred pictures is read at once and never changes again.  Of a larger one only
 * the held-out pictures are: a store reads the others while they are trained on.
 */
#include "core/data/face-set.h"

#include "core/base/error.h"
#include "core/data/face-division.h"
#include "core/data/face-folder.h"
#include "core/data/face-store.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

struct _DhFaceSet
{
  char *name, *folder;
  GPtrArray *faces[2]; /* of DhFace, indexed by DhFaces */
  DhFaceStore *store;  /* of a large folder's training pictures, or NULL */
  DhFaceTable *table;  /* its landmarks.csv, or NULL */
  DhFaceDivision division;
  gboolean has_masks;
  gboolean is_shared;  /* its only picture is trained on and held out */
  guint n_centred;     /* pictures read at loading that are cropped at their centre … */
  guint n_unmasked;    /* … those whose crop their files know, but no mask … */
  guint n_bare;        /* … and those whose crop a person has given, but that have no mask */
  DhFaceTally tally;   /* of the pictures that were read at loading */
  DhNotices *gathered; /* while loading */
  char **notices;      /* all but those on skipped pictures */
};

static void
face_set_clear (DhFaceSet *self)
{
  g_clear_pointer (&self->store, dh_face_store_free);
  g_clear_pointer (&self->table, dh_face_table_unref);
  g_free (self->name);
  g_free (self->folder);
  dh_face_tally_clear (&self->tally);
  dh_notices_free (self->gathered);
  g_strfreev (self->notices);
  g_clear_pointer (&self->faces[DH_FACES_TRAINING], g_ptr_array_unref);
  g_clear_pointer (&self->faces[DH_FACES_HELD_OUT], g_ptr_array_unref);
}

/* ---- loading ---- */

/* Where its pictures come from. */
typedef struct
{
  GPtrArray *names;
  const int *cancelled;
} Source;

static gboolean
is_placed_by_hand (const DhFace *face)
{
  return face->placed_by == DH_PLACED_ALL || face->placed_by == DH_PLACED_SQUARE
         || face->placed_by == DH_PLACED_EYES;
}

static void
count_masks (DhFaceSet *self, const DhFace *face)
{
  self->has_masks |= face->has_mask;
  self->n_centred += face->placed_by == DH_PLACED_CENTRE;
  self->n_unmasked += face->placed_by == DH_PLACED_FILE && !face->has_mask;
  self->n_bare += is_placed_by_hand (face) && !face->has_mask;
}

/* NULL: skipped, and counted. */
static DhFace *
load_face (DhFaceSet *self, const Source *source, const char *name)
{
  g_autoptr (GError) reason = NULL;
  DhFaceShape shape = DH_SHAPE_FACE;
  DhFace *face = dh_face_load (self->folder, name, self->table, DH_CROP_SIDE, self->gathered,
                               &shape, &reason);

  if (face == NULL)
    dh_face_tally_add (&self->tally, reason, shape);
  else
    count_masks (self, face);
  return face;
}

/* FALSE: cancelled. */
static gboolean
check_going_on (const Source *source, GError **error)
{
  if (source->cancelled == NULL || g_atomic_int_get (source->cancelled) == 0)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
                       _ ("Reading the pictures was cancelled."));
  return FALSE;
}

/* Reads all pictures.  Which are held out is decided by those that can be used. */
static gboolean
load_all (DhFaceSet *self, const Source *source, GError **error)
{
  g_autoptr (GPtrArray) faces = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_face_unref);

  for (guint i = 0; i < source->names->len; i++)
    {
      DhFace *face = load_face (self, source, source->names->pdata[i]);

      if (face != NULL)
        g_ptr_array_add (faces, face);
      if (!check_going_on (source, error))
        return FALSE;
    }
  for (guint i = 0; i < faces->len; i++)
    {
      DhFace *face = faces->pdata[i];
      gboolean held_out = dh_face_division_holds_out (self->division, face->file, i, faces->len);

      g_ptr_array_add (self->faces[held_out ? DH_FACES_HELD_OUT : DH_FACES_TRAINING],
                       dh_face_ref (face));
    }
  return TRUE;
}

/* Reads the held-out pictures and leaves the others to a store.  Which are held out is decided by
 * the names: nobody knows yet which pictures can be used. */
static gboolean
load_held_out (DhFaceSet *self, const Source *source, GError **error)
{
  GPtrArray *held_out = self->faces[DH_FACES_HELD_OUT];
  g_autoptr (GPtrArray) others = g_ptr_array_new ();
  guint n_before = 0;

  for (guint i = 0; i < source->names->len; i++)
    {
      const char *name = source->names->pdata[i];
      DhFace *face = NULL;

      if (!dh_face_division_picks (self->division, self->table, name, &n_before))
        g_ptr_array_add (others, (char *) name);
      else if (!dh_face_division_is_full (self->division, held_out->len))
        face = load_face (self, source, name);
      if (face != NULL)
        g_ptr_array_add (held_out, face);
      if (!check_going_on (source, error))
        return FALSE;
    }
  if (others->len > 0)
    self->store = dh_face_store_new (self->folder, others, self->table,
                                     dh_face_division_choose_side (others->len), DH_FACES_MEMORY);
  return TRUE;
}

static gboolean
load_faces (DhFaceSet *self, const Source *source, GError **error)
{
  self->division = dh_face_division_make (source->names, self->table);
  return self->division.is_large ? load_held_out (self, source, error)
                                 : load_all (self, source, error);
}

/* ---- notices ---- */

/* (transfer full) */
static char *
describe_skipped (const DhFaceSet *self, const DhFaceTally *tally)
{
  g_autofree char *problem = dh_face_tally_describe (tally);

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u picture of “%s” was skipped: %s",
                                       "%u pictures of “%s” were skipped; the first: %s",
                                       tally->n_skipped),
                          tally->n_skipped, self->name, problem);
}

/* Those of which something is known; an only picture stands in both lists. */
static guint
count_read (const DhFaceSet *self)
{
  return self->faces[DH_FACES_TRAINING]->len + self->faces[DH_FACES_HELD_OUT]->len
         - (guint) self->is_shared;
}

static void
tell_centred (DhFaceSet *self)
{
  const guint n = count_read (self);
  g_autofree char *sentence = NULL;

  if (self->n_centred == n)
    sentence = g_strdup_printf (_ ("“%s” has no landmarks: its pictures are cropped at their centre "
                                   "and trained without a face mask."),
                                self->name);
  else if (self->n_centred > 0 && self->store != NULL)
    sentence = g_strdup_printf (_ ("Some pictures of “%s” have no landmarks: they are cropped at "
                                   "their centre and trained without a face mask."),
                                self->name);
  else if (self->n_centred > 0)
    sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                             "%u of %u pictures of “%s” has no landmarks: it is "
                                             "cropped at its centre and trained without a face "
                                             "mask.",
                                             "%u of %u pictures of “%s” have no landmarks: they "
                                             "are cropped at their centre and trained without a "
                                             "face mask.",
                                             self->n_centred),
                                self->n_centred, n, self->name);
  if (sentence != NULL)
    dh_notices_say (self->gathered, sentence);
}

static void
tell_unmasked (DhFaceSet *self)
{
  g_autofree char *sentence = NULL;

  if (self->n_unmasked == 0 || self->store != NULL)
    return;
  sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%u of %u pictures of “%s” has only the corners of its "
                                           "face: it is trained without a face mask.",
                                           "%u of %u pictures of “%s” have only the corners of "
                                           "their faces: they are trained without a face mask.",
                                           self->n_unmasked),
                              self->n_unmasked, count_read (self), self->name);
  dh_notices_say (self->gathered, sentence);
}

/* Whose crop a person has given. */
static void
tell_bare (DhFaceSet *self)
{
  g_autofree char *sentence = NULL;

  if (self->n_bare == 0 || self->store != NULL)
    return;
  sentence = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                           "%u of %u pictures of “%s” has a place for its crop, "
                                           "but no landmarks: it is trained without a face mask.",
                                           "%u of %u pictures of “%s” have a place for their "
                                           "crops, but no landmarks: they are trained without a "
                                           "face mask.",
                                           self->n_bare),
                              self->n_bare, count_read (self), self->name);
  dh_notices_say (self->gathered, sentence);
}

static void
tell_large (DhFaceSet *self)
{
  g_autofree char *sentence = NULL;

  if (self->store == NULL)
    return;
  sentence = g_strdup_printf (_ ("“%s” has %u pictures to train on: they are read as they are "
                                 "needed, so the first passes are slower."),
                              self->name, dh_face_store_get_count (self->store));
  dh_notices_say (self->gathered, sentence);
}

static void
end_notices (DhFaceSet *self)
{
  tell_large (self);
  tell_centred (self);
  tell_unmasked (self);
  tell_bare (self);
  self->notices = dh_notices_dup_sentences (self->gathered);
  g_clear_pointer (&self->gathered, dh_notices_free);
}

/* ---- the set ---- */

static void
share_only_picture (DhFaceSet *self)
{
  GPtrArray *held_out = self->faces[DH_FACES_HELD_OUT];
  g_autofree char *sentence = NULL;

  if (!dh_face_division_is_only (self->division, held_out->len,
                                 self->faces[DH_FACES_TRAINING]->len))
    return;
  self->is_shared = TRUE;
  g_ptr_array_add (self->faces[DH_FACES_TRAINING], dh_face_ref (held_out->pdata[0]));
  sentence = g_strdup_printf (_ ("“%s” has one picture, which is trained on and shown as well: what "
                                 "its lanes show and measure was learned by heart."),
                              self->name);
  dh_notices_say (self->gathered, sentence);
}

static DhFaceSet *
face_set_new (const char *folder)
{
  DhFaceSet *self = g_atomic_rc_box_new0 (DhFaceSet);
  g_autofree char *absolute = g_canonicalize_filename (folder, NULL);
  g_autofree char *last = g_path_get_basename (absolute);

  self->name = g_filename_display_name (last);
  self->folder = g_strdup (folder);
  self->gathered = dh_notices_new ();
  dh_notices_set_folder (self->gathered, self->name);
  for (int i = 0; i < 2; i++)
    self->faces[i] = g_ptr_array_new_with_free_func ((GDestroyNotify) dh_face_unref);
  return self;
}

DhFaceSet *
dh_face_set_load (const char *folder, const int *cancelled, GError **error)
{
  g_autoptr (DhFaceSet) self = face_set_new (folder);
  g_autoptr (GPtrArray) names = dh_face_folder_list (folder, self->gathered, error);

  if (names == NULL || !dh_face_table_read_folder (folder, &self->table, error))
    return NULL;
  if (!load_faces (self, &(Source) { names, cancelled }, error)
      || !dh_face_tally_check (&self->tally, self->store != NULL, count_read (self), names->len,
                               folder, error))
    return NULL;
  share_only_picture (self);
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
  if (which == DH_FACES_TRAINING && self->store != NULL)
    return dh_face_store_get_count (self->store);
  return self->faces[which]->len;
}

const DhFace *
dh_face_set_get (const DhFaceSet *self, DhFaces which, guint index)
{
  g_assert (index < self->faces[which]->len);
  return self->faces[which]->pdata[index];
}

DhFace *
dh_face_set_take (const DhFaceSet *self, DhFaces which, guint index, GError **error)
{
  if (which == DH_FACES_TRAINING && self->store != NULL)
    return dh_face_store_take (self->store, index, error);
  g_assert (index < self->faces[which]->len);
  return dh_face_ref (self->faces[which]->pdata[index]);
}

void
dh_face_set_want (const DhFaceSet *self, guint index)
{
  if (self->store != NULL)
    dh_face_store_want (self->store, index);
}

gboolean
dh_face_set_is_large (const DhFaceSet *self)
{
  return self->store != NULL;
}

/* Of all pictures that have been read; for dh_face_tally_clear() */
static DhFaceTally
add_up (const DhFaceSet *self)
{
  DhFaceTally tally = { 0 };

  if (self->store != NULL)
    dh_face_store_copy_tally (self->store, &tally);
  tally.n_skipped += self->tally.n_skipped;
  for (int i = 0; i < DH_N_SHAPES; i++)
    tally.n_misshapen[i] += self->tally.n_misshapen[i];
  if (self->tally.first_problem != NULL)
    {
      g_free (tally.first_problem);
      tally.first_problem = g_strdup (self->tally.first_problem);
    }
  return tally;
}

guint
dh_face_set_get_n_skipped (const DhFaceSet *self)
{
  return self->tally.n_skipped
         + (self->store != NULL ? dh_face_store_get_n_skipped (self->store) : 0);
}

char *
dh_face_set_dup_first_problem (const DhFaceSet *self)
{
  DhFaceTally tally = add_up (self);

  return tally.first_problem;
}

char **
dh_face_set_dup_notices (const DhFaceSet *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  DhFaceTally tally = add_up (self);

  g_strv_builder_addv (builder, (const char **) self->notices);
  if (tally.n_skipped > 0)
    {
      g_autofree char *sentence = describe_skipped (self, &tally);

      g_strv_builder_add (builder, sentence);
    }
  dh_face_tally_clear (&tally);
  return g_strv_builder_end (builder);
}

gboolean
dh_face_set_has_masks (const DhFaceSet *self)
{
  return self->has_masks;
}

gboolean
dh_face_set_has_pairs (const DhFaceSet *self)
{
  return self->division.has_pairs;
}

/* ---- the fingerprint ---- */

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

/* The place of the crop's corners in the picture. */
static void
add_crop (GChecksum *sum, const DhFace *face)
{
  const DhAffine to_image = dh_affine_invert (face->to_crop);

  for (int i = 0; i < 4; i++)
    {
      double x = i % 2, y = i / 2;

      dh_affine_apply (to_image, &x, &y);
      add_number (sum, (guint32) (gint32) lrint (256.0 * x));
      add_number (sum, (guint32) (gint32) lrint (256.0 * y));
    }
}

/* Landmarks are rounded, so that the sum is the same on every machine.  The crop isn't added if it
 * follows from them or from the picture's size. */
static void
add_face (GChecksum *sum, const DhFace *face)
{
  const float *numbers = &face->landmarks.points[0].x;

  g_checksum_update (sum, (const guchar *) face->file, (gssize) strlen (face->file) + 1);
  add_pixels (sum, face->image);
  add_number (sum, (guint32) face->has_landmarks);
  for (int i = 0; face->has_landmarks && i < 2 * DH_N_LANDMARKS; i++)
    add_number (sum, (guint32) (gint32) lrint (256.0 * numbers[i]));
  if (is_placed_by_hand (face) || (face->placed_by == DH_PLACED_FILE && !face->has_landmarks))
    add_crop (sum, face);
}

/* Nothing for a picture that has none, or for all if name is NULL. */
static void
add_place (GChecksum *sum, const DhFaceTable *table, const char *name)
{
  const DhFacePlace place = dh_face_table_get_place (table, name);
  const double numbers[7] = { place.eyes[0].x, place.eyes[0].y, place.eyes[1].x, place.eyes[1].y,
                              place.x, place.y, place.side };

  for (int i = 0; place.kind != DH_PLACE_NONE && i < 7; i++)
    {
      const guint64 number = GUINT64_TO_LE ((guint64) llrint (1e6 * numbers[i]));

      g_checksum_update (sum, (const guchar *) &number, sizeof number);
    }
}

/* To read all of them would take minutes. */
static void
add_files (GChecksum *sum, const DhFaceSet *self)
{
  for (guint i = 0; i < dh_face_store_get_count (self->store); i++)
    {
      const char *name = dh_face_store_get_name (self->store, i);
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      GStatBuf status;

      g_checksum_update (sum, (const guchar *) name, (gssize) strlen (name) + 1);
      add_number (sum, g_stat (path, &status) == 0 ? (guint32) status.st_size : 0);
      if (self->table != NULL)
        add_place (sum, self->table, name);
    }
  if (self->table != NULL)
    add_place (sum, self->table, NULL);
}

char *
dh_face_set_dup_fingerprint (const DhFaceSet *self)
{
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);

  for (DhFaces which = DH_FACES_TRAINING; which <= DH_FACES_HELD_OUT; which++)
    {
      add_number (sum, dh_face_set_get_count (self, which));
      if (which == DH_FACES_TRAINING && self->store != NULL)
        add_files (sum, self);
      for (guint i = 0; i < self->faces[which]->len; i++)
        add_face (sum, self->faces[which]->pdata[i]);
    }
  return g_strdup (g_checksum_get_string (sum));
}
