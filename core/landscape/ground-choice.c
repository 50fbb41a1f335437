/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making a ground from its name, a mix and parameters, for the command line and the saved settings.
 */
#include "core/landscape/ground-choice.h"

#include "core/base/error.h"
#include "core/base/words.h"
#include "core/data/comparison-picture.h"
#include "core/data/face.h"
#include "core/landscape/curve.h"
#include "core/landscape/expression.h"
#include "core/landscape/face-ground.h"
#include "core/landscape/fit.h"
#include "core/landscape/hill.h"
#include "core/landscape/profile.h"

#include <glib/gi18n-lib.h>

/* The picture of a face ground: a held-out one that both people have. */
#define FACE_SIZE 64
#define FACE_FILE "pair_001.png"
static const char *const face_people[] = { "alder", "birch" };

struct _DhFacePictures
{
  DhComparisonPicture *people[G_N_ELEMENTS (face_people)];
};

char **
dh_ground_choice_list (void)
{
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  guint n_hills, n_variants;
  const DhHill *const *hills = dh_hills_get (&n_hills);
  const DhFaceDimensions *const *variants = dh_face_dimensions_get (&n_variants);

  g_ptr_array_add (list, dh_ground_name_join (DH_GROUND_KIND_CURVE, NULL));
  for (guint i = 0; i < n_hills; i++)
    g_ptr_array_add (list, dh_ground_name_join (DH_GROUND_KIND_HILL, hills[i]->id));
  g_ptr_array_add (list, dh_ground_name_join (DH_GROUND_KIND_FIT, NULL));
  for (guint i = 0; i < n_variants; i++)
    g_ptr_array_add (list, dh_ground_name_join (DH_GROUND_KIND_FACE, variants[i]->id));
  g_ptr_array_add (list, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&list), FALSE);
}

static gboolean
check_profile (const DhGroundChoice *choice, GError **error)
{
  g_autofree char *name = NULL;

  if (dh_mix_has_profile (&choice->mix))
    return TRUE;
  name = dh_mix_dup_name (&choice->mix);
  g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
               _ ("“%s” compares whole pictures, so it is not a function of one error: choose a "
                  "face as the ground, or a loss per pixel such as MSE, MAE or Huber."),
               name);
  return FALSE;
}

static DhGround *
make_curve (const DhGroundChoice *choice, const char *which, DhTextSpan *fault, GError **error)
{
  return check_profile (choice, error) ? dh_curve_ground_new (&choice->mix) : NULL;
}

static DhGround *
make_fit (const DhGroundChoice *choice, const char *which, DhTextSpan *fault, GError **error)
{
  DhFitPoint points[DH_FIT_MAX_POINTS];

  if (!check_profile (choice, error))
    return NULL;
  if (choice->n_points > 0)
    return dh_fit_ground_new (&choice->mix, choice->points, choice->n_points);
  return dh_fit_ground_new (&choice->mix, points, dh_fit_get_usual_points (points));
}

/* Only a typed function takes a range; a hill from the table has its own. */
static gboolean
has_named_range (const char *text, GError **error)
{
  g_autofree char *name = NULL;

  if (dh_ground_range_split (text, &name) == NULL || dh_hill_find (name) == NULL)
    return FALSE;
  g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
               _ ("“%s” has its own range: leave out the one after “@”."), name);
  return TRUE;
}

/* A name from the table or a formula.  A single word that can't be a formula is a misspelt name. */
static DhGround *
make_hill (const DhGroundChoice *choice, const char *text, DhTextSpan *fault, GError **error)
{
  const DhHill *hill = dh_hill_find (text);
  const char *names[32] = { NULL };
  const char *nearest;
  guint n_hills;
  const DhHill *const *hills = dh_hills_get (&n_hills);

  if (hill != NULL)
    return dh_hill_ground_new (hill, choice->parameters);
  for (guint i = 0; i < MIN (n_hills, G_N_ELEMENTS (names) - 1); i++)
    names[i] = hills[i]->id;
  nearest = dh_words_find_nearest (text, names);
  if (nearest == NULL)
    return has_named_range (text, error) ? NULL : dh_typed_ground_new (text, fault, error);
  g_set_error (error, DH_ERROR, DH_ERROR_VALUE, _ ("There is no hill “%s”: did you mean “%s”?"),
               text, nearest);
  return NULL;
}

