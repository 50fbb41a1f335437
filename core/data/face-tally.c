/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counting the pictures that can't be used, with the first reason and the likely cause.
 */
#include "core/data/face-tally.h"

#include "core/base/error.h"

#include <glib/gi18n-lib.h>

void
dh_face_tally_add (DhFaceTally *self, const GError *reason, DhFaceShape shape)
{
  self->n_skipped++;
  self->n_misshapen[shape]++;
  if (self->first_problem == NULL)
    self->first_problem = g_strdup (reason->message);
}

void
dh_face_tally_clear (DhFaceTally *self)
{
  g_clear_pointer (&self->first_problem, g_free);
}

/* The likely cause if half of the bad landmarks have the same fault, else NULL. */
static const char *
find_cause (const DhFaceTally *self)
{
  guint n = 0;

  for (guint i = DH_SHAPE_FACE + 1; i < DH_N_SHAPES; i++)
    n += self->n_misshapen[i];
  for (guint i = DH_SHAPE_FACE + 1; i < DH_N_SHAPES; i++)
    if (n > 0 && 2 * self->n_misshapen[i] >= n)
      return dh_face_shape_describe (i);
  return NULL;
}

char *
dh_face_tally_describe (const DhFaceTally *self)
{
  return g_strjoin (" ", self->first_problem, find_cause (self), NULL);
}

void
dh_face_tally_set_unusable (const DhFaceTally *self, guint n_pictures, const char *folder,
                            GError **error)
{
  g_autofree char *problem = dh_face_tally_describe (self);
  g_autofree char *shown = g_filename_display_name (folder);

  g_set_error (error, DH_ERROR, DH_ERROR_FACES,
               _ ("None of the %u pictures in “%s” can be used. The first: %s"), n_pictures, shown,
               problem);
}

gboolean
dh_face_tally_check (const DhFaceTally *self, gboolean are_more, guint n_usable, guint n_pictures,
                     const char *folder, GError **error)
{
  g_autofree char *problem = NULL, *shown = NULL;

  if (n_usable > 0 || (are_more && self->n_skipped == 0))
    return TRUE;
  if (!are_more)
    {
      dh_face_tally_set_unusable (self, n_pictures, folder, error);
      return FALSE;
    }
  problem = dh_face_tally_describe (self);
  shown = g_filename_display_name (folder);
  g_set_error (error, DH_ERROR, DH_ERROR_FACES,
               _ ("None of the %u pictures of “%s” that were tried first can be used. The first: "
                  "%s"),
               self->n_skipped, shown, problem);
  return FALSE;
}
