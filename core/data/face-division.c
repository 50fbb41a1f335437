/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dividing a folder's pictures into those that are trained on and those that are held out.
 *
 * Pairs are recognised by their names, so that a broken pair doesn't turn the others into training
 * pictures.  Without pairs, every eighth picture that can be used is held out; in a large folder,
 * every eighth name, of those that the landmarks of the folder admit: others can't be used.
 */
#include "core/data/face-division.h"

#include "core/base/error.h"
#include "core/data/face-folder.h"
#include "core/data/face.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define HELD_OUT_STEP 8
#define HELD_OUT_MAX  24
/* Pairs of a large folder that are read. */
#define PAIRS_MAX       100
#define LEAST_CROP_SIDE 128.0
/* Bytes per pixel, including its share of the reduced copies. */
#define PIXEL_BYTES (DH_IMAGE_PIXEL * 1.3125)

static gboolean
is_pair (const char *name)
{
  return g_str_has_prefix (name, DH_PAIR_PREFIX);
}

static gboolean
is_admitted (const DhFaceTable *table, const char *name)
{
  return table == NULL || dh_face_table_admits (table, name);
}

DhFaceDivision
dh_face_division_make (GPtrArray *names, const DhFaceTable *table)
{
  const double side = DH_CROP_SIDE * DH_FACE_REACH;
  DhFaceDivision self = { .is_large = names->len * side * side * PIXEL_BYTES > DH_FACES_MEMORY };

  for (guint i = 0; i < names->len; i++)
    {
      self.has_pairs |= is_pair (names->pdata[i]);
      self.n_admitted += is_admitted (table, names->pdata[i]);
    }
  return self;
}

gboolean
dh_face_division_holds_out (DhFaceDivision self, const char *name, guint i, guint n)
{
  const guint step = MAX (HELD_OUT_STEP, (n + HELD_OUT_MAX - 1) / HELD_OUT_MAX);

  return self.has_pairs ? is_pair (name) : i % step == 0;
}

gboolean
dh_face_division_picks (DhFaceDivision self, const DhFaceTable *table, const char *name,
                        guint *n_before)
{
  if (self.has_pairs)
    return is_pair (name);
  if (!is_admitted (table, name))
    return FALSE;
  return dh_face_division_holds_out (self, name, (*n_before)++, self.n_admitted);
}

gboolean
dh_face_division_is_full (DhFaceDivision self, guint n_held_out)
{
  return self.is_large && n_held_out >= PAIRS_MAX;
}

/* A person who has just one wants to see it tried. */
gboolean
dh_face_division_is_only (DhFaceDivision self, guint n_held_out, guint n_training)
{
  return !self.has_pairs && !self.is_large && n_held_out == 1 && n_training == 0;
}

gboolean
dh_face_division_check (guint n_training, guint n_held_out, const char *folder, GError **error)
{
  if (n_training == 0)
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _ ("“%s” has no training pictures: names that begin with %s are held out. Add "
                    "pictures with other names, such as train_000.png, or rename some."),
                 folder, DH_PAIR_PREFIX);
  else if (n_held_out == 0)
    g_set_error (error, DH_ERROR, DH_ERROR_FACES,
                 _ ("“%s” has no usable held-out picture: add a readable pair_….png or rename "
                    "existing ones"),
                 folder);
  return n_training > 0 && n_held_out > 0;
}

double
dh_face_division_choose_side (guint n_pictures)
{
  const double side = sqrt (DH_FACES_MEMORY / (double) n_pictures / PIXEL_BYTES) / DH_FACE_REACH;

  return side >= LEAST_CROP_SIDE ? MIN (side, DH_CROP_SIDE) : DH_CROP_SIDE;
}