DhFacePictures *
dh_face_pictures_read (const char *faces_folder, GError **error)
{
  g_autoptr (DhFacePictures) self = g_new0 (DhFacePictures, 1);

  for (guint i = 0; i < G_N_ELEMENTS (face_people); i++)
    {
      g_autofree char *path = g_build_filename (faces_folder, face_people[i], FACE_FILE, NULL);

      self->people[i] = dh_comparison_picture_read (path, FACE_SIZE, NULL, error);
      if (self->people[i] == NULL)
        return NULL;
      if (self->people[i]->width == FACE_SIZE && self->people[i]->height == FACE_SIZE)
        continue;
      g_set_error (error, DH_ERROR, DH_ERROR_PICTURE,
                   _ ("“%s” has no face that is listed in %s: restore the bundled faces."), path,
                   DH_LANDMARKS_FILE);
      return NULL;
    }
  return g_steal_pointer (&self);
}

void
dh_face_pictures_free (DhFacePictures *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (face_people); i++)
    dh_comparison_picture_free (self->people[i]);
  g_free (self);
}

static DhGround *
make_face (const DhGroundChoice *choice, const char *which, DhTextSpan *fault, GError **error)
{
  const DhFaceDimensions *dimensions = dh_face_dimensions_find (which);
  const DhFacePictures *pictures = choice->pictures;
  g_autoptr (DhFacePictures) read = NULL;

  if (dimensions == NULL)
    {
      g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
                   _ ("There is no ground “%s”: the grounds of a face are face:shift, face:turn, "
                      "face:tone and face:morph."),
                   choice->text);
      return NULL;
    }
  if (pictures == NULL)
    pictures = read = dh_face_pictures_read (choice->faces_folder, error);
  if (pictures == NULL)
    return NULL;
  return dh_face_ground_new (dimensions, &choice->mix, FACE_SIZE, pictures->people[0]->planes,
                             pictures->people[1]->planes);
}

/* which: of the kind's grounds */
static DhGround *(*const make[DH_GROUND_N_KINDS]) (const DhGroundChoice *choice, const char *which,
                                                   DhTextSpan *fault, GError **error) = {
  [DH_GROUND_KIND_CURVE] = make_curve,
  [DH_GROUND_KIND_HILL] = make_hill,
  [DH_GROUND_KIND_FIT] = make_fit,
  [DH_GROUND_KIND_FACE] = make_face,
};

DhGround *
dh_ground_choose (const DhGroundChoice *choice, DhTextSpan *fault, GError **error)
{
  const char *text = choice->text;
  g_auto (GStrv) all = NULL;
  g_autofree char *list = NULL;
  DhGroundName name;

  if (dh_ground_name_parse (text, &name))
    return make[name.kind](choice, name.which, fault, error);
  all = dh_ground_choice_list ();
  list = g_strjoinv (", ", all);
  g_set_error (error, DH_ERROR, DH_ERROR_VALUE,
               _ ("There is no ground “%s”: choose one of %s, or type a function, such as "
                  "“hill:x^2 + 3y^2”."),
               text, list);
  return NULL;
}

char *
dh_ground_dup_rate_place (const char *ground, const DhMix *mix)
{
  DhGroundName name;

  if (dh_ground_name_parse (ground, &name) && !dh_ground_kind_uses_mix (name.kind))
    return g_strdup (ground);
  return g_strconcat (ground, " ", dh_mix_to_text (mix), NULL);
}
