/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Grounds by name, for the command line and for the window's memory: one text says which, the mix
 * and the parameters say with what.
 */
#include "core/ground-choice.h"

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/data/batch.h"
#include "core/data/face.h"

#include <glib/gi18n-lib.h>

#include <string.h>

#define HILL "hill:"
#define FACE "face:"

/* What a face ground shows: a held-out picture that both people have. */
#define FACE_SIZE   64
#define FACE_FILE   "pair_001.png"
static const char * const face_people[] = { "alder", "birch" };

char **
dh_ground_choice_list (void)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  guint n_hills, n_variants;
  const DhHill * const *hills = dh_hills_get (&n_hills);
  const DhFaceKnobs * const *variants = dh_face_knobs_get (&n_variants);

  g_ptr_array_add (list, g_strdup ("curve"));
  for (guint i = 0; i < n_hills; i++)
    g_ptr_array_add (list, g_strconcat (HILL, hills[i]->id, NULL));
  g_ptr_array_add (list, g_strdup ("fit"));
  for (guint i = 0; i < n_variants; i++)
    g_ptr_array_add (list, g_strconcat (FACE, variants[i]->id, NULL));
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);
}

gboolean
dh_ground_choice_uses_mix (const char *text)
{
  return !g_str_has_prefix (text, HILL);
}

static gboolean
check_profile (const DhGroundChoice *choice, GError **error)
{
  g_autofree char *name = NULL;

  if (dh_mix_has_profile (&choice->mix))
    return TRUE;
  name = dh_mix_dup_name (&choice->mix);
  g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
               _("“%s” looks at whole pictures and is no function of one error: take “face:shift” "
                 "as the ground, or a loss such as mse, mae or huber."), name);
  return FALSE;
}

static DhGround *
make_fit (const DhGroundChoice *choice)
{
  DhFitPoint points[DH_FIT_MAX_POINTS];
  guint n_points = dh_fit_get_usual_points (points);

  return dh_fit_ground_new (&choice->mix, points, n_points);
}

/* The function that stands behind "hill:": a name from the table or a formula.  What is one word
 * that no formula could be is a name misspelt. */
static DhGround *
make_hill (const DhGroundChoice *choice, DhTextSpan *fault, GError **error)
{
  const char *text = choice->text + strlen (HILL);
  const DhHill *hill = dh_hill_find (text);
  const char *names[32] = { NULL };
  const char *nearest;
  guint n_hills;
  const DhHill * const *hills = dh_hills_get (&n_hills);

  if (hill != NULL)
    return dh_hill_ground_new (hill, choice->parameters);
  for (guint i = 0; i < MIN (n_hills, G_N_ELEMENTS (names) - 1); i++)
    names[i] = hills[i]->id;
  nearest = dh_words_find_nearest (text, names);
  if (nearest == NULL)
    return dh_typed_ground_new (text, fault, error);
  g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
               _("There is no hill “%s”: did you mean “%s”?"), text, nearest);
  return NULL;
}

static gboolean
load_face (const DhGroundChoice *choice, const char *person, float *rgb, GError **error)
{
  g_autofree char *folder = g_build_filename (choice->faces_folder, person, NULL);
  g_autofree char *table = g_build_filename (folder, DH_LANDMARKS_FILE, NULL);
  g_autoptr (GHashTable) landmarks = dh_landmarks_read (table, error);
  DhFace *face;

  if (landmarks == NULL)
    return FALSE;
  face = dh_face_load (folder, FACE_FILE, landmarks, FACE_SIZE, error);
  if (face == NULL)
    return FALSE;
  dh_face_crop (face, FACE_SIZE, rgb, NULL);
  dh_face_free (face);
  return TRUE;
}

static DhGround *
make_face (const DhGroundChoice *choice, GError **error)
{
  const gsize size = 3 * FACE_SIZE * FACE_SIZE;
  const DhFaceKnobs *knobs = dh_face_knobs_find (choice->text + strlen (FACE));
  g_autofree float *pictures = NULL;

  if (knobs == NULL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                   _("There is no ground “%s”: a face has face:shift, face:turn, face:tone and "
                     "face:morph."), choice->text);
      return NULL;
    }
  pictures = g_new (float, 2 * size);
  for (guint i = 0; i < 2; i++)
    if (!load_face (choice, face_people[i], pictures + i * size, error))
      return NULL;
  return dh_face_ground_new (knobs, &choice->mix, FACE_SIZE, pictures, pictures + size);
}

DhGround *
dh_ground_choose (const DhGroundChoice *choice, DhTextSpan *fault, GError **error)
{
  const char *text = choice->text;
  g_auto (GStrv) all = NULL;
  g_autofree char *list = NULL;

  if (g_str_has_prefix (text, HILL))
    return make_hill (choice, fault, error);
  if (g_str_has_prefix (text, FACE))
    return make_face (choice, error);
  if (g_str_equal (text, "curve"))
    return check_profile (choice, error) ? dh_curve_ground_new (&choice->mix) : NULL;
  if (g_str_equal (text, "fit"))
    return check_profile (choice, error) ? make_fit (choice) : NULL;
  all = dh_ground_choice_list ();
  list = g_strjoinv (", ", all);
  g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
               _("There is no ground “%s”: choose one of %s, or type a function, as “hill:x^2 + "
                 "3y^2”."), text, list);
  return NULL;
}
