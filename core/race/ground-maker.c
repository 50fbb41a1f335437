/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making the grounds of a race.
 *
 * Each change makes a new ground, so that nothing needs a lock: a dragged outlier makes sixty per
 * second.  That takes microseconds.
 */
#include "core/race/ground-maker.h"

#include <math.h>
#include <string.h>

struct _DhGroundMaker
{
  char *faces_folder;
  DhFacePictures *face; /* read when the first face ground is made */
  char *text;
  DhGroundKind kind; /* of text */
  guint edition;
  double parameters[DH_HILL_MAX_PARAMETERS];
  DhFitPoint points[DH_FIT_MAX_POINTS];
  guint n_points;
  double start[2];
  double minimum[2], maximum[2]; /* the visible range, which the start lies in */
};

static const DhHill *
find_hill (const char *text)
{
  DhGroundName name;

  return dh_ground_name_parse (text, &name) && name.kind == DH_GROUND_KIND_HILL
           ? dh_hill_find (name.which)
           : NULL;
}

/* Face grounds need pictures, which are read once. */
static gboolean
read_face (DhGroundMaker *self, const char *text, GError **error)
{
  DhGroundName name;

  if (self->face != NULL || !dh_ground_name_parse (text, &name) || name.kind != DH_GROUND_KIND_FACE)
    return TRUE;
  self->face = dh_face_pictures_read (self->faces_folder, error);
  return self->face != NULL;
}

/* parameters: NULL: the hill's defaults */
static DhGround *
make (DhGroundMaker *self, const char *text, const DhMix *mix, const double *parameters,
      DhTextSpan *fault, GError **error)
{
  DhGroundChoice choice = {
    .text = text,
    .mix = *mix,
    .parameters = parameters,
    .faces_folder = self->faces_folder,
    .points = self->points,
    .n_points = self->n_points,
  };

  if (!read_face (self, text, error))
    return NULL;
  choice.pictures = self->face;
  return dh_ground_choose (&choice, fault, error);
}

static void
take_defaults (DhGroundMaker *self, const DhGround *ground)
{
  const DhHill *hill = find_hill (self->text);

  for (guint i = 0; i < DH_HILL_MAX_PARAMETERS; i++)
    self->parameters[i] = hill != NULL ? hill->parameters[i].value : 0;
  memcpy (self->start, ground->start, sizeof self->start);
  memcpy (self->minimum, ground->minimum, sizeof self->minimum);
  memcpy (self->maximum, ground->maximum, sizeof self->maximum);
}

gboolean
dh_ground_maker_choose (DhGroundMaker *self, const char *text, DhTextSpan *fault, GError **error)
{
  DhMix mix = { 1, { dh_mix_part_make ("mse") } };
  g_autoptr (DhGround) trial = make (self, text, &mix, NULL, fault, error);
  char *before = self->text; /* freed last: text may be the same string */

  if (trial == NULL)
    return FALSE;
  self->text = g_strdup (text);
  self->kind = dh_ground_get_kind (trial);
  g_free (before);
  self->edition++;
  take_defaults (self, trial);
  return TRUE;
}

const char *
dh_ground_maker_get_text (const DhGroundMaker *self)
{
  return self->text;
}

DhGroundKind
dh_ground_maker_get_kind (const DhGroundMaker *self)
{
  return self->kind;
}

guint
dh_ground_maker_get_edition (const DhGroundMaker *self)
{
  return self->edition;
}

DhGround *
dh_ground_maker_make (DhGroundMaker *self, const DhMix *mix, GError **error)
{
  return make (self, self->text, mix, find_hill (self->text) != NULL ? self->parameters : NULL,
               NULL, error);
}

/* ---- parameters ---- */

const double *
dh_ground_maker_get_parameters (const DhGroundMaker *self)
{
  return self->parameters;
}

void
dh_ground_maker_set_parameter (DhGroundMaker *self, guint index, double value)
{
  const DhHill *hill = find_hill (self->text);

  if (hill == NULL || hill->parameters[index].id == NULL || !isfinite (value))
    return;
  value = CLAMP (value, hill->parameters[index].minimum, hill->parameters[index].maximum);
  if (self->parameters[index] == value)
    return;
  self->parameters[index] = value;
  self->edition++;
}

/* ---- points ---- */

const DhFitPoint *
dh_ground_maker_get_points (const DhGroundMaker *self, guint *n_points)
{
  *n_points = self->n_points;
  return self->points;
}

static DhFitPoint
bring_within (DhFitPoint point)
{
  return (DhFitPoint) { CLAMP (point.x, -1, 1), CLAMP (point.y, -1, 1) };
}

gboolean
dh_ground_maker_set_points (DhGroundMaker *self, const DhFitPoint *points, guint n_points)
{
  gboolean same = n_points == self->n_points;

  if (n_points < 1 || n_points > DH_FIT_MAX_POINTS)
    return FALSE;
  for (guint i = 0; i < n_points; i++)
    if (!isfinite (points[i].x) || !isfinite (points[i].y))
      return FALSE;
  for (guint i = 0; i < n_points; i++)
    {
      DhFitPoint point = bring_within (points[i]);

      same = same && memcmp (&self->points[i], &point, sizeof point) == 0;
      self->points[i] = point;
    }
  self->n_points = n_points;
  if (!same && self->kind == DH_GROUND_KIND_FIT)
    self->edition++;
  return TRUE;
}

/* ---- the start ---- */

void
dh_ground_maker_get_start (const DhGroundMaker *self, double at[2])
{
  memcpy (at, self->start, sizeof self->start);
}

gboolean
dh_ground_maker_set_start (DhGroundMaker *self, const double at[2])
{
  if (!isfinite (at[0]) || !isfinite (at[1]))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    self->start[i] = CLAMP (at[i], self->minimum[i], self->maximum[i]);
  return TRUE;
}

/* ---- the maker ---- */

DhGroundMaker *
dh_ground_maker_new (const char *faces_folder)
{
  DhGroundMaker *self = g_new0 (DhGroundMaker, 1);

  self->faces_folder = g_strdup (faces_folder);
  self->n_points = dh_fit_get_usual_points (self->points);
  return self;
}

void
dh_ground_maker_free (DhGroundMaker *self)
{
  if (self == NULL)
    return;
  dh_face_pictures_free (self->face);
  g_free (self->faces_folder);
  g_free (self->text);
  g_free (self);
}
